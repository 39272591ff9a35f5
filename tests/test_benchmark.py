"""The benchmark runs and tells all it should. How fast is no test: that depends on the machine."""

import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
TASKS = ("opencc t2s", "digit search", "bytes to claims", "folder to files")
COMMANDS = ("--help", "extract, few reports", "extract, all documents")

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are measured by wait4")


def load(name: str) -> ModuleType:
    """A module of the benchmark, which is no package."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> str:
    command = [sys.executable, str(BENCHMARKS / "throughput.py"), "--documents", "10", "--rounds", "1", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@posix
def test_all_lines_are_printed() -> None:
    lines = run().splitlines()
    assert lines[0].startswith("10 documents, ")
    assert any("flattered" in line for line in lines)
    for name in (*TASKS, *load("stopwatch").STAGES, *COMMANDS):
        assert any(line.startswith(f"{name} ") for line in lines), name


@posix
def test_json() -> None:
    figures = json.loads(run("--json"))
    assert set(figures["speed"]) == set(TASKS)
    assert all(speed["seconds"] > 0 for speed in figures["speed"].values())
    assert sum(figures["stages"].values()) == pytest.approx(1.0)
    assert set(figures["stages"]) == {*load("stopwatch").STAGES, load("stopwatch").REST}
    assert set(figures["processes"]) == set(COMMANDS)
    assert all(cost["peak_megabytes"] > 1 for cost in figures["processes"].values())


def test_digits_are_drawn_anew_and_dates_stay() -> None:
    text = "2024年3月18日建成驿站1260家、发放20余万元，2013-2017年占88.07%"
    redrawn = load("redrawn").redraw(text, random.Random(7))
    assert len(redrawn) == len(text)
    assert redrawn.startswith("2024年3月18日建成驿站")
    assert "2013-2017年" in redrawn
    assert "1260家" not in redrawn
    assert "0余万元" in redrawn
    assert redrawn == load("redrawn").redraw(text, random.Random(7))


def test_the_corpus_has_equal_parts(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("建成驿站12家", encoding="utf-8")
    corpus = load("redrawn").copies(sorted(tmp_path.iterdir()), 5, 1)
    assert [name for name, _ in corpus] == [f"{'ab'[number % 2]}-{number:06d}.txt" for number in range(5)]
