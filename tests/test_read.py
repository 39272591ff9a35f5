"""Bytes to Documents: encodings, faults, and the text for the rules."""

import contextlib
import os
import random
import re
import time
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentences import CLEAN, SENTENCES
from unionstats.core.document import Document
from unionstats.core.errors import InputError, UnionstatsError, UsageError
from unionstats.corpus import normalise as normalise_module
from unionstats.corpus import read
from unionstats.corpus.decode import decode
from unionstats.corpus.normalise import normalise
from unionstats.corpus.read import document_of, read_document
from unionstats.corpus.repair import repair

REPORT = "".join(SENTENCES)
TRADITIONAL = opencc.OpenCC("s2t").convert(REPORT)
RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "reports"


def pages(text: str, said: str) -> tuple[str, ...]:
    """A report as text, as a web page, and as a web page that is silent about its encoding or wrong."""
    shell = "<!DOCTYPE html>\n<html><head>{}<title>{}</title></head>\n<body><p>{}</p></body></html>\n"
    meta = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
    title = text[:20]
    return (
        text,
        shell.format(meta.format(said), title, text),
        shell.format("", title, text),
        shell.format(meta.format("gb2312"), title, text),
    )


@pytest.mark.parametrize("damaged", [0, 1, 5])
@pytest.mark.parametrize("length", [30, 150, 1000, 1_000_000])
@pytest.mark.parametrize(
    ("script", "encoding", "said"),
    [
        ("t2s", "utf-8", "utf-8"),
        ("s2t", "utf-8", "UTF-8"),
        ("t2s", "gb18030", "gb2312"),
        ("s2t", "gb18030", "GBK"),
        ("s2t", "big5hkscs", "big5"),
    ],
)
def test_encodings_are_told_apart_in_spite_of_broken_bytes(
    script: str, encoding: str, said: str, length: int, damaged: int
) -> None:
    draw = random.Random(7)
    paths = sorted(RAW.glob("*.txt"))
    assert len(paths) >= 5
    for path in paths:
        text = opencc.OpenCC(script).convert(repair(path.read_text(encoding="utf-8")).text)[:length]
        for page in pages(text, said):
            data = bytearray(page.encode(encoding, "ignore"))
            for at in draw.sample(range(len(data)), damaged):
                data[at] = draw.randrange(0x80, 0x100)
            decoded = decode(bytes(data))
            assert decoded.encoding == encoding
            if not damaged:
                assert decoded.text == data.decode(encoding)
                assert decoded.replaced == 0


@pytest.mark.parametrize(
    ("said", "encoding"),
    [('<meta charset="gbk">', "gb18030"), ("<?xml version='1.0' encoding=\"Big5\"?>", "big5hkscs")],
)
def test_a_page_of_rare_characters_is_believed(said: str, encoding: str) -> None:
    data = f"{said}<p>\u9b4f\u9e1f".encode(encoding) if encoding == "gb18030" else f"{said}<p>魷鵬鷗".encode(encoding)
    assert decode(data).encoding == encoding
    with pytest.raises(InputError, match="cannot be decoded"):
        decode(data.replace(said.encode(), b""))
    with pytest.raises(InputError, match="cannot be decoded"):
        decode(data + b"\xff\xff\xff")


@pytest.mark.parametrize("said", ["utf-8", "gb2312", "big5", "iso-8859-1"])
def test_what_a_page_says_of_its_encoding_is_no_proof(said: str) -> None:
    for text, encoding in ((REPORT, "utf-8"), (REPORT, "gb18030"), (TRADITIONAL, "big5hkscs")):
        data = f'<meta charset="{said}"><p>{text[:200]}'.encode(encoding)
        assert decode(data).encoding == encoding


def test_what_could_not_be_decoded_is_counted() -> None:
    data = REPORT.encode()
    assert decode(data[:100] + b"\xff" + data[100:200] + b"\xfe" + data[200:]).replaced >= 2
    assert decode("工会\ufffd12家".encode()).replaced == 1
    assert decode("全市工会建会12家".encode("gb18030") + b"\xff").replaced == 1


@given(st.sampled_from(SENTENCES), st.sampled_from(["utf-8", "gb18030", "big5hkscs"]), st.data())
def test_figures_away_from_a_broken_byte_stay(sentence: str, encoding: str, data: st.DataObject) -> None:
    """The digit behind a broken byte stays as well."""
    text = sentence if encoding != "big5hkscs" else opencc.OpenCC("s2t").convert(sentence)
    encoded = text.encode(encoding, "ignore")
    at = data.draw(st.sampled_from([at for at, byte in enumerate(encoded) if not chr(byte).isdigit()]))
    broken = encoded[:at] + b"\xff" + encoded[at + 1 :]
    decoded = decode(broken, encoding)
    assert decoded.replaced >= 1
    assert re.findall(r"[0-9]", decoded.text) == re.findall(r"[0-9]", text)


