"""datapackage.json: what the run wrote, so that a program can check it and read it without guessing.

A Frictionless Data Package, version 2 (https://datapackage.org), with a Table Schema for each table.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from unionstats import __version__
from unionstats.core.errors import OutputError
from unionstats.output.columns import CLAIMS, DOCUMENTS, HEADERS, METRICS, TABLES, Header, TableColumns, table_schema

FILE_NAME = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}


class Counts(NamedTuple):
    """The run in six numbers.

    Attributes:
        reports: files that were read.
        claims, series: rows of claims and of metrics.
        flags: over all claims.
        failed, skipped: files that were not read.
    """

    reports: int
    claims: int
    series: int
    flags: int
    failed: int
    skipped: int


def fingerprint(path: Path) -> str:
    """`sha256:` and the hash of the file's bytes, as a Data Package writes it."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def header_of(descriptor: dict[str, Any]) -> Header:
    """The language of the heads of the CSV files that a descriptor describes; one that does not say means en.

    Raises:
        KeyError, TypeError, ValueError: it is none of ours.
    """
    said = descriptor["unionstats"]
    return HEADERS[HEADERS.index(said["header"])] if "header" in said else "en"


def describe(
    folder: Path,
    rows: dict[str, int],
    counts: Counts,
    rules_version: str,
    texts: Iterable[str] = (),
    header: Header = "en",
) -> dict[str, Any]:
    """The descriptor of the tables in `folder`.

    Holds no clock, host or absolute path: the same input gives the same bytes. `created` is written only where
    SOURCE_DATE_EPOCH (https://reproducible-builds.org) says what it should be.

    Args:
        folder: where the CSV and Parquet files and the texts already are.
        rows: of each table, by name.
        counts: of the run.
        rules_version: SHA-256 over the rules.
        texts: paths of the texts below `folder`.
        header: the language of the heads of the CSV files, which the names of their fields follow.

    Raises:
        OutputError: when SOURCE_DATE_EPOCH is not a number of seconds.
    """
    descriptor: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": "unionstats",
        "title": "Figures from the reports of Chinese trade unions (工会工作报告数据)",
    }
    if (created := _created()) is not None:
        descriptor["created"] = created
    descriptor["unionstats"] = {
        "version": __version__,
        "rules_version": rules_version,
        "header": header,
        "counts": counts._asdict(),
        "texts": {path: fingerprint(folder / path) for path in texts},
    }
    resources = [
        resource
        for table in TABLES
        for resource in (_csv(table, folder, rows[table.name], header), _parquet(table, folder, rows[table.name]))
    ]
    return {**descriptor, "resources": resources}


def write_descriptor(
    folder: Path,
    rows: dict[str, int],
    counts: Counts,
    rules_version: str,
    texts: Iterable[str] = (),
    header: Header = "en",
) -> None:
    """Write what `describe` says into `folder`, as the last of its files."""
    descriptor = describe(folder, rows, counts, rules_version, texts, header)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")


def _csv(table: TableColumns, folder: Path, rows: int, header: Header) -> dict[str, Any]:
    schema = table_schema(table, in_csv=True, header=header)
    if references := _REFERENCES.get(table.name):
        schema["foreignKeys"] = [
            {
                "fields": table.heads([field], header),
                "reference": {"resource": other.name, "fields": other.heads(other.key, header)},
            }
            for field, other in references
        ]
    path = folder / f"{table.name}.csv"
    size = path.stat().st_size
    return _resource(table, path, table.name, rows, "text/csv", schema, dialect=_DIALECT, bytes=size)


def _parquet(table: TableColumns, folder: Path, rows: int) -> dict[str, Any]:
    # Without `bytes`: frictionless counts those of text only and calls a Parquet file that states them invalid.
    path = folder / f"{table.name}.parquet"
    schema = table_schema(table, in_csv=False)
    return _resource(table, path, f"{table.name}-parquet", rows, "application/vnd.apache.parquet", schema)


# Which column of a table holds the key of which other table.
_REFERENCES: dict[str, Sequence[tuple[str, TableColumns]]] = {
    METRICS.name: (("claim_id", CLAIMS), ("file", DOCUMENTS)),
    CLAIMS.name: (("file", DOCUMENTS),),
}


def _resource(
    table: TableColumns,
    path: Path,
    name: str,
    rows: int,
    mediatype: str,
    schema: dict[str, object],
    **more: object,
) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": path.name,
        "title": table.title_zh,
        "description": f"One row for each {table.row}.",
        "format": path.suffix[1:],
        "mediatype": mediatype,
        "encoding": "utf-8",
        **more,
        "hash": fingerprint(path),
        "rows": rows,
        "schema": schema,
    }


def _created() -> str | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return None
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise OutputError(
            "SOURCE_DATE_EPOCH", f"{epoch!r} is not a number of seconds since 1970", "Correct it or unset it."
        ) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
