"""Markdown without its marks, and the way back to where they stood.

What the rules read is the words: a heading without #, 1260家 without the asterisks around 1260. The file itself stays
what offsets point into.
"""

import re

from unionstats.core.document import IDENTITY, OffsetMap, Row

# Parts that are left out, by line. A piece of bounded length each: no line is read twice as often for being long.
_LINE = re.compile(
    r"^[ \t]{0,3}(?:"
    r"#{1,6}[ \t]+"  # heading
    r"|(?:>[ \t]?){1,9}(?:[-*+][ \t]+)?"  # quotation
    r"|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?"  # item
    r"|(?:=+|-{3,}|\*{3,}|_{3,}|(?:-[ ]){2,}-|(?:\*[ ]){2,}\*)[ \t]*\r?$"  # underlined heading, rule
    r"|(?:```|~~~)[^\n]{0,80}$"  # fence
    r")",
    re.MULTILINE,
)
_CLOSED_HEADING = re.compile(r"(?<=\S)[ \t]+#{1,6}[ \t]*\r?$", re.MULTILINE)
_INLINE = re.compile(
    r"(?P<image>!\[)(?=[^\[\]\n]{0,200}\]\()"
    r"|(?P<link>\[)(?=[^\[\]\n]{1,200}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\]))"
    r"|(?P<target>\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\]))"
    r"|(?P<stars>\*{1,3}|~~|`{1,3})"
    r"|(?P<under>(?<![0-9A-Za-z_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![0-9A-Za-z_]))"
    r"|(?P<escape>\\(?=[\\`*_{}\[\]()#+.!|~>-]))"
    r"|(?P<comment><!--[^\n]{0,1000}?-->)"
    r"|(?P<address><(?:https?|mailto):[^<>\s]{0,1000}>)"
)
_FRONT = re.compile(r"---[ \t]*\r?\n((?:[^\n]{0,500}\n){0,40}?)---[ \t]*(?:\r?\n|$)")
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?", re.MULTILINE)


def without_marks(text: str) -> tuple[str, OffsetMap]:
    """The text without marks of headings, items, quotations, emphasis, links and code, and the way back.

    Tables and numbers of items stay: they are read as they are. Of the front matter the title stays.
    """
    spans = sorted([*_front(text), *(found.span() for found in _LINE.finditer(text)), *_closed(text), *_inline(text)])
    pieces: list[str] = []
    rows: list[Row] = []
    at = length = 0
    for start, end in spans:
        if start > at:
            pieces.append(text[at:start])
            rows.append((length, at, start, True))
            length += start - at
        at = max(at, end)
    if not at:
        return text, IDENTITY
    if at < len(text):
        pieces.append(text[at:])
        rows.append((length, at, len(text), True))
    return "".join(pieces), OffsetMap.of(rows)


def _front(text: str) -> list[tuple[int, int]]:
    """All of the front matter but the words of its title."""
    found = _FRONT.match(text)
    if not found:
        return []
    title = _FRONT_TITLE.search(text, *found.span(1))
    if not title:
        return [found.span()]
    end = text.index("\n", title.end())
    shown = text[title.end() : end].rstrip("\"' \t\r")
    return [(0, title.end()), (title.end() + len(shown), end), (end + 1, found.end())]


def _closed(text: str) -> list[tuple[int, int]]:
    """The # behind a heading that also has some in front."""
    return [
        found.span()
        for found in _CLOSED_HEADING.finditer(text)
        if text[text.rfind("\n", 0, found.start()) + 1 :][:4].lstrip().startswith("#")
    ]


def _inline(text: str) -> list[tuple[int, int]]:
    """Marks within lines. A mark of emphasis counts where the same closes it in its line."""
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        open_at: dict[str, tuple[int, int]] = {}
        links = 0
        for found in _INLINE.finditer(text, *line.span()):
            kind, mark = found.lastgroup, found[0]
            before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            if kind in ("image", "link"):
                links += 1
                spans.append(found.span())
            elif kind == "target":
                if links:
                    links -= 1
                    spans.append(found.span())
            elif kind in ("stars", "under"):
                if mark in open_at and before.strip():
                    spans += [open_at.pop(mark), found.span()]
                elif after.strip():
                    open_at[mark] = found.span()
            else:
                spans.append(found.span())
    return spans
