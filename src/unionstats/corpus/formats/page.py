"""A web page → its report: title, the line of date and source, the main text.

trafilatura finds the main text. It is asked for all it can get, and what it leaves out of the middle of the text is
put back: prose with figures that stands between its first and its last line.
"""

import re
from collections import Counter
from typing import Any, NamedTuple

from unionstats.core.errors import InputError
from unionstats.corpus.decode import ENCODINGS, Decoded, decode
from unionstats.corpus.formats import limits
from unionstats.corpus.formats.markup import bare, lines_of_markup, visible
from unionstats.corpus.formats.masthead import head_of, title_of

_CHARSET = re.compile(rb"<meta\b[^<>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,20})", re.IGNORECASE)
_PROSE = re.compile(r"[，。；、,;]")
_FIGURE = re.compile(r"[0-9]+")
PROSE_LENGTH = 20
"""Characters from which a line with a comma or full stop is prose, not furniture."""
LEAST_KEPT = 0.5
"""Of the figures of all prose on the page, as a share: below, trafilatura has taken something else for the text."""

# Unwrapped before trafilatura sees them: Word splits numbers by them. Links stay, they tell menus from text.
_INLINE = (
    "span",
    "font",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "o:p",
    "st1",
    "small",
    "big",
    "sup",
    "sub",
    "ins",
    "mark",
    "s",
)


class Page(NamedTuple):
    """The text of a page, how its bytes were decoded, and what may be missing from it or too much, or nothing."""

    text: str
    encoding: str
    warning: str


def read_page(data: bytes, encoding: str | None = None) -> Page:
    """Read a web page.

    Args:
        data: the file.
        encoding: how it is decoded; found out when None.

    Raises:
        InputError: it is too large, in no encoding we know, or holds no text.
    """
    if len(data) > limits.MAX_PAGE:
        raise InputError("", f"is a web page of more than {limits.MAX_PAGE // 1_000_000} MB", "Save its text alone.")
    decoded = _decode(data, encoding)
    source = decoded.text.replace("\0", "")
    shown = visible(source)
    every = lines_of_markup(shown)
    title = title_of(source, shown, every)
    main, warning = _main(shown, every, title)
    if not main:
        raise InputError("", "is a web page without text", "Save the page again when it has loaded, or save its text.")
    head = head_of(source, every, title, main)
    return Page("\n".join([*head, *main]) + "\n", decoded.encoding, warning)


def _decode(data: bytes, encoding: str | None) -> Decoded:
    """By its content; what the page says of its encoding decides only where the content does not."""
    try:
        return decode(data, encoding)
    except InputError:
        said = _CHARSET.search(data[:8192])
        name = said[1].decode("ascii").lower() if said else ""
        if encoding is not None or name not in ENCODINGS:
            raise
        return decode(data, name)


def _main(source: str, every: list[str], title: str) -> tuple[list[str], str]:
    """The lines of the main text, and a warning where they are not what trafilatura found."""
    if why := _distrust(source):
        return every, f"the page {why}: all its text was taken, menus and other news too"
    try:
        lines = _no_oftener(_by_trafilatura(source), every)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        why = f"the main text cannot be told from the rest ({type(error).__name__})"
        return every, f"{why}: all text of the page was taken, menus and other news too"
    prose = [len(line) >= PROSE_LENGTH and _PROSE.search(line) is not None for line in every]
    taken = list(map(bare, lines))
    known, whole = frozenset(taken), "\n".join(taken)
    # A look at all of the text is for the few lines that were cut otherwise.
    kept = [
        (one := bare(line)) in known or (is_prose and one in whole) for line, is_prose in zip(every, prose, strict=True)
    ]
    figures = [len(_FIGURE.findall(line)) for line in every]
    of_prose = sum(number for number, is_prose in zip(figures, prose, strict=True) if is_prose)
    of_kept = sum(number for number, *both in zip(figures, prose, kept, strict=True) if all(both))
    if of_kept < LEAST_KEPT * of_prose or not lines:
        return every, "no main text was found in the page: all its text was taken, menus and other news too"
    first = next((at for at, both in enumerate(zip(prose, kept, strict=True)) if all(both)), 0)
    last = max((at for at, both in enumerate(zip(prose, kept, strict=True)) if all(both)), default=-1)
    above = next((at for at in range(first - 1, -1, -1) if title and bare(every[at]) == bare(title)), first)
    lost = [at for at in range(above, last + 1) if (prose[at] or "\t" in every[at]) and figures[at] and not kept[at]]
    if not lost:
        return lines, ""
    return every[above : last + 1], "sentences inside the text that the main text had lost were put back"


def _no_oftener(lines: list[str], every: list[str]) -> list[str]:
    """Without what trafilatura has taken twice: lines that the page itself has fewer times."""
    left = Counter(map(bare, every))
    kept = []
    for line in lines:
        words = bare(line)
        known = words in left
        left[words] -= 1
        if not known or left[words] >= 0:
            kept.append(line)
    return kept


def _distrust(source: str) -> str:
    """What would make libxml2 lose text or work for minutes, or nothing."""
    depth = deepest = tags = at = 0
    while (start := source.find("<", at)) >= 0:
        if start - at > limits.MAX_TEXT_RUN:
            return f"has a run of more than {limits.MAX_TEXT_RUN // 1_000_000} million characters without a tag"
        end = source.find(">", start)
        if end < 0 or end - start > limits.MAX_TAG:
            return f"has a tag of more than {limits.MAX_TAG:,} characters"
        tags += 1
        after = source[start + 1 : start + 2]
        if after == "/":
            depth = max(depth - 1, 0)
        elif after.isalpha() and source[end - 1] != "/" and not _VOID.match(source, start + 1):
            depth += 1
            deepest = max(deepest, depth)
        at = end + 1
    if len(source) - at > limits.MAX_TEXT_RUN:
        return f"has a run of more than {limits.MAX_TEXT_RUN // 1_000_000} million characters without a tag"
    if tags > limits.MAX_TAGS:
        return f"has more than {limits.MAX_TAGS:,} tags"
    return f"is nested more than {limits.MAX_DEPTH} deep" if deepest > limits.MAX_DEPTH else ""


_VOID = re.compile(
    r"(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dd|dt|option)\b",
    re.IGNORECASE,
)


def _by_trafilatura(source: str) -> list[str]:
    import trafilatura
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    etree.strip_tags(tree, *_INLINE)
    rows = _take_tables_apart(tree)
    found: Any = trafilatura.bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
    )
    if found is None or found.body is None:
        return []
    lines = lines_of_markup(etree.tostring(found.body, encoding="unicode"))
    return [rows.get(bare(line), line) for line in lines]


def _take_tables_apart(tree: Any) -> dict[str, str]:
    """Make paragraphs of the rows of tables, and of tables that only lay out the page the divisions that they are.

    trafilatura would leave out empty cells and covered ones, and take tables of layout for tables.

    Returns:
        the rows with their tabs, by what is left of them without: trafilatura makes blanks of tabs.
    """
    from lxml import etree

    rows: dict[str, str] = {}
    for table in list(tree.iter("table")):
        lines = [] if table.find(".//table") is not None else lines_of_markup(etree.tostring(table, encoding="unicode"))
        if any("\t" in line for line in lines):
            tail = table.tail
            table.clear()
            table.tail = tail
            for line in lines:
                etree.SubElement(table, "p").text = line
                rows[bare(line)] = line
        for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"):
            part.tag = "div"
    for hidden in tree.xpath("//*[contains(@style, 'visibility')]"):  # as a browser saves what a script has shown
        del hidden.attrib["style"]
    return rows
