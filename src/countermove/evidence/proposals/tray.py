"""The tray's file: ``NAME.ledger/rows/SOURCE.proposed.jsonl``, beside the rows that were found by rules.

It has the form of a rows file, and the store reads it as one. Reading a report anew does not touch it;
asking again adds to it. What somebody decided on is never taken out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from countermove.errors import EvidenceError, Problem
from countermove.evidence.proposals.placing import iou
from countermove.evidence.proposals.prompt import PROMPT
from countermove.evidence.report import Report, fingerprint
from countermove.evidence.rows import LETTERS, Row
from countermove.evidence.store.decisions import fold, read_decisions
from countermove.evidence.store.disk import locked, make_folder
from countermove.evidence.store.rowsfile import FULL, Header, RowsFile, file_name, read_rows, write_rows

__all__ = ["ALIKE", "in_tray", "put_in_tray", "same", "tidy", "tray_file"]

#: Two rows of a kind that share so much of what they cover are one.
ALIKE = 0.5


def tray_file(folder: Path, source: str) -> Path:
    """The file of the proposals for a source, in the folder of a ledger."""
    return folder / "rows" / f"{file_name(source).removesuffix('.jsonl')}.proposed.jsonl"


def in_tray(folder: Path, source: str) -> tuple[Row, ...]:
    """All that was proposed for a source before. Raises `EvidenceError` if the file is damaged."""
    return _read(tray_file(folder, source), source).rows


def same(one: Row, other: Row) -> bool:
    """Whether two rows of one kind are of the same words, all in all."""
    return one.kind == other.kind and iou((one.start, one.end), (other.start, other.end)) >= ALIKE


def put_in_tray(folder: Path, report: Report, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Add proposals to those of a source; gives those that were new, with the ids they got.

    Ids are of a kind of their own (``sanger-ps4312``), so that no later reading can find a row with the
    id of a proposal that somebody decided on. Raises `EvidenceError`.
    """
    source = report.source
    make_folder(folder / "rows")
    with locked(folder):
        file = tray_file(folder, source.id)
        there = list(_read(file, source.id).rows)
        taken, new = {row.id for row in there}, list[Row]()
        for row in rows:
            if not any(same(row, other) for other in (*there, *new)):
                new.append(replace(row, id=_id(row, taken)))
                taken.add(new[-1].id)
        if new:
            made_from = source.sha256, fingerprint(report.text)
            _write(file, Header(source.id, *made_from, f"model/{PROMPT}", FULL), [*there, *new])
    return tuple(new)


def tidy(folder: Path, source: str, found: Sequence[Row], text: str | None = None) -> int:
    """Take out proposals that rules find by now, and those that are not in the `text`; gives how many.

    To be called when a report was read anew, with the rows found. What somebody decided on stays, and
    so does, without a text, what may be broken: it is shown so. Raises `EvidenceError`.
    """
    file = tray_file(folder, source)
    if not file.exists():
        return 0
    with locked(folder):
        read = _read(file, source)
        decided = fold(read_decisions(folder / "decisions.csv")[0])
        kept = [row for row in read.rows if row.id in decided or _is_new(row, found, text)]
        if read.header is not None and len(kept) < len(read.rows):
            _write(file, read.header, kept)
    return len(read.rows) - len(kept)


def _is_new(row: Row, found: Sequence[Row], text: str | None) -> bool:
    stands = text is None or row.stands_in(text)
    return stands and not any(same(row, other) for other in found)


def _read(file: Path, source: str) -> RowsFile:
    if not file.exists():
        return RowsFile(None)
    read = read_rows(file)
    if read.damaged or read.header is None or read.header.source != source:
        cure = "Move it away: answers that are kept bring its rows back without asking again."
        raise EvidenceError(Problem("the proposals in this file cannot all be read", cure, file=str(file)))
    return read


def _write(file: Path, header: Header, rows: Iterable[Row]) -> None:
    write_rows(file, header, sorted(rows, key=lambda row: (row.start, row.id)))


def _id(row: Row, taken: set[str]) -> str:
    plain = f"{row.source}-p{LETTERS[row.kind]}{row.start}"
    names = (plain, *(plain + letter for letter in "bcdefghijklmnopqrstuvwxyz"))
    return next(name for name in names if name not in taken)
