"""Turn down figures that are of another place: the province, the country, the city above a county, another city."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Elsewhere, Rulebook
from unionstats.matching.draft import Draft
from unionstats.matching.phrases import TIME_FIRSTS, TIME_FRONT
from unionstats.matching.settle import Reading
from unionstats.matching.turned import Turned

_LEAD = re.compile(r"(?:据[^,，]{2,12}[,，]|同期|截至目前|目前|而|但|与此同时[,，]?|[\s“,，])*")
# What a lead begins with: most clauses begin with none of these and need no look at the pattern.
_LEAD_FIRSTS = frozenset("据同截目而但与“,，")
_PROVINCE = re.compile(rf"(?!高于|低于|超过|位居|占|居|列|在){HAN}{{2,4}}(?=全省|全自治区)")
_GENERAL_UNION = "总工会"
_UNION = re.compile(rf"({HAN}{{2,9}}?[市县区州盟旗]){_GENERAL_UNION}")
_GIVES = re.compile(f"{HAN}{{0,12}}?(?:下拨|拨付|拨给|给予|捐赠|捐款|捐助|援助|援建|配套|奖励|赠送|划拨|拨来|送来)")
"""Behind another union's name, what it gives: the money is the report's own."""
_GOES_ON = re.compile(r"工会|办|设立|举办|各级|基层|同期|共|有|为|新|总|建|职工|会员|企业|困难|户外|已|达|累计|[0-9]")
_HONOUR = re.compile(r"先锋|五一|劳模|模范|先进|优秀|最美|标兵|示范|称号|奖|品牌|工匠|案例|家庭|第|首|前|重点|文明")


def turn_down(reading: Reading, rules: Rulebook, *, county: bool, is_own: Callable[[str], bool]) -> Reading:
    """The reading without the figures of other places, which join what was turned down.

    Args:
        county: whether the report is a county's or district's, so that 全市 is another place.
        is_own: whether a place (鄞州区) is the report's own or lies in it.
    """
    text = reading.sentences.text
    first_of = {draft.clause.start: draft for draft in reversed(reading.drafts)}
    starts = list(first_of)[::-1]
    elsewhere: dict[int, Elsewhere] = {}
    for at in _places(text, rules):
        held = bisect_right(starts, at)
        if not held:
            continue
        start = starts[held - 1]
        end = first_of[start].quantity.start
        if at <= end and start not in elsewhere:
            found = _elsewhere(text, start, end, rules, county=county, is_own=is_own)
            if found is not None:
                elsewhere[start] = found
    if not elsewhere:
        return reading
    dropped: dict[int, Elsewhere] = {}
    clause_start, entry = -1, None
    sentence = -1
    for draft in reading.drafts:
        start = draft.clause.start
        if draft.sentence != sentence or draft.shape == "shape.table":
            entry, sentence = None, draft.sentence
        if start != clause_start:
            clause_start = start
            # A clause without a subject of its own goes on with that of the clause before.
            if start in elsewhere:
                entry = elsewhere[start]
            elif entry is not None and not _has_no_subject(text, draft, rules):
                entry = None
        if entry is not None:
            dropped[id(draft)] = entry
    if not dropped:
        return reading
    kept = [
        (draft, placed)
        for draft, placed in zip(reading.drafts, reading.periods, strict=True)
        if id(draft) not in dropped
    ]
    turned = [
        Turned(draft.quantity.start, draft.quantity.end, entry.reason, entry.rule)
        for draft in reading.drafts
        if (entry := dropped.get(id(draft))) is not None
    ]
    for draft, _ in kept:
        if draft.parent is not None and id(draft.parent) in dropped:
            draft.parent = draft.breakdown = None
    return replace(
        reading,
        drafts=[draft for draft, _ in kept],
        periods=[placed for _, placed in kept],
        turned=sorted([*reading.turned, *turned]),
    )


def _places(text: str, rules: Rulebook) -> list[int]:
    """Where the text names another place or a general union: clauses without one need no look."""
    words = [found.start() for found in rules.elsewhere_words.pattern.finditer(text)]
    at = text.find(_GENERAL_UNION)
    while at >= 0:
        words.append(at)
        at = text.find(_GENERAL_UNION, at + 1)
    return sorted(words)


def _elsewhere(
    text: str, start: int, end: int, rules: Rulebook, *, county: bool, is_own: Callable[[str], bool]
) -> Elsewhere | None:
    at = start
    first = text[at : at + 1]
    if first in _LEAD_FIRSTS or first.isspace():
        lead = _LEAD.match(text, at, end)
        at = lead.end() if lead else at
        first = text[at : at + 1]
    if first in TIME_FIRSTS:
        time = TIME_FRONT.match(text, at, end)
        at = time.end() if time else at
    if "全" in text[at + 2 : at + 5]:
        province = _PROVINCE.match(text, at, end)
        at = province.end() if province else at
    word_end = rules.elsewhere_words.end(text, at)
    if word_end > at:
        entry = rules.elsewhere[text[at:word_end]]
        rest = text[word_end:end]
        time = TIME_FRONT.match(rest)
        rest = rest[time.end() :] if time else rest
        speaks = bool(_GOES_ON.match(rest)) or rules.lexicon.verb.end(rest) > 0
        if speaks and not _HONOUR.search(rest) and (entry.reports == "any" or county):
            return entry
    union = _UNION.match(text, at, end) if _GENERAL_UNION in text[at + 3 : at + 13] else None
    if union and rules.elsewhere and not is_own(union[1]) and not _GIVES.match(text, union.end(), end):
        return next(iter(rules.elsewhere.values()))
    return None


def _has_no_subject(text: str, draft: Draft, rules: Rulebook) -> bool:
    """Whether the draft's clause begins with a verb of doing (覆盖职工2万人)."""
    at = draft.clause.start
    end = rules.lexicon.verb.end(text, at)
    return end - at >= 2 and draft.clause.open == ","
