"""What looks wrong only beside other reports: contradicting figures of one series, and figures far from all others.

Flags are raised by position, so that they can be found over parts of the claims and put in wherever the claims are.
"""

from collections.abc import Hashable, Iterator, Sequence
from heapq import nsmallest
from itertools import repeat
from math import log10
from statistics import median

from unionstats.core.claim import Claim
from unionstats.core.flag import flag
from unionstats.metrics.figures import agree
from unionstats.metrics.naming import read_name, series_of
from unionstats.metrics.raising import with_flags

ENOUGH = 8
"""Cities (or counties) that must share a series before one of them can look odd."""

FAR = 1.5
"""Powers of ten from the middle that are never odd: cities differ thirtyfold in size."""

SPREADS = 5.0
"""Median absolute deviations from the middle, scaled to standard deviations, beyond which a figure is odd."""

NAMED = 5
"""Claims that a flag names, at most."""


def check_series(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of all reports with the flags conflict and outlier, in that order."""
    return with_flags(claims, (*conflicts(claims), *_outliers(claims)))


def conflicts(claims: Sequence[Claim]) -> Iterator[tuple[int, str]]:
    """conflict: reported figures of one place, series and period that no single value fits.

    Yields positions in `claims` with the flag. Claims of other cities or years change nothing.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, claim in enumerate(claims):
        if claim.status == "reported":
            key = (claim.city, series_of(claim), claim.period_start, claim.period_end)
            groups.setdefault(key, []).append(index)
    for group in groups.values():
        if len(group) > 1 and not agree(claims[index] for index in group):
            first, rest = group[: NAMED + 1], group[NAMED + 1 :]
            ids = [claims[index].claim_id for index in first]
            for at, index in enumerate(first):
                yield index, flag("conflict", [*ids[:at], *ids[at + 1 :]][:NAMED])
            yield from zip(rest, repeat(flag("conflict", ids[:NAMED])))


def compared_in(claim: Claim) -> str | None:
    """The group of figures of all places that a claim is held against for its size; None where it is in none.

    Groups are catalogued series of one part, unit and length in years, counties apart from cities.
    """
    if not claim.indicator_id or claim.status != "reported" or claim.value <= 0 or claim.kind == "percentage":
        return None
    _, part, unit = read_name(claim)
    years = claim.period_end.year - claim.period_start.year
    return f"{claim.indicator_id}\t{part}\t{unit}\t{years}\t{'city' if claim.county is None else 'county'}"


def outliers_of(values: Sequence[float], places: Sequence[Hashable], claim_ids: Sequence[str]) -> tuple[list[int], str]:
    """outlier: far from the same series of other places, on a logarithmic scale.

    Args:
        values, places, claim_ids: of one group of `compared_in`, in the order of the claims.

    Returns:
        The positions of what is far off, and the flag for them all. It names the figures nearest to the middle.
    """
    if len(set(places)) < ENOUGH:
        return [], ""
    sizes = list(map(log10, values))
    middle = median(sizes)
    distances = [abs(size - middle) for size in sizes]
    reach = max(FAR, SPREADS * (1.4826 * median(distances)))
    odd = [index for index, distance in enumerate(distances) if distance > reach]
    if not odd:
        return [], ""
    nearest = nsmallest(NAMED, range(len(sizes)), key=distances.__getitem__)
    return odd, flag("outlier", [claim_ids[index] for index in nearest])


def _outliers(claims: Sequence[Claim]) -> Iterator[tuple[int, str]]:
    groups: dict[str, list[int]] = {}
    for index, claim in enumerate(claims):
        if group := compared_in(claim):
            groups.setdefault(group, []).append(index)
    for members in groups.values():
        mine = [claims[index] for index in members]
        odd, name = outliers_of(
            [claim.value for claim in mine],
            [(claim.city, claim.county) for claim in mine],
            [claim.claim_id for claim in mine],
        )
        yield from ((members[position], name) for position in odd)
