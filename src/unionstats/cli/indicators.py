"""`unionstats indicators`: the catalogue, what a dataset holds of it, and what it lacks."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from unionstats.cli.options import OUT, AsJson, Overlay
from unionstats.cli.terminal import print_table, printable
from unionstats.core.errors import UsageError

if TYPE_CHECKING:
    from unionstats.core.indicator import Indicator

command = typer.Typer(
    rich_markup_mode=None,
    help="""Show the catalogue of indicators.

    Without a command: id, name, unit, and how many claims and cities of a dataset each entry has.

    Example: unionstats indicators --data data/out --uncatalogued
    """,
)


@command.callback(invoke_without_command=True)
def list_indicators(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help=f"Count the claims of this dataset.  [default: {OUT}, if there]")
    ] = None,
    topic: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only this topic.")] = None,
    uncatalogued: Annotated[
        bool, typer.Option("--uncatalogued", help="Instead: labels of the dataset without an entry, by frequency.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the catalogue; its help is that of the group."""
    if context.invoked_subcommand is not None:
        return
    if uncatalogued:
        _show_uncatalogued(data or OUT, as_json)
        return
    rows = _rows(data)
    if topic is not None:
        known = list(dict.fromkeys(row["topic"] for row in rows))
        if topic not in known:
            raise UsageError(topic, "there is no such topic", f"Known: {', '.join(known)}.")
        rows = [row for row in rows if row["topic"] == topic]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("id", "name", "unit"):
        table.add_column(head, overflow="fold", no_wrap=head != "name")  # an id is there to be copied
    counted = "n_claims" in rows[0] if rows else False
    for head in ("claims", "cities") if counted else ():
        table.add_column(head, justify="right")
    for row in rows:
        counts = (str(row["n_claims"]), str(row["n_cities"])) if counted else ()
        table.add_row(row["indicator_id"], row["name"], row["unit"], *counts)
    print_table(table)


@command.command("show")
def show(
    indicator_id: Annotated[str, typer.Argument(metavar="ID", help="The entry's id or name.")], rules: Overlay = None
) -> None:
    """Show one entry: what it counts, its words, its proof.

    Example: unionstats indicators show services.union_stations
    """
    from unionstats.grammar.catalogue import read_catalogue

    entries = read_catalogue(rules).indicators
    entry = next((entry for entry in entries if indicator_id in (entry.id, entry.name)), None)
    if entry is None:
        raise UsageError(indicator_id, "there is no such indicator", "See unionstats indicators.")
    _print_entry(entry)


@command.command("suggest")
def suggest_entry(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="A label, as in the claims table.")],
    unit: Annotated[str, typer.Option(metavar="WORD", help="Its measure word.")] = "个",
    rules: Overlay = None,
) -> None:
    """Print an entry of the catalogue to start from.

    It goes into a file of indicators/ in a folder of rules.

    Example: unionstats indicators suggest 建成职工书吧 --unit 家
    """
    from unionstats.grammar.catalogue import read_catalogue
    from unionstats.grammar.rulebook import read_rulebook
    from unionstats.metrics.cataloguing import Cataloguer
    from unionstats.metrics.suggestion import suggest

    catalogue = read_catalogue(rules)
    print(suggest(label, unit, catalogue, Cataloguer(catalogue, read_rulebook(rules).lexicon.holds_verb)))


def _rows(data: Path | None) -> list[dict[str, Any]]:
    """The entries with the counts of the dataset; those of the program without counts where there is none."""
    if data is not None or (OUT / "datapackage.json").is_file():
        from unionstats.output.dataset import read_dataset

        rows: list[dict[str, Any]] = read_dataset(data or OUT).indicators.to_pylist()
        return rows
    from unionstats.grammar.catalogue import default_catalogue

    return [
        {
            "indicator_id": entry.id,
            "name": entry.name,
            "name_en": entry.name_en,
            "topic": entry.topic.id,
            "definition": entry.definition,
            "unit": entry.units[0],
            "nature": entry.nature,
        }
        for entry in default_catalogue().indicators
    ]


def _show_uncatalogued(data: Path, as_json: bool) -> None:
    from unionstats.output.dataset import read_dataset

    claims = read_dataset(data).claims
    names = ("label", "unit", "indicator_id", "city")
    rows = list(zip(*(claims.column(name).to_pylist() for name in names), strict=True))
    missing = Counter((label, unit) for label, unit, indicator_id, _ in rows if indicator_id is None)
    cities: dict[tuple[str, str], set[str]] = {}
    for label, unit, _, city in rows:
        cities.setdefault((label, unit), set()).add(city)
    ranked = sorted(missing, key=lambda key: (-missing[key], key))
    if as_json:
        entries = [
            {"label": label, "unit": unit, "n_claims": missing[label, unit], "n_cities": len(cities[label, unit])}
            for label, unit in ranked
        ]
        print(json.dumps(entries, ensure_ascii=False))
        return
    without, total = sum(missing.values()), len(rows)
    print(f"{without:,} of {total:,} claims have no entry; {len(ranked):,} labels")
    for label, unit in ranked:
        print(f"{missing[label, unit]:>5}  {printable(label)}（{printable(unit)}）")


def _print_entry(entry: "Indicator") -> None:
    print(f"{entry.id}  ({entry.file})\n{entry.name}（{entry.units[0]}）  {entry.name_en}\n{entry.definition}\n")
    print(f"nature: {entry.nature}\nunits: {' '.join(entry.units)}")
    for number, group in enumerate(entry.words):
        print(f"{'one of' if not number else 'and one of'}: {' '.join(group)}")
    if entry.without:
        print(f"without: {' '.join(entry.without)}")
    if entry.new:
        print("new: told of what was added")
    if entry.within:
        print(f"within: {entry.within}")
    for kind, samples in (("example", entry.examples), ("counterexample", entry.counterexamples)):
        for sample in samples:
            print(f"\n{kind}: {sample.text}" + (f"\n    {sample.series}" if sample.series else ""))
