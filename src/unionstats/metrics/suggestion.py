"""An entry of the catalogue to start from, for a label that has none."""

import json
from collections.abc import Set

from unionstats.core.document import NOWHERE
from unionstats.corpus.neighbours import words_of_reports
from unionstats.grammar.catalogue import Catalogue
from unionstats.grammar.label_reader import AFTER, BEFORE, LEVEL, NEW, LabelReader
from unionstats.metrics.cataloguing import Cataloguer

_STANDING = ("建成", "现有", "共有", "拥有", "建有", "总数", "在册")
"""Words that tell of what there is, rather than of what took place."""
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("(", ")"), ("（", "）"))
_LONGEST = 10
"""Characters of a word that reports use, at most."""


def suggest(label: str, unit: str, catalogue: Catalogue, cataloguer: Cataloguer) -> str:
    """TOML for a file of rules/indicators/, with the words of the label that are no fillers.

    Args:
        label: as in the claims table.
        unit: its measure word.
    """
    known = cataloguer.find(label, unit, NOWHERE)
    reader = cataloguer.reader
    thing = _thing(label, reader, catalogue.words.edges)
    topic = _nearest_topic(thing, catalogue)
    nature = "rate" if unit in ("%", "百分点") else "stock" if any(word in label for word in _STANDING) else "flow"
    new = any(reader.does[index] & NEW for index, _, _ in reader.hits(label))
    lines = [f"# The label is read as {known.indicator.id} already."] if known else []
    lines += [
        f"topic = {_text(topic)}",
        "",
        "[[indicator]]",
        f"id = {_text(f'{topic}.name_in_english')}",
        f"name = {_text(f'新增{thing}' if new else thing)}",
        'name_en = "Name in English"',
        'definition = "What is counted, in one sentence."',
        f"nature = {_text(nature)}  # stock, flow or rate",
        f"units = [{_text(cataloguer.unit(unit))}]",
        *(["new = true"] if new else []),
        f"words = [[{_text(thing)}]]  # other names for it; another list for words that must be there too",
        f"examples = [{_text(f'{label}120{unit}。')}]",
        f"counterexamples = [{_text(f'走访{thing}所在单位35家。')}]  # what looks like it and is not",
    ]
    return "\n".join(lines)


def _thing(label: str, reader: LabelReader, edges: str) -> str:
    """The longest piece of the label between fillers. No piece begins or ends inside a word."""
    known = words_of_reports().union(reader.texts)
    pieces, last = [], 0
    for index, start, end in reader.hits(label):
        left, right = label[last:start], label[end:]
        # 室 of 活动室 is a piece of a word, and so is what stands before 队伍 in 服务队伍.
        whole = all(
            not side or (len(side) > 1 and not _in_word(label, at, known)) for side, at in ((left, start), (right, end))
        )
        if whole and _parts(label, reader.does[index], start, end):
            pieces.append(left)
            last = end
    pieces.append(label[last:])
    return max((_bare(piece, edges) for piece in pieces), key=len) or _bare(label, edges) or label


def _parts(label: str, does: int, start: int, end: int) -> bool:
    """Whether a filler at [start, end) parts the label: what stands before a thing, or after one that was said.

    One character does so at the end only: 数 of 驿站数, and not of 数字驿站. Nothing does inside quotation marks.
    """
    if any(label.count(opening, 0, start) > label.count(closing, 0, start) for opening, closing in _PAIRS):
        return False
    if end - start == 1:
        return bool(does & AFTER) and end == len(label)
    return bool(does & (BEFORE | NEW | LEVEL)) or (bool(does & AFTER) and start > 0)


def _in_word(label: str, at: int, known: Set[str]) -> bool:
    """Whether a known word goes over this place of the label, one that is not two known words side by side."""
    return any(
        label[start:end] in known and not (label[start:at] in known and label[at:end] in known)
        for start in range(max(0, at - _LONGEST), at)
        for end in range(at + 1, min(len(label), start + _LONGEST) + 1)
    )


def _bare(piece: str, edges: str) -> str:
    """Without the marks around it: those of a pair together, and no character that may begin a word."""
    paired = {mark for pair in _PAIRS for mark in pair}
    marks = "".join(char for char in edges if not char.isalnum() and char not in paired)
    bare = piece.strip(marks)
    for opening, closing in _PAIRS:
        inside = bare[1:-1]
        if bare.startswith(opening) and bare.endswith(closing) and opening not in inside and closing not in inside:
            return inside.strip(marks)
    return bare


def _nearest_topic(thing: str, catalogue: Catalogue) -> str:
    """The topic whose words share the most pairs of characters with the thing; the first one where none does."""
    pairs = {thing[at : at + 2] for at in range(len(thing) - 1)}
    votes = dict.fromkeys((topic.id for topic in catalogue.topics), 0)
    for entry in catalogue.indicators:
        words = "\n".join(word for group in entry.words for word in group)
        votes[entry.topic.id] += sum(pair in words for pair in pairs)
    return max(votes, key=votes.__getitem__)


def _text(text: str) -> str:
    """A basic string of TOML; JSON escapes the same characters in the same way."""
    return json.dumps("".join(char for char in text if char.isprintable()), ensure_ascii=False)
