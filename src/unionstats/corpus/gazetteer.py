"""Which places there are, when they were valid, and where a text names one.

The facts are `rules/places.csv` (rules/PLACES.md says where they come from and what the columns mean); the words
that open, close or forbid a name are `rules/places.toml` beside it. Both are read on the first call, not on import.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.core.document import Place
from unionstats.core.errors import RuleError

COLUMNS = ("code", "name", "level", "from", "to", "now", "also")
LEVELS = ("province", "prefecture", "county")
LISTS = frozenset(
    {"issuer", "self", "branch", "zone", "zone_not", "visit", "signature_before", "furniture", "company", "never"}
    | {"not_alone", "never_short", "partner_before", "partner_after", "superior_before", "superior_after"}
    | {"word_heads", "word_tails", "talk_city", "talk_county", "talk_county_not_before", "talk_province"}
)
# 北京 天津 上海 重庆: provinces that are cities.
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# A report may use a name for a year after it ended (or before a list first shows it): 襄樊市 in a report on 2010.
GRACE_YEARS = 1
# What a short name lacks. Names of autonomous places are shortened in places.csv (column `also`).
PROVINCE_ENDS = ("省", "市")
PREFECTURE_ENDS = ("地区", "市", "盟")
COUNTY_ENDS = ("市", "县", "区", "旗")
FULL_ENDS = ("州", "盟", "县", "区", "旗", "兵团")


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


class Named(NamedTuple):
    """A place name in a text, with the larger places printed straight before it (安徽省亳州市 is one).

    `start` is where the larger places begin, [name_start, end) is the name itself. `units` are the places it may
    be: one where the larger places or the year decide. `weak` names (short names of counties, everyday words)
    count before a union word or after a larger place only.
    """

    start: int
    name_start: int
    end: int
    units: tuple[Unit, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places, ready to be found. Made by `load_gazetteer`."""

    units: tuple[Unit, ...]
    words: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[Unit, ...]]
    weak: frozenset[str]
    by_code: Mapping[str, tuple[Unit, ...]]
    automaton: AhoCorasick
    heads: frozenset[str]
    tails: frozenset[str]

    def lookup(self, name: str, year: int | None = None) -> tuple[Unit, ...]:
        """The places that bear `name` (full or short), the widest level first; with a year those of that year."""
        return self.valid(self.names.get(name, ()), year)

    def find(self, text: str, year: int | None = None) -> list[Named]:
        """The place names in `text` (simplified script), in text order, the longest at each position.

        Promises one pass over the text; never raises.
        """
        found: list[Named] = []
        for _, start, end in self.automaton.find_matches_as_indexes(text):
            name = text[start:end]
            same = self.names.get(name)
            if same is None:
                continue  # a word of `never`: it only swallows the name inside it
            before = found[-1] if found and found[-1].end == start else None
            if before is not None:
                inside = self.valid(same, year, before.units)
                if inside:
                    found[-1] = Named(before.start, start, end, inside, False)
                    continue
            if end - start == 2 and self._swallowed(text, start, end):
                continue
            found.append(Named(start, start, end, self.valid(same, year), name in self.weak))
        return found

    def valid(
        self, units: Iterable[Unit], year: int | None, inside: tuple[Unit, ...] | None = None
    ) -> tuple[Unit, ...]:
        """Of same-named `units` those of `year` (None: of today, else of their own time), the widest level only.

        A name that had ended more than `GRACE_YEARS` before `year` stands for what became of the place. With
        `inside` only what lies in one of those: 吉林 alone is the province, after 吉林省 the city.
        """
        every = tuple(units)
        if inside is not None:
            every = tuple(unit for unit in every if any(_holds(outer, unit) for outer in inside))
        if len(every) == 1 and not every[0].last:
            return every
        kept = [unit for unit in every if _stands(unit, year)]
        if not kept and year is not None:
            kept = [unit for unit in every if _stands(unit, year, GRACE_YEARS)]
        if not kept and year is not None:
            kept = [heir for unit in every for heir in self.by_code.get(unit.now, ()) if _stands(heir, year)]
        if not kept:
            latest = max((unit.last for unit in every), default=0)
            kept = [unit for unit in every if unit.last == latest]
        for level in LEVELS:
            same = tuple(dict.fromkeys(unit for unit in kept if unit.level == level))
            if same:
                return same
        return ()

    def home(self, unit: Unit, year: int | None = None) -> Unit:
        """The city that keys a report of `unit`: its prefecture, its municipality, or itself."""
        if unit.level != "county":
            return unit
        code = unit.code[:2] + "0000" if unit.code[:2] in MUNICIPALITIES else unit.code[:4] + "00"
        above = self.by_code.get(code, ())
        asked = year if year is not None and _stands(unit, year, GRACE_YEARS) else unit.last or None
        # Lists of one year now and then show a county a year before or after its prefecture.
        for when, grace in ((asked, 0), (asked, GRACE_YEARS), (unit.first, GRACE_YEARS)):
            for other in above:
                if _stands(other, when, grace):
                    return other
        return unit

    def province(self, unit: Unit) -> Unit:
        """The province of `unit`; a municipality is its own."""
        return self.by_code[unit.code[:2] + "0000"][-1]

    def place(self, unit: Unit, source: str, year: int | None = None, zone: str | None = None) -> Place:
        """`unit` as the place of a report. `zone` is a development zone's name, kept where a county would stand."""
        home = self.home(unit, year)
        county = zone or (unit.name if unit.code != home.code else None)
        return Place(home.name, home.code, self.province(unit).name, county, source)

    def stem(self, unit: Unit) -> str:
        """The short name of a city: 合肥 of 合肥市."""
        for end in PREFECTURE_ENDS:
            if unit.name.endswith(end) and len(unit.name) - len(end) >= 2:
                return unit.name.removesuffix(end)
        return unit.also.split()[-1] if unit.also else unit.name

    def _swallowed(self, text: str, start: int, end: int) -> bool:
        """Whether the characters at either end of a short name make an everyday word with their neighbours."""
        return text[start - 1 : start + 1] in self.heads or text[end - 1 : end + 1] in self.tails


