"""The rules compiled once: what the matching stages look things up in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.core.rules_folder import rules_folder
from unionstats.core.script import HAN, fold_punctuation
from unionstats.grammar.exclusions import (
    Edges,
    Exclusions,
    Furniture,
    compile_exclusions,
    compile_furniture,
    compile_pattern,
)
from unionstats.grammar.finders import Starts
from unionstats.grammar.folder import rules_version
from unionstats.grammar.lexicon import Lexicon, compile_lexicon
from unionstats.grammar.load import load_rules
from unionstats.grammar.patterns import Word, alternatives, words_of
from unionstats.grammar.shapes import Shape, compile_shape


@dataclass(frozen=True, slots=True)
class Unit:
    """What a measure word means. `reason` is set where the word makes its number no claim.

    `instead` is what it means all the same where `after` matches what stands before the number.
    """

    rule: str
    kind: str
    counts: str
    unit: str | None
    factor: Decimal | None
    reason: str | None
    after: Any = None
    instead: "Unit | None" = None


class Period(NamedTuple):
    """One kind of time expression."""

    rule: str
    means: str
    pattern: Any


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
        unsaid: what tells the unit of a number that has none, before it (粉丝突破9万) or behind it (37万职工).
        unit_pattern: longest measure word or unit that makes no claim, as source for `re`.
        before_signs, after_signs: qualifier words straight beside a number, with their sign and rule.
        before_edges, after_edges: their characters that stand next to the number.
        excluded_left: the characters on its left with which an exclusion before or around a quantity can match.
        far_signs: qualifier words that stand before the verb (至少走访困难职工20户).
        share_signs: those that stand before what a share is of (不足任务数的七成).
        plans, plan_pattern: words of plans by text, and all of them as source for `re`.
        elsewhere, elsewhere_words: words that make a clause speak of another place, by text, and all of them.
    """

    rules: tuple[Rule, ...]
    version: str
    units: Mapping[str, Unit]
    open_unit: Unit | None
    never_units: frozenset[str]
    unsaid: tuple[tuple[re.Pattern[str], re.Pattern[str], Unit], ...]
    unit_pattern: str
    before_signs: Mapping[str, tuple[str, str]]
    before_pattern: str
    before_edges: frozenset[str]
    after_signs: Mapping[str, tuple[str, str]]
    after_pattern: str
    after_edges: frozenset[str]
    far_signs: Mapping[str, tuple[str, str]]
    far_pattern: re.Pattern[str]
    share_signs: Mapping[str, tuple[str, str]]
    share_pattern: re.Pattern[str]
    excluded_before: Exclusions
    excluded_after: Exclusions
    excluded_between: Exclusions
    excluded_left: Edges
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


_ABOUT = "达到至超过突破近逾约计共为有累合总已仅了"
"""What stands between a name and its number, and says no more than about how many."""


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
    share, share_words = _signs(of.get("qualifier", []), "share")
    plans = [
        (_folded(word), Plan(rule.id, rule.body["scope"]))
        for rule in of.get("status", [])
        for word in words_of(rule.body["words"], rule.body)
    ]
    exclusions = compile_exclusions(of.get("exclusion", []))
    ids = {rule.id for rule in rules}
    return Rulebook(
        rules,
        version,
        units,
        units.pop("*", None),
        frozenset(char for rule in of.get("unit", []) for char in rule.body.get("never", [])),
        tuple(_unsaid(rule) for rule in of.get("unit", []) if "unsaid" in rule.body),
        alternatives(word for word in unit_words if word.text != "*"),
        before,
        alternatives(before_words, reverse=True),
        frozenset(word.text[-1] for word in before_words),
        after,
        alternatives(after_words),
        frozenset(word.text[0] for word in after_words),
        far,
        re.compile(f"(?P<word>{alternatives(far_words)})(?!的)(?:{HAN}|[“”]){{0,10}}$"),
        share,
        re.compile(f"(?P<word>{alternatives(share_words)})(?:{HAN}|[“”]){{1,12}}的$"),
        *exclusions,
        Edges(*exclusions[0].beside.patterns, *exclusions[2].beside.patterns),
        next((rule.id for rule in of.get("exclusion", []) if rule.body.get("small_numerals")), None),
        "exclusion.no_unit" if "exclusion.no_unit" in ids else "",
        "exclusion.quoted" if "exclusion.quoted" in ids else "",
        tuple(
            Period(rule.id, rule.body["means"], _compile_time(rule, rule.body["pattern"]))
            for rule in of.get("period", [])
        ),
        compile_furniture(of.get("furniture", []), "line"),
        compile_furniture(of.get("furniture", []), "rest"),
        {word.text: plan for word, plan in plans},
        alternatives(word for word, _ in plans),
        {
            word.text: Elsewhere(rule.id, rule.body["reason"], rule.body["reports"])
            for rule in of.get("elsewhere", [])
            for word in words_of(rule.body["words"], rule.body)
        },
        Starts(word for rule in of.get("elsewhere", []) for word in words_of(rule.body["words"], rule.body)),
        compile_lexicon(of.get("word", [])),
        tuple(compile_shape(rule) for rule in of.get("shape", [])),
    )


