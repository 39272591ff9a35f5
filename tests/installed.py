"""The installed command, run as a person runs it, and a rule of one's own to run it with."""

import os
import subprocess
import sysconfig
from pathlib import Path

COMMAND = str(Path(sysconfig.get_path("scripts"), "unionstats"))

SAIL = """[[rule]]
id = "unit.sail"
says = "Sails."
kind = "count"
words = ["帆"]
[[rule.example]]
text = "全市添置30帆旧船。"
claims = [{ text = "30帆", unit = "帆" }]
[[rule.counterexample]]
text = "全市添置旧船30艘。"
because = "ships are no sails"
claims = [{ text = "30艘" }]
"""


def run(*arguments: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`, with the environment changed as told."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
