"""One claim against one gold claim: in which measures they differ.

What the gold accepts beside its own value is accepted: other units, years, qualifiers and parts, and any label that
has its keywords and does not ramble.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from unionstats.metrics.figures import figure_text
from unionstats.metrics.gold import GoldClaim

LABEL_LENGTH = 24
"""Characters that a label may have whatever the gold's label is."""
LABEL_EXCESS = 8
"""Characters by which a label may exceed the gold's label where that is a long one."""


class FoundClaim(NamedTuple):
    """What is looked at in a row of the claims table; the fields are its columns."""

    file: str
    char_start: int
    char_end: int
    text: str
    value: float
    value_max: float | None
    unit: str
    kind: str
    qualifier: str
    label: str
    breakdown: str | None
    year: int
    period_start: date
    period_end: date
    city: str
    status: str
    evidence: str


class Difference(NamedTuple):
    """A measure that a pair fails, with what was expected and what was found."""

    measure: str
    expected: str
    found: str


def differ(found: FoundClaim, gold: GoldClaim, city: str) -> Iterator[Difference]:
    """In what a claim differs from the gold. Where the value does, the rest is not compared."""
    if not (
        _same_number(found.value, gold.value)
        and _same_number(found.value_max, gold.value_max)
        and found.unit in (gold.unit, *gold.units_ok)
        and found.kind == gold.kind
    ):
        yield Difference("value", _figure(gold), _figure(found))
        return
    qualifiers = (gold.qualifier, *gold.qualifiers_ok)
    if found.qualifier not in qualifiers:
        yield Difference("qualifier", _either(qualifiers), found.qualifier)
    if found.status != gold.status:
        yield Difference("status", gold.status, found.status)
    if found.year not in gold.years_ok:
        yield Difference("year", _either(gold.years_ok), str(found.year))
    first, last = gold.period
    first_year, last_year = found.period_start.year, found.period_end.year
    if first_year not in (first, *gold.starts_ok) or last_year not in (last, *gold.years_ok):
        yield Difference("period", f"{first} to {last}", f"{first_year} to {last_year}")
    if complaint := _label_complaint(found.label, gold):
        yield Difference("label", f"{gold.indicator} ({' and '.join(gold.must)})", f"{found.label} ({complaint})")
    parts = (gold.breakdown, *gold.breakdowns_ok)
    if not any(_same_part(found.breakdown or "", part) for part in parts):
        yield Difference("part", _either(part or "none" for part in parts), found.breakdown or "none")
    if found.city != city:
        yield Difference("city", city, found.city or "none")


def likeness_of(label: str, gold_label: str) -> float:
    """F1 of the pairs of neighbouring characters of two labels, punctuation left out."""
    first, second = _character_pairs(label), _character_pairs(gold_label)
    return 2 * (first & second).total() / (first.total() + second.total())


def _character_pairs(label: str) -> Counter[str]:
    text = "".join(filter(str.isalnum, label))
    if len(text) < 2:
        return Counter([text])
    return Counter(map("".join, pairwise(text)))


def _label_complaint(label: str, gold: GoldClaim) -> str:
    """What is wrong with a label: a keyword that it lacks, or its length. Empty when nothing is."""
    label = label.replace(" ", "")
    if not label:
        return "no label"
    limit = max(LABEL_LENGTH, len(gold.indicator) + LABEL_EXCESS)
    if len(label) > limit:
        return f"longer than {limit} characters"
    lacking = [keyword for keyword in gold.must if not any(word in label for word in keyword.split("|"))]
    return f"without {' and '.join(lacking)}" if lacking else ""


def _same_number(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _same_part(part: str, gold_part: str) -> bool:
    """None where the gold has none, else one that holds the other: 省级 and 省级以上."""
    if not part or not gold_part:
        return part == gold_part
    return part in gold_part or gold_part in part


def _figure(claim: FoundClaim | GoldClaim) -> str:
    upper = "" if claim.value_max is None else f"—{figure_text(claim.value_max)}"
    return f"{figure_text(claim.value)}{upper} {claim.unit} ({claim.kind})"


def _either(values: Iterable[object]) -> str:
    return " or ".join(dict.fromkeys(map(str, values)))
