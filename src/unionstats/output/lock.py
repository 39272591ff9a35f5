"""One run at a time on one output: a lock that the system frees when its holder ends, however it ends."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from unionstats.core.errors import LockedError
from unionstats.output.replace import home_of, unwritten


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output `out` for this process.

    The lock is on the file `.NAME.lock` beside the output, which says who holds it and is removed at the end. One that
    a killed run left behind is not locked and stands in nobody's way.

    Raises:
        LockedError: another process holds it.
        OutputError: the folder cannot be written to.
    """
    try:
        path = home_of(out) / f".{out.resolve().name}.lock"
        descriptor = _open_locked(path, out)
    except OSError as error:
        raise unwritten(out, error) from error
    try:
        yield
    finally:
        _let_go(path, descriptor)


def _open_locked(path: Path, out: Path) -> int:
    """The descriptor of the file, locked and with our name in it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        if not _lock(descriptor):
            os.lseek(descriptor, 0, os.SEEK_SET)
            holder = os.read(descriptor, 500).decode("utf-8", "replace") or "unknown"
            os.close(descriptor)
            what = f"another run writes there ({holder})"
            raise LockedError(str(out), what, "Wait for its end, or choose another --out.")
        # The holder before us may have removed the file since we opened it: then others lock a new one.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                break
        os.close(descriptor)
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()} since {since}".encode())
    except OSError:  # the disk is full
        _let_go(path, descriptor)
        raise
    return descriptor


def _let_go(path: Path, descriptor: int) -> None:
    """Remove the file while it is locked; Windows removes no open file."""
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    os.close(descriptor)
    if sys.platform == "win32":
        path.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    """Take the lock without waiting. False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Behind the text, since Windows lets nobody read what is locked.
            os.lseek(descriptor, 1000, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
