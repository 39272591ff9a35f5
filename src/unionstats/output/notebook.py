"""What a notebook shows: claims as a table, one claim with its sentence. All text is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionstats.core.claim import Claim
from unionstats.metrics.figures import figure_text

if TYPE_CHECKING:
    from unionstats.output.frames import Frames

MOST_ROWS = 200
"""Of a table in a notebook; more are counted below it."""

_COLUMNS = ("city", "year", "label", "breakdown", "value", "unit", "status", "flags", "claim_id")
_MARK = "background:#fff3bf;color:#1b1f24;font-weight:600"
_LEFT = "text-align:left"


class Claims(list[Claim]):
    """The claims of one report: a list, which a notebook shows as a table."""

    def _repr_html_(self) -> str:
        body = "".join(_row(claim._asdict()) for claim in self[:MOST_ROWS])
        more = f"<p>… and {len(self) - MOST_ROWS:,} more</p>" if len(self) > MOST_ROWS else ""
        heads = "".join(f'<th style="{_LEFT}">{name}</th>' for name in _COLUMNS)
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


class Html(str):
    """HTML that a notebook shows as such."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def load(out: str | Path) -> "Frames":
    """The dataset in the folder `out` as pandas data frames, with a pivot and a view of single claims.

    Raises:
        UsageError: there is none, its files are of different runs, or pandas is not installed.
    """
    from unionstats.output.dataset import read_dataset

    return read_dataset(Path(out)).to_pandas()


def claim_html(claim: Mapping[str, Any], before: Sequence[str]) -> Html:
    """One claim: what it says, its sentence with the quantity marked, where it stands and what made it.

    Args:
        before: the quantities of the claims that stand before it in its sentence, in their order.
    """
    part = f" · {claim['breakdown']}" if claim["breakdown"] else ""
    head = f"{claim['label']}{part}: {value_text(claim)} {claim['unit']}"
    place = f"{claim['city']}{claim['county'] or ''}"
    period = f"{claim['period_start']:%Y-%m-%d} – {claim['period_end']:%Y-%m-%d}"
    facts = [
        ("place and year", f"{place} {claim['year']}"),
        ("period", f"{period} ({claim['period_source']})"),
        ("status", "" if claim["status"] == "reported" else claim["status"]),
        ("printed", f"{claim['file']} [{claim['char_start']}, {claim['char_end']})"),
        ("section", claim["section"] or ""),
        ("indicator", claim["indicator"]),
        ("rules", claim["rule"]),
        ("flags", "; ".join(claim["flags"])),
        ("id", claim["claim_id"]),
    ]
    rows = "".join(
        f'<tr><th style="{_LEFT}">{name}</th><td style="{_LEFT}">{escape(text)}</td></tr>'
        for name, text in facts
        if text
    )
    sentence = _marked(claim["evidence"], claim["text"], before)
    return Html(f"<p><b>{escape(head)}</b></p><blockquote>{sentence}</blockquote><table>{rows}</table>")


def value_text(claim: Mapping[str, Any]) -> str:
    """The value with how exact it is; a range with a dash."""
    sign = "" if claim["qualifier"] == "=" else claim["qualifier"]
    upper = claim["value_max"]
    # A missing value is None in a claim and NaN in a data frame.
    end = "" if upper is None or upper != upper else f"–{figure_text(upper)}"
    return f"{sign}{figure_text(claim['value'])}{end}"


def _marked(sentence: str, quantity: str, before: Iterable[str]) -> str:
    at = 0
    for text in before:
        found = sentence.find(text, at)
        at = found + len(text) if found >= 0 else at
    found = sentence.find(quantity, at)
    if found < 0:
        found = sentence.find(quantity)
    if found < 0:  # cut off, where a sentence is very long
        return escape(sentence)
    end = found + len(quantity)
    return f'{escape(sentence[:found])}<mark style="{_MARK}">{escape(quantity)}</mark>{escape(sentence[end:])}'


def _row(claim: Mapping[str, Any]) -> str:
    shown = {
        **claim,
        "value": value_text(claim),
        "flags": "; ".join(claim["flags"]),
        "breakdown": claim["breakdown"] or "",
    }
    cells = "".join(f'<td style="{_LEFT}">{escape(str(shown[name]))}</td>' for name in _COLUMNS)
    return f'<tr title="{escape(claim["evidence"], quote=True)}">{cells}</tr>'
