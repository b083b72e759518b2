"""PDF files, by pypdf: lines joined to paragraphs, without running heads and page numbers.

A PDF has no paragraphs, only lines on pages. Lines that stand at the head or foot of several pages, the
same but for numbers, are left out; the others are joined as repair joins wrapped lines. Scans have no
text, and this is said.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from countermove.errors import ConflictError
from countermove.evidence.documents.details import Details, day_of
from countermove.evidence.documents.opening import refused
from countermove.evidence.documents.texts import Taken, missing, named
from countermove.evidence.repair.kinds import Kind, is_noise
from countermove.evidence.repair.lines import lines_of, paragraphs_of
from countermove.evidence.repair.pages import joined_over_pages

__all__ = ["joined_lines", "taken_from_pdf", "without_running_heads"]

_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
#: How many lines at either end of a page may be running heads or feet.
_EDGE = 3
_SAVE = "Open it in a PDF reader, and save or print it anew as PDF."
_NO_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|indd|tex|pdf)$|^\W*$", re.IGNORECASE)


def taken_from_pdf(path: Path, data: bytes) -> Taken:
    """The text of a PDF. Raises `EvidenceError` if it is broken, locked, or has no text."""
    try:
        import pypdf
    except ImportError as reason:
        raise missing("pypdf", "PDF files", reason) from reason
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every odd file
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _unlock(path, reader)
        pages = _pages(path, reader)
        about = dict(reader.metadata or {})
    except ConflictError:
        raise
    except Exception as broken:  # whatever is wrong inside, there is one thing to say
        raise refused(path, f"this PDF is damaged or cut short: {str(broken)[:120]}", _SAVE) from broken
    if not any(sign.isalnum() for page in pages for sign in page):
        where = f"{len(pages)} pages" if len(pages) > 1 else "page"
        what = f"this PDF has no text on its {where}: it is a scan, pictures of pages"
        raise refused(path, what, "Recognise its text (OCR, for instance with ocrmypdf) and read that.")
    kept, left_out = without_running_heads(pages)
    text = joined_lines(kept)
    return Taken(text, _details(about).noted(*_notes(pages, left_out)), named("pypdf"))


def _unlock(path: Path, reader: Any) -> None:
    """Open a PDF that is locked without a password; others are refused."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # a cipher that is not installed, or a broken key
        opened = False
    if not opened:
        raise refused(
            path, "this PDF is locked by a password", "Open it with the password, and save it unlocked."
        )


def _pages(path: Path, reader: Any) -> list[str]:
    if len(reader.pages) > _MOST_PAGES:
        what = f"this PDF has {len(reader.pages)} pages; no more than {_MOST_PAGES} are read"
        raise refused(path, what, "Cut it into parts.")
    if not reader.pages:
        raise refused(path, "this PDF is damaged or cut short: it has no pages", _SAVE)
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        length += len(pages[-1])
        if length > _MOST_CHARACTERS:
            raise refused(path, "this PDF has more text than any report", "Cut it into parts.")
    return pages


def without_running_heads(pages: Sequence[str]) -> tuple[list[list[str]], int]:
    """The lines of each page without running heads, feet and page numbers, and how many were left out.

    A line within three of either end of its page is one if it stands there, the same but for numbers,
    on three pages or more and on a quarter of all; at the very end of a page, a number alone is one.
    """
    lines = [[line.rstrip() for line in page.splitlines()] for page in pages]
    lines = [_bare_edges(page) for page in lines]
    counts = Counter(key for page in lines for key in {_key(page[i]) for i in _edges(page)})
    often = max(3, len(pages) / 4)
    kept: list[list[str]] = []
    for page in lines:
        dropped = {i for i in _edges(page) if counts[_key(page[i])] >= often or _is_number(page, i)}
        kept.append([line for i, line in enumerate(page) if i not in dropped])
    return kept, sum(map(len, lines)) - sum(map(len, kept))


def _bare_edges(lines: list[str]) -> list[str]:
    """Without blank lines at either end."""
    full = [i for i, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else []


def _edges(page: Sequence[str]) -> set[int]:
    """Which lines of a page may be running heads: not all of a short one."""
    edge = min(_EDGE, len(page) // 3)
    return {i for i in (*range(edge), *range(len(page) - edge, len(page))) if page[i].strip()}


def _key(line: str) -> str:
    return re.sub(r"[\divxlc]+(?=\W|$)", "#", " ".join(line.casefold().split()))


def _is_number(page: Sequence[str], i: int) -> bool:
    return i in (0, len(page) - 1) and is_noise(page[i].strip()) == "a page number"


def joined_lines(pages: Sequence[Sequence[str]]) -> str:
    """Paragraphs out of the lines of pages, with a blank line between them."""
    whole = "\f".join("\n".join(page) for page in pages)
    paragraphs = paragraphs_of(lines_of(whole), lambda line: bool(is_noise(line.text)))
    kinds = [Kind("noise" if is_noise(p.text(whole)) else "body") for p in paragraphs]
    joined = joined_over_pages(paragraphs, kinds, whole)
    return "\n\n".join(paragraph.text(whole) for paragraph, _ in joined)


def _notes(pages: Sequence[str], left_out: int) -> list[str]:
    notes = []
    if left_out:
        notes.append(f"{left_out} running heads and page numbers of the PDF were left out.")
    empty = [str(k) for k, page in enumerate(pages, 1) if not any(sign.isalnum() for sign in page)]
    if empty:
        shown = ", ".join(empty[:12]) + (", ..." if len(empty) > 12 else "")
        notes.append(f"Pages without text, which may be pictures, were not read: {shown}.")
    return notes


def _details(about: dict[str, Any]) -> Details:
    """What the file says of itself; the date is when the PDF was made."""
    rule = "the properties of the PDF"
    title, author = (str(about.get(key) or "").strip() for key in ("/Title", "/Author"))
    details = Details().found("title", "" if _NO_TITLE.search(title) else title, rule)
    details = details.found("author", author, rule)
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(about.get("/CreationDate") or ""))
    day = day_of("-".join(made.groups())) if made else None
    return details.found("date", day, f"{rule} (when it was made)")
