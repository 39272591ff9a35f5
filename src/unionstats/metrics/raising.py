"""Flags put on claims."""

from collections.abc import Iterable, Sequence

from unionstats.core.claim import Claim


def with_flags(claims: Sequence[Claim], raised: Iterable[tuple[int, str]]) -> list[Claim]:
    """The claims, each with the flags raised at its position behind those that it has, in the order raised."""
    flagged = list(claims)
    for index, name in raised:
        flagged[index] = flagged[index]._replace(flags=(*flagged[index].flags, name))
    return flagged
