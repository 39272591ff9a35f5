"""Words of the catalogue found in a label, each with what it does there."""

from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.grammar.catalogue import Catalogue

NEVER, NEW, BEFORE, AFTER, LEVEL, OWN = 1, 2, 4, 8, 16, 32
"""What a word may do, as bits; the first four are the lists of that name. OWN: the report's own place."""

CITY, PROVINCE, COUNTY = "\ue000", "\ue001", "\ue002"
"""Stand for the report's own place in a label; private characters, which no report holds."""

OWN_LEVELS = {CITY: "市级", PROVINCE: "省级", COUNTY: "县级"}


class LabelReader:
    """Splits labels into the catalogue's words, longest first, so that 最美工会驿站 is not read as 会驿.

    Attributes:
        texts: the words, by their number.
        does: what each does, as the bits above.
        holds: the words of entries that each is or contains, with their place in it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        words = catalogue.words
        does: dict[str, int] = {}
        for bit, texts in (
            (NEVER, words.never),
            (NEW, words.new),
            (BEFORE, words.before),
            (AFTER, words.after),
            # A single character (省, 市) is a level only where nothing else is left over: see metrics.cataloguing.
            (LEVEL, [text for text in words.levels if len(text) > 1]),
            (OWN, OWN_LEVELS),
        ):
            for text in texts:
                does[text] = does.get(text, 0) | bit
        entries = {word for entry in catalogue.indicators for group in (*entry.words, entry.also) for word in group}
        self.texts = sorted(does.keys() | entries)
        self.does = [does.get(text, 0) for text in self.texts]
        self.holds = [_held(text, entries) for text in self.texts]
        self._automaton = AhoCorasick(self.texts or ["\0"], matchkind=MatchKind.LeftmostLongest)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """The words of a text in order: number, start and end. What stands between them is in no list."""
        return self._automaton.find_matches_as_indexes(text)


def _held(text: str, words: set[str]) -> tuple[tuple[str, int, int], ...]:
    """The words inside `text`, itself among them, with their places."""
    return tuple(
        (text[first:last], first, last)
        for first in range(len(text))
        for last in range(first + 1, len(text) + 1)
        if text[first:last] in words
    )
