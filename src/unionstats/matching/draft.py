"""A claim in the making: a quantity and all that is found out about it, with the reasons."""

from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.quantity import Quantity


class Draft:
    """One figure on its way to a claim.

    Most figures need few of the fields, so their defaults belong to the class and cost nothing to make.

    Attributes:
        noun: what is counted, without the context that a thin label borrowed.
        context: what the label borrowed, and `context_why` where from.
        parent: the draft that holds the total of which this is a part.
        growth: the growth phrase, for a growth figure; respective: whether 分别 gave it its thing.
        origin: whether it is the value that a change started from (由16个扩展到48个).
        left, right: the text beside the quantity that was read for the label.
    """

    label = noun = shape = context = context_why = status_rule = growth = left = right = ""
    status = "reported"
    breakdown: str | None = None
    parent: "Draft | None" = None
    respective = origin = False

    def __init__(self, quantity: Quantity, paragraph: Paragraph, clause: Clause, sentence: int) -> None:
        self.quantity = quantity
        self.paragraph = paragraph
        self.clause = clause
        self.sentence = sentence

    @property
    def base(self) -> str:
        """The label without its growth phrase: the thing that grew."""
        return self.label.removesuffix(self.growth) if self.growth else self.label
