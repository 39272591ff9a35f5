"""Which characters stand side by side: how a restored run of characters is told from a chance one.

Known are the pairs of characters of the text at hand, and those of the words of `rules/words_of_reports.txt`. That
file holds one word a line in simplified script (so that 為 and 爲, 裡 and 裏 need no word each); a word whose pairs all
stand in others adds nothing.
"""

from functools import cache, lru_cache
from itertools import pairwise

from unionstats.core.rules_folder import rules_folder
from unionstats.corpus.normalise import simplify
from unionstats.corpus.readings import load

# Full-width marks that stand in running text, of the many that GBK holds.
MARKS = dict.fromkeys("？！—…·％　", -4.0) | dict.fromkeys("“”（）《》：；", -1.5) | dict.fromkeys("，。、", -0.7)
# What may follow a mark: a closing quotation mark or bracket does, and then a comma; others follow characters only.
_PAIRS_OF_MARKS = frozenset(
    ["。”", "！”", "？”", "”，", "”、", "”。", "”；", "》，", "》、", "》。", "）、", "）。", "）；", "：“"]
)

# Characters that stand beside nearly any other.
_LINKS = frozenset("的了和與及在是有等")

# Logarithms, roughly, of how much rarer than a known pair a pair of each sort is in reports.
_LINK, _FREQUENT, _ORDINARY, _COMMON, _RARE, _LETTER = -1.0, -2.0, -3.0, -4.0, -8.0, -3.0
_SIMPLIFIED = -4.0
# From this many characters on, the pairs of a text are collected before they are asked for.
_LONG = 20_000


class Neighbours:
    """The pairs of characters that are known for one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        # A short text is searched for each character that is asked for, which are few.
        self._pairs = set(pairwise(text)) if len(text) > _LONG else None
        self._followers: dict[str, set[str]] = {}

    def _here(self, one: str, other: str) -> bool:
        if self._pairs is not None:
            return (one, other) in self._pairs
        return other in self._after(one) if one != other else one + one in self._text

    def _after(self, one: str) -> set[str]:
        """The other characters that follow `one` in the text, which is gone through once for each `one`."""
        if one not in self._followers:
            self._followers[one] = {piece[0] for piece in self._text.split(one)[1:] if piece}
        return self._followers[one]

    def known(self, one: str, other: str) -> bool:
        """Whether `other` follows `one` in the text or in a word."""
        return in_a_word(one, other) or self._here(one, other)

    def after(self, one: str) -> set[str]:
        """The other characters that follow `one` in the text, and those that do in a word."""
        return self._after(one) | _after_in_words(one)

    def likelihood(self, one: str, other: str) -> float:
        """How well `other` follows `one`: 0 for a known pair, less the stranger it is."""
        strange = likelihood_in_words(one, other)
        if not strange or other in MARKS or not self._here(one, other):
            return strange
        return max(strange, _SIMPLIFIED) if other in simplified_only() else 0.0


def in_a_word(one: str, other: str) -> bool:
    """Whether `other` follows `one` in a word that reports use."""
    table = _simplified()
    return table.get(other, other) in _in_words().get(table.get(one, one), "")


@lru_cache(4096)
def _after_in_words(one: str) -> frozenset[str]:
    return frozenset(
        form for other in _in_words().get(_simplified().get(one, one), ()) for form in _forms().get(other, other)
    )


@cache
def ordinary(character: str) -> bool:
    """Whether a word that reports use holds the character."""
    return _simplified().get(character, character) in _characters()


@lru_cache(8192)
def likelihood_in_words(one: str, other: str) -> float:
    """How well `other` follows `one`, going by the words that reports use."""
    if other in "?\ufffd" or (other.isascii() and other.isalpha() and one > "\u3400"):
        return _LETTER
    if other.isascii() or (other.isdigit() and one.isdigit()):
        return 0.0
    if one in "?\ufffd" or (one < "\u3400" and one.isalpha()):
        return _LETTER
    if other in MARKS:
        return MARKS[other] if one > "\u3400" or one + other in _PAIRS_OF_MARKS else _COMMON
    penalty = _SIMPLIFIED if other in simplified_only() else 0.0
    if in_a_word(one, other):
        return penalty
    table = load()
    strange = (
        _LINK
        if other in _LINKS
        else _FREQUENT
        if other in table.frequent
        else _ORDINARY
        if ordinary(other)
        else _COMMON
        if other in table.common
        else _RARE
    )
    return penalty + (strange if one > "\u3400" and one not in MARKS and one not in _LINKS else strange / 2)


@cache
def words_of_reports() -> frozenset[str]:
    """Words that reports use, in simplified script."""
    return frozenset((rules_folder() / "words_of_reports.txt").read_text(encoding="utf-8").split())


@cache
def _in_words() -> dict[str, frozenset[str]]:
    """Each character of a word that reports use → the characters that follow it in such words."""
    after: dict[str, set[str]] = {}
    for word in words_of_reports():
        for one, other in pairwise(word):
            after.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in after.items()}


@cache
def _characters() -> frozenset[str]:
    return frozenset(_in_words()).union(*_in_words().values())


@cache
def _simplified() -> dict[str, str]:
    """The characters that differ in simplified script → what they are there."""
    traditional = "".join(sorted(load().common))
    return {one: other for one, other in zip(traditional, simplify(traditional), strict=True) if one != other}


@cache
def _forms() -> dict[str, str]:
    """Simplified characters → these and what they simplify."""
    forms: dict[str, str] = {}
    for one, other in _simplified().items():
        forms[other] = forms.get(other, other) + one
    return forms


@cache
def simplified_only() -> frozenset[str]:
    """Characters that pages in traditional script hardly print: those of which Big5 has the other form only."""
    return frozenset(one for one in _simplified().values() if not one.encode("big5", "ignore"))
