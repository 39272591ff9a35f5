"""What an analyst uses in a notebook, and the notebook of the documentation, run cell by cell."""

import ast
import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unionstats
from installed import run
from unionstats.core.claim import Claim, DocumentRow
from unionstats.core.errors import UsageError
from unionstats.metrics.tidy import tidy
from unionstats.output.dataset import Dataset
from unionstats.output.frames import Frames
from unionstats.output.notebook import MOST_ROWS, Claims

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
REPORTS = {
    "baoding2023.txt": "保定市总工会2023年工作总结\n建成工会驿站300余家。推荐最美工会驿站15家，其中国家级4家。\n",
    "baoding2024.txt": "保定市总工会2024年工作总结\n建成工会驿站400家，困难职工400家次受益，走访企业400家。\n",
    "chengyang2024.txt": "青岛市城阳区总工会2024年工作总结\n建成工会驿站30家。\n",
    "nowhere.txt": "工作小结\n建成工会驿站30家。\n",
}
HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for name, text in REPORTS.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert run("extract", "--quiet", folder=folder).returncode == 1  # one report says no city
    return folder / "data" / "out"


@pytest.fixture(scope="module")
def ds(made: Path) -> Frames:
    return unionstats.load(str(made))


def test_columns_have_the_types_of_what_they_hold(ds: Frames) -> None:
    kinds = {name: str(kind) for name, kind in ds.documents.dtypes.items()}
    assert (kinds["year"], kinds["bytes"], kinds["n_claims"]) == ("Int16", "Int64", "int32")
    assert ds.documents.set_index("file")["year"].isna().to_dict()["nowhere.txt"]
    assert str(ds.metrics["year"].dtype) == "int16" and str(ds.metrics["conflict"].dtype) == "bool"
    for column in (ds.claims["period_start"], ds.claims["period_end"], ds.documents["published"]):
        assert pd.api.types.is_datetime64_any_dtype(column)
    assert ds.metrics["city_code"].str.len().eq(6).all()


def test_a_pivot_has_places_and_years(ds: Frames) -> None:
    table = ds.pivot("工会驿站")
    assert table.index.tolist() == [("保定市", "工会驿站", "个"), ("青岛市城阳区", "工会驿站", "个")]
    assert list(map(int, table.columns)) == [2023, 2024]
    assert table.fillna(0).to_numpy().tolist() == [[300.0, 400.0], [0.0, 30.0]]
    pd.testing.assert_frame_equal(ds.pivot("services.union_stations"), table)
    assert ds.pivot("最美工会驿站").shape == (1, 1)
    assert ds.pivot("最美工会驿站", parts=True).index.get_level_values("series").tolist() == [
        "最美工会驿站",
        "最美工会驿站·国家级",
    ]
    with pytest.raises(UsageError, match=r"^驿站: the dataset has no such indicator\. Did you mean .*工会驿站"):
        ds.pivot("驿站")
    with pytest.raises(UsageError, match="See its indicators"):
        ds.pivot("(")


def test_a_claim_is_shown_in_its_sentence(ds: Frames) -> None:
    rows = ds.claims[ds.claims["file"] == "baoding2024.txt"].sort_values("char_start")
    shown = [ds.show(claim_id) for claim_id in rows["claim_id"]]
    for html in shown:
        assert html._repr_html_() == html
        assert html.count("<mark") == 1
    places = [html.split("<mark", 1)[0].rpartition("<blockquote>")[2] for html in shown]
    assert places[0] == "建成工会驿站" and places[-1].endswith("走访企业")
    with pytest.raises(UsageError, match="the dataset has no such claim"):
        ds.show("c000000000000000")


def test_nothing_that_is_shown_runs(
    make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]
) -> None:
    claim = make_claim(**dict.fromkeys(("label", "breakdown", "text", "evidence", "section", "rule", "unit"), HOSTILE))
    claim = claim._replace(flags=(HOSTILE,), city=HOSTILE, file=HOSTILE, indicator=HOSTILE)
    document = make_document(file=HOSTILE)
    dataset = Dataset.from_rows([claim], tidy([claim], [document]), [document], [], "0" * 64)
    shown = dataset.to_pandas().show(claim.claim_id)
    assert "<script" not in shown and "&lt;script&gt;" in shown
    table = Claims([claim])._repr_html_()
    assert "<script" not in table and f"{HOSTILE[-1]}>" not in table.replace("&#x27;", "")


def test_extracted_claims_are_a_list_that_shows_as_a_table(make_claim: Callable[..., Claim]) -> None:
    claims = unionstats.extract("2024年，亳州市总工会建成工会驿站1260家，发放慰问金30至40万元。")
    assert issubclass(Claims, list) and claims == list(claims) and claims[:1] == [claims[0]]
    html = claims._repr_html_()
    assert html.count("<tr") == 3 and "<td" in html and "30–40" in html
    many = Claims([make_claim()] * (MOST_ROWS + 5))._repr_html_()
    assert many.count("<tr") == MOST_ROWS + 1 and many.endswith("<p>… and 5 more</p>")


def test_the_dataset_says_what_it_holds(ds: Frames) -> None:
    assert "4 documents, 2 cities, 2023–2024" in ds._repr_html_()


def cells() -> list[dict[str, Any]]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    assert run("extract", "--quiet", folder=tmp_path).returncode == 0
    (tmp_path / "docs").mkdir()
    names: dict[str, Any] = {}
    with contextlib.chdir(tmp_path / "docs"):
        for cell in cells():
            assert not cell["outputs"], "a notebook is committed without its outputs"
            *first, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(first, []), str(NOTEBOOK), "exec"), names)
            assert isinstance(last, ast.Expr)  # every cell ends with something to look at
            value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
            shown = value._repr_html_() if hasattr(value, "_repr_html_") else repr(value)
            assert shown
    assert names["claims"][0].value == 1260
    assert len(names["doubt"]) and len(names["money"])
