"""Find every number of a text, read it with its measure word, and turn down what is no claim."""

import re
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.bare import RANGE_SIGNS, join_bare
from unionstats.matching.numerals import parse
from unionstats.matching.qualifiers import qualify
from unionstats.matching.quantity import (
    BOUNDARY,
    PLUS,
    Quantity,
    fraction,
    half,
    open_word,
    read_open,
    read_unit,
    read_unsaid,
)
from unionstats.matching.turned import Turned, excluded

CHINESE = "〇零一二两三四五六七八九十百千万亿廿卅半壹贰叁肆伍陆柒捌玖拾佰仟"
_SPACE = " \n\r\t\u00a0\u2009\u202f\u3000"
_NAMES = re.compile(r"“[^”，,。；;！!？?]{1,24}”|《[^》\n]{1,60}》|‘[^’\n，,。]{1,24}’")
_JOINT = "\u2009"
_WRAPPED = re.compile(
    rf"\n(?=[0-9]{{1,2}}{HAN})(?:(?<={HAN}[0-9]\n)|(?<={HAN}[0-9]{{2}}\n)|(?<={HAN}[0-9]{{3}}\n)|(?<={HAN}[,，][0-9]{{2}}\n)(?=0))"
)
"""A line break inside the digits of a hard-wrapped text (达54⏎8个), where no list can be meant: words on both sides."""
_DIGITS = frozenset("0123456789")
_DIGITS_AND_HALF = _DIGITS | {"半"}
_START, _END = attrgetter("start"), attrgetter("end")
_PLACES = frozenset(("百", "千", "万", "半", "百万", "千万", "亿万"))
_EACH_GETS = frozenset(("一人", "一户", "一家", "一名"))
_ADDS = re.compile("[,，;；][两三四]者?[项笔类]?$")
_OF_ONE = re.compile("[的高多大低]$|每[人户家名]$|平均$|[人户]均$")
"""Before 一份 and 一笔 that count nothing: 最高的一笔5万元, 每人一份200元的慰问品, 平均一家4300元."""
_CLASSES = frozenset(("类", "等", "档", "级"))
"""Behind a small numeral and before a number: 一类8个 counts what is of the first class."""
_PEOPLE_AND_BODIES = frozenset(("名", "家"))
_SOME_OF_THEM = frozenset("前后这那各每第等、一")
"""Before 三名 and the like, no count: 前三名, 二、三名, 这两家."""
_NAMED = re.compile("、[^,，。；;、]{2,10}$")
"""Before them, who they are: 设计院、机床厂两家企业."""
_LEFT_OVER = frozenset(("其余", "余下", "剩余"))
_SMALL = frozenset("一二两三四五六七八九十") | _PLACES
"""A lone Chinese numeral up to ten, or place words alone (百万职工)."""
FAR = 20
"""Characters before a number within which a length of time is named that is reported (办理时限由15天缩短到5天)."""


@lru_cache(maxsize=4)
def numbers_pattern(unit_pattern: str, thin: bool = True) -> re.Pattern[str]:
    """Every number with its measure word, if any. Groups: what follows 分之, 余 or 多, the measure word, brackets.

    `thin`: thin spaces may stand before its last digits. Few texts hold one, and the others need not wait for it.
    """
    # The class comes first so that the engine can search for it; guards follow. All repeats are bounded, and nothing
    # behind one can fail, so a hostile run of digits costs linear time. Possessive they must not be: before 3.11.5 `re`
    # loses the groups behind a possessive repeat.
    joined = rf"|(?<={_JOINT})[0-9]{{1,2}}(?:{unit_pattern})" if thin else ""
    pattern = (
        rf"[0-9{CHINESE}]"
        rf"(?<![0-9].)(?<![0-9]\.[0-9])(?<!队伍)(?<!(?<!队)[{CHINESE}][{CHINESE}])(?<![{CHINESE}](?=[0-9]))"
        rf"(?:[0-9]|(?!千[瓦米克])[{CHINESE}]|\.(?=[0-9])|(?<=[0-9]),(?=[0-9]{{3}}(?![0-9]))|点(?=[一二三四五六七八九零])"
        rf"|(?<=[0-9])[{_SPACE}](?=[万亿]|[0-9]{{3}}(?![0-9])(?![{_SPACE}]{{1,2}}[0-9]){joined})"
        rf"|[余多来](?=[十百千万亿])){{0,31}}"
        rf"(?:分之([0-9{CHINESE}.点]{{1,12}})|(?:\n?([余多来几]|[+＋](?={HAN})))?(?:[{_SPACE}]{{0,2}}({unit_pattern}))?"
        rf"(?:[(（]({HAN}{{1,5}})[)）])?)"
    )
    return re.compile(pattern)


