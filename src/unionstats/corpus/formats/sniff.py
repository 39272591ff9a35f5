"""What a file is, by its content. Its name only decides where the content leaves it open.

Pages are saved as .txt, error pages as .pdf, and an old Word file gets the suffix of a new one.
"""

import codecs
import io
import re

TEXT = frozenset({"txt", "md"})
"""Formats that are their own text."""

SUFFIXES = {
    "txt": "txt",
    "text": "txt",
    "md": "md",
    "markdown": "md",
    "html": "html",
    "htm": "html",
    "shtml": "html",
    "xhtml": "html",
    "mht": "mhtml",
    "mhtml": "mhtml",
    "docx": "docx",
    "pdf": "pdf",
}
"""Suffixes of reports and what is expected behind them."""

UNREADABLE = {
    "doc": ("is a Word file of the old kind (.doc), or one with a password", "Save it as .docx without a password."),
    "rtf": ("is an RTF file", "Save it as .docx."),
    "xlsx": ("is an Excel or PowerPoint file, not a report", "Save its text as .docx or .txt."),
    "odt": ("is an OpenDocument file", "Save it as .docx."),
    "zip": ("is an archive, not a report", "Give it the suffix .zip, or unpack it."),
    "gzip": ("is an archive, not a report", "Unpack it."),
    "rar": ("is an archive, not a report", "Unpack it."),
    "7z": ("is an archive, not a report", "Unpack it."),
}
"""Formats that are known and not read: what is wrong and what to do."""

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_HEAD = 4096
# Patterns as text: a run over text files needs none of them.
_PAGE = r"(?is)(?:\s|<!--.*?-->|<\?[^<>]*>)*<(?:!doctype\s+html|html|head|body|meta|title)\b"
_ANY_TAG = r"(?i)<!doctype|<!--|</?(?:[a-z][a-z0-9]{0,9}|o:p)[\s/>]"
_MAIL = r"(?i)from: <saved by|mime-version:|snapshot-content-location:|x-mailer?:"
_BLANK = b" \t\r\n\f"


def format_of(data: bytes, suffix: str = "") -> str:
    """The format of a file: txt, md, html, mhtml, docx, pdf, or a key of `UNREADABLE`.

    Args:
        data: the whole file.
        suffix: the end of its name, without the dot, in any case.
    """
    hint = SUFFIXES.get(suffix.lower(), "txt")
    # Nearly all files are text and begin with a letter: those are settled by their first byte.
    first = data[:1]
    if first and first in b"<%PRMFSX\xd07{\x1f\xff\xfe\xef" + _BLANK:
        for magic, form in _MAGIC:
            if data.startswith(magic):
                return form
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _packed(data)
        # Some programs write a few bytes in front of a PDF; readers look for its mark in the first 1024.
        if hint == "pdf" and b"%PDF-" in data[:1024]:
            return "pdf"
        head = _head(data)
        if re.match(_PAGE, head):
            return "html"
        if hint == "mhtml" and re.match(_MAIL, head):
            return "mhtml"
    elif hint == "pdf" and b"%PDF-" in data[:1024]:
        return "pdf"
    if hint == "html" and re.search(_ANY_TAG, _head(data, 16 * _HEAD)):
        return "html"
    return hint if hint in TEXT else "txt"


def _head(data: bytes, size: int = _HEAD) -> str:
    """The beginning, as far as it is ASCII: enough to see tags."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) : size].decode(encoding, "replace")
    return data.removeprefix(codecs.BOM_UTF8)[:size].decode("latin-1")


def _packed(data: bytes) -> str:
    """Which of the formats that are zip archives inside."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        # Cut short: what stands at the front of such a file tells a Word file from an archive.
        return "docx" if b"[Content_Types].xml" in data[:_HEAD] or b"word/" in data[:_HEAD] else "zip"
    if "word/document.xml" in names:
        return "docx"
    if "[Content_Types].xml" in names:
        # A Word file may call its main part otherwise; Excel and PowerPoint have folders of their own.
        return "xlsx" if any(name.startswith(("xl/", "ppt/")) for name in names) else "docx"
    return "odt" if "content.xml" in names and "mimetype" in names else "zip"
