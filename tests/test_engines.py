"""Runs of any size: the same bytes as a small run's, whatever the pieces, the processes and what happens on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_of_own import files_of, write_reports
from installed import COMMAND, run
from unionstats import extract_files
from unionstats.engines import compare, local, passes, shards, shuffle
from unionstats.engines.local import Progress, processors, work_folder
from unionstats.engines.shards import chunks
from unionstats.engines.shuffle import Shuffle
from unionstats.metadata import Given
from unionstats.output import table_writer
from unionstats.output.arrays import arrow_array
from unionstats.output.dataset import read_dataset
from unionstats.pipeline import Input, Lost, list_inputs, read_inputs
from unionstats.report import tools

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "reports"
    write_reports(folder, 300)
    return folder


@pytest.fixture(scope="module")
def whole(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run that holds everything in memory."""
    out = tmp_path_factory.mktemp("whole") / "out"
    extract_files([reports]).write(out, with_wide=True)
    return files_of(out)


def run_streamed(reports: Path, out: Path, *, fresh: bool = False) -> list[Progress]:
    """A streamed run in this process; what it told of its progress."""
    told: list[Progress] = []
    local.run(
        list_inputs([reports]),
        out,
        tools(),
        rules=None,
        encoding=None,
        with_wide=True,
        jobs=1,
        fresh=fresh,
        tell=told.append,
    )
    return told


# The same bytes


def test_the_corpus_has_what_only_all_reports_tell(whole: dict[str, bytes]) -> None:
    claims = whole["claims.csv"].decode("utf-8-sig")
    assert "conflict:" in claims
    assert "outlier:" in claims
    assert "conflict:" in next(line for line in claims.splitlines() if "outlier:" in line)


