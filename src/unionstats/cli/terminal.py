"""The terminal as a sink: streams that take every character, and text that cannot steer the terminal."""

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from unionstats.core.errors import UnionstatsError

if TYPE_CHECKING:
    from rich.table import Table


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


def print_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """A name and what it means on a line each; in a terminal, what is too long goes on below its beginning."""
    width = max((len(name) for name, _ in pairs), default=0)
    if not sys.stdout.isatty():
        for name, meaning in pairs:
            print(f"{name:<{width}}  {meaning}")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, meaning in pairs:
        table.add_row(Text(name), Text(meaning))
    Console(markup=False, highlight=False).print(table)


def print_table(table: "Table") -> None:
    """A table: in a terminal as wide as that, with cells that go on below; what a program reads stays whole."""
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        anything = console.options.update(max_width=10_000)
        console.width = max(console.width, console.measure(table, options=anything).maximum)
    console.print(table)


def print_wrapped(text: str) -> None:
    """A line; in a terminal, what is too long goes on below at a blank, not in the middle of a word."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console

    Console(markup=False, highlight=False).print(text)


def print_indented(text: str) -> None:
    """A line four spaces in; in a terminal, what is too long goes on below its beginning."""
    if not sys.stdout.isatty():
        print(f"    {text}")
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    Console(markup=False, highlight=False).print(Padding(Text(text), (0, 0, 0, 4), expand=False))


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
