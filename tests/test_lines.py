"""Which line breaks are the page's own: texts wrapped at a width, and lists of short lines. The texts are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats import extract
from unionstats.matching.lines import join_items, join_lines

WRAPPED = (
    "    一、动员职工在转型中建功立业\n"
    "    以“当好主力军”为主题，在冶金、煤化工、纺织等传统行业和在建铁路的二十多个重点\n"
    "工程中开展多种形式的劳动竞赛，参赛职工1.8万人次，提合理化建议\n"
    "3.46万条，采纳实施1.12万条。截至12月底，全市基层工会组织达到4218个，会员\n"
    "47.4万人；当年净增会员2.2万人，完成市委\n"
    "下达任务的105%。\n"
)
ACCOUNT = (
    "某市工会\n#数说2023#推送合辑\n\n①阵地\n全市“爱心驿站” 318个\n比2022年底多了97个\n平均每天接待 6300多人次\n\n"
    "②帮扶\n送出清凉包 10.6万份\n投入资金 895万元\n★法律援助办案523件\n写在最后，谢谢大家\n"
)


def claims(text: str, **given: int) -> dict[str, tuple[str, str, int]]:
    return {
        claim.text.replace("\n", ""): (claim.label, claim.status, claim.year)
        for claim in extract(text, city="金华市", **given)
    }


def test_a_sentence_goes_on_over_the_ends_of_wrapped_lines() -> None:
    found = claims(WRAPPED, year=2012)
    assert found["3.46万条"][0] == "提合理化建议"
    assert found["4218个"][0] == "全市基层工会组织"
    assert found["105%"][1] == "reported"


def test_the_evidence_is_the_whole_sentence_as_printed() -> None:
    [claim] = [claim for claim in extract(WRAPPED, city="金华市", year=2012) if claim.text == "4218个"]
    assert claim.evidence.startswith("截至12月底")
    assert claim.evidence.endswith("下达任务的105%。")


def test_each_short_line_of_a_list_tells_something_of_its_own() -> None:
    found = claims(ACCOUNT)
    assert found["318个"] == ("全市“爱心驿站”", "reported", 2023)
    assert found["97个"][0] == "全市“爱心驿站”比2022年底多"
    assert found["895万元"][0] == "送出清凉包投入资金"
    assert found["523件"][0] == "法律援助办案"


def test_a_number_card_is_told_of_in_the_line_below() -> None:
    claims = extract(
        "数说工会\n3.2万人\n这是全年新发展的会员，其中快递员900人，护工60人。\n12所\n挂牌的工匠学院",
        city="金华市",
        year=2024,
    )
    assert [(claim.text, claim.label, claim.breakdown) for claim in claims] == [
        ("3.2万人", "新发展的会员", None),
        ("900人", "新发展快递员的会员", "快递员"),
        ("60人", "新发展护工的会员", "护工"),
        ("12所", "挂牌的工匠学院", None),
    ]


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("金华市总工会关于第九期职工医疗互助运行情况的通报", "职工医疗互助参加单位"),
        ("金华市总工会关于职工医疗互助和劳动竞赛情况的通报", "参加单位"),
        ("金华市总工会2020年工作总结", "参加单位"),
    ],
)
def test_a_report_on_one_matter_lends_its_name_to_what_has_none(title: str, label: str) -> None:
    (claim,) = extract(f"{title}\n参加单位2314个。", city="金华市", year=2020)
    assert claim.label == label


def test_straight_quotation_marks_are_read_as_a_pair_even_over_a_line_end() -> None:
    text = '参加"安康杯"竞赛的企业260家，实施"抓两个\n普遍、促三个提升"行动，慰问职工900人。'
    found = claims(text, year=2012)
    assert list(found) == ["260家", "900人"]
    assert found["260家"][0] == "参加“安康杯”竞赛的企业"


@given(st.text("工会新建驿站，。；\n 0123456789个人①", max_size=300))
def test_no_character_changes_its_place(text: str) -> None:
    joined = join_lines(text)
    listed = join_items(joined, [at for at, char in enumerate(text) if char.isdigit()])
    assert len(listed) == len(joined) == len(text)
    assert all(new == old or old == "\n" for new, old in zip(listed, text, strict=True))
