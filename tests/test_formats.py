"""Reports as people have them: pages, Word files, PDFs, Markdown and old encodings give the claims of the text."""

import codecs
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import opencc
import pytest

from installed import run
from pages import TEMPLATES, authority, page
from papers import Setting, paper, word
from unionstats.core.claim import Claim
from unionstats.core.document import Document
from unionstats.core.errors import InputError
from unionstats.corpus.formats import child
from unionstats.corpus.formats.marks import without_marks
from unionstats.corpus.formats.rows import Cell, lines_of
from unionstats.corpus.formats.sniff import format_of
from unionstats.corpus.read import read_bytes
from unionstats.metadata import Given
from unionstats.report import Report, read_one, tools

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "reports"
REPORTS = [
    *sorted((ROOT / "data" / "raw").glob("*.txt")),
    *(
        path
        for name in ("bozhou", "chuzhou", "guangan", "huaibei", "jinan")
        if (path := REAL / f"{name}.txt").is_file()
    ),
]
TITLE = "亳州市总工会2024年工作总结"
SENTENCE = "2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元。"
MORE = "全市各级工会开展劳动竞赛58场次，参与职工31万余名，评出金牌职工101名，服务户外劳动者42.7万余人。"
DAY = date(2025, 1, 18)


def read(data: bytes, file: str) -> Report:
    report = read_one(read_bytes(data, file), tools(), Given(), need_place=False)
    for claim in report.claims:
        assert report.reading.document.decoded[claim.char_start : claim.char_end] == claim.text
    return report


def claims(data: bytes, file: str) -> Counter[tuple[float, str, str, int, str]]:
    """What is compared of each claim."""
    return Counter((claim.value, claim.unit, claim.label, claim.year, claim.city) for claim in read(data, file).claims)


@cache
def told(path: Path) -> tuple[str, Counter[tuple[float, str, str, int, str]], date]:
    """The text of a report, its claims, and a day of publication that agrees with it."""
    text = path.read_text("utf-8-sig")
    report = read(text.encode(), path.name)
    published = report.row.published or date(report.reading.dating.year, 12, 18)
    return text, claims(text.encode(), path.name), published


def same(
    expected: Counter[tuple[float, str, str, int, str]], found: Counter[tuple[float, str, str, int, str]]
) -> float:
    """How many claims agree, of those that either has."""
    return (expected & found).total() / max(expected.total(), found.total(), 1)


class Conversion(NamedTuple):
    """A form of a report: how it is made, under which name it is read, and how much must be as in the text."""

    name: str
    make: Callable[[str, date], bytes]
    file: str
    least: float


CONVERSIONS = [
    Conversion("gb18030", lambda text, _: text.encode("gb18030"), "report.txt", 0.99),
    Conversion("big5", lambda text, _: text.encode("big5hkscs"), "report.txt", 0.99),
    Conversion("utf-16", lambda text, _: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "report.txt", 0.99),
    *(Conversion(name, partial(page, template), "report.html", 0.99) for name, template in TEMPLATES.items()),
    Conversion("docx", lambda text, _: word(text), "report.docx", 0.99),
    Conversion("pdf", lambda text, _: paper(text, "工会工作报告"), "report.pdf", 0.97),
    Conversion("pdf in columns", lambda text, _: paper(text, setting=Setting(columns=2)), "report.pdf", 0.97),
    Conversion("pdf of blocks", lambda text, _: paper(text, setting=Setting(0, whole=True)), "report.pdf", 0.97),
    Conversion("markdown", lambda text, _: markdown(text), "report.md", 0.99),
]


def markdown(text: str) -> bytes:
    """The report with a heading, figures in bold type, links and items."""
    title, *lines = (line.strip() for line in text.splitlines() if line.strip())
    marked = (line.replace("职工", "**职工**").replace("工会", "[工会](http://example.org/a_1)") for line in lines)
    return "\n\n".join([f"# {title} #", *marked]).encode()


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("conversion", CONVERSIONS, ids=lambda conversion: conversion.name)
def test_the_same_claims_as_in_the_text(conversion: Conversion, path: Path) -> None:
    text, expected, day = told(path)
    try:
        data = conversion.make(text, day)
    except UnicodeEncodeError:
        # Simplified characters are not in Big5: the report as it is printed where that is used.
        text = "".join(one for one in opencc.OpenCC("s2t").convert(text) if one.encode("big5hkscs", "ignore"))
        data, expected = conversion.make(text, day), claims(text.encode(), "report.txt")
    assert expected.total() >= 20
    assert same(expected, claims(data, conversion.file)) >= conversion.least


