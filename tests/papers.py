"""Reports as Word files and PDFs, made for tests: the text of a report, set as a person would set it."""

import io
from collections.abc import Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 12
LEFT, RIGHT, TOP, BOTTOM = 72.0, A4[0] - 72.0, A4[1] - 80.0, 80.0
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


def paper(text: str, header: str = "") -> bytes:
    """A PDF: lines broken at the width of the page, paragraphs set in by two characters, pages numbered."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    lines = [line for paragraph in text.splitlines() for line in broken(paragraph.strip())]
    page, y = 0, 0.0
    for number, (indent, line) in enumerate(lines):
        if number == 0 or y < BOTTOM:
            if number:
                canvas.showPage()
            page += 1
            y = TOP
            canvas.setFont(FONT, SIZE)
            canvas.drawString(LEFT, TOP + 40, header)
            canvas.drawCentredString(A4[0] / 2, 40, f"- {page} -")
        canvas.drawString(LEFT + indent, y, line)
        y -= SIZE * 1.6
    canvas.save()
    return made.getvalue()


def broken(paragraph: str) -> list[tuple[float, str]]:
    """The lines of a paragraph with their indents. Numbers are broken too; no line starts with a full stop."""
    lines: list[tuple[float, str]] = []
    indent, line = 2.0 * SIZE, ""
    for character in paragraph:
        room = RIGHT - LEFT - indent
        if line and width(line + character) > room and character not in _NO_LINE_STARTS_WITH:
            lines.append((indent, line))
            indent, line = 0.0, ""
        line += character
    return [*lines, (indent, line)] if line else lines


def width(line: str) -> float:
    """Of a line as it is set, in points."""
    return float(pdfmetrics.stringWidth(line, FONT, SIZE))
