"""Make a label by the first label shape that fits, and fill its slots from what the paragraph has said."""

import re
from collections.abc import Callable

from unionstats.grammar.rulebook import Rulebook
from unionstats.grammar.shapes import Shape
from unionstats.matching.context import ACTIVE, SUBJECT
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.join import common_end, joined
from unionstats.matching.lengths import LONGEST, beside, finished, fitted, shorten
from unionstats.matching.lists import THIN, sum_of_list
from unionstats.matching.part_names import LEVEL_WORD
from unionstats.matching.phrases import content_length, front_verb, growth_of, without_role
from unionstats.matching.previous import figure_before
from unionstats.matching.rates import class_of, rate_of, same_rate
from unionstats.matching.respective import item
from unionstats.matching.seen import ACTIVITY, CHANGE, GROWTH, MEASURE, OF_THESE, PER_HEAD, PERCENTAGE, VERB_ONLY, Look
from unionstats.matching.sides import RATE_END
from unionstats.matching.told import Entry

_COMPARED = re.compile(r"(?:(?:更|最|较|也|还要)[高低多少大快好]|居首|领先|垫底)$")
_LEVEL = re.compile(r"(?:国家|全国|省部|自治区|省|市|县|区|州|乡镇|街道)$")
_EACH_END = re.compile("(?<=..)(?:每[人户家名个]|[人户]均)$")
_MEASURED = re.compile(r"(?<=..)(?:建筑面积|面积|额度|户数|人数|总数|数量|金额|总额|次数|(?:年初|全年|调整)?预算数?)$")
_SOME = frozenset(("shape.of_these", "shape.verb_only"))
_SHARES = frozenset(("shape.plain", "shape.share", "shape.share_of"))
MAY_BE_EMPTY = frozenset(("left", "right", "core", "verb"))

_FOR_EACH = ("一人", "一户", "每人", "每户")
_ACCOUNTS = frozenset(("支出", "收入"))
_LEAST, _MOST = frozenset(("最低", "最少", "最小")), ("最高", "最多", "最大")


