"""Every place name of a title and a text with what it counts, for people who ask how a place was found."""

from typing import NamedTuple

from unionstats.corpus.gazetteer import Gazetteer
from unionstats.corpus.mentions import Mention, page_of, weigh, where_of
from unionstats.corpus.places_table import Unit

WHY = {
    "union": "its union speaks",
    "own": "the page speaks of its own",
    "bare": "is named",
    "superior": "is the union above",
    "partner": "partner, destination or comparison",
    "company": "part of a company's name",
    "listed": "listed with another city",
    "word": "part of a longer word",
    "part": "a part of it that is in no table",
    "weak": "short or everyday, no union behind",
}
"""What each role of `corpus.mentions` means."""


class Sighting(NamedTuple):
    """One place name as it is printed, with what follows it: 亳州市总工会.

    Attributes:
        where: title, heading, signature, lead (the first sentences), text or foot (the list of other news).
        role: a key of `WHY`.
        weight: what one mention counts; 0 where it is passed over.
        times: how often it stands there in the same role.
        units: the places that it may be, in the year asked for.
        zone: the development zone that it names.
    """

    quote: str
    where: str
    role: str
    weight: float
    times: int
    units: tuple[Unit, ...]
    zone: str | None


def sight_places(text: str, title: str | None, gazetteer: Gazetteer, year: int | None = None) -> list[Sighting]:
    """The names of the title and then of the text, in their order; those that are alike stand once. Never raises.

    The arguments are those of `find_place`, which may decide before it has read them all.
    """
    mentions: list[Mention] = []
    if title:
        named = gazetteer.find(title, year)
        mentions += weigh(title, named, ["title"] * len(named), gazetteer)
    page = page_of(text, gazetteer.cues)
    if named := gazetteer.find(text, year):
        mentions += weigh(text, named, where_of(page, named, gazetteer.cues), gazetteer)
    times: dict[Mention, int] = {}
    for mention in mentions:
        times[mention] = times.get(mention, 0) + 1
    return [
        Sighting(mention.quote, mention.where, mention.role, mention.weight, number, mention.units, mention.zone)
        for mention, number in times.items()
    ]
