"""Files made to stop a run end within limits, with one clear line, and the others are read."""

import json
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import hostile_files as made
from installed import run
from papers import paper, word
from unionstats.core.document import Document
from unionstats.core.errors import InputError
from unionstats.corpus.formats import child, limits
from unionstats.corpus.read import read_bytes
from unionstats.output.dataset import read_dataset

SECONDS = 30
"""For each file, of the work of this process and its children: far above what they take, far below for ever."""

Made = Callable[[], bytes]

# Read in spite of all: the report's figure is there, and a warning where the page had to be taken as it stands.
READ: dict[Made, tuple[str, str]] = {
    made.attributes: ("html", "has a tag of more than 100,000 characters"),
    made.nested: ("html", "all its text was taken"),
    made.tables: ("html", "is nested more than 200 deep"),
    made.spans: ("html", ""),
    made.unclosed: ("html", "has a tag of more than 100,000 characters"),
    made.quotes: ("html", "has a tag of more than 100,000 characters"),
    made.long_text: ("html", "characters without a tag"),
    made.many_tags: ("html", "has more than 300,000 tags"),
    made.entities: ("html", ""),
    made.paper_without_end: ("pdf", ""),
    made.paper_half_of_pictures: ("pdf", "1 of 2 pages of the PDF hold no text that can be read"),
}
# Refused: what the line says.
REFUSED: dict[Made, tuple[str, str]] = {
    made.large_page: ("html", "is a web page of more than 20 MB"),
    made.word_bomb: ("docx", "far larger inside than any report (a zip bomb)"),
    made.word_entities: ("docx", "is a Word file that is broken"),
    made.word_nested: ("docx", "is a Word file that is broken"),
    made.word_cut: ("docx", "is a Word file that is broken or cut short"),
    made.word_with_a_password: ("docx", "or one with a password"),
    made.word_without_text: ("docx", "is a Word file without text"),
    made.paper_cut: ("pdf", "is a PDF that is broken or cut short"),
    made.paper_with_a_password: ("pdf", "is a PDF with a password"),
    made.paper_of_pictures: ("pdf", "hold pictures, not text"),
    made.paper_of_many_pages: ("pdf", "is a PDF of more than 2,000 pages"),
    made.paper_in_circles: ("pdf", "is a PDF"),
}


def named(make: Made) -> str:
    return str(getattr(make, "__name__", make))


@pytest.fixture(autouse=True, scope="module")
def host() -> str:
    """What a file of the system holds that no report may show."""
    path = Path("/etc/hostname")
    return path.read_text("utf-8").strip() if path.is_file() else ""


@pytest.fixture
def patience() -> Iterator[None]:
    began = os.times()
    yield
    ended = os.times()
    assert sum(ended[:4]) - sum(began[:4]) < SECONDS


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("make", READ, ids=named)
def test_a_report_in_a_hostile_file_is_read_all_the_same(make: Made, host: str) -> None:
    suffix, warning = READ[make]
    document = read_bytes(make(), f"a.{suffix}")
    assert "建成工会驿站1260家" in document.decoded
    assert warning in document.warning
    assert bool(warning) == bool(document.warning)
    assert not host or host not in document.decoded


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("make", REFUSED, ids=named)
def test_what_cannot_be_read_says_why(make: Made) -> None:
    suffix, said = REFUSED[make]
    with pytest.raises(InputError) as caught:
        read_bytes(make(), f"a.{suffix}")
    assert said in caught.value.what
    assert caught.value.where == f"a.{suffix}"
    assert caught.value.remedy


@pytest.mark.parametrize("depth", [limits.MAX_DEPTH - 20, 254, 258, 1000])
def test_nothing_is_lost_below_any_depth(depth: int) -> None:
    opened, closed = "<div>" * depth, "</div>" * depth
    source = f"<html><head>{made.TITLE}</head><body>{opened}{made.PARAGRAPH * 3}{closed}<p>末尾一句</p></body></html>"
    assert read_bytes(source.encode(), "a.html").decoded.count("1260家") == 3


