"""A run on this machine, in one process or many: reports in, files out, with bounded memory."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from unionstats.corpus.read import closing_readers
from unionstats.engines.assemble import Assembled, Passes, assemble
from unionstats.engines.shards import Shard, chunks, make_shard, recipe
from unionstats.engines.workers import Place, Setup, Workers
from unionstats.output.columns import Header
from unionstats.output.dataset import write_files
from unionstats.output.replace import home_of, unwritten
from unionstats.pipeline import Input, no_collections
from unionstats.report import Tools

ENOUGH_FOR_MANY = 2_000
"""Reports from which on several processes gain more than their start costs."""

_SCRATCH = ".passes"


class Progress(NamedTuple):
    """How far a run is.

    Attributes:
        inputs: read so far; claims: found in them; reused: inputs of those that an earlier run had read.
        assembled: the share of putting together that is done; more than 0 when all inputs are read.
    """

    inputs: int
    claims: int
    reused: int
    assembled: float


Tell = Callable[[Progress], None]


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_folder(out: Path) -> Path:
    """Where the shards of the output `out` are kept: `.NAME.work` beside it.

    Raises:
        OSError: the place cannot be written to.
    """
    return home_of(out) / f".{out.resolve().name}.work"


def run(
    inputs: Sequence[Input],
    out: Path,
    kit: Tools,
    *,
    rules: Path | None,
    encoding: str | None,
    with_wide: bool,
    header: Header = "en",
    jobs: int | None,
    fresh: bool,
    tell: Tell,
    dask: bool = False,
    scheduler: str | None = None,
) -> Assembled:
    """Read the inputs and write the dataset into `out`, as `make_dataset(...).write(out)` does.

    What was read is kept in `work_folder(out)`, so that a run goes on where an earlier one stopped, and reads again
    only what changed. Only one run at a time may work on one output (`output.lock`).

    Args:
        header: the language of the heads of the CSV files; what was read before serves for either.
        jobs: processes to read with; None takes as many as there are processors where that pays.
        fresh: read everything again.
        dask: read on a cluster, on the one of `scheduler` or on a local one.

    Raises:
        OutputError: something cannot be written; `out` is as it was.
        UsageError, RuleError: see `tools` and `make_shard`.
    """
    if jobs is None:
        jobs = processors() if dask or len(inputs) >= ENOUGH_FOR_MANY else 1
    try:
        folder = work_folder(out)
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
        _remove_unfinished(folder)
        setup = Setup(folder, rules, kit.rules.version, encoding, recipe(kit.rules.version, encoding))
        with returned_memory(), no_collections(), closing_readers():
            pieces = chunks(inputs)
            if dask:
                from unionstats.engines.dask import read_on_dask

                shards = _gather(read_on_dask(pieces, setup, jobs, scheduler), tell)
            elif jobs > 1:
                shards = _gather(Workers(pieces, setup, jobs).shards(), tell)
            else:
                shards = _gather(_read_here(pieces, kit, setup), tell)
            assembled = _assemble(out, shards, setup, kit, with_wide, header, tell)
        _remove_others(folder, shards)
    except OSError as error:
        raise unwritten(out, error) from error
    return assembled


@contextmanager
def returned_memory() -> Iterator[None]:
    """Let Arrow take memory from the system, which gets it back: its own allocator keeps twice what is in use."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _gather(ready: Generator[tuple[Place, Shard]], tell: Tell) -> list[Shard]:
    """All shards, in the order of their inputs."""
    made: list[tuple[Place, Shard]] = []
    done = Progress(0, 0, 0, 0.0)
    with closing(ready):
        for place, shard in ready:
            made.append((place, shard))
            reused = done.reused + shard.documents * shard.reused
            done = Progress(done.inputs + shard.documents, done.claims + shard.claims, reused, 0.0)
            tell(done)
    return [shard for _, shard in sorted(made)]


def _read_here(pieces: Iterable[list[Input]], kit: Tools, setup: Setup) -> Generator[tuple[Place, Shard]]:
    gc.freeze()
    try:
        for number, chunk in enumerate(pieces):
            yield (number,), make_shard(setup.folder, chunk, kit, setup.encoding, setup.made_by)
            gc.collect()  # what no_collections leaves: some cycles of each report
    finally:
        gc.unfreeze()


def _assemble(
    out: Path, shards: Sequence[Shard], setup: Setup, kit: Tools, with_wide: bool, header: Header, tell: Tell
) -> Assembled:
    scratch = setup.folder / _SCRATCH
    inputs, claims = sum(one.documents for one in shards), sum(one.claims for one in shards)
    reused = sum(one.documents for one in shards if one.reused)
    results: list[Assembled] = []

    def tell_share(share: float) -> None:
        tell(Progress(inputs, claims, reused, share))

    passes = Passes(setup.folder, shards, scratch)

    def fill(stage: Path) -> None:
        indicators, version = kit.catalogue.indicators, setup.rules_version
        done = assemble(stage, passes, indicators, version, with_wide=with_wide, header=header, tell=tell_share)
        results.append(done)

    try:
        write_files(out, passes.texts.values(), fill, with_wide=with_wide)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return results[0]


def _remove_unfinished(folder: Path) -> None:
    """Remove what killed runs left half done."""
    for path in folder.glob(".*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _remove_others(folder: Path, shards: Iterable[Shard]) -> None:
    """Remove the shards of inputs that have changed since, or that are gone."""
    kept = {shard.name for shard in shards}
    for path in folder.iterdir():
        if path.name.partition(".")[0] not in kept:
            path.unlink(missing_ok=True)
