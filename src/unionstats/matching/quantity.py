"""A number with its measure word, as found in the text."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Quantity:
    """One quantity. Offsets are half-open and point into the text that the rules read.

    Attributes:
        value, value_max: exact, in `unit` (万元 for money); value_max only for a range.
        counts: what the measure word counts: people, event, body, thing, or empty.
        sign: = > >= < <= ≈.
        numeral: the number as printed, without the measure word.
        rules: ids of the rules that read it.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    counts: str
    numeral: str
    value_max: Decimal | None = None
    sign: str = "="
    before: int = 0
    after: int = 0
    shared: bool = False
    rules: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.start
        self.after = self.end
