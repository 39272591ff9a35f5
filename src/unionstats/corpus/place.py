"""Whose report it is: a city's, a county's or a district's, found by weighing what the page says.

A place counts most where a union speaks of itself (亳州市总工会) in the title, a signature or the first sentences,
less by frequency, and nothing as a partner, a comparison or a part of a company's name. Words are lists in
rules/places.toml; the weights below are the only numbers. A tie is never decided by guessing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from unionstats.core.document import Place
from unionstats.corpus.gazetteer import MUNICIPALITIES, Gazetteer, Named, Unit

# Weight of a mention by where it stands, for the roles union, own and bare.
WEIGHTS = {
    "title": {"union": 100.0, "own": 40.0, "bare": 30.0, "superior": 2.0},
    "heading": {"union": 60.0, "own": 25.0, "bare": 15.0, "superior": 2.0},
    "signature": {"union": 60.0},
    "lead": {"union": 40.0, "own": 5.0, "bare": 3.0, "superior": 2.0},
    "text": {"union": 6.0, "own": 3.0, "bare": 2.0, "superior": 2.0},
    "foot": {"union": 1.0, "own": 0.4, "bare": 0.3, "superior": 0.0},
}
# What the running text may add for one place: frequency confirms, it does not outvote title, signature and lead.
TEXT_CAP = 40.0
# A county named in passing says little about itself, and something about the city around it.
BARE_COUNTY = 0.25
COUNTY_FOR_CITY = 1.0
# From here on a county is named as the one that reports: once in the lead, or barely in the title.
STRONG = 30.0
# Least evidence for a city, and its lead over the next one.
LEAST = 2.5
LEAD = 1.25
# Self-talk (全县, 县总工会) that makes a county's report where no union is named up front.
TALK_LEAST, TALK_LEAD = 3, 2

LEAD_CHARS, HEADING_CHARS, HEADING_LINES = 300, 45, 8
CLAUSE_CHARS, NAME_CHARS, UNION_CHARS, ZONE_NAME_CHARS = 12, 12, 4, 3
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
_ROLE = {"union": "names the union", "own": "speaks of", "bare": "names", "superior": "names the union above"}
# Punctuation of either width, by code point: the two widths look alike in many fonts.
_CLAUSE_END = re.compile(r"[,\uff0c\u3002;\uff1b:\uff1a!\uff01?\uff1f\n]")
_OPEN, _CLOSE, _COLON = "(\uff08\u3010 ", ")\uff09\u3011 ", ":\uff1a "
_COLONS = frozenset({":", "\uff1a"})
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]")
_TURN = frozenset("在被获受由经")
_JOINTS = frozenset({"、", "和", "与", "及", "以及"})


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


class Mention(NamedTuple):
    """One place name and what it weighs. `zone` is the development zone that follows it: 高新区."""

    units: tuple[Unit, ...]
    role: str
    where: str
    weight: float
    quote: str
    zone: str | None


@dataclass(slots=True)
class Tally:
    """What speaks for one place: `union` and `other` up front, `text` in passing, and the mention that weighs most."""

    unit: Unit
    zone: str | None
    best: Mention
    union: float = 0.0
    other: float = 0.0
    text: float = 0.0

    @property
    def score(self) -> float:
        return self.union + self.other + min(self.text, TEXT_CAP)

    def add(self, mention: Mention) -> None:
        if mention.where == "text":
            self.text += mention.weight
        elif mention.role == "union":
            self.union += mention.weight
        else:
            self.other += mention.weight
        if mention.weight > self.best.weight:
            self.best = mention


class Talk(NamedTuple):
    """How often the report speaks of itself as a city (全市), county (全县), county or district, or province."""

    city: int
    county: int
    district: int
    province: int


def find_place(text: str, title: str | None, gazetteer: Gazetteer, year: int | None = None) -> PlaceFinding:
    """Whose report `text` is. Never raises.

    Args:
        text: mended, simplified, digits folded; line breaks kept; punctuation of either width.
        title: the report's title, where known; it counts more than the same words in the text.
        gazetteer: the places and the words around them.
        year: the year reported on; picks the unit valid then (莱芜市 in 2010, 济南市莱芜区 in 2020).

    `Place.source` is title, union (a union names itself in the text) or text.
    """
    named = gazetteer.find(text, year)
    mentions = [*_title_mentions(title, gazetteer, year), *_text_mentions(text, named, gazetteer)]
    mentions = [mention._replace(units=_narrowed(mention.units, mentions)) for mention in mentions]
    tallies, unclear = _count(mentions, gazetteer, year)
    for mention in mentions:
        if mention.where == "title" and mention.role == "union":
            if mention in unclear:
                return _open(mention, gazetteer, year)
            for tally in tallies:
                if tally.best is mention and not _is_province(tally.unit):
                    return _found(tally, gazetteer, year)
    provinces = [tally for tally in tallies if _is_province(tally.unit)]
    parts = [tally for tally in tallies if _is_part(tally, gazetteer, year)]
    cities = [tally for tally in tallies if tally not in provinces and tally not in parts]
    province, part, city = (max(some, key=lambda t: t.score, default=None) for some in (provinces, parts, cities))
    talk = _talk(text, named, gazetteer)
    if province is not None and _speaks_as_province(province, city, part, talk):
        return PlaceFinding(None, (), f"a province's report, no city's: {_says(province.best)}")
    if part is not None and _speaks_as_part(part, city, talk, gazetteer, year):
        return _found(part, gazetteer, year)
    doubt = max(unclear, key=lambda mention: mention.weight, default=None)
    if doubt is not None and doubt.weight >= STRONG and (city is None or city.union < doubt.weight):
        return _open(doubt, gazetteer, year)
    if city is None or city.score < LEAST:
        return PlaceFinding(None, (), "no place is named as the report's own")
    rivals = [tally for tally in cities if tally.score * LEAD > city.score]
    if len(rivals) > 1:
        alike = tuple(gazetteer.place(tally.unit, "text", year) for tally in rivals)
        return PlaceFinding(None, alike, f"{' and '.join(place.city for place in alike)} are named alike")
    return _found(city, gazetteer, year)


def _title_mentions(title: str | None, gazetteer: Gazetteer, year: int | None) -> list[Mention]:
    if not title:
        return []
    named = gazetteer.find(title, year)
    return _mentions(title, named, ["title"] * len(named), gazetteer)


def _text_mentions(text: str, named: Sequence[Named], gazetteer: Gazetteer) -> list[Mention]:
    if not named:
        return []
    headings: list[tuple[int, int]] = []
    position = lines = 0
    while lines < HEADING_LINES and position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text[position:end].strip():
            lines += 1
            if end - position <= HEADING_CHARS and "。" not in text[position:end]:
                headings.append((position, end))
        position = end + 1
    # The list of other news stands in the second half and ends the report.
    foot = _foot(gazetteer.words["furniture"]).search(text, len(text) // 2)
    last = foot.start() if foot else len(text)
    where = [
        "foot"
        if name.start >= last
        else "heading"
        if any(start <= name.start < end for start, end in headings)
        else "lead"
        if name.start < LEAD_CHARS
        else "text"
        for name in named
    ]
    return _mentions(text, named, where, gazetteer)


def _mentions(text: str, named: Sequence[Named], where: Sequence[str], gazetteer: Gazetteer) -> list[Mention]:
    """Weigh each name by its role and by where it stands; names that belong to somebody else are left out."""
    listed = _listed(text, named, gazetteer)
    mentions: list[Mention] = []
    for index, name in enumerate(named):
        follower = named[index + 1].start if index + 1 < len(named) else len(text)
        role, zone, end = _role(text, name, follower, gazetteer)
        place = where[index]
        if name.weak and _runs_on(text, name):
            continue
        if role == "bare" and place in ("title", "heading") and end == name.end and _opens(text, name):
            role = "own"
        if role == "other" or index in listed or (name.weak and role in ("own", "bare") and not _opens(text, name)):
            continue
        if role == "union" and place not in ("title", "foot") and _signs(text, name.start, end, gazetteer):
            place = "signature"
        weight = WEIGHTS[place][role]
        if role != "union" and place != "title" and name.units[0].level == "county":
            weight *= BARE_COUNTY
        mentions.append(Mention(name.units, role, place, weight, text[name.start : end], zone))
    return mentions


def _opens(text: str, name: Named) -> bool:
    """福清:建好职工之家. A name before a colon opens a heading and says whose it is, the short ones too."""
    return text[name.end : name.end + 1] in _COLONS and not _is_han(text[name.start - 1 : name.start])


def _runs_on(text: str, name: Named) -> bool:
    """金普新区, 高新城区: an everyday word that ends in 区 and stands inside a longer word is no district."""
    return text[name.end - 1] == "区" and _is_han(text[name.start - 1 : name.start])


def _is_han(character: str) -> bool:
    return bool(character) and _NOT_HAN.match(character) is None


def _listed(text: str, named: Sequence[Named], gazetteer: Gazetteer) -> set[int]:
    """Indexes of names that stand in a list with another city's: 徐州、盐城等. Neither is the report's own."""
    listed: set[int] = set()
    for index in range(1, len(named)):
        one, two = named[index - 1], named[index]
        gap = text[one.end : two.start]
        if gap in _JOINTS and not (_is_province(one.units[0]) or _is_province(two.units[0])):
            homes = [{gazetteer.home(unit).code for unit in name.units} for name in (one, two)]
            if not homes[0] & homes[1]:
                listed |= {index - 1, index}
    return listed


def _role(text: str, name: Named, follower: int, gazetteer: Gazetteer) -> tuple[str, str | None, int]:
    """What the words around a name make of it (union, own, bare, superior, other), its zone, the quote's end.

    `follower` is where the next place name begins.
    """
    words = gazetteer.words
    # A province's zone (河北雄安新区) lies in no city's table.
    zone = "" if _is_province(name.units[0]) else _zone(text, name.end, gazetteer)
    after = name.end + len(zone)
    union = _longest(words["issuer"], text, after)
    end = after + len(union)
    window = _NOT_HAN.split(text[end : end + (UNION_CHARS if union else NAME_CHARS)], maxsplit=1)[0]
    branch = not union and any(word in window for word in words["branch"])
    if not branch and any(word in window for word in words["company"]):
        return "other", None, end
    clause = _CLAUSE_END.split(text[end : end + CLAUSE_CHARS], maxsplit=1)[0]
    before = text[max(0, name.start - CLAUSE_CHARS) : name.start]
    # 来自泉州工会的调查 is the report's own; 来自泉州的客商 is a guest.
    partner = before.endswith(words["partner_before"]) and not (union and before.endswith("来自"))
    if partner or clause.startswith(words["partner_after"]):
        return "other", None, end
    if union:
        above = before.endswith(words["superior_before"]) or _looks_down(clause, words["superior_after"])
        if follower < end + CLAUSE_CHARS and text[end:follower] in words["visit"]:
            return "bare", zone or None, end
        return ("superior" if above else "union"), zone or None, end
    if zone:
        return "bare", None, end
    return ("own" if branch or text.startswith(words["self"], end) else "bare"), None, end


def _zone(text: str, start: int, gazetteer: Gazetteer) -> str:
    """The development zone named from `start` on, or "": 高新区, and 曲江新区 where a union follows."""
    words = gazetteer.words
    if (plain := _longest(words["zone"], text, start)) or _longest(words["issuer"], text, start):
        return plain
    for at in range(start + 1, start + ZONE_NAME_CHARS + 1):
        if not _is_han(text[at - 1 : at]):
            break
        zone = _longest(words["zone"], text, at)
        if zone and _longest(words["issuer"], text, at + len(zone)):
            own = text[start:at]
            return "" if any(word in own for word in words["zone_not"]) else own + zone
    return ""


def _looks_down(clause: str, words: Iterable[str]) -> bool:
    """的坚强领导下 after a union's name: it is the one above. Not 在省总工会领导下, where another one is."""
    return any((at := clause.find(word)) >= 0 and not _TURN & set(clause[:at]) for word in words)


