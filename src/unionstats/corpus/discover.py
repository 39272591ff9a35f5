"""Paths → the input files below them, and what was left aside and why.

Nothing is opened here. Folders are walked without following links, and only what `lstat` calls a regular file
is taken: a FIFO would block the reader, a link can lead in circles.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from unionstats.core.errors import reason_of

SUFFIXES = frozenset({".txt", ".md"})


class Found(NamedTuple):
    """An input file. `file` is its path below the input folder, with forward slashes, fit to be shown."""

    path: Path
    file: str


class Skipped(NamedTuple):
    """Something that will not be read: `status` is failed where a report may be lost by that, else skipped."""

    path: Path
    file: str
    status: str
    reason: str


class _Seen(NamedTuple):
    """One path, the input it was found under and, where it will not be read, why."""

    root: Path
    path: Path
    below: str
    status: str
    reason: str


def discover(inputs: Sequence[Path]) -> tuple[list[Found], list[Skipped]]:
    """The input files at or below `inputs`, and everything else there but hidden files and folders.

    A folder gives its .txt and .md files (any case), a path to a file that file whatever its suffix. Both lists are
    sorted by `file`, so neither the order of `inputs` nor that of the file system matters. A path that is
    reached twice is listed once. Where two inputs hold the same `file`, both get the name of their input's
    folder in front (and of the folder above that, until they differ). Raises nothing: an input that is missing
    or cannot be listed is in the second list as failed.
    """
    seen: dict[str, _Seen] = {}
    for given in sorted(inputs, key=os.fsencode):
        for entry in _below(given):
            seen.setdefault(os.path.abspath(entry.path), entry)  # noqa: PTH100 (Path.absolute keeps a/../a)
    entries = list(seen.values())
    names = _names(entries)
    found = [Found(entry.path, name) for entry, name in zip(entries, names, strict=True) if not entry.status]
    skipped = [
        Skipped(entry.path, name, entry.status, entry.reason)
        for entry, name in zip(entries, names, strict=True)
        if entry.status
    ]
    return sorted(found, key=lambda one: one.file), sorted(skipped, key=lambda one: one.file)


def shown(path: str) -> str:
    """A path as text that can be stored and printed: bytes of a name that are not UTF-8 become \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _below(given: Path) -> Iterator[_Seen]:
    """What stands at one input path. An input that is itself a link is followed: somebody named it."""
    try:
        mode = given.stat().st_mode
    except FileNotFoundError:
        yield _Seen(given, given, given.name or str(given), "failed", "does not exist")
    except (OSError, ValueError) as error:
        yield _Seen(given, given, given.name or str(given), "failed", _unlisted(error))
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(given)
        elif stat.S_ISREG(mode):
            yield _Seen(given.parent, given, given.name, "", "")
        else:
            yield _Seen(given.parent, given, given.name, "failed", f"is {_kind(mode)}, not a file")


def _walk(root: Path) -> Iterator[_Seen]:
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=unlisted.append):
        entered = []
        for name in folders:
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink():
                yield _seen(root, path, "is a link to a folder, links are not followed")
            elif path.suffix.lower() in SUFFIXES:
                yield _seen(root, path, "is a folder with the name of a report")
            else:
                entered.append(name)
        folders[:] = entered
        for name in files:
            if not name.startswith("."):
                path = Path(folder, name)
                yield _seen(root, path, _objection(path))
    for error in unlisted:
        yield _Seen(root, Path(error.filename), _relative(root, Path(error.filename)), "failed", _unlisted(error))


def _seen(root: Path, path: Path, reason: str) -> _Seen:
    return _Seen(root, path, _relative(root, path), "skipped" if reason else "", reason)


def _objection(path: Path) -> str:
    """Why a name in a folder is not read, or nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return _unlisted(error)
    if stat.S_ISLNK(mode):
        return "is a link, links are not followed" if path.exists() else "is a link that leads nowhere"
    if not stat.S_ISREG(mode):
        return f"is {_kind(mode)}, not a file"
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return "is a table (metadata), not a report"
    if suffix not in SUFFIXES:
        return f"has the suffix {shown(suffix)}, reports are .txt or .md" if suffix else "has no suffix .txt or .md"
    return ""


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for test, name in kinds if test(mode)), "something else")


def _unlisted(error: OSError | ValueError) -> str:
    return f"cannot be listed ({reason_of(error)})"


def _relative(root: Path, path: Path) -> str:
    return str(path.relative_to(root)) if path != root else root.name or str(root)


def _names(entries: Sequence[_Seen]) -> list[str]:
    """A distinct `file` for each entry: the path below its input, with folders in front only where needed."""
    names = [shown(entry.below) for entry in entries]
    folders = [[part for part in entry.root.absolute().parts if part != os.sep] for entry in entries]
    for depth in range(1, max(map(len, folders), default=0) + 1):
        taken = Counter(names)
        if len(taken) == len(names):
            break
        for at, entry in enumerate(entries):
            if taken[names[at]] > 1:
                names[at] = "/".join([*map(shown, folders[at][-depth:]), shown(entry.below)])
    return names
