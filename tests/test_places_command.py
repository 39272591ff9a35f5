"""`unionstats places` as a person meets it, and the names that it lists."""

import json
import subprocess
from pathlib import Path

import pytest

from installed import COMMAND, run
from unionstats.corpus.gazetteer import load_gazetteer
from unionstats.corpus.place import find_place
from unionstats.corpus.sightings import WHY, Sighting, sight_places

ROOT = Path(__file__).resolve().parents[1]
REPORT = """亳州市总工会2024年工作总结

2024年，亳州市总工会赴杭州市总工会学习，与北京现代汽车公司签约。建成工会驿站1260家。
"""


def test_a_title_says_its_place_and_all_candidates(tmp_path: Path) -> None:
    result = run("places", "朝阳区总工会赴杭州市总工会学习", "--year", "2018", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    first, *_ = result.stdout.splitlines()
    assert first.startswith("left open; 2018: ")
    for word in ("北京市 朝阳区 (110105)", "吉林省 长春市 朝阳区 (220104)", "浙江省 杭州市 (330100)"):
        assert word in result.stdout
    assert "partner" in result.stdout


def test_a_former_name_by_its_time(tmp_path: Path) -> None:
    titles = {"2008": "湖北省 襄樊市 (420600); 2008", "2016": "湖北省 襄阳市 (420600); 2016"}
    for year, start in titles.items():
        result = run("places", f"襄樊市总工会{year}年工作总结", folder=tmp_path)
        assert result.stdout.startswith(start)


def test_a_file_is_read_as_extract_reads_it(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(REPORT.encode("gb18030"))
    result = run("places", "report.txt", "--json", folder=tmp_path)
    found = json.loads(result.stdout)
    assert (found["place"]["city"], found["place"]["city_code"], found["year"]) == ("亳州市", "341600", 2024)
    assert found["candidates"] == []
    roles = {(name["quote"], name["where"]): name["role"] for name in found["names"]}
    assert roles["亳州市总工会", "title"] == "union"
    assert roles["杭州市总工会", "lead"] == "partner"
    assert all(set(name) >= {"weight", "why", "units"} for name in found["names"])


def test_traditional_script_and_standard_input(tmp_path: Path) -> None:
    assert run("places", "瀋陽市總工會", folder=tmp_path).stdout.startswith("辽宁省 沈阳市 (210100)")
    result = subprocess.run([COMMAND, "places", "-"], input=REPORT, capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.startswith("安徽省 亳州市 (341600); 2024")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("report.txt", "report.txt: there is no such file. Check the path."),
        ("报告.docx", "there is no such file"),
        ("nothing", "neither a file nor Chinese text"),
        ("", "neither a file nor Chinese text"),
        (".", "is not a regular file"),
    ],
)
def test_what_cannot_be_read_is_one_line(what: str, says: str, tmp_path: Path) -> None:
    result = run("places", what, folder=tmp_path)
    assert result.returncode in (1, 2)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("unionstats: ") and says in line


def test_a_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    result = run("places", "亳州市\x1b[31m总工会\u202e在亳州市", folder=tmp_path)
    assert result.returncode == 0
    assert "\x1b" not in result.stdout and "\u202e" not in result.stdout


def test_what_is_passed_over_says_why() -> None:
    gazetteer = load_gazetteer(ROOT / "rules" / "places.csv")

    def seen(title: str) -> dict[str, Sighting]:
        return {sighting.quote: sighting for sighting in sight_places("", title, gazetteer, 2022)}

    assert seen("亳州市总工会走进浙江晨光机电有限公司")["浙江"].role == "company"
    assert {entry.role for entry in seen("许昌、黄冈工会互访").values()} == {"listed"}
    assert seen("打造现代化新城区总工会")["新城区"].role == "word"
    assert seen("临泉变了样")["临泉"].role == "weak"
    assert seen("合肥高新区总工会")["合肥高新区总工会"].zone == "高新区"
    for title in ("亳州市总工会赴杭州市总工会学习", "许昌、黄冈工会互访", "临泉变了样"):
        for sighting in seen(title).values():
            assert (sighting.weight == 0) == (sighting.role in ("partner", "company", "listed", "word", "weak", "part"))
            assert WHY[sighting.role]


def test_alike_names_stand_once_and_are_counted() -> None:
    gazetteer = load_gazetteer(ROOT / "rules" / "places.csv")
    text = "亳州市总工会建会12家。" + "全市职工踊跃参加。" * 60 + "亳州变了。亳州变了。亳州变了。"
    sightings = sight_places(text, None, gazetteer, 2022)
    assert [(entry.quote, entry.where, entry.times) for entry in sightings] == [
        ("亳州市总工会", "lead", 1),
        ("亳州", "text", 3),
    ]
    found = find_place(text, None, gazetteer, 2022).place
    assert found is not None and found.city == "亳州市"
