"""`unionstats report`: a dataset as one HTML page for reviewing it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unionstats import __version__
from unionstats.cli.options import OUT, RAW, Language, Overlay
from unionstats.cli.reopen import given_of, reopener
from unionstats.cli.terminal import complain, printable
from unionstats.core.errors import UnionstatsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from unionstats.core.claim import DocumentRow
    from unionstats.core.document import Document
    from unionstats.output.dataset import Dataset
    from unionstats.output.page.gather import Printed
    from unionstats.report import Tools

    Reopen = Callable[[str, str | None], Document | None]


def command(
    data: Annotated[Path, typer.Argument(metavar="OUT", help="A dataset that extract wrote.")] = OUT,
    page: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page.")] = Path("report.html"),
    reports: Annotated[Path, typer.Option(metavar="DIR", help="The input folder of that dataset.")] = RAW,
    lang: Annotated[Language, typer.Option(help="Language of the interface; the page can change it.")] = Language.en,
    rules: Overlay = None,
) -> None:
    """Write a page for looking through a dataset in a browser.

    It shows the reports with every figure marked, each figure with its evidence. It is one file, which works
    without a network. Reports that are not at hand, or have changed since, are shown by the sentences of their
    figures. Numbers that were turned down are shown where the rules are still the dataset's.

    Example: unionstats report data/out -o report.html --lang zh
    """
    from unionstats.output.dataset import read_dataset
    from unionstats.output.page.gather import gather
    from unionstats.output.page.render import render
    from unionstats.output.write_file import write_file
    from unionstats.report import tools

    dataset = read_dataset(data)
    kit = tools(rules)
    same = kit if kit.rules.version == dataset.rules_version else None
    rows, reopen = _rows(dataset), reopener(reports)
    gathered = gather(
        dataset,
        lambda file: _printed(rows[file], data, reopen, same),
        {rule.id: rule.says for rule in kit.rules.rules},
        __version__,
    )
    content = render(gathered, lang.value)
    write_file(page, content)
    states = [row["state"] for row in gathered.main["documents"]]
    for state, what in (("absent", "are not at hand"), ("changed", "have changed since")):
        if count := states.count(state):
            complain(
                f"{reports}: {count} reports {what}: only the sentences of their figures are shown. See --reports."
            )
    print(f"Written to {printable(str(page))}: {states.count('ok')} reports, {len(content) / 1e6:.1f} MB")


def _rows(dataset: "Dataset") -> "dict[str, DocumentRow]":
    from unionstats.core.claim import DocumentRow

    return {row["file"]: DocumentRow(**row) for row in dataset.documents.to_pylist()}


def _printed(row: "DocumentRow", data: Path, reopen: "Reopen", kit: "Tools | None") -> "Printed":
    """The report as printed; what was turned down in it is read again with `kit`, for the same place and year."""
    from unionstats.output.page.gather import Printed
    from unionstats.report import read_one

    kept = _kept(data, row.text_file)
    try:
        document = reopen(row.file, row.encoding)
    except UnionstatsError:
        document = None
    changed = document is not None and document.sha256 != row.sha256
    if document is None or changed:
        return (
            Printed(kept, "ok", None) if kept is not None else Printed(None, "changed" if changed else "absent", None)
        )
    text = document.decoded if kept is None else kept
    if kit is None or text != document.decoded:
        return Printed(text, "ok", None)
    return Printed(text, "ok", read_one(document, kit, given_of(row), need_place=False).dropped)


def _kept(data: Path, text_file: str | None) -> str | None:
    """What was taken out of a page, Word file or PDF is kept beside the tables."""
    from unionstats.output.texts import is_ours

    if not is_ours(text_file):
        return None
    try:
        return (data / str(text_file)).read_bytes().decode()
    except (OSError, ValueError):
        return None
