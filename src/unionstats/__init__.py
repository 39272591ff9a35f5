"""Figures out of Chinese trade-union reports, each traced to the characters that state it.

>>> import unionstats
>>> claims = unionstats.extract("2024年，亳州市总工会建成工会驿站1260家。")
>>> claims[0].label, claims[0].value, claims[0].unit, claims[0].city
('建成工会驿站', 1260.0, '家', '亳州市')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Claim", "Dataset", "__version__", "extract", "extract_batch", "extract_files", "load", "read_dataset"]

# Loaded when first used, so that `unionstats --help` does not wait for Arrow.
_HOMES = {
    "Claim": "unionstats.core.claim",
    "Dataset": "unionstats.output.dataset",
    "extract": "unionstats.pipeline",
    "extract_batch": "unionstats.engines.batch",
    "extract_files": "unionstats.pipeline",
    "load": "unionstats.output.notebook",
    "read_dataset": "unionstats.output.dataset",
}

if TYPE_CHECKING:
    from unionstats.core.claim import Claim
    from unionstats.engines.batch import extract_batch
    from unionstats.output.dataset import Dataset, read_dataset
    from unionstats.output.notebook import load
    from unionstats.pipeline import extract, extract_files


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'unionstats' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
