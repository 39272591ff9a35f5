"""The terminal as a sink: streams that take every character, and text that cannot steer the terminal."""

import io
import os
import sys

from unionstats.core.errors import UnionstatsError


def prepare_streams() -> None:
    """Let stdout and stderr carry Chinese whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def printable(text: str) -> str:
    """The text on one line, with control, bidirectional and unpaired characters as backslash escapes."""
    return "".join(
        char if char.isprintable() or char == "\u3000" else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def complain(message: str | UnionstatsError) -> None:
    """One line on stderr: `unionstats: where: what. remedy`."""
    print(f"unionstats: {printable(str(message))}", file=sys.stderr)


def abandon_stdout() -> None:
    """After a reader closed the pipe: let nothing be written at exit, which would fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
