"""A chunk of inputs into a shard on the disk, from which a later run can go on.

A shard is two Parquet files, NAME.claims.parquet and NAME.documents.parquet, and a third, NAME.texts.parquet, where
texts were taken out of pages, Word files or PDFs. NAME is the hash of all that decides what
is in them: the program, the rules, the options, and of each input its name, its bytes and what is known from outside.
So a shard of the right name is the right shard. Each file gets its name when it is whole and on the disk, the
documents last: where they are, the claims are.
"""

import hashlib
import os
import platform
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats import __version__
from unionstats.corpus.discover import Found
from unionstats.metrics.series_checks import compared_in
from unionstats.output.arrays import arrow_array
from unionstats.output.tables import claims_table, documents_table
from unionstats.pipeline import Identity, Input, Read, read_inputs
from unionstats.report import Tools

LEAST, MOST = 64, 256
"""Inputs of a chunk, save the last one."""

TRIES = 3
"""How often inputs that change while they are read are read again."""

PIECE = 1 << 13
"""Rows of a shard that are read at a time: the claims of one chunk can be ten times those of another."""

_BLOCK = 1 << 20
_BORROWED = ("opencc", "regex", "ahocorasick-rs", "pyarrow", "trafilatura", "lxml", "python-docx", "pypdfium2")


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
    borrowed = [(name, _version(name)) for name in _BORROWED]
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
        archives: dict[object, str] = {}  # whose bytes are looked at once for all files in them
        seen = [_look(one, archives) for one in chunk]
        name = _name(made_by, chunk, seen)
        if (found := find_shard(folder, name)) is not None:
            return found
        read = read_inputs(chunk, kit, encoding)
        # What was read is what the name says only if nothing changed meanwhile.
        if attempt == TRIES or [_look(one, None).state for one in chunk] == [look.state for look in seen]:
            break
    texts = [(one.row.file, one.text) for one in read if one.text is not None]
    if texts:
        _write(folder / f"{name}.texts.parquet", _texts(texts))
    claims = claims_of_shard(read)
    _write(folder / f"{name}.claims.parquet", claims)
    _write(folder / f"{name}.documents.parquet", _documents_of_shard(read))
    return Shard(name, claims.num_rows, len(read), reused=False)


def find_shard(folder: Path, name: str) -> Shard | None:
    """The shard of this name if it is there and whole."""
    try:
        documents = pq.read_metadata(folder / f"{name}.documents.parquet").num_rows
        claims = pq.read_metadata(folder / f"{name}.claims.parquet").num_rows
    except (OSError, pa.ArrowException):
        return None
    return Shard(name, claims, documents, reused=True)


def claims_of_shard(read: Sequence[Read]) -> pa.Table:
    """The claims with what comparing them with those of other shards needs.

    compared_in: see `series_checks`; report_year and report_published: of the claim's report.
    """
    claims = [claim for one in read for claim in one.claims]
    reports = [one.row for one in read for _ in one.claims]
    more = {
        "compared_in": arrow_array("string", list(map(compared_in, claims))),
        "report_year": arrow_array("int16", [row.year for row in reports]),
        "report_published": arrow_array("date32", [row.published for row in reports]),
    }
    return _widened(claims_table(claims), more)


def _documents_of_shard(read: Sequence[Read]) -> pa.Table:
    """The documents with what tells whether one is another once more: see `pipeline.Identity`."""
    nothing = Identity(b"", None, None)
    known = [one.identity or nothing for one in read]
    more = {
        "words": arrow_array("string", [one.words.hex() for one in known]),
        "told_city": arrow_array("string", [one.city for one in known]),
        "told_year": arrow_array("int32", [one.year for one in known]),
    }
    return _widened(documents_table([one.row for one in read]), more)


def _texts(texts: Sequence[tuple[str, str]]) -> pa.Table:
    files, contents = [file for file, _ in texts], [text for _, text in texts]
    return pa.table({"file": arrow_array("string", files), "text": arrow_array("string", contents)})


def _widened(table: pa.Table, more: Mapping[str, pa.Array]) -> pa.Table:
    for name, values in more.items():
        table = table.append_column(name, values)
    return table


def read_shard(folder: Path, name: str, kind: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The claims, documents or texts of a shard, all columns or some, in pieces of `PIECE` rows at most."""
    with (folder / f"{name}.{kind}.parquet").open("rb") as file:
        shard = pq.ParquetFile(file, pre_buffer=False)
        for batch in shard.iter_batches(PIECE, columns=columns, use_threads=False):
            yield pa.Table.from_batches([batch])


def _version(name: str) -> str | None:
    """Of a package, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


class _Look(NamedTuple):
    """An input as it stands: the hash of its bytes, and a state that changes when they do."""

    hash: str
    state: object


def _look(one: Input, known: dict[object, str] | None) -> _Look:
    """How an input stands; without its hash where `known`, the hashes of archives by their state, is None."""
    if not isinstance(one.entry, Found):
        return _Look(repr(tuple(one.entry)[1:]), None)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if known is None:
            return _Look("", _state(one.entry.path.stat()))
        handle = os.open(one.entry.path, flags)
    except (OSError, ValueError) as error:
        return _Look(f"cannot be opened: {getattr(error, 'errno', None)}", None)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            return _Look("not a file", _state(state))
        if one.entry.member is not None and (shared := known.get(_state(state))) is not None:
            return _Look(shared, _state(state))
        digest = hashlib.sha256()
        while data := os.read(handle, _BLOCK):
            digest.update(data)
        if one.entry.member is not None:
            known[_state(state)] = digest.hexdigest()
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
        member = getattr(entry, "member", None)
        told = (type(entry).__name__, entry.file, member, look.hash, *map(str, one.given))
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
