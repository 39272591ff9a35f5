"""The years of what is told by its number: five-year plans and the congresses of the Communist Party."""

from unionstats.matching.numerals import parse

TERM_YEARS = 5
"""Years that a plan takes, and that lie between two congresses."""


def plan_starts(plan: str) -> int:
    """The first year of a five-year plan. The eleventh began in 2006: 十一 is 11."""
    return 2006 + TERM_YEARS * (int(parse(plan) or 10) - 11)


def congress_met(congress: str) -> int:
    """The year in which a congress of the party met. The fifteenth did in 1997: 十八大 is of 2012."""
    return 1997 + TERM_YEARS * (int(parse(congress) or 15) - 15)
