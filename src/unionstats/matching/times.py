"""Find time expressions and resolve them against the report's own year."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from unionstats.core.document import Dating
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.numerals import parse

WITHIN_YEAR = frozenset(("months", "half", "quarter"))
_CLAUSE_ONLY = ("上年", "上一年", "前一年", "上年度")


class Time(NamedTuple):
    """A time expression as found, not yet resolved."""

    start: int
    end: int
    means: str
    rule: str
    text: str
    groups: dict[str, str | None]


class Period(NamedTuple):
    """A resolved period: first and last day, whether it is a state at a day, whether it reaches only its clause."""

    start: date
    end: date
    state: bool
    clause_only: bool


def find_times(text: str, rules: Rulebook) -> list[Time]:
    """All time expressions of a text in order, the longer one where two overlap."""
    found: list[Time] = []
    for entry in rules.periods:
        for match in entry.pattern.finditer(text):
            found.append(Time(match.start(), match.end(), entry.means, entry.rule, match.group(), match.groupdict()))
    found.sort(key=lambda time: (time.start, -time.end))
    kept: list[Time] = []
    for time in found:
        if (
            kept
            and time.means in WITHIN_YEAR
            and kept[-1].end == time.start
            and kept[-1].means in {"year", "this_year"}
        ):
            year = kept.pop()
            time = time._replace(start=year.start, text=year.text + time.text, groups={**year.groups, **time.groups})
        if kept and time.start < kept[-1].end:
            if time.end - time.start > kept[-1].end - kept[-1].start:
                kept[-1] = time
            continue
        kept.append(time)
    return kept


def resolve(time: Time, dating: Dating) -> Period | None:
    """The period that a time expression names in a report of `dating`, or None where it names none."""
    year = dating.year
    if not year and time.means == "five_year_plan":
        return None
    if not year and not (time.groups.get("y") or time.groups.get("yb") or time.groups.get("yc")):
        return None
    now = dating.published.year if dating.published else year
    groups = time.groups

    def number(*names: str) -> int | None:
        for name in names:
            if groups.get(name):
                value = parse(groups[name] or "")
                if value is not None:
                    return int(value)
        return None

    own = number("y", "yb", "yc", "yd")
    means = time.means
    if means == "years":
        return _years(own or year, number("y2") or year)
    if means == "since_year":
        return _years(min(own or year, year), year if not own or own <= year else own)
    if means in {"for_years", "congress"}:
        count = number("n", "nb", "nc")
        if means == "congress" and count is None:
            count = 5
        return _years(year - (count or 1) + 1, year) if count and count <= 40 else None
    if means == "next_years":
        count = number("n")
        return _years(year + 1, year + count) if count else None
    if means == "this_year":
        return _years(*[now if time.text.startswith("今年") else year] * 2)
    if means == "last_year":
        last = now - 1 if time.text.startswith("去") else year - 1
        return _years(last, last)._replace(clause_only=time.text.startswith(_CLAUSE_ONLY))
    if means == "next_year":
        return _years(*[max(now, year + 1)] * 2)
    if means == "five_year_plan":
        # The eleventh ran from 2006 to 2010: 十一 is 11, and each takes five years.
        first = 2006 + 5 * (int(parse(groups["plan"] or "十") or 10) - 11)
        last = min(first + 4, max(year, first))
        return _years(first, last) if first <= year else None
    if means == "plan_year":
        return _years(own or year, own or year) if own and own > year else None
    if means in {"months", "half", "quarter"}:
        first, last = _months(means, groups)
        if own is None:
            own = now if time.text.startswith("今年") else year
        return Period(date(own, first, 1), _month_end(own, last), False, False)
    if means == "until":
        base = own or (now if "今年" in time.text else year)
        month = number("m")
        if not 1 <= (month or 12) <= 12:
            return None
        end = _month_end(base, month) if month else date(base, 12, 31)
        return Period(end, end, True, False)
    if means == "year":
        base = own or year
        month = number("m")
        if month and 1 <= month <= 12:
            return Period(date(base, month, 1), _month_end(base, month), False, False)
        return _years(base, base)
    return None


def _years(first: int, last: int) -> Period:
    if first > last:
        first, last = last, first
    return Period(date(max(first, 1), 1, 1), date(last, 12, 31), False, False)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(means: str, groups: dict[str, Any]) -> tuple[int, int]:
    if groups.get("mn"):
        return 1, min(int(groups["mn"]), 12)
    if means == "months":
        first, last = int(groups["m"] or 0), int(groups["m2"] or 0)
        return (first, last) if 1 <= first <= last <= 12 else (1, 12)
    if means == "half":
        return (1, 6) if groups["h"] == "上" else (7, 12)
    if groups.get("qn"):
        return 1, 9 if groups["qn"] == "三" else 6
    quarter = "一二三四".index(groups["q"]) + 1
    return (1 if groups.get("first") else quarter * 3 - 2), quarter * 3


def same_line(times: Sequence[Time], start: int, end: int) -> list[Time]:
    """The time expressions inside [start, end)."""
    return [time for time in times if start <= time.start and time.end <= end]
