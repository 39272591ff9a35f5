"""Characters and the pairs of bytes that they are in GBK, as far as reports use them."""

from functools import cache

from unionstats.corpus.neighbours import MARKS, simplified_only
from unionstats.corpus.readings import load

DIGITS = frozenset("０１２３４５６７８９")


@cache
def is_lost(first: int, second: int) -> bool:
    """Whether a pair of bytes is no character of GBK."""
    try:
        bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return True
    return False


@cache
def pair_of(character: str) -> bytes | None:
    """The two bytes of a character in GBK, or nothing for ASCII and what GBK does not hold."""
    try:
        pair = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def character_of(first: int, second: int) -> str | None:
    """The character of two bytes, if it is one that reports use: common Chinese, or full-width punctuation."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(character) != 1:
        return None
    return character if character in load().common or first in (0xA1, 0xA3) else None


@cache
def pairs_of(reading: str) -> tuple[bytes, ...]:
    """The bytes of the characters with this reading."""
    return tuple(filter(None, map(pair_of, load().toned.get(reading, ""))))


@cache
def by_lead() -> dict[int, list[tuple[str, int, int]]]:
    """First byte → the common characters and marks that begin with it, with their bytes."""
    table: dict[int, list[tuple[str, int, int]]] = {}
    for character in sorted((load().common - simplified_only()) | MARKS.keys() | DIGITS):
        pair = pair_of(character)
        if pair:
            table.setdefault(pair[0], []).append((character, *pair))
    return table


@cache
def by_second() -> dict[int, list[tuple[str, int]]]:
    """Second byte → the common characters and marks that end with it, with their first byte."""
    table: dict[int, list[tuple[str, int]]] = {}
    for halves in by_lead().values():
        for character, first, second in halves:
            table.setdefault(second, []).append((character, first))
    return table
