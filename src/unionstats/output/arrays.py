"""Python values to Arrow arrays, straight into their buffers.

`pyarrow.array` imports pandas on its first call where that is installed (apache/arrow#34994), which costs more
than a run over a few reports. The layouts written here are those of the Arrow columnar format.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import pyarrow as pa

from unionstats.output.columns import ColumnType

EPOCH = date(1970, 1, 1).toordinal()  # day 0 of Arrow's date32
_NUMBERS: dict[ColumnType, tuple[str, pa.DataType]] = {
    "int16": ("h", pa.int16()),
    "int32": ("i", pa.int32()),
    "int64": ("q", pa.int64()),
    "float64": ("d", pa.float64()),
}

# From so many values on strings are split by Arrow's functions; to import them takes as long as some thousand values.
MANY = 1 << 13
# Long texts repeat themselves (the sentence of several figures), so that each is rather encoded once: a column is told
# by its first values.
SAMPLE, _SHORT = 64, 64
_MARK = "\0"
# What 32-bit offsets can count.
_MOST_BYTES = (1 << 31) - 1

# Not pa.list_(pa.string()): Parquet reads the item back under the name "element".
LIST_OF_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))


def arrow_array(kind: ColumnType, values: Sequence[Any]) -> pa.Array:
    """The values as an Arrow array; None is missing.

    A lone surrogate, which a file name may hold and UTF-8 may not, is written as its backslash escape.
    Raises TypeError or OverflowError where a value does not fit the type.
    """
    if kind == "string":
        return _strings(values)
    if kind == "list<string>":
        return _lists(values)
    gaps = None in values
    valid = _bits([value is not None for value in values]) if gaps else None
    if kind == "bool":
        return _from_buffers(pa.bool_(), values, valid, _bits([bool(value) for value in values]))
    if kind == "date32":
        days = array("i", map(_Days().__getitem__, values))
        return _from_buffers(pa.date32(), values, valid, pa.py_buffer(days))
    code, arrow_type = _NUMBERS[kind]
    numbers: array[Any] = array(code, [0 if value is None else value for value in values] if gaps else values)
    return _from_buffers(arrow_type, values, valid, pa.py_buffer(numbers))


def _strings(values: Sequence[Any]) -> pa.Array:
    if len(values) >= MANY and sum(len(value or "") for value in values[:SAMPLE]) <= SAMPLE * _SHORT:
        made = _split(values)
        if made is not None:
            return made
    known = _Encoded()
    encoded = list(map(known.__getitem__, values))
    valid = _bits([value is not None for value in values]) if None in known else None
    data = pa.py_buffer(b"".join(encoded))
    return _from_buffers(pa.string(), values, valid, _offsets(map(len, encoded)), data)


def _split(values: Sequence[Any]) -> pa.Array | None:
    """The strings put into one, encoded at once and split by Arrow: half the time. None where one holds the mark."""
    import pyarrow.compute as pc

    gaps = None in values
    text = _MARK.join(["" if value is None else value for value in values] if gaps else values)
    data = text.encode("utf-8", "backslashreplace")
    if len(data) > _MOST_BYTES:
        return None
    one = pa.Array.from_buffers(pa.string(), 1, [None, _offsets([len(data)]), pa.py_buffer(data)])
    strings = pc.split_pattern(one, _MARK).values
    if len(strings) != len(values):
        return None
    _, offsets, text_data = strings.buffers()
    valid = _bits([value is not None for value in values]) if gaps else None
    return _from_buffers(pa.string(), values, valid, offsets, text_data)


class _Encoded(dict[str | None, bytes]):
    """Strings as UTF-8, each encoded once: most columns repeat themselves. A missing one has no bytes."""

    def __missing__(self, value: str | None) -> bytes:
        data = self[value] = b"" if value is None else value.encode("utf-8", "backslashreplace")
        return data


class _Days(dict[date | None, int]):
    """Dates as days, each counted once."""

    def __missing__(self, value: date | None) -> int:
        days = self[value] = 0 if value is None else value.toordinal() - EPOCH
        return days


def _lists(values: Sequence[Any]) -> pa.Array:
    items = _strings([item for items in values for item in items])
    buffers = [None, _offsets(map(len, values))]
    return pa.Array.from_buffers(LIST_OF_STRINGS, len(values), buffers, children=[items])


def _from_buffers(arrow_type: pa.DataType, values: Sequence[Any], *buffers: pa.Buffer | None) -> pa.Array:
    return pa.Array.from_buffers(arrow_type, len(values), list(buffers))


def _offsets(lengths: Iterable[int]) -> pa.Buffer:
    return pa.py_buffer(array("i", accumulate(lengths, initial=0)))


def _bits(flags: list[bool]) -> pa.Buffer:
    """A bitmap, least significant bit first."""
    if not flags:
        return pa.py_buffer(b"")
    bits = int("".join("1" if flag else "0" for flag in reversed(flags)), 2)
    return pa.py_buffer(bits.to_bytes((len(flags) + 7) // 8, "little"))
