"""When a report reports on: its title, its dateline, the years that it speaks of."""

import re
from collections import Counter
from datetime import date

from unionstats.core.document import Dating
from unionstats.matching.covered import FRONT, examined, month_end, part_of_year, season_of, stretch_covered, term_told
from unionstats.matching.datelines import (
    DATE,
    DIGITS,
    HEAD_LINES,
    MONTH,
    is_news,
    month_written,
    published_on,
    title_lines,
)
from unionstats.matching.numerals import parse
from unionstats.matching.terms import TERM_YEARS, plan_starts

_TITLE_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?(?:度|年(?!卷|第[0-9]{1,3}号))")
_SLOGAN_YEAR = re.compile(
    r"(?:数说|盘点|回眸|回望|关键词|成绩单|账单|年报|致敬|再见)[^0-9]{0,4}(20[0-9]{2})(?![0-9年月./-])"
    r"|(?<![0-9])(20[0-9]{2})[^0-9年月./-]{0,4}(?:回眸|盘点|成绩单|账单|年报|关键词|大事记|工作总结)"
)
"""The title of a public account or a page, which has no 年: #数说2023#, 2019回眸."""
_TITLE_RANGE = re.compile(r"((?:19|20)[0-9]{2})年?(?:[-—–~～至到]+)((?:19|20)[0-9]{2})年")
_VOLUME = re.compile(r"((?:19|20)[0-9]{2})年?卷|年鉴[(（]?((?:19|20)[0-9]{2})[)）]?")
_PLAN = re.compile(
    r"年(?:的)?(?:工作|目标)?(?:打算|计划|思路|安排|要点|目标|是|将|要(?!情|闻|览|事)|,我们打算|,将|力争|工会工作要点|[底末]前)"
)
_YEAR = re.compile(r"年(?!代)(?<=(?:19|20)[0-9]{2}年)(?<![0-9]{5}年)")
"""Starts with the one character that `re` finds fast, as do all that are looked for in a whole report."""
_AHEAD = re.compile(r"(?<!走)(?:到|至|力争|确保|在)$")
_MONTH_GONE = re.compile(
    "年(?:[0-9]{1,2}月(?!底?[前止])|[底末]?[,，]?(?:全[市县区州旗])?(?:共?有(?!望)|已(?![建入参签][会保约])|实有|累计|先后))"
)
"""Behind a year up to which something is told: 到2021年10月 has come, 到2025年 and 到2025年6月底前 are goals."""
_BASES = frozenset("由从比较与")
_OF_OLD = re.compile("年(?:(?:底|末|初)?(?:的|增|多|少|提|下|上|净|相)|[0-9]{1,2}月(?:份|底|初)?[到至]今年)")
"""With one of those before it, a year that a later one is held against: 由2010年底的4万人增加到…, or that something
began in: 从2012年11月到今年3月."""
_FROM = frozenset("从自")
_FROM_THEN = re.compile("年(?:[0-9]{1,2}月)?起")
_OPENS_SPAN = re.compile(r"年[0-9]{1,2}月(?:[0-9]{1,2}日)?起?[,，]?[到至—–~～-]{1,2}(?:19|20)[0-9]{2}年")
"""Behind the first year of a span of months, which the report is told at the end of: 2022年10月1日至2023年3月31日."""
_AHEAD_ENDS = frozenset("到至争保在")
_PAST_YEAR = (
    "(?<!成立)(?<!启用)(?<!挂牌)(?<!运行)(?<!开业)(?<!换届)一年来|过去(?:的)?一年"
    "|刚刚过去的(?:20[0-9]{2}年|一年)|总结了?20[0-9]{2}年|上一年"
)
_REVIEW = re.compile(
    rf"{_PAST_YEAR}|全年(?!计划|目标|任务)|年末|年底(?!前)|去年(?!底|末|初|同期|[^,，。；;0-9]{{0,4}}以来|[0-9]{{1,2}}月(?:份|底|末|初)?(?:以来|起|至今|开始))"
)
"""What looks back on a whole year, early in the next."""
_YEAR_REVIEWED = re.compile(f"年终|盘点|{_PAST_YEAR}|去年(?:全年|以来)")
"""The same in news that speaks of this year, where 去年 and 年末 may only compare."""
_NUMBERED = re.compile(r"[〔\[]((?:19|20)[0-9]{2})[〕\]](?:第)?[0-9]{1,4}号")
"""The number of a document: 通工办〔2022〕9号."""
_BARE_MONTH = re.compile(r"(?<![0-9年])([0-9]{1,2})月")
_OPENS_NOW = re.compile("今年(?:以来|[0-9]{1,2}月|春)|元旦|春节|“?两节|新春|元宵|返岗|抗疫")
OPENING = 120
"""Characters in which a report of early in the year says that it tells of this year."""
_SEVERAL = ("五年", "四年", "三年", "五载", "四载", "三载")
_FIVE = re.compile(
    r"(?:[五四三]年(?:来|里|下来)|[五四三]载|近[五四三]年|过去(?:的)?[五四三]年|以来的[五四三]年|[五四三]年(?:间|以来)|(?<!今后)[五四三]年的(?:主要)?工作)"
)
_TWO = re.compile("(?<![近前后])[两二]年(?:来|间|里|中|共|的工作)")
_FIVE_TITLE = re.compile(r"[五四三](?:年|载)(?!规划|级|以上)")
_CONGRESS = re.compile(r"第[一二三四五六七八九十百0-9]{1,4}(?:次|届)[^,，。]{0,6}代表大会|换届")
"""In a title: a congress or a meeting that elects anew is told what was done since the one before."""
_COUNT = {"五": 5, "四": 4, "三": 3}
_SPAN = re.compile(r"((?:19|20)[0-9]{2})年?(?:走?到|至|[-—–~～]+)((?:19|20)[0-9]{2})年")
_SINCE = re.compile(r"((?:19|20)[0-9]{2})年以来")
_SINCE_THEN = re.compile(r"年(?<=((?:19|20)[0-9]{2})年)(?:[0-9]{1,2}月)?[^,，。\n]{0,20}以来[,，]")
"""Under a title that says since when a report tells: 市总工会换届以来工作综述. 2016年6月换届以来，…."""
_CHINESE_YEAR = re.compile(r"二[〇零○0O][〇零○0O一二三四五六七八九]{2}年|一九[〇零0O一二三四五六七八九]{2}年")
_SINCE_CONGRESS = re.compile(
    r"年(?<=((?:19|20)[0-9]{2})年)(?:[^,，。]{0,24}代表大会[^,，。]{0,4}以来"
    r"|(?<=大会[是于][0-9]{4}年)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:胜利|顺利)?召开的?[,，。])"
)
_FOUNDED = re.compile(
    r"年(?<=((?:19|20)[0-9]{2})年)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:正式)?(?:挂牌|成立|组建|启动|启用|开办|创办|设立|运行|开业)"
    r"[^0-9\n]{0,4}[，,。](?:[^。\n]{0,60}[。，,])?(?P<n>[0-9一二两三四五六七八九十]{1,3})(?:个)?年(?:多|余)?(?:来|间|下来)"
)
"""中心2004年5月挂牌。三年多来…: where no other year is told, the report is of so many years later."""
_THEN_LAST = re.compile(r"年(?<=((?:19|20)[0-9]{2})年)[底末][^。；;\n]{1,30}去年[底末]")
"""2020年底1.9万人，去年底3.46万人: where no later year is told, last year is the one after."""
_PLAN_TITLE = re.compile("(十[一二三四五]?)五”?(?:规划)?(?:时期|期间)?[^“”中]{0,6}(?:回顾|总结|成就|综述)")
"""The title of a review of a five-year plan: “十三五”时期工作回顾."""
_REVIEWED = re.compile(
    r"年(?<=((?:19|20)[0-9]{2})年)度?(?:的)?(?:主要)?(?:工会)?工作(?:的)?(?:回顾|总结|情况|完成情况|成绩|成效)"
)
"""2013年工作回顾: the heading says which year is told of, whatever the date."""
LATE = 10
"""The month from which a report's year counts as a whole one."""
MANY = 3
"""Paragraphs that must begin with several years for the whole report to be about them."""


