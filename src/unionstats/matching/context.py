"""What a paragraph has spoken of so far: the activities that a thin label may borrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.lengths import first_of_list
from unionstats.matching.phrases import BULLETS, content_length, lent, strip_front
from unionstats.matching.told import NAMED, SUCH, Entry, entry_of, tidy_name, topic_of

_SAYS_NOTHING = re.compile(
    r"(?:第[一二三四五六七八九十0-9]{1,3}[期届次批轮]|本[期届次]|该|此次|这次)?(?:活动|行动|工作|培训|比赛|项目|计划|工程)"
)
UNREAD = -1.0
ACTIVE = 2.6
"""The strength from which an entry is an activity."""
NO_ENTRY: tuple[float, str, str] = (0, "", "")
COUNTED = "figure before"
SUM = "amount before"
SUBJECT = "title of the report"
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


@dataclass(slots=True)
class Memory:
    """The entries of one paragraph: of this sentence and of those before. `subject`: what the whole report is about."""

    lexicon: Lexicon
    heading: str | None = None
    opening: str = ""
    read_topic: str | None = None
    subject: str = ""
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
            # (一)调解。 and ——会员： are topics, short as they are; ②帮扶 heads lines that name themselves.
            least = 3 if self.opening[:1] in BULLETS and not self.opening.startswith("—") else 2
            opening = topic_of(self.opening, self.lexicon, least=least) if self.opening else ""
            self.read_topic = opening or (topic_of(self.heading, self.lexicon) if self.heading else "")
        return self.read_topic

    def sentence(self) -> None:
        """A sentence ended."""
        if self.here:
            # What was paid lends its name within its sentence only.
            self.earlier.extend([entry for entry in self.here if entry[2] != SUM])
            self.here = []
        self.unclaimed = 0

    def new_item(self, head: str = "") -> None:
        """一是, 二是, (3)医疗救助: a new matter begins, of which `head` tells; what was said before is of another."""
        self.here, self.earlier, self.unclaimed = [], [], 0
        self.read_topic = topic_of(head, self.lexicon, least=2) if head else ""

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
            # 会员呢，净增6800人: who speaks names it first, as a colon does.
            named = text.removesuffix("呢")
            introduces = entry[2] == ":" or named != text
            entry = entries[at] = entry_of(named, self.lexicon, introduces=introduces) or NO_ENTRY
        return entry

    def note_whole(self, name: str) -> None:
        """What the next figures are told of (新发展的会员中): nothing is nearer to them."""
        if name:
            self.here.append((3, tidy_name(strip_front(name, self.lexicon)), NAMED))

    def note_activity(self, label: str) -> None:
        """A share that is told of an activity: 大病救助按自付部分的30%补助，今年26人受益."""
        active = self.lexicon.activity.first(label)
        if active is not None and active[0] <= 2 and active[1] >= 4:
            self.note_whole(label[: active[1]])

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
        if self.subject and not (found or earlier):
            return (2, self.subject, SUBJECT)
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
        return SUCH.match(self.latest_clause()) is not None

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
