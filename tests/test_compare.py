"""compare, indicators and check, as a person runs them on a dataset."""

import csv
import io
import json
import shutil
import sys
import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from installed import run
from unionstats.output.package import fingerprint

REPORTS = {
    "baoding2023.txt": "保定市总工会2023年工作总结\n"
    "建成工会驿站300余家。推荐最美工会驿站15家，其中国家级4家。熬制汤药30副。\n",
    "baoding2024.txt": "保定市总工会2024年工作总结\n建成工会驿站400家。全市工会驿站410家。\n",
    "bozhou2024.txt": "亳州市总工会2024年工作总结\n建成工会驿站1260家，慰问职工12.53人次。\n",
    "chengyang2024.txt": "青岛市城阳区总工会2024年工作总结\n建成工会驿站30至35家。\n",
}
STATION = "services.union_stations"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with reports and their dataset; not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, text in REPORTS.items():
        (folder / "data" / "raw" / name).write_text(text, encoding="utf-8")
    assert run("extract", "--wide", "--quiet", folder=folder).returncode == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    shutil.copytree(made, tmp_path / "work")
    return tmp_path / "work"


def test_one_indicator_is_shown_by_city_and_year(made: Path) -> None:
    for name in (STATION, "工会驿站", "Union service stations"):
        result = run("compare", "data/out", "--indicator", name, folder=made)
        assert (result.returncode, result.stderr) == (0, "")
        lines = [line.split() for line in result.stdout.splitlines() if line]
        assert lines[0] == ["city", "series", "unit", "2023", "2024"]
        assert ["保定市", "工会驿站", "个", ">300", "400!"] in lines
        assert ["亳州市", "工会驿站", "个", "1,260"] in lines
        assert ["青岛市城阳区", "工会驿站", "个", "30–35"] in lines
        assert "! 保定市 2024 工会驿站（个）: several values: 400; 410" in result.stdout


