"""Zip archives of reports: what is in them, under which names, and the bytes of a file. Nothing is put on the disk."""

import stat
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from unionstats.core.errors import InputError, reason_of
from unionstats.corpus.discover import ARCHIVE
from unionstats.corpus.formats.limits import MAX_RATIO, RATIO_FROM

MAX_MEMBERS = 20_000
"""Files of one archive: more than the reports of all cities of ten years."""
MAX_UNPACKED = 2_000_000_000
"""Bytes of all files of an archive together."""
_UTF8 = 0x800
_ENCRYPTED = 0x1


class Member(NamedTuple):
    """A file of an archive: its path inside, its place in the table of contents, and why it cannot be read, or
    nothing."""

    name: str
    place: int
    objection: str


def list_members(path: Path) -> list[Member] | None:
    """The files of an archive in the order of its table of contents, but hidden ones. None where the archive is a
    Word file or the like by another name.

    Names that are not marked as UTF-8 are taken for GB18030, as Chinese Windows writes them, unless they are UTF-8
    all the same. Of a name that is there twice, the second gets a number.

    Raises:
        InputError: it is no zip archive, or far larger inside than any folder of reports. `where` is empty.
    """
    infos = _open(path).infolist()
    names = [_name(info) for info in infos]
    if "[Content_Types].xml" in names:
        return None
    if len(infos) > MAX_MEMBERS:
        raise InputError("", f"is an archive of more than {MAX_MEMBERS:,} files", "Split it.")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise InputError("", f"is an archive of more than {MAX_UNPACKED // 10**9} GB (a zip bomb)", "Unpack it.")
    members: list[Member] = []
    taken: dict[str, int] = {}
    for place, (info, name) in enumerate(zip(infos, names, strict=True)):
        inner = PurePosixPath(name)
        if name.endswith("/") or any(map(_is_hidden, inner.parts)):
            continue
        taken[name] = taken.get(name, 0) + 1
        shown = name if taken[name] == 1 else str(inner.with_name(f"{inner.stem} ({taken[name]}){inner.suffix}"))
        members.append(Member(shown, place, _objection(info, name)))
    return members


def read_member(path: Path, place: int, limit: int) -> bytes:
    """The bytes of one file of an archive, of which at most `limit` are read.

    Raises:
        InputError: it is larger, broken, or packed in a way that is not known here. `where` is empty.
    """
    archive = _open(path)
    info = archive.infolist()[place]
    if info.file_size > limit:
        raise InputError("", f"is too large (more than {limit >> 20} MB)", "Split it into one file for each report.")
    try:
        with archive.open(info) as file:
            return file.read(limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise InputError("", "is broken in its archive", "Pack it anew, or give the file itself.") from None
    except (NotImplementedError, RuntimeError):
        raise InputError("", "is packed in a way that cannot be read here", "Unpack the archive.") from None


def _open(path: Path) -> zipfile.ZipFile:
    try:
        state = path.stat()
        return _opened(path, state.st_size, state.st_mtime_ns)
    except zipfile.BadZipFile:
        raise InputError("", "is no zip archive, or one that is cut short", "Pack it anew, or unpack it.") from None
    except (OSError, ValueError, NotImplementedError, OverflowError, RuntimeError) as error:
        raise InputError("", f"cannot be opened ({reason_of(error)})", "Unpack it.") from None


@lru_cache(maxsize=1)
def _opened(path: Path, _size: int, _changed: int) -> zipfile.ZipFile:
    """The last archive stays open: its table of contents is read once for all its files. It closes itself when it is
    let go."""
    return zipfile.ZipFile(path)


def _name(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")  # what zipfile has taken it for
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) if raw else name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _is_hidden(part: str) -> bool:
    """Hidden names, what Word leaves beside an open file, and what macOS adds to archives."""
    return part == "__MACOSX" or (part.startswith((".", "~$")) and part != "..")


def _objection(info: zipfile.ZipInfo, name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        return "has a name that leads out of the archive. Unpack it with care"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted in its archive. Unpack it with its password"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link in its archive. Give the file itself"
    if path.suffix.lower() == ARCHIVE:
        return "is an archive inside an archive. Unpack the outer one"
    if is_bomb(info):
        return "is far larger inside than any report (a zip bomb). Leave it out"
    return ""


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a part of an archive grows beyond anything that a report is."""
    return info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
