"""Name what is counted: a label in the report's own words that can stand alone.

What is left of a clause when the numeral is deleted is the label, unless it is too thin; then it borrows from what the
paragraph has spoken of. Which of the two, and from whom, is decided by the label shapes in rules/shapes.toml over the
features that this module finds out.
"""

import re

from unionstats.grammar.rulebook import Rulebook
from unionstats.grammar.shapes import bits
from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.context import Memory
from unionstats.matching.draft import Draft
from unionstats.matching.parts import OPENS, OPENS_BARE, Parts, part_name
from unionstats.matching.phrases import (
    LONGEST,
    balanced,
    change_of,
    content,
    front_verb,
    growth_of,
    shorten,
    strip_end,
    strip_from,
    strip_front,
    strip_light,
)
from unionstats.matching.sides import Sides, sides_of

_BASIS = re.compile(r"同比|环比|[比较与和同](?:上|去|前|年初|五年前|(?:19|20)[0-9]{2})|年均|幅")
_PER_HEAD = re.compile(r"^(?:人均|户均|每人|每户|每名|每家|每个|平均每|每位|日均|月均|年均|平均一天|平均每天|平均|每场|每天|每件|每单|[^,]{0,6}每人|[^,]{0,4}人均)")
_PER_HEAD_END = re.compile(r"(?:人均|户均|每人|每户|每名|日均|月均|年均|每家|均)$")
_RATE = re.compile(r"(?:率|占比|比例|比重|覆盖面|公开面|满意度)$")
_SHARE = re.compile(r"(?:占|占比|占总数的?|占全[市县区省]的?|占其中的?)$")
_PREDICATE = re.compile(r"^(?:被|获|荣获|获得|入选|通过|已|为全?[省国市]|成为|达到|符合|跻身)")
_REACHED = re.compile(r"[^的]{0,3}(?:到|至)了?")
_RELATIVE = re.compile(r"的(?:职工|会员|工友|员工|人|群众|劳动者|工人|选手|学员)$")
_STATE_TIME = re.compile(r"(?:年末|年底|年初|目前|现在|如今|今年|当前|本年|[0-9]{4}年(?:底|末|初)?)的?$")
_ITEMS = re.compile(r"[、和与及]")
_RATE_TAIL = re.compile(r"(?:建制率|建会率|入会率|覆盖率|签订率|参赛率|[^、和与及]{1,2}率)$")


