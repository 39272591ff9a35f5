"""Paths → the input files below them, and what was left aside and why.

Only archives are opened here, to see what is in them. Folders are walked without following links, and only what
`lstat` calls a regular file is taken: a FIFO would block the reader, a link can lead in circles.
"""

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unionstats.core.errors import InputError, reason_of
from unionstats.corpus.formats.sniff import SUFFIXES, UNREADABLE

if TYPE_CHECKING:
    from unionstats.corpus.archive import Member

ARCHIVE = ".zip"
"""The suffix of an archive of reports."""

STDIN = Path("-")
"""Stands for standard input, which holds one report."""

_COMPANIONS = ("_files", ".files", "_file")
"""How browsers name the folder of pictures beside a page that they save: report.html and report_files."""


class Found(NamedTuple):
    """An input file. `file` is its path below the input folder, with forward slashes, fit to be shown. Of a file in
    an archive, `path` is the archive and `member` its place there."""

    path: Path
    file: str
    member: int | None = None


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
    archive: Path | None = None
    member: int | None = None


def discover(inputs: Sequence[Path]) -> tuple[list[Found], list[Skipped]]:
    """The input files at or below `inputs`, and everything else there but hidden files and folders.

    A folder gives its reports (`formats.sniff.SUFFIXES`, in any case) and those in its zip archives, a path to a file
    that file whatever its suffix, a pattern with * ? [ ] what it matches, `STDIN` standard input, and a path that
    goes on inside an archive that file of it. Names that begin with a dot or with ~$ (what Word leaves beside an open
    file) are passed over.

    Both lists are sorted by `file`, so neither the order of `inputs` nor that of the file system matters. A path that
    is reached twice is listed once. Where two inputs hold the same `file`, both get the name of their input's folder
    in front (and of the folder above that, until they differ). Raises nothing: an input that is missing or cannot be
    listed is in the second list as failed.
    """
    seen: dict[str, _Seen] = {}
    for given in sorted(inputs, key=os.fsencode):
        for entry in _below(given):
            seen.setdefault(os.path.abspath(entry.path), entry)  # noqa: PTH100 (Path.absolute keeps a/../a)
    entries = list(seen.values())
    names = _names(entries)
    found = [
        Found(entry.archive or entry.path, name, entry.member)
        for entry, name in zip(entries, names, strict=True)
        if not entry.status
    ]
    skipped = [
        Skipped(entry.path, name, entry.status, entry.reason)
        for entry, name in zip(entries, names, strict=True)
        if entry.status
    ]
    return sorted(found, key=lambda one: one.file), sorted(skipped, key=lambda one: one.file)


