"""`unionstats score`: a claims table held against a gold set."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats.cli.terminal import complain, printable
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from unionstats.metrics.scoring import Error, ReportScore, Scores

_ALL = "all reports"
# The measures by four letters, so that all of them stand side by side in 80 columns.
_HEADS = ("find", "val", "qual", "stat", "year", "peri", "lab", "part", "city", "all", "like")


def command(
    claims: Annotated[Path, typer.Argument(metavar="CLAIMS", help="claims.parquet, or the folder of a dataset.")],
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", help="A folder of STEM.jsonl and index.json, or what a reviewed page exported."),
    ],
    measure: Annotated[
        str | None, typer.Option(metavar="NAME", help="One measure with its precision and recall.")
    ] = None,
    errors: Annotated[
        int, typer.Option(metavar="N", min=0, help="The first N errors of each report, with their evidence.")
    ] = 0,
    only: Annotated[list[str] | None, typer.Option(metavar="STEM", help="This report only; may be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
) -> None:
    """Hold claims against a gold set of your own.

    It tells how many claims were found, and how many are right. Measures: found, value, qualifier, status, year,
    period, label, part, city, all; and like, how alike the labels are. Exit code 2: a file is missing or not
    understood.

    Example: unionstats score data/out tests/gold --measure label --errors 5
    """
    from unionstats.metrics.gold import read_gold
    from unionstats.metrics.review import read_review
    from unionstats.metrics.scoring import LIKE, MEASURES, score, stem_of
    from unionstats.output.read_claims import read_claims

    known = (*MEASURES, LIKE)
    if measure is not None and measure not in known:
        raise UsageError("--measure", f"there is no measure {measure}", f"Name one of {', '.join(known)}.")
    expected = read_review(gold, only or ()) if gold.is_file() else read_gold(gold, only or ())
    found = read_claims(claims)
    if found and not any(stem_of(claim) in expected for claim in found):
        complain(f"{claims}: none of its files is a report of {gold}. The stems must be the same.")
    scores = score(found, expected)
    if as_json:
        print(json.dumps(_summary(scores, measure, errors), ensure_ascii=False, default=str))
        return
    if measure is None:
        _print_overview(scores)
    else:
        _print_measure(scores, measure)
    if errors:
        for stem, report in scores.reports.items():
            _print_errors(stem, _listed(report, measure, errors))


def _listed(report: "ReportScore", measure: str | None, count: int) -> "list[Error]":
    return [error for error in report.errors if measure is None or error.costs(measure)][:count]


def _summary(scores: "Scores", measure: str | None, errors: int) -> dict[str, object]:
    reports = {stem: _entry(report, measure, errors) for stem, report in scores.reports.items()}
    return {"reports": reports, "all": _entry(scores.total, measure, 0)}


def _entry(report: "ReportScore", measure: str | None, errors: int) -> dict[str, object]:
    figures = {name: figure._asdict() for name, figure in report.figures.items() if measure in (None, name)}
    entry: dict[str, object] = {"rows": report.rows, "gold": report.gold, "measures": figures}
    if measure in (None, "like"):
        entry["like"] = report.like
    if errors:
        entry["errors"] = [
            {
                "kinds": error.kinds,
                "differences": [difference._asdict() for difference in error.differences],
                "found": error.found and error.found._asdict(),
                "gold": error.gold and error.gold._asdict(),
            }
            for error in _listed(report, measure, errors)
        ]
    return entry


def _print_overview(scores: "Scores") -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("F1, %", overflow="fold", min_width=8)
    for head in ("rows", "gold", *_HEADS):
        table.add_column(head, justify="right", no_wrap=True)
    for stem, report in (*scores.reports.items(), (_ALL, scores.total)):
        shares = (*(figure.f1 for figure in report.figures.values()), report.like)
        style = "bold" if report is scores.total else None
        table.add_row(printable(stem), str(report.rows), str(report.gold), *map(_percent, shares), style=style)
    _show(table)


def _print_measure(scores: "Scores", measure: str) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(f"{measure}, %", overflow="fold", min_width=8)
    heads = ("compared", "mean") if measure == "like" else ("rows", "gold", "right", "precision", "recall", "F1")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for stem, report in (*scores.reports.items(), (_ALL, scores.total)):
        if measure == "like":
            cells = [str(report.figures["value"].right), _percent(report.like)]
        else:
            right, *shares = report.figures[measure]
            cells = [str(report.rows), str(report.gold), str(right), *map(_percent, shares)]
        table.add_row(printable(stem), *cells, style="bold" if report is scores.total else None)
    _show(table)


def _show(table: "Table") -> None:
    """At least 80 columns wide: a narrower terminal wraps its lines, which loses no figure."""
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    console.width = max(console.width, 80)
    console.print(table)


def _print_errors(stem: str, errors: "list[Error]") -> None:
    """Each error in a few lines: what it is, what was expected and found, and the sentence."""
    for error in errors:
        claim, gold = error.found, error.gold
        text, start = (claim.text, claim.char_start) if claim else (gold.text, gold.start) if gold else ("", 0)
        lines = [f"{stem} at {start}: {text}  {', '.join(error.kinds)}"]
        lines += [f"    {entry.measure}: expected {entry.expected}; found {entry.found}" for entry in error.differences]
        if claim is None and gold is not None:
            lines.append(f"    expected {gold.indicator}; found nothing")
        elif gold is None and claim is not None:
            lines.append(f"    expected nothing; found {claim.label}")
        sentence = claim.evidence if claim else gold.quote if gold else ""
        lines += [f"    {' '.join(sentence.split())}"] if sentence else []
        print("\n" + "\n".join(map(printable, lines)))


def _percent(share: float) -> str:
    """With one decimal, cut off rather than rounded: only what is whole is 100."""
    tenths = int(share * 1000 + 1e-6)
    return "100" if tenths == 1000 else f"{tenths / 10:.1f}"
