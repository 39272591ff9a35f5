"""The period that a figure was given, and which of several years is its own."""

from datetime import date
from typing import NamedTuple

from unionstats.matching.draft import Draft

UNNAMED = "period.for_years"
"""The rule of spans that name no year: 三年来."""


class Placed(NamedTuple):
    """A figure's period with its source and rule."""

    start: date
    end: date
    source: str
    rule: str


def own_year(draft: Draft, placed: Placed) -> Placed:
    """Of two or more years the one at the figure's place: 2009年和2010年分别培训300人和400人."""
    alike = [other for other in draft.clause.quantities if other.unit == draft.quantity.unit]
    if len(alike) != placed.end.year - placed.start.year + 1:
        return placed
    if placed.rule == UNNAMED and draft.shape == "shape.respectively":
        # 两年中，优胜单位、优胜班组各有2个和1个: the order is that of the things.
        return placed
    year = placed.start.year + alike.index(draft.quantity)
    return placed._replace(start=date(year, 1, 1), end=date(year, 12, 31))
