"""Processes that read chunks, and what becomes of a chunk whose process is killed.

Each process has a pipe of its own and one chunk at a time, so that a death has one chunk to blame, and no lock or
queue is shared that a killed process could leave locked. A chunk whose process died is read once more by another; if
that dies too, its halves are read apart, and so on, until the one input is left that no process survives.
"""

import gc
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from unionstats.core.errors import RuleError, UsageError
from unionstats.corpus.read import closing_readers
from unionstats.engines.shards import Shard, make_shard
from unionstats.pipeline import Input, Lost, no_collections
from unionstats.report import tools

STARTS = 3
"""Processes that may die one after the other before they are ready to read."""

Place = tuple[int, ...]
"""Where a chunk stands among all: its number, and which half of it, of that half, and so on."""


class Setup(NamedTuple):
    """What a process needs to read chunks: the arguments of `tools` and `make_shard`."""

    folder: Path
    rules: Path | None
    rules_version: str
    encoding: str | None
    made_by: str


class Task(NamedTuple):
    """A chunk to be read, and how many processes have died of it."""

    place: Place
    chunk: list[Input]
    deaths: int


class Workers:
    """So many processes, each started when there is a chunk for it."""

    def __init__(self, chunks: Iterable[list[Input]], setup: Setup, jobs: int) -> None:
        self._fresh = (Task((number,), chunk, 0) for number, chunk in enumerate(chunks))
        self._again: deque[Task] = deque()
        self._setup = setup
        self._jobs = jobs
        self._deaths = 0  # since a process was last ready
        self._processes: dict[Any, SpawnProcess] = {}
        self._tasks: dict[Any, Task] = {}

    def shards(self) -> Generator[tuple[Place, Shard]]:
        """The shards of the chunks as they become ready, with their places, by which they can be sorted.

        Raises:
            UsageError: no process can be started.
            UnionstatsError, OSError: what a process raised; the others are ended.
        """
        try:
            for _ in range(self._jobs):
                self._start()
            while self._processes:
                for pipe in wait(list(self._processes)):
                    yield from self._hear(pipe)
        finally:
            self._end()

    def _start(self) -> None:
        """Start a process if there is a chunk for it."""
        starting = len(self._processes) - len(self._tasks)
        if len(self._again) <= starting:
            if (task := next(self._fresh, None)) is None:
                return
            self._again.append(task)
        context = get_context("spawn")
        pipe, other = context.Pipe()
        process = context.Process(target=_work, args=(other, self._setup), daemon=True)
        with _interrupts_held_back():
            process.start()
        other.close()
        self._processes[pipe] = process

    def _hear(self, pipe: Any) -> Iterator[tuple[Place, Shard]]:
        """Take what a process says, or its death, and give it the next chunk."""
        try:
            said = pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._bury(pipe)
            return
        if isinstance(said, BaseException):
            raise said
        self._deaths = 0
        if isinstance(said, Shard):
            yield self._tasks.pop(pipe).place, said
        task = self._again.popleft() if self._again else next(self._fresh, None)
        if task is None:  # the process ends when its pipe does
            del self._processes[pipe]
            pipe.close()
            return
        self._tasks[pipe] = task
        with suppress(BrokenPipeError):  # its death is heard of next
            pipe.send(task.chunk)

    def _bury(self, pipe: Any) -> None:
        """After a death: its chunk is read again, whole or in halves, by a new process."""
        process = self._processes.pop(pipe)
        process.kill()
        process.join()
        pipe.close()
        task = self._tasks.pop(pipe, None)
        if task is None:
            self._deaths += 1
            if self._deaths >= STARTS:
                raise UsageError("--jobs", "no process can be started to read with", "Run with --jobs 1.")
        else:
            self._again.extend(divided(task))
        self._start()

    def _end(self) -> None:
        for process in self._processes.values():
            process.kill()
        for pipe, process in self._processes.items():
            process.join()
            pipe.close()


def divided(task: Task) -> list[Task]:
    """What to do with a chunk that one more process died of."""
    place, chunk, deaths = task
    if deaths == 0:
        return [Task(place, chunk, 1)]
    if len(chunk) == 1:
        return [Task(place, [Input(Lost(chunk[0].entry.file), chunk[0].given)], 0)]
    middle = len(chunk) // 2
    return [Task((*place, 0), chunk[:middle], 1), Task((*place, 1), chunk[middle:], 1)]


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """What ends the run waits until a process is whole: half of one would print a traceback.

    A process started within never hears Ctrl-C, which goes to all of them: it is the parent's to end it.
    """
    heard: list[int] = []
    # A mask alone holds nothing back: another thread of the parent may take the signal, and Python raises it here.
    ours = threading.current_thread() is threading.main_thread()
    numbers = (signal.SIGINT, signal.SIGTERM) if ours else ()
    handlers = {number: signal.signal(number, lambda number, _: heard.append(number)) for number in numbers}
    masks = sys.platform != "win32"
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else None
    try:
        yield
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def _work(pipe: Connection, setup: Setup) -> None:
    """The life of a process: make ready, then a chunk after the other until there is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        kit = tools(setup.rules)
        if kit.rules.version != setup.rules_version:
            raise RuleError("rules", "they were changed during the run", "Run it again.")
        pa.set_memory_pool(pa.system_memory_pool())  # which gets back what is no longer in use
        gc.freeze()
        pipe.send("ready")
        with no_collections(), closing_readers():
            while True:
                pipe.send(make_shard(setup.folder, pipe.recv(), kit, setup.encoding, setup.made_by))
                gc.collect()  # what no_collections leaves: some cycles of each report
    except (EOFError, BrokenPipeError):  # there is no more
        return
    except BaseException as error:
        with suppress(OSError):  # the parent is gone
            pipe.send(_told(error))


def _end_with_parent() -> None:
    """A killed parent cannot end its processes, so each looks out for it (python/cpython#111873)."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(3)


def _told(error: BaseException) -> Any:
    """The error, if it can be sent."""
    with suppress(Exception):
        return pickle.loads(pickle.dumps(error))
    return RuntimeError("".join(traceback.format_exception(error)))
