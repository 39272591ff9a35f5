"""An entry of the catalogue to start from, for a label that has none."""

import json

from unionstats.core.document import NOWHERE
from unionstats.grammar.catalogue import Catalogue
from unionstats.grammar.label_reader import AFTER, BEFORE, LEVEL, NEW, LabelReader
from unionstats.metrics.cataloguing import Cataloguer

_STANDING = ("建成", "现有", "共有", "拥有", "建有", "总数", "在册")
"""Words that tell of what there is, rather than of what took place."""


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
    """The longest piece of the label between fillers."""
    pieces, last = [], 0
    for index, start, end in reader.hits(label):
        if reader.does[index] & (BEFORE | AFTER | NEW | LEVEL):
            pieces.append(label[last:start])
            last = end
    pieces.append(label[last:])
    return max((piece.strip(edges) for piece in pieces), key=len) or label.strip(edges) or label


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
