"""Many words looked for at once: at one place of a text, or anywhere in it."""

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.grammar.patterns import Word, alternatives

Span = tuple[int, int]


class Starts:
    """The longest of some words at a given place. Knows their first characters, so that most places cost nothing."""

    __slots__ = ("firsts", "pattern")

    def __init__(self, words: Iterable[Word]) -> None:
        words = list(words)
        self.firsts = frozenset(word.text[0] for word in words)
        self.pattern = re.compile(alternatives(words))

    def end(self, text: str, at: int = 0) -> int:
        """Where the word that begins at `at` ends; `at` where none does."""
        if text[at : at + 1] in self.firsts:
            found = self.pattern.match(text, at)
            if found:
                return found.end()
        return at


class Finder:
    """Words anywhere in a short text, leftmost and longest. Words have no guards here.

    An automaton, which is made thirty times faster than a pattern of so many words and no slower to ask.
    """

    __slots__ = ("automaton",)

    def __init__(self, words: Iterable[str]) -> None:
        self.automaton = _automaton(words)

    def spans(self, text: str) -> list[Span]:
        """All words in `text`, in order."""
        return [(start, end) for _, start, end in self.automaton.find_matches_as_indexes(text)]

    def first(self, text: str) -> Span | None:
        """The first word in `text`."""
        found = self.automaton.find_matches_as_indexes(text)
        return found[0][1:] if found else None

    def last(self, text: str) -> Span | None:
        """The last word in `text`."""
        found = self.automaton.find_matches_as_indexes(text)
        return found[-1][1:] if found else None


OPENING = 8
"""Characters that no such word is longer than."""


class Remover:
    """Words to be left out of a text."""

    __slots__ = ("automaton",)

    def __init__(self, words: Iterable[str]) -> None:
        self.automaton = _automaton(words)

    def without(self, text: str) -> str:
        """`text` with the words cut out."""
        found = self.automaton.find_matches_as_indexes(text)
        if not found:
            return text
        parts, last = [], 0
        for _, start, end in found:
            if start > last:
                parts.append(text[last:start])
            last = end
        return "".join(parts) + text[last:]

    def opens(self, text: str, least: int = 1) -> bool:
        """Whether `text` begins with one of the words, of at least so many characters."""
        found = self.automaton.find_matches_as_indexes(text[:OPENING])
        return bool(found) and found[0][1] == 0 and found[0][2] >= least

    def length_without(self, text: str) -> int:
        """How many characters of `text` belong to none of the words."""
        return len(text) - len("".join(self.automaton.find_matches_as_strings(text)))


def _automaton(words: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(sorted(set(words)) or ["\0"], matchkind=MatchKind.LeftmostLongest)
