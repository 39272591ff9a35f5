"""Where the rules are: inside the installed package, else the checkout's rules/ folder."""

from pathlib import Path

from unionstats.core.errors import RuleError

_PACKAGED = Path(__file__).resolve().parents[1] / "rules"
_CHECKOUT = Path(__file__).resolve().parents[3] / "rules"


def rules_folder() -> Path:
    """The folder of the rules that came with the program.

    Raises:
        RuleError: when neither the wheel's nor the checkout's folder is there.
    """
    for folder in (_PACKAGED, _CHECKOUT):
        if (folder / "units.toml").is_file():
            return folder
    raise RuleError(
        str(_CHECKOUT), "the rules folder is missing", "Install unionstats again, or run it from a checkout."
    )
