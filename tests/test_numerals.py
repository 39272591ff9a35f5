"""Numerals are read exactly."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.grammar.rulebook import default_rulebook
from unionstats.matching.numerals import parse, parse_spoken_range
from unionstats.matching.quantities import numbers_pattern

SPOKEN = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A whole number below 10**8 in Chinese place words, written by the book."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spoken(high) + "万" + gap + (spoken(low) if low else "")
    text, zero = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if zero and text else "") + SPOKEN[digit] + word
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 99_999_999))
def test_spoken_numbers_come_back(number: int) -> None:
    assert parse(spoken(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_digits_with_and_without_separators_are_the_same(whole: int, part: int) -> None:
    plain = f"{whole}.{part:03}"
    assert (
        parse(plain)
        == parse(f"{whole:,}.{part:03}")
        == parse(f"{whole:,}.{part:03}".replace(",", " "))
        == Decimal(plain)
    )


@given(st.text("0123456789零一二两三四五六七八九十百千万亿余多.,点 ", max_size=24))
def test_no_text_makes_it_fail(text: str) -> None:
    value = parse(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5600余万", "56000000"),
        ("1亿2千3百多万", "123000000"),
        ("1亿零560万", "105600000"),
        ("4千3百", "4300"),
        ("2万1千8百", "21800"),
        ("十一万余", "110000"),
        ("二十余", "20"),
        ("两万三", "23000"),
        ("三百零五", "305"),
        ("廿五", "25"),
        ("三点五万", "35000"),
        ("2 034.6", "2034.6"),
        ("9\n600", "9600"),
        ("百万", "1000000"),
    ],
)
def test_mixed_forms(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("四五百", "400", "500"),
        ("十七八", "17", "18"),
        ("一百二三十", "120", "130"),
        ("三五千", "3000", "5000"),
        ("两三万", "20000", "30000"),
        ("七八", "7", "8"),
    ],
)
def test_from_one_to_the_other(text: str, least: str, most: str) -> None:
    assert parse_spoken_range(text) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize("text", ["四百", "二〇一八", "一二三", "五四", "300", ""])
def test_what_is_no_spoken_range(text: str) -> None:
    assert parse_spoken_range(text) is None


@pytest.mark.parametrize("text", ["二〇一八", "三五", "1" * 16, "1.2.3", "3.", "abc"])
def test_what_is_no_number(text: str) -> None:
    assert parse(text) is None


def test_numbers_are_found_without_possessive_repeats() -> None:
    # `re` loses the groups behind one in Python 3.11.0 to 3.11.4, where a whole run ended with an IndexError.
    pattern = numbers_pattern(default_rulebook().unit_pattern).pattern
    assert not re.search(r"[}*+?]\+", pattern)
