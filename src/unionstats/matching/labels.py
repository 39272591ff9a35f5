"""Name what is counted: a label in the report's own words that can stand alone.

What is left of a clause when the numeral is deleted is the label, unless it is too thin; then it borrows from what the
paragraph has spoken of. Which of the two, and from whom, is decided by the label shapes in rules/shapes.toml over the
features that `features` finds out; `shaping` fills them.
"""

import re

from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.cutting import look
from unionstats.matching.dating import title_of
from unionstats.matching.dependence import is_place
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.lengths import beside, finished, shorten
from unionstats.matching.lists import (
    THIN,
    continues_list,
    grew_too,
    items_of_sum,
    list_head,
    share_a_word,
    verb_behind_festival,
)
from unionstats.matching.part_names import IS_SOMETHING, makes_up, own_place, part_name, rest_of
from unionstats.matching.parts import NAMES_LASTS, OPENS_BARE
from unionstats.matching.phrases import front_verb
from unionstats.matching.previous import task_before
from unionstats.matching.purposes import SPENT, last_resort, purpose, stands_alone, told_below
from unionstats.matching.references import REFERS, name_in_full
from unionstats.matching.respective import item
from unionstats.matching.seen import (
    ACTIVITY,
    CHANGE,
    DEPENDENT,
    GROWTH,
    LIST,
    OF_THESE,
    PER_HEAD,
    PERCENTAGE,
    RESPECTIVELY,
    SHARE_OF,
    VERB_ONLY,
    Look,
)
from unionstats.matching.shaping import Shaper
from unionstats.matching.sides import Sides, sides_of
from unionstats.matching.told import subject_of
from unionstats.matching.totals import (
    BESIDE,
    counted_before,
    goes_on_to_whole,
    names_total,
    open_bracket,
    open_parts,
    second_whole,
)

_COMPARES = RESPECTIVELY | CHANGE
_ABSTRACT = GROWTH | CHANGE | PERCENTAGE
"""Figures that lend no name to those after them."""
_BASIS_FIRST = frozenset("比较与")
_ITEM_FIRST = frozenset("一二三四五六七八九 \n\u3000")
_ITEM_HEAD = re.compile(r"\s*(?:[(（][一二三四五六七八九十0-9]{1,2}[)）]|[0-9]{1,2}[.．、]|[①-⑳])[^0-9]{2,14}$")
"""The heading of an item that stands amid a paragraph."""
_NEW_ITEM = re.compile(r"\s*[一二三四五六七八九]是")
_FRAME = re.compile(
    r"(?:年度|年初|全年|任务|工作|主要|目前)?(?:目标|目标任务|目标值|(?:完成|进展|落实)情况|结果|成效|做法)"
)
"""What a form asks before a colon: it names nothing that could be counted."""
_EACH = re.compile(r"(?:每[人户名生个家月]|[人户]均)$")
_AMONG = re.compile(r"(?:当中|之中|里[头面]|(?<![手心家途程会动作其])中|(?<![市县区城乡村家手心夜年月这那哪])里)$")
_AMONG_LAST = frozenset("中里头面")
_THESE = re.compile("在?这$")
"""Before a figure that is told again: 在这186人里头."""
_ONLY_THEN = re.compile(
    "(?:其中[,，]?)?(?:仅|光|单)(?:是|在)?(?:今年|去年|上半年|当年|近|(?:20|19)?[0-9]{2}年|[0-9]{1,2}月)"
)
_SHORT = 7
"""Characters of 其中包括 and the like, with line breaks inside, and some more."""
SENTENCE_ENDS = frozenset("。!?;")


