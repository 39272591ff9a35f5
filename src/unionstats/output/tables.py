"""Rows to Arrow tables, typed and described by `output.columns`."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.core.claim import Claim, DocumentRow, MetricRow
from unionstats.core.indicator import IndicatorRow
from unionstats.output.arrays import LIST_OF_STRINGS, arrow_array
from unionstats.output.columns import CLAIMS, DOCUMENTS, INDICATORS, METRICS, ColumnType, TableColumns

# Rows of one chunk and of one row group: what a run holds of a table while it writes it. A column of strings has
# 32-bit offsets, so a chunk must stay below 2 GiB in every column; this many sentences of the longest kind do.
CHUNK = 1 << 14

_ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "date32": pa.date32(),
    "bool": pa.bool_(),
    "list<string>": LIST_OF_STRINGS,
}


def arrow_schema(table: TableColumns) -> pa.Schema:
    """The Arrow schema of one table; each field carries its title and description as metadata."""
    return pa.schema(
        pa.field(
            column.name,
            _ARROW_TYPES[column.type],
            nullable=column.nullable,
            metadata={"title": column.title_zh, "description": column.meaning},
        )
        for column in table.columns
    )


def read_parquet(path: Path) -> pa.Table:
    """The table of one file, read by this thread alone.

    Arrow's threads gain nothing on tables of this size, and a process that ends while they start may be aborted.

    Raises:
        OSError, ArrowException: it is missing or no Parquet.
    """
    with path.open("rb") as file:
        return pq.ParquetFile(file, pre_buffer=False).read(use_threads=False)


def claims_table(rows: Sequence[Claim]) -> pa.Table:
    """The claims in the order given, which should be the same for the same input."""
    return _table(CLAIMS, rows)


def metrics_table(rows: Sequence[MetricRow]) -> pa.Table:
    """The metrics in the order given."""
    return _table(METRICS, rows)


def documents_table(rows: Sequence[DocumentRow]) -> pa.Table:
    """The documents in the order given."""
    return _table(DOCUMENTS, rows)


def indicators_table(rows: Sequence[IndicatorRow]) -> pa.Table:
    """The catalogue in the order given."""
    return _table(INDICATORS, rows)


def _table(table: TableColumns, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    schema = arrow_schema(table)
    batches = [
        pa.RecordBatch.from_arrays(
            [
                arrow_array(column.type, values)
                for column, values in zip(table.columns, zip(*rows[start : start + CHUNK], strict=True), strict=True)
            ],
            schema=schema,
        )
        for start in range(0, len(rows), CHUNK)
    ]
    return pa.Table.from_batches(batches, schema=schema)
