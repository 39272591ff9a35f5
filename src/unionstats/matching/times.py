"""Find time expressions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from unionstats.core.errors import RuleError
from unionstats.grammar.rulebook import Period as Kind
from unionstats.grammar.rulebook import Rulebook

WITHIN_YEAR = frozenset(("months", "half", "quarter"))
_YEARS = frozenset(("year", "this_year", "last_year", "next_year"))
"""What months, halves and quarters straight behind it belong to."""
_OPENING = re.compile(r"\(\?=(?:\.\{0,(?P<reach>[0-9]{1,2})\}(?P<word>\w+)|(?P<words>[^().*+\\^]+))\)")
"""How a pattern says where it can be found: so many characters before a word, or at one of these words."""
_HEAD = re.compile(r"\[([^\]]+)\]|(\w|[“《(])")


@dataclass(slots=True)
class Time:
    """A time expression as found, not yet resolved."""

    start: int
    end: int
    means: str
    rule: str
    text: str
    groups: dict[str, str | None]


class _Gate(NamedTuple):
    """Where the time expressions of a rulebook can begin, so that they are tried there only.

    Attributes:
        scan: every place where an expression that says how it opens may begin, in one pass.
        begins: first character → the expressions, as number of the rule and matcher.
        near: expressions that stand close before a word, with that word and how close.
        anywhere: the others.
    """

    scan: re.Pattern[str]
    begins: dict[str, list[tuple[int, Any]]]
    near: list[tuple[int, Any, str, int]]
    anywhere: list[tuple[int, Any]]


@lru_cache(maxsize=4)
def _gate(periods: tuple[Kind, ...]) -> _Gate:
    begins: dict[str, list[tuple[int, Any]]] = {}
    near: list[tuple[int, Any, str, int]] = []
    anywhere: list[tuple[int, Any]] = []
    rests: dict[str, set[str]] = {}
    for at, entry in enumerate(periods):
        opening = _OPENING.match(entry.pattern.pattern)
        if opening is None:
            anywhere.append((at, entry.pattern))
            continue
        pattern = entry.pattern
        if opening["word"]:
            near.append((at, pattern.match, opening["word"], int(opening["reach"])))
            continue
        for way in opening["words"].split("|"):
            head = _HEAD.match(way)
            if head is None:
                raise RuleError(
                    f"rule {entry.rule}", f"it cannot open with {way!r}", "Begin with a character or class."
                )
            for char in _characters(head):
                rests.setdefault(char, set()).add(way[head.end() :])
                if (at, pattern.match) not in begins.setdefault(char, []):
                    begins[char].append((at, pattern.match))
    # Single characters come first, so that `re` can search for them; what follows is looked at, not consumed.
    places = (f"{re.escape(char)}(?={'|'.join(sorted(rest))})" for char, rest in rests.items())
    return _Gate(re.compile("|".join(places) or "(?!)"), begins, near, anywhere)


def _characters(head: re.Match[str]) -> set[str]:
    """The characters of a class like 前0-9, or the one character."""
    within = head[1] or head[2]
    spans = re.findall("(.)-(.)", within)
    return {chr(code) for first, last in spans for code in range(ord(first), ord(last) + 1)} | set(within)


def find_times(text: str, rules: Rulebook, stretches: Iterable[tuple[int, int, int]]) -> list[Time]:
    """All time expressions of a text in order, the longer one where two overlap.

    Args:
        stretches: where to look: start, end, and where the last figure is that may need one.
    """
    gate = _gate(rules.periods)
    found: list[tuple[int, int, int, Any]] = []
    begins = gate.begins
    # An expression does not overlap another of its own kind.
    ends = [0] * len(rules.periods)
    for first, last, limit in stretches:
        reached = limit
        for candidate in gate.scan.finditer(text, first, last):
            start = candidate.start()
            if start > reached:
                break
            for kind, match_at in begins[text[start]]:
                if start >= ends[kind] and (match := match_at(text, start)) is not None:
                    end = ends[kind] = match.end()
                    found.append((start, -end, kind, match))
                    if end > reached:
                        reached = end
    for kind, match_at, word, reach in gate.near:
        at = text.find(word)
        while at >= 0:
            for start in range(max(at - reach, ends[kind]), at + 1):
                if (match := match_at(text, start)) is not None:
                    end = ends[kind] = match.end()
                    found.append((start, -end, kind, match))
                    break
            at = text.find(word, at + 1)
    for kind, pattern in gate.anywhere:
        found.extend((match.start(), -match.end(), kind, match) for match in pattern.finditer(text))
    found.sort()
    return _longest(found, rules)


def _longest(found: list[tuple[int, int, int, Any]], rules: Rulebook) -> list[Time]:
    """Of expressions that overlap the longer one. A year straight before months is theirs."""
    kept: list[Time] = []
    last, last_end = -1, -1
    for start, end, kind, match in found:
        entry = rules.periods[kind]
        end = -end
        whole = entry.means in WITHIN_YEAR and last_end == start and kept[-1].means in _YEARS
        if not whole and start < last_end:
            if end - start <= last_end - last:
                continue
            kept.pop()
        text, groups = match.group(), match.groupdict()
        if whole:
            year = kept.pop()
            start, text, groups = year.start, year.text + text, {**year.groups, "of": year.means, **groups}
        kept.append(Time(start, end, entry.means, entry.rule, text, groups))
        last, last_end = start, end
    return kept
