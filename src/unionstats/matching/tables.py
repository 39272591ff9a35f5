"""Tables in text lines: a head with years, rows with a name, its unit in brackets, and a figure for each year."""

import re
from datetime import date
from typing import NamedTuple

from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.numerals import parse
from unionstats.matching.quantity import Quantity

_HEAD = re.compile(
    r"^[^\n。]{0,30}?((?:(?:19|20)[0-9]{2})年?(?:[ \t|　]+(?:19|20)[0-9]{2}年?)+)[ \t|　]*$", re.MULTILINE
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CELL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_ROW = re.compile(r"^([^\n0-9]{2,40}?)[(（]([^()（）]{1,6})[)）][ \t|　]+((?:[0-9][0-9,.]*[ \t|　]*)+)$")
_PLACES = (("亿", 100_000_000), ("万", 10_000), ("千", 1000), ("百", 100))


class Cell(NamedTuple):
    """One figure of a table with its row head and year."""

    quantity: Quantity
    label: str
    start: date
    end: date


def find_tables(text: str, rules: Rulebook) -> list[Cell]:
    """All cells of all tables in the text, in order."""
    cells: list[Cell] = []
    for head in _HEAD.finditer(text):
        years = [int(year) for year in _YEAR.findall(head[1])]
        at = head.end() + 1
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            row = _ROW.match(text[at:end].rstrip())
            found = list(_CELL.finditer(text, at + row.start(3), end)) if row else []
            if not row or len(found) != len(years):
                break
            for year, cell in zip(years, found, strict=True):
                quantity = _read(cell, row[2], rules)
                if quantity:
                    cells.append(Cell(quantity, row[1].strip(" \t　|#"), date(year, 1, 1), date(year, 12, 31)))
            at = end + 1
    return cells


def _read(cell: re.Match[str], unit: str, rules: Rulebook) -> Quantity | None:
    value = parse(cell.group())
    if value is None:
        return None
    for word, place in _PLACES:
        if unit.startswith(word) and len(unit) > len(word):
            value *= place
            unit = unit[len(word) :]
            break
    known = rules.units.get(unit)
    kind = known.kind if known and known.kind else "count"
    if known and known.factor is not None:
        value *= known.factor
    quantity = Quantity(
        cell.start(),
        cell.end(),
        value,
        (known.unit if known and known.unit else unit),
        kind,
        known.counts if known else "",
        cell.group(),
    )
    quantity.rules.append(known.rule if known and known.rule else "table.row")
    return quantity
