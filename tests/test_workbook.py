"""The workbook, as a file and as LibreOffice reads it; and the CSV files as LibreOffice reads them."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from installed import run
from unionstats.core.claim import Claim, DocumentRow
from unionstats.core.errors import OutputError, UsageError
from unionstats.metrics.tidy import tidy
from unionstats.output import meanings
from unionstats.output import workbook as module
from unionstats.output.columns import TABLES
from unionstats.output.dataset import Dataset, read_dataset
from unionstats.output.meanings import meaning_zh
from unionstats.output.spreadsheet import one_line, safe_text
from unionstats.output.workbook import workbook

ROOT = Path(__file__).resolve().parents[1]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["metrics", "wide", "claims", "catalogue", "documents", "columns"]
TABLE_OF = {"metrics": "metrics", "claims": "claims", "catalogue": "indicators", "documents": "documents"}
# Texts that a spreadsheet takes for formulas, links, numbers or dates.
TRAPS = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+86",
    "@SUM(1)",
    "http://example.org/",
    "00123",
    "1E5",
    "3-4",
    "a\x0bb\nc",
)


class Book:
    """The sheets of a workbook as plain XML."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        sheets = ElementTree.fromstring(self.parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")
        self.names = [sheet.get("name") or "" for sheet in sheets]

    def sheet(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"])

    def cells(self, name: str) -> dict[str, tuple[str, str]]:
        """By address: the type of a cell and what it holds."""
        return {
            cell.get("r", ""): (cell.get("t", "n"), "".join(cell.itertext()))
            for cell in self.sheet(name).iter(f"{MAIN}c")
        }

    def heads(self, name: str) -> list[str]:
        row = next(self.sheet(name).iter(f"{MAIN}row"))
        return ["".join(cell.itertext()) for cell in row]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the sample reports and its workbook; not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    assert run("extract", "--quiet", folder=folder).returncode == 0
    result = run("workbook", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Written to workbook.xlsx: 0.")
    return folder


def test_each_table_has_a_sheet_with_its_heads(made: Path, tmp_path: Path) -> None:
    book = Book(made / "workbook.xlsx")
    assert book.names == SHEETS
    dataset = read_dataset(made / "data" / "out")
    for columns in TABLES:
        (name,) = (sheet for sheet, table in TABLE_OF.items() if table == columns.name)
        assert book.heads(name) == [column.name for column in columns.columns]
        rows = list(book.sheet(name).iter(f"{MAIN}row"))
        assert len(rows) == 1 + dataset.tables[columns.name].num_rows
    assert run("workbook", made / "data" / "out", "--header", "zh", "-o", "x.xlsx", folder=tmp_path).returncode == 0
    chinese = Book(tmp_path / "x.xlsx")
    assert chinese.names == ["指标", "宽表", "数据", "目录", "文件", "列说明"]
    assert chinese.heads("指标")[:5] == ["城市", "行政区划代码", "省份", "区县", "年份"]
    cells = chinese.cells("列说明")
    told = {(cells[f"A{row}"][1], cells[f"C{row}"][1]): cells[f"D{row}"][1] for row in range(2, 2 + len(list_all()))}
    assert told["文件", "报告年份"] == "报告所述的年份。" and told["指标", "年份"] == "数据所覆盖时期的最后一年。"
    assert all(text.endswith("。") and re.search("[\u4e00-\u9fff]{2}", text) for text in told.values())


def list_all() -> list[str]:
    """Every column of every table."""
    return [f"{table.name}.{column.name}" for table in TABLES for column in table.columns]


def test_every_meaning_is_of_a_column_and_differs_where_the_english_does() -> None:
    of_chinese: dict[str, set[str]] = {}
    for table in TABLES:
        for column in table.columns:
            of_chinese.setdefault(meaning_zh(table, column), set()).add(column.meaning)
    # Claims refer to metrics for what a series is named by.
    assert [english for english in of_chinese.values() if len(english) > 1] == [
        {column.meaning for table in TABLES for column in table.columns if column.name == "indicator"}
    ]
    assert {key.rpartition(".")[2] for key in meanings._MEANINGS} == {name.rpartition(".")[2] for name in list_all()}
    assert {key for key in meanings._MEANINGS if "." in key} <= set(list_all())


def test_names_of_series_are_broken_over_narrow_columns(made: Path) -> None:
    book = Book(made / "workbook.xlsx")
    widths, heads = widths_of(book.sheet("wide")), book.heads("wide")
    assert max(map(len, heads)) > 15 and max(widths[4:]) < 18
    head = next(book.sheet("wide").iter(f"{MAIN}row"))
    assert float(head.get("ht", 0)) > 60
    forms = next(ElementTree.fromstring(book.parts["xl/styles.xml"]).iter(f"{MAIN}cellXfs"))
    is_broken = [forms[int(cell.get("s", 0))].find(f"{MAIN}alignment[@wrapText='1']") is not None for cell in head]
    assert is_broken == [False] * 4 + [True] * (len(heads) - 4)


def test_heads_stay_and_filter_and_columns_are_wide_enough(made: Path) -> None:
    book = Book(made / "workbook.xlsx")
    for name in SHEETS:
        sheet = book.sheet(name)
        (pane,) = sheet.iter(f"{MAIN}pane")
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        assert len(list(sheet.iter(f"{MAIN}autoFilter"))) == 1
        assert len(widths_of(sheet)) == len(book.heads(name))
    widths = widths_of(book.sheet("claims"))
    heads = book.heads("claims")
    assert widths[heads.index("evidence")] > 55 and widths[heads.index("label")] > 20
    assert widths[heads.index("kind")] < 15


def widths_of(sheet: ElementTree.Element) -> list[float]:
    """The width of each column; neighbours of the same width are one entry."""
    return [
        float(entry.get("width", 0))
        for entry in sheet.iter(f"{MAIN}col")
        for _ in range(int(entry.get("min", 0)), int(entry.get("max", 0)) + 1)
    ]


def test_a_metric_leads_to_its_claim(made: Path) -> None:
    book = Book(made / "workbook.xlsx")
    dataset = read_dataset(made / "data" / "out")
    links = list(book.sheet("metrics").iter(f"{MAIN}hyperlink"))
    assert len(links) == dataset.metrics.num_rows
    cells, claims = book.cells("metrics"), book.cells("claims")
    for link in links:
        sheet, _, address = (link.get("location") or "").partition("!")
        assert sheet.strip("'") == "claims"
        assert claims[address] == cells[link.get("ref") or ""]
    assert not any("relationships/hyperlink" in part.decode() for name, part in book.parts.items() if "rels" in name)


def trapped(make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]) -> Dataset:
    """A dataset whose texts are traps, a claim for each."""
    claims = [
        make_claim(claim_id=f"c{at:015x}", label=text, indicator=text, breakdown=text, evidence=text, section=text)
        for at, text in enumerate(TRAPS)
    ]
    documents = [make_document(title=TRAPS[0])]
    return Dataset.from_rows(claims, tidy(claims, documents), documents, [], "0" * 64)


def test_no_text_becomes_a_formula_a_link_or_a_number(
    make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow], tmp_path: Path
) -> None:
    dataset = trapped(make_claim, make_document)
    (tmp_path / "traps.xlsx").write_bytes(workbook(dataset))
    book = Book(tmp_path / "traps.xlsx")
    for name in SHEETS:
        assert not list(book.sheet(name).iter(f"{MAIN}f"))
    column = book.heads("claims").index("label")
    cells = book.cells("claims")
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]
    assert [cells[f"{letter}{row}"] for row in range(2, 2 + len(TRAPS))] == [
        ("inlineStr", one_line(text)) for text in TRAPS
    ]
    assert cells["D2"] == ("inlineStr", "341600")  # the code of a city is no number
    assert workbook(dataset) == workbook(dataset)


