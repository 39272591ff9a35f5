"""A dataset held against its own description and against the reports that it was made from.

Everything that is wrong is told at once. A report that is not at hand, or has changed since, is no fault of the
dataset: it is counted.
"""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from unionstats.core.document import Document
from unionstats.core.errors import InputError, UsageError
from unionstats.output import package
from unionstats.output.columns import CLAIMS, DOCUMENTS, METRICS, TABLES, Header, TableColumns
from unionstats.output.spreadsheet import write_csv
from unionstats.output.tables import arrow_schema, read_parquet

SHOWN = 5
"""Examples of one kind of failure, at most."""

OpenReport = Callable[[str, str], Document | None]
"""The report of a file's name and encoding; None where it is not at hand."""


class Failure(NamedTuple):
    """What is wrong: in which file of the dataset, and how."""

    where: str
    what: str


class Verified(NamedTuple):
    """What a check found.

    Attributes:
        spans: how many claims were found again in their reports.
        absent: reports that were not at hand; changed: that are no longer what was read.
        flags: the flagged rows of claims.
    """

    failures: list[Failure]
    spans: int
    absent: list[str]
    changed: list[str]
    flags: list[dict[str, Any]]


def verify(out: Path, open_report: OpenReport) -> Verified:
    """Check the dataset in `out`.

    Raises:
        UsageError: there is none.
    """
    try:
        descriptor = json.loads((out / package.FILE_NAME).read_text(encoding="utf-8"))
        resources = {resource["path"]: resource for resource in descriptor["resources"]}
        header = package.header_of(descriptor)
    except FileNotFoundError:
        raise UsageError(str(out), "there is no dataset of unionstats here", "Run unionstats extract first.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        failure = Failure(package.FILE_NAME, f"cannot be read: {error}")
        return Verified([failure], 0, [], [], [])
    failures: list[Failure] = []
    tables: dict[str, pa.Table] = {}
    for columns in TABLES:
        failures += _files(out, columns, resources)
        try:
            table = read_parquet(out / f"{columns.name}.parquet")
        except (OSError, pa.ArrowException) as error:
            failures.append(Failure(f"{columns.name}.parquet", f"cannot be read: {error}"))
            continue
        wrong = list(_table(table, columns, resources))
        failures += wrong
        if not any("column" in failure.what for failure in wrong):
            tables[columns.name] = table
            failures += _csv(out, table, columns, header)
    failures += _references(tables)
    spans, absent, changed = 0, [], []
    if CLAIMS.name in tables and DOCUMENTS.name in tables:
        for file, found, state in _spans(out, tables[CLAIMS.name], tables[DOCUMENTS.name], open_report, failures):
            spans += found
            absent += [file] * (state == "absent")
            changed += [file] * (state == "changed")
    flagged = [row for row in tables[CLAIMS.name].to_pylist() if row["flags"]] if CLAIMS.name in tables else []
    return Verified(failures, spans, absent, changed, flagged)


def _files(out: Path, columns: TableColumns, resources: dict[str, Any]) -> Iterator[Failure]:
    for name in (f"{columns.name}.csv", f"{columns.name}.parquet"):
        if name not in resources:
            yield Failure(package.FILE_NAME, f"does not describe {name}")
        elif not (out / name).is_file():
            yield Failure(name, "is missing")
        elif package.fingerprint(out / name) != resources[name].get("hash"):
            yield Failure(name, f"is not the file that {package.FILE_NAME} describes: its hash differs")


def _table(table: pa.Table, columns: TableColumns, resources: dict[str, Any]) -> Iterator[Failure]:
    """Columns, types, gaps, closed lists of values, the key and the number of rows."""
    name = f"{columns.name}.parquet"
    schema = arrow_schema(columns)
    if table.schema.names != schema.names:
        yield Failure(name, f"has the columns {', '.join(table.schema.names)}; expected {', '.join(schema.names)}")
        return
    for column, field in zip(columns.columns, schema, strict=True):
        values = table.column(column.name)
        if values.type != field.type:
            yield Failure(name, f"the column {column.name} is of type {values.type}; expected {field.type}")
            continue
        if values.null_count and not column.nullable:
            yield Failure(name, f"{column.name} is empty in {values.null_count} rows")
        if column.choices:
            odd = sorted(set(pc.unique(values).to_pylist()) - {*column.choices, None})
            if odd:
                yield Failure(name, f"{column.name} holds {', '.join(map(repr, odd[:SHOWN]))}")
    rows = resources.get(name, {}).get("rows")
    if rows != table.num_rows:
        yield Failure(name, f"has {table.num_rows} rows; {package.FILE_NAME} says {rows}")
    keys = list(zip(*(table.column(part).to_pylist() for part in columns.key), strict=True))
    if len(set(keys)) != len(keys):
        seen: set[tuple[object, ...]] = set()
        twice = [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
        shown = "; ".join(" ".join(map(str, key)) for key in twice[:SHOWN])
        yield Failure(name, f"the key {', '.join(columns.key)} is not unique: {shown}")


def _csv(out: Path, table: pa.Table, columns: TableColumns, header: Header) -> Iterator[Failure]:
    path = out / f"{columns.name}.csv"
    expected = io.BytesIO()
    write_csv(table, columns, expected, header)
    if path.is_file() and path.read_bytes() != expected.getvalue():
        yield Failure(path.name, f"does not hold what {columns.name}.parquet holds")


def _references(tables: dict[str, pa.Table]) -> Iterator[Failure]:
    for name, column, other, key in (
        (METRICS.name, "claim_id", CLAIMS.name, "claim_id"),
        (CLAIMS.name, "parent_id", CLAIMS.name, "claim_id"),
        (CLAIMS.name, "file", DOCUMENTS.name, "file"),
    ):
        if name in tables and other in tables:
            lost = set(tables[name].column(column).to_pylist()) - set(tables[other].column(key).to_pylist()) - {None}
            if lost:
                yield Failure(f"{name}.parquet", f"{column} {', '.join(sorted(lost)[:SHOWN])} is not in {other}")


def _spans(
    out: Path, claims: pa.Table, documents: pa.Table, open_report: OpenReport, failures: list[Failure]
) -> Iterator[tuple[str, int, str]]:
    """Of each report read: how many claims stand where they say; whether it is absent or changed."""
    of_file: dict[str, list[tuple[str, int, int, str]]] = {}
    names = ("file", "claim_id", "char_start", "char_end", "text")
    for file, *span in zip(*(claims.column(name).to_pylist() for name in names), strict=True):
        of_file.setdefault(file, []).append(tuple(span))
    for row in documents.select(["file", "sha256", "encoding", "status", "text_file"]).to_pylist():
        if row["status"] != "ok":
            continue
        file = row["file"]
        if row["text_file"]:
            # What was taken out of a page or a PDF is kept beside the tables.
            try:
                decoded = (out / row["text_file"]).read_bytes().decode()
            except (OSError, ValueError) as error:
                failures.append(Failure(row["text_file"], f"cannot be read: {error}"))
                continue
        else:
            try:
                report = open_report(file, row["encoding"])
            except (InputError, UsageError) as error:
                failures.append(Failure(file, f"cannot be read again: {error}"))
                continue
            if report is None or report.sha256 != row["sha256"]:
                yield file, 0, "absent" if report is None else "changed"
                continue
            decoded = report.decoded
        wrong = [(claim_id, text) for claim_id, start, end, text in of_file.get(file, ()) if decoded[start:end] != text]
        for claim_id, text in wrong[:SHOWN]:
            failures.append(Failure("claims.parquet", f"{claim_id}: {text!r} does not stand where it says in {file}"))
        yield file, len(of_file.get(file, ())) - len(wrong), "ok"