def test_a_streamed_run_gives_the_bytes_of_one_in_memory(
    reports: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    told = run_streamed(reports, tmp_path / "out")
    assert files_of(tmp_path / "out") == whole
    assert told[-1].inputs == 303
    assert told[-1].assembled == pytest.approx(1)
    assert [progress.inputs for progress in told] == sorted(progress.inputs for progress in told)


@pytest.mark.parametrize(("least", "most", "rows"), [(3, 7, 11), (1000, 1000, 50)])
def test_the_pieces_do_not_show(
    reports: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    least: int,
    most: int,
    rows: int,
) -> None:
    monkeypatch.setattr(shards, "LEAST", least)
    monkeypatch.setattr(shards, "MOST", most)
    monkeypatch.setattr(compare, "TOGETHER", rows)
    monkeypatch.setattr(compare, "SIZES", rows * 10)
    monkeypatch.setattr(shuffle, "RUN", rows * 20)
    run_streamed(reports, tmp_path / "out")
    assert files_of(tmp_path / "out") == whole


def test_many_row_groups(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (table_writer, passes):
        monkeypatch.setattr(module, "CHUNK", 100)
    extract_files([reports]).write(tmp_path / "one", with_wide=True)
    run_streamed(reports, tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.parametrize(("jobs", "seed"), [("1", "0"), ("4", "1"), ("2", "2")])
def test_neither_processes_nor_hash_seed_show(
    reports: Path, whole: dict[str, bytes], tmp_path: Path, jobs: str, seed: str
) -> None:
    result = run("extract", reports, "--wide", "-q", "-j", jobs, folder=tmp_path, PYTHONHASHSEED=seed)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 3)  # leer.txt, foto.jpg, zz_again.txt
    assert files_of(tmp_path / "data" / "out") == whole


def test_the_order_of_inputs_does_not_show(reports: Path, tmp_path: Path) -> None:
    files = [path for path in sorted(reports.iterdir()) if path.suffix == ".txt"]
    for out, order in (("one", files), ("two", files[::-1]), ("three", files[150:] + files[:150])):
        run("extract", *order, "--out", out, "-q", "-j", "2", folder=tmp_path)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two") == files_of(tmp_path / "three")


PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"></head><body>
<article><h1>亳州市总工会2024年工作总结</h1>
<p>2024年，新建工会驿站{}家，服务户外劳动者3000人次，发放慰问金{}万元，走访困难职工80户。</p>
<p>全年发展工会会员5000人，举办职工技能竞赛30场，参赛职工4000人次，开展法律援助60件，挽回经济损失700万元。</p>
</article></body></html>
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_texts_of_pages_and_duplicates_of_other_chunks(tmp_path: Path, jobs: str) -> None:
    pytest.importorskip("trafilatura", reason="the extra html is not installed")
    folder = tmp_path / "in"
    write_reports(folder, 510)
    for name, number in (("00002_seite", 12), ("00300_seite", 13), ("zz_seite", 12)):
        (folder / f"{name}.html").write_text(PAGE.format(number, number), encoding="utf-8")
    dataset = extract_files([folder])
    assert len(dataset.texts) == 2
    dataset.write(tmp_path / "one")
    result = run("extract", folder, "--out", "two", "-q", "-j", jobs, folder=tmp_path)
    assert "zz_seite.html: duplicate of 00002_seite.html" in result.stderr
    assert "zz_again.txt: duplicate of 00003.txt" in result.stderr
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


# What is kept of a run


def test_what_is_unchanged_is_not_read_again(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, out = tmp_path / "in", tmp_path / "out"
    write_reports(inputs, 300)
    monkeypatch.setattr(shards, "LEAST", 8)
    run_streamed(inputs, out)
    assert run_streamed(inputs, out)[-1].reused == 303
    assert run_streamed(inputs, out, fresh=True)[-1].reused == 0
    (inputs / "00100.txt").write_text("亳州市总工会2024年工作总结\n\n2024年，新建工会驿站7家。", encoding="utf-8")
    (inputs / "00200.txt").unlink()
    (inputs / "00150a.txt").write_text("滁州市总工会2024年工作总结\n\n2024年，新建工会驿站8家。", encoding="utf-8")
    before = {path.name for path in work_folder(out).iterdir()}
    told = run_streamed(inputs, out)
    assert 100 < told[-1].reused < 303
    assert before - {path.name for path in work_folder(out).iterdir()}
    extract_files([inputs]).write(tmp_path / "expected", with_wide=True)
    assert files_of(out) == files_of(tmp_path / "expected")


def test_other_options_read_again(reports: Path, tmp_path: Path) -> None:
    inputs, kit = list_inputs([reports]), tools()
    made_by = shards.recipe(kit.rules.version, None)
    chunk = inputs[:5]
    first = shards.make_shard(tmp_path, chunk, kit, None, made_by)
    assert shards.make_shard(tmp_path, chunk, kit, None, made_by) == first._replace(reused=True)
    assert shards.recipe(kit.rules.version, "gbk") != made_by
    told = [one._replace(given=Given(year=2019)) for one in chunk]
    assert not shards.make_shard(tmp_path, told, kit, None, made_by).reused
    assert not shards.make_shard(tmp_path, chunk, kit, None, "another program").reused


def test_a_broken_shard_is_made_again(reports: Path, tmp_path: Path) -> None:
    chunk, kit = list_inputs([reports])[:5], tools()
    shard = shards.make_shard(tmp_path, chunk, kit, None, "x")
    (tmp_path / f"{shard.name}.claims.parquet").write_bytes(b"PAR1")
    assert not shards.make_shard(tmp_path, chunk, kit, None, "x").reused
    assert shards.make_shard(tmp_path, chunk, kit, None, "x").reused


def test_an_input_that_changes_while_it_is_read(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shard's name says what was read, so that what was there before is never taken for it."""
    path = tmp_path / "a.txt"
    text = "亳州市总工会2024年工作总结\n\n2024年，新建工会驿站7家。"
    path.write_text(text, encoding="utf-8")
    really_read = read_inputs
    reads = 0

    def read_and_append(*arguments: object) -> object:
        nonlocal reads
        reads += 1
        if reads == 1:
            path.write_text(text + "走访困难职工8户。", encoding="utf-8")
        return really_read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(shards, "read_inputs", read_and_append)
    shard = shards.make_shard(tmp_path, list_inputs([path]), tools(), None, "x")
    assert (reads, shard.claims) == (2, 2)
    path.write_text(text, encoding="utf-8")
    assert shards.make_shard(tmp_path, list_inputs([path]), tools(), None, "x").claims == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4), unique=True, max_size=300))
def test_an_input_more_leaves_other_chunks_alone(names: list[str]) -> None:
    inputs = [Input(Lost(name), Given()) for name in sorted(names)]
    made = list(chunks(inputs))
    assert [one for chunk in made for one in chunk] == inputs
    assert all(shards.LEAST <= len(chunk) <= shards.MOST for chunk in made[:-1])


# Bringing together


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.text(max_size=3)), max_size=12), max_size=8), st.integers(1, 20)
)
def test_a_shuffle_brings_together_in_order(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[tuple[int, str]]], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shuffle, "RUN", size)
        made = Shuffle(tmp_path_factory.mktemp("shuffle") / "runs", 5)
        for rows in tables:
            words = [word for _, word in rows]
            made.add(pa.table({"word": arrow_array("string", words)}), [part for part, _ in rows])
        for number in range(5):
            part = made.part(number)
            expected = [word for rows in tables for at, word in rows if at == number]
            assert (part["word"].to_pylist() if part else []) == expected


