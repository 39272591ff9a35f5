"""Claims to the metrics table: one row for each city, year and indicator."""

from collections.abc import Sequence
from datetime import date

from unionstats.core.claim import Claim, DocumentRow, MetricRow
from unionstats.metrics.figures import agree, figure_text
from unionstats.metrics.naming import name_and_unit, series_of


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
    reports = {document.file: document for document in documents}
    groups: dict[tuple[str, int, str], list[Claim]] = {}
    for claim in claims:
        if claim.status == "reported":
            groups.setdefault((claim.city, claim.year, series_of(claim)), []).append(claim)

    rows = []
    for (_, _, indicator), group in groups.items():
        if len(group) > 1:
            group.sort(key=lambda claim: _rank(claim, reports.get(claim.file)))
        rows.append(_row(indicator, group))
    rows.sort(key=lambda row: (row.city_code, row.city, row.year, row.indicator))
    return rows


def _rank(claim: Claim, report: DocumentRow | None) -> tuple[int | bool | str, ...]:
    """Sorts the claim to choose to the front."""
    reported_on = report.year if report and report.year else 0
    published = report.published if report and report.published else date.min
    return (
        -claim.period_end.toordinal(),
        claim.period_start.toordinal(),
        claim.indicator_id is None,
        claim.qualifier != "=",
        -reported_on,
        -published.toordinal(),
        claim.file,
        claim.char_start,
    )


def _row(indicator: str, ranked: list[Claim]) -> MetricRow:
    chosen = ranked[0]
    name, unit = name_and_unit(chosen)
    return MetricRow(
        city=chosen.city,
        city_code=chosen.city_code,
        province=chosen.province,
        county=chosen.county,
        year=chosen.year,
        indicator=indicator,
        indicator_id=chosen.indicator_id,
        name=name,
        topic=chosen.topic,
        breakdown=chosen.breakdown,
        unit=unit,
        kind=chosen.kind,
        value=chosen.value,
        value_max=chosen.value_max,
        qualifier=chosen.qualifier,
        period_start=chosen.period_start,
        period_end=chosen.period_end,
        n_claims=len(ranked),
        values_seen="; ".join(dict.fromkeys(_value_text(claim) for claim in ranked)),
        conflict=len(ranked) > 1 and _disagree(ranked),
        flags=chosen.flags,
        claim_id=chosen.claim_id,
        file=chosen.file,
    )


def _disagree(ranked: list[Claim]) -> bool:
    period = (ranked[0].period_start, ranked[0].period_end)
    return not agree(claim for claim in ranked if (claim.period_start, claim.period_end) == period)


def _value_text(claim: Claim) -> str:
    upper = "" if claim.value_max is None else f"—{figure_text(claim.value_max)}"
    return figure_text(claim.value) + upper
