"""What a rate borrows from the rate before it."""

import re

from unionstats.core.script import HAN
from unionstats.matching.dependence import is_place
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.join import common_end
from unionstats.matching.seen import Look
from unionstats.matching.sides import RATE_END

_RATE_NAME = re.compile(r".*(?:率|面|占比|比例|比重|满意度)(?=保持|稳定|$)")
_RATE_OF_WHOM = re.compile(
    "(.{2,}(?:率|满意度|占比))(?![和与及、是为达均超]|保持|稳定|全部|继续)([^率比增长降提高升占]{2,8})$"
)
LONGEST_RATE = 14
"""Characters of a clause that is a rate's name and no more."""
_WHO_DO = re.compile(f"(?=.{{5,}}占$).{{3,}}的(?={HAN}{{2,6}}占$)")
"""What those of a share do: 能说出危险源的 of 能说出危险源的职工占."""
_MEASURED_BY_CLASS = re.compile(r"[^0-9]{2,}(?=[0-9].*占)")


def _rate_before(draft: Draft, discourse: Discourse, *, goes_on: bool = False) -> Draft | None:
    """The figure before, where it is a rate of the same sentence, or of the one before where that `goes_on`."""
    before = discourse.previous
    first = draft.sentence - goes_on
    alike = before is not None and before.quantity.kind == "percentage" and before.sentence >= first
    return before if alike else None


def rate_of(draft: Draft, seen: Look, discourse: Discourse) -> str:
    """What the rate before was about: 劳动竞赛参赛率95%，职工参赛率90%."""
    previous = _rate_before(draft, discourse)
    if previous is None:
        return ""
    if draft.clause.start > previous.clause.end + 1:
        # 百人以上企业更高，建制率94%: a clause between says whose.
        return ""
    shared = common_end(previous.label, seen.label)
    if shared < 2 or len(previous.label) - shared < 3:
        return ""
    draft.context, draft.context_why = previous.label[:-shared], "rate before"
    return previous.label[:-shared]


def same_rate(draft: Draft, seen: Look, discourse: Discourse) -> str:
    """The name of the rate before, where only whose rate it is was told: 国有企业建会率100%，非公企业为87%."""
    lexicon = discourse.lexicon
    told = discourse.memory.latest_clause()
    if told and RATE_END.search(told) and len(told) <= LONGEST_RATE and not lexicon.any_verb.first(seen.label):
        # 职代会建制率，国有企业为98%，非公企业为74%: the clause before is the rate's name.
        draft.context, draft.context_why = told, "clause before"
        return told
    place = is_place(seen.label, lexicon)
    before = _rate_before(draft, discourse, goes_on=place)
    if before is None or before.growth or not 2 <= len(seen.label) <= 10 or lexicon.any_verb.first(seen.label):
        return ""
    rate, name = _RATE_NAME.match(before.label), ""
    if told_first := _RATE_OF_WHOM.match(before.label):
        # 职工对校务公开的满意率市直学校91.6%、县区学校86.9%: whose it is stands behind the name.
        name = told_first[1]
    elif place:
        name = before.context if before.shape == "shape.same_rate" else rate[0] if rate else ""
    if rate and not name:
        whose = rate[0].rfind(seen.label[-2:])
        name = rate[0][whose + 2 :] if whose >= 0 else rate[0][-3:]
    if name:
        draft.context, draft.context_why = name, "rate before"
    return name


def class_of(draft: Draft, seen: Look, discourse: Discourse) -> str:
    """What stands before the class of the rate before: 月工资 of 月工资800元以下的占, 参赛的 of 参赛的职工占."""
    before = _rate_before(draft, discourse)
    measured = (_MEASURED_BY_CLASS.match(before.label) or _WHO_DO.match(before.label)) if before else None
    return measured[0] if measured else ""
