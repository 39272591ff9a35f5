"""Resolve time expressions against the report's own year."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from unionstats.core.document import Dating
from unionstats.matching.covered import month_end
from unionstats.matching.numerals import parse
from unionstats.matching.terms import TERM_YEARS, congress_met, plan_starts
from unionstats.matching.times import Time

LONGEST = 40
"""Years that a report looks back on at most."""
_CLAUSE_ONLY = ("上年", "上一年", "前一年", "上年度")


@dataclass(slots=True)
class Period:
    """A resolved period: first and last day, whether it is a state at a day, whether it reaches only its clause."""

    start: date
    end: date
    state: bool
    clause_only: bool


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
        if party := groups.get("party"):
            own = congress_met(party)
        return _years(min(own or year, year), year if not own or own <= year else own)
    if means in {"for_years", "congress"}:
        count = number("n", "nb", "nc", "nd", "ne")
        if means == "congress" and count is None:
            count = TERM_YEARS
        elif count and ("年多" in time.text or groups.get("nd")):
            count += 1
        if not count or count > LONGEST:
            return None
        if groups.get("ne"):
            return _end_of(groups["end"] or "", int(parse(groups["ne"] or "") or 0), dating)
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


def _end_of(which: str, count: int, dating: Dating) -> Period | None:
    """The first or last years that a report is on, by 前 or 后; before those of one year, which has none of its own."""
    first, last = dating.period_start.year, dating.year
    if last - first <= count - (first == last):
        return _years(last - count, last - 1) if which == "前" and first == last else None
    return _years(first, first + count - 1) if which == "前" else _years(last - count + 1, last)


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
