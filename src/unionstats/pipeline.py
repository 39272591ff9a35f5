"""The whole story: files → documents → readings → claims → series. Read this first."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from unionstats.core.claim import Claim, DocumentRow
from unionstats.core.document import Document
from unionstats.core.errors import InputError
from unionstats.corpus.discover import Found, Skipped, discover
from unionstats.corpus.duplicates import Seen, words_of
from unionstats.corpus.read import closing_readers, document_of, read_bytes, read_found
from unionstats.matching.settle import Reading, Unread, read_reports
from unionstats.metadata import Given, read_metadata
from unionstats.metrics.series_checks import check_series
from unionstats.metrics.tidy import tidy
from unionstats.metrics.usage import indicator_rows
from unionstats.output.dataset import Dataset
from unionstats.output.notebook import Claims
from unionstats.output.texts import text_files
from unionstats.report import Home, Report, Tools, find_home, make_reports, read_one, tools, when

_PLACE = attrgetter("char_start")
TOGETHER, TOGETHER_BYTES = 16, 1 << 18
"""Documents that are read together, and the bytes from which on fewer are."""
_REMEDY = "Name a file or folder that can be read."  # of an input that is missing or refuses


class Lost(NamedTuple):
    """An input that cannot be read because the process that reads it is killed. It has no other kind of answer."""

    file: str


class Input(NamedTuple):
    """One input, and what is known of it from outside."""

    entry: Found | Skipped | Lost
    given: Given


class Identity(NamedTuple):
    """What tells whether a report is another one once more, as `corpus.duplicates` compares it."""

    words: bytes
    city: str | None
    year: int | None


class Read(NamedTuple):
    """An input that was read, or tried.

    Attributes:
        row: of documents; claims: in the order of the text.
        identity: None where there was nothing to read.
        text: what was taken out of a page, a Word file or a PDF; None of a text file.
    """

    row: DocumentRow
    claims: list[Claim]
    identity: Identity | None = None
    text: str | None = None


def extract(text: str, city: str | None = None, year: int | None = None) -> Claims:
    """The claims of one report given as text: a list, which a notebook shows as a table.

    Args:
        text: the report; offsets of the claims point into it.
        city: whose report it is, where the text does not say (亳州市 or 亳州). Where neither does, city is empty.
        year: the year that it reports on, where the text does not say. Where neither does, year is 0.
    """
    return Claims(read_one(document_of(text), tools(), Given(city=city, year=year), need_place=False).claims)


def extract_files(
    inputs: Sequence[Path],
    *,
    metadata: Path | None = None,
    city: str | None = None,
    year: int | None = None,
    rules: Path | None = None,
    encoding: str | None = None,
) -> Dataset:
    """Read files and folders of reports into a dataset.

    One report that cannot be read never stops the run: its row in `documents` says why. Of a report that comes twice,
    the first by its path is kept.

    Args:
        inputs: files, folders, zip archives, patterns; `-` is standard input (`corpus.discover` says how).
        metadata: CSV with the columns file, city, year, published, title, url: what it says wins over the text.
        city, year: win over everything, for all inputs.
        rules: a folder of rules to add to the program's own.
        encoding: how to decode the files; found out for each when None.

    Raises:
        RuleError, UsageError: before the first report is opened.
    """
    kit = tools(rules)
    return make_dataset(list_inputs(inputs, metadata=metadata, city=city, year=year), kit, encoding)


def list_inputs(
    inputs: Sequence[Path], *, metadata: Path | None = None, city: str | None = None, year: int | None = None
) -> list[Input]:
    """What there is to read at or below `inputs`, and what is left aside, in the order of their names.

    Raises:
        UsageError: the metadata are broken.
    """
    known = read_metadata(metadata) if metadata else {}
    found, skipped = discover([Path(entry) for entry in inputs])
    nothing = Given().overridden(city, year)
    told = {file: given.overridden(city, year) for file, given in known.items()}
    entries: list[Found | Skipped | Lost] = [*skipped, *found]
    listed = [Input(entry, told.get(entry.file, nothing)) for entry in entries]
    listed.sort(key=lambda one: one.entry.file)
    return listed


def make_dataset(inputs: Iterable[Input], kit: Tools, encoding: str | None = None) -> Dataset:
    """Read the inputs, which are in the order of their names, and put together what all of them tell."""
    with no_collections(), closing_readers():
        read = read_inputs(inputs, kit, encoding)
        same = duplicates((one.row.file, one.row.status, one.identity) for one in read)
        texts = {one.row.file: one.text for one in read if one.text is not None and one.row.file not in same}
        kept = text_files(texts)
        rows = [
            duplicate_row(one.row.file, same[one.row.file])
            if one.row.file in same
            else one.row._replace(text_file=kept.get(one.row.file))
            for one in read
        ]
        claims = [claim for one in read if one.row.file not in same for claim in one.claims]
        claims = check_series(claims)
        usage = indicator_rows(kit.catalogue.indicators, claims)
        by_path = {kept[file]: text for file, text in texts.items()}
        return Dataset.from_rows(claims, tidy(claims, rows), rows, usage, kit.rules.version, by_path)


def read_inputs(inputs: Iterable[Input], kit: Tools, encoding: str | None = None) -> list[Read]:
    """Read each input, as far as it does not depend on others. What comes back is in the order of files.

    What an input tells depends on nothing but itself, the rules and the program, so inputs may be read in pieces,
    anywhere and in any order. The caller sees to `closing_readers`.
    """
    read: list[Read] = []
    for some in _opened(inputs, encoding, read):
        unread = [Unread(document, *when(given)) for document, given in some]
        placed: list[tuple[Reading, Home]] = []
        identities: list[Identity] = []
        for reading, (document, given) in zip(read_reports(unread, kit.rules), some, strict=True):
            identity = Identity(words_of(document), given.city, given.year)
            try:
                placed.append((reading, find_home(reading, kit, given)))
            except InputError as error:
                read.append(Read(_failed_row(document.file, f"{error.what}. {error.remedy}"), [], identity))
            else:
                identities.append(identity)
        for report, identity in zip(make_reports(placed, kit), identities, strict=True):
            document = report.reading.document
            text = document.decoded if document.is_extracted else None
            read.append(Read(report.row, sorted(report.claims, key=_PLACE), identity, text))
    read.sort(key=lambda one: one.row.file)
    return read


def duplicates(read: Iterable[tuple[str, str, Identity | None]]) -> dict[str, str]:
    """The files that hold a report which another one held before, with that other one.

    Args:
        read: file, status and identity of each input, in the order of files.
    """
    seen = Seen()
    same: dict[str, str] = {}
    for file, status, identity in read:
        if identity is None:
            continue
        if (first := seen.first(*identity)) is not None:
            same[file] = first
        elif status == "ok":
            seen.add(identity.words, file, identity.city, identity.year)
    return same


def duplicate_row(file: str, first: str) -> DocumentRow:
    """The row of a file that holds what the file `first` holds."""
    return _failed_row(file, f"duplicate of {first}", "skipped")


def read_contents(contents: Iterable[tuple[str, bytes]], kit: Tools) -> list[Claim]:
    """The claims of reports given as names and bytes, as far as they do not depend on other reports.

    Those that cannot be read, or whose city or year nothing tells, give none.
    """
    claims: list[Claim] = []
    for file, data in contents:
        with suppress(InputError):
            claims.extend(read_one(read_bytes(data, file), kit, Given()).claims)
    return claims


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the garbage collector from going through all claims again and again: that takes a fifth of a long run.

    Reading leaves few reference cycles behind. A run of any size collects them after each chunk (`engines`).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def reports_of(inputs: Iterable[Path], kit: Tools, given: Given, encoding: str | None = None) -> Iterable[Report]:
    """Each readable report of the inputs, one after the other, for looking at.

    Raises:
        InputError: for the first one that cannot be read.
    """
    found, skipped = discover(list(inputs))
    for missed in skipped:
        if missed.status == "failed":
            raise InputError(missed.file, *_what_and_remedy(missed))
    for entry in found:
        yield read_one(_open(entry, encoding), kit, given, need_place=False)


def _opened(inputs: Iterable[Input], encoding: str | None, read: list[Read]) -> Iterator[list[tuple[Document, Given]]]:
    """The documents, a few at a time, since that is faster to read; inputs that give none join `read`."""
    some: list[tuple[Document, Given]] = []
    size = 0
    for entry, given in inputs:
        if not isinstance(entry, Found):
            read.append(Read(_skipped_row(entry), []))
            continue
        try:
            document = _open(entry, encoding)
        except InputError as error:
            read.append(Read(_failed_row(entry.file, f"{error.what}. {error.remedy}"), []))
            continue
        some.append((document, given))
        size += document.size
        if len(some) == TOGETHER or size >= TOGETHER_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _open(entry: Found, encoding: str | None) -> Document:
    return read_found(entry, encoding)


def _skipped_row(entry: Skipped | Lost) -> DocumentRow:
    if isinstance(entry, Lost):
        return _failed_row(entry.file, "worker_died: every process that read it was killed. Read it alone to see why.")
    failed = entry.status == "failed"
    return _failed_row(entry.file, ". ".join(_what_and_remedy(entry)) if failed else entry.reason, entry.status)


def _what_and_remedy(entry: Skipped) -> tuple[str, str]:
    """What is wrong with an input and what to do; where the reason does not say that itself, what helps most."""
    what, _, remedy = entry.reason.partition(". ")
    return what, f"{remedy}." if remedy else _REMEDY


def _failed_row(file: str, error: str, status: str = "failed") -> DocumentRow:
    nothing = (None,) * 14
    return DocumentRow(file, *nothing, 0, 0, 0, 0, 0, status, error)
