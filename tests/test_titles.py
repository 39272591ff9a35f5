"""Whose report it is, by its title: titles of our own writing over all provinces, and what must hold for every place.

`titles/titles.csv` was written first and then tuned by. `titles/titles_apart.csv` was written at the same time and is
measured only. Columns: title, text (the report's first words, where they matter), year, city and county; or, where
the place is to be left open, the candidates' cities, parted by blanks.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from unionstats.core.document import Place
from unionstats.corpus.gazetteer import Gazetteer, is_province, load_gazetteer
from unionstats.corpus.normalise import normalise
from unionstats.corpus.place import find_place
from unionstats.corpus.places_table import LEVELS, Unit

ROOT = Path(__file__).resolve().parents[1]
TITLES = ROOT / "tests" / "titles"
LEAST_RIGHT = 0.97


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(ROOT / "rules" / "places.csv")


def read_titles(name: str) -> list[dict[str, str]]:
    with (TITLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def find(row: dict[str, str], gazetteer: Gazetteer) -> tuple[Place | None, set[str]]:
    """The place of a title, or the cities that are left open."""
    title, text = normalise(row["title"])[0], normalise(row["text"])[0]
    finding = find_place(text, title, gazetteer, int(row["year"]))
    return finding.place, {place.city for place in finding.candidates}


@pytest.mark.parametrize(("name", "number"), [("titles.csv", 200), ("titles_apart.csv", 40)])
def test_titles(name: str, number: int, gazetteer: Gazetteer) -> None:
    rows = read_titles(name)
    assert len(rows) >= number
    wrong, silent = [], []
    for row in rows:
        place, candidates = find(row, gazetteer)
        if row["city"]:
            right = place is not None and (place.city, place.county or "") == (row["city"], row["county"])
        else:
            right = place is None and candidates == set(row["candidates"].split())
            silent += [(row, place)] if place else []
        wrong += [] if right else [(row, place, candidates)]
    assert not silent
    assert 1 - len(wrong) / len(rows) >= LEAST_RIGHT, wrong


def test_the_titles_are_from_everywhere(gazetteer: Gazetteer) -> None:
    """At least four from each province on the mainland, and all that is hard about places."""
    rows = read_titles("titles.csv")
    provinces: dict[str, int] = defaultdict(int)
    for row in rows:
        place, _ = find(row, gazetteer)
        if place:
            provinces[place.province] += 1
    asked = {unit.name for unit in gazetteer.units if unit.level == "province"} - {"台湾省"}
    asked = {name for name in asked if not name.endswith("特别行政区")}
    assert {name for name in asked if provinces[name] < 4} == set()
    assert sum(normalise(row["title"])[1] != "simplified" for row in rows) >= 15
    assert sum(not row["city"] for row in rows) >= 15


def _bearers(gazetteer: Gazetteer, name: str, year: int) -> list[Unit]:
    """The places that bear a full name in a year, the widest level only."""
    same = [unit for unit in gazetteer.names[name] if unit.first <= year and (not unit.last or year <= unit.last)]
    widest = min(LEVELS.index(unit.level) for unit in same)
    return [unit for unit in same if unit.level == LEVELS[widest]]


def test_every_name_is_found_in_its_own_years(gazetteer: Gazetteer) -> None:
    """Former names too, in the middle of their time; of same-named places all are candidates, and none is chosen."""
    wrong = []
    for unit in gazetteer.units:
        year = ((unit.first or unit.last or 1999) + (unit.last or 2023)) // 2
        if is_province(unit) or not unit.first <= year <= (unit.last or year):
            continue
        for name in (unit.name, *unit.also.split()):
            same = _bearers(gazetteer, name, year)
            if is_province(same[0]):
                continue
            finding = find_place("", f"{name}总工会工作总结", gazetteer, year)
            cities = {gazetteer.home(other, year).code for other in same}
            if len(same) == 1:
                right = finding.place == gazetteer.place(same[0], "title", year)
            elif len(cities) == 1:
                right = finding.place is not None and finding.place.city_code in cities
            else:
                right = finding.place is None and {place.city_code for place in finding.candidates} == cities
            wrong += [] if right else [(name, year, finding)]
    assert not wrong


def test_same_named_places_are_told_apart_by_city_and_province(gazetteer: Gazetteer) -> None:
    """朝阳区总工会 in a report that names 长春市总工会 above it, or a city in the title; a province narrows."""
    same: dict[str, list[Unit]] = defaultdict(list)
    for unit in gazetteer.units:
        if unit.level == "county" and not unit.last:
            same[unit.name].append(unit)
    several = {name: units for name, units in same.items() if len(units) > 1}
    assert len(several) >= 25
    for name, units in several.items():
        for unit in units:
            city, province = gazetteer.home(unit).name, gazetteer.province(unit).name
            text = f"在{city}总工会的领导下，全区建会120家。"
            place = find_place(text, f"{name}总工会2022年工作总结", gazetteer, 2022).place
            assert place is not None and (place.city, place.county) == (city, name), (text, place)
            above = f"在{province}总工会的领导下，全区建会120家。"
            finding = find_place(above, f"{name}总工会2022年工作总结", gazetteer, 2022)
            left = {gazetteer.home(other).name for other in units if other.code[:2] == unit.code[:2]}
            found = {finding.place.city} if finding.place else {place.city for place in finding.candidates}
            assert found == left, (above, finding)
            passing = f"全区建会120家，职工赴{city}参观，与{city}总工会签订协议。"
            assert find_place(passing, f"{name}总工会2022年工作总结", gazetteer, 2022).place is None, passing


def test_a_short_name_that_a_district_shares(gazetteer: Gazetteer) -> None:
    """朝阳工会 is the city's union; where the report says 全区 throughout, it may be that of either 朝阳区."""
    city = find_place("全市建会120家。", "朝阳工会2020年总结", gazetteer, 2020)
    assert city.place is not None and city.place.city == "朝阳市"
    talk = "一年来，全区发展会员1200人，区总工会培训20场，区委高度重视。"
    either = find_place(talk, "朝阳工会2020年总结", gazetteer, 2020)
    assert either.place is None
    assert "辽宁省朝阳市" in either.how and "长春市朝阳区" in either.how and "北京市朝阳区" in either.how
    settled = find_place(talk + "在长春市总工会领导下。", "朝阳工会2020年总结", gazetteer, 2020).place
    assert settled is not None and (settled.city, settled.county) == ("长春市", "朝阳区")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("大连中山工会", ["大连中山"]),
        ("北京朝阳工会", ["北京朝阳"]),
        ("沈阳和平发展", ["沈阳"]),
        ("广西崇左市总工会", ["广西崇左市"]),
        ("领导莅临泉州市总工会", ["泉州市"]),
        ("临泉工会", ["临泉"]),
        ("健全南昌市总工会制度", ["南昌市"]),
        ("第十二师总工会", []),
        ("兵团农八师总工会", ["农八师"]),
    ],
)
def test_where_a_name_begins_and_ends(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert [text[name.start : name.end] for name in gazetteer.find(text, 2021)] == names


def test_cities_of_a_list_are_named_where_none_is_chosen(gazetteer: Gazetteer) -> None:
    finding = find_place("", "许昌、黄冈工会互访", gazetteer, 2018)
    assert finding.place is None
    assert finding.how == "许昌市 and 黄冈市 are named alike"


@pytest.mark.parametrize("title", ["亳州市东华区总工会2020年总结", "某网讯 亳州市柳溪县总工会慰问职工"])
def test_a_district_that_is_in_no_table_is_not_the_city(title: str, gazetteer: Gazetteer) -> None:
    assert find_place("", title, gazetteer, 2020).place is None


@pytest.mark.parametrize(
    "title", ["阜阳市五县三区总工会齐发力", "阜阳市各县区工会在行动", "阜阳市直机关和县区工会比武"]
)
def test_all_districts_together_are_the_city(title: str, gazetteer: Gazetteer) -> None:
    place = find_place("", title, gazetteer, 2020).place
    assert place is not None and (place.city, place.county) == ("阜阳市", None)


def test_a_guest_from_above_is_not_the_host(gazetteer: Gazetteer) -> None:
    host = find_place("", "全国总工会调研组到凉山州总工会指导工作", gazetteer, 2022).place
    assert host is not None and host.city_code == "513400"
    guest = find_place("", "亳州市总工会到凉山州总工会学习", gazetteer, 2022).place
    assert guest is not None and guest.city == "亳州市"
