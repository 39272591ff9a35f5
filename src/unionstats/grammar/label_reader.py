"""Words of the catalogue found in a label, each with what it does there."""

from ahocorasick_rs import AhoCorasick, MatchKind

from unionstats.grammar.catalogue import Catalogue

NEVER, NEW, BEFORE, AFTER, LEVEL, OWN, KIND, WHOLE = 1, 2, 4, 8, 16, 32, 64, 128
"""What a word may do, as bits; most are the lists of that name. OWN: the report's own place."""

DECIDES = NEVER | NEW | WHOLE
"""What is asked of a label as a whole."""

CITY, PROVINCE, COUNTY = "\ue000", "\ue001", "\ue002"
"""Stand for the report's own place in a label; private characters, which no report holds."""

OWN_LEVELS = {CITY: "市级", PROVINCE: "省级", COUNTY: "县级"}


class LabelReader:
    """Finds the catalogue's words in labels: those of entries wherever they stand, fillers longest first.

    Attributes:
        texts: all words, by their number.
        does: what each does, as the bits above.
        idle: the same by the word itself, without levels.
        found_anywhere, deciding: the words of entries and those that decide, by a number of their own; which of
            them decide.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        words = catalogue.words
        does: dict[str, int] = {}
        for bit, texts in (
            (NEVER, words.never),
            (NEW, words.new),
            (BEFORE, words.before),
            (AFTER, words.after),
            (KIND, words.kinds),
            (WHOLE, words.whole),
            # A single character (省, 市) is a level only where nothing else is left over: see metrics.cataloguing.
            (LEVEL, [text for text in words.levels if len(text) > 1]),
            (OWN, OWN_LEVELS),
        ):
            for text in texts:
                does[text] = does.get(text, 0) | bit
        self._fillers = _automaton(sorted(does))
        entries = {word for entry in catalogue.indicators for group in (*entry.words, entry.also) for word in group}
        for word in entries - does.keys():
            does[word] = self._made_of(word, does)
        deciding = {word for word, what in does.items() if what & DECIDES}
        self.found_anywhere = sorted(entries | deciding)
        self.deciding = [word in deciding for word in self.found_anywhere]
        self._anywhere = AhoCorasick(self.found_anywhere or ["\0"], matchkind=MatchKind.Standard)
        self.texts = sorted(does)
        self.does = [does[text] for text in self.texts]
        self.idle = {text: what for text, what in does.items() if not what & (LEVEL | OWN)}
        self._all = _automaton(self.texts)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """All words in order, longest first: number, start and end. What stands between them is in no list."""
        return self._all.find_matches_as_indexes(text)

    def does_all(self, text: str) -> int:
        """All that the words in a text do."""
        bits, does = 0, self.does
        for index, _, _ in self._all.find_matches_as_indexes(text):
            bits |= does[index]
        return bits

    def hits_anywhere(self, text: str) -> list[tuple[int, int, int]]:
        """The words `found_anywhere`, those inside or across others too: number, start and end."""
        return self._anywhere.find_matches_as_indexes(text, overlapping=True)

    def _made_of(self, word: str, does: dict[str, int]) -> int:
        """What a word of an entry does in other labels: what all the fillers do that it is made of, or nothing.

        新建 in it tells of things added all the same.
        """
        found = self._fillers.find_matches_as_indexes(word)
        parts = [does[word[start:end]] for _, start, end in found]
        new = NEW * any(part & NEW for part in parts)
        if sum(end - start for _, start, end in found) < len(word):
            return new
        return new | BEFORE * all(part & BEFORE for part in parts) | AFTER * all(part & AFTER for part in parts)


def _automaton(words: list[str]) -> AhoCorasick:
    return AhoCorasick(words or ["\0"], matchkind=MatchKind.LeftmostLongest)
