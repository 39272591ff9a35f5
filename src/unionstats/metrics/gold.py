"""A gold set: what careful readers found in reports, to hold the claims against.

A folder with `index.json` ({STEM: {"city": 亳州市, …}}) and, for each report, `STEM.jsonl` with one claim a line.
A slip of the pen in it would count as the program's error, so a line with a key or a value that is not understood is
refused, with its number, rather than passed over.
"""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.core.errors import UsageError, reason_of

INDEX = "index.json"


class GoldClaim(NamedTuple):
    """One claim as a reader noted it.

    Attributes:
        start, end: where the quantity stands in the decoded report; half open, in code points.
        text, quote: the quantity, and enough of the sentence around it to find it.
        indicator: the label that the reader gave.
        must: what any label must hold; | parts the words of which one is enough.
        period: the first and the last year that the figure covers.
        years_ok: the years that may stand in `year`.
        breakdown: the part of a total, "" where there is none.
        optional: whether the claim may be left out. It counts neither for nor against.
        units_ok, qualifiers_ok, breakdowns_ok, starts_ok: what counts as right besides the main value.
    """

    start: int
    end: int
    text: str
    value: float
    value_max: float | None
    unit: str
    kind: str
    qualifier: str
    indicator: str
    must: tuple[str, ...]
    period: tuple[int, int]
    years_ok: tuple[int, ...]
    quote: str = ""
    breakdown: str = ""
    status: str = "reported"
    optional: bool = False
    units_ok: tuple[str, ...] = ()
    qualifiers_ok: tuple[str, ...] = ()
    breakdowns_ok: tuple[str, ...] = ()
    starts_ok: tuple[int, ...] = ()


class GoldReport(NamedTuple):
    """The city of a report and its claims in text order."""

    city: str
    claims: list[GoldClaim]


class _Form(NamedTuple):
    says: str
    holds: Callable[[Any], bool]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _is_years(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_whole, value))


_TEXT = _Form("a text", lambda value: isinstance(value, str))
_TEXTS = _Form("a list of texts", _is_texts)
_WHOLE = _Form("a whole number", _is_whole)
_NUMBER = _Form("a number", _is_number)
_YEARS = _Form("a list of years", _is_years)
_PERIOD = _Form("a list of two years, the first and the last", lambda value: _is_years(value) and len(value) == 2)

_REQUIRED = {
    "start": _WHOLE,
    "end": _WHOLE,
    "text": _TEXT,
    "value": _NUMBER,
    "unit": _TEXT,
    "kind": _TEXT,
    "qualifier": _TEXT,
    "indicator": _TEXT,
    "must": _TEXTS,
    "period": _PERIOD,
    "years_ok": _YEARS,
}
_ALLOWED = {
    "value_max": _NUMBER,
    "quote": _TEXT,
    "breakdown": _TEXT,
    "status": _TEXT,
    "optional": _Form("true or false", lambda value: isinstance(value, bool)),
    "units_ok": _TEXTS,
    "qualifiers_ok": _TEXTS,
    "breakdowns_ok": _TEXTS,
    "starts_ok": _YEARS,
}
# For the reader and for tools that place a claim in the text; they decide nothing here.
_NOTES = {"nth": _WHOLE, "parent": _TEXT, "note": _TEXT}
_FORMS = {**_REQUIRED, **_ALLOWED, **_NOTES}


def read_gold(folder: Path, only: Sequence[str] = ()) -> dict[str, GoldReport]:
    """The gold set in a folder, by stem, in the order of the stems.

    Args:
        only: the stems to read; all when empty.

    Raises:
        UsageError: a file is missing, or a line is not understood.
    """
    path = folder / INDEX
    index = _json(read_text(path), str(path))
    if not isinstance(index, dict) or not all(
        isinstance(facts, dict) and isinstance(facts.get("city"), str) for facts in index.values()
    ):
        raise UsageError(str(path), "not every report has its city", 'Write {"STEM": {"city": "亳州市"}, …}.')
    if unknown := [stem for stem in only if stem not in index]:
        raise UsageError(str(path), f"has no report {', '.join(unknown)}", f"It has: {', '.join(sorted(index))}.")
    return {
        stem: GoldReport(index[stem]["city"], _claims(folder / f"{stem}.jsonl"))
        for stem in sorted(index)
        if not only or stem in only
    }


def parse_claim(line: str, where: str) -> GoldClaim:
    """One line of gold. `where` is its file and number, for the complaint.

    Raises:
        UsageError: it is no JSON, lacks something, or holds something that is not understood.
    """
    return parse_record(parse_object(line, where), where)


def parse_object(line: str, where: str) -> dict[str, Any]:
    """One line as a JSON object.

    Raises:
        UsageError: it is none.
    """
    record = _json(line, where)
    if not isinstance(record, dict):
        raise UsageError(where, "the line is no JSON object", "Write one claim a line, as {…}.")
    return record


def parse_record(record: dict[str, Any], where: str) -> GoldClaim:
    """The fields of one claim.

    Raises:
        UsageError: one is missing, unknown or not understood.
    """
    if missing := [name for name in _REQUIRED if name not in record]:
        raise UsageError(where, f"{', '.join(missing)} is missing", "Add it.")
    for name, value in record.items():
        form = _FORMS.get(name)
        if form is None:
            raise UsageError(where, f"the key {name} is unknown", f"Known are: {', '.join(_FORMS)}.")
        if not form.holds(value):
            raise UsageError(where, f"{name} is not {form.says}", "Mend the line.")
    if not 0 <= record["start"] < record["end"]:
        raise UsageError(where, "start does not stand before end", "Give the place of the quantity in the report.")
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
    fields: dict[str, Any] = {"value_max": None, **{name: value for name, value in given.items() if name not in _NOTES}}
    return GoldClaim(**fields)


def _claims(path: Path) -> list[GoldClaim]:
    lines = enumerate(read_text(path).split("\n"), start=1)
    return [parse_claim(line, f"{path} line {number}") for number, line in lines if line.strip()]


def read_text(path: Path) -> str:
    """A file in UTF-8.

    Raises:
        UsageError: it is missing, cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(str(path), "there is no such file", "Name a folder of STEM.jsonl and index.json.") from None
    except OSError as error:
        raise UsageError(
            str(path), f"cannot be read ({reason_of(error)})", "Check the path and its permissions."
        ) from None
    except UnicodeDecodeError:
        raise UsageError(str(path), "is not UTF-8", "Save it as UTF-8.") from None


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if "\n" in text else f"column {error.colno}"
        raise UsageError(where, f"is no JSON ({error.msg}, {place})", "Mend it.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets in brackets
        raise UsageError(where, "is no JSON that can be read", "Mend it.") from None
