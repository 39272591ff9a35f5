"""Flags put on claims."""

from collections.abc import Iterable, Sequence

from unionstats.core.claim import Claim


def with_flags(claims: Sequence[Claim], raised: Iterable[tuple[int, str]]) -> list[Claim]:
    """The claims, each with the flags raised at its position behind those that it has, in the order raised."""
    added: dict[int, list[str]] = {}
    for index, name in raised:
        added.setdefault(index, []).append(name)
    flagged = list(claims)
    for index, names in added.items():
        # Flags are the last field: `_replace` takes ten times as long, since it goes through all fields by name.
        claim = flagged[index]
        flagged[index] = Claim._make((*claim[:-1], (*claim.flags, *names)))
    return flagged
