"""Run every pattern that the rules compile to on text made to be slow, and name those that it makes slow.

Each pattern is run as reading runs it: an exclusion at one figure after the other, a label shape once on a clause,
furniture on lines. First on short text; what looks slow there is measured again on SIZE characters.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from unionstats.grammar.exclusions import compile_pattern
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.qualifiers import FAR
from unionstats.matching.quantities import numbers_pattern
from unionstats.matching.settle import FURNITURE_LENGTH
from unionstats.matching.turned import REACH

SIZE = 200_000
"""Characters of hostile text."""
BOUND = 0.5
"""CPU seconds that one pattern may take for them."""
STEEPEST = 3.0
"""How many times the CPU time may grow with twice the text: 2 is linear, 4 quadratic; the rest is the clock's."""
SHORT = 8_000
_QUIET = 0.05
"""CPU seconds below which a growth is the clock's noise."""
RUNS = (3, 7)
"""Runs of which the fastest counts: what a busy machine made look slow is measured again."""
_PATIENCE = 4 * BOUND
"""Seconds after which a run is given up."""
_ENDLESS = float("inf")
_STEP = 17
"""Figures stand two characters apart and more. A prime, so that every place of a repeated piece is tried."""

PIECES = (
    "1", "12,", "1.", "会员", "(", "()", "((会员))", "“", "“‘《", "“3个”", "人", "家", "万", "3人", "2024年", " ", "、",
    "其中(“会员1万2,",
)  # fmt: skip
"""What hostile text repeats: digits, words, brackets, quotes that nest, measure words, and mixtures."""

_NEVER = "\ue003"
"""Another way to match: a private character, which no text holds."""
_WORDS = re.compile(r"(?<!\\)[0-9A-Za-z一-鿿“”《》、]+")
_SYNTAX = re.compile(r"\\.|\(\?P<\w+>|\(\?[a-z]\)|\{[0-9,]*\}")

Run = Callable[[str], object]


class Pattern(NamedTuple):
    """A pattern of a rule, how reading runs it on a text, and the pieces of text that it may be slow on."""

    rule: str
    file: str
    source: str
    run: Run
    pieces: tuple[str, ...]


class Slow(NamedTuple):
    """A pattern that is slow on `piece`, repeated. Of `size` characters, half take `half` and all take `seconds`.

    `growth` is seconds / half. It and `half` are None where the pattern was given up after `seconds`.
    """

    rule: str
    file: str
    pattern: str
    piece: str
    size: int
    half: float | None
    seconds: float
    growth: float | None


def patterns_of(book: Rulebook) -> list[Pattern]:
    """Every pattern that the rules of `book` compile to, and those that its lists of words make together."""
    common = (*PIECES, "".join(sorted(book.units)))
    found = [
        Pattern(rule, file, source, run, (*common, *_pieces_of(source)))
        for rule, file, source, run in (*_of_rules(book), *_of_words(book))
    ]
    # What a long list of words is made of would be one piece: the common ones do for those.
    return [pattern if len(pattern.source) < 1000 else pattern._replace(pieces=common) for pattern in found]


def find_slow(patterns: Iterable[Pattern], *, bound: float = BOUND) -> list[Slow]:
    """The patterns that take more than `bound` CPU seconds or grow faster than the text, with the first such piece."""
    found = []
    for pattern in patterns:
        entries = (_slow(pattern, piece, bound) for piece in pattern.pieces)
        slow = next((entry for entry in entries if entry is not None), None)
        if slow is not None:
            found.append(slow)
    return found


def _of_rules(book: Rulebook) -> Iterator[tuple[str, str, str, Run]]:
    for rule in book.rules:
        for source in rule.body.get("patterns", ()) if rule.family == "furniture" else ():
            yield rule.id, rule.file, source, partial(_lines, compile_pattern(rule, _one_of(source)))
        for source in rule.body.get("patterns", ()) if rule.family == "exclusion" else ():
            left, _, right = source.partition("{q}")
            if left:
                before = compile_pattern(rule, f"(?r)(?:{_one_of(left)})")
                yield rule.id, rule.file, source, partial(_behind, before, REACH)
            if right:
                yield rule.id, rule.file, source, partial(_each, compile_pattern(rule, _one_of(right)))
    files = {rule.id: rule.file for rule in book.rules}
    for period in book.periods:
        yield period.rule, files[period.rule], period.pattern.pattern, partial(_scan, period.pattern)
    for shape in book.shapes:
        for side in (shape.left, shape.right):
            if side is not None:
                yield shape.rule, files[shape.rule], side.pattern, partial(_once, side)


