"""The series of every figure of a report: the catalogue's where it knows the label, else one by the label itself."""

import re
from collections.abc import Sequence

from unionstats.core.document import Place
from unionstats.core.indicator import Series
from unionstats.matching.draft import Draft
from unionstats.matching.placed import Placed
from unionstats.metrics.cataloguing import Cataloguer, Match
from unionstats.metrics.naming import indicator_name

_ALL_LEVELS = re.compile("各级各类|各级|各类")


def series_of_report(
    drafts: Sequence[Draft], periods: Sequence[Placed], place: Place, cataloguer: Cataloguer
) -> list[Series]:
    """The series of each draft, in order. A county's name stands in front of its own."""
    matches: dict[int, Match | None] = {}
    return [
        _catalogued(match, placed, place.county) if match else _by_label(draft, placed, place.county)
        for draft, placed in zip(drafts, periods, strict=True)
        for match in (_match(draft, place, cataloguer, matches),)
    ]


def _match(draft: Draft, place: Place, cataloguer: Cataloguer, known: dict[int, Match | None]) -> Match | None:
    """The figure's own entry; a part that has none belongs to its total's.

    A figure that tells how something grew belongs to nothing that is counted.
    """
    if id(draft) in known:
        return known[id(draft)]
    match = None if draft.growth else cataloguer.find(draft.label, draft.quantity.unit, place)
    if draft.parent is not None and draft.breakdown and not draft.growth:
        total = _match(draft.parent, place, cataloguer, known)
        unit = cataloguer.unit(draft.quantity.unit)
        if total and total.unit == unit and (match is None or match == total or _is_stock_of_flow(match, total)):
            part = cataloguer.part_of(total.indicator, draft.breakdown, place)
            match = Match(total.indicator, unit, f"{total.part}·{part}" if total.part else part)
    known[id(draft)] = match
    return match


def _is_stock_of_flow(part: Match, total: Match) -> bool:
    """发展会员2.1万人，其中农民工会员1.6万人: the part is new members too, though its label alone does not say so."""
    return part.indicator.nature == "stock" and total.indicator.nature == "flow"


def _catalogued(match: Match, placed: Placed, county: str | None) -> Series:
    entry = match.indicator
    name = indicator_name(
        entry.name,
        match.part or None,
        match.unit,
        placed.start,
        placed.end,
        stock=entry.nature != "flow",
        county=county,
    )
    return Series(name, entry.id, entry.topic.id)


def _by_label(draft: Draft, placed: Placed, county: str | None) -> Series:
    """A part's series is the total's label with the part behind it."""
    parent = draft.parent
    label = draft.label if parent is None else _ALL_LEVELS.sub("", parent.label)
    return Series(indicator_name(label, draft.breakdown, draft.quantity.unit, placed.start, placed.end, county=county))
