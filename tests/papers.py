"""Reports as Word files and PDFs, made for tests: the text of a report, set as a person would set it."""

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 12
LEFT, RIGHT, TOP, BOTTOM, GUTTER = 72.0, A4[0] - 72.0, A4[1] - 80.0, 80.0, 20.0
_NO_LINE_STARTS_WITH = "，。；：、！？）》”’,.;:!?)%"


def word(text: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file: a paragraph for each line, numbers in runs of their own as spell checking leaves them."""
    document = docx.Document()
    for line in text.splitlines():
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 7):
            paragraph.add_run(line[at : at + 7])
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, told in zip(row.cells, cells, strict=True):
                cell.text = told
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


class Setting(NamedTuple):
    """How a text is set.

    Attributes:
        indent: of the first line of a paragraph, in characters.
        whole: that numbers and words are not broken at the end of a line.
        columns: side by side.
    """

    indent: int = 2
    whole: bool = False
    columns: int = 1


def paper(text: str, header: str = "", setting: Setting = Setting()) -> bytes:  # noqa: B008 (it cannot change)
    """A PDF: lines broken at the width of the page, pages numbered and with a header."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    room = (RIGHT - LEFT + GUTTER) / setting.columns - GUTTER
    lines = [line for paragraph in text.splitlines() for line in broken(paragraph.strip(), room, setting)]
    page, column, y = 0, setting.columns, 0.0
    for indent, line in lines:
        if y < BOTTOM:
            column, y = column + 1, TOP
            if column >= setting.columns:
                if page:
                    canvas.showPage()
                page, column = page + 1, 0
                canvas.setFont(FONT, SIZE)
                canvas.drawString(LEFT, TOP + 40, header)
                canvas.drawCentredString(A4[0] / 2, 40, f"- {page} -")
        canvas.drawString(LEFT + column * (room + GUTTER) + indent, y, line)
        y -= SIZE * 1.6
    canvas.save()
    return made.getvalue()


def broken(paragraph: str, room: float, setting: Setting) -> list[tuple[float, str]]:
    """The lines of a paragraph with their indents. No line starts with a full stop."""
    lines: list[tuple[float, str]] = []
    indent, line = float(setting.indent * SIZE), ""
    for piece in re.findall("[0-9A-Za-z.,%]+|.", paragraph) if setting.whole else paragraph:
        if line and width(line + piece) > room - indent and piece not in _NO_LINE_STARTS_WITH:
            lines.append((indent, line))
            indent, line = 0.0, ""
        line += piece
    return [*lines, (indent, line)] if line else lines


def width(line: str) -> float:
    """Of a line as it is set, in points."""
    return float(pdfmetrics.stringWidth(line, FONT, SIZE))