# Pages


@pytest.mark.parametrize("name", TEMPLATES)
def test_title_and_day_of_a_page(name: str) -> None:
    row = read(page(TEMPLATES[name], f"{TITLE}\n{SENTENCE}\n{MORE}", DAY), "a.html").row
    assert row.title == TITLE
    assert row.published == (None if name == "pasted" else DAY)
    assert (row.format, row.encoding) == ("html", "gb18030" if name == "laid_out" else "utf-8")


def test_a_date_of_the_text_is_not_taken_for_the_day_of_publication() -> None:
    text = f"{TITLE}\n2017年10月27日，职工服务中心开门迎客。\n{SENTENCE}\n{MORE}"
    for name in ("authority", "newspaper"):
        assert read(page(TEMPLATES[name], text, DAY), "a.html").row.published == DAY


def test_a_page_in_another_form_of_utf() -> None:
    data = page(authority, f"{TITLE}\n{SENTENCE}\n{MORE}", DAY)
    for encoding in ("utf-8-sig", "utf-16"):
        again = data.decode().replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding)
        assert claims(again, "a.html") == claims(data, "a.html")


def test_what_a_page_says_of_its_encoding_decides_where_its_content_does_not() -> None:
    source = '<html><head><meta charset="gbk"></head><body>' + "<p>嫚姩嬞嬠嬨孅</p>" * 9 + "</body></html>"
    assert "嫚姩" in read_bytes(source.encode("gbk"), "a.html").decoded
    with pytest.raises(InputError, match="cannot be decoded"):
        read_bytes(source.replace("gbk", "none").encode("gbk"), "a.html")


def test_prose_that_the_main_text_leaves_out_is_put_back() -> None:
    told = "职工服务中心接待来访职工4321人次，办结率98.7%，回访时都说满意，一件也没有落下。"
    lost = f'<div class="comment-list sidebar"><p>{told}</p></div>'
    text = f"{TITLE}\n" + f"{SENTENCE}\n{MORE}\n" * 3
    source = page(authority, text, DAY).decode()
    middle = source.index("<p", source.index("发放慰问金") + 100)
    document = read_bytes((source[:middle] + lost + source[middle:]).encode(), "a.html")
    assert "4321人次" in document.decoded


def test_a_page_without_a_main_text_is_taken_whole_and_says_so() -> None:
    cells = "".join(f'<div class="footer"><a href="#{at}">{MORE}</a></div>' for at in range(5))
    document = read_bytes(f"<html><title>{TITLE}</title><body>{cells}</body></html>".encode(), "a.html")
    assert document.decoded.count("42.7万余人") == 5
    assert "all its text was taken" in document.warning


def test_a_page_of_scripts_only_holds_no_text() -> None:
    with pytest.raises(InputError, match="web page without text"):
        read_bytes(b"<!doctype html><html><head><script>app()</script></head><body><div id=app></div></body>", "a.html")


# Tables

TABLE = [
    ["序号", "项目", "单位", "2015年", "2016年", "备注"],
    ["1", "职工书屋", "家", "118", "142", ""],
    ["2", "经费 收入", "万元", "1,250", "", "含上级补助"],
    ["3", "签订率", "%", "88.1", "90.3%", ""],
]
CELLS = {
    ("职工书屋", 118.0, "家", 2015),
    ("职工书屋", 142.0, "家", 2016),
    ("经费收入", 1250.0, "万元", 2015),
    ("签订率", 88.1, "%", 2015),
    ("签订率", 90.3, "%", 2016),
}


def as_cells(found: list[Claim]) -> set[tuple[str, float, str, int]]:
    return {(claim.label, claim.value, claim.unit, claim.year) for claim in found if "shape.table" in claim.rule}


