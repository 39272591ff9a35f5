"""Which entry of the catalogue a label speaks of, and which part of it.

A label is read as

    fillers, levels and what narrows the thing · the entry's words · fillers

全市累计建成24小时智能化工会驿站总数. The entry's words are there, one of each of its groups; what stands behind the
last of them adds nothing, or the label would tell of something else (工会驿站配备微波炉); what stands before and is
neither filler nor level narrows the thing and becomes the part of the series. Of several entries that fit, the one
that more of the label speaks for is taken.
"""

import re
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple

from unionstats.core.document import Place
from unionstats.core.indicator import Indicator
from unionstats.grammar.catalogue import Catalogue
from unionstats.grammar.label_reader import (
    AFTER,
    BEFORE,
    CITY,
    COUNTY,
    KIND,
    LEVEL,
    NEVER,
    NEW,
    OWN,
    OWN_LEVELS,
    PROVINCE,
    WHOLE,
    LabelReader,
)

LONGEST_PART = 16
"""Characters. A label with more left over tells of something that the entry does not know."""

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SEVERAL_LEVELS = re.compile(
    "(?<!全)(?:全[国省]|[省市县区])(?:(?:[、和及](?:全[国省市]|[省市县区])|(?<=[省市县区])[省市县区])(?![级总]))+"
)

_QUOTES = re.compile("[“”‘’《》「」]")
_SUFFIX = re.compile("(?:省|市|地区|盟|特别行政区|(?:维吾尔|[回壮藏]族)?自治区|[县区旗])$")


class Match(NamedTuple):
    """What a label is in the catalogue: the entry, the unit of the series and the part; empty for the whole."""

    indicator: Indicator
    unit: str
    part: str


class _Sought(NamedTuple):
    """An entry as it is looked for.

    Attributes:
        groups: in which of its groups each word is; own: all its words, those that may be there too among them.
        new: whether the label must speak of what was added; None where it may.
    """

    entry: Indicator
    groups: Mapping[str, tuple[int, ...]]
    own: frozenset[str]
    new: bool | None


Spot = tuple[str, int, int]
"""A word of an entry, and where it stands in a label."""


