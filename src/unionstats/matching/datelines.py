"""The line of a report that says when it was written."""

import re
from datetime import date

from unionstats.matching.numerals import parse

DATE = re.compile(
    r"((?:19|20)[0-9]{2})(?!\s?年\s?[0-9]{1,2}\s?[-./])\s?[-年./]\s?([0-9]{1,2})\s?[-月./]\s?([0-9]{1,2})(?:日|(?![0-9]))"
)
"""A day. 2023年1-6月 is none."""
FROM_DAY_TO_DAY = re.compile(rf"{DATE.pattern}(?:[零0-9]{{1,2}}时)?起?[至到—–~～-]+{DATE.pattern}")
"""What a report of an insurance year covers: 第十八期(2024年7月1日至2025年6月30日). Neither day is its dateline."""
MONTH = re.compile(r"(?:^[\s(（]*|于)((?:19|20)[0-9]{2})年([0-9]{1,2})月[\s)）。]*$")
"""A dateline without a day: (2018年10月), 本报告完成于2023年8月."""
_CHINESE_DATE = re.compile(
    r"((?:二[〇零○0O]|一九)[〇零○0O一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
HEAD_LINES, TAIL_LINES = 8, 5
"""Lines at either end of a report that may be its dateline."""
_SENTENCE_END = frozenset("。;；")
"""No title ends with one of these."""

_NEWS = re.compile(r"来源[:：]|浏览|阅读|点击|记者|通讯员|本报|日报|晚报|[0-9]{2}版|[0-9]{1,2}:[0-9]{2}")
"""In the first lines: a piece of news, which tells of the days before it unless it says otherwise."""


def is_news(lines: list[str]) -> bool:
    """Whether the first lines are those of a piece of news."""
    return any(_NEWS.search(line) for line in lines[:HEAD_LINES])


def title_lines(lines: list[str]) -> list[str]:
    """The first lines that may be titles."""
    return [line for line in lines[:4] if len(line) <= 60 and line[-1] not in _SENTENCE_END]


def published_on(lines: list[str]) -> date | None:
    """The day that stands in the first lines or the last; None where there is none."""
    for line in [*lines[:HEAD_LINES], *reversed(lines[-TAIL_LINES:])]:
        if len(line) > 90:
            if line[-1] not in ")）":
                continue
            # A long paragraph may end in the reporter's bracket, which may hold the date.
            line = line[max(line.rfind("(", -42), line.rfind("（", -42)) :]
        line = _CHINESE_DATE.sub(_in_digits, line) if "年" in line else line
        found = DATE.search(FROM_DAY_TO_DAY.sub("", line))
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None


def month_written(lines: list[str]) -> date | None:
    """The first day of the month that stands where a day is missing, in the first lines or the last."""
    for line in [*lines[:HEAD_LINES], *reversed(lines[-TAIL_LINES:])]:
        found = MONTH.search(line) if "月" in line[-4:] else None
        if found and 1 <= int(found[2]) <= 12:
            return date(int(found[1]), int(found[2]), 1)
    return None


def _in_digits(found: re.Match[str]) -> str:
    """二〇一二年十一月三十日 → 2012年11月30日."""
    month, day = parse(found[2]), parse(found[3])
    return f"{found[1].translate(DIGITS)}年{month}月{day}日"
