"""`unionstats explain`: a report with its claims, or one claim from page to row."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats.cli.options import OUT, RAW, Overlay
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.report import Report, Tools

_CLAIM = re.compile(r"c[0-9a-f]{15}")


def command(
    what: Annotated[str, typer.Argument(metavar="FILE|CLAIM_ID", help="A report, or the id of a claim.")],
    dropped: Annotated[bool, typer.Option("--dropped", help="Also what was turned down, and why.")] = False,
    data: Annotated[Path, typer.Option(metavar="DIR", help="The dataset that a claim's id is looked up in.")] = OUT,
    reports: Annotated[Path, typer.Option(metavar="DIR", help="The input folder of that dataset.")] = RAW,
    city: Annotated[str | None, typer.Option(metavar="NAME", help="The city, where the report does not say.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that it reports on, where it does not say.")] = None,
    rules: Overlay = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="How the file is encoded.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, a claim a line.")] = False,
) -> None:
    """Show what was found in a report, or how one claim came about.

    Example: unionstats explain data/raw/bozhou2024.txt --dropped
    """
    from unionstats.metadata import Given
    from unionstats.pipeline import reports_of
    from unionstats.report import tools

    kit = tools(rules)
    given = Given(city=city, year=year)
    if _CLAIM.fullmatch(what) and not Path(what).exists():
        path = _file_of(what, data, reports)
        report = next(iter(reports_of([path], kit, given, encoding)))
        _show_claim(report, what, kit, as_json)
        return
    for report in reports_of([Path(what)], kit, given, encoding):
        _show_report(report, dropped, as_json)


def _file_of(claim_id: str, data: Path, reports: Path) -> Path:
    from unionstats.corpus.discover import exists
    from unionstats.output.dataset import read_dataset

    claims = read_dataset(data).claims
    files: list[str] = claims.column("file").to_pylist()
    ids = claims.column("claim_id").to_pylist()
    if claim_id not in ids:
        raise UsageError(str(data), f"no claim {claim_id} in this dataset", "Name the dataset with --data.")
    path: Path = reports / files[ids.index(claim_id)]
    if not exists(path):
        raise UsageError(str(path), "the claim's report is not there", "Name its input folder with --reports.")
    return path


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
    console.print(claims_table(report.claims))
    if dropped:
        console.print()
        console.print(dropped_table(report.dropped))


def _show_claim(report: "Report", claim_id: str, kit: "Tools", as_json: bool) -> None:
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
    raise UsageError(
        report.row.file, f"no claim {claim_id} in it any more", "The report or the rules changed: run extract again."
    )
