"""Find time expressions and resolve them against the report's own year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from unionstats.core.document import Dating
from unionstats.core.errors import RuleError
from unionstats.grammar.rulebook import Period as Kind
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.covered import month_end
from unionstats.matching.numerals import parse
from unionstats.matching.terms import TERM_YEARS, congress_met, plan_starts

LONGEST = 40
"""Years that a report looks back on at most."""
WITHIN_YEAR = frozenset(("months", "half", "quarter"))
_YEARS = frozenset(("year", "this_year", "last_year", "next_year"))
"""What months, halves and quarters straight behind it belong to."""
_OPENING = re.compile(r"\(\?=(?:\.\{0,(?P<reach>[0-9]{1,2})\}(?P<word>\w+)|(?P<words>[^().*+\\^]+))\)")
"""How a pattern says where it can be found: so many characters before a word, or at one of these words."""
_HEAD = re.compile(r"\[([^\]]+)\]|(\w|[“《(])")
_CLAUSE_ONLY = ("上年", "上一年", "前一年", "上年度")


@dataclass(slots=True)
class Time:
    """A time expression as found, not yet resolved."""

    start: int
    end: int
    means: str
    rule: str
    text: str
    groups: dict[str, str | None]


@dataclass(slots=True)
class Period:
    """A resolved period: first and last day, whether it is a state at a day, whether it reaches only its clause."""

    start: date
    end: date
    state: bool
    clause_only: bool


class _Gate(NamedTuple):
    """Where the time expressions of a rulebook can begin, so that they are tried there only.

    Attributes:
        scan: every place where an expression that says how it opens may begin, in one pass.
        begins: first character → the expressions, as number of the rule and matcher.
        near: expressions that stand close before a word, with that word and how close.
        anywhere: the others.
    """

    scan: re.Pattern[str]
    begins: dict[str, list[tuple[int, Any]]]
    near: list[tuple[int, Any, str, int]]
    anywhere: list[tuple[int, Any]]


@lru_cache(maxsize=4)
def _gate(periods: tuple[Kind, ...]) -> _Gate:
    begins: dict[str, list[tuple[int, Any]]] = {}
    near: list[tuple[int, Any, str, int]] = []
    anywhere: list[tuple[int, Any]] = []
    rests: dict[str, set[str]] = {}
    for at, entry in enumerate(periods):
        opening = _OPENING.match(entry.pattern.pattern)
        if opening is None:
            anywhere.append((at, entry.pattern))
            continue
        pattern = entry.pattern
        if opening["word"]:
            near.append((at, pattern.match, opening["word"], int(opening["reach"])))
            continue
        for way in opening["words"].split("|"):
            head = _HEAD.match(way)
            if head is None:
                raise RuleError(
                    f"rule {entry.rule}", f"it cannot open with {way!r}", "Begin with a character or class."
                )
            for char in _characters(head):
                rests.setdefault(char, set()).add(way[head.end() :])
                if (at, pattern.match) not in begins.setdefault(char, []):
                    begins[char].append((at, pattern.match))
    # Single characters come first, so that `re` can search for them; what follows is looked at, not consumed.
    places = (f"{re.escape(char)}(?={'|'.join(sorted(rest))})" for char, rest in rests.items())
    return _Gate(re.compile("|".join(places) or "(?!)"), begins, near, anywhere)


def _characters(head: re.Match[str]) -> set[str]:
    """The characters of a class like 前0-9, or the one character."""
    within = head[1] or head[2]
    spans = re.findall("(.)-(.)", within)
    return {chr(code) for first, last in spans for code in range(ord(first), ord(last) + 1)} | set(within)


def find_times(text: str, rules: Rulebook, stretches: Iterable[tuple[int, int, int]]) -> list[Time]:
    """All time expressions of a text in order, the longer one where two overlap.

    Args:
        stretches: where to look: start, end, and where the last figure is that may need one.
    """
    gate = _gate(rules.periods)
    found: list[tuple[int, int, int, Any]] = []
    begins = gate.begins
    # An expression does not overlap another of its own kind.
    ends = [0] * len(rules.periods)
    for first, last, limit in stretches:
        reached = limit
        for candidate in gate.scan.finditer(text, first, last):
            start = candidate.start()
            if start > reached:
                break
            for kind, match_at in begins[text[start]]:
                if start >= ends[kind] and (match := match_at(text, start)) is not None:
                    end = ends[kind] = match.end()
                    found.append((start, -end, kind, match))
                    if end > reached:
                        reached = end
    for kind, match_at, word, reach in gate.near:
        at = text.find(word)
        while at >= 0:
            for start in range(max(at - reach, ends[kind]), at + 1):
                if (match := match_at(text, start)) is not None:
                    end = ends[kind] = match.end()
                    found.append((start, -end, kind, match))
                    break
            at = text.find(word, at + 1)
    for kind, pattern in gate.anywhere:
        found.extend((match.start(), -match.end(), kind, match) for match in pattern.finditer(text))
    found.sort()
    return _longest(found, rules)


def _longest(found: list[tuple[int, int, int, Any]], rules: Rulebook) -> list[Time]:
    """Of expressions that overlap the longer one. A year straight before months is theirs."""
    kept: list[Time] = []
    last, last_end = -1, -1
    for start, end, kind, match in found:
        entry = rules.periods[kind]
        end = -end
        whole = entry.means in WITHIN_YEAR and last_end == start and kept[-1].means in _YEARS
        if not whole and start < last_end:
            if end - start <= last_end - last:
                continue
            kept.pop()
        text, groups = match.group(), match.groupdict()
        if whole:
            year = kept.pop()
            start, text, groups = year.start, year.text + text, {**year.groups, "of": year.means, **groups}
        kept.append(Time(start, end, entry.means, entry.rule, text, groups))
        last, last_end = start, end
    return kept


def resolve(time: Time, dating: Dating, *, reviewed: bool = False) -> Period | None:
    """The period that a time expression names in a report of `dating`, or None where it names none.

    `reviewed`: whether who writes in the year after the report's calls the report's year this year.
    """
    year = dating.year
    if not year and time.means in {"five_year_plan", "plan_end"}:
        return None
    if not year and not (time.groups.get("y") or time.groups.get("yb") or time.groups.get("yc")):
        return None
    now = dating.published.year if dating.published and not reviewed else year
    groups = time.groups

    def number(*names: str) -> int | None:
        for name in names:
            printed = groups.get(name)
            if printed:
                value = parse(printed)
                if value is not None:
                    return int(value)
        return None

    own = number("y", "yb", "yc", "yd", "ye")
    means = time.means
    if means == "years":
        return _years(own or year, number("y2") or year)
    if means == "since_then":
        return _years(year, year)
    if means == "month_span":
        last = number("y2") or (now if re.search("[今本]年", time.text) else None)
        first = own or (now - 1 if time.text.startswith("去") else year - 1)
        months = number("m") or 0, number("m2") or 0
        if not all(1 <= month <= 12 for month in months):
            return None
        return Period(date(first, months[0], 1), month_end(max(last or first + 1, first), months[1]), False, False)
    if means == "since_year":
        own = congress_met(groups["party"] or "") if groups.get("party") else own
        return _years(min(own or year, year), year if not own or own <= year else own)
    if means in {"for_years", "congress"}:
        count = number("n", "nb", "nc", "nd")
        if means == "congress" and count is None:
            count = TERM_YEARS
        elif count and ("年多" in time.text or groups.get("nd")):
            count += 1
        if not count or count > LONGEST:
            return None
        # 五年来 in a report on those years are its own, though they touch a sixth calendar year.
        whole = count == TERM_YEARS and dating.period_start.year == year - count
        return _years(year - count + (0 if whole else 1), year)
    if means == "next_years":
        count = number("n")
        first = now if groups.get("both") else year + 1
        return _years(first, first + count - 1) if count else None
    if means == "this_year":
        if time.text.startswith("去冬"):
            return Period(date(max(now - 1, 1), 12, 1), month_end(now, 3), False, False)
        return _years(*[_named_year(means, time.text, year, now)] * 2)
    if means == "last_year":
        last = _named_year(means, time.text, year, now)
        period = _years(last, max(last, year) if groups.get("on") else last)
        period.clause_only = time.text.startswith(_CLAUSE_ONLY)
        return period
    if means == "next_year":
        return _years(*[_named_year(means, time.text, year, now)] * 2)
    if means == "five_year_plan":
        first = plan_starts(groups["plan"] or "十")
        last = min(first + TERM_YEARS - 1, max(year, first))
        return _years(first, last) if first <= year else None
    if means == "plan_end":
        last = plan_starts(groups["plan"] or "十") + TERM_YEARS - 1
        return Period(date(last, 12, 31), date(last, 12, 31), True, False) if last <= year else _years(last, last)
    if means == "plan_year":
        return _years(own, own) if own else None
    if means in {"months", "half", "quarter"}:
        first, last = _months(means, groups)
        if own is None:
            own = _named_year(groups.get("of") or "", time.text, year, now)
        ends = date(own, 12, 31) if groups.get("on") else month_end(own, last)
        return Period(date(own, first, 1), ends, False, False)
    if means == "until":
        month = number("m")
        base = own or (now if "今年" in time.text or _just_gone(month, year, dating.published) else year)
        if not 1 <= (month or 12) <= 12:
            return None
        end = month_end(base, month) if month else date(base, 12, 31)
        day = number("d")
        if month and day and day <= end.day:
            end = end.replace(day=day)
        return Period(end, end, True, False)
    if means == "year":
        base = own or year
        month = number("m")
        if month and 1 <= month <= 12:
            return Period(date(base, month, 1), month_end(base, month), False, False)
        return _years(base, base)
    return None


def _just_gone(month: int | None, year: int, written: date | None) -> bool:
    """Whether a month without a year is the one before a report was written, in the year after the one it tells of."""
    return month is not None and written is not None and written.year == year + 1 and 0 <= written.month - month <= 1


def _named_year(means: str, text: str, year: int, now: int) -> int:
    """The year of a time that `means` this, last or next year, in a report on `year` from the year `now`."""
    if means == "next_year":
        return max(now, year + 1)
    if means == "last_year":
        if text.startswith("前年"):
            return now - 2
        return now - 1 if text.startswith("去") else year - 1
    return now if text.startswith("今年") else year


def _years(first: int, last: int) -> Period:
    if first > last:
        first, last = last, first
    return Period(date(max(first, 1), 1, 1), date(last, 12, 31), False, False)


def _months(means: str, groups: dict[str, Any]) -> tuple[int, int]:
    if groups.get("mn"):
        return 1, min(int(parse(groups["mn"]) or 12), 12)
    if means == "months":
        first, last = int(groups["m"] or 0), int(groups["m2"] or 0)
        return (first, last) if 1 <= first <= last <= 12 else (1, 12)
    if means == "half":
        return (1, 6) if groups["h"] == "上" else (7, 12)
    if groups.get("qn"):
        return 1, 9 if groups["qn"] == "三" else 6
    quarter = "一二三四".index(groups["q"]) + 1
    return (1 if groups.get("first") else quarter * 3 - 2), quarter * 3
