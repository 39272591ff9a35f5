"""What a paragraph has spoken of so far: the activities that a thin label may borrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.phrases import LIMB, LONG_QUOTE, content_length, first_of_list, lent, strip_front, strip_light

_TOPIC_STOP = re.compile(
    r"总结|报告|总工会|主要工作|目标|同志|回顾|[0-9]{2}|情况|[三四五]年来"
    r"|记者|通讯员|摄影|工作$|打算|计划|思路|安排|不足|问题$|存在"
)
_ITEM = re.compile(
    r"^\s*(?:(?:任务|工作|项目)[一二三四五六七八九十0-9]{1,3}[、.．:]|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十0-9]{1,3}[、.．)）\s]|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十]是|[【①-⑳▶►◆◇●○★☆■□▲△※✓✔→•·]|[-—–]{1,2})+"
)
_PHRASE = re.compile(r"[的、,与在对把将]|联合|会同|共同")
_TAIL = re.compile(r"工作室|服务站|帮扶站|工作站|服务点|服务中心|中心|基地|联盟|团队|小组|班组|资金|基金|案件|协会")
"""Nouns that an activity's word only describes: 创新工作室, 帮扶中心."""
_SAYS_NOTHING = re.compile(
    r"(?:第[一二三四五六七八九十0-9]{1,3}[期届次批轮]|本[期届次]|该|此次|这次)?(?:活动|行动|工作|培训|比赛|项目|计划|工程)"
)
_TIMES = re.compile(r"(?:于|自|从)?(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:正式|全面)?$")
_SINCE = re.compile(r"(?<=启动|开展|实施|推行|成立|建成|运行|启用)(?:以来|之?后|至今)$")
_LEAVES = frozenset("从在以由按分")
_NAMED = 4
"""Characters before such words that name what goes on."""
_SLOGAN_LEAD = re.compile(r"(?:以|围绕|按照|坚持|紧扣|聚焦|贯彻|落实|根据|依照|针对|本着|遵循)[^,]*$")
_GOES_ON = re.compile(
    r"(?:却|也|仍|都|得到|正在)?(?:(?:扎实|深入|有序|稳步|全面|不断|持续|加快|有力|积极|顺利|强力|纵深|蓬勃|有效|大力|逐步)"
    r"(?:推进|开展|铺开|深化|加强|提升|发展|实施|落实|展开|推开|壮大|增强|扩大|拓展|改善|完善|推动)"
    r"|(?:不降反升|不减反增|不增反降|稳中有[升进]|[节持][节续]攀升|再创新高|居高不下|逆势[上而][扬上]|成效(?:明显|显著)|见实效|出实招))$"
)
"""How something goes, said of it in a clause without a figure: 困难职工脱困扎实推进, 涉案金额不降反升."""
_SUCH = re.compile(r"(?:(?:像|诸如|类似)[^,]*|这样)的(?=[^,的]{2,}$)")
"""Before what a story has shown one of: 像这样的站点."""
_ASIDE = re.compile(r"(?:连同|加上|算上)|从[^,]{2,14}看$|[据按][^,]{2,20}(?:统计|介绍|测算|透露|了解)$")
"""Who says so, how it is looked at, what is among it: 据市总工会统计, 从类型看, 连同老站点."""
UNREAD = -1.0
ACTIVE = 2.6
"""The strength from which an entry is an activity."""
NO_ENTRY: tuple[float, str, str] = (0, "", "")
COUNTED = "figure before"
SUM = "amount before"
NAMED = "activity named in the sentence"
LONGEST = 14
TAKES_PART = frozenset(("参加", "参与"))
"""Verbs whose object is an activity, where it is one: 参加职工互助保障."""
NEAR = 40
"""Clauses since the last count or sum that are still looked at: rates between them are none."""
FARTHEST = 120
"""Entries of a sentence that are still looked at: more of them are a table."""
SURE = 5
"""Characters of a clause beside verbs and general nouns from which it names something surely."""
REACH = 8
"""Earlier entries that are still looked at."""


Entry = tuple[float, str, str]
"""Something that can lend its name: how strongly, the name, and why.

Strength 3 is an activity, 2.5 a count, 2 a clause with a light verb, 1 another clause. A plain tuple, since most
entries are made and never asked for.
"""