def test_a_shuffle_takes_the_space_of_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of which each holds few of many parts, as of reports that are sorted by city."""
    monkeypatch.setattr(shuffle, "RUN", 1000)
    dice = random.Random(1)
    made = Shuffle(tmp_path / "runs", 2000)
    size = 0
    for start in range(0, 2000, 100):
        rows = pa.table({"word": arrow_array("string", [f"{dice.random()}" for _ in range(1000)])})
        size += rows.nbytes
        made.add(rows, [dice.randrange(start, start + 10) for _ in range(1000)])
    assert sum(path.stat().st_size for path in (tmp_path / "runs").iterdir()) < 2 * size
    assert made.part(1990) is None
    assert sum(len(part) for number in range(2000) if (part := made.part(number))) == 20_000


def test_parts_are_ranges_that_leave_no_city_and_year_apart() -> None:
    keys = Counter({(f"{code}", f"城{code}", year): 10 for code in range(20) for year in (2023, 2024)})
    parts = compare.parts_of(keys, 30)
    ordered = [parts[key] for key in sorted(keys)]
    assert ordered == sorted(ordered)
    assert max(Counter(ordered).values()) == 3
    keys[("999", "城0", 2023)] = 1  # a second code of one city in one year
    parts = compare.parts_of(keys, 30)
    assert parts["999", "城0", 2023] == parts["0", "城0", 2023]
    assert [parts[key] for key in sorted(keys)] == sorted(parts.values())


def test_processors() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)


# What happens on the way


def start(*arguments: object, folder: Path, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [COMMAND, "extract", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def hook(folder: Path, code: str) -> dict[str, str]:
    """An environment in which every process of the command runs `code` before it opens the report `file`."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, signal, time\nfrom pathlib import Path\nimport unionstats.pipeline as pipeline\n"
        f"really_read = pipeline.read_found\nhere = Path({str(folder)!r})\n"
        f"def read_found(found, *arguments):\n    file = found.file\n{code}"
        "    return really_read(found, *arguments)\npipeline.read_found = read_found\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": str(folder)}


