"""The page of `unionstats report`, as a file: what is in it, and what cannot get out of its place."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from installed import run
from unionstats.core.claim import Claim, DocumentRow, Dropped
from unionstats.core.errors import UsageError
from unionstats.core.flag import FLAGS
from unionstats.metrics.review import read_review
from unionstats.output.dataset import Dataset
from unionstats.output.page import render as rendering
from unionstats.output.page.gather import Printed, gather
from unionstats.output.page.render import SCRIPTS, interface_words, render

SOURCE = Path(__file__).resolve().parents[1] / "src" / "unionstats"
PAGE = files("unionstats.output.page")
WORDS = interface_words()
REPORTS = {
    "baoding2024.txt": "保定市总工会2024年工作总结\n建成工会驿站400家。全市工会驿站410家。熬制3000剂汤药。\n",
    "bozhou2024.txt": "亳州市总工会2024年工作总结\n𠮷庆之年，建成工会驿站1260家，慰问职工12.53人次。\n",
}
HOSTILE = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>\"'&<!-- \u2028 ${hit} {{ 7*7 }}"


class Elements(HTMLParser):
    """Every element with its attributes, and the text of those that hold raw text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.all and self.all[-1][0] in ("script", "style") and self.cdata_elem:
            attributes, text = self.raw[-1]
            self.raw[-1] = (attributes, text + data)

    def data(self, name: str) -> Any:
        return json.loads(next(text for attributes, text in self.raw if attributes.get("id") == name))


