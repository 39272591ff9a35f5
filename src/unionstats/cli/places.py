"""`unionstats places`: how a place was found."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unionstats.cli.options import AsJson
from unionstats.cli.terminal import print_table, print_wrapped, printable
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.core.document import Place
    from unionstats.corpus.gazetteer import Gazetteer
    from unionstats.corpus.place import PlaceFinding
    from unionstats.corpus.places_table import Unit
    from unionstats.corpus.sightings import Sighting

_HAN = re.compile("[\u3400-\u9fff]")


def command(
    what: Annotated[
        str, typer.Argument(metavar="TEXT|FILE", help="A title or a text, a report's file, or - for stdin.")
    ],
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="The year reported on; the text's own when not given.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="How the file is encoded.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which places a text names, and whose report it is.

    The text is a title, any text, or a report's file. Each place has the reason for which it counts. Of same-named
    places all are shown. A place that is left open is no error.

    Example: unionstats places 襄樊市总工会2008年工作总结
    """
    from unionstats.core.rules_folder import rules_folder
    from unionstats.corpus.gazetteer import load_gazetteer
    from unionstats.corpus.place import find_place
    from unionstats.corpus.sightings import sight_places
    from unionstats.matching.dating import date_report

    title, text = _read(what, encoding)
    gazetteer = load_gazetteer(rules_folder() / "places.csv")
    year = year or date_report(f"{title or ''}\n{text}", year=None, published=None).year or None
    finding = find_place(text, title, gazetteer, year)
    sightings = sight_places(text, title, gazetteer, year)
    if as_json:
        print(json.dumps(_as_json(finding, sightings, gazetteer, year), ensure_ascii=False))
    else:
        print_wrapped(printable(f"{_decision(finding)}; {year or 'no year, so as of today'}: {finding.how}"))
        _print(sightings, gazetteer, year)


def _read(what: str, encoding: str | None) -> tuple[str | None, str]:
    """Title and text, as extract takes them from a report; one line without a full stop is a title."""
    from unionstats.corpus.formats.sniff import SUFFIXES
    from unionstats.corpus.read import MAX_BYTES, document_of, read_bytes, read_document
    from unionstats.matching.dating import title_of

    if what == "-":
        document = read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), what, encoding)
    elif _is_there(what):
        document = read_document(Path(what), Path(what).name, encoding)
    elif "\n" not in what and Path(what).suffix[1:].lower() in SUFFIXES:
        raise UsageError(what, "there is no such file", "Check the path.")
    elif not _HAN.search(what):
        raise UsageError(what or "''", "is neither a file nor Chinese text", "Give a title, a text or a report's file.")
    else:
        document = document_of(what)
        line = document.text.strip()
        if "\n" not in line and "。" not in line:
            return line, ""
    return title_of(document.text), document.text


def _is_there(what: str) -> bool:
    try:
        return bool(what) and Path(what).exists()
    except (OSError, ValueError):
        return False  # a text, too long for a name


def _decision(finding: "PlaceFinding") -> str:
    if finding.place is None:
        return "left open"
    return _named(finding.place)


def _named(place: "Place") -> str:
    province = "" if place.province == place.city else f"{place.province} "
    return f"{province}{place.city} {place.county or ''}".strip() + f" ({place.city_code})"


def _print(sightings: "list[Sighting]", gazetteer: "Gazetteer", year: int | None) -> None:
    from rich.table import Table
    from rich.text import Text

    from unionstats.corpus.sightings import WHY

    if not sightings:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("name", "where", "times", "weight", "may be", "why"):
        table.add_column(head, justify="right" if head in ("times", "weight") else "left")
    for entry in sightings:
        places = "\n".join(_candidate(unit, gazetteer, year) for unit in entry.units)
        cells = (entry.quote, entry.where, str(entry.times), f"{entry.weight:g}", places, WHY[entry.role])
        table.add_row(*(Text("\n".join(map(printable, cell.split("\n")))) for cell in cells))
    print()
    print_table(table)


def _candidate(unit: "Unit", gazetteer: "Gazetteer", year: int | None) -> str:
    if unit.level == "province":
        return f"{unit.name} ({unit.code})"
    years = f", until {unit.last}" if unit.last else ""
    place = gazetteer.place(unit, "", year)
    province = "" if place.province == place.city else f"{place.province} "
    return f"{province}{place.city} {place.county or ''}".strip() + f" ({unit.code}{years})"


def _as_json(
    finding: "PlaceFinding", sightings: "list[Sighting]", gazetteer: "Gazetteer", year: int | None
) -> dict[str, Any]:
    from unionstats.corpus.sightings import WHY

    def shown(place: "Place") -> dict[str, Any]:
        return {name: getattr(place, name) for name in ("city", "city_code", "province", "county", "source")}

    return {
        "place": finding.place and shown(finding.place),
        "candidates": [shown(place) for place in finding.candidates],
        "how": finding.how,
        "year": year,
        "names": [
            {
                **entry._asdict(),
                "why": WHY[entry.role],
                "units": [
                    {
                        "name": unit.name,
                        "code": unit.code,
                        "level": unit.level,
                        "from": unit.first or None,
                        "to": unit.last or None,
                        "city": gazetteer.home(unit, year).name,
                        "province": gazetteer.province(unit).name,
                    }
                    for unit in entry.units
                ],
            }
            for entry in sightings
        ],
    }
