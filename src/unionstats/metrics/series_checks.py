"""What looks wrong only beside other reports: contradicting figures of one series, and figures far from all others."""

from collections.abc import Iterator, Sequence
from math import log10
from statistics import median

from unionstats.core.claim import Claim
from unionstats.core.flag import flag
from unionstats.metrics.figures import agree
from unionstats.metrics.naming import read_name, series_of

ENOUGH = 8
"""Cities (or counties) that must share a series before one of them can look odd."""

FAR = 1.5
"""Powers of ten from the middle that are never odd: cities differ thirtyfold in size."""

SPREADS = 5.0
"""Median absolute deviations from the middle, scaled to standard deviations, beyond which a figure is odd."""

NAMED = 5
"""Claims that a flag names, at most."""


def check_series(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of all reports with the flags conflict and outlier."""
    raised: dict[str, list[str]] = {}
    for claim_id, name in (*_conflicts(claims), *_outliers(claims)):
        raised.setdefault(claim_id, []).append(name)
    if not raised:
        return list(claims)
    return [
        claim._replace(flags=(*claim.flags, *raised[claim.claim_id])) if claim.claim_id in raised else claim
        for claim in claims
    ]


def _conflicts(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """conflict: reported figures of one place, series and period that no single value fits."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.status == "reported":
            key = (claim.city, series_of(claim), claim.period_start, claim.period_end)
            groups.setdefault(key, []).append(claim)
    for group in groups.values():
        if len(group) > 1 and not agree(group):
            for claim in group:
                others = [other.claim_id for other in group if other is not claim]
                yield claim.claim_id, flag("conflict", others[:NAMED])


def _outliers(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """outlier: far from the same catalogued series of other places, on a logarithmic scale."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.indicator_id and claim.status == "reported" and claim.value > 0 and claim.kind != "percentage":
            _, part, unit = read_name(claim)
            years = claim.period_end.year - claim.period_start.year
            key = (claim.indicator_id, part, unit, years, claim.county is None)
            groups.setdefault(key, []).append(claim)
    for group in groups.values():
        if len({(claim.city, claim.county) for claim in group}) < ENOUGH:
            continue
        sizes = [log10(claim.value) for claim in group]
        middle = median(sizes)
        spread = 1.4826 * median(abs(size - middle) for size in sizes)
        for claim, size in zip(group, sizes, strict=True):
            if abs(size - middle) > max(FAR, SPREADS * spread):
                nearest = sorted(group, key=lambda other: abs(log10(other.value) - middle))
                yield claim.claim_id, flag("outlier", [other.claim_id for other in nearest[:NAMED]])
