"""Cells of the matrix on disk: who judged a row against a hypothesis, how and when.

``matrix.csv`` in the ledger's folder is a log to which is only ever added; of several lines on one cell
the last holds, and a line with an empty verdict makes the cell blank again. A line without a row names a
hypothesis of the analyst's own, in `note`. Any spreadsheet opens it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from countermove.errors import EvidenceError, Problem, clip, did_you_mean
from countermove.evidence.store.decisions import now
from countermove.evidence.store.disk import append_lines, locked, read_whole

__all__ = [
    "CONSISTENT", "FILE", "INCONSISTENT", "NOT_APPLICABLE", "VERDICTS", "Cell", "Cells", "add_cells",
    "add_hypothesis", "as_verdict", "read_cells",
]  # fmt: skip

FILE = "matrix.csv"
CONSISTENT, INCONSISTENT, NOT_APPLICABLE = "consistent", "inconsistent", "not applicable"
VERDICTS = (CONSISTENT, INCONSISTENT, NOT_APPLICABLE)
_SHORT = {
    "c": CONSISTENT,
    "i": INCONSISTENT,
    "n/a": NOT_APPLICABLE,
    "na": NOT_APPLICABLE,
    "blank": "",
    "-": "",
}
_COLUMNS = ("at", "who", "hypothesis", "row", "verdict", "note")
_NAMED = "hypothesis"  # what stands for a verdict in a line that names a hypothesis


@dataclass(frozen=True, slots=True)
class Cell:
    """One judgement: a row against a hypothesis. `verdict` is one of `VERDICTS`, or "" for blank."""

    hypothesis: str
    row: str
    verdict: str
    who: str = ""
    at: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cells:
    """The judgements that hold, by hypothesis and row, and hypotheses of the analyst's own by id.

    `damaged` are the numbers of lines that could not be read.
    """

    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    damaged: tuple[int, ...] = ()

    def verdict(self, hypothesis: str, row: str) -> str:
        """How a row was judged against a hypothesis, "" if nobody did."""
        cell = self.cells.get((hypothesis, row))
        return cell.verdict if cell else ""


def as_verdict(said: str) -> str:
    """A verdict from what a user typed: whole, by its first letters, or "blank". Raises `EvidenceError`."""
    low = " ".join(said.casefold().replace("_", " ").replace("-", " ").split()) or said
    if said.casefold() in _SHORT:
        return _SHORT[said.casefold()]
    if low in VERDICTS:
        return low
    cure = did_you_mean(said, [*VERDICTS, "blank"])
    raise EvidenceError(Problem(f'"{clip(said)}" is no verdict', cure))


def read_cells(folder: Path) -> Cells:
    """The judgements in the folder of a ledger; none if nobody judged anything yet.

    Raises `EvidenceError` if they are there and cannot be read.
    """
    text = read_whole(folder / FILE).decode("utf-8", errors="replace").removeprefix("\ufeff")
    cells: dict[tuple[str, str], Cell] = {}
    own: dict[str, str] = {}
    damaged = []
    reader = csv.reader(io.StringIO(text, newline=""))
    for values in reader:
        if not values or tuple(values[: len(_COLUMNS)]) == _COLUMNS:
            continue
        if not _take(values, cells, own):
            damaged.append(reader.line_num)
    return Cells({key: cell for key, cell in cells.items() if cell.verdict}, own, tuple(damaged))


def _take(values: Sequence[str], cells: dict[tuple[str, str], Cell], own: dict[str, str]) -> bool:
    """Take one line in; whether it could be read."""
    if len(values) < len(_COLUMNS):
        return False
    at, who, hypothesis, row, verdict, note = (value.strip() for value in values[: len(_COLUMNS)])
    if not hypothesis or (row and verdict not in (*VERDICTS, "")):
        return False
    if not row:
        if verdict == _NAMED:
            own[hypothesis] = note
        else:
            own.pop(hypothesis, None)
        return verdict in (_NAMED, "")
    cells[hypothesis, row] = Cell(hypothesis, row, verdict, who, at, note)
    return True


def add_cells(folder: Path, cells: Iterable[Cell], who: str) -> None:
    """Log judgements; when this returns they are on the disk. Raises `EvidenceError`."""
    at = now()
    _append(folder, [(at, who, c.hypothesis, c.row, c.verdict, c.note) for c in cells])


def add_hypothesis(folder: Path, id: str, text: str, who: str) -> None:
    """Log a hypothesis of the analyst's own; without a text it is taken back. Raises `EvidenceError`."""
    _append(folder, [(now(), who, id, "", _NAMED if text else "", text)])


def _append(folder: Path, lines: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([" ".join(value.replace("\0", "").split()) for value in line] for line in lines)
    with locked(folder):
        append_lines(folder / FILE, ",".join(_COLUMNS) + "\n", text.getvalue())
