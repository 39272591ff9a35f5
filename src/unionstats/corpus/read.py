"""A path → a Document: bytes, text, mended text, rules text."""

import hashlib
import os
import re
import stat
from pathlib import Path

from unionstats.core.document import Document
from unionstats.core.errors import InputError, reason_of
from unionstats.corpus.decode import Decoded, decode
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
        InputError: `where` is `file`; it is missing, unreadable, no regular file, empty, too large, binary or
            in no encoding we know.
        UsageError: `encoding` is none of those we know.
    """
    data = _bytes(path, file)
    try:
        decoded = decode(data, encoding)
    except InputError as error:
        raise InputError(file, error.what, error.remedy) from None
    return _document(file, data, decoded, path.suffix.lower().removeprefix(".") or "txt")


def document_of(text: str, file: str = "") -> Document:
    """A report that is already text. Its hash and size are those of its UTF-8 form; lone surrogates become U+FFFD."""
    if not text.isascii() and _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
    suffix = Path(file).suffix.lower().removeprefix(".")
    return _document(file, text.encode(), Decoded(text, "utf-8", text.count("\ufffd")), suffix or "txt")


def _document(file: str, data: bytes, decoded: Decoded, form: str) -> Document:
    mended = repair(decoded.text)
    text, script = normalise(mended.text)
    return Document(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        encoding=decoded.encoding,
        format=form,
        decoded=decoded.text,
        text=text,
        offsets=mended.offsets,
        script=script,
        repairs=mended.repairs,
        unrepaired=mended.unrepaired,
        replaced=decoded.replaced,
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
