"""What each family of rules may say: the keys of its tables, which are needed, and their values."""

from collections.abc import Mapping
from typing import NamedTuple

MEANINGS = (
    "year", "years", "since_year", "for_years", "this_year", "last_year", "next_year", "months", "quarter", "half",
    "until", "congress", "plan_year", "five_year_plan", "next_years",
)  # fmt: skip
"""What a time expression can mean; `matching.periods` turns each into a first and a last day."""


class Key(NamedTuple):
    """One key of a rule: its type, whether it must be there, and the values it may take (empty for any)."""

    type: type | tuple[type, ...]
    needed: bool = False
    values: tuple[str, ...] = ()


COMMON = {"id": Key(str, True), "says": Key(str, True), "example": Key(list), "counterexample": Key(list)}

FAMILIES: Mapping[str, Mapping[str, Key]] = {
    "unit": {
        "words": Key(list, True),
        "kind": Key(str, True, ("count", "amount", "percentage")),
        "counts": Key(str, False, ("people", "event", "body", "thing")),
        "factor": Key(str),
        "unit": Key(str),
        "not_before": Key(list),
        "never": Key(list),
    },
    "qualifier": {
        "sign": Key(str, True, ("=", ">", ">=", "<", "<=", "≈")),
        "before": Key(list),
        "after": Key(list),
        "far": Key(list),
    },
    "exclusion": {
        "reason": Key(str, True),
        "patterns": Key(list),
        "units": Key(list),
        "small_numerals": Key(list),
    },
    "period": {"pattern": Key(str, True), "means": Key(str, True, MEANINGS)},
    "status": {"words": Key(list, True), "scope": Key(str, True, ("sentence", "section"))},
    "furniture": {"patterns": Key(list, True), "reason": Key(str, True), "extent": Key(str, True, ("line", "rest"))},
    "elsewhere": {
        "words": Key(list, True),
        "reason": Key(str, True),
        "reports": Key(str, True, ("any", "county")),
    },
    "word": {"words": Key(list, True), "not_after": Key(list), "not_before": Key(list)},
    "shape": {
        "label": Key(str, True),
        "when": Key(list),
        "unless": Key(list),
        "left": Key(str),
        "right": Key(str),
    },
}

WORD_KEYS = ("word", "not_after", "not_before")
EXAMPLE_KEYS = {
    "text": Key(str, True),
    "claims": Key(list),
    "dropped": Key(list),
    "because": Key(str),
    "year": Key(int),
}
CLAIM_KEYS = (
    "text", "value", "value_max", "unit", "kind", "qualifier", "status", "year", "since", "label", "breakdown",
    "city", "county", "rule",
)  # fmt: skip
DROPPED_KEYS = ("text", "reason", "rule")
