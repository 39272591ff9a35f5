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
from unionstats.metrics.candidates import Candidates, Hit, Sought, size

LONGEST_PART = 16
"""Characters. A label with more left over tells of something that the entry does not know."""

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SEVERAL_LEVELS = re.compile(
    "[全省市县区](?<!全.)(?:(?<=全)[国省]|(?<!全))(?:(?:[、和及](?:全[国省市]|[省市县区])|(?<=[省市县区])[省市县区])(?![级总]))+"
)

"""全国、全省, 省市县. It begins with a class, so that `re` looks for those characters before it tries."""
_QUOTES = re.compile("[“”‘’《》「」]")
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
        self._edges = catalogue.words.edges + " "
        self.reader = LabelReader(catalogue)
        self._is_deed = is_deed
        number = {word: at for at, word in enumerate(self.reader.found_anywhere)}
        self._lengths = [len(word) for word in self.reader.found_anywhere]
        self._sought = {entry.id: _sought(entry, number) for entry in catalogue.indicators}
        self._candidates: dict[str, Candidates | None] = {}

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
        candidates = self._candidates[unit] if unit in self._candidates else self._of_unit(unit)
        if candidates is None:
            return None
        text = _prepared(label, place)
        reader = self.reader
        hits = reader.hits_anywhere(text)
        fitting, decided = candidates.fitting(hits)
        if not fitting:
            return None
        does = reader.does_all(text) if decided else 0
        if does & NEVER:
            return None
        added = does & (NEW | WHOLE) == NEW
        possible = candidates.of(fitting, added=added)
        ranked = [sought for sought in possible if not _holds_any(text, sought.entry.without)]
        if len(ranked) > 1:
            found = {word for word, _, _ in hits}
            ranked.sort(key=lambda sought: (-size(sought, found, self._lengths), -len(sought.groups)))
        for sought in ranked:
            part = self._part(sought, text, hits)
            if part is not None:
                return Match(sought.entry, unit, part)
        return None

    def _of_unit(self, unit: str) -> Candidates | None:
        """The entries of a unit, put together when it is first asked for; None where there are none."""
        entries = [sought for sought in self._sought.values() if unit in sought.entry.units]
        made = self._candidates[unit] = Candidates(entries, self.reader.deciding) if entries else None
        return made

    def part_of(self, entry: Indicator, breakdown: str, place: Place) -> str:
        """A part as the series has it: 国家级 for 全国最美驿站 of 最美工会驿站. As it is where nothing is left."""
        text = _prepared(breakdown, place)
        own = self._sought[entry.id].own
        spans = [(start, end) for word, start, end in self.reader.hits_anywhere(text) if word in own]
        pieces, after = _outside(text, spans)
        return self._rest([*pieces, after], entry.conferred) or breakdown

    def _part(self, sought: Sought, text: str, hits: list[Hit]) -> str | None:
        """What narrows the thing; None where the label tells of something else."""
        entry = sought.entry
        own, idle = sought.own, self.reader.idle
        pieces, after = _outside(text, [(start, end) for word, start, end in hits if word in own])
        if after and not idle.get(after, 0) & (AFTER | BEFORE):
            after = self._without(after, AFTER | BEFORE)
            # What may stand behind the thing and be its part: 慰问货车司机, “工人先锋号”市级.
            if self._without(after, KIND | LEVEL if entry.conferred else KIND).strip(self._edges):
                return None
            pieces.append(after)
        # Most pieces are one filler.
        pieces = [piece for piece in pieces if not idle.get(piece, 0) & (BEFORE | NEW)]
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


def _sought(entry: Indicator, number: Mapping[str, int]) -> Sought:
    groups = tuple(frozenset(map(number.__getitem__, group)) for group in entry.words)
    own = frozenset(map(number.__getitem__, entry.also)).union(*groups)
    return Sought(entry, groups, own, entry.new if entry.new or entry.nature == "stock" else None)


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
