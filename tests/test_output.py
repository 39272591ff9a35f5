"""The files that are written: columns, tables, CSV, data package, and the swap of old for new."""

import csv
import dataclasses
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.core.claim import Claim, DocumentRow, MetricRow
from unionstats.core.errors import OutputError, UsageError
from unionstats.grammar.catalogue import default_catalogue
from unionstats.metrics.tidy import tidy
from unionstats.metrics.usage import indicator_rows
from unionstats.output import replace
from unionstats.output.arrays import arrow_array
from unionstats.output.columns import CLAIMS, DOCUMENTS, METRICS, TABLES, Column, ColumnType, TableColumns
from unionstats.output.dataset import FILE_NAMES, Dataset, read_dataset
from unionstats.output.spreadsheet import safe_text, write_csv
from unionstats.output.tables import arrow_schema, claims_table, metrics_table
from unionstats.output.texts import is_ours, text_files

RULES_VERSION = "a" * 64

MakeDataset = Callable[[int], Dataset]


@pytest.fixture
def make_dataset(make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]) -> MakeDataset:
    """A dataset of so many claims, one report that failed and one left aside."""

    def make(size: int) -> Dataset:
        claims = [
            make_claim(
                claim_id=f"c_{number:06}",
                indicator=f"工会驿站{number}（个）",
                value=number + 0.5,
                flags=("outlier", "repaired") if number == 0 else (),
                section=None if number % 2 else "一、主要工作",
            )
            for number in range(size)
        ]
        missing = dict.fromkeys(("sha256", "bytes", "encoding", "script", "format", "title", "city", "city_code"))
        unread = make_document(**missing, year=None, published=None, province=None, n_claims=0, n_dropped=0)
        documents = [
            make_document(n_claims=size),
            unread._replace(file="leer.txt", status="failed", error="the file is empty. Remove it."),
            unread._replace(file="photo.jpg", status="skipped", error="not a report. Nothing to do."),
        ]
        return Dataset.from_rows(
            claims,
            tidy(claims, documents),
            documents,
            indicator_rows(default_catalogue().indicators, claims),
            RULES_VERSION,
        )

    return make


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Columns and tables


@pytest.mark.parametrize(("table", "row"), [(CLAIMS, Claim), (METRICS, MetricRow), (DOCUMENTS, DocumentRow)])
def test_columns_are_the_fields_of_the_row(table: TableColumns, row: Any) -> None:
    assert tuple(column.name for column in table.columns) == row._fields
    plain: dict[str, tuple[str, ...]] = {
        "str": ("string",),
        "int": ("int16", "int32", "int64"),
        "float": ("float64",),
        "bool": ("bool",),
        "date": ("date32",),
        "tuple": ("list<string>",),
    }
    for column in table.columns:
        annotation = str(getattr(row.__annotations__[column.name], "__name__", row.__annotations__[column.name]))
        base = annotation.removesuffix(" | None").removeprefix("datetime.").partition("[")[0]
        assert column.type in plain[base], column.name
        assert column.nullable is (" | None" in str(row.__annotations__[column.name])), column.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_means(table: TableColumns) -> None:
    assert set(table.key) <= {column.name for column in table.columns}
    for field, column in zip(arrow_schema(table), table.columns, strict=True):
        assert column.meaning.endswith(".")
        assert field.metadata[b"description"].decode() == column.meaning
        assert field.metadata[b"title"].decode() == column.title_zh


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES: dict[ColumnType, st.SearchStrategy[object]] = {
    "string": st.none() | TEXT,
    "int16": st.none() | st.integers(-(2**15), 2**15 - 1),
    "int32": st.none() | st.integers(-(2**31), 2**31 - 1),
    "int64": st.none() | st.integers(-(2**63), 2**63 - 1),
    "float64": st.none() | st.floats(allow_nan=False),
    "date32": st.none() | st.dates(),
    "bool": st.none() | st.booleans(),
    "list<string>": st.lists(TEXT, max_size=3),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_arrays_hold_what_they_were_given(kind: ColumnType, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[kind], max_size=20))
    made = arrow_array(kind, values)
    made.validate(full=True)
    assert made.to_pylist() == values
    assert made.null_count == values.count(None)