@dataclass(slots=True)
class Memory:
    """The entries of one paragraph: of this sentence and of those before."""

    lexicon: Lexicon
    heading: str | None = None
    opening: str = ""
    read_topic: str | None = None
    here: list[Entry] = field(default_factory=list)
    earlier: list[Entry] = field(default_factory=list)
    unclaimed: int = 0

    def begin(self, heading: str | None, first: str) -> None:
        """Start a paragraph: its first words before a full stop or colon, else its heading, are the topic."""
        self.here, self.earlier, self.unclaimed = [], [], 0
        self.heading, self.opening, self.read_topic = heading, first, None

    @property
    def topic(self) -> str:
        """What the paragraph is about; read when first asked for."""
        if self.read_topic is None:
            opening = self._as_topic(self.opening) if self.opening else ""
            self.read_topic = opening or (self._as_topic(self.heading) if self.heading else "")
        return self.read_topic

    def _as_topic(self, text: str) -> str:
        text = _ITEM.sub("", text)
        text = re.split(r"[,。:;!】|｜│]", text)[0].strip()
        if not 2 <= len(text) <= 16 or _TOPIC_STOP.search(text):
            return ""
        topic = strip_light(strip_front(text.removeprefix("抓"), self.lexicon), self.lexicon)[-LONGEST:]
        return topic if len(topic) > 2 else ""

    def sentence(self) -> None:
        """A sentence ended."""
        if self.here:
            # What was paid lends its name within its sentence only.
            self.earlier.extend([entry for entry in self.here if entry[2] != SUM])
            self.here = []
        self.unclaimed = 0

    def new_item(self) -> None:
        """一是, 二是: a new matter begins, and what was said before is of another."""
        self.here, self.earlier, self.unclaimed = [], [], 0
        self.read_topic = ""

    def note_clause(self, text: str, close: str) -> None:
        """A clause without a figure, and the boundary behind it: before a colon it says what comes.

        Most clauses are never asked for, so they are read only when an entry is picked.
        """
        self.unclaimed += 1
        self.here.append((UNREAD, text, close))

    def _backwards(self, entries: list[Entry], reach: int) -> Iterator[Entry]:
        """The entries from the latest on, each read when it is reached."""
        stop = max(len(entries) - reach, 0) - 1
        for at in range(len(entries) - 1, stop, -1):
            yield self._read(entries, at)

    def _read(self, entries: list[Entry], at: int) -> Entry:
        """One of the entries; a clause that is asked for the first time is read, and kept as read."""
        entry = entries[at]
        if entry[0] == UNREAD:
            text = entry[1].replace("\n", "")
            entry = entries[at] = self._entry(text, introduces=entry[2] == ":") or NO_ENTRY
        return entry

    def _entry(self, text: str, *, introduces: bool) -> Entry | None:
        text = _SINCE.sub("", strip_front(_ITEM.sub("", text), self.lexicon))
        shown = _SUCH.match(text)
        if shown:
            return (2.6, text[shown.end() :], NAMED)
        goes_on = _GOES_ON.search(text)
        if goes_on and goes_on.start() >= _NAMED:
            text = text[: goes_on.start()]
        if len(text) < 2 or _ASIDE.match(text) or (_SLOGAN_LEAD.match(text) and not self.lexicon.activity.first(text)):
            return None
        light = self.lexicon.any_light.first(text)
        if light and len(text) - light[1] < 2 < light[0]:
            # 职工医疗互助2014年启动: what it is stands before the verb.
            text, light = _TIMES.sub("", text[: light[0]]), None
        core = strip_light(text[light[0] :], self.lexicon) if light else text
        active = self.lexicon.activity.last(core)
        if not light:
            core = _after_verb(core, active[0] if active else core.rfind("“"), self.lexicon)
            active = self.lexicon.activity.last(core)
            if active and (first := self.lexicon.activity.first(core)) and core[first[1] : first[1] + 1] in _LEAVES:
                # 职业技能竞赛从钳工到电商直播: what stands before a preposition is the activity.
                active, core = first, core[: first[1]]
        quote_end = core.rfind("”")
        if active or quote_end > 0:
            end = max(active[1] if active else 0, quote_end + 1)
            if tail := _TAIL.match(core, end):
                end = tail.end()
            name = core[:end]
            name = name.lstrip("”和与及、")
            titled = active is not None and 0 < quote_end < active[1]
            if not light and len(name) > LONGEST and (titled or quote_end < 0):
                # …部署“建功新时代”劳动竞赛: the activity with its title; without one, its last phrase.
                name = name[name.rfind("“") :] if titled else _PHRASE.split(name)[-1]
            if len(name) >= 3 and (light or titled or len(name) <= LONGEST):
                return (3 if light else 2.6, tidy_name(name), NAMED)
        if len(core) < 3:
            return None
        strength = 2.4 if introduces else 2 if light else 1
        return (strength, tidy_name(core), "clause before")

    def note_whole(self, name: str) -> None:
        """What the next figures are told of (新发展的会员中): nothing is nearer to them."""
        if name:
            self.here.append((3, tidy_name(strip_front(name, self.lexicon)), NAMED))

    def note_claim(
        self, label: str, verb: str, context: str, active: bool, event: bool, free: bool, amount: bool
    ) -> None:
        """A figure that has its label, which begins with `verb`. What it borrowed (`context`) is what it lends on.

        `active`: it names an activity; `event`: it counts one; `free`: it stands without `context`.
        """
        self.unclaimed = 0
        if amount:
            if free:
                self.here.append((2.5, label, SUM))
        elif context and active and event:
            self.here.append((3, context, "activity before"))
        elif free and active and verb in TAKES_PART:
            self.here.append((2.6, label[len(verb) :], "activity taken part in"))
        elif verb in self.lexicon.carries:
            if free:
                self.here.append((2.2, label, "deed before"))
        elif free:
            self.here.append((3 if active else 2.5, label, COUNTED))
        elif active and event:
            self.here.append((3, label, COUNTED))

    def pick(self) -> Entry | None:
        """The entry that a thin label borrows from; a counted thing lends its name without the verb."""
        entry = self._pick()
        if entry is None:
            return None
        strength, name, why = entry
        if why == COUNTED:
            name = first_of_list(lent(name, self.lexicon), self.lexicon)
        if len(name) <= 6 and self.topic and _SAYS_NOTHING.fullmatch(name):
            # 【职工医疗互助】第四期活动…: which activity, the heading says.
            return (strength, self.topic, "topic of the paragraph")
        return (strength, name, why)

    def _pick(self) -> Entry | None:
        found = self._strongest(self.here, (2.6, 2.5, 2), FARTHEST)
        if found is not None and found[0] > 2:
            return found
        near = self._nearest()
        if near is not None and self.unclaimed and content_length(near[1], self.lexicon) >= SURE:
            return near
        earlier = self._strongest(self.earlier, (2.6, 2), REACH)
        if earlier is not None and earlier[0] >= 2.6:
            return found or earlier
        if self.topic:
            return (2, self.topic, "topic of the paragraph")
        return found or earlier or near

    def _strongest(self, entries: list[Entry], floors: tuple[float, ...], reach: int) -> Entry | None:
        """The latest activity (strength 3), else the latest entry over the first floor that any reaches."""
        best: list[Entry | None] = [None] * len(floors)
        stop = max(len(entries) - reach, 0) - 1
        for place in range(len(entries) - 1, stop, -1):
            entry = entries[place]
            if entry[0] == UNREAD:
                entry = self._read(entries, place)
            strength = entry[0]
            if strength >= 3:
                return entry
            for at, floor in enumerate(floors):
                if strength >= floor:
                    best[at] = best[at] or entry
                    break
        return next((entry for entry in best if entry is not None), None)

    def has_activity(self) -> bool:
        """Whether this sentence has named or counted an activity."""
        return any(entry[0] >= 3 for entry in self._backwards(self.here, FARTHEST))

    def latest_clause(self) -> str:
        """The clause without a figure just before, as it stands; empty where a figure came since."""
        entry = self.here[-1] if self.unclaimed and self.here else NO_ENTRY
        return entry[1] if entry[0] == UNREAD else ""

    def shows_one(self) -> bool:
        """Whether the clause just before names what a story has shown one of: 像这样的驿站."""
        return _SUCH.match(self.latest_clause()) is not None

    def since_figure(self) -> Entry | None:
        """The clause since the last figure that says most: the nearest activity, else the nearest clause."""
        nearest = None
        for entry in self._backwards(self.here, min(self.unclaimed, NEAR)):
            if entry[0] >= 2.6:
                return entry
            nearest = nearest or (entry if entry[1] else None)
        return nearest

    def opening_activity(self) -> Entry | None:
        """The activity that this sentence opened with in a clause of its own."""
        for at in range(min(len(self.here), FARTHEST)):
            entry = self._read(self.here, at)
            if entry[0] >= 3 and entry[2] == NAMED:
                return entry
        return None

    def _nearest(self) -> Entry | None:
        return next((entry for entry in self._backwards(self.here, FARTHEST) if entry[1]), None)


def _after_verb(text: str, noun: int, lexicon: Lexicon) -> str:
    """What follows the last verb before the noun at `noun`, where a name of four characters or more stays."""
    cut = 0
    for _, end in lexicon.any_verb.spans(text):
        if end <= noun:
            cut = end
    return text[cut:].lstrip("了的") if cut and len(text) - cut >= 4 else text


def tidy_name(text: str) -> str:
    """A borrowed name, cut so that it leaves room for what it is put before."""
    if len(text) > LONGEST + 6:
        quoted = LONG_QUOTE.search(text)
        if quoted:
            text = text[: quoted.start(1)] + LIMB.split(quoted[1])[0] + text[quoted.end(1) :]
    if len(text) <= LONGEST + 6:
        return text
    for mark in ("的", "、", ","):
        _, found, tail = text.rpartition(mark)
        if found and 3 <= len(tail) <= LONGEST + 4:
            return tail
    return text[-LONGEST:]
