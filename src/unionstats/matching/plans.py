"""The plan words of a report: which figure they reach, and of which year a plan is that names none."""

import re
from bisect import bisect_left

from unionstats.core.document import Dating
from unionstats.grammar.rulebook import Plan, Rulebook
from unionstats.matching.sections import OPENING, plan_sections
from unionstats.matching.sentences import Sentences

DONE = re.compile(
    r"(?:目前|现)?已(?:经)?(?!建|[^,，。；;、]{1,4}的[,，])|已建成|时点数|目前|截至|累计|实际|实现了|完成了|了(?=[0-9])|[,，]只[^,，。；;]{0,3}了|[,，](?:提前|超额|超)完成|[,，、](?:实[收训到签建发缴有招办完做查报检]|到位)|因[^,，。；;]{2,8}(?:停|取消|推迟|延)|[,，](?:尚|还)(?:缺|差)"
)
_HAS_COME = re.compile("[,，;；](?:目前|现)?(?:已(?:经)?(?:建成|完成|达到?|实现)|实际|时点数|现有)")
"""Behind a goal, what there is of it: 到2025年会员达到5.2万人，时点数为4.71万人；规划建设60个，已建成43个."""
_PLANNED = frozenset(("计划", "打算"))
_IS_FIRST, _WHICH = frozenset("是为"), frozenset("今明来")
_COMPLETES = re.compile(
    r"(?<!确保)(?<!努力)(?<![计要将保力争可])(?:完成|占|[比较]|为(?=[省市县区州]总))[^,，。;；、]{0,12}$"
)
"""Before a plan word, what tells that the figure is held against the plan: 完成市总下达计划的112%."""
_REST_OF_YEAR = re.compile("下半年|四季度|后[三四五六]个月|下个?月|下一?个?季度")
_RESULT_FOLLOWS = re.compile(r"[^\n]{1,60}?[,，。；;](?:实际|完成情况|结果)")
"""Behind a planned figure, what came of it: 计划6000人，实际完成6217人."""
_NOW = re.compile(r"(?:^|\n)[^\n。；;]{0,14}(今年)[^\n。；;]{0,20}(?=\n|$)")
"""A heading that speaks of this year, in a report on the last: 二、突出重点，干好今年."""
_OF_YEAR = re.compile(
    r"(?:^|\n)[^\n。；;0-9]{0,4}(20[0-9]{2})(?:年(?![0-9])|[,，、\s])[^\n。；;0-9:：]{2,14}(?=\n|[:：]|$)"
)
"""A heading that speaks of a year to come: 【2024，我们约定】."""
_YEARS_TO_COME = re.compile("(?:今后|未来|下一?个?)([三五])年")
"""In the heading of a section, how many years it plans."""
_LENGTHS = {"三": 3, "五": 5}
_HEADED = re.compile(
    r"(?:^|\n)[ \t\u3000]*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|[【◇◆●■▲★]|[0-9]+[.、])?"
    r"(明年|来年|下一?步|下一?阶段|下一?个?学[年期]|下一?年度?|下半年|下个?月|下个?季度|第?四季度|下季)"
    r"(?:的?(?:主要|重点)?(?:重点|安排|打算|工作|计划|任务|思路))?(?=】|[:：]|[ \t]*(?:\n|$))"
)
"""A heading that names the time to come and no more: 四、明年; 【下月】."""
_DEMANDS = re.compile(
    r"(?:^|\n)[ \t\u3000]*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|[0-9]+[.、])"
    r"(?:几点|工作|下步|有关)?(要求)[。:：\n]"
)
"""The heading of what is to be done now, in a circular: (六)要求。11月办培训1期."""
_PLAN_TITLE = re.compile(
    r"[^\n]{0,30}?((?:19|20)[0-9]{2})年度?(?:工会)?(?:重点)?工作(?:要点|计划|安排|打算|思路|意见)\s*(?:\n|$)"
)
"""The title of what is a plan throughout: 某区总工会2020年工作要点."""
_TOLD = re.compile("总结|回顾|情况|报告")
"""In such a title, that it tells of a year as well: 2021年工作总结和2022年工作要点."""
_ASKED = re.compile(
    r"(?:^|\n)(问)[:：](?=[^\n]*(?:今年|明年|来年|新的一年|下一步|今后|未来))[^\n]*(?:打算|计划|安排|目标|思路|怎么干|规划|新添|新增|新的|新动作)"
)
"""A question of an interview whose answer is a plan: 问：请谈谈今年的打算。"""
_AHEAD = range(1, 7)
"""Years ahead of a report of which one is named before the lines are looked through for such a heading."""
_TITLES = re.compile("年鉴|[卷篇]|报告|会议|大会|讲话|总结|回顾|情况|文件|通知|[0-9]月")
"""In such a line, a title or a date: what was said in that year, not of it."""
_DEADLINE = re.compile(
    r"(?<![0-9年])([0-9]{1,2})月(?:底|末|[0-9]{1,2}日)?前(?!期|往|夕|[0-9])|(?<=[\n。；;.、])年底前(?!后|[0-9])"
)
_DEADLINE_PLAN = Plan("status.plan_of_year", "year")
_THIS_YEAR = Plan("status.plan_section", "section")
_FRAME = re.compile(r"(?:对照|按照|围绕|根据|瞄准|锚定|紧盯|聚焦|朝着|遵照|为实现|为确保)([^,，;；。]*)$")
"""Before a goal that the clause only refers to: 对照2020年全部脱困的目标，精准识别…."""
LATE = 12
"""The month of a dateline in which the end of the year is no more ahead."""
NEAR, FAR = 60, 200
"""Characters before a plan word in which the clause that refers to it opens, and behind it to that clause's end."""
GOAL_RULE = "status.plan_of_year"
BASIS = 18
"""Characters before a goal in which it is told that something comes to so much of it."""
_HELD_AGAINST = re.compile("(指标|任务|目标|计划)?的[0-9]+(?:[.][0-9]+)?[%％]")
_STRAIGHT = re.compile(
    "(?:(?<!年度)(?<!完成)(?<!达到)(?<!超过)(?<!超出)(?<!超)(?<!工作)目标|[,，;；。](?:全年|年度)(?:任务|计划))(?:数|值)?(?:为|是)?$"
    "|(?<![为占达])(?<!占年度)(?<!占全年)(?<!占年初)(?<!追加)(?<!财政)(?<!落实)(?<!列入)(?<!纳入)(?<!增加)(?<!争取)(?<!安排)(?<!完成)预算(?:为|是)?$"
)
"""Straight before a goal: 培训目标400人，实训436人; 新建96家，全年任务130家; 奖金预算2.4万元."""
_HELD_TO = re.compile("[,，、]?(?:实际|完成|实现|只)(?!.{0,3}率)")
_IN_BRACKET = re.compile("[)）]的?[0-9]+(?:[.][0-9]+)?[%％成]")
"""Behind a goal in a bracket, the rate that holds a result against it: 占年度任务（5500人）的76.7%."""
_TASK_ENDS = ("任务", "指标", "计划数", "任务数", "任务(", "任务（", "目标(", "目标（", "计划(", "计划（")
_GOAL_ENDS = frozenset("的指任目计")
"""What stands behind such a goal."""
_COMES_TO = re.compile("(?:完成|占|为|达到?)[^,，。；;0-9]{0,14}$")
_GOAL = re.compile("任务|计划|目标|指标|全年|预算")
_TASKS = re.compile("[^,，。；;:：]{2,8}[:：]")
_DONE_NEXT = re.compile("[^。\n]*[。\n]\\s*(?:完成|实际|结果|进展)(?:情况)?[:：]")
_NEXT_CLAUSE = re.compile("[,，;；]")
SEMICOLON = re.compile("[;；]")
"""Where a goal told beside its result ends: 签订率95.6%，目标95%；职代会建制率96.4%."""
_MEETING = re.compile(r"(?:大会|会议|全会|会上)[^,，。;；]{0,8}了")
"""What a meeting has done, said at the end of its plans: 大会还表彰了20个先进集体."""
_HAS_BEEN = re.compile(
    "(?:^|[,，、；;：:\n。])[^,，、；;：:\n。0-9]{0,8}已(?:经|先后)?(?!建)[^,，、；;：:\n。0-9的]{1,6}$"
)
"""Straight before a figure among plans, what is done: 金秋助学已摸底8名学生，拟按每人4000元发放."""
HAS_BEEN = 20
_NEXT = ("明年", "来年")
_THERE = ("现有的", "已有的", "现有", "已有")
"""Straight before a figure among plans, what is there already: 依托现有的86个驿站."""
_BRACKET_CLOSES = re.compile(r"[^()（）\n]{0,200}[)）]")
"""Behind a plan word, the end of the bracket that it stands in: 举办竞赛32场（年初计划30场），参赛职工1.4万人."""


