"""Tables in text lines: a head that names years, rows with a name, a unit, and a figure for each year.

    指标名称(单位)   2016年  2015年        项目 | 单位 | 2020年 | 2021年 | 增长(%)
    职工书屋(家)     142     118           新建工会 | 家 | 118 | 142 | 20.3

    序号   指标       单位   年度目标   上半年完成   完成率(%)
    1      新建工会   家     260        149          57.3

The unit stands in brackets behind the name, in a column of its own, or in a line above the table (单位：家). Or a head
that names what is counted, with units in brackets, and a row for each kind:

    单位类别       基层工会(个)   会员(万人)        指标名称           8月   1—8月   全年任务
    非公有制企业   2140           21.7              新建基层工会(家)   6     41      60

The row may be that of a year.
"""

import re
from datetime import date
from typing import NamedTuple

from unionstats.core.document import Dating
from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.covered import month_end
from unionstats.matching.quantity import Quantity, read_told

_CELL = re.compile(r"[^\s|│┃\t]+(?: [^\s|│┃\t0-9]+)*?(?=[\s|│┃\t]|$)")
_YEAR = re.compile(
    r"((?:19|20)[0-9]{2})年?(?:末|底|度)?(?:(?P<plan>计划|目标|任务)|实际|完成|实绩|实际完成)?(?:数|值|情况)?$"
)
_THIS = frozenset(
    ("本年", "今年", "本期", "数量", "数值", "完成数", "完成", "合计", "人数", "件数", "金额", "本年度", "年末数")
)
_LAST = frozenset(("上年", "去年", "上期", "上年度", "上年同期", "去年同期"))
_GROWTH = re.compile(
    r"(?:同比|[比较](?:上年|去年|上期)(?:同期)?)?(?:增长|增减|增幅|升降)(?:率|幅度)?(?:[(（][%％±+-]*[)）]|[%％])?$"
)
_GOAL = re.compile(
    r"(?:(?:(?:本|全)?年(?:度|初)?)?(?:目标|计划|任务)|(?:年度|年初|全年)指标)(?:任务|目标)?(?:数|值|量)?$"
)
_RESULT = re.compile(
    r"(?:(?:上|下)半年|全年|本年|年度|前[三3]季度|[0-9—-]{1,5}月份?|累计|实际|已|目前)+(?:实际|累计)?完成(?:数|值|量|情况)?$"
)
_RATE = re.compile(r"((?:年度|目标|任务|计划)?(?:完成率|完成比例|进度|占比|比重))(?:[(（][%％][)）]|[%％])?$")
_MONTHS = re.compile(
    r"(?:(?P<first>[0-9]{1,2})月?份?[-—–~～至])?(?P<last>[0-9]{1,2})月份?(?:累计|实际)?(?:完成|实绩)?(?:数|值|情况)?$"
)
_NUMBERING = frozenset(("序号", "编号", "号", "批次", "期次", "期数"))
_UNIT_HEAD = frozenset(("单位", "计量单位"))
_KNOWN = _THIS | _LAST | _UNIT_HEAD
_NAME_HEAD = re.compile(r"(?:项目|指标|名称|内容|类别|事项|指标名称|统计项目|分类|工作)")
_GAP = re.compile(r"[ \t|│┃\u3000]")
_NUMBER = re.compile(r"[0-9][0-9,]*(?: [0-9]{3})?(?:\.[0-9]+)?[%％]?$")
_SECOND_NUMBER = re.compile(r"\s[0-9][0-9,.]*\s+[0-9][0-9,.]*$")
_HUNDREDS, _THOUSANDS = re.compile("[1-9][0-9]{0,2}"), re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_SIGNED = re.compile(r"[-+－＋−][0-9.,]+[%％]?$")
_EMPTY = frozenset(("-", "—", "–", "/", "…", "－", "――", "——", "\\"))
_BRACKETED = re.compile(r"^(.{1,40}?)[(（]([^()（）]{1,6})[)）]$")
_SIGN = f"(?:{HAN}|[%％])"
_CAPTION = re.compile(rf"单位[:：]\s*({_SIGN}{{1,6}})")
_GROUP = re.compile(rf"{HAN}{{2,8}}(?:指标|类)")
"""A line that names a group of rows: 数量指标."""
_RULE = re.compile(r"[\s|│┃+:=—─-]*")
_BLANK = " \t|│┃\u3000\xa0\u1680\u2000-\u200a\u202f\u205f\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029"
_SECOND = re.compile(
    rf"[{_BLANK}](?:{'|'.join(sorted(_KNOWN))}|(?:年度|年初|全年)?(?:目标|计划|任务|指标)[值数]|(?:19|20)[0-9]{{2}}|[0-9]{{1,2}}(?:[-—–~～至][0-9]{{1,2}})?月(?![0-9])|{HAN}{{2,10}}[(（]{_SIGN}{{1,3}}[)）])"
)
"""A name that makes a head, behind a blank: every head has one inside its line, and few reports hold one."""
_MEASURE = re.compile(rf"((?:[0-9]{{1,3}})?{HAN}{{2,10}})[(（]({_SIGN}{{1,3}})[)）]$")
_PLANNED = ("任务", "任务数", "目标", "计划", "指标数")
_COUNTED = re.compile(rf"{HAN}{{1,8}}?(?:(人次|户次)|([人户件家个次])数)$")
"""A column whose name says the unit: 给付人次, 参保人数."""
_ROW_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?(?:度|末|底)?")
"""The name of a row that is of a year: 2015 33860 437."""
_DIGITS = frozenset("0123456789")
_ALL = frozenset(("合计", "总计", "全市", "全县", "全区", "总数", "小计"))
"""Names of the row that is of all kinds."""
LONGEST_ROW = 120
"""Characters beyond which a line is prose, not a row."""


