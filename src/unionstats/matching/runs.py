"""Numbers whose unit is told apart: by the figure that they make up, or by a line above them (单位：万元)."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter

from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.quantity import BOUNDARY, OPEN, Quantity, read_told

Bare = tuple[int, int, Decimal]
"""A number without a measure word: where it stands and what it is."""
_BETWEEN = re.compile(rf"(?:[(（][^()（）\n]{{1,20}}[)）])?[、，,;；和]{HAN}{{1,12}}")
"""Between two of a run: what the second counts, and a bracket on the first."""
MANY = 12
"""Numbers of a run, no more: a longer one is a table."""
SEVERAL = 3
"""Numbers that make up a figure told some way before without doubt."""
FAR = 160
"""Characters before a run in which the figure is told that it makes up."""
_STRAIGHT = re.compile(rf"{HAN}{{0,10}}(?:[(（]|[—–-]{{1,2}}|[:：，,])\s?{HAN}{{1,8}}")
"""Between that figure and the first of two numbers: 13家（街道5、园区8）, 46场次——演出19，会议27."""
_CAPTION = re.compile(rf"单位(?:[:：]\s?|均?为)(?P<unit>{HAN}{{1,3}})[)）。]*(?=[ \u3000]*(?P<ends>\n|$))?")
_ALONE = re.compile("(?:^|\n)[ \u3000]*[(（]?(?:以上|以下)?(?:金额)?$")
"""Before a caption, nothing else in its line."""
_BY = re.compile(rf"分{HAN}{{1,4}}[(（](?P<unit>[条个人家户件名项])[)）](?=[。:：\n])(?P<ends>\n)?")
"""What says in which unit figures are told: alone in its line for all of the text, in a heading for what it heads, else
for its paragraph. 四、收支(单位:万元); 分单位(条)。一坑31."""
_NEXT_HEADING = re.compile("\n[ \u3000]*(?:\n|[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])")
_NAMED = re.compile(rf"(?:{HAN}|[)）])[ \u3000]?$")
"""Before such a figure, its name."""
_START = attrgetter("start")


def take_runs(text: str, kept: list[Quantity], alone: list[Bare]) -> list[Bare]:
    """Give the numbers of a list that make up a figure before it the measure word of that, and take them out.

    新建工会13家（街道5、乡镇2、园区6）; 46场次——演出19，会议14，电影13; 立案36件。按内容分，教学13，后勤15，其他8.
    What is left of `alone` comes back.
    """
    left = sorted(alone)
    taken: set[int] = set()
    for run in list(_runs(text, left)):
        whole = _made_up(text, kept, run)
        if whole is None:
            continue
        for start, end, value in run:
            insort(kept, whole.in_same_unit(start, end, value, text[start:end]), key=_START)
            taken.add(start)
    return [bare for bare in left if bare[0] not in taken][::-1]


def _runs(text: str, bares: list[Bare]) -> Iterator[list[Bare]]:
    """The lists of numbers with nothing between two of them but what they count."""
    run: list[Bare] = []
    for bare in bares:
        if run and not _BETWEEN.fullmatch(text, run[-1][1], bare[0]):
            yield run
            run = []
        run.append(bare)
    yield run


def _made_up(text: str, kept: list[Quantity], run: list[Bare]) -> Quantity | None:
    """The count that the numbers of a run come to: straight before it, or some way before where they are several."""
    if not 2 <= len(run) <= MANY:
        return None
    start, total = run[0][0], sum(value for _, _, value in run)
    for at in range(bisect_left(kept, start, key=_START) - 1, -1, -1):
        whole = kept[at]
        if whole.start < start - FAR:
            break
        if whole.value == total and whole.kind == "count" and whole.value_max is None:
            straight = _STRAIGHT.fullmatch(text, whole.end, start) is not None
            return whole if straight or len(run) >= SEVERAL else None
    return None


def take_captioned(text: str, kept: list[Quantity], alone: list[Bare], rules: Rulebook) -> list[Bare]:
    """Give the numbers under words that say the unit of all (单位：万元) that unit, and take them out."""
    captions = sorted([*_CAPTION.finditer(text), *_BY.finditer(text)], key=re.Match.start) if alone else []
    if not captions:
        return alone
    left = sorted(alone)
    starts = [start for start, _, _ in left]
    taken: set[int] = set()
    ends = [*(caption.start() for caption in captions[1:]), len(text)]
    for caption, end_of_all in zip(captions, ends, strict=True):
        first, last = _covered(text, caption, end_of_all, only=len(captions) == 1)
        for start, end, _ in left[bisect_left(starts, first) : bisect_left(starts, last)]:
            named = _NAMED.search(text, max(0, start - 2), start)
            if named is None or text[end : end + 1] not in BOUNDARY:
                continue
            told = read_told(start, text[start:end].strip(), caption["unit"], rules)
            if told is not None and told.rules[0] != OPEN:
                insort(kept, told, key=_START)
                taken.add(start)
    return [bare for bare in left if bare[0] not in taken][::-1]


def _covered(text: str, caption: re.Match[str], end: int, *, only: bool) -> tuple[int, int]:
    """From where to where a caption speaks, at most to the next one, which begins at `end`; the only one of a text that
    stands alone in its line speaks of what is before it, too.
    """
    if caption["ends"] is None:
        line = text.find("\n", caption.end(), end)
        return caption.end(), line if line >= 0 else end
    if _ALONE.search(text, max(0, caption.start() - FAR), caption.start()):
        return (0 if only else caption.end()), end
    heading = _NEXT_HEADING.search(text, caption.end(), end)
    return caption.end(), heading.start() if heading else end
