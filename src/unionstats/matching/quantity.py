"""A number with its measure word, as found in the text, and how each form of it is read."""

import re
from decimal import Decimal

from unionstats.core.script import HAN
from unionstats.grammar.rulebook import Rulebook, Unit
from unionstats.matching.numerals import LARGE_PLACES, parse, parse_spoken_range

BOUNDARY = frozenset("，,。；;、：:！!？?）)（(…”》\n\r |") | {""}
_HALVES = frozenset(("一半", "半数"))
_ODD = re.compile("[余多来]")
_LARGE = re.compile("[万亿]")
_MANY = re.compile("[0-9][0-9.,]*(?:[余多]?[百千万亿]|[余多])|(?!19|20)[1-9][0-9]{3}$")
"""So many that no measure word need follow; 2019职工 is a year."""
_PLACED = re.compile("[十百千万亿]")
"""Only beside a place word are two digits a count: 三五家 and 两三个 say no more than some."""
_HUNDRED = Decimal(100)
_TEN_THOUSAND = Decimal(10_000)
OPEN = "unit.open"
"""The rule of a measure word that no list has."""
_PLACES = (("亿", 100_000_000), ("万", 10_000), ("千", 1000), ("百", 100))
_MINUS = "-－−"
COUNTERS = frozenset("个名家人项场次期户年月天位件些线直般度")
_ENDS_LIST = re.compile(f"[；;！？!?\n]|。(?![从按分就]{HAN}{{2,8}}看)|[第号共计]$")
_BESIDE = re.compile(f"(?:[、和及]|[,，(（]?(?:其中|包括)[:：]?)?{HAN}{{1,8}}")
"""Between a quantity and a number that stands beside it: a name and no comma, or one that 其中 opens."""
_RESULT = re.compile(
    "[^。；;！？!?\n0-9]{0,16}(?:实[到发收有际检办签招报完]|立案|办结|改完|整改|合格|达标|通过|采纳|落实|解决|结案|完成|调成|到会|到岗|到场|入会|及格|收回)(?:的|了)?"
)
"""Between a count and a number, what came of those counted."""
PLUS = frozenset("+＋")
UNSAID = 14
"""Characters before a number without a measure word within which its unit is told."""


class Quantity:
    """One quantity. Offsets are half-open and point into the text that the rules read.

    Attributes:
        value, value_max: exact, in `unit` (万元 for money); value_max only for a range.
        counts: what the measure word counts: people, event, body, thing, or empty.
        numeral: the number as printed, without the measure word.
        sign: = > >= < <= ≈.
        before, after: where it begins and ends with its qualifiers.
        shared: whether a number after it, separated by a comma, may share its measure word.
        rules: ids of the rules that read it.
    """

    __slots__ = (
        "after",
        "before",
        "counts",
        "end",
        "kind",
        "numeral",
        "rules",
        "shared",
        "sign",
        "start",
        "unit",
        "value",
        "value_max",
    )  # fmt: skip

    def __init__(
        self, start: int, end: int, value: Decimal, unit: str, kind: str, counts: str, numeral: str, rules: list[str]
    ) -> None:
        self.start = self.before = start
        self.end = self.after = end
        self.value = value
        self.unit = unit
        self.kind = kind
        self.counts = counts
        self.numeral = numeral
        self.value_max: Decimal | None = None
        self.sign = "="
        self.shared = False
        self.rules = rules

    def in_same_unit(self, start: int, end: int, value: Decimal, numeral: str) -> "Quantity":
        """Another quantity whose measure word was said once, with this one: its numeral stands from `start` to `end`.

        `value` is in this one's unit.
        """
        return Quantity(start, end, value, self.unit, self.kind, self.counts, numeral, self.rules[:1])


def half(text: str, start: int, numeral: str) -> Quantity | None:
    """A fraction that is a word: 一半, 半数."""
    if numeral[0] not in "一半" or not numeral.startswith(("一半", "半")) or text[start : start + 2] not in _HALVES:
        return None
    return Quantity(start, start + 2, Decimal(50), "%", "percentage", "", text[start : start + 2], [])


def read_unit(
    text: str, start: int, end: int, numeral: str, unit: Unit, odd: str, word: str, alternative: str | None
) -> Quantity | None:
    """A number with a measure word from the lists, or None where the number is none."""
    value, most = parse(numeral), None
    kind, shown = unit.kind, unit.unit
    if value is None:
        both = parse_spoken_range(numeral) if kind == "percentage" or _PLACED.search(numeral) else None
        if both is None:
            return None
        value, most = both
    if not "1" <= numeral[0] <= "9":
        if (numeral[0] == "0" and numeral[1:2].isdigit()) or (not value and "0" not in numeral):
            return None
        if numeral in LARGE_PLACES and kind != "count":
            # 万元 by itself is a unit, not ten thousand of them.
            return None
    if not shown:
        shown = word
    if alternative == "次" and not shown.endswith("次"):
        shown += "次"
    if kind == "percentage":
        if word == "成":
            if value > 10:
                return None
            value *= 10
            most = most * 10 if most else None
            tenth = text[end : end + 1]
            if tenth and tenth in "一二三四五六七八九" and text[end + 1 : end + 2] not in COUNTERS:
                value += parse(tenth) or 0
                end += 1
            elif tenth == "半":
                value += 5
                end += 1
        elif numeral.startswith("百分之"):
            return None
    if unit.factor is not None:
        value *= unit.factor
        most = most * unit.factor if most else None
    quantity = Quantity(start, end, value, shown, kind, unit.counts, numeral, [unit.rule])
    quantity.value_max = most
    return _above(quantity, odd) if odd or (not numeral.isascii() and _ODD.search(numeral)) else quantity


