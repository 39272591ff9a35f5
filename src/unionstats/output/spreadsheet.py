"""A table as CSV that Excel, WPS and LibreOffice open with a double click.

UTF-8 with a byte order mark, CRLF, quotes as RFC 4180 asks and only where needed. A missing value is an empty
cell, never NA or null. Numbers are plain decimals. What comes from a report is text and stays text: no cell is
run as a formula, and none breaks its row.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

import pyarrow as pa

from unionstats.metrics.figures import figure_text
from unionstats.output.arrays import EPOCH, MANY, arrow_array
from unionstats.output.columns import FLAG_SEPARATOR, ColumnType, Header, TableColumns

# Line ends, and control characters that a spreadsheet refuses. The tab is kept inside a cell.
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]+")

# What spreadsheets take for a formula, after any blanks (OWASP, CSV injection; ASVS 1.2.10), and the full-width
# forms, which a Chinese input method types and Excel accepts. A lone = is no formula: it is the qualifier of an
# exact figure.
_FORMULA = re.compile("(?!=\\Z)[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]|[^\\S\t]*\t")

# The same for Arrow's regular expressions (RE2, whose blanks are those of ASCII), and what asks for quotes.
_BLANK = r"\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200b}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"
_UNSAFE = rf"[\x00-\x1f\x7f\x{{85}}\x{{2028}}\x{{2029}}]|^[{_BLANK}]*[=+\-@＝＋－＠]"
_QUOTABLE = '[",]'

# So many rows at a time are held as text. From so many on a table is put into text by Arrow's functions, a fifth of
# the time for each row; to import them takes as long as some thousand rows.
_ROWS = MANY


def write_csv(table: pa.Table, columns: TableColumns, file: BinaryIO, header: Header = "en") -> None:
    """Write the table; `file` stays open."""
    write_head(columns, file, header)
    write_rows(table, columns, file)


def write_head(columns: TableColumns, file: BinaryIO, header: Header = "en") -> None:
    """What stands before the rows: the byte order mark and the heads of the columns."""
    file.write(codecs.BOM_UTF8)
    file.write(csv_line(column.head(header) for column in columns.columns).encode())


def write_rows(table: pa.Table, columns: TableColumns, file: BinaryIO) -> None:
    """Write the rows alone. A table written in pieces gives the bytes of the whole."""
    lines = _lines if table.num_rows < _ROWS else _lines_by_arrow
    for batch in table.to_batches(max_chunksize=_ROWS):
        file.write(lines(batch, columns))


def safe_text(text: str) -> str:
    """One cell of text: on one line, and with a leading apostrophe where a spreadsheet would calculate it."""
    line = one_line(text)
    return f"'{line}" if _FORMULA.match(line) else line


def one_line(text: str) -> str:
    """The text without line ends and the control characters that a spreadsheet refuses."""
    return _BREAKS.sub(" ", text)


def csv_text(text: str) -> str:
    """One cell of text, safe and quoted where RFC 4180 asks for it."""
    return _quoted(safe_text(text))


def csv_cell(kind: ColumnType, value: Any) -> str:
    """One value of a column of that type as the files have it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return _flags(value) if kind == "list<string>" else _quoted(_RENDER[kind](value))


def _lines(batch: pa.RecordBatch, columns: TableColumns) -> bytes:
    cells = [_cells(column.type, batch.column(index)) for index, column in enumerate(columns.columns)]
    return "".join(map(csv_line, zip(*cells, strict=True))).encode()


def csv_line(cells: Iterable[str]) -> str:
    """One line of cells that are ready: numbers, or text by `csv_text`."""
    return ",".join(cells) + "\r\n"


def _quoted(cell: str) -> str:
    """Quotes where RFC 4180 asks for them; there are no line ends in a cell."""
    return '"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell


def _cells(kind: ColumnType, values: pa.Array) -> Iterator[str]:
    if kind == "date32":  # as days: turning each into a date object takes ten times as long
        values = values.view(pa.int32())
    if kind == "list<string>":
        return map(_flags, values.to_pylist())
    if kind.startswith("int") and not values.null_count:
        return map(str, values.to_pylist())
    return map(_Rendered(_RENDER[kind]).__getitem__, values.to_pylist())


class _Rendered(dict[object, str]):
    """Values as cells, each rendered once: most columns repeat themselves."""

    def __init__(self, render: Callable[..., str]) -> None:
        super().__init__({None: ""})
        self.render = render

    def __missing__(self, value: object) -> str:
        cell = self[value] = _quoted(self.render(value))
        return cell


def _flags(flags: list[str]) -> str:
    return csv_text(FLAG_SEPARATOR.join(flags)) if flags else ""


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _day(days: int) -> str:
    return date.fromordinal(EPOCH + days).isoformat()


_RENDER: dict[ColumnType, Callable[..., str]] = {
    "string": safe_text,
    "int16": str,
    "int32": str,
    "int64": str,
    "float64": figure_text,
    "date32": _day,
    "bool": _bool,
}


def _lines_by_arrow(batch: pa.RecordBatch, columns: TableColumns) -> memoryview:
    """What `_lines` returns, made column by column."""
    import pyarrow.compute as pc

    # Scalars by way of an array: pyarrow imports pandas to make one from a Python value.
    comma, end, empty = arrow_array("string", [",", "\r\n", ""])
    cells = [_arrow_cells(column.type, batch.column(index)) for index, column in enumerate(columns.columns)]
    # The line's end goes to the last cell, which is short: behind the whole line it would copy all lines once more.
    cells[-1] = pc.binary_join_element_wise(cells[-1], end, empty, null_handling="replace", null_replacement="")
    lines = pc.binary_join_element_wise(*cells, comma, null_handling="replace", null_replacement="")
    _, offsets, data = lines.buffers()
    return memoryview(data)[: memoryview(offsets).cast("i")[len(lines)]]


def _arrow_cells(kind: ColumnType, values: pa.Array) -> pa.Array:
    """A column as cells: each value that occurs is looked at once, and only those that need it in Python."""
    import pyarrow.compute as pc

    if kind in ("date32", "bool") or kind.startswith("int"):
        return values.cast(pa.string())
    if kind == "list<string>":
        lists = pa.ListArray.from_arrays(values.offsets, values.values)
        values = pc.binary_join(lists, arrow_array("string", [FLAG_SEPARATOR])[0])
    coded = values.dictionary_encode()
    texts = coded.dictionary
    if kind == "float64":
        return arrow_array("string", list(map(figure_text, texts.to_pylist()))).take(coded.indices)
    unsafe = pc.match_substring_regex(texts, _UNSAFE)
    mended: list[Any] = [csv_text(text) for text in texts.filter(unsafe).to_pylist()]
    quotable = pc.match_substring_regex(texts, _QUOTABLE)
    if not mended and not pc.any(quotable).as_py():
        return values
    quote, empty = arrow_array("string", ['"', ""])
    doubled = pc.replace_substring(texts, pattern='"', replacement='""')
    texts = pc.if_else(quotable, pc.binary_join_element_wise(quote, doubled, quote, empty), texts)
    return pc.replace_with_mask(texts, unsafe, arrow_array("string", mended)).take(coded.indices)