def _stands(unit: Unit, year: int | None, grace: int = 0) -> bool:
    if year is None:
        return not unit.last
    return unit.first - grace <= year and (not unit.last or year <= unit.last + grace)


def _holds(outer: Unit, inner: Unit) -> bool:
    """Whether `inner` lies in `outer`, or is the same place under its other name (第八师石河子市)."""
    if outer.code == inner.code:
        return True
    if outer.level == "province":
        return inner.code[:2] == outer.code[:2] and inner.level != "province"
    return outer.level == "prefecture" and inner.code[:4] == outer.code[:4] and inner.level == "county"


@cache
def load_gazetteer(path: Path) -> Gazetteer:
    """Read places.csv at `path` and places.toml beside it, once for each path and process.

    Raises:
        RuleError: one of them is missing, not UTF-8 or holds what is not understood; names file and line.
    """
    words = _read_words(path.with_name("places.toml"))
    units = _read_units(path)
    names, weak = _names(units, words)
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    never = [word for word in words["never"] if word not in names]
    return Gazetteer(
        units=units,
        words=words,
        names={name: tuple(same) for name, same in names.items()},
        weak=frozenset(weak),
        by_code={code: tuple(same) for code, same in by_code.items()},
        automaton=AhoCorasick([*names, *never], matchkind=MatchKind.LeftmostLongest, store_patterns=False),
        heads=frozenset(words["word_heads"]),
        tails=frozenset(words["word_tails"]),
    )


def _names(units: tuple[Unit, ...], words: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, list[Unit]], set[str]]:
    """Every name, full and short, with its places, and which names are weak."""
    names: dict[str, list[Unit]] = {}
    weak: set[str] = set(words["not_alone"])
    stems: dict[str, list[Unit]] = {}
    for unit in units:
        names.setdefault(unit.name, []).append(unit)
        full = [unit.name]
        for other in unit.also.split():
            names.setdefault(other, []).append(unit)
            if other.endswith(FULL_ENDS):
                full.append(other)
            elif unit.level == "county":
                weak.add(other)
        if unit.level == "county":
            for name in full:
                if len(name) > 2 and name.endswith(COUNTY_ENDS):
                    stems.setdefault(name[:-1], []).append(unit)
            continue
        for end in PROVINCE_ENDS if unit.level == "province" else PREFECTURE_ENDS:
            if unit.name.endswith(end) and len(unit.name) - len(end) >= 2:
                names.setdefault(unit.name.removesuffix(end), []).append(unit)
                break
    barred = set(words["never_short"])
    for stem, same in stems.items():
        # Only where one county of today bears it, and no city or province does.
        today = {unit.code for unit in same if not unit.last} or {unit.code for unit in same}
        if len(today) == 1 and stem not in names and stem not in barred:
            names[stem] = same
            weak.add(stem)
    return names, weak


def _read_units(path: Path) -> tuple[Unit, ...]:
    """The rows of places.csv, each checked. Lines that start with # are notes."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [(number, row) for number, row in enumerate(csv.reader(lines), 1) if row and row[0][:1] != "#"]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleError(path.name, f"is not a UTF-8 CSV file ({error})", "Save it as UTF-8.") from None
    except OSError as error:
        raise RuleError(str(path), f"cannot be read ({error.strerror})", "Restore rules/places.csv.") from None
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


def _read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """The lists of places.toml: all of `LISTS`, each with `says` and `words`, and nothing else."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(str(path), f"cannot be read ({error.strerror})", "Restore rules/places.toml.") from None
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
