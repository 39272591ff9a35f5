"""A file → a Document: bytes, text, mended text, rules text."""

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unionstats.core.document import Document
from unionstats.core.errors import InputError, reason_of
from unionstats.corpus.decode import Decoded, decode
from unionstats.corpus.discover import STDIN, Found
from unionstats.corpus.formats.sniff import SUFFIXES, TEXT, UNREADABLE, format_of
from unionstats.corpus.normalise import normalise
from unionstats.corpus.repair import repair

MAX_BYTES = 64 * 1024 * 1024

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_document(path: Path, file: str, encoding: str | None = None) -> Document:
    """Read one report.

    Args:
        path: a regular file.
        file: its name in the tables, see `discover`.
        encoding: how to decode it; found out when None.

    Raises:
        InputError: `where` is `file`; it is missing, unreadable, no regular file, empty, too large, binary, in no
            encoding or of no format we know, broken, or the package that reads its format is not installed.
        UsageError: `encoding` is none of those we know.
    """
    data = _bytes(path, file)
    return read_bytes(data, file, encoding)


def read_found(found: Found, encoding: str | None = None) -> Document:
    """Read what `discover` has found: a file, a file of an archive, or standard input.

    Raises:
        InputError, UsageError: as of `read_document`.
    """
    if found.path == STDIN:
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), found.file, encoding)
    if found.member is None:
        return read_document(found.path, found.file, encoding)
    from unionstats.corpus.archive import read_member

    try:
        data = read_member(found.path, found.member, MAX_BYTES)
    except InputError as error:
        raise InputError(found.file, error.what, error.remedy) from None
    return read_bytes(data, found.file, encoding)


@contextmanager
def closing_readers() -> Iterator[None]:
    """At the end, end the process that reads pages, Word files and PDFs, where one was started."""
    try:
        yield
    finally:
        if (child := sys.modules.get("unionstats.corpus.formats.child")) is not None:
            child.close()


def read_bytes(data: bytes, file: str, encoding: str | None = None) -> Document:
    """Read one report that is in memory. The suffix of `file` is a hint of its format, no more.

    Raises:
        InputError: as of `read_document`.
        UsageError: `encoding` is none of those we know.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(file)
    form = format_of(data, Path(file).suffix[1:])
    try:
        if form in UNREADABLE:
            raise InputError(file, *UNREADABLE[form])
        if form in TEXT:
            return _document(file, data, decode(data, encoding), form)
        from unionstats.corpus.formats.child import extract

        if encoding is not None:
            decode(b" ", encoding)  # refuses a name that is none, before a process is started for it
        extracted = extract(form, data, encoding)
    except InputError as error:
        raise InputError(file, error.what, error.remedy) from None
    decoded = Decoded(extracted.text, extracted.encoding or "", extracted.text.count("\ufffd"))
    return _document(file, data, decoded, "html" if form == "mhtml" else form, extracted.warning)


def document_of(text: str, file: str = "") -> Document:
    """A report that is already text. Its hash and size are those of its UTF-8 form; lone surrogates become U+FFFD."""
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    form = SUFFIXES.get(Path(file).suffix[1:].lower(), "txt")
    decoded = Decoded(text, "utf-8", text.count("\ufffd"))
    return _document(file, text.encode(), decoded, form if form in TEXT else "txt")


def _document(file: str, data: bytes, decoded: Decoded, form: str, warning: str = "") -> Document:
    if form == "md":
        from unionstats.corpus.formats.marks import without_marks

        bare, marks = without_marks(decoded.text)
        mended = repair(bare)
        offsets = mended.offsets.through(marks)
    else:
        mended = repair(decoded.text)
        offsets = mended.offsets
    text, script = normalise(mended.text)
    return Document(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        encoding=decoded.encoding or None,
        format=form,
        decoded=decoded.text,
        text=text,
        offsets=offsets,
        damage=mended.offsets,
        script=script,
        repairs=mended.repairs,
        unrepaired=mended.unrepaired,
        replaced=decoded.replaced,
        warning=warning,
    )


def _bytes(path: Path, file: str) -> bytes:
    """The file's bytes, by the system's own calls: a third of the time of open().read().

    O_NONBLOCK and the second look at what was opened keep a FIFO, put there since the folder was listed, from
    blocking the run.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise InputError(file, "does not exist", "Check the path.") from None
    except (OSError, ValueError) as error:
        raise InputError(file, f"cannot be opened ({reason_of(error)})", "Check its permissions.") from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise InputError(file, "is not a regular file", "Give a text file.")
        if state.st_size > MAX_BYTES:
            raise _too_large(file)
        parts = [os.read(handle, state.st_size + 1)]
        size = len(parts[0])
        # A short read is rare (a file that grows, a network disk), but allowed.
        while parts[-1] and size != state.st_size:
            parts.append(os.read(handle, 1 << 20))
            size += len(parts[-1])
            if size > MAX_BYTES:
                raise _too_large(file)
    except OSError as error:
        raise InputError(file, f"cannot be read ({reason_of(error)})", "Check the disk and the permissions.") from None
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large(file: str) -> InputError:
    return InputError(file, f"is too large (more than {MAX_BYTES >> 20} MB)", "Split it into one file for each report.")
