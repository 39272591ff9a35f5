"""Files made to stop a run: bombs, broken files and files under a wrong name. Each is made when it is asked for."""

import io
import zipfile
from functools import cache

from papers import FONT, SIZE, paper, word

TEXT = "亳州市总工会2024年工作总结\n2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元。\n"
PARAGRAPH = "<p>2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元，评出金牌职工101名。</p>"
TITLE = "<title>亳州市总工会2024年工作总结</title>"


def attributes() -> bytes:
    """300,000 attributes on one tag: parsers compare each with each."""
    many = " ".join(f"a{at}=1" for at in range(300_000))
    return f"<!DOCTYPE html><html><head>{TITLE}</head><body><div {many}>{PARAGRAPH}</div></body></html>".encode()


def nested() -> bytes:
    """200,000 divisions one in the other."""
    return f"<html><head>{TITLE}</head><body>{'<div>' * 200_000}{PARAGRAPH}{'</div>' * 200_000}</body></html>".encode()


def tables() -> bytes:
    """20,000 tables one in the other."""
    return f"<html><head>{TITLE}</head><body>{'<table><tr><td>' * 20_000}{PARAGRAPH}</body></html>".encode()


def spans() -> bytes:
    """A table whose cells cover thousands of rows and columns."""
    row = "<tr>" + "<td colspan=9999 rowspan=9999>1</td>" * 50 + "</tr>"
    return f"<html><head>{TITLE}</head><body>{PARAGRAPH}<table>{row * 500}</table></body></html>".encode()


def unclosed() -> bytes:
    """Tags, comments and scripts that are opened and never closed."""
    rest = "<a " * 200_000 + "<!-- " * 200_000 + "<svg>" * 200_000 + "<title>" * 100_000
    return f"<html><head>{TITLE}</head><body>{PARAGRAPH}{rest}</body></html>".encode()


def quotes() -> bytes:
    """Attributes with quotation marks that are never closed."""
    return (
        f"<html><head>{TITLE}</head><body>{PARAGRAPH}{'<b title=' * 100_000}{chr(34) * 400_000}</body></html>".encode()
    )


def long_text() -> bytes:
    """One run of 11 million characters: libxml2 leaves all of it out."""
    text = "基层工会。" * 2_200_000
    return f"<html><head>{TITLE}</head><body>{PARAGRAPH}<p>{text}</p></body></html>".encode()[:19_900_000]


def many_tags() -> bytes:
    """A page of a million tags."""
    return f"<html><head>{TITLE}</head><body>{PARAGRAPH}{'<i>会</i>' * 500_000}</body></html>".encode()


def entities() -> bytes:
    """Entities of entities, which HTML does not know, and a file of the system."""
    names = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    declared = f'<!DOCTYPE html [<!ENTITY a0 "工会">{names}<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return f"{declared}<html><head>{TITLE}</head><body>{PARAGRAPH}<p>&a9;&x;</p></body></html>".encode()


def large_page() -> bytes:
    """A page of 46 MB."""
    return f"<html><head>{TITLE}</head><body>{PARAGRAPH * 400_000}</body></html>".encode()


def _word_with(document: str) -> bytes:
    """A Word file with another text inside."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(TEXT))) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, document if part.filename == "word/document.xml" else old.read(part))
    return packed.getvalue()


@cache
def word_bomb() -> bytes:
    """A Word file of 1 MB that grows to 1 GB."""
    packed = io.BytesIO(word(TEXT))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.bin", "w") as part:
        for _ in range(1000):
            part.write(bytes(1 << 20))
    return packed.getvalue()


def word_entities() -> bytes:
    """Entities of entities in a Word file, and a file of the system."""
    names = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return _word_with(
        f'<!DOCTYPE d [<!ENTITY a0 "工会">{names}<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f"<w:document {space}><w:body><w:p><w:r><w:t>&a9;&x;</w:t></w:r></w:p></w:body></w:document>"
    )


def word_nested() -> bytes:
    """Tables within tables, 5,000 deep."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    opened, closed = "<w:tbl><w:tr><w:tc>" * 5000, "</w:tc></w:tr></w:tbl>" * 5000
    return _word_with(f"<w:document {space}><w:body>{opened}<w:p/>{closed}</w:body></w:document>")


def word_cut() -> bytes:
    """Half a Word file."""
    whole = word(TEXT)
    return whole[: len(whole) // 2]


def word_with_a_password() -> bytes:
    """Word puts an encrypted file into a container of the old kind."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)


def word_without_text() -> bytes:
    """An empty Word file."""
    return word("")


def paper_cut() -> bytes:
    """The first tenth of a PDF."""
    whole = paper(TEXT * 40)
    return whole[: len(whole) // 10]


def paper_without_end() -> bytes:
    """A PDF without its table of contents; readers can mend that."""
    whole = paper(TEXT)
    return whole[: whole.rindex(b"xref")]


def paper_with_a_password() -> bytes:
    """An encrypted PDF."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(72, 720, "1260")
    canvas.save()
    return made.getvalue()


def paper_of_pictures() -> bytes:
    """A PDF without a character, as a scanner makes it."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(72, 72, 400, 600, fill=1)
    canvas.save()
    return made.getvalue()


def paper_half_of_pictures() -> bytes:
    """A PDF with a page of text and a scanned one."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    paper(TEXT)  # makes the font known
    canvas = Canvas(made)
    canvas.setFont(FONT, SIZE)
    for at, line in enumerate(TEXT.splitlines()):
        canvas.drawString(72, 720 - 20 * at, line)
    canvas.showPage()
    canvas.rect(72, 72, 400, 600, fill=1)
    canvas.save()
    return made.getvalue()


def paper_of_many_pages() -> bytes:
    """A PDF of 2,500 pages."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for _ in range(2500):
        canvas.drawString(72, 720, "12")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def paper_in_circles() -> bytes:
    """A PDF whose tree of pages leads back to its root."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


def digits() -> bytes:
    """Ten million digits in a row."""
    return b"\xe5\xbb\xba" + b"1" * 10_000_000


def old_word() -> bytes:
    """A Word file of 1997."""
    return word_with_a_password()
