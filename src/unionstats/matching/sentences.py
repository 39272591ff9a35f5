"""Where the sentences of a text begin and end."""

import re
from bisect import bisect_right

_SENTENCE = re.compile(r"[。!！?？\n]")


class Sentences:
    """Made once for a text, asked for every figure."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        marks = [found.end() for found in _SENTENCE.finditer(text)]
        self.starts = [0, *marks]
        self.ends = [at - (text[at - 1] == "\n") for at in marks]
        self.ends.append(len(text))

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
        return begin, max(self.ends[last], end)
