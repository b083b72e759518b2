"""A report of our own invention, with a ledger that it has been read into."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from countermove.evidence.ledger import Issue, Source
from countermove.evidence.proposals import Subject, subject_of
from countermove.evidence.report import Report
from countermove.evidence.rows import FOUND, Part, Row
from countermove.evidence.store import Header, Store

__all__ = ["ISSUES", "KNOWN", "TEXT", "folder_with", "report_of", "row_at", "subject"]

TEXT = (
    "The miller would not hear of a second weir. The farmers, he said, could have the water “when the wheel "
    "stands still”. He wants 300 crowns for each day.\n\n"
    "Anna Weir, the mayor, told the council that the river belongs to nobody. “We shall measure it,” she "
    "said. The council has set aside 1.5 million crowns for a new dam.\n\n"
    "Two of the farmers were seen with spades that night. The miller said that they were seen with spades "
    "before. Nobody could say where they went, and the miller's dog — old and deaf — slept.\n"
)
ISSUES = (Issue("weir", "A second weir"), Issue("water", "Who owns the water", words=("river", "water")))


def report_of(text: str, id: str = "gazette") -> Report:
    data = text.encode("utf-8", "surrogatepass")
    return Report(Source(id, f"{id}.txt", hashlib.sha256(data).hexdigest()), text)


def row_at(text: str, words: str, kind: str, source: str = "gazette", **values: str) -> Row:
    start = text.index(words)
    id = f"{source}-{kind[0]}{start}"
    return Row(
        id, source, kind, start, start + len(words), words, "a rule", FOUND, (), values, (start, start)
    )


def _known() -> tuple[Row, ...]:
    river = row_at(TEXT, "the river belongs to nobody", "statement", act="asserts", speaker="Anna Weir")
    who = TEXT.index("Anna Weir")
    part = Part("speaker", who, who + 9, "Anna Weir")
    return (
        Row(**{**{name: getattr(river, name) for name in Row.__slots__}, "parts": (part,)}),
        row_at(TEXT, "Two of the farmers were seen with spades that night.", "claim"),
        row_at(TEXT, "300 crowns", "figure", amount="300"),
    )


KNOWN = _known()


def folder_with(tmp_path: Path, report: Report, rows: Iterable[Row]) -> Path:
    """The folder of a ledger into which a report was read."""
    store = Store.open(tmp_path / "case.ledger.toml")
    store.put(report.source.id, Header(report.source.id, report.source.sha256), rows)
    store.close()
    return store.folder


def subject(tmp_path: Path, text: str = TEXT, rows: Iterable[Row] = KNOWN) -> tuple[Subject, Path]:
    report = report_of(text)
    folder = folder_with(tmp_path, report, rows)
    return subject_of(report, folder, ISSUES), folder
