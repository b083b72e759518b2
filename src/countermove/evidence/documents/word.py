"""Word files (.docx), by python-docx: every paragraph in order, those in tables too; nothing is ever run.

A .docx is an archive of XML. Its sizes are checked before anything is inflated, and XML that declares
entities is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from countermove.errors import EvidenceError
from countermove.evidence.documents.details import Details, day_of
from countermove.evidence.documents.opening import refused
from countermove.evidence.documents.texts import Taken, missing, named

__all__ = ["taken_from_word"]

#: What an honest file keeps well below: bytes inflated, those of one part, how many times
#: their size packed, and files inside.
_MOST_INFLATED = 200_000_000
_MOST_XML = 60_000_000
_HIGHEST_RATIO = 300
_MOST_FILES = 10_000
#: No ratio is looked at below this size.
_SMALL = 5_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAVE = "Open it in a word processor, and save it anew as .docx."


def taken_from_word(path: Path, data: bytes) -> Taken:
    """The text of a Word file. Raises `EvidenceError` if it is broken, hostile or without words."""
    names = _checked(path, data)
    try:
        import docx
    except ImportError as reason:
        raise missing("python-docx", "Word files", reason) from reason
    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(_paragraphs(document))
        details = _details(document)
    except Exception as broken:  # whatever is wrong inside, there is one thing to say
        raise refused(path, f"this Word file is damaged: {str(broken)[:120]}", _SAVE) from broken
    if not any(sign.isalnum() for sign in text):
        raise refused(
            path, "this Word file has no words; it may be a picture of a page", "Recognise its text (OCR)."
        )
    return Taken(text, details.noted(*_unread(names)), named("python-docx"))


def _checked(path: Path, data: bytes) -> set[str]:
    """The names of the files inside, if nothing about them is suspicious."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_bombs(path, infos)
            names = {info.filename for info in infos}
            if "word/document.xml" not in names:
                raise refused(path, "this archive is no Word file: it has no word/document.xml", _SAVE)
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    _refuse_entities(path, archive, info)
    except EvidenceError:
        raise
    except Exception as broken:  # a damaged archive fails in many ways
        raise refused(path, f"this Word file is damaged or cut short: {str(broken)[:120]}", _SAVE) from broken
    return names


def _refuse_bombs(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    inflated = sum(info.file_size for info in infos)
    xml = max((info.file_size for info in infos if info.filename.endswith(".xml")), default=0)
    steep = [
        i for i in infos if i.file_size > _SMALL and i.file_size > _HIGHEST_RATIO * max(i.compress_size, 1)
    ]
    if inflated > _MOST_INFLATED or xml > _MOST_XML or steep or len(infos) > _MOST_FILES:
        what = f"this file would inflate to {inflated / 1e6:.0f} MB, as no honest Word file does"
        raise refused(path, what, _SAVE)


def _refuse_entities(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    with archive.open(info) as part:
        head = part.read(4096).replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refused(path, "the XML inside this Word file declares entities, as no honest one does", _SAVE)


def _paragraphs(document: Any) -> Iterator[str]:
    """The words of each paragraph; headings as Markdown marks them, so that they are known for such."""
    styles = {style.style_id: (style.name or "") for style in document.styles}
    for element in document.element.body.iter(f"{_W}p"):
        if any(True for _ in element.iterancestors(_FALLBACK)):
            continue
        words = "".join(_signs(element)).strip()
        if words:
            style = element.find(f"{_W}pPr/{_W}pStyle")
            name = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
            yield f"# {words}" if name.startswith(("Heading", "Title")) and "\n" not in words else words


def _signs(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph: what was inserted is in it, what was deleted is not (it has another tag)."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag == f"{_W}t":
            yield element.text or ""
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag in (f"{_W}tab", f"{_W}noBreakHyphen"):
            yield "\t" if tag.endswith("tab") else "-"
        elif tag not in (f"{_W}p", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            waiting.extend(reversed(element))


def _details(document: Any) -> Details:
    about = document.core_properties
    rule = "the properties of the Word file"
    details = Details().found("title", about.title or "", rule)
    author = about.author or ""
    details = details.found(
        "author", "" if author.casefold() in {"python-docx", "user", "admin"} else author, rule
    )
    return details.found(
        "date", day_of(about.created) if about.created else None, f"{rule} (when it was made)"
    )


def _unread(names: set[str]) -> Iterator[str]:
    """What of the file is not in the text."""
    told = {
        "word/footnotes.xml": "footnotes",
        "word/endnotes.xml": "endnotes",
        "word/comments.xml": "comments",
    }
    unread = [what for name, what in told.items() if name in names]
    if unread:
        yield f"Not read: {', '.join(unread)} of the Word file."