def _longest(words: Iterable[str], text: str, start: int) -> str:
    return max((word for word in words if text.startswith(word, start)), key=len, default="")


def _signs(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether a union's name is a signature: alone on its line, in brackets at a line's end, or after 主办:."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    left, right = text[line:start].rstrip(), text[end : stop if stop >= 0 else len(text)].strip()
    if not left.strip(_OPEN) and not right.strip(_CLOSE):
        return True
    if left and left[-1] in _OPEN and right and right in _CLOSE:
        return True
    return left.rstrip(_COLON).endswith(gazetteer.words["signature_before"]) and left[-1] in _COLON


def _count(mentions: Sequence[Mention], gazetteer: Gazetteer, year: int | None) -> tuple[list[Tally], list[Mention]]:
    """Add up the mentions by place; those that may be several places are settled by the others, or returned."""
    nearby: dict[str, float] = defaultdict(float)
    for mention in mentions:
        codes = {gazetteer.home(unit, year).code for unit in mention.units}
        if len(codes) == 1:
            nearby[codes.pop()] += mention.weight + 0.1
    tallies: dict[tuple[str, str | None], Tally] = {}
    unclear: list[Mention] = []

    def tally(unit: Unit, zone: str | None, mention: Mention) -> Tally:
        return tallies.setdefault((unit.code, zone), Tally(unit, zone, mention))

    for mention in mentions:
        unit = _settle(mention.units, nearby, gazetteer, year)
        if unit is None:
            unclear.append(mention)
            continue
        tally(unit, mention.zone, mention).add(mention)
        home = gazetteer.home(unit, year)
        if home is not unit or mention.zone:
            support = mention._replace(role="bare", where="text", weight=min(mention.weight, COUNTY_FOR_CITY))
            tally(home, None, support).add(support)
    return list(tallies.values()), unclear


def _narrowed(units: tuple[Unit, ...], mentions: Sequence[Mention]) -> tuple[Unit, ...]:
    """河北省新华区 somewhere in the report narrows a bare 新华区 elsewhere."""
    if len(units) == 1:
        return units
    fewer = [other.units for other in mentions if set(other.units) < set(units)]
    return min(fewer, key=len, default=units)


def _settle(units: Sequence[Unit], nearby: dict[str, float], gazetteer: Gazetteer, year: int | None) -> Unit | None:
    """The one of same-named units whose city, else whose province, the report names most; None where that ties."""
    homes = {gazetteer.home(unit, year).code: unit for unit in units}
    for codes in (list(homes), [code[:2] + "0000" for code in homes]):
        weights = sorted(((nearby.get(code, 0.0), unit) for code, unit in zip(codes, homes.values(), strict=True)))
        if len(weights) == 1 or weights[-1][0] > weights[-2][0]:
            return weights[-1][1]
    return None


def _talk(text: str, named: Sequence[Named], gazetteer: Gazetteer) -> Talk:
    """Count self-talk. 市总工会 in 亳州市总工会 is the union's name, not self-talk."""
    words = gazetteer.words
    last = {name.end - 1 for name in named}
    city, county, district, province = 0, 0, 0, 0
    barred = frozenset(words["talk_county_not_before"])
    for found in _talk_words(words["talk_city"], words["talk_county"], words["talk_province"]).finditer(text):
        start, word = found.start(), found.group()
        if start in last:
            continue
        if word in words["talk_city"]:
            city += 1
        elif word in words["talk_province"]:
            province += 1
        elif word[0] in "全我该" or text[start - 1 : start] not in barred:
            district += 1
            county += "区" not in word
    return Talk(city, county, district, province)


@lru_cache(8)
def _talk_words(*lists: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted((word for some in lists for word in some), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(8)
def _foot(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^[ \t\u3000【]*(?:{'|'.join(map(re.escape, words))})", re.MULTILINE)


def _is_province(unit: Unit) -> bool:
    return unit.level == "province" and unit.code[:2] not in MUNICIPALITIES


def _is_part(tally: Tally, gazetteer: Gazetteer, year: int | None) -> bool:
    return tally.zone is not None or gazetteer.home(tally.unit, year) is not tally.unit


def _speaks_as_province(province: Tally, city: Tally | None, part: Tally | None, talk: Talk) -> bool:
    """安徽省总工会 up front, no city's union there, and 全省 rather than 全市. 四川工会 alone is a column's name."""
    if province.union < STRONG or "总工会" not in province.best.quote:
        return False
    local = max(tally.union + tally.other for tally in (city, part) if tally) if city or part else 0.0
    return local < province.union and talk.province >= max(talk.city, talk.district)


def _speaks_as_part(part: Tally, city: Tally | None, talk: Talk, gazetteer: Gazetteer, year: int | None) -> bool:
    """Whether the county, district or zone reports, and not the city around it."""
    above = gazetteer.home(part.unit, year)
    strong = part.union + part.other >= STRONG
    own = talk.county if part.unit.code[:2] in REGIONS else talk.district
    rival = city.union + city.other if city else 0.0
    if part.zone or part.unit.name.endswith("市"):
        # A county-level city says 全市 as its prefecture does; a zone speaks of itself in many ways.
        return strong and part.union + part.other > rival
    if strong:
        return own >= talk.city or (part.union > 2 * rival and talk.city <= TALK_LEAD * own)
    return own >= TALK_LEAST and own >= TALK_LEAD * talk.city and (city is None or city.unit.code == above.code)


def _found(tally: Tally, gazetteer: Gazetteer, year: int | None) -> PlaceFinding:
    best = tally.best
    source = "title" if best.where == "title" else "union" if best.role == "union" else "text"
    zone = f"{gazetteer.stem(tally.unit)}{tally.zone}" if tally.zone else None
    return PlaceFinding(gazetteer.place(tally.unit, source, year, zone), (), _says(best))


def _open(mention: Mention, gazetteer: Gazetteer, year: int | None) -> PlaceFinding:
    source = "title" if mention.where == "title" else "union" if mention.role == "union" else "text"
    places = tuple(gazetteer.place(unit, source, year) for unit in mention.units)
    among = ", ".join(
        place.province if place.province == place.city else f"{place.province}{place.city}" for place in places
    )
    return PlaceFinding(None, places, f"{_says(mention)}, which may be in {among}")


def _says(mention: Mention) -> str:
    return f"{_WHERE[mention.where]} {_ROLE[mention.role]}: {mention.quote}"
