"""Of which total the next figures are parts, where a bracket, a clause or their sum says so."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain, islice

from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.part_names import LEVEL_WORD
from unionstats.matching.parts import GOAL, LOOK_BACK, NOTHING, OPENS, OPENS_BY, OPENS_CUE, WITHIN, parts_of_people
from unionstats.matching.phrases import TIME_FRONT
from unionstats.matching.seen import Look
from unionstats.matching.sides import Sides
from unionstats.matching.sums import (
    SEVERAL,
    adds_up_to,
    clause_adds_up,
    clause_adds_up_beside,
    clauses_add_up,
    rest_is_told,
    told_before,
)

MEASURED_AGAIN = 6
"""Sentences or parts of one, closed by semicolons, over which two wholes reach."""
BESIDE = frozenset(("list", "adjacent"))
_SO_MUCH_EACH = re.compile("[各每均]")
SHORT = 4
"""Characters of a bare noun that says which of two wholes is measured: 职工."""
_REST_IS = re.compile("[^。；;\n]{0,120}?[,，、](?:其余|余下|剩下|余)的?(?:均|都|全部|多)?(?:为|是|系|属)")
"""Behind the first of several parts, what says without a figure what is left."""
_NAME = 18
"""Characters of a clause that names the total of what follows, no more."""
_COUNTED = frozenset(("会员", "职工", "农民工", "困难职工", "参保职工", "企业", "单位", "案件", "劳模", "脱困职工"))
"""What 在…中 says parts of, and not when."""
_APART = re.compile("分别|剩|核减|扣[除减]|剔除|减去")
_LEVELS_APART = re.compile(rf"\s*(?:(?:{LEVEL_WORD.pattern})[、和及与]?)+分别")


def open_parts(text: str, paragraph: Paragraph, clause: Clause, discourse: Discourse) -> None:
    """Open the parts that the figures of a clause are, where a word, their sum or a total told before says so."""
    done, claims = discourse.done, discourse.claims
    first = clause.quantities[0]
    if discourse.pending_parts or (
        (done or discourse.card)
        and OPENS_CUE.search(text, clause.start, first.start)
        and OPENS.search(text[clause.start : first.start])
    ):
        if discourse.parts.open(discourse.totals(), first, bracket=discourse.parts.bracket):
            discourse.parts.overlap = discourse.pending_parts
            discourse.whole = ""
        else:
            discourse.parts.close()
            discourse.memory.note_whole(discourse.whole)
            # 参加人员中，在职职工24905人，退休职工3742人: said to be parts, two that add up are enough.
            _open_told_before(text, paragraph, clause, discourse, least=2)
        discourse.pending_parts = False
    elif discourse.parts.total is None and claims and is_made_up(text, claims[-1], paragraph, clause):
        whole = claims[-1].quantity
        first = next((part for part in clause.quantities if part.unit == whole.unit), first)
        discourse.parts.open(claims[-1:], first, bracket=False)
    elif discourse.parts.total is None and clause.open == ":" and clause_adds_up_beside(claims, clause):
        discourse.parts.open(claims[-2:-1], first, bracket=False)
    elif discourse.parts.total is None and (so_far := made_up_so_far(claims, paragraph, clause)):
        discourse.parts.open(claims[-2:-1], first, bracket=False)
        discourse.parts.sum, discourse.parts.sentence = so_far, discourse.sentence
    elif discourse.parts.total is None and (not claims or clause.open == ":" or len(clause.quantities) >= SEVERAL):
        _open_told_before(text, paragraph, clause, discourse)


def _open_told_before(
    text: str, paragraph: Paragraph, clause: Clause, discourse: Discourse, least: int = SEVERAL
) -> None:
    """Open the parts of a total some sentences before that the figures from here on make up."""
    first = clause.quantities[0]
    if discourse.lexicon.creates.end(text[clause.start : first.start].lstrip()):
        return
    earlier = chain(reversed(discourse.done), reversed(discourse.earlier))
    told = told_before(earlier, clause, paragraph.clauses, least)
    if told is not None:
        discourse.parts.open([told], first, bracket=False)


def names_total(told: str, discourse: Discourse) -> bool:
    """Whether a clause without a figure says that parts follow, of what or by what."""
    if len(told) > _NAME:
        return False
    within = WITHIN.search(told)
    if within is None:
        discourse.by = OPENS_BY.search(told) is not None
        return discourse.by
    if (told[0] in "在从" and "的" not in told and within[1] not in _COUNTED) or TIME_FRONT.fullmatch(told):
        # 在疫情防控工作中 and 五年中 say when; in 在新建的工会中, of what.
        return False
    # 这笔钱里: of what was told last.
    discourse.whole = "" if within[1][0] in "这那" else within[1]
    return True


def open_bracket(text: str, clause: Clause, discourse: Discourse) -> None:
    """Open the parts that a bracket tells of the figure before it, or of the latest of its unit in the sentence."""
    done, first = discourse.done, clause.quantities[0]
    if not done:
        return
    before = done[-1]
    apart = text[before.quantity.after : clause.start].strip("，,(（ 左右以上")
    if (
        apart
        and not clause_adds_up(before, clause)
        and (before.clause.end != clause.start - 1 or not parts_of_people(before.quantity, first))
    ):
        return
    if before.quantity.unit != first.unit:
        # 接待来访1340人次（集体来访7批158人次）: the second measure may be the part.
        units = [quantity.unit for quantity in clause.quantities]
        claims = islice(reversed(discourse.claims), LOOK_BACK)
        before = next((claim for claim in claims if claim.quantity.unit in units), before)
        first = next((quantity for quantity in clause.quantities if quantity.unit == before.quantity.unit), first)
    if before.quantity.kind == first.kind:
        discourse.parts.open([before], first, bracket=True)


def is_made_up(text: str, total: Draft, paragraph: Paragraph, clause: Clause) -> bool:
    """Whether figures from here on make up the one before, told neither of several things nor as what is left."""
    first = clause.quantities[0].start
    if _APART.search(text, clause.start, first) and not _LEVELS_APART.match(text, clause.start, first):
        return len(clause.quantities) >= SEVERAL and clause_adds_up(total, clause)
    if GOAL.search(total.left):
        return False
    if clause.open == ":" and clause.quantities[0].unit == total.quantity.unit and _REST_IS.match(text, first):
        # 会员净增8916人：货车司机3240人，快递员1018人，其余为护工: what is left has no figure to add up with.
        return clause.quantities[0].value < total.quantity.value
    if rest_is_told(text, total.quantity, clause, paragraph.clauses):
        return True
    return clause_adds_up(total, clause) or clauses_add_up(total, clause, paragraph.clauses)


def made_up_so_far(claims: Sequence[Draft], paragraph: Paragraph, clause: Clause) -> Decimal:
    """How much of the figure before the last that one and this clause on make up; 0 where they do not come to it.

    36项重点任务已办结15项，达到序时进度18项，滞后3项.
    """
    if len(claims) < 2 or claims[-2].quantity.kind == "percentage":
        return NOTHING
    whole, taken = claims[-2].quantity, claims[-1].quantity
    if whole.unit != taken.unit or taken.value >= whole.value or claims[-1].parent is not None:
        return NOTHING
    rest = whole.value - taken.value
    adds_up = adds_up_to(rest, whole.unit, claims[-1].clause.close, clause, paragraph.clauses)
    return taken.value if adds_up else NOTHING


def goes_on_to_whole(draft: Draft, sides: Sides, discourse: Discourse) -> bool:
    """Whether the parts go on clause by clause until they come to the whole, whatever verb each has."""
    parts = discourse.parts
    total = parts.total
    if total is None or not parts.sum or sides.link != "first" or len(draft.clause.quantities) > 1:
        return False
    left = total.quantity.value - parts.sum
    return adds_up_to(left, draft.quantity.unit, ",", draft.clause, draft.paragraph.clauses)


def second_whole(draft: Draft, sides: Sides, seen: Look, discourse: Discourse) -> Draft | None:
    """The whole of another unit that a second measure of a part is of: 支出241万元 for 其中生活救助210人次、112万元."""
    unit = draft.quantity.unit
    if sides.link not in BESIDE or unit == discourse.claims[-1].quantity.unit or _SO_MUCH_EACH.search(sides.left):
        return None
    for whole in islice(reversed(discourse.done), LOOK_BACK):
        if whole.sentence < draft.sentence - MEASURED_AGAIN:
            break
        if whole.quantity.unit == unit and not whole.breakdown and not whole.growth:
            named = not seen.label or (len(seen.label) <= SHORT and seen.label in whole.label)
            more = whole.quantity.value >= draft.quantity.value and whole.clause is not draft.clause
            return whole if named and more else None
    return None


def counted_before(name: str, discourse: Discourse) -> list[Draft]:
    """Those that someone called `name` may make up so many of.

    They are of the sentence, or of the one before where `name` is a place's: 新建工会230家。城关区一家就建了71家.
    """
    if discourse.claims or name[-1] not in "市县区旗":
        return discourse.claims
    return discourse.sentence_before()
