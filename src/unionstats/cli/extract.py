"""`unionstats extract`: reports in, dataset out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from unionstats.cli.options import OUT, RAW, Language, Overlay
from unionstats.cli.terminal import complain, print_wrapped, printable
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.output.package import Counts
    from unionstats.pipeline import Input
    from unionstats.report import Tools

IN_MEMORY = 500
"""Inputs up to which a run holds all claims at once. It takes a second."""


def command(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="INPUT", help=f"Folders, files or archives of reports, - for stdin.  [default: {RAW}]"),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the dataset is written, all or nothing.")] = OUT,
    metadata: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="A table with city, year and date for reports that do not say them."),
    ] = None,
    city: Annotated[str | None, typer.Option(metavar="NAME", help="The city of all reports given.")] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="The year that all reports given report on.")] = None,
    rules: Overlay = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="How all files given are encoded.")] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Write metrics_wide.csv too: a row for each city and year.")
    ] = False,
    header: Annotated[
        Language, typer.Option(help="Language of the heads of the CSV files; values and Parquet stay as they are.")
    ] = Language.en,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", min=1, help="Processes to read with.  [default: all processors, if that pays]"
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Read everything again, also what an earlier run has read.")
    ] = False,
    engine: Annotated[str, typer.Option(metavar="NAME", help="What reads: local, or dask for a cluster.")] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Of dask: tcp://HOST:PORT.  [default: a cluster on this machine]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary, no progress; errors are shown.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Read reports and write the tables.

    They are metrics, claims, documents and the catalogue of indicators, each as CSV and as Parquet.

    Exit code 0: all files were read. 1: some were not, they are named on stderr and the rest is written.
    2: wrong use or broken rules, nothing is written. 74: the output cannot be written. 75: another run writes it.

    A long run that was interrupted goes on where it stopped when it is started again in the same way.

    Example: unionstats extract data/raw --out data/out --city 亳州市 --year 2024
    """
    from unionstats.output.arrow_alone import load_pyarrow_alone

    if engine != "dask":
        load_pyarrow_alone()
    from unionstats.corpus.discover import STDIN, exists
    from unionstats.output.lock import locked
    from unionstats.pipeline import list_inputs
    from unionstats.report import tools

    if engine not in ("local", "dask"):
        raise UsageError("--engine", f"there is no {engine}", "Write local or dask.")
    if scheduler and engine != "dask":
        raise UsageError("--scheduler", "only dask has one", "Add --engine dask.")
    inputs = inputs or [RAW]
    if not any(map(exists, inputs)):
        raise UsageError(str(inputs[0]), "there is no such file or folder", "Name a folder of reports.")
    kit = tools(rules)
    listed = list_inputs(inputs, metadata=metadata, city=city, year=year)
    if not listed:  # an empty dataset in the place of a full one would be a loss
        raise UsageError(", ".join(map(str, inputs)), "no reports are there", "Put reports into it.")
    with locked(out):
        small = len(listed) <= IN_MEMORY and (jobs or 1) == 1 and engine == "local"
        if small or STDIN in inputs:  # which no other process can read
            done = _run_in_memory(listed, kit, out, encoding, wide, header)
        else:
            done = _run(
                listed,
                kit,
                out,
                quiet,
                rules=rules,
                encoding=encoding,
                with_wide=wide,
                header=header.value,
                jobs=jobs,
                fresh=fresh,
                dask=engine == "dask",
                scheduler=scheduler,
            )
    for file, told in sorted([*((file, error) for file, _, error in done.unread), *done.warnings]):
        complain(f"{file}: {told}")
    if as_json:
        print(_json(done, out))
    elif not quiet:
        _print_summary(done, out, wide)
    if done.counts.failed:
        raise typer.Exit(1)


class Done(NamedTuple):
    """What a run came to.

    Attributes:
        counts: in numbers.
        unread: file, status and error of every file that was not read.
        warnings: file and warning of every file that may not have been read in full.
        texts: whether texts were taken out of files.
    """

    counts: "Counts"
    unread: list[tuple[str, str, str]]
    warnings: list[tuple[str, str]]
    texts: bool


def _run_in_memory(
    listed: "list[Input]", kit: "Tools", out: Path, encoding: str | None, wide: bool, header: Language
) -> Done:
    """The way of small runs, which are over before it would pay to keep anything."""
    from unionstats.pipeline import make_dataset

    dataset = make_dataset(listed, kit, encoding)
    dataset.write(out, with_wide=wide, header=header.value)
    columns = (dataset.documents.column(name).to_pylist() for name in ("file", "status", "error", "warning"))
    rows = list(zip(*columns, strict=True))
    unread = [(file, status, error or "") for file, status, error, _ in rows if status != "ok"]
    return Done(dataset.counts(), unread, [(row[0], row[3]) for row in rows if row[3]], bool(dataset.texts))


def _run(listed: "list[Input]", kit: "Tools", out: Path, quiet: bool, **options: Any) -> Done:
    """The way of all others; `options` are those of `engines.local.run`."""
    from unionstats.cli.progress import watching
    from unionstats.engines.local import run

    try:
        with watching(len(listed), quiet=quiet) as watch:
            return Done(*run(listed, out, kit, tell=watch.tell, **options))
    except (KeyboardInterrupt, SystemExit):
        complain("interrupted. The same command goes on where this run stopped.")
        raise


def _json(done: Done, out: Path) -> str:
    summary = {
        **done.counts._asdict(),
        "out": str(out),
        "not_read": [{"file": file, "status": status, "error": error} for file, status, error in done.unread],
        "warnings": [{"file": file, "warning": warning} for file, warning in done.warnings],
    }
    return json.dumps(summary, ensure_ascii=False)


def _print_summary(done: Done, out: Path, wide: bool) -> None:
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
    for name, count in done.counts._asdict().items():
        if count or name != "skipped":
            table.add_row(f"{count:,}", meanings[name])
    Console(markup=False, highlight=False).print(table)
    more = (", metrics_wide.csv" if wide else "") + (", text/" if done.texts else "")
    tables = f"metrics, claims, documents, indicators (.csv, .parquet){more}"
    print()
    print_wrapped(f"Written to {printable(str(out))}: {tables}, datapackage.json")
