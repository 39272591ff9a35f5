"""What can be given to a run: archives, patterns, standard input, the same report twice; and odd characters in it."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from hostile_files import TEXT
from installed import COMMAND, run
from papers import paper, word
from unionstats import extract, extract_files
from unionstats.core.errors import InputError
from unionstats.corpus import archive, read
from unionstats.corpus.discover import STDIN, discover, exists
from unionstats.metadata import Given
from unionstats.output.dataset import Dataset, read_dataset
from unionstats.pipeline import reports_of
from unionstats.report import tools

OTHER = TEXT.replace("1260", "1261")


def files(*inputs: Path) -> list[str]:
    return [found.file for found in discover(inputs)[0]]


def left(*inputs: Path) -> dict[str, str]:
    """What is not read: status and reason."""
    return {skipped.file: f"{skipped.status}: {skipped.reason}" for skipped in discover(inputs)[1]}


def pack(path: Path, *members: tuple[str | bytes, bytes], marked: bool = False) -> Path:
    """A zip archive. Names in bytes are written as they are, as programs do that do not mark them as UTF-8."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for at, (name, data) in enumerate(members):
            packed.writestr(f"{at:04}" if isinstance(name, bytes) else name, data)
    if not marked:
        whole = path.read_bytes()
        for at, (name, _) in enumerate(members):
            if isinstance(name, bytes):
                stand_in = f"{at:04}".encode()
                assert len(name) == len(stand_in)
                whole = whole.replace(stand_in, name)
        path.write_bytes(whole)
    return path


def status_of(dataset: Dataset) -> dict[str, tuple[str, str | None]]:
    rows = dataset.documents.to_pylist()
    return {row["file"]: (row["status"], row["error"]) for row in rows}


# Archives


def test_the_reports_of_an_archive(tmp_path: Path) -> None:
    pack(
        tmp_path / "城市.zip",
        ("2024/亳州.txt", TEXT.encode("gb18030")),
        ("2024/b.docx", word(OTHER)),
        ("2024/", b""),
        ("photo.jpg", b"\xff\xd8"),
        ("__MACOSX/2024/._b.docx", b"x"),
        ("2024/.DS_Store", b"x"),
        ("2024/~$b.docx", b"x"),
    )
    assert files(tmp_path) == files(tmp_path / "城市.zip") == ["城市.zip/2024/b.docx", "城市.zip/2024/亳州.txt"]
    assert list(left(tmp_path)) == ["城市.zip/photo.jpg"]
    dataset = extract_files([tmp_path])
    assert sorted(set(dataset.claims.column("value").to_pylist())) == [375.0, 1260.0, 1261.0]
    assert list(dataset.texts) == ["text/城市.zip/2024/b.docx.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("亳州".encode("gb18030"), "亳州"),  # Chinese Windows
        ("州a".encode(), "州a"),  # programs that write UTF-8 and do not say so
        (b"a\\bc", "a/bc"),  # programs that write the separator of Windows
    ],
)
def test_names_of_files_in_archives(tmp_path: Path, name: bytes, shown: str) -> None:
    pack(tmp_path / "a.zip", (name, TEXT.encode()))
    assert [member.name for member in archive.list_members(tmp_path / "a.zip") or ()] == [shown]


@pytest.mark.parametrize("name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:/evil.txt", "..\\evil.txt"])
def test_names_that_lead_out_of_the_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    pack(tmp_path / "in" / "a.zip", (name, TEXT.encode()), ("good.txt", TEXT.encode()))
    result = run("extract", "in", "--out", "out", folder=tmp_path)
    assert result.returncode == 1
    assert "leads out of the archive" in result.stderr
    assert read_dataset(tmp_path / "out").claims.num_rows == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_name_that_is_twice_in_an_archive_is_two_files(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        pack(tmp_path / "a.zip", ("a.txt", TEXT.encode()), ("a.txt", OTHER.encode()))
    assert files(tmp_path) == ["a.zip/a (2).txt", "a.zip/a.txt"]
    assert extract_files([tmp_path]).claims.num_rows == 4


def test_what_is_in_an_archive_and_is_not_read(tmp_path: Path) -> None:
    pack(tmp_path / "inner.zip", ("a.txt", TEXT.encode()))
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as packed:
        packed.write(tmp_path / "inner.zip", "inner.zip")
        packed.writestr(link, "/etc/passwd")
        packed.writestr("secret.txt", TEXT)
    whole = bytearray((tmp_path / "outer.zip").read_bytes())
    at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"secret.txt"))
    whole[at + 8] |= 1  # the flag of encryption, in the table of contents
    (tmp_path / "outer.zip").write_bytes(bytes(whole))
    (tmp_path / "inner.zip").unlink()
    reasons = left(tmp_path)
    assert "failed: is an archive inside an archive" in reasons["outer.zip/inner.zip"]
    assert "failed: is a link in its archive" in reasons["outer.zip/link.txt"]
    assert "failed: is encrypted in its archive" in reasons["outer.zip/secret.txt"]
    assert files(tmp_path) == []