class Shaper:
    """Labels one figure at a time over a paragraph's `discourse`."""

    def __init__(self, rules: Rulebook, discourse: Discourse) -> None:
        self.rules = rules
        self.discourse = discourse
        # The slots that are looked up in the discourse, and only when a shape asks for one.
        self._slots: dict[str, Callable[[Draft, Look, list[Draft]], str]] = {
            "item": self._item,
            "previous": self._before,
            "context": self._context,
            "activity": self._activity,
            "sister": self._sister,
            "object": self._object,
            "rate_of": lambda draft, seen, _: rate_of(draft, seen, discourse),
            "same_rate": lambda draft, seen, _: same_rate(draft, seen, discourse),
            "class_of": lambda draft, seen, _: class_of(draft, seen, discourse),
            "list_context": self._list_context,
            "verb": self._verb,
            "lead": self._lead,
        }

    def shape(self, draft: Draft, seen: Look, group: list[Draft]) -> None:
        """Give `draft` its label and the shape that made it. `group`: the figures before it in its clause."""
        slots = {"left": seen.core, "right": seen.right, "core": seen.label, "head": seen.head, "growth": seen.growth}
        shapes = self.rules.fitting.get(seen.bits)
        for shape in self._fitting(seen.bits) if shapes is None else shapes:
            given = slots
            if shape.left is not None:
                found = shape.left.search(seen.core)
                if found is None:
                    continue
                given = {**given, **found.groupdict("")}
            if shape.right is not None:
                found = shape.right.search(seen.right)
                if found is None:
                    continue
                given = {**given, **found.groupdict("")}
            label = self._fill(draft, shape.pieces, given, seen, group)
            if label:
                draft.label, draft.shape, draft.noun = label, shape.rule, seen.label or label
                return

    def _fitting(self, features: int) -> tuple[Shape, ...]:
        """The shapes that fit these features, in order; looked for once for each set of features."""
        found = self.rules.fitting[features] = tuple(
            shape for shape in self.rules.shapes if features & shape.when == shape.when and not features & shape.unless
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
            value = slots[name] if name in slots else self._slots[name](draft, seen, group)
            if value:
                label = joined(label, value) if label else value
            elif name not in MAY_BE_EMPTY:
                return ""
        if len(label) > LONGEST and seen.verb and len(seen.core) >= len(seen.verb) + 4 and label.endswith(seen.right):
            # 护送务工人员4.37万人到广州、宁波等地返岗复工: whom is told before the number, where to behind it.
            label = label[: len(label) - len(seen.right)]
        if len(label) > LONGEST and draft.context and not seen.core and label.endswith(seen.right):
            # What it borrowed gives way to what stands beside the figure: 获“技术能手”称号.
            label = beside(label[: len(label) - len(seen.right)], seen.right)
        if len(label) > LONGEST:
            label = shorten(label, self.discourse.lexicon, keep_head=bool(seen.right) and not seen.core)
        return finished(label)

    def _context(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The activity or the thing that the paragraph has spoken of."""
        head = self.discourse.list_head
        if head and len(seen.label) <= THIN and not seen.bits & (VERB_ONLY | PER_HEAD | PERCENTAGE | MEASURE):
            draft.context, draft.context_why = head, "what stands before the colon"
            return head
        entry = self._of_level(draft, seen) or self.discourse.memory.pick()
        if entry is None or (entry[2] == SUBJECT and seen.bits & ACTIVITY):
            return ""
        _, draft.context, draft.context_why = entry
        return draft.context

    def _of_level(self, draft: Draft, seen: Look) -> Entry | None:
        """What a bare level is of: the clause just before it (工匠学院，市级2家，县级5家), then the same again."""
        if not LEVEL_WORD.fullmatch(seen.label):
            return None
        memory, before = self.discourse.memory, self.discourse.previous
        if memory.unclaimed:
            return memory.since_figure()
        if before and before.context and before.sentence == draft.sentence and LEVEL_WORD.search(before.label):
            return (ACTIVE, before.context, before.context_why)
        return None

    def _list_context(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """What the item before borrowed, else its words up to the verb."""
        if group and group[-1].context:
            draft.context, draft.context_why = group[-1].context, group[-1].context_why
        elif group:
            draft.context, draft.context_why = self._shared_verb(group[-1].label), "item before, up to its verb"
        return draft.context

    def _activity(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The activity that the sentence opened with."""
        entry = self.discourse.memory.opening_activity()
        if entry is None or len(joined(entry[1], seen.label)) > LONGEST:
            return ""
        draft.context, draft.context_why = entry[1], "activity that the sentence opened with"
        return entry[1]

    def _verb(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The verb that leads the list, where the item has none; else what the first item has up to its verb."""
        if seen.verb:
            return ""
        return self.discourse.verb or (self._list_head(group[0].label) if group else "")

    def _list_head(self, label: str) -> str:
        """An activity with the verb that leads its list: “金秋助学”资助大学新生120名、高中生86名."""
        lexicon = self.discourse.lexicon
        spans = lexicon.any_verb.spans(label)
        if not spans or spans[-1][0] < 3 or len(label) - spans[-1][1] < 2:
            return ""
        head = label[: spans[-1][0]]
        active = lexicon.activity.last(head)
        end = max(active[1] if active else 0, head.rfind("”") + 1)
        return label[: spans[-1][1]] if end == len(head) else label[spans[-1][0] : spans[-1][1]]

    def _lead(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The same, but not before an activity, which would lead a list of its own."""
        return "" if seen.verb or draft.quantity.counts == "event" else self.discourse.verb

    def _before(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The name of what a thin figure speaks of: a clause since the last figure, else that figure."""
        memory, before = self.discourse.memory, self.discourse.previous
        if not seen.label and before is not None and before.sentence == draft.sentence and before.shape in _SHARES:
            # 新就业形态劳动者占新发展会员的38.5%，为3514人: whose share it was.
            whose, share, _ = before.label.partition("占")
            if share and len(whose) > 2 and draft.quantity.kind == "count":
                draft.context, draft.context_why = whose, "share before"
                return whose
        if not seen.label and (shared := sum_of_list(draft, self.discourse)):
            return shared
        basis = figure_before(draft, seen, self.discourse)
        if memory.unclaimed and not seen.bits & (CHANGE | GROWTH):
            entry = memory.since_figure()
            each = seen.bits & PER_HEAD  # 慰问标准也作了调整，每户800元: no rate per head goes over a sentence's end
            other = basis is None or (
                basis.sentence != draft.sentence
                and (each or basis.shape == "shape.per_head" or basis.quantity.unit != draft.quantity.unit)
            )
            compared = _COMPARED.search(entry[1]) if entry is not None else None
            if entry is not None and (other or entry[0] >= 2 or not seen.label or compared):
                _, draft.context, draft.context_why = entry
                if compared is None:
                    return draft.context
                one = draft.context[: compared.start()]
                same = basis is not None and (basis.quantity.unit == draft.quantity.unit or RATE_END.search(one))
                # 建成驿站310个，城关区最多，有74个: one of those counted before. But 百人以上企业更高，建制率95%.
                return joined(basis.base, one) if same and basis and not seen.label else one
        if basis is None:
            return ""
        if seen.label in _LEAST and basis.label.endswith(_MOST):
            # 给付单笔最高3.2万元，最低95元
            draft.context, draft.context_why = basis.label, "figure before"
            return basis.label[:-2]
        if seen.bits & OF_THESE and basis.shape in _SOME and basis.context:
            # 建成驿站300个，120个评为星级驿站，19个入选最美驿站: some of the same.
            draft.context, draft.context_why = basis.context, basis.context_why
            return basis.context
        each = basis.shape == "shape.per_head" and not seen.bits & CHANGE
        if each and basis.context and seen.bits & (PER_HEAD | MEASURE):
            # 大学每人3000元、中学每人1000元，合计16万元: all are of what the first was of.
            draft.context, draft.context_why = basis.context, basis.context_why
            return basis.context
        if (
            seen.bits & PER_HEAD
            and not basis.context
            and basis.label.endswith(_FOR_EACH)
            and seen.label.endswith(_FOR_EACH)
        ):
            # 大学一人4000元，高中一人2000元: beside each other, neither is of the other.
            return ""
        text = basis.base
        if basis.respective and draft.quantity.kind == "amount":
            # 分别按每人2000元和1000元发给，合计128.4万元
            text = _EACH_END.sub("", text)
        if seen.bits & GROWTH:
            grown = growth_of(text, self.discourse.lexicon)
            text = grown.head if grown and len(grown.head) >= 3 else text
        elif seen.label:
            text = _MEASURED.sub("", text) or text
            if seen.label[:2] in _ACCOUNTS:
                # 经费收入58万元，支出49万元: one stands beside the other.
                text = text.removesuffix("支出").removesuffix("收入")
            if seen.bits & VERB_ONLY and basis.quantity.unit != draft.quantity.unit:
                text = without_role(text, self.discourse.lexicon)
        if len(joined(text, seen.label)) > LONGEST and basis.noun:
            longer = fitted(text, LONGEST - len(seen.label))
            text = longer if longer.endswith(basis.noun) else basis.noun
        draft.context, draft.context_why = text, "figure before"
        return text

    def _shared_verb(self, label: str) -> str:
        """`label` up to its last verb, where a bare noun follows that the next item exchanges.

        集体合同覆盖企业8600家、女职工21万人: the women are covered, too.
        """
        spans = self.discourse.lexicon.any_verb.spans(label)
        if not spans or spans[-1][0] < 3 or content_length(label[spans[-1][1] :], self.discourse.lexicon):
            return ""
        return label[: spans[-1][1]]

    def _sister(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The item before with its last word exchanged: 评出一等奖3个、二等奖6个; 获国家级奖励3项、省级奖励22项."""
        before = group[-1] if group else self.discourse.previous
        if before is None or not 2 <= len(seen.label) <= 6 or seen.verb or before.sentence != draft.sentence:
            return ""
        if LEVEL_WORD.fullmatch(seen.label):
            # 创建省级服务站3家、市级15家: the level is exchanged.
            exchanged = LEVEL_WORD.sub(seen.label, before.label, count=1)
            return exchanged if exchanged != before.label else ""
        length = len(seen.label)
        last = before.label[-length:]
        if length <= 3 and last[:1] == seen.label[0] and last != seen.label and len(before.label) > length + 2:
            # 获全国五一劳动奖状1个、奖章2个: a word of the same kind in the place of the last.
            return before.label[:-length] + seen.label
        shared = common_end(before.label, seen.label)
        own = len(seen.label) - shared
        if shared < 2 or not 1 <= own <= 2:  # 经费审查委员会 and 女职工委员会 are two things, not one word exchanged
            return ""
        front = before.label[:-shared]
        level = _LEVEL.search(front)
        front = front[: level.start()] if level and _LEVEL.fullmatch(seen.label[:own]) else front[:-own]
        if len(front) < 2:
            return ""
        draft.context, draft.context_why = before.label, "item before"
        return front + seen.label

    def _object(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """What the figure before was about, without its verb: 提出合理化建议36万条，采纳7.4万条."""
        basis = figure_before(draft, seen, self.discourse)
        if basis is None or self.discourse.memory.unclaimed or basis.sentence != draft.sentence:
            return ""
        verb = front_verb(basis.base, self.discourse.lexicon)
        if not verb or len(basis.base) - len(verb) < 3:
            return ""
        draft.context, draft.context_why = basis.base, "figure before"
        return basis.base[len(verb) :]

    def _item(self, draft: Draft, seen: Look, group: list[Draft]) -> str:
        """The thing at this place of those that 分别 speaks of."""
        return item(draft, seen.label, group, self.discourse)
