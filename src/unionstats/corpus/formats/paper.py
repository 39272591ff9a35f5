"""A PDF → its text: lines that the page's width has broken are joined again, what repeats on every page is left out.

A PDF knows characters and places, no paragraphs. A line goes on in the next where it is full: where the first word
of the next had no room on it any more. The place of the first and last character of each line tells that.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import Any, NamedTuple

from unionstats.core.errors import InputError
from unionstats.corpus.formats import limits

_NUMBER = re.compile(r"[-—–·•~\s]*(?:第\s*)?[0-9]{1,4}\s*页?(?:\s*[/，,共]*\s*(?:共\s*)?[0-9]{1,4}\s*页?)?[-—–·•~\s]*")
_DIGITS = re.compile(r"[0-9]+")
# What stands together at the end of a line: a number with its unit's first character, a word, one Chinese character
# with the marks behind it.
_WORD = re.compile(r"[“‘（《〈「『【(\[]*(?:[0-9A-Za-z.,%％]+|[^\s])[，。；：、！？）》」』”’,.;:!?)\]]*")
_MARKS = frozenset("，。；：、！？）》〉」』】”’,.;:!?)]%％")
_ROW = re.compile(r"\S+(?:\s+\S+)*?(?:\s+[0-9][0-9,.]*[%％]?){2,}\s*")
_INVISIBLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F, 0xAD, 0xFFFE, 0xFFFF, 0xFEFF, 0xFFFD])
WIDTH = 0.8
"""Of a Chinese character, as a share of the height of its line: 1 for most fonts, 0.75 for some."""
INDENT = 1.2
"""Widths of a character by which the first line of a paragraph is set in, at least."""
EDGES = 2
"""Lines at the top and at the bottom of a page that may be no part of the text."""
SLACK = 0.5
"""Widths of a character that a line may miss at its end, since its last word was not to be broken."""
APART = 1.35
"""Of the usual step from line to line: a larger one stands between paragraphs."""
NEAR = 40
"""Lines before and behind among which a line's column is looked for: a page."""
SEVERAL = 2
"""Pages that must have such a line at one height; of many pages, half."""


class Line(NamedTuple):
    """A line of a page: its text with the blanks at its ends, and in points where it begins and ends, how wide one of
    its characters is, and how high it stands."""

    text: str
    left: float
    right: float
    width: float
    top: float


def read_paper(data: bytes) -> tuple[str, str]:
    """The text of a PDF, and a warning where some of its pages hold none.

    Raises:
        InputError: it is broken, asks for a password, has too many pages or no text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError("", "is a PDF with a password", "Save it without a password.") from None
        raise InputError(
            "", "is a PDF that is broken or cut short", "Open it in a browser and print it anew."
        ) from None
    if len(document) > limits.MAX_PAPER_PAGES:
        raise InputError("", f"is a PDF of more than {limits.MAX_PAPER_PAGES:,} pages", "Split it.")
    pages: list[list[Line]] = []
    broken = 0
    for at in range(len(document)):
        try:
            page = document[at]
            pages.append(_lines(page))
            page.close()
        except pypdfium2.PdfiumError:
            pages.append([])
            broken += 1
    if not any(pages):
        what = "cannot be read" if broken else "hold pictures, not text"
        raise InputError("", f"is a PDF whose pages {what}", "Have its text recognised (OCR), or give the text.")
    lines = [line for page in _without_repeats(pages) for line in page]
    empty = sum(not page for page in pages)
    warning = f"{empty} of {len(pages)} pages of the PDF hold no text that can be read" if empty else ""
    return "\n".join(_joined(lines)) + "\n", warning


def _lines(page: Any) -> list[Line]:
    """The lines of a page in the order of the file."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    handle = text_page.raw
    lines: list[Line] = []
    text: list[str] = []
    places: list[int] = []
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, at)
        if code in (10, 13):
            _add(lines, text_page, "".join(text), places)
            text, places = [], []
        elif code and code not in _INVISIBLE:
            character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            text.append(character)
            if character and not character.isspace():
                places.append(at)
    _add(lines, text_page, "".join(text), places)
    return lines


