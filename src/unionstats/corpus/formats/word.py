"""A Word file → its text: paragraphs and tables in the order of the page.

python-docx opens it. Its own paragraphs leave out what was inserted with changes tracked, content controls and text
boxes, so the body is walked by its elements: all text that is not deleted counts.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from unionstats.core.errors import InputError
from unionstats.corpus.archive import is_bomb
from unionstats.corpus.formats import limits
from unionstats.corpus.formats.rows import Cell, lines_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (_W + name for name in ("p", "tbl", "tr", "tc", "t"))
_BOX = _W + "txbxContent"
_BREAKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
# Where a drawing stands twice, the second is for old programs; properties hold no text.
_LEFT_OUT = frozenset(
    (
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        *(_W + name for name in ("pPr", "rPr", "tblPr", "tcPr", "trPr", "del", "moveFrom", "instrText")),
    )
)
_MEND = "Open it in Word and save it again as .docx."


def read_word(data: bytes) -> str:
    """The text of a .docx file.

    Raises:
        InputError: it is no Word file, broken, larger inside than any report, or holds no text.
    """
    check_parts(data)
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, OSError, PythonDocxError, OpcError) as error:
        what = "has no text in it" if isinstance(error, KeyError) else "is broken"
        raise InputError("", f"is a Word file that {what}", _MEND) from error
    lines = [line for part in _parts(body) for line in part if line]
    if not lines:
        raise InputError(
            "", "is a Word file without text", "If it holds pictures of pages, have their text recognised."
        )
    return "\n".join(lines) + "\n"


def check_parts(data: bytes) -> None:
    """Refuse a zip bomb by its table of contents, before anything is unpacked.

    Raises:
        InputError: it is no zip archive, encrypted, or larger inside than any report.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        raise InputError("", "is a Word file that is broken or cut short", _MEND) from None
    if len(parts) > limits.MAX_PARTS:
        raise InputError("", f"is a Word file of more than {limits.MAX_PARTS:,} parts", _MEND)
    if any(part.flag_bits & 1 for part in parts):
        raise InputError("", "is an encrypted Word file", "Save it without a password.")
    if sum(part.file_size for part in parts) > limits.MAX_UNPACKED or any(map(is_bomb, parts)):
        raise InputError("", "is a Word file that is far larger inside than any report (a zip bomb)", _MEND)


def _parts(parent: Any) -> Iterator[list[str]]:
    """The lines of each paragraph and table below an element, in order."""
    for element in parent:
        if element.tag == _PARAGRAPH:
            yield from _lines(element)
        elif element.tag == _TABLE:
            yield _table(element)
        elif element.tag not in _LEFT_OUT and isinstance(element.tag, str):
            yield from _parts(element)


def _lines(paragraph: Any) -> Iterator[list[str]]:
    """The paragraph, and after it the boxes that hang on it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    _collect(paragraph, pieces, boxes)
    text = "".join(pieces).replace("\xa0", " ")
    yield [line.strip() for line in text.split("\n")]
    for box in boxes:
        yield from _parts(box)


def _collect(parent: Any, pieces: list[str], boxes: list[Any]) -> None:
    for element in parent:
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag in _BREAKS:
            pieces.append(_BREAKS[element.tag])
        elif element.tag == _BOX:
            boxes.append(element)
        elif element.tag not in _LEFT_OUT:
            _collect(element, pieces, boxes)


def _table(table: Any) -> list[str]:
    """Its rows as lines; where a cell holds another table or much text, its cells one after the other."""
    rows: list[list[Cell]] = []
    above: dict[int, str] = {}
    cells: list[list[str]] = []
    layout = False
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue
        at = 0
        line: list[Cell] = []
        for cell in row.iter(_CELL):
            if next(cell.iterancestors(_TABLE)) is not table:
                continue
            lines = [one for part in _parts(cell) for one in part if one]
            width = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = "".join(lines)
            if merged is not None and merged.get(f"{_W}val") != "restart":
                text = above.get(at, "")
            else:
                cells.append(lines)
            above[at] = text
            layout = layout or len(lines) > 4 or len(text) > 200 or cell.find(f".//{_TABLE}") is not None
            line.append(Cell(text, width))
            at += width
        rows.append(line)
    if layout or max(map(len, rows), default=0) < 2:
        return [one for lines in cells for one in lines]
    return lines_of(rows)


def _number(element: Any) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return min(int(value), limits.MAX_SPAN) if value and value.isdigit() else 1
