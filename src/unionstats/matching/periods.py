"""Give every figure its period and say whether it is a result or a plan."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from unionstats.core.document import Dating
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.datelines import is_news
from unionstats.matching.draft import Draft
from unionstats.matching.placed import UNNAMED, Placed, own_year
from unionstats.matching.plans import DONE, GOAL_RULE, SEMICOLON, Plans
from unionstats.matching.sentences import Sentences
from unionstats.matching.timeline import LEADS, Timeline
from unionstats.matching.times import WITHIN_YEAR, Time

_FROM = re.compile(r"(?:由|从|原)$")
_FROM_ENDS = frozenset("由从原\n")
_BASIS_FIRSTS = frozenset("为是比较")
"""Before a time and 的, what a figure is held against: 为去年的1.3倍."""
_NEXT_YEAR = ("次年", "翌年")
_THAT_YEAR = ("当年", "同年", "是年", *_NEXT_YEAR)
_ONE_OF_SEVERAL = frozenset(("year", "last_year", "this_year", "until"))
_ONE_YEAR = frozenset(("一年来", "一年间"))
_WHOLE_YEAR = frozenset(("全年", "年内", "年底前", "年度内"))
_PUT_OFF = re.compile("[^,，。;；、]{0,6}(?:将于|将在|拟于|定于|计划于)")
"""Between a figure and the time that it is put off to: 2场将于2022年补办."""
_IN_ORDER = re.compile("依次|分别")
"""Before figures that stand in the order of years: 从2020年到2024年依次为312件、365件…."""
_BARE_UNTIL = re.compile(r"(?:截至|截止|到)?(?:目前|现在)?$")
_FROM_TO = frozenset(("years", "month_span", "since_year", "next_year"))
"""Times that 从 opens and that name their end as well."""
_BOUNDS = frozenset((">=", "<="))
_SPANS = frozenset(("period.years", UNNAMED))


class Calendar:
    """The time expressions of one report, and its plans."""

    def __init__(self, sentences: Sentences, rules: Rulebook, times: list[Time], dating: Dating) -> None:
        self.sentences = sentences
        self.text = sentences.text
        self.dating = dating
        self.plans = Plans(sentences, rules, dating)
        self.timeline = Timeline(sentences, self.plans, times, dating)
        self.times, self.time_starts = self.timeline.times, self.timeline.starts
        source = "metadata" if dating.year_source in {"metadata", "option"} else "document"
        self.default = self._now = Placed(dating.period_start, dating.period_end, source, "")
        if dating.published and dating.published.year > dating.year:
            now = dating.published.year
            self._now = Placed(date(now, 1, 1), date(now, 12, 31), "sentence", "")
        elif dating.period_start.year < dating.year:
            self._now = self.default._replace(start=date(dating.year, 1, 1))

    @cached_property
    def _is_news(self) -> bool:
        return is_news([line for line in self.text.split("\n") if line.strip()])

    def place_all(self, drafts: Iterable[Draft]) -> list[Placed]:
        """Periods of the figures of a report, in order; a part of which nothing is said has that of its total."""
        placed: dict[int, Placed] = {}
        for draft in drafts:
            found = self.place(draft)
            if draft.parent is not None and found is self.default:
                found = placed.get(id(draft.parent), found)
                draft.status, draft.status_rule = draft.parent.status, draft.parent.status_rule
            elif found.rule in _SPANS and (draft.respective or self._in_order(draft)):
                found = own_year(draft, found)
            elif draft.respective or self._in_order(draft):
                found = self._of_own_time(draft) or found
            placed[id(draft)] = found
        return list(placed.values())

    def _in_order(self, draft: Draft) -> bool:
        """Whether the figures of a clause are told in the order of something."""
        return _IN_ORDER.search(self.text, draft.clause.start, draft.clause.quantities[0].start) is not None

    def _of_own_time(self, draft: Draft) -> Placed | None:
        """Of as many times as figures, told before them, the one at the figure's place.

        先后于1991年3月、1996年5月召开，到会代表分别为152人、168人.
        """
        alike = [other for other in draft.clause.quantities if other.unit == draft.quantity.unit]
        first = draft.clause.quantities[0].start
        last = bisect_left(self.time_starts, first)
        times = self.times[max(0, last - len(alike)) : last]
        here = len(alike) > 1 and len(times) == len(alike) and times[0][0].start >= self.sentences.start(first)
        if not here or any(time.means not in _ONE_OF_SEVERAL for time, _ in times):
            return None
        time, period = times[alike.index(draft.quantity)]
        return Placed(period.start, period.end, "sentence", time.rule)

    def place(self, draft: Draft) -> Placed:
        """Period of a figure; sets the draft's status.

        The value that a change started from is the state before the period, unless a time of its own says otherwise.
        """
        placed = self._place(draft)
        if placed is self.default is not self._now and self.timeline.is_said_of_now(
            draft.quantity.start, draft.paragraph.start
        ):
            return self._now
        if draft.origin and placed.source != "claim" and placed.start.year > 1:
            before = date(placed.start.year - 1, 12, 31)
            return Placed(before, before, placed.source, placed.rule)
        told = self.dating.period_end
        if told < placed.end and placed.end == date(told.year, 12, 31) and draft.status != "target":
            # 今年以来 in a report on the first half of the year.
            return placed._replace(start=min(placed.start, told) if placed.start < placed.end else told, end=told)
        return placed

    def _place(self, draft: Draft) -> Placed:
        dating = self.dating
        at = draft.quantity.start
        last = bisect_left(self.time_starts, at) - 1
        if (later := self._put_off(last + 1, draft)) is not None:
            draft.status, draft.status_rule = "target", later.rule
            return later
        timed = last >= 0 and self.time_starts[last] >= draft.paragraph.start
        sentence = self.sentences.start(at)
        plan = self.plans.over(sentence, at, draft.paragraph.start)
        to_come = timed and self.time_starts[last] >= sentence and self.times[last][1].end.year > dating.year
        if plan is None and not to_come and self.plans.is_goal(at, draft.quantity.end):
            draft.status, draft.status_rule = "target", GOAL_RULE
            return self.default
        if not timed and plan is None and draft.status != "target":
            return self.default
        chosen: tuple[Time, object] | None = None
        best: Placed | None = None
        for nearest in range(last, -1, -1):
            time, period = self.times[nearest]
            if time.start < draft.paragraph.start:
                break
            if period.clause_only and time.start < draft.clause.start:
                continue
            if period.start.year > dating.year and (
                self.plans.only_referred_to(time.start, at, least=0) or self.plans.has_come(time.end, at)
            ):
                continue
            if self.text[time.end : time.end + 1] == "的" and self.text[time.start - 1] in _BASIS_FIRSTS:
                continue
            if time.text.endswith("同期") and SEMICOLON.search(self.text, time.end, at):
                continue
            if (
                time.means not in _FROM_TO
                and self.text[time.start - 1 : time.start] in _FROM_ENDS
                and _FROM.search(self.text, max(0, time.start - 2), time.start)
                and self._has_figure(time.end, at, draft)
            ):
                continue
            if time.start < draft.clause.start and self.timeline.tells_no_more(nearest, at):
                continue
            if time.means == "for_years" and time.end < draft.clause.start and self.timeline.is_predicate(time):
                continue
            if time.start >= draft.clause.start:
                source = "claim"
            elif time.start >= sentence:
                aside = dating.period_start.year < dating.year > period.end.year and time.start > sentence + LEADS
                if aside and SEMICOLON.search(self.text, time.end, at):
                    # A report on several years: the year of one of them ends with its part of the sentence.
                    break
                beside = time.means == "last_year" and time.start > sentence + LEADS
                if beside and SEMICOLON.search(self.text, time.end, at):
                    continue
                source = "sentence"
            else:
                reaches = best is None and self.timeline.reaches_on(nearest, at)
                if reaches is None or best is not None:
                    break
                if not reaches:
                    continue
                source = "paragraph"
            if time.means == "until" and _BARE_UNTIL.fullmatch(time.text) and best is None:
                best = Placed(period.start, period.end, source, time.rule)
                since = (
                    self.timeline.since_before(time) if nearest and self.times[nearest - 1][0].means == "year" else None
                )
                if since is not None:
                    # 2016年挂牌，到现在调处1940起，涉及金额2860万元
                    best, chosen = best._replace(start=since), (time, period)
                    break
                continue
            if time.text in _WHOLE_YEAR and (self.plans.section(at) or self.timeline.year_leads(nearest, sentence)):
                continue
            best = Placed(period.start, period.end, source, time.rule)
            if time.text.startswith(_THAT_YEAR) and (told := self.timeline.year_before(nearest, sentence)) is not None:
                told += time.text in _NEXT_YEAR
                best = best._replace(start=best.start.replace(year=told), end=best.end.replace(year=told))
            elif (time.means == "for_years" or time.text in _ONE_YEAR) and (
                own := self.timeline.years_before(nearest)
            ) is not None:
                best = best._replace(start=own.start, end=own.end)
            if (best.end == best.start or time.means == "plan_year") and (
                since := self.timeline.since_before(time)
            ) is not None:
                best = best._replace(start=since)
            if time.text in _WHOLE_YEAR and self.timeline.led_by_plan(nearest, sentence):
                draft.status, draft.status_rule = "target", time.rule
            chosen = (time, period)
            break
        if plan and chosen is not None and best is not None and self._of_plan(chosen[0], plan[0]):
            # 力争上半年达到52%: the half of the year that the plan is for.
            ahead = dating.year if plan[2] == "year" else self.plans.ahead(at)
            draft.status, draft.status_rule = "target", plan[1]
            return best._replace(start=best.start.replace(year=ahead), end=best.end.replace(year=ahead))
        years = chosen[0] if chosen is not None and chosen[0].groups.get("nc") else None
        if plan and best is not None and years and (years.start > plan[0] or self.plans.section(years.start)):
            # 今后工作…五年培训25万人次: the years of the plan.
            draft.status, draft.status_rule = "target", plan[1]
            length = best.end.year - best.start.year
            first = self.plans.ahead(at)
            return best._replace(start=date(first, 1, 1), end=date(first + length, 12, 31))
        led = best is not None and best.start.year == dating.year and not self._leads(chosen, sentence)
        to_come = chosen is not None and (chosen[0].means == "next_years" or self._is_later(best, draft))
        if best is not None and (to_come or (best.start > dating.period_end and not led)):
            if chosen is None or plan or not self._has_passed(best, chosen[0], at):
                draft.status, draft.status_rule = "target", best.rule
        elif plan and not (
            chosen is not None
            and chosen[0].start > plan[0]
            and chosen[0].means != "this_year"
            and best is not None
            and best.end.year <= dating.year
            and not (plan[2] == "section" and dating.published and best.end > dating.published)
        ):
            draft.status, draft.status_rule = "target", plan[1]
        if (
            draft.status == "target"
            and dating.year
            and (best is None or (best.end.year <= dating.year and best.source == "paragraph"))
        ):
            ahead = dating.year if plan and plan[2] == "year" else self.plans.ahead(at)
            if best is None or best.source == "paragraph" or (plan and plan[2] == "section"):
                last_ahead = ahead if plan and plan[2] == "year" else self.plans.last_ahead(at)
                return Placed(
                    date(ahead, 1, 1),
                    date(last_ahead, 12, 31),
                    "section" if plan and plan[2] == "section" else "sentence",
                    plan[1] if plan else "",
                )
        if best is not None:
            whole = draft.status == "target" and plan and plan[2] != "year" and chosen and chosen[0].text in _WHOLE_YEAR
            ahead = self.plans.ahead(at) if whole else best.end.year
            return best if ahead == best.end.year else Placed(date(ahead, 1, 1), date(ahead, 12, 31), *best[2:])
        return self.default

    def _leads(self, chosen: tuple[Time, object] | None, sentence: int) -> bool:
        """Whether the time chosen opens the sentence: 下半年，新建驿站3座 is a plan, 36件转下半年办理 none."""
        return chosen is not None and chosen[0].start <= sentence + LEADS

    def _put_off(self, behind: int, draft: Draft) -> Placed | None:
        """The time behind a figure to which it is put off: 其余2场将于2022年一季度补办."""
        if behind >= len(self.times):
            return None
        time, period = self.times[behind]
        put_off = time.start < draft.clause.end and _PUT_OFF.fullmatch(self.text, draft.quantity.end, time.start)
        return Placed(period.start, period.end, "claim", time.rule) if put_off else None

    def _has_passed(self, placed: Placed, time: Time, at: int) -> bool:
        """Whether a time after the report's year lay behind who spoke: 今年第一季度又有85户脱困, said in April."""
        published = self.dating.published
        if published is None or placed.start > published:
            return False
        if time.text.startswith("今年") and self._is_news:
            # News tells of what was done; of plans it says that they are.
            return True
        return placed.end <= published or DONE.search(self.text, time.end, at + 1) is not None

    def _is_later(self, placed: Placed | None, draft: Draft) -> bool:
        """Whether a bound is told for a later month than that of the dateline: 到今年底教学点不少于90个, in October."""
        written = self.dating.published
        if placed is None or written is None or draft.quantity.sign not in _BOUNDS:
            return False
        return (placed.start.year, placed.start.month) > (written.year, written.month)

    def _of_plan(self, time: Time, plan: int) -> bool:
        """Whether a month or a half that names no year is told within the plan that begins at `plan`."""
        if time.means not in WITHIN_YEAR or time.start < plan or "of" in time.groups:
            return False
        return self.plans.section(time.start) is not None or not SEMICOLON.search(self.text, plan, time.start)

    def _has_figure(self, start: int, at: int, draft: Draft) -> bool:
        """Whether another figure stands between a from-time and the figure at `at`."""
        return any(start <= quantity.start < at for quantity in draft.clause.quantities) or start < draft.clause.start
