"""The child process: reads files for its parent until the pipe is closed, under limits of memory and work.

A message is the lengths of its head and body, a head in JSON and a body: the file, or its text. What borrowed packages
print goes nowhere.
"""

import contextlib
import json
import os
import struct
import sys
from typing import BinaryIO, NamedTuple

from unionstats.core.errors import InputError
from unionstats.corpus.formats import limits

_LENGTHS = struct.Struct(">II")


class Extracted(NamedTuple):
    """The text of a file, how its bytes were decoded (None where its format knows no encoding), and a warning."""

    text: str
    encoding: str | None
    warning: str


class Message(NamedTuple):
    """What goes through the pipe, in both directions: the head of a message, and its body apart.

    Attributes:
        form, encoding: of the request: what to read, and how it is decoded if that is known.
        warning: of the answer: what may be missing from the text.
        what, remedy: of the answer: what is wrong where there is no text.
        again: that a new process may fare better.
        body: the file, or its text in UTF-8.
    """

    form: str | None = None
    encoding: str | None = None
    warning: str | None = None
    what: str | None = None
    remedy: str | None = None
    again: str | None = None
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


def extract(form: str, data: bytes, encoding: str | None) -> Extracted:
    """The text of one file, in this process.

    Raises:
        InputError: it cannot be read; `where` is empty.
        ImportError: the package that reads this format is missing.
    """
    if form == "docx":
        from unionstats.corpus.formats.word import read_word

        return Extracted(read_word(data), None, "")
    if form == "pdf":
        from unionstats.corpus.formats.paper import read_paper

        text, warning = read_paper(data)
        return Extracted(text, None, warning)
    from unionstats.corpus.formats.page import read_page

    if form == "mhtml":
        data, told = page_of_archive(data)
        encoding = encoding or told
    return Extracted(*read_page(data, encoding))


def page_of_archive(data: bytes) -> tuple[bytes, str | None]:
    """The page in a file that a browser saved with all its pictures (.mhtml), and its encoding where that is told.

    Raises:
        InputError: there is none.
    """
    from email import message_from_bytes

    from unionstats.corpus.decode import ENCODINGS

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page:
                told = (part.get_content_charset() or "").lower()
                return page, told if told in ENCODINGS else None
    raise InputError("", "is a saved web page without a page in it", "Save it again, as HTML.")


def send(pipe: BinaryIO, head: Message, body: bytes) -> None:
    """Write one message."""
    told = json.dumps(head._asdict() | {"body": None}).encode()
    pipe.write(_LENGTHS.pack(len(told), len(body)))
    pipe.write(told)
    pipe.write(body)
    pipe.flush()


def receive(pipe: BinaryIO) -> Message | None:
    """Read one message; None where the other side is gone."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    told, data = pipe.read(head), pipe.read(body)
    return Message(**json.loads(told))._replace(body=data) if len(told) == head and len(data) == body else None


def main() -> None:
    """Serve until the parent closes the pipe, or is gone."""
    requests, answers = _take_pipes()
    _bound_memory()
    while (request := receive(requests)) is not None:
        _bound_work()
        answer, text = _answer(request)
        del request
        send(answers, answer, text)


def _answer(request: Message) -> tuple[Message, bytes]:
    try:
        text, encoding, warning = extract(request.form or "", request.body, request.encoding)
        if len(text) > limits.MAX_TEXT:
            raise InputError("", f"holds more than {limits.MAX_TEXT >> 20} million characters", "Split it.")
        return Message(encoding=encoding, warning=warning), text.encode("utf-8", "replace")
    except InputError as error:
        return Message(what=error.what, remedy=error.remedy), b""
    except MemoryError:
        return Message(what=f"takes more than {limits.MEMORY // 10**9} GB of memory to be read", again="yes"), b""
    except Exception as error:  # whatever a borrowed reader does: one file, one line
        what = " ".join(f"cannot be read ({type(error).__name__}: {error})".split())
        return Message(what=what[:300]), b""


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our two pipes under other numbers, so that nothing that is printed gets into them."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return requests, answers


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource

        # macOS knows the limit and does not keep it; where it cannot be set, the clock is left.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_work() -> None:
    """So many seconds from now; the system ends the process when they are used up."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + limits.CPU_SECONDS
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