def test_a_lone_surrogate_is_escaped() -> None:
    assert arrow_array("string", ["坏\udcff.txt"]).to_pylist() == ["坏\\udcff.txt"]


def test_tables_of_no_rows_have_all_columns() -> None:
    assert claims_table([]).schema.equals(arrow_schema(CLAIMS))
    assert metrics_table([]).num_rows == 0


def test_writing_does_not_import_pandas() -> None:
    code = (
        "import sys, tempfile; from pathlib import Path; from unionstats.output.dataset import Dataset;"
        "Dataset.from_rows([], [], [], [], '0').write(Path(tempfile.mkdtemp()) / 'out'); print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split() == [b"False"]


# CSV


@given(TEXT | st.text("=+-@＝＋－＠ \t\r\n\u2028\u3000x,\"'", max_size=6))
def test_no_cell_runs_as_a_formula_or_breaks_its_row(text: str) -> None:
    cell = safe_text(text)
    assert cell == "=" or cell.lstrip()[:1] not in set("=+-@＝＋－＠") or cell.lstrip() == ""
    assert not cell.startswith(("\t", "\r"))
    assert not set(cell) & set("\r\n\x00\x0b\x0c\x85\u2028\u2029")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("\u3000＝HYPERLINK(1)", "'\u3000＝HYPERLINK(1)"),
        ("\n-5", "' -5"),
        ("\x01=1", "' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("\rx", " x"),
        (">=", ">="),
        ("=", "="),
        ("1-9月", "1-9月"),
        ("一行\r\n二行\u2028三行", "一行 二行 三行"),
    ],
)
def test_cells_as_written(text: str, cell: str) -> None:
    assert safe_text(text) == cell


def test_csv_as_written(make_claim: Callable[..., Claim]) -> None:
    claim = make_claim(
        value=25650.0, value_max=0.05, flags=("over_100", "repaired"), evidence='他说"好",\r\n再见', section="-1"
    )
    file = io.BytesIO()
    write_csv(claims_table([claim, make_claim(value=-29.73)]), CLAIMS, file)
    data = file.getvalue()
    assert data.startswith(b"\xef\xbb\xbfclaim_id,file,city,")
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r") == 3
    assert '"他说""好"", 再见"'.encode() in data
    first, second = (dict(zip(csv_rows(data)[0], row, strict=True)) for row in csv_rows(data)[1:])
    assert (first["value"], first["value_max"], first["flags"]) == ("25650", "0.05", "over_100;repaired")
    assert (first["period_start"], first["section"], first["qualifier"]) == ("2024-01-01", "'-1", "=")
    assert (second["value"], second["value_max"], second["section"], second["flags"]) == ("-29.73", "", "", "")


@settings(max_examples=25)  # each writes some ten thousand rows
@given(data=st.data())
def test_many_rows_are_written_as_few_are(data: st.DataObject) -> None:
    """A large table takes another way into text."""
    unsafe = st.text("=+-@＝＋－＠ \t\r\n\x85\xa0\u2028\u3000\u200b\ufeffx,\"'", max_size=6)
    kinds = VALUES | {
        "string": VALUES["string"] | unsafe,
        "float64": st.none() | st.decimals(-(10**12), 10**12, places=4).map(float),
        "list<string>": st.lists(TEXT | unsafe, max_size=3),
    }
    size = data.draw(st.integers(1, 30))
    arrays = {kind: arrow_array(kind, data.draw(st.lists(kinds[kind], min_size=size, max_size=size))) for kind in kinds}
    columns = TableColumns("t", "", "", tuple(Column(kind, kind, True, "", "") for kind in kinds), ())
    few = pa.table(arrays)
    copies = 9000 // size + 1
    files = io.BytesIO(), io.BytesIO()
    write_csv(few, columns, files[0])
    write_csv(pa.concat_tables([few] * copies).combine_chunks(), columns, files[1])
    head, lines = files[0].getvalue().split(b"\r\n", 1)
    assert files[1].getvalue() == head + b"\r\n" + lines * copies


# The dataset


