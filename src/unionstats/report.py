"""One report: a document, where it belongs, and its claims with their series."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from unionstats.core.claim import Claim, DocumentRow, Dropped
from unionstats.core.document import NOWHERE, Document, Place
from unionstats.core.errors import InputError
from unionstats.core.rules_folder import rules_folder
from unionstats.corpus.gazetteer import Gazetteer, load_gazetteer
from unionstats.corpus.place import find_place
from unionstats.grammar.catalogue import Catalogue, default_catalogue, read_catalogue
from unionstats.grammar.rulebook import Rulebook, default_rulebook, read_rulebook
from unionstats.matching.compose import claims_of, dropped_of
from unionstats.matching.dating import title_of
from unionstats.matching.elsewhere import turn_down
from unionstats.matching.settle import Reading, Unread, read_reports
from unionstats.metadata import Given
from unionstats.metrics.cataloguing import Cataloguer
from unionstats.metrics.report_checks import check_report
from unionstats.metrics.series import series_of_report


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


def tools(rules: Path | None = None) -> Tools:
    """The rulebook and the catalogue (with those of the overlay folder `rules`) and the gazetteer.

    Raises:
        RuleError: when a rule or the table of places is broken.
    """
    book = read_rulebook(rules) if rules else default_rulebook()
    catalogue = read_catalogue(rules) if rules else default_catalogue()
    gazetteer = load_gazetteer(rules_folder() / "places.csv")
    return Tools(book, gazetteer, catalogue, Cataloguer(catalogue, book.lexicon.holds_verb))


def read_one(document: Document, kit: Tools, given: Given, *, need_place: bool = True) -> Report:
    """Read one document: where, when, what.

    Raises:
        InputError: when `need_place` and nothing says whose report it is or of which year.
    """
    [reading] = read_reports([Unread(document, *when(given))], kit.rules)
    return place_report(reading, kit, given, need_place=need_place)


def place_report(reading: Reading, kit: Tools, given: Given, *, need_place: bool = True) -> Report:
    """A reading with its place and its claims.

    Raises:
        InputError: as `read_one` does.
    """
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


def when(given: Given) -> tuple[int | None, date | None, str]:
    """What is given of a report's time, and by whom."""
    return given.year, given.published, given.year_source


def _place(
    document: Document, title: str | None, gazetteer: Gazetteer, given: Given, year: int | None
) -> tuple[Place | None, str]:
    if given.place is not None:
        return given.place, f"named by {given.place.source}"
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
