"""Label shapes: which parts of the sentence make the label, by what is there and what is missing."""

import re
from dataclasses import dataclass
from typing import Any

import regex

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule

FEATURES = (
    "left", "right", "change", "growth", "head", "respectively", "predicate", "measure", "dependent", "verb_only",
    "per_head", "rate", "share_of", "list", "adjacent", "activity", "previous", "amount", "percentage", "count",
    "after_event", "same_unit", "people", "carries", "of_these", "headless",
)  # fmt: skip
"""What can be said of a figure and its sentence; rules/README.md explains each."""

SLOTS = (
    "left",
    "right",
    "core",
    "head",
    "growth",
    "item",
    "previous",
    "context",
    "activity",
    "sister",
    "object",
    "rate_of",
    "same_rate",
    "class_of",
    "list_context",
    "verb",
    "lead",
)
"""What a label can be made of; rules/README.md explains each."""

_BIT = {name: 1 << position for position, name in enumerate(FEATURES)}
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: `when` and `unless` are bit sets of features; `pieces` alternate literal text and slot names."""

    rule: str
    when: int
    unless: int
    left: Any
    right: Any
    pieces: tuple[tuple[str, str], ...]


def bits(*names: str) -> int:
    """The bit set of features."""
    total = 0
    for name in names:
        total |= _BIT[name]
    return total


def compile_shape(rule: Rule) -> Shape:
    """Compile one shape. Raises RuleError for an unknown feature, slot or pattern."""
    at = f"{rule.file} rule {rule.id}"
    for key in ("when", "unless"):
        for name in rule.body.get(key, []):
            if name not in _BIT:
                raise RuleError(at, f"unknown feature '{name}' in {key}", f"Known: {', '.join(FEATURES)}.")
    patterns = []
    groups: set[str] = set()
    for key, anchor in (("left", "(?:{})$"), ("right", "^(?:{})")):
        source = rule.body.get(key)
        try:
            pattern = regex.compile(anchor.format(source)) if source else None
        except regex.error as error:
            raise RuleError(at, f"'{key}' does not compile: {error.msg} at {error.pos}", "Mend it there.") from None
        patterns.append(pattern)
        groups.update(pattern.groupindex if pattern else ())
    pieces: list[tuple[str, str]] = []
    label = rule.body["label"]
    last = 0
    for found in _SLOT.finditer(label):
        name = found[1]
        if name not in SLOTS and name not in groups:
            raise RuleError(
                at, f"unknown slot '{{{name}}}' in label", f"Known: {', '.join(SLOTS)}, and the pattern's groups."
            )
        pieces.append((label[last : found.start()], name))
        last = found.end()
    pieces.append((label[last:], ""))
    return Shape(
        rule.id,
        bits(*rule.body.get("when", [])),
        bits(*rule.body.get("unless", [])),
        patterns[0],
        patterns[1],
        tuple(pieces),
    )
