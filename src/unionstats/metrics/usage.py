"""How much of the catalogue a set of claims holds."""

from collections.abc import Iterable, Sequence

from unionstats.core.claim import Claim
from unionstats.core.indicator import Indicator, IndicatorRow


def indicator_rows(indicators: Iterable[Indicator], claims: Sequence[Claim]) -> list[IndicatorRow]:
    """A row for each entry, in the catalogue's order, with its claims, their cities and years."""
    held: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.indicator_id is not None:
            held.setdefault(claim.indicator_id, []).append(claim)
    return [
        IndicatorRow(
            entry.id,
            entry.name,
            entry.name_en,
            entry.topic.id,
            entry.topic.name,
            entry.definition,
            entry.kind,
            entry.nature,
            entry.units[0],
            len(mine),
            len({claim.city for claim in mine}),
            len({claim.year for claim in mine}),
        )
        for entry in indicators
        for mine in (held.get(entry.id, ()),)
    ]
