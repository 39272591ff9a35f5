"""Claims to the metrics table: one row for each city, year and indicator."""

from collections.abc import Mapping, Sequence
from datetime import date

from unionstats.core.claim import Claim, DocumentRow, MetricRow
from unionstats.metrics.figures import agree, figure_text
from unionstats.metrics.naming import read_name, series_of

Age = tuple[int, int]
"""How late a report is, see `age_of`."""


def tidy(claims: Sequence[Claim], documents: Sequence[DocumentRow] = ()) -> list[MetricRow]:
    """The metrics of the reported claims; targets are left out.

    Where several claims share a key, one is chosen:

    1. the fullest period: the later end, then the earlier start. 全年 before 上半年, the year's end before June.
    2. catalogued before not catalogued.
    3. exact before rounded (qualifier = before all others).
    4. the later report before the earlier: by the year it reports on, then by its day of publication.
    5. the order of the text: by file, then by place in the file.

    `conflict` compares the claims of the chosen one's period and is true where no single value fits them all
    (see `figures.agree`); a figure for half a year does not contradict the whole year's.

    Args:
        claims: of all reports, in any order.
        documents: tell the later report; without them rule 4 decides nothing.

    Returns:
        Rows sorted by city code, city, year and indicator; those three after the code are unique.
    """
    return choose(claims, {document.file: age_of(document.year, document.published) for document in documents})


def choose(claims: Sequence[Claim], ages: Mapping[str, Age]) -> list[MetricRow]:
    """What `tidy` returns; `ages` are those of the claims' files."""
    groups: dict[tuple[str, int, str], list[Claim]] = {}
    for claim in claims:
        if claim.status == "reported":
            groups.setdefault((claim.city, claim.year, series_of(claim)), []).append(claim)

    rows = []
    for (_, _, indicator), group in groups.items():
        if len(group) > 1:
            group.sort(key=lambda claim: _rank(claim, ages.get(claim.file, _UNTOLD)))
        rows.append(_row(indicator, group))
    rows.sort(key=lambda row: (row.city_code, row.city, row.year, row.indicator))
    return rows


def age_of(year: int | None, published: date | None) -> Age:
    """Sorts the later report to the front: by the year it reports on, then by its day of publication."""
    return -(year or 0), -(published or date.min).toordinal()


_UNTOLD = age_of(None, None)


def _rank(claim: Claim, age: Age) -> tuple[object, ...]:
    """Sorts the claim to choose to the front."""
    return (
        -claim.period_end.toordinal(),
        claim.period_start.toordinal(),
        claim.indicator_id is None,
        claim.qualifier != "=",
        age,
        claim.file,
        claim.char_start,
    )


def _row(indicator: str, ranked: list[Claim]) -> MetricRow:
    chosen = ranked[0]
    name, part, unit = read_name(chosen)
    return MetricRow(
        chosen.city,
        chosen.city_code,
        chosen.province,
        chosen.county,
        chosen.year,
        indicator,
        chosen.indicator_id,
        name,
        chosen.topic,
        part or None,
        unit,
        chosen.kind,
        chosen.value,
        chosen.value_max,
        chosen.qualifier,
        chosen.period_start,
        chosen.period_end,
        len(ranked),
        _values_seen(ranked),
        len(ranked) > 1 and _disagree(ranked),
        chosen.flags,
        chosen.claim_id,
        chosen.file,
    )


def _values_seen(ranked: list[Claim]) -> str:
    if len(ranked) == 1:
        return _value_text(ranked[0])
    return "; ".join(dict.fromkeys(map(_value_text, ranked)))


def _disagree(ranked: list[Claim]) -> bool:
    period = (ranked[0].period_start, ranked[0].period_end)
    return not agree(claim for claim in ranked if (claim.period_start, claim.period_end) == period)


def _value_text(claim: Claim) -> str:
    text = figure_text(claim.value)
    return text if claim.value_max is None else f"{text}—{figure_text(claim.value_max)}"
