"""What the system can refuse: disks that are full or closed to us, streams that nobody reads."""

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus_of_own import files_of, write_reports
from installed import COMMAND, run

if sys.platform == "win32":
    pytest.skip("Windows has no limits of this kind", allow_module_level=True)

import resource


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "reports"
    write_reports(folder, 300)
    return folder


def run_after(prepare: Callable[[], None], *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that was prepared so."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=folder,
        preexec_fn=prepare,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# Disks


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_is_full_at_any_moment(reports: Path, tmp_path: Path, jobs: str) -> None:
    """A limit on the size of files fails a write as a full disk does: of shards, of passes, of the output."""
    folder, out, work = tmp_path / "in", tmp_path / "out", tmp_path / ".out.work"
    write_reports(folder, 510, seed=3)
    run("extract", reports / "00000.txt", "--out", "out", "-q", folder=tmp_path)
    former = files_of(out)
    assert run("extract", folder, "--out", "expected", "-q", folder=tmp_path).returncode == 1
    largest = max(path.stat().st_size for path in (tmp_path / "expected").iterdir())
    reached = set()
    for limit in (0, 100, 5_000, 30_000, 60_000, 120_000, 200_000, 500_000, largest - 100):

        def fill_up(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        result = run_after(fill_up, "extract", folder, "--out", "out", "-j", jobs, folder=tmp_path)
        assert (result.returncode, result.stdout) == (74, ""), limit
        assert result.stderr == (
            "unionstats: out: cannot write the dataset: File too large. "
            "Free some space, or give --out a folder that can be written to.\n"
        )
        assert files_of(out) == former
        assert {path.name for path in tmp_path.iterdir()} <= {"in", "out", "expected", ".out.work", ".expected.work"}
        assert not work.exists() or not [path for path in work.iterdir() if path.name.startswith(".")]
        reached.add(len(list(work.glob("*.documents.parquet"))) if work.exists() else -1)
    assert len(reached) > 1  # some while the shards were written, some afterwards
    assert run("extract", folder, "--out", "out", "-q", "-j", jobs, folder=tmp_path).returncode == 1
    assert files_of(out) == files_of(tmp_path / "expected")


def no_exceptions_for_root() -> None:
    """Give up what lets root write where nobody may (CAP_DAC_OVERRIDE), from the next program on."""
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(24, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities of Linux")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_is_closed_to_us(reports: Path, tmp_path: Path, jobs: str) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    run("extract", reports / "00000.txt", "--out", "closed/out", "-q", folder=tmp_path)
    former = files_of(closed / "out")
    (closed / "out").chmod(0o555)
    closed.chmod(0o555)
    try:
        for out in ("closed/out", "closed/new", "closed/new/below"):
            result = run_after(no_exceptions_for_root, "extract", reports, "--out", out, "-j", jobs, folder=tmp_path)
            assert (result.returncode, result.stdout) == (74, "")
            (line,) = result.stderr.splitlines()
            assert line.startswith(f"unionstats: {out}: cannot write the dataset: Permission denied. ")
    finally:
        closed.chmod(0o755)
    assert {path.name for path in closed.iterdir()} == {"out"}
    assert files_of(closed / "out") == former


# Streams


def redirected(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which $unionstats is the command."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "unionstats": COMMAND},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", ["--help", "extract in -q --json", "extract in", "rules list", "places 亳州"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_below_stdout(tmp_path: Path, arguments: str, unbuffered: str) -> None:
    write_reports(tmp_path / "in", 20)
    (tmp_path / "in" / "leer.txt").unlink()
    (tmp_path / "in" / "foto.jpg").unlink()
    (tmp_path / "in" / "zz_again.txt").unlink()
    result = redirected(f"PYTHONUNBUFFERED={unbuffered} $unionstats {arguments} > /dev/full", tmp_path)
    assert result.returncode == 74
    what = "standard output: cannot be written: No space left on device"
    assert result.stderr == f"unionstats: {what}. Free some space, or write elsewhere.\n"


@pytest.mark.parametrize(
    "stderr",
    [
        pytest.param("/dev/full", marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")),
        "&-",
    ],
)
def test_complaints_that_nobody_can_read_stop_nothing(reports: Path, tmp_path: Path, stderr: str) -> None:
    for more in ("", "-j 2"):
        result = redirected(f"$unionstats extract {reports} --json {more} 2> {stderr}".replace("> &", ">&"), tmp_path)
        assert result.returncode == 1
        assert json.loads(result.stdout)["reports"] == 300
    assert redirected(f"$unionstats extract nowhere 2> {stderr}".replace("> &", ">&"), tmp_path).returncode == 2


def test_a_closed_stdout(reports: Path, tmp_path: Path) -> None:
    result = redirected(f"$unionstats extract {reports} >&-", tmp_path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 3
    assert redirected("$unionstats --help >&-", tmp_path).returncode == 0


def test_the_reader_of_both_streams_is_gone(reports: Path, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        for arguments in (["rules", "list"], ["extract", str(reports), "-j", "2"]):
            result = subprocess.run([COMMAND, *arguments], cwd=tmp_path, stdout=closed, stderr=closed, check=False)
            assert result.returncode == 141


# Signals


DROPPED = """
import sys, time
from unionstats.cli import app

class Freed:
    def __del__(self):
        raise {raised}

def run(arguments):
    Freed()
    time.sleep(20)
    return 0

app.run = run
app.main()
"""


@pytest.mark.parametrize(("raised", "code"), [("KeyboardInterrupt", 130), ("SystemExit(143)", 143)])
def test_a_signal_that_comes_while_an_object_is_freed(raised: str, code: int) -> None:
    """Python only reports what is raised there; the run would go on as if nobody had pressed Ctrl-C."""
    result = subprocess.run(
        [sys.executable, "-c", DROPPED.format(raised=raised)], capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stderr) == (code, "")


def test_an_interrupt_at_any_moment(reports: Path, tmp_path: Path) -> None:
    """Whatever is being done: there is the former dataset or the new one, and nothing else but the shards."""
    dice = random.Random(20_261_121)
    out = tmp_path / "out"
    run("extract", reports / "00000.txt", "--out", "out", "-q", folder=tmp_path)
    former = files_of(out)
    started = time.monotonic()
    run("extract", reports, "--out", "expected", "-q", "-j", "1", folder=tmp_path)
    amid = 0.4 * (time.monotonic() - started)  # with more processes a run over so few reports takes longer
    expected = files_of(tmp_path / "expected")
    codes = set()
    for number in range(8):
        sent, code = ((signal.SIGINT, 130), (signal.SIGTERM, 143))[number % 2]
        process = subprocess.Popen(
            [COMMAND, "extract", str(reports), "--out", "out", "-q", "--fresh", "-j", dice.choice("12")],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        lock = tmp_path / ".out.lock"
        while not lock.exists() and process.poll() is None:
            pass
        try:
            process.wait(dice.uniform(0.0, amid))
        except subprocess.TimeoutExpired:
            process.send_signal(sent)
        _, errors = process.communicate(timeout=60)
        assert process.returncode in (code, 1, -sent)  # the last while Python itself ends, when all is done
        assert "Traceback" not in errors
        assert files_of(out) in (former, expected)
        assert {path.name for path in tmp_path.iterdir()} <= {"out", "expected", ".out.work"}
        codes.add(process.returncode)
    assert codes >= {130, 143}
