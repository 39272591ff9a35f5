"""Metrics for reading across: a row for each city and year, a column for each catalogued series."""

import codecs
from typing import BinaryIO, NamedTuple

import pyarrow as pa

from unionstats.metrics.figures import figure_text
from unionstats.output.columns import METRICS, Header
from unionstats.output.spreadsheet import csv_line, csv_text

FILE_NAME = "metrics_wide.csv"

PLACE = ("city", "city_code", "province", "year")
"""The columns that begin a row."""


class Wide(NamedTuple):
    """The names of the series in the order of their columns, and their values by city and year.

    A row is its city, code, province and year, and by series the value with the upper end of a range or None.
    """

    series: list[str]
    rows: list[tuple[tuple[str, str, str, int], dict[str, tuple[float, float | None]]]]


def wide_table(metrics: pa.Table) -> Wide:
    """The catalogued series of a metrics table. A county's are columns of their own, under its name."""
    names = (*PLACE, "indicator", "indicator_id", "value", "value_max")
    columns = (metrics.column(name).to_pylist() for name in names)
    rows: dict[tuple[str, str, str, int], dict[str, tuple[float, float | None]]] = {}
    series: dict[str, tuple[str, str]] = {}
    for city, code, province, year, indicator, indicator_id, value, value_max in zip(*columns, strict=True):
        if indicator_id is not None:
            rows.setdefault((city, code, province, year), {})[indicator] = (value, value_max)
            series[indicator] = (indicator_id, indicator)
    return Wide(sorted(series, key=series.__getitem__), list(rows.items()))


def range_text(value: float, value_max: float | None) -> str:
    """The value as a plain decimal, a range as 3—5."""
    return figure_text(value) if value_max is None else f"{figure_text(value)}—{figure_text(value_max)}"


def write_wide(metrics: pa.Table, file: BinaryIO, header: Header = "en") -> None:
    """Write the table as CSV. How exact a figure is and what is in doubt stands in metrics."""
    series, rows = wide_table(metrics)
    file.write(codecs.BOM_UTF8)
    file.write(csv_line(map(csv_text, (*METRICS.heads(PLACE, header), *series))).encode())
    for (*place, year), cells in rows:
        values = (range_text(*cells[name]) if name in cells else "" for name in series)
        file.write(csv_line((*map(csv_text, map(str, place)), str(year), *values)).encode())
