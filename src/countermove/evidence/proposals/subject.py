"""The subject: a report that is asked about, with all that the ledger has of it already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from countermove.errors import EvidenceError, Problem, clip
from countermove.evidence.ledger import Issue
from countermove.evidence.passage import Passage
from countermove.evidence.proposals.pieces import BUDGET
from countermove.evidence.proposals.tray import in_tray
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report, fingerprint
from countermove.evidence.rows import Row
from countermove.evidence.store.rowsfile import file_name, read_rows

__all__ = ["Subject", "subject_of"]

_READ_IT = "Read it first: countermove read. A model is asked for what the rules did not find."


@dataclass(frozen=True)
class Subject:
    """What is asked about: a report as repaired, the rows it has already, and the issues of the ledger.

    `known` are rows that rules or people found, `waiting` those that were proposed before. A piece of
    the report that is sent has at most `budget` tokens, by estimate.
    """

    passage: Passage
    known: tuple[Row, ...] = field(default=(), repr=False)
    waiting: tuple[Row, ...] = field(default=(), repr=False)
    issues: tuple[Issue, ...] = ()
    budget: int = BUDGET


def subject_of(
    report: Report, folder: Path, issues: Iterable[Issue] = (), by_hand: Iterable[Row] = ()
) -> Subject:
    """The subject of a report, with the rows in the folder of its ledger and those written by hand.

    Raises `EvidenceError` if the report was not read yet, or has changed since.
    """
    source = report.source
    read = read_rows(folder / "rows" / file_name(source.id))
    if read.header is None:
        raise EvidenceError(Problem(f'the report "{clip(source.id)}" was not read yet', _READ_IT))
    if read.header.sha256 != source.sha256 or read.header.text_sha256 not in ("", fingerprint(report.text)):
        what = f'the report "{clip(source.id)}" is not the text that was read into the ledger'
        raise EvidenceError(Problem(what, "Read it anew: countermove read."))
    known = (*(row for row in by_hand if row.source == source.id), *read.rows)
    return Subject(passage_of(report), known, in_tray(folder, source.id), tuple(issues))
