"""Numbers without a measure word of their own: what they share with a quantity beside them."""

import re
from bisect import bisect_left
from decimal import Decimal
from operator import attrgetter

from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.numerals import parse
from unionstats.matching.quantity import Quantity, inherit
from unionstats.matching.runs import Bare, take_captioned, take_runs
from unionstats.matching.turned import Turned, excluded

RANGE_SIGNS = frozenset("-—–~～至到")
_SHARED_SIGNS = frozenset("和与、及,，")
_RANGE = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
_SHARED = re.compile(r"\s?(?:和|与|、|及|[,，])\s?")
_RESPECTIVE = re.compile(r"分别[^，,。；;：:\n]*$")
SHARE = 30
"""Characters before a number within which 分别 says that numbers share a measure word: 分别为12、34和56家."""
_START = attrgetter("start")


def join_bare(
    text: str, kept: list[Quantity], bare: list[Bare], turned: list[Turned], rules: Rulebook
) -> list[Quantity]:
    """Bare numbers join the quantity after or before them, and two quantities with a dash are one range."""
    by_start = {quantity.start: quantity for quantity in kept} if bare else {}
    alone: list[Bare] = []
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
            quantity = after.in_same_unit(start, end, value, text[start:end])
            quantity.shared = True
            by_start[start] = quantity
            kept.append(quantity)
            continue
        alone.append((start, end, value))
    if bare:
        kept.sort(key=_START)
        alone = take_captioned(text, kept, take_runs(text, kept, alone), rules)
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


def _scaled(value: Decimal, after: Quantity, factor: Decimal) -> Decimal:
    """3至5万人 means 30,000 to 50,000: the first number shares the place word of the second."""
    numeral = after.numeral
    place = Decimal(1)
    for char, size in (("亿", Decimal(10**8)), ("万", Decimal(10**4)), ("千", Decimal(1000)), ("百", Decimal(100))):
        if char in numeral and value < (parse(numeral.rstrip("余多十百千万亿")) or Decimal(0)):
            place = size
            break
    return value * place * factor
