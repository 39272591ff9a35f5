"""A numeric claim of a report, and what was turned down."""

from datetime import date
from typing import NamedTuple


class Claim(NamedTuple):
    """One figure with everything an analyst needs to use it and to doubt it.

    Fields and order are those of the claims table; `output.columns` says what each means.
    """

    claim_id: str
    file: str
    city: str
    city_code: str
    province: str
    county: str | None
    year: int
    indicator: str
    indicator_id: str | None
    topic: str | None
    label: str
    breakdown: str | None
    parent_id: str | None
    value: float
    value_max: float | None
    unit: str
    kind: str
    qualifier: str
    status: str
    period_start: date
    period_end: date
    period_source: str
    text: str
    char_start: int
    char_end: int
    evidence: str
    section: str | None
    rule: str
    flags: tuple[str, ...]


class Dropped(NamedTuple):
    """A number that is no claim, with the reason and the rule that said so. Offsets as in `Claim`."""

    file: str
    text: str
    char_start: int
    char_end: int
    reason: str
    rule: str
    evidence: str


class DocumentRow(NamedTuple):
    """One row of the documents table: an input file, read or failed."""

    file: str
    sha256: str | None
    bytes: int | None
    encoding: str | None
    script: str | None
    format: str | None
    title: str | None
    city: str | None
    city_code: str | None
    province: str | None
    county: str | None
    city_source: str | None
    year: int | None
    year_source: str | None
    published: date | None
    repairs: int
    unrepaired: int
    replaced: int
    n_claims: int
    n_dropped: int
    status: str
    error: str | None
    text_file: str | None = None
    warning: str | None = None


class MetricRow(NamedTuple):
    """One row of the metrics table: city, year and indicator are its key."""

    city: str
    city_code: str
    province: str
    county: str | None
    year: int
    indicator: str
    indicator_id: str | None
    name: str
    topic: str | None
    breakdown: str | None
    unit: str
    kind: str
    value: float
    value_max: float | None
    qualifier: str
    period_start: date
    period_end: date
    n_claims: int
    values_seen: str
    conflict: bool
    flags: tuple[str, ...]
    claim_id: str
    file: str