def _above(quantity: Quantity, odd: str = "") -> Quantity:
    """The quantity as more than what is printed, which 余, 多 or + says, or about it, which 来 says."""
    about = odd == "来" or "来" in quantity.numeral
    quantity.sign = "≈" if about else ">"
    quantity.rules.append("qualifier.about" if about else "qualifier.above")
    return quantity


def open_word(text: str, end: int, rules: Rulebook) -> str:
    """The character after a number in digits that must be a measure word, though no list has it; else empty."""
    char = text[end : end + 1]
    if not "一" <= char <= "鿿" or text[end + 1 : end + 2] not in BOUNDARY or rules.open_unit is None:
        return ""
    return "" if char in rules.never_units else char


def read_open(start: int, end: int, numeral: str, word: str, rules: Rulebook) -> Quantity | None:
    """A number with the measure word that `open_word` found."""
    value = parse(numeral)
    if value is None or (numeral[0] == "0" and numeral[1:2].isdigit()):
        return None
    unit = rules.open_unit
    assert unit is not None
    quantity = Quantity(start, end + 1, value, word, unit.kind, unit.counts, numeral, [unit.rule])
    return _above(quantity) if _ODD.search(numeral) else quantity


def read_unsaid(text: str, start: int, end: int, numeral: str, rules: Rulebook) -> Quantity | None:
    """A number without a measure word beside a name of what is counted: 粉丝突破9万, 阅读量10万+, 37万职工."""
    more = text[end : end + 1] in PLUS
    if text[end + more : end + more + 1] in BOUNDARY:
        unit = next(
            (unit for before, _, unit in rules.unsaid if before.search(text, max(0, start - UNSAID), start)), None
        )
    elif _MANY.match(numeral):
        unit = next((unit for _, behind, unit in rules.unsaid if behind.match(text, end)), None)
    else:
        return None
    value = parse(numeral) if unit else None
    if unit is None or value is None or not unit.unit:
        return None
    if unit.factor is not None:
        if not _LARGE.search(numeral):
            # 助学金215万 is told in 万元, 编号215 in nothing.
            return None
        value *= unit.factor
    quantity = Quantity(start, end + more, value, unit.unit, unit.kind, unit.counts, numeral, [unit.rule])
    return _above(quantity) if more or _ODD.search(numeral) else quantity


def inherit(text: str, start: int, end: int, value: Decimal, last: Quantity) -> Quantity | None:
    """A number whose measure word the sentence said once, before: 晋升高级工217人、技师64；被采纳的611.

    `last` is the quantity before it. A number alone may as well be a year, an age, an address or a telephone, so it
    has to end a clause behind a word, and to look like a count: beside the last in a list, behind 的, with its
    thousands set apart (快递员1,018), or in 万 where money was told (行政拨120万).
    """
    numeral = text[start:end].strip()
    large = _LARGE.search(numeral) is not None
    if (
        last.kind == "count"
        and value <= last.value
        and text[end : end + 1] in BOUNDARY
        and _RESULT.fullmatch(text, last.end, start)
        and last.value_max is None
    ):
        # 提案54件，立案41，年底办结38
        return last.in_same_unit(start, end, value, numeral)
    if (
        end - start < 2
        or text[end : end + 1] not in BOUNDARY
        or not "一" <= text[start - 1] <= "鿿"
        or _ENDS_LIST.search(text, last.end, start)
        or not (large or "," in numeral or text[start - 1] == "的" or _BESIDE.fullmatch(text, last.end, start))
    ):
        return None
    if last.kind == "amount":
        if not large:
            return None
        value /= _TEN_THOUSAND
    elif last.kind != "count":
        return None
    quantity = last.in_same_unit(start, end, value, numeral)
    return _above(quantity) if _ODD.search(numeral) else quantity


def read_told(start: int, printed: str, unit: str, rules: Rulebook) -> Quantity | None:
    """A number whose unit is told apart, in the head of a table's column or in a line above (单位：万元)."""
    share = printed[-1] in "%％"
    value = parse(printed.replace(" ", "").lstrip("+＋" + _MINUS).rstrip("%％"))
    unit = "%" if share else unit
    if value is None or not unit:
        return None
    if printed[0] in _MINUS:
        value = -value
    unit = unit.replace("％", "%")
    known = rules.units.get(unit)
    if known is None or known.reason is not None:
        for word, place in _PLACES:
            if unit.startswith(word) and len(unit) > len(word):
                value, unit = value * place, unit[len(word) :]
                known = rules.units.get(unit)
                break
    if known is None or known.reason is not None:
        known = None
    elif known.factor is not None:
        value *= known.factor
    kind = known.kind if known else "count"
    shown = known.unit if known and known.unit else unit
    counts, rule = (known.counts, known.rule) if known else ("", OPEN)
    return Quantity(start, start + len(printed), value, shown, kind, counts, printed, [rule])


def fraction(text: str, found: re.Match[str], over: str) -> Quantity | None:
    """三分之二 as a percentage."""
    start, end = found.span()
    whole = parse(text[start : found.start(1) - 2])
    part = parse(over)
    if not whole or part is None:
        return None
    value = (part * _HUNDRED / whole).quantize(Decimal("0.01")).normalize()
    return Quantity(start, end, value, "%", "percentage", "", text[start:end], ["unit.percent"])