def _one_of(source: str) -> str:
    """The pattern as one way of several, as reading joins them: alone, a text without its last word would end it."""
    return f"(?:{source})|{_NEVER}"


def _of_words(book: Rulebook) -> Iterator[tuple[str, str, str, Run]]:
    """The words of a family are one pattern, which belongs to no rule alone."""
    words = book.lexicon
    for name, run in (
        ("unit", partial(_scan, numbers_pattern(book.unit_pattern))),
        ("qualifier.before", partial(_each, re.compile(book.before_pattern))),
        ("qualifier.after", partial(_each, re.compile(book.after_pattern))),
        ("qualifier.far", partial(_behind, book.far_pattern, FAR)),
        ("status", partial(_scan, re.compile(book.plan_pattern))),
        ("elsewhere", partial(_scan, book.elsewhere_words.pattern)),
        ("word.approximator", partial(_once, words.approximators_end)),
        ("word.change", partial(_once, words.change_end)),
        ("word.growth", partial(_once, words.growth_end)),
        ("word.whole", partial(_once, words.whole_end)),
        ("word.adverb", partial(_once, words.front)),
        *(
            (f"word.{name}", partial(_each, getattr(words, name).pattern))
            for name in ("subject", "light", "verb", "creates", "circumstance")
        ),
    ):
        yield name, "", run.args[0].pattern, run


def _pieces_of(source: str) -> set[str]:
    """What a pattern itself looks for: its words, each and all together."""
    words = _WORDS.findall(_SYNTAX.sub(" ", source))
    return {"".join(words), *words[:6]} - {""}


def _scan(pattern: Any, text: str) -> None:
    for _ in pattern.finditer(text, **_limit(pattern)):
        pass


def _once(pattern: Any, text: str) -> None:
    pattern.search(text, **_limit(pattern))


def _each(pattern: Any, text: str) -> None:
    limit, ends = _limit(pattern), time.process_time() + _PATIENCE
    for at in range(0, len(text), _STEP):
        pattern.match(text, at, **limit)
        if time.process_time() > ends:
            raise TimeoutError


def _behind(pattern: Any, reach: int, text: str) -> None:
    limit = _limit(pattern)
    for at in range(reach, len(text), _STEP):
        # A pattern that is read backwards begins at the end of what it is given; the others look for theirs.
        (pattern.match if limit else pattern.search)(text, at - reach, at, **limit)


def _lines(pattern: Any, text: str) -> None:
    limit = _limit(pattern)
    for at in range(0, len(text), FURNITURE_LENGTH):
        pattern.match(text[at : at + FURNITURE_LENGTH], **limit)


def _limit(pattern: Any) -> dict[str, float]:
    """What stops a pattern that would not end. `re`, which compiles nothing but lists of words, knows no limit."""
    return {} if isinstance(pattern, re.Pattern) else {"timeout": _PATIENCE}


def _slow(pattern: Pattern, piece: str, bound: float) -> Slow | None:
    half, whole, size = _measure(pattern.run, piece, 2 * SHORT, 1)
    looks_slow = whole > STEEPEST * half and whole > _QUIET * size / SIZE
    if not looks_slow and whole * SIZE / size <= bound:
        return None
    for times in RUNS if whole < _ENDLESS else ():
        half, whole, size = _measure(pattern.run, piece, SIZE, times)
        if whole <= bound and not (whole > STEEPEST * half and whole > _QUIET):
            return None
        if whole == _ENDLESS:
            break
    if whole == _ENDLESS:
        return Slow(pattern.rule, pattern.file, pattern.source, piece, size, None, _PATIENCE, None)
    return Slow(pattern.rule, pattern.file, pattern.source, piece, size, half, whole, whole / half)


def _measure(run: Run, piece: str, size: int, times: int) -> tuple[float, float, int]:
    """CPU seconds for half of `size` characters and for all, and the size: the half where that does not end."""
    half = _seconds(run, piece, size // 2, times)
    return (half, half, size // 2) if half == _ENDLESS else (half, _seconds(run, piece, size, times), size)


def _seconds(run: Run, piece: str, size: int, times: int) -> float:
    """CPU seconds of the fastest of some runs on `size` characters; infinite where one does not end."""
    text = (piece * (size // len(piece) + 1))[:size]
    best = _ENDLESS
    for _ in range(times):
        begun = time.process_time()
        try:
            run(text)
        except TimeoutError:
            return _ENDLESS
        best = min(best, time.process_time() - begun)
    return best
