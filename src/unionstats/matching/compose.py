"""Drafts to claims: offsets back to the decoded text, evidence, ids and the flags that one figure alone can raise."""

import hashlib
from collections.abc import Callable
from datetime import date

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import Place
from unionstats.matching.draft import Draft
from unionstats.matching.periods import Placed
from unionstats.matching.settle import Reading

WHOLE_UNITS = frozenset(
    ("人", "名", "位", "人次", "户", "户次", "家", "个", "件", "场", "场次", "项", "起", "次", "期")
)
"""Measure words of things that come whole: 12.53人次 cannot be."""

SHARES = ("率", "占", "比例", "比重", "面")


def _unnamed(_draft: Draft, _placed: Placed) -> str:
    return ""


def claim_id(sha256: str, start: int, end: int) -> str:
    """Stable over runs and machines. The letter in front keeps spreadsheets from reading it as a number."""
    return "c" + hashlib.sha256(f"{sha256}:{start}:{end}".encode()).hexdigest()[:15]


def claims_of(reading: Reading, place: Place, series: Callable[[Draft, Placed], str] = _unnamed) -> list[Claim]:
    """The claims of a report in text order.

    Args:
        series: names the series of a figure; naming is a later stage's work, so it is handed in.
    """
    document = reading.document
    decoded, span_of = document.decoded, document.offsets.span
    sentences = reading.sentences
    spans = [span_of(draft.quantity.start, draft.quantity.end) for draft in reading.drafts]
    ids = [claim_id(document.sha256, start, end) for start, end in spans]
    id_of = {id(draft): name for draft, name in zip(reading.drafts, ids, strict=True)}
    evidence: dict[tuple[int, int], str] = {}
    claims = []
    for draft, placed, (start, end), name in zip(reading.drafts, reading.periods, spans, ids, strict=True):
        quantity = draft.quantity
        bounds = sentences.around(quantity.start, quantity.end)
        sentence = evidence.get(bounds)
        if sentence is None:
            first, last = span_of(*bounds)
            sentence = evidence[bounds] = decoded[first:last]
        claims.append(
            Claim(
                name,
                document.file,
                place.city,
                place.city_code,
                place.province,
                place.county,
                placed.end.year if placed.end != date.min else 0,
                series(draft, placed),
                None,
                None,
                draft.label,
                draft.breakdown,
                id_of.get(id(draft.parent)) if draft.parent is not None else None,
                float(quantity.value),
                None if quantity.value_max is None else float(quantity.value_max),
                quantity.unit,
                quantity.kind,
                quantity.sign,
                draft.status,
                placed.start,
                placed.end,
                placed.source,
                decoded[start:end],
                start,
                end,
                sentence,
                draft.paragraph.heading,
                rules_of(draft, placed),
                _flags(draft, document.offsets.touched(quantity.start, quantity.end)),
            )
        )
    return claims


def rules_of(draft: Draft, placed: Placed) -> str:
    """The rules that made the claim, each once: unit, qualifiers, shape, period, status."""
    rules = dict.fromkeys((*draft.quantity.rules, draft.shape, placed.rule, draft.status_rule))
    rules.pop("", None)
    return " ".join(rules)


def dropped_of(reading: Reading) -> list[Dropped]:
    """What was turned down, in text order."""
    document = reading.document
    decoded, span_of = document.decoded, document.offsets.span
    sentences = reading.sentences
    dropped = []
    for turned in reading.turned:
        start, end = span_of(turned.start, turned.end)
        first, last = span_of(*sentences.around(turned.start, turned.end))
        dropped.append(
            Dropped(document.file, decoded[start:end], start, end, turned.reason, turned.rule, decoded[first:last])
        )
    return dropped


def _flags(draft: Draft, repaired: bool) -> tuple[str, ...]:
    flags: list[str] = []
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
