"""A flag: what looks wrong with a figure, and the claims that it was held against."""

from collections.abc import Iterable
from typing import NamedTuple


class FlagMeaning(NamedTuple):
    """What a flag says of its figure, in English and in Chinese, as a phrase."""

    english: str
    chinese: str


FLAGS = {
    "repaired": FlagMeaning("stands on a mended place of a damaged page", "位于修复过的页面损坏处"),
    "cut": FlagMeaning(
        "an unreadable character touches it, so digits may be missing", "紧邻无法识别的字符，可能缺少数位"
    ),
    "fractional_count": FlagMeaning("counts whole things with a fraction", "计件数量带有小数"),
    "over_100": FlagMeaning("a share above 100 %", "占比超过 100%"),
    "parts_mismatch": FlagMeaning("parts and total contradict each other", "分项与总数矛盾"),
    "ratio_mismatch": FlagMeaning("a rate and its two counts contradict each other", "比率与其两个数量矛盾"),
    "subset_exceeds": FlagMeaning("a subset is larger than the whole", "子集大于全体"),
    "conflict": FlagMeaning(
        "other figures of the same series and period contradict it", "与同一指标、同一时期的其他数据矛盾"
    ),
    "outlier": FlagMeaning("far from the same indicator of other cities", "与其他城市同一指标相差悬殊"),
}
"""Every flag that a figure can have."""


def flag(name: str, against: Iterable[str] = ()) -> str:
    """The flag as it stands in the tables: `ratio_mismatch:c01…,c02…`, or the name alone.

    Args:
        name: one of FLAGS.
        against: the claim_ids of the figures compared.
    """
    ids = ",".join(against)
    return f"{name}:{ids}" if ids else name


def flag_name(text: str) -> str:
    """The name of a flag without the claims compared."""
    return text.partition(":")[0]


def flag_claims(text: str) -> list[str]:
    """The claim_ids that a flag names."""
    ids = text.partition(":")[2]
    return ids.split(",") if ids else []
