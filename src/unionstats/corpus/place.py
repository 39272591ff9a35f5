"""Whose report it is: a city's, a county's or a district's, decided by adding up what its mentions weigh.

A place counts most where a union speaks of itself in the title, a signature or the first sentences, and less by
frequency. Where the title names one union, the text is not asked; where its front leads by far, the rest is not.
A tie is never decided by guessing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from unionstats.core.document import Place
from unionstats.corpus.cues import Cues
from unionstats.corpus.gazetteer import GRACE_YEARS, Gazetteer, Named, is_province
from unionstats.corpus.mentions import (
    WEIGHTS,
    Mention,
    cities_listed,
    firm_that_opens,
    firms_with_a_union,
    page_of,
    text_mentions,
    title_mentions,
)
from unionstats.corpus.places_table import Unit
from unionstats.corpus.tallies import TEXT_CAP, Tally, count, narrowed

# From here on a county is named as the one that reports: once in the lead, or barely in the title.
STRONG = 30.0
# Least evidence for a city, and its lead over the next one.
LEAST = 2.5
LEAD = 1.25
# Self-talk (全县, 县总工会) that makes a county's report where no union is named up front.
TALK_LEAST, TALK_LEAD = 3, 2
# 内蒙古 广西 西藏 宁夏 新疆: 全区 may be the autonomous region there, so it says nothing about a district.
REGIONS = frozenset({"15", "45", "54", "64", "65"})

_WHERE = {
    "title": "the title",
    "heading": "a heading",
    "signature": "the signature",
    "lead": "the first sentences",
    "text": "the text",
    "foot": "the foot of the page",
}
_ROLE = {
    "union": "names the union",
    "own": "speaks of",
    "bare": "names",
    "superior": "names the union above",
    "company": "names the firm whose union reports",
}


class PlaceFinding(NamedTuple):
    """Whose report it is, or why that cannot be said.

    Attributes:
        place: None where no place is named, several fit alike, or it is a province's report.
        candidates: the places that fit alike; empty where `place` is given.
        how: one sentence for people.
    """

    place: Place | None
    candidates: tuple[Place, ...]
    how: str


class Talk(NamedTuple):
    """How often the report speaks of itself as a city (全市), county (全县), county or district, or province."""

    city: int
    county: int
    district: int
    province: int


class Report(NamedTuple):
    """The text, the places named in it, and what it is read with."""

    text: str
    named: Sequence[Named]
    gazetteer: Gazetteer


def find_place(text: str, title: str | None, gazetteer: Gazetteer, year: int | None = None) -> PlaceFinding:
    """Whose report `text` is. Never raises.

    Args:
        text: mended, simplified, digits folded; line breaks kept; punctuation of either width.
        title: the report's title, where known; it counts more than the same words in the text.
        gazetteer: the places and the words around them.
        year: the year reported on; picks the unit valid then (莱芜市 in 2010, 济南市莱芜区 in 2020).

    `Place.source` is title, union (a union names itself in the text) or text.
    """
    titled = title_mentions(title, gazetteer.find(title, year), gazetteer) if title else []
    owner = next((mention for mention in titled if mention.role == "union" and not is_province(mention.units[0])), None)
    if owner and len(owner.units) == 1 and not gazetteer.rivals(owner.units[0], owner.quote):
        return _found(owner.units[0], owner.zone, owner, gazetteer, year)
    page = page_of(text, gazetteer.cues)
    named = gazetteer.find(text, year, 0, page.front)
    mentions = [*titled, *text_mentions(page, named, gazetteer)]
    if first := _first_in_front(text, mentions, gazetteer, year):
        return _found(first.unit, first.zone, first.best, gazetteer, year)
    rest = gazetteer.find(text, year, page.front)
    named += rest
    report = Report(text, named, gazetteer)
    mentions = narrowed(_widened([*mentions, *text_mentions(page, rest, gazetteer)], report, year))
    tallies, unclear = count(mentions, gazetteer, year)
    for mention in mentions:
        if mention.where == "title" and mention.role == "union":
            if mention in unclear:
                return _open(mention, unclear[mention], gazetteer, year)
            for tally in tallies:
                if tally.best is mention and not is_province(tally.unit):
                    return _found(tally.unit, tally.zone, tally.best, gazetteer, year)
    provinces = [tally for tally in tallies if is_province(tally.unit)]
    parts = [tally for tally in tallies if tally.is_part]
    cities = [tally for tally in tallies if not tally.is_part and not is_province(tally.unit)]
    province, part, city = (max(some, key=lambda t: t.score, default=None) for some in (provinces, parts, cities))
    if province is not None and _speaks_as_province(province, city, part, report):
        return PlaceFinding(None, (), f"a province's report, no city's: {_says(province.best)}")
    if part is not None and _speaks_as_part(part, city, report):
        return _found(part.unit, part.zone, part.best, gazetteer, year)
    doubt = max(unclear, key=lambda mention: mention.weight, default=None)
    if doubt is not None and doubt.weight >= STRONG and (city is None or city.union < doubt.weight):
        return _open(doubt, unclear[doubt], gazetteer, year)
    if city is None or city.score < LEAST:
        head = title or text.partition("\n")[0]
        firm = None if mentions else firm_that_opens(head, gazetteer.find(head, year), gazetteer)
        if firm is not None:
            return _found(firm.units[0], firm.zone, firm, gazetteer, year)
        if unit := _only_one_named(mentions, report, year):
            place = gazetteer.place(unit, "text", year)
            return PlaceFinding(place, (), f"the only place that the text names: {unit.name}")
        listed = cities_listed(title, gazetteer.find(title, year), gazetteer) if title else []
        return _alike([(unit, "title") for name in listed for unit in name.units], gazetteer, year)
    rivals = [tally for tally in cities if tally.score * LEAD > city.score]
    if len(rivals) > 1:
        return _alike([(tally.unit, "text") for tally in rivals], gazetteer, year)
    return _found(city.unit, city.zone, city.best, gazetteer, year)


def _only_one_named(mentions: Sequence[Mention], report: Report, year: int | None) -> Unit | None:
    """The county or city that is the only one named, if barely; the city where several of its parts are.

    A firm's, a school's and a works' name begins with it too.
    """
    gazetteer = report.gazetteer
    firms = firms_with_a_union(report.text, report.named, gazetteer)
    every = {*(mention.units for mention in mentions), *(firm.units for firm in firms)}
    # A district that ended long before is no more than a part of a word: 五|金园区 in 2021.
    since = (year or 0) - GRACE_YEARS
    units = {unit for same in every for unit in same if not is_province(unit) and (not unit.last or unit.last >= since)}
    homes = {gazetteer.home(unit, year) for unit in units}
    talk = _talk(report)
    if len(homes) != 1 or talk.province > talk.city + talk.district:
        return None
    # 全市 and no 全县: the city around the one county that is named.
    of_city = talk.city > talk.county + talk.district
    return homes.pop() if len(units) > 1 or (of_city and not next(iter(units)).name.endswith("市")) else units.pop()


def _alike(units: Sequence[tuple[Unit, str]], gazetteer: Gazetteer, year: int | None) -> PlaceFinding:
    """Several cities of which none stands out, or none."""
    alike = tuple(dict.fromkeys(gazetteer.place(unit, source, year) for unit, source in units))
    if not alike:
        return PlaceFinding(None, (), "no place is named as the report's own")
    return PlaceFinding(None, alike, f"{' and '.join(place.county or place.city for place in alike)} are named alike")


def _widened(mentions: list[Mention], report: Report, year: int | None) -> list[Mention]:
    """朝阳工会 of a report that says 全区, and not 全市, may be 朝阳市's, or that of the 朝阳区 of another city."""
    gazetteer = report.gazetteer
    rivals = [len(mention.units) == 1 and gazetteer.rivals(mention.units[0], mention.quote) for mention in mentions]
    if not any(rivals):
        return mentions
    talk = _talk(report)
    if talk.district < TALK_LEAST or talk.district < TALK_LEAD * talk.city:
        return mentions
    return [
        mention._replace(units=(*mention.units, *gazetteer.valid(others, year))) if others else mention
        for mention, others in zip(mentions, rivals, strict=True)
    ]


