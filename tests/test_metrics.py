"""Series names, and the choice among several claims of one series."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.core.claim import Claim, DocumentRow
from unionstats.metrics.figures import agree, figure_text
from unionstats.metrics.naming import indicator_name, read_name, series_of
from unionstats.metrics.tidy import tidy

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def test_names_are_written_as_a_yearbook_writes_them() -> None:
    assert indicator_name("工会驿站", None, "个", *YEAR) == "工会驿站（个）"
    assert indicator_name("最美工会驿站", "国家级", "个", *YEAR) == "最美工会驿站·国家级（个）"
    five_years = (date(2018, 1, 1), date(2022, 12, 31))
    assert indicator_name("新增工会会员", None, "人", *five_years) == "新增工会会员·2018—2022年（人）"
    assert indicator_name("工会会员", None, "人", *five_years, stock=True) == "工会会员（人）"
    assert indicator_name("新建工会", None, "家", *YEAR, county="城阳区") == "城阳区·新建工会（家）"


@pytest.mark.parametrize("county", [None, "城阳区"])
@pytest.mark.parametrize("breakdown", [None, "国家级"])
@pytest.mark.parametrize("start", [2018, 2022])
@pytest.mark.parametrize("label", ["工会驿站", "“夏送清凉”", "会员（含农民工）"])
def test_a_name_is_read_back(
    make_claim: Callable[..., Claim], county: str | None, breakdown: str | None, start: int, label: str
) -> None:
    period = (date(start, 1, 1), date(2022, 12, 31))
    claim = make_claim(
        indicator=indicator_name(label, breakdown, "个", *period, county=county),
        breakdown=breakdown,
        county=county,
        unit="家",
        period_start=period[0],
        period_end=period[1],
    )
    assert read_name(claim) == (label, breakdown or "", "个")
    assert series_of(claim) == claim.indicator


def test_targets_are_left_out(make_claim: Callable[..., Claim]) -> None:
    assert tidy([make_claim(status="target")]) == []


def test_a_row_carries_its_claim(make_claim: Callable[..., Claim]) -> None:
    claim = make_claim(value_max=1020.0, qualifier="≈", flags=("outlier",))
    (row,) = tidy([claim])
    shared_fields = set(row._fields) & set(claim._fields) - {"unit"}
    assert {name: getattr(row, name) for name in shared_fields} == {
        name: getattr(claim, name) for name in shared_fields
    }
    assert (row.name, row.unit, row.n_claims, row.values_seen) == ("工会驿站", "个", 1, "1260—1020")
    assert not row.conflict


CHOICES = [
    ("the fullest period", {"period_end": date(2024, 6, 30), "indicator_id": "x"}, {"indicator_id": None}),
    ("the longer period", {"period_start": date(2024, 7, 1)}, {"qualifier": ">"}),
    ("catalogued", {"indicator_id": None}, {"qualifier": ">"}),
    ("exact", {"qualifier": ">", "file": "later.txt"}, {"file": "earlier.txt"}),
    ("the later year of report", {"file": "earlier.txt"}, {"file": "later.txt"}),
    ("the later publication", {"file": "earlier.txt"}, {"file": "published.txt"}),
    ("the order of the text", {"char_start": 200}, {"char_start": 100}),
]


@pytest.mark.parametrize(("why", "other", "chosen"), CHOICES, ids=[choice[0] for choice in CHOICES])
def test_the_choice(
    make_claim: Callable[..., Claim],
    make_document: Callable[..., DocumentRow],
    why: str,
    other: dict[str, object],
    chosen: dict[str, object],
) -> None:
    documents = [
        make_document(file="earlier.txt", year=2023, published=date(2024, 1, 1)),
        make_document(file="later.txt", year=2025, published=None),
        make_document(file="published.txt", year=2023, published=date(2024, 1, 2)),
    ]
    claims = [make_claim(claim_id="other", **other), make_claim(claim_id="chosen", **chosen)]
    for order in permutations(claims):
        (row,) = tidy(order, documents)
        assert (row.claim_id, row.n_claims) == ("chosen", 2), why


def test_key_is_unique_and_a_county_is_kept_apart(make_claim: Callable[..., Claim]) -> None:
    rows = tidy([make_claim(), make_claim(county="谯城区", value=7.0, text="7家"), make_claim(year=2023)])
    assert [(row.year, row.indicator, row.county) for row in rows] == [
        (2023, "工会驿站（个）", None),
        (2024, "工会驿站（个）", None),
        (2024, "谯城区·工会驿站（个）", "谯城区"),
    ]
    assert {row.name for row in rows} == {"工会驿站"}
    assert not any(row.conflict for row in rows)


def test_half_a_year_does_not_contradict_the_year(make_claim: Callable[..., Claim]) -> None:
    (row,) = tidy([make_claim(), make_claim(value=500.0, text="500家", period_end=date(2024, 6, 30))])
    assert (row.value, row.n_claims, row.values_seen, row.conflict) == (1260.0, 2, "1260; 500", False)


Figure = tuple[float, str, str]

AGREEMENT: list[tuple[Figure, Figure, bool]] = [
    ((1260.0, "=", "1260家"), (1020.0, "=", "1020家"), False),
    ((1260.0, "=", "1260家"), (1260.0, "=", "1260个"), True),
    ((10000.0, ">", "1万余家"), (10300.0, "=", "10300家"), True),
    ((10000.0, ">", "1万余家"), (9999.0, "=", "9999家"), False),
    ((310000.0, ">", "31万余名"), (323000.0, "=", "32.3万名"), False),
    ((310000.0, "=", "31万名"), (312345.0, "=", "312345名"), True),
    ((310000.0, "=", "310000名"), (312345.0, "=", "312345名"), False),
    ((310000.0, "=", "31.0万名"), (312345.0, "=", "312345名"), False),
    ((88.0, "=", "88%"), (88.07, "=", "88.07%"), True),
    ((88.1, "=", "88.1%"), (88.07, "=", "88.07%"), True),
    ((88.2, "=", "88.2%"), (88.07, "=", "88.07%"), False),
    ((500.0, ">=", "500场以上"), (90000.0, "=", "9万场"), True),
    ((500.0, "<=", "500场以内"), (20.0, "=", "20场"), True),
    ((500.0, "<", "近500场"), (486.0, "=", "486场"), True),
    ((500.0, "<", "近500场"), (512.0, "=", "512场"), False),
    ((500.0, "≈", "约500场"), (512.0, "=", "512场"), True),
    ((500.0, "≈", "约500场"), (580.0, "=", "580场"), False),
    ((20.0, ">", "二十余期"), (23.0, "=", "23期"), True),
    ((0.0, "=", "0起"), (1.0, "=", "1起"), False),
]


@pytest.mark.parametrize(("first", "second", "expected"), AGREEMENT)
def test_agreement_beyond_rounding(
    make_claim: Callable[..., Claim], first: Figure, second: Figure, expected: bool
) -> None:
    claims = [make_claim(value=value, qualifier=qualifier, text=text) for value, qualifier, text in (first, second)]
    assert agree(claims) is expected
    assert agree(reversed(claims)) is expected


def test_agreement_of_money(make_claim: Callable[..., Claim]) -> None:
    def money(value: float, text: str) -> Claim:
        return make_claim(value=value, text=text, unit="万元", kind="amount")

    assert agree([money(25650.0, "2.565亿元"), money(25653.2, "25653.2万元")])
    assert not agree([money(25650.0, "25650万元"), money(25653.2, "25653.2万元")])
    assert not agree([money(5000.0, "5000万元"), money(5300.0, "5300万元")])
    assert agree([money(12300.0, "1亿2千3百万元"), money(12312.0, "12312万元")])


@given(st.floats(min_value=0, max_value=1e15))
def test_a_figure_is_a_plain_decimal_and_reads_back(value: float) -> None:
    text = figure_text(value)
    assert float(text) == value
    assert "e" not in text
    assert not text.endswith(".0")


def test_figures_as_written() -> None:
    assert [figure_text(value) for value in (25650.0, 29.73, 0.05, 1e16, 1e-7, -5.0)] == [
        "25650",
        "29.73",
        "0.05",
        "10000000000000000",
        "0.0000001",
        "-5",
    ]
