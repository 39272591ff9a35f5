"""Paths to input files: what is taken, what is listed as left aside, and what is never touched."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from unionstats.corpus.discover import discover


def files(*inputs: Path) -> list[str]:
    return [found.file for found in discover(inputs)[0]]


def reasons(*inputs: Path) -> dict[str, tuple[str, str]]:
    return {skipped.file: (skipped.status, skipped.reason) for skipped in discover(inputs)[1]}


def write(path: Path, text: str = "工会") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def five_seconds() -> Iterator[None]:
    """Opening a FIFO would wait for ever."""
    if hasattr(signal, "alarm"):
        signal.alarm(5)
    yield
    if hasattr(signal, "alarm"):
        signal.alarm(0)


def test_reports_of_a_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.TXT", "a/1.md", "a/b/c.txt", "中.txt"):
        write(tmp_path / name)
    assert files(tmp_path) == ["a/1.md", "a/2.TXT", "a/b/c.txt", "b.txt", "中.txt"]
    assert reasons(tmp_path) == {}


def test_other_suffixes_are_listed_and_hidden_names_are_not(tmp_path: Path) -> None:
    for name in ("a.txt", "sources.csv", "b.jpg", "noname", ".hidden.txt", ".git/c.txt", "x/.DS_Store"):
        write(tmp_path / name)
    assert files(tmp_path) == ["a.txt"]
    left = reasons(tmp_path)
    assert sorted(left) == ["b.jpg", "noname", "sources.csv"]
    assert {status for status, _ in left.values()} == {"skipped"}
    assert "metadata" in left["sources.csv"][1]
    assert ".jpg" in left["b.jpg"][1]


def test_a_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    assert files(write(tmp_path / "report.text")) == ["report.text"]


def test_a_missing_input_is_a_failure_and_no_exception(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    assert files(tmp_path / "a.txt", tmp_path / "none.txt") == ["a.txt"]
    assert reasons(tmp_path / "none.txt", Path("a\0b")) == {
        "none.txt": ("failed", "does not exist"),
        "a\0b": ("failed", reasons(Path("a\0b"))["a\0b"][1]),
    }


@pytest.mark.usefixtures("five_seconds")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_listed_and_never_opened(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "copy.txt").symlink_to(tmp_path / "good.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    write(tmp_path / "x.txt" / "inner.txt")
    assert files(tmp_path) == ["good.txt"]
    left = reasons(tmp_path)
    assert sorted(left) == ["copy.txt", "dangling.txt", "loop", "pipe.txt", "self.txt", "x.txt"]
    assert "named pipe" in left["pipe.txt"][1]
    assert "nowhere" in left["dangling.txt"][1]
    assert "link" in left["loop"][1]
    assert "folder" in left["x.txt"][1]
    assert reasons(tmp_path / "pipe.txt") == {"pipe.txt": ("failed", "is a named pipe, not a file")}


def test_a_name_that_is_not_utf8_can_be_shown(tmp_path: Path) -> None:
    name = b"\xe5\x9d\x8f\xff.txt"
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text("工会", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = discover([tmp_path])[0]
    assert found.file == "坏\\xff.txt"
    assert found.path.read_text(encoding="utf-8") == "工会"


def test_the_same_name_below_two_inputs_stays_apart(tmp_path: Path) -> None:
    for name in ("anhui/raw/a.txt", "hebei/raw/a.txt", "hebei/raw/b.txt"):
        write(tmp_path / name)
    first, second = tmp_path / "anhui" / "raw", tmp_path / "hebei" / "raw"
    expected = ["anhui/raw/a.txt", "b.txt", "hebei/raw/a.txt"]
    assert files(first, second) == files(second, first) == expected
    assert files(tmp_path / "anhui", first / "a.txt") == ["raw/a.txt"]
    assert files(first / "a.txt", tmp_path / "hebei") == ["a.txt", "raw/a.txt", "raw/b.txt"]


def test_a_path_given_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    assert files(tmp_path, tmp_path, tmp_path / "a.txt") == ["a.txt"]
    assert files() == []
