"""One HTML file out of the template, its style and its scripts: nothing is loaded, nothing from outside can run.

What comes from a report reaches the page as JSON only (`tojson` escapes <, >, & and '), and the scripts put it on the
screen as text. The Content-Security-Policy names the one style and the one script by their hashes and forbids the
network.
"""

import base64
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from unionstats.core.errors import UsageError
from unionstats.core.flag import FLAGS
from unionstats.output.page.gather import PageData

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGES = ("en", "zh")
SCRIPTS = (
    "data.js", "answers.js", "filters.js", "list.js", "text.js", "missed.js", "series.js", "claim.js",
    "import.js", "overview.js", "app.js",
)  # fmt: skip
"""In the order in which they build on each other; they make one script."""


def render(data: PageData, language: str) -> bytes:
    """The page in UTF-8.

    Args:
        language: of the interface as it opens, one of LANGUAGES; the page can change it.

    Raises:
        UsageError: Jinja2 is not installed.
    """
    words = interface_words()
    script = '"use strict";\n(() => {\n' + "\n".join(map(_read, SCRIPTS)) + "})();\n"
    style = _read("page.css")
    page = _environment().get_template("page.html")
    text = page.render(
        main={**data.main, "words": words, "language": language},
        reports=data.reports,
        language=language,
        word=lambda key: words[key][LANGUAGES.index(language)],
        style=style,
        script=script,
        policy=_policy(style, script),
    )
    # An unpaired surrogate is no UTF-8; inside JSON its escape means the same.
    return text.encode("utf-8", "backslashreplace")


def interface_words() -> dict[str, list[str]]:
    """Every word of the interface, in LANGUAGES; those of the flags are the program's."""
    flags = {f"flag_{name}": list(meaning) for name, meaning in FLAGS.items()}
    words: dict[str, list[str]] = json.loads(_read("words.json"))
    return words | flags


def _environment() -> "Environment":
    try:
        import jinja2
    except ImportError:
        raise UsageError(
            "unionstats report", "Jinja2 is not installed", 'Run pip install "unionstats[report]".'
        ) from None

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_read), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.policies["json.dumps_function"] = _compact
    return environment


def _compact(value: Any, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