class Plans:
    """The plan words and the sections of plans of one report; `any`: whether there are some."""

    def __init__(self, sentences: Sentences, rules: Rulebook, dating: Dating) -> None:
        self.sentences = sentences
        text = self.text = sentences.text
        self.dating = dating
        self.words: list[tuple[int, Plan]] = []
        headings: list[tuple[int, Plan]] = []
        if rules.plans:
            for found in re.finditer(rules.plan_pattern, text):
                plan = rules.plans[found.group()]
                # ，要 and 。目标 stand at the front of a clause, which begins behind the mark.
                begins = found.start() + (found.group()[0] in "，,。")
                if plan.scope == "section" and self._is_amid(begins, found.end()):
                    plan = Plan(plan.rule, "sentence")
                (headings if plan.scope == "section" else self.words).append((begins, plan))
        if dating.published and dating.published.year > dating.year:
            headings += [(found.start(1), _THIS_YEAR) for found in _NOW.finditer(text)]
        for shape in (_HEADED, _DEMANDS, _ASKED):
            headings += [(found.start(1), _THIS_YEAR) for found in shape.finditer(text)]
        self.words += [(found.start(), _DEADLINE_PLAN) for found in _DEADLINE.finditer(text) if self._ahead(found)]
        self.words.sort()
        if dating.year and any(str(dating.year + ahead) in text for ahead in _AHEAD):
            headings += [
                (found.start(1), _THIS_YEAR)
                for found in _OF_YEAR.finditer(text)
                if int(found[1]) > dating.year and not _TITLES.search(found.group())
            ]
        planned = _PLAN_TITLE.match(text.lstrip())
        if planned and _TOLD.search(planned[0]):
            planned = None
        self.year_planned = int(planned[1]) if planned else 0
        self.starts = [start for start, _ in self.words]
        throughout = [(0, len(text), _THIS_YEAR.rule)]
        self.sections = throughout if planned else plan_sections(text, headings) if headings else []
        self.any = bool(self.words or self.sections)

    def _is_amid(self, start: int, end: int) -> bool:
        """Whether a word that may open a section of plans stands in a sentence and says there what is planned.

        市总工会今年计划签订协议12份; 今年的任务是300家.
        """
        opens = start - self.text.rfind("\n", 0, start) - 1 <= OPENING
        if opens or (self.text[start] == "年" and self.text[start - 1] not in _WHICH):
            return False
        return self.text[end - 2 : end] in _PLANNED or self.text[end : end + 1] in _IS_FIRST

    def _ahead(self, deadline: re.Match[str]) -> bool:
        """Whether the month of a deadline lies behind what the report tells of: 6月底前达到90%, in one on a quarter."""
        if deadline[1] is None:
            written = self.dating.published
            return written is not None and written.year == self.dating.year and written.month < LATE
        told = self.dating.period_end
        written = self.dating.published
        if written is not None and written.year == told.year:
            told = min(told, written)
        return told.year == self.dating.year and told.month < int(deadline[1]) <= 12

    def over(self, sentence: int, at: int, paragraph: int) -> tuple[int, str, str] | None:
        """The plan word that reaches the figure at `at`: where, its rule, and its scope."""
        if not self.any:
            return None
        for last in range(bisect_left(self.starts, at) - 1, -1, -1):
            start, plan = self.words[last]
            if start < sentence:
                break
            if (
                not DONE.search(self.text, start + 1, at + 1)
                and not (self.text.startswith(_NEXT, start) and "今年" in self.text[start:at])
                and not (
                    plan.scope == "year" and SEMICOLON.search(self.text, start, at) and not self._lists_tasks(start, at)
                )
                and not self._completed(sentence, start)
                and not _BRACKET_CLOSES.match(self.text, start, at)
                and not self.only_referred_to(start, at)
            ):
                return start, plan.rule, plan.scope
        item = bisect_left(self.starts, paragraph)
        if item < len(self.words) and self.starts[item] < at:
            start, plan = self.words[item]
            if plan.scope == "paragraph" and not self.text[paragraph:start].strip():
                return start, plan.rule, plan.scope
        section = self.section(at)
        if self.text.endswith(_THERE, 0, at):
            return None
        if section is None or _MEETING.search(self.text, max(sentence, at - NEAR), at):
            return None
        if _HAS_BEEN.search(self.text, max(sentence, at - HAS_BEEN), at):
            return None
        return section[0], section[2], "section"

    def is_goal(self, start: int, end: int) -> bool:
        """Whether a figure is the goal that a rate behind it holds a result against: 完成年初任务6万人的114%."""
        if self.text[end - 1] != "项" and _STRAIGHT.search(self.text, max(0, start - BASIS), start):
            return True
        if self.text.endswith(_TASK_ENDS, max(0, start - BASIS), start) and (
            _HELD_TO.match(self.text, end) or _IN_BRACKET.match(self.text, end)
        ):
            return True
        behind = _HELD_AGAINST.match(self.text, end) if self.text[end : end + 1] in _GOAL_ENDS else None
        if behind is None:
            return False
        before = _COMES_TO.search(self.text, max(0, start - BASIS), start)
        return before is not None and (behind[1] is not None or _GOAL.search(before[0]) is not None)

    def has_come(self, goal: int, at: int) -> bool:
        """Whether what there is of a goal is told between it and a figure: 到2025年达到5.2万人，时点数为4.71万人."""
        part = max(goal, self.text.rfind("；", goal, at), self.text.rfind(";", goal, at))
        return _HAS_COME.search(self.text, part, at) is not None

    def _lists_tasks(self, start: int, at: int) -> bool:
        """Whether a goal opens a sentence of them, and the next tells what came of it: 任务：…；助学40人。完成：…."""
        return _TASKS.match(self.text, start) is not None and _DONE_NEXT.match(self.text, at) is not None

    def section(self, at: int) -> tuple[int, int, str] | None:
        """The stretch of plans that `at` stands in: its start, its end and its rule."""
        return next((section for section in self.sections if section[0] <= at < section[1]), None)

    def only_referred_to(self, goal: int, at: int, *, least: int = 4) -> bool:
        """Whether a goal before the figure's clause is what is acted on, not what the figure is.

        `least`: characters between; 按照计划，今年培训300人 is a plan all the same.
        """
        if not _NEXT_CLAUSE.search(self.text, goal, min(at, goal + FAR)):
            return False
        frame = _FRAME.search(self.text, max(self.sentences.start(goal), goal - NEAR), goal)
        return frame is not None and len(frame[1]) >= least

    def last_ahead(self, at: int) -> int:
        """The last year of a plan that names none: that of a section on the years to come, else the first."""
        section = self.section(at)
        told = _YEARS_TO_COME.search(self.text, section[0], section[0] + 2 * OPENING) if section else None
        return self.ahead(at) + (_LENGTHS[told[1]] - 1 if told else 0)

    def _completed(self, sentence: int, start: int) -> bool:
        """Whether the plan word at `start` is what a result is held against."""
        return _COMPLETES.search(self.text, max(sentence, start - 16), start) is not None

    def ahead(self, at: int) -> int:
        """The year of a plan that names none: the next, or the running one in a report from the middle of a year."""
        dating = self.dating
        section = self.section(at)
        if self.year_planned:
            return self.year_planned
        if section is None and _RESULT_FOLLOWS.match(self.text, at):
            return dating.year
        if section and _REST_OF_YEAR.search(self.text, section[0], section[0] + 2 * OPENING):
            return dating.year
        before = self.text[self.sentences.start(at) : at]
        if not dating.published and "年底前" in before:
            return dating.year
        if dating.published and dating.published.year == dating.year:
            this_end = dating.published.month < LATE and "年底" in before
            if this_end or dating.published.month <= 10:
                return dating.year
        if dating.year == dating.period_end.year and dating.period_end.month < 12:
            return dating.year
        return max(dating.year + 1, dating.published.year if dating.published else 0)