def shown(path: str) -> str:
    """A path as text that can be stored and printed: bytes of a name that are not UTF-8 become \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def exists(given: Path) -> bool:
    """Whether there is anything at an input path."""
    return given == STDIN or given.exists() or bool(_matches(given)) or _archive_above(given) is not None


def _below(given: Path) -> Iterator[_Seen]:
    """What stands at one input path. An input that is itself a link is followed: somebody named it."""
    if given == STDIN:
        yield _Seen(given, given, str(given), "", "")
        return
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        if (above := _archive_above(given)) is not None:
            yield from _member(above, given)
        elif matches := _matches(given):
            for path in matches:
                yield from _matched(_fixed(given), path)
        else:
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            reason = "does not exist" if missing else _unlisted(error)
            yield _Seen(given, given, given.name or str(given), "failed", reason)
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(given, given)
        elif stat.S_ISREG(mode):
            yield from _file(given.parent, given)
        else:
            yield _Seen(given.parent, given, given.name, "failed", f"is {_kind(mode)}, not a file")


def _matches(given: Path) -> list[Path]:
    """The paths that a pattern matches, in order; where the shell has not done that already."""
    pattern = str(given)
    if not glob.has_magic(pattern) or "\0" in pattern:
        return []
    return [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 (keeps ** as the shell has it)


def _fixed(pattern: Path) -> Path:
    """The folder above the first part of a pattern that is one."""
    return next(above for above in [pattern, *pattern.parents] if not glob.has_magic(str(above)))


def _matched(root: Path, path: Path) -> Iterator[_Seen]:
    if path.is_dir() and not path.is_symlink():
        yield from _walk(root, path)
    elif reason := _objection(path):
        yield _seen(root, path, reason)
    else:
        yield from _file(root, path)


def _walk(root: Path, top: Path) -> Iterator[_Seen]:
    """The files below `top`, named by their path below `root`."""
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(top, onerror=unlisted.append):
        entered = []
        for name in folders:
            path = Path(folder, name)
            if _is_hidden(name):
                continue
            if path.is_symlink():
                yield _seen(root, path, "is a link to a folder, links are not followed")
            elif path.suffix.lower()[1:] in SUFFIXES:
                yield _seen(root, path, "is a folder with the name of a report")
            elif any(
                f"{name.removesuffix(end)}.{kind}" in files
                for end in _COMPANIONS
                if name.endswith(end)
                for kind in ("html", "htm")
            ):
                yield _seen(root, path, "is the folder of pictures of a saved page")
            else:
                entered.append(name)
        folders[:] = entered
        for name in files:
            if not _is_hidden(name):
                path = Path(folder, name)
                if reason := _objection(path):
                    yield _seen(root, path, reason)
                else:
                    yield from _file(root, path)
    for error in unlisted:
        yield _Seen(root, Path(error.filename), _relative(root, Path(error.filename)), "failed", _unlisted(error))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _file(root: Path, path: Path) -> Iterator[_Seen]:
    """One regular file: a report, or an archive of them."""
    below = _relative(root, path)
    if path.suffix.lower() != ARCHIVE:
        yield _Seen(root, path, below, "", "")
        return
    from unionstats.corpus.archive import list_members

    try:
        members = list_members(path)
    except InputError as error:
        yield _Seen(root, path, below, "failed", f"{error.what}. {error.remedy.rstrip('.')}")
        return
    if members is None:
        yield _Seen(root, path, below, "", "")
    elif not members:
        yield _Seen(root, path, below, "skipped", "is an archive without files")
    for member in members or ():
        yield _inside(root, path, below, member)


def _inside(root: Path, path: Path, below: str, member: "Member") -> _Seen:
    status = "failed" if member.objection else ""
    reason = member.objection or _suffix_objection(Path(member.name).suffix)
    status = status or ("skipped" if reason else "")
    return _Seen(root, path / f"#{member.place}", f"{below}/{member.name}", status, reason, path, member.place)


def _archive_above(given: Path) -> Path | None:
    """The archive that a path leads into, if it does."""
    above = next((above for above in given.parents if above.suffix.lower() == ARCHIVE), None)
    return above if above is not None and above.is_file() else None


def _member(path: Path, given: Path) -> Iterator[_Seen]:
    """The one file of an archive that a path leads to."""
    from unionstats.corpus.archive import list_members

    name = given.relative_to(path).as_posix()
    try:
        found = next((one for one in list_members(path) or () if one.name == name), None)
    except InputError:
        found = None
    if found is None:
        yield _Seen(given, given, given.name, "failed", f"is not in {path.name}")
    else:
        inside = _inside(path.parent, path, path.name, found)
        yield inside._replace(root=given.parent, below=given.name)


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
    return "" if path.suffix.lower() == ARCHIVE else _suffix_objection(path.suffix)


def _suffix_objection(suffix: str) -> str:
    name = suffix.lower()[1:]
    if name in SUFFIXES:
        return ""
    if name == "csv":
        return "is a table (metadata), not a report"
    if name in ("doc", "wps", "rtf", "odt"):
        return f"has the suffix {shown(suffix)}. {UNREADABLE['rtf'][1].rstrip('.')}"
    return f"has the suffix {shown(suffix)}, {_READ}" if suffix else f"has no suffix; {_READ}"


_READ = "reports are .txt, .md, .html, .docx or .pdf"


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
