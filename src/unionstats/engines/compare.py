"""What is compared of the claims of all reports, over rows that a shuffle has brought together.

Claims are told by their number among all claims of the run.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import repeat
from typing import Any

import pyarrow as pa

from unionstats.core.claim import Claim, MetricRow
from unionstats.metrics.raising import with_flags
from unionstats.metrics.series_checks import conflicts, outliers_of
from unionstats.metrics.tidy import age_of, choose
from unionstats.output.arrays import EPOCH
from unionstats.output.columns import CLAIMS

TOGETHER = 5_000
"""Claims that are compared at a time, where no single city and year has more."""

SIZES = 50_000
"""Figures whose sizes are compared at a time, where no single series has more."""

# What choosing and comparing claims looks at, beside the key of their group.
COMPARED = (
    "claim_id", "file", "city", "city_code", "province", "county", "year", "indicator", "indicator_id", "topic",
    "breakdown", "value", "value_max", "unit", "kind", "qualifier", "status", "period_start", "period_end", "text",
    "char_start", "flags",
)  # fmt: skip
AGES = ("report_year", "report_published")

Key = tuple[str, str, int]
"""City code, city and year: what metrics are sorted by, before the indicator."""


def parts_of(keys: Counter[Key], most: int) -> dict[Key, int]:
    """The part of each city and year: parts are ranges of the sorted keys with about `most` claims.

    A city that has two codes in one year is one city to metrics, so its keys and those between them stay together.
    """
    ordered = sorted(keys)
    last = {(city, year): index for index, (_, city, year) in enumerate(ordered)}
    parts: dict[Key, int] = {}
    part = size = reach = 0
    for index, key in enumerate(ordered):
        if size and size + keys[key] > most and index > reach:
            part, size = part + 1, 0
        parts[key] = part
        size += keys[key]
        reach = max(reach, last[key[1:]])
    return parts


def settle(table: pa.Table, outliers: dict[int, str]) -> tuple[list[MetricRow], list[tuple[int, str]]]:
    """Metrics of whole cities and years, and the conflict flags of their claims by number of claim.

    Args:
        table: reported claims with their number in `row`, in order.
        outliers: flags by number of claim, of any claims.
    """
    numbers = table["row"].to_pylist()
    claims = _claims(table)
    contradicted = list(conflicts(claims))
    odd = [(index, outliers[row]) for index, row in enumerate(numbers) if row in outliers]
    claims = with_flags(claims, [*contradicted, *odd])
    conflicting = [(numbers[index], name) for index, name in contradicted]
    told = dict(zip(table["file"].to_pylist(), zip(*(_values(table, name) for name in AGES), strict=True), strict=True))
    return choose(claims, {file: age_of(*age) for file, age in told.items()}), conflicting


def _claims(table: pa.Table) -> list[Claim]:
    """Rows as claims; what comparing does not look at is empty."""
    columns = [
        _values(table, column.name) if column.name in COMPARED else repeat(None if column.nullable else "")
        for column in CLAIMS.columns
    ]
    return [Claim._make(row) for row in zip(*columns, strict=False)]


def _values(table: pa.Table, name: str) -> list[Any]:
    column = table[name]
    if pa.types.is_date32(column.type):
        days = column.combine_chunks().view(pa.int32()).to_pylist()
        return list(map({day: None if day is None else date.fromordinal(EPOCH + day) for day in set(days)}.get, days))
    values = column.to_pylist()
    return list(map(tuple, values)) if name == "flags" else values


def outliers(table: pa.Table) -> Iterator[tuple[int, str]]:
    columns = [table[name].to_pylist() for name in ("row", "value", "city", "county", "claim_id", "compared_in")]
    groups: dict[str, list[int]] = {}
    rows, values, cities, counties, claim_ids, names = columns
    for index, name in enumerate(names):
        groups.setdefault(name, []).append(index)
    for members in groups.values():
        odd, name = outliers_of(
            [values[index] for index in members],
            [(cities[index], counties[index]) for index in members],
            [claim_ids[index] for index in members],
        )
        yield from ((rows[members[position]], name) for position in odd)
