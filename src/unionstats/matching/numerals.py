"""Chinese and Arabic numerals, and mixtures of both, as exact decimals.

The grammar is that of Chinese place words (十 百 千 万 亿), as in GB/T 15835-2011 on numerals in print, widened by what
reports do: digits before any place word (2万1千8百), 余/多 inside (5600余万), thousands set off by comma or space.
"""

import re
from decimal import Decimal

DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
SMALL_PLACES = {
    char: Decimal(value) for value, chars in ((10, "十拾"), (100, "百佰"), (1000, "千仟")) for char in chars
}
LARGE_PLACES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
TENS = {"廿": Decimal(20), "卅": Decimal(30)}
ABOUT = frozenset("余多来几")
SEPARATORS = frozenset(", \n\r\t\u00a0\u2009\u202f\u3000")
PLACES = {**SMALL_PLACES, **LARGE_PLACES}
_PLAIN = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)[余多]?([百千万亿])?[余多]?")
"""Most numerals by far, read without the grammar below."""
LONGEST = 15
"""Digits beyond which a numeral is no number: doubles hold 15 decimal digits exactly."""
_NEIGHBOURS = re.compile("(?:一二|[二两]三|三[四五]|四五|五六|六七|七八|八九)(?=[十百千万亿]|$)")
"""Two digits of about the same size, said together: 四五百, 十七八."""


def parse(text: str) -> Decimal | None:
    """The value of a numeral, or None where it is none.

    >>> parse("1亿2千3百多万"), parse("三十二"), parse("12,345.6")
    (Decimal('123000000'), Decimal('32'), Decimal('12345.6'))
    """
    if text.isdecimal() and text.isascii() and len(text) <= LONGEST:
        return Decimal(text)
    plain = _PLAIN.fullmatch(text)
    if plain:
        value = Decimal(plain[1])
        return value * PLACES[plain[2]] if plain[2] else value
    total = section = Decimal(0)
    number: Decimal | None = None
    last_place = Decimal(0)
    spoken = False
    at, end = 0, len(text)
    while at < end:
        char = text[at]
        if "0" <= char <= "9":
            if number:
                return None
            stop = at
            while stop < end and ("0" <= text[stop] <= "9" or text[stop] == "." or text[stop] in SEPARATORS):
                stop += 1
            digits = "".join(char for char in text[at:stop] if char not in SEPARATORS)
            if len(digits) > LONGEST or digits.count(".") > 1 or digits.endswith("."):
                return None
            number = Decimal(digits)
            spoken = False
            at = stop
            continue
        if char in DIGITS:
            digit = DIGITS[char]
            if digit or number is None:
                # 二〇一八 and 三五 are digit strings: years and names, not quantities of this grammar.
                if number is not None and number != 0:
                    return None
                number = Decimal(digit)
            elif number:
                return None
            spoken = True
        elif char in TENS:
            section += TENS[char]
            last_place = Decimal(10)
            number = None
        elif char in SMALL_PLACES:
            place = SMALL_PLACES[char]
            section += (number or Decimal(1)) * place
            number, last_place = None, place
        elif char in LARGE_PLACES:
            place = LARGE_PLACES[char]
            part = section + (number or Decimal(0))
            if char == "亿":
                total = (total + (part or (Decimal(1) if not total else Decimal(0)))) * place
            else:
                total += (part or Decimal(1)) * place
            section, number, last_place = Decimal(0), None, place
        elif char == "点" and number is not None:
            fraction = ""
            while at + 1 < end and text[at + 1] in DIGITS:
                at += 1
                fraction += str(DIGITS[text[at]])
            if not fraction:
                return None
            number += Decimal(f"0.{fraction}")
        elif char not in ABOUT and char not in SEPARATORS:
            return None
        at += 1
    if number is not None:
        # 两万三 is 23,000: a digit spoken straight after a place word counts the next smaller place.
        if spoken and last_place >= 100 and number and text[-2] not in "零〇" and not section % last_place:
            number *= last_place / 10
        section += number
    return total + section


def parse_spoken_range(text: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a numeral with two digits in the place of one says, or None where it has none.

    >>> parse_spoken_range("四五百"), parse_spoken_range("一百二三十")
    ((Decimal('400'), Decimal('500')), (Decimal('120'), Decimal('130')))
    """
    two = _NEIGHBOURS.search(text)
    if two is None:
        return None
    at = two.start()
    least, most = parse(text[: at + 1] + text[at + 2 :]), parse(text[:at] + text[at + 1 :])
    return (least, most) if least and most else None
