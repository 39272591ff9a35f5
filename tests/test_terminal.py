"""The screens in a real terminal: whole at 80 and at 200 columns, wide characters aligned, colours off when told."""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from installed import COMMAND, run

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import fcntl
import pty
import termios

ROOT = Path(__file__).resolve().parents[1]
SGR = re.compile(r"\x1b\[([0-9;]*)m")
COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])")
REPORT = "data/raw/huaibei2024.txt"
CLAIM = "cc7a180265094aa4"
SCREENS = {
    "extract": ("extract", "data/raw", "--out", "other"),
    "explain": ("explain", REPORT, "--dropped"),
    "explain a claim": ("explain", CLAIM),
    "compare": ("compare",),
    "compare one": ("compare", "--indicator", "五一劳动奖章"),
    "check": ("check",),
    "rules list": ("rules", "list"),
    "rules show": ("rules", "show", "unit.tenth"),
    "indicators": ("indicators",),
    "uncatalogued": ("indicators", "--uncatalogued"),
    "score": ("score", "data/out", str(ROOT / "tests" / "gold")),
    "report": ("report",),
    "workbook": ("workbook",),
    "help": ("--help",),
    "places": ("places", "朝阳区总工会赴杭州市总工会学习", "--year", "2018"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the dataset of the sample reports."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    assert run("extract", "--quiet", folder=folder).returncode == 0
    return folder


def typed(arguments: tuple[str, ...], columns: int, folder: Path, **environment: str) -> str:
    """What a command shows in a terminal of so many columns."""
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [COMMAND, *arguments],
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", **environment},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
    )
    os.close(inside)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:  # Linux tells in this way that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    assert process.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def width_of(text: str) -> int:
    """In columns of the terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_fits_and_keeps_to_no_color(made: Path, screen: str, columns: int) -> None:
    shown = typed(SCREENS[screen], columns, made, NO_COLOR="1")
    assert not COLOUR.search(shown)
    lines = SGR.sub("", shown).splitlines()
    assert any(line.strip() for line in lines)
    assert [line for line in lines if width_of(line) > columns] == []


def test_colours_are_shown_where_nothing_forbids_them(made: Path) -> None:
    assert COLOUR.search(typed(SCREENS["explain"], 80, made))
    assert not COLOUR.search(typed(SCREENS["explain"], 80, made, TERM="dumb"))
    assert "\x1b" not in run(*SCREENS["explain"], folder=made).stdout


@pytest.mark.parametrize("columns", [80, 200])
def test_columns_stand_below_their_heads(made: Path, columns: int) -> None:
    lines = SGR.sub("", typed(SCREENS["compare"], columns, made, NO_COLOR="1")).splitlines()
    heads = [line for line in lines if line.startswith("series")]
    assert len(heads) == (1 if columns == 200 else 2)  # what does not fit follows below
    at = heads[0].index("unit")
    units = [line for line in lines if line and not line.startswith((" ", "series", "!"))]
    assert units
    for line in units:
        before = [place for place in range(len(line)) if width_of(line[:place]) == at]
        assert before and line[before[0]] != " " and line[before[0] - 1] == " ", line
    cities = {city for line in lines if line.startswith(" ") for city in line.split()}
    assert {"淮北市", "滁州市", "亳州市", "济南市", "广安市"} <= cities


def test_what_is_piped_stays_whole(made: Path) -> None:
    result = run("compare", folder=made, COLUMNS="40")
    assert len([line for line in result.stdout.splitlines() if line.startswith("series")]) == 1
    for line in run("rules", "list", folder=made, COLUMNS="40").stdout.splitlines():
        assert re.match(r"[a-z_.0-9]+ +\S", line)


def test_what_is_there_to_be_copied_is_not_folded(made: Path) -> None:
    known = {row["indicator_id"] for row in json.loads(run("indicators", "--json", folder=made).stdout)}
    shown = SGR.sub("", typed(SCREENS["indicators"], 80, made, NO_COLOR="1"))
    assert {line.split()[0] for line in shown.splitlines()[1:] if not line.startswith(" ")} == known
    piped = run("indicators", folder=made, COLUMNS="40").stdout.splitlines()
    assert len(piped) == len(known) + 1
    for words in (SCREENS["explain"], SCREENS["places"]):
        narrow, wide = (run(*words, folder=made, COLUMNS=columns).stdout for columns in ("40", "400"))
        assert [line.split() for line in narrow.splitlines()][-5:] == [line.split() for line in wide.splitlines()][-5:]
