"""Reading a file in a child process that cannot stop the run: it is ended when it takes too long, and replaced.

Only a process can be ended: neither signals nor threads stop a parser in C. One child reads many files, since
starting one takes half a second; none is started where there are only text files.
"""

import atexit
import os
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from threading import Lock, Timer
from typing import BinaryIO, cast

from unionstats.core.errors import InputError, reason_of
from unionstats.corpus.formats import limits
from unionstats.corpus.formats.serve import Extracted, Message, receive, send

# Format → what is read, the package that reads it, the extra that installs it.
_NEEDS = {
    "html": ("a web page", "trafilatura", "html"),
    "mhtml": ("a saved web page", "trafilatura", "html"),
    "docx": ("a Word file", "docx", "docx"),
    "pdf": ("a PDF", "pypdfium2", "pdf"),
}
_PACKAGES = {"docx": "python-docx"}
# -P: a file named docx.py in the working folder is not the package of that name.
_COMMAND = (sys.executable, "-P", "-m", "unionstats.corpus.formats.serve")
_CUT_OFF = -getattr(signal, "SIGXCPU", 0)


class _Child:
    """One process with its pipes."""

    def __init__(self) -> None:
        # It finds the packages that this process finds, wherever it was told to look for them.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.owner = os.getpid()
        self.files = 0

    def ask(self, form: str, data: bytes, encoding: str | None) -> Message:
        """The child's answer; where it died, what it died of, and it is gone for good."""
        self.files += 1
        timer = Timer(limits.WALL_SECONDS, self.process.kill)
        timer.daemon = True
        timer.start()
        answer = None
        try:
            with suppress(OSError):
                send(cast(BinaryIO, self.process.stdin), Message(form=form, encoding=encoding), data)
                answer = receive(cast(BinaryIO, self.process.stdout))
        except BaseException:  # Ctrl-C: the child is in the middle of something
            self.end()
            raise
        finally:
            late = not timer.is_alive()
            timer.cancel()
        if answer is not None:
            return answer
        self.end()
        code = self.process.returncode
        if late:
            return Message(what=f"takes more than {limits.WALL_SECONDS} s to be read")
        if code == _CUT_OFF:
            return Message(what=f"takes more than {limits.CPU_SECONDS} s of work to be read")
        return Message(what=f"makes the program that reads it crash (exit code {code})", again="yes")

    def end(self) -> None:
        """Kill it, if it still runs, and close the pipes."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                cast(BinaryIO, pipe).close()
        self.process.wait()


_lock = Lock()
_child: _Child | None = None


def extract(form: str, data: bytes, encoding: str | None = None) -> Extracted:
    """The text of a file that is not text itself.

    Args:
        form: html, mhtml, docx or pdf.
        data: the whole file.
        encoding: how a web page is decoded; found out when None.

    Raises:
        InputError: the package for it is missing, it cannot be read, or not within the limits. `where` is empty.
    """
    what, package, extra = _NEEDS[form]
    if find_spec(package) is None:
        name = _PACKAGES.get(package, package)
        raise InputError(
            "", f"is {what}, and the package {name} is not installed", f'Run pip install "unionstats[{extra}]".'
        )
    with _lock:
        answer = _ask(form, data, encoding)
    if answer.what is not None:
        raise InputError("", answer.what, answer.remedy or "Save it anew, or give its text.")
    return Extracted(answer.text, answer.encoding, answer.warning or "")


def close() -> None:
    """End the child, where there is one. The next file starts another."""
    global _child
    with _lock:
        if _child is not None and _child.owner == os.getpid():
            _child.end()
        _child = None


def _ask(form: str, data: bytes, encoding: str | None) -> Message:
    """Ask the child. Where one that has read other files before dies or has no memory left, ask a new one: it may
    have been the fault of those."""
    global _child
    while True:
        try:
            child = _child = _living()
        except OSError as error:
            what = f"cannot be read, since no process can be started for it ({reason_of(error)})"
            return Message(what=what, remedy="Try again when the machine is less busy.")
        answer = child.ask(form, data, encoding)
        if child.process.returncode is not None or answer.again or child.files >= limits.FILES_PER_CHILD:
            child.end()
            _child = None
        if not (answer.again and child.files > 1):
            return answer


def _living() -> _Child:
    """The child, or a new one. After a fork there are two processes with one pipe; the child is the older one's.

    Raises:
        OSError: no process can be started.
    """
    if _child is not None and _child.owner == os.getpid():
        if _child.process.poll() is None:
            return _child
        _child.end()
    return _Child()


atexit.register(close)