def _first_in_front(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer, year: int | None) -> Tally | None:
    """The city that leads by so much in title, headings and first sentences that the rest could not change it.

    The rest may add `TEXT_CAP` and a signature for another place; a county reports only where 全县 outnumbers 全市.
    """
    if any(len(mention.units) > 1 for mention in mentions):
        return None
    tallies, _ = count(mentions, gazetteer, year)
    first = max(tallies, key=lambda tally: tally.front, default=None)
    if first is None or first.is_part or is_province(first.unit) or first.best.role != "union":
        return None
    signature = WEIGHTS["signature"]["union"]
    if first.front < LEAD * (TEXT_CAP + signature):
        return None
    for tally in tallies:
        most = tally.union + signature if is_province(tally.unit) else LEAD * (tally.front + TEXT_CAP + signature)
        if tally is not first and first.front < most:
            return None
    return first if _speaks_as_city(text, gazetteer.cues) else None


def _speaks_as_city(text: str, cues: Cues) -> bool:
    """Whether 全市 and its like outnumber all that a county may say of itself. 市总工会 may be part of a name."""
    city = county = 0
    for word in cues.talk.findall(text):
        if word in cues.talk_city:
            city += word[0] in "全我该"
        elif word not in cues.talk_province:
            county += 1
    return city > county


