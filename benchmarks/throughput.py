"""How fast and how small: python benchmarks/throughput.py [--documents N] [--rounds N] [--json]   (or: make bench)

Times are those of the process clock, one core, in interleaved rounds; what is told is the median. Beside documents a
second stand two ratios, to one pass of OpenCC and to one search for digits over the same texts in the same round: they
depend less on the machine and on what else it does.
"""

import argparse
import json
import platform
import re
import shutil
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import opencc

from child import cost_of
from redrawn import copies
from stopwatch import Stopwatch
from unionstats.corpus.read import read_document
from unionstats.metadata import Given
from unionstats.pipeline import extract_files
from unionstats.report import read_one, tools

ROOT = Path(__file__).resolve().parents[1]
COMMAND = str(Path(sysconfig.get_path("scripts"), "unionstats"))
_OUTSIDE = ROOT.parent / "shared" / "reports"  # kept outside the repository
_REAL = [_OUTSIDE / f"{name}.txt" for name in ("bozhou", "chuzhou", "huaibei", "guangan", "jinan")]
WARNING = (
    "These are a few texts repeated with other digits: caches, branch prediction and compression are flattered.\n"
    "Compare runs on one machine, and ratios rather than seconds."
)

Task = Callable[[], object]


class Speed(NamedTuple):
    """A task over the whole corpus, medians of the rounds: seconds, and times the seconds of the two yardsticks."""

    seconds: float
    per_opencc: float
    per_digits: float


def reports() -> list[Path]:
    """Five real reports where they are there, else those of the repository."""
    return _REAL if all(path.is_file() for path in _REAL) else sorted((ROOT / "data" / "raw").glob("*.txt"))


def measure(documents: int, rounds: int, seed: int) -> dict[str, Any]:
    """Everything, as it is printed with --json."""
    originals = reports()
    corpus = copies(originals, documents, seed)
    size = sum(len(data) for _, data in corpus)
    with tempfile.TemporaryDirectory(prefix="unionstats-benchmark-") as name:
        folder, few, out = Path(name, "many"), Path(name, "few"), Path(name, "out")
        folder.mkdir()
        few.mkdir()
        for file, data in corpus:
            (folder / file).write_bytes(data)
        for path in originals:
            shutil.copy(path, few)
        texts = [data.decode() for _, data in corpus]
        del corpus
        claims, speeds = _speeds(folder, out, texts, rounds)
        del texts
        return {
            "corpus": {
                "documents": documents,
                "bytes": size,
                "claims": claims,
                "reports": [path.stem for path in originals],
                "seed": seed,
                "rounds": rounds,
                "warning": WARNING,
            },
            "machine": {
                "python": platform.python_version(),
                "opencc": version("opencc"),
                "system": platform.platform(),
            },
            "speed": {
                task: {
                    **speed._asdict(),
                    "documents_per_second": documents / speed.seconds,
                    "megabytes_per_second": size / speed.seconds / 1e6,
                }
                for task, speed in speeds.items()
            },
            "stages": _stages(folder, out),
            "processes": _processes(folder, few, out, rounds),
        }


def _speeds(folder: Path, out: Path, texts: list[str], rounds: int) -> tuple[int, dict[str, Speed]]:
    """The number of claims, and the speed of each task."""
    kit, nothing_given = tools(), Given()
    paths = sorted(folder.iterdir())
    convert, digits = opencc.OpenCC("t2s").convert, re.compile("[0-9]+")

    def read_all() -> int:
        return sum(len(read_one(read_document(path, path.name), kit, nothing_given).claims) for path in paths)

    tasks: dict[str, Task] = {
        "opencc t2s": lambda: [convert(text) for text in texts],
        "digit search": lambda: sum(1 for text in texts for _ in digits.finditer(text)),
        "bytes to claims": read_all,
        "folder to files": lambda: extract_files([folder]).write(out),
    }
    claims = read_all()  # also warms what is made once
    taken: dict[str, list[float]] = {task: [] for task in tasks}
    for _ in range(rounds):
        for task, run in tasks.items():
            start = time.process_time()
            run()
            taken[task].append(time.process_time() - start)
    yardsticks = taken["opencc t2s"], taken["digit search"]
    return claims, {
        task: Speed(median(seconds), *(_ratio(seconds, yardstick) for yardstick in yardsticks))
        for task, seconds in taken.items()
    }


def _ratio(seconds: Sequence[float], yardstick: Sequence[float]) -> float:
    """The median of the rounds' ratios, in which what slowed a whole round is left out."""
    return median(one / max(other, 1e-9) for one, other in zip(seconds, yardstick, strict=True))


def _stages(folder: Path, out: Path) -> dict[str, float]:
    watch = Stopwatch()
    with watch.running():
        extract_files([folder]).write(out)
    return watch.shares()


def _processes(folder: Path, few: Path, out: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Commands as processes of their own: milliseconds of processor time and megabytes at the peak."""
    commands = {
        "--help": ["--help"],
        "extract, few reports": ["extract", str(few), "--out", str(out), "--quiet"],
        "extract, all documents": ["extract", str(folder), "--out", str(out), "--quiet"],
    }
    result = {}
    for name, arguments in commands.items():
        costs = [cost_of([COMMAND, *arguments]) for _ in range(1 if "all" in name else rounds)]
        milliseconds = median(cost.seconds for cost in costs) * 1e3
        result[name] = {"milliseconds": milliseconds, "peak_megabytes": max(cost.peak for cost in costs) / 1e6}
    return result


def show(figures: dict[str, Any]) -> None:
    """The figures as tables for people."""
    corpus = figures["corpus"]
    documents = corpus["documents"]
    print(
        f"{documents} documents, {corpus['bytes'] / 1e6:.1f} MB, {corpus['claims']} claims, "
        f"made of {', '.join(corpus['reports'])}\n"
        f"one core, medians of {corpus['rounds']} rounds\n{WARNING}\n"
    )
    print(f"{'':<18}{'docs/s':>9}{'MB/s':>8}{'us/doc':>9}{'x OpenCC':>10}{'x digits':>10}")
    for task, speed in figures["speed"].items():
        print(
            f"{task:<18}{speed['documents_per_second']:>9,.0f}{speed['megabytes_per_second']:>8.1f}"
            f"{speed['seconds'] / documents * 1e6:>9,.0f}{speed['per_opencc']:>10.1f}{speed['per_digits']:>10.1f}"
        )
    print("\nshares of folder to files")
    for stage, share in figures["stages"].items():
        print(f"{stage:<18}{share:>9.1%}")
    print(f"\n{'unionstats':<24}{'ms CPU':>9}{'peak MB':>9}")
    for name, cost in figures["processes"].items():
        print(f"{name:<24}{cost['milliseconds']:>9,.0f}{cost['peak_megabytes']:>9.0f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500, metavar="N", help="how many documents  [default: 500]")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how many rounds  [default: 5]")
    parser.add_argument("--seed", type=int, default=1, help="draws the digits  [default: 1]")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    options = parser.parse_args(arguments)
    if options.documents < 1 or options.rounds < 1:
        parser.error("documents and rounds are at least 1")
    figures = measure(options.documents, options.rounds, options.seed)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        show(figures)


if __name__ == "__main__":
    main()