def test_years_and_parts_are_chosen(made: Path) -> None:
    result = run("compare", "-i", STATION, "--year", "2023", "--format", "csv", folder=made)
    assert [row["city"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["保定市"]
    both = run("compare", "-i", "最美工会驿站", "--format", "json", folder=made)
    assert [(row["breakdown"], row["value"]) for row in json.loads(both.stdout)] == [(None, 15.0), ("国家级", 4.0)]
    whole = run("compare", "-i", "最美工会驿站", "--no-parts", "--format", "json", folder=made)
    assert [row["value"] for row in json.loads(whole.stdout)] == [15.0]


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
def test_the_csv_has_the_cells_of_the_files(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    for name, text in zip(("=1+1,2.txt", "@SUM(A1).txt", " -3.txt", '+"a".txt'), REPORTS.values(), strict=True):
        (raw / name).write_text(text, encoding="utf-8")
    assert run("extract", "--quiet", folder=tmp_path).returncode == 0
    result = run("compare", "--top", "9", "--format", "csv", folder=tmp_path)
    assert result.returncode == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    files = (tmp_path / "data" / "out" / "metrics.csv").read_text(encoding="utf-8-sig")
    written = {row["claim_id"]: row for row in csv.DictReader(io.StringIO(files))}
    assert rows and rows == [{name: written[row["claim_id"]][name] for name in row} for row in rows]
    assert {row["file"] for row in rows} == {"'=1+1,2.txt", "'@SUM(A1).txt", "' -3.txt", '\'+"a".txt'}
    nothing = run("compare", "-i", STATION, "--year", "1999", "--format", "csv", folder=tmp_path).stdout
    assert nothing == result.stdout.splitlines(keepends=True)[0]


def test_several_indicators_are_shown_beside_each_other(made: Path) -> None:
    result = run("compare", "--top", "2", "--format", "markdown", folder=made)
    assert result.stdout.splitlines() == [
        "| series | unit | 保定市 2023 | 保定市 2024 | 亳州市 2024 | 青岛市城阳区 2024 |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        "| 工会驿站 | 个 | >300 | 400! | 1,260 | 30–35 |",
        "| 最美工会驿站 | 个 | 15 |  |  |  |",
    ]


def test_an_unknown_indicator_is_one_line(made: Path) -> None:
    result = run("compare", "-i", "驿站", folder=made)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("unionstats: 驿站: the dataset data/out knows no such indicator. Did you mean ")
    assert run("compare", "nowhere", folder=made).returncode == 2


def test_the_catalogue_is_listed_with_counts(made: Path) -> None:
    rows = {row["indicator_id"]: row for row in json.loads(run("indicators", "--json", folder=made).stdout)}
    assert (rows[STATION]["n_claims"], rows[STATION]["n_cities"], rows[STATION]["n_years"]) == (5, 3, 2)
    shown = run("indicators", "--topic", "services", folder=made)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert any(line.split()[:3] == [STATION, "工会驿站", "个"] for line in shown.stdout.splitlines())
    unknown = run("indicators", "--topic", "weather", folder=made)
    assert (unknown.returncode, unknown.stdout) == (2, "")


def test_the_catalogue_is_listed_without_a_dataset(tmp_path: Path) -> None:
    result = run("indicators", "--json", folder=tmp_path)
    assert STATION in {row["indicator_id"] for row in json.loads(result.stdout)}
    assert run("indicators", "--uncatalogued", folder=tmp_path).returncode == 2


def test_labels_without_an_entry_are_counted(made: Path) -> None:
    entries = json.loads(run("indicators", "--uncatalogued", "--json", folder=made).stdout)
    assert {"label": "熬制汤药", "unit": "副", "n_claims": 1, "n_cities": 1} in entries
    assert "工会驿站" not in {entry["label"] for entry in entries}
    assert "熬制汤药（副）" in run("indicators", "--uncatalogued", folder=made).stdout


def test_an_entry_is_shown_and_suggested(made: Path) -> None:
    assert "Union service stations" in run("indicators", "show", STATION, folder=made).stdout
    assert run("indicators", "show", "nothing", folder=made).returncode == 2
    suggested = tomllib.loads(run("indicators", "suggest", "熬制汤药", "--unit", "副", folder=made).stdout)
    assert suggested["indicator"][0]["units"] == ["副"]


def test_the_wide_table(folder: Path) -> None:
    data = (folder / "data/out/metrics_wide.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    cells = {(row["city"], row["year"]): row for row in rows}
    assert cells["亳州市", "2024"]["工会驿站（个）"] == "1260"
    assert cells["青岛市", "2024"]["城阳区·工会驿站（个）"] == "30—35"
    assert cells["亳州市", "2024"]["最美工会驿站（个）"] == ""
    assert cells["保定市", "2023"]["最美工会驿站·国家级（个）"] == "4"
    run("extract", "--quiet", folder=folder)
    assert not (folder / "data/out/metrics_wide.csv").exists()


# check


def test_a_whole_dataset(made: Path) -> None:
    result = run("check", folder=made)
    assert (result.returncode, result.stderr) == (0, "")
    assert "12.53人次\n    fractional_count\n" in result.stdout
    assert result.stdout.endswith("0 failures, 9 figures found again in their reports, 3 flags\n")
    summary = json.loads(run("check", "--json", folder=made).stdout)
    assert (summary["failures"], summary["spans_found"]) == ([], 9)
    assert [flag.split(":")[0] for entry in summary["flags"] for flag in entry["flags"]].count("conflict") == 2


def test_reports_that_are_gone_or_changed_are_no_failure(folder: Path) -> None:
    (folder / "data/raw/bozhou2024.txt").unlink()
    (folder / "data/raw/baoding2024.txt").write_text("别的", encoding="utf-8")
    result = run("check", folder=folder)
    assert result.returncode == 0
    assert "reports not at hand: bozhou2024.txt\nreports changed since: baoding2024.txt\n" in result.stdout


def test_no_dataset(tmp_path: Path) -> None:
    result = run("check", folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no dataset of unionstats here" in result.stderr


def rewrite(folder: Path, table: pa.Table, *, vouch: bool) -> None:
    """Put another claims table in its place; `vouch`: let the descriptor tell its hash and rows."""
    out = folder / "data/out"
    pq.write_table(table, out / "claims.parquet")
    if vouch:
        descriptor = json.loads((out / "datapackage.json").read_text("utf-8"))
        for resource in descriptor["resources"]:
            if resource["path"] == "claims.parquet":
                resource.update(hash=fingerprint(out / "claims.parquet"), rows=table.num_rows)
        (out / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def changed(table: pa.Table, column: str, values: list[object]) -> pa.Table:
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(column), pa.array(values, table.schema.field(column).type))


def claims_of(folder: Path) -> pa.Table:
    return pq.read_table(folder / "data/out/claims.parquet")


def failures_of(folder: Path) -> list[str]:
    result = run("check", "--json", folder=folder)
    assert result.returncode == 1
    return [f"{failure['where']}: {failure['what']}" for failure in json.loads(result.stdout)["failures"]]


def test_a_moved_span_is_found(folder: Path) -> None:
    table = claims_of(folder)
    starts = table.column("char_start").to_pylist()
    rewrite(folder, changed(table, "char_start", [starts[0] + 1, *starts[1:]]), vouch=True)
    failures = failures_of(folder)
    assert any("does not stand where it says in baoding2023.txt" in failure for failure in failures)
    assert "claims.csv: does not hold what claims.parquet holds" in failures


def test_every_failure_is_told_at_once(folder: Path) -> None:
    table = claims_of(folder)
    ids = table.column("claim_id").to_pylist()
    table = changed(table, "claim_id", [ids[1], *ids[1:]])
    table = changed(table, "kind", ["colour"] * table.num_rows)
    rewrite(folder, table, vouch=False)
    (folder / "data/out/documents.csv").unlink()
    failures = failures_of(folder)
    for expected in (
        "claims.parquet: is not the file that datapackage.json describes: its hash differs",
        "claims.parquet: kind holds 'colour'",
        f"claims.parquet: the key claim_id is not unique: {ids[1]}",
        f"metrics.parquet: claim_id {ids[0]} is not in claims",
        "documents.csv: is missing",
    ):
        assert expected in failures
    printed = run("check", folder=folder)
    assert printed.stdout.count("FAILED ") == len(failures)


@pytest.mark.parametrize("column", ["text", "value"])
def test_a_lost_column_is_found(folder: Path, column: str) -> None:
    rewrite(folder, claims_of(folder).drop_columns([column]), vouch=True)
    assert any(failure.startswith("claims.parquet: has the columns") for failure in failures_of(folder))


def test_a_column_of_another_type_is_found(folder: Path) -> None:
    table = claims_of(folder)
    at = table.column_names.index("value")
    rewrite(folder, table.set_column(at, "value", table.column("value").cast(pa.float32())), vouch=True)
    assert "claims.parquet: the column value is of type float; expected double" in failures_of(folder)


def test_rows_that_are_lost_are_found(folder: Path) -> None:
    rewrite(folder, claims_of(folder).slice(1), vouch=False)
    failures = failures_of(folder)
    assert "claims.parquet: has 8 rows; datapackage.json says 9" in failures


@pytest.mark.parametrize("name", ["claims.parquet", "datapackage.json"])
def test_a_torn_file_is_a_failure(folder: Path, name: str) -> None:
    path = folder / "data/out" / name
    path.write_bytes(path.read_bytes()[:50])
    assert any(failure.startswith(f"{name}: ") and "cannot be read" in failure for failure in failures_of(folder))
