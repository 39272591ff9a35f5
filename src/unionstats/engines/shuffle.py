"""Rows that belong together, brought together on the disk.

Rows come in any order, each with the number of the part that it belongs to. Whenever enough of them wait they are
sorted by part and written as one run, a file with a batch for each part that it has rows of. A part is its batches of
all runs: a sort-merge shuffle, whose memory is that of one run or one part.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from unionstats.output.arrays import arrow_array

RUN = 1 << 15
"""Rows that wait in memory, at most (and those of the table that came last)."""

# Arrow's threads gain nothing on runs of this size, and each takes memory that is not given back.
_READ = pa.ipc.IpcReadOptions(use_threads=False)
_WRITE = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)


class Shuffle:
    """Tables of one schema, split into parts. Within a part, rows keep the order in which they came."""

    def __init__(self, folder: Path, parts: int) -> None:
        """`folder` is made and must not be there yet."""
        folder.mkdir(parents=True)
        self._folder = folder
        self.parts = parts
        self._runs: list[tuple[Path, array[int]]] = []  # with the parts of the batches, in order
        self._waiting: list[tuple[pa.Table, Sequence[int]]] = []
        self._size = 0

    def add(self, table: pa.Table, parts: Sequence[int]) -> None:
        """Add rows; `parts` tells the part of each."""
        if not table.num_rows:
            return
        self._waiting.append((table, parts))
        self._size += table.num_rows
        if self._size >= RUN:
            self._write_run()

    def part(self, number: int) -> pa.Table | None:
        """All rows of one part, or None where it has none. Nothing may be added afterwards."""
        self._write_run()
        batches = []
        for path, held in self._runs:
            at = bisect_left(held, number)
            if at < len(held) and held[at] == number:
                with pa.OSFile(str(path)) as file:
                    batches.append(pa.ipc.open_file(file, options=_READ).get_batch(at))
        return pa.Table.from_batches(batches).combine_chunks() if batches else None

    def _write_run(self) -> None:
        if not self._waiting:
            return
        table = pa.concat_tables([table for table, _ in self._waiting])
        numbers = [number for _, parts in self._waiting for number in parts]
        self._waiting, self._size = [], 0
        order = pc.sort_indices(arrow_array("int32", numbers))
        (batch,) = table.take(order).combine_chunks().to_batches()
        sizes = sorted(Counter(numbers).items())
        path = self._folder / f"{len(self._runs):06d}.arrow"
        start = 0
        with path.open("wb") as file, pa.ipc.new_file(file, batch.schema, options=_WRITE) as writer:
            for _, size in sizes:
                writer.write_batch(batch.slice(start, size))
                start += size
        self._runs.append((path, array("l", (number for number, _ in sizes))))
