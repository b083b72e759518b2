"""Opening a file that somebody gave us: its bytes, within limits, and what sort of file they are.

The sort is told from the content; the name counts only where the content does not tell. What cannot be
read is said in one sentence with a cure.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path

from countermove.errors import EvidenceError, Problem, clip, did_you_mean

__all__ = ["MOST_BYTES", "bytes_of", "refused", "sort_of"]

#: Larger files are not read.
MOST_BYTES = 50_000_000

#: How files begin that no reader here can do with: what they are, and what would help.
_OTHERS: Sequence[tuple[bytes, str, str]] = (
    (b"{\\rtf", "an RTF file", "Save it as .docx, PDF or plain text and read that."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word file (.doc), or one locked by a password",
        "Save it as .docx, unlocked.",
    ),
    (b"\x1f\x8b", "compressed (gzip)", "Unpack it and read what is in it."),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", "Unpack it and read what is in it."),
    (b"Rar!", "an archive (RAR)", "Unpack it and read what is in it."),
    (b"\x89PNG", "a picture", "Recognise its text (OCR) and read that."),
    (b"\xff\xd8\xff", "a picture", "Recognise its text (OCR) and read that."),
    (b"GIF8", "a picture", "Recognise its text (OCR) and read that."),
    (b"\x7fELF", "a program", "Give the file of a report."),
    (b"MZ\x90", "a program", "Give the file of a report."),
)
_TEXTUAL = "Give a text, HTML, PDF, Word (.docx) or TEI file."
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_HTML_TAGS = re.compile(
    r"</?(?:p|div|span|meta|script|style|title|article|section|h[1-6]|br|a)(?:\s[^<>]{0,300})?/?>", re.I
)
_ROOT = re.compile(
    r"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,20000}?-->\s*|<!DOCTYPE[^\[>]{0,1000}(?:\[.{0,20000}?\]\s*)?>\s*)*"
    r"<(?P<root>[A-Za-z_][\w.:-]*)",
    re.S | re.I,
)
#: How much of a file is looked at.
_LOOK = 8_192


def refused(path: Path, what: str, cure: str) -> EvidenceError:
    """The one error that says why a file cannot be read and what would help."""
    return EvidenceError(Problem(what, cure, file=clip(str(path), 200)))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises `EvidenceError` if there is none, or none that may be read."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise refused(path, "this is a folder, not a file", "Give the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise refused(path, "this is not an ordinary file", _TEXTUAL)
        if about.st_size > MOST_BYTES:
            size = f"it has {about.st_size / 1e6:.0f} MB, and no more than {MOST_BYTES / 1e6:.0f} MB are read"
            raise refused(path, size, "Cut it into parts.")
        data = path.read_bytes()
    except FileNotFoundError as missing:
        raise refused(path, "there is no such file", _near(path)) from missing
    except (OSError, ValueError) as broken:
        reason = getattr(broken, "strerror", None) or str(broken)
        raise refused(
            path, f"the file cannot be opened: {reason}", "Check its name and its permissions."
        ) from broken
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf\xfe\xff"):
        raise refused(path, "the file is empty", _TEXTUAL)
    return data


def _near(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return "Check its folder."
    return did_you_mean(path.name, names, list_all=False) or "Check its name."


def sort_of(path: Path, data: bytes) -> str:
    """What a file is: "pdf", "word", "tei", "html" or "text". Raises `EvidenceError` for anything else."""
    for beginning, what, cure in _OTHERS:
        if data.startswith(beginning):
            raise refused(path, f"this is {what}", cure)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(path, data)
    head = _first_words(data)
    if head is None:
        raise refused(path, "this is not a text: it has bytes that no text has", _TEXTUAL)
    return _marked_up(path, head)


def _zipped(path: Path, data: bytes) -> str:
    if b"word/" in data:
        return "word"
    kinds = {
        b"xl/": "a spreadsheet",
        b"ppt/": "a set of slides",
        b"opendocument.text": "an OpenDocument text",
        b"application/epub": "an e-book",
    }
    what = next((kind for name, kind in kinds.items() if name in data), "an archive (zip), not a Word file")
    raise refused(path, f"this is {what}", "Save it as .docx, PDF or plain text and read that.")


def _first_words(data: bytes) -> str | None:
    """The beginning of a text, roughly decoded; None if it is no text."""
    look = data[:_LOOK]
    if look.startswith((b"\xff\xfe", b"\xfe\xff")):
        return look[: len(look) // 2 * 2].decode("utf-16", errors="replace")
    zeros = look.count(0)
    if zeros >= len(look) * 0.3:
        return look.replace(b"\x00", b"").decode("latin-1")
    controls = sum(look.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    if zeros > 2 + 0.01 * len(look) or controls > 0.05 * len(look):
        return None
    return look.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")


def _marked_up(path: Path, head: str) -> str:
    """Which of the sorts of text it is."""
    match = _ROOT.match(head)
    root = match["root"].rpartition(":")[2].lower() if match else ""
    if root in {"tei", "tei.2", "teicorpus"}:
        return "tei"
    if root == "html" or _HTML.search(head[:2048]) or (root and len(_HTML_TAGS.findall(head)) >= 2):
        return "html"
    if path.suffix.lower() in {".html", ".htm", ".xhtml"} and "<" in head:
        return "html"
    if head.lstrip().startswith("<?xml"):
        what = f"this is XML, but neither TEI nor a web page: it begins with <{clip(root, 30)}>"
        raise refused(path, what, _TEXTUAL)
    return "text"
