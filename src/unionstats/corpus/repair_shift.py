"""Restore lines that an inserted reading shifted by one byte.

A mirror put readings after characters on the bytes of GBK text. Where the two bytes of the character happened to
be the last byte of one character and the first of the next, the insertion broke both. 獎章獲得 is AA84 D5C2 AB40
B5C3 and holds 務, 84D5; with (wù) after it the bytes are AA84 D5 28 77…29 C2AB 40 B5C3. The reader of the mirror
showed the broken pair D5 28 as one ?, and then paired every byte with its wrong neighbour until an ASCII byte set it
right: 獎?wù)芦@得. The reading and the byte before it name the lost byte D5, and with it the run can be paired
again.

Pairs that GBK does not assign became a ? on the way, and took two bytes along. What stood there is found from its
other halves and its neighbours, and believed only where no other characters fit nearly as well. An ASCII character
that went that way is gone for good, and so is a figure's digit; a ? keeps its place unless digits follow. On some
mirrors such pairs left no trace at all; no guess is made at these. No digit is ever made or moved.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from unionstats.corpus.gbk import DIGITS, by_lead, by_second, character_of, is_lost, pair_of, pairs_of
from unionstats.corpus.neighbours import MARKS, Neighbours, likelihood_in_words, ordinary
from unionstats.corpus.readings import load, plain

SYLLABLE = "[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿɑɡ]{1,6}+"
_HOLES = "?\ufffd"
# An ASCII character that went with a hole, while a run is read.
_LOST = "\ufffd"
_BROKEN = re.compile(rf"[{_HOLES}]\(?({SYLLABLE})\)")
_INSERTED = re.compile(rf"\(({SYLLABLE})\)")
_REST_OF_TAG = re.compile(r"/?[a-z]{1,6}>")
# A run ends at the next ASCII byte, so a clause bounds it. Longer ones are not worth the search.
_LONGEST = 60
_NUMERALS = DIGITS.union("一二三四五六七八九十百千萬億兩半")
# Ways to read a run that are followed side by side, and the steps that a text may take: one damaged throughout takes
# a thousand, one made to be slow is left as it is. A run takes some steps before the search begins.
_WIDTH = 24
_STEPS = 20_000
_OF_A_RUN = 4
# Up to this length a run whose characters are all common is believed without further proof.
_UNPROVED = 4
# The mean likelihood of its characters that a longer run needs, and one with a hole: where holes show, no pair was
# lost without a trace. And how much likelier than any other reading of the line it must be. Measured on sentences of
# reports damaged with many sets of readings.
_LIKELY, _LIKELY_WITH_HOLE, _AHEAD, _FAR_AHEAD = -1.3, -2.5, 1.9, 2.4
# That a pair took an ASCII character along is less likely than that it did not. At the end of a line, where it took
# a blank or the line's end, a full stop is to be expected before it.
_SWALLOWED, _CLIPPED = -1.0, -3.0
_LINE_ENDS = ("", "\n", "\r")


class Shift(NamedTuple):
    """[start, end) of the damaged text, what stood there, and whether an ASCII character behind it is lost."""

    start: int
    end: int
    text: str
    lost: bool


class _Run(NamedTuple):
    """One way to read a shifted run, as far as `at`.

    `pending` is the first byte of the character that is cut at `at`: 0 when a hole took it, -1 when the line is in
    step again. `hole` is the byte before one that a hole took. `guesses` are the places in `text` of the characters of
    which a byte went with a hole.
    """

    at: int
    pending: int
    text: str
    likelihood: float
    guesses: tuple[int, ...] = ()
    hole: int = 0


def steps_for(text: str) -> int:
    """How many steps the search in a text may take, in all."""
    return max(_STEPS, len(text) // 8)


def undo_shifts(text: str, steps: int) -> tuple[list[Shift], int, int]:
    """The runs that can be restored, ascending and apart from each other; how many cannot; what is left of `steps`."""
    if "?" not in text and "\ufffd" not in text:
        return [], 0, steps
    shifts: list[Shift] = []
    left = 0
    search = None
    for match in _BROKEN.finditer(text):
        if shifts and match.start() < shifts[-1].end:
            continue
        search = search or _Search(text, steps)
        shift = search.undo(match)
        if shift is None:
            left += plain(match[1]) in load().toned
        else:
            shifts.append(shift)
    return shifts, left, search.steps if search else steps


class _Search:
    """The search for the characters of the shifted runs of one text."""

    def __init__(self, text: str, steps: int) -> None:
        self.text = text
        self.neighbours = Neighbours(text)
        self.steps = steps

    def undo(self, match: re.Match[str]) -> Shift | None:
        """The one reading of the run behind a broken insertion that is to be believed, if there is one."""
        text, start = self.text, match.start()
        self.steps -= _OF_A_RUN
        before = pair_of(text[start - 1]) if start and self.steps > 0 else None
        if before is None:
            return None
        firsts = {pair[1] for pair in pairs_of(plain(match[1])) if pair[0] == before[1] and pair[1] > 0x80}
        runs = self._read(match.end(), [_Run(match.end(), first, text[start - 1], 0.0) for first in sorted(firsts)])
        best = self._choose(runs)
        if best is None:
            return None
        made, lost = best.text[1:], best.text.endswith(_LOST)
        if lost:
            # Most likely a digit where others follow: the figure keeps its label, and is flagged for the ? on the page.
            made = made.rstrip(_LOST) + ("" if text[best.at : best.at + 1].isdigit() else "?")
        # The mirror shows its full-width commas as ASCII ones.
        return Shift(start, best.at, made if "，" in text else made.replace("，", ","), lost)

    def _choose(self, runs: list[_Run]) -> _Run | None:
        """The run to believe. They end at different places, so what is printed up to the last of these counts too."""
        far = max((run.at for run in runs), default=0)
        totals: dict[str, tuple[float, _Run]] = {}
        for run in runs:
            total = run.likelihood + self._as_printed(run, far)
            whole = run.text + self.text[run.at : far]
            if whole not in totals or totals[whole][0] < total:
                totals[whole] = total, run
        ranked = sorted(totals.values(), key=lambda one: -one[0])
        if not ranked:
            return None
        best = ranked[0][1]
        ahead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else _FAR_AHEAD
        if not self._proved(best) or ahead < _AHEAD or (ahead < _FAR_AHEAD and not self._fits_in(best)):
            return None
        length = len(best.text.rstrip(_LOST)) - 1
        if not best.guesses and length <= _UNPROVED:
            return best
        return best if best.likelihood >= (_LIKELY_WITH_HOLE if best.guesses else _LIKELY) * length else None

    def _as_printed(self, run: _Run, end: int) -> float:
        """How likely the text behind a run is, up to `end`, if it is in step."""
        text = run.text[-1].replace(_LOST, "，") + self.text[run.at : end + 1]
        return sum(likelihood_in_words(one, other) for one, other in pairwise(text))

    def _proved(self, run: _Run) -> bool:
        """Whether each guessed or uncommon character makes a word with one beside it, and none makes a figure."""
        text = run.text + self.text[run.at : run.at + 1]
        known = self.neighbours.known
        return all(
            text[at] not in (_NUMERALS if at in run.guesses else DIGITS)
            and (
                text[at] in MARKS
                or (at not in run.guesses and ordinary(text[at]))
                or known(text[at - 1], text[at])
                or (at + 1 < len(text) and known(text[at], text[at + 1]))
            )
            for at in range(1, len(run.text.rstrip(_LOST)))
        )

    def _fits_in(self, run: _Run) -> bool:
        """Whether each guessed character makes a word with the one before it and with the one behind it."""
        text = run.text + self.text[run.at : run.at + 1]
        return all(
            self.neighbours.known(text[at - 1], text[at])
            and (
                text[at + 1 : at + 2] < "\u3400"
                or text[at + 1] == _LOST
                or self.neighbours.known(text[at], text[at + 1])
            )
            for at in run.guesses
        )

    def _read(self, at: int, runs: list[_Run]) -> list[_Run]:
        """All ways to pair the bytes from `at` on again that end with the line in step, of those worth following."""
        text = self.text
        ended: list[_Run] = []
        stop = min(len(text), at + _LONGEST)
        while at < stop and runs and self.steps > 0:
            step = self._over_hole if text[at] in _HOLES else self._over_character
            going: dict[tuple[int, str], _Run] = {}
            for run in runs:
                self.steps -= 1
                for read in step(run):
                    self.steps -= 1
                    if read.pending < 0:
                        ended.append(read)
                    else:
                        going[read.pending, read.text] = read
            runs = sorted(going.values(), key=lambda run: -run.likelihood)[:_WIDTH]
            at += 1
            inserted = _INSERTED.match(text, at)
            if inserted and text[at - 1] in load().toned.get(plain(inserted[1]), ""):
                at = inserted.end()
                runs = [run._replace(at=at) for run in runs]
        return ended

    def _extended(self, run: _Run, character: str, pending: int, at: int, *, guess: bool, hole: int = 0) -> _Run:
        likelihood = run.likelihood + self.neighbours.likelihood(run.text[-1], character)
        guesses = (*run.guesses, len(run.text)) if guess else run.guesses
        return _Run(at, pending, run.text + character, likelihood, guesses, hole)

    def _over_character(self, run: _Run) -> Iterator[_Run]:
        """The printed character at hand is the second byte of one character and the first of the next."""
        text, at = self.text, run.at
        pair = pair_of(text[at]) or text[at].encode("ascii", "ignore")
        # An ASCII byte can be the second of a pair only from @ to ~; then the line is in step again.
        if not pair or not 0x40 <= pair[0] != 0x7F:
            return
        pending = pair[1] if len(pair) == 2 else -1
        for character in self._candidates(run, pair[0]):
            read = self._extended(run, character, pending, at + 1, guess=not run.pending)
            if 0 <= pending < 0x80:
                read = read._replace(text=read.text + chr(pending), pending=-1)
            yield read

    def _candidates(self, run: _Run, second: int) -> Iterator[str]:
        """The characters that end with the byte `second` and begin with the pending one."""
        if run.pending:
            character = character_of(run.pending, second)
            if character:
                yield character
            return
        # The first byte went with a hole: whichever makes a pair with the byte before it that GBK does not hold.
        reading = _INSERTED.match(self.text, run.at + 1) if second < 0x80 else None
        named = load().toned.get(plain(reading[1]), "") if reading else None
        for character, first in by_second().get(second, ()):
            if is_lost(run.hole, first) and (named is None or character in named):
                yield character

    def _over_hole(self, run: _Run) -> Iterator[_Run]:
        """A ? took the second byte of a character, and with it the first of the next or an ASCII character."""
        text, at = self.text, run.at
        broken = _BROKEN.match(text, at)
        if broken:
            # The reading's own character was cut: its second byte went with the bracket; the line is in step again.
            for pair in pairs_of(plain(broken[1])):
                fits = run.pending == pair[0] if run.pending else is_lost(run.hole, pair[0])
                character = character_of(*pair) if fits else None
                if character:
                    yield self._extended(run, character, -1, broken.end(), guess=True)
            return
        tag = _REST_OF_TAG.match(text, at + 1)
        for character, first, second in self._halves(run):
            if not run.pending and not is_lost(run.hole, first):
                continue
            guessed = self._extended(run, character, 0, at + 1, guess=True, hole=second)
            yield guessed
            # Which ASCII character it was is known only where the rest of a tag follows; else its place stays marked.
            if tag:
                yield guessed._replace(at=tag.end(), pending=-1)
                continue
            line_ends = text[at + 1 : at + 2] in _LINE_ENDS
            if line_ends and character == "。":
                yield guessed._replace(pending=-1, likelihood=run.likelihood)
            else:
                likelihood = guessed.likelihood + (_CLIPPED if line_ends else _SWALLOWED)
                yield guessed._replace(text=guessed.text + _LOST, pending=-1, likelihood=likelihood)

    def _halves(self, run: _Run) -> Iterator[tuple[str, int, int]]:
        """The characters that may stand behind the run, with their bytes, where nothing tells their second."""
        if run.pending:
            yield from by_lead().get(run.pending, ())
            return
        self.steps -= len(self.text) >> 8
        for character in sorted(self.neighbours.after(run.text[-1])):
            pair = pair_of(character)
            if pair and character in load().common:
                yield character, pair[0], pair[1]
