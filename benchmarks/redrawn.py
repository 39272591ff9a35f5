"""A corpus of any size out of a few reports: each repeated with other digits.

Dates stay, since a report without its year is refused, and 0 stays 0, so that 20余万 is no 23余万 and lengths and
magnitudes are those of the reports. What the copies share, all their words, a real corpus would not share.
"""

import random
import re
from collections.abc import Sequence
from pathlib import Path

_DIGITS = re.compile(r"(?P<date>(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[0-9]+(?=[年月日]))|[1-9]")


def redraw(text: str, dice: random.Random) -> str:
    """The text with every digit from 1 to 9 drawn anew, save those of dates."""
    return _DIGITS.sub(lambda found: found[0] if found["date"] else str(dice.randint(1, 9)), text)


def copies(reports: Sequence[Path], count: int, seed: int) -> list[tuple[str, bytes]]:
    """Names and bytes of `count` documents, of each report as many (or one more) as of the others."""
    dice = random.Random(seed)
    texts = [(path, path.read_text(encoding="utf-8")) for path in reports]
    made = []
    for number in range(count):
        path, text = texts[number % len(texts)]
        made.append((f"{path.stem}-{number:06d}{path.suffix}", redraw(text, dice).encode()))
    return made
