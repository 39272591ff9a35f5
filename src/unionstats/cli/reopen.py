"""The reports that the rows of a dataset were read from, and what its run was told of them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionstats.core.claim import DocumentRow
    from unionstats.core.document import Document
    from unionstats.corpus.discover import Found
    from unionstats.metadata import Given

TOLD = ("metadata", "option")
"""Sources of a city or year that a run was told, which reading the report again would not find."""


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


def given_of(row: "DocumentRow") -> "Given":
    """What the run was told of a report, as the dataset keeps it: its place, its year, its title, its date.

    What it found in the report itself is left to be found again; only title and date cannot be told apart, and are
    the same either way.
    """
    from unionstats.core.document import Place
    from unionstats.metadata import Given

    source = row.city_source or ""
    place = Place(row.city or "", row.city_code or "", row.province or "", row.county, source)
    return Given(
        year=row.year if row.year_source in TOLD else None,
        published=row.published,
        title=row.title,
        year_source=row.year_source or "",
        place=place if source in TOLD else None,
    )
