"""What a paragraph has spoken of so far: the activities that a thin label may borrow."""

import re
from dataclasses import dataclass, field

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.phrases import content, front_verb, lent, strip_front, strip_light

_TOPIC_STOP = re.compile(
    r"总结|报告|总工会|主要工作|目标|同志|回顾|[0-9]{2}|情况|[三四五]年来"
    r"|工作$|打算|计划|思路|安排|不足|问题$|存在"
)
_ITEM = re.compile(
    r"^\s*(?:[(（][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十0-9]{1,3}[、.．)）\s]|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十]是|【|■|●|▲)+"
)
_PHRASE = re.compile(r"[的、,与在对把将]|联合|会同|共同")
_SLOGAN_LEAD = re.compile(r"(?:以|围绕|按照|坚持|紧扣|聚焦|贯彻|落实|根据|依照|针对|本着|遵循)[^,]*$")
_LONG_QUOTE = re.compile(r"“([^”]{9,})”")
_LIMB = re.compile(r"[、,\s;]")
UNREAD = -1.0
COUNTED = "figure before"
NAMED = "activity named in the sentence"
LONGEST = 14
REACH = 8
"""Earlier entries that are still looked at."""


@dataclass(slots=True)
class Entry:
    """Something that can lend its name. strength: 3 an activity, 2.5 a count, 2 a clause with a light verb, 1 other."""

    strength: float
    text: str
    why: str


