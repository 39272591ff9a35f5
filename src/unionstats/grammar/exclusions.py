"""Patterns that turn numbers and lines down, joined so that each number and line is looked at once or twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import regex

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule


class Edges(dict[str, bool]):
    """Whether some patterns can match with a character at their edge. They are asked once for each character.

    Most figures have a neighbour with which no pattern can match, so that none needs to be tried.
    """

    def __init__(self, *patterns: Any) -> None:
        super().__init__()
        self.patterns = patterns

    def __missing__(self, char: str) -> bool:
        possible = not char or any(pattern.match(char, partial=True) is not None for pattern in self.patterns)
        self[char] = possible
        return possible


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Patterns of exclusions, joined into one alternation with a group x0, x1, … for each.

    Attributes:
        entries: of each its rule, its reason, and what it asks for behind the quantity as well (or None).
        beside: the characters beside the quantity with which a pattern can match.
        within: the same for the quantity's last character, for patterns that look back into it.
    """

    pattern: Any
    entries: tuple[tuple[str, str, Any], ...]
    beside: Edges
    within: Edges

    def hit(self, found: Any, text: str, end: int) -> tuple[str, str] | None:
        """Rule and reason of a match of `pattern` on a quantity that ends at `end`."""
        for at, (rule, reason, after) in enumerate(self.entries):
            if found[f"x{at}"] is not None and (after is None or after.match(text, end)):
                return rule, reason
        return None


@dataclass(frozen=True, slots=True)
class Furniture:
    """All patterns of page furniture of one extent, as one alternation with a group x0, x1, … for each.

    `begins` tells the characters with which a line can begin that matches.
    """

    pattern: Any
    entries: tuple[tuple[str, str], ...]
    begins: Edges

    def hit(self, found: Any) -> tuple[str, str]:
        """Rule and reason of a match of `pattern`."""
        return next(entry for at, entry in enumerate(self.entries) if found[f"x{at}"] is not None)


def compile_furniture(rules: Iterable[Rule], extent: str) -> Furniture:
    """The patterns of one extent, joined. Raises RuleError where one does not compile."""
    patterns = [(rule, pattern) for rule in rules if rule.body["extent"] == extent for pattern in rule.body["patterns"]]
    joined = _one_pattern(patterns)
    return Furniture(joined, tuple((rule.id, rule.body["reason"]) for rule, _ in patterns), Edges(joined))


def compile_exclusions(rules: Iterable[Rule]) -> tuple[Exclusions, Exclusions, Exclusions]:
    """The patterns of all exclusions by what they ask for: before the quantity, after it, on both sides.

    They are joined, so that a quantity is looked at three times and not once for every pattern.
    """
    before: list[tuple[str, Rule, Any]] = []
    after: list[tuple[str, Rule, Any]] = []
    between: list[tuple[str, Rule, Any]] = []
    for rule in rules:
        for pattern in rule.body.get("patterns", []):
            left, found, right = pattern.partition("{q}")
            if not found or "{q}" in right:
                raise RuleError(
                    f"{rule.file} rule {rule.id}",
                    f"the pattern {pattern!r} needs one {{q}}",
                    "Put {q} where the quantity stands.",
                )
            if left and right:
                between.append((left, rule, compile_pattern(rule, right)))
            elif left:
                before.append((left, rule, None))
            else:
                after.append((right, rule, None))
    return _joined(before, "(?r)"), _joined(after, ""), _joined(between, "(?r)")


def _joined(patterns: list[tuple[str, Rule, Any]], flags: str) -> Exclusions:
    entries = tuple((rule.id, rule.body["reason"], after) for _, rule, after in patterns)
    beside, within = [], []
    for pattern, _, _ in patterns:
        looks = None if flags else re.fullmatch(r"\(\?<=((?:[^()]|\([^()]*\))*)\)(.*)", pattern)
        if looks and not looks[2]:
            within.append(looks[1])
            continue
        rest = looks[2] if looks else pattern
        # One character cannot answer a look to the other side: such a pattern counts as possible everywhere.
        beside.append("" if re.search(r"\(\?[=!]" if flags else r"\(\?<[=!]", rest) else rest)
    return Exclusions(
        _one_pattern([(rule, pattern) for pattern, rule, _ in patterns], flags),
        entries,
        Edges(regex.compile(f"{flags}(?:{'|'.join(beside or ['(?!)'])})")),
        Edges(regex.compile(f"(?r)(?:{'|'.join(within or ['(?!)'])})")),
    )


def _one_pattern(patterns: list[tuple[Rule, str]], flags: str = "") -> Any:
    """The patterns as one alternation with a group x0, x1, … for each.

    Raises:
        RuleError: one does not compile. They are tried alone only then, since that takes as long again.
    """
    source = "|".join(f"(?P<x{at}>{pattern})" for at, (_, pattern) in enumerate(patterns)) or "(?!)"
    try:
        return regex.compile(f"{flags}(?:{source})")
    except regex.error:
        for rule, pattern in patterns:
            compile_pattern(rule, f"{flags}(?:{pattern})" if flags else pattern)
        raise


def compile_pattern(rule: Rule, pattern: str) -> Any:
    """One pattern of a rule. Raises RuleError where it does not compile."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleError(
            f"{rule.file} rule {rule.id}",
            f"the pattern {pattern!r} does not compile: {error.msg} at {error.pos}",
            "Mend it there.",
        ) from None
