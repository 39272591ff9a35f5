"""What --help says, and completion: every command has an example that runs, every option is told, in 80 columns."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installed import COMMAND, SAIL, run
from unionstats.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {"indicators": ("show", "suggest"), "rules": ("check", "lint", "list", "show")}
ALL = [(name, *more) for name in COMMANDS for more in ((), *((each,) for each in GROUPS.get(name, ())))]
_ENTRY = re.compile(r"^  (-\S+(?:, --\S+)?(?: \S+)?|[A-Z|_]+ <\S+>|[a-z]+)(?:  +(\S.*))?$")


def help_of(*command: str) -> list[str]:
    """The lines of a help at 80 columns."""
    result = subprocess.run(
        [COMMAND, *command, "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    return result.stdout.splitlines()


def example_of(*command: str) -> str:
    """The example of a help, on one line."""
    text = "\n".join(help_of(*command))
    found = re.search(r"^  Example: (.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{command} has no example"
    return " ".join(found[1].split())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, their dataset and a folder of rules: what the examples speak of."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
    (folder / "my-rules").mkdir()
    (folder / "my-rules" / "sails.toml").write_text(SAIL, encoding="utf-8")
    assert run("extract", "--quiet", folder=folder).returncode == 0
    return folder


@pytest.mark.parametrize("command", [(), *ALL], ids=" ".join)
def test_a_help_fits_and_tells_every_option(command: tuple[str, ...]) -> None:
    lines = help_of(*command)
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines[1:] if line.endswith(("...", "…"))] == [], "a line of the list is cut"
    for at, line in enumerate(lines):
        if found := _ENTRY.match(line):
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            assert found[2] or below, f"{line} is not explained"


@pytest.mark.parametrize("command", [(), *ALL], ids=" ".join)
def test_the_example_of_a_help_runs(command: tuple[str, ...], place: Path) -> None:
    program, *arguments = shlex.split(example_of(*command))
    assert program == "unionstats" and tuple(arguments[: len(command)]) == command
    result = run(*arguments, folder=place)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_completion_for_bash() -> None:
    shown = run("--show-completion", "bash", folder=ROOT)
    assert shown.returncode == 0 and "complete -o default -F _unionstats_completion unionstats" in shown.stdout
    for typed, expected in (
        ("", sorted(COMMANDS)),
        ("comp", ["compare"]),
        ("extract --head", ["--header"]),
        ("indicators s", ["show", "suggest"]),
        ("rules show --j", ["--json"]),
        ("compare --format m", ["markdown"]),
    ):
        words = f"unionstats {typed}"
        environment = {
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
            "_UNIONSTATS_COMPLETE": "complete_bash",
        }
        offered = run(folder=ROOT, **environment).stdout.split()
        assert sorted(offered) == expected, typed
