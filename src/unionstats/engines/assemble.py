"""Shards into a dataset: the files of the output, written as the passes over the shards bring their rows."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.core.indicator import Indicator
from unionstats.engines.passes import Passes
from unionstats.output import package, wide
from unionstats.output.columns import CLAIMS, DOCUMENTS, INDICATORS, METRICS, Header
from unionstats.output.package import Counts
from unionstats.output.table_writer import TableWriter
from unionstats.output.tables import indicators_table, metrics_table


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
    passes.find_outliers()
    tell(0.2)
    rows = {}
    flags = 0
    with TableWriter(out, METRICS, header) as writer:
        for metrics in passes.metrics():
            writer.write(metrics_table(metrics))
            tell(0.3 + 0.3 * writer.rows / max(passes.rows, 1))
    rows[METRICS.name] = writer.rows
    with TableWriter(out, CLAIMS, header) as writer:
        for table in passes.flagged():
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


def _write_wide(folder: Path, header: Header) -> None:
    with (folder / f"{METRICS.name}.parquet").open("rb") as file, (folder / wide.FILE_NAME).open("xb") as target:
        wide.write_wide(pq.ParquetFile(file).read(use_threads=False), target, header)
