"""What the mentions of a report add up to for each place, with same-named places told apart by the others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from unionstats.corpus.gazetteer import Gazetteer
from unionstats.corpus.mentions import Mention
from unionstats.corpus.places_table import Unit

# What the running text may add for one place: frequency confirms, it does not outvote title, signature and lead.
TEXT_CAP = 40.0
# A county named in passing says something about the city around it.
COUNTY_FOR_CITY = 1.0
# Of same-named places the report must name one's city or province by more than a word in passing, and more than the
# others' by `SETTLE_LEAD`. The union above says whose it is, however softly.
SETTLE_LEAST, SETTLE_LEAD, SUPERIOR = 2.5, 1.25, 10.0


@dataclass(slots=True)
class Tally:
    """What speaks for one place: `union` and `other` up front, `text` in passing, and the mention that weighs most.

    `home` is the city around it, or the place itself.
    """

    unit: Unit
    zone: str | None
    home: Unit
    best: Mention
    union: float = 0.0
    other: float = 0.0
    text: float = 0.0

    @property
    def front(self) -> float:
        return self.union + self.other

    @property
    def score(self) -> float:
        return self.union + self.other + min(self.text, TEXT_CAP)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a city: a county, a district, a zone."""
        return self.zone is not None or self.home is not self.unit

    def add(self, mention: Mention) -> None:
        if mention.where == "text":
            self.text += mention.weight
        elif mention.role == "union":
            self.union += mention.weight
        else:
            self.other += mention.weight
        if mention.weight > self.best.weight:
            self.best = mention

    def support(self, part: Mention) -> None:
        """Count a mention of a part for the city around it."""
        weight = min(part.weight, COUNTY_FOR_CITY)
        self.text += weight
        if weight > self.best.weight:
            self.best = _in_passing(part)


def narrowed(mentions: list[Mention]) -> list[Mention]:
    """河北省新华区 somewhere in the report narrows a bare 新华区 elsewhere."""
    if all(len(mention.units) == 1 for mention in mentions):
        return mentions
    every = {mention.units for mention in mentions}

    def fewer(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        return min((other for other in every if set(other) < set(units)), key=len, default=units)

    return [mention._replace(units=fewer(mention.units)) for mention in mentions]


def count(
    mentions: Sequence[Mention], gazetteer: Gazetteer, year: int | None
) -> tuple[list[Tally], dict[Mention, tuple[Unit, ...]]]:
    """Add up the mentions by place. Those that may be several places are settled by the others, or returned with
    the places that are left."""
    tallies: dict[tuple[str, str | None], Tally] = {}
    unclear: dict[Mention, tuple[Unit, ...]] = {}
    nearby: dict[str, float] | None = None
    for mention in mentions:
        units, zone = mention.units, mention.zone
        if len(units) > 1:
            nearby = _nearby(mentions, gazetteer, year) if nearby is None else nearby
            units = _settle(units, nearby, gazetteer, year)
            if len(units) > 1:
                unclear[mention] = units
                continue
        unit = units[0]
        tally = tallies.get((unit.code, zone))
        if tally is None:
            tally = tallies[unit.code, zone] = Tally(unit, zone, gazetteer.home(unit, year), mention)
        tally.add(mention)
        if tally.is_part:
            home = tally.home
            around = tallies.get((home.code, None))
            if around is None:
                around = tallies[home.code, None] = Tally(home, None, home, _in_passing(mention))
            around.support(mention)
    return list(tallies.values()), unclear


def _in_passing(part: Mention) -> Mention:
    """A mention of a part as what it says about the city around it."""
    return part._replace(role="bare", where="text", weight=min(part.weight, COUNTY_FOR_CITY))


def _nearby(mentions: Sequence[Mention], gazetteer: Gazetteer, year: int | None) -> dict[str, float]:
    """How much the report names each city, itself or by its counties."""
    nearby: dict[str, float] = defaultdict(float)
    for mention in mentions:
        codes = {gazetteer.home(unit, year).code for unit in mention.units}
        if len(codes) == 1:
            nearby[codes.pop()] += SUPERIOR if mention.role == "superior" else mention.weight
    return nearby


def _settle(
    units: tuple[Unit, ...], nearby: dict[str, float], gazetteer: Gazetteer, year: int | None
) -> tuple[Unit, ...]:
    """Of same-named units those whose city, else whose province, the report names most; all where it names none."""
    # A place whose code changed stands in the table under both for a while.
    units = tuple({(gazetteer.home(unit, year).code, unit.name): unit for unit in units}.values())
    homes = [gazetteer.home(unit, year).code for unit in units]
    for codes in (homes, [code[:2] + "0000" for code in homes]):
        weights = [nearby.get(code, 0.0) for code in codes]
        most = max(weights)
        if most < SETTLE_LEAST:
            continue
        left = tuple(unit for unit, weight in zip(units, weights, strict=True) if weight * SETTLE_LEAD > most)
        if len(left) < len(units):
            return left
    return units
