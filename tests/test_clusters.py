"""Reading elsewhere: on dask.distributed, and by the function that other engines map over their partitions."""

import os
import runpy
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import pyarrow as pa
import pytest

from corpus_of_own import files_of, write_reports
from installed import run
from test_docs import SCALING, blocks_of
from test_engines import hook, posix, wait_until
from unionstats import extract_batch, extract_files
from unionstats.core.errors import UsageError
from unionstats.engines.batch import SCHEMA
from unionstats.output.dataset import read_dataset


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "reports"
    write_reports(folder, 300)
    return folder


@pytest.fixture(scope="module")
def whole(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("whole") / "out"
    extract_files([reports]).write(out)
    return files_of(out)


@pytest.fixture
def distributed() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")


# A cluster


@posix
@pytest.mark.usefixtures("distributed")
def test_a_cluster_gives_the_same_bytes_though_workers_are_killed(
    reports: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    code = """    if file in ("00020.txt", "00250.txt") and not (here / file).exists():
        (here / file).touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""
    result = run("extract", reports, "-q", "--engine", "dask", "-j", "2", folder=tmp_path, **hook(tmp_path / "h", code))
    assert (result.returncode, result.stderr.count("unionstats: ")) == (1, 3), result.stderr
    assert files_of(tmp_path / "data" / "out") == whole


@posix
@pytest.mark.usefixtures("distributed")
def test_a_report_that_kills_every_worker_is_named_and_no_other(reports: Path, tmp_path: Path) -> None:
    code = """    if file == "00123.txt":
        os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = hook(tmp_path / "h", code)
    with (tmp_path / "h" / "sitecustomize.py").open("a", encoding="utf-8") as file:  # many chunks, few halvings
        file.write("import unionstats.engines.shards as shards\nshards.LEAST, shards.MOST = 8, 16\n")
    result = run("extract", reports, "-q", "--engine", "dask", "-j", "2", folder=tmp_path, **environment)
    assert result.returncode == 1
    assert "unionstats: 00123.txt: worker_died: " in result.stderr
    rows = read_dataset(tmp_path / "data" / "out").documents.to_pylist()
    assert len(rows) == 303
    assert {row["file"] for row in rows if row["status"] == "failed"} == {"00123.txt", "leer.txt"}


@pytest.mark.usefixtures("distributed")
def test_a_scheduler_that_runs_elsewhere(reports: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = str(Path(sysconfig.get_path("scripts"), "dask"))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    command = [dask, "scheduler", "--host", address, "--no-dashboard"]
    scheduler = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    worker = subprocess.Popen(
        [dask, "worker", address, "--nthreads", "2", "--no-dashboard", "--death-timeout", "30"],
        **quiet,  # type: ignore[call-overload]
    )
    try:
        result = run("extract", reports, "-q", "--engine", "dask", "--scheduler", address, folder=tmp_path)
        assert (result.returncode, result.stderr.count("unionstats: ")) == (1, 3), result.stderr
        assert files_of(tmp_path / "data" / "out") == whole
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait()
    wait_until(lambda: worker.poll() is not None)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--engine", "spark"], "--engine: there is no spark. Write local or dask."),
        (["--scheduler", "tcp://127.0.0.1:1"], "--scheduler: only dask has one. Add --engine dask."),
    ],
)
def test_wrong_use_is_said(reports: Path, tmp_path: Path, arguments: list[str], complaint: str) -> None:
    result = run("extract", reports, *arguments, folder=tmp_path)
    assert (result.returncode, result.stderr) == (2, f"unionstats: {complaint}\n")


def test_dask_that_is_not_installed_is_said(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text(
        "import sys\nsys.modules['distributed'] = None\n", encoding="utf-8"
    )
    result = run("extract", reports, "--engine", "dask", folder=tmp_path, PYTHONPATH=str(tmp_path / "hide"))
    assert result.returncode == 2
    assert "Run pip install 'unionstats[dask]'." in result.stderr


# A function for others


def batch_of(paths: list[Path]) -> pa.RecordBatch:
    return pa.record_batch({"file": [path.name for path in paths], "content": [path.read_bytes() for path in paths]})


def test_extract_batch_gives_the_claims(reports: Path) -> None:
    # Only a run sees that a report comes twice.
    paths = sorted(path for path in reports.glob("*.txt") if path.name != "zz_again.txt")
    expected = extract_files([reports]).claims
    alone = [name for name in expected.column_names if name != "flags"]
    halves = [extract_batch(batch_of(paths[:150])), extract_batch(batch_of(paths[150:]))]
    made = pa.Table.from_batches(halves)
    assert made.schema.equals(expected.schema)
    assert made.select(alone).equals(expected.select(alone))
    assert not any("conflict" in flag for flags in made.column("flags").to_pylist() for flag in flags)


def test_extract_batch_of_nothing() -> None:
    for files, contents in (([], []), (["leer.txt", None, "a.txt"], [b"", b"x", None])):
        arrays = [pa.array(files, pa.large_string()), pa.array(contents, pa.large_binary())]
        made = extract_batch(pa.RecordBatch.from_arrays(arrays, ["file", "content"]))
        assert (made.num_rows, made.schema) == (0, SCHEMA)
    with pytest.raises(UsageError, match="no column content of type binary"):
        extract_batch(pa.record_batch({"file": ["a.txt"], "content": ["text"]}))


def test_extract_batch_does_not_need_the_command_line() -> None:
    code = "import sys; from unionstats import extract_batch; print('typer' in sys.modules, 'rich' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout == "False False\n"


# What docs/SCALING.md prints


def test_the_recipe_for_urls_as_printed(
    reports: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra dask is not installed")
    (recipe,) = (block.text for block in blocks_of(SCALING) if block.file == "by_url.py")
    (tmp_path / "by_url.py").write_text(recipe, encoding="utf-8")
    bucket = fsspec.filesystem("memory")
    bucket.put(f"{reports}/", "/bucket/reports/", recursive=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "argv", ["by_url.py", "memory://bucket/reports", "memory://bucket/dataset"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path("by_url.py")
    assert ended.value.code == 1  # leer.txt
    assert {name: bucket.cat_file(f"/bucket/dataset/{name}") for name in whole} == whole
    bucket.rm("/bucket", recursive=True)
