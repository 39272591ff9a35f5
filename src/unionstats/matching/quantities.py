"""Find every number of a text, read it with its measure word, and turn down what is no claim."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from unionstats.grammar.rulebook import Rulebook, Unit
from unionstats.matching.numerals import LARGE_PLACES, parse
from unionstats.matching.quantity import Quantity

CHINESE = "〇零一二两三四五六七八九十百千万亿廿卅半壹贰叁肆伍陆柒捌玖拾佰仟"
FRACTION_WORDS = {"一半": Decimal(50), "半数": Decimal(50), "过半": Decimal(50)}
BOUNDARY = frozenset("，,。；;、：:！!？?）)（(…”》\n\r |") | {""}
_SPACE = " \n\r\t\u00a0\u2009\u202f\u3000"
_NAMES = re.compile(r"“[^”\n，,。；;！!？?]{1,24}”|《[^》\n]{1,60}》|‘[^’\n，,。]{1,24}’")
_RANGE_SIGNS = frozenset("-—–~～至到")
_SHARED_SIGNS = frozenset("和与、及,，")
_RANGE = re.compile(r"\s?(?:[-—–~～]{1,2}|至|到)\s?")
_SHARED = re.compile(r"\s?(?:和|与|、|及|[,，])\s?")
_ODD = re.compile("[余多来]")
_HUNDRED = Decimal(100)
COUNTERS = frozenset("个名家人项场次期户")
REACH = 12
"""Characters before a number that an exclusion may look at."""


class Turned(NamedTuple):
    """A number that was turned down."""

    start: int
    end: int
    reason: str
    rule: str


class _Scan(NamedTuple):
    """Patterns made of one rulebook."""

    numbers: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@lru_cache(maxsize=4)
def _scan(unit_pattern: str, before_pattern: str, after_pattern: str) -> _Scan:
    # The class comes first so that the engine can search for it; guards follow. All repeats are bounded or possessive,
    # so a hostile run of digits costs linear time.
    numbers = (
        rf"[0-9{CHINESE}]"
        rf"(?<![0-9].)(?<![0-9]\.[0-9])(?<![{CHINESE}][{CHINESE}])(?<![0-9][{CHINESE}])"
        rf"(?:(?!千[瓦米克])[0-9{CHINESE}]|\.(?=[0-9])|(?<=[0-9]),(?=[0-9]{{3}}(?![0-9]))|点(?=[一二三四五六七八九零])"
        rf"|(?<=[0-9])[{_SPACE}](?=[0-9]{{3}}(?![0-9{_SPACE}])|[0-9]{{3}} ?(?:{unit_pattern}))"
        rf"|[余多来](?=[十百千万亿])){{0,31}}+"
        rf"(?:分之([0-9{CHINESE}.点]{{1,12}}+)|([余多来几]?)([{_SPACE}]{{0,2}}(?={unit_pattern}))?({unit_pattern})?"
        rf"(?:[(（](次|{unit_pattern})[)）])?)"
    )
    return _Scan(re.compile(numbers), re.compile(rf"\s?(?:{before_pattern})"), re.compile(rf"\s?(?:{after_pattern})"))


def find_quantities(text: str, rules: Rulebook) -> tuple[list[Quantity], list[Turned]]:
    """All quantities of a text in order, and the numbers that are no claim with the reason."""
    scan = _scan(rules.unit_pattern, rules.before_pattern, rules.after_pattern)
    names = [found.span() for found in _NAMES.finditer(text)]
    kept: list[Quantity] = []
    bare: list[tuple[int, int, Decimal]] = []
    turned: list[Turned] = []
    small: list[Quantity] = []
    name_at = 0
    units = rules.units
    for found in scan.numbers.finditer(text):
        start, end = found.span()
        while name_at < len(names) and names[name_at][1] <= start:
            name_at += 1
        over, odd, _, word, alternative = found.groups()
        unit = units.get(word) if word else None
        quoted = name_at < len(names) and names[name_at][0] <= start
        numeral = text[start : found.start(4)] if word else text[start:end]
        if unit is not None and unit.reason is not None:
            turned.append(Turned(start, end, unit.reason, unit.rule))
            continue
        if quoted:
            if any("0" <= char <= "9" for char in numeral) or unit:
                turned.append(Turned(start, end, "name or slogan in quotation marks", rules.quoted))
            continue
        if unit is None and not over and (opened := _open_word(text, found, rules)):
            quantity = _read_open(text, found, opened, rules)
        else:
            quantity = _fraction(text, found, over) if over else _read(text, found, unit, odd, word, alternative)
        if quantity is None:
            value = parse(numeral) if not unit else None
            if value is not None and (numeral[0] in "0123456789" or "." in numeral):
                bare.append((start, end, value))
            elif numeral[0] in "0123456789":
                turned.append(Turned(start, end, "no measure word", rules.no_unit))
            continue
        reason = _excluded(text, quantity.start, quantity.end, rules)
        if reason is not None:
            turned.append(reason)
            continue
        if _is_small(quantity.numeral):
            small.append(quantity)
        kept.append(quantity)
    kept = _join(text, kept, bare, turned, rules)
    kept = _drop_small(text, kept, small, turned, rules)
    for quantity in kept:
        _qualify(text, quantity, scan, rules)
    turned.sort()
    return kept, turned


def _read(
    text: str, found: re.Match[str], unit: Unit | None, odd: str | None, word: str | None, alternative: str | None
) -> Quantity | None:
    if unit is None or word is None:
        half = found.group()
        if half.startswith(("一半", "半")) and text[found.start() : found.start() + 2] in FRACTION_WORDS:
            start = found.start()
            return Quantity(start, start + 2, Decimal(50), "%", "percentage", "", text[start : start + 2])
        return None
    start, end = found.span()
    numeral = text[start : found.start(4)]
    value = parse(numeral.strip())
    if value is None or (numeral[0] == "0" and numeral[1:2].isdigit()) or (value == 0 and "0" not in numeral):
        return None
    if unit.kind != "count" and numeral.strip() in LARGE_PLACES:
        # 万元 by itself is a unit, not ten thousand of them.
        return None
    shown = unit.unit or word
    if alternative == "次" and not shown.endswith("次"):
        shown += "次"
    if unit.kind == "percentage" and word == "成":
        if value > 10:
            return None
        value *= 10
        tenth = text[end : end + 1]
        if tenth and tenth in "一二三四五六七八九" and text[end + 1 : end + 2] not in COUNTERS:
            value += parse(tenth) or 0
            end += 1
        elif tenth == "半":
            value += 5
            end += 1
    elif unit.kind == "percentage" and numeral.startswith("百分之"):
        return None
    if unit.factor is not None:
        value *= unit.factor
    quantity = Quantity(start, end, value, shown, unit.kind, unit.counts, numeral.strip())
    quantity.rules.append(unit.rule)
    if odd or _ODD.search(numeral):
        quantity.sign = ">"
        quantity.rules.append("qualifier.above")
    return quantity


def _open_word(text: str, found: re.Match[str], rules: Rulebook) -> str:
    """The character after a number in digits that must be a measure word, though no list has it; else empty."""
    end = found.end()
    char = text[end : end + 1]
    if rules.open_unit is None or text[end + 1 : end + 2] not in BOUNDARY or not "一" <= char <= "鿿":
        return ""
    return "" if char in rules.never_units or not text[found.start()].isdecimal() else char


def _read_open(text: str, found: re.Match[str], word: str, rules: Rulebook) -> Quantity | None:
    start, end = found.span()
    numeral = text[start:end].strip()
    value = parse(numeral)
    if value is None or (numeral[0] == "0" and numeral[1:2].isdigit()):
        return None
    unit = rules.open_unit
    assert unit is not None
    quantity = Quantity(start, end + 1, value, word, unit.kind, unit.counts, numeral)
    quantity.rules.append(unit.rule)
    if _ODD.search(numeral):
        quantity.sign = ">"
        quantity.rules.append("qualifier.above")
    return quantity


def _fraction(text: str, found: re.Match[str], over: str) -> Quantity | None:
    start, end = found.span()
    whole = parse(text[start : found.start(1) - 2])
    part = parse(over)
    if not whole or part is None:
        return None
    quantity = Quantity(
        start, end, (part * _HUNDRED / whole).quantize(Decimal("0.01")), "%", "percentage", "", text[start:end]
    )
    quantity.value = quantity.value.normalize()
    quantity.rules.append("unit.percent")
    return quantity


def _is_small(numeral: str) -> bool:
    """A lone Chinese numeral up to ten, or a lone place word."""
    return len(numeral) == 1 and numeral in "一二两三四五六七八九十百千万半"


def _excluded(text: str, start: int, end: int, rules: Rulebook) -> Turned | None:
    """Why the number at [start, end) is no claim, or None."""
    reach = start - REACH if start > REACH else 0
    for patterns, found in (
        (rules.excluded_before, rules.excluded_before.pattern.match(text, reach, start)),
        (rules.excluded_after, rules.excluded_after.pattern.match(text, end)),
        (rules.excluded_between, rules.excluded_between.pattern.match(text, reach, start)),
    ):
        if found and (hit := patterns.hit(found, text, end)) is not None:
            return Turned(start, end, hit[1], hit[0])
    return None


def _join(
    text: str, kept: list[Quantity], bare: list[tuple[int, int, Decimal]], turned: list[Turned], rules: Rulebook
) -> list[Quantity]:
    """Ranges and shared units: bare numbers join the quantity after them, two quantities with a dash are one."""
    by_start = {quantity.start: quantity for quantity in kept}
    for start, end, value in reversed(bare):
        follows = text[end : end + 2].strip()[:1]
        link = _RANGE.match(text, end) if follows in _RANGE_SIGNS else None
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
            and (after.kind == "percentage" or after.shared)
            and not _excluded(text, start, end, rules)
        ):
            quantity = Quantity(start, end, value, after.unit, after.kind, after.counts, text[start:end], shared=True)
            quantity.rules.extend(after.rules[:1])
            by_start[start] = quantity
            kept.append(quantity)
            continue
        turned.append(_excluded(text, start, end, rules) or Turned(start, end, "no measure word", rules.no_unit))
    kept.sort(key=lambda quantity: quantity.start)
    joined: list[Quantity] = []
    for quantity in kept:
        last = joined[-1] if joined else None
        if last is not None and last.value_max is None and quantity.value_max is None and last.unit == quantity.unit:
            link = _RANGE.match(text, last.end) if quantity.start - last.end <= 4 else None
            if link and link.end() == quantity.start and last.value < quantity.value:
                last.value_max = quantity.value
                last.end = last.after = quantity.end
                continue
        joined.append(quantity)
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


def _drop_small(
    text: str, kept: list[Quantity], small: list[Quantity], turned: list[Turned], rules: Rulebook
) -> list[Quantity]:
    if not small or rules.small_numerals is None:
        return kept
    # 三期3000人次 counts both; 一笔一笔 and 千家万户 count nothing.
    lone = {id(quantity) for quantity in small}
    starts = {quantity.start for quantity in kept if id(quantity) not in lone}
    ends = {quantity.end for quantity in kept if id(quantity) not in lone}
    dropped = set()
    for quantity in small:
        if (
            quantity.value_max is not None
            or quantity.kind != "count"
            or quantity.end in starts
            or quantity.start in ends
        ):
            continue
        before = text[max(0, quantity.start - 1) : quantity.start]
        if quantity.numeral in "百千万" and before in {"上", "近", "超", "逾", "约", "过"}:
            continue
        stands_alone = quantity.value >= 2 and quantity.counts and text[quantity.end : quantity.end + 1] in BOUNDARY
        if (
            stands_alone
            and quantity.numeral not in "百千万半"
            and not _LOOSE.search(text, max(0, quantity.start - 4), quantity.start)
        ):
            continue
        dropped.add(id(quantity))
        turned.append(Turned(quantity.start, quantity.end, "fixed expression", rules.small_numerals))
    return [quantity for quantity in kept if id(quantity) not in dropped]


_LOOSE = re.compile(r"(?:连续|先后|分|分为|这|那|每|各|另|前|后|等|有|共|一|的|成|为|是|“|[,，、。；;：:（(\n])$|^$")


def _qualify(text: str, quantity: Quantity, scan: _Scan, rules: Rulebook) -> None:
    """The words beside a figure that say how exact it is; one behind it counts only where none stands before."""
    start = quantity.start
    before = scan.before.match(text[start - 8 if start > 8 else 0 : start][::-1])
    if before:
        sign, rule = rules.before_signs[before.group().strip()[::-1]]
        quantity.sign = sign
        quantity.before = start - before.end()
        quantity.rules.append(rule)
    elif far := rules.far_pattern.search(text, max(0, start - 14), start):
        quantity.sign, rule = rules.far_signs[far["word"]]
        quantity.rules.append(rule)
    after = scan.after.match(text, quantity.end)
    if after:
        sign, rule = rules.after_signs[after.group().strip()]
        quantity.after = after.end()
        if not before:
            quantity.sign = sign
            quantity.rules.append(rule)
