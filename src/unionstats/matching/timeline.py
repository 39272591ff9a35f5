"""The resolved time expressions of a report, in order, and what stands around each."""

import re
from collections.abc import Iterator
from datetime import date

from unionstats.core.document import Dating
from unionstats.core.script import HAN
from unionstats.matching.plans import Plans
from unionstats.matching.resolve import Period, resolve
from unionstats.matching.sentences import Sentences
from unionstats.matching.times import WITHIN_YEAR, Time

LEADS = 6
"""Characters from the start of a sentence within which a time leads all of it."""
REVIEWED = 2
"""The month up to which a review of the year before may be dated that still calls it this year."""
AHEAD = 0.4
"""The share of a report behind which 今年 may be the year that is planned."""
LONG = 9
"""Years from which N年来 counts from a year that the report has told of anywhere before."""
NEAR = 8
"""Times of a sentence among which the one that opens it is looked for."""
BRACKET = 20
"""Characters in which the bracket around a time opens."""

_OF_NOW = re.compile(
    "今天|刚才|在这里[^。；;]{0,12}(?:集会|聚会|相聚|欢聚)|(?:这|此|本)次(?:大会|会议|表彰|受|评选|命名)"
    "|大会(?:应到|实到)|代表大会(?:在[^。，；;\n]{2,12}?)?(?:隆重|胜利)?(?:开幕|召开)[。，,]|大会还?(?:表彰|命名|通报)"
)
"""What a speech or the news says of the meeting itself, before a figure: 这次受表彰的, 大会应到代表."""
_LONE_MONTH = re.compile("(?:^|[。；;\n])[ \u3000]*[0-9]{1,2}月(?:份|[0-9]{1,2}日|[上中下]旬|初|底)?[,，]")
_NEXT_YEAR = re.compile("明年|来年")
_AGED = re.compile("[0-9一二三四五六七八九十]{1,3}岁")
"""Behind 今年, an age, which says nothing of the report's year: 老徐今年52岁."""
_LOOKS_BACK = re.compile("[一二三四五六七八九十]年|年来|以来|去年|去岁|学年|本期|期内|累计")
_IS = re.compile("(?:为|是|只有|仅有|仅为|仅)[0-9]")
"""Behind a year, its value beside that of a later one: 2018年受理1086件，2017年为934件，同比上升16.3%."""
_BESIDE_GROWTH = re.compile(
    "(?:为|是|只有|仅有?)?[0-9][0-9.,万亿]*[^,，。；;0-9]{1,3}[,，](?:同比)?(?:[少多增减降升]|下降|上升|提高|净)"
)
"""Behind 去年同期, its value and by how much this year's differs: 法律援助21件，去年同期34件，少了13件."""
_FOUNDED = re.compile(
    "(?:正式)?(?:挂牌|成立|组建|启用|投用|开办|创办|设立|开业|揭牌|换届|改选|任现职|到任|上任)(?:运行|运营|开放)?[，,]"
)
"""Behind a year that its subject stands before: 中心2002年10月挂牌，现有工作人员11名."""

_BEGUN = re.compile(
    "(?:[0-9]{1,2}日)?(?:正式)?(?:挂牌|成立|建立|组建|启用|启动|开办|创办|设立|开业|揭牌|开通|实行|推行)"
)
_SUMS_UP = re.compile("[,，]?(?:已|先后)?(?:累计|共|总共)")
"""Around what goes on from a founding to a day: 2002年9月成立帮扶中心，至2005年底，累计接待来访1430人次."""
_UP_TO_NOW = ("到现在", "到目前", "到如今")
_SENTENCE_ENDS = frozenset("。;；\n")
_THEREAFTER = ("此后", "其后", "随后")