def test_the_cells_of_a_table_in_a_page() -> None:
    rows = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in TABLE)
    body = f"<p>{SENTENCE}</p><table border=1><tbody>{rows}</tbody></table><p>{MORE}</p>"
    report = read(
        f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><div>{body}</div></body></html>".encode(), "a.html"
    )
    assert as_cells(report.claims) == CELLS
    assert {claim.value for claim in report.claims} > {1260.0, 101.0}
    assert "经费收入：含上级补助" in report.reading.document.decoded


def test_the_cells_of_a_table_in_a_word_file() -> None:
    report = read(word(f"{TITLE}\n{SENTENCE}", TABLE), "a.docx")
    assert as_cells(report.claims) == CELLS


def rows(*table: list[str | Cell]) -> list[str]:
    return lines_of([[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in table])


def test_covered_cells_are_filled_in_and_heads_repeated() -> None:
    assert rows(
        [Cell("单位：家", columns=4)],
        ["类别", "指标", "2015年", "2016年"],
        [Cell("阵地", rows=2), "书屋", "1", "2"],
        ["驿站", "3", ""],
        [Cell("二、组织", columns=4)],
        ["基层", "工会", "5", "6"],
    ) == [
        "单位：家",
        "类别指标\t2015年\t2016年",
        "阵地书屋\t1\t2",
        "阵地驿站\t3\t—",
        "二、组织",
        "类别指标\t2015年\t2016年",
        "基层工会\t5\t6",
    ]


def test_years_that_run_downwards_become_the_head() -> None:
    assert rows(["年份", "会员（万人）"], ["2015年", "1.2"], ["2016年", "1.3"]) == [
        "年份\t2015年\t2016年",
        "会员（万人）\t1.2\t1.3",
    ]


def test_a_table_of_words_stays_words() -> None:
    done = "全年新建工会214家，发展会员8650人，其中货车司机1300余人，超额完成市总工会下达的任务，受到通报表扬。"
    assert rows(["项目", "完成情况"], ["建会", done]) == ["项目\t完成情况", "建会", done]
    assert rows(["", ""], [" ", ""]) == []


# Word files and PDFs


def test_what_was_inserted_with_changes_tracked_counts_and_what_was_deleted_does_not() -> None:
    import io
    import zipfile

    made, packed = word("甲1260家乙"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                first, rest = data.split(b"<w:r>", 1)
                run, rest = rest.split(b"</w:r>", 1)
                box = "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件31万余名</w:t></w:r></w:p></w:sdtContent></w:sdt>"
                data = (
                    first
                    + b"<w:ins w:id='1' w:author='a'><w:r>" + run + b"</w:r></w:ins>"
                    + "<w:del w:id='2' w:author='a'><w:r><w:delText>删去999家</w:delText></w:r></w:del>".encode()
                    + rest.replace(b"</w:p>", b"</w:p>" + box.encode(), 1)
                )  # fmt: skip
            new.writestr(part.filename, data)
    text = read_bytes(packed.getvalue(), "a.docx").decoded
    assert text == "甲1260家乙\n控件31万余名\n"


def test_lines_of_a_pdf_are_joined_and_what_repeats_is_left_out() -> None:
    text = "\n".join([TITLE, "一、主要工作", MORE * 9, "二、下一步", SENTENCE * 40, MORE * 20])
    document = read_bytes(paper(text, "工会工作报告 内部资料"), "a.pdf")
    assert document.decoded == text + "\n"
    assert document.encoding is None


# Markdown


def test_markdown_without_its_marks_leads_back_to_the_file() -> None:
    text = (
        "---\ntitle: '亳州'\ndate: 2025\n---\n# 一、**组织** ##\n> 引用 *新建*工会**276**家\n- [会员](http://a/b_1)5*8名\n"
        "| 项目 | 2015年 |\n|---|---|\n1. `代码`\\*\n***\n![图](a.png)标题\n=====\n"
    )
    bare, offsets = without_marks(text)
    assert bare == "亳州\n一、组织\n引用 新建工会276家\n会员5*8名\n| 项目 | 2015年 |\n|---|---|\n1. 代码*\n\n图标题\n\n"
    for stretch in offsets.stretches:
        length = stretch.origin_end - stretch.origin
        assert text[stretch.origin : stretch.origin_end] == bare[stretch.start : stretch.start + length]


def test_markdown_stays_the_file_itself() -> None:
    text = f"# {TITLE}\n\n2024年，建成工会驿站**1260**家，發(fā)放慰问金375万元。\n"
    document: Document = read_bytes(text.encode(), "a.md")
    assert (document.decoded, document.is_extracted) == (text, False)
    report = read(text.encode(), "a.md")
    assert [(claim.text, claim.flags) for claim in report.claims] == [("1260**家", ()), ("375万元", ())]
    assert report.row.title == TITLE


# The run


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    text = f"{TITLE}\n{SENTENCE}\n{MORE}\n"
    for name, template in TEMPLATES.items():
        (tmp_path / "raw").mkdir(exist_ok=True)
        (tmp_path / "raw" / f"{name}.html").write_bytes(page(template, f"{text}{name}网页", DAY))
    (tmp_path / "raw" / "a.docx").write_bytes(word(f"{text}文件一"))
    (tmp_path / "raw" / "b.pdf").write_bytes(paper(f"{text}文件二"))
    for seed in ("0", "1"):
        assert run("extract", "raw", "--out", seed, folder=tmp_path, PYTHONHASHSEED=seed).returncode == 0
    first, second = (
        {
            path.relative_to(tmp_path / seed): path.read_bytes()
            for path in (tmp_path / seed).rglob("*")
            if path.is_file()
        }
        for seed in ("0", "1")
    )
    assert first == second
    assert len([path for path in first if path.parts[0] == "text"]) == len(TEMPLATES) + 2


# Which format


@pytest.mark.parametrize(
    ("data", "suffix", "form"),
    [
        (b"<!-- saved from url=(0014)about:internet -->\r\n<html>", "txt", "html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "txt", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''>", "pdf", "html"),
        ("正文<br>1260家".encode(), "html", "html"),
        ("正文<br>1260家".encode(), "txt", "txt"),
        ("1260家，没有标签".encode(), "html", "txt"),
        (b"<div align=center># a</div>", "md", "md"),
        (b"# a", "markdown", "md"),
        (b"%PDF-1.7", "txt", "pdf"),
        (b"junk%PDF-1.7", "pdf", "pdf"),
        (b"{\\rtf1", "docx", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx", "doc"),
        (b"PK\x03\x04 word/document.xml cut", "docx", "docx"),
        (b"PK\x05\x06" + bytes(18), "docx", "zip"),
        (b"", "html", "txt"),
        (b"PK is a name", "text", "txt"),
    ],
)
def test_content_decides_the_format(data: bytes, suffix: str, form: str) -> None:
    assert format_of(data, suffix) == form


def test_a_file_under_the_wrong_name_is_read_as_what_it_is() -> None:
    text = f"{TITLE}\n{SENTENCE}\n{MORE}"
    made = {"html": page(authority, text, DAY), "docx": word(text), "pdf": paper(text), "txt": text.encode()}
    for form, data in made.items():
        for suffix in (".txt", ".html", ".docx", ".pdf"):
            document = read_bytes(data, f"a{suffix}")
            assert document.format == form
            assert "建成工会驿站1260家" in document.decoded


# The packages


@pytest.mark.parametrize(
    ("package", "data", "said"),
    [
        ("trafilatura", b"<html><p>a", ("a web page", "trafilatura", "html")),
        ("pypdfium2", b"%PDF-1.7", ("a PDF", "pypdfium2", "pdf")),
        ("docx", b"PK\x03\x04word/", ("a Word file", "python-docx", "docx")),
    ],
)
def test_a_missing_package_is_one_line(
    monkeypatch: pytest.MonkeyPatch, package: str, data: bytes, said: tuple[str, str, str]
) -> None:
    monkeypatch.setattr(child, "find_spec", lambda name: None if name == package else object())
    with pytest.raises(InputError) as caught:
        read_bytes(data, "folder/a.bin")
    what, name, extra = said
    remedy = f'Run pip install "unionstats[{extra}]".'
    assert str(caught.value) == f"folder/a.bin: is {what}, and the package {name} is not installed. {remedy}"
