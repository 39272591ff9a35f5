"""One table into its two files, piece by piece."""

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.output.columns import Header, TableColumns
from unionstats.output.spreadsheet import write_head, write_rows
from unionstats.output.tables import CHUNK, arrow_schema


class TableWriter:
    """Writes NAME.parquet and NAME.csv of one table.

    Row groups have a fixed size, so the bytes do not depend on the pieces in which the rows come.

    Attributes:
        rows: how many were handed over so far.
    """

    def __init__(self, folder: Path, columns: TableColumns, header: Header = "en") -> None:
        """Open both files, which must not be there yet. `header` is the language of the CSV file's heads.

        Raises:
            OSError: here, while rows are written, and at the end.
        """
        self._columns = columns
        self._schema = arrow_schema(columns)
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0
        self.rows = 0
        self._parquet_file = (folder / f"{columns.name}.parquet").open("xb")
        self._csv = (folder / f"{columns.name}.csv").open("xb")
        self._parquet = pq.ParquetWriter(self._parquet_file, self._schema, compression="zstd")
        write_head(columns, self._csv, header)

    def write(self, table: pa.Table) -> None:
        """Add rows at the end."""
        self.rows += table.num_rows
        for batch in table.to_batches():
            start = 0
            while len(batch) - start >= (room := CHUNK - self._size):
                self._keep(batch.slice(start, room))
                self._write_group()
                start += room
            self._keep(batch.slice(start))

    def _keep(self, batch: pa.RecordBatch) -> None:
        if len(batch):
            self._waiting.append(batch)
            self._size += len(batch)

    def _write_group(self) -> None:
        if not self._waiting:
            return
        group = pa.Table.from_batches(self._waiting, self._schema).combine_chunks()
        self._waiting, self._size = [], 0
        self._parquet.write_table(group)
        write_rows(group, self._columns, self._csv)

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._write_group()
                self._parquet.close()
        finally:
            self._csv.close()
            self._parquet_file.close()
