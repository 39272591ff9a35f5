"""Undo what scraping and mirroring did to a page, exactly and with a way back.

What was put in is taken out: readings after a character (業(yè)), tags, invisible characters, doubled commas;
what was broken by it is restored (`repair_shift`). Clean text stays as it is. Everything else of the project
keeps lengths; this step alone changes them, and so returns an `OffsetMap`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from unionstats.core.document import IDENTITY, OffsetMap, Row
from unionstats.core.script import HAN
from unionstats.corpus.normalise import simplify
from unionstats.corpus.readings import load, plain, without_tone
from unionstats.corpus.repair_shift import SYLLABLE, steps_for, undo_shifts

_READING = re.compile(rf"(\( ?({SYLLABLE}) ?\))")
_WIDE_READING = re.compile(rf"(（ ?({SYLLABLE}) ?）)")
_TAG = re.compile(
    r"<(?:/?(?P<block>br|p|div|li|ul|ol|t[rdh]|table|tbody|section|h[1-6])"
    r"|/?(?:span|font|strong|center|sub|sup|img|em|o:p|[abiu]))(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_BLANK = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#8194|#8195|#12288|#xa0|#x3000);", re.IGNORECASE)
# Controls but tab and line ends; soft hyphen and joiners; marks of direction, zero width and variation; inner byte
# order marks; tags.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
# Kept apart: a character of the basic plane is searched for twice as fast as one of any plane.
_INVISIBLE_TAG = re.compile("[\U000e0000-\U000e01ef]")
# Behind an emoji a sign of variation and a joiner belong to it (⬆️), and between a digit and its keycap.
_EMOJI = "©®\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_INVISIBLES = re.compile(
    rf"(?:(?!(?<=[{_EMOJI}])[\ufe0e\ufe0f]|(?<=[{_EMOJI}\ufe0f])\u200d|\ufe0f\u20e3)"
    f"(?:{_INVISIBLE.pattern}|{_INVISIBLE_TAG.pattern}))+"
)
_COMMAS = re.compile(",{2,}")
# ！ (A3A1) replaced by ! between the bytes of 。” (A1A3 A1B1) at the end of a paragraph leaves ?!?
_BROKEN_END = re.compile(rf"(?<={HAN})\?[!！]\?(?=\s|$)")

# Readings without tone marks (的(de)) are taken for damage only in a page that has one with a tone mark, or several.
_SEVERAL = 3
# Mending one kind of damage can bring another to light. Two rounds are usual; the limit is for hostile text.
_ROUNDS = 8


# [start, end) of a text and what it is replaced by. A plain tuple: pages have hundreds.
Edit = tuple[int, int, str]


class Repaired(NamedTuple):
    """The mended text, the way back to the argument, and how many places were mended and how many could not be."""

    text: str
    offsets: OffsetMap
    repairs: int
    unrepaired: int


def repair(text: str) -> Repaired:
    """Mend page damage.

    Clean text comes back as it is with the identity map. Mending twice is mending once. No digit is lost or
    made. Raises nothing.
    """
    offsets, repairs, left_readings, left_shifts, swallowed = IDENTITY, 0, 0, 0, 0
    unsettled, steps = True, steps_for(text)
    for _ in range(_ROUNDS):
        edits, left_readings = _insertions(text)
        if edits:
            text, offsets = _apply(text, offsets, edits)
            repairs += len(edits)
        elif not unsettled:
            break
        shifts, left_shifts, steps = undo_shifts(text, steps)
        if shifts:
            text, offsets = _apply(text, offsets, [shift[:3] for shift in shifts])
            repairs += len(shifts)
            swallowed += sum(shift.lost for shift in shifts)
        elif not edits:
            break
        unsettled = bool(shifts)
    return Repaired(text, offsets, repairs, left_readings + left_shifts + swallowed)


def _insertions(text: str) -> tuple[list[Edit], int]:
    """What can be taken out of the text as it stands, and how many readings fit no character.

    Each search has a guard that costs next to nothing on a clean page.
    """
    edits: list[Edit] = []
    left = 0
    if "(" in text:
        left += _readings(text, _READING, edits)
    if "（" in text:
        left += _readings(text, _WIDE_READING, edits)
    if "<" in text:
        edits += [(match.start(), match.end(), "\n" if match["block"] else "") for match in _TAG.finditer(text)]
    if "&" in text:
        edits += [(match.start(), match.end(), " ") for match in _BLANK.finditer(text)]
    if edits and ("?!?" in text or "?！?" in text):
        edits += [
            (match.start(), match.end(), "。”")
            for match in _BROKEN_END.finditer(text)
            if _open_quote(text, match.start())
        ]
    if ",," in text and (edits or _doubled(text)):
        edits += [(match.start(), match.end(), ",") for match in _COMMAS.finditer(text)]
    if _INVISIBLE.search(text) or _INVISIBLE_TAG.search(text):
        edits += [(match.start(), match.end(), "") for match in _INVISIBLES.finditer(text)]
    if len(edits) > 1:
        edits.sort()
    return edits, left


def _readings(text: str, pattern: re.Pattern[str], edits: list[Edit]) -> int:
    """Add the inserted readings to `edits`; how many toned syllables in brackets follow a character they do not fit."""
    pieces = pattern.split(text)
    if len(pieces) == 1:
        return 0
    lengths = list(map(len, pieces))
    del lengths[2::3]
    bounds = list(accumulate(lengths))
    marked = load().marked
    bare: list[Edit] = []
    misfits = 0
    for before, letters, start, end in zip(pieces[0::3], pieces[2::3], bounds[0::2], bounds[1::2], strict=False):
        if before and before[-1] in marked.get(letters, ""):  # nearly all of them
            edits.append((start, end, ""))
            continue
        if start > 1 and text[start - 1] == " ":
            start -= 1
        fit = _fit(text[start - 1], letters) if start else _NO_READING
        if fit == _NO_READING and start > 1 and text[start - 1].isascii() and (across := _across(text, start)):
            fit = _fit(across, letters)
        if fit == _READING_OF_IT:
            edits.append((start, end, ""))
        elif fit == _WITHOUT_TONE:
            bare.append((start, end, ""))
        elif fit == _READING_OF_ANOTHER:
            misfits += 1
    if bare and (edits or (len(bare) >= _SEVERAL and len({text[edit[0] - 1] for edit in bare}) > 1)):
        edits += bare
    return misfits


_NO_READING, _READING_OF_IT, _WITHOUT_TONE, _READING_OF_ANOTHER = range(4)


@lru_cache(8192)
def _fit(character: str, letters: str) -> int:
    """What letters in brackets are to the character before them."""
    table = load()
    syllable = plain(letters)
    bare = without_tone(syllable) == syllable
    if character in table.toned.get(syllable, ""):
        # 們 has no tone, so (men) is its whole reading; where it is printed as 们, nothing came from a mirror.
        return _READING_OF_IT if not bare or simplify(character) != character else _WITHOUT_TONE
    if bare:
        return _WITHOUT_TONE if character in table.toneless.get(syllable, "") else _NO_READING
    return _READING_OF_ANOTHER if character in table.known else _NO_READING


def _across(text: str, end: int) -> str:
    """The character that a mirror found across two, the second of them ASCII: 領 (EE49) in 皖I (CDEE 49)."""
    try:
        return (text[end - 2].encode("gbk")[-1:] + text[end - 1].encode("ascii")).decode("gbk")
    except UnicodeError:
        return ""


def _doubled(text: str) -> bool:
    """Whether commas are doubled throughout."""
    doubled = text.count(",,")
    return doubled >= _SEVERAL and text.count(",") <= 3 * doubled


def _open_quote(text: str, at: int) -> bool:
    """Whether a “ of the same paragraph is still open at `at`."""
    paragraph = text.rfind("\n", 0, at) + 1
    return text.rfind("“", paragraph, at) > text.rfind("”", paragraph, at)


def _apply(text: str, offsets: OffsetMap, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """The text with `edits` made (ascending; of two that overlap the first), and the way back through `offsets`."""
    pieces: list[str] = []
    rows: list[Row] = []
    at = length = 0
    for start, end, instead in edits:
        if start < at:
            continue
        if start > at:
            pieces.append(text[at:start])
            rows.append((length, at, start, True))
            length += start - at
        if instead:
            pieces.append(instead)
            rows.append((length, start, end, False))
            length += len(instead)
        at = end
    if at < len(text):
        pieces.append(text[at:])
        rows.append((length, at, len(text), True))
    return "".join(pieces), OffsetMap.of(rows).through(offsets)
