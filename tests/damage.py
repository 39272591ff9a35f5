"""Damage clean text the way mirrors in traditional script do, for the tests of repair.

A mirror knows some characters that its readers may not, and puts their readings after them. It replaces bytes
of GBK, not characters, and so also hits where the last byte of one character and the first of the next look
like a character that it knows. What reads those bytes afterwards goes from left to right, a byte below 0x80
alone and any other with its neighbour.
"""

import pypinyin

# Characters that need a reading, in the order in which the mirror replaces them.
LIGHT = "業務會發設創關領權優經聯產穩質現養續轉農調結協態礎規應戰區構內統監網術驅側進醫動計價節學導據獎實體標準擴維護華"
HEAVY = LIGHT + ("萬開國問級爭當達競場時長戶個點電話車門專題總組織營濟貢獻廳勵歷處輛聽這還過團報難見視頻")


def damage(text: str, *, heavy: bool = False, doubled: bool = False, silent: bool = False) -> str:
    """`text`, in traditional script, as a mirror would show it.

    Args:
        heavy: readings after the common words between number and unit too.
        doubled: commas doubled.
        silent: pairs that GBK leaves to its users vanish, as on some mirrors, instead of becoming a question mark.
    """
    data = text.encode("gbk", "ignore")
    for character in dict.fromkeys(HEAVY if heavy else LIGHT):
        known = character.encode("gbk")
        data = data.replace(known, known + reading(character).encode("gbk"))
    shown = _read_in_pairs(data, silent).replace("，", ",")
    return shown.replace(",", ",,") if doubled else shown


def reading(character: str) -> str:
    """The usual reading in brackets: 業 → (yè)."""
    return f"({pypinyin.lazy_pinyin(character, style=pypinyin.Style.TONE)[0]})"


def _read_in_pairs(data: bytes, silent: bool) -> str:
    shown = []
    at = 0
    while at < len(data):
        width = 1 if data[at] < 0x80 else 2
        pair = data[at : at + width]
        at += width
        try:
            shown.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            shown.append("" if silent and _for_users(pair) else "?")
    return "".join(shown)


def _for_users(pair: bytes) -> bool:
    try:
        return "\ue000" <= pair.decode("gb18030") <= "\uf8ff"
    except UnicodeDecodeError:
        return False
