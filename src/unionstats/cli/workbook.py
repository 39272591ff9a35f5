"""`unionstats workbook`: a dataset as one Excel file."""

from pathlib import Path
from typing import Annotated

import typer

from unionstats.cli.options import OUT, Language
from unionstats.cli.terminal import printable


def command(
    data: Annotated[Path, typer.Argument(metavar="OUT", help="A dataset that extract wrote.")] = OUT,
    file: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The workbook.")] = Path("workbook.xlsx"),
    header: Annotated[Language, typer.Option(help="Language of the heads and sheets.")] = Language.en,
) -> None:
    """Write a dataset as one Excel workbook.

    Metrics, a wide table, claims, catalogue and documents have a sheet each. The claim of a metric is a link to its
    row. No text of a report becomes a formula.

    Example: unionstats workbook data/out -o figures.xlsx --header zh
    """
    from unionstats.output.dataset import read_dataset
    from unionstats.output.workbook import workbook
    from unionstats.output.write_file import write_file

    content = workbook(read_dataset(data), header.value)
    write_file(file, content)
    print(f"Written to {printable(str(file))}: {len(content) / 1e6:.1f} MB")
