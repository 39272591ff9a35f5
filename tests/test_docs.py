"""What the documentation shows is what the program does.

How a page is read: a ```console block holds `$ command` lines, each followed by what it prints; a line `…` stands for
any number of lines and … inside a line for any text. A command ends with 0 unless `$ echo $?` follows. A block
with a file's name behind its language is that file. A ```pycon block is a doctest. The blocks of a page run in
order, in a folder of their own that has data/raw and a dataset in data/out.
"""

import contextlib
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from unionstats.cli.app import COMMANDS
from unionstats.core.errors import RuleError
from unionstats.core.flag import FLAGS
from unionstats.corpus.formats import limits
from unionstats.corpus.formats.sniff import SUFFIXES
from unionstats.grammar.lexicon import CLASSES
from unionstats.grammar.load import load_rules
from unionstats.grammar.rulebook import Rulebook, compile_rules, read_rulebook
from unionstats.grammar.schema import CLAIM_KEYS, COMMON, EXAMPLE_KEYS, FAMILIES, MEANINGS
from unionstats.grammar.shapes import FEATURES, SLOTS
from unionstats.matching.proof import prove
from unionstats.output.columns import TABLES
from unionstats.output.dataset import FILE_NAMES, read_dataset

ROOT = Path(__file__).resolve().parents[1]
ENGLISH, CHINESE, RULES = ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "rules" / "README.md"
SCALING, ADDING = ROOT / "docs" / "SCALING.md", ROOT / "docs" / "ADDING.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
MADE = ("DATA.md", "RULES.md", "figures.svg")
"""What docs/generate.py makes."""

PAGES = (ENGLISH, CHINESE, RULES, CONTRIBUTING, *sorted((ROOT / "docs").rglob("*.md")))
RUN = (ENGLISH, RULES, SCALING, ADDING)
"""The pages whose blocks are run; those of the Chinese page are the same, letter by letter."""

_FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)\)")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the commands are shown for a POSIX shell")


class Block(NamedTuple):
    """A fenced block: its language, the file that it is, and its text."""

    language: str
    file: str
    text: str


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(*found) for found in _FENCE.findall(page.read_text(encoding="utf-8"))]


def rows_of(page: Path, *columns: str) -> list[list[str]]:
    """The rows of the Markdown tables whose head is `columns`."""
    rows: list[list[str]] = []
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if inside and cells and not set(cells[0]) <= set("-:"):
            rows.append(cells)
        inside = bool(cells) and (inside or cells == list(columns))
    return rows


def named_in(page: Path) -> set[str]:
    """All that a page writes as code inside a line."""
    return set(re.findall(r"`([^`\n]+)`", _FENCE.sub("", page.read_text(encoding="utf-8"))))


