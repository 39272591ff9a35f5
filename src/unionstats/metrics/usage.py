"""How much of the catalogue a set of claims holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from unionstats.core.claim import Claim
from unionstats.core.indicator import Indicator, IndicatorRow


@dataclass(slots=True)
class Usage:
    """What is held of one entry: claims, and the cities and years that they are of."""

    claims: int = 0
    cities: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)


class Usages(dict[str, Usage]):
    """Usage by indicator_id; claims are counted in as they come."""

    def count(self, indicator_id: str, city: str, year: int, claims: int = 1) -> None:
        """Count in so many claims of one entry, city and year."""
        usage = self.get(indicator_id) or self.setdefault(indicator_id, Usage())
        usage.claims += claims
        usage.cities.add(city)
        usage.years.add(year)

    def rows(self, indicators: Iterable[Indicator]) -> list[IndicatorRow]:
        """A row for each entry, in the catalogue's order."""
        nothing = Usage()
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
                mine.claims,
                len(mine.cities),
                len(mine.years),
            )
            for entry in indicators
            for mine in (self.get(entry.id, nothing),)
        ]


def indicator_rows(indicators: Iterable[Indicator], claims: Iterable[Claim]) -> list[IndicatorRow]:
    """A row for each entry, in the catalogue's order, with its claims, their cities and years."""
    usages = Usages()
    for claim in claims:
        if claim.indicator_id is not None:
            usages.count(claim.indicator_id, claim.city, claim.year)
    return usages.rows(indicators)