def find_quantities(text: str, rules: Rulebook) -> tuple[list[Quantity], list[Turned]]:
    """All quantities of a text in order, and the numbers that are no claim with the reason."""
    joined = _WRAPPED.sub(_JOINT, text) if "\n" in text else text
    numbers = numbers_pattern(rules.unit_pattern, _JOINT in joined)
    # The names from the last to the first, after one behind the text.
    names = [(len(text) + 1, len(text) + 1), *[found.span() for found in _NAMES.finditer(text)][::-1]]
    name_start, name_end = names.pop()
    kept: list[Quantity] = []
    bare: list[tuple[int, int, Decimal]] = []
    turned: list[Turned] = []
    small: list[Quantity] = []
    units = rules.units
    on_left, on_right, within = rules.excluded_left, rules.excluded_after.beside, rules.excluded_after.within
    quantity: Quantity | None
    for found in numbers.finditer(joined):
        start, end = found.span()
        over, odd, word, alternative = found.groups()
        if odd in PLUS and word is None:
            end = found.start(2)
        if alternative is not None and alternative != "次" and alternative not in units:
            end = found.start(4) - 1
        if word is None:
            if end - start == 1 and text[start] not in _DIGITS_AND_HALF:
                # 一 in 统一: most numerals without a measure word are no number at all.
                continue
            unit, numeral = None, text[start:end]
        else:
            unit, numeral = units[word], text[start : found.start(3)].rstrip("+＋")
            if unit.reason is not None:
                # Ten thousands of hours are work that was done.
                summed = unit.instead is not None and ("万" in numeral or "亿" in numeral)
                if not summed and (unit.instead is None or not unit.after.search(text, max(0, start - FAR), start)):
                    turned.append(Turned(start, end, unit.reason, unit.rule))
                    continue
                unit = unit.instead
        while name_end <= start:
            name_start, name_end = names.pop()
        if name_start <= start:
            if unit is not None or any("0" <= char <= "9" for char in numeral):
                turned.append(Turned(start, end, "name or slogan in quotation marks", rules.quoted))
            continue
        if unit is not None:
            quantity = read_unit(text, start, end, numeral.strip(), unit, odd, word, alternative)
        elif over:
            quantity = fraction(text, found, over)
        elif text[start] in _DIGITS and (opened := open_word(text, end, rules)):
            quantity = read_open(start, end, numeral.strip(), opened, rules)
        else:
            quantity = half(text, start, numeral) or read_unsaid(text, start, end, numeral.strip(), rules)
        if quantity is None:
            first = text[start]
            if first in _DIGITS or "." in numeral or text[end : end + 1] in RANGE_SIGNS:
                value = parse(numeral) if unit is None else None
                if value is not None:
                    bare.append((start, end, value))
                elif first in _DIGITS:
                    turned.append(Turned(start, end, "no measure word", rules.no_unit))
            continue
        end = quantity.end
        # Most figures have neighbours beside which no exclusion can stand, and need no look at the exclusions.
        if on_left[text[start - 1 : start]] or on_right[text[end : end + 1]] or within[text[end - 1]]:
            reason = excluded(text, start, end, rules)
            if reason is not None:
                turned.append(reason)
                continue
        if quantity.numeral in _SMALL:
            small.append(quantity)
        kept.append(quantity)
    kept = join_bare(text, kept, bare, turned, rules)
    kept = _drop_small(text, kept, small, turned, rules)
    qualify(text, kept, rules)
    turned.sort()
    return kept, turned


def _drop_small(
    text: str, kept: list[Quantity], small: list[Quantity], turned: list[Turned], rules: Rulebook
) -> list[Quantity]:
    if not small or rules.small_numerals is None:
        return kept
    # 三期3000人次 counts both; 一笔一笔 and 千家万户 count nothing.
    starts = set(map(_START, kept)).difference(map(_START, small))
    ends = set(map(_END, kept)).difference(map(_END, small))
    amounts = {quantity.start: quantity.kind == "amount" for quantity in kept}
    dropped = set()
    for quantity in small:
        start = max(2, quantity.start)
        before = text[max(0, quantity.start - 1) : quantity.start]
        one = quantity.numeral == "一"
        if amounts.get(quantity.end) and (
            text[quantity.start : quantity.end] in _EACH_GETS or _ADDS.search(text, quantity.start - 1, quantity.end)
        ):
            # 大学一人4000元: so much for each. …，两项64.7万元: of both together.
            dropped.add(id(quantity))
            turned.append(Turned(quantity.start, quantity.end, "fixed expression", rules.small_numerals))
            continue
        if (
            quantity.value_max is not None
            or (quantity.kind != "count" and not (one and quantity.kind == "amount"))
            or (
                quantity.end in starts
                and not (one and _OF_ONE.search(text, start - 2, start))
                and quantity.unit not in _CLASSES
            )
            or quantity.start in ends
        ):
            # 一块钱也算数 is no sum, the 一笔 of 最高的一笔5万元 no count.
            continue
        if text[max(0, quantity.start - 2) : quantity.start] in _LEFT_OVER:
            # 目前已完成26项，其余两项跨年度实施: a count, however small.
            continue
        people = 2 <= quantity.value <= 10 and quantity.unit in _PEOPLE_AND_BODIES
        if people and before not in _SOME_OF_THEM and not _NAMED.search(text, max(0, start - 12), quantity.start):
            # 三名律师轮班坐诊, 推动两家快递企业签约: so few can be counted by such a measure word alone.
            continue
        if quantity.numeral in _PLACES and before in {"上", "近", "超", "逾", "约", "过"}:
            continue
        behind = text[quantity.end : quantity.end + 1]
        stands_alone = quantity.value >= 2 and quantity.counts and (behind in BOUNDARY or quantity.end + 1 in starts)
        if (
            stands_alone
            and quantity.numeral not in _PLACES
            and not _LOOSE.search(text, max(0, quantity.start - 4), quantity.start)
        ):
            continue
        dropped.add(id(quantity))
        turned.append(Turned(quantity.start, quantity.end, "fixed expression", rules.small_numerals))
    return [quantity for quantity in kept if id(quantity) not in dropped]


_LOOSE = re.compile(r"(?:连续|先后|分|分为|这|那|每|各|另|前|后|等|有|共|一|的|成|为|是|“|[,，、。；;：:（(\n])$|^$")