def test_archives_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cut.zip").write_bytes(pack(tmp_path / "a.zip", ("a.txt", TEXT.encode() * 9)).read_bytes()[:50])
    pack(tmp_path / "empty.zip")
    (tmp_path / "word.zip").write_bytes(word(OTHER))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    pack(tmp_path / "many.zip", *((f"{at}.txt", b"x") for at in range(3)))
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000)
    pack(tmp_path / "large.zip", ("a.txt", bytes(20_000)))
    assert files(tmp_path) == ["a.zip/a.txt", "word.zip"]
    reasons = left(tmp_path)
    assert "is no zip archive, or one that is cut short" in reasons["cut.zip"]
    assert reasons["empty.zip"] == "skipped: is an archive without files"
    assert "of more than 2 files" in reasons["many.zip"]
    assert "zip bomb" in reasons["large.zip"]


def test_a_broken_file_in_an_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("bad.txt", TEXT.encode() * 50), ("good.txt", OTHER.encode()))
    whole = bytearray(path.read_bytes())
    whole[60:80] = bytes(20)
    path.write_bytes(bytes(whole))
    dataset = extract_files([tmp_path])
    assert status_of(dataset)["a.zip/good.txt"] == ("ok", None)
    status, error = status_of(dataset)["a.zip/bad.txt"]
    assert status == "failed"
    assert "is broken in its archive" in str(error)


def test_what_to_do_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "old.doc").write_bytes(b"x")
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    result = run("extract", ".", "none.txt", "--out", "../out", folder=tmp_path)
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "unionstats: cut.zip: is no zip archive, or one that is cut short. Pack it anew, or unpack it.",
        "unionstats: none.txt: does not exist. Name a file or folder that can be read.",
        "unionstats: old.doc: has the suffix .doc. Save it as .docx",
    ]


