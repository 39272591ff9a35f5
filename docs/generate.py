"""The pages that are made, not written: python docs/generate.py [--out DIR]   (or: make docs)

DATA.md comes from the columns and flags of the program, RULES.md from rules/, figures.svg from a run over data/raw.
Each fact in them has its one place there; a test makes them again and compares.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from chart import draw
from unionstats.core.flag import FLAGS
from unionstats.core.indicator import Indicator
from unionstats.core.rule import Rule
from unionstats.grammar.catalogue import Catalogue, default_catalogue
from unionstats.grammar.rulebook import read_rulebook
from unionstats.grammar.schema import FAMILIES
from unionstats.output.columns import TABLES, Column
from unionstats.output.frames import Frames
from unionstats.pipeline import extract_files

ROOT = Path(__file__).resolve().parents[1]
MADE = "<!-- Made by docs/generate.py. Do not edit this page: edit what it is made from and run `make docs`. -->"

# What a family is for; its keys are explained in rules/README.md.
FAMILY_SAYS = {
    "unit": "Measure words: what stands between a number and the thing that it counts.",
    "qualifier": "Words that say how exact a figure is.",
    "exclusion": "Numbers that are no claim, with the reason that `explain --dropped` shows.",
    "period": "Time expressions, and the period that each means.",
    "status": "Words that make a figure a plan or a goal.",
    "furniture": "Lines of a page that are not the report.",
    "elsewhere": "Words that make a clause speak of another place.",
    "word": "Classes of words that labels are cut and joined by.",
    "shape": "Label shapes: what of a sentence names the figure. They are tried in this order.",
}

TYPES = {
    "string": "text",
    "int16": "whole number",
    "int32": "whole number",
    "int64": "whole number",
    "float64": "number",
    "date32": "date",
    "bool": "true or false",
    "list<string>": "list of texts",
}


def main() -> None:
    """Write all pages into docs/, or into another folder."""
    parser = argparse.ArgumentParser(description="Make the pages of docs/ that are not written by hand.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="The folder to write into.")
    out: Path = parser.parse_args().out
    book, catalogue = read_rulebook(None), default_catalogue()
    pages = {
        "DATA.md": data_page(),
        "RULES.md": rules_page(book.rules, catalogue),
        "figures.svg": draw(sample(), catalogue.topics),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"Written: {name}")


def sample() -> Frames:
    """The tables of the five reports in data/raw."""
    return extract_files([ROOT / "data" / "raw"]).to_pandas()


def data_page() -> str:
    """DATA.md: every table and column, and the flags."""
    parts = [
        MADE,
        "# The tables",
        "Each table is written as Parquet and as CSV, and described in `datapackage.json`. The key of a table "
        "tells its rows apart. In CSV the texts of a list are joined by `;`, and an empty cell is a missing value. The "
        "Chinese title of a column is its head in CSV files and workbooks that are made with `--header zh`; the CSV "
        "files' fields are then named so in `datapackage.json`.",
    ]
    for table in TABLES:
        parts += [
            f"## {table.name} ({table.title_zh})",
            f"One row for each {table.row}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
            rows(
                ("column", "中文", "type", "may be missing", "meaning"),
                (
                    (
                        f"`{column.name}`",
                        column.title_zh,
                        f"{TYPES[column.type]} (`{column.type}`)",
                        "yes" if column.nullable else "",
                        meaning(column),
                    )
                    for column in table.columns
                ),
            ),
        ]
    parts += [
        "## Flags (存疑)",
        "The column `flags` says what looks wrong with a figure. Nothing is corrected. Behind a colon stand the "
        "claims that it was held against: `ratio_mismatch:c01…,c02…`.",
        rows(("flag", "meaning", "中文"), ((f"`{name}`", says.english, says.chinese) for name, says in FLAGS.items())),
    ]
    return "\n\n".join(parts) + "\n"


def meaning(column: Column) -> str:
    """What a column means, and the values that it may hold where they are few."""
    choices = ", ".join(f"`{choice}`" for choice in column.choices)
    return f"{column.meaning} One of {choices}." if choices else column.meaning


def rules_page(rules: Sequence[Rule], catalogue: Catalogue) -> str:
    """RULES.md: every rule by family, and every entry of the catalogue by topic."""
    parts = [
        MADE,
        "# The rules and the catalogue",
        f"{len(rules)} rules and {len(catalogue.indicators)} indicators. `unionstats rules show ID` and `unionstats "
        "indicators show ID` print one with its words and its proof. What a rule can say is in "
        "[rules/README.md](../rules/README.md), how an indicator is found in "
        "[rules/INDICATORS.md](../rules/INDICATORS.md), how to add one in [ADDING.md](ADDING.md).",
        "## Rules",
    ]
    for family in FAMILIES:
        mine = [rule for rule in rules if rule.family == family]
        parts += [
            f"### {family}",
            FAMILY_SAYS[family],
            rows(("id", "what it says", "file"), ((f"`{rule.id}`", rule.says, f"`{rule.file}`") for rule in mine)),
        ]
    parts += [
        "## Catalogue",
        "`stock`: how many there are on the last day. `flow`: how many the period came to. `rate`: a share.",
    ]
    for topic in catalogue.topics:
        entries = [entry for entry in catalogue.indicators if entry.topic == topic]
        parts += [
            f"### {topic.name_en} ({topic.name}, `{topic.id}`)",
            rows(("id", "name", "English name", "unit", "nature", "definition"), map(entry_cells, entries)),
        ]
    return "\n\n".join(parts) + "\n"


def entry_cells(entry: Indicator) -> tuple[str, ...]:
    """An entry of the catalogue as a row."""
    units = " ".join(entry.units)
    return (f"`{entry.id}`", entry.name, entry.name_en, units, entry.nature, entry.definition)


def rows(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    main()