def _talk(report: Report) -> Talk:
    """Count self-talk. 市总工会 in 亳州市总工会 is the union's name, not self-talk."""
    text, cues = report.text, report.gazetteer.cues
    last = {name.end - 1 for name in report.named}
    city, county, district, province = 0, 0, 0, 0
    for found in cues.talk.finditer(text):
        start, word = found.start(), found.group()
        if start in last:
            continue
        if word in cues.talk_city:
            city += 1
        elif word in cues.talk_province:
            province += 1
        elif word[0] in "全我该" or text[start - 1 : start] not in cues.talk_county_not_before:
            district += 1
            county += "区" not in word
    return Talk(city, county, district, province)


def _speaks_as_province(province: Tally, city: Tally | None, part: Tally | None, report: Report) -> bool:
    """安徽省总工会 up front, no city's union there, and 全省 rather than 全市. 四川工会 alone is a column's name."""
    if province.union < STRONG or "总工会" not in province.best.quote:
        return False
    if any(tally.front >= province.union for tally in (city, part) if tally):
        return False
    talk = _talk(report)
    return talk.province >= max(talk.city, talk.district)


def _speaks_as_part(part: Tally, city: Tally | None, report: Report) -> bool:
    """Whether the county, district or zone reports, and not the city around it."""
    strong = part.front >= STRONG
    rival = city.front if city else 0.0
    if part.zone or part.unit.name.endswith("市"):
        # A county-level city says 全市 as its prefecture does; a zone speaks of itself in many ways.
        first = city is not None and report.text.find(part.best.quote) < report.text.find(city.best.quote)
        return strong and (part.front > rival or (part.front == rival and first))
    if not strong and city is not None and city.unit.code != part.home.code:
        return False
    talk = _talk(report)
    own = talk.county if part.unit.code[:2] in REGIONS else talk.district
    if strong:
        return own >= talk.city or (part.union > 2 * rival and talk.city <= TALK_LEAD * own)
    return own >= TALK_LEAST and own >= TALK_LEAD * talk.city


def _found(unit: Unit, zone: str | None, best: Mention, gazetteer: Gazetteer, year: int | None) -> PlaceFinding:
    zone = f"{gazetteer.stem(unit)}{zone}" if zone else None
    return PlaceFinding(gazetteer.place(unit, _source(best), year, zone), (), _says(best))


def _open(mention: Mention, units: Sequence[Unit], gazetteer: Gazetteer, year: int | None) -> PlaceFinding:
    places = tuple(gazetteer.place(unit, _source(mention), year) for unit in units)
    counties = len({place.county for place in places}) > 1
    among = ", ".join(
        ("" if place.province == place.city else place.province) + place.city + ((counties and place.county) or "")
        for place in places
    )
    return PlaceFinding(None, places, f"{_says(mention)}, which may be {'' if counties else 'in '}{among}")


def _source(mention: Mention) -> str:
    return "title" if mention.where == "title" else "union" if mention.role == "union" else "text"


def _says(mention: Mention) -> str:
    return f"{_WHERE[mention.where]} {_ROLE[mention.role]}: {mention.quote}"
