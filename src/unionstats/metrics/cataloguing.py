"""Which entry of the catalogue a label speaks of, and which part of it.

A label is read as

    fillers, levels and what narrows the thing · the entry's words · fillers

全市累计建成24小时智能化工会驿站总数. The entry's words are there, one of each of its groups; what stands behind the
last of them adds nothing, or the label would tell of something else (工会驿站配备微波炉); what stands before and is
neither filler nor level narrows the thing and becomes the part of the series. Of several entries that fit, the one
that more of the label speaks for is taken.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from unionstats.core.document import Place
from unionstats.core.indicator import Indicator
from unionstats.grammar.catalogue import Catalogue
from unionstats.grammar.label_reader import (
    AFTER,
    BEFORE,
    CITY,
    COUNTY,
    LEVEL,
    NEVER,
    NEW,
    OWN,
    OWN_LEVELS,
    PROVINCE,
    LabelReader,
    by_thing,
)

LONGEST_PART = 16
"""Characters. A label with more left over tells of something that the entry does not know."""

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SEVERAL_LEVELS = re.compile("(?:全[国省市]|[省市县区])(?:[、和及]?(?:全[国省市]|[省市县区])(?!级|总))+")

_SUFFIX = re.compile("(?:省|市|地区|盟|特别行政区|(?:维吾尔|[回壮藏]族)?自治区|[县区旗])$")


class Match(NamedTuple):
    """What a label is in the catalogue: the entry, the unit of the series and the part; empty for the whole."""

    indicator: Indicator
    unit: str
    part: str


class Cataloguer:
    """Finds entries for labels."""

    def __init__(self, catalogue: Catalogue, is_deed: Callable[[str], bool]) -> None:
        """`is_deed` says whether a piece of text holds a verb: a thing that something else was done to is not it."""
        self._words = catalogue.words
        self._reader = LabelReader(catalogue)
        self._by_thing = by_thing(catalogue)
        self._is_deed = is_deed

    def unit(self, measure: str) -> str:
        """The unit of the series that a measure word is counted into."""
        return self._words.unit(measure)

    def find(self, label: str, measure: str, place: Place) -> Match | None:
        """The entry that a label with this measure word speaks of, or None.

        Args:
            label: as in claims.
            measure: the claim's unit as printed.
            place: whose report it is: its own name in a title is the title's level (亳州市五一劳动奖章).
        """
        text = _prepared(label, place)
        tokens = self._reader.tokens(text)
        if any(token.does & NEVER for token in tokens):
            return None
        unit = self._words.unit(measure)
        new = any(token.does & NEW for token in tokens)
        spots: dict[str, list[tuple[int, int]]] = {}
        for token in tokens:
            for word, start, end in token.holds:
                spots.setdefault(word, []).append((start, end))
        best, most = None, (0, 0)
        for entry in dict.fromkeys(entry for word in spots for entry in self._by_thing.get(word, ())):
            if unit not in entry.units or ((entry.new or entry.nature == "stock") and entry.new != new):
                continue
            size = _size(entry, spots, text)
            if size <= most:
                continue
            part = self._part(entry, text, spots)
            if part is not None:
                best, most = Match(entry, unit, part), size
        return best

    def part_of(self, entry: Indicator, breakdown: str, place: Place) -> str:
        """A part as the series has it: 国家级 for 全国最美驿站 of 最美工会驿站. As it is where nothing is left."""
        text = _prepared(breakdown, place)
        own = [(start, end) for word, start, end in self._held(text) if _is_of(entry, word)]
        return self._rest(_outside(text, own), entry.conferred) or breakdown

    def _part(self, entry: Indicator, text: str, spots: dict[str, list[tuple[int, int]]]) -> str | None:
        """What narrows the thing; None where the label tells of something else."""
        own = [span for group in (*entry.words, entry.also) for word in group for span in spots.get(word, ())]
        *before, after = _outside(text, own)
        if self._without(after, AFTER | BEFORE).strip(self._words.edges + " "):
            return None
        rest = self._rest(before, entry.conferred)
        return None if len(rest) > LONGEST_PART or self._is_deed(rest) else rest

    def _rest(self, pieces: list[str], conferred: bool) -> str:
        """What the pieces of a label say beside fillers; a level in its usual name, in front."""
        found: list[str] = []
        left: list[str] = []
        edges = self._words.edges + " "
        for piece in pieces:
            last = 0
            for token in self._reader.tokens(piece):
                if token.does & LEVEL:
                    found.append(self._words.levels[token.text])
                elif token.does & OWN and conferred:
                    found.append(OWN_LEVELS[token.text])
                elif not token.does & (BEFORE | NEW | OWN):
                    continue
                left.append(piece[last : token.start].strip(edges))
                last = token.end
            left.append(piece[last:].strip(edges))
        left = [text for text in left if text]
        if left and len(left[-1]) == 1 and left[-1] in self._words.levels:
            found.append(self._words.levels[left.pop()])
        level = found[0] if len(set(found)) == 1 else ""
        return level + "、".join(left)

    def _without(self, text: str, does: int) -> str:
        """The text without the words that do one of these."""
        last, kept = 0, ""
        for token in self._reader.tokens(text):
            if token.does & does:
                kept += text[last : token.start]
                last = token.end
        return kept + text[last:]

    def _held(self, text: str) -> list[tuple[str, int, int]]:
        return [held for token in self._reader.tokens(text) for held in token.holds]


def _outside(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The pieces of the text between the spans, from its beginning to its end; one more than there are spans.

    They are read anew: a longer word of another entry may have reached over an edge.
    """
    pieces, last = [], 0
    for start, end in sorted(spans):
        pieces.append(text[last : max(last, start)])
        last = max(last, end)
    return [*pieces, text[last:]]


def _size(entry: Indicator, spots: dict[str, list[tuple[int, int]]], text: str) -> tuple[int, int]:
    """How much of the label speaks for the entry: groups found and their longest words. Nothing if one is missing."""
    if any(word in text for word in entry.without):
        return 0, 0
    total = 0
    for group in entry.words:
        longest = max((len(word) for word in group if word in spots), default=0)
        if not longest:
            return 0, 0
        total += longest
    return total, len(entry.words)


def _is_of(entry: Indicator, word: str) -> bool:
    return any(word in group for group in (*entry.words, entry.also))


def _prepared(label: str, place: Place) -> str:
    """The label without brackets, with the report's own place as one sign."""
    text = _BRACKETS.sub("", label)
    text = _SEVERAL_LEVELS.sub("各级", text)
    for name, sign in ((place.county, COUNTY), (place.city, CITY), (place.province, PROVINCE)):
        if name and name[:2] in text:
            text = text.replace(f"{name}总工会", "总工会").replace(name, sign)
            short = _SUFFIX.sub("", name)
            if len(short) > 1:
                text = text.replace(short, sign)
    return text
