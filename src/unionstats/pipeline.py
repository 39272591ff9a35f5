"""The whole story: files → documents → readings → claims → series. Read this first."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from unionstats.core.claim import Claim, DocumentRow, Dropped
from unionstats.core.document import NOWHERE, Document, Place
from unionstats.core.errors import InputError
from unionstats.core.rules_folder import rules_folder
from unionstats.corpus.discover import Found, Skipped, discover
from unionstats.corpus.duplicates import Seen, words_of
from unionstats.corpus.gazetteer import Gazetteer, load_gazetteer
from unionstats.corpus.place import find_place
from unionstats.corpus.read import closing_readers, document_of, read_bytes, read_found
from unionstats.grammar.catalogue import Catalogue, default_catalogue, read_catalogue
from unionstats.grammar.rulebook import Rulebook, default_rulebook, read_rulebook
from unionstats.matching.compose import claims_of, dropped_of
from unionstats.matching.dating import title_of
from unionstats.matching.elsewhere import turn_down
from unionstats.matching.settle import Reading, Unread, read_reports
from unionstats.metadata import Given, read_metadata
from unionstats.metrics.cataloguing import Cataloguer
from unionstats.metrics.report_checks import check_report
from unionstats.metrics.series import series_of_report
from unionstats.metrics.series_checks import check_series
from unionstats.metrics.tidy import tidy
from unionstats.metrics.usage import indicator_rows
from unionstats.output.dataset import Dataset
from unionstats.output.notebook import Claims
from unionstats.output.texts import text_files

_PLACE = attrgetter("char_start")
TOGETHER, TOGETHER_BYTES = 16, 1 << 18
"""Documents that are read together, and the bytes from which on fewer are."""
_REMEDY = "Name a file or folder that can be read."  # of an input that is missing or refuses


class Report(NamedTuple):
    """One report from file to claims, with everything that explains them."""

    reading: Reading
    place: Place
    place_how: str
    claims: list[Claim]
    row: DocumentRow

    @property
    def dropped(self) -> list[Dropped]:
        """What was turned down and why; made when asked for, since a run only counts it."""
        return dropped_of(self.reading)


class Tools(NamedTuple):
    """What every report is read with. Made once a run."""

    rules: Rulebook
    gazetteer: Gazetteer
    catalogue: Catalogue
    cataloguer: Cataloguer


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


def tools(rules: Path | None = None) -> Tools:
    """The rulebook and the catalogue (with those of the overlay folder `rules`) and the gazetteer.

    Raises:
        RuleError: when a rule or the table of places is broken.
    """
    book = read_rulebook(rules) if rules else default_rulebook()
    catalogue = read_catalogue(rules) if rules else default_catalogue()
    gazetteer = load_gazetteer(rules_folder() / "places.csv")
    return Tools(book, gazetteer, catalogue, Cataloguer(catalogue, book.lexicon.holds_verb))


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
        unread = [Unread(document, *_when(given)) for document, given in some]
        for reading, (document, given) in zip(read_reports(unread, kit.rules), some, strict=True):
            identity = Identity(words_of(document), given.city, given.year)
            try:
                report = _report(reading, kit, given)
            except InputError as error:
                read.append(Read(_failed_row(document.file, f"{error.what}. {error.remedy}"), [], identity))
                continue
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

    Reading leaves no reference cycles behind, so there is nothing to collect (counted over all reports at hand).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_one(document: Document, kit: Tools, given: Given, *, need_place: bool = True) -> Report:
    """Read one document: where, when, what.

    Raises:
        InputError: when `need_place` and nothing says whose report it is or of which year.
    """
    [reading] = read_reports([Unread(document, *_when(given))], kit.rules)
    return _report(reading, kit, given, need_place=need_place)


def _report(reading: Reading, kit: Tools, given: Given, *, need_place: bool = True) -> Report:
    """What was read with its place. Raises as `read_one` does."""
    document, dating = reading.document, reading.dating
    title = given.title or title_of(document.text)
    place, how = _place(document, title, kit.gazetteer, given, dating.year or None)
    if need_place and place is None:
        raise InputError(document.file, f"no city found: {how}", "Name it with --city, or in a --metadata file.")
    if need_place and not dating.year:
        raise InputError(
            document.file, "nothing says which year it reports on", "Name it with --year, or in a --metadata file."
        )
    where = place or NOWHERE
    reading = turn_down(
        reading, kit.rules, county=where.county is not None, is_own=lambda name: _is_own(name, where, kit.gazetteer)
    )
    series = series_of_report(reading.drafts, reading.periods, where, kit.cataloguer)
    claims = check_report(claims_of(reading, where, series), kit.catalogue.within)
    row = DocumentRow(
        file=document.file,
        sha256=document.sha256,
        bytes=document.size,
        encoding=document.encoding,
        script=document.script,
        format=document.format,
        title=title,
        city=where.city or None,
        city_code=where.city_code or None,
        province=where.province or None,
        county=where.county,
        city_source=where.source,
        year=dating.year or None,
        year_source=dating.year_source,
        published=dating.published,
        repairs=document.repairs,
        unrepaired=document.unrepaired,
        replaced=document.replaced,
        n_claims=len(claims),
        n_dropped=len(reading.turned),
        status="ok",
        error=None,
        warning=document.warning or None,
    )
    return Report(reading, where, how, claims, row)


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


def _when(given: Given) -> tuple[int | None, date | None, str]:
    """What is given of a report's time, and by whom."""
    return given.year, given.published, given.year_source


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


def _place(
    document: Document, title: str | None, gazetteer: Gazetteer, given: Given, year: int | None
) -> tuple[Place | None, str]:
    if given.city:
        units = gazetteer.lookup(given.city, year)
        if len(units) != 1:
            what = "is not in the table of places" if not units else "is the name of several places"
            raise InputError(
                document.file, f"the city {given.city} {what}", "Write its full name as in rules/places.csv."
            )
        return gazetteer.place(units[0], given.city_source, year), f"named by {given.city_source}"
    finding = find_place(document.text, title, gazetteer, year)
    return finding.place, finding.how


def _is_own(name: str, place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a county or city named in a report is the report's own or lies in it. Unknown names are its own."""
    if not place.city_code or name in (place.city, place.county):
        return True
    units = gazetteer.lookup(name)
    if place.county is not None:
        return not units
    return not units or any(gazetteer.home(unit).code[:4] == place.city_code[:4] for unit in units)


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
