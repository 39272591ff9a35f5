"""A table as CSV that Excel, WPS and LibreOffice open with a double click.

UTF-8 with a byte order mark, CRLF, quotes as RFC 4180 asks and only where needed. A missing value is an empty
cell, never NA or null. Numbers are plain decimals. What comes from a report is text and stays text: no cell is
run as a formula, and none breaks its row.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pyarrow as pa

from unionstats.metrics.figures import figure_text
from unionstats.output.columns import FLAG_SEPARATOR, ColumnType, TableColumns

# Line ends, and control characters that a spreadsheet refuses. The tab is kept inside a cell.
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]+")

# What spreadsheets take for a formula, after any blanks (OWASP, CSV injection; ASVS 1.2.10), and the full-width
# forms, which a Chinese input method types and Excel accepts. A lone = is no formula: it is the qualifier of an
# exact figure.
_FORMULA = re.compile(r"(?!=\Z)\s*[=+\-@＝＋－＠]|[^\S\t\r]*[\t\r]")

# So many rows at a time are held as Python values.
_ROWS = 1 << 13


def write_csv(table: pa.Table, columns: TableColumns, file: BinaryIO) -> None:
    """Write the table; `file` stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([column.name for column in columns.columns])
    writer.writerows(_rows(table, columns))
    text.flush()
    text.detach()


def safe_text(text: str) -> str:
    """One cell of text: on one line, and with a leading apostrophe where a spreadsheet would calculate it."""
    guarded = f"'{text}" if _FORMULA.match(text) else text
    return _BREAKS.sub(" ", guarded)


def _rows(table: pa.Table, columns: TableColumns) -> Iterator[tuple[str, ...]]:
    for batch in table.to_batches(max_chunksize=_ROWS):
        cells = [
            ["" if value is None else render(value) for value in batch.column(index).to_pylist()]
            for index, render in enumerate(_RENDER[column.type] for column in columns.columns)
        ]
        yield from zip(*cells, strict=True)


def _flags(flags: list[str]) -> str:
    return safe_text(FLAG_SEPARATOR.join(flags))


def _bool(value: bool) -> str:
    return "true" if value else "false"


_RENDER: dict[ColumnType, Callable[..., str]] = {
    "string": safe_text,
    "int16": str,
    "int32": str,
    "int64": str,
    "float64": figure_text,
    "date32": str,
    "bool": _bool,
    "list<string>": _flags,
}
