"""Drafts to claims: offsets back to the decoded text, evidence, ids and the flags that one figure alone can raise."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import starmap

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import Place
from unionstats.matching.draft import Draft
from unionstats.matching.periods import Placed
from unionstats.matching.settle import Reading

Span = tuple[int, int]

WHOLE_UNITS = frozenset(
    ("人", "名", "位", "人次", "户", "户次", "家", "个", "件", "场", "场次", "项", "起", "次", "期")
)
"""Measure words of things that come whole: 12.53人次 cannot be."""

SHARES = ("率", "占", "比例", "比重", "面")


def _unnamed(_draft: Draft, _placed: Placed) -> str:
    return ""


def claims_of(reading: Reading, place: Place, series: Callable[[Draft, Placed], str] = _unnamed) -> list[Claim]:
    """The claims of a report in text order.

    Args:
        series: names the series of a figure; naming is a later stage's work, so it is handed in.
    """
    document, drafts = reading.document, reading.drafts
    decoded, offsets = document.decoded, document.offsets
    spans = [(draft.quantity.start, draft.quantity.end) for draft in drafts]
    printed = list(starmap(offsets.span, spans)) if offsets.rows else spans
    ids = _ids(document.sha256, printed)
    id_of = dict(zip(map(id, drafts), ids, strict=True))
    # Taken out of the objects once: a report has dozens of claims, a run hundred thousands.
    file, make, never = document.file, Claim._make, date.min
    touched = document.damage.touched if document.damage.rows else None
    city, city_code, province, county = place.city, place.city_code, place.province, place.county
    claims = []
    for draft, placed, span, (start, end), name, sentence in zip(
        drafts, reading.periods, spans, printed, ids, _sentences(reading, spans), strict=True
    ):
        quantity = draft.quantity
        value, upper, unit = float(quantity.value), quantity.value_max, quantity.unit
        first, last, source, rule = placed
        parent = draft.parent
        repaired = touched is not None and touched(*span)
        claims.append(
            make(
                (
                    name,
                    file,
                    city,
                    city_code,
                    province,
                    county,
                    last.year if last != never else 0,
                    series(draft, placed),
                    None,
                    None,
                    draft.label,
                    draft.breakdown,
                    None if parent is None else id_of.get(id(parent)),
                    value,
                    None if upper is None else float(upper),
                    unit,
                    quantity.kind,
                    quantity.sign,
                    draft.status,
                    first,
                    last,
                    source,
                    decoded[start:end],
                    start,
                    end,
                    sentence,
                    draft.paragraph.heading,
                    rules_of(quantity.rules, draft.shape, rule, draft.status_rule),
                    _flags(draft, value, repaired) if repaired or unit == "%" or not value.is_integer() else (),
                )
            )
        )
    return claims


def _ids(sha256: str, spans: Iterable[Span]) -> list[str]:
    """Stable over runs and machines. The letter in front keeps spreadsheets from reading one as a number."""
    shared = hashlib.sha256(f"{sha256}:".encode())
    ids = []
    for span in spans:
        own = shared.copy()
        own.update(b"%d:%d" % span)
        ids.append("c" + own.hexdigest()[:15])
    return ids


def _sentences(reading: Reading, spans: Iterable[Span]) -> Iterator[str]:
    """The sentence of each span, as printed. Those of one sentence share it."""
    sentences, decoded, span_of = reading.sentences, reading.document.decoded, reading.document.offsets.span
    starts, ends = sentences.starts, sentences.ends
    shown, evidence = -1, ""
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        if at != shown or end > ends[at]:
            bounds = sentences.around(start, end)
            first, last = span_of(*bounds)
            evidence = decoded[first:last]
            shown = at if bounds[1] == ends[at] else -1
        yield evidence


def rules_of(read: list[str], shape: str, period: str, status: str) -> str:
    """The rules that made the claim, each once: those that read the quantity, its shape, period and status."""
    rules = [*read, shape, period, status]
    return " ".join(filter(None, dict.fromkeys(rules)))


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


def _flags(draft: Draft, value: float, repaired: bool) -> tuple[str, ...]:
    flags: list[str] = []
    quantity = draft.quantity
    if repaired:
        flags.append("repaired")
    if not value.is_integer() and quantity.kind == "count" and quantity.unit in WHOLE_UNITS:
        flags.append("fractional_count")
    if value > 100 and quantity.unit == "%" and any(word in draft.label for word in SHARES):
        flags.append("over_100")
    return tuple(flags)
