"""The whole path: what is written about real and own reports holds against the reports themselves."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pytest
import regex

from unionstats import extract, extract_files
from unionstats.core.document import Document
from unionstats.corpus.read import read_document
from unionstats.matching import phrases
from unionstats.metadata import Given
from unionstats.output.dataset import Dataset
from unionstats.report import read_one, tools

ROOT = Path(__file__).resolve().parents[1]
OWN = [ROOT / "data/raw", ROOT / "tests/development/reports", ROOT / "tests/unseen/reports"]


def _reports() -> list[Path]:
    shared = ROOT.parent / "shared/reports"
    return [path for folder in [*OWN, shared] if folder.is_dir() for path in sorted(folder.glob("*.txt"))]


@pytest.mark.parametrize("path", _reports(), ids=lambda path: path.stem)
def test_every_span_holds_its_text(path: Path) -> None:
    document: Document = read_document(path, path.name)
    report = read_one(document, tools(), Given(), need_place=False)
    assert report.claims
    for claim in report.claims:
        assert document.decoded[claim.char_start : claim.char_end] == claim.text
        assert claim.text in claim.evidence
        assert claim.evidence in document.decoded
        assert claim.label
        assert claim.unit
        assert claim.period_start <= claim.period_end
        assert claim.parent_id is None or claim.parent_id in {other.claim_id for other in report.claims}
    for entry in report.dropped:
        assert document.decoded[entry.char_start : entry.char_end] == entry.text
        assert entry.reason
    ids = [claim.claim_id for claim in report.claims]
    assert len(set(ids)) == len(ids)
    assert max(len(claim.label) for claim in report.claims) <= 24


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return extract_files([ROOT / "data/raw"])


def test_reports_read_together_are_read_as_alone(dataset: Dataset) -> None:
    paths = sorted((ROOT / "data/raw").glob("*.txt"))
    alone = [read_one(read_document(path, path.name), tools(), Given()).claims for path in paths]
    told = ("claim_id", "label", "breakdown", "parent_id", "status", "period_start", "period_end", "section", "rule")
    together = [tuple(row[name] for name in told) for row in dataset.claims.to_pylist()]
    assert together == [tuple(getattr(claim, name) for name in told) for claims in alone for claim in claims]


def test_the_samples_are_keyed_by_their_own_city(dataset: Dataset) -> None:
    index = json.loads((ROOT / "tests/gold/index.json").read_text(encoding="utf-8"))
    rows = dataset.documents.to_pylist()
    assert {Path(row["file"]).stem: (row["city"], row["city_code"], row["year"]) for row in rows} == {
        stem: (facts["city"], facts["city_code"], facts["year"]) for stem, facts in index.items()
    }
    assert {row["status"] for row in rows} == {"ok"}


def test_metrics_have_a_unique_key(dataset: Dataset) -> None:
    keys = [(row["city"], row["year"], row["indicator"]) for row in dataset.metrics.to_pylist()]
    assert len(keys) == len(set(keys))
    assert set(pc.unique(dataset.metrics.column("claim_id")).to_pylist()) <= set(
        dataset.claims.column("claim_id").to_pylist()
    )


def test_the_same_input_gives_the_same_bytes(dataset: Dataset, tmp_path: Path) -> None:
    dataset.write(tmp_path / "one")
    extract_files([ROOT / "data/raw"]).write(tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 9
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_sentence_can_be_read_by_itself() -> None:
    text = "2024年，亳州市总工会建成工会驿站1260家，服务户外劳动者38.5万余人。"
    first, second = extract(text)
    assert (first.city, first.year, first.label, first.value, first.unit) == (
        "亳州市",
        2024,
        "建成工会驿站",
        1260,
        "家",
    )
    assert (second.value, second.qualifier, text[second.char_start : second.char_end]) == (385000, ">", "38.5万余人")


@pytest.mark.parametrize(
    ("text", "label", "breakdown"),
    [
        ("发展会员4.06万名，其中新就业形态劳动者1.29万名。", "发展会员新就业形态劳动者", "新就业形态劳动者"),
        ("走访困难职工80户。\n5、对口支援资金30万元。", "对口支援资金", None),
        ("参与调解劳动争议案件46起.", "参与调解劳动争议案件", None),
    ],
)
def test_the_edges_of_a_label(text: str, label: str, breakdown: str | None) -> None:
    claim = extract(text, city="保定", year=2024)[-1]
    assert (claim.label, claim.breakdown) == (label, breakdown)


def test_what_the_caller_knows_wins() -> None:
    claim = extract("建成工会驿站1260家。", city="滁州", year=2017)[0]
    assert (claim.city, claim.city_code, claim.year, claim.period_source) == ("滁州市", "341100", 2017, "metadata")


def test_metadata_wins_over_the_text(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("2024年，亳州市总工会建成工会驿站1260家。", encoding="utf-8")
    (tmp_path / "meta.csv").write_text("file,city,year,published\na.txt,滁州市,2023,2024-01-05\n", encoding="utf-8")
    row = extract_files([tmp_path / "in"], metadata=tmp_path / "meta.csv").documents.to_pylist()[0]
    assert (row["city"], row["city_source"], row["year"], row["year_source"], str(row["published"])) == (
        "滁州市", "metadata", 2023, "metadata", "2024-01-05",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "没有数字的一段话。", "2024年", "1" * 5000, "“" * 3000, "(" * 3000, "会员" * 2000]
)
def test_odd_texts_give_no_claim_and_no_failure(text: str) -> None:
    assert extract(text) == []


def test_the_first_characters_of_a_time_are_all_known() -> None:
    """A clause that begins with none of them is never looked at for a time."""
    pattern = regex.compile(phrases.TIME_FRONT.pattern)
    characters = map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x10000)])
    assert {first for first in characters if pattern.fullmatch(first, partial=True)} == phrases.TIME_FIRSTS
