"""Text made to be slow costs linear work: counted in calls, since a clock says more about the machine."""

import sys
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
]


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
