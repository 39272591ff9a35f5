"""The facts about places as they are written: `rules/places.csv` and the lists of words `rules/places.toml` beside it.

rules/PLACES.md says where they come from and what the columns mean. Every line is checked here, and only here.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import tomli

from unionstats.core.errors import RuleError, reason_of

COLUMNS = ("code", "name", "level", "from", "to", "now", "also")
LEVELS = ("province", "prefecture", "county")
LISTS = frozenset(
    {
        "issuer",
        "self",
        "press",
        "branch",
        "local",
        "zone",
        "zone_not",
        "visit",
        "above",
        "signature_before",
        "furniture",
        "company",
    }
    | {"never", "not_alone", "never_short", "partner_before", "partner_after", "superior_before", "superior_after"}
    | {"word_heads", "word_tails", "talk_city", "talk_county", "talk_county_not_before", "talk_province"}
)


class Unit(NamedTuple):
    """One place under one name and code. `first` and `last` are years, 0 where open; `now` is today's code or ''.

    `also` are further names in use, parted by blanks.
    """

    code: str
    name: str
    level: str
    first: int
    last: int
    now: str
    also: str


def read_units(path: Path) -> tuple[Unit, ...]:
    """The rows of places.csv at `path`, each checked. Lines that start with # are notes.

    Raises:
        RuleError: it is missing, not UTF-8 or holds what is not understood; names file and line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [(number, row) for number, row in enumerate(csv.reader(lines), 1) if row and row[0][:1] != "#"]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleError(path.name, f"is not a UTF-8 CSV file ({error})", "Save it as UTF-8.") from None
    except OSError as error:
        raise RuleError(str(path), f"cannot be read ({reason_of(error)})", "Restore rules/places.csv.") from None
    if not rows or tuple(rows[0][1]) != COLUMNS:
        raise RuleError(path.name, f"its columns are not {','.join(COLUMNS)}", "Restore the header line.")
    units: list[Unit] = []
    for number, row in rows[1:]:
        try:
            units.append(_unit(row))
        except ValueError as error:
            raise RuleError(f"{path.name}:{number}", str(error), "Mend the line; see rules/PLACES.md.") from None
    if not units:
        raise RuleError(str(path), "holds no place", "Restore rules/places.csv.")
    provinces = {unit.code for unit in units if unit.level == "province"}
    for unit in units:
        if unit.code[:2] + "0000" not in provinces:
            raise RuleError(path.name, f"{unit.code} {unit.name} has no province", "Add the province or mend the code.")
    return tuple(units)


def _unit(row: list[str]) -> Unit:
    if len(row) != len(COLUMNS):
        raise ValueError(f"the line has {len(row)} cells, not {len(COLUMNS)}")
    code, name, level, first, last, now, also = row
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise ValueError(f"{code!r} is not a code of six digits")
    if len(name) < 2:
        raise ValueError(f"{name!r} is not a name of two characters or more")
    expected = LEVELS[0] if code[2:] == "0000" else LEVELS[1] if code[4:] == "00" else LEVELS[2]
    if level != expected:
        raise ValueError(f"{code} {name} is a {expected}, not a {level!r}")
    if (first and not (len(first) == 4 and first.isdigit())) or (last and not (len(last) == 4 and last.isdigit())):
        raise ValueError(f"{first!r} to {last!r} are not years")
    years = int(first or 0), int(last or 0)
    if years[1] and years[0] > years[1]:
        raise ValueError(f"{code} {name} ends in {last} before it begins in {first}")
    return Unit(code, name, level, *years, now, also)


def read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """The lists of places.toml at `path`: all of `LISTS`, each with `says` and `words`, and nothing else.

    Raises:
        RuleError: it is missing, not TOML or holds what is not understood; names the list.
    """
    try:
        tables = tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(str(path), f"cannot be read ({reason_of(error)})", "Restore rules/places.toml.") from None
    except ValueError as error:
        raise RuleError(path.name, f"is not TOML ({error})", "Mend the line that it names.") from None
    if odd := sorted(LISTS ^ tables.keys()):
        raise RuleError(path.name, f"lists missing or not known: {', '.join(odd)}", "Add or remove them.")
    words: dict[str, tuple[str, ...]] = {}
    for key, table in tables.items():
        where = f"{path.name} [{key}]"
        if not isinstance(table, dict) or table.keys() != {"says", "words"} or not isinstance(table["words"], list):
            raise RuleError(where, "does not have exactly `says` and `words`", "Write both, and nothing else.")
        if not all(isinstance(word, str) and word for word in [table["says"], *table["words"]]):
            raise RuleError(where, "holds an empty or non-text entry", "Remove it or put it in quotes.")
        words[key] = tuple(table["words"])
    return words
