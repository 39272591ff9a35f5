"""One finished file takes the place of an older one."""

import os
from pathlib import Path

from unionstats.core.errors import OutputError, reason_of


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a file beside it, so that a reader never sees half of it.

    Raises:
        OutputError: it cannot be written; what was there stays.
    """
    stage = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        stage.write_bytes(content)
        stage.replace(path)
    except OSError as error:
        stage.unlink(missing_ok=True)
        remedy = "Close it in other programs, or name another file with -o."
        raise OutputError(str(path), f"cannot be written: {reason_of(error)}", remedy) from error
