"""Load pyarrow without numpy, which it takes along wherever that is installed: a tenth of a run over a few reports.

Since release 18 pyarrow does without numpy, and so does everything here but what hands tables to pandas. pyarrow looks
for numpy once, so this is for processes that hand nothing to pandas.
"""

import sys


def load_pyarrow_alone() -> None:
    """Import pyarrow as if numpy was not installed; other imports find it. Does nothing where either is loaded."""
    if "numpy" in sys.modules or "pyarrow" in sys.modules:
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]  # how the import system marks what cannot be imported
    try:
        import pyarrow  # noqa: F401
    finally:
        del sys.modules["numpy"]