class Labeller:
    """Labels the figures of one report, paragraph by paragraph, in order."""

    def __init__(self, text: str, rules: Rulebook) -> None:
        self.text = text
        self.lexicon = rules.lexicon
        self.discourse = Discourse.of(rules.lexicon, text)
        self.discourse.memory.subject = subject_of(title_of(text) or "", rules.lexicon)
        self.shaper = Shaper(rules, self.discourse)

    def label(self, paragraph: Paragraph) -> list[Draft]:
        """All figures of a paragraph as drafts with label and part."""
        text, discourse = self.text, self.discourse
        memory, parts = discourse.memory, discourse.parts
        discourse.new_paragraph(paragraph.heading, self._opening(paragraph))
        for clause in paragraph.clauses:
            start, opened, close = clause.start, clause.open, clause.close
            if text[start : start + 1] in _ITEM_FIRST and _NEW_ITEM.match(text, start):
                memory.new_item()
            if clause.quantities:
                if opened == "(" and not parts.bracket:
                    open_bracket(text, clause, discourse)
                self._figures(paragraph, clause)
            else:
                told = text[start : clause.end].strip().lstrip("”")
                if len(told) <= _SHORT and told.replace("\n", "") in OPENS_BARE:
                    discourse.pending_parts = True
                elif opened != "(" and len(told) >= 2 and not told.isascii():
                    opens = close in ",:" and told[-1] in NAMES_LASTS and names_total(told, discourse)
                    discourse.pending_parts |= opens
                    if opened and close in "。:" and _ITEM_HEAD.match(told):
                        # …人均2千元。（3）医疗救助。救助27人
                        memory.new_item(told)
                    elif not (opens and discourse.by) and (close != ":" or not _FRAME.fullmatch(told)):
                        # 分年度看，2019年1032万元: says by what they are told apart, not of what they are.
                        memory.note_clause(told, close)
                        discourse.list_head = list_head(told, self.lexicon) if close == ":" else discourse.list_head
            if close in SENTENCE_ENDS:
                discourse.new_sentence(parts_go_on=close == ";")
            elif close == ")" and parts.bracket:
                parts.close_bracket()
        done = discourse.done
        discourse.card = done[0] if len(done) == 1 and stands_alone(text, done[0]) else None
        return done

    def _opening(self, paragraph: Paragraph) -> str:
        """The paragraph's first clause where a full stop or colon closes it before the first figure."""
        for clause in paragraph.clauses:
            if clause.quantities:
                break
            if clause.close in "。:】":
                return self.text[paragraph.start : paragraph.clauses[0].end]
        return ""

    def _figures(self, paragraph: Paragraph, clause: Clause) -> None:
        text, discourse = self.text, self.discourse
        done, claims = discourse.done, discourse.claims
        open_parts(text, paragraph, clause, discourse)
        group: list[Draft] = []
        found = sides_of(text, clause, self.lexicon)
        # 两年间新增的55个站点里，…: what follows are parts of it.
        behind = discourse.behind = found[-1].right
        among = _AMONG.search(behind) if behind[-1:] in _AMONG_LAST and clause.close in ",:" else None
        if among:
            found[-1].right = behind[: among.start()]
            found[-1].left = _THESE.sub("", found[-1].left)
        for sides in found:
            if sides.left[:1] in REFERS or sides.left[-1:] == "这" or discourse.whole:
                name_in_full(sides, group, discourse)
            if group and sides.left and sides.link == "list" and sides.quantity.kind == "amount":
                # 本科生每人5000元、大专生4000元: so much for each of these as well.
                each = _EACH.search(group[-1].left)
                sides.left += each[0] if each and "每" not in sides.left and "均" not in sides.left else ""
            draft = Draft(sides.quantity, paragraph, clause, discourse.sentence, sides.left, sides.right)
            self._name(draft, sides, group)
            group.append(draft)
            done.append(draft)
            claims.append(draft)
        if among:
            discourse.pending_parts = True

    def _name(self, draft: Draft, sides: Sides, group: list[Draft]) -> None:
        discourse = self.discourse
        seen = look(sides, discourse)
        if group and not sides.left and sides.link == "list" and group[-1].respective:
            # The second figure after 分别 has nothing of its own: 分别增长12.6%和18.4%.
            seen.bits |= RESPECTIVELY | (GROWTH if group[-1].growth else 0)
            seen.growth = group[-1].growth
        elif group and not sides.left and sides.link == "list" and grew_too(group[-1], draft):
            seen.bits |= GROWTH if group[-1].growth else CHANGE
            seen.growth = group[-1].growth
        if seen.growth:
            draft.growth = seen.growth
        if seen.bits & _COMPARES:
            if seen.bits & RESPECTIVELY:
                draft.respective = True
            if seen.bits & CHANGE:
                if group and group[-1].quantity.unit == draft.quantity.unit:
                    group[-1].origin = True
                elif sides.left[:1] in _BASIS_FIRST:
                    draft.origin = True
        if discourse.verb and not group and not seen.verb and continues_list(sides, seen, discourse):
            seen.bits |= LIST
            if share_a_word(discourse.claims[-1].noun, seen.core):
                # 表彰先进集体20个，先进个人50名: a sister, thin as she is, needs the verb and no more.
                seen.bits &= ~DEPENDENT
        if discourse.whole and discourse.parts.total is None and not seen.verb and not seen.bits & ACTIVITY:
            # 新发展的会员中，农民工有2950人: the clause before names what they are of.
            seen.bits |= DEPENDENT
        thin = discourse.list_head and 1 <= len(seen.label) <= THIN and not seen.verb and not seen.bits & ACTIVITY
        if thin and not is_place(seen.label, self.lexicon):
            # 慰问：住院12人，结婚生育8人: what they are of stands before the colon.
            seen.bits |= DEPENDENT
        if self._as_part(draft, sides, seen, group):
            return
        of_all, items = items_of_sum(draft, discourse)
        draft.label = of_all
        if not seen.label and not of_all:
            draft.label = told_below(self.text, draft, self.lexicon) or task_before(self.text, draft, discourse)
        if draft.label:
            draft.shape, draft.noun = "shape.sentence", draft.label
            for one in items:
                discourse.parts.name(one, draft, one.left)
        else:
            self.shaper.shape(draft, seen, group)
        if not draft.label:
            # Nothing stands beside the figure and nothing before it: the sentence's own words are all there is.
            draft.label, draft.shape = last_resort(self.text, draft, self.lexicon), "shape.sentence"
        elif draft.quantity.kind == "amount" and (seen.bits & VERB_ONLY or SPENT.fullmatch(seen.label)):
            self._name_purpose(draft, seen)
        self._remember(draft, sides, seen)

    def _name_purpose(self, draft: Draft, seen: Look) -> None:
        """Tell what a sum was for, unless its sentence has said so before it."""
        first = not self.discourse.claims and not self.discourse.memory.unclaimed
        told = purpose(self.text, draft, self.lexicon) if first or not draft.context else ""
        if told:
            draft.label = finished(shorten(seen.label + told, self.lexicon, keep_head=True))
            draft.context = draft.context_why = ""

    def _as_part(self, draft: Draft, sides: Sides, seen: Look, group: list[Draft]) -> bool:
        """Make the figure a part of a total, where it is one; close the total's parts where it is something else."""
        discourse, parts = self.discourse, self.discourse.parts
        told = group[-1].breakdown if group else None
        if told and (whole := second_whole(draft, sides, seen, discourse)):
            # 支出241万元，其中生活救助210人次、112万元: the second measure of a part.
            parts.name(draft, whole, told)
            return True
        # 其中5个晋升为国家级 is a part; of 7家企业中，6家建会 the second are some of the first, told of what they did.
        apart = seen.growth or seen.bits & PER_HEAD or (parts.overlap and seen.bits & OF_THESE)
        # 已有411户销档，仅今年就销了166户: the same in less time.
        apart = apart or _ONLY_THEN.match(self.text, draft.clause.start) is not None
        name, made = "", makes_up(sides.left)
        if parts.total is None:
            if rest_of(seen.core) and parts.open_rest(discourse.claims, draft.quantity):
                name = part_name(seen.core, seen.right)
            elif made and parts.open_above(counted_before(made, discourse), draft.quantity):
                name = part_name(made)
        elif seen.bits & RESPECTIVELY:
            name = part_name(item(draft, seen.label, group, discourse) or seen.label)
        elif not seen.label and group and group[-1].breakdown and parts.open_again(discourse.claims, draft.quantity):
            # 资助学生315名、发放助学金94万元，其中农民工子女104名、31万元: of both the same part.
            name = group[-1].breakdown
        else:
            made = made if draft.quantity.kind == "count" else ""
            name = part_name(made or seen.core or seen.label, seen.right if seen.core else "") or own_place(sides.left)
            other = bool(group) and group[-1].quantity.unit != draft.quantity.unit
            if not name and other and not group[0].breakdown and sides.link in BESIDE:
                # 生活救助1120户、112万元, of a sum: the part is named before its first measure.
                name = part_name(group[0].left)
        if parts.total is None:
            return False
        if seen.right and rest_of(seen.core) and not IS_SOMETHING.match(seen.right):
            # 其余38条挂牌督办: what became of the rest is no name of a part.
            draft.context, draft.context_why = parts.total.label, "total"
            draft.label, draft.shape = finished(beside(parts.total.label, seen.right)), "shape.of_these"
            draft.noun = seen.right
            return True
        # 其中农民工12880人（占60%）、女职工8912人: a list goes on behind a bracket.
        listed = sides.link == "list" or sides.left[:1] == "、"
        if not listed and goes_on_to_whole(draft, sides, discourse):
            # 其中县财政拨款20万元，市总工会下拨8.6万元: who gave it is the part.
            listed, name = True, part_name(sides.left)
        if not apart and parts.takes(draft, name, seen.right, listed=listed):
            parts.take(draft, name)
            return True
        unit, later = parts.total.quantity.unit, draft.clause.quantities
        measured = any(figure.unit == unit for figure in later if figure.start > draft.quantity.start)
        told_of_part = apart or seen.bits & SHARE_OF or draft.clause.open == "(" or measured
        if not (parts.bracket or parts.fresh or parts.overlap or told_of_part):
            parts.close()
        return False

    def _remember(self, draft: Draft, sides: Sides, seen: Look) -> None:
        """Keep what the figures after this one may need: the list's verb, the activity, the label."""
        discourse, verb, bits = self.discourse, seen.verb, seen.bits
        if verb or sides.link == "first" or sides.link == "shared":
            discourse.verb = verb or verb_behind_festival(draft.label, self.lexicon)
        if bits & _ABSTRACT:
            if bits & _ABSTRACT == PERCENTAGE and sides.right and not draft.context:
                discourse.memory.note_activity(draft.label)
            return
        label, context = draft.label, draft.context
        if context or label != seen.label:
            verb = front_verb(label, self.lexicon)
            active = self.lexicon.activity.first(label[len(verb) :]) is not None or "”" in label
        else:
            active = bool(bits & ACTIVITY)
        quantity = draft.quantity
        event = quantity.counts == "event"
        free = bool(seen.label) and not bits & (DEPENDENT | PER_HEAD)
        # What is done within an activity lends the activity on, not itself: 活动发放读本, 活动排查隐患.
        within = event or draft.shape == "shape.carries"
        discourse.memory.note_claim(label, verb, context, active, within, free, quantity.kind == "amount")
        if event and (active or self.lexicon.activity.first(label)):
            discourse.event = True
