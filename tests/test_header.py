"""`unionstats extract --header zh`: CSV files with Chinese heads, and all that reads such a dataset."""

import csv
import json
import shutil
from pathlib import Path

import pytest

import unionstats
from installed import run
from unionstats.output.columns import TABLES

ROOT = Path(__file__).resolve().parents[1]


def cells(path: Path) -> list[list[str]]:
    """The rows of a CSV file, the heads first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples read twice: into en and into zh."""
    folder = tmp_path_factory.mktemp("header")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    for header in ("en", "zh"):
        result = run("extract", "--out", header, "--header", header, "--wide", "--quiet", folder=folder)
        assert (result.returncode, result.stderr) == (0, "")
    return folder


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_titles_tell_columns_apart(table: object) -> None:
    titles = [column.title_zh for column in table.columns]  # type: ignore[attr-defined]
    assert len(set(titles)) == len(titles)


def test_only_the_heads_are_chinese(made: Path) -> None:
    for table in TABLES:
        english, chinese = cells(made / "en" / f"{table.name}.csv"), cells(made / "zh" / f"{table.name}.csv")
        assert english[0] == [column.name for column in table.columns]
        assert chinese[0] == [column.title_zh for column in table.columns]
        assert len(chinese) > 5 and chinese[1:] == english[1:]
        name = f"{table.name}.parquet"
        assert (made / "zh" / name).read_bytes() == (made / "en" / name).read_bytes()
    english, chinese = cells(made / "en" / "metrics_wide.csv"), cells(made / "zh" / "metrics_wide.csv")
    assert chinese[0][:4] == ["城市", "行政区划代码", "省份", "年份"]
    assert [chinese[0][4:], *chinese[1:]] == [english[0][4:], *english[1:]]


@pytest.mark.filterwarnings("ignore")  # frictionless and what it depends on
def test_the_descriptor_names_the_heads_that_are_in_the_files(made: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(made / "zh" / "datapackage.json"))
    assert report.valid, report.flatten(["fieldName", "note"])[:5]
    descriptor = json.loads((made / "zh" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["unionstats"]["header"] == "zh"
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    for table in TABLES:
        schema = resources[f"{table.name}.csv"]["schema"]
        assert [field["name"] for field in schema["fields"]] == cells(made / "zh" / f"{table.name}.csv")[0]
        assert [field["title"] for field in schema["fields"]] == [column.name for column in table.columns]
        assert [field["name"] for field in resources[f"{table.name}.parquet"]["schema"]["fields"]] == [
            column.name for column in table.columns
        ]
    assert resources["metrics.csv"]["schema"]["primaryKey"] == ["城市", "年份", "指标"]
    assert resources["metrics.csv"]["schema"]["foreignKeys"][0] == {
        "fields": ["数据编号"],
        "reference": {"resource": "claims", "fields": ["数据编号"]},
    }


def test_a_key_that_leads_nowhere_is_still_noticed(made: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    copy = shutil.copytree(made / "zh", tmp_path / "zh")
    path = copy / "metrics.csv"
    path.write_bytes(path.read_bytes().replace(b"huaibei2024.txt", b"huaibei1024.txt", 1))
    found = frictionless.validate(str(copy / "datapackage.json")).flatten(["type"])
    assert ["foreign-key"] in found


def test_what_reads_a_dataset_reads_this_one(made: Path) -> None:
    assert unionstats.load(made / "zh").metrics.columns.tolist() == [column.name for column in TABLES[0].columns]
    checked = run("check", "zh", folder=made)
    assert checked.returncode == 0 and checked.stdout.splitlines()[-1].startswith("0 failures, 298 figures")
    for words in ("compare {}", "indicators --data {} --json", f"score {{}} {ROOT / 'tests' / 'gold'}"):
        english, chinese = (run(*words.format(name).split(), folder=made).stdout for name in ("en", "zh"))
        assert english == chinese and english
    for command, file in (("report", "page.html"), ("workbook", "book.xlsx")):
        written = []
        for name in ("en", "zh"):
            result = run(command, name, "-o", file, folder=made)
            assert result.returncode == 0, result.stderr
            written.append((made / file).read_bytes())
        assert written[0] == written[1]


def test_check_holds_the_heads_against_the_descriptor(made: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(made / "zh", tmp_path / "zh")
    path = copy / "datapackage.json"
    whole = path.read_text(encoding="utf-8")
    for said, failure in (
        ('"en"', "FAILED metrics.csv: does not hold what metrics.parquet holds"),
        ('"fr"', "FAILED datapackage.json: cannot be read"),
        ("[]", "FAILED datapackage.json: cannot be read"),
    ):
        path.write_text(whole.replace('"header": "zh"', f'"header": {said}'), encoding="utf-8")
        result = run("check", "zh", "--reports", made / "data" / "raw", folder=tmp_path)
        assert result.returncode == 1 and result.stdout.startswith(failure), result.stdout
    path.write_text(whole.replace('    "header": "zh",\n', ""), encoding="utf-8")  # as before there was a choice
    assert run("check", "zh", folder=tmp_path).returncode == 1
    path.write_text(whole, encoding="utf-8")
    assert run("check", "zh", "--reports", made / "data" / "raw", folder=tmp_path).returncode == 0


def test_runs_that_go_on_from_a_run_with_other_heads_read_nothing_again(made: Path) -> None:
    def extract(header: str) -> dict[str, int]:
        """Run on two processes, which keeps what is read; return when each kept piece was written."""
        result = run("extract", "--out", "out", "--wide", "-q", "--jobs", 2, "--header", header, folder=made)
        assert result.returncode == 0, result.stderr
        return {path.name: path.stat().st_mtime_ns for path in (made / ".out.work").iterdir()}

    first = extract("en")
    assert first and extract("zh") == first
    assert {path.name: path.read_bytes() for path in (made / "out").iterdir()} == {
        path.name: path.read_bytes() for path in (made / "zh").iterdir()
    }
    assert extract("en") == first
    assert {path.name: path.read_bytes() for path in (made / "out").iterdir()} == {
        path.name: path.read_bytes() for path in (made / "en").iterdir()
    }


def test_another_language_is_refused(made: Path) -> None:
    result = run("extract", "--header", "fr", "--out", "fr", folder=made)
    assert result.returncode == 2 and "'fr' is not one of 'en', 'zh'" in " ".join(result.stderr.split())
    assert not (made / "fr").exists()


def test_the_summary_names_every_file(made: Path) -> None:
    for wide in ((), ("--wide",)):
        result = run("extract", "--out", "named", "--header", "zh", *wide, folder=made)
        last = result.stdout.splitlines()[-1]
        assert ("metrics_wide.csv" in last) is bool(wide) is (made / "named" / "metrics_wide.csv").exists()
