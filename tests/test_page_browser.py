"""The page of `unionstats report` in a real browser: what a reviewer does with it."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Visit, chromium
from installed import run
from test_page import REPORTS, hostile_dataset, hostile_page
from unionstats.core.claim import Claim, DocumentRow

ROOT = Path(__file__).resolve().parents[1]
Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def made(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the page of three small reports, one of them with figures of two years."""
    folder = tmp_path_factory.mktemp("made")
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    older = "保定市总工会2023年工作总结\n建成工会驿站300余家。困难职工建档率达90%，发放慰问金375万元。\n"
    for name, text in {**REPORTS, "baoding2023.txt": older}.items():
        (raw / name).write_text(text, encoding="utf-8")
    assert run("extract", "--quiet", folder=folder).returncode == 0
    assert run("report", folder=folder).returncode == 0
    return folder


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    """Open a page; at the end nothing may have been said on the console."""
    visits: list[Visit] = []

    def open_page(path: Path, **window: Any) -> Visit:
        visits.append(Visit(browser, path, **window))
        return visits[-1]

    yield open_page
    said = [line for each in visits for line in each.said]
    for each in visits:
        each.close()
    assert said == []


def test_the_first_screen_says_what_the_dataset_holds(made: Path, visit: Open) -> None:
    at = visit(made / "report.html")
    assert at.page.title() == "Figures of trade-union reports"
    assert at.text(".totals p:nth-child(1)") == "3 reports"
    assert at.page.locator(".coverage tbody tr").count() == 2
    assert "conflict" in at.text(".flags")
    assert "工会驿站（个）" in at.text(".shared")
    assert at.page.locator(".chart .bar").count() == 2
    assert at.page.locator(".chart .sparkline").count() == 1
    at.page.click(".flags tbody a >> nth=0")
    assert at.text("#found") == "2 of 7 figures"
    assert at.page.input_value("[name=flag]") == "conflict"


def test_filters_and_search_choose_figures(made: Path, visit: Open) -> None:
    at = visit(made / "report.html", at="#review")
    page, entries = at.page, at.page.locator("#list .entry")
    assert entries.count() == 7
    page.select_option("[name=city]", "亳州市")
    assert entries.count() == 2 and page.inner_text("#text h2") == "亳州市总工会2024年工作总结"
    page.click("button[type=reset]")
    at.wait(lambda: entries.count() == 7)
    page.select_option("[name=kind]", "percentage")
    assert entries.all_inner_texts()[0].split("\n")[1:] == ["90 %", "保定市 2023"]
    page.select_option("[name=kind]", "")
    page.fill("[name=search]", "慰问金 375")  # words of the sentence that both figures stand in
    at.wait(lambda: entries.count() == 2)
    page.fill("[name=search]", "不存在")
    at.wait(lambda: entries.count() == 0)
    assert page.inner_text("#found") == "No figure fits the filters."


def test_marks_stand_on_the_text_as_printed(made: Path, visit: Open) -> None:
    page = visit(made / "report.html", at="#review").page
    page.select_option("[name=city]", "亳州市")
    assert page.locator("#text a.mark").all_inner_texts() == ["1260家", "12.53人次"]
    assert page.inner_text("#text .body").replace("\n", "") == REPORTS["bozhou2024.txt"].replace("\n", "")
    assert page.locator("#text a.mark.flagged").all_inner_texts() == ["12.53人次"]
    page.click("#text a.mark >> nth=1")
    assert page.inner_text("#claim .figure") == "12.53 人次 count"
    assert "counts whole things with a fraction" in page.inner_text("#claim")
    assert page.inner_text("#claim blockquote mark") == "12.53人次"
    assert not page.locator(".with-dropped").count()
    page.keyboard.press("d")
    assert page.locator("#text.with-dropped .turned-down").count() and page.is_checked("#dropped")


def test_the_series_of_a_figure_leads_to_other_cities_and_years(made: Path, visit: Open) -> None:
    page = visit(made / "report.html", at="#review").page
    page.click("#list .entry >> nth=0")
    cells = page.locator("#claim table.series tbody tr").all_inner_texts()
    assert [row.split("\t")[:3] for row in cells] == [
        ["亳州市", "2024", "1,260 个"],
        ["保定市", "2023", ">300 个"],
        ["保定市", "2024", "400 个!"],
    ]
    page.click("#claim table.series a >> nth=0")
    assert page.inner_text("#text h2") == "亳州市总工会2024年工作总结"


