"""Read one report: quantities, periods, labels and parts, settled into drafts in text order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from unionstats.core.document import Dating, Document
from unionstats.core.script import fold_punctuation
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.clauses import Clause, Paragraph, cut
from unionstats.matching.dating import date_report
from unionstats.matching.draft import Draft
from unionstats.matching.labels import Labeller
from unionstats.matching.lines import join_items, join_lines
from unionstats.matching.periods import Calendar
from unionstats.matching.placed import Placed
from unionstats.matching.quantities import find_quantities
from unionstats.matching.quantity import Quantity
from unionstats.matching.sentences import Sentences
from unionstats.matching.tables import Cell, find_tables
from unionstats.matching.times import find_times
from unionstats.matching.turned import Turned

PUT_OFF = 16
"""Characters behind the start of a figure within which a time is told that it is put off to (2场将于2022年补办)."""
FURNITURE_LENGTH = 160
"""Characters beyond which a line is a paragraph, not furniture."""


@dataclass(slots=True)
class Reading:
    """All that was found in one report."""

    document: Document
    dating: Dating
    sentences: Sentences
    drafts: list[Draft]
    periods: list[Placed]
    turned: list[Turned]


class Unread(NamedTuple):
    """A document to be read. `year` and `published` win over what the text says; `source` says who gave them."""

    document: Document
    year: int | None = None
    published: date | None = None
    source: str = "option"


def read_report(
    document: Document,
    rules: Rulebook,
    *,
    year: int | None = None,
    published: date | None = None,
    source: str = "option",
) -> Reading:
    """Find every claim of a report. `year` and `published` win over what the text says; `source` says who gave them."""
    return read_reports([Unread(document, year, published, source)], rules)[0]


def read_reports(unread: Sequence[Unread], rules: Rulebook) -> list[Reading]:
    """Find every claim of some reports, which know nothing of each other.

    They pass each stage together: its code and patterns are then at hand in the processor. A few reports at a time
    take a tenth less than one after the other (measured with five and with twenty).
    """
    texts = [entry.document.text for entry in unread]
    datings = [
        date_report(text, year=entry.year, published=entry.published, source=entry.source)
        for entry, text in zip(unread, texts, strict=True)
    ]
    figures = [find_quantities(text, rules) for text in texts]
    tables = [find_tables(text, rules, dating) for text, dating in zip(texts, datings, strict=True)]
    figures = [
        _without_furniture(text, rules, cells, *found)
        for text, cells, found in zip(texts, tables, figures, strict=True)
    ]
    folded = [fold_punctuation(text) for text in texts]
    joined = [join_lines(text) for text in folded]
    pages = [
        cut(join_items(text, [quantity.start for quantity in kept]), kept)
        for text, (kept, _) in zip(joined, figures, strict=True)
    ]
    times = [
        find_times(text, rules, [(part.start, part.end, _last_figure(part)) for part in paragraphs])
        for text, paragraphs in zip(texts, pages, strict=True)
    ]
    sentences = [Sentences(text) for text in joined]
    calendars = [
        Calendar(ends, rules, found, dating) for ends, found, dating in zip(sentences, times, datings, strict=True)
    ]
    drafts = [_label(text, paragraphs, rules) for text, paragraphs in zip(folded, pages, strict=True)]
    periods = [calendar.place_all(labelled) for calendar, labelled in zip(calendars, drafts, strict=True)]
    return [
        Reading(entry.document, dating, ends, *_with_cells(labelled, placed, cells), turned)
        for entry, dating, ends, labelled, placed, cells, (_, turned) in zip(
            unread, datings, sentences, drafts, periods, tables, figures, strict=True
        )
    ]


def _label(folded: str, paragraphs: Iterable[Paragraph], rules: Rulebook) -> list[Draft]:
    """All figures of a report as drafts, in text order."""
    labeller = Labeller(folded, rules)
    drafts: list[Draft] = []
    for paragraph in paragraphs:
        drafts += labeller.label(paragraph)
    return drafts


def _without_furniture(
    text: str, rules: Rulebook, cells: list[Cell], kept: list[Quantity], turned: list[Turned]
) -> tuple[list[Quantity], list[Turned]]:
    """What was kept and turned down, without the cells of tables; what is not the report is turned down."""
    if cells:
        inside = {span for cell in cells for span in range(cell.quantity.start, cell.quantity.end)}
        turned = [entry for entry in turned if entry.start not in inside]
        kept = [quantity for quantity in kept if quantity.start not in inside]
    kept, furniture = _drop_furniture(text, kept, rules)
    return kept, sorted(turned + furniture)


def _with_cells(drafts: list[Draft], periods: list[Placed], cells: list[Cell]) -> tuple[list[Draft], list[Placed]]:
    """The drafts and their periods with those of tables, in text order."""
    if not cells:
        return drafts, periods
    entries = list(zip(drafts, periods, strict=True))
    for cell in cells:
        quantity = cell.quantity
        paragraph = Paragraph(quantity.start, quantity.end, None)
        draft = Draft(quantity, paragraph, Clause(quantity.start, quantity.end, "", ""), 0)
        draft.label, draft.shape = cell.label, "shape.table"
        if cell.plan:
            draft.status, draft.status_rule = "target", "status.plan_of_year"
        entries.append((draft, Placed(cell.start, cell.end, "claim", "")))
    entries.sort(key=lambda entry: entry[0].quantity.start)
    return [draft for draft, _ in entries], [placed for _, placed in entries]


def _last_figure(paragraph: Paragraph) -> int:
    held = (clause.quantities for clause in reversed(paragraph.clauses) if clause.quantities)
    return next(held)[-1].start + PUT_OFF


def _drop_furniture(text: str, kept: list[Quantity], rules: Rulebook) -> tuple[list[Quantity], list[Turned]]:
    """Turn down what stands in lines that are not the report."""
    spans: list[tuple[int, int, str, str]] = []
    starts = [quantity.start for quantity in kept]
    last = starts[-1] if starts else -1
    apart = 0  # figures in lines turned down so far
    rest, begins, of_line = rules.furniture_rest, rules.furniture_rest.begins, rules.furniture_line
    end = -1
    for line in text.split("\n"):
        start = end + 1
        end = start + len(line)
        if len(line) > FURNITURE_LENGTH:
            continue
        if start > last:
            # No figure is left that a line could take along.
            break
        bare = line.strip()
        if not bare:
            continue
        if begins[bare[0]] and (found := rest.pattern.fullmatch(bare)):
            rule, reason = rest.hit(found)
            if bisect_left(starts, start) > apart:
                spans.append((start, len(text), reason, rule))
                break
            # Above the report's first figure it is navigation, and the report follows.
            spans.append((start, end, reason, rule))
            apart += bisect_left(starts, end) - bisect_left(starts, start)
        elif starts[bisect_left(starts, start)] < end and (found := of_line.pattern.match(bare)):
            rule, reason = of_line.hit(found)
            spans.append((start, end, reason, rule))
            apart += bisect_left(starts, end) - bisect_left(starts, start)
    if not spans:
        return kept, []
    clear, turned = [], []
    begins_at = [span[0] for span in spans]
    for quantity in kept:
        hit = spans[bisect_right(begins_at, quantity.start) - 1]
        if not hit[0] <= quantity.start < hit[1]:
            clear.append(quantity)
        else:
            turned.append(Turned(quantity.start, quantity.end, hit[2], hit[3]))
    return clear, turned
