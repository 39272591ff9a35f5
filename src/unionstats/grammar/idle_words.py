"""Words of the catalogue that can do nothing, or that two lists read in opposite ways."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from unionstats.core.indicator import Indicator
from unionstats.grammar.catalogue import Catalogue, LabelWords

WORDS_FILE = "indicators/words.toml"
EXCLUSIVE = (
    *product(("never",), ("new", "before", "after", "kinds", "whole", "levels")),
    *product(("before",), ("new", "kinds", "levels")),
)
"""Lists of words.toml that contradict each other: a word that turns a label down cannot be passed over as well."""


class WordFinding(NamedTuple):
    """A word, where it stands, and what is wrong with it.

    `wrong` is False where it may be meant: a filler among the words of an entry still marks how far the entry
    reaches, and 基层工会 is a thing though 基层 and 工会 are fillers.
    """

    file: str
    where: str
    word: str
    what: str
    wrong: bool


def find_idle_words(catalogue: Catalogue) -> list[WordFinding]:
    """The findings of words.toml, then those of the entries in their order."""
    words = catalogue.words
    fillers = frozenset(words.before) | frozenset(words.after)
    found = list(_contradictions(words))
    for entry in catalogue.indicators:
        found.extend(_of_entry(entry, words, fillers))
    return found


def _contradictions(words: LabelWords) -> Iterator[WordFinding]:
    for one, other in EXCLUSIVE:
        for word in sorted(set(getattr(words, one)) & set(getattr(words, other))):
            yield WordFinding(WORDS_FILE, one, word, f"is in [{other}] too, which contradicts [{one}]", True)


def _of_entry(entry: Indicator, words: LabelWords, fillers: frozenset[str]) -> Iterator[WordFinding]:
    own = dict.fromkeys(word for group in entry.words for word in group)
    for key, listed in (("words", own), ("also", entry.also)):
        for word in listed:
            what = ""
            wrong = True
            if held := next((text for text in entry.without if text in word), None):
                what = f"holds {held}, which 'without' turns down"
            elif word in words.never:
                what = "is in [never], so that no label with it is taken"
            elif key == "also" and word in own:
                what = "is in 'words' already"
            elif key == "also" and word in fillers:
                what, wrong = "is a filler already", False
            elif key == "words" and is_made_of(word, fillers):
                what, wrong = "is made of fillers", False
            if what:
                yield WordFinding(entry.file, f"{entry.id} {key}", word, what, wrong)


def is_made_of(word: str, parts: Iterable[str]) -> bool:
    """Whether `word` is one of `parts` or several of them in a row."""
    parts = tuple(parts)
    reached = [True] + [False] * len(word)
    for at in range(len(word)):
        for part in parts if reached[at] else ():
            if word.startswith(part, at):
                reached[at + len(part)] = True
    return reached[-1]