class Cell(NamedTuple):
    """One figure of a table with its row head and year; `plan`: whether it is one."""

    quantity: Quantity
    label: str
    start: date
    end: date
    plan: bool


class _Column(NamedTuple):
    """kind: year, unit, growth, rate, measure or name; name, unit: of a rate or measure; plan: not of results.

    `months`: the first and last month of the year, where the column is of some.
    """

    kind: str
    year: int
    name: str = ""
    unit: str = ""
    plan: bool = False
    months: tuple[int, int] | None = None


def find_tables(text: str, rules: Rulebook, dating: Dating) -> list[Cell]:
    """All cells of all tables in the text, in order. A table without years is of the report's year."""
    if not any(_inside(text, found.start()) for found in _SECOND.finditer(text)):
        return []
    cells: list[Cell] = []
    columns: list[_Column] | None = None
    caption = ""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        bare = line.strip()
        if len(bare) > LONGEST_ROW or not bare:
            columns = None if bare else columns
        elif (head := _head(bare, dating)) is not None or columns is None:
            columns = head
            told = _CAPTION.search(bare) if "单位" in bare else None
            caption = told[1] if told else caption if columns else ""
        elif not _RULE.fullmatch(bare):
            row = _row(text, start, end, columns, caption, dating, rules)
            cells.extend(row)
            # A row that cannot be read (a sum in words) ends no table, a line of prose does.
            columns = columns if row or _SECOND_NUMBER.search(bare) or _GROUP.fullmatch(bare) else None
        start = end + 1
    return cells


def _inside(text: str, at: int) -> bool:
    """Whether something stands before `at` in its line."""
    return not text[text.rfind("\n", 0, at) + 1 : at + 1].isspace()


def _head(line: str, dating: Dating) -> list[_Column] | None:
    """The columns behind the name that a head line tells, or None where the line is no head."""
    if not _GAP.search(line):
        return None
    names = [found.group() for found in _CELL.finditer(line)]
    if names[0] in _NUMBERING:
        names = names[1:] or names
    measures = [_measure(name, dating.year) for name in names[1:]]
    named_unit = any(
        column is not None and column.name != name for column, name in zip(measures, names[1:], strict=True)
    )
    if len(measures) >= 2 and all(measures) and named_unit and not any("0" <= char <= "9" for char in names[0]):
        return [column for column in measures if column is not None]
    # Every other head has two years, or a year and the word for units: most lines with a blank are none.
    told = sum(
        name in _KNOWN or (name[0] in _DIGITS and (_YEAR.match(name) or _months(name)) is not None) for name in names
    )
    if told < 2 and not _UNIT_HEAD.intersection(names):
        # A goal and what came of it make a head as well: 绩效指标 年度指标值 实际完成值.
        behind = names[1:]
        if not (any(map(_GOAL.match, behind)) and any(map(_RESULT.match, behind))):
            return None
    columns = [_column(name, dating.year) for name in names]
    latest = max((column.year for column in columns if column.kind == "year"), default=dating.year)
    columns = [column._replace(year=latest) if column.kind == "growth" else column for column in columns]
    known = [column for column in columns if column.kind in {"year", "unit"}]
    years = [column for column in columns if column.kind == "year"]
    named = columns[0].kind == "name" and (_NAME_HEAD.search(names[0]) is not None or len(years) >= 2)
    if named and years and len(known) >= 2 and not any(column.kind == "name" for column in columns[1:]):
        return columns[1:]
    if len(years) >= 2 and len(years) == len(columns) and all(_YEAR.match(name) for name in names):
        return columns
    return None


