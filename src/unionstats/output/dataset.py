"""The result of a run: four tables and the texts taken out of files, written all together and read back."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pyarrow as pa

from unionstats.core.claim import Claim, DocumentRow, MetricRow
from unionstats.core.errors import UsageError
from unionstats.core.indicator import IndicatorRow
from unionstats.output import package, wide
from unionstats.output.columns import TABLES, Header
from unionstats.output.frames import Frames, frames_of
from unionstats.output.replace import replace_files, unwritten
from unionstats.output.table_writer import TableWriter
from unionstats.output.tables import claims_table, documents_table, indicators_table, metrics_table, read_parquet
from unionstats.output.texts import is_ours

# Replaced in this order where they are replaced one by one; the descriptor vouches for the others.
FILE_NAMES = (*(f"{table.name}.{kind}" for table in TABLES for kind in ("parquet", "csv")), package.FILE_NAME)


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a run found.

    Attributes:
        claims, metrics, documents, indicators: Arrow tables with the columns of `output.columns`.
        rules_version: SHA-256 over the rules that made them.
        texts: what was taken out of pages, Word files and PDFs, by `text_file` of documents.
    """

    claims: pa.Table
    metrics: pa.Table
    documents: pa.Table
    indicators: pa.Table
    rules_version: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_rows(
        cls,
        claims: Sequence[Claim],
        metrics: Sequence[MetricRow],
        documents: Sequence[DocumentRow],
        indicators: Sequence[IndicatorRow],
        rules_version: str,
        texts: Mapping[str, str] | None = None,
    ) -> "Dataset":
        """The rows in the order given, which should be the same for the same input."""
        return cls(
            claims_table(claims),
            metrics_table(metrics),
            documents_table(documents),
            indicators_table(indicators),
            rules_version,
            dict(sorted((texts or {}).items())),
        )

    @property
    def tables(self) -> dict[str, pa.Table]:
        """The tables by name."""
        return {
            "claims": self.claims,
            "metrics": self.metrics,
            "documents": self.documents,
            "indicators": self.indicators,
        }

    def counts(self) -> package.Counts:
        """The run in six numbers."""
        status = self.documents.column("status").to_pylist()
        flags = sum(len(flags) for flags in self.claims.column("flags").to_pylist())
        return package.Counts(
            reports=status.count("ok"),
            claims=self.claims.num_rows,
            series=self.metrics.num_rows,
            flags=flags,
            failed=status.count("failed"),
            skipped=status.count("skipped"),
        )

    def to_pandas(self) -> Frames:
        """The tables as data frames (`output.frames`).

        Raises:
            UsageError: when pandas is not installed.
        """
        return frames_of(self.tables)

    def write(self, out: Path, *, with_wide: bool = False, header: Header = "en") -> None:
        """Write the tables, the texts and their descriptor into the folder `out`, all or nothing (`output.replace` says
        how).

        The same tables give the same bytes. Texts of the run before, which its descriptor names, go; other files in
        `out` stay.

        Args:
            with_wide: write metrics_wide.csv too; without it, one of an earlier run is removed.
            header: the language of the heads of the CSV files. The Parquet files have their names.

        Raises:
            OutputError: when they cannot be written. `out` is as it was.
        """
        write_files(out, self.texts, partial(self._fill, with_wide, header), with_wide=with_wide)

    def _fill(self, with_wide: bool, header: Header, folder: Path) -> None:
        tables = self.tables
        for columns in TABLES:
            with TableWriter(folder, columns, header) as writer:
                writer.write(tables[columns.name])
        if with_wide:
            with (folder / wide.FILE_NAME).open("xb") as file:
                wide.write_wide(self.metrics, file, header)
        for name, text in self.texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        rows = {name: table.num_rows for name, table in tables.items()}
        package.write_descriptor(folder, rows, self.counts(), self.rules_version, self.texts, header)


def write_files(out: Path, texts: Iterable[str], fill: Callable[[Path], None], *, with_wide: bool) -> None:
    """Write the files of a dataset into the folder `out`, all or nothing.

    Args:
        texts: paths of the texts below `out`.
        fill: writes the files of all tables, the texts, metrics_wide.csv where it is wanted, and the descriptor into
            the folder it is given.

    Raises:
        OutputError: when they cannot be written. `out` is as it was.
    """
    try:
        names = (*texts, *((wide.FILE_NAME,) if with_wide else ()), *FILE_NAMES)
        former = sorted({*_texts_in(out), wide.FILE_NAME}.difference(names))
        replace_files(out, names, fill, former)
    except OSError as error:
        raise unwritten(out, error) from error


def read_dataset(out: Path) -> Dataset:
    """The dataset that `Dataset.write` wrote into `out`.

    Raises:
        UsageError: when there is none, or its files are of different runs.
    """
    again = "Run unionstats extract again."
    try:
        descriptor = json.loads((out / package.FILE_NAME).read_text(encoding="utf-8"))
        recorded = {resource["path"]: resource["hash"] for resource in descriptor["resources"]}
        tables = {}
        for columns in TABLES:
            path = out / f"{columns.name}.parquet"
            if recorded[path.name] != package.fingerprint(path):
                raise UsageError(str(path), "it is not the file that datapackage.json describes", again)
            tables[columns.name] = read_parquet(path)
        texts = {}
        for name, recorded_hash in descriptor["unionstats"]["texts"].items():
            if not is_ours(name) or recorded_hash != package.fingerprint(out / name):
                raise UsageError(str(out / name), "it is not the text that datapackage.json describes", again)
            texts[name] = (out / name).read_text(encoding="utf-8")
        return Dataset(**tables, rules_version=descriptor["unionstats"]["rules_version"], texts=texts)
    except FileNotFoundError as error:
        raise UsageError(str(error.filename), "there is no dataset of unionstats here", again) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(str(out), f"the dataset cannot be read: {error}", again) from error


def _texts_in(out: Path) -> list[str]:
    """The texts that an earlier run wrote into `out`, as its descriptor names them."""
    try:
        descriptor = json.loads((out / package.FILE_NAME).read_text(encoding="utf-8"))
        return sorted(filter(is_ours, descriptor["unionstats"]["texts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return []
