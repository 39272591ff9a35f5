"""Tables of pages and Word files → lines of text in which `matching.tables` finds head, names, units and figures.

A line holds the cells of a row, with a tab between them. What would keep a row from being understood alone is mended:
covered cells are filled in, numbering is left out, several columns of names become one name, remarks follow the
table, a head is repeated after a row that stands across the table, years that run downwards are turned to the head.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from unionstats.corpus.formats.limits import MAX_CELLS, MAX_SPAN

EMPTY = "—"
"""What stands in a cell that holds nothing: a row must have as many cells as its head."""

LONGEST_CELL = 40
"""Characters beyond which a cell holds prose."""

_BLANKS = re.compile(r"\s+")
_FIGURE = re.compile(r"[-+－]?[0-9０-９][0-9０-９,，.．]*[%％]?")
_NOTHING = frozenset(("", "-", "—", "–", "/", "…", "－", "――", "——", "\\"))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?(?:末|底|度)?")
_UNIT = frozenset(("单位", "计量单位", "單位", "計量單位"))
_NUMBERING = frozenset(("序号", "编号", "序號", "編號", "№", "No.", "NO."))
_CORNER = "项目"


class Cell(NamedTuple):
    """A cell with what it holds and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The table as lines."""
    grid = [row for row in _fill(rows) if any(cell not in _NOTHING for cell in row)]
    if not grid:
        return []
    width = max(map(len, grid))
    grid = [row + [""] * (width - len(row)) for row in grid]
    kept = [at for at in range(width) if any(row[at] for row in grid)]
    grid = [[row[at] for at in kept] for row in grid]
    if len(kept) == 1:
        return [row[0] for row in grid]
    return _with_head(_upright(grid))


def _fill(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """A text for each place of the grid; a cell that covers several is repeated."""
    grid: list[list[str]] = []
    waiting: dict[int, tuple[int, str]] = {}
    cells = 0
    for row in rows:
        line: list[str] = []
        for cell in row:
            _cover(line, waiting)
            text = _BLANKS.sub("", cell.text)
            for _ in range(min(max(cell.columns, 1), MAX_SPAN)):
                if cell.rows > 1:
                    waiting[len(line)] = min(cell.rows, MAX_SPAN) - 1, text
                line.append(text)
        _cover(line, waiting)
        cells += len(line)
        if cells > MAX_CELLS:
            break
        grid.append(line)
    return grid


def _cover(line: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Fill the next places of the line that cells of the rows above cover: for how many rows more, with what."""
    while (at := len(line)) in waiting:
        left, text = waiting.pop(at)
        if left > 1:
            waiting[at] = left - 1, text
        line.append(text)


def _upright(grid: list[list[str]]) -> list[list[str]]:
    """Where the years run down the first column, the table turned so that they are its head."""
    years = [_YEAR.fullmatch(row[0]) is not None for row in grid[1:]]
    if len(years) >= 2 and all(years) and not any(_YEAR.fullmatch(cell) for cell in grid[0][1:]):
        return [list(column) for column in zip(*grid, strict=True)]
    return grid


def _with_head(grid: list[list[str]]) -> list[str]:
    """The lines, with head and rows in the form that is understood where the table has one."""
    lines: list[str] = []
    at = 0
    while at < len(grid) and len(set(grid[at])) == 1:  # its title, or its unit, across all columns
        lines.append(grid[at][0])
        at += 1
    body = grid[at:]
    if len(body) < 2 or not any(_YEAR.fullmatch(cell) or cell in _UNIT for cell in body[0]):
        return [*lines, *(line for row in body for line in _plain(row))]
    head, rows = body[0], body[1:]
    across = [len(set(row)) == 1 for row in rows]
    told = [row for row, whole in zip(rows, across, strict=True) if not whole]
    names, figures, remarks = _sort(head, told)
    top = "\t".join([_joined(head, names) or _CORNER, *(head[column] or EMPTY for column in figures)])
    lines.append(top)
    after: list[str] = []
    for row, whole in zip(rows, across, strict=True):
        if whole:
            lines += [row[0], top]
            continue
        name = _joined(row, names) or EMPTY
        lines.append("\t".join([name, *(EMPTY if row[at] in _NOTHING else row[at] for at in figures)]))
        after += [f"{name}：{row[at]}" for at in remarks if row[at] not in _NOTHING]
    return lines + after


def _sort(head: list[str], rows: list[list[str]]) -> tuple[list[int], list[int], list[int]]:
    """Columns of names, of units and figures, and of remarks."""
    names: list[int] = []
    figures: list[int] = []
    remarks: list[int] = []
    for at, title in enumerate(head):
        cells = [row[at] for row in rows if row[at] not in _NOTHING]
        numbers = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
        if title in _NUMBERING or (not figures and numbers == len(cells) > 1 and _counts_up(cells)):
            continue
        if title in _UNIT or _YEAR.fullmatch(title) or (numbers and numbers * 2 >= len(cells)):
            figures.append(at)
        elif figures:
            remarks.append(at)
        else:
            names.append(at)
    return names, figures, remarks


def _counts_up(cells: list[str]) -> bool:
    return cells == [str(number) for number in range(1, len(cells) + 1)]


def _joined(row: list[str], names: list[int]) -> str:
    """The name of a row, out of all its columns of names: 困难帮扶 and 慰问职工 are 困难帮扶慰问职工."""
    return "".join(dict.fromkeys(row[at] for at in names if row[at] not in _NOTHING))


def _plain(row: list[str]) -> list[str]:
    """A row that is no row of figures by years: one line, or one for each cell where one of them holds prose."""
    cells = [cell for cell, before in zip(row, ["", *row], strict=False) if cell and cell != before]
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return cells
    return ["\t".join(cells)] if cells else []
