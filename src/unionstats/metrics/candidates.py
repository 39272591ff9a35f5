"""Which entries of the catalogue have all their words in a label: the entries of a unit are asked all at once.

Each entry has a bit in every plane of a number, and a plane for each group of its words. A word sets the bits of all
groups that it is in, in one step, and an entry fits whose bits are set in all planes.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from unionstats.core.indicator import Indicator

Hit = tuple[int, int, int]
"""A word of an entry in a label: its number, where it starts and ends."""


class Sought(NamedTuple):
    """An entry as it is looked for. Words are numbers.

    Attributes:
        groups: its groups of words; own: all its words, those that may be there too among them.
        new: whether the label must speak of what was added; None where it may.
    """

    entry: Indicator
    groups: tuple[frozenset[int], ...]
    own: frozenset[int]
    new: bool | None


class Candidates:
    """The entries of one unit, in the order of the catalogue."""

    __slots__ = ("_bits", "_decides", "_entries", "_every", "_given", "_of_added", "_of_others", "_shifts")

    def __init__(self, entries: Sequence[Sought], deciding: Sequence[bool]) -> None:
        """`deciding` says of each word whether it decides about a label as a whole."""
        size = len(entries)
        planes = max((len(sought.groups) for sought in entries), default=0)
        self._entries = entries
        self._every = (1 << size) - 1
        self._decides = planes * size
        self._bits = [decides << self._decides for decides in deciding]
        self._given = self._of_added = self._of_others = 0
        for at, sought in enumerate(entries):
            for plane in range(planes):
                bit = 1 << plane * size + at
                if plane >= len(sought.groups):
                    self._given |= bit
                    continue
                for word in sought.groups[plane]:
                    self._bits[word] |= bit
            if sought.new is not False:
                self._of_added |= 1 << at
            if sought.new is not True:
                self._of_others |= 1 << at
        self._shifts = [plane * size for plane in range(1, planes)]

    def fitting(self, hits: Iterable[Hit]) -> tuple[int, int]:
        """The entries of which a word of each group is among the hits, as bits, and whether one of the hits decides."""
        bits, seen = self._bits, self._given
        for word, _, _ in hits:
            seen |= bits[word]
        fit = seen
        for shift in self._shifts:
            fit &= seen >> shift
        return fit & self._every, seen >> self._decides

    def of(self, fitting: int, *, added: bool) -> list[Sought]:
        """The entries of these bits that may speak of what was added, or of what was not."""
        fitting &= self._of_added if added else self._of_others
        found = []
        while fitting:
            lowest = fitting & -fitting
            found.append(self._entries[lowest.bit_length() - 1])
            fitting ^= lowest
        return found


def size(sought: Sought, found: Collection[int], lengths: Sequence[int]) -> int:
    """How much of a label speaks for an entry: the longest word of each group among the words found."""
    return sum([max([lengths[word] for word in group.intersection(found)]) for group in sought.groups])
