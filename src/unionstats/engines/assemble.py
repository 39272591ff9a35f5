"""Shards into a dataset: what needs all reports is made in passes over the disk, never by holding all claims.

1. Count claims by city and year, and bring figures of one group of `series_checks.compared_in` together: outliers.
2. Bring claims of one city and year together: metrics, which come out in their order, and conflicts.
3. Read the claims once more in order, put in the flags and write them.

Each pass reads the columns that it needs. Memory is that of a row group, of the claims of one city and year, or of one
series' sizes; it does not grow with the number of reports.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.core.claim import DocumentRow, MetricRow
from unionstats.core.indicator import Indicator
from unionstats.engines import compare
from unionstats.engines.compare import AGES, COMPARED, Key, outliers, parts_of, settle
from unionstats.engines.shards import Shard, read_shard
from unionstats.engines.shuffle import Shuffle
from unionstats.metrics.usage import Usages
from unionstats.output import package, wide
from unionstats.output.arrays import arrow_array
from unionstats.output.columns import CLAIMS, DOCUMENTS, INDICATORS, METRICS, Header
from unionstats.output.package import Counts
from unionstats.output.table_writer import TableWriter
from unionstats.output.tables import CHUNK, documents_table, indicators_table, metrics_table
from unionstats.output.texts import text_files
from unionstats.pipeline import Identity, duplicate_row, duplicates


class Assembled(NamedTuple):
    """What was written.

    Attributes:
        counts: the run in numbers.
        unread: file, status and error of every input that was not read.
        warnings: file and warning of every input that may not have been read in full.
        texts: whether texts were taken out of files.
    """

    counts: Counts
    unread: list[tuple[str, str, str]]
    warnings: list[tuple[str, str]]
    texts: bool


class Passes:
    """The passes over the shards of a run, which are in the order of their files."""

    def __init__(self, folder: Path, shards: Sequence[Shard], scratch: Path) -> None:
        """`folder` is where the shards are, `scratch` a new folder for what the passes put aside."""
        self._folder = folder
        self._shards = shards
        self._scratch = scratch
        self.usages = Usages()
        self.keys: Counter[Key] = Counter()
        self._same = self._duplicates()
        self.texts = text_files(file for table in self._texts() for file in table["file"].to_pylist())
        dropped = sum(
            claims
            for table in (self._read("documents", ["file", "n_claims"]) if self._same else ())
            for file, claims in zip(table["file"].to_pylist(), table["n_claims"].to_pylist(), strict=True)
            if file in self._same
        )
        self.rows = sum(shard.claims for shard in shards) - dropped

    def _read(self, kind: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        for shard in self._shards:
            yield read_shard(self._folder, shard.name, kind, columns)

    def _duplicates(self) -> dict[str, str]:
        """See `pipeline.duplicates`. Only reports whose words come twice are compared, since all would be too many."""
        once = array("Q", (int(words[:16], 16) for words in self._words(["words"])))
        ordered = sorted(once)
        twice = {one for one, other in pairwise(ordered) if one == other}
        if not twice:
            return {}
        columns = ["words", "file", "status", "told_city", "told_year"]
        return duplicates(
            (file, status, Identity(bytes.fromhex(words), city, year))
            for words, file, status, city, year in self._words(columns)
            if int(words[:16], 16) in twice
        )

    def _words(self, columns: list[str]) -> Iterator[Any]:
        """Of each report that has words, the columns; the words alone where nothing else is asked for."""
        for table in self._read("documents", columns):
            for row in zip(*(table[name].to_pylist() for name in columns), strict=True):
                if row[0]:
                    yield row if len(row) > 1 else row[0]

    def _texts(self) -> Iterator[pa.Table]:
        """Files and texts that were taken out of pages, Word files and PDFs."""
        for shard in self._shards:
            if (self._folder / f"{shard.name}.texts.parquet").exists():
                table = read_shard(self._folder, shard.name, "texts")
                yield table.filter(pc.invert(self._is_duplicate(table))) if self._same else table

    def _is_duplicate(self, table: pa.Table) -> pa.Array:
        """Of each row, whether its file is a report that comes once more."""
        return pc.is_in(table["file"], arrow_array("string", list(self._same)))

    def claims(self, columns: Sequence[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """The claims of each shard, with the number of the first among all claims."""
        start = 0
        wanted = columns if columns is None or not self._same else [*columns, "file"]
        for shard in self._shards:
            if not shard.claims:
                continue
            table = read_shard(self._folder, shard.name, "claims", wanted and list(dict.fromkeys(wanted)))
            if self._same:
                table = table.filter(pc.invert(self._is_duplicate(table)))
                table = table if columns is None else table.select(list(columns))
            if table.num_rows:
                yield start, table
                start += table.num_rows

    def documents(self) -> Iterator[pa.Table]:
        """The documents of each shard as they are written."""
        names = [column.name for column in DOCUMENTS.columns]
        for table in self._read("documents", names):
            if self._same or self.texts:
                rows = [DocumentRow(**row) for row in table.to_pylist()]
                table = documents_table(
                    [
                        duplicate_row(row.file, self._same[row.file])
                        if row.file in self._same
                        else row._replace(text_file=self.texts.get(row.file))
                        for row in rows
                    ]
                )
            yield table

    def write_texts(self, out: Path) -> None:
        """Write the texts below the folder `out`."""
        for table in self._texts():
            for file, text in zip(table["file"].to_pylist(), table["text"].to_pylist(), strict=True):
                path = out / self.texts[file]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")

    def outliers(self) -> dict[int, str]:
        """The first pass: the outlier flags by number of claim. They are few by their nature, and are held."""
        shuffle = Shuffle(self._scratch / "sizes", self.rows // compare.SIZES + 1)
        names = ["claim_id", "city", "city_code", "county", "year", "value", "status", "indicator_id", "compared_in"]
        for start, table in self.claims(names):
            self._count(table)
            table = table.select(["claim_id", "city", "county", "value", "compared_in"])
            table = _numbered(table, start).filter(pc.is_valid(table["compared_in"]))
            shuffle.add(table, _spread(table["compared_in"], shuffle.parts))
        raised: dict[int, str] = {}
        for number in range(shuffle.parts):
            if (table := shuffle.part(number)) is not None:
                raised.update(outliers(table))
        return raised

    def _count(self, table: pa.Table) -> None:
        """Count claims by entry of the catalogue, and reported ones by city and year."""
        places = list(zip(*(table[name].to_pylist() for name in ("city_code", "city", "year")), strict=True))
        status, entries = table["status"].to_pylist(), table["indicator_id"].to_pylist()
        self.keys.update(place for place, state in zip(places, status, strict=True) if state == "reported")
        for (entry, (_, city, year)), size in Counter(zip(entries, places, strict=True)).items():
            if entry is not None:
                self.usages.count(entry, city, year, size)

    def metrics(self, outliers: dict[int, str], raised: Shuffle) -> Iterator[list[MetricRow]]:
        """The second pass: the rows of metrics, in order. Conflict flags go into `raised`, by number of claim."""
        part_of = parts_of(self.keys, compare.TOGETHER)
        shuffle = Shuffle(self._scratch / "places", max(part_of.values(), default=0) + 1)
        reported = arrow_array("string", ["reported"])[0]
        for start, table in self.claims([*COMPARED, *AGES]):
            table = _numbered(table, start)
            table = table.filter(pc.equal(table["status"], reported))
            keys = zip(*(table[name].to_pylist() for name in ("city_code", "city", "year")), strict=True)
            shuffle.add(table, [part_of[key] for key in keys])
        for number in range(shuffle.parts):
            if (table := shuffle.part(number)) is None:
                continue
            rows, conflicting = settle(table, outliers)
            pa.default_memory_pool().release_unused()
            yield rows
            raised.add(_flags_table(conflicting), [row // CHUNK for row, _ in conflicting])

    def flagged(self, outliers: dict[int, str], raised: Shuffle) -> Iterator[pa.Table]:
        """The third pass: the claims in order with all their flags."""
        odd = sorted(outliers)
        at, conflicting = -1, dict[int, str]()
        for start, table in self.claims([column.name for column in CLAIMS.columns]):
            end = start + table.num_rows
            flags: dict[int, list[str]] = {}
            for number in range(start // CHUNK, (end - 1) // CHUNK + 1):
                if number != at:
                    at, conflicting = number, _flags_of(raised.part(number))
                for row in range(max(start, number * CHUNK), min(end, (number + 1) * CHUNK)):
                    if row in conflicting:
                        flags[row - start] = [conflicting[row]]
            for row in odd[bisect_left(odd, start) : bisect_left(odd, end)]:
                flags.setdefault(row - start, []).append(outliers[row])
            yield _with_flags(table, flags)
            pa.default_memory_pool().release_unused()


def assemble(
    out: Path,
    passes: Passes,
    indicators: Iterable[Indicator],
    rules_version: str,
    *,
    with_wide: bool,
    header: Header,
    tell: Callable[[float], None],
) -> Assembled:
    """Write all files of the dataset into the folder `out`.

    Args:
        indicators: of the catalogue.
        header: the language of the heads of the CSV files.
        tell: is told now and then how much of the work is done, from 0 to 1.

    Raises:
        OSError: something cannot be read or written.
    """
    outliers = passes.outliers()
    tell(0.2)
    raised = Shuffle(passes._scratch / "flags", passes.rows // CHUNK + 1)
    rows = {}
    flags = 0
    with TableWriter(out, METRICS, header) as writer:
        for metrics in passes.metrics(outliers, raised):
            writer.write(metrics_table(metrics))
            tell(0.3 + 0.3 * writer.rows / max(passes.rows, 1))
    rows[METRICS.name] = writer.rows
    with TableWriter(out, CLAIMS, header) as writer:
        for table in passes.flagged(outliers, raised):
            flags += len(pc.list_flatten(table["flags"]))
            writer.write(table)
            tell(0.6 + 0.4 * writer.rows / passes.rows)
    rows[CLAIMS.name] = writer.rows
    states: Counter[str] = Counter()
    unread: list[tuple[str, str, str]] = []
    warnings: list[tuple[str, str]] = []
    with TableWriter(out, DOCUMENTS, header) as writer:
        for table in passes.documents():
            writer.write(table)
            for file, status, error in zip(
                *(table[name].to_pylist() for name in ("file", "status", "error")), strict=True
            ):
                states[status] += 1
                if status != "ok":
                    unread.append((file, status, error or ""))
    rows[DOCUMENTS.name] = writer.rows
    with TableWriter(out, INDICATORS, header) as writer:
        writer.write(indicators_table(passes.usages.rows(indicators)))
    rows[INDICATORS.name] = writer.rows
    if with_wide:
        _write_wide(out, header)
    passes.write_texts(out)
    counts = Counts(
        reports=states["ok"],
        claims=rows[CLAIMS.name],
        series=rows[METRICS.name],
        flags=flags,
        failed=states["failed"],
        skipped=states["skipped"],
    )
    package.write_descriptor(out, rows, counts, rules_version, sorted(passes.texts.values()), header)
    return Assembled(counts, unread, warnings, bool(passes.texts))


def _numbered(table: pa.Table, start: int) -> pa.Table:
    """With the number of each claim among all claims."""
    return table.append_column("row", arrow_array("int64", range(start, start + table.num_rows)))


def _spread(names: pa.ChunkedArray, parts: int) -> list[int]:
    """A part for each name, the same for the same name."""
    part_of = {name: crc32(name.encode()) % parts for name in names.unique().to_pylist()}
    return [part_of[name] for name in names.to_pylist()]


def _flags_table(raised: Sequence[tuple[int, str]]) -> pa.Table:
    rows, names = [row for row, _ in raised], [name for _, name in raised]
    return pa.table({"row": arrow_array("int64", rows), "flag": arrow_array("string", names)})


def _flags_of(table: pa.Table | None) -> dict[int, str]:
    return {} if table is None else dict(zip(table["row"].to_pylist(), table["flag"].to_pylist(), strict=True))


def _with_flags(table: pa.Table, more: dict[int, list[str]]) -> pa.Table:
    if not more:
        return table
    index = table.column_names.index("flags")
    flags = table["flags"].to_pylist()
    for row, names in more.items():
        flags[row] = [*flags[row], *names]
    return table.set_column(index, table.schema.field(index), arrow_array("list<string>", flags))


def _write_wide(folder: Path, header: Header) -> None:
    with (folder / f"{METRICS.name}.parquet").open("rb") as file, (folder / wide.FILE_NAME).open("xb") as target:
        wide.write_wide(pq.ParquetFile(file).read(use_threads=False), target, header)
