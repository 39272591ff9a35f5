"""What a paragraph has said so far: figures named, activities spoken of, the list and the parts that are open."""

from dataclasses import dataclass, field

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.context import Memory
from unionstats.matching.draft import Draft
from unionstats.matching.parts import GOAL, LOOK_BACK, Parts

EARLIER = 24
"""Figures of the paragraphs before among which a total is looked for that is told apart."""
_IN_FULL = {"劳模": "劳动模范"}
"""What a report says in short once it has said it in full."""


@dataclass(slots=True)
class Discourse:
    """The state of one paragraph.

    Attributes:
        done: all figures of the paragraph that have their label; earlier: some of the paragraphs before;
            card: the one that stands alone in the line above.
        claims: those of the running sentence.
        verb: the verb that leads the running list (选树…61名、金牌班组长87名).
        event: whether this sentence has counted an activity.
        pending_parts: whether 其中 stood alone, so that the next figures are parts.
        whole: what they are parts of, where a clause says so (给付金额中); by: whether it says by what (按险种分).
        list_head: the noun before a colon that thin names of the list behind it are of (慰问：住院12人，退休7人).
        respective: the things that 分别 speaks of; told_before, behind: the clause before it, and what stands behind
            the last figure of its own.
    """

    lexicon: Lexicon
    memory: Memory
    parts: Parts
    done: list[Draft] = field(default_factory=list)
    earlier: list[Draft] = field(default_factory=list)
    card: Draft | None = None
    claims: list[Draft] = field(default_factory=list)
    verb: str = ""
    event: bool = False
    pending_parts: bool = False
    whole: str = ""
    by: bool = False
    behind: str = ""
    told_before: str = ""
    respective: str = ""
    list_head: str = ""
    sentence: int = 0

    @classmethod
    def of(cls, lexicon: Lexicon, text: str) -> "Discourse":
        """An empty state."""
        return cls(lexicon, Memory(lexicon), Parts(lexicon, text))

    def new_paragraph(self, heading: str | None, opening: str) -> None:
        """Forget everything but the heading and the paragraph's opening words."""
        self.memory.begin(heading, opening)
        self.earlier = [*self.earlier, *self.done][-EARLIER:]
        self.done = []
        self.new_sentence()

    def new_sentence(self, *, parts_go_on: bool = False) -> None:
        """Close what does not reach over a full stop. `parts_go_on`: over a semicolon the parts of a total may."""
        self.sentence += 1
        self.memory.sentence()
        if self.parts.total is not None and not (parts_go_on and self.parts.measures):
            self.parts.close()
        if self.claims:
            self.claims = []
        self.verb = ""
        self.event = self.pending_parts = self.by = False
        self.whole = self.list_head = ""

    def totals(self) -> list[Draft]:
        """The figures that parts may be of: those of this sentence or else the one before, of the thing named."""
        candidates = self.claims or self.sentence_before() or ([self.card] if self.card else [])
        if self.by:
            # 按困难类别分…；按致困原因分…: parts of the same whole, not of its last part.
            self.by = False
            return [draft.parent or draft for draft in candidates if not GOAL.search(draft.left)]
        if not self.whole:
            return candidates
        named = self.whole[-2:]
        in_full = _IN_FULL.get(named, named)
        return [
            draft
            for draft in [*self.sentence_before(), *candidates[-LOOK_BACK:]]
            if named in draft.label or in_full in draft.label
        ]

    def sentence_before(self) -> list[Draft]:
        """The figures of the sentence before, where the paragraph's last figure stands in it; else that figure."""
        done = self.done[-LOOK_BACK:]
        return [draft for draft in done if draft.sentence == self.sentence - 1] or done[-1:]

    @property
    def previous(self) -> Draft | None:
        """The figure before."""
        return self.done[-1] if self.done else None
