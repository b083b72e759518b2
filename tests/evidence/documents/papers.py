"""Small files of every sort that is read, made here: PDF by hand, Word by its library, TEI by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

__all__ = ["BODY", "TEI", "pdf", "word"]

BODY = (
    "The council met on Monday in the old hall by the river. Nobody had expected that the talks would last, "
    "and nobody was ready when they did. The envoys of nine towns came, and all of them spoke at length."
)

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"
xml:id="frus1900v01">
<teiHeader><fileDesc><titleStmt><title type="complete">Papers of the River Towns, 1900, Volume I</title>
</titleStmt></fileDesc></teiHeader>
<text><front><p>A preface.</p>
<list><item><persName xml:id="p1">Marsh, Ada</persName>, mayor</item></list>
</front><body><div type="chapter"><head>The Talks</head>
<div type="document" xml:id="d1" n="1" frus:doc-dateTime-min="1900-05-04T00:00:00-05:00">
<head>1. Telegram From the Embassy in Marshford to the Department of Rivers<note n="1" type="source">Source:
Archive of the towns.</note></head>
<opener><dateline><placeName>Marshford</placeName>, <date when="1900-05-04">May 4, 1900</date></dateline>
</opener><p>The mayor, <persName corresp="#p1">Ada <hi rend="bold">Marsh</hi></persName>, said that the bridge
was un<pb n="2"
facs="0002"/>safe.<note n="2">He meant the old bridge.</note> Nobody<lb/>answered.</p>
<p><q>We wait.</q></p>
<closer><signed><persName>Vane</persName></signed></closer></div>
<div type="document" xml:id="d2" n="2"><head>2. Letter From Mayor
<persName corresp="#p1" type="from">Marsh</persName> to Envoy Vane</head>
<opener><dateline><date>June 1, 1900</date></dateline></opener>
<p>Dear Mr.<persName>Vane</persName>, We shall not wait.</p></div>
<div type="document" xml:id="d3" n="3" subtype="editorial-note"
frus:doc-dateTime-min="1900-06-01T00:00:00-05:00"
frus:doc-dateTime-max="1900-06-09T00:00:00-05:00">
<head>3. Editorial Note</head><p>Nobody waited.</p></div>
</div></body></text></TEI>"""


def pdf(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A PDF with lines of text on pages; a page without lines is a scan. `info` is what it says of itself."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown}ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        resources = f"<< /Font << /F1 {font} >> >>"
        place = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page {place} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< {info} >>")
    return _file(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = (
        f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def word(paragraphs: Sequence[tuple[str, str]], **about: object) -> bytes:
    """A Word file with paragraphs, each with its style; `about` are its properties."""
    import docx

    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    for name, value in about.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive with files in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
