"""Series beside each other: cities by years for one indicator, indicators by cities and years for several."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from unionstats.core.flag import flag_name
from unionstats.metrics.figures import figure_text
from unionstats.metrics.naming import years_part
from unionstats.output.columns import METRICS
from unionstats.output.spreadsheet import csv_cell, csv_line

IN_DOUBT = "!"
"""Stands behind a figure that carries a flag or that another one contradicts."""

_FIELDS = (
    "city", "city_code", "county", "year", "indicator", "indicator_id", "name", "breakdown", "unit", "value",
    "value_max", "qualifier", "period_start", "period_end", "n_claims", "values_seen", "conflict",
    "flags", "claim_id", "file",
)  # fmt: skip


class Comparison(NamedTuple):
    """A table to look at: heads, rows of text, and a line on every figure in doubt."""

    heads: list[str]
    rows: list[list[str]]
    notes: list[str]


def chosen_rows(
    metrics: pa.Table, indicator_ids: Sequence[str], years: Sequence[int] = (), *, parts: bool = True
) -> list[dict[str, Any]]:
    """The rows of metrics of these indicators, in their order, then whole before part, city and year."""
    rows = metrics.select(list(_FIELDS)).to_pylist()
    order = {indicator_id: at for at, indicator_id in enumerate(indicator_ids)}
    chosen = [
        row
        for row in rows
        if row["indicator_id"] in order and (not years or row["year"] in years) and (parts or row["breakdown"] is None)
    ]
    chosen.sort(key=lambda row: (row["city_code"], row["county"] or "", row["year"]))
    return sorted(chosen, key=lambda row: (order[row["indicator_id"]], row["breakdown"] or ""))


def csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The heads and a line for each of the chosen rows, their cells as metrics.csv has them, without line ends."""
    types = {column.name: column.type for column in METRICS.columns}
    names = sorted(_FIELDS, key="flags".__eq__)  # flags last: they are long
    yield csv_line(names).rstrip()
    for row in rows:
        yield csv_line(csv_cell(types[name], row[name]) for name in names).removesuffix("\r\n")


def most_shared(metrics: pa.Table, number: int) -> list[str]:
    """The indicators that the most cities have a whole figure of in one unit, most first; the id decides ties."""
    cities: dict[tuple[str, str], set[str]] = {}
    columns = (metrics.column(name).to_pylist() for name in ("indicator_id", "unit", "city", "breakdown", "county"))
    for indicator_id, unit, city, breakdown, county in zip(*columns, strict=True):
        if indicator_id is not None and breakdown is None and county is None:
            cities.setdefault((indicator_id, unit), set()).add(city)
    ranked = sorted(cities, key=lambda series: (-len(cities[series]), series))
    return list(dict.fromkeys(indicator_id for indicator_id, _ in ranked))[:number]


def by_year(rows: Iterable[dict[str, Any]]) -> Comparison:
    """One indicator: a row for each city, part, unit and length of period, a column for each year."""
    rows = list(rows)
    years = sorted({row["year"] for row in rows})
    lines: dict[tuple[str, str, str], dict[int, str]] = {}
    for row in rows:
        lines.setdefault((_place(row), _series(row), row["unit"]), {})[row["year"]] = figure_cell(row)
    body = [[*line, *(cells.get(year, "") for year in years)] for line, cells in lines.items()]
    return Comparison(["city", "series", "unit", *map(str, years)], body, _notes(rows))


def by_city(rows: Iterable[dict[str, Any]]) -> Comparison:
    """Several indicators: a row for each series, a column for each city and year."""
    rows = list(rows)
    columns = sorted({(row["city_code"], row["county"] or "", row["year"], _place(row)) for row in rows})
    lines: dict[tuple[str, str], dict[tuple[str, int], str]] = {}
    for row in rows:
        lines.setdefault((_series(row), row["unit"]), {})[_place(row), row["year"]] = figure_cell(row)
    heads = [f"{place} {year}" for _, _, year, place in columns]
    body = [[*line, *(cells.get((place, year), "") for _, _, year, place in columns)] for line, cells in lines.items()]
    return Comparison(["series", "unit", *heads], body, _notes(rows))


def figure_cell(row: dict[str, Any]) -> str:
    """The figure as it is read: >427,000 for 42.7万余, 3–5 for a range, ! where something is wrong.

    A flow of more than one year tells how many: 464 (5年).
    """
    sign = "" if row["qualifier"] == "=" else row["qualifier"]
    upper = "" if row["value_max"] is None else f"–{_grouped(row['value_max'])}"
    doubt = IN_DOUBT if row["flags"] or row["conflict"] else ""
    start, end = row["period_start"], row["period_end"]
    named = years_part(start, end)
    years = end.year - start.year + 1 if named and named in row["indicator"] else 1
    return f"{sign}{_grouped(row['value'])}{upper}{doubt}{f' ({years}年)' if years > 1 else ''}"


def markdown(table: Comparison) -> str:
    """As a table of Markdown, figures to the right."""
    first = sum(head in ("city", "series", "unit") for head in table.heads)
    rule = ["---"] * first + ["---:"] * (len(table.heads) - first)
    lines = (table.heads, rule, *table.rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _series(row: dict[str, Any]) -> str:
    """The name with the part, without county, years and unit: what a line is about."""
    return f"{row['name']}·{row['breakdown']}" if row["breakdown"] else str(row["name"])


def _place(row: dict[str, Any]) -> str:
    return f"{row['city']}{row['county'] or ''}"


def _grouped(value: float) -> str:
    whole, point, decimals = figure_text(value).partition(".")
    return f"{int(whole):,}{point}{decimals}"


def _notes(rows: Iterable[dict[str, Any]]) -> list[str]:
    notes = []
    for row in rows:
        why = list(dict.fromkeys(map(flag_name, row["flags"])))
        if row["conflict"]:
            why = [f"several values: {row['values_seen']}", *(name for name in why if name != "conflict")]
        if why:
            notes.append(f"{_place(row)} {row['year']} {row['indicator']}: {', '.join(why)} ({row['claim_id']})")
    return notes