@posix
def test_a_killed_process_costs_a_retry(reports: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    code = """    if file in ("00020.txt", "00250.txt") and not (here / file).exists():
        (here / file).touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = hook(tmp_path / "hook", code)
    result = run("extract", reports, "--wide", "-q", "-j", "2", folder=tmp_path, **environment)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 3)
    assert files_of(tmp_path / "data" / "out") == whole


@posix
def test_a_report_that_kills_is_found_and_named(reports: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    code = """    if file == "00123.txt":
        os.kill(os.getpid(), signal.SIGKILL)
"""
    result = run("extract", reports, "-q", "-j", "2", folder=tmp_path, **hook(tmp_path / "hook", code))
    assert result.returncode == 1
    assert "unionstats: 00123.txt: worker_died: " in result.stderr
    dataset = read_dataset(tmp_path / "data" / "out")
    rows = {row["file"]: row["status"] for row in dataset.documents.to_pylist()}
    assert len(rows) == 303
    assert {file for file, status in rows.items() if status == "failed"} == {"00123.txt", "leer.txt"}
    ids = dataset.claims.column("claim_id").to_pylist()
    assert len(set(ids)) == len(ids)
    # It is read again by the next run, which may have more memory.
    assert run("extract", reports, "--wide", "-q", "-j", "2", folder=tmp_path).returncode == 1
    assert files_of(tmp_path / "data" / "out") == whole


def children(pid: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found


SLOWLY = "    time.sleep(0.05)\n"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("sent", "code"), [("SIGKILL", -9), ("SIGTERM", 143), ("SIGINT", 130)])
def test_no_process_outlives_its_parent(reports: Path, tmp_path: Path, sent: str, code: int) -> None:
    (tmp_path / "data" / "out").mkdir(parents=True)
    parent = start(reports, "-j", "2", folder=tmp_path, **hook(tmp_path / "hook", SLOWLY))
    shard_folder = tmp_path / "data" / ".out.work"
    wait_until(lambda: len(children(parent.pid)) >= 2 and any(shard_folder.glob("*.documents.parquet")))
    workers = children(parent.pid)
    parent.send_signal(getattr(signal, sent))
    _, errors = parent.communicate(timeout=20)
    assert parent.returncode == code
    wait_until(lambda: not any(Path("/proc", str(pid)).exists() for pid in workers), 5)
    assert list((tmp_path / "data" / "out").iterdir()) == []
    if code > 0:
        assert errors.splitlines()[-1] == "unionstats: interrupted. The same command goes on where this run stopped."
        assert not [path for path in (tmp_path / "data").iterdir() if path.name.endswith((".tmp", ".lock"))]


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@posix
def test_a_second_run_on_the_same_output_is_refused(reports: Path, tmp_path: Path) -> None:
    environment = hook(tmp_path / "hook", SLOWLY)
    first = start(reports, "-j", "1", folder=tmp_path, **environment)
    lock = tmp_path / "data" / ".out.lock"
    wait_until(lambda: lock.exists() and lock.read_text(encoding="utf-8"))
    second = run("extract", reports, folder=tmp_path)
    assert (second.returncode, second.stdout) == (75, "")
    (line,) = second.stderr.splitlines()
    assert f"process {first.pid} on {os.uname().nodename} since 20" in line
    assert run("extract", reports, "--out", "other", "-q", folder=tmp_path).returncode == 1
    first.kill()
    first.communicate()
    assert run("extract", reports, "-q", folder=tmp_path).returncode == 1
    assert not lock.exists()


@posix
def test_twenty_kills_and_the_run_still_ends_in_the_same_bytes(tmp_path: Path) -> None:
    """After each kill every file with a final name is whole: the former dataset, and the shards."""
    dice = random.Random(20_261_122)
    folder, work, out = tmp_path / "in", tmp_path / "data" / ".out.work", tmp_path / "data" / "out"
    write_reports(folder, 520, seed=2)
    run("extract", folder / "00000.txt", "-q", folder=tmp_path)
    former = files_of(out)
    environment = hook(tmp_path / "hook", "    time.sleep(0.003)\n")
    began = time.monotonic()
    run("extract", folder, "-q", "--out", "expected", folder=tmp_path, **environment)
    whole_run = time.monotonic() - began
    killed, shards_seen = 0, set()
    for number in range(20):
        # One process or two; and a fresh start once in the middle.
        more = ["-j", dice.choice("12"), *(["--fresh"] if number == 10 else [])]
        process = start(folder, "-q", *more, folder=tmp_path, **environment)
        time.sleep(dice.uniform(0.1, 0.9) * whole_run)
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        for path in work.glob("[!.]*.parquet") if work.exists() else ():
            assert pq.read_table(path, use_threads=False).num_columns > 10
        shards_seen.add(len(list(work.glob("[!.]*.documents.parquet"))) if work.exists() else 0)
        dataset = read_dataset(out)
        assert files_of(out) == former or dataset.documents.num_rows == 523
    assert killed >= 10
    assert len(shards_seen) > 1
    final = run("extract", folder, "-q", "-j", "2", folder=tmp_path)
    assert final.returncode == 1
    assert files_of(out) == files_of(tmp_path / "expected")
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"out", ".out.work"}
    assert not list(work.glob(".*"))
