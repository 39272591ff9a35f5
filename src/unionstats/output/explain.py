"""Show a report with its claims in the terminal, and how one claim came about."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from unionstats.core.claim import Claim, Dropped
from unionstats.core.rule import Rule
from unionstats.matching.draft import Draft
from unionstats.matching.settle import Reading
from unionstats.metrics.figures import figure_text

STYLES = {"count": "bold green", "amount": "bold yellow", "percentage": "bold cyan"}
DROPPED_STYLE = "dim strike"


def show_report(console: Console, reading: Reading, claims: Sequence[Claim], dropped: Sequence[Dropped]) -> None:
    """The report as printed, claims in the colour of their kind, dropped numbers struck through."""
    text = Text(_visible(reading.document.decoded))
    for claim in claims:
        text.stylize(STYLES[claim.kind], claim.char_start, claim.char_end)
    for entry in dropped:
        text.stylize(DROPPED_STYLE, entry.char_start, entry.char_end)
    console.print(text)


def claims_table(claims: Iterable[Claim]) -> Table:
    """The claims of a report, a line each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("claim", "label", "part", "value", "unit", "period", "status"):
        table.add_column(name, justify="right" if name == "value" else "left", overflow="fold", no_wrap=name == "claim")
    for claim in claims:
        table.add_row(
            claim.claim_id,
            Text(claim.label),
            Text(claim.breakdown or ""),
            Text(value_text(claim), style=STYLES[claim.kind]),
            claim.unit,
            period_text(claim),
            "" if claim.status == "reported" else claim.status,
        )
    return table


def dropped_table(dropped: Iterable[Dropped]) -> Table:
    """What was turned down and why, a line each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("number", "reason", "rule", "in"):
        table.add_column(name, overflow="fold")
    for entry in dropped:
        at = entry.evidence.find(entry.text)
        nearby = entry.evidence[max(0, at - 8) : at + len(entry.text) + 8] if at >= 0 else entry.evidence[:24]
        table.add_row(Text(_visible(entry.text)), entry.reason, entry.rule, Text(" ".join(nearby.split())))
    return table


def claim_tree(claim: Claim, draft: Draft, rules: Iterable[Rule], *, place_how: str, year_source: str) -> Tree:
    """How one claim came about: the printed words with their spans, how each was read, and by which rules."""
    says = {rule.id: rule for rule in rules}
    tree = Tree(
        Text(
            f"{claim.label}{f' · {claim.breakdown}' if claim.breakdown else ''}  {value_text(claim)} {claim.unit}",
            style="bold",
        )
    )
    where = tree.add(Text(f"printed   {claim.text}   [{claim.char_start}, {claim.char_end}) of {claim.file}"))
    where.add(Text(f"in        {_visible(claim.evidence)}"))
    if claim.section:
        where.add(Text(f"under     {claim.section}"))
    quantity = draft.quantity
    number = tree.add(
        Text(
            f"number    {quantity.numeral} read as {figure_text(claim.value)} {claim.unit}, qualifier {claim.qualifier}"
        )
    )
    _rules(number, quantity.rules, says)
    label = tree.add(Text(f"label     {claim.label}"))
    label.add(Text(f"before    {draft.left or '—'}"))
    label.add(Text(f"after     {draft.right or '—'}"))
    if draft.context:
        label.add(Text(f"borrowed  {draft.context} ({draft.context_why})"))
    if draft.parent is not None:
        label.add(
            Text(
                f"part of   {draft.parent.label} {figure_text(float(draft.parent.quantity.value))} ({claim.parent_id})"
            )
        )
    _rules(label, [draft.shape], says)
    span = f"{claim.period_start} to {claim.period_end}, found in the {claim.period_source}"
    period = tree.add(Text(f"period    {span}; year of the report from the {year_source}"))
    _rules(period, [rule for rule in claim.rule.split() if rule.startswith(("period.", "status."))], says)
    tree.add(Text(f"place     {claim.city or 'unknown'} {claim.county or ''} ({place_how})"))
    if claim.flags:
        tree.add(Text(f"flags     {', '.join(claim.flags)}", style="red"))
    return tree


def value_text(claim: Claim) -> str:
    """The value with its qualifier, a range with a dash."""
    upper = "" if claim.value_max is None else f"–{figure_text(claim.value_max)}"
    sign = "" if claim.qualifier == "=" else f"{claim.qualifier} "
    return f"{sign}{figure_text(claim.value)}{upper}"


def period_text(claim: Claim) -> str:
    """The years of a claim's period."""
    first, last = claim.period_start.year, claim.period_end.year
    return str(last) if first == last else f"{first}–{last}"


def _rules(tree: Tree, ids: Iterable[str], says: dict[str, Rule]) -> None:
    for rule_id in dict.fromkeys(ids):
        rule = says.get(rule_id)
        tree.add(Text(f"by        {rule_id}{f' ({rule.file}): {rule.says}' if rule else ''}", style="dim"))


def _visible(text: str) -> str:
    """Control characters shown as a middle dot, so that a report cannot steer the terminal; lengths stay."""
    return "".join(char if char == "\n" or char.isprintable() or char == "\u3000" else "·" for char in text)
