"""`unionstats check`: whether a dataset is whole, and what in it looks wrong."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unionstats.cli.options import OUT, RAW
from unionstats.cli.reopen import reopener
from unionstats.cli.terminal import print_indented, print_wrapped, printable

if TYPE_CHECKING:
    from unionstats.output.verify import Verified


def command(
    data: Annotated[Path, typer.Argument(metavar="OUT", help="A dataset that extract wrote.")] = OUT,
    reports: Annotated[Path, typer.Option(metavar="DIR", help="The input folder of that dataset.")] = RAW,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Check a dataset and show what looks wrong in it.

    Checked are hashes, columns and keys, and that every figure stands where the dataset says in its report. Exit
    code 0: the dataset is whole. 1: something is wrong with it. Flags are no failures: they tell what looks wrong
    in the reports.

    Example: unionstats check data/out
    """
    from unionstats.output.verify import verify

    found = verify(data, reopener(reports))
    if as_json:
        print(json.dumps(_summary(found), ensure_ascii=False, default=str))
    else:
        _print(found)
    if found.failures:
        raise typer.Exit(1)


def _summary(found: "Verified") -> dict[str, Any]:
    return {
        "failures": [failure._asdict() for failure in found.failures],
        "spans_found": found.spans,
        "reports_absent": found.absent,
        "reports_changed": found.changed,
        "flags": [
            {name: row[name] for name in ("claim_id", "file", "label", "text", "flags", "evidence")}
            for row in found.flags
        ],
    }


def _print(found: "Verified") -> None:
    for failure in found.failures:
        print(f"FAILED {printable(failure.where)}: {printable(failure.what)}")
    for row in found.flags:
        print_wrapped(
            f"{row['claim_id']}  {printable(row['file'])}  {printable(row['label'])} {printable(row['text'])}"
        )
        for name in row["flags"]:
            print(f"    {name}")
        print_indented(printable(" ".join(row["evidence"].split())))
    for what, files in (("not at hand", found.absent), ("changed since", found.changed)):
        if files:
            more = f" and {len(files) - 5} more" if len(files) > 5 else ""
            print_wrapped(f"reports {what}: {', '.join(map(printable, files[:5]))}{more}")
    flags = sum(len(row["flags"]) for row in found.flags)
    print_wrapped(
        f"{len(found.failures)} failures, {found.spans:,} figures found again in their reports, {flags} flags"
    )
