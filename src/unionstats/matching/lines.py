"""Which line breaks of a text are no more than where its page was too narrow."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[(（]?[0-9一二三四五六七八九十]{1,2}[.、)）](?![0-9])|【|——|■|●|▲|▶|·|[①-⑳]"
    r"|第[一二三四五六七八九十]+[章节、])"
)
_DATED = re.compile(r"\s*[(（]?(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?[)）]?\s*$")
"""A dateline alone on its line, which no sentence goes over."""
_NUMBER = re.compile("[0-9]")
_CLOSED = frozenset("。!?！？;；:：…”)）】")
WRAPPED = 25
"""Characters from which a line that no mark closes may go on in the next."""
SURELY = 60
"""Characters of a line that is no line of a list."""
MANY = 6
"""Short open lines with figures from which a text is a list of them."""


def join_lines(text: str) -> str:
    """Replace line breaks inside sentences by spaces; positions stay.

    An open line of 25 characters or more goes on in the next, save in a text of many short open lines with figures:
    there each line tells something of its own, as the pages of a public account do.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    least = WRAPPED if _is_wrapped(lines) else SURELY
    breaks: list[str] = []
    last, before = 0, ""
    for at, line in enumerate(lines):
        bare = line.rstrip()
        if not bare:
            continue
        if len(before) >= least and before[-1] not in _CLOSED:
            # Over an empty line only a line that is a sentence already can go on: a title is none.
            wide = at - last > 1 and "," not in before and "，" not in before
            if not wide and not _ITEM.match(line) and not _DATED.match(line):
                breaks = breaks or ["\n"] * (len(lines) - 1)
                breaks[last:at] = [" "] * (at - last)
                bare = before[-least:] + bare if len(line) < least else bare
        last, before = at, "" if _DATED.match(line) else bare
    if not breaks:
        return text
    return "".join(part for pair in zip(lines, [*breaks, ""], strict=True) for part in pair)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether no more of the lines that no mark closes are short and tell a number than are long."""
    short = long = 0
    for line in lines:
        bare = line.strip()
        if bare and bare[-1] not in _CLOSED:
            if len(bare) >= WRAPPED:
                long += 1
            elif _NUMBER.search(bare):
                short += 1
    return long >= short


def join_items(text: str, figures: Sequence[int]) -> str:
    """Replace line breaks between short lines that each tell a figure or two by semicolons or colons; positions stay.

    A page of a public account tells its year in such lines, and a line leans on those before: 爱心驿站 318个 ⏎ 比上年底
    多了97个 ⏎ 其中24小时开放的 42个. `figures`: where the figures of the text start.
    """
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    short = [0 < len(line.strip()) < SURELY for line in lines]
    held = {bisect_right(starts, at) - 1 for at in figures}
    items = sum(short[at] and not _closes(lines[at]) for at in held)
    if items < MANY or 2 * items < len(held):
        return text
    breaks = ["\n"] * (len(lines) - 1)
    for at in range(len(breaks)):
        if short[at] and short[at + 1] and not _closes(lines[at]):
            # A line without a figure names what the next ones tell of.
            breaks[at] = ";" if at in held or at + 1 not in held else ":"
    return "".join(part for pair in zip(lines, [*breaks, ""], strict=True) for part in pair)


def _closes(line: str) -> bool:
    bare = line.rstrip()
    return not bare or bare[-1] in _CLOSED
