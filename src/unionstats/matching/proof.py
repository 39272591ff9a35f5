"""Run the examples and counterexamples that every rule carries."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import NOWHERE
from unionstats.core.rule import Example, Rule
from unionstats.corpus.read import document_of
from unionstats.grammar.patterns import words_of
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.compose import claims_of, dropped_of
from unionstats.matching.elsewhere import turn_down
from unionstats.matching.settle import read_report

_COUNTY_UNION = re.compile("[县区旗]总工会")
_SILENT = ("word", "exclusion.quoted")
"""Families that leave no trace of their own on a claim: words shape a label, they do not make it."""


class Failure(NamedTuple):
    """An example that does not hold: which rule or indicator, which sentence, and what came instead."""

    id: str
    file: str
    kind: str
    text: str
    what: str


def prove(rules: Rulebook, only: Iterable[Rule] | None = None) -> list[Failure]:
    """Every example and counterexample that does not hold, in the order of the rules."""
    failures = []
    for rule in rules.rules if only is None else only:
        for kind, examples in (("example", rule.examples), ("counterexample", rule.counterexamples)):
            for example in examples:
                what = _prove_one(rules, rule, example, counter=kind == "counterexample")
                if what:
                    failures.append(Failure(rule.id, rule.file, kind, example.text, what))
    return failures


def _prove_one(rules: Rulebook, rule: Rule, example: Example, *, counter: bool) -> str:
    reading = read_report(document_of(example.text), rules, year=example.year)
    county = bool(_COUNTY_UNION.search(example.text))
    reading = turn_down(reading, rules, county=county, is_own=lambda _: True)
    claims, dropped = claims_of(reading, NOWHERE), dropped_of(reading)
    if example.claims is not None:
        if len(claims) != len(example.claims):
            return f"expected {len(example.claims)} claims, found {len(claims)}: {_shown(claims)}"
        for claim, expected in zip(claims, example.claims, strict=True):
            wrong = _differs(claim, expected)
            if wrong:
                return wrong
    for expected in example.dropped or ():
        if not any(_matches(entry, expected) for entry in dropped):
            found = ", ".join(f"{entry.text} ({entry.reason})" for entry in dropped) or "nothing"
            return f"expected {dict(expected)} among the dropped, found {found}"
    if rule.id.startswith(_SILENT):
        texts = [word.text for word in words_of(rule.body.get("words", []))]
        if not counter and texts and not any(word in example.text for word in texts):
            return "no word of the rule occurs in it"
        return ""
    fired = any(rule.id in claim.rule.split() for claim in claims) or any(rule.id == entry.rule for entry in dropped)
    if fired and counter:
        return "the rule acts on it"
    return "" if fired or counter else "the rule does not act on it"


def _differs(claim: Claim, expected: Mapping[str, Any]) -> str:
    for key, value in expected.items():
        actual: Any = {
            "since": claim.period_start.year,
            "breakdown": claim.breakdown or "",
            "rule": value if value in claim.rule.split() else claim.rule,
        }.get(key, getattr(claim, key, None))
        same = (
            math.isclose(actual, value, rel_tol=1e-9)
            if isinstance(value, float) and actual is not None
            else actual == value
        )
        if not same:
            return f"{claim.text}: expected {key} {value!r}, found {actual!r}"
    return ""


def _matches(entry: Dropped, expected: Mapping[str, Any]) -> bool:
    return all(getattr(entry, key) == value for key, value in expected.items())


def _shown(claims: list[Claim]) -> str:
    return ", ".join(f"{claim.text} {claim.label}" for claim in claims) or "none"
