"""The closed classes of words, compiled into the few operations that the label grammar performs on text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from unionstats.core.errors import RuleError
from unionstats.core.rule import Rule
from unionstats.grammar.finders import Finder, Remover, Starts
from unionstats.grammar.patterns import Word, alternatives, words_of

CLASSES = (
    "approximator", "change", "growth", "compare", "adverb", "subject", "light", "verb", "generic", "activity",
    "measure", "whole_rate", "whole", "creates", "carries", "role", "circumstance",
)  # fmt: skip


BLANKS = " \t\n、,”’》)"
UNGUARDED = ("verb", "generic", "light", "activity", "creates", "measure", "carries", "role", "whole_rate")
"""Classes that are looked for anywhere, by an automaton that knows no guards."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled classes. Patterns named *_end are matched against reversed text.

    Attributes:
        approximators_end: words of no meaning before a number, repeated.
        change_end, growth_end: a change or a growth word that ends the text, with its basis of comparison.
        approximators_last, change_last, growth_last, whole_last: the characters that such words end in.
        front: adverbs and such, repeated; front_firsts: the characters that they begin with.
        subject, light, verb, creates, circumstance: such a word at a place.
        any_verb, any_light, activity, whole_rate: such a word anywhere; deed: a creating or a light verb anywhere.
        fillers: everything that gives a label no content of its own (verbs, generic nouns, light verbs).
        whole_end: nouns that stand alone though they are short.
        measure, carries, roles: the words themselves.
    """

    approximators_end: re.Pattern[str]
    change_end: re.Pattern[str]
    growth_end: re.Pattern[str]
    whole_end: re.Pattern[str]
    approximators_last: frozenset[str]
    change_last: frozenset[str]
    growth_last: frozenset[str]
    whole_last: frozenset[str]
    front: re.Pattern[str]
    front_firsts: frozenset[str]
    subject: Starts
    light: Starts
    verb: Starts
    creates: Starts
    circumstance: Starts
    any_verb: Finder
    any_light: Finder
    deed: Finder
    activity: Finder
    whole_rate: Finder
    fillers: Remover
    measure: frozenset[str]
    carries: frozenset[str]
    roles: frozenset[str]

    def holds_verb(self, text: str) -> bool:
        """Whether a verb of two characters or more stands anywhere in `text`."""
        return self.any_verb.first(text) is not None


def compile_lexicon(rules: Iterable[Rule]) -> Lexicon:
    """Compile the word rules.

    Raises:
        RuleError: for a class that the grammar does not know, or a guard where none is heeded.
    """
    words = _classes(rules)
    growth, compare = alternatives(words["growth"], reverse=True), alternatives(words["compare"], reverse=True)
    # Reversed: 比上年, 较2015年底, 与上年同期相比, 同上届相比, 较“十二五”末.
    basis = (
        r"(?:(?:比相)?(?:期同|末|底|度)?(?:年(?:[0-9]{4}|上|去|前|一上)|初年|届上|(?:初|末|期时|间期)?”?五[一二三四五]?十“?"
        r"|[期届轮](?:[一二三四五六七八九十]{1,3}第|一?上)|数?(?:算预|划计)(?:初年)?)"
        r"(?:比|较|与|和|同|跟)(?:相)?)"
    )
    texts = {name: [word.text for word in entries] for name, entries in words.items()}
    long_verbs = [text for text in texts["verb"] if len(text) > 1]
    deeds = [text for text in [*texts["creates"], *texts["light"]] if len(text) > 1]
    return Lexicon(
        approximators_end=re.compile(f"(?:{alternatives(words['approximator'], reverse=True)}|\\s)+"),
        change_end=re.compile(alternatives(words["change"], reverse=True)),
        growth_end=re.compile(f"(?:{growth})(?:{basis}|{compare})*"),
        whole_end=re.compile(alternatives(words["whole"], reverse=True)),
        approximators_last=frozenset(text[-1] for text in texts["approximator"]) | frozenset(" \t\n、,(（:“"),
        change_last=frozenset(text[-1] for text in texts["change"]),
        growth_last=frozenset(text[-1] for text in texts["growth"]),
        whole_last=frozenset(text[-1] for text in texts["whole"]),
        front=re.compile(f"(?:{alternatives(words['adverb'])}|[{BLANKS}])+"),
        front_firsts=frozenset(BLANKS) | {text[0] for text in texts["adverb"]},
        subject=Starts(words["subject"]),
        light=Starts(words["light"]),
        verb=Starts(words["verb"]),
        creates=Starts(words["creates"]),
        circumstance=Starts(words["circumstance"]),
        any_verb=Finder(long_verbs),
        any_light=Finder(texts["light"]),
        deed=Finder(deeds),
        activity=Finder(texts["activity"]),
        whole_rate=Finder(texts["whole_rate"]),
        fillers=Remover([*texts["verb"], *texts["generic"], *texts["light"], *"“”‘’、 0123456789"]),
        measure=frozenset(texts["measure"]),
        carries=frozenset(texts["carries"]),
        roles=frozenset(texts["role"]),
    )


def _classes(rules: Iterable[Rule]) -> dict[str, list[Word]]:
    words: dict[str, list[Word]] = {name: [] for name in CLASSES}
    for rule in rules:
        # word.verb.medical extends the class verb: an overlay adds words under an id of its own.
        name = rule.name.partition(".")[0]
        at = f"{rule.file} rule {rule.id}"
        if name not in words:
            raise RuleError(at, f"unknown class of words '{name}'", f"Known: {', '.join(CLASSES)}.")
        for word in words_of(rule.body["words"], rule.body):
            if name in UNGUARDED and (word.not_after or word.not_before):
                raise RuleError(at, f"the word {word.text!r} has a guard", f"The class {name} heeds none: drop it.")
            words[name].append(word)
    return words
