"""Restore lines that an inserted reading shifted by one byte.

A mirror put readings after characters on the bytes of GBK text. Where the two bytes of the character happened to
be the last byte of one character and the first of the next, the insertion broke both. 獎章獲得 is AA84 D5C2 AB40
B5C3 and holds 務, 84D5; with (wù) after it the bytes are AA84 D5 28 77…29 C2AB 40 B5C3. The reader of the mirror
showed the broken pair D5 28 as one ?, and then paired every byte with its wrong neighbour until an ASCII byte set it
right: 獎?wù)芦@得. The reading and the byte before it name the lost byte D5, and with it the run can be paired
again.

Not every run can. A pair that GBK does not assign became a ?, and so did one with an ASCII character in it. What
then fits is accepted only where the words it makes are known, from the same text or from other reports, and
nothing else fits. On some mirrors such pairs left no trace at all; no guess is made at these (one was tried, and
made 全力實現 of 去實現), and a long run must make words to be believed. Figures are safe in any case: digits have
no place in a GBK pair, so none is ever made or moved by this.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from unionstats.corpus.readings import load, neighbours, plain

SYLLABLE = "[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿɑɡ]{1,6}+"
_BROKEN = re.compile(rf"[?\ufffd]\(?({SYLLABLE})\)")
_INSERTED = re.compile(rf"\(({SYLLABLE})\)")
_REST_OF_TAG = re.compile(r"/?[a-z]{1,6}>")
# A run ends at the next ASCII byte, so a clause bounds it. Longer ones are not worth the search.
_LONGEST = 60
# Up to this length a run whose characters are all common is believed without further proof; longer ones need words.
# Measured on 675 shifted sentences: where lost pairs leave a ?, none came back wrong unnoticed; where they leave no
# trace, 17 did.
_UNPROVED = 4
# Which share of a run's neighbours must stand side by side elsewhere in the text: of a long one, of a guessed one.
_ENOUGH = 0.5
_NEARLY_ALL = 0.75


class Shift(NamedTuple):
    """[start, end) of the damaged text and what stood there."""

    start: int
    end: int
    text: str


def undo_shifts(text: str) -> tuple[list[Shift], int]:
    """The runs that can be restored, ascending and apart from each other, and how many cannot.

    Where all was restored but the ASCII character behind the run, a ? at the end of the new text keeps its place.
    """
    if "?" not in text and "\ufffd" not in text:
        return [], 0
    shifts: list[Shift] = []
    left = 0
    words = _Words(text)
    for match in _BROKEN.finditer(text):
        if shifts and match.start() < shifts[-1].end:
            continue
        shift = _undo(words, match)
        if shift is None:
            left += plain(match[1]) in load().toned
        else:
            shifts.append(shift)
    return shifts, left


class _Run(NamedTuple):
    """One way to read a shifted run: where it ends, its characters and whether some of them were guessed."""

    end: int
    text: str
    guessed: bool


class _Words:
    """Which character follows which, in the text at hand and in the words of other reports."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._after: dict[str, frozenset[str]] = {}

    def after(self, character: str) -> frozenset[str]:
        """The characters that follow `character` somewhere."""
        known = self._after.get(character)
        if known is None:
            here = _followers(self.text, character)
            known = self._after[character] = neighbours().get(character, frozenset()).union(here)
        return known

    def share(self, characters: str) -> float:
        """Which share of neighbouring Chinese characters are known as neighbours. Punctuation tells nothing."""
        known = [other in self.after(one) for one, other in pairwise(characters) if one > "\u3400" and other > "\u3400"]
        return sum(known) / len(known) if known else 0.0


def _followers(text: str, character: str) -> set[str]:
    """The characters of a line that follow `character`; of a run of the same one (家家家) every other is asked."""
    found = set()
    pieces = iter(text.split(character)[1:])
    for piece in pieces:
        if piece:
            found.add(piece[0])
        elif next(pieces, None) is not None:
            found.add(character)
    found.discard("\n")
    return found


def _undo(words: _Words, match: re.Match[str]) -> Shift | None:
    text, start = words.text, match.start()
    before = _pair(text[start - 1]) if start else None
    if before is None:
        return None
    firsts = sorted({pair[1] for pair in _pairs_of(plain(match[1])) if pair[0] == before[1] and pair[1] > 0x80})
    runs = {run for first in firsts for run in _runs(words, match.end(), first, text[start - 1], "", guessed=False)}
    best = _choose(words, start, runs)
    if best is None:
        return None
    # The mirror shows its full-width commas as ASCII ones.
    return Shift(start, best.end, best.text if "，" in text else best.text.replace("，", ","))


