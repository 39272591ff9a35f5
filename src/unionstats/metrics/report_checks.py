"""What contradicts itself inside one report: parts and totals, rates and their counts, subsets and wholes.

Nothing is corrected. Each figure is taken with the room that its rounding and its qualifier leave (`figures.range_of`);
only what no truth can fit is flagged.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf

from unionstats.core.claim import Claim
from unionstats.core.flag import flag
from unionstats.core.script import HAN
from unionstats.metrics.figures import range_of
from unionstats.metrics.naming import read_name
from unionstats.metrics.raising import with_flags

NEAR = 60
"""Characters between figures of the same or the neighbouring clause, at most."""

WITHIN_REACH = 200
"""Characters between a whole and its subset, at most: further apart they may be of different activities."""

_RATE = re.compile(f"(?P<deed>(?!增长|下降|提高|上升){HAN}{{2}})(?:率|比例|占比)$")
_LEVELS = ("国家级", "省级", "自治区级", "市级", "县级", "区级", "乡镇级")


def check_report(claims: Sequence[Claim], within: Mapping[str, str]) -> list[Claim]:
    """The claims with the flags that comparing them raises.

    Args:
        claims: of one report, in text order.
        within: of catalogued indicators, the one that holds each (suggestions adopted: suggestions made).
    """
    raised = (*_parts(claims), *_ratios(claims), *_subsets(claims, within))
    if not raised:
        return list(claims)
    position = {claim.claim_id: index for index, claim in enumerate(claims)}
    return with_flags(claims, ((position[claim_id], name) for claim_id, name in raised))


def _parts(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """parts_mismatch: a part above its total, or parts that should make up the total and do not.

    Parts may overlap (女会员 and 农民工会员 of one total) and need not be all; only levels under a total of all
    levels (各级) and sums of money exclude each other, and only the former must add up.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    parts_of: dict[str, list[Claim]] = {}
    for claim in claims:
        parent = by_id.get(claim.parent_id) if claim.parent_id else None
        if parent is not None and parent.unit == claim.unit and claim.unit != "%":
            parts_of.setdefault(parent.claim_id, []).append(claim)
    for total_id, parts in parts_of.items():
        total = by_id[total_id]
        low, high = range_of(total)
        levels = len(parts) > 1 and all((part.breakdown or "").startswith(_LEVELS) for part in parts)
        ranges = [range_of(part) for part in parts]
        least = sum(lower for lower, _ in ranges)
        most = sum(upper for _, upper in ranges)
        exceeds = (levels or total.kind == "amount") and least >= high
        falls_short = levels and "各级" in total.label and most <= low
        if exceeds or falls_short:
            yield total_id, flag("parts_mismatch", (part.claim_id for part in parts))
        for part, (at_least, _) in zip(parts, ranges, strict=True):
            if at_least >= high:
                yield part.claim_id, flag("parts_mismatch", (total_id,))


def _ratios(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """ratio_mismatch: a rate whose two counts stand beside it and give another rate.

    成功率 is told of 调解成功 and 调解案件: the numerator's label holds the deed that the rate is named after, the
    denominator's does not, and both name one thing.
    """
    for at, rate in enumerate(claims):
        if rate.unit != "%" or rate.status != "reported" or not (named := _RATE.search(rate.label)):
            continue
        counts = _counts(claims, at, named["deed"])
        if counts is not None:
            over, whole = counts
            low, high = _quotient(range_of(over), range_of(whole))
            rate_low, rate_high = range_of(rate)
            if low >= rate_high or high <= rate_low:
                yield rate.claim_id, flag("ratio_mismatch", (over.claim_id, whole.claim_id))


def _counts(claims: Sequence[Claim], at: int, deed: str) -> tuple[Claim, Claim] | None:
    """Numerator and denominator of the rate at `at`: the nearest before it, in the same or the neighbouring clause."""
    rate = claims[at]
    near = [
        claim
        for claim in reversed(claims[max(0, at - 3) : at])
        if claim.kind == "count" and claim.status == "reported" and rate.char_start - claim.char_end <= NEAR
    ]
    over = next((claim for claim in near if deed in claim.label), None)
    if over is None:
        return None
    thing = over.label.replace(deed, "")
    for whole in near:
        if whole.unit == over.unit and deed not in whole.label and whole.char_start < over.char_start:
            one_thing = any(thing[start : start + 2] in whole.label for start in range(len(thing) - 1))
            return (over, whole) if one_thing and whole.value >= over.value else None
    return None


def _quotient(over: tuple[float, float], whole: tuple[float, float]) -> tuple[float, float]:
    low = 0.0 if whole[1] == inf else 100 * over[0] / whole[1]
    return low, inf if whole[0] <= 0 else 100 * over[1] / whole[0]


def _subsets(claims: Sequence[Claim], within: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """subset_exceeds: more cards activated than issued, more suggestions adopted than made."""
    for at, claim in enumerate(claims):
        holder = within.get(claim.indicator_id or "")
        if holder is None or claim.status != "reported":
            continue
        whole = next((other for other in _around(claims, at) if _holds(other, claim, holder)), None)
        if whole is not None and range_of(claim)[0] >= range_of(whole)[1]:
            yield claim.claim_id, flag("subset_exceeds", (whole.claim_id,))


def _around(claims: Sequence[Claim], at: int) -> Iterator[Claim]:
    """The figures within reach, those before first, nearest first."""
    claim = claims[at]
    yield from (other for other in reversed(claims[:at]) if claim.char_start - other.char_end <= WITHIN_REACH)
    yield from (other for other in claims[at + 1 :] if other.char_start - claim.char_end <= WITHIN_REACH)


def _holds(whole: Claim, claim: Claim, holder: str) -> bool:
    if whole.indicator_id != holder or whole.status != "reported":
        return False
    mine, its = read_name(claim), read_name(whole)
    same_period = (whole.period_start, whole.period_end) == (claim.period_start, claim.period_end)
    return same_period and (mine.part, mine.unit) == (its.part, its.unit)