def date_report(text: str, *, year: int | None, published: date | None, source: str = "option") -> Dating:
    """The report's year, publication day and period. `year` and `published` win where given (from `source`).

    Year 0 with source "none" means that nothing says when.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    heads = title_lines(lines)
    published = published or published_on(lines)
    years_source = source
    written = published or month_written(lines)
    if year is None:
        year, years_source = _year(text, lines, heads, written)
    if not year:
        return Dating(0, "none", published, date.min, date.min)
    if days := stretch_covered(text, lines, heads, year):
        return Dating(year, years_source, published, *days)
    start = _first_year(text, lines, heads, year, written)
    if start == year and (part := part_of_year(text, heads)):
        return Dating(year, years_source, published, date(year, part[0], 1), month_end(year, part[1]))
    return Dating(year, years_source, published, date(start, 1, 1), date(year, 12, 31))


def title_of(text: str) -> str | None:
    """The first line that reads like a title."""
    for line in text.split("\n")[:12]:
        line = line.strip()
        if (
            6 <= len(line) <= 80
            and not DATE.search(line)
            and ">" not in line
            and "|" not in line
            and line[-1] not in "。;；,，"
        ):
            return line
    return None


def _year(text: str, lines: list[str], heads: list[str], published: date | None) -> tuple[int, str]:
    """The report's year and where it is told; 0 where nothing tells it."""
    if titled := _year_titled(heads, published):
        return titled, "title"
    if term := term_told(text, heads):
        return term[1].year, "text"
    if looked_at := examined(text, heads):
        return int(looked_at["y2"] or looked_at["y"]), "text"
    counts = _years_told(text)
    reviewed = _REVIEWED.search(text)
    if reviewed and (not published or int(reviewed[1]) in (published.year, published.year - 1)):
        return int(reviewed[1]), "text"
    volume = _VOLUME.search("\n".join(lines[:4]))
    if volume:
        # A yearbook's volume tells of the year before, save where nearly every year in it is the volume's own.
        named = int(volume[1] or volume[2])
        return (named if counts[named] > counts[named - 1] + 1 else named - 1), "title"
    if published:
        back = published.month <= 4 and _looks_back(text, published, counts, news=is_news(lines))
        return published.year - back, "dateline"
    numbered = _NUMBERED.search("\n".join(lines[:HEAD_LINES]))
    if numbered and not counts:
        return int(numbered[1]), "text"
    return (_latest(text, counts), "text") if counts else (0, "none")


