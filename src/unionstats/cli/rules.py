"""`unionstats rules`: look at the rules and run their proof."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from unionstats.cli.options import Overlay
from unionstats.cli.terminal import print_pairs
from unionstats.core.errors import UsageError
from unionstats.core.rule import Rule

if TYPE_CHECKING:
    from unionstats.core.indicator import Indicator
    from unionstats.matching.proof import Failure

command = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at the rules and run their examples.")

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@command.command("check")
def check(rules: Overlay = None, as_json: AsJson = False) -> None:
    """Run every example and counterexample of the rules and of the catalogue.

    Exit code 1 where one does not hold, 2 where a rule is broken.

    Example: unionstats rules check --rules my-rules
    """
    from unionstats.grammar.catalogue import read_catalogue
    from unionstats.grammar.rulebook import read_rulebook
    from unionstats.matching.proof import prove
    from unionstats.metrics.catalogue_proof import prove_catalogue

    book, catalogue = read_rulebook(rules), read_catalogue(rules)
    proofs = [
        _proof("rules", book.rules, prove(book)),
        _proof("indicators", catalogue.indicators, prove_catalogue(catalogue, book)),
    ]
    if as_json:
        summary = {proof.of: {**proof._asdict(), "failures": [f._asdict() for f in proof.failures]} for proof in proofs}
        print(json.dumps(summary, ensure_ascii=False))
    for proof in proofs if not as_json else ():
        for failure in proof.failures:
            print(f"{failure.file} {failure.id} {failure.kind}: {failure.text}\n    {failure.what}")
        sentences = f"{proof.examples} examples, {proof.counterexamples} counterexamples"
        print(f"{proof.number} {proof.of}, {sentences}, {len(proof.failures)} do not hold")
    if any(proof.failures for proof in proofs):
        raise typer.Exit(1)


class _Proof(NamedTuple):
    """How many of what were proved by how many sentences, and what does not hold."""

    of: str
    number: int
    examples: int
    counterexamples: int
    failures: "list[Failure]"


def _proof(of: str, entries: "Sequence[Rule | Indicator]", failures: "list[Failure]") -> _Proof:
    examples = sum(len(entry.examples) for entry in entries)
    counterexamples = sum(len(entry.counterexamples) for entry in entries)
    return _Proof(of, len(entries), examples, counterexamples, failures)


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
    print_pairs([(rule.id, rule.says) for rule in book.rules])


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
