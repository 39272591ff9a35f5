"""One report: a document, where it belongs, and its claims with their series."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from unionstats.core.claim import Claim, DocumentRow, Dropped
from unionstats.core.document import NOWHERE, Document, Place
from unionstats.core.errors import InputError
from unionstats.core.rules_folder import rules_folder
from unionstats.corpus.gazetteer import Gazetteer, load_gazetteer
from unionstats.corpus.normalise import simplify
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


class Home(NamedTuple):
    """Whose report it is, how that was found, and the title that it goes by."""

    title: str | None
    place: Place
    how: str


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
    return _tools(read_rulebook(rules), read_catalogue(rules)) if rules else _default_tools()


@cache
def _default_tools() -> Tools:
    """Those that came with the program, made once a process."""
    return _tools(default_rulebook(), default_catalogue())


def _tools(book: Rulebook, catalogue: Catalogue) -> Tools:
    gazetteer = load_gazetteer(rules_folder() / "places.csv")
    return Tools(book, gazetteer, catalogue, Cataloguer(catalogue, book.lexicon.holds_verb))


def read_one(document: Document, kit: Tools, given: Given, *, need_place: bool = True) -> Report:
    """Read one document: where, when, what.

    Raises:
        InputError: when `need_place` and nothing says whose report it is or of which year.
    """
    [reading] = read_reports([Unread(document, *when(given))], kit.rules)
    return make_reports([(reading, find_home(reading, kit, given, need_place=need_place))], kit)[0]


def find_home(reading: Reading, kit: Tools, given: Given, *, need_place: bool = True) -> Home:
    """Whose report a reading is.

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
    return Home(title, place or NOWHERE, how)


def make_reports(read: Iterable[tuple[Reading, Home]], kit: Tools) -> list[Report]:
    """Readings with their claims. Like `read_reports`, it takes some through each stage together: a tenth less time."""
    own = [(_own_figures(reading, home.place, kit), home) for reading, home in read]
    series = [series_of_report(reading.drafts, reading.periods, home.place, kit.cataloguer) for reading, home in own]
    claims = [claims_of(reading, home.place, names) for (reading, home), names in zip(own, series, strict=True)]
    checked = [check_report(some, kit.catalogue.within) for some in claims]
    return [
        Report(reading, home.place, home.how, some, _row(reading, home, len(some)))
        for (reading, home), some in zip(own, checked, strict=True)
    ]


def _own_figures(reading: Reading, place: Place, kit: Tools) -> Reading:
    """The reading without the figures of other places."""
    return turn_down(
        reading,
        kit.rules,
        county=_lies_below_a_city(place),
        is_own=lambda name: _is_own(name, place, kit.gazetteer),
    )


def _lies_below_a_city(place: Place) -> bool:
    """Whether 全市 is another place: for 德清县 and 鄞州区, not for 义乌市, whose 全市 is itself."""
    return place.county is not None and not place.county.endswith("市")


def _row(reading: Reading, home: Home, n_claims: int) -> DocumentRow:
    document, dating, place = reading.document, reading.dating, home.place
    return DocumentRow(
        file=document.file,
        sha256=document.sha256,
        bytes=document.size,
        encoding=document.encoding,
        script=document.script,
        format=document.format,
        title=home.title,
        city=place.city or None,
        city_code=place.city_code or None,
        province=place.province or None,
        county=place.county,
        city_source=place.source,
        year=dating.year or None,
        year_source=dating.year_source,
        published=dating.published,
        repairs=document.repairs,
        unrepaired=document.unrepaired,
        replaced=document.replaced,
        n_claims=n_claims,
        n_dropped=len(reading.turned),
        status="ok",
        error=None,
        warning=document.warning or None,
    )


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
    # A title that was given is as its writer wrote it, perhaps in traditional script; the text's own is simplified.
    finding = find_place(document.text, simplify(given.title) if given.title else title, gazetteer, year)
    return finding.place, finding.how


def _is_own(name: str, place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a county or city named in a report is the report's own or lies in it. Unknown names are its own."""
    if not place.city_code or name in (place.city, place.county):
        return True
    units = gazetteer.lookup(name)
    if place.county is not None:
        return not units
    return not units or any(gazetteer.home(unit).code[:4] == place.city_code[:4] for unit in units)
