"""Of which total the next figures are parts, where a bracket, a clause or their sum says so."""

import re
from itertools import islice

from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.parts import LEVEL_WORD, LOOK_BACK, OPENS_BY, WITHIN, parts_of_people
from unionstats.matching.phrases import TIME_FRONT
from unionstats.matching.sums import clause_adds_up, clauses_add_up

_APART = re.compile("分别|剩")
_LEVELS_APART = re.compile(rf"\s*(?:(?:{LEVEL_WORD.pattern})[、和及与]?)+分别")


def names_total(told: str, discourse: Discourse) -> bool:
    """Whether a clause without a figure says that parts follow, of what or by what."""
    within = WITHIN.search(told)
    if within is None:
        return OPENS_BY.search(told) is not None
    if (told[0] in "在从" and "的" not in told) or TIME_FRONT.fullmatch(told):
        # 在疫情防控工作中 and 五年中 say when; in 在新建的工会中, of what.
        return False
    discourse.whole = within[1]
    return True


def open_bracket(text: str, clause: Clause, discourse: Discourse) -> None:
    """Open the parts that a bracket tells of the figure before it, or of the latest of its unit in the sentence."""
    done, first = discourse.done, clause.quantities[0]
    if not done:
        return
    before = done[-1]
    apart = text[before.quantity.after : clause.start].strip("，,(（ 左右以上")
    if apart and (before.clause.end != clause.start - 1 or not parts_of_people(before.quantity, first)):
        return
    if before.quantity.unit != first.unit:
        claims = islice(reversed(discourse.claims), LOOK_BACK)
        before = next((claim for claim in claims if claim.quantity.unit == first.unit), before)
    if before.quantity.kind == first.kind:
        discourse.parts.open([before], first.unit, bracket=True)


def is_made_up(text: str, total: Draft, paragraph: Paragraph, clause: Clause) -> bool:
    """Whether figures from here on make up the one before, told neither of several things nor as what is left."""
    first = clause.quantities[0].start
    if _APART.search(text, clause.start, first) and not _LEVELS_APART.match(text, clause.start, first):
        return False
    return clause_adds_up(total, clause) or clauses_add_up(total, clause, paragraph.clauses)


def counted_before(name: str, discourse: Discourse) -> list[Draft]:
    """Those that someone called `name` may make up so many of.

    They are of the sentence, or of the one before where `name` is a place's: 新建工会230家。城关区一家就建了71家.
    """
    if discourse.claims or name[-1] not in "市县区旗":
        return discourse.claims
    return discourse.sentence_before()
