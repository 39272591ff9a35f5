"""Damage clean text the way mirrors in traditional script do, for the tests of repair.

A mirror knows some characters that its readers may not, and puts their readings after them. It replaces bytes
of GBK, not characters, and so also hits where the last byte of one character and the first of the next look
like a character that it knows. What reads those bytes afterwards goes from left to right, a byte below 0x80
alone and any other with its neighbour.
"""

from collections.abc import Iterable

import pypinyin

# Characters that need a reading, in the order in which the mirror replaces them.
LIGHT = "業務會發設創關領權優經聯產穩質現養續轉農調結協態礎規應戰區構內統監網術驅側進醫動計價節學導據獎實體標準擴維護華"
HEAVY = LIGHT + ("萬開國問級爭當達競場時長戶個點電話車門專題總組織營濟貢獻廳勵歷處輛聽這還過團報難見視頻")


def damage(
    text: str, *, heavy: bool = False, doubled: bool = False, silent: bool = False, known: Iterable[str] = ()
) -> str:
    """`text`, in traditional script, as a mirror would show it.

    Args:
        heavy: readings after the common words between number and unit too.
        doubled: commas doubled.
        silent: pairs that GBK leaves to its users vanish, as on some mirrors, instead of becoming a question mark.
        known: the characters that get a reading, in the order in which the mirror replaces them, instead of its usual
            ones.
    """
    shown = "".join(_shown(pair, silent) for pair in _pairs(_with_readings(text, known or (HEAVY if heavy else LIGHT))))
    shown = shown.replace("，", ",")
    return shown.replace(",", ",,") if doubled else shown


def loses(text: str, known: Iterable[str] = LIGHT) -> bool:
    """Whether the damage takes an ASCII character of the text along, never to come back: 獎章61名 → 獎?wù)?1名."""
    pairs = _pairs(_with_readings(text, known))
    broken = [pair for pair in pairs if len(pair) == 2 and pair[1] < 0x80 and _shown(pair, silent=False) == "?"]
    return any(pair[1:] != b"(" for pair in broken)


def _with_readings(text: str, known: Iterable[str]) -> bytes:
    data = text.encode("gbk", "ignore")
    for character in dict.fromkeys(known):
        one = character.encode("gbk")
        data = data.replace(one, one + reading(character).encode("gbk"))
    return data


def reading(character: str) -> str:
    """The usual reading in brackets: 業 → (yè)."""
    return f"({pypinyin.lazy_pinyin(character, style=pypinyin.Style.TONE)[0]})"


def _pairs(data: bytes) -> list[bytes]:
    pairs = []
    at = 0
    while at < len(data):
        width = 1 if data[at] < 0x80 else 2
        pairs.append(data[at : at + width])
        at += width
    return pairs


def _shown(pair: bytes, silent: bool) -> str:
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return "" if silent and _for_users(pair) else "?"


def _for_users(pair: bytes) -> bool:
    try:
        return "\ue000" <= pair.decode("gb18030") <= "\uf8ff"
    except UnicodeDecodeError:
        return False
