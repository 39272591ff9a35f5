"""Options that several commands share, and the folders that they all begin with."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

RAW = Path("data/raw")
OUT = Path("data/out")


class Language(StrEnum):
    """Of heads and of the review page."""

    en = "en"
    zh = "zh"


Overlay = Annotated[
    Path | None, typer.Option("--rules", metavar="DIR", help="A folder of rules to add to the program's own.")
]

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