def _column(name: str, year: int) -> _Column:
    told = _YEAR.match(name)
    if told:
        return _Column("year", int(told[1]), plan=told["plan"] is not None)
    if months := _months(name):
        return _Column("year", year, months=months)
    if name in _UNIT_HEAD:
        return _Column("unit", 0)
    if name in _THIS:
        return _Column("year", year)
    if name in _LAST:
        return _Column("year", year - 1)
    if _GOAL.match(name):
        return _Column("year", year, plan=True)
    if _RESULT.match(name):
        return _Column("year", year)
    if rate := _RATE.match(name):
        return _Column("rate", year, rate[1], "%")
    return _Column("growth", year) if _GROWTH.match(name) else _Column("name", 0)


def _months(name: str) -> tuple[int, int] | None:
    """The first and last month of a column: 8月, 1—8月."""
    told = _MONTHS.match(name)
    if told is None:
        return None
    last = int(told["last"])
    first = int(told["first"] or last)
    return (first, last) if 1 <= first <= last <= 12 else None


def _measure(name: str, year: int) -> _Column | None:
    """A column that names what is counted with its unit: 会员(万人)."""
    if found := _MEASURE.match(name):
        return _Column("measure", year, found[1], found[2], plan=found[1].endswith(_PLANNED))
    counted = _COUNTED.match(name)
    return _Column("measure", year, name, counted[1] or counted[2]) if counted else None


def _row(
    text: str, start: int, end: int, columns: list[_Column], caption: str, dating: Dating, rules: Rulebook
) -> list[Cell]:
    found = [match.span() for match in _CELL.finditer(text, start, end)]
    if len(found) > len(columns) + 1 and text[slice(*found[0])].isdecimal():
        found = found[1:]
    if len(found) > len(columns) + 1:
        found = _joined_thousands(text, found, len(columns) + 1)
    if len(found) != len(columns) + 1:
        return []
    name = text[slice(*found[0])].strip("#· ")
    if (of_year := _ROW_YEAR.fullmatch(name)) is not None:
        columns = [column._replace(year=int(of_year[1])) for column in columns]
        name = ""
    unit = caption
    bracketed = _BRACKETED.match(name)
    if bracketed:
        name, unit = bracketed[1], bracketed[2]
    cells = []
    for (first, last), column in zip(found[1:], columns, strict=True):
        printed = text[first:last]
        if column.kind == "unit":
            unit = printed
        elif not _NUMBER.match(printed) and not (column.kind == "growth" and _SIGNED.match(printed)):
            if printed not in _EMPTY:
                return []
        else:
            growth = column.kind == "growth"
            quantity = read_told(first, printed, "%" if growth else column.unit or unit, rules)
            if quantity is not None and column.year:
                label = f"{name}同比增长" if growth else column.name if name in _ALL else name + column.name
                own = column.year == dating.year and not column.plan and dating.period_start.year == dating.year
                first_day = dating.period_start if own else date(column.year, 1, 1)
                last_day = dating.period_end if own else date(column.year, 12, 31)
                if column.months:
                    first_day = date(column.year, column.months[0], 1)
                    last_day = month_end(column.year, column.months[1])
                cells.append(Cell(quantity, label, first_day, last_day, column.plan))
    return cells


def _joined_thousands(text: str, found: list[tuple[int, int]], wanted: int) -> list[tuple[int, int]]:
    """The cells of a row, `wanted` of them, where a blank parts the thousands of some: 1 105.20."""
    joined = found[:1]
    for first, last in found[1:]:
        before, here = text[slice(*joined[-1])], text[first:last]
        apart = len(found) > wanted and first - joined[-1][1] == 1
        if apart and _HUNDREDS.fullmatch(before) and _THOUSANDS.fullmatch(here) and len(joined) > 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined if len(joined) == wanted else found
