"""A claim in the making: a quantity and all that is found out about it, with the reasons."""

from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.quantity import Quantity


class Draft:
    """One figure on its way to a claim.

    Attributes:
        noun: what is counted, without the context that a thin label borrowed.
        context: what the label borrowed, and `context_why` where from.
        parent: the draft that holds the total of which this is a part.
        growth: the growth phrase, for a growth figure; respective: whether 分别 gave it its thing.
        origin: whether it is the value that a change started from (由16个扩展到48个).
        left, right: the text beside the quantity that was read for the label.
    """

    __slots__ = (
        "breakdown",
        "clause",
        "context",
        "context_why",
        "growth",
        "label",
        "left",
        "noun",
        "origin",
        "paragraph",
        "parent",
        "quantity",
        "respective",
        "right",
        "sentence",
        "shape",
        "status",
        "status_rule",
    )  # fmt: skip

    def __init__(
        self, quantity: Quantity, paragraph: Paragraph, clause: Clause, sentence: int, left: str = "", right: str = ""
    ) -> None:
        # Slots, all of them filled here: a field that its class has a default for takes several times as long to read.
        self.quantity = quantity
        self.paragraph = paragraph
        self.clause = clause
        self.sentence = sentence
        self.left, self.right = left, right
        self.label = self.noun = self.shape = self.context = self.context_why = self.growth = self.status_rule = ""
        self.respective = self.origin = False
        self.status = "reported"
        self.breakdown: str | None = None
        self.parent: Draft | None = None

    @property
    def base(self) -> str:
        """The label without its growth phrase: the thing that grew."""
        return self.label.removesuffix(self.growth) if self.growth else self.label