def _year_titled(heads: list[str], published: date | None) -> int:
    """The year that a title names; 0 where none does."""
    for line in heads:
        if DATE.search(line) or MONTH.search(line):
            continue
        line = _CHINESE_YEAR.sub(lambda found: found.group()[:4].translate(DIGITS) + "年", line)
        if season := season_of(line):
            return season[1].year
        if span := _TITLE_RANGE.search(line):
            return int(span[2])
        years = [int(found[1]) for found in _TITLE_YEAR.finditer(line) if not _PLAN.match(line, found.end() - 1)]
        if years:
            return years[0]
        if slogan := _SLOGAN_YEAR.search(line):
            return int(slogan[1] or slogan[2])
        if plan := _plan_reviewed(line):
            last = plan + TERM_YEARS - 1
            return min(last, published.year) if published else last
    return 0


def _years_told(text: str) -> Counter[int]:
    """How often a report tells of each year, but for goals, plans and what a later year is held against."""
    counts: Counter[int] = Counter()
    begun: Counter[int] = Counter()
    for found in _YEAR.finditer(text):
        start, end = found.start() - 4, found.start()
        up_to = text[start - 1 : start] in _AHEAD_ENDS and _AHEAD.search(text[max(0, start - 2) : start])
        ahead = up_to and not (up_to[0] in ("到", "至") and _MONTH_GONE.match(text, end))
        basis = text[start - 1 : start] in _BASES and _OF_OLD.match(text, end)
        if not (ahead or basis or _PLAN.match(text, end) or _OPENS_SPAN.match(text, end)):
            from_then = text[start - 1 : start] in _FROM and _FROM_THEN.match(text, end)
            (begun if from_then else counts)[int(text[start:end])] += 1
    # 从2023年起，每年抽查20%: the beginning of something, which may be ahead.
    return counts or begun


