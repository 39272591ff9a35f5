"""The catalogue: what its files may say, which label is which indicator, and which part of it."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.core.claim import Claim
from unionstats.core.document import NOWHERE, Place
from unionstats.core.errors import RuleError
from unionstats.core.rules_folder import rules_folder
from unionstats.grammar.catalogue import default_catalogue, read_catalogue
from unionstats.grammar.rulebook import default_rulebook
from unionstats.metrics.catalogue_proof import SAMPLE_PLACE, prove_catalogue
from unionstats.metrics.cataloguing import Cataloguer
from unionstats.metrics.naming import read_name
from unionstats.metrics.suggestion import suggest
from unionstats.metrics.usage import indicator_rows
from unionstats.pipeline import extract

BAODING = SAMPLE_PLACE
COUNTY = Place("保定市", "130600", "河北省", "唐县", "text")

ENTRY = """
[[indicator]]
id = "boats.boats"
name = "工会船只"
name_en = "Boats"
definition = "Boats of unions."
nature = "stock"
units = ["艘"]
words = [["船"]]
examples = ["建成旧船30艘。"]
counterexamples = ["走访旧船30艘。"]
"""
TOPIC = 'topic = "boats"\nname = "船"\nname_en = "Boats"\n'


@pytest.fixture(scope="module")
def cataloguer() -> Cataloguer:
    return Cataloguer(default_catalogue(), default_rulebook().lexicon.holds_verb)


def overlay(folder: Path, text: str, name: str = "boats.toml") -> Path:
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "indicators" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_sentences_of_the_entries_hold() -> None:
    assert prove_catalogue(default_catalogue(), default_rulebook()) == []


def test_ids_and_names_are_unique() -> None:
    entries = default_catalogue().indicators
    assert len({entry.id for entry in entries}) == len(entries)
    assert len({entry.name for entry in entries}) == len(entries)
    assert len({entry.name_en for entry in entries}) == len(entries)


def test_a_topic_has_a_file_of_its_own() -> None:
    for path in (rules_folder() / "indicators").glob("*.toml"):
        if path.name != "words.toml":
            topics = {e.topic.id for e in default_catalogue().indicators if e.file == f"indicators/{path.name}"}
            assert topics == {path.stem}


SERIES = [
    ("建成工会驿站", "家", "services.union_stations", ""),
    ("全市户外劳动者服务站点总数", "个", "services.union_stations", ""),
    ("新建工会驿站", "家", "services.new_union_stations", ""),
    ("新建24小时智能化工会驿站", "家", "services.new_union_stations", "24小时智能化"),
    ("推荐全国最美工会驿站", "家", "services.best_union_stations", "国家级"),
    ("保定市最美工会驿站", "家", "services.best_union_stations", ""),
    ("工会驿站配备微波炉", "个", None, ""),
    ("走访慰问工会驿站", "家", None, ""),
    ("撤销工会驿站", "家", None, ""),
    ("工会驿站同比增加", "家", None, ""),
    ("工会驿站", "万元", None, ""),
    ("", "家", None, ""),
]


@pytest.mark.parametrize(("label", "unit", "indicator_id", "part"), SERIES, ids=[label for label, *_ in SERIES])
def test_a_label_finds_its_entry(
    cataloguer: Cataloguer, label: str, unit: str, indicator_id: str | None, part: str
) -> None:
    match = cataloguer.find(label, unit, BAODING)
    assert (match and match.indicator.id) == indicator_id
    if match:
        assert match.part == part


@given(label=st.text(max_size=30), unit=st.sampled_from(["家", "人", "人次", "万元", "%", ""]))
def test_any_label_can_be_looked_up(cataloguer: Cataloguer, label: str, unit: str) -> None:
    match = cataloguer.find(label, unit, COUNTY)
    assert match is None or match.unit in match.indicator.units


def test_measure_words_of_one_meaning_are_one_series() -> None:
    series = {extract(f"全市建成工会驿站30{unit}。", city="保定")[0].indicator for unit in "家座个处"}
    assert series == {"工会驿站（个）"}


def test_a_part_belongs_to_its_totals_entry() -> None:
    claims = extract("2024年，推荐各级最美工会驿站15家，其中国家级4家、省级11家。", city="保定")
    assert [claim.indicator for claim in claims] == [
        "最美工会驿站（个）",
        "最美工会驿站·国家级（个）",
        "最美工会驿站·省级（个）",
    ]
    assert {claim.indicator_id for claim in claims} == {"services.best_union_stations"}
    assert [read_name(claim) for claim in claims][1] == ("最美工会驿站", "国家级", "个")


def test_years_stand_in_the_name_of_a_longer_flow_but_not_of_a_stock() -> None:
    first, second = extract("2018年至2022年，累计新建工会驿站60家。全市工会驿站达到410家。", city="保定", year=2022)
    assert first.indicator == "新建工会驿站·2018—2022年（个）"
    assert second.indicator == "工会驿站（个）"


def test_growth_belongs_to_nothing_that_is_counted() -> None:
    claims = extract("2024年，工会驿站30家，比上年增加12家。", city="保定")
    assert [claim.indicator_id for claim in claims] == ["services.union_stations", None]


def test_a_countys_series_starts_with_the_county() -> None:
    claim = extract("青岛市城阳区总工会2024年工作总结\n建成工会驿站30家。")[0]
    assert (claim.indicator, claim.indicator_id) == ("城阳区·工会驿站（个）", "services.union_stations")


def test_usage_is_counted(make_claim: Callable[..., Claim]) -> None:
    station = "services.union_stations"
    claims = [
        make_claim(indicator_id=station, city="亳州市"),
        make_claim(indicator_id=station, city="亳州市", year=2023),
        make_claim(indicator_id=None),
    ]
    rows = {row.indicator_id: row for row in indicator_rows(default_catalogue().indicators, claims)}
    assert len(rows) == len(default_catalogue().indicators)
    assert (rows[station].n_claims, rows[station].n_cities, rows[station].n_years) == (2, 1, 2)
    assert rows["services.best_union_stations"].n_claims == 0


# Overlays, and what is refused.


def test_an_overlay_adds_an_entry(tmp_path: Path) -> None:
    catalogue = read_catalogue(overlay(tmp_path, TOPIC + ENTRY))
    assert catalogue.indicators[-1].id == "boats.boats"
    assert prove_catalogue(catalogue, default_rulebook(), catalogue.indicators[-1:]) == []


def test_an_overlay_adds_to_a_topic_and_to_the_words(tmp_path: Path) -> None:
    entry = ENTRY.replace("boats.boats", "services.boats")
    overlay(tmp_path, '[measures]\n"艘" = ["舰"]\n[before]\nwords = ["扬帆"]\n', "words.toml")
    catalogue = read_catalogue(overlay(tmp_path, 'topic = "services"\n' + entry))
    cataloguer = Cataloguer(catalogue, default_rulebook().lexicon.holds_verb)
    match = cataloguer.find("扬帆红色船", "舰", NOWHERE)
    assert match and (match.indicator.id, match.unit, match.part) == ("services.boats", "艘", "红色")
    assert match.indicator.topic.name == "普惠服务"


def test_an_overlay_replaces_an_entry(tmp_path: Path) -> None:
    entry = ENTRY.replace("boats.boats", "services.union_stations")
    catalogue = read_catalogue(overlay(tmp_path, 'topic = "services"\n' + entry))
    assert len(catalogue.indicators) == len(default_catalogue().indicators)
    assert [e.name for e in catalogue.indicators if e.id == "services.union_stations"] == ["工会船只"]


REFUSED = [
    ("topic = 1", "'topic' must be of type str"),
    ("topic = ", "not readable as TOML"),
    ('topic = "boats"\n' + ENTRY, "the topic boats is new and has no name"),
    (TOPIC + ENTRY.replace("nature", "natur"), "unknown key 'natur'"),
    (TOPIC + ENTRY.replace('"stock"', '"store"'), "'nature' is 'store'"),
    (TOPIC + ENTRY.replace('id = "boats.boats"', 'id = "boat.boats"'), "the id is not of the form boats.name"),
    (TOPIC + ENTRY.replace('[["船"]]', '["船"]'), "'words' is no list of groups of words"),
    (TOPIC + ENTRY.replace('[["船"]]', '[["船"], []]'), "'words' is no list of groups of words"),
    (TOPIC + ENTRY.replace('["建成旧船30艘。"]', "[]"), "'examples' is empty"),
    (TOPIC + ENTRY.replace('["建成旧船30艘。"]', "[3]"), "an example is 3"),
    (TOPIC + ENTRY.replace("工会船只", "工会·船"), "the name holds ·"),
    (TOPIC + ENTRY + ENTRY, "the id is taken in indicators/boats.toml"),
    (TOPIC + ENTRY + 'within = "boats.ships"\n', "'within' names boats.ships, which is no entry"),
]


@pytest.mark.parametrize(("text", "what"), REFUSED, ids=[what for _, what in REFUSED])
def test_a_broken_entry_is_refused_in_one_line(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_catalogue(overlay(tmp_path, text))
    assert what in str(refused.value)
    assert str(refused.value).startswith("indicators/boats.toml")
    assert "\n" not in refused.value.remedy


def test_unknown_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="unknown key 'befor'"):
        read_catalogue(overlay(tmp_path, '[befor]\nwords = ["扬帆"]\n', "words.toml"))


@pytest.mark.parametrize("label", ["建成职工书吧", "新增流动“书吧”", 'a"b\\', "救助\n职工"])
def test_a_suggestion_is_an_entry_that_loads(tmp_path: Path, label: str) -> None:
    catalogue = default_catalogue()
    text = suggest(label, "家", catalogue, Cataloguer(catalogue, default_rulebook().lexicon.holds_verb))
    added = read_catalogue(overlay(tmp_path, text)).indicators
    assert len(added) == len(catalogue.indicators) + 1


def test_a_suggestion_holds_for_its_own_label(tmp_path: Path) -> None:
    catalogue = default_catalogue()
    text = suggest("建成职工茶亭", "家", catalogue, Cataloguer(catalogue, default_rulebook().lexicon.holds_verb))
    added = read_catalogue(overlay(tmp_path, text))
    (entry,) = (entry for entry in added.indicators if entry.id.endswith(".name_in_english"))
    assert prove_catalogue(added, default_rulebook(), [entry]) == []


@pytest.mark.parametrize(
    ("label", "thing"),
    [
        ("共享菜园", "共享菜园"),
        ("建成共享菜园", "共享菜园"),
        ("职工共享单车数", "共享单车"),
        ("数字驿站", "数字驿站"),
        ("建成数字工会平台", "数字工会平台"),
        ("总数据库", "总数据库"),
        ("建成职工活动室", "活动室"),
        ("等级评定", "等级"),
        ("职工对话会", "对话会"),
        ("向阳花小屋", "向阳花小屋"),
        ("将军驿站", "将军驿站"),
        ("占地面积", "占地面积"),
        ("建立共青团组织", "共青团"),
        ("开展技能比武", "技能比武"),
        ("服务站点总数", "服务站点"),
        ("开展“职工大讲堂”活动", "职工大讲堂"),
        ("发放《工运简史》《劳动者手册》", "《工运简史》《劳动者手册》"),
    ],
)
def test_a_suggestion_is_not_cut_inside_a_word(label: str, thing: str) -> None:
    catalogue = default_catalogue()
    text = suggest(label, "个", catalogue, Cataloguer(catalogue, default_rulebook().lexicon.holds_verb))
    entry = tomllib.loads(text)["indicator"][0]
    assert entry["words"] == [[thing]] and entry["name"].removeprefix("新增") == thing
