"""The command `unionstats`: finds the subcommand, runs it, and turns errors into one line and an exit code.

Exit codes: 0 done; 1 some files could not be read, the rest is written; 2 wrong use or broken rules, nothing is
written; 74 the output cannot be written; 75 another run writes it; 130 interrupted (SIGINT, Ctrl-C); 141 the reader of
the output closed the pipe; 143 ended (SIGTERM).
"""

import errno
import gc
import os
import signal
import sys
from functools import partial
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from unionstats import __version__
from unionstats.cli.terminal import abandon_streams, complain, prepare_streams
from unionstats.core.errors import LockedError, OutputError, RuleError, UnionstatsError, UsageError, reason_of

# One module of this folder for each, which holds `command`: a function, or a Typer of subcommands. It imports at
# its top only what is cheap, and the rest inside the function.
COMMANDS = ("extract", "explain", "places", "compare", "check", "indicators", "report", "rules", "score", "workbook")

_EXIT_CODES: dict[type[UnionstatsError], int] = {UsageError: 2, RuleError: 2, OutputError: 74, LockedError: 75}

# Of stdout that goes into a file. What a command writes itself, it answers for with an OutputError.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

# What the signals raise here: Python's own handler of the one, `_end` for the other.
_RAISED: dict[type[BaseException], signal.Signals] = {
    KeyboardInterrupt: signal.SIGINT,
    SystemExit: signal.SIGTERM,
}


def main() -> None:
    """The entry point of the command line; it does not return."""
    # Loading the rules makes many objects that stay, and so does a small run: searching them for garbage takes 35 ms.
    gc.set_threshold(200_000)
    prepare_streams()
    signal.signal(signal.SIGTERM, _end)
    sys.unraisablehook = _send_again
    # numpy, which pyarrow loads, starts a thread for each processor; nothing here multiplies matrices.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        status = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_streams()
        status = 141
    except KeyboardInterrupt:
        status = 130
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:  # an error of ours
            raise
        abandon_streams()
        complain(f"standard output: cannot be written: {reason_of(error)}. Free some space, or write elsewhere.")
        status = 74
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End the process. What it wrote is closed; to free its rules object by object would take 80 ms more.

    Where other processes were started, Python's own way out looks after them.
    """
    if "multiprocessing" not in sys.modules:
        os._exit(status)
    sys.exit(status)


def _end(number: int, frame: object) -> NoReturn:
    """Leave by way of everything that cleans up."""
    sys.exit(128 + number)


def _send_again(dropped: "sys.UnraisableHookArgs") -> None:
    """Send a signal once more that came while an object was being freed: Python drops what is raised there.

    Patterns of `regex` free some objects by code of Python, so an interrupt while the rules load may fall into it.
    """
    number = next((number for raised, number in _RAISED.items() if issubclass(dropped.exc_type, raised)), None)
    if number is None:
        sys.__unraisablehook__(dropped)
        return
    from threading import Timer

    # From a thread, a moment later: at once it would be raised within this function, and dropped again. Sent to the
    # process, it wakes the main thread from what it waits for; on Windows that would end the process.
    send = signal.raise_signal if sys.platform == "win32" else partial(os.kill, os.getpid())
    again = Timer(0.01, send, (number,))
    again.daemon = True
    again.start()


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code.

    Raises:
        BrokenPipeError: when the reader of stdout is gone.
    """
    stdout = sys.stdout
    try:
        result = build(arguments)(arguments, prog_name="unionstats", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except UnionstatsError as error:
        complain(error)
        return _EXIT_CODES.get(type(error), 1)
    except typer.Abort:
        return 130
    except SystemExit as ending:
        # Called in this way, Typer leaves with 1 for a closed pipe only, having put its own stream in the place of
        # stdout. So does rich.
        sys.stdout = stdout
        if ending.code != 1:
            raise
        raise BrokenPipeError from None
    except Exception as error:
        # Typer's errors of usage, whose class it does not export, know how to show themselves.
        show, code = getattr(error, "show", None), getattr(error, "exit_code", None)
        if show is None or not isinstance(code, int):
            raise
        show()
        return code


def build(arguments: list[str]) -> typer.Typer:
    """The application with the subcommand that the arguments name, or with all of them."""
    app = typer.Typer(
        name="unionstats",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_unionstats)
    for name in COMMANDS if not arguments or arguments[0] not in COMMANDS else arguments[:1]:
        command = import_module(f"unionstats.cli.{name}").command
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"unionstats {__version__}")
        raise typer.Exit


def _unionstats(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Turn reports of Chinese trade unions into a table keyed by city, year and indicator.

    Example: unionstats extract data/raw --out data/out

    Then: unionstats report data/out. Each command tells more with --help.
    """


if __name__ == "__main__":
    main()
