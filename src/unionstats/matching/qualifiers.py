"""Words beside a figure that say how exact it is."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.quantity import Quantity

_BLANKS = frozenset(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(code) for code in range(0x2000, 0x200B)
}
"""What `\\s` matches."""
FAR = 14
"""Characters before a number within which a qualifier that stands before the verb begins."""


GOAL = 60
"""Characters before a figure within which the goal is told that it says was passed."""
NEAR = 24
"""Characters before a least value within which the most one is told."""
_LEAST = frozenset(("最低", "最少"))
_BESIDE_MOST = re.compile("最[高多][^。\n]*[0-9][^。\n]*$")
_OVER = re.compile(r"[比较][^,，。;；、0-9]{2,12}超$|(?:目标|任务|计划|指标)[^。\n]{1,45}[,，]超$")


class _Beside(NamedTuple):
    """Qualifiers straight before (reversed) and after a figure, and the characters that stand next to it in one."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    before_edges: frozenset[str]
    after_edges: frozenset[str]


@lru_cache(maxsize=4)
def _beside(before: str, after: str, before_edges: frozenset[str], after_edges: frozenset[str]) -> _Beside:
    return _Beside(
        re.compile(rf"\s?(?:{before})"), re.compile(rf"\s?(?:{after})"), before_edges | _BLANKS, after_edges | _BLANKS
    )


def qualify(text: str, quantities: Iterable[Quantity], rules: Rulebook) -> None:
    """The words beside a figure that say how exact it is; one behind it counts only where none stands before."""
    before_pattern, after_pattern, before_edges, after_edges = _beside(
        rules.before_pattern, rules.after_pattern, rules.before_edges, rules.after_edges
    )
    far_at = _places(text, rules.far_signs)
    for quantity in quantities:
        start, end = quantity.start, quantity.end
        before = None
        if text[start - 1 : start] in before_edges:
            before = before_pattern.match(text[start - 8 if start > 8 else 0 : start][::-1])
        if before and text[start - 1] == "超" and _OVER.search(text, max(0, start - GOAL), start):
            # 比下达任务超27个: by how much, no more than that many.
            before = None
        if before and before.group()[::-1].strip() in _LEAST and _BESIDE_MOST.search(text, max(0, start - NEAR), start):
            # 最高3.5万元，最低86元: the least of them, not at least so much.
            before = None
        if before:
            quantity.sign, rule = rules.before_signs[before.group().strip()[::-1]]
            quantity.before = start - before.end()
            quantity.rules.append(rule)
        elif (
            far_at
            and (near := bisect_left(far_at, start))
            and far_at[near - 1] >= start - FAR
            and (far := rules.far_pattern.search(text, max(0, start - FAR), start))
        ):
            quantity.sign, rule = rules.far_signs[far["word"]]
            quantity.rules.append(rule)
        elif (
            quantity.kind == "percentage"
            and text[start - 1 : start] == "的"
            and (of := rules.share_pattern.search(text, max(0, start - FAR), start))
        ):
            quantity.sign, rule = rules.share_signs[of["word"]]
            quantity.rules.append(rule)
        if text[end : end + 1] in after_edges and (after := after_pattern.match(text, end)):
            sign, rule = rules.after_signs[after.group().strip()]
            quantity.after = after.end()
            if not before:
                quantity.sign = sign
                quantity.rules.append(rule)


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Where any of the words begins, in order."""
    places = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append(at)
            at = text.find(word, at + 1)
    return sorted(places)