def test_the_dataset_is_read_back(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset(3)
    dataset.write(tmp_path / "new" / "out")
    again = read_dataset(tmp_path / "new" / "out")
    for table in ("claims", "metrics", "documents"):
        assert getattr(again, table).equals(getattr(dataset, table), check_metadata=True)
    assert again.rules_version == RULES_VERSION
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == sorted(FILE_NAMES)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["out"]


def test_csv_and_parquet_hold_the_same(make_dataset: MakeDataset, tmp_path: Path) -> None:
    make_dataset(3).write(tmp_path / "out")
    rows = csv_rows((tmp_path / "out" / "metrics.csv").read_bytes())
    table = read_dataset(tmp_path / "out").metrics
    assert rows[0] == table.column_names
    assert [float(row[rows[0].index("value")]) for row in rows[1:]] == table.column("value").to_pylist()
    assert [row[rows[0].index("indicator")] for row in rows[1:]] == table.column("indicator").to_pylist()


def test_the_same_tables_give_the_same_bytes(make_dataset: MakeDataset, tmp_path: Path) -> None:
    dataset = make_dataset(50)
    dataset.write(tmp_path / "one")
    chunks = [dataset.claims.slice(start, 7) for start in range(0, 50, 7)]
    Dataset(pa.concat_tables(chunks), dataset.metrics, dataset.documents, dataset.indicators, RULES_VERSION).write(
        tmp_path / "two"
    )
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_to_pandas(make_dataset: MakeDataset) -> None:
    frames = make_dataset(2).to_pandas()
    assert frames.metrics["value"].tolist() == [0.5, 1.5]
    assert frames.claims["period_end"].dt.year.tolist() == [2024, 2024]
    assert frames.documents["status"].tolist() == ["ok", "failed", "skipped"]


def test_to_pandas_without_pandas(make_dataset: MakeDataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas: it is not installed"):
        make_dataset(1).to_pandas()


def test_the_package_describes_the_files(make_dataset: MakeDataset, tmp_path: Path) -> None:
    make_dataset(3).write(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert "created" not in package
    assert package["unionstats"]["rules_version"] == RULES_VERSION
    assert package["unionstats"]["counts"] == {
        "reports": 1, "claims": 3, "series": 3, "flags": 2, "failed": 1, "skipped": 1,
    }  # fmt: skip
    assert {resource["path"] for resource in package["resources"]} == set(FILE_NAMES) - {"datapackage.json"}
    for resource in package["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource.get("bytes", len(data)) == len(data)
        indicators = len(default_catalogue().indicators)
        assert resource["rows"] == (indicators if resource["path"].startswith("indicators") else 3)


@pytest.mark.filterwarnings("ignore")  # frictionless and what it depends on
@pytest.mark.parametrize("size", [0, 3])
def test_the_package_is_valid(make_dataset: MakeDataset, tmp_path: Path, size: int) -> None:
    frictionless = pytest.importorskip("frictionless")
    make_dataset(size).write(tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])


def test_created_comes_from_source_date_epoch(
    make_dataset: MakeDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    make_dataset(1).write(tmp_path)
    assert json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["created"] == "2023-11-14T22:13:20Z"
    before = files_of(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(OutputError, match="SOURCE_DATE_EPOCH"):
        make_dataset(2).write(tmp_path)
    assert files_of(tmp_path) == before


# Old files and new


@pytest.fixture(params=["exchange", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways of replacing an older output."""
    if request.param == "one by one":
        monkeypatch.setattr(replace, "_exchange", lambda first, second: False)
    yield request.param


def test_an_older_output_is_replaced(make_dataset: MakeDataset, tmp_path: Path, way: str) -> None:
    out = tmp_path / "out"
    make_dataset(2).write(out)
    make_dataset(3).write(out)
    assert read_dataset(out).claims.num_rows == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_other_files_stay(make_dataset: MakeDataset, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_dataset(2).write(out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "charts").mkdir()
    make_dataset(3).write(out)
    assert read_dataset(out).claims.num_rows == 3
    assert {path.name for path in out.iterdir()} == {*FILE_NAMES, "notes.txt", "charts"}


def test_the_folder_one_stands_in_stays(
    make_dataset: MakeDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dataset(2).write(tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    make_dataset(3).write(Path())
    assert set(os.listdir()) == set(FILE_NAMES)  # noqa: PTH208 (of the working folder itself, not of its path)
    assert read_dataset(Path()).claims.num_rows == 3


def test_a_link_to_the_output_stays_a_link(make_dataset: MakeDataset, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    make_dataset(1).write(tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert read_dataset(tmp_path / "real").claims.num_rows == 1


@pytest.mark.parametrize("failing", FILE_NAMES)
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    make_dataset: MakeDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    out = tmp_path / "out"
    make_dataset(2).write(out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "documents.csv").unlink()
    before = files_of(out)
    really_replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == out / failing and self.parent != out and self.parent.name != "former":
            raise PermissionError(13, "The file is in use")
        return really_replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"in use\. Close its files"):
        make_dataset(3).write(out)
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_cannot_be_written_is_one_line(make_dataset: MakeDataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(OutputError, match=r"cannot write the dataset: (Not a directory|File exists)") as caught:
            make_dataset(1).write(out)
        assert "\n" not in str(caught.value)


def test_a_full_disk_leaves_the_older_output(
    make_dataset: MakeDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dataset(2).write(tmp_path / "out")
    before = files_of(tmp_path / "out")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        make_dataset(3).write(tmp_path / "out")
    assert files_of(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size there")
def test_a_write_that_fails_in_the_middle(make_dataset: MakeDataset, tmp_path: Path) -> None:
    """A limit on the size of files fails the write as a full disk does, at a place of its own choosing."""
    make_dataset(2).write(tmp_path / "out")
    before = files_of(tmp_path / "out")
    code = f"""
import resource, signal, sys
from pathlib import Path, PurePosixPath
from unionstats.core.errors import OutputError
from unionstats.output.dataset import read_dataset
dataset = read_dataset(Path({str(tmp_path / "out")!r}))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), -1))
try:
    dataset.write(Path({str(tmp_path / "out")!r}))
except OutputError as error:
    sys.exit("File too large" in str(error) and 74)
"""
    for limit in (0, 100, 3000, 9000):
        result = subprocess.run([sys.executable, "-c", code, str(limit)], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stderr) == (74, ""), limit
        assert files_of(tmp_path / "out") == before
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_run_left_is_removed(make_dataset: MakeDataset, tmp_path: Path) -> None:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    for pid in (finished.pid, os.getpid(), running.pid):
        (tmp_path / f".out.{pid}.tmp" / "former").mkdir(parents=True)
    make_dataset(1).write(tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", f".out.{running.pid}.tmp"}
    running.communicate(b"\n")


WRITE_FOR_EVER = """
import sys
from pathlib import Path, PurePosixPath
from unionstats.output.dataset import read_dataset
one, two = (read_dataset(Path(path)) for path in sys.argv[1:3])
print("ready", flush=True)
while True:
    two.write(Path(sys.argv[3]))
    one.write(Path(sys.argv[3]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="kill -9 and renameat2")
def test_a_kill_at_any_moment_leaves_a_whole_dataset(make_dataset: MakeDataset, tmp_path: Path) -> None:
    one, two, out = tmp_path / "one", tmp_path / "two", tmp_path / "here" / "out"
    make_dataset(400).write(one)
    make_dataset(500).write(two)
    make_dataset(400).write(out)
    chance = random.Random(20_261_121)
    for _ in range(10):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(one), str(two), str(out)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.15))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert files_of(out) in (files_of(one), files_of(two))
        assert len(list(out.parent.iterdir())) <= 2
    make_dataset(400).write(out)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_is_no_dataset_is_said(make_dataset: MakeDataset, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no dataset of unionstats here"):
        read_dataset(tmp_path)
    make_dataset(2).write(tmp_path)
    (tmp_path / "claims.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match=r"claims\.parquet: it is not the file that datapackage\.json describes"):
        read_dataset(tmp_path)
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_dataset(tmp_path)


def test_dates_and_years_keep_their_types(make_dataset: MakeDataset, tmp_path: Path) -> None:
    make_dataset(1).write(tmp_path)
    (row,) = read_dataset(tmp_path).metrics.to_pylist()
    assert (row["year"], row["period_start"], row["conflict"]) == (2024, date(2024, 1, 1), False)


# Texts that were taken out of files

TEXTS = {"text/a.html.txt": "一\n二\n", "text/城市.zip/x/b.pdf.txt": "三🙂\n"}


@pytest.fixture
def make_texts(make_dataset: MakeDataset) -> Callable[[dict[str, str]], Dataset]:
    """A dataset with these texts."""

    def make(texts: dict[str, str]) -> Dataset:
        dataset = make_dataset(2)
        return dataclasses.replace(dataset, texts=texts)

    return make


def below(folder: Path) -> set[str]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_texts_are_written_beside_the_tables_and_read_back(
    make_texts: Callable[[dict[str, str]], Dataset], tmp_path: Path
) -> None:
    make_texts(TEXTS).write(tmp_path / "out")
    assert below(tmp_path / "out") == {*FILE_NAMES, *TEXTS}
    for name, text in TEXTS.items():
        assert (tmp_path / "out" / name).read_bytes() == text.encode()
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    hashes = {name: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for name, text in TEXTS.items()}
    assert descriptor["unionstats"]["texts"] == hashes
    assert read_dataset(tmp_path / "out").texts == TEXTS
    (tmp_path / "out" / "text" / "a.html.txt").write_text("一\n三\n", "utf-8")
    with pytest.raises(UsageError, match="is not the text that"):
        read_dataset(tmp_path / "out")


@pytest.mark.parametrize("others", [(), ("notes.txt", "text/mine.txt", "text/城市.zip/x/mine")])
def test_texts_of_the_run_before_go_and_other_files_stay(
    make_texts: Callable[[dict[str, str]], Dataset], tmp_path: Path, way: str, others: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    make_texts(TEXTS).write(out)
    for name in others:
        (out / name).write_text("mine", "utf-8")
    make_texts({"text/a.html.txt": "新\n"}).write(out)
    assert below(out) == {*FILE_NAMES, *others, "text/a.html.txt"}
    assert (out / "text" / "a.html.txt").read_text("utf-8") == "新\n"
    make_texts({}).write(out)
    assert below(out) == {*FILE_NAMES, *others}
    assert (out / "text").exists() == bool(others)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("failing", ["text/a.html.txt", "text/new/c.docx.txt", "claims.csv", "datapackage.json"])
def test_a_text_that_cannot_be_replaced_leaves_all_as_they_were(
    make_texts: Callable[[dict[str, str]], Dataset], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    out = tmp_path / "out"
    make_texts(TEXTS).write(out)
    (out / "notes.txt").write_text("mine", "utf-8")
    before = {name: (out / name).read_bytes() for name in below(out)}
    really_replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == out / failing and "former" not in self.parts:
            raise PermissionError(13, "The file is in use")
        return really_replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="in use"):
        make_texts({"text/a.html.txt": "新\n", "text/new/c.docx.txt": "四\n"}).write(out)
    assert {name: (out / name).read_bytes() for name in below(out)} == before
    assert not (out / "text" / "new").exists()


def test_a_descriptor_cannot_name_files_of_others_as_texts(
    make_texts: Callable[[dict[str, str]], Dataset], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    make_texts(TEXTS).write(out)
    names = [
        "../mine.txt",
        "text/../mine.txt",
        "/mine.txt",
        "mine.txt",
        "text/mine",
        "text//mine.txt",
        "text/./mine.txt",
    ]
    for name in ("mine.txt", "text/mine"):
        (out / name).write_text("mine", "utf-8")
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    descriptor = json.loads((out / "datapackage.json").read_text("utf-8"))
    descriptor["unionstats"]["texts"] = dict.fromkeys(names, "sha256:0")
    (out / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    make_texts({}).write(out)
    assert (tmp_path / "mine.txt").exists()
    assert {"mine.txt", "text/mine"} <= below(out)


def test_names_of_texts() -> None:
    files = [
        "a.html",
        "A.html",
        "b/c.pdf",
        "坏\\xff.pdf",
        "d.html.txt/e.pdf",
        "d.html",
        "x:y.pdf",
        "../up.pdf",
        "n" * 260,
        "-",
    ]
    names = text_files(files)
    assert (names["b/c.pdf"], names["-"]) == ("text/b/c.pdf.txt", "text/-.txt")
    assert names == text_files(reversed(files))
    folded = {name.casefold() for name in names.values()}
    assert len(folded) == len(files)
    assert not {parent.as_posix() for name in folded for parent in PurePosixPath(name).parents} & folded
    assert all(is_ours(name) and not set(name) & set('\\:*?"<>|') for name in names.values())