@pytest.mark.parametrize(("mark", "encoding"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-32", "utf-32")])
def test_a_byte_order_mark_is_honoured_and_no_part_of_the_text(mark: str, encoding: str) -> None:
    assert decode(REPORT.encode(mark)) == (REPORT, encoding, 0)
    swapped = b"\xfe\xff" + REPORT.encode("utf-16-be")
    assert decode(swapped) == (REPORT, "utf-16", 0)


def test_line_ends_stay_as_they_are() -> None:
    assert decode("工会\r\n会员\r".encode()).text == "工会\r\n会员\r"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(InputError, match="is empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0",
        b"\0\1\2\3",
        bytes(range(256)) * 20,
        random.Random(3).randbytes(5000),
    ],
)
def test_binary_files(data: bytes) -> None:
    with pytest.raises(InputError, match="looks like a binary file"):
        decode(data)


def test_text_in_another_encoding() -> None:
    with pytest.raises(InputError, match="cannot be decoded as UTF-8, GB18030 or Big5"):
        decode(("Профсоюзы города сообщают о росте числа членов. " * 9).encode("koi8-r"))


def test_a_hint_is_followed() -> None:
    assert decode(REPORT.encode("gbk"), "GB2312") == (REPORT, "gb18030", 0)
    assert decode(REPORT.encode("utf-8-sig"), "UTF_8") == (REPORT, "utf-8", 0)
    assert decode(REPORT.encode("utf-16"), "utf-16").text == REPORT
    with pytest.raises(UsageError, match="not known"):
        decode(b"a", "klingon")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_our_own_error(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnionstatsError:
        return
    assert decoded.text
    assert decoded.text.encode()


@pytest.mark.parametrize(
    "hostile",
    [b"\xff", b"\x81", b"\xb9\xa4", b"\xe5\xb7", b"<meta ", b"<meta charset=", b"1", b"\xb91", b"\xf0\x9f\x98\x80"],
)
def test_time_of_decoding_grows_with_length_only(hostile: bytes) -> None:
    """200,000 bytes: at most 0.2 s where it was measured."""
    start = time.process_time()
    with contextlib.suppress(InputError):
        normalise(decode(hostile * (200_000 // len(hostile))).text)
    assert time.process_time() - start < 1


def test_a_report_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "亳州.TXT"
    path.write_bytes("\ufeff全市新建工会１２家。\r\n會員 5\u200b0 人".encode())
    document = read_document(path, "亳州.TXT")
    assert document.decoded == "全市新建工会１２家。\r\n會員 5\u200b0 人"
    assert document.text == "全市新建工会12家。\r\n会员 50 人"
    assert (document.encoding, document.format, document.size, document.repairs) == ("utf-8", "txt", 51, 1)
    start = document.text.index("50")
    assert document.decoded[slice(*document.offsets.span(start, start + 2))] == "5\u200b0"
    assert document.offsets.touched(start, start + 2)


@pytest.mark.parametrize("what", ["missing.txt", "folder", "empty.txt"])
def test_what_cannot_be_read_says_where_and_why(tmp_path: Path, what: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError) as caught:
        read_document(tmp_path / what, what)
    assert caught.value.where == what
    assert caught.value.what and caught.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="not a regular file"):
        read_document(tmp_path / "pipe.txt", "pipe.txt")


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 1000)
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(InputError, match="too large"):
        read_document(path, "large.txt")


def test_text_given_as_text() -> None:
    document = document_of("新建工會\ud800１２家", "a.md")
    assert (document.decoded, document.text) == ("新建工會\ufffd１２家", "新建工会\ufffd12家")
    assert (document.format, document.size) == ("md", len(document.decoded.encode()))
    assert document_of("").text == ""


@pytest.mark.parametrize(
    ("text", "script"), [(REPORT, "simplified"), (TRADITIONAL, "traditional"), (REPORT + TRADITIONAL[:300], "mixed")]
)
def test_script(text: str, script: str) -> None:
    simplified, found = normalise(text)
    assert found == script
    assert len(simplified) == len(text)
    if script == "traditional":
        assert simplified == REPORT


def test_only_digits_letters_and_three_marks_are_folded() -> None:
    text = "第４，２１个Ａｐｐ：５０．５％（－３）①㎡；！？～"
    assert normalise(text)[0] == "第4，21个App：50.5%（-3）①㎡；！？～"


@pytest.mark.parametrize("convert", [lambda text: text + "。", lambda text: text[:-1]])
def test_a_conversion_that_changes_lengths_is_not_trusted(monkeypatch: pytest.MonkeyPatch, convert: "object") -> None:
    class Broken:
        def convert(self, text: str) -> str:
            assert callable(convert)
            return text if len(text) == 1 and text != "會" else "会" if text == "會" else str(convert(text))

    monkeypatch.setattr(normalise_module, "_converter", Broken)
    assert normalise("工會，工會") == ("工会，工会", "traditional")


@given(st.text(max_size=60))
def test_normalising_keeps_every_place(text: str) -> None:
    assert len(normalise(text)[0]) == len(text)


@given(
    st.lists(st.sampled_from(SENTENCES + CLEAN), max_size=6),
    st.sampled_from("\u200b\u00ad\ufeff\u202e\ufe0f\x00"),
    st.data(),
)
def test_invisible_characters_change_nothing(parts: list[str], invisible: str, data: st.DataObject) -> None:
    text = "".join(parts)
    at = data.draw(st.integers(0, len(text)))
    clean, marked = document_of(text), document_of(text[:at] + invisible + text[at:])
    assert marked.text == clean.text
    assert marked.decoded.replace(invisible, "") == text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports for measuring are not beside this checkout")
def test_the_reports_for_measuring() -> None:
    documents: dict[str, Document] = {path.stem: read_document(path, path.name) for path in SHARED.glob("*.txt")}
    assert {document.encoding for document in documents.values()} == {"utf-8"}
    for name in ("jinan", "huhehaote2021"):
        assert documents[name].script == "traditional"
        assert documents[name].repairs > 70
    for document in documents.values():
        for stretch in document.offsets.stretches:
            assert stretch.origin < stretch.origin_end
