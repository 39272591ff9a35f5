"""`unionstats rules`: look at the rules and run their proof."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from unionstats.cli.options import AsJson, Overlay
from unionstats.cli.terminal import print_pairs
from unionstats.core.errors import UsageError
from unionstats.core.rule import Rule

if TYPE_CHECKING:
    from unionstats.core.indicator import Indicator
    from unionstats.matching.proof import Failure

command = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Look at the rules and run their examples.

    Example: unionstats rules show unit.people
    """,
)


@command.command("check")
def check(rules: Overlay = None, as_json: AsJson = False) -> None:
    """Run the examples of all rules and of the catalogue.

    Counterexamples are run too. Exit code 1 where one does not hold, 2 where a rule is broken.

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


@command.command("lint")
def lint(rules: Overlay = None, as_json: AsJson = False) -> None:
    """Look for slow patterns and for words that do nothing.

    Every pattern is run on 200,000 characters of digits, brackets, quotes, words and its own words. Named is what takes
    more than 0.5 s or grows faster than the text: exit code 1. Fillers among the words of an entry are counted, since
    they may be meant; --json lists them.

    Example: unionstats rules lint --rules my-rules
    """
    from unionstats.grammar.catalogue import read_catalogue
    from unionstats.grammar.idle_words import find_idle_words
    from unionstats.grammar.rulebook import read_rulebook
    from unionstats.matching.stress import find_slow, patterns_of

    book, catalogue = read_rulebook(rules), read_catalogue(rules)
    patterns = patterns_of(book)
    slow, words = find_slow(patterns), find_idle_words(catalogue)
    wrong = [word for word in words if word.wrong]
    if as_json:
        summary = {
            "patterns": len(patterns),
            "slow": [entry._asdict() for entry in slow],
            "indicators": len(catalogue.indicators),
            "words": [word._asdict() for word in words],
        }
        print(json.dumps(summary, ensure_ascii=False))
    else:
        for entry in slow:
            spent = f"{entry.seconds:.2g} s for {entry.size:,} characters"
            spent = f"more than {spent}" if entry.half is None else f"{spent}, {entry.half:.2g} s for half"
            where = f"{entry.file or 'words'} {entry.rule}"
            print(f"{where}: {_short(entry.pattern)} takes {spent} of {_short(entry.piece)}")
        for word in wrong:
            print(f"{word.file} {word.where}: {word.word} {word.what}")
        print(f"{len(patterns)} patterns, {len(slow)} slow")
        fillers = len(words) - len(wrong)
        print(f"{len(catalogue.indicators)} indicators, {len(wrong)} words that do nothing, {fillers} that are fillers")
    if slow or wrong:
        raise typer.Exit(1)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


@command.command("list")
def list_rules(rules: Overlay = None, as_json: AsJson = False) -> None:
    """List the rules: id, and what each says.

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
    """Show one rule: what it says, what it holds, its proof.

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
