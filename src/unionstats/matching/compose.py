"""Drafts to claims: offsets back to the decoded text, evidence, ids and the flags that one figure alone can raise."""

import hashlib
from datetime import date

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import Place
from unionstats.matching.draft import Draft
from unionstats.matching.periods import Placed
from unionstats.matching.settle import Reading, sentence_of

WHOLE_UNITS = frozenset(
    ("人", "名", "位", "人次", "户", "户次", "家", "个", "件", "场", "场次", "项", "起", "次", "期")
)
"""Measure words of things that come whole: 12.53人次 cannot be."""

SHARES = ("率", "占", "比例", "比重", "面")


def claim_id(sha256: str, start: int, end: int) -> str:
    """Stable over runs and machines. The letter in front keeps spreadsheets from reading it as a number."""
    return "c" + hashlib.sha256(f"{sha256}:{start}:{end}".encode()).hexdigest()[:15]


def claims_of(reading: Reading, place: Place) -> list[Claim]:
    """The claims of a report in text order. `indicator` is left empty: naming series is a later stage's work."""
    document = reading.document
    ids: dict[int, str] = {}
    spans: list[tuple[int, int]] = []
    for draft in reading.drafts:
        span = document.offsets.span(draft.quantity.start, draft.quantity.end)
        spans.append(span)
        ids[id(draft)] = claim_id(document.sha256, *span)
    evidence: dict[tuple[int, int], str] = {}
    claims = []
    for draft, placed, (start, end) in zip(reading.drafts, reading.periods, spans, strict=True):
        bounds = sentence_of(document.text, draft.quantity.start, draft.quantity.end)
        if bounds not in evidence:
            first, last = document.offsets.span(*bounds)
            evidence[bounds] = document.decoded[first:last]
        quantity = draft.quantity
        claims.append(
            Claim(
                claim_id=ids[id(draft)],
                file=document.file,
                city=place.city,
                city_code=place.city_code,
                province=place.province,
                county=place.county,
                year=placed.end.year if placed.end != date.min else 0,
                indicator="",
                indicator_id=None,
                topic=None,
                label=draft.label,
                breakdown=draft.breakdown,
                parent_id=ids.get(id(draft.parent)) if draft.parent is not None else None,
                value=float(quantity.value),
                value_max=None if quantity.value_max is None else float(quantity.value_max),
                unit=quantity.unit,
                kind=quantity.kind,
                qualifier=quantity.sign,
                status=draft.status,
                period_start=placed.start,
                period_end=placed.end,
                period_source=placed.source,
                text=document.decoded[start:end],
                char_start=start,
                char_end=end,
                evidence=evidence[bounds],
                section=draft.paragraph.heading,
                rule=" ".join(rules_of(draft, placed)),
                flags=_flags(draft, document.offsets.touched(quantity.start, quantity.end)),
            )
        )
    return claims


def rules_of(draft: Draft, placed: Placed) -> list[str]:
    """The rules that made the claim, each once: unit, qualifiers, shape, period, status."""
    rules = [*draft.quantity.rules, draft.shape, placed.rule, draft.status_rule]
    return list(dict.fromkeys(rule for rule in rules if rule))


def dropped_of(reading: Reading) -> list[Dropped]:
    """What was turned down, in text order."""
    document = reading.document
    dropped = []
    for turned in reading.turned:
        start, end = document.offsets.span(turned.start, turned.end)
        first, last = document.offsets.span(*sentence_of(document.text, turned.start, turned.end))
        dropped.append(
            Dropped(
                document.file,
                document.decoded[start:end],
                start,
                end,
                turned.reason,
                turned.rule,
                document.decoded[first:last],
            )
        )
    return dropped


def _flags(draft: Draft, repaired: bool) -> tuple[str, ...]:
    flags = list(draft.flags)
    quantity = draft.quantity
    if repaired:
        flags.append("repaired")
    if (
        quantity.kind == "count"
        and quantity.unit in WHOLE_UNITS
        and quantity.value != quantity.value.to_integral_value()
    ):
        flags.append("fractional_count")
    if quantity.unit == "%" and quantity.value > 100 and any(word in draft.label for word in SHARES):
        flags.append("over_100")
    return tuple(flags)