def expects(expected: list[str], printed: str) -> bool:
    """Whether a command printed what is shown, with … for what is left out. How wide a gap is does not matter."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(_folded(line)).replace("…", ".*") + r"\n"
        for line in expected
    )
    actual = "".join(f"{_folded(line)}\n" for line in printed.splitlines())
    return re.fullmatch(pattern, actual) is not None


def _folded(line: str) -> str:
    return " ".join(line.split())


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ([], "", True),
        ([], "more\n", False),
        (["one", "two"], "one   \ntwo\n", True),
        (["one", "…", "two"], "one\ntwo\n", True),
        (["one", "…", "two"], "one\nand a\nhalf\ntwo\n", True),
        (["… two"], "one two\n", True),
        (["one"], "one\ntwo\n", False),
        (["1.5"], "125\n", False),
    ],
)
def test_how_output_is_compared(expected: list[str], printed: str, same: bool) -> None:
    assert expects(expected, printed) is same


class Walk:
    """One page followed from top to bottom; `wrong` says what came out otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {}
        self.wrong: list[str] = []
        self.commands = 0
        self.environment = {
            **os.environ,
            "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "NO_COLOR": "1",
        }

    def follow(self, page: Path) -> None:
        """Write the page's files, run its commands and its Python."""
        for block in blocks_of(page):
            if block.file and block.file != "shapes.toml":
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
            elif block.language == "console":
                self._console(block.text)
            elif block.language == "pycon":
                self._python(block.text)

    def _console(self, text: str) -> None:
        steps = [step.splitlines() for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
        status = 0
        for at, (command, *expected) in enumerate(steps):
            if command == "echo $?":
                if expected != [str(status)]:
                    self.wrong.append(f"{steps[at - 1][0]}\nends with {status}, the page says {expected}")
                continue
            assert command.startswith("unionstats "), command
            self.commands += 1
            result = subprocess.run(
                command,
                shell=True,
                cwd=self.folder,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            status = result.returncode
            if not expects(expected, result.stdout):
                self.wrong.append(f"{command}\nprints\n{result.stdout}")
            told = at + 1 < len(steps) and steps[at + 1][0] == "echo $?"
            if status and not told:
                self.wrong.append(f"{command}\nends with {status}")

    def _python(self, text: str) -> None:
        test = doctest.DocTestParser().get_doctest(text, self.names, "page", None, 0)
        report = io.StringIO()
        with contextlib.chdir(self.folder):
            result = doctest.DocTestRunner().run(test, out=report.write, clear_globs=False)
        self.names = test.globs
        self.commands += result.attempted
        if result.failed:
            self.wrong.append(report.getvalue())


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/raw, and what `make data` puts beside it."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    command = [str(Path(sysconfig.get_path("scripts"), "unionstats")), "extract", "--quiet"]
    subprocess.run(command, cwd=folder, check=True)
    return folder


@posix
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_happens(page: Path, workplace: Path, tmp_path: Path) -> None:
    shutil.copytree(workplace, tmp_path / "here")
    walk = Walk(tmp_path / "here")
    walk.follow(page)
    assert walk.commands >= 3
    assert not walk.wrong, "\n\n" + "\n".join(walk.wrong)


def test_the_excerpt_is_in_the_dataset(workplace: Path) -> None:
    dataset = read_dataset(workplace / "data" / "out")
    texts = dict(zip(*(dataset.claims.column(name).to_pylist() for name in ("claim_id", "text")), strict=True))
    columns = ("city", "year", "indicator", "value", "unit", "qualifier")
    found = {
        (*(f"{row[name]:g}" if name == "value" else str(row[name]) for name in columns), texts[row["claim_id"]])
        for row in dataset.metrics.to_pylist()
    }
    for page in (ENGLISH, CHINESE):
        shown = rows_of(page, *columns, "text")
        assert len(shown) >= 5
        assert [row for row in shown if tuple(row) not in found] == []


# Columns and files.


def test_the_columns_shown_are_columns() -> None:
    columns = {column.name for table in TABLES for column in table.columns}
    where = {table.name: {column.name for column in table.columns} for table in TABLES}
    shown = rows_of(ENGLISH, "column", "in", "meaning")
    assert shown
    for names, tables, _ in shown:
        for name in re.findall(r"`(\w+)`", names):
            assert name in columns
            for table in where if tables == "all three" else tables.split(", "):
                assert name in where[table], (name, table)


def test_the_full_list_is_where_the_page_says(workplace: Path) -> None:
    out = workplace / "data" / "out"
    descriptor = (out / "datapackage.json").read_text(encoding="utf-8")
    for table in TABLES:
        schema = pq.read_schema(out / f"{table.name}.parquet")
        for column in table.columns:
            assert f'"name": "{column.name}"' in descriptor
            assert column.meaning.split(";")[0].rstrip(".") in descriptor
            assert schema.field(column.name).metadata[b"description"].decode() == column.meaning
    for page in (ENGLISH, CHINESE):
        assert set(FILE_NAMES) <= named_in(page)


def test_the_query_reads_columns_that_are_there() -> None:
    (query,) = (block.text for block in blocks_of(ENGLISH) if block.language == "sql")
    columns = {column.name for table in TABLES if table.name == "metrics" for column in table.columns}
    words = set(re.findall(r"\b[a-z_]+\b", re.sub(r"'[^']*'", "", query)))
    assert words and words <= columns
    assert "'data/out/metrics.parquet'" in query


# Commands.


def test_both_languages_show_the_same() -> None:
    assert blocks_of(CHINESE) == blocks_of(ENGLISH)
    heads = [re.findall(r"^#+", _FENCE.sub("", page.read_text(encoding="utf-8")), re.M) for page in (ENGLISH, CHINESE)]
    assert heads[0] == heads[1]
    tables = [
        [line.count("|") for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
        for page in (ENGLISH, CHINESE)
    ]
    assert tables[0] == tables[1]
    options = [set(re.findall(r"--[a-z]+", page.read_text(encoding="utf-8"))) for page in (ENGLISH, CHINESE)]
    assert options[0] == options[1]


def test_the_made_pages_are_not_stale(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py"), "--out", str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(MADE)
    stale = [name for name in MADE if (tmp_path / name).read_bytes() != (ROOT / "docs" / name).read_bytes()]
    assert not stale, "run make docs"


def test_the_chart_shows_what_metrics_holds(workplace: Path) -> None:
    chart = ElementTree.parse(ROOT / "docs" / "figures.svg")
    namespace = "{http://www.w3.org/2000/svg}"
    shown = [node.text or "" for node in chart.iter(f"{namespace}text")]
    dataset = read_dataset(workplace / "data" / "out")
    assert sum(int(text) for text in shown if text.isdigit()) == dataset.metrics.num_rows
    assert len(list(chart.iter(f"{namespace}rect"))) - 1 == sum(text.isdigit() for text in shown)
    for row in dataset.documents.to_pylist():
        assert f"{row['city']} {row['year']}" in shown
    for page in (ENGLISH, CHINESE):
        assert "](docs/figures.svg)" in page.read_text(encoding="utf-8")


def test_every_flag_is_explained() -> None:
    for head in (("flag", "raised where"), ("标记", "何时提示")):
        page = ENGLISH if head[0] == "flag" else CHINESE
        assert {row[0].strip("`") for row in rows_of(page, *head)} == set(FLAGS)


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = _LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))
    for name in listed:
        told = re.findall(r"^\*\*([\w ]+)\.\*\*", (folder / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert {"Decided", "Why", "What it costs", "What watches"} <= set(told), name


def test_what_contributors_are_told_to_make_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(re.findall(r"\bmake ([a-z]+)`", CONTRIBUTING.read_text(encoding="utf-8")))
    assert {"test", "check", "docs", "floors"} <= told <= targets


def test_every_command_and_option_is_shown() -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"unionstats {command} " in text
        printed = subprocess.run(
            [str(Path(sysconfig.get_path("scripts"), "unionstats")), command, "--help"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for option in set(re.findall(r"--[a-z]+", printed)) - {"--help"}:
            assert option in text, (command, option)


def test_the_makefile_does_what_the_page_says() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"^([a-z]+):[^\n]*\n\t([^\n]+)", makefile, re.MULTILINE))
    assert recipes["data"] == "$(BIN)/unionstats extract data/raw --out data/out"
    assert recipes["test"] == "$(BIN)/python -m pytest"
    assert re.search(r"^PYTHON \?= python3$", makefile, re.MULTILINE)
    assert re.search(r"^VENV := \.venv$", makefile, re.MULTILINE)
    for page in (ENGLISH, CHINESE):
        (shown,) = (block.text.split() for block in blocks_of(page) if block.language == "sh")
        assert shown == ["make", "data", "make", "test"]
        text = page.read_text(encoding="utf-8")
        assert "Written to data/out: metrics, claims, documents, indicators (.csv, .parquet), datapackage.json" in text
        assert "PYTHON=python3.12 make test" in text


def test_the_exit_codes_are_those_of_the_command() -> None:
    source = (ROOT / "src" / "unionstats" / "cli" / "app.py").read_text(encoding="utf-8")
    said = re.search(r"Exit codes: (.*?)\"\"\"", source, re.DOTALL)
    assert said is not None
    codes = re.findall(r"(?:^|; )(\d+) ", said[1].replace("\n", " "))
    assert [code for code, _ in rows_of(ENGLISH, "code", "meaning")] == codes


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        assert (page.parent / link).exists(), link


# The rule author's page.


def _rulebook(name: str, text: str, tmp_path: Path) -> Rulebook:
    """The program's rules with a block of the page: an overlay, or a shape put above shape.plain."""
    if name != "shapes.toml":
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
        return read_rulebook(tmp_path)
    copy = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copy)
    shapes = (copy / name).read_text(encoding="utf-8")
    above, plain, below = shapes.partition('[[rule]]\nid = "shape.plain"')
    assert plain
    (copy / name).write_text(above + text + "\n" + plain + below, encoding="utf-8")
    return compile_rules(load_rules([copy]), "copy")


TABLES_OF_RULES = [
    block for page in RUN for block in blocks_of(page) if block.language == "toml" and "[[rule]]" in block.text
]


@pytest.mark.parametrize("block", TABLES_OF_RULES, ids=lambda block: block.file)
def test_rules_shown_load_and_hold(block: Block, tmp_path: Path) -> None:
    assert block.file
    ids = {rule["id"] for rule in tomllib.loads(block.text)["rule"]}
    book = _rulebook(block.file, block.text, tmp_path)
    assert ids <= {rule.id for rule in book.rules}
    assert [failure for failure in prove(book) if failure.id in ids] == []


def test_everything_a_rule_can_say_is_explained() -> None:
    named = {word for code in named_in(RULES) for word in (code, code.strip("[]").removeprefix("rule."))}
    text = RULES.read_text(encoding="utf-8")
    for family, keys in FAMILIES.items():
        assert f"\n### {family}\n" in text
        assert set(keys) <= named, family
        for key in keys.values():
            assert set(key.values) <= named, family
    for known in (COMMON, EXAMPLE_KEYS, CLAIM_KEYS, MEANINGS, FEATURES, SLOTS, CLASSES):
        assert set(known) <= named, set(known) - named
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL))
    for names, section in ((FEATURES, "shape"), (SLOTS, "shape"), (CLASSES, "word"), (MEANINGS, "period")):
        assert set(names) <= set(re.findall(r"`(\w+)`", sections[section]))


def test_every_file_of_rules_is_listed() -> None:
    files = {path.name + "/" * path.is_dir() for path in (ROOT / "rules").iterdir() if path.suffix != ".md"}
    assert files <= named_in(RULES)


GOOD = """[[rule]]
id = "unit.sail"
says = "Sails."
kind = "count"
words = ["帆"]
[[rule.example]]
text = "添置旧船30帆。"
claims = [{ text = "30帆" }]
[[rule.counterexample]]
text = "添置旧船30艘。"
because = "ships are no sails"
"""


def _other(rule_id: str, body: str) -> str:
    """The good rule as one of another family."""
    return GOOD.replace("unit.sail", rule_id).replace('kind = "count"\nwords = ["帆"]', body)


# What the page says of a refused rule → a rule that is refused so.
REFUSED = {
    "not readable as TOML: …": "[[rule]\n",
    "unknown table '…'": GOOD.replace("[[rule]]", "[[rules]]"),
    "it has no id of the form family.name": GOOD.replace("unit.sail", "sail"),
    "unknown family '…'": GOOD.replace("unit.sail", "boat.sail"),
    "the id is taken in …": GOOD + GOOD,
    "unknown key '…'": GOOD.replace("says", "sayz"),
    "the key '…' is missing": GOOD.replace('kind = "count"\n', ""),
    "'…' must be of type …": GOOD.replace('["帆"]', '"帆"'),
    "'…' is '…'. It must be one of …": GOOD.replace('"count"', '"weight"'),
    '… holds …. Write "word" or …': GOOD.replace('["帆"]', "[3]"),
    "it has no example": GOOD.replace("[[rule.example]]\n", "[[rule.counterexample]]\nbecause = 'x'\n"),
    "it has no counterexample": GOOD.partition("[[rule.counterexample]]")[0],
    "it has no because": GOOD.replace('because = "ships are no sails"\n', ""),
    "it expects nothing": GOOD.replace('claims = [{ text = "30帆" }]\n', ""),
    "the pattern … needs one {q}": _other("exclusion.sail", 'reason = "sail"\npatterns = ["帆"]'),
    "the pattern … does not compile: …": _other("exclusion.sail", 'reason = "sail"\npatterns = ["(帆{q}"]'),
    "'…' does not compile: …": _other("shape.sail", 'left = "(帆"\nlabel = "帆"'),
    "factor is no number": GOOD.replace('kind = "count"', 'kind = "count"\nfactor = "x"'),
    "unknown class of words '…'": GOOD.replace("unit.sail", "word.sail").replace('kind = "count"\n', ""),
    "the word … has a guard": GOOD.replace("unit.sail", "word.verb.sail").replace(
        'kind = "count"\nwords = ["帆"]', 'words = [{ word = "扬帆", not_before = ["布"] }]'
    ),
    "unknown feature '…' in …": _other("shape.sail", 'when = ["sail"]\nlabel = "帆"'),
    "unknown slot '…' in label": _other("shape.sail", 'label = "{sail}"'),
    "there is no such folder of rules": "",
    "the folder holds no .toml file": "",
}


@pytest.mark.parametrize(("said", "text"), REFUSED.items(), ids=list(REFUSED))
def test_what_the_page_says_of_refused_rules(said: str, text: str, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere" if said.startswith("there is no such") else tmp_path
    if text:
        (folder / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_rulebook(folder)
    pattern = re.escape(said).replace("…", ".+")
    assert re.search(pattern, str(caught.value)), str(caught.value)


def test_the_page_lists_these_refusals_and_no_others() -> None:
    listed = [said for row in rows_of(RULES, "message", "what to do") for said in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(listed) == sorted(REFUSED)


def test_what_the_check_says_is_what_the_proof_says() -> None:
    source = (ROOT / "src" / "unionstats" / "matching" / "proof.py").read_text(encoding="utf-8")
    for row in rows_of(RULES, "`rules check` says", "what it means"):
        words = re.sub(r"\d+帆|unit|'.*?'|\{…\}|[:…]|\b\d\b", "|", row[0].strip("`")).split("|")
        for piece in filter(None, (word.strip(" ,") for word in words)):
            assert piece in source, piece


def test_the_formats_shown_are_those_that_are_read() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for page, head in (
        (ENGLISH, ("what", "named", "needs", "what is taken")),
        (CHINESE, ("种类", "文件名", "需要", "读取的内容")),
    ):
        rows = rows_of(page, *head)
        assert {name for row in rows for name in re.findall(r"`\.(\w+)`", row[1])} == set(SUFFIXES)
        named = {name for row in rows for name in re.findall(r"\[(\w+)\]", row[2])}
        assert named == set(extras) - {"all", "dev", "report", "xlsx", "dask"}
        text = page.read_text("utf-8")
        assert f"{limits.CPU_SECONDS} s" in text or f"{limits.CPU_SECONDS} 秒" in text
        assert f"{limits.MEMORY // 10**9} GB" in text
