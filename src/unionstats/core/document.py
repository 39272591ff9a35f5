"""A report as it was found and as the rules read it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Stretch(NamedTuple):
    """A run of characters of the rewritten text and where it stood in the decoded one.

    A stretch is a copy (same length on both sides, position by position) or a replacement
    (`copied` is False), which maps only as a whole.
    """

    start: int
    origin: int
    origin_end: int
    copied: bool


Row = tuple[int, int, int, bool]
"""A stretch as a plain tuple: a damaged page has hundreds, and they are made faster."""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Half-open spans of a rewritten text back into the decoded original.

    `rows` are stretches, ascending by `start`; they touch each other in the rewritten text and may leave gaps in
    the original, where characters were removed. No rows are the identity.
    """

    rows: tuple[Row, ...] = ()
    starts: tuple[int, ...] = ()

    @classmethod
    def of(cls, rows: list[Row]) -> "OffsetMap":
        return cls(tuple(rows), tuple([row[0] for row in rows]))

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return tuple(map(Stretch._make, self.rows))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the non-empty rewritten span [start, end)."""
        if not self.rows:
            return start, end
        begins, origin, _, copied = self.rows[bisect_right(self.starts, start) - 1]
        if copied:
            origin += start - begins
        begins, last, origin_end, copied = self.rows[bisect_right(self.starts, end - 1) - 1]
        return origin, last + end - begins if copied else origin_end

    def through(self, earlier: "OffsetMap") -> "OffsetMap":
        """This map, which leads into a text that was itself rewritten, made to lead into the one before."""
        if not earlier.rows or not self.rows:
            return self if self.rows else earlier
        result: list[Row] = []
        for start, origin, origin_end, copied in self.rows:
            if not copied:
                result.append((start, *earlier.span(origin, origin_end), False))
                continue
            # What the copied stretch holds of the earlier ones: parts of the first and the last, and all between.
            moved = start - origin
            first, last = bisect_right(earlier.starts, origin) - 1, bisect_left(earlier.starts, origin_end) - 1
            held = [(begins + moved, before, end, kept) for begins, before, end, kept in earlier.rows[first : last + 1]]
            begins, before, end, kept = held[-1]
            if kept:
                held[-1] = begins, before, before + origin_end + moved - begins, True
            begins, before, end, kept = held[0]
            held[0] = start, before + start - begins if kept else before, end, kept
            result += held
        return OffsetMap.of(result)

    def touched(self, start: int, end: int) -> bool:
        """Whether the rewritten span [start, end) holds mended page damage, or borders on characters put in anew."""
        if not self.rows:
            return False
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        if first != last or not self.rows[first][3]:
            return True
        before = first > 0 and self.starts[first] == start and not self.rows[first - 1][3]
        return before or (last + 1 < len(self.rows) and self.starts[last + 1] == end and not self.rows[last + 1][3])


IDENTITY = OffsetMap()


@dataclass(frozen=True, slots=True)
class Document:
    """One report that could be read.

    Attributes:
        file: path below the input folder, with forward slashes.
        sha256: of the file's bytes.
        size: the file's bytes.
        encoding: how the bytes were decoded (utf-8, gb18030, big5hkscs, utf-16); None where the format knows none.
        format: txt, md, html, docx or pdf.
        decoded: the text that every offset of a claim points into: the file, or what was taken out of it.
        text: the text that the rules read: damage mended, simplified script, full-width digits folded.
        offsets: from `text` back to `decoded`.
        damage: from `text` back to the text before page damage was mended; `offsets`, unless marks of Markdown were
            left out as well.
        script: simplified, traditional or mixed.
        repairs: how many places of page damage were mended.
        unrepaired: how many were left as they are.
        replaced: how many places could not be decoded and stand as U+FFFD.
        warning: what may be missing from `decoded`, or nothing.
    """

    file: str
    sha256: str
    size: int
    encoding: str | None
    format: str
    decoded: str
    text: str
    offsets: OffsetMap
    damage: OffsetMap
    script: str
    repairs: int
    unrepaired: int
    replaced: int
    warning: str

    @property
    def is_extracted(self) -> bool:
        """Whether `decoded` is not the file's own bytes as text, and so has to be kept to be looked at."""
        return self.format not in ("txt", "md")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose report it is. `source` says where that was found: title, union, text, metadata or option."""

    city: str
    city_code: str
    province: str
    county: str | None
    source: str


NOWHERE = Place("", "", "", None, "none")
"""The place of a report that need not have one."""


@dataclass(frozen=True, slots=True)
class Dating:
    """When a report reports on. `year_source` says where the year was found."""

    year: int
    year_source: str
    published: date | None
    period_start: date
    period_end: date
