"""Which entry of the catalogue a label speaks of, and which part of it.

A label is read as

    fillers, levels and what narrows the thing · the entry's words · fillers

全市累计建成24小时智能化工会驿站总数. The entry's words are there, one of each of its groups; what stands behind the
last of them adds nothing, or the label would tell of something else (工会驿站配备微波炉); what stands before and is
neither filler nor level narrows the thing and becomes the part of the series. Of several entries that fit, the one
that more of the label speaks for is taken.
"""

import re
from collections import Counter
from collections.abc import Callable
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
        groups: its groups of words; own: all its words, those that may be there too among them.
        new: whether the label must speak of what was added; None where it may.
    """

    entry: Indicator
    groups: tuple[frozenset[str], ...]
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
        self.reader = LabelReader(catalogue)
        self._is_deed = is_deed
        common = Counter(word for entry in catalogue.indicators for group in entry.words for word in group)
        # By unit, then by each word of the group whose words the fewest entries have: most labels hold 职工.
        self._sought: dict[str, dict[str, list[_Sought]]] = {}
        self._own: dict[str, frozenset[str]] = {}
        for entry in catalogue.indicators:
            sought = _sought(entry)
            self._own[entry.id] = sought.own
            rarest = min(sought.groups, key=lambda group: max(common[word] for word in group))
            for unit in entry.units:
                by_word = self._sought.setdefault(unit, {})
                for word in rarest:
                    by_word.setdefault(word, []).append(sought)
        self._rank = {entry.id: at for at, entry in enumerate(catalogue.indicators)}

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
        reader = self.reader
        words = reader.entry_words
        spots = [(words[index], start, end) for index, start, end in reader.entry_hits(text)]
        found = {word for word, _, _ in spots}
        fitting = {
            sought.entry.id: sought
            for word in found
            if word in by_word
            for sought in by_word[word]
            if not any(map(found.isdisjoint, sought.groups))
        }
        if not fitting:
            return None
        does = 0
        for index, _, _ in reader.hits(text):
            does |= reader.does[index]
        if does & NEVER:
            return None
        new = does & (NEW | WHOLE) == NEW
        ranked = [
            (-_size(sought, found), -len(sought.groups), self._rank[name], sought)
            for name, sought in fitting.items()
            if (sought.new is None or sought.new is new) and not _holds_any(text, sought.entry.without)
        ]
        for *_, sought in sorted(ranked, key=itemgetter(0, 1, 2)):
            part = self._part(sought, text, spots)
            if part is not None:
                return Match(sought.entry, unit, part)
        return None

    def part_of(self, entry: Indicator, breakdown: str, place: Place) -> str:
        """A part as the series has it: 国家级 for 全国最美驿站 of 最美工会驿站. As it is where nothing is left."""
        text = _prepared(breakdown, place)
        own = self._own[entry.id]
        words = self.reader.entry_words
        spans = [(start, end) for index, start, end in self.reader.entry_hits(text) if words[index] in own]
        pieces, after = _outside(text, spans)
        return self._rest([*pieces, after], entry.conferred) or breakdown

    def _part(self, sought: _Sought, text: str, spots: list[Spot]) -> str | None:
        """What narrows the thing; None where the label tells of something else."""
        entry = sought.entry
        own = sought.own
        pieces, after = _outside(text, [(start, end) for word, start, end in spots if word in own])
        if after:
            after = self._without(after, AFTER | BEFORE)
            # What may stand behind the thing and be its part: 慰问货车司机, “工人先锋号”市级.
            if self._without(after, KIND | LEVEL if entry.conferred else KIND).strip(self._edges):
                return None
            pieces.append(after)
        if not pieces:
            return ""
        rest = self._rest(pieces, entry.conferred)
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
        reader, levels, edges = self.reader, self._words.levels, self._edges
        for piece in pieces:
            last = 0
            for index, start, end in reader.hits(piece):
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
        for index, start, end in self.reader.hits(text):
            if self.reader.does[index] & does:
                kept += text[last:start]
                last = end
        return kept + text[last:]


def _sought(entry: Indicator) -> _Sought:
    groups = tuple(map(frozenset, entry.words))
    own = frozenset(entry.also).union(*groups)
    return _Sought(entry, groups, own, entry.new if entry.new or entry.nature == "stock" else None)


def _holds_any(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 (a generator for any() costs more than the few words)
        if word in text:
            return True
    return False


def _outside(text: str, spans: list[tuple[int, int]]) -> tuple[list[str], str]:
    """The pieces of the text before and between the spans, and what stands behind the last.

    They are read anew: a longer word of another entry may have reached over an edge.
    """
    pieces, last = [], 0
    for start, end in sorted(spans):
        if start > last:
            pieces.append(text[last:start])
        if end > last:
            last = end
    return pieces, text[last:]


def _size(sought: _Sought, found: set[str]) -> int:
    """How much of the label speaks for the entry: the longest word of each group."""
    return sum(max(map(len, group & found)) for group in sought.groups)


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
