"""Flags: each raised where figures contradict each other, and not raised where they do not."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from unionstats.core.claim import Claim
from unionstats.core.flag import flag, flag_claims, flag_name
from unionstats.metrics.report_checks import check_report
from unionstats.metrics.series_checks import ENOUGH, check_series
from unionstats.pipeline import extract

MakeClaim = Callable[..., Claim]


def flags_of(claims: Sequence[Claim]) -> list[tuple[str, str, list[str]]]:
    """Each flag: the figure, its name, and the figures that it was held against."""
    texts = {claim.claim_id: claim.text for claim in claims}
    return [
        (claim.text, flag_name(name), [texts[other] for other in flag_claims(name)])
        for claim in claims
        for name in claim.flags
    ]


def test_a_flag_is_taken_apart_again() -> None:
    assert flag("repaired") == "repaired"
    assert (flag_name("repaired"), flag_claims("repaired")) == ("repaired", [])
    text = flag("conflict", ["c1", "c2"])
    assert (text, flag_name(text), flag_claims(text)) == ("conflict:c1,c2", "conflict", ["c1", "c2"])


REPORTS: list[tuple[str, str, list[tuple[str, str, list[str]]]]] = [
    # What adds up, or need not.
    ("levels that add up", "推荐各级最美工会驿站120家，其中国家级12家、省级20家、市级40家、县级48家。", []),
    ("parts that may overlap", "工会会员100万人，其中女会员60万人、农民工会员55万人。", []),
    ("some of the parts", "推荐最美工会驿站120家，其中国家级12家、省级20家。", []),
    ("money that adds up", "发放慰问金150万元，其中市级142万元、县级8万元。", []),
    ("rounded parts", "发放慰问金近150万元，其中市级142.4万元、县级7.3万元。", []),
    # What does not.
    (
        "levels above their total",
        "推荐各级最美工会驿站120家，其中国家级12家、省级20家、市级40家、县级78家。",
        [("120家", "parts_mismatch", ["12家", "20家", "40家", "78家"])],
    ),
    (
        "levels below the total of all levels",
        "推荐各级最美工会驿站120家，其中国家级2家、省级20家、市级40家、县级48家。",
        [("120家", "parts_mismatch", ["2家", "20家", "40家", "48家"])],
    ),
    (
        "a part above its total",
        "新增工会会员1500人，其中农民工会员1800人。",
        [("1800人", "parts_mismatch", ["1500人"])],
    ),
    # Rates.
    ("a rate that follows from its counts", "受理调解案件109件，调解成功96件，调解成功率88.07%。", []),
    ("a rounded rate", "受理调解案件109件，调解成功96件，调解成功率88%。", []),
    ("a rate above a bound", "受理调解案件109件，调解成功96件，调解成功率达85%以上。", []),
    ("rounded counts", "受理调解案件100余件，调解成功96件，调解成功率88%。", []),
    ("counts of something else", "建成职工之家90家，走访困难职工400户，职工满意率98%。", []),
    (
        "another rate",
        "受理调解案件109件，调解成功96件，调解成功率93%。",
        [("93%", "ratio_mismatch", ["96件", "109件"])],
    ),
    # Single figures.
    ("whole people", "慰问职工12.53万人次。", []),
    ("a fraction of a person", "慰问职工12.53人次。", [("12.53人次", "fractional_count", [])]),
    ("a share above the whole", "职工入会率达到112%。", [("112%", "over_100", [])]),
    ("growth above a hundred", "工会会员增长112%。", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS])
@pytest.mark.parametrize("half_width", [False, True], ids=["full-width", "half-width"])
def test_flags_of_a_report(text: str, expected: list[tuple[str, str, list[str]]], half_width: bool) -> None:
    if half_width:
        text = text.replace("，", ",")
    assert flags_of(extract(text, city="保定", year=2024)) == expected


def test_a_subset_is_no_larger_than_what_holds_it(make_claim: MakeClaim) -> None:
    within = {"cards.activated": "cards.issued"}
    issued = make_claim(
        claim_id="c1", indicator_id="cards.issued", indicator="卡（张）", value=136000.0, text="13.6万张"
    )
    activated = issued._replace(
        claim_id="c2", indicator_id="cards.activated", value=850000.0, text="85万张", char_start=120, char_end=125
    )

    def raised(*claims: Claim) -> list[str]:
        return [flag_name(name) for claim in check_report(claims, within) for name in claim.flags]

    assert raised(issued, activated) == ["subset_exceeds"]
    assert check_report([issued, activated], within)[1].flags == ("subset_exceeds:c1",)
    assert raised(issued, activated._replace(value=136000.0, text="13.6万张")) == []
    assert raised(issued._replace(qualifier=">="), activated) == []
    assert raised(issued, activated._replace(char_start=900, char_end=905)) == []
    assert raised(issued, activated._replace(indicator="卡·市级（张）")) == []
    assert raised(issued, activated._replace(period_start=date(2020, 1, 1))) == []
    assert raised(issued, activated._replace(status="target")) == []
    assert raised(activated) == []


def test_two_values_of_one_series_are_in_conflict(make_claim: MakeClaim) -> None:
    one = make_claim(claim_id="c1", value=300.0, text="300家")
    other = one._replace(claim_id="c2", value=310.0, text="310家", file="other.txt")

    def raised(*claims: Claim) -> list[str]:
        return [name for claim in check_series(claims) for name in claim.flags]

    assert raised(one, other) == ["conflict:c2", "conflict:c1"]
    assert raised(one, other._replace(value=300.0, text="300家")) == []
    assert raised(one._replace(qualifier=">"), other) == []  # 300余家 and 310家
    assert raised(one, other._replace(city="滁州市")) == []
    assert raised(one, other._replace(period_end=date(2024, 6, 30))) == []
    assert raised(one, other._replace(status="target")) == []
    many = [one._replace(claim_id=f"c{number}", value=300.0 + number, text=f"{300 + number}家") for number in range(9)]
    assert {len(flag_claims(name)) for name in raised(*many)} == {5}


def test_a_figure_far_from_all_others_is_an_outlier(make_claim: MakeClaim) -> None:
    cities = [
        make_claim(claim_id=f"c{number}", city=f"城{number}市", value=float(200 + 40 * number))
        for number in range(ENOUGH)
    ]
    odd = make_claim(claim_id="odd", city="奇市", value=1_019_000.0)

    def raised(*claims: Claim) -> list[str]:
        return [
            claim.claim_id for claim in check_series(claims) for name in claim.flags if flag_name(name) == "outlier"
        ]

    assert raised(*cities, odd) == ["odd"]
    assert raised(*cities, odd._replace(value=1.0)) == ["odd"]
    assert raised(*cities, odd._replace(value=4000.0)) == []  # a large city
    assert raised(*cities[:6], odd) == []  # too few to tell
    assert raised(*(claim._replace(indicator_id=None) for claim in (*cities, odd))) == []
    assert raised(*cities, odd._replace(county="奇县", indicator="奇县·工会驿站（个）")) == []
    assert raised(*cities, odd._replace(unit="%", kind="percentage")) == []
