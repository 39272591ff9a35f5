"""A rule as written in rules/: what it says, what it holds, and its proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what must come of it.

    Attributes:
        text: the sentence, in our own words.
        claims: the whole list of claims expected, in text order; of each only the named fields are compared.
            None where the example does not speak of claims.
        dropped: numbers that must be turned down, with `text` and `reason`; None as above.
        because: why a counterexample is none; empty in an example.
        year: the report's year while the sentence is read; None lets the sentence decide.
    """

    text: str
    claims: tuple[Mapping[str, Any], ...] | None
    dropped: tuple[Mapping[str, Any], ...] | None
    because: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One table of a rules file. `body` holds the keys that its family knows (`grammar.schema`)."""

    id: str
    family: str
    says: str
    file: str
    body: Mapping[str, Any]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]

    @property
    def name(self) -> str:
        """The id without its family."""
        return self.id.partition(".")[2]