def test_a_path_that_goes_on_inside_an_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("x/亳州.txt", TEXT.encode()), ("x/b.txt", OTHER.encode()))
    inside = path / "x" / "亳州.txt"
    assert exists(inside)
    assert files(inside) == ["亳州.txt"]
    assert left(path / "none.txt") == {"none.txt": "failed: is not in a.zip"}
    dataset = extract_files([tmp_path])
    dataset.write(tmp_path / "out")
    claim_id = dataset.claims.column("claim_id").to_pylist()[0]
    result = run("explain", claim_id, "--data", "out", "--reports", ".", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "工会驿站  1261 家" in result.stdout


# Patterns and standard input


def test_patterns(tmp_path: Path) -> None:
    for name in ("anhui/a2024.txt", "anhui/b2023.txt", "hebei/c2024.docx", "hebei/d2024.csv", "e2024.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert files(tmp_path / "*" / "*2024*") == ["anhui/a2024.txt", "hebei/c2024.docx"]
    assert files(tmp_path / "**" / "*2024.txt") == ["anhui/a2024.txt", "e2024.txt"]
    assert files(tmp_path / "h*") == ["hebei/c2024.docx"]
    assert "metadata" in left(tmp_path / "hebei" / "*")["d2024.csv"]
    assert left(tmp_path / "*.pdf") == {"*.pdf": "failed: does not exist"}
    assert exists(tmp_path / "*.txt") and not exists(tmp_path / "*.pdf")


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(TEXT, "utf-8")
    assert files(tmp_path / "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize("data", [TEXT.encode(), TEXT.encode("gb18030"), paper(TEXT)], ids=["utf-8", "gbk", "pdf"])
def test_a_report_on_standard_input(tmp_path: Path, data: bytes) -> None:
    command = [COMMAND, "extract", "-", "--out", "out"]
    result = subprocess.run(command, input=data, cwd=tmp_path, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    dataset = read_dataset(tmp_path / "out")
    assert dataset.documents.column("file").to_pylist() == ["-"]
    assert dataset.claims.column("value").to_pylist() == [1260.0, 375.0]


def test_standard_input_is_one_report_and_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert files(STDIN, STDIN) == ["-"]
    monkeypatch.setattr(read, "MAX_BYTES", 100)
    path = tmp_path / "input"
    path.write_bytes(b"1" * 200)
    with path.open() as stream, pytest.raises(InputError, match="-: is too large"):
        monkeypatch.setattr("sys.stdin", stream)
        list(reports_of([STDIN], tools(), Given()))


# The same report twice


def test_the_same_report_under_two_names_and_in_two_encodings_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    (tmp_path / "c.docx").write_bytes(word(TEXT))
    (tmp_path / "d.txt").write_text(OTHER, "utf-8")
    pack(tmp_path / "e.zip", ("f.txt", ("\ufeff" + TEXT).encode("utf-16-le")))
    dataset = extract_files([tmp_path])
    again = ("skipped", "duplicate of a.txt")
    assert status_of(dataset) == {
        "a.txt": ("ok", None),
        "b.txt": again,
        "c.docx": again,
        "d.txt": ("ok", None),
        "e.zip/f.txt": again,
    }
    assert dataset.claims.num_rows == 4
    assert dataset.texts == {}
    result = run("extract", ".", "--out", "../out", folder=tmp_path)
    assert result.returncode == 0
    assert result.stderr.splitlines()[0] == "unionstats: b.txt: duplicate of a.txt"


def test_one_text_is_two_reports_where_the_user_says_so(tmp_path: Path) -> None:
    text = "工会工作小结\n2024年全年走访困难职工350户。\n"
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).write_text(text, "utf-8")
    metadata = tmp_path / "m.csv"
    metadata.write_text("file,city\nb.txt,亳州市\nc.txt,滁州市\nd.txt,滁州市\n", "utf-8")
    dataset = extract_files([tmp_path], metadata=metadata)
    status = status_of(dataset)
    assert [status[name][0] for name in ("a.txt", "b.txt", "c.txt")] == ["failed", "ok", "ok"]
    assert status["d.txt"] == ("skipped", "duplicate of c.txt")
    assert set(dataset.claims.column("city").to_pylist()) == {"亳州市", "滁州市"}


def test_a_title_that_is_given_may_be_in_traditional_script(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2020年全年走訪困難職工350戶。\n", "utf-8")
    metadata = tmp_path / "m.csv"
    metadata.write_text("file,title\na.txt,濟南市總工會工作總結\n", "utf-8")
    [row] = extract_files([tmp_path / "a.txt"], metadata=metadata).documents.to_pylist()
    assert (row["city"], row["title"]) == ("济南市", "濟南市總工會工作總結")


# What lies beside reports


def test_what_browsers_and_word_put_beside_a_report(tmp_path: Path) -> None:
    (tmp_path / "总结.html").write_text(f"<html><p>{TEXT}", "utf-8")
    for folder in ("总结_files", "总结.files", "其他_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text("<html><p>广告", "utf-8")
    (tmp_path / "~$总结.docx").write_bytes(b"lock")
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    assert files(tmp_path) == ["其他_files/frame.html", "总结.html"]
    assert left(tmp_path) == {
        "总结_files": "skipped: is the folder of pictures of a saved page",
        "总结.files": "skipped: is the folder of pictures of a saved page",
        "旧.doc": "skipped: has the suffix .doc. Save it as .docx",
    }


def test_a_very_large_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(200 << 20)
    (status,) = status_of(extract_files([tmp_path])).values()
    assert status == ("failed", "is too large (more than 64 MB). Split it into one file for each report.")


# Odd characters


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12\x00345人", 12345.0),
        ("12\u200b345人", 12345.0),
        ("12\u202e345人", 12345.0),
        ("１２３４人", 1234.0),
        ("12\ufeff345人", 12345.0),
        ("١٢٣人", None),
        ("①②人", None),
    ],
)
def test_digits_and_what_may_stand_between_them(printed: str, value: float | None) -> None:
    text = f"亳州市总工会2024年工作总结\n培训职工{printed}。\n"
    found = extract(text)
    assert [claim.value for claim in found] == ([] if value is None else [value])
    for claim in found:
        assert text[claim.char_start : claim.char_end] == claim.text == printed