def _choose(words: _Words, start: int, runs: set[_Run]) -> _Run | None:
    """The one run to believe, if there is one."""
    text = words.text
    shares = {run: words.share(text[start - 1] + run.text + text[run.end : run.end + 1]) for run in runs}
    believed = [
        run
        for run in runs
        if shares[run] >= (_NEARLY_ALL if run.guessed else 0 if len(run.text) <= _UNPROVED else _ENOUGH)
    ]
    best = max((shares[run] for run in believed), default=0)
    # Another way to read the run is no rival when it makes fewer words and is guessed, or makes none.
    rivals = [run for run in believed if shares[run] == best or (not run.guessed and shares[run] > 0)]
    return rivals[0] if len(rivals) == 1 else None


def _runs(words: _Words, at: int, pending: int, previous: str, made: str, *, guessed: bool) -> Iterator[_Run]:
    """The ways to pair the bytes from `at` on again, when `pending` is the first byte of a broken character."""
    text = words.text
    stop = min(len(text), at + _LONGEST)
    while at < stop:
        if text[at] in "?\ufffd":
            yield from _through_hole(words, at, pending, previous, made, guessed=guessed)
            return
        pair = _pair(text[at])
        if pair is None:
            code = ord(text[at])
            # An ASCII byte can be the second of a pair only from @ to ~; then the line is in step again.
            restored = _character(pending, code) if 0x40 <= code <= 0x7E else None
            if restored:
                yield _Run(at + 1, made + restored, guessed)
            return
        restored = _character(pending, pair[0])
        if restored is None:
            return
        made, pending, at, previous = made + restored, pair[1], at + 1, restored
        if pending < 0x80:
            yield _Run(at, made + chr(pending), guessed)
            return
        inserted = _INSERTED.match(text, at)
        if inserted and text[at - 1] in load().toned.get(plain(inserted[1]), ""):
            at = inserted.end()


def _through_hole(words: _Words, at: int, pending: int, previous: str, made: str, *, guessed: bool) -> Iterator[_Run]:
    """The ways to read on where a ? stands in a run."""
    text = words.text
    broken = _BROKEN.match(text, at)
    if broken:
        # The reading's own character was cut: its second byte went with the bracket, and the line is in step again.
        for pair in _pairs_of(plain(broken[1])):
            if pair[0] == pending and (restored := _character(*pair)):
                yield _Run(broken.end(), made + restored, guessed)
        return
    # The second byte of the last character of the run went with the ASCII character behind it. Which that was is
    # known only where the rest of a tag follows; else its place stays marked.
    tag = _REST_OF_TAG.match(text, at + 1)
    for restored in words.after(previous):
        halves = _pair(restored)
        if halves and halves[0] == pending and restored in load().common:
            yield _Run(tag.end(), made + restored, True) if tag else _Run(at + 1, made + restored + "?", True)
    # Or a pair that GBK does not assign.
    yield from _over_gap(words, at + 1, pending, made)


def _over_gap(words: _Words, at: int, pending: int, made: str) -> Iterator[_Run]:
    """Guess, from words, the two characters that were halved by a pair that is missing before `at`."""
    follower = words.text[at : at + 1]
    pair = _pair(follower) or follower.encode("ascii", "ignore")
    if not pair or pair[0] < 0x40:
        return
    for character in _by_lead().get(pending, ""):
        for other in words.after(character):
            halves = _pair(other)
            if (
                halves
                and halves[1] == pair[0]
                and other in load().common
                and _lost(character.encode("gbk")[1], halves[0])
            ):
                if len(pair) == 1:
                    yield _Run(at + 1, made + character + other, True)
                elif pair[1] < 0x80:
                    yield _Run(at + 1, made + character + other + chr(pair[1]), True)
                else:
                    yield from _runs(words, at + 1, pair[1], other, made + character + other, guessed=True)


@cache
def _lost(first: int, second: int) -> bool:
    """Whether a pair of bytes is no character of GBK."""
    try:
        bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return True
    return False


@cache
def _pair(character: str) -> bytes | None:
    """The two bytes of a character in GBK, or nothing for ASCII and what GBK does not hold."""
    try:
        pair = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def _character(first: int, second: int) -> str | None:
    """The character of two bytes, if it is one that reports use: common Chinese, or full-width punctuation."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(character) != 1:
        return None
    return character if character in load().common or first in (0xA1, 0xA3) else None


@cache
def _pairs_of(reading: str) -> tuple[bytes, ...]:
    """The bytes of the characters with this reading."""
    return tuple(filter(None, map(_pair, load().toned.get(reading, ""))))


@cache
def _by_lead() -> dict[int, str]:
    """First byte → the common characters that begin with it."""
    table: dict[int, list[str]] = {}
    for character in sorted(load().common):
        pair = _pair(character)
        if pair:
            table.setdefault(pair[0], []).append(character)
    return {lead: "".join(characters) for lead, characters in table.items()}