def _looks_back(text: str, published: date, counts: Counter[int], *, news: bool) -> bool:
    """Whether a report dated from January to April tells of the year before."""
    last = published.year - 1
    if _OPENS_NOW.search(text[:OPENING]) and not counts[last]:
        return False
    if re.search(rf"{published.year}年?[,、]?(?:元旦|春节|“?两节)", text):
        return False
    reviewed = _YEAR_REVIEWED if news and ("今年" in text or published.month > 2) else _REVIEW
    if reviewed.search(text):
        return True
    if counts[last] and "今年以来" not in text and re.search(rf"\n[ \u3000]*{last}年[,，]", text):
        # News that opens with the year that is over, and comes to this one at its end.
        return True
    older = counts[last] > counts[published.year] - (0 if news else 1)
    return older and not _is_of_months(text, published, counts)


def _latest(text: str, counts: Counter[int]) -> int:
    """The latest year that a report without a dateline speaks of, told outright or counted from another."""
    since = _SINCE_CONGRESS.search(text)
    told = since and _FIVE.search(text, since.end() - 2)
    if since and told:
        # 2012年11月第六次代表大会召开以来的五年 ends in 2017, though no other year is told.
        return max(*counts, int(since[1]) + _length(told))
    latest = max(counts)
    if then := next((found for found in _THEN_LAST.finditer(text) if int(found[1]) == latest), None):
        return int(then[1]) + 2
    if re.search(rf"{latest}年[^去。；;\n]{{1,30}}[,，、]今年(?![初底])", text):
        # 2016年底…，2017年…，2018年新增9户，今年没有新增
        return latest + 1
    founded = next((found for found in _FOUNDED.finditer(text) if int(found[1]) == latest), None)
    return latest + int(parse(founded["n"]) or 0 if founded else 0)


def _is_of_months(text: str, published: date, counts: Counter[int]) -> bool:
    """Whether no year is told, but months, none of them after the dateline's: 3月以来…, of April."""
    months = [int(found[1]) for found in _BARE_MONTH.finditer(text)]
    return bool(months) and max(months) <= published.month and not counts[published.year - 1]


def _first_year(text: str, lines: list[str], heads: list[str], year: int, published: date | None) -> int:
    """The first year of what the whole report covers: the report's year unless it speaks of several throughout.

    Five years told of in September began in September: a congress report covers a sixth calendar year.
    """
    for line in lines[:6]:
        span = _SPAN.search(line)
        length = year - int(span[1]) if span and int(span[2]) == year else 0
        # 2018—2019年度 may be one season of a contest, unless the report speaks of two years.
        if 2 <= length <= 10 or (length == 1 and _TWO.search(text)):
            return year - length
    plan = next((first for line in heads if (first := _plan_reviewed(line))), 0)
    if plan and plan < year < plan + TERM_YEARS:
        return plan
    if any(word in text for word in _SEVERAL):
        starts = (line[:40] for line in lines)
        found = [match for head in starts if ("年" in head or "载" in head) and (match := _FIVE.search(head))]
        congress = any(_CONGRESS.search(line) for line in heads)
        if congress and not found and (told := _FIVE.search(text)):
            found = [told]
        if found and (congress or any(_FIVE_TITLE.search(line) for line in heads) or len(found) >= MANY):
            amid = congress and published is not None and published.year == year and published.month < LATE
            return year - _length(found[0]) + (0 if amid else 1)
        for line in lines[:6]:
            since = _SINCE.search(line[:40])
            if since and len(found) >= 2:
                return min(int(since[1]), year)
    if any("以来" in line for line in heads) and (begun := _SINCE_THEN.search(text, 0, FRONT)):
        return min(int(begun[1]), year)
    return year


def _plan_reviewed(title: str) -> int:
    """The first year of the five-year plan that a title reviews, 0 where it reviews none."""
    found = _PLAN_TITLE.search(title)
    return plan_starts(found[1]) if found else 0


def _length(years: re.Match[str]) -> int:
    """How many years 五年来 and the like are."""
    return next(_COUNT[char] for char in years.group() if char in _COUNT)