def _compile_time(rule: Rule, pattern: str) -> Any:
    """The pattern for `re`, which is faster at one place, or for `regex` where it asks for more than `re` can do."""
    try:
        return re.compile(pattern)
    except re.error:
        return compile_pattern(rule, pattern)


def _folded(word: Word) -> Word:
    """The word as it stands in the text that plans are looked for in, whose punctuation is half-width."""
    after, before = tuple(map(fold_punctuation, word.not_after)), tuple(map(fold_punctuation, word.not_before))
    return Word(fold_punctuation(word.text), after, before)


def _units(of: Mapping[str, list[Rule]]) -> tuple[dict[str, Unit], list[Word]]:
    units: dict[str, Unit] = {}
    words: dict[str, Word] = {}
    for rule in of.get("exclusion", []):
        for word in words_of(rule.body.get("units", []), rule.body):
            units[word.text] = Unit(rule.id, "", "", None, None, rule.body["reason"])
            words[word.text] = word
    for rule in of.get("unit", []):
        body, unit = rule.body, _unit(rule)
        after = compile_pattern(rule, f"(?:{body['after']})$") if "after" in body else None
        for word in words_of(body["words"], body):
            excluded = units.get(word.text)
            if after is not None and excluded is not None and excluded.reason is not None:
                units[word.text] = replace(excluded, after=after, instead=unit)
            else:
                words[word.text], units[word.text] = word, unit
    return units, list(words.values())


def _unit(rule: Rule) -> Unit:
    """What the measure words of a rule mean."""
    body = rule.body
    try:
        factor = Decimal(body["factor"]) if "factor" in body else None
    except InvalidOperation:
        raise RuleError(f"{rule.file} rule {rule.id}", "factor is no number", "Write it like 0.0001.") from None
    return Unit(rule.id, body["kind"], body.get("counts", ""), body.get("unit"), factor, None)


def _unsaid(rule: Rule) -> tuple[re.Pattern[str], re.Pattern[str], Unit]:
    """What stands before and behind a number without a measure word, and the unit that it tells."""
    words, unit = words_of(rule.body["unsaid"]), _unit(rule)
    if not words or not unit.unit:
        raise RuleError(f"{rule.file} rule {rule.id}", "unsaid needs names and a unit", 'Write unit = "人", say.')
    behind = alternatives(words_of(rule.body.get("unsaid_after", [])))
    return re.compile(f"(?:{alternatives(words)})[{_ABOUT}]{{0,6}}$"), re.compile(behind or "(?!)"), unit


def _signs(rules: Iterable[Rule], side: str) -> tuple[dict[str, tuple[str, str]], list[Word]]:
    signs: dict[str, tuple[str, str]] = {}
    words = []
    for rule in rules:
        for word in words_of(rule.body.get(side, []), rule.body):
            signs[word.text] = (rule.body["sign"], rule.id)
            words.append(word)
    return signs, words
