"""The rules compiled once: what the matching stages look things up in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import regex

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.grammar.folder import rules_folder, rules_version
from unionstats.grammar.lexicon import Lexicon, compile_lexicon
from unionstats.grammar.load import load_rules
from unionstats.grammar.patterns import Word, alternatives, words_of
from unionstats.grammar.shapes import Shape, compile_shape


class Unit(NamedTuple):
    """What a measure word means. `reason` is set where the word makes its number no claim."""

    rule: str
    kind: str
    counts: str
    unit: str | None
    factor: Decimal | None
    reason: str | None


class Exclusion(NamedTuple):
    """One pattern of an exclusion that asks for something on both sides of the quantity."""

    rule: str
    reason: str
    before: Any
    after: Any


class OneSided(NamedTuple):
    """All patterns that ask for something on one side only, as one alternation whose groups are named x0, x1, …"""

    pattern: Any
    rules: tuple[tuple[str, str], ...]

    def hit(self, found: Any) -> tuple[str, str]:
        """Rule and reason of a match of `pattern`."""
        return next(self.rules[at] for at in range(len(self.rules)) if found[f"x{at}"] is not None)


class Period(NamedTuple):
    """One kind of time expression."""

    rule: str
    means: str
    pattern: Any


class Furniture(NamedTuple):
    """A line of page furniture."""

    rule: str
    reason: str
    rest: bool
    pattern: Any


class Plan(NamedTuple):
    """A word that makes a figure a target, and how far it reaches."""

    rule: str
    scope: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that rules/ says, compiled.

    Attributes:
        version: SHA-256 over the rules' files.
        unit_pattern: longest measure word or unit that makes no claim, as source for `re`.
        before_signs, after_signs: qualifier words with their sign and rule.
        plans, plan_pattern: words of plans by text, and all of them as source for `re`.
    """

    rules: tuple[Rule, ...]
    version: str
    units: Mapping[str, Unit]
    unit_pattern: str
    before_signs: Mapping[str, tuple[str, str]]
    before_pattern: str
    after_signs: Mapping[str, tuple[str, str]]
    after_pattern: str
    excluded_before: OneSided
    excluded_after: OneSided
    exclusions: tuple[Exclusion, ...]
    small_numerals: str | None
    no_unit: str
    quoted: str
    periods: tuple[Period, ...]
    furniture: tuple[Furniture, ...]
    plans: Mapping[str, Plan]
    plan_pattern: str
    lexicon: Lexicon
    shapes: tuple[Shape, ...]


@cache
def default_rulebook() -> Rulebook:
    """The rules that came with the program."""
    return read_rulebook(None)


def read_rulebook(overlay: Path | None) -> Rulebook:
    """The program's rules, with those of `overlay` added or in their place.

    Raises:
        RuleError: when a rule is broken.
    """
    folders = [rules_folder()] + ([overlay] if overlay else [])
    return compile_rules(load_rules(folders), rules_version(folders))


def compile_rules(rules: Iterable[Rule], version: str) -> Rulebook:
    """Compile rules. Raises RuleError for a pattern that does not compile."""
    rules = tuple(rules)
    of = {family: [rule for rule in rules if rule.family == family] for family in {rule.family for rule in rules}}
    units, unit_words = _units(of)
    before, before_words = _signs(of.get("qualifier", []), "before")
    after, after_words = _signs(of.get("qualifier", []), "after")
    plans = {
        word.text: Plan(rule.id, rule.body["scope"])
        for rule in of.get("status", [])
        for word in words_of(rule.body["words"], rule.body)
    }
    ids = {rule.id for rule in rules}
    return Rulebook(
        rules,
        version,
        units,
        alternatives(unit_words),
        before,
        alternatives(before_words, reverse=True),
        after,
        alternatives(after_words),
        *_exclusions(of.get("exclusion", [])),
        next((rule.id for rule in of.get("exclusion", []) if rule.body.get("small_numerals")), None),
        "exclusion.no_unit" if "exclusion.no_unit" in ids else "",
        "exclusion.quoted" if "exclusion.quoted" in ids else "",
        tuple(
            Period(rule.id, rule.body["means"], _compile(rule, rule.body["pattern"])) for rule in of.get("period", [])
        ),
        tuple(
            Furniture(rule.id, rule.body["reason"], rule.body["extent"] == "rest", _compile(rule, pattern))
            for rule in of.get("furniture", [])
            for pattern in rule.body["patterns"]
        ),
        plans,
        alternatives(word for rule in of.get("status", []) for word in words_of(rule.body["words"], rule.body)),
        compile_lexicon(of.get("word", [])),
        tuple(compile_shape(rule) for rule in of.get("shape", [])),
    )


def _units(of: Mapping[str, list[Rule]]) -> tuple[dict[str, Unit], list[Word]]:
    units: dict[str, Unit] = {}
    words: dict[str, Word] = {}
    for rule in of.get("exclusion", []):
        for word in words_of(rule.body.get("units", []), rule.body):
            units[word.text] = Unit(rule.id, "", "", None, None, rule.body["reason"])
            words[word.text] = word
    for rule in of.get("unit", []):
        try:
            factor = Decimal(rule.body["factor"]) if "factor" in rule.body else None
        except InvalidOperation:
            raise RuleError(f"{rule.file} rule {rule.id}", "factor is no number", "Write it like 0.0001.") from None
        for word in words_of(rule.body["words"], rule.body):
            body = rule.body
            units[word.text] = Unit(rule.id, body["kind"], body.get("counts", ""), body.get("unit"), factor, None)
            words[word.text] = word
    return units, list(words.values())


def _signs(rules: Iterable[Rule], side: str) -> tuple[dict[str, tuple[str, str]], list[Word]]:
    signs: dict[str, tuple[str, str]] = {}
    words = []
    for rule in rules:
        for word in words_of(rule.body.get(side, []), rule.body):
            signs[word.text] = (rule.body["sign"], rule.id)
            words.append(word)
    return signs, words


def _exclusions(rules: Iterable[Rule]) -> tuple[OneSided, OneSided, tuple[Exclusion, ...]]:
    """The patterns of all exclusions; those with one side are joined, so that a quantity is looked at twice."""
    before: list[tuple[str, Rule]] = []
    after: list[tuple[str, Rule]] = []
    both = []
    for rule in rules:
        for pattern in rule.body.get("patterns", []):
            left, found, right = pattern.partition("{q}")
            if not found or "{q}" in right:
                raise RuleError(
                    f"{rule.file} rule {rule.id}",
                    f"the pattern {pattern!r} needs one {{q}}",
                    "Put {q} where the quantity stands.",
                )
            sides = (_compile(rule, f"(?r)(?:{left})"), _compile(rule, right))
            if left and right:
                both.append(Exclusion(rule.id, rule.body["reason"], *sides))
            else:
                (before if left else after).append((left or right, rule))
    return _joined(before, "(?r)"), _joined(after, ""), tuple(both)


def _joined(patterns: list[tuple[str, Rule]], flags: str) -> OneSided:
    source = "|".join(f"(?P<x{at}>{pattern})" for at, (pattern, _) in enumerate(patterns)) or "(?!)"
    return OneSided(
        regex.compile(f"{flags}(?:{source})"), tuple((rule.id, rule.body["reason"]) for _, rule in patterns)
    )


def _compile(rule: Rule, pattern: str) -> Any:
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleError(
            f"{rule.file} rule {rule.id}",
            f"the pattern {pattern!r} does not compile: {error.msg} at {error.pos}",
            "Mend it there.",
        ) from None