_OF_ONE = re.compile("的[0-9]")
"""Behind a time that is told of one value alone: 提升到今年上半年的91.3%."""
_IT_WAS = re.compile("(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?[^,，。；;\n0-9]{1,20}的[。,，牌]")
_OF_ANOTHER = re.compile("的[^,，。；;0-9]{1,8}[0-9]")
_DAY = re.compile(r"(?:[0-9]{1,2}月)?[0-9]{1,2}日")
_RESETS = re.compile(r"[一二三四五六七八九]是")
_OWN_SUBJECT = re.compile(f"{HAN}(?<![市县区州旗盟省是年月日])$")
"""Straight before a since: 互助金自2008年设立以来 is told of this fund alone."""
_NAMED_YEARS = frozenset(("year", "last_year"))
_BESIDE = frozenset(("last_year", "next_year"))
_YEAR_ENDS = frozenset("底末")
"""Behind 去年, its state: 去年底58户 is told beside what this year made of it."""
_CLAUSE_MARKS = ",，。;；\n"
_CLAUSE_ENDS = re.compile(f"[{_CLAUSE_MARKS}]")
_DIGIT = re.compile("[0-9]")
_PART_ENDS = re.compile("[。；;]")


class Timeline:
    """Times with their periods (`times`) and where they start (`starts`)."""

    def __init__(self, sentences: Sentences, plans: Plans, times: list[Time], dating: Dating) -> None:
        self.sentences = sentences
        self.text = sentences.text
        self.plans = plans
        self.dating = dating
        self.told_until = dating.period_end
        own = self._is_this_year_reviewed(times, dating)
        self.times: list[tuple[Time, Period]] = [
            (time, period)
            for time in times
            if (period := resolve(time, dating, reviewed=own and plans.section(time.start) is None)) is not None
        ]
        self.times = [
            told for at, told in enumerate(self.times) if told[0].means != "since_then" or self._since_then(at)
        ]
        self.starts = [time.start for time, _ in self.times]
        for at in range(1, len(self.times)):
            self._take_year(at)

    def _is_this_year_reviewed(self, times: list[Time], dating: Dating) -> bool:
        """Whether 今年 is the year reviewed, in a review dated early in the next: 2009年总结 of January 2010.

        Who looks ahead to the next year says 今年 towards the end only.
        """
        written = dating.published
        if written is None or written.year == dating.year or written.month > REVIEWED or dating.year_source != "title":
            return False
        told = (time for time in times if time.text.startswith("今年") and not _AGED.match(self.text, time.end))
        first = next((time.start for time in told), len(self.text))
        if self.text[first - 1 : first] in ("为", "是") and self.plans.section(first) is None:
            # 其中40个为今年新建: done.
            return True
        planned = self.plans.over(self.sentences.start(first), first, first) is not None
        return not planned and (first < AHEAD * len(self.text) or self._names_next(written.year))

    def _names_next(self, year: int) -> bool:
        """Whether the year after the report's is called next year, or by its number: 2017年：剩下的38台一季度装完.

        Who says 去年 may mean the year that is reviewed.
        """
        if "去年" in self.text:
            return False
        if first := _NEXT_YEAR.search(self.text):
            return self.plans.section(first.start()) is not None
        return re.search(rf"(?:^|[\n。])[ \u3000]*{year}年[:：,，]", self.text) is not None

    def _since_then(self, at: int) -> bool:
        """Date what has no year of its own from what was told just before: 去年8月完成换届。换届以来，走访企业168家."""
        time, period = self.times[at]
        for other, told in reversed(self.times[max(0, at - NEAR) : at]):
            if "\n" in self.text[other.end : time.start]:
                return False
            if other.means in _NAMED_YEARS and told.start.year < period.end.year:
                period.start = told.start
                return True
        return False

    def _take_year(self, at: int) -> None:
        """Give a quarter without a year that of 今年 straight before it: 今年以来，…。一季度，新建工会168个."""
        (before, told), (time, period) = self.times[at - 1 : at + 1]
        own = time.groups.get("y") or time.groups.get("of")
        if time.means not in WITHIN_YEAR or own or before.means != "this_year" or not before.text.startswith("今年"):
            return
        if told.end.year > period.end.year and "\n" not in self.text[before.end : time.start]:
            year = told.end.year
            period.start, period.end = period.start.replace(year=year), period.end.replace(year=year)

    def same_sentence(self, one: Time, other: Time) -> bool:
        """Whether two times stand in one sentence."""
        return self.sentences.start(one.start) == self.sentences.start(other.start)

    def since_before(self, time: Time) -> date | None:
        """The first day of a since that leads straight to `time`: 从2005年起步到今年6月底."""
        for other, period in self.times:
            close = other.end == time.start or (other.end == time.start - 1 and other.text.endswith("开始"))
            if close and other.means == "since_year":
                return period.start
            if other.start > time.start:
                break
            told = self.text[other.end : time.start]
            begun = other.means == "year" and _BEGUN.match(told) and not _SENTENCE_ENDS.intersection(told)
            if begun and (time.text.startswith(_UP_TO_NOW) or _SUMS_UP.match(self.text, time.end)):
                return period.start
        return None

    def _earlier(self, nearest: int, sentence: int) -> Iterator[tuple[Time, Period]]:
        """The times before one, back to where its sentence begins, the nearest first."""
        for told in reversed(self.times[max(0, nearest - NEAR) : nearest]):
            if told[0].start < sentence:
                return
            yield told

    def year_leads(self, nearest: int, sentence: int) -> bool:
        """Whether a year opens the sentence of a time that names none: 2017年，接待…；全年总收入确保…."""
        for time, _ in self._earlier(nearest, sentence):
            if time.means == "this_year":
                return False
            leads = time.start <= sentence + LEADS or (time.text.startswith("去年") and not time.text.endswith("同期"))
            if time.means in _NAMED_YEARS and leads:
                return True
        return False

    def year_before(self, nearest: int, sentence: int) -> int | None:
        """The year that 当年 speaks of, where the sentence has named one: 1999年起…，当年建立47家."""
        named = (period for time, period in self._earlier(nearest, sentence) if time.means in {"year", "since_year"})
        return next((period.start.year for period in named), None)

    def years_before(self, nearest: int) -> Period | None:
        """The years that N年间 speaks of, told straight before it: 1995—1998年，…，4年间收集建议5200余条.

        Or from when it counts: 中心2021年9月成立。一年来，受理864件.
        """
        if not nearest:
            return None
        (other, told), (time, period) = self.times[nearest - 1 : nearest + 1]
        if time.text.startswith(("近", "过去", "最近")):
            return None
        length = period.end.year - period.start.year
        if length >= LONG:
            first = (
                then
                for then, since in self.times[:nearest]
                if then.means == "year" and since.start.year == period.start.year - 1
            )
            if next(first, None) is not None:
                return Period(date(period.start.year - 1, 1, 1), period.end, False, False)
        if other.means == "years":
            return told if length == told.end.year - told.start.year and self.same_sentence(other, time) else None
        between = self.text[other.end : time.start]
        begun = other.means == "year" and told.start.year == period.start.year - 1
        # A year ago is one from a month on; two congresses are five years apart, which touch six.
        aside = "。" not in between or "\n" in between or "大会" in between or between.endswith(_THEREAFTER)
        if not begun or aside or (not length and told.end.month == 12):
            return None
        return Period(told.start, period.end, False, False)

    def tells_no_more(self, nearest: int, at: int) -> bool:
        """Whether a year in a clause before the figure's was of that clause alone."""
        time, period = self.times[nearest]
        if self.text[time.start - 2 : time.start] == "其中" and _PART_ENDS.search(self.text, time.end, at):
            # 三年来培训2136人次，其中今年420人次；评选示范单位38家: in the three years again.
            return True
        if self.text[time.start - 1 : time.start] == "是" and _IT_WAS.match(self.text, time.end):
            # 我市是去年4月定为试点的，规上工业企业有188户: when that was, no more.
            return True
        if _OF_ANOTHER.match(self.text, time.end) and self.text[time.start - 1 : time.start].isalpha():
            # 分母误用2018年的单位数412家，应为434家: the year of one value.
            return True
        if time.text.endswith("同期") and time.means == "last_year":
            return _BESIDE_GROWTH.match(self.text, time.end, at) is not None
        if time.means not in _NAMED_YEARS:
            return False
        if time.means == "year" and _IS.match(self.text, time.end):
            before = self.times[nearest - 1] if nearest else None
            if before is not None and self.same_sentence(before[0], time):
                return before[1].end.year > period.end.year
            leads = time.start <= self.sentences.start(time.start) + LEADS
            return not leads and self.told_until.year > period.end.year
        return self.text[time.start - 1 : time.start].isalpha() and _FOUNDED.match(self.text, time.end) is not None

    def led_by_plan(self, nearest: int, sentence: int) -> bool:
        """Whether a part of the year still ahead opens the sentence: 下半年，…，会员全年突破1000人."""
        for time, period in self._earlier(nearest, sentence):
            if time.means in WITHIN_YEAR and time.start <= sentence + LEADS:
                return period.start > self.told_until
        return False

    def is_said_of_now(self, at: int, paragraph: int) -> bool:
        """Whether who speaks in the year after the report's tells of the very day: 向这次受到表彰的4名劳模致敬."""
        if self.plans.section(at):
            return False
        said = _OF_NOW.search(self.text, paragraph, at)
        if said is None and self.dating.period_start.year < self.told_until.year:
            # A report on several years: a month that names none is of the last.
            said = _LONE_MONTH.search(self.text, max(0, paragraph - 1), at)
        return said is not None and not _LOOKS_BACK.search(self.text, said.end(), at)

    def in_bracket(self, time: Time) -> bool:
        """Whether a time is told in a bracket, and so of what stands before it alone."""
        before = self.text[max(0, time.start - BRACKET) : time.start]
        return max(map(before.rfind, "(（")) > max(map(before.rfind, ")）\n"))

    def reaches_on(self, nearest: int, at: int) -> bool | None:
        """Whether a time of a sentence before is that of the figure at `at`; None where no earlier one is, either."""
        time, period = self.times[nearest]
        means, behind = time.means, self.text[time.end : time.end + 1]
        if _RESETS.search(self.text, time.end, at) or means == "this_year" or _DAY.match(self.text, time.end):
            return None
        if period.state and means == "until" and period.end.year == self.dating.year and behind != "的":
            # 截至今年7月底…: what follows is not of the years told before it.
            return None
        if _OF_ONE.match(self.text, time.end) or period.state or means == "until" or period.clause_only:
            return False
        ahead = means in WITHIN_YEAR and period.start > self.told_until
        if (means in _BESIDE or ahead) and time.start > self.sentences.start(time.start) + LEADS:
            # 网上申报占83%，去年只有46%；…: last year beside this year's. …，剩下的明年补; …，缓到四季度: what is left.
            return False
        if means == "last_year" and behind in _YEAR_ENDS:
            return False
        if means == "year" and time.groups.get("m") and time.start > self.sentences.start(time.start) + LEADS:
            # 屋顶渗漏9处，2017年10月消防检查列出隐患14条: the day of one thing told.
            return False
        own = means == "since_year" and _OWN_SUBJECT.match(self.text, time.start - 1, time.start)
        if own or self.in_bracket(time) or time.groups.get("party"):
            # Most that is said since a party congress is no figure.
            return False
        if self.dating.period_start.year < self.dating.year:
            # A report on several years: what is told of some of them ends with its sentence.
            return None
        if nearest and self.same_sentence(self.times[nearest - 1][0], time):
            # A time beside the first one of its sentence (…，而去年底只有58处) leads no other; one that comes back to
            # the report's own year (2017年、2018年分别为…，今年前8个月172万元) ends the others.
            return None if period.end.year == self.dating.year else False
        return True

    def is_predicate(self, time: Time) -> bool:
        """Whether a time is told of the figure before it in its clause alone: 三成职工近三年没有涨过工资."""
        stop = _CLAUSE_ENDS.search(self.text, time.end)
        clause = max(self.text.rfind(mark, 0, time.start) for mark in _CLAUSE_MARKS) + 1
        return _DIGIT.search(self.text, clause, time.start) is not None and not _DIGIT.search(
            self.text, time.end, stop.start() if stop else len(self.text)
        )
