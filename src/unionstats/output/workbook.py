"""A dataset as one Excel workbook: a sheet for each table, for looking at and filtering.

Text is written as text, numbers as numbers and days as days: nothing from a report becomes a formula, a link or a
number by its looks. The only links lead from sheet to sheet.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import pyarrow as pa

from unionstats.core.errors import OutputError, UsageError
from unionstats.output.columns import (
    CLAIMS,
    DOCUMENTS,
    FLAG_SEPARATOR,
    INDICATORS,
    METRICS,
    TABLES,
    Header,
    TableColumns,
)
from unionstats.output.dataset import Dataset
from unionstats.output.meanings import meaning_zh
from unionstats.output.spreadsheet import one_line
from unionstats.output.wide import PLACE, range_text, wide_table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, after the specifications of Excel."""
MOST_CHARACTERS = 32_767
"""Of a cell, likewise."""
MOST_LINKS = 65_530
"""Of a sheet, likewise."""
MOST_COLUMNS = 16_384

_SHEETS = {METRICS.name: "metrics", CLAIMS.name: "claims", INDICATORS.name: "catalogue", DOCUMENTS.name: "documents"}
_WIDE, _COLUMNS = "wide", "columns"
_ZH = {
    "metrics": "指标", "wide": "宽表", "claims": "数据", "catalogue": "目录", "documents": "文件", "columns": "列说明",
    "table": "表", "column": "列", "title": "列名", "meaning": "含义",
}  # fmt: skip

# Widths in digits of the usual font; a Chinese character is two.
_NARROW, _BROAD = 6, 60
_A3 = 8  # as Excel numbers sizes of paper
_HEAD_WIDTH, _HEAD_HEIGHT = 16, 64
"""Of heads of the wide table: their width at most, and the height in points of four lines."""
_LOOKED_AT = 300
"""Rows that decide the width of a column."""

_CREATED = datetime(2000, 1, 1)
"""In the properties of the file, so that the same dataset gives the same bytes."""


def workbook(dataset: Dataset, header: Header = "en") -> bytes:
    """The workbook: metrics, the wide table, claims, catalogue, documents, and what the columns mean.

    Args:
        header: the language of the heads and of the sheets' names.

    Raises:
        UsageError: XlsxWriter is not installed.
        OutputError: a table has more rows than a sheet may have.
    """
    for name, table in dataset.tables.items():
        if table.num_rows >= MOST_ROWS:
            remedy = "Use the CSV or Parquet files, or extract fewer reports."
            raise OutputError(name, f"{table.num_rows:,} rows are more than a sheet may have ({MOST_ROWS:,})", remedy)
    stream = io.BytesIO()
    book = _open(stream)
    sheets = _Sheets(book, header)
    row_of = {claim_id: at for at, claim_id in enumerate(dataset.claims.column("claim_id").to_pylist(), 2)}
    sheets.table(METRICS, dataset.metrics, {"claim_id": row_of})
    sheets.wide(dataset.metrics)
    sheets.table(CLAIMS, dataset.claims, {"parent_id": row_of})
    sheets.table(INDICATORS, dataset.indicators)
    sheets.table(DOCUMENTS, dataset.documents)
    sheets.meanings()
    book.close()
    return stream.getvalue()


def _open(stream: io.BytesIO) -> "Workbook":
    try:
        import xlsxwriter
    except ImportError:
        what, remedy = "XlsxWriter is not installed", 'Run pip install "unionstats[xlsx]".'
        raise UsageError("unionstats workbook", what, remedy) from None
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
        "default_date_format": "yyyy-mm-dd",
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": "unionstats", "created": _CREATED})
    return book


