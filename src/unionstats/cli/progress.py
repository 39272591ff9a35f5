"""How far a long run is, on stderr: a bar where it is a terminal, else a line now and then. Short runs say nothing."""

import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from unionstats.cli.terminal import abandon_streams

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from unionstats.engines.local import Progress

BAR_AFTER = 1.0
"""Seconds of a run before a bar is shown."""

LINE_EVERY = 5.0
"""Seconds between lines, and before the first one."""

_WINDOW = 20.0  # seconds over which the rate is taken


class Pace(NamedTuple):
    """Reports a second of late, and the seconds that reading the others takes at that rate; None where unknown."""

    rate: float
    left: float | None


class Watch:
    """Tells how far a run is, whenever it is told so itself.

    Args:
        total: inputs of the run.
        quiet: say nothing.
    """

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet
        self._started = self._told = time.monotonic()
        self._seen = deque([(self._started, 0)])
        self._bar: tuple[Bar, TaskID] | None = None

    def tell(self, progress: "Progress") -> None:
        """Show this, where it is time to show anything."""
        now = time.monotonic()
        self._seen.append((now, progress.inputs - progress.reused))
        while now - self._seen[0][0] > _WINDOW and len(self._seen) > 2:
            self._seen.popleft()
        if self._quiet:
            return
        try:
            if sys.stderr.isatty():
                if now - self._started >= BAR_AFTER:
                    self._show(progress)
            elif now - self._told >= LINE_EVERY:
                self._told = now
                print(f"unionstats: {self.line(progress)}", file=sys.stderr, flush=True)
        except OSError:  # nobody listens, which is no reason to stop
            self._quiet = True
            abandon_streams()

    def pace(self, progress: "Progress") -> Pace:
        """What the latest part of the run says of the rest. What an earlier run had read does not count."""
        (first, before), (last, after) = self._seen[0], self._seen[-1]
        rate = (after - before) / (last - first) if last > first else 0.0
        return Pace(rate, (self._total - progress.inputs) / rate if rate else None)

    def line(self, progress: "Progress") -> str:
        """Reports done, claims, rate and time left, for people."""
        if progress.assembled:
            return f"all {progress.inputs:,} reports read, {progress.assembled:.0%} put together"
        rate, left = self.pace(progress)
        remaining = "" if left is None else f", {_duration(left)} left"
        reused = f" ({progress.reused:,} by an earlier run)" if progress.reused else ""
        done = f"{progress.inputs:,} of {self._total:,} reports read{reused}"
        return f"{done}, {progress.claims:,} claims, {rate:,.0f} reports/s{remaining}"

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar[0].stop()

    def _show(self, progress: "Progress") -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            console = Console(stderr=True, markup=False, highlight=False)
            bar = Bar(BarColumn(), TextColumn("{task.description}", markup=False), console=console, transient=True)
            self._bar = bar, bar.add_task("", total=self._total)
            bar.start()
        bar, task = self._bar
        share = progress.inputs if not progress.assembled else progress.assembled * self._total
        # Told a few times a second at most, so each time is shown: a bar that waits for its next tick can miss the end.
        bar.update(task, completed=share, description=self.line(progress), refresh=True)


@contextmanager
def watching(total: int, *, quiet: bool) -> Iterator[Watch]:
    """A watch over a run of so many inputs."""
    watch = Watch(total, quiet=quiet)
    try:
        yield watch
    finally:
        watch.close()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
