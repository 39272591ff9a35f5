"""A chunk of inputs into a shard on the disk, from which a later run can go on.

A shard is two Parquet files, NAME.claims.parquet and NAME.documents.parquet. NAME is the hash of all that decides what
is in them: the program, the rules, the options, and of each input its name, its bytes and what is known from outside.
So a shard of the right name is the right shard. Each file gets its name when it is whole and on the disk, the
documents last: where they are, the claims are.
"""

import hashlib
import os
import platform
import stat
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats import __version__
from unionstats.core.claim import Claim, DocumentRow
from unionstats.corpus.discover import Found
from unionstats.metrics.series_checks import compared_in
from unionstats.output.arrays import arrow_array
from unionstats.output.tables import claims_table, documents_table
from unionstats.pipeline import Input, Tools, read_inputs

LEAST, MOST = 64, 256
"""Inputs of a chunk, save the last one."""

TRIES = 3
"""How often inputs that change while they are read are read again."""

_BLOCK = 1 << 20


class Shard(NamedTuple):
    """A chunk that was read: the name of its files, its rows, and whether it was there already."""

    name: str
    claims: int
    documents: int
    reused: bool


def chunks(inputs: Iterable[Input]) -> Iterator[list[Input]]:
    """Inputs in chunks, in order.

    A chunk ends where the hash of a name says so: an input more or less changes the chunk that it is in, and
    leaves those behind it as they were.
    """
    chunk: list[Input] = []
    for one in inputs:
        chunk.append(one)
        if len(chunk) >= MOST or (
            len(chunk) >= LEAST and crc32(one.entry.file.encode("utf-8", "replace")) % LEAST == 0
        ):
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def recipe(rules_version: str, encoding: str | None) -> str:
    """The hash of what turns bytes into claims: the program's own code, what it leans on, the rules, the options."""
    digest = hashlib.sha256()
    source = Path(__file__).resolve().parents[1]
    for path in sorted(source.rglob("*.py")):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    borrowed = [version(name) for name in ("opencc", "regex", "ahocorasick-rs", "pyarrow")]
    digest.update(repr((__version__, platform.python_version(), borrowed, rules_version, encoding)).encode())
    return digest.hexdigest()


def make_shard(folder: Path, chunk: Sequence[Input], kit: Tools, encoding: str | None, made_by: str) -> Shard:
    """Read a chunk into a shard in `folder`, unless it is there.

    Args:
        made_by: what `recipe` returns.

    Raises:
        OSError: the shard cannot be written.
        UsageError: the encoding is none that we know.
    """
    for attempt in range(1, TRIES + 1):
        seen = [_look(one) for one in chunk]
        name = _name(made_by, chunk, seen)
        if (found := find_shard(folder, name)) is not None:
            return found
        claims, rows = read_inputs(chunk, kit, encoding)
        # What was read is what the name says only if nothing changed meanwhile.
        if attempt == TRIES or [_look(one, hashed=False).state for one in chunk] == [look.state for look in seen]:
            break
    _write(folder / f"{name}.claims.parquet", claims_of_shard(claims, rows))
    _write(folder / f"{name}.documents.parquet", documents_table(rows))
    return Shard(name, len(claims), len(rows), reused=False)


def find_shard(folder: Path, name: str) -> Shard | None:
    """The shard of this name if it is there and whole."""
    try:
        documents = pq.read_metadata(folder / f"{name}.documents.parquet").num_rows
        claims = pq.read_metadata(folder / f"{name}.claims.parquet").num_rows
    except (OSError, pa.ArrowException):
        return None
    return Shard(name, claims, documents, reused=True)


def claims_of_shard(claims: Sequence[Claim], rows: Sequence[DocumentRow]) -> pa.Table:
    """The claims with what comparing them with those of other shards needs.

    compared_in: see `series_checks`; report_year and report_published: of the claim's report.
    """
    reports = {row.file: row for row in rows}
    of_claim = [reports[claim.file] for claim in claims]
    more = {
        "compared_in": arrow_array("string", list(map(compared_in, claims))),
        "report_year": arrow_array("int16", [row.year for row in of_claim]),
        "report_published": arrow_array("date32", [row.published for row in of_claim]),
    }
    table = claims_table(claims)
    for name, values in more.items():
        table = table.append_column(name, values)
    return table


def read_shard(folder: Path, name: str, kind: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The claims or documents of a shard, all columns or some."""
    with (folder / f"{name}.{kind}.parquet").open("rb") as file:
        return pq.ParquetFile(file, pre_buffer=False).read(columns=columns, use_threads=False)


class _Look(NamedTuple):
    """An input as it stands: the hash of its bytes, and a state that changes when they do."""

    hash: str
    state: object


def _look(one: Input, *, hashed: bool = True) -> _Look:
    if not isinstance(one.entry, Found):
        return _Look(repr(tuple(one.entry)[1:]), None)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if not hashed:
            return _Look("", _state(one.entry.path.stat()))
        handle = os.open(one.entry.path, flags)
    except (OSError, ValueError) as error:
        return _Look(f"cannot be opened: {getattr(error, 'errno', None)}", None)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            return _Look("not a file", _state(state))
        digest = hashlib.sha256()
        while data := os.read(handle, _BLOCK):
            digest.update(data)
        return _Look(digest.hexdigest(), _state(state))
    except OSError as error:
        return _Look(f"cannot be read: {error.errno}", None)
    finally:
        os.close(handle)


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _name(made_by: str, chunk: Sequence[Input], seen: Sequence[_Look]) -> str:
    digest = hashlib.sha256(made_by.encode())
    for one, look in zip(chunk, seen, strict=True):
        entry = one.entry
        told = (type(entry).__name__, entry.file, str(getattr(entry, "path", "")), look.hash, *map(str, one.given))
        digest.update(repr(told).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:40]


def _write(path: Path, table: pa.Table) -> None:
    """Under a name of its own until all is on the disk."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
