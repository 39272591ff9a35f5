"""The rules compiled once: what the matching stages look things up in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import regex

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.grammar.finders import Starts
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


class Exclusions(NamedTuple):
    """Patterns of exclusions, joined into one alternation with a group x0, x1, … for each.

    `entries` tell of each its rule, its reason, and what it asks for behind the quantity as well (or None).
    """

    pattern: Any
    entries: tuple[tuple[str, str, Any], ...]

    def hit(self, found: Any, text: str, end: int) -> tuple[str, str] | None:
        """Rule and reason of a match of `pattern` on a quantity that ends at `end`."""
        for at, (rule, reason, after) in enumerate(self.entries):
            if found[f"x{at}"] is not None and (after is None or after.match(text, end)):
                return rule, reason
        return None


class Period(NamedTuple):
    """One kind of time expression."""

    rule: str
    means: str
    pattern: Any


class Furniture(NamedTuple):
    """All patterns of page furniture of one extent, as one alternation with a group x0, x1, … for each."""

    pattern: Any
    entries: tuple[tuple[str, str], ...]

    def hit(self, found: Any) -> tuple[str, str]:
        """Rule and reason of a match of `pattern`."""
        return next(entry for at, entry in enumerate(self.entries) if found[f"x{at}"] is not None)


class Elsewhere(NamedTuple):
    """A word that makes a clause speak of another place; `reports` says in whose reports: any or county."""

    rule: str
    reason: str
    reports: str


class Plan(NamedTuple):
    """A word that makes a figure a target, and how far it reaches."""

    rule: str
    scope: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that rules/ says, compiled.

    Attributes:
        version: SHA-256 over the rules' files.
        open_unit: what a measure word that is in no list means; never_units: characters that are none.
        unit_pattern: longest measure word or unit that makes no claim, as source for `re`.
        before_signs, after_signs: qualifier words straight beside a number, with their sign and rule.
        far_signs: qualifier words that stand before the verb (至少走访困难职工20户).
        plans, plan_pattern: words of plans by text, and all of them as source for `re`.
    """

    rules: tuple[Rule, ...]
    version: str
    units: Mapping[str, Unit]
    open_unit: Unit | None
    never_units: frozenset[str]
    unit_pattern: str
    before_signs: Mapping[str, tuple[str, str]]
    before_pattern: str
    after_signs: Mapping[str, tuple[str, str]]
    after_pattern: str
    far_signs: Mapping[str, tuple[str, str]]
    far_pattern: re.Pattern[str]
    excluded_before: Exclusions
    excluded_after: Exclusions
    excluded_between: Exclusions
    small_numerals: str | None
    no_unit: str
    quoted: str
    periods: tuple[Period, ...]
    furniture_line: Furniture
    furniture_rest: Furniture
    plans: Mapping[str, Plan]
    plan_pattern: str
    elsewhere: Mapping[str, Elsewhere]
    elsewhere_words: Starts
    lexicon: Lexicon
    shapes: tuple[Shape, ...]
    fitting: dict[int, tuple[Shape, ...]] = field(default_factory=dict, compare=False)
    """The shapes that fit a set of features, filled as they are asked for."""


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
    far, far_words = _signs(of.get("qualifier", []), "far")
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
        units.pop("*", None),
        frozenset(char for rule in of.get("unit", []) for char in rule.body.get("never", [])),
        alternatives(word for word in unit_words if word.text != "*"),
        before,
        alternatives(before_words, reverse=True),
        after,
        alternatives(after_words),
        far,
        re.compile(f"(?P<word>{alternatives(far_words)})[一-鿿“”]{{1,10}}$"),
        *_exclusions(of.get("exclusion", [])),
        next((rule.id for rule in of.get("exclusion", []) if rule.body.get("small_numerals")), None),
        "exclusion.no_unit" if "exclusion.no_unit" in ids else "",
        "exclusion.quoted" if "exclusion.quoted" in ids else "",
        tuple(
            Period(rule.id, rule.body["means"], _compile(rule, rule.body["pattern"])) for rule in of.get("period", [])
        ),
        _furniture(of.get("furniture", []), "line"),
        _furniture(of.get("furniture", []), "rest"),
        plans,
        alternatives(word for rule in of.get("status", []) for word in words_of(rule.body["words"], rule.body)),
        {
            word.text: Elsewhere(rule.id, rule.body["reason"], rule.body["reports"])
            for rule in of.get("elsewhere", [])
            for word in words_of(rule.body["words"], rule.body)
        },
        Starts(word for rule in of.get("elsewhere", []) for word in words_of(rule.body["words"], rule.body)),
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


def _furniture(rules: Iterable[Rule], extent: str) -> Furniture:
    """The patterns of one extent, joined; each is tried alone first, so that a broken one is named."""
    patterns = [(rule, pattern) for rule in rules if rule.body["extent"] == extent for pattern in rule.body["patterns"]]
    for rule, pattern in patterns:
        _compile(rule, pattern)
    source = "|".join(f"(?P<x{at}>{pattern})" for at, (_, pattern) in enumerate(patterns)) or "(?!)"
    return Furniture(regex.compile(source), tuple((rule.id, rule.body["reason"]) for rule, _ in patterns))


def _exclusions(rules: Iterable[Rule]) -> tuple[Exclusions, Exclusions, Exclusions]:
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
            _compile(rule, f"(?r)(?:{left})")
            ends = _compile(rule, right)
            if left and right:
                between.append((left, rule, ends))
            elif left:
                before.append((left, rule, None))
            else:
                after.append((right, rule, None))
    return _joined(before, "(?r)"), _joined(after, ""), _joined(between, "(?r)")


def _joined(patterns: list[tuple[str, Rule, Any]], flags: str) -> Exclusions:
    source = "|".join(f"(?P<x{at}>{pattern})" for at, (pattern, _, _) in enumerate(patterns)) or "(?!)"
    entries = tuple((rule.id, rule.body["reason"], after) for _, rule, after in patterns)
    return Exclusions(regex.compile(f"{flags}(?:{source})"), entries)


def _compile(rule: Rule, pattern: str) -> Any:
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleError(
            f"{rule.file} rule {rule.id}",
            f"the pattern {pattern!r} does not compile: {error.msg} at {error.pos}",
            "Mend it there.",
        ) from None
