"""metrics_wide.csv: a row for each city and year, a column for each catalogued series, for reading across."""

import codecs
from typing import BinaryIO

import pyarrow as pa

from unionstats.metrics.figures import figure_text
from unionstats.output.spreadsheet import csv_line, csv_text

FILE_NAME = "metrics_wide.csv"

_PLACE = ("city", "city_code", "province", "year")


def write_wide(metrics: pa.Table, file: BinaryIO) -> None:
    """Write the catalogued series of a metrics table. A county's are columns of their own, under its name.

    A cell is the value as a plain decimal, a range as 3—5. How exact it is and what is in doubt stands in metrics.
    """
    names = (*_PLACE, "indicator", "indicator_id", "value", "value_max")
    rows = zip(*(metrics.column(name).to_pylist() for name in names), strict=True)
    table: dict[tuple[str, ...], dict[str, str]] = {}
    series: dict[str, tuple[str, str]] = {}
    for city, code, province, year, indicator, indicator_id, value, value_max in rows:
        if indicator_id is None:
            continue
        text = figure_text(value) if value_max is None else f"{figure_text(value)}—{figure_text(value_max)}"
        table.setdefault((city, code, province, str(year)), {})[indicator] = text
        series[indicator] = (indicator_id, indicator)
    heads = sorted(series, key=series.__getitem__)
    file.write(codecs.BOM_UTF8)
    file.write(csv_line(map(csv_text, (*_PLACE, *heads))).encode())
    for place, cells in table.items():
        row = (*map(csv_text, place), *(cells.get(head, "") for head in heads))
        file.write(csv_line(row).encode())
