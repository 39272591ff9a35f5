"""What each family of rules may say: the keys of its tables, which are needed, and their values."""

import difflib
from collections.abc import Mapping
from typing import Any, NamedTuple

from unionstats.core.errors import RuleError

MEANINGS = (
    "year", "years", "since_year", "for_years", "this_year", "last_year", "next_year", "months", "quarter", "half",
    "until", "congress", "plan_year", "five_year_plan", "plan_end", "next_years", "month_span", "since_then",
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
        "after": Key(str),
        "unsaid": Key(list),
        "unsaid_after": Key(list),
        "not_before": Key(list),
        "never": Key(list),
    },
    "qualifier": {
        "sign": Key(str, True, ("=", ">", ">=", "<", "<=", "≈")),
        "before": Key(list),
        "after": Key(list),
        "far": Key(list),
        "share": Key(list),
    },
    "exclusion": {
        "reason": Key(str, True),
        "patterns": Key(list),
        "units": Key(list),
        "small_numerals": Key(list),
    },
    "period": {"pattern": Key(str, True), "means": Key(str, True, MEANINGS)},
    "status": {"words": Key(list, True), "scope": Key(str, True, ("sentence", "paragraph", "year", "section"))},
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

TOPIC = {
    "topic": Key(str, True),
    "name": Key(str),
    "name_en": Key(str),
    "indicator": Key(list),
}
"""A file of the catalogue."""

INDICATOR = {
    "id": Key(str, True),
    "name": Key(str, True),
    "name_en": Key(str, True),
    "definition": Key(str, True),
    "nature": Key(str, True, ("stock", "flow", "rate")),
    "units": Key(list, True),
    "words": Key(list, True),
    "also": Key(list),
    "without": Key(list),
    "new": Key(bool),
    "conferred": Key(bool),
    "within": Key(str),
    "examples": Key(list, True),
    "counterexamples": Key(list, True),
}
"""An entry of the catalogue."""

LABEL_WORDS = {
    name: Key(dict) for name in ("measures", "new", "never", "before", "after", "kinds", "whole", "levels", "edges")
}
"""The words that labels are read by."""


def check_keys(table: Mapping[str, Any], schema: Mapping[str, Key], at: str) -> None:
    """Raises RuleError for a key that is unknown, missing, of another type or with another value."""
    for name, value in table.items():
        if name not in schema:
            near = difflib.get_close_matches(name, schema, 1)
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(schema)}."
            raise RuleError(at, f"unknown key '{name}'", remedy)
        key = schema[name]
        if not isinstance(value, key.type) or (isinstance(value, bool) and key.type is not bool):
            wanted = key.type.__name__ if isinstance(key.type, type) else "/".join(t.__name__ for t in key.type)
            raise RuleError(at, f"'{name}' must be of type {wanted}", "Mend its value.")
        if key.values and value not in key.values:
            raise RuleError(at, f"'{name}' is {value!r}", f"It must be one of {', '.join(key.values)}.")
    for name, key in schema.items():
        if key.needed and name not in table:
            raise RuleError(at, f"the key '{name}' is missing", "Add it.")
