"""A flag: what looks wrong with a figure, and the claims that it was held against."""

from collections.abc import Iterable


def flag(name: str, against: Iterable[str] = ()) -> str:
    """The flag as it stands in the tables: `ratio_mismatch:c01…,c02…`, or the name alone.

    Args:
        name: one of those that the column `flags` explains.
        against: the claim_ids of the figures compared.
    """
    ids = ",".join(against)
    return f"{name}:{ids}" if ids else name


def flag_name(text: str) -> str:
    """The name of a flag without the claims compared."""
    return text.partition(":")[0]


def flag_claims(text: str) -> list[str]:
    """The claim_ids that a flag names."""
    ids = text.partition(":")[2]
    return ids.split(",") if ids else []
