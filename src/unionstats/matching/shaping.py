"""Make a label by the first label shape that fits, and fill its slots from what the paragraph has said."""

import re

from unionstats.grammar.rulebook import Rulebook
from unionstats.grammar.shapes import Shape
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.features import CHANGE, GROWTH, VERB_ONLY, Look
from unionstats.matching.phrases import LONGEST, balanced, shorten

_ITEMS = re.compile(r"[、和与及]")
_RATE = re.compile(r"(?:率|占比|比例|比重|面)$")
_RATE_TAIL = re.compile(r"[^、和与及]{0,2}率$")
MAY_BE_EMPTY = frozenset(("left", "right", "core", "verb"))


class Shaper:
    """Labels one figure at a time over a paragraph's `discourse`."""

    def __init__(self, rules: Rulebook, discourse: Discourse) -> None:
        self.rules = rules
        self.discourse = discourse
        self._fitting: dict[int, tuple[Shape, ...]] = {}

    def shape(self, draft: Draft, seen: Look, group: list[Draft]) -> None:
        """Give `draft` its label and the shape that made it. `group`: the figures before it in its clause."""
        slots = {"left": seen.core, "right": seen.right, "core": seen.label, "head": seen.head, "growth": seen.growth}
        for shape in self._candidates(seen.bits):
            if shape.left is None and shape.right is None:
                label = self._fill(draft, shape.pieces, slots, seen, group)
                if label:
                    draft.label, draft.shape, draft.noun = label, shape.rule, seen.label or label
                    return
                continue
            left = shape.left.search(seen.core) if shape.left is not None else None
            right = shape.right.search(seen.right) if shape.right is not None else None
            if (shape.left is not None and not left) or (shape.right is not None and not right):
                continue
            named = {name: text or "" for found in (left, right) if found for name, text in found.groupdict().items()}
            label = self._fill(draft, shape.pieces, {**slots, **named}, seen, group)
            if label:
                draft.label, draft.shape, draft.noun = label, shape.rule, seen.label or label
                return

    def _candidates(self, features: int) -> tuple[Shape, ...]:
        """The shapes that fit these features, in order."""
        found = self._fitting.get(features)
        if found is None:
            found = self._fitting[features] = tuple(
                shape
                for shape in self.rules.shapes
                if features & shape.when == shape.when and not features & shape.unless
            )
        return found

    def _fill(
        self, draft: Draft, pieces: tuple[tuple[str, str], ...], slots: dict[str, str], seen: Look, group: list[Draft]
    ) -> str:
        """The label that a shape's pieces make; empty where a slot that it needs is empty."""
        label = ""
        for literal, name in pieces:
            label += literal
            if not name:
                continue
            value = slots[name] if name in slots else self._slot(draft, name, seen, group)
            if not value and name not in MAY_BE_EMPTY:
                return ""
            label = joined(label, value)
        if len(label) > LONGEST:
            label = shorten(label, keep_head=bool(seen.right) and not seen.core)
        return balanced(label)

    def _slot(self, draft: Draft, name: str, seen: Look, group: list[Draft]) -> str:
        discourse = self.discourse
        if name == "context":
            entry = discourse.memory.pick()
            if entry is None:
                return ""
            draft.context, draft.context_why = entry.text, entry.why
            return entry.text
        if name == "previous":
            return self._before(draft, seen)
        if name == "list_context":
            if group and group[-1].context:
                draft.context, draft.context_why = group[-1].context, group[-1].context_why
            return draft.context
        if name == "verb":
            return "" if seen.verb else discourse.verb
        return self._item(draft, group, seen)

    def _before(self, draft: Draft, seen: Look) -> str:
        """The name of what a thin figure speaks of: a clause since the last figure, else that figure."""
        memory = self.discourse.memory
        basis = self._previous(draft, seen.bits)
        if memory.unclaimed and not seen.bits & (CHANGE | GROWTH):
            entry = memory.latest()
            if entry is not None and (basis is None or basis.sentence != draft.sentence or entry.strength >= 2):
                draft.context, draft.context_why = entry.text, entry.why
                return entry.text
        if basis is None:
            return ""
        text = basis.base
        if len(joined(text, seen.label)) > LONGEST and basis.noun:
            text = basis.noun
        draft.context, draft.context_why = text, "figure before"
        return text

    def _previous(self, draft: Draft, features: int) -> Draft | None:
        """The figure before that a growth, a rate or a verb speaks of."""
        for candidate in reversed(self.discourse.done):
            if candidate.sentence < draft.sentence - 1:
                break
            if features & GROWTH and candidate.growth and candidate.context:
                continue
            if candidate.quantity.kind == "percentage" and not features & (GROWTH | CHANGE) and not candidate.growth:
                continue
            if features & VERB_ONLY and candidate.quantity.unit != draft.quantity.unit:
                same = [other for other in self.discourse.claims if other.quantity.unit == draft.quantity.unit]
                return same[-1] if same else candidate
            return candidate
        return None

    def _item(self, draft: Draft, group: list[Draft], seen: Look) -> str:
        """The j-th of the things that 分别 speaks of: of a list in the head, else of the figures before."""
        kind = draft.quantity.kind
        before = [other for other in group if other.quantity.kind == kind]
        after = [quantity for quantity in draft.clause.quantities if quantity.start > draft.quantity.start]
        position, count = len(before), len(before) + 1 + sum(quantity.kind == kind for quantity in after)
        if not position:
            self.discourse.respective = seen.label
        head = _ITEMS.split(self.discourse.respective)
        if len(head) >= count > 1:
            item = head[len(head) - count + position]
            tail = _RATE_TAIL.search(head[-1])
            return item + tail.group()[-3:] if tail and not _RATE.search(item) else item
        others = [other for other in self.discourse.claims if other not in before]
        if len(others) < count:
            return ""
        basis = others[len(others) - count + position]
        draft.context, draft.context_why = basis.base, "figure before, in the same order"
        return basis.base


def joined(front: str, back: str) -> str:
    """`front` and `back` in one label, an overlap of two to six characters said once."""
    if not front or not back:
        return front + back
    if back in front:
        return front
    for size in range(min(6, len(front), len(back)), 1, -1):
        if front.endswith(back[:size]):
            return front + back[size:]
    return front + back
