"""The closed classes of words, compiled into the few operations that the label grammar performs on text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.grammar.patterns import Word, alternatives, words_of

CLASSES = (
    "approximator", "change", "growth", "compare", "adverb", "subject", "light", "verb", "generic", "activity",
    "measure", "whole_rate", "whole", "creates", "carries", "circumstance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled classes. Patterns named *_end are matched against reversed text.

    Attributes:
        approximators_end: words of no meaning before a number, repeated.
        change_end, growth_end: a change or a growth word that ends the text, with its basis of comparison.
        change_last, growth_last: the characters that such words end in, to be asked first.
        front: adverbs and such, repeated.
        light, verb: such a word at the start.
        any_verb: a verb anywhere.
        fillers: everything that gives a label no content of its own (verbs, generic nouns, light verbs).
        activity: an activity noun anywhere.
        measure: the names of measures.
        whole_rate: rates that say enough with a bare noun before them.
        whole_end: nouns that stand alone though they are short (reversed).
        creates: verbs whose object lends its name without them; deed: those and the light verbs, anywhere.
        carries: verbs of what an activity does, which name the activity.
        circumstance: words that open a circumstance (依托…, 围绕…), which ends where the deed begins.
    """

    approximators_end: re.Pattern[str]
    change_end: re.Pattern[str]
    growth_end: re.Pattern[str]
    change_last: frozenset[str]
    growth_last: frozenset[str]
    front: re.Pattern[str]
    subject: re.Pattern[str]
    light: re.Pattern[str]
    verb: re.Pattern[str]
    any_verb: re.Pattern[str]
    fillers: re.Pattern[str]
    activity: re.Pattern[str]
    compare_only: re.Pattern[str]
    whole_rate: re.Pattern[str]
    whole_end: re.Pattern[str]
    creates: re.Pattern[str]
    carries: frozenset[str]
    circumstance: re.Pattern[str]
    deed: re.Pattern[str]
    measure: frozenset[str]
    verbs: frozenset[str]
    approximators: frozenset[str]


def compile_lexicon(rules: Iterable[Rule]) -> Lexicon:
    """Compile the word rules. Raises RuleError for a class that the grammar does not know."""
    words: dict[str, list[Word]] = {name: [] for name in CLASSES}
    for rule in rules:
        # word.verb.medical extends the class verb: an overlay adds words under an id of its own.
        name = rule.name.partition(".")[0]
        if name not in words:
            raise RuleError(
                f"{rule.file} rule {rule.id}", f"unknown class of words '{name}'", f"Known: {', '.join(CLASSES)}."
            )
        words[name].extend(words_of(rule.body["words"], rule.body))
    growth, compare = alternatives(words["growth"], reverse=True), alternatives(words["compare"], reverse=True)
    basis = r"(?:(?:期同|末|底)?(?:年(?:[0-9]{4}|上|去|前|一上)|初年|届上)(?:比|较|与|和|同)(?:相)?)"
    plain: dict[str, Any] = {name: alternatives(entries) for name, entries in words.items()}
    any_verb = [word for word in words["verb"] if len(word.text) > 1]
    return Lexicon(
        re.compile(f"(?:{alternatives(words['approximator'], reverse=True)}|\\s)+"),
        re.compile(alternatives(words["change"], reverse=True)),
        re.compile(f"(?P<word>{growth})(?P<basis>(?:{basis}|{compare})*)"),
        frozenset(word.text[-1] for word in words["change"]),
        frozenset(word.text[-1] for word in words["growth"]),
        re.compile(f"(?:{plain['adverb']}|[\\s、,”’》)])+"),
        re.compile(plain["subject"]),
        re.compile(plain["light"]),
        re.compile(plain["verb"]),
        re.compile(alternatives(any_verb)),
        re.compile(f"(?:{alternatives([*words['verb'], *words['generic'], *words['light']])}|[“”‘’、\\s0-9])+"),
        re.compile(plain["activity"]),
        re.compile(f"(?:{compare})+"),
        re.compile(plain["whole_rate"]),
        re.compile(alternatives(words["whole"], reverse=True)),
        re.compile(plain["creates"]),
        frozenset(word.text for word in words["carries"]),
        re.compile(plain["circumstance"]),
        re.compile(alternatives([*words["creates"], *words["light"]])),
        frozenset(word.text for word in words["measure"]),
        frozenset(word.text for word in words["verb"]),
        frozenset(word.text for word in words["approximator"]),
    )
