"""HTML → lines of text, by its tags alone and without a tree: no depth, length or number of tags makes it lose text.

It renders what trafilatura has picked out, tells what a page holds as a whole, and stands in where the tree is
not to be trusted. Tables become lines by `rows`, unless they only lay out the page.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from unionstats.corpus.formats.limits import MAX_TABLES_DEEP
from unionstats.corpus.formats.rows import Cell, lines_of

# Quoted values may hold a > but no <; without a < inside, no unclosed tag is looked at twice.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*+|[^<>]*)>|<[!?][^<>]*>")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*([0-9]{1,4})", re.IGNORECASE)
_NEVER_SHOWN = (
    "script", "style", "title", "select", "textarea", "svg", "template", "iframe", "object", "math", "canvas"
)  # fmt: skip
_HIDDEN = re.compile(rf"<(?:!--|({'|'.join(_NEVER_SHOWN)})\b[^<>]*>)", re.IGNORECASE)
_CLOSING = {name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in _NEVER_SHOWN} | {"--": re.compile("-->")}
_TO_THE_END = frozenset(("--", "script", "style"))
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html item label lb legend li list main menu "
        "nav noscript ol option p pre quote row section summary table tbody td tfoot th thead tr ul video",
    )
)
_TABLE, _ROW, _CELL = frozenset(("table",)), frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u3000]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·\U00020000-\U0003ffff]"
_BROKEN = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
LONGEST_CELL = 200
"""Characters of a cell beyond which the table only lays out the page."""


@dataclass(slots=True)
class _Flow:
    """Lines one below the other, the last of them not yet ended."""

    lines: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        if self.open:
            text = unescape("".join(self.open))
            # A line end in the source between two Chinese characters is no blank between them.
            text = _BLANKS.sub(" ", _BROKEN.sub("", text)).strip()
            if text:
                self.lines.append(text)
            self.open.clear()


@dataclass(slots=True)
class _Table:
    rows: list[list[tuple[_Flow, int, int]]] = field(default_factory=list)
    cell: bool = False
    """Whether the topmost flow is a cell of this table."""
    nests: bool = False


def lines_of_markup(source: str) -> list[str]:
    """All visible text of the page or piece of a page, in its order, a line for each paragraph or table row."""
    flows, tables = [_Flow()], list[_Table]()
    at = 0
    for found in _TAG.finditer(source):
        if found.start() > at:
            flows[-1].open.append(source[at : found.start()])
        at = found.end()
        name = (found[2] or "").lower()
        if name in _TABLE or (tables and (name in _ROW or name in _CELL)):
            _table_tag(flows, tables, name, bool(found[1]), found[3])
        elif name in _BLOCKS:
            flows[-1].end_line()
    flows[-1].open.append(source[at:])
    while tables:
        _close_table(flows, tables)
    flows[-1].end_line()
    return flows[0].lines


def visible(source: str) -> str:
    """The page without what is never shown: scripts, styles, comments and the like.

    As a browser takes it, a comment, script or style that is never closed reaches to the end.
    """
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while found := _HIDDEN.search(source, at):
        pieces.append(source[at : found.start()])
        at = found.end()
        name = (found[1] or "--").lower()
        if found[0].endswith("/>") or name in unclosed:
            continue
        closing = _CLOSING[name].search(source, at)
        if closing is not None:
            at = closing.end()
        elif name in _TO_THE_END:
            return "".join(pieces)
        else:
            unclosed.add(name)
    pieces.append(source[at:])
    return "".join(pieces)


def _table_tag(flows: list[_Flow], tables: list[_Table], name: str, closing: bool, attributes: str) -> None:
    if name in _TABLE:
        if closing:
            if tables:
                _close_table(flows, tables)
        elif len(tables) >= MAX_TABLES_DEEP:
            flows[-1].end_line()
        else:
            flows[-1].end_line()
            if tables:
                tables[-1].nests = True
            tables.append(_Table())
        return
    table = tables[-1]
    if table.cell:
        flows[-1].end_line()
        flows.pop()
        table.cell = False
    else:
        flows[-1].end_line()
    if closing:
        return
    if name in _ROW or not table.rows:
        table.rows.append([])
    if name in _CELL:
        spans = {side.lower(): int(number) for side, number in _SPAN.findall(attributes)}
        flows.append(_Flow())
        table.rows[-1].append((flows[-1], spans.get("col", 1), spans.get("row", 1)))
        table.cell = True


def _close_table(flows: list[_Flow], tables: list[_Table]) -> None:
    table = tables.pop()
    flows[-1].end_line()
    if table.cell:
        flows.pop()
    cells = [cell for row in table.rows for cell in row]
    if table.nests or max(map(len, table.rows), default=0) < 2 or not all(_is_short(flow) for flow, _, _ in cells):
        for flow, _, _ in cells:
            flows[-1].lines += flow.lines
    else:
        rows = [[Cell("".join(flow.lines), *spans) for flow, *spans in row] for row in table.rows]
        flows[-1].lines += lines_of(rows)


def _is_short(flow: _Flow) -> bool:
    return len(flow.lines) <= 4 and sum(map(len, flow.lines)) <= LONGEST_CELL


def bare(line: str) -> str:
    """A line without its blanks, to compare it with."""
    return "".join(line.split())
