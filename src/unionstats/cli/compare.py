"""`unionstats compare`: series of a dataset over cities and years."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats.cli.options import OUT
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from unionstats.output.comparison import Comparison


class Form(StrEnum):
    """How the table is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


def command(
    data: Annotated[Path, typer.Argument(metavar="OUT", help="A dataset that extract wrote.")] = OUT,
    indicator: Annotated[
        list[str] | None,
        typer.Option("--indicator", "-i", metavar="ID", help="An indicator's id or name; may be given several times."),
    ] = None,
    top: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Without --indicator: the N indicators that the most cities share."),
    ] = 10,
    year: Annotated[
        list[int] | None, typer.Option(metavar="YEAR", help="Only this year; may be given several times.")
    ] = None,
    no_parts: Annotated[bool, typer.Option("--no-parts", help="Leave out the parts of an indicator.")] = False,
    form: Annotated[Form, typer.Option("--format", help="csv and json have a line for each figure.")] = Form.table,
) -> None:
    """Show series of a dataset over cities and years.

    One indicator has a row for each city, several stand beside each other.

    > more than, ≈ about, ! in doubt: what is wrong stands below the table.

    Example: unionstats compare data/out --indicator 工会驿站
    """
    from unionstats.output.comparison import by_city, by_year, chosen_rows, csv_lines, markdown, most_shared
    from unionstats.output.dataset import read_dataset

    dataset = read_dataset(data)
    ids = (
        [_id_of(name, dataset.indicators.to_pylist(), data) for name in indicator]
        if indicator
        else most_shared(dataset.metrics, top)
    )
    rows = chosen_rows(dataset.metrics, ids, year or (), parts=bool(indicator) and not no_parts)
    if form is Form.json:
        print(json.dumps(rows, ensure_ascii=False, default=str))
    elif form is Form.csv:
        for line in csv_lines(rows):
            print(line)
    else:
        table = by_year(rows) if len(ids) == 1 else by_city(rows)
        if form is Form.markdown:
            print(markdown(table))
        else:
            _print(table)


def _id_of(name: str, entries: list[dict[str, str]], data: Path) -> str:
    for entry in entries:
        if name in (entry["indicator_id"], entry["name"], entry["name_en"]):
            return entry["indicator_id"]
    near = [entry["indicator_id"] for entry in entries if name in entry["name"] or name in entry["indicator_id"]]
    remedy = f"Did you mean {', '.join(near[:3])}?" if near else "See unionstats indicators."
    raise UsageError(name, f"the dataset {data} knows no such indicator", remedy)


def _print(comparison: "Comparison") -> None:
    from rich.console import Console
    from rich.text import Text

    if not comparison.rows:
        print("No figures.")
        return
    console = Console(markup=False, highlight=False)
    # Figures beyond the width of the terminal follow below, again behind what they are figures of: folded cells and
    # wrapped lines could not be read. What is read by a program stays whole.
    anything = console.options.update(max_width=10_000)
    room = console.width if console.is_terminal else anything.max_width
    named = sum(head in ("city", "series", "unit") for head in comparison.heads)
    start = named
    while start < len(comparison.heads):
        end = start + 1
        table = _table(comparison, named, start, end)
        while end < len(comparison.heads):
            wider = _table(comparison, named, start, end + 1)
            if console.measure(wider, options=anything).maximum > room:
                break
            table, end = wider, end + 1
        if start > named:
            console.print()
        console.width = max(console.width, console.measure(table, options=anything).maximum)
        console.print(table)
        start = end
    if comparison.notes:
        console.print()
    for note in comparison.notes:
        console.print(Text(f"! {note}"))


def _table(comparison: "Comparison", named: int, start: int, end: int) -> "Table":
    """The columns that name a row, and those from `start` to `end`."""
    from rich.table import Table
    from rich.text import Text

    columns = [*range(named), *range(start, end)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at in columns:
        # A city above its year: figures are narrower than both.
        head = Text(comparison.heads[at].replace(" ", "\n"))
        table.add_column(head, justify="left" if at < named else "right", no_wrap=True)
    for row in comparison.rows:
        table.add_row(*(Text(row[at]) for at in columns))
    return table