def column(table: dict[str, Any], name: str) -> list[Any]:
    """A column as the page's script reads it."""
    kept = table[name]
    return kept["all"] if "all" in kept else [kept["of"][at] for at in kept["at"]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with reports, their dataset and its page; not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, text in REPORTS.items():
        (folder / "data" / "raw" / name).write_text(text, encoding="utf-8")
    assert run("extract", "--quiet", folder=folder).returncode == 0
    result = run("report", "-o", "page/report.html", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Written to page/report.html: 2 reports, 0.")
    return folder


@pytest.fixture(scope="module")
def page(made: Path) -> Elements:
    return Elements((made / "page" / "report.html").read_text(encoding="utf-8"))


def test_every_claim_is_on_the_page_and_stands_where_it_says(page: Elements) -> None:
    main = page.data("data")
    claims = main["claims"]
    files_of = [entry["file"] for entry in main["documents"]]
    assert files_of == sorted(REPORTS)
    texts = [page.data(f"report-{at}")["text"] for at in range(len(files_of))]
    assert texts == [REPORTS[file] for file in files_of]
    names = ("file", "text", "char_start", "char_end", "evidence_start")
    rows = list(zip(*(column(claims, name) for name in names), strict=True))
    assert {text for _, text, *_ in rows} == {"400家", "410家", "1260家", "12.53人次"}
    for file, text, start, end, place in rows:
        assert REPORTS[file][start:end] == text
        assert text in REPORTS[file][slice(*place)]
    assert [entry["dropped"] for entry in main["documents"]] == [True, True]
    assert [REPORTS["baoding2024.txt"][start:end] for start, end, *_ in page.data("report-0")["dropped"]][
        -1
    ].startswith("3000")
    assert {rule for rules in column(claims, "rule") for rule in rules.split()} <= set(main["rules"])


def test_what_a_flag_names_is_on_the_page(page: Elements) -> None:
    claims = page.data("data")["claims"]
    ids = column(claims, "claim_id")
    flags = [flag for flags in column(claims, "flags") for flag in flags]
    assert sorted(flag.partition(":")[0] for flag in flags) == ["conflict", "conflict", "fractional_count"]
    assert all(other in ids for flag in flags for other in flag.partition(":")[2].split(",") if other)


def test_every_flag_of_the_program_is_explained() -> None:
    raised = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'flags?(?:\.append)?\(\s*"([a-z_0-9]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"conflict", "repaired", "parts_mismatch"} <= raised
    assert raised == set(FLAGS)


def test_only_the_named_script_and_style_can_run(page: Elements) -> None:
    (policy,) = (
        attributes["content"] or ""
        for tag, attributes in page.all
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and "http" not in policy
    plain = [text for attributes, text in page.raw if not attributes]
    assert len(plain) == 2
    for text in plain:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    for tag, attributes in page.all:
        assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in attributes), tag
        assert not (attributes.get("href") or "#").partition("#")[0], tag


def test_the_scripts_make_text_and_no_markup() -> None:
    for name in (*SCRIPTS, "page.html"):
        text = PAGE.joinpath(name).read_text(encoding="utf-8")
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\(|fetch\(|import\(", text
        )
        assert not found, name
        assert set(re.findall(r"https?://[^\"' ]+", text)) <= {"http://www.w3.org/2000/svg"}
        if name.endswith(".js"):
            assert "</script" not in text and "<!--" not in text


def test_every_word_is_there_in_both_languages_and_is_used() -> None:
    assert all(len(pair) == 2 and all(pair) for pair in WORDS.values())
    for english, chinese in WORDS.values():
        assert re.findall(r"\{\d\}", english) == sorted(re.findall(r"\{\d\}", english))
        assert set(re.findall(r"\{\d\}", english)) == set(re.findall(r"\{\d\}", chinese))
    text = "".join(PAGE.joinpath(name).read_text(encoding="utf-8") for name in (*SCRIPTS, "page.html"))
    named = set(re.findall(r"\bword\(['\"]([a-z_]+)['\"]", text)) | set(
        re.findall(r"(?:say|filter)\(\"([a-z_]+)\"", text)
    )
    assert named <= set(WORDS)
    built = re.compile("(?:q[=<>≈]|source_|place_|flag_|script_|nature_)")
    unused = [key for key in WORDS if not built.match(key) and not re.search(rf"['\"{{ ]{key}['\":,]", text)]
    assert not unused


def hostile_dataset(make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]) -> Dataset:
    """A dataset in which every text is an attack."""
    text = {"file": HOSTILE, "city": HOSTILE, "county": HOSTILE}
    claim = make_claim(
        **text, claim_id="c00000000000000a", label=HOSTILE, breakdown=HOSTILE, indicator=HOSTILE, indicator_id=HOSTILE,
        topic=HOSTILE, unit=HOSTILE, evidence=HOSTILE, section=HOSTILE, rule=HOSTILE, period_source=HOSTILE,
        text=HOSTILE, flags=(HOSTILE, "conflict:c00000000000000b"), parent_id="c00000000000000b",
        char_start=0, char_end=len(HOSTILE),
    )  # fmt: skip
    other = claim._replace(claim_id="c00000000000000b", city="亳州市", flags=(), parent_id=None)
    document = make_document(**text, title=HOSTILE, city_source=HOSTILE, year_source=HOSTILE, script=HOSTILE)
    failed = make_document(file=f"{HOSTILE}2", status="failed", error=HOSTILE)
    from unionstats.metrics.tidy import tidy

    return Dataset.from_rows([claim, other], tidy([claim, other], [document]), [document, failed], [], HOSTILE)


def hostile_page(dataset: Dataset) -> bytes:
    """Its page, with the text at hand and a number turned down."""
    dropped = [Dropped(HOSTILE, "1", 0, 1, HOSTILE, HOSTILE, HOSTILE)]
    text = f"{HOSTILE}\n{HOSTILE}\ud800"
    return render(gather(dataset, lambda _: Printed(text, "ok", dropped), {HOSTILE: HOSTILE}, HOSTILE), "en")


def test_hostile_text_stays_data(make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]) -> None:
    content = hostile_page(hostile_dataset(make_claim, make_document))
    page = Elements(content.decode())
    tags = [tag for tag, _ in page.all]
    assert tags.count("script") == 1 + 2 + 1 and "img" not in tags
    main = page.data("data")
    assert column(main["claims"], "label") == [HOSTILE, HOSTILE]
    assert main["documents"][0]["title"] == HOSTILE
    assert page.data("report-0")["text"] == f"{HOSTILE}\n{HOSTILE}\ud800"
    assert b"<script>window.hit" not in content


def test_reports_that_are_gone_or_changed_are_told(made: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "bozhou2024.txt").write_text(REPORTS["bozhou2024.txt"] + "又及。", encoding="utf-8")
    result = run("report", made / "data" / "out", "--reports", reports, folder=tmp_path)
    assert result.returncode == 0
    assert "1 reports are not at hand" in result.stderr and "1 reports have changed since" in result.stderr
    page = Elements((tmp_path / "report.html").read_text(encoding="utf-8"))
    main = page.data("data")
    assert [entry["state"] for entry in main["documents"]] == ["absent", "changed"]
    assert page.data("report-0") == page.data("report-1") == {"text": None, "dropped": []}
    assert sorted(main["evidence"]) == sorted(column(main["claims"], "claim_id"))


def test_texts_of_pages_and_of_archives_are_shown(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    html = "<html><head><title>保定市总工会2024年工作总结</title></head><body><p>建成工会驿站400家。</p></body></html>"
    (raw / "baoding2024.html").write_text(html, encoding="utf-8")
    with ZipFile(raw / "more.zip", "w") as archive:
        archive.writestr("bozhou2024.txt", REPORTS["bozhou2024.txt"])
    result = run("extract", "--quiet", folder=tmp_path)
    if "html" in result.stderr:
        pytest.skip(f"web pages are not read here: {result.stderr.strip()}")
    result = run("report", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    page = Elements((tmp_path / "report.html").read_text(encoding="utf-8"))
    main = page.data("data")
    assert [(entry["state"], entry["dropped"]) for entry in main["documents"]] == [("ok", True)] * 2
    texts = [page.data(f"report-{at}")["text"] for at in range(2)]
    assert "建成工会驿站400家。" in texts[0] and "<p>" not in texts[0]
    assert texts[1] == REPORTS["bozhou2024.txt"]
    (raw / "baoding2024.html").unlink()
    assert run("report", folder=tmp_path).stderr == ""


def test_a_text_in_which_a_figure_is_not_where_it_says_is_not_shown(
    make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow]
) -> None:
    claim = make_claim(text="35家", char_start=2, char_end=5, evidence="建成工会驿站35家。")
    dataset = Dataset.from_rows([claim], [], [make_document()], [], "0" * 64)
    for text, state in (("共计35家", "ok"), ("总共计35家", "changed")):
        data = gather(dataset, lambda _, text=text: Printed(text, "ok", ()), {}, "0")  # type: ignore[misc]
        assert data.main["documents"][0]["state"] == state
        assert data.reports[0]["text"] == (text if state == "ok" else None)


def test_numbers_turned_down_are_shown_under_the_same_rules_only(made: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    from installed import SAIL

    (rules / "sail.toml").write_text(SAIL, encoding="utf-8")
    assert run("report", "--rules", rules, "-o", tmp_path / "x.html", folder=made).returncode == 0
    main = Elements((tmp_path / "x.html").read_text(encoding="utf-8")).data("data")
    assert [entry["dropped"] for entry in main["documents"]] == [False, False]


def test_errors_are_one_line(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("report", "nowhere", folder=made)
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    (tmp_path / "taken").mkdir()
    result = run("report", "-o", tmp_path / "taken", folder=made)
    assert result.returncode == 74
    assert result.stderr.startswith(f"unionstats: {tmp_path / 'taken'}: cannot be written: it is a folder.")
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(UsageError, match=r'Jinja2 is not installed\. Run pip install "unionstats\[report\]"\.'):
        rendering._environment()


def test_the_page_is_the_same_for_the_same_dataset(made: Path, tmp_path: Path) -> None:
    assert run("report", "-o", tmp_path / "again.html", folder=made).returncode == 0
    assert (tmp_path / "again.html").read_bytes() == (made / "page" / "report.html").read_bytes()
    assert run("report", "--lang", "zh", "-o", tmp_path / "zh.html", folder=made).returncode == 0
    assert '<html lang="zh-Hans">' in (tmp_path / "zh.html").read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours #rrggbb, after WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_told_from_its_ground() -> None:
    style = PAGE.joinpath("page.css").read_text(encoding="utf-8")
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", scheme))
        for ground in ("ground", "panel", "chosen"):
            for text in ("text", "faint", "link", "count", "amount", "percentage", "flag"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for text in ("text", "count", "amount", "percentage"):
            assert contrast(colours[text], colours["mark"]) >= 4.5, text


LINE = {
    "report": "bozhou2024", "city": "亳州市", "claim_id": "c0", "answer": "accept", "start": 0, "end": 4,
    "text": "35家", "value": 35, "unit": "家", "kind": "count", "qualifier": "=", "indicator": "工会驿站",
    "must": ["工会驿站"], "period": [2024, 2024], "years_ok": [2024],
}  # fmt: skip


def written(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_review_is_read_as_gold(tmp_path: Path) -> None:
    rejected = {**LINE, "answer": "reject", "start": 9, "end": 12}
    undecided = {**LINE, "answer": "open", "optional": True, "start": 20, "end": 23}
    gold = read_review(written(tmp_path / "review.jsonl", LINE, rejected, undecided))
    assert list(gold) == ["bozhou2024"] and gold["bozhou2024"].city == "亳州市"
    assert [(claim.start, claim.optional) for claim in gold["bozhou2024"].claims] == [(0, False), (20, True)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ({**LINE, "report": 3}, "report is missing or no text"),
        ({**LINE, "answer": "maybe"}, "the answer maybe is unknown"),
        ({**LINE, "city": "保定市"}, "the city is 保定市, and was 亳州市 above"),
        ({**LINE, "value": "35"}, "value is not a number"),
    ],
)
def test_a_review_that_is_not_understood_is_refused(line: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=complaint) as caught:
        read_review(written(tmp_path / "review.jsonl", LINE, line))
    assert caught.value.where.endswith("review.jsonl line 2")
    with pytest.raises(UsageError, match="has no report notice"):
        read_review(written(tmp_path / "review.jsonl", LINE), only=["notice"])


def test_the_files_of_the_page_travel_in_the_wheel(tmp_path: Path) -> None:
    builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    (wheel,) = builder.WheelBuilder(str(SOURCE.parents[1])).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    folder = "unionstats/output/page/"
    assert {f"{folder}{name}" for name in (*SCRIPTS, "page.html", "page.css", "words.json")} <= names
