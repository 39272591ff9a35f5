"""Numbers without a measure word of their own: what they share with a quantity beside them."""

import re
from bisect import bisect_left, insort
from decimal import Decimal
from operator import attrgetter

from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.numerals import parse
from unionstats.matching.quantity import BOUNDARY, OPEN, Quantity, inherit, read_told
from unionstats.matching.turned import Turned, excluded

RANGE_SIGNS = frozenset("-—–~～至到")
_LEADS_PARTS = re.compile(rf"{HAN}{{0,10}}(?:[(（]|[—–-]{{1,2}}|[:：，,])\s?(?={HAN}{{1,8}}[0-9])")
"""Between a figure and the first of the bare numbers that make it up, with what is counted behind the figure."""
_BETWEEN_PARTS = re.compile(rf"[、，,;；和]?{HAN}{{1,8}}")
MANY = 12
"""Bare numbers that make up the figure before them, no more."""
_CAPTION = re.compile(rf"[(（]?(?:金额)?单位[:：]\s?({HAN}{{1,3}})[)）]?[ \u3000]*\n")
"""Above figures: in what all of them are told that name no unit. 四、收支(单位:万元)."""
_NEXT_HEADING = re.compile("\n[ \u3000]*(?:\n|[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])")
_SHARED_SIGNS = frozenset("和与、及,，")
_RANGE = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
_SHARED = re.compile(r"\s?(?:和|与|、|及|[,，])\s?")
_RESPECTIVE = re.compile(r"分别[^，,。；;：:\n]*$")
SHARE = 30
"""Characters before a number within which 分别 says that numbers share a measure word: 分别为12、34和56家."""
_START = attrgetter("start")


def join_bare(
    text: str, kept: list[Quantity], bare: list[tuple[int, int, Decimal]], turned: list[Turned], rules: Rulebook
) -> list[Quantity]:
    """Bare numbers join the quantity after or before them, and two quantities with a dash are one range."""
    by_start = {quantity.start: quantity for quantity in kept} if bare else {}
    alone: list[tuple[int, int, Decimal]] = []
    for start, end, value in reversed(bare):
        follows = text[end : end + 2].strip()[:1]
        link = _RANGE.match(text, end) if follows in RANGE_SIGNS else None
        after = by_start.get(link.end()) if link else None
        if after is not None and after.value_max is None:
            factor = after.value / (parse(after.numeral) or after.value) if after.value else Decimal(1)
            scaled = _scaled(value, after, factor)
            if scaled < after.value:
                after.value_max, after.value = after.value, scaled
                after.start = after.before = start
                by_start[start] = after
                continue
        link = _SHARED.match(text, end) if follows in _SHARED_SIGNS else None
        after = by_start.get(link.end()) if link else None
        if (
            after is not None
            and (after.kind == "percentage" or after.shared or _RESPECTIVE.search(text, max(0, start - SHARE), start))
            and not excluded(text, start, end, rules)
        ):
            numeral = text[start:end]
            quantity = Quantity(start, end, value, after.unit, after.kind, after.counts, numeral, after.rules[:1])
            quantity.shared = True
            by_start[start] = quantity
            kept.append(quantity)
            continue
        alone.append((start, end, value))
    if bare:
        kept.sort(key=_START)
        alone = _take_captioned(text, kept, _take_parts(text, kept, alone), rules)
    for start, end, value in reversed(alone):
        reason = excluded(text, start, end, rules)
        at = bisect_left(kept, start, key=_START)
        told = inherit(text, start, end, value, kept[at - 1]) if reason is None and at else None
        if told is None:
            turned.append(reason or Turned(start, end, "no measure word", rules.no_unit))
        else:
            kept.insert(at, told)
    joined: list[Quantity] = []
    last: Quantity | None = None
    for quantity in kept:
        if last is not None and quantity.start - last.end <= 4 and last.unit == quantity.unit:
            link = _RANGE.match(text, last.end) if last.value_max is None and quantity.value_max is None else None
            if link and link.end() == quantity.start and last.value < quantity.value:
                last.value_max = quantity.value
                last.end = last.after = quantity.end
                continue
        joined.append(quantity)
        last = quantity
    return joined


def _take_parts(
    text: str, kept: list[Quantity], alone: list[tuple[int, int, Decimal]]
) -> list[tuple[int, int, Decimal]]:
    """Give the numbers behind a figure that make it up the measure word of that, and take them out.

    新建工会13家（街道5、乡镇2、园区6）; 46场次——演出19，会议14，电影13. What is left of `alone` comes back.
    """
    left = sorted(alone)
    for whole in list(kept):
        if whole.kind != "count" or whole.value_max is not None:
            continue
        led = _LEADS_PARTS.match(text, whole.end)
        if led is None:
            continue
        at = bisect_left(left, (led.end(),))
        parts: list[tuple[int, int, Decimal]] = []
        last, rest = led.end(), whole.value
        for bare in left[at : at + MANY]:
            if not _BETWEEN_PARTS.fullmatch(text, last, bare[0]) or bare[2] > rest:
                break
            parts.append(bare)
            last, rest = bare[1], rest - bare[2]
        if rest or len(parts) < 2:
            continue
        del left[at : at + len(parts)]
        for start, end, value in parts:
            part = Quantity(start, end, value, whole.unit, whole.kind, whole.counts, text[start:end], whole.rules[:1])
            insort(kept, part, key=_START)
    return left[::-1]


def _take_captioned(
    text: str, kept: list[Quantity], alone: list[tuple[int, int, Decimal]], rules: Rulebook
) -> list[tuple[int, int, Decimal]]:
    """Give the numbers under a line that says the unit of all (单位：万元) that unit, and take them out."""
    left = alone
    for caption in _CAPTION.finditer(text) if "单位" in text else ():
        heading = _NEXT_HEADING.search(text, caption.end())
        last = heading.start() if heading else len(text)
        for bare in left:
            start, end, _ = bare
            if (
                not caption.end() <= start < last
                or text[end : end + 1] not in BOUNDARY
                or not text[start - 1].isalpha()
            ):
                continue
            told = read_told(start, text[start:end].strip(), caption[1], rules)
            if told is not None and told.rules[0] != OPEN:
                insort(kept, told, key=_START)
                left = [other for other in left if other is not bare]
    return left


def _scaled(value: Decimal, after: Quantity, factor: Decimal) -> Decimal:
    """3至5万人 means 30,000 to 50,000: the first number shares the place word of the second."""
    numeral = after.numeral
    place = Decimal(1)
    for char, size in (("亿", Decimal(10**8)), ("万", Decimal(10**4)), ("千", Decimal(1000)), ("百", Decimal(100))):
        if char in numeral and value < (parse(numeral.rstrip("余多十百千万亿")) or Decimal(0)):
            place = size
            break
    return value * place * factor