class _Sheets:
    """Writes one sheet after the other."""

    def __init__(self, book: "Workbook", header: Header) -> None:
        self.book = book
        self.header = header
        self.head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "top"})
        self.broken = book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "valign": "top", "text_wrap": True}
        )
        self.left = book.add_format({"align": "left"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.link = book.add_format({"font_color": "#0A4D9C", "underline": 1})

    def say(self, name: str) -> str:
        """A name of ours in the language of the heads."""
        return _ZH[name] if self.header == "zh" else name

    def table(self, columns: TableColumns, table: pa.Table, links: dict[str, dict[str, int]] | None = None) -> None:
        """A sheet of one table. A cell of a column in `links` leads to the row of claims that it names."""
        heads = [column.head(self.header) for column in columns.columns]
        values = [table.column(column.name).to_pylist() for column in columns.columns]
        sheet = self._sheet(_SHEETS[columns.name], heads, values, frozen=0)
        links = links or {}
        given = 0
        for at, row in enumerate(zip(*values, strict=True), 1):
            for number, (column, value) in enumerate(zip(columns.columns, row, strict=True)):
                target = links[column.name].get(value) if column.name in links else None
                if target is not None and given < MOST_LINKS:
                    given += 1
                    place = f"internal:'{self.say(_SHEETS[CLAIMS.name])}'!A{target}"
                    sheet.write_url(at, number, place, self.link, value)
                else:
                    self._cell(sheet, at, number, value, self.left if column.name == "year" else None)

    def wide(self, metrics: pa.Table) -> None:
        """A sheet with a row for each city and year; series beyond what a sheet can hold are left out."""
        series, rows = wide_table(metrics)
        series = series[: MOST_COLUMNS - len(PLACE)]
        heads = METRICS.heads(PLACE, self.header)
        body = []
        for place, cells in rows:
            figures = (cells.get(name) for name in series)
            body.append(
                [
                    *place,
                    *(None if each is None else each[0] if each[1] is None else range_text(*each) for each in figures),
                ]
            )
        sheet = self._sheet(_WIDE, [*heads, *series], list(zip(*body, strict=True)), frozen=len(PLACE))
        for at, row in enumerate(body, 1):
            for number, value in enumerate(row):
                self._cell(sheet, at, number, value, self.left if number < len(PLACE) else None)

    def meanings(self) -> None:
        """A sheet that says what the columns of the others mean."""
        body = [
            (
                self.say(_SHEETS[table.name]),
                column.name,
                column.title_zh,
                meaning_zh(table, column) if self.header == "zh" else column.meaning,
            )
            for table in TABLES
            for column in table.columns
        ]
        heads = [self.say(name) for name in ("table", "column", "title", "meaning")]
        sheet = self._sheet(_COLUMNS, heads, list(zip(*body, strict=True)), frozen=0)
        for at, row in enumerate(body, 1):
            for number, value in enumerate(row):
                self._cell(sheet, at, number, value)

    def _sheet(self, name: str, heads: Sequence[str], values: Sequence[Sequence[Any]], *, frozen: int) -> "Worksheet":
        """A sheet with its heads, which stay in sight and filter; `frozen` columns stay in sight as well."""
        sheet = self.book.add_worksheet(self.say(name))
        rows = len(values[0]) if values else 0
        sheet.freeze_panes(1, frozen)
        if frozen:  # names of series, longer than their figures, are broken
            sheet.set_row(0, _HEAD_HEIGHT)
            sheet.repeat_columns(0, frozen - 1)
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.repeat_rows(0)
        if not frozen:
            sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, rows, len(heads) - 1)
        # Codes of places are text that looks like numbers, and meant so.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
        for number, head in enumerate(heads):
            shown = map(_text, values[number][:_LOOKED_AT] if values else ())
            broken = number >= frozen > 0
            most = min(_width_of([head]), _HEAD_WIDTH) if broken else _width_of([f"{head}  "])
            sheet.set_column(number, number, max(_width_of(shown), most))
            sheet.write_string(0, number, one_line(head)[:MOST_CHARACTERS], self.broken if broken else self.head)
        return sheet

    def _cell(self, sheet: "Worksheet", row: int, number: int, value: Any, form: Any = None) -> None:
        if value is None or value == []:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, number, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, number, value, form)
        elif isinstance(value, str | list):
            sheet.write_string(row, number, one_line(_text(value))[:MOST_CHARACTERS])
        else:
            sheet.write_datetime(row, number, value, self.date)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return FLAG_SEPARATOR.join(value)
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _width_of(texts: Iterable[str]) -> int:
    widths = (sum(2 if east_asian_width(char) in "WF" else 1 for char in text[:_BROAD]) for text in texts)
    return min(max(max(widths, default=0) + 1, _NARROW), _BROAD)
