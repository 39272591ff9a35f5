"""Cut a report into paragraphs, sentences and clauses, with the quantities of each clause.

Boundaries are looked for in a shadow of the text, of the same length, in which quotations, book titles, brackets
without a figure and the quantities themselves are blotted out; what is cut out is cut from the text itself.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from unionstats.core.script import HAN
from unionstats.matching.quantity import Quantity

BLOT, FIGURE = "\x01", "\x02"
_HIDDEN = re.compile(r"“[^”\n]{0,60}”|《[^》\n]{0,80}》|‘[^’\n]{0,40}’|\([^()\n]{0,80}\)|〔[^〕\n]{0,12}〕")
_BREAKS = re.compile(r"[,。!?;:()【】>|…—]")
_SEEN_FIRST = frozenset("从按分就")
_SEEN = re.compile(
    rf"(?:从|按照?|就|分){HAN}{{2,8}}?(?:来看|来说|来分|看|讲)(?={HAN}{{2}})(?!望|病|护|守|齐|台|出|到|见)"
)
"""What says by what a total is parted, a clause of its own with its comma or without: 从类型看私营企业512家."""
_SALUTES = re.compile("各位|同志|尊敬|亲爱|各[市县区乡镇街科部]")
_COUNTER = re.compile(r"[0-9]{3}(?!年)|[0-9][:：][0-9]|来源|编辑|责编|点击")


@dataclass(slots=True)
class Clause:
    """A stretch between two boundaries. `close` is the boundary after it, `open` the one before."""

    start: int
    end: int
    open: str
    close: str
    quantities: Sequence[Quantity] = ()


@dataclass(slots=True)
class Paragraph:
    """A line, or several that belong together, with the heading that it stands under."""

    start: int
    end: int
    heading: str | None
    clauses: list[Clause] = field(default_factory=list)


def cut(folded: str, quantities: Sequence[Quantity]) -> list[Paragraph]:
    """All paragraphs that hold a quantity, in order. `folded` comes from `fold_punctuation`, its lines joined."""
    starts = [quantity.start for quantity in quantities]
    shadow = _shadow(folded, quantities, starts)
    paragraphs: list[Paragraph] = []
    heading: str | None = None
    starts.append(len(shadow) + 1)
    at, upcoming = 0, starts[0]
    end = -1
    for line in shadow.split("\n"):
        start = end + 1
        end = start + len(line)
        if upcoming < end:
            first, at = at, bisect_left(starts, end, at + 1)
            upcoming = starts[at]
            paragraph = Paragraph(start, end, heading)
            _clauses(shadow, paragraph, quantities[first:at], [*starts[first:at], end])
            paragraphs.append(paragraph)
        elif len(line) >= 2 and len(told := folded[start:end].strip()) <= 40 and _is_heading(told):
            heading = told
    return paragraphs


def _is_heading(line: str) -> bool:
    """Whether a line without figures is the heading of what follows it."""
    if line[-1:] == ":" and _SALUTES.match(line):
        return False
    return len(line) >= 2 and line[-1] not in "。;," and line[0] != "(" and not _COUNTER.search(line)


def _shadow(folded: str, quantities: Sequence[Quantity], starts: list[int]) -> str:
    """The text with all that holds no boundary blotted out. `starts`: where the quantities begin."""
    # Letters and digits bound nothing, so that most quantities need no blot.
    parts: list[str] = []
    last = 0
    for quantity in quantities:
        start, end = quantity.start, quantity.end
        if quantity.shared or not folded[start:end].isalnum():
            parts += (folded[last:start], FIGURE * (end - start))
            last = end
    shadow = "".join([*parts, folded[last:]]) if parts else folded
    parts, last = [], 0
    for found in _HIDDEN.finditer(shadow):
        start, end = found.span()
        before = bisect_left(starts, end)
        if before and quantities[before - 1].end > start:
            # Direct speech has clauses of its own; a name has none.
            continue
        parts += (shadow[last:start], BLOT * (end - start))
        last = end
    return "".join([*parts, shadow[last:]])


def _clauses(shadow: str, paragraph: Paragraph, quantities: Sequence[Quantity], starts: list[int]) -> None:
    """Cut a paragraph at its boundaries. `starts`: where its quantities begin, and its end behind them."""
    add = paragraph.clauses.append
    start, opened = paragraph.start, ""
    at, upcoming = 0, starts[0]
    for found in _BREAKS.finditer(shadow, start, paragraph.end):
        close = found[0]
        end = found.start()
        if close == "—":
            # 46家——机关事业7家、国企5家: behind a figure a dash says what a colon says.
            last = bisect_left(starts, end)
            if not (end == start and opened == ":") and not (last and quantities[last - 1].end == end):
                continue
            close = ":"
        if end > upcoming:
            first, at = at, bisect_left(starts, end, at + 1)
            upcoming = starts[at]
            if shadow[start] in _SEEN_FIRST and (front := _SEEN.match(shadow, start, end)):
                add(Clause(start, front.end(), opened, ",", ()))
                start, opened = front.end(), ","
            add(Clause(start, end, opened, close, quantities[first:at]))
        elif end > start or close in "()。;":
            add(Clause(start, end, opened, close, ()))
        start, opened = end + 1, close
    add(Clause(start, paragraph.end, opened, "", quantities[at:]))