@pytest.mark.parametrize("size", [limits.MAX_TEXT_RUN - 1000, limits.MAX_TEXT_RUN + 1000])
def test_nothing_is_lost_of_a_long_run(size: int) -> None:
    text = "职" * size
    source = f"<html><head>{made.TITLE}</head><body>{made.PARAGRAPH}<p>{text}，共五千零一家5001家。</p></body></html>"
    document = read_bytes(source.encode(), "a.html")
    assert document.decoded.count("职") >= size
    assert "5001家" in document.decoded


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_flipped_bits_never_stop_a_run(form: str) -> None:
    whole = paper(made.TEXT * 5) if form == "pdf" else word(made.TEXT * 5)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        broken = bytearray(whole)
        broken[at] ^= 0x55
        try:
            document: Document = read_bytes(bytes(broken), f"a.{form}")
        except InputError as error:
            assert error.what
        else:
            assert document.decoded


# The child


@pytest.fixture
def fresh() -> Iterator[None]:
    child.close()
    yield
    child.close()


def process_of_child() -> int:
    assert child._child is not None
    return child._child.process.pid


@pytest.mark.usefixtures("fresh")
def test_one_child_reads_many_files_and_is_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES_PER_CHILD", 3)
    data = word(made.TEXT)
    seen = []
    for _ in range(5):
        read_bytes(data, "a.docx")
        seen.append(child._child and child._child.process.pid)
    assert seen[0] == seen[1] != seen[3] == seen[4]
    assert seen[2] is None


@pytest.mark.usefixtures("fresh")
def test_text_starts_no_child() -> None:
    read_bytes(made.TEXT.encode(), "a.txt")
    read_bytes(b"# a", "a.md")
    assert child._child is None


@pytest.mark.usefixtures("fresh")
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = made.many_tags()
    with monkeypatch.context() as patch:
        patch.setattr(limits, "WALL_SECONDS", 0.05)
        with pytest.raises(InputError, match=r"takes more than 0\.05 s to be read"):
            read_bytes(slow, "a.html")
    assert "1260家" in read_bytes(word(made.TEXT), "a.docx").decoded


@pytest.mark.usefixtures("fresh")
def test_a_child_that_dies_of_the_files_before_is_replaced() -> None:
    data = word(made.TEXT)
    read_bytes(data, "a.docx")
    assert child._child is not None
    child._child.process.kill()
    child._child.process.wait()
    assert "1260家" in read_bytes(data, "a.docx").decoded


@pytest.mark.usefixtures("fresh")
def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_COMMAND", ("/nowhere/python",))
    with pytest.raises(InputError, match=r"no process can be started for it \(No such file"):
        read_bytes(word(made.TEXT), "a.docx")


LIMITED = """
import sys
from unionstats.corpus.formats import limits, serve
limits.{limit} = {value}
def extract(form, data, encoding):
    {body}
serve.extract = extract
serve.main()
"""


@pytest.mark.usefixtures("fresh")
@pytest.mark.skipif(sys.platform != "linux", reason="the limits of other systems are looser")
@pytest.mark.parametrize(
    ("limit", "value", "body", "said"),
    [
        ("CPU_SECONDS", 0, "while True: pass", "takes more than 20 s of work"),
        ("MEMORY", 300_000_000, "bytearray(10**9)", "GB of memory to be read"),
        ("MEMORY", 300_000_000, "import ctypes; ctypes.string_at(0)", "crash (exit code -11)"),
        ("MEMORY", 300_000_000, "raise LookupError('no such part')", "cannot be read (LookupError: no such part)"),
    ],
    ids=["work", "memory", "crash", "fault"],
)
def test_what_a_reader_can_do_to_its_process(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, body: str, said: str
) -> None:
    """With a reader of our own in the place of the borrowed ones."""
    code = LIMITED.format(limit=limit, value=value, body=body)
    monkeypatch.setattr(child, "_COMMAND", (sys.executable, "-c", code))
    with pytest.raises(InputError) as caught:
        read_bytes(b"<html><p>a", "a.html")
    assert said in caught.value.what
    with pytest.raises(InputError):  # and again, in a new process
        read_bytes(b"<html><p>a", "a.html")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="it is looked up in /proc")
