"""Which files of a folder are rules, and the version of them all."""

import hashlib
from pathlib import Path
from typing import Any

import tomli  # tomllib, compiled: the rules are read in a third of the time

from unionstats.core.errors import RuleError, reason_of

INDICATORS = "indicators"
"""The folder of the catalogue inside a folder of rules."""


def rule_files(folder: Path) -> list[Path]:
    """Every TOML file of rules below `folder`, in the order in which they are loaded; not those of the catalogue.

    Raises:
        RuleError: when the folder is missing or holds no rules.
    """
    if not folder.is_dir():
        raise RuleError(str(folder), "there is no such folder of rules", "Give --rules an existing folder.")
    files = sorted(path for path in folder.rglob("*.toml") if path.name != "places.toml")
    rules = [path for path in files if path.relative_to(folder).parts[0] != INDICATORS]
    if not files:
        raise RuleError(str(folder), "the folder holds no .toml file", "Put at least one file of rules into it.")
    return rules


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """The tables of one file; `name` is how messages call it.

    Raises:
        RuleError: when it cannot be opened or is no TOML.
    """
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(name, f"not readable as TOML: {error}", "Mend the file there.") from None
    except OSError as error:
        raise RuleError(name, f"cannot be opened: {reason_of(error)}", "Mend the file's permissions.") from None


def rules_version(folders: list[Path]) -> str:
    """SHA-256 over names and bytes of all files of rules and tables, so that a dataset tells what made it."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".toml", ".csv", ".txt"}:
                data = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
                digest.update(data)
    return digest.hexdigest()
