"""Where the time goes: the program's own functions under a stopwatch while it runs as always.

A stage's time is what passes in its functions and in no other stage's. Reading the clock costs some time itself, so
stages are told as shares, and speed is measured without them.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import Any
from unittest.mock import patch

# Stage → its functions, as module:name where they are called. Stages lie in one another: read_found calls decode.
STAGES = {
    "discover": ("unionstats.pipeline:discover",),
    "read": ("unionstats.pipeline:read_found",),
    "decode": ("unionstats.corpus.read:decode",),
    "repair": ("unionstats.corpus.read:repair",),
    "normalise": ("unionstats.corpus.read:normalise",),
    "times": ("unionstats.matching.settle:find_times",),
    "dating": ("unionstats.matching.settle:date_report", "unionstats.report:title_of"),
    "quantities": ("unionstats.matching.settle:find_quantities",),
    "tables": ("unionstats.matching.settle:find_tables",),
    "furniture": ("unionstats.matching.settle:_drop_furniture",),
    "clauses": ("unionstats.matching.settle:fold_punctuation", "unionstats.matching.settle:cut"),
    "labels": ("unionstats.matching.settle:Labeller.label",),
    "periods": ("unionstats.matching.settle:Calendar.__init__", "unionstats.matching.settle:Calendar.place"),
    "settle": ("unionstats.pipeline:read_reports",),
    "place": ("unionstats.report:find_place",),
    "compose": ("unionstats.report:claims_of", "unionstats.report:dropped_of"),
    "catalogue": ("unionstats.report:series_of_report",),
    "tidy": ("unionstats.pipeline:tidy",),
    "to arrow": ("unionstats.output.dataset:Dataset.from_rows",),
    "write csv": ("unionstats.output.table_writer:write_rows",),
    "write parquet": ("unionstats.output.dataset:TableWriter.write", "unionstats.output.dataset:TableWriter.__exit__"),
    "describe": ("unionstats.output.package:describe",),
}
REST = "rest"


class Stopwatch:
    """Time by stage, on the clock of the process."""

    def __init__(self) -> None:
        self.times: defaultdict[str, float] = defaultdict(float)
        self._stage = REST
        self._since = 0.0

    def _switch(self, stage: str) -> str:
        """Book the time since the last switch, and tell which stage it was."""
        now = time.process_time()
        left, self._stage = self._stage, stage
        self.times[left] += now - self._since
        self._since = now
        return left

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time booked to the stage."""

        @wraps(function)
        def under_the_watch(*arguments: Any, **options: Any) -> Any:
            before = self._switch(stage)
            try:
                return function(*arguments, **options)
            finally:
                self._switch(before)

        return under_the_watch

    @contextmanager
    def running(self) -> Iterator[None]:
        """Put all stages under the watch for as long as the block lasts."""
        patches = []
        for stage, names in STAGES.items():
            for name in names:
                module, _, path = name.partition(":")
                *owners, attribute = path.split(".")
                owner: Any = import_module(module)
                for part in owners:
                    owner = getattr(owner, part)
                patches.append(patch.object(owner, attribute, self.timed(stage, getattr(owner, attribute))))
        for replacement in patches:
            replacement.start()
        self._stage, self._since = REST, time.process_time()
        try:
            yield
        finally:
            self._switch(REST)
            for replacement in patches:
                replacement.stop()

    def shares(self) -> dict[str, float]:
        """The stages by their share of the whole, the largest first."""
        whole = sum(self.times.values()) or 1.0
        return {stage: self.times[stage] / whole for stage in sorted(self.times, key=lambda stage: -self.times[stage])}
