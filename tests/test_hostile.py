"""Text made to be slow costs linear work: counted in calls, and in CPU time, which knows what a single call costs."""

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from unionstats.pipeline import extract

TITLE = "金华市总工会2021年报告\n"
SMALL = 3000
HOSTILE = [
    "1",
    "会员",
    "(",
    "“",
    "万",
    "12,",
    "1人",
    "家",
    "2024年",
    "其中3人，",
    "\n",
    "一是",
    "、3个",
    "3 ",
    "建立3家、",
    "“3个”",
    "90%",
    "的90%",
    "占1%",
    "同比增长4%",
    "1个百分点、",
    "送清凉，5家企业参加，",
    "甲更高，建制率5%，",
    "甲乙，取得证书的职工5人，",
    "查出9条，其余1条，",
    "会员9人，甲就占了2人，",
    "新增会员中，骑手3人，",
    "投入5元，",
    "甲、乙分别有1、2家，",
    "单位：万元\n甲1，\n",
    "新建3家（甲1、乙2）",
    "目标：9家。完成：8家。",
]
LONG = 200_000
BOUND = 15.0
"""CPU seconds for LONG characters that are all figures."""
BARE = {
    "digits": "7",
    "a word": "会员",
    "brackets": "（）",
    "brackets in brackets": "（",
    "measure words": "个家名人次场次件项户",
    "quotes in quotes": "“‘",
}
BARE_BOUND = 0.5
"""CPU seconds for LONG characters without figures, which take a tenth."""


def calls(text: str) -> int:
    """Calls of Python and C functions that reading `text` takes."""
    count = 0

    def profiler(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profiler)
    try:
        extract(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    extract(TITLE)  # what is loaded once is not counted
    small, large = (calls(TITLE + piece * (size // len(piece))) for size in (SMALL, 4 * SMALL))
    assert large < 4.6 * small + 2000


def seconds(text: str) -> float:
    """CPU seconds that reading `text` takes, the better of two."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        extract(text)
        spent.append(time.process_time() - begun)
        if spent[0] > 1:
            break
    return min(spent)


def half_and_whole(text: Callable[[int], str], bound: float) -> tuple[float, float]:
    """CPU seconds that a text of half the length and one of the whole length take.

    What else the machine does may slow the one and not the other, so both are timed up to three times; what grows too
    fast does so every time.
    """
    for _ in range(3):
        half, whole = seconds(text(LONG // 2)), seconds(text(LONG))
        if whole < min(bound, 3 * half + 0.2):
            break
    return half, whole


MIXTURES = [
    "1",
    "会员",
    "()",
    "((会员))",
    "“‘《",
    "万家人次",
    "12,",
    "1人",
    "“3个”",
    "\n",
    "90%",
    "(“会员1万2人",
    "其中3人，90%",
]


@pytest.mark.parametrize("piece", MIXTURES, ids=repr)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    extract(TITLE)
    half, whole = half_and_whole(lambda size: TITLE + piece * (size // len(piece)), BOUND)
    assert whole < BOUND
    assert whole < 3 * half + 0.2


@pytest.mark.parametrize("piece", BARE.values(), ids=BARE)
def test_text_without_figures_is_soon_read(piece: str) -> None:
    closing = str.maketrans("（“‘", "）”’")
    nested = piece in ("（", "“‘")
    extract(TITLE)

    def text(size: int) -> str:
        opened = piece * (size // len(piece) // (2 if nested else 1))
        return TITLE + opened + (opened[::-1].translate(closing) if nested else "")

    half, whole = half_and_whole(text, BARE_BOUND)
    assert whole < BARE_BOUND
    assert whole < 3 * half + 0.2
    small, large = (calls(text(size)) for size in (SMALL, 4 * SMALL))
    assert large < 4.6 * small + 2000
