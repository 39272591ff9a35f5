"""What the user knows about reports: a CSV beside them, read strictly."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from unionstats.core.document import Place
from unionstats.core.errors import UsageError, reason_of

COLUMNS = ("file", "city", "year", "published", "title", "url")


class Given(NamedTuple):
    """What is known of one report from outside. `*_source` says from where: metadata or option.

    `place` is the city once it was found: of a dataset that is read again.
    """

    city: str | None = None
    year: int | None = None
    published: date | None = None
    title: str | None = None
    city_source: str = "option"
    year_source: str = "option"
    place: Place | None = None

    def overridden(self, city: str | None, year: int | None) -> "Given":
        """With the command's own city and year, where they are given."""
        changed = self
        if city:
            changed = changed._replace(city=city, city_source="option", place=None)
        if year:
            changed = changed._replace(year=year, year_source="option")
        return changed


def read_metadata(path: Path) -> Mapping[str, Given]:
    """What the CSV says, by file.

    Raises:
        UsageError: for an unknown or missing column, a file named twice, a year or date that is none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(str(path), f"cannot be read: {reason_of(error)}", "Give --metadata a CSV in UTF-8.") from None
    if rows and (unknown := [name for name in rows[0] if name not in COLUMNS]):
        raise UsageError(str(path), f"unknown column '{unknown[0]}'", f"Known: {', '.join(COLUMNS)}.")
    if rows and "file" not in rows[0]:
        raise UsageError(str(path), "the column 'file' is missing", "Name each report's path below the input folder.")
    known: dict[str, Given] = {}
    for number, row in enumerate(rows, 2):
        at = f"{path} line {number}"
        file = (row.get("file") or "").strip()
        if not file:
            raise UsageError(at, "the file is empty", "Name the report's path below the input folder.")
        if file in known:
            raise UsageError(at, f"{file} is there twice", "Keep one line for each report.")
        known[file] = Given(
            (row.get("city") or "").strip() or None,
            _year(row.get("year") or "", at),
            _date(row.get("published") or "", at),
            (row.get("title") or "").strip() or None,
            "metadata",
            "metadata",
        )
    return known


def _year(text: str, at: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        raise UsageError(at, f"the year {text!r} is none", "Write it as 2024.")
    return int(text)


def _date(text: str, at: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(at, f"the date {text!r} is none", "Write it as 2024-09-12.") from None
