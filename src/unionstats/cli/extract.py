"""`unionstats extract`: reports in, dataset out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats.cli.options import OUT, RAW, Overlay
from unionstats.cli.terminal import complain, printable
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.output.dataset import Dataset


def command(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="INPUT", help=f"Folders, files or archives of reports, - for stdin.  [default: {RAW}]"),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the dataset is written, all or nothing.")] = OUT,
    metadata: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="City, year and date of publication for reports that do not say."),
    ] = None,
    city: Annotated[str | None, typer.Option(metavar="NAME", help="The city of all reports given.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that all reports given report on.")] = None,
    rules: Overlay = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="How all files given are encoded.")] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Write metrics_wide.csv too: a row for each city and year.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary; errors are still shown.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Read reports and write the tables of metrics, claims and documents.

    Exit code 0: all files were read. 1: some were not, they are named on stderr and the rest is written.
    2: wrong use or broken rules, nothing is written. 74: the output cannot be written.
    """
    from unionstats.corpus.discover import exists
    from unionstats.pipeline import extract_files

    inputs = inputs or [RAW]
    if not any(map(exists, inputs)):
        raise UsageError(str(inputs[0]), "there is no such file or folder", "Name a folder of reports.")
    dataset = extract_files(inputs, metadata=metadata, city=city, year=year, rules=rules, encoding=encoding)
    if dataset.documents.num_rows == 0:  # an empty dataset in the place of a full one would be a loss
        raise UsageError(", ".join(map(str, inputs)), "no reports are there", "Put reports into it.")
    dataset.write(out, with_wide=wide)
    unread = _unread(dataset)
    warnings = _warnings(dataset)
    for file, told in sorted([*((file, error) for file, _, error in unread), *warnings]):
        complain(f"{file}: {told}")
    if as_json:
        print(_json(dataset, out, unread, warnings))
    elif not quiet:
        _print_summary(dataset, out)
    if any(status == "failed" for _, status, _ in unread):
        raise typer.Exit(1)


def _unread(dataset: "Dataset") -> list[tuple[str, str, str]]:
    """File, status and error of every file that was not read."""
    columns = (dataset.documents.column(name).to_pylist() for name in ("file", "status", "error"))
    return [(file, status, error or "") for file, status, error in zip(*columns, strict=True) if status != "ok"]


def _warnings(dataset: "Dataset") -> list[tuple[str, str]]:
    """File and warning of every file that may not have been read in full."""
    columns = (dataset.documents.column(name).to_pylist() for name in ("file", "warning"))
    return [(file, warning) for file, warning in zip(*columns, strict=True) if warning]


def _json(dataset: "Dataset", out: Path, unread: list[tuple[str, str, str]], warnings: list[tuple[str, str]]) -> str:
    summary = {
        **dataset.counts()._asdict(),
        "out": str(out),
        "not_read": [{"file": file, "status": status, "error": error} for file, status, error in unread],
        "warnings": [{"file": file, "warning": warning} for file, warning in warnings],
    }
    return json.dumps(summary, ensure_ascii=False)


def _print_summary(dataset: "Dataset", out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    meanings = {
        "reports": "reports read",
        "claims": "claims, each with its evidence",
        "series": "series: city, year, indicator",
        "flags": "flags: figures that look wrong",
        "failed": "files that could not be read",
        "skipped": "files left aside",
    }
    for name, count in dataset.counts()._asdict().items():
        if count or name != "skipped":
            table.add_row(f"{count:,}", meanings[name])
    Console(markup=False, highlight=False).print(table)
    texts = ", text/" if dataset.texts else ""
    tables = f"metrics, claims, documents, indicators (.csv, .parquet){texts}"
    print(f"\nWritten to {printable(str(out))}: {tables}, datapackage.json")
