"""How far a run is: a bar in a terminal, plain lines elsewhere, nothing where nobody asked, and stdout left alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus_of_own import write_reports
from installed import COMMAND, run
from unionstats.cli.progress import Watch
from unionstats.engines.local import Progress

LINE = re.compile(
    r"unionstats: (?:[0-9,]+ of 303 reports read(?: \([0-9,]+ by an earlier run\))?, [0-9,]+ claims, [0-9,]+ reports/s"
    r"(?:, (?:[0-9]+ min )?[0-9]+ s left)?|all 303 reports read, [0-9]+% put together)"
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "reports"
    write_reports(folder, 300)
    return folder


@pytest.fixture
def told_at_once(tmp_path: Path) -> dict[str, str]:
    """An environment in which a run tells its progress from the beginning and each time."""
    folder = tmp_path / "hook"
    folder.mkdir()
    code = "import unionstats.cli.progress as progress\nprogress.BAR_AFTER = progress.LINE_EVERY = 0.0\n"
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def test_plain_lines_where_there_is_no_terminal(
    reports: Path, tmp_path: Path, told_at_once: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for again in (False, True):
        result = run("extract", reports, "-j", "2", "--json", folder=tmp_path, **told_at_once)
        assert result.returncode == 1
        assert "\x1b" not in result.stdout + result.stderr
        told = result.stderr.splitlines()[:-3]  # the three files that were not read come last
        assert told
        assert not [line for line in told if not LINE.fullmatch(line)]
        assert any("put together" in line for line in told)
        assert ("by an earlier run" in result.stderr) is again
        assert json.loads(result.stdout)["reports"] == 300


def test_quiet_says_nothing(reports: Path, tmp_path: Path, told_at_once: dict[str, str]) -> None:
    result = run("extract", reports, "-j", "2", "--quiet", folder=tmp_path, **told_at_once)
    assert (result.returncode, result.stdout) == (1, "")
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["foto.jpg", "leer.txt", "zz_again.txt"]


def test_a_short_run_tells_no_progress(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 20)
    result = run("extract", "in", "-j", "2", "--json", folder=tmp_path)
    assert len(result.stderr.splitlines()) == 3


def on_terminal(arguments: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str, str]:
    """The exit code of a command whose stderr is a terminal, what it shows there, and what is on stdout."""
    import pty

    terminal, inside = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [COMMAND, *arguments],
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", **environment},
        stdout=subprocess.PIPE,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    shown = b""
    try:
        while piece := os.read(terminal, 1 << 16):
            shown += piece
    except OSError:  # Linux tells in this way that the other end is closed
        pass
    os.close(terminal)
    printed, _ = process.communicate(timeout=60)
    return process.returncode, shown.decode(), printed.decode()


@posix
def test_a_bar_in_a_terminal_and_json_alone_on_stdout(
    reports: Path, tmp_path: Path, told_at_once: dict[str, str]
) -> None:
    arguments = ["extract", str(reports), "-j", "2", "--json"]
    code, shown, printed = on_terminal(arguments, tmp_path, told_at_once)
    assert code == 1
    assert "━" in shown
    assert "of 303 reports read" in shown
    assert "put together" in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1  # the cursor is there again
    assert [line.split(": ")[1] for line in shown.splitlines()[-3:]] == ["foto.jpg", "leer.txt", "zz_again.txt"]
    assert json.loads(printed)["reports"] == 300
    code, shown, printed = on_terminal([*arguments, "--quiet"], tmp_path, told_at_once)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 3
    assert json.loads(printed)["reports"] == 300


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_progress_that_nobody_can_read_stops_nothing(
    reports: Path, tmp_path: Path, told_at_once: dict[str, str]
) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [COMMAND, "extract", str(reports), "-j", "2", "--json"],
            cwd=tmp_path,
            env={**os.environ, **told_at_once},
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert result.returncode == 1
    assert json.loads(result.stdout)["reports"] == 300


def test_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    watch = Watch(10_000, quiet=True)
    progress = Progress(0, 0, 0, 0.0)
    for second in range(1, 61):  # the first 30 seconds twice as fast, and 1,000 that an earlier run had read
        now = 100.0 + second
        inputs = 1000 + (20 * second if second <= 30 else 600 + 10 * (second - 30))
        progress = Progress(inputs, 3 * inputs, 1000, 0.0)
        watch.tell(progress)
    rate, left = watch.pace(progress)
    assert rate == pytest.approx(10)
    assert left == pytest.approx((10_000 - 1900) / 10)
    assert watch.line(progress) == (
        "1,900 of 10,000 reports read (1,000 by an earlier run), 5,700 claims, 10 reports/s, 13 min 30 s left"
    )
    assert watch.line(Progress(10_000, 1, 0, 0.25)) == "all 10,000 reports read, 25% put together"