def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    code = """
import os, sys
from unionstats.corpus.formats import child
from unionstats.corpus.read import read_bytes
read_bytes(sys.stdin.buffer.read(), "a.docx")
print(child._child.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    import subprocess

    result = subprocess.run([sys.executable, "-c", code], input=word(made.TEXT), capture_output=True, check=False)
    assert result.returncode == -9
    until = time.monotonic() + 10
    while (alive := _is_running(int(result.stdout))) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").split(") ")[1][0] != "Z"
    except OSError:
        return False


# The run


def test_hostile_files_among_good_ones(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "good.txt").write_text(made.TEXT, "utf-8")
    (raw / "good.docx").write_bytes(word(made.TEXT.replace("1260", "1261")))
    (raw / "z.html").write_bytes(made.nested())
    (raw / "bomb.docx").write_bytes(made.word_bomb())
    (raw / "cut.pdf").write_bytes(made.paper_cut())
    (raw / "old.docx").write_bytes(made.old_word())
    (raw / "nul.txt").write_bytes(b"\0" * 5000)
    (raw / "empty.html").touch()
    (raw / "~$good.docx").write_bytes(b"lock")
    (raw / "folder.html").mkdir()
    result = run("extract", "raw", "--out", "out", folder=tmp_path)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    rows = {row["file"]: row for row in read_dataset(tmp_path / "out").documents.to_pylist()}
    assert {name: row["status"] for name, row in rows.items()} == {
        "good.txt": "ok",
        "good.docx": "ok",
        "z.html": "ok",
        "bomb.docx": "failed",
        "cut.pdf": "failed",
        "old.docx": "failed",
        "nul.txt": "failed",
        "empty.html": "failed",
        "folder.html": "skipped",
    }
    told = [line.split(": ", 2)[1] for line in result.stderr.splitlines()]
    assert told == sorted(set(rows) - {"good.txt", "good.docx"})
    assert "nested" in rows["z.html"]["warning"] or "tags" in rows["z.html"]["warning"]


def test_a_warning_is_told_and_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(made.paper_half_of_pictures())
    said = "1 of 2 pages of the PDF hold no text that can be read"
    result = run("extract", "a.pdf", "--out", "out", "--json", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, f"unionstats: a.pdf: {said}\n")
    assert json.loads(result.stdout)["warnings"] == [{"file": "a.pdf", "warning": said}]
    (row,) = read_dataset(tmp_path / "out").documents.to_pylist()
    assert (row["status"], row["warning"], row["text_file"]) == ("ok", said, "text/a.pdf.txt")
    for claim in read_dataset(tmp_path / "out").claims.to_pylist():
        text = (tmp_path / "out" / row["text_file"]).read_text("utf-8")
        assert text[claim["char_start"] : claim["char_end"]] == claim["text"]


def test_an_encoding_that_is_none_is_wrong_use_for_pages_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><p>{made.TEXT}", "utf-8")
    result = run("extract", "a.html", "--out", "out", "--encoding", "klingon", folder=tmp_path)
    assert result.returncode == 2
    assert "klingon" in result.stderr


def test_ten_million_digits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(made.TEXT.encode() + made.digits())
    began = os.times()
    result = run("extract", "a.txt", "--out", "out", "--json", folder=tmp_path)
    ended = os.times()
    assert result.returncode == 0
    assert read_dataset(tmp_path / "out").claims.num_rows == 2
    assert sum(ended[2:4]) - sum(began[2:4]) < SECONDS


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    names = ["[/x].pdf", "\x1b[2J.html", "a\nb.docx"]
    (tmp_path / "[").mkdir()
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    result = run("extract", ".", "--out", "../out", folder=tmp_path)
    assert len(result.stderr.splitlines()) == len(names)
    assert "\x1b" not in result.stderr
    assert "[/x].pdf" in result.stderr


def test_a_bomb_among_the_files_of_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("good.txt", made.TEXT)
        archive.writestr("bomb.txt", bytes(50_000_000))
        archive.writestr("bomb.docx", made.word_bomb())
    result = run("extract", "a.zip", "--out", "out", folder=tmp_path)
    assert result.returncode == 1
    rows = {row["file"]: row["error"] for row in read_dataset(tmp_path / "out").documents.to_pylist()}
    assert rows["a.zip/good.txt"] is None
    assert "zip bomb" in rows["a.zip/bomb.txt"]
    assert "zip bomb" in rows["a.zip/bomb.docx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "out"]
