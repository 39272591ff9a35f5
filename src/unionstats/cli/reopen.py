"""The report that a row of a dataset was read from."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionstats.core.document import Document


def reopen(reports: Path, file: str, encoding: str) -> "Document | None":
    """The report below the input folder `reports`; None where it is not at hand.

    Raises:
        InputError: it is there and cannot be read.
    """
    from unionstats.corpus.read import read_document

    path = reports / file
    return read_document(path, file, encoding) if path.is_file() else None
