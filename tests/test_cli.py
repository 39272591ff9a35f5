"""The command as a person meets it: exit code, stdout, stderr, and what is on the disk afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from installed import COMMAND, run
from unionstats import __version__
from unionstats.cli.terminal import printable
from unionstats.output.dataset import FILE_NAMES, read_dataset

REPORT = """亳州市总工会2024年工作总结

2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with one report in data/raw."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "bozhou.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def files_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_run_that_reads_everything(folder: Path) -> None:
    result = run("extract", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "1  reports read" in result.stdout
    assert str(Path("data/out")) in result.stdout
    dataset = read_dataset(folder / "data" / "out")
    assert dataset.documents.column("status").to_pylist() == ["ok"]
    assert set(dataset.claims.column("value").to_pylist()) == {1260.0, 375.0}
    assert sorted(path.name for path in (folder / "data").iterdir()) == ["out", "raw"]


def test_the_same_run_twice_gives_the_same_bytes(folder: Path) -> None:
    for out, seed in (("one", "0"), ("two", "1")):
        run("extract", "--out", out, folder=folder, PYTHONHASHSEED=seed)
    assert set(files_of(folder / "one")) == set(FILE_NAMES)
    assert files_of(folder / "one") == files_of(folder / "two")


def test_quiet_and_json(folder: Path) -> None:
    result = run("extract", "--quiet", folder=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    (folder / "data" / "raw" / "empty.txt").write_bytes(b"")
    result = run("extract", "--json", folder=folder)
    summary = json.loads(result.stdout)
    assert (summary["reports"], summary["claims"], summary["failed"] + summary["skipped"]) == (1, 2, 1)
    assert [entry["file"] for entry in summary["not_read"]] == ["empty.txt"]


UNREADABLE = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "undecodable.txt": "工会".encode() + b"\xff\xfe\xff" * 500,
    "nowhere.txt": "今年建成工会驿站12家。".encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_one_bad_file_is_named_and_the_rest_is_written(folder: Path, name: str) -> None:
    (folder / "data" / "raw" / name).write_bytes(UNREADABLE[name])
    result = run("extract", folder=folder)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"unionstats: {name}: ")
    assert line.endswith(".")
    rows = read_dataset(folder / "data" / "out").documents.to_pylist()
    assert {row["file"]: row["status"] for row in rows} == {"bozhou.txt": "ok", name: "failed"}
    assert next(row["error"] for row in rows if row["file"] == name) in line


def test_all_bad_files_at_once_are_a_line_and_a_row_each(folder: Path) -> None:
    for name, data in UNREADABLE.items():
        (folder / "data" / "raw" / name).write_bytes(data)
    (folder / "data" / "raw" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    result = run("extract", folder=folder)
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == sorted([*UNREADABLE, "photo.jpg"])
    dataset = read_dataset(folder / "data" / "out")
    rows = {row["file"]: (row["status"], row["error"]) for row in dataset.documents.to_pylist()}
    assert rows.pop("bozhou.txt") == ("ok", None)
    assert {name: status for name, (status, _) in rows.items()} == {
        **dict.fromkeys(UNREADABLE, "failed"),
        "photo.jpg": "skipped",
    }
    assert all(error and any(error in line for line in lines) for _, error in rows.values())
    assert set(dataset.claims.column("file").to_pylist()) == {"bozhou.txt"}


def test_a_missing_input_does_not_stop_the_others(folder: Path) -> None:
    result = run("extract", "data/raw", "elsewhere.txt", folder=folder)
    assert result.returncode == 1
    assert result.stderr == "unionstats: elsewhere.txt: does not exist. Name a file or folder that can be read.\n"
    rows = read_dataset(folder / "data" / "out").documents.to_pylist()
    assert {row["file"]: row["status"] for row in rows} == {"bozhou.txt": "ok", "elsewhere.txt": "failed"}


def test_a_file_left_aside_is_told_and_is_no_failure(folder: Path) -> None:
    (folder / "data" / "raw" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    result = run("extract", folder=folder)
    assert result.returncode == 0
    (line,) = result.stderr.splitlines()
    assert line == "unionstats: photo.jpg: has the suffix .jpg, reports are .txt, .md, .html, .docx or .pdf"
    assert "1  files left aside" in result.stdout


def test_no_city_says_how_to_name_it(folder: Path) -> None:
    report = folder / "data" / "raw" / "nowhere.txt"
    report.write_bytes(UNREADABLE["nowhere.txt"])
    assert "--city" in run("extract", report, folder=folder).stderr
    result = run("extract", report, "--city", "亳州市", "--year", "2024", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["missing"], ["data/nothing"], ["data/raw", "--yaer", "2024"], ["--year", "x"]])
def test_wrong_use_writes_nothing(folder: Path, arguments: list[str]) -> None:
    (folder / "data" / "nothing").mkdir()
    run("extract", folder=folder)
    before = files_of(folder / "data" / "out")
    result = run("extract", *arguments, folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert files_of(folder / "data" / "out") == before


def test_broken_rules_write_nothing(folder: Path) -> None:
    run("extract", folder=folder)
    before = files_of(folder / "data" / "out")
    (folder / "rules").mkdir()
    (folder / "rules" / "mine.toml").write_text("this is [ no TOML", encoding="utf-8")
    result = run("extract", "--rules", "rules", folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("unionstats: ")
    assert "mine.toml" in result.stderr
    assert "Traceback" not in result.stderr
    assert files_of(folder / "data" / "out") == before


def test_an_output_that_cannot_be_written(folder: Path) -> None:
    result = run("extract", "--out", "data/raw/bozhou.txt", folder=folder)
    assert (result.returncode, result.stdout) == (74, "")
    assert len(result.stderr.splitlines()) == 1
    assert (folder / "data" / "raw" / "bozhou.txt").read_text(encoding="utf-8") == REPORT


@pytest.mark.parametrize("arguments", [["--help"], ["extract"], ["extract", "--json"]])
@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_closed_pipe_is_quiet(folder: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        result = subprocess.run([COMMAND, *arguments], cwd=folder, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}])
def test_any_locale_will_do(folder: Path, locale: dict[str, str]) -> None:
    (folder / "data" / "raw" / "空.txt").write_bytes(b"")
    result = run("extract", "--out", "data/结果", folder=folder, **locale)
    assert result.returncode == 1
    assert "空.txt" in result.stderr
    assert "data/结果" in result.stdout
    assert set(files_of(folder / "data" / "结果")) == set(FILE_NAMES)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_file_name_cannot_steer_the_terminal(folder: Path) -> None:
    for name in (b"[x]\x1b[2J.txt", b"\xff.txt"):
        (folder / "data" / "raw" / os.fsdecode(name)).write_bytes(b"")
    result = run("extract", folder=folder)
    assert result.returncode == 1
    assert "\x1b" not in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert read_dataset(folder / "data" / "out").documents.num_rows == 3


def test_printable() -> None:
    assert printable("亳州\u3000市\x1b[2J\n\u202e\udcff") == "亳州\u3000市\\x1b[2J\\n\\u202e\\udcff"


def test_help_and_version(folder: Path) -> None:
    assert run("--version", folder=folder).stdout == f"unionstats {__version__}\n"
    for arguments in (["--help"], ["extract", "--help"]):
        assert "Usage: unionstats" in run(*arguments, folder=folder).stdout
    bare = run(folder=folder)
    assert bare.returncode == 2
    assert "extract" in bare.stderr


def test_python_m_is_the_command(folder: Path) -> None:
    def run_module(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "unionstats", *arguments]
        return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)

    assert run_module("--help").stdout == run("--help", folder=folder).stdout
    assert run_module("extract", "--quiet", "--jobs", "2").returncode == 0
    assert read_dataset(folder / "data" / "out").documents.num_rows == 1
    assert run_module("extract", "nowhere").returncode == 2


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from unionstats.cli.app import run; run(['--help']);"
        "print(sorted({'pyarrow', 'pandas', 'numpy', 'regex', 'opencc', 'pydantic'} & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.splitlines()[-1] == "[]"
