"""The reports that the rows of a dataset were read from."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionstats.core.document import Document
    from unionstats.corpus.discover import Found


def reopener(reports: Path) -> "Callable[[str, str | None], Document | None]":
    """A function from a file's name and encoding to the report below the input folder, or in an archive there.

    It returns None where the report is not at hand, and raises InputError where it cannot be read.
    """
    found: dict[str, Found] | None = None

    def reopen(file: str, encoding: str | None) -> "Document | None":
        from unionstats.corpus.discover import discover
        from unionstats.corpus.read import read_document, read_found

        nonlocal found
        path = reports / file
        if path.is_file():
            return read_document(path, file, encoding)
        if found is None:  # only where a name is no path: the folder may be large
            found = {entry.file: entry for entry in discover([reports])[0]} if reports.is_dir() else {}
        return read_found(found[file], encoding) if file in found else None

    return reopen