class Labeller:
    """Labels the figures of one report, paragraph by paragraph, in order."""

    def __init__(self, text: str, rules: Rulebook) -> None:
        self.text = text
        self.rules = rules
        self.lexicon = rules.lexicon
        self.memory = Memory(rules.lexicon)
        self.parts = Parts(rules.lexicon)
        self.sentence_number = 0
        self._respective_head = ""

    def label(self, paragraph: Paragraph) -> list[Draft]:
        """All figures of a paragraph as drafts with label and part."""
        first = paragraph.clauses[0] if paragraph.clauses else None
        opening = next((clause for clause in paragraph.clauses if clause.close in "。:】"), None)
        figure = next(clause.quantities[0].start for clause in paragraph.clauses if clause.quantities)
        bare = first is not None and opening is not None and opening.end <= figure
        self.memory.begin(paragraph.heading, self.text[paragraph.start : paragraph.clauses[0].end] if bare else "")
        self.done: list[Draft] = []
        self.claims: list[Draft] = []
        self.waiting: list[tuple[Draft, Sides]] = []
        self._new_sentence()
        for clause in paragraph.clauses:
            if clause.open == "(" and not self.parts.bracket:
                self._open_bracket(clause)
            if clause.quantities:
                self._clause(paragraph, clause)
            else:
                self._plain(clause)
            if clause.close == ")" and self.parts.bracket:
                self.parts.close()
            if clause.close in "。!?;":
                self._new_sentence()
        self._settle_waiting(None)
        return self.done

    def _new_sentence(self) -> None:
        self.sentence_number += 1
        self._settle_waiting(None) if getattr(self, "waiting", None) else None
        self.memory.sentence()
        self.parts.close()
        self.claims = []
        self.verb = ""
        self.event = False
        self.pending_parts = False

    def _open_bracket(self, clause: Clause) -> None:
        if not clause.quantities or not self.done:
            return
        before = self.done[-1]
        if self.text[before.quantity.after : clause.start].strip("，,(（ 左右以上"):
            return
        unit = clause.quantities[0].unit
        if before.quantity.kind == clause.quantities[0].kind:
            self.parts.open([before], unit, bracket=True)

    def _plain(self, clause: Clause) -> None:
        text = self.text[clause.start : clause.end].strip()
        if not text:
            return
        if OPENS_BARE.match(text):
            self.pending_parts = True
            return
        if clause.open != "(" and len(text) >= 2:
            self.memory.note_clause(text.replace("\n", ""), introduces=clause.close == ":")

    def _clause(self, paragraph: Paragraph, clause: Clause) -> None:
        opens = OPENS.search(self.text[clause.start : clause.quantities[0].start])
        if self.pending_parts or (opens and self.done):
            unit = clause.quantities[0].unit
            candidates = self.claims or self.done[-1:]
            if not self.parts.open(candidates, unit, bracket=self.parts.bracket):
                self.parts.close()
            self.pending_parts = False
        group: list[Draft] = []
        for sides in sides_of(self.text, clause, self.lexicon):
            draft = Draft(sides.quantity, paragraph, clause, self.sentence_number)
            self._one(draft, sides, group)
            group.append(draft)
            self.done.append(draft)
            self.claims.append(draft)

    def _one(self, draft: Draft, sides: Sides, group: list[Draft]) -> None:
        lexicon = self.lexicon
        quantity = draft.quantity
        left = strip_end(sides.left, lexicon)
        respectively = "分别" in sides.left
        right = sides.right.lstrip("的")
        draft.left, draft.right = sides.left, sides.right
        previous = self.done[-1] if self.done else None
        features = bits(quantity.kind)
        slots: dict[str, str] = {}
        head = left
        # A change is looked for before the words of no meaning go: 到 in 提高到 is one of them.
        change = change_of(_STATE_TIME.sub("", sides.left).rstrip("了近约"), lexicon)
        if change is None and sides.link == "shared" and _REACHED.fullmatch(sides.left):
            change = ""
        growth = None if change is not None else growth_of(left, lexicon)
        if growth and not (quantity.kind == "percentage" or _BASIS.search(growth.phrase) or _BASIS.search(growth.head[-12:])):
            growth = None
        if change is not None:
            head = strip_front(strip_end(strip_from(change), lexicon), lexicon)
            features |= bits("change")
            if content(head, lexicon) or len(head) >= 3:
                features |= bits("head")
            core = head
            right = "" if len(right) <= 6 and change_of(right, lexicon) is not None else right
        elif growth:
            features |= bits("growth")
            head = strip_front(strip_end(growth.head, lexicon), lexicon)
            slots["growth"] = draft.growth = growth.phrase.replace("分别", "")
            if len(head) >= 2:
                features |= bits("head")
            core = head
        else:
            stripped = strip_end(strip_from(left), lexicon) if strip_from(left) != left else left
            core = strip_front(stripped, lexicon)
            right_change = change_of(right, lexicon)
            if right_change is not None and len(right_change) <= 2:
                right = ""
        if sides.shared_next:
            respectively = True
        if not sides.left and sides.link == "list" and group and group[-1].respective:
            # The second figure after 分别 has nothing of its own: 分别增长21.3%和30.8%.
            respectively = True
            if group[-1].growth:
                features |= bits("growth")
                slots["growth"] = group[-1].growth
        if respectively:
            features |= bits("respectively")
            draft.respective = True
        core = strip_light(core, lexicon)
        label = core + right
        slots.update(left=core, right=right, core=label, head=strip_light(head, lexicon))
        if core:
            features |= bits("left")
        if right:
            features |= bits("right")
        features |= self._features(draft, sides, label, core, right, previous)
        name = part_name(label if not core or not right else core, lexicon)
        if not growth and self.parts.takes(draft, name, right=right):
            self.parts.take(draft, name)
            draft.noun = draft.label
            draft.shape = "shape.part"
            draft.label = balanced(shorten(draft.label))
            return
        if self.parts.total is not None and not self.parts.bracket and not self.parts.fresh:
            self.parts.close()
        self._shape(draft, sides, features, slots, group)
        self._remember(draft, sides, label, features)

    def _features(self, draft: Draft, sides: Sides, label: str, core: str, right: str, previous: Draft | None) -> int:
        lexicon = self.lexicon
        quantity = draft.quantity
        rest = content(label, lexicon)
        found = 0
        rate = quantity.kind == "percentage"
        if previous is not None:
            found |= bits("previous")
            if previous.quantity.unit == quantity.unit:
                found |= bits("same_unit")
        if label in lexicon.measure or not label:
            found |= bits("measure")
        if rate and _RATE.search(label):
            found |= bits("rate")
        if _SHARE.search(sides.left.rstrip("到达为了近约超过")):
            found |= bits("share_of")
        if _PER_HEAD.match(label) or _PER_HEAD_END.search(core):
            found |= bits("per_head")
        if lexicon.verb.fullmatch(label) or (label and not rest and not lexicon.activity.search(label) and self._only_verbs(label)):
            found |= bits("verb_only")
        if _PREDICATE.match(right) and not core:
            found |= bits("predicate")
        verb = front_verb(label, lexicon)
        active = lexicon.activity.search(label, len(verb)) or "”" in label
        if active:
            found |= bits("activity")
        if rate and right and not core and not sides.right.startswith("的"):
            found |= bits("predicate")
        if sides.link in {"list", "right_list"}:
            found |= bits("list")
        if sides.link == "adjacent":
            found |= bits("adjacent")
        if quantity.counts == "people":
            found |= bits("people")
        if self.event:
            found |= bits("after_event")
        needs = len(rest) < 3
        if rate:
            needs = (len(rest) < 3 and not (len(label) >= 5 and lexicon.whole_rate.search(label))) or len(label) <= 4
        elif found & bits("per_head"):
            needs = len(rest) < 4
        elif active and len(rest) >= 2 and quantity.counts != "people":
            needs = False
        elif active and len(label) >= 6:
            needs = False
        elif len(rest) == 2 and front_verb(label, lexicon) and (quantity.counts != "people" or len(label) >= 6):
            needs = False
        if not needs and self.event and quantity.counts in {"people", "body"} and len(label) <= 9 and not active:
            needs = len(rest) < 3 or bool(front_verb(label, lexicon) in _ROLE_VERBS)
        if not needs and quantity.counts == "people" and not core and _RELATIVE.search(label) and self.memory.has_activity():
            needs = True
        if needs and sides.link == "list" and self.verb and len(rest) >= 2:
            needs = False
        if needs:
            found |= bits("dependent")
        return found

    def _only_verbs(self, text: str) -> bool:
        at = 0
        while at < len(text):
            found = self.lexicon.verb.match(text, at)
            if not found or not found.end() > at:
                return False
            at = found.end()
        return True

    def _shape(self, draft: Draft, sides: Sides, features: int, slots: dict[str, str], group: list[Draft]) -> None:
        for shape in self.rules.shapes:
            if features & shape.when != shape.when or features & shape.unless:
                continue
            found_left = found_right = None
            if shape.left is not None:
                found_left = shape.left.search(slots["left"])
                if not found_left:
                    continue
            if shape.right is not None:
                found_right = shape.right.search(slots["right"])
                if not found_right:
                    continue
            known = dict(slots)
            for found in (found_left, found_right):
                if found:
                    known.update({name: text or "" for name, text in found.groupdict().items()})
            label = self._fill(draft, shape.pieces, known, features, group)
            if label is None:
                continue
            draft.label, draft.shape = label, shape.rule
            return

    def _fill(
        self, draft: Draft, pieces: tuple[tuple[str, str], ...], slots: dict[str, str], features: int, group: list[Draft]
    ) -> str | None:
        """The label that a shape's pieces make, or None where a slot that it needs is empty."""
        label = ""
        own = slots["core"]
        for literal, name in pieces:
            label += literal
            if not name:
                continue
            value = slots.get(name)
            if value is None:
                value = self._slot(draft, name, features, group, own)
            if not value and name not in {"right", "left", "core", "verb"}:
                return None
            label = _joined(label, value or "")
        draft.noun = own or label
        return balanced(shorten(label, keep_head=bool(slots["right"]) and not slots["left"])) or None

    def _slot(self, draft: Draft, name: str, features: int, group: list[Draft], own: str) -> str:
        previous = self.done[-1] if self.done else None
        if name == "context":
            entry = self.memory.pick()
            if entry is None:
                return ""
            draft.context, draft.context_why = entry.text, entry.why
            return entry.text
        if name == "verb":
            return self.verb if self.verb and not front_verb(own, self.lexicon) else ""
        if name == "item":
            return self._item(draft, group, own)
        if name == "list_context":
            if group and group[-1].context:
                draft.context, draft.context_why = group[-1].context, group[-1].context_why
            return draft.context
        if previous is None:
            return ""
        if name == "previous":
            return self._before(draft, features, own)
        return ""

    def _before(self, draft: Draft, features: int, own: str) -> str:
        """The name of what a thin figure speaks of: a clause since the last figure, else that figure."""
        basis = self._previous(draft, features)
        if self.memory.unclaimed and not features & (bits("change") | bits("growth")):
            entry = self.memory.latest()
            if entry is not None and (basis is None or basis.sentence != draft.sentence or entry.strength >= 2):
                draft.context, draft.context_why = entry.text, entry.why
                return entry.text
        if basis is None:
            return ""
        draft.grew = basis
        text = basis.base
        if len(_joined(text, own)) > LONGEST and basis.noun and basis.noun != text:
            text = basis.noun
        draft.context, draft.context_why = text, "figure before"
        return text

    def _previous(self, draft: Draft, features: int) -> Draft | None:
        """The figure before that a growth, a rate or a verb speaks of."""
        for candidate in reversed(self.done):
            if candidate.sentence < draft.sentence - 1:
                break
            if features & bits("growth") and candidate.grew is not None and candidate.shape.startswith("shape.growth"):
                continue
            if candidate.quantity.kind == "percentage" and not features & (bits("growth") | bits("change")) and not candidate.growth:
                continue
            if features & bits("verb_only") and candidate.quantity.unit != draft.quantity.unit:
                same = [other for other in self.claims if other.quantity.unit == draft.quantity.unit and other is not draft]
                if same:
                    return same[-1]
            return candidate
        return None

    def _item(self, draft: Draft, group: list[Draft], own: str) -> str:
        """The j-th of the things that 分别 speaks of: of a list in the head, else of the figures before."""
        members = self._respective_group(draft, group)
        position, count = members.index(draft), len(members)
        head = _ITEMS.split(members[0].noun) if position else _ITEMS.split(own)
        if position and not own:
            head = _ITEMS.split(self._respective_head)
        if len(head) >= count and count > 1:
            self._respective_head = own if not position else self._respective_head
            item = head[len(head) - count + position]
            last = head[-1]
            tail = _RATE_TAIL.search(last)
            if tail and not _RATE.search(item):
                item += tail.group()[-3:]
            return item
        others = [other for other in self.claims if other not in members and other is not draft]
        if len(others) >= count:
            basis = others[len(others) - count + position]
            draft.grew = basis
            return basis.label
        return ""

    def _respective_group(self, draft: Draft, group: list[Draft]) -> list[Draft]:
        members = [other for other in group if other.quantity.kind == draft.quantity.kind] + [draft]
        rest = [
            Draft(quantity, draft.paragraph, draft.clause, draft.sentence)
            for quantity in draft.clause.quantities
            if quantity.start > draft.quantity.start and quantity.kind == draft.quantity.kind
        ]
        return members + rest

    def _remember(self, draft: Draft, sides: Sides, own: str, features: int) -> None:
        verb = front_verb(own, self.lexicon)
        if sides.link in {"first", "shared"} or verb:
            self.verb = verb
        event = draft.quantity.counts == "event"
        free = not features & bits("dependent")
        if features & (bits("growth") | bits("change")) or draft.quantity.kind == "percentage":
            return
        self.memory.note_claim(draft.label, event=event, free=free and bool(own))
        if event and self.lexicon.activity.search(draft.label):
            self.event = True

    def _settle_waiting(self, draft: Draft | None) -> None:
        self.waiting = []


_ROLE_VERBS = frozenset(("覆盖", "惠及", "参与", "参加", "受益", "吸引", "服务", "培训", "教育", "带动", "参赛", "涉及", "涵盖", "受惠"))


def _joined(front: str, back: str) -> str:
    """`front` and `back` in one label, an overlap of two to six characters said once."""
    if not front or not back:
        return front + back
    if back in front:
        return front
    for size in range(min(6, len(front), len(back)), 1, -1):
        if front.endswith(back[:size]):
            return front + back[size:]
    return front + back
