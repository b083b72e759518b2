"""Taking the text out of a file, by what sort of file it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from countermove.evidence.documents.details import Details, checked, source_id
from countermove.evidence.documents.opening import bytes_of, refused, sort_of
from countermove.evidence.documents.plain import decoded, details_in
from countermove.evidence.documents.texts import Taken
from countermove.evidence.ledger import Source
from countermove.evidence.report import Report, fingerprint

__all__ = ["read_report", "read_reports", "text_again"]


def read_report(
    path: str | PathLike[str], *, meta: Mapping[str, Any] | None = None, taken: Container[str] = ()
) -> Report:
    """The report in a file, with what the file says of its title, author, outlet, day and address.

    `meta` says better: any of id, title, author, outlet, date (a date or “2025-08-19”), kind, note and
    origin. `taken` are ids that other sources have. The notes of the report say what was guessed and
    by which rule. Raises `EvidenceError` if the file cannot be read or holds several reports, and
    `ConflictError` if the library that reads its sort is not installed.
    """
    reports = read_reports(path, meta=meta, taken=taken)
    if len(reports) > 1:
        what = f"the file holds {len(reports)} documents, and one was asked for"
        raise refused(Path(path), what, "Read them all, or cut the one out.")
    return reports[0]


def read_reports(
    path: str | PathLike[str], *, meta: Mapping[str, Any] | None = None, taken: Container[str] = ()
) -> list[Report]:
    """Every report in a file: one, save for TEI, which may hold many. As `read_report` else."""
    file = Path(path)
    said = checked(meta)
    data = bytes_of(file)
    sha256 = hashlib.sha256(data).hexdigest()
    ids: set[str] = set()
    reports = []
    for item in _TAKERS[sort_of(file, data)](file, data):
        report = _report(file, sha256, item, said, _Either(taken, ids))
        ids.add(report.source.id)
        reports.append(report)
    return reports


_FROM_TEXT = ("title", "author", "outlet", "date", "kind", "origin")


def text_again(path: str | PathLike[str], source: Source) -> str | None:
    """The text that the offsets of a source count in, out of its file; None if the file gives another text.

    Raises as `read_report` does. Whether the file itself has changed is for its SHA-256 to say.
    """
    if not source.extractor:
        return bytes_of(Path(path)).decode("utf-8", errors="replace")
    texts = (report.text for report in read_reports(path) if report.source.text_sha256 == source.text_sha256)
    return next(texts, None)


@dataclass(frozen=True, slots=True)
class _Either(Container[str]):
    one: Container[str]
    other: Container[str]

    def __contains__(self, item: object) -> bool:
        return item in self.one or item in self.other


def _report(file: Path, sha256: str, item: Taken, said: Mapping[str, Any], taken: Container[str]) -> Report:
    known = item.details
    about = {name: said.get(name, getattr(known, name)) for name in _FROM_TEXT}
    source = Source(
        id=_id(file, item, said, about["author"], taken),
        file=file.name.encode("utf-8", errors="replace").decode("utf-8"),
        sha256=sha256,
        note=said.get("note", ""),
        text_sha256=fingerprint(item.text) if item.extractor else "",
        extractor=item.extractor,
        **about,
    )
    return Report(source, item.text, known.notes(said))


def _id(file: Path, item: Taken, said: Mapping[str, Any], author: str, taken: Container[str]) -> str:
    """As said, if it is free; else by the author, or for one document of many by file and number."""
    if "id" in said:
        return source_id("", f"{said['id']}-{item.part}" if item.part else said["id"], taken)
    if item.part:
        return source_id("", f"{file.stem}-{item.part}", taken)
    return source_id(author, file.stem, taken)


def _plain(path: Path, data: bytes) -> Iterator[Taken]:
    text, extractor, notes = decoded(path, data)
    if not any(sign.isalnum() for sign in text):
        raise refused(path, "this text has no words", "Give the file of a report.")
    yield Taken(text, details_in(text, path).noted(*notes), extractor)


def _html(path: Path, data: bytes) -> Iterator[Taken]:
    from countermove.evidence.documents.html import taken_from_html

    taken = taken_from_html(path, data)
    yield Taken(taken.text, taken.details.then(details_in(taken.text, path)), taken.extractor)


def _pdf(path: Path, data: bytes) -> Iterator[Taken]:
    from countermove.evidence.documents.pdf import taken_from_pdf

    taken = taken_from_pdf(path, data)
    yield Taken(taken.text, _with_text(taken, path), taken.extractor)


def _word(path: Path, data: bytes) -> Iterator[Taken]:
    from countermove.evidence.documents.word import taken_from_word

    taken = taken_from_word(path, data)
    yield Taken(taken.text, _with_text(taken, path), taken.extractor)


def _with_text(taken: Taken, path: Path) -> Details:
    """What the text says comes first: the properties of a file are often those of whoever converted it."""
    return details_in(taken.text, path).then(taken.details)


def _tei(path: Path, data: bytes) -> Iterator[Taken]:
    from countermove.evidence.documents.tei import taken_from_tei

    yield from taken_from_tei(path, data)


_TAKERS: dict[str, Callable[[Path, bytes], Iterator[Taken]]] = {
    "text": _plain, "html": _html, "pdf": _pdf, "word": _word, "tei": _tei,
}  # fmt: skip
