"""Read files of rules and refuse what is not known, in one line that says file, rule and remedy."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unionstats.core.errors import RuleError
from unionstats.core.rule import Example, Rule
from unionstats.grammar.folder import read_toml, rule_files
from unionstats.grammar.schema import CLAIM_KEYS, COMMON, DROPPED_KEYS, EXAMPLE_KEYS, FAMILIES, WORD_KEYS, check_keys


def load_rules(folders: Iterable[Path]) -> list[Rule]:
    """All rules of the folders, in order; a later folder is an overlay that adds rules in front, or replaces them.

    Raises:
        RuleError: for the first thing that is wrong.
    """
    rules: dict[str, Rule] = {}
    for folder in folders:
        here: dict[str, Rule] = {}
        for path in rule_files(folder):
            for rule in _load_file(path, path.relative_to(folder).as_posix()):
                if rule.id in here:
                    raise RuleError(
                        _at(rule.file, rule.id),
                        f"the id is taken in {here[rule.id].file}",
                        "Give this rule another id.",
                    )
                here[rule.id] = rule
        # A rule that is new stands before those of the program, so that a new label shape is tried at all.
        new = {rule_id: rule for rule_id, rule in here.items() if rule_id not in rules}
        rules = {**new, **{rule_id: here.get(rule_id, rule) for rule_id, rule in rules.items()}}
    return list(rules.values())


def _load_file(path: Path, name: str) -> Iterable[Rule]:
    data = read_toml(path, name)
    for key in data:
        if key != "rule":
            raise RuleError(name, f"unknown table '{key}'", "A file of rules holds [[rule]] tables only.")
    for number, table in enumerate(data.get("rule", []), 1):
        yield _rule(table, name, number)


def _rule(table: Mapping[str, Any], file: str, number: int) -> Rule:
    rule_id = table.get("id")
    if not isinstance(rule_id, str) or "." not in rule_id:
        raise RuleError(f"{file} rule number {number}", "it has no id of the form family.name", "Give it one.")
    at = _at(file, rule_id)
    family = rule_id.partition(".")[0]
    if family not in FAMILIES:
        raise RuleError(at, f"unknown family '{family}'", f"Begin the id with one of {', '.join(FAMILIES)}.")
    schema = {**COMMON, **FAMILIES[family]}
    check_keys(table, schema, at)
    examples = tuple(_example(entry, at, counter=False) for entry in table.get("example", []))
    counterexamples = tuple(_example(entry, at, counter=True) for entry in table.get("counterexample", []))
    for proof, kind in ((examples, "example"), (counterexamples, "counterexample")):
        if not proof:
            raise RuleError(at, f"it has no {kind}", f"Add a [[rule.{kind}]] with a sentence of your own.")
    body = {key: value for key, value in table.items() if key not in COMMON}
    for key in ("words", "before", "after", "far", "units", "small_numerals"):
        for entry in body.get(key, []):
            _check_word(entry, at, key)
    return Rule(rule_id, family, table["says"], file, body, examples, counterexamples)


def _check_word(entry: object, at: str, key: str) -> None:
    if isinstance(entry, str) and entry:
        return
    if isinstance(entry, dict) and isinstance(entry.get("word"), str):
        for name in entry:
            if name not in WORD_KEYS:
                raise RuleError(at, f"unknown key '{name}' in {key}", f"A word may have {', '.join(WORD_KEYS)}.")
        return
    raise RuleError(at, f"{key} holds {entry!r}", 'Write "word" or { word = "…", not_before = ["…"] }.')


def _example(entry: object, at: str, *, counter: bool) -> Example:
    kind = "counterexample" if counter else "example"
    if not isinstance(entry, dict):
        raise RuleError(at, f"a {kind} is not a table", f"Write it as [[rule.{kind}]] with text = …")
    check_keys(entry, EXAMPLE_KEYS, f"{at} {kind}")
    for key, known in (("claims", CLAIM_KEYS), ("dropped", DROPPED_KEYS)):
        for expected in entry.get(key, []):
            for name in expected:
                if name not in known:
                    raise RuleError(
                        f"{at} {kind}", f"unknown key '{name}' in {key}", f"It may have {', '.join(known)}."
                    )
    if counter and not entry.get("because"):
        raise RuleError(f"{at} {kind}", "it has no because", "Say why the rule must not act here.")
    if not counter and "claims" not in entry and "dropped" not in entry:
        raise RuleError(f"{at} {kind}", "it expects nothing", "Add claims = [ … ] or dropped = [ … ].")
    return Example(
        entry["text"],
        tuple(entry["claims"]) if "claims" in entry else None,
        tuple(entry["dropped"]) if "dropped" in entry else None,
        entry.get("because", ""),
        entry.get("year"),
    )


def _at(file: str, rule_id: str) -> str:
    return f"{file} rule {rule_id}"
