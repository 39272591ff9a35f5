"""What one figure says: its plain decimal, and the range of truths it leaves room for.

Reports round. 3.1万 and 30,950 are one fact told twice, 1万余 and 10,300 are too; 1,019 and 1,020 are not.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from math import inf

from unionstats.core.claim import Claim

_DIGIT = "[0-9０-９]"
_PRINTED = re.compile(
    rf"{_DIGIT}+(?:[,，]{_DIGIT}{{3}})*(?:[.．](?P<decimals>{_DIGIT}+))?\s*(?P<scale>[十百千万萬亿億]*)"
)
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


@lru_cache(maxsize=1 << 16)
def figure_text(value: float) -> str:
    """The shortest decimal that reads back as `value`, without exponent and without trailing zeros: 25650, 0.05."""
    text = repr(value).removesuffix(".0")
    return format(Decimal(text), "f") if "e" in text else text


def agree(claims: Iterable[Claim]) -> bool:
    """Whether one truth fits all the claims, given how each was rounded and qualified."""
    claims = list(claims)
    first = claims[0]
    said = first.value, first.value_max, first.qualifier
    if all((claim.value, claim.value_max, claim.qualifier) == said for claim in claims):
        return True
    low, high = -inf, inf
    for claim in claims:
        lower, upper = range_of(claim)
        low, high = max(low, lower), min(high, upper)
        if low >= high:
            return False
    return True


def range_of(claim: Claim) -> tuple[float, float]:
    """The open interval of truths that the claim leaves room for.

    An exact figure stands for what rounds to it: half of its last printed digit either way, so that
    31万 is 305,000 to 315,000 and 1,019 is itself alone. 余, 多 and 超 reach up to the next step of the last digit
    that is not zero (31万余: below 32万; 1万余: below 2万), 近 and 不足 down to the one before, 约 that far either
    way but no more than a tenth. 以上 and 以下 are open.
    """
    low, high = claim.value, claim.value if claim.value_max is None else claim.value_max
    half = _printed_step(claim) / 2
    step = _last_digit(claim.value)
    match claim.qualifier:
        case ">":
            return low, high + step
        case ">=":
            return low, inf
        case "<":
            return low - step, high
        case "<=":
            return -inf, high
        case "≈":
            about = max(half, min(step, abs(claim.value) / 10))
            return low - about, high + about
        case _:
            return low - half, high + half


def _printed_step(claim: Claim) -> float:
    """What one step of the last printed digit is worth, in the claim's unit: 10,000 for 30万, 1 for 5000."""
    last_digit = _last_digit(claim.value)
    printed = _PRINTED.search(claim.text)
    if printed is None:  # 三期, 二十余万: the words show no digits that could be zeros
        return last_digit
    scale = 1.0
    for sign in printed["scale"]:
        scale *= _SCALES[sign]
    if claim.unit == "万元":
        scale /= 10_000
    # The smaller of the two, for a numeral of several parts: 1亿2千3百万 is good to 1百万, not to 1亿.
    return min(scale / 10.0 ** len(printed["decimals"] or ""), last_digit)


def _last_digit(value: float) -> float:
    """What one step of the last digit that is not zero is worth: 100 for 5600, 0.01 for 88.07."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return 10.0 ** int(exponent) if value else 1.0
