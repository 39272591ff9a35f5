"""Which places there are, when they were valid, and where a text names one.

The facts are `rules/places.csv`; the words that open, close or forbid a name are `rules/places.toml` beside it.
Both are read on the first call, not on import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.core.document import Place
from unionstats.corpus.cues import Cues, cues_of
from unionstats.corpus.places_table import LEVELS, Unit, read_units, read_words

# 北京 天津 上海 重庆: provinces that are cities.
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# A report may use a name for a year after it ended (or before a list first shows it): 襄樊市 in a report on 2010.
GRACE_YEARS = 1
# What a short name lacks. Names of autonomous places are shortened in places.csv (column `also`).
PROVINCE_ENDS = ("省", "市")
PREFECTURE_ENDS = ("地区", "市", "盟")
COUNTY_ENDS = ("市", "县", "区", "旗")
# Lengths of the short names that stand for nothing by themselves.
INNER_CHARS = (2, 3)
_KINDS = frozenset("市县区州旗盟")
FULL_ENDS = ("州", "盟", "县", "区", "旗", "兵团")


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
    """All places, ready to be found. Made by `load_gazetteer`.

    `inner` are the short names of counties that several places share or that are everyday words: they count between
    a larger place and a union only (大连|中山|工会). `begun` are the names by their first character, for what a weak
    name may have swallowed the beginning of (莅|临泉|州市). `zones` are the words of development zones, which some
    names are as well.
    """

    units: tuple[Unit, ...]
    cues: Cues
    names: Mapping[str, tuple[Unit, ...]]
    weak: frozenset[str]
    inner: Mapping[str, tuple[Unit, ...]]
    begun: Mapping[str, tuple[str, ...]]
    by_code: Mapping[str, tuple[Unit, ...]]
    automaton: AhoCorasick
    heads: frozenset[str]
    tails: frozenset[str]
    zones: frozenset[str]
    # Year → name → what `lookup` said: a report repeats its names, and a run its years.
    known: dict[int | None, dict[str, tuple[Unit, ...]]] = field(default_factory=dict, compare=False, repr=False)

    def lookup(self, name: str, year: int | None = None) -> tuple[Unit, ...]:
        """The places that bear `name` (full or short), the widest level first; with a year those of that year."""
        return self.valid(self.names.get(name, ()), year)

    def find(self, text: str, year: int | None = None, start: int = 0, stop: int | None = None) -> list[Named]:
        """The place names in `text` (simplified script), in text order, the longest at each position.

        Only [start, stop) is read, where given; no name may lie across its ends. Promises one pass; never raises.
        """
        known = self.known.setdefault(year, {})
        names, weak, heads, tails = self.names, self.weak, self.heads, self.tails
        found: list[Named] = []
        last = -1
        for _, first, end in self.automaton.find_matches_as_indexes(text[start:stop]):
            first += start
            end += start
            if first < last:
                continue  # it begins inside a name that was put in the place of a weak one
            name = text[first:end]
            if first == last and (inside := self.valid(names.get(name, ()), year, found[-1].units)):
                found[-1] = Named(found[-1].start, first, end, inside, False)
                last = end
                continue
            if name in weak and (other := self._overlapping(text, end, stop)):
                name, first = other, end - 1
                end = first + len(name)
            same = names.get(name)
            if same is None:
                continue  # a word of `never`, it only swallows the name inside it
            # 推广安全: an everyday word swallows the first or the last character of a short name; 平桥街道 is none.
            if end - first == 2 and (
                text[first - 1 : first + 1] in heads or text[end - 1 : end + 1] in tails or text.startswith("街道", end)
            ):
                continue
            units = known.get(name)
            if units is None:
                units = known[name] = self.valid(same, year)
                if name in self.zones and not any(_stands(unit, year, GRACE_YEARS) for unit in units):
                    units = known[name] = ()
            if not units:
                continue  # 新区总工会: the zone of some city, and no district of that name but in its own years
            found.append(self._part_behind(Named(first, first, end, units, name in weak), text, year))
            last = found[-1].end
        return found

    def _part_behind(self, outer: Named, text: str, year: int | None) -> Named:
        """`outer`, or what a short name of `inner` behind it, before a union, names in it: 大连|中山|工会."""
        end = outer.end
        for length in INNER_CHARS:
            last = end + length
            # 广西|崇左|市总工会: the next character belongs to the name, which is a full one.
            if text[last : last + 1] in _KINDS or (same := self.inner.get(text[end:last])) is None:
                continue
            if self.cues.union.match(text, last) and (inside := self.valid(same, year, outer.units)):
                return Named(outer.start, end, last, inside, False)
        return outer

    def _overlapping(self, text: str, end: int, stop: int | None) -> str | None:
        """The full name that begins with the last character of a weak name that ends at `end`, unless a union follows.

        莅临泉州市 holds 临泉 and 泉州市; the full name is the surer one.
        """
        others = self.begun.get(text[end - 1])
        if others is None or self.cues.union.match(text, end):
            return None
        last = len(text) if stop is None else stop
        return next((other for other in others if text.startswith(other, end - 1, last)), None)

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

    def rivals(self, unit: Unit, quote: str) -> tuple[Unit, ...]:
        """The counties that `quote`, a city's short name and a union, may mean too: 朝阳工会, of 朝阳市 or 朝阳区."""
        if unit.level == "county" or quote.startswith(unit.name):
            return ()
        stem = self.stem(unit)
        return self.inner.get(stem, ()) if quote.startswith(stem) else ()

    def stem(self, unit: Unit) -> str:
        """The short name of a city: 合肥 of 合肥市."""
        for end in PREFECTURE_ENDS:
            if unit.name.endswith(end) and len(unit.name) - len(end) >= 2:
                return unit.name.removesuffix(end)
        return unit.also.split()[-1] if unit.also else unit.name


def is_province(unit: Unit) -> bool:
    """Whether `unit` is a province and no city as well."""
    return unit.level == "province" and unit.code[:2] not in MUNICIPALITIES


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
    words = read_words(path.with_name("places.toml"))
    units = read_units(path)
    names, weak, inner = _names(units, words)
    begun: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        if name.endswith(COUNTY_ENDS) and len(name) > 2 and name not in weak:
            begun.setdefault(name[0], []).append(name)
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    never = [word for word in words["never"] if word not in names]
    return Gazetteer(
        units=units,
        cues=cues_of(words),
        names={name: tuple(same) for name, same in names.items()},
        weak=frozenset(weak),
        inner={name: tuple(same) for name, same in inner.items()},
        begun={char: tuple(same) for char, same in begun.items()},
        by_code={code: tuple(same) for code, same in by_code.items()},
        automaton=AhoCorasick([*names, *never], matchkind=MatchKind.LeftmostLongest, store_patterns=False),
        heads=frozenset(words["word_heads"]),
        tails=frozenset(words["word_tails"]),
        zones=frozenset(words["zone"]),
    )


def _names(
    units: tuple[Unit, ...], words: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, list[Unit]], set[str], dict[str, list[Unit]]]:
    """Every name, full and short, with its places; which names are weak; and the short names that stand for nothing
    by themselves."""
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
    inner: dict[str, list[Unit]] = {}
    for stem, same in stems.items():
        # Only where one county of today bears it, and no city or province does.
        today = {unit.code for unit in same if not unit.last} or {unit.code for unit in same}
        if len(today) == 1 and stem not in names and stem not in barred:
            names[stem] = same
            weak.add(stem)
        elif len(stem) in INNER_CHARS:
            inner[stem] = same
    return names, weak, inner
