"""Gold out of a review: the file that the page of `unionstats report` exports.

One claim a line, as in a gold set, with the report's stem, its city, and the reviewer's answer. What was rejected is
no claim, so it is left out here and counts as an error where a table of claims holds it. What has no answer is
optional. Only reports in which something was answered are in the file, so that the others are not counted.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from unionstats.core.errors import UsageError
from unionstats.metrics.gold import GoldReport, parse_object, parse_record, read_text

ANSWERS = ("accept", "correct", "reject", "missed", "open")


def read_review(path: Path, only: Sequence[str] = ()) -> dict[str, GoldReport]:
    """The reviewed reports of one file, by stem, in the order of the stems.

    Args:
        only: the stems wanted; all when empty.

    Raises:
        UsageError: the file is missing, or a line is not understood.
    """
    reports: dict[str, GoldReport] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path} line {number}"
        record = parse_object(line, where)
        stem, city, answer = (_text(record, name, where) for name in ("report", "city", "answer"))
        record.pop("claim_id", None)
        if answer not in ANSWERS:
            raise UsageError(where, f"the answer {answer} is unknown", f"Known are: {', '.join(ANSWERS)}.")
        report = reports.setdefault(stem, GoldReport(city, []))
        if report.city != city:
            raise UsageError(where, f"the city is {city}, and was {report.city} above", "Mend the line.")
        claim = parse_record(record, where)
        if answer != "reject":
            report.claims.append(claim)
    if unknown := [stem for stem in only if stem not in reports]:
        raise UsageError(str(path), f"has no report {', '.join(unknown)}", f"It has: {', '.join(sorted(reports))}.")
    return {stem: reports[stem] for stem in sorted(reports) if not only or stem in only}


def _text(record: dict[str, Any], name: str, where: str) -> str:
    value = record.pop(name, None)
    if not isinstance(value, str):
        raise UsageError(where, f"{name} is missing or no text", "Export the review again.")
    return value
