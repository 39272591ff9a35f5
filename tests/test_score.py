"""The measure: what counts as right, its agreement with the measure the rules are made by, and its command."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import installed
from unionstats.core.errors import UsageError
from unionstats.metrics.comparison import FoundClaim, likeness_of
from unionstats.metrics.gold import GoldClaim, GoldReport, parse_claim, read_gold
from unionstats.metrics.scoring import LIKE, MEASURES, ReportScore, score
from unionstats.output.dataset import Dataset
from unionstats.output.read_claims import read_claims
from unionstats.pipeline import extract_files

GOLD = GoldClaim(
    start=100,
    end=105,
    text="1260家",
    value=1260,
    value_max=None,
    unit="家",
    kind="count",
    qualifier="=",
    indicator="建成工会驿站",
    must=("驿站|站点", "建成"),
    period=(2024, 2024),
    years_ok=(2024,),
    quote="建成工会驿站1260家",
)
FOUND = FoundClaim(
    file="bozhou.txt",
    char_start=100,
    char_end=105,
    text="1260家",
    value=1260.0,
    value_max=None,
    unit="家",
    kind="count",
    qualifier="=",
    label="建成工会驿站",
    breakdown=None,
    year=2024,
    period_start=date(2024, 1, 1),
    period_end=date(2024, 12, 31),
    city="亳州市",
    status="reported",
    evidence="建成工会驿站1260家，服务户外劳动者38.5万余人。",
)
ALL_BUT_FOUND = set(MEASURES) - {"found"}


def scored(found: list[FoundClaim], gold: list[GoldClaim]) -> ReportScore:
    return score(found, {"bozhou": GoldReport("亳州市", gold)}).total


def wrong(found: FoundClaim, gold: GoldClaim) -> set[str]:
    """The measures in which one claim fails one gold claim."""
    report = scored([found], [gold])
    assert (report.rows, report.gold) == (1, 1)
    return {measure for measure, figure in report.figures.items() if figure.f1 != 1.0}


def test_a_perfect_match_is_one() -> None:
    report = scored([FOUND], [GOLD])
    assert {(figure.right, *figure[1:]) for figure in report.figures.values()} == {(1, 1.0, 1.0, 1.0)}
    assert tuple(report.figures) == MEASURES
    assert report.like == 1.0
    assert report.errors == []


def test_nothing_found_and_nothing_to_find_are_no_division_by_nothing() -> None:
    for found, gold in (([], []), ([FOUND], []), ([], [GOLD])):
        report = scored(found, gold)
        assert {figure.f1 for figure in report.figures.values()} == {0.0}
        assert report.like == 0.0


def test_precision_and_recall() -> None:
    more = FOUND._replace(char_start=200, char_end=203)
    report = scored([FOUND, more], [GOLD, GOLD._replace(start=300, end=305), GOLD._replace(start=400, end=405)])
    figure = report.figures["all"]
    assert (figure.right, figure.precision, figure.recall, figure.f1) == (1, 1 / 2, 1 / 3, 2 / 5)
    assert [error.kinds for error in report.errors] == [("spurious",), ("missed",), ("missed",)]


def test_an_optional_claim_counts_neither_for_nor_against() -> None:
    optional = GOLD._replace(start=200, end=205, optional=True)
    there = FOUND._replace(char_start=200, char_end=205, value=5.0)
    for found in ([FOUND], [FOUND, there]):
        report = scored(found, [GOLD, optional])
        assert (report.rows, report.gold, report.errors) == (1, 1, [])
        assert report.figures["all"].f1 == 1.0


def test_the_overlap_decides() -> None:
    narrow = FOUND._replace(char_start=103, char_end=107, value=7.0)
    report = scored([narrow, FOUND], [GOLD, GOLD._replace(start=106, end=110, value=7)])
    assert report.figures["value"].f1 == 1.0
    beside = FOUND._replace(char_start=105, char_end=110)
    assert [error.kinds for error in scored([beside], [GOLD]).errors] == [("missed",), ("spurious",)]


def test_each_takes_part_in_one_pair() -> None:
    whole = FOUND._replace(char_end=120)
    report = scored([whole], [GOLD, GOLD._replace(start=110, end=118)])
    assert (report.figures["found"].right, report.rows, report.gold) == (1, 1, 2)
    report = scored([FOUND, FOUND._replace(char_start=102)], [GOLD])
    assert (report.figures["found"].right, report.rows) == (1, 2)


@pytest.mark.parametrize(
    ("change", "measures"),
    [
        ({"value": 1018.0}, ALL_BUT_FOUND),
        ({"value": 1260.0000000001}, set()),
        ({"value_max": 1020.0}, ALL_BUT_FOUND),
        ({"unit": "个"}, ALL_BUT_FOUND),
        ({"kind": "amount"}, ALL_BUT_FOUND),
        ({"qualifier": ">"}, {"qualifier", "all"}),
        ({"status": "target"}, {"status", "all"}),
        ({"year": 2023}, {"year", "all"}),
        ({"period_start": date(2020, 1, 1)}, {"period"}),
        ({"period_end": date(2025, 12, 31)}, {"period"}),
        ({"label": "工会驿站"}, {"label", "all"}),
        ({"label": "建成 站点"}, set()),
        ({"label": ""}, {"label", "all"}),
        ({"breakdown": "国家级"}, {"part", "all"}),
        ({"breakdown": ""}, set()),
        ({"city": "滁州市"}, {"city", "all"}),
    ],
)
def test_what_one_difference_costs(change: dict[str, Any], measures: set[str]) -> None:
    assert wrong(FOUND._replace(**change), GOLD) == measures


def test_a_label_too_long_is_wrong() -> None:
    assert wrong(FOUND._replace(label="建成工会驿站" + "户" * 18), GOLD) == set()
    assert wrong(FOUND._replace(label="建成工会驿站" + "户" * 19), GOLD) == {"label", "all"}
    long = GOLD._replace(indicator="建" * 30)
    assert wrong(FOUND._replace(label="建成工会驿站" + "户" * 32), long) == set()
    assert wrong(FOUND._replace(label="建成工会驿站" + "户" * 33), long) == {"label", "all"}


def test_ranges() -> None:
    gold = GOLD._replace(value=3, value_max=5)
    assert wrong(FOUND._replace(value=3.0, value_max=5.0), gold) == set()
    assert wrong(FOUND._replace(value=3.0), gold) == ALL_BUT_FOUND


def test_other_values_that_count_as_right() -> None:
    gold = GOLD._replace(
        units_ok=("个",), qualifiers_ok=("≈",), breakdowns_ok=("省级",), starts_ok=(2013,), years_ok=(2024, 2023)
    )
    other = FOUND._replace(unit="个", qualifier="≈", breakdown="省级", year=2023, period_start=date(2013, 1, 1))
    assert wrong(other, gold) == set()
    assert wrong(other._replace(period_end=date(2023, 12, 31)), gold) == set()


@pytest.mark.parametrize(
    ("part", "gold_part", "right"),
    [("省级", "省级", True), ("省级以上", "省级", True), ("省级", "省级以上", True), (None, "省级", False)],
)
def test_parts(part: str | None, gold_part: str, right: bool) -> None:
    assert ("part" not in wrong(FOUND._replace(breakdown=part), GOLD._replace(breakdown=gold_part))) is right


def test_likeness() -> None:
    assert likeness_of("“工会”驿站", "工会驿站") == 1.0
    assert likeness_of("工会驿站", "驿站工会") == 2 / 3
    assert likeness_of("", "工会") == 0.0
    report = scored([FOUND._replace(label="户外工会驿站")], [GOLD])
    assert report.like == 2 * 3 / 10
    assert scored([FOUND._replace(value=1.0)], [GOLD]).like == 0.0


def test_an_error_tells_what_was_expected_and_what_was_found() -> None:
    (error,) = scored([FOUND._replace(year=2023, label="服务户外劳动者" * 5)], [GOLD]).errors
    assert error.kinds == ("year", "label")
    year, label = error.differences
    assert (year.expected, year.found) == ("2024", "2023")
    assert "建成工会驿站 (驿站|站点 and 建成)" in label.expected
    assert "longer than 24 characters" in label.found
    assert [error.costs(measure) for measure in ("found", "value", "year", "all", LIKE)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    (error,) = scored([FOUND._replace(value=2.5)], [GOLD]).errors
    assert error.differences == (("value", "1260 家 (count)", "2.5 家 (count)"),)
    (error,) = scored([FOUND._replace(period_start=date(2020, 1, 1))], [GOLD]).errors
    assert (error.costs("period"), error.costs("all")) == (True, False)


def test_claims_of_other_files_are_left_aside_and_stems_must_tell_reports_apart() -> None:
    assert scored([FOUND, FOUND._replace(file="elsewhere.txt")], [GOLD]).rows == 1
    with pytest.raises(UsageError, match=r"a/bozhou\.txt and b/bozhou\.txt"):
        scored([FOUND._replace(file="a/bozhou.txt"), FOUND._replace(file="b/bozhou.txt")], [GOLD])


# The files


def line_of(gold: GoldClaim, **changes: object) -> str:
    record = {name: value for name, value in gold._asdict().items() if value is not None} | changes
    return json.dumps({name: value for name, value in record.items() if value is not ...}, ensure_ascii=False)


def test_a_line_of_gold() -> None:
    assert parse_claim(line_of(GOLD), "") == GOLD
    full = GOLD._replace(value_max=1020.5, breakdown="省级", status="target", optional=True, units_ok=("个",))
    assert parse_claim(line_of(full, nth=2, note="…", parent="2000家"), "") == full


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "is no JSON"),
        ("[1]", "no JSON object"),
        (line_of(GOLD, value=...), "value is missing"),
        (line_of(GOLD, value="1260"), "value is not a number"),
        (line_of(GOLD, value=True), "value is not a number"),
        (line_of(GOLD, value=float("nan")), "value is not a number"),
        (line_of(GOLD, must="驿站"), "must is not a list of texts"),
        (line_of(GOLD, period=[2024]), "period is not a list of two years"),
        (line_of(GOLD, years_ok=["2024"]), "years_ok is not a list of years"),
        (line_of(GOLD, optional=1), "optional is not true or false"),
        (line_of(GOLD, end=100), "start does not stand before end"),
        (line_of(GOLD, unit_ok=["个"]), "the key unit_ok is unknown"),
    ],
)
def test_a_broken_line_is_refused(line: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parse_claim(line, "bozhou.jsonl line 1")


@pytest.fixture
def folder(tmp_path: Path, make_claim: Callable[..., Any], make_document: Callable[..., Any]) -> Path:
    """A dataset in `out` and a gold set in `gold`, of one report: one claim is right, one wrong, one missed."""
    claims = [
        make_claim(file="bozhou.txt", label="建成工会驿站"),
        make_claim(
            claim_id="c_0002", file="bozhou.txt", char_start=200, char_end=204, text="375家", value=375.0, year=2023
        ),
    ]
    Dataset.from_rows(claims, [], [make_document(file="bozhou.txt")], [], "0" * 64).write(tmp_path / "out")
    gold = tmp_path / "gold"
    gold.mkdir()
    second = GOLD._replace(start=200, end=204, text="375家", value=375, must=("驿站",))
    missed = GOLD._replace(start=300, end=303, text="12%", quote="比上年增长12%", indicator="驿站增长")
    lines = [line_of(GOLD), "", line_of(second), line_of(missed)]
    (gold / "bozhou.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (gold / "index.json").write_text('{"bozhou": {"city": "亳州市", "year": 2024}}', encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return installed.run("score", *arguments, folder=folder, **{"COLUMNS": "80", **environment})


def test_the_overview_fits_a_terminal(folder: Path) -> None:
    for claims in ("out", "out/claims.parquet"):
        result = run(folder, claims, "gold")
        assert (result.returncode, result.stderr) == (0, "")
        head, report, total = result.stdout.splitlines()
        assert head.split()[2:5] == ["rows", "gold", "find"]
        assert len(head.split()) == 4 + len(MEASURES) + 1
        assert report.split()[:6] == ["bozhou", "2", "3", "80.0", "80.0", "80.0"]
        assert total.startswith("all reports")
        assert max(map(len, result.stdout.splitlines())) <= 80


def test_no_figure_is_lost_in_a_narrow_terminal(folder: Path) -> None:
    result = run(folder, "out", "gold", COLUMNS="40")
    assert result.stdout == run(folder, "out", "gold").stdout


def test_one_measure_with_precision_and_recall(folder: Path) -> None:
    result = run(folder, "out", "gold", "--measure", "year")
    assert result.stdout.splitlines()[1].split() == ["bozhou", "2", "3", "1", "50.0", "33.3", "40.0"]
    result = run(folder, "out", "gold", "--measure", "like")
    assert result.stdout.splitlines()[0].split() == ["like,", "%", "compared", "mean"]


def test_errors_with_their_evidence(folder: Path) -> None:
    printed = run(folder, "out", "gold", "--errors", "9").stdout
    assert "bozhou at 200: 375家  year" in printed
    assert "year: expected 2024; found 2023" in printed
    assert "建成工会驿站1260家，服务户外劳动者38.5万余人。" in printed
    assert "bozhou at 300: 12%  missed" in printed
    assert "比上年增长12%" in printed
    assert "missed" not in run(folder, "out", "gold", "--errors", "1").stdout
    assert "375家" not in run(folder, "out", "gold", "--errors", "9", "--measure", "label").stdout


def test_json(folder: Path) -> None:
    result = run(folder, "out", "gold", "--json", "--errors", "9", "--only", "bozhou")
    summary = json.loads(result.stdout)
    assert summary["all"]["measures"]["year"] == {"right": 1, "precision": 0.5, "recall": 1 / 3, "f1": 0.4}
    first, second = summary["reports"]["bozhou"]["errors"]
    assert (first["kinds"], second["kinds"]) == (["year"], ["missed"])
    assert first["differences"] == [{"measure": "year", "expected": "2024", "found": "2023"}]
    assert (first["found"]["evidence"], second["gold"]["quote"]) == (FOUND.evidence, "比上年增长12%")


def test_a_gold_set_of_other_reports_is_told(folder: Path) -> None:
    for name in ("index.json", "bozhou.jsonl"):
        path = folder / "gold" / name
        path.write_text(path.read_text(encoding="utf-8").replace("bozhou", "chuzhou"), encoding="utf-8")
        path.rename(path.with_name(name.replace("bozhou", "chuzhou")))
    result = run(folder, "out", "gold")
    assert result.returncode == 0
    assert "none of its files is a report" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere", "gold"], "nowhere: there is no such file. Give claims.parquet"),
        (["gold", "gold"], "claims.parquet: there is no such file"),
        (["gold/index.json", "gold"], "cannot be read as Parquet"),
        (["out/metrics.parquet", "gold"], "lacks the columns char_start, char_end, text, label"),
        (["out", "nowhere"], "index.json: there is no such file"),
        (["out", "gold", "--only", "chuzhou"], "has no report chuzhou. It has: bozhou."),
        (["out", "gold", "--measure", "lable"], "there is no measure lable. Name one of found, value"),
        (["out", "broken"], "bozhou.jsonl line 3: the key vaule is unknown. Known are: start, "),
        (["out", "empty"], "bozhou.jsonl: there is no such file"),
        (["out", "cityless"], "index.json: not every report has its city"),
    ],
)
def test_wrong_use_is_one_line(folder: Path, arguments: list[str], complaint: str) -> None:
    index = (folder / "gold" / "index.json").read_text(encoding="utf-8")
    for name, text in (("broken", index), ("empty", index), ("cityless", '{"bozhou": {"year": 2024}}')):
        (folder / name).mkdir()
        (folder / name / "index.json").write_text(text, encoding="utf-8")
    lines = f"{line_of(GOLD)}\n\n{line_of(GOLD, vaule=3)}\n"
    (folder / "broken" / "bozhou.jsonl").write_text(lines, encoding="utf-8")
    result = run(folder, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("unionstats: ")
    assert complaint in line


def test_every_row_of_a_dataset_is_read_back(folder: Path) -> None:
    first, second = read_claims(folder / "out")
    assert (first.file, first.char_start, first.period_end) == ("bozhou.txt", 100, date(2024, 12, 31))
    assert second.value == 375.0


def assert_agreement(dataset: Dataset, shared: Path, out: Path) -> None:
    """Compare every figure of every report with the measure kept outside the repository."""
    tool, gold = shared / "tools" / "score.py", shared / "gold"
    if not tool.is_file() or not gold.is_dir():
        pytest.skip(f"there is no {tool} or no {gold}")
    dataset.write(out)
    printed = subprocess.run(
        [sys.executable, tool, out / "claims.parquet", gold, "--json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    expected = json.loads(printed)
    scores = score(read_claims(out), read_gold(gold))
    assert set(expected) == {*scores.reports, "TOTAL"}
    for stem, report in {**scores.reports, "TOTAL": scores.total}.items():
        own = {measure: figure.f1 for measure, figure in report.figures.items()} | {LIKE: report.like}
        assert own == pytest.approx({name: expected[stem][name] for name in own}, abs=1e-9), stem
        assert (report.rows, report.gold) == (expected[stem]["rows"], expected[stem]["gold"])


def test_it_agrees_with_the_measure_outside(shared: Path, tmp_path: Path) -> None:
    assert_agreement(extract_files([shared / "reports"]), shared, tmp_path / "out")


def test_it_agrees_on_claims_that_are_often_wrong(shared: Path, tmp_path: Path) -> None:
    dataset = extract_files([shared / "reports"])
    rows = dataset.claims.to_pylist()
    for number, row in enumerate(rows):
        match number % 11:
            case 1:
                row["value"] += 1
            case 2:
                row["char_start"] += 2
                row["char_end"] += 9
            case 3:
                row["year"] -= 1
                row["period_start"] = date(2001, 1, 1)
            case 4:
                row["label"] = row["label"] * 3
            case 5:
                row["breakdown"] = "省级"
            case 6:
                row["label"], row["status"] = "", "target"
            case 7:
                row["city"], row["qualifier"] = "亳州市", "≈"
            case 8:
                row["char_start"] -= 30
    table = type(dataset.claims).from_pylist(rows, schema=dataset.claims.schema)
    assert_agreement(replace(dataset, claims=table), shared, tmp_path / "out")