@dataclass(slots=True)
class Memory:
    """The entries of one paragraph: of this sentence and of those before."""

    lexicon: Lexicon
    topic: str = ""
    here: list[Entry] = field(default_factory=list)
    earlier: list[Entry] = field(default_factory=list)
    opening: str = ""
    unclaimed: int = 0

    def begin(self, heading: str | None, first: str) -> None:
        """Start a paragraph: its first words before a full stop or colon, else its heading, are the topic."""
        self.here, self.earlier, self.unclaimed = [], [], 0
        self.opening = self._as_topic(first)
        self.topic = self.opening or (self._as_topic(heading) if heading else "")

    def _as_topic(self, text: str) -> str:
        text = _ITEM.sub("", text)
        text = re.split(r"[,。:;!】]", text)[0].strip()
        if not 2 <= len(text) <= 16 or _TOPIC_STOP.search(text):
            return ""
        return strip_light(strip_front(text.removeprefix("抓"), self.lexicon), self.lexicon)[-LONGEST:]

    def sentence(self) -> None:
        """A sentence ended."""
        self.earlier.extend(self.here)
        self.here = []
        self.unclaimed = 0

    def new_item(self) -> None:
        """一是, 二是: a new matter begins, and what was said before is of another."""
        self.here, self.earlier, self.unclaimed = [], [], 0
        self.topic = ""

    def note_clause(self, text: str, *, introduces: bool = False) -> None:
        """A clause without a figure. `introduces`: a colon follows, so that what comes is about it.

        Most clauses are never asked for, so they are read only when an entry is picked.
        """
        self.unclaimed += 1
        self.here.append(Entry(UNREAD, text, ":" if introduces else ""))

    def _read(self, entries: list[Entry]) -> None:
        """Read the clauses that were noted: what each can lend, and how strongly."""
        at = len(entries) - 1
        while at >= 0:
            if entries[at].strength == UNREAD:
                read = self._entry(entries[at].text, introduces=entries[at].why == ":")
                entries[at] = read if read is not None else Entry(0, "", "")
            at -= 1

    def _entry(self, text: str, *, introduces: bool) -> Entry | None:
        text = strip_front(text, self.lexicon)
        if len(text) < 2 or (_SLOGAN_LEAD.match(text) and not self.lexicon.activity.first(text)):
            return None
        light = self.lexicon.any_light.first(text)
        core = strip_light(text[light[0] :], self.lexicon) if light else text
        active = self.lexicon.activity.last(core)
        if not light:
            core = _after_verb(core, active[0] if active else core.rfind("“"), self.lexicon)
            active = self.lexicon.activity.last(core)
        quote_end = core.rfind("”")
        if active or quote_end > 0:
            name = core[: max(active[1] if active else 0, quote_end + 1)]
            if not light and len(name) > LONGEST and not quote_end > 0:
                name = _PHRASE.split(name)[-1]
            if len(name) >= 3 and (light or len(name) <= LONGEST):
                return Entry(3 if light else 2.6, tidy_name(name), NAMED)
        if len(core) < 3:
            return None
        strength = 2.4 if introduces else 2 if light else 1
        return Entry(strength, tidy_name(core), "clause before")

    def note_claim(self, label: str, *, event: bool, free: bool, amount: bool, context: str) -> None:
        """A figure that has its label. What it borrowed (`context`) is what it lends on."""
        self.unclaimed = 0
        verb = front_verb(label, self.lexicon)
        active = self.lexicon.activity.first(label, len(verb)) is not None or "”" in label
        if amount:
            if free:
                self.here.append(Entry(1.5, label, "amount before"))
        elif context and active and event:
            self.here.append(Entry(3, context, "activity before"))
        elif verb in self.lexicon.carries:
            if free:
                self.here.append(Entry(2.2, label, "deed before"))
        elif active and (event or free):
            self.here.append(Entry(3, label, COUNTED))
        elif free:
            self.here.append(Entry(2.5, label, COUNTED))

    def pick(self) -> Entry | None:
        """The entry that a thin label borrows from; a counted thing lends its name without the verb."""
        entry = self._pick()
        if entry is not None and entry.why == COUNTED:
            return Entry(entry.strength, lent(entry.text, self.lexicon), COUNTED)
        return entry

    def _pick(self) -> Entry | None:
        self._read(self.here)
        for floor in (3, 2.6, 2.5):
            for entry in reversed(self.here):
                if entry.strength >= floor:
                    return entry
        for entry in reversed(self.here):
            if entry.strength >= 2:
                return entry
        earlier = self.earlier[-REACH:]
        self._read(earlier)
        self.earlier[-REACH:] = earlier
        for floor in (3, 2.6):
            for entry in reversed(earlier):
                if entry.strength >= floor:
                    return entry
        if self.topic:
            return Entry(2, self.topic, "topic of the paragraph")
        for entry in reversed(earlier):
            if entry.strength >= 2:
                return entry
        return self._nearest()

    def has_activity(self) -> bool:
        """Whether this sentence has named or counted an activity."""
        self._read(self.here)
        return any(entry.strength >= 3 for entry in self.here)

    def since_figure(self) -> Entry | None:
        """The clause since the last figure that says most: the nearest activity, else the nearest clause."""
        self._read(self.here)
        since = [entry for entry in self.here[len(self.here) - self.unclaimed :] if entry.text]
        return next((entry for entry in reversed(since) if entry.strength >= 2.6), since[-1] if since else None)

    def opening_activity(self) -> Entry | None:
        """The activity that this sentence opened with in a clause of its own."""
        self._read(self.here)
        return next((entry for entry in self.here if entry.strength >= 3 and entry.why == NAMED), None)

    def _nearest(self) -> Entry | None:
        return next((entry for entry in reversed(self.here) if entry.text), None)


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
        quoted = _LONG_QUOTE.search(text)
        if quoted:
            text = text[: quoted.start(1)] + _LIMB.split(quoted[1])[0] + text[quoted.end(1) :]
    if len(text) <= LONGEST + 6:
        return text
    for mark in ("的", "、", ","):
        _, found, tail = text.rpartition(mark)
        if found and 3 <= len(tail) <= LONGEST + 4:
            return tail
    return text[-LONGEST:]


def is_thin(core: str, lexicon: Lexicon) -> bool:
    """Whether a label of only this says too little."""
    return len(content(core, lexicon)) < 2
