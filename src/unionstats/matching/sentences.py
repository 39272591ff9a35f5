"""Where the sentences of a text begin and end."""

import re
from bisect import bisect_right
from itertools import accumulate, count
from operator import add

_SENTENCE = re.compile(r"[。!！?？\n]")


class Sentences:
    """Made once for a text, asked for every figure."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        # Where the pieces end, counted without the marks between them: the n-th sentence starts n marks further on.
        ends = accumulate(map(len, _SENTENCE.split(text)))
        self.starts: list[int] = [0, *map(add, ends, count(1))]
        # The last piece has no mark behind it, so what is behind the text starts no sentence.
        self.starts.pop()

    def end(self, number: int) -> int:
        """Where the sentence of that number (from 0) ends: with its mark, but without a line break."""
        if number + 1 == len(self.starts):
            return len(self.text)
        end = self.starts[number + 1]
        return end - 1 if self.text[end - 1] == "\n" else end

    def start(self, at: int) -> int:
        """Where the sentence of `at` begins."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The sentence or sentences that [start, end) touches, without blanks at the front."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begin = self.starts[first]
        while begin < start and self.text[begin].isspace():
            begin += 1
        return begin, max(self.end(last), end)