class Cataloguer:
    """Finds entries for labels."""

    def __init__(self, catalogue: Catalogue, is_deed: Callable[[str], bool]) -> None:
        """`is_deed` says whether a piece of text holds a verb: a thing that something else was done to is not it."""
        self._words = catalogue.words
        self._edges = catalogue.words.edges + " "
        self._reader = LabelReader(catalogue)
        self._is_deed = is_deed
        # By unit, then by each word of the group that names the thing.
        self._sought: dict[str, dict[str, list[_Sought]]] = {}
        for entry in catalogue.indicators:
            sought = _sought(entry)
            for unit in entry.units:
                for word in entry.words[0]:
                    self._sought.setdefault(unit, {}).setdefault(word, []).append(sought)

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
        unit = self._words.unit(measure)
        by_word = self._sought.get(unit)
        if by_word is None:
            return None
        text = _prepared(label, place)
        reader = self._reader
        spots: list[Spot] = []
        candidates: dict[str, _Sought] = {}
        for index, start, end in reader.entry_hits(text):
            word = reader.entry_words[index]
            spots.append((word, start, end))
            for sought in by_word.get(word, ()):
                candidates[sought.entry.id] = sought
        if not candidates:
            return None
        does = [reader.does[index] for index, _, _ in reader.hits(text)]
        if any(what & NEVER for what in does):
            return None
        new = any(what & NEW for what in does) and not any(what & WHOLE for what in does)
        fitting = [
            (size, sought)
            for sought in candidates.values()
            if (sought.new is None or sought.new is new) and (size := _size(sought, spots, text))
        ]
        fitting.sort(key=itemgetter(0), reverse=True)
        for _, sought in fitting:
            part = self._part(sought, text, spots)
            if part is not None:
                return Match(sought.entry, unit, part)
        return None

    def part_of(self, entry: Indicator, breakdown: str, place: Place) -> str:
        """A part as the series has it: 国家级 for 全国最美驿站 of 最美工会驿站. As it is where nothing is left."""
        text = _prepared(breakdown, place)
        own = _sought(entry).own
        words = self._reader.entry_words
        spans = [(start, end) for index, start, end in self._reader.entry_hits(text) if words[index] in own]
        return self._rest(_outside(text, spans), entry.conferred) or breakdown

    def _part(self, sought: _Sought, text: str, spots: list[Spot]) -> str | None:
        """What narrows the thing; None where the label tells of something else."""
        entry = sought.entry
        *before, after = _outside(text, [(start, end) for word, start, end in spots if word in sought.own])
        # What may stand behind the thing and be its part: 慰问货车司机, “工人先锋号”市级.
        behind = KIND | LEVEL if entry.conferred else KIND
        after = self._without(after, AFTER | BEFORE)
        if after and self._without(after, behind).strip(self._edges):
            return None
        rest = self._rest([*before, after], entry.conferred)
        if len(rest) > LONGEST_PART or (rest and self._is_deed(self._without(rest, KIND))):
            return None
        return rest

    def _rest(self, pieces: list[str], conferred: bool) -> str:
        """What the pieces of a label say beside fillers; a level in its usual name, in front.

        The report's own place tells a title's level only where no level stands in the label.
        """
        found: list[str] = []
        own: list[str] = []
        left: list[str] = []
        reader, levels, edges = self._reader, self._words.levels, self._edges
        for piece in pieces:
            last = 0
            for index, start, end in reader.hits(piece) if piece else ():
                what = reader.does[index]
                if what & LEVEL:
                    found.append(levels[reader.texts[index]])
                elif what & OWN:
                    own.append(OWN_LEVELS[reader.texts[index]])
                elif not what & (BEFORE | NEW):
                    continue
                left.append(piece[last:start].strip(edges))
                last = end
            left.append(piece[last:].strip(edges))
        # A single character that is left over is a level (省劳模), or the rest of a word.
        found += [levels[text] for text in left if len(text) == 1 and text in levels]
        left = [text for text in left if len(text) > 1]
        if conferred and not found:
            found = own
        level = found[0] if len(set(found)) == 1 else ""
        return level + _QUOTES.sub("", "、".join(left))

    def _without(self, text: str, does: int) -> str:
        """The text without the words that do one of these."""
        last, kept = 0, ""
        for index, start, end in self._reader.hits(text):
            if self._reader.does[index] & does:
                kept += text[last:start]
                last = end
        return kept + text[last:]


def _sought(entry: Indicator) -> _Sought:
    groups: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(entry.words):
        for word in group:
            groups[word] = (*groups.get(word, ()), number)
    own = frozenset((*groups, *entry.also))
    return _Sought(entry, groups, own, entry.new if entry.new or entry.nature == "stock" else None)


def _outside(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The pieces of the text between the spans, from its beginning to its end; one more than there are spans.

    They are read anew: a longer word of another entry may have reached over an edge.
    """
    pieces, last = [], 0
    for start, end in sorted(spans):
        pieces.append(text[last : max(last, start)])
        last = max(last, end)
    return [*pieces, text[last:]]


def _size(sought: _Sought, spots: list[Spot], text: str) -> tuple[int, ...]:
    """How much of the label speaks for the entry: the longest word of each group, and the groups. () if one lacks."""
    entry = sought.entry
    longest = [0] * len(entry.words)
    for word, start, end in spots:
        for number in sought.groups.get(word, ()):
            longest[number] = max(longest[number], end - start)
    if 0 in longest or any(word in text for word in entry.without):
        return ()
    return sum(longest), len(longest)


def _prepared(label: str, place: Place) -> str:
    """The label without brackets, with the report's own place as one sign."""
    text = _BRACKETS.sub("", label) if "(" in label or "（" in label else label
    text = _SEVERAL_LEVELS.sub("各级", text)
    for name, sign in ((place.county, COUNTY), (place.city, CITY), (place.province, PROVINCE)):
        if name and name[:2] in text:
            text = text.replace(f"{name}总工会", "总工会").replace(name, sign)
            short = _SUFFIX.sub("", name)
            if len(short) > 1:
                text = text.replace(short, sign)
    return text
