"""`unionstats explain`: a report with its claims, or one claim from page to row."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats.cli.options import OUT, RAW, Overlay
from unionstats.cli.reopen import given_of, reopener
from unionstats.cli.terminal import print_table
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.core.claim import DocumentRow
    from unionstats.core.document import Document
    from unionstats.output.dataset import Dataset
    from unionstats.report import Report, Tools

_CLAIM = re.compile(r"c[0-9a-f]{15}")


def command(
    what: Annotated[str, typer.Argument(metavar="FILE|CLAIM_ID", help="A report, or the id of a claim.")],
    dropped: Annotated[bool, typer.Option("--dropped", help="Also what was turned down, and why.")] = False,
    data: Annotated[Path, typer.Option(metavar="DIR", help="The dataset that a claim's id is looked up in.")] = OUT,
    reports: Annotated[Path, typer.Option(metavar="DIR", help="The input folder of that dataset.")] = RAW,
    city: Annotated[str | None, typer.Option(metavar="NAME", help="The city, where the report does not say.")] = None,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="The year that it reports on, where it does not say.")
    ] = None,
    rules: Overlay = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="How the file is encoded.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, a claim a line.")] = False,
) -> None:
    """Show what was found in a report, or how one claim came about.

    A claim is read again with the city, the year and the encoding that its dataset was made with.

    Example: unionstats explain data/raw/bozhou2024.txt --dropped
    """
    from unionstats.metadata import Given
    from unionstats.output.dataset import read_dataset
    from unionstats.pipeline import reports_of
    from unionstats.report import read_one, tools

    kit = tools(rules)
    if _CLAIM.fullmatch(what) and not Path(what).exists():
        dataset = read_dataset(data)
        row = _row_of(what, dataset, data)
        report = read_one(
            _document_of(row, reports, encoding), kit, given_of(row).overridden(city, year), need_place=False
        )
        _show_claim(report, what, kit, as_json, same_rules=kit.rules.version == dataset.rules_version)
        return
    for report in reports_of([Path(what)], kit, Given(city=city, year=year), encoding):
        _show_report(report, dropped, as_json)


def _row_of(claim_id: str, dataset: "Dataset", data: Path) -> "DocumentRow":
    """The row of the report that a claim of the dataset in `data` stands in."""
    from unionstats.core.claim import DocumentRow

    ids = dataset.claims.column("claim_id").to_pylist()
    if claim_id not in ids:
        raise UsageError(str(data), f"no claim {claim_id} in this dataset", "Name the dataset with --data.")
    file = dataset.claims.column("file")[ids.index(claim_id)].as_py()
    at = dataset.documents.column("file").to_pylist().index(file)
    return DocumentRow(**dataset.documents.slice(at, 1).to_pylist()[0])


def _document_of(row: "DocumentRow", reports: Path, encoding: str | None) -> "Document":
    """The report of a row, as it was when the dataset was made."""
    document = reopener(reports)(row.file, encoding or row.encoding)
    path = str(reports / row.file)
    if document is None:
        raise UsageError(path, "the claim's report is not there", "Name its input folder with --reports.")
    if document.sha256 != row.sha256:
        raise UsageError(path, "the report is no longer what the dataset was made from", "Run extract again.")
    return document


def _show_report(report: "Report", dropped: bool, as_json: bool) -> None:
    if as_json:
        for claim in report.claims:
            print(json.dumps(claim._asdict(), ensure_ascii=False, default=str))
        for entry in report.dropped if dropped else ():
            print(json.dumps({"dropped": True, **entry._asdict()}, ensure_ascii=False))
        return
    from rich.console import Console

    from unionstats.output.explain import claims_table, dropped_table, show_report

    console = Console(markup=False, highlight=False)
    row = report.row
    show_report(console, report.reading, report.claims, report.dropped if dropped else ())
    console.print()
    place = f"{row.city or 'no city'} {row.county or ''}".strip()
    console.print(f"{place} ({report.place_how}); {row.year or 'no year'} (from the {row.year_source})")
    print_table(claims_table(report.claims))
    if dropped:
        print()
        print_table(dropped_table(report.dropped))


def _show_claim(report: "Report", claim_id: str, kit: "Tools", as_json: bool, *, same_rules: bool) -> None:
    for claim, draft in zip(report.claims, report.reading.drafts, strict=True):
        if claim.claim_id != claim_id:
            continue
        if as_json:
            print(json.dumps(claim._asdict(), ensure_ascii=False, default=str))
            return
        from rich.console import Console

        from unionstats.output.explain import claim_tree

        dating = report.reading.dating
        tree = claim_tree(claim, draft, kit.rules.rules, place_how=report.place_how, year_source=dating.year_source)
        Console(markup=False, highlight=False).print(tree)
        return
    remedy = "Run extract again." if same_rules else "The dataset was made with other rules: name them with --rules."
    raise UsageError(report.row.file, f"no claim {claim_id} in it when it is read again", remedy)
