"""Numbers that are turned down, and the exclusions that say why."""

from typing import NamedTuple

from unionstats.grammar.rulebook import Rulebook

REACH = 12
"""Characters before a number that an exclusion may look at."""


class Turned(NamedTuple):
    """A number that was turned down."""

    start: int
    end: int
    reason: str
    rule: str


def excluded(text: str, start: int, end: int, rules: Rulebook) -> Turned | None:
    """Why the number at [start, end) is no claim, or None."""
    reach = start - REACH if start > REACH else 0
    left, right = text[start - 1 : start], text[end : end + 1]
    before, after, between = rules.excluded_before, rules.excluded_after, rules.excluded_between
    if (
        before.beside[left]
        and (found := before.pattern.match(text, reach, start))
        and (hit := before.hit(found, text, end))
    ):
        return Turned(start, end, hit[1], hit[0])
    if (
        (after.beside[right] or after.within[text[end - 1]])
        and (found := after.pattern.match(text, end))
        and (hit := after.hit(found, text, end))
    ):
        return Turned(start, end, hit[1], hit[0])
    if (
        between.beside[left]
        and (found := between.pattern.match(text, reach, start))
        and (hit := between.hit(found, text, end))
    ):
        return Turned(start, end, hit[1], hit[0])
    return None
