"""Where the texts that were taken out of pages, Word files and PDFs are kept beside the tables: text/<file>.txt."""

import hashlib
import re
from collections.abc import Iterable

FOLDER = "text"

LONGEST_NAME = 255
"""Bytes of one name, with most file systems."""

# What Windows refuses in a name, controls, and the ends of names that it drops.
_REFUSED = re.compile(r'[\x00-\x1f<>:"\\|?*]|[. ]+(?=/|$)')
_OURS = re.compile(rf"{FOLDER}(?:/(?!\.\.?(?:/|$))[^/\\\x00]+)+\.txt")


def text_files(files: Iterable[str]) -> dict[str, str]:
    """For each file the path of its text below the output folder, the same for the same files.

    It is the file's own path with .txt added, so that nobody has to look it up; a hash where that is no name on every
    system, or is taken by another file that differs in capitals only or by a folder.
    """
    paths: dict[str, str] = {}
    taken: set[str] = set()
    folders: set[str] = set()
    for file in sorted(files):
        path = f"{FOLDER}/{file}.txt"
        above = _above(path)
        used = path.casefold() in taken or path.casefold() in folders or above & taken
        if used or _refused(path) or not is_ours(path):
            path = f"{FOLDER}/{hashlib.sha256(file.encode('utf-8', 'backslashreplace')).hexdigest()[:32]}.txt"
            above = _above(path)
        taken.add(path.casefold())
        folders |= above
        paths[file] = path
    return paths


def is_ours(path: object) -> bool:
    """Whether a path that a descriptor names can be that of a text: it stays inside the folder of texts."""
    return isinstance(path, str) and _OURS.fullmatch(path) is not None


def _above(path: str) -> set[str]:
    """The folders above a path, without regard to capitals."""
    parts = path.casefold().split("/")
    return {"/".join(parts[:length]) for length in range(1, len(parts))}


def _refused(path: str) -> bool:
    return _REFUSED.search(path) is not None or any(len(part.encode()) > LONGEST_NAME for part in path.split("/"))
