"""What a command costs as a process of its own: processor time and peak memory.

It is started by a process as small as Python allows: what a process holds when it starts another counts for the peak
of the other too.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

_LAUNCHER = """
import json, os, resource, sys
nowhere = os.open(os.devnull, os.O_RDWR)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(child, 0)
peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, peak]))
"""


class Cost(NamedTuple):
    """Seconds of processor time, and the most bytes of memory held at a time."""

    seconds: float
    peak: int


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end, without its output.

    Raises:
        RuntimeError: when it fails.
    """
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command]
    printed = subprocess.run(launcher, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    code, seconds, peak = json.loads(printed)
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return Cost(seconds, peak)
