"""Bring a label to a length and a form that can be read at a glance."""

import re

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.phrases import ITEM, LONGEST_LISTED, front_verb

LONGEST = 24
"""Characters of a label beyond which a reader no longer takes it in at a glance."""

_THINGS = re.compile(r"[^、和的”》(]{2,12}(?:、[^、和的”》(]{2,12})*(?=[、和][^、和的”》(]{2,12}$)")
"""All but the last of the things that end a label: 困难职工、一线医护和环卫工人."""
LONG_BESIDE = 18
"""Characters of a name that leave little room for what another figure adds to it."""
_EXAMPLES = re.compile(rf"^([^、”》(]{{1,12}})、(?:[^、”》(]{{1,12}}、){{0,4}}[^、”》(]{{1,12}}?等(?={HAN}{{4}})")
"""A list of examples that opens a label, before what they are examples of: the first is enough."""
LEAST = 4
"""Characters of a name that are worth borrowing."""
_CUTS = re.compile(r"的|、|和|及|与|,|”|》")
LONG_QUOTE = re.compile(r"“([^”]{9,})”")
"""A name in quotation marks that is longer than a label can hold beside anything else."""
_UNFINISHED = re.compile(r"了|于|先后|累计|总共|一共|分别|共有|现有|等$|中$|“|”|《|》|\(|\)")
"""Asked for first, in one search: most labels hold nothing of the kind. Each way, here and below, begins with a
character and looks back behind it, since `re` then looks for the characters before it tries a way."""
_DONE = re.compile(
    rf"了(?<={HAN}了)(?![解结])|(?:先后|累计|总共|一共|分别|共有|现有)(?<=.{{3}})(?={HAN})|等(?<![一二三四五特优]等)$|中$(?<=[手员工人]中)"
    r"|于(?:19|20)[0-9]{2}年(?:底|末|初)?前?(?:全部)?"
)
_LEFT = re.compile("^(?:的|等(?![级次待候额于])|[和及](?![谐平解睦美时]))+")
"""What a cut leaves at the front of a label."""
_LEFT_FIRSTS = frozenset("的等和及")
LIMB = re.compile(r"[、,\s;]")
"""What parts the limbs of such a name; the first says enough."""
_QUOTE_BALANCE = {"“": "”", "《": "》", "(": ")"}


def finished(label: str) -> str:
    """`label` as it is told: without 了, 先后 and such inside or a trailing 等, and no quotation mark alone.

    The number of the paragraph (5、对口支援) and a full stop of ASCII are not part of it.
    """
    if label[-1:] == ".":
        label = label.rstrip(".")
    if label[:1].isdigit():
        label = ITEM.sub("", label)
    if label[:1] in _LEFT_FIRSTS:
        label = _LEFT.sub("", label)
    if "↑" in label or "↓" in label:
        label = label.replace("↑", "上升").replace("↓", "下降")
    return _balanced(_DONE.sub("", label)) if _UNFINISHED.search(label) else label


def _balanced(text: str) -> str:
    """`text` with a lone quotation mark or bracket closed, or cut where that is better."""
    if text[:1] == "“" and "”" not in text:
        text = text[1:]
    for opening, closing in _QUOTE_BALANCE.items():
        if opening not in text and closing not in text:
            continue
        depth = text.count(opening) - text.count(closing)
        if depth > 0:
            at = text.rfind(opening)
            text = text + closing if len(text) - at <= 12 and len(text) < LONGEST else text[:at] + text[at + 1 :]
        elif depth < 0:
            text = text.replace(closing, "", 1)
    return text


def shorten(label: str, lexicon: Lexicon, *, keep_head: bool = False) -> str:
    """`label` cut at a boundary so that it holds at most LONGEST characters: before a verb, else at a mark."""
    if len(label) <= LONGEST:
        return label
    name = LONG_QUOTE.search(label)
    if name:
        limb = LIMB.split(name[1])[0]
        if 2 <= len(limb) < len(name[1]):
            label = label[: name.start(1)] + limb + label[name.end(1) :]
            if len(label) <= LONGEST:
                return label
    label = _EXAMPLES.sub(r"\1等", label)
    if LEAST <= len(label) <= LONGEST:
        return label
    verb = front_verb(label, lexicon)
    if verb and (things := _THINGS.match(label, len(verb))) and things.end() < len(label):
        # 走访慰问困难职工、一线医护、社区值守人员和环卫工人: the first of them and what was done stay.
        return label[: things.end()] + "等"
    if keep_head:
        ends = [found.start() for found in _CUTS.finditer(label) if LONGEST * 0.5 <= found.start() <= LONGEST]
        return label[: ends[-1]] if ends else label[:LONGEST]
    verbs = (start for start, _ in lexicon.any_verb.spans(label))
    deed = next((start for start in verbs if LONGEST / 2 <= len(label) - start <= LONGEST), None)
    for found in _CUTS.finditer(label):
        if deed is not None and deed < found.start():
            # 依托职校免费培训缝纫、茶叶加工等工种农民工: what was done stays.
            return label[deed:]
        if found.group() not in "”》" and 4 <= len(label) - found.end() <= LONGEST:
            return label[found.end() :]
    return label[-LONGEST:]


def beside(name: str, own: str) -> str:
    """`name` before `own`, cut from its front at a boundary so that both together are a label; left out if too thin."""
    room = LONGEST - len(own)
    if room < LEAST:
        return own
    kept = fitted(name, room) or name[-room:]
    return kept + own if len(kept) >= LEAST else own


def fitted(name: str, room: int) -> str:
    """The end of `name` that is at most `room` characters long, from a boundary on; empty where there is none."""
    if room < LEAST:
        return ""
    name = _EXAMPLES.sub(r"\1等", name)
    if len(name) <= room:
        return name
    fits = (name[found.end() :] for found in _CUTS.finditer(name) if len(name) - found.end() <= room)
    return next(fits, "")


def first_of_list(name: str, lexicon: Lexicon) -> str:
    """`name` with the first only of the things that end it, where it is long: 公益课开设书法、声乐 lends its first."""
    first = name.find("、")
    if len(name) <= LONG_BESIDE or first < LEAST:
        return name
    last = name[name.rfind("、") :]
    told = lexicon.any_verb.first(last) or lexicon.activity.first(last) or len(last) > LONGEST_LISTED
    return name if told or "”" in last or "》" in last else name[:first]
