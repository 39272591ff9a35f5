"""Every rule proves itself, and a broken rule is refused in one line that says where, what and what to do."""

from pathlib import Path

import pytest

from installed import SAIL
from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.core.rules_folder import rules_folder
from unionstats.grammar.load import load_rules
from unionstats.grammar.rulebook import default_rulebook, read_rulebook
from unionstats.matching.proof import prove
from unionstats.pipeline import extract

RULES = load_rules([rules_folder()])


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_holds_on_its_examples(rule: Rule) -> None:
    assert [failure.what for failure in prove(default_rulebook(), [rule])] == []


def _overlay(folder: Path, text: str) -> Path:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_overlay_adds_a_measure_word_without_python(tmp_path: Path) -> None:
    assert extract("2024年，全市添置30帆旧船。") == []
    book = read_rulebook(_overlay(tmp_path, SAIL))
    rule = next(rule for rule in book.rules if rule.id == "unit.sail")
    assert prove(book, [rule]) == []


def test_an_overlay_replaces_a_rule_of_the_same_id(tmp_path: Path) -> None:
    text = SAIL.replace("unit.sail", "unit.point").replace("30帆", "30 帆").replace("Sails.", "Replaced.")
    book = read_rulebook(_overlay(tmp_path, text))
    assert [rule.says for rule in book.rules if rule.id == "unit.point"] == ["Replaced."]


def test_a_false_example_is_told_with_what_came_instead(tmp_path: Path) -> None:
    book = read_rulebook(_overlay(tmp_path, SAIL.replace('unit = "帆"', 'unit = "艘"')))
    failure = prove(book, [rule for rule in book.rules if rule.id == "unit.sail"])[0]
    assert (failure.kind, failure.what) == ("example", "30帆: expected unit '艘', found '帆'")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SAIL.replace("says =", "sayz ="), "mine.toml rule unit.sail: unknown key 'sayz'. Did you mean 'says'?"),
        (SAIL + SAIL, "mine.toml rule unit.sail: the id is taken in mine.toml. Give this rule another id."),
        (
            SAIL.replace('kind = "count"', 'kind = "weight"'),
            "mine.toml rule unit.sail: 'kind' is 'weight'. It must be one of count, amount, percentage.",
        ),
        (
            SAIL.replace("[[rule.counterexample]]", "[[rule.example]]").replace('because = "ships are no sails"', ""),
            "mine.toml rule unit.sail: it has no counterexample. "
            "Add a [[rule.counterexample]] with a sentence of your own.",
        ),
        (
            SAIL.replace('because = "ships are no sails"', ""),
            "mine.toml rule unit.sail counterexample: it has no because. Say why the rule must not act here.",
        ),
        (SAIL.replace("unit.sail", "boat.sail"), "mine.toml rule boat.sail: unknown family 'boat'. Begin the id with"),
        (SAIL.replace('words = ["帆"]', ""), "mine.toml rule unit.sail: the key 'words' is missing. Add it."),
        (
            SAIL.replace('unit = "帆"', "").replace('words = ["帆"]', 'words = []\nunsaid = ["帆数"]'),
            "mine.toml rule unit.sail: unsaid needs names and a unit. ",
        ),
        (SAIL.replace("[[rule]]", "[[rules]]"), "mine.toml: unknown table 'rules'. A file of rules holds"),
        ("[[rule]\n", "mine.toml: not readable as TOML: "),
        (
            SAIL.replace("unit.sail", "period.sail")
            .replace('kind = "count"', 'means = "year"\npattern = "(帆"')
            .replace('words = ["帆"]', ""),
            "mine.toml rule period.sail: the pattern '(帆' does not compile: missing ) at ",
        ),
        (
            SAIL.replace("unit.sail", "shape.sail")
            .replace('kind = "count"', 'label = "{sail}"')
            .replace('words = ["帆"]', ""),
            "mine.toml rule shape.sail: unknown slot '{sail}' in label. Known: ",
        ),
        (
            SAIL.replace("unit.sail", "exclusion.sail")
            .replace('kind = "count"', 'reason = "a"\npatterns = ["帆"]')
            .replace('words = ["帆"]', ""),
            "mine.toml rule exclusion.sail: the pattern '帆' needs one {q}. Put {q} where the quantity stands.",
        ),
    ],
)
def test_a_broken_rule_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_rulebook(_overlay(tmp_path, text))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_of_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such folder of rules"):
        read_rulebook(tmp_path / "nowhere")
