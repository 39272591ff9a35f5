"""How the code may lean on itself and on others: one direction, and one home for each borrowed package."""

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "unionstats"

# Each imports itself and those before it. What stands beside them (__init__, __main__) is the outside.
ORDER = (
    "core",
    "corpus",
    "grammar",
    "matching",
    "metrics",
    "output",
    "metadata",
    "report",
    "pipeline",
    "engines",
    "cli",
)

# Borrowed package → where it may be imported, as patterns of paths below src/unionstats.
HOMES = {
    "ahocorasick_rs": ("corpus/gazetteer.py", "grammar/*"),
    "dask": ("engines/*",),
    "distributed": ("engines/*",),
    "docx": ("corpus/formats/word.py",),
    "jinja2": ("output/page/*",),
    "lxml": ("corpus/formats/page.py",),
    "opencc": ("corpus/normalise.py",),
    "pandas": ("output/*",),
    "pyarrow": ("output/*", "engines/*"),
    "pypdfium2": ("corpus/formats/paper.py",),
    "regex": ("grammar/*",),
    "rich": ("cli/*", "output/explain*"),
    "tomli": ("corpus/places_table.py", "grammar/folder.py"),
    "trafilatura": ("corpus/formats/page.py",),
    "typer": ("cli/*",),
    "xlsxwriter": ("output/workbook.py",),
}


class Import(NamedTuple):
    """One import, wherever it stands: at the top, inside a function, or for the type checker only."""

    path: str
    line: int
    module: str


def imports_of(path: str, text: str) -> Iterator[Import]:
    """All imports of a file; `path` is below src/unionstats. A relative import is resolved."""
    package = ["unionstats", *Path(path).parent.parts]
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield Import(path, node.lineno, name.name)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1] if level else []
                for name in names:
                    yield Import(path, node.lineno, ".".join([*above, *([module] if module else []), name.name]))
            case ast.Call(func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"), args=[argument, *_]):
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                if parts and isinstance(parts[0], ast.Constant):
                    yield Import(path, node.lineno, str(parts[0].value))


def place(name: str) -> int:
    """Where in the order a folder or module directly below unionstats stands."""
    return ORDER.index(name) if name in ORDER else len(ORDER)


def violations(imports: Iterator[Import]) -> Iterator[str]:
    """One line for each import that the layout does not allow."""
    for path, line, module in imports:
        top, _, rest = module.partition(".")
        where = f"src/unionstats/{path}:{line}"
        own = Path(path).parts[0].removesuffix(".py")
        if top == "unionstats":
            other = rest.partition(".")[0]
            # The version is plain text at the very top and imports nothing.
            if other != "__version__" and place(other) > place(own):
                yield f"{where}: {own} imports {module}, which comes after it"
        elif top in HOMES:
            if not any(fnmatch(path, home) for home in HOMES[top]):
                yield f"{where}: {top} is at home in {', '.join(HOMES[top])} only"
        elif top not in sys.stdlib_module_names:
            yield f"{where}: {top} has no home; give it one in {Path(__file__).name}"


def test_the_layout_is_kept() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    found = [
        violation
        for path in files
        for violation in violations(imports_of(path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")))
    ]
    assert files
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("path", "text", "complaint"),
    [
        ("corpus/read.py", "from unionstats.grammar.load import load", "corpus imports unionstats.grammar.load.load"),
        ("core/claim.py", "def f():\n    import unionstats.cli.app", "claim.py:2: core imports unionstats.cli.app"),
        ("output/page.py", "from ..engines import local", "output imports unionstats.engines.local"),
        ("core/claim.py", "from unionstats import output", "core imports unionstats.output"),
        ("pipeline.py", "import pyarrow as pa", "pipeline.py:1: pyarrow is at home in"),
        ("metrics/tidy.py", "if TYPE_CHECKING:\n    import pandas", "metrics/tidy.py:2: pandas is at home in output/*"),
        ("cli/app.py", "import requests", "requests has no home"),
        ("core/claim.py", "importlib.import_module(f'unionstats.cli.{name}')", "core imports unionstats.cli."),
    ],
)
def test_what_breaks_the_layout_is_named(path: str, text: str, complaint: str) -> None:
    (violation,) = violations(imports_of(path, text))
    assert complaint in violation


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("output/explain.py", "import rich.console"),
        ("cli/app.py", "import typer\nfrom unionstats.core import errors"),
        ("matching/find.py", "from . import numerals\nfrom ..grammar import load\nimport re"),
        ("__main__.py", "from unionstats.cli.app import main"),
    ],
)
def test_what_keeps_the_layout_is_not(path: str, text: str) -> None:
    assert not list(violations(imports_of(path, text)))
