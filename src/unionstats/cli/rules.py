"""`unionstats rules`: look at the rules and run their proof."""

import json
from typing import Annotated

import typer

from unionstats.cli.options import Overlay
from unionstats.core.errors import UsageError
from unionstats.core.rule import Rule

command = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at the rules and run their examples.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@command.command("check")
def check(rules: Overlay = None, as_json: AsJson = False) -> None:
    """Run every example and counterexample. Exit code 1 where one does not hold, 2 where a rule is broken.

    Example: unionstats rules check --rules my-rules
    """
    from unionstats.grammar.rulebook import read_rulebook
    from unionstats.matching.proof import prove

    book = read_rulebook(rules)
    failures = prove(book)
    examples = sum(len(rule.examples) for rule in book.rules)
    counterexamples = sum(len(rule.counterexamples) for rule in book.rules)
    if as_json:
        summary = {
            "rules": len(book.rules),
            "examples": examples,
            "counterexamples": counterexamples,
            "failures": [failure._asdict() for failure in failures],
        }
        print(json.dumps(summary, ensure_ascii=False))
    else:
        for failure in failures:
            print(f"{failure.file} rule {failure.rule} {failure.kind}: {failure.text}\n    {failure.what}")
        proof = f"{examples} examples, {counterexamples} counterexamples"
        print(f"{len(book.rules)} rules, {proof}, {len(failures)} do not hold")
    if failures:
        raise typer.Exit(1)


@command.command("list")
def list_rules(rules: Overlay = None, as_json: AsJson = False) -> None:
    """One line for each rule: id, file, what it says.

    Example: unionstats rules list
    """
    from unionstats.grammar.rulebook import read_rulebook

    book = read_rulebook(rules)
    if as_json:
        print(
            json.dumps(
                [{"id": rule.id, "file": rule.file, "says": rule.says} for rule in book.rules], ensure_ascii=False
            )
        )
        return
    width = max(len(rule.id) for rule in book.rules)
    for rule in book.rules:
        print(f"{rule.id:<{width}}  {rule.says}")


@command.command("show")
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule's id, as rules list shows it.")],
    rules: Overlay = None,
    as_json: AsJson = False,
) -> None:
    """One rule: what it says, what it holds, its proof.

    Example: unionstats rules show unit.people
    """
    from unionstats.grammar.rulebook import read_rulebook

    book = read_rulebook(rules)
    rule = next((rule for rule in book.rules if rule.id == rule_id), None)
    if rule is None:
        raise UsageError(rule_id, "there is no such rule", "See unionstats rules list.")
    if as_json:
        body = {"id": rule.id, "file": rule.file, "says": rule.says, **rule.body}
        print(json.dumps(body, ensure_ascii=False))
        return
    _print_rule(rule)


def _print_rule(rule: Rule) -> None:
    print(f"{rule.id}  ({rule.file})\n{rule.says}\n")
    for key, value in rule.body.items():
        if isinstance(value, list):
            value = " ".join(entry if isinstance(entry, str) else entry["word"] for entry in value)
        print(f"{key}: {value}")
    for kind, examples in (("example", rule.examples), ("counterexample", rule.counterexamples)):
        for example in examples:
            print(f"\n{kind}: {example.text}")
            if example.because:
                print(f"    because {example.because}")
            for expected in example.claims or ():
                print("    " + ", ".join(f"{key} {value}" for key, value in expected.items()))
            for expected in example.dropped or ():
                print("    dropped: " + ", ".join(f"{key} {value}" for key, value in expected.items()))