def test_keys_move_answer_and_help(made: Path, visit: Open) -> None:
    at = visit(made / "report.html", at="#review")
    page = at.page

    def place() -> str:
        return at.text("#claim .steps span")

    assert place() == "1 / 7"
    for key, expected in (("j", "2 / 7"), ("j", "3 / 7"), ("k", "2 / 7"), ("a", "3 / 7"), ("r", "4 / 7")):
        page.keyboard.press(key)
        at.wait(lambda expected=expected: place() == expected)  # type: ignore[misc]
    assert at.text("#progress") == "2 of 7 answered"
    assert page.locator("#list .answer-sign").all_inner_texts() == ["accepted", "rejected"]
    page.keyboard.press("k")
    at.wait(lambda: place() == "3 / 7")
    page.keyboard.press("u")
    at.wait(lambda: at.text("#progress") == "1 of 7 answered")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible() and place() == "3 / 7"
    page.keyboard.press("/")
    at.wait(lambda: bool(page.evaluate("document.activeElement.name === 'search'")))
    page.keyboard.type("jar")
    assert at.text("#progress") == "1 of 7 answered"
    page.reload()
    assert at.text("#progress") == "1 of 7 answered"


def test_fast_fingers_answer_the_figure_that_is_shown(made: Path, visit: Open) -> None:
    at = visit(made / "report.html", at="#review")
    at.page.evaluate(
        "for (const key of 'jjarkkk') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    )
    assert at.text("#claim .steps span") == "2 / 7"
    entries = at.page.locator("#list li")
    signs = [entries.nth(number).locator(".answer-sign").all_inner_texts() for number in range(5)]
    assert signs == [[], [], ["accepted"], ["rejected"], []]


def test_answers_are_exported_as_gold(made: Path, visit: Open, tmp_path: Path) -> None:
    page = visit(made / "report.html", at="#review").page
    page.select_option("[name=city]", "亳州市")
    page.keyboard.press("Escape")
    page.click("[data-answer=accept]")
    page.click("#list .entry >> nth=1")
    page.click("[data-answer=correct]")
    page.fill(".correction [name=value]", "12,x")
    page.click(".correction [type=submit]")
    assert page.inner_text(".correction .wrong") == "This is no number."
    page.fill(".correction [name=value]", "1253")
    page.fill(".correction [name=label]", "慰问困难职工")
    page.click(".correction [type=submit]")
    assert page.inner_text("#claim ins >> nth=0") == "慰问困难职工"
    with page.expect_download() as download:
        page.click("#export")
    assert download.value.suggested_filename == "review.jsonl"
    download.value.save_as(tmp_path / "review.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "review.jsonl").read_text(encoding="utf-8").splitlines()]
    text = REPORTS["bozhou2024.txt"]
    assert [(line["answer"], text[line["start"] : line["end"]], line["value"]) for line in lines] == [
        ("accept", "1260家", 1260),
        ("correct", "12.53人次", 1253),
    ]
    result = run("score", made / "data" / "out", tmp_path / "review.jsonl", "--json", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    report = json.loads(result.stdout)["reports"]["bozhou2024"]
    assert (report["rows"], report["gold"], report["measures"]["all"]["right"]) == (2, 2, 1)
    assert report["measures"]["found"]["right"] == 2


def test_what_was_not_answered_counts_neither_way(made: Path, visit: Open, tmp_path: Path) -> None:
    page = visit(made / "report.html", at="#review").page
    page.select_option("[name=report]", "baoding2024.txt")
    page.click("[data-answer=reject]")
    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(tmp_path / "review.jsonl")
    result = run("score", made / "data" / "out", tmp_path / "review.jsonl", "--json", "--errors", 9, folder=tmp_path)
    report = json.loads(result.stdout)["reports"]["baoding2024"]
    assert [error["kinds"] for error in report["errors"]] == [["spurious"]]


def test_hostile_text_runs_nothing(
    visit: Open, make_claim: Callable[..., Claim], make_document: Callable[..., DocumentRow], tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(hostile_page(hostile_dataset(make_claim, make_document)))
    at = visit(path)
    page = at.page
    page.click("#to-review")
    for keys in "jkdarcu?":
        page.keyboard.press(keys)
    page.keyboard.press("Escape")
    page.click("#language")
    assert page.evaluate("window.hit") is None
    assert page.locator("img, #text script, #claim script, #list script").count() == 0
    assert "<img src=x onerror=window.hit=1>" in page.inner_text("#claim h2")
    assert at.said == []
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'hit = 2' }))")
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' }))")
    at.wait(lambda: len(at.said) >= 2)
    assert page.evaluate("window.hit") is None
    assert all("Content Security Policy" in line for line in at.said)
    at.said.clear()


def test_the_language_changes_and_nothing_is_lost(made: Path, visit: Open) -> None:
    page = visit(made / "report.html", at="#review").page
    page.select_option("[name=kind]", "amount")
    page.click("#language")
    assert page.get_attribute("html", "lang") == "zh-Hans" and page.title() == "工会报告数据核对"
    assert page.inner_text("#found") == "7 条中的 1 条"
    assert page.input_value("[name=kind]") == "amount"
    page.click("#language")
    assert page.inner_text("#found") == "1 of 7 figures"


def test_on_a_phone_one_pane_at_a_time_fits(made: Path, visit: Open) -> None:
    page = visit(made / "report.html", width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#to-review")
    assert page.locator("#list").is_visible() and not page.locator("#claim").is_visible()
    page.click("#list .entry >> nth=2")
    assert page.locator("#claim").is_visible() and not page.locator("#list").is_visible()
    page.click(".tabs [data-pane=text]")
    assert page.locator("#text a.mark[aria-current]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => b.checkVisibility() && b.offsetHeight < 32).length"
    )
    assert small == 0


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_everything_to_act_on_has_a_name_and_comes_in_order(made: Path, visit: Open, width: int) -> None:
    page = visit(made / "report.html", width=width).page
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className || document.activeElement.id"))
    assert sorted(reached) == sorted(["skip", "to-overview", "to-review", "export", "import", "language", "to-help"])
    page.click("#to-review")
    unnamed = page.evaluate(
        """[...document.querySelectorAll('button, a, input, select')].filter((node) => node.checkVisibility() &&
        !(node.getAttribute('aria-label') || node.labels?.[0]?.innerText || node.innerText || '').trim())
        .map((node) => node.outerHTML)"""
    )
    assert unnamed == []
    assert page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"],[tabindex="-1"])\').length') == 0


def test_the_sample_reports_open_within_a_second(visit: Open, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    assert run("extract", "--quiet", folder=tmp_path).returncode == 0
    assert run("report", folder=tmp_path).returncode == 0
    assert (tmp_path / "report.html").stat().st_size < 2_000_000
    at = visit(tmp_path / "report.html")
    timing = (
        "(({ loadEventEnd, startTime }) => loadEventEnd - startTime)(performance.getEntriesByType('navigation')[0])"
    )
    at.wait(lambda: at.page.evaluate(timing) > 0)
    assert at.page.evaluate(timing) < 1000
    start = time.perf_counter()
    at.page.click("#to-review")
    at.page.keyboard.press("j")
    at.wait(lambda: at.text("#claim .steps span").startswith("2 / "))
    assert time.perf_counter() - start < 2


def test_a_missed_figure_is_added_where_it_is_selected(visit: Open, tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    text = "亳州市总工会2024年工作总结\r\n𠮷庆之年，建成工会驿站35家。\r\n会上熬制3000剂汤药，大家欢喜。\n"
    (raw / "bozhou2024.txt").write_bytes(text.encode())
    assert run("extract", "--quiet", folder=tmp_path).returncode == 0
    assert run("report", folder=tmp_path).returncode == 0
    at = visit(tmp_path / "report.html", at="#review")
    page = at.page
    page.keyboard.press("m")
    assert at.text("#claim") == "Select the number with its unit in the text first."
    page.evaluate(
        """() => {
        const line = [...document.querySelectorAll('#text .body p')].find((p) => p.textContent.includes('3000剂'));
        const from = line.textContent.indexOf('3000剂');
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        for (let node = walker.nextNode(), at = 0; node; at += node.data.length, node = walker.nextNode()) {
          if (at <= from && from < at + node.data.length) range.setStart(node, from - at);
          if (at < from + 5 && from + 5 <= at + node.data.length) range.setEnd(node, from + 5 - at);
        }
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("m")
    assert page.input_value(".correction [name=value]") == "3000"
    assert page.input_value(".correction [name=unit]") == "剂"
    page.fill(".correction [name=label]", "熬制汤药")
    page.click(".correction [type=submit]")
    assert page.locator("#text .mark.missed").all_inner_texts() == ["3000剂"]
    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(tmp_path / "review.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "review.jsonl").read_text(encoding="utf-8").splitlines()]
    missed = lines[-1]
    assert text[missed["start"] : missed["end"]] == "3000剂"
    assert missed["quote"].strip() == "会上熬制3000剂汤药，大家欢喜。"
    result = run(
        "score", tmp_path / "data" / "out", tmp_path / "review.jsonl", "--json", "--errors", 9, folder=tmp_path
    )
    (error,) = json.loads(result.stdout)["reports"]["bozhou2024"]["errors"]
    assert error["kinds"] == ["missed"] and error["gold"]["indicator"] == "熬制汤药"
    page.click("#text .mark.missed")
    page.click("#claim button")
    assert page.locator("#text .mark.missed").count() == 0


def exported(page: Any) -> list[dict[str, Any]]:
    """The lines of the page's export."""
    with page.expect_download() as download:
        page.click("#export")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def take_over(at: Visit, content: str | bytes | list[dict[str, Any]], name: str = "other.jsonl") -> str:
    """Choose a file to import, and return what the page says of it."""
    if isinstance(content, list):
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in content)
    data = content if isinstance(content, bytes) else content.encode()
    before = at.page.evaluate("window.toldOf = document.querySelector('#told').firstChild")
    assert before is None or at.page.locator("#told").is_visible()
    at.page.set_input_files("#import-file", files=[{"name": name, "mimeType": "text/plain", "buffer": data}])
    at.wait(
        lambda: at.page.evaluate(
            "(node => node !== null && node !== window.toldOf)(document.querySelector('#told').firstChild)"
        )
    )
    return at.text("#told span")


def reviewed(made: Path, visit: Open) -> list[dict[str, Any]]:
    """The export of a reviewer who accepted one figure, rejected one and corrected one."""
    page = visit(made / "report.html", at="#review").page
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.keyboard.press("c")
    page.fill(".correction [name=value]", "31")
    page.fill(".correction [name=breakdown]", "市级")
    page.click(".correction [type=submit]")
    return exported(page)


def test_an_export_is_taken_back_where_the_browser_has_forgotten(made: Path, visit: Open) -> None:
    lines = reviewed(made, visit)
    at = visit(made / "report.html", at="#review")
    assert at.text("#progress") == "0 of 7 answered"
    assert take_over(at, lines) == "Answers taken over from other.jsonl: 3."
    assert at.text("#progress") == "3 of 7 answered"
    assert exported(at.page) == lines
    assert take_over(at, lines) == "Answers taken over from other.jsonl: 0. Here already: 3."
    at.page.reload()
    assert at.text("#progress") == "3 of 7 answered"
    at.page.click("#list .entry >> nth=2")
    assert at.page.locator("#claim ins").all_inner_texts() == ["市级", "31"]


def test_answers_of_another_reviewer_join_and_never_replace(made: Path, visit: Open) -> None:
    lines = reviewed(made, visit)
    at = visit(made / "report.html", at="#review")
    at.page.keyboard.press("r")
    said = take_over(at, lines)
    assert said.startswith("Answers taken over from other.jsonl: 2. Different from yours, which stay: 1.")
    assert at.page.locator("#told a").count() == 1
    assert [line["answer"] for line in exported(at.page) if line["answer"] != "open"] == ["reject", "reject", "correct"]
    at.page.click("#language")
    assert at.text("#told span").startswith("从 other.jsonl 导入核对结果 2 条。")
    at.page.click("#told button")
    assert not at.page.locator("#told").is_visible()


def test_an_answer_to_another_reading_is_left_aside(made: Path, visit: Open) -> None:
    lines = [line for line in reviewed(made, visit) if line["answer"] in ("accept", "reject")]
    lines[0]["indicator"] = lines[0]["must"][0] = "别的读法"
    at = visit(made / "report.html", at="#review")
    said = take_over(at, lines)
    assert said == "Answers taken over from other.jsonl: 1. To no figure of this dataset as it reads now: 1."


def test_missed_figures_are_taken_over_where_they_stand(made: Path, visit: Open) -> None:
    (line, *_) = reviewed(made, visit)
    text = REPORTS["bozhou2024.txt"]
    start = text.index("2024")
    missed = {
        **line,
        "report": "bozhou2024",
        "answer": "missed",
        "claim_id": "",
        "start": start,
        "end": start + 4,
        "text": "2024",
        "indicator": "<b>年</b>",
    }
    at = visit(made / "report.html", at="#review")
    elsewhere = {**missed, "text": "2025"}
    assert take_over(at, [missed, elsewhere]).endswith(": 1. To no figure of this dataset as it reads now: 1.")
    at.page.select_option("[name=city]", "亳州市")
    assert at.page.locator("#text .mark.missed").all_inner_texts() == ["2024"]
    at.page.click("#text .mark.missed")
    assert at.text("#claim h2").startswith("<b>年</b>") and at.page.locator("#claim b").count() == 0
    assert [entry["text"] for entry in exported(at.page) if entry["answer"] == "missed"] == ["2024"]


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "perhaps"},
        {"answer": "__proto__"},
        {"claim_id": None},
        {"value": "12"},
        {"value": None},
        {"unit": ["家"]},
        {"kind": "count onmouseover=alert(1)"},
        {"qualifier": "~"},
        {"status": {"toString": 1}},
        {"period": [2024]},
        {"years_ok": []},
        {"start": 5, "end": 5},
        {"indicator": "长" * 20_000},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_line_that_no_page_exported_refuses_the_file(made: Path, visit: Open, change: dict[str, Any]) -> None:
    good, other, *rest = reviewed(made, visit)
    at = visit(made / "report.html", at="#review")
    said = take_over(at, [good, {**other, **change}, *rest])
    assert said == "other.jsonl, line 2: this is no answer that a review page exported. Nothing was taken over."
    assert at.text("#progress") == "0 of 7 answered"


def test_foreign_files_are_refused_in_one_line(made: Path, visit: Open) -> None:
    lines = reviewed(made, visit)
    at = visit(made / "report.html", at="#review")
    gold = (ROOT / "tests" / "gold" / "chuzhou2017.jsonl").read_bytes()
    no_answer = "{0}, line 1: this is no answer that a review page exported. Nothing was taken over."
    cases: list[tuple[str, Any, str]] = [
        ("gold.jsonl", gold, no_answer),
        ("table.csv", "city,year\n亳州市,2024\n", no_answer),
        ("list.json", "[1, 2]", no_answer),
        ("null.json", "null", no_answer),
        ("picture.png", bytes(range(256)), no_answer),
        ("empty.jsonl", "\n \n", "{0} holds no answers. Nothing was taken over."),
        ("<img src=x onerror=alert(1)>.jsonl", "x", no_answer),
        (
            "far.jsonl",
            [{**line, "claim_id": "c" + "0" * 15, "report": "elsewhere"} for line in lines],
            "{0} answers the figures of another dataset. Nothing was taken over.",
        ),
        (
            "proto.jsonl",
            [{**line, "claim_id": "__proto__"} for line in lines],
            "{0} answers the figures of another dataset. Nothing was taken over.",
        ),
    ]
    for name, content, expected in cases:
        assert take_over(at, content, name) == expected.format(name)
    assert at.text("#progress") == "0 of 7 answered"
    assert take_over(at, "\ufeff" + "\r\n".join(map(json.dumps, lines))) == "Answers taken over from other.jsonl: 3."
