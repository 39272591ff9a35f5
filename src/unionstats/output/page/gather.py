"""What the page shows, as plain values that become JSON.

Columns are kept whole, and a column that repeats itself as its distinct values and an index for each row: 40,000
claims are then a few megabytes. The reports' texts are apart, so that the page takes up one at a time.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from unionstats.core.claim import Dropped
from unionstats.metrics.figures import figure_text
from unionstats.output.dataset import Dataset

_CLAIM_COLUMNS = (
    "claim_id", "file", "city", "county", "year", "indicator", "indicator_id", "topic", "label", "breakdown",
    "parent_id", "value", "value_max", "unit", "kind", "qualifier", "status", "period_start", "period_end",
    "period_source", "text", "char_start", "char_end", "section", "rule", "flags",
)  # fmt: skip
_METRIC_COLUMNS = ("claim_id", "name", "value", "value_max", "unit", "conflict", "values_seen")
_DOCUMENT_COLUMNS = (
    "file", "sha256", "title", "city", "city_code", "province", "county", "city_source", "year", "year_source",
    "published", "script", "repairs", "n_claims", "n_dropped", "status", "error", "warning",
)  # fmt: skip
_INDICATOR_COLUMNS = ("name", "name_en", "topic", "topic_name", "definition", "nature")

_OFTEN = 0.5
"""A column with fewer distinct values than this share of its rows is kept as those values and an index."""


class Printed(NamedTuple):
    """A report as it was printed.

    Attributes:
        decoded: its text, that the offsets of claims point into; None where it is not at hand.
        state: ok, absent, or changed since it was read.
        dropped: its numbers that are no claims; None where that is not known.
    """

    decoded: str | None
    state: str
    dropped: Sequence[Dropped] | None


class PageData(NamedTuple):
    """All that the page shows: what it needs at once, and what it needs of each report, in the order of `documents`."""

    main: dict[str, Any]
    reports: list[dict[str, Any]]


def gather(dataset: Dataset, printed: Callable[[str], Printed], rule_says: Mapping[str, str], version: str) -> PageData:
    """Put together what the page shows.

    Args:
        printed: the report of a file's name. Where a claim does not stand in it, it counts as changed.
        rule_says: what each rule says, by id.
        version: of the program.
    """
    documents = dataset.documents.to_pylist()
    pages = [printed(row["file"]) if row["status"] == "ok" else Printed(None, "unread", None) for row in documents]
    lost = _misplaced(dataset.claims, {row["file"]: page.decoded for row, page in zip(documents, pages, strict=True)})
    pages = [
        Printed(None, "changed", None) if row["file"] in lost else page
        for row, page in zip(documents, pages, strict=True)
    ]
    texts = {row["file"]: page.decoded for row, page in zip(documents, pages, strict=True)}
    places, loose = _evidence(dataset.claims, texts)
    rules = {rule for rule_ids in dataset.claims.column("rule").to_pylist() for rule in rule_ids.split()}
    rules |= {entry.rule for page in pages for entry in page.dropped or ()}
    main = {
        "version": version,
        "rules_version": dataset.rules_version,
        "fingerprint": _fingerprint(documents),
        "claims": {**_columns(dataset.claims, _CLAIM_COLUMNS), "evidence_start": {"all": places}},
        "evidence": loose,
        "metrics": _columns(dataset.metrics, _METRIC_COLUMNS),
        "documents": [
            {
                **{name: _plain(row[name]) for name in _DOCUMENT_COLUMNS},
                "state": page.state,
                "dropped": page.dropped is not None,
            }
            for row, page in zip(documents, pages, strict=True)
        ],
        "indicators": {
            row["indicator_id"]: {name: row[name] for name in _INDICATOR_COLUMNS}
            for row in dataset.indicators.to_pylist()
        },
        "rules": {rule: rule_says[rule] for rule in sorted(rules) if rule in rule_says},
    }
    reports = [
        {
            "text": page.decoded,
            "dropped": [[entry.char_start, entry.char_end, entry.reason, entry.rule] for entry in page.dropped or ()],
        }
        for page in pages
    ]
    return PageData(main, reports)


def _columns(table: pa.Table, names: Sequence[str]) -> dict[str, Any]:
    return {name: _column(table.column(name).to_pylist()) for name in names}


def _column(values: list[Any]) -> dict[str, list[Any]]:
    """All values, or the distinct ones and for each row which."""
    plain = [_plain(value) for value in values]
    if any(isinstance(value, list) for value in plain):
        return {"all": plain}
    distinct = {value: at for at, value in enumerate(dict.fromkeys(plain))}
    if len(distinct) > _OFTEN * len(plain):
        return {"all": plain}
    return {"of": list(distinct), "at": [distinct[value] for value in plain]}


def _plain(value: Any) -> Any:
    """Dates as ISO; a whole float without its .0, a float that JSON cannot tell exactly as the page prints it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(figure_text(value)) if value % 1 else int(value)
    return value


def _evidence(claims: pa.Table, texts: Mapping[str, str | None]) -> tuple[list[list[int] | None], dict[str, str]]:
    """Where each claim's sentence stands in its report; and the sentences that are in no text at hand, by claim."""
    places: list[list[int] | None] = []
    loose: dict[str, str] = {}
    names = ("claim_id", "file", "evidence", "char_start", "char_end")
    for claim_id, file, evidence, start, end in zip(*(claims.column(name).to_pylist() for name in names), strict=True):
        text = texts.get(file)
        at = -1 if text is None else text.find(evidence, max(0, start - len(evidence)), end + len(evidence))
        places.append(None if at < 0 else [at, at + len(evidence)])
        if at < 0:
            loose[claim_id] = evidence
    return places, loose


def _misplaced(claims: pa.Table, texts: Mapping[str, str | None]) -> set[str]:
    """The files in whose text a claim does not stand where it says."""
    names = ("file", "text", "char_start", "char_end")
    return {
        file
        for file, text, start, end in zip(*(claims.column(name).to_pylist() for name in names), strict=True)
        if (whole := texts.get(file)) is not None and whole[start:end] != text
    }


def _fingerprint(documents: Sequence[Mapping[str, Any]]) -> str:
    """Tells datasets of other reports apart."""
    hashes = sorted(row["sha256"] or row["file"] for row in documents)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:16]
