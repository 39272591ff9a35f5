"""Chunks read on a cluster of dask.distributed, with what is put on the disk and put together as in a local run.

The machines of the cluster share a file system: inputs, rules and the folder of the output have the same paths on all.
"""

import gc
import logging
import time
from collections import deque
from collections.abc import Generator, Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

from unionstats.core.errors import UsageError
from unionstats.corpus.read import closing_readers
from unionstats.engines.shards import Shard, make_shard
from unionstats.engines.workers import Place, Setup, Task, divided
from unionstats.pipeline import Input
from unionstats.report import Tools, tools

AHEAD = 4
"""Chunks that wait for each thread of the cluster."""

PATIENCE = 60.0
"""Seconds that a run waits for a worker when there is none."""

_ONE_AT_A_TIME = Lock()  # the threads of one worker process would only wait for each other


def read_on_dask(
    chunks: Iterable[list[Input]], setup: Setup, jobs: int, scheduler: str | None
) -> Generator[tuple[Place, Shard]]:
    """The shards of the chunks as they become ready, with their places, by which they can be sorted.

    A worker that is killed is started again by its nanny and its chunks are read again. Dask blames a death on all
    chunks that waited for that worker, so each that it gives up is read once more when nothing else is. One that
    workers die of even then is halved until the one report is found that no worker survives (`workers.divided`).

    Args:
        jobs: processes of a local cluster, where no scheduler is given.
        scheduler: the address of a running one, tcp://HOST:PORT.

    Raises:
        UsageError: dask.distributed is not installed, or the scheduler does not answer.
    """
    try:
        import dask
        from distributed import Client, LocalCluster, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise UsageError(
            "--engine dask", "dask.distributed is not installed", "Run pip install 'unionstats[dask]'."
        ) from None
    settings = {
        "distributed.scheduler.allowed-failures": 1,
        # A local cluster would close the nanny of a worker that had died so long ago, though it was started again.
        "distributed.deploy.lost-worker-timeout": "1 day",
    }
    with dask.config.set(settings):
        if scheduler is None:
            cluster = LocalCluster(
                n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
            )
            client = Client(cluster)
        else:
            cluster = None
            try:
                client = Client(scheduler, timeout="20s")
            except (OSError, ValueError) as error:
                what = f"no scheduler answers at {scheduler} ({type(error).__name__})"
                raise UsageError("--scheduler", what, "Start one with: dask scheduler.") from None
        try:
            fresh = (Task((number,), chunk, 0) for number, chunk in enumerate(chunks))
            again: deque[Task] = deque()
            running: dict[str, Task] = {}
            ready = as_completed()
            threads = max(sum(client.nthreads().values()), jobs if cluster else 1)
            while True:
                tasks = list(islice(fresh, max(AHEAD * threads - len(running), 0)))
                if again and not running and not tasks:
                    tasks.append(again.popleft())
                for task in tasks:
                    future = client.submit(_make, task.chunk, setup, pure=False)
                    running[future.key] = task
                    ready.add(future)
                if not running:
                    break
                future = _next(ready, client)
                task = running.pop(future.key)
                try:
                    yield task.place, future.result()
                except KilledWorker:
                    again.extend(divided(task))
        finally:
            client.close()
            if cluster is not None:
                cluster.close()


def _next(ready: Any, client: Any) -> Any:
    """The next future that is ready.

    Raises:
        UsageError: the cluster has lost all its workers, and none has come for a while.
    """
    looked = seen = time.monotonic()
    while not ready.has_ready():
        time.sleep(0.02)
        now = time.monotonic()
        if now - looked > PATIENCE / 20:
            looked = now
            if client.nthreads():
                seen = now
            elif now - seen > PATIENCE:
                raise UsageError("--engine dask", "the cluster has no workers left", "Start some and run it again.")
    return next(ready)


def _make(chunk: list[Input], setup: Setup) -> Shard:
    with _ONE_AT_A_TIME, closing_readers():
        kit = _tools(setup.rules, setup.rules_version)
        shard = make_shard(setup.folder, chunk, kit, setup.encoding, setup.made_by)
    gc.collect()  # what no_collections leaves: some cycles of each report
    return shard


@cache
def _tools(rules: Path | None, version: str) -> Tools:
    kit = tools(rules)
    if kit.rules.version != version:
        raise UsageError("--scheduler", "the workers have other rules than this machine", "Install the same version.")
    gc.freeze()
    return kit