def _add(lines: list[Line], text_page: Any, text: str, places: list[int]) -> None:
    if not places:
        return
    left, bottom, _, top = text_page.get_charbox(places[0], loose=True)
    right = text_page.get_charbox(places[-1], loose=True)[2]
    text = text.translate(_INVISIBLE)
    characters = _widths(text.strip())
    width = (right - left) / characters if characters >= 4 else (top - bottom) * WIDTH
    lines.append(Line(text, min(left, right), max(left, right), max(width, 1.0), top))


def _widths(text: str) -> float:
    """How many Chinese characters are as wide as the text; letters, digits and blanks are half as wide."""
    return sum(0.5 if one.isascii() else 1.0 for one in text)


def _without_repeats(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without their numbers and without what others have at the same height of their upper or lower edge."""
    edges = [_at_edge(page) for page in pages]
    counts = Counter(shape for page in edges for shape in {_shape(line) for line in page})
    enough = max(SEVERAL, sum(map(bool, pages)) // 2)
    return [
        [
            line
            for line in page
            if line not in edge
            or (counts[_shape(line)] < enough and not (_NUMBER.fullmatch(line.text.strip()) and len(page) > 1))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _at_edge(page: list[Line]) -> frozenset[Line]:
    """The highest and the lowest lines, in whatever order the file has them."""
    ordered = sorted(page, key=lambda line: line.top)
    return frozenset((*ordered[:EDGES], *ordered[-EDGES:]))


def _shape(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("0", "".join(line.text.split())), round(line.top / 4)


def _joined(lines: list[Line]) -> list[str]:
    """Paragraphs out of lines."""
    if not lines:
        return []
    paragraphs = [lines[0].text.strip()]
    steps = sorted(step for line, after in pairwise(lines) if (step := line.top - after.top) > 0)
    apart = APART * steps[len(steps) // 2] if steps else 0.0
    edges = [_edges(lines, at) for at in range(len(lines))]
    for at, (line, after) in enumerate(pairwise(lines)):
        if line.top - after.top <= apart and _goes_on(line, after, edges[at][1], edges[at + 1][0]):
            paragraphs[-1] += _gap(line.text, after.text) + after.text.strip()
        else:
            paragraphs.append(after.text.strip())
    return paragraphs


def _goes_on(line: Line, after: Line, edge: float, left: float) -> bool:
    """Whether the paragraph of `line` goes on in `after`: that begins at the margin, and had no room before."""
    if (
        after.left > left + INDENT * after.width
        or _ROW.fullmatch(line.text.strip())
        or _ROW.fullmatch(after.text.strip())
    ):
        return False
    word = _WORD.match(after.text.lstrip())
    room = _widths(word[0]) if word else 1.0
    return line.right + (room + SLACK) * line.width > edge


def _edges(lines: list[Line], at: int) -> tuple[float, float]:
    """Where the lines of this one's column begin and end: as far out as two of them reach.

    A column is what stands above and below a line, not beside it. A mark at the end may hang over the edge.
    """
    _, left, right, width, _ = lines[at]
    lefts: list[float] = []
    rights: list[float] = []
    for text, its_left, its_right, its_width, _ in lines[max(0, at - NEAR) : at + NEAR]:
        shared = (right if right < its_right else its_right) - (left if left > its_left else its_left)
        if 2 * shared > right - left or 2 * shared > its_right - its_left:
            lefts.append(-its_left)
            rights.append(its_right - (its_width if text[-1] in _MARKS else 0))
    return -_furthest(lefts, width), _furthest(rights, width)


def _furthest(places: list[float], width: float) -> float:
    """The largest place near which a tenth of the lines reach, and two at least; the largest where none is so."""
    ordered = sorted(places, reverse=True)
    many = max(1, len(ordered) // 10)
    return next((one for one, other in zip(ordered, ordered[many:], strict=False) if one - other <= width), ordered[0])


def _gap(text: str, more: str) -> str:
    """What stood between two lines of a paragraph: a blank between Latin words, and where one is printed between words
    or numbers; nothing between Chinese characters, nor in a number that is broken."""
    before, after = text.rstrip()[-1:], more.lstrip()[:1]
    if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
        return ""
    printed = text[-1].isspace() or more[0].isspace()
    return " " if printed or (before.isalpha() and after.isalpha()) else ""
