"""What stretch of time a report says that it covers: a season, an audit's years, from day to day, part of a year."""

import calendar
import re
from datetime import date

from unionstats.matching.datelines import FROM_DAY_TO_DAY, HEAD_LINES

_SEASON = re.compile(
    r"(?P<first>(?:19|20)[0-9]{2})年?[-—–~～至到/]+(?P<last>(?:19|20)?[0-9]{2})年?度?(?P<name>学年|榨季|采暖[季期]|供暖[季期])"
)
"""A year of its own that begins in one calendar year and ends in the next: 2022—2023学年度, 2017/2018年榨季."""
_SEASON_MONTHS = {"学年": (9, 8), "榨季": (10, 9), "采暖": (11, 3), "供暖": (11, 3)}
"""First and last month of each, as the ministry of education, the sugar trade and the northern cities count them."""
_EXAMINED = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})年(?:度|(?P<m>[0-9]{1,2})月)?"
    r"(?:[-—–~～至到]+(?:(?P<y2>(?:19|20)[0-9]{2})年)?(?:度|(?P<m2>[0-9]{1,2})月)?)?(?:期间)?的?"
    r"[^。;；\n0-9]{0,24}(?:收支|经费|财务|预算执行|决算|资产)[^。;；\n0-9]{0,24}(?:审计|审查|检查|核查)"
)
"""What an audit looked at: 对某工会2017年1月至2018年12月的经费收支情况进行了审查."""
_AUDIT = re.compile("审计|审查|经审|检查")
_INSURANCE = re.compile("互助|保障|保险")
_TERM = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})\s?[年./-]\s?(?P<m>[0-9]{1,2})(?:\s?[./-]\s?[0-9]{1,2}|月(?:[0-9]{1,2}日)?)(?:[零0-9]{1,2}时)?(?:起|生效|启动|开始)?"
    r"[,，]?[至到—–~～-]+(?P<y2>(?:19|20)[0-9]{2})\s?[年./-]\s?(?P<m2>[0-9]{1,2})(?:\s?[./-]\s?[0-9]{1,2}|月)"
)
_PART = re.compile(
    r"(?P<half>[上下]?)半年|(?P<first>前)(?P<quarters>[二三])个?季度|第?(?P<quarter>[一二三四])季度"
    r"|(?<![0-9])(?P<since>[0-9]{1,2})月?[-—–~～至到]+(?P<until>[0-9]{1,2})月"
    r"(?!(?:的|工会|主要|重点){0,2}(?:工作)?(?:安排|计划|打算|要点|重点|目标|思路|任务|部署|将|要))"
)
"""In a title or where the report says what it tells: the half, the quarters or the months of the year."""
_TELLS = re.compile(r"现将[^。\n]{0,60}(?:如下|汇报|报告)")
LONGEST_AUDIT = 5
"""Years that an audit looks at, at most."""
FRONT = 400
"""Characters in which an audit says what it looked at."""


def stretch_covered(text: str, lines: list[str], heads: list[str], year: int) -> tuple[date, date] | None:
    """The first and last day of what a report on `year` says that it covers, where they are not those of the year.

    `heads`: those of its first lines that may be titles.
    """
    season = next((season for line in heads if (season := season_of(line))), None)
    term = term_told(text, heads)
    if term is not None and term[1].year != year:
        term = None
    return season or term or _years_examined(text, heads, year) or _days_told(lines, year)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def season_of(line: str) -> tuple[date, date] | None:
    """The first and last day of the season or of the months of several years that a title names."""
    found = _SEASON.search(line)
    if found is None:
        return _months_of(_TERM.search(line))
    first = int(found["first"])
    last = int(found["first"][: 4 - len(found["last"])] + found["last"])
    months = _SEASON_MONTHS[found["name"][:2]]
    return (date(first, months[0], 1), month_end(last, months[1])) if last == first + 1 else None


def examined(text: str, heads: list[str]) -> re.Match[str] | None:
    """What an audit's report says first that was looked at."""
    audits = any(_AUDIT.search(line) for line in heads)
    return _EXAMINED.search(text, 0, FRONT) if audits else None


def _years_examined(text: str, heads: list[str], year: int) -> tuple[date, date] | None:
    """The first and last day of the years that an audit looked at, where they are several and end with `year`."""
    found = examined(text, heads)
    if found is None or not found["y2"] or int(found["y2"]) != year or not 1 <= year - int(found["y"]) <= LONGEST_AUDIT:
        return None
    first, last = int(found["m"] or 1), int(found["m2"] or 12)
    return (date(int(found["y"]), first, 1), month_end(year, last)) if 1 <= first <= 12 and 1 <= last <= 12 else None


def term_told(text: str, heads: list[str]) -> tuple[date, date] | None:
    """The first and last day of the year of insurance that a report is on, where it crosses the calendar year.

    第八期活动自2018年4月1日起至2019年3月31日止; by months as well.
    """
    if not any(_INSURANCE.search(line) for line in heads):
        return None
    for found in _TERM.finditer(text, 0, FRONT):
        term = _months_of(found)
        if term and 360 <= (term[1] - term[0]).days <= 396:
            return term
    return None


def _months_of(found: re.Match[str] | None) -> tuple[date, date] | None:
    """The first day of the first and the last of the last month of a span that ends in a later year."""
    if found is None:
        return None
    years, months = (int(found["y"]), int(found["y2"])), (int(found["m"]), int(found["m2"]))
    if years[0] >= years[1] or not all(1 <= month <= 12 for month in months):
        return None
    return date(years[0], months[0], 1), month_end(years[1], months[1])


def _days_told(lines: list[str], year: int) -> tuple[date, date] | None:
    """The first and last day of what the first lines say is told, where it began in the year before `year`."""
    for line in lines[:HEAD_LINES]:
        if (found := FROM_DAY_TO_DAY.search(line)) and (_TELLS.search(line, found.end()) or len(line) <= 60):
            numbers = [int(number) for number in found.groups()]
            try:
                first, last = date(*numbers[:3]), date(*numbers[3:])
            except ValueError:
                continue
            if first.year + 1 == last.year == year and (last - first).days <= 366:
                return first, last
    return None


def part_of_year(text: str, heads: list[str]) -> tuple[int, int] | None:
    """The first and last month of what a report from within a year covers: 上半年工作总结, 1—9月工作情况."""
    tells = _TELLS.search(text)
    for head in [*heads, tells.group() if tells else ""]:
        found = _PART.search(head)
        if found is None:
            continue
        if found["since"]:
            first, last = int(found["since"]), int(found["until"])
            return (first, last) if 1 <= first <= last <= 12 else None
        if found["quarters"]:
            return 1, 3 * "一二三".index(found["quarters"]) + 3
        if found["quarter"]:
            last = 3 * "一二三四".index(found["quarter"]) + 3
            return last - 2, last
        return (7, 12) if found["half"] == "下" else (1, 6)
    return None
