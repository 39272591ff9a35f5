"""A claim in the making: a quantity and all that is found out about it, with the reasons."""

from dataclasses import dataclass, field

from unionstats.matching.clauses import Clause, Paragraph
from unionstats.matching.quantity import Quantity


@dataclass(slots=True)
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

    quantity: Quantity
    paragraph: Paragraph
    clause: Clause
    sentence: int
    label: str = ""
    noun: str = ""
    shape: str = ""
    context: str = ""
    context_why: str = ""
    breakdown: str | None = None
    parent: "Draft | None" = None
    status: str = "reported"
    status_rule: str = ""
    flags: list[str] = field(default_factory=list)
    respective: bool = False
    origin: bool = False
    growth: str = ""
    left: str = ""
    right: str = ""

    @property
    def base(self) -> str:
        """The label without its growth phrase: the thing that grew."""
        return self.label.removesuffix(self.growth) if self.growth else self.label
