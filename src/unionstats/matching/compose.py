"""Drafts to claims: offsets back to the decoded text, evidence, ids and the flags that one figure alone can raise."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import starmap

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import Place
from unionstats.core.indicator import Series
from unionstats.matching.draft import Draft
from unionstats.matching.settle import Reading

Span = tuple[int, int]

WHOLE_UNITS = frozenset(
    ("人", "名", "位", "人次", "户", "户次", "家", "个", "件", "场", "场次", "项", "起", "次", "期")
)
"""Measure words of things that come whole: 12.53人次 cannot be."""

SHARES = ("率", "占", "比例", "比重", "面")


_UNNAMED = Series("")


def claims_of(reading: Reading, place: Place, series: Sequence[Series] | None = None) -> list[Claim]:
    """The claims of a report in text order.

    Args:
        series: of each draft; naming is a later stage's work, so it is handed in. Unnamed when None.
    """
    document, drafts = reading.document, reading.drafts
    named = [_UNNAMED] * len(drafts) if series is None else series
    decoded, offsets = document.decoded, document.offsets
    spans = [(draft.quantity.start, draft.quantity.end) for draft in drafts]
    printed = list(starmap(offsets.span, spans)) if offsets.rows else spans
    ids = _ids(document.sha256, printed)
    id_of = dict(zip(map(id, drafts), ids, strict=True))
    # Taken out of the objects once: a report has dozens of claims, a run hundred thousands.
    file, make, never = document.file, partial(tuple.__new__, Claim), date.min
    touched = document.damage.touched if document.damage.rows else None
    has_holes = "?" in decoded or "\ufffd" in decoded
    city, city_code, province, county = place.city, place.city_code, place.province, place.county
    claims = []
    for draft, placed, span, (start, end), name, sentence, (indicator, indicator_id, topic) in zip(
        drafts, reading.periods, spans, printed, ids, _sentences(reading, spans), named, strict=True
    ):
        quantity = draft.quantity
        value, upper, unit = float(quantity.value), quantity.value_max, quantity.unit
        first, last, source, rule = placed
        parent = draft.parent
        repaired = touched is not None and touched(*span)
        cut = has_holes and _is_cut(decoded, start, end)
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
                    indicator,
                    indicator_id,
                    topic,
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
                    rules_of((*quantity.rules, draft.shape, rule, draft.status_rule)),
                    _flags(draft, value, repaired, cut)
                    if repaired or cut or unit == "%" or not value.is_integer()
                    else (),
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


def _sentences(reading: Reading, spans: Iterable[Span]) -> list[str]:
    """The sentence of each span, as printed. Those of one sentence share it."""
    sentences, decoded, span_of = reading.sentences, reading.document.decoded, reading.document.offsets.span
    first = last = 0
    evidence = ""
    shown = []
    for start, end in spans:
        if end > last or start < first:
            bounds = sentences.around(start, end)
            printed = span_of(*bounds)
            evidence = decoded[printed[0] : printed[1]]
            first, last = bounds
            if last != sentences.end(bisect_right(sentences.starts, start) - 1):
                # It runs over several sentences, which the next figure need not do.
                last = 0
        shown.append(evidence)
    return shown


@lru_cache(maxsize=1 << 12)
def rules_of(rules: tuple[str, ...]) -> str:
    """The rules that made a claim, each once: those that read the quantity, its shape, period and status.

    A run makes a hundred thousand claims by some hundred sets of rules.
    """
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


def _is_cut(decoded: str, start: int, end: int) -> bool:
    """Whether a character that could not be read touches a figure, so that digits of it may be missing.

    Behind a figure a question mark is one.
    """
    return decoded[start - 1 : start] in ("?", "\ufffd") or decoded[end : end + 1] == "\ufffd"


def _flags(draft: Draft, value: float, repaired: bool, cut: bool) -> tuple[str, ...]:
    flags: list[str] = []
    quantity = draft.quantity
    if repaired:
        flags.append("repaired")
    if cut:
        flags.append("cut")
    if not value.is_integer() and quantity.kind == "count" and quantity.unit in WHOLE_UNITS:
        flags.append("fractional_count")
    if value > 100 and quantity.unit == "%" and any(word in draft.label for word in SHARES):
        flags.append("over_100")
    return tuple(flags)
