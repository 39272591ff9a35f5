"""Which Chinese characters have which reading: the facts that undo inserted readings.

The table is `rules/readings.csv`, columns `reading,frequent,common,rare`: a pinyin syllable with its tone mark and
the characters that have this reading: the ones that make up most of a report, the others of GB2312 level 1, and
those of level 2, each with their traditional forms. It was made once from the readings that pypinyin lists for
these characters (all readings, not only the usual one); the traditional forms are the GBK characters that
OpenCC turns into a GB2312 character. The test `test_readings_agree_with_their_source` compares the two.
"""

import csv
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from unionstats.core.rules_folder import rules_folder

# Letters that pages print for the pinyin letters a and g.
_LETTERS = str.maketrans({"ɑ": "a", "ɡ": "g"})
# Grave, acute, macron and caron: the four tones. The dots of ü are no tone and stay.
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


class Readings(NamedTuple):
    """The table, ready for look-up.

    Attributes:
        toned: syllable with its tone mark → its characters, common ones first.
        marked: the same without the syllables that have no tone mark (men).
        toneless: syllable without tone mark → the characters of all its tones.
        frequent: the characters that make up most of a report.
        common: these and the other characters of GB2312 level 1 and their traditional forms.
        known: every character of the table.
    """

    toned: dict[str, str]
    marked: dict[str, str]
    toneless: dict[str, str]
    frequent: frozenset[str]
    common: frozenset[str]
    known: frozenset[str]


@lru_cache(4096)
def plain(syllable: str) -> str:
    """The syllable as the table spells it: lower case, composed, ordinary a and g."""
    return unicodedata.normalize("NFC", syllable).lower().translate(_LETTERS)


@lru_cache(4096)
def without_tone(syllable: str) -> str:
    """The syllable without its tone mark: lǜ → lü."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", syllable).translate(_TONES))


@cache
def load() -> Readings:
    """Read the table, once for each process and only when a page is damaged."""
    toned: dict[str, str] = {}
    marked: dict[str, str] = {}
    toneless: dict[str, str] = {}
    frequent: set[str] = set()
    common: set[str] = set()
    known: set[str] = set()
    with (rules_folder() / "readings.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            characters = row["frequent"] + row["common"] + row["rare"]
            toned[row["reading"]] = characters
            bare = without_tone(row["reading"])
            if bare != row["reading"]:
                marked[row["reading"]] = characters
            toneless[bare] = toneless.get(bare, "") + characters
            frequent.update(row["frequent"])
            common.update(row["frequent"] + row["common"])
            known.update(characters)
    return Readings(toned, marked, toneless, frozenset(frequent), frozenset(common), frozenset(known))
