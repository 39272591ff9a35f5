"""The name of a series, written as a statistical yearbook writes it, and read back.

    工会驿站（个）
    最美工会驿站·国家级（个）
    新增工会会员·2018—2022年（人）
    城阳区·新建工会（家）

Name, then the part after ·, then the years where a flow covers more than one, then the unit in full-width
brackets. A county's series starts with the county: its report is keyed by the city, and city, year and indicator
must stay a unique key when the city reports the same thing.
"""

from datetime import date
from typing import NamedTuple

from unionstats.core.claim import Claim


def indicator_name(
    label: str,
    breakdown: str | None,
    unit: str,
    period_start: date,
    period_end: date,
    stock: bool = False,
    county: str | None = None,
) -> str:
    """The series that a figure belongs to.

    Args:
        label: what is counted; for a catalogued indicator, the catalogue's name.
        breakdown: the part of a total, if any.
        unit: for a catalogued indicator, the catalogue's unit.
        period_start, period_end: the period; its years are named only for a flow of more than one year.
        stock: a state at the end of the period, which has no duration.
        county: only where the report is a county's.
    """
    name = f"{label}·{breakdown}" if breakdown else label
    if not stock and period_start.year != period_end.year:
        name += years_part(period_start, period_end)
    if unit:
        name = f"{name}（{unit}）"
    return f"{county}·{name}" if county else name


def series_of(claim: Claim) -> str:
    """The claim's `indicator`, told apart from the city's where the claim is a county's."""
    if not claim.county:
        return claim.indicator
    prefix = _county_prefix(claim.county)
    return claim.indicator if claim.indicator.startswith(prefix) else prefix + claim.indicator


class SeriesName(NamedTuple):
    """What a series is made of: the bare name, the part (empty for the whole) and the unit."""

    name: str
    part: str
    unit: str


def read_name(claim: Claim) -> SeriesName:
    """Name, part and unit of the series, read back from the claim's `indicator`.

    The unit may differ from `claim.unit` (家 as printed, 个 in the catalogue's series), and so may the part from
    `claim.breakdown`: what narrows a catalogued thing is its part. An indicator without brackets has the claim's
    own unit.
    """
    head, unit = claim.indicator, claim.unit
    if head.endswith("）"):
        head, _, unit = head[:-1].rpartition("（")
    if claim.county:
        head = head.removeprefix(_county_prefix(claim.county))
    if claim.period_start.year < claim.period_end.year:
        head = head.removesuffix(years_part(claim.period_start, claim.period_end))
    if claim.indicator_id is not None:  # the names of the catalogue hold no ·
        name, _, part = head.partition("·")
        return SeriesName(name, part, unit)
    part = claim.breakdown or ""
    return SeriesName(head.removesuffix(f"·{part}") if part else head, part, unit)


def _county_prefix(county: str | None) -> str:
    return f"{county}·" if county else ""


def years_part(start: date, end: date) -> str:
    """How a name tells of more than one year: ·2018—2022年. Nothing for one year."""
    return f"·{start.year}—{end.year}年" if start.year < end.year else ""
