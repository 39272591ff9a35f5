"""Bytes → text, by a closed ladder instead of a guesser.

Chinese reports come as UTF-8, UTF-16 with its mark, GB18030 (with its parts GB2312 and GBK) or Big5. A ladder
that knows only these cannot answer KOI8, and survives the few broken bytes at which general detectors give up:

1. the encoding that somebody names, whatever the text looks like;
2. a byte order mark;
3. UTF-8, where the bytes are UTF-8, but for a few;
4. UTF-8, GB18030 or Big5, whichever makes the most frequent characters. What a page says of itself (<meta charset>) is
   a hint here and no more: pages say gb2312 and are UTF-8 or Big5.

Each place that cannot be decoded becomes a U+FFFD, and is counted. The digit behind a broken byte stays: in none of
these encodings is a digit the second byte of a character (four-byte characters of GB18030 apart, which are rare).
"""

import codecs
import re
from typing import NamedTuple

from unionstats.core.errors import InputError, UsageError
from unionstats.corpus.readings import load

# What people and pages call an encoding → what it is decoded as. The larger set reads all of the smaller ones.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
}

# UTF-32 before UTF-16: its mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)

# A share of broken characters, of all that are not ASCII, that UTF-8 survives without a look at the others.
_TOLERATED = 0.02
# Frequent characters and punctuation make up 0.36 or more of a report, even of its first 30 characters; in a wrong
# encoding 0.18 or less, and in Russian, Greek, Japanese or Korean read as Chinese 0.11 or less (measured).
_FREQUENT_ENOUGH = 0.2
# What a page's own word for its encoding is worth in that share.
_SAID = 0.05

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE
)
# Pages name their encoding in their first bytes (browsers look at 1024; title and scripts often come before it).
_HEAD = 8192

_NOT_ASCII = re.compile("[^\x00-\x7f]")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》—…·％　")


class Decoded(NamedTuple):
    """The text without a byte order mark and with its line ends as they are; how it was decoded; and how many places
    stand as U+FFFD because they could not be decoded, here or by whoever wrote the file."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, hint: str | None = None) -> Decoded:
    """Decode a report.

    Args:
        data: the file's bytes.
        hint: the encoding, where somebody knows it; it is then used whatever the text looks like.

    Raises:
        InputError: the bytes are empty, binary, or no text in any of these encodings. `where` is empty.
        UsageError: `hint` names no encoding that is known here.
    """
    if not data:
        raise InputError("", "is empty", "Remove it or fill it.")
    if hint is not None:
        return _as_told(data, hint)
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return _not_empty(_with(data[len(mark) :], encoding)._replace(encoding=name))
    data = data.removeprefix(codecs.BOM_UTF8)
    nulls = data.count(0)
    if nulls > 4 and nulls * 100 > len(data):
        raise _binary()
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _best(data)
    if nulls and text.isascii():
        raise _binary()
    return _not_empty(Decoded(text, "utf-8", text.count("\ufffd")))


def _as_told(data: bytes, hint: str) -> Decoded:
    try:
        encoding = ENCODINGS[hint.strip().lower().replace("_", "-")]
    except KeyError:
        known = ", ".join(sorted(ENCODINGS))
        raise UsageError(f"encoding {hint}", "is not known here", f"Use one of {known}.") from None
    if encoding == "utf-8":
        data = data.removeprefix(codecs.BOM_UTF8)
    told = _with(data, encoding)
    return _not_empty(told._replace(text=told.text.removeprefix("\ufeff")))


def _best(data: bytes) -> Decoded:
    """The most text-like of three readings of bytes that are not clean UTF-8."""
    tried = _with(data, "utf-8")
    if tried.replaced <= _TOLERATED * len(_NOT_ASCII.findall(tried.text)):
        return tried
    said = said_encoding(data)
    ranked = [
        (_share_of_frequent(one.text) + _SAID * (one.encoding == said), -order, one)
        for order, one in enumerate((tried, _with(data, "gb18030"), _with(data, "big5hkscs")))
    ]
    share, _, best = max(ranked)
    if share >= _FREQUENT_ENOUGH:
        return best
    if _looks_binary(data):
        raise _binary()
    # Too few Chinese characters to tell, or rare ones: a page is believed when its bytes agree.
    for _, _, one in ranked:
        if one.encoding == said and one.replaced <= _TOLERATED * len(_NOT_ASCII.findall(one.text)):
            return one
    raise InputError("", "cannot be decoded as UTF-8, GB18030 or Big5", "Save it as UTF-8 text.")


def said_encoding(data: bytes) -> str | None:
    """What a page in HTML or XML says of its encoding, as Python calls it; None when it says nothing that we know."""
    found = _CHARSET.search(data, 0, _HEAD)
    return ENCODINGS.get(found[1].decode("ascii").lower().replace("_", "-")) if found else None


def _with(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _share_of_frequent(text: str) -> float:
    """How many of the characters that are not ASCII are frequent Chinese characters or punctuation."""
    wide = _NOT_ASCII.findall(text)
    frequent = load().frequent
    return sum(one in frequent or one in _PUNCTUATION for one in wide) / len(wide) if wide else 0.0


def _looks_binary(data: bytes) -> bool:
    """Control characters are rare in text of any of the encodings and make up a tenth of compressed data."""
    head = data[:4096]
    return 0 in head or sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head) * 50 > len(head)


def _not_empty(decoded: Decoded) -> Decoded:
    if not decoded.text:
        raise InputError("", "is empty", "Remove it or fill it.")
    return decoded


def _binary() -> InputError:
    return InputError("", "looks like a binary file", "Give the report as a text file.")