def test_errors_are_one_line(
    make_claim: Callable[..., Claim],
    make_document: Callable[..., DocumentRow],
    made: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("workbook", "nowhere", folder=made).returncode == 2
    result = run("workbook", "-o", made / "data", folder=made)
    assert (result.returncode, len(result.stderr.splitlines())) == (74, 1)
    dataset = trapped(make_claim, make_document)
    monkeypatch.setattr(module, "MOST_ROWS", len(TRAPS))
    with pytest.raises(OutputError, match="9 rows are more than a sheet may have"):
        workbook(dataset)
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r'Run pip install "unionstats\[xlsx\]"'):
        workbook(dataset)


def converted(path: Path, folder: Path, *reading: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The sheets of a file as LibreOffice reads it: name and cells, every value as it is stored."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    if command is None:
        pytest.skip("there is no LibreOffice on this machine (Debian: apt-get install libreoffice-calc-nogui)")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    arguments = [command, "--headless", profile, *reading, "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=240)
    for sheet in sorted(folder.glob(f"{path.stem}-*.csv")):
        with sheet.open(encoding="utf-8-sig", newline="") as file:
            yield sheet.stem.removeprefix(f"{path.stem}-"), list(csv.reader(file))


def shown(value: Any, text: Callable[[str], str]) -> str:
    """A value as the cell of a converted table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return f"{value:.15g}"
    return text(";".join(value) if isinstance(value, list) else str(value))


def test_libreoffice_reads_the_workbook_as_it_was_meant(made: Path, tmp_path: Path) -> None:
    sheets = dict(converted(made / "workbook.xlsx", tmp_path))
    assert sorted(sheets) == sorted(SHEETS)
    dataset = read_dataset(made / "data" / "out")
    for sheet, name in TABLE_OF.items():
        rows = [[shown(value, one_line) for value in row.values()] for row in dataset.tables[name].to_pylist()]
        assert sheets[sheet][1:] == rows


@pytest.mark.parametrize("name", ["metrics", "claims"])
def test_libreoffice_reads_the_csv_as_it_was_meant(made: Path, tmp_path: Path, name: str) -> None:
    path = made / "data" / "out" / f"{name}.csv"
    ((_, cells),) = converted(path, tmp_path, "--infilter=CSV:44,34,76,1")
    rows = [[shown(value, safe_text) for value in row.values()] for row in dataset_rows(made, name)]
    assert cells[0][0] in ("city", "claim_id")  # the byte order mark is no part of the first head
    assert cells[1:] == rows


def dataset_rows(made: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_dataset(made / "data" / "out").tables[name].to_pylist()
    return rows
