"""What was found in reports, as data and in lines that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countermove._version import __version__
from countermove.evidence.rows import SUGGESTION, Row

if TYPE_CHECKING:
    from countermove.evidence.ledger import Source
    from countermove.evidence.order import Gathered

__all__ = ["reading_data", "row_line"]


def reading_data(ledger: Path | None, done: Sequence[Gathered], *, rows: bool = False) -> dict[str, Any]:
    """A reading for JSON: each report with its counts, or with all its rows."""
    return {
        "countermove": __version__,
        "finding": "reading",
        "ledger": None if ledger is None else str(ledger),
        "reports": [_report(each, each.source, rows) for each in done if each.source is not None],
        "problems": [
            {"file": problem.file, "what": problem.what, "cure": problem.cure}
            for each in done
            for problem in each.problems
        ],
    }


def _report(each: Gathered, source: Source, rows: bool) -> dict[str, Any]:
    counts = Counter(row.kind for row in each.rows)
    waiting = sum(SUGGESTION in (row.band, row.value("speaker_band")) for row in each.rows)
    data: dict[str, Any] = {
        "id": source.id,
        "file": str(each.path),
        "sha256": source.sha256,
        "text_sha256": source.text_sha256 or None,
        "extractor": source.extractor or None,
        "author": source.author or None,
        "title": source.title or None,
        "outlet": source.outlet or None,
        "date": source.date.isoformat() if source.date else None,
        "read": each.again,
        "notes": list(each.notes),
        "counts": dict(sorted(counts.items())),
        "to_decide": waiting,
        "unread": [{"start": start, "end": end, "why": why} for start, end, why in each.unread],
    }
    if rows:
        data["rows"] = [row.as_dict() for row in each.rows]
    return data


def row_line(row: Row) -> str:
    """One row in one line: where, what, who, the words; a question mark where it is a suggestion."""
    mark = "?" if row.band == SUGGESTION else " "
    words = " ".join(row.words.split())
    return f"{mark} {row.start:>6}  {row.kind:<9} {_what(row)}“{words}”"


def _what(row: Row) -> str:
    if row.kind == "statement":
        return f"{_who(row)} {row.value('act')}: "
    if row.kind == "figure":
        high = f" to {row.value('high')}" if row.value("high") else ""
        parts = (row.value("modifier"), row.value("amount") + high, row.value("unit"), row.value("status"))
        return " ".join(part for part in parts if part) + ": "
    if row.kind == "date":
        return f"{row.value('value') or 'not told'}: "
    if row.kind == "event":
        return f"{row.value('actor') or '?'} {row.value('act')} {row.value('target')}: ".replace("  ", " ")
    return ""


def _who(row: Row) -> str:
    """The speaker by name, with the words of the report where they are others: he -> Anna Berg?"""
    part, name = row.part("speaker"), row.value("speaker")
    if row.value("voice") == "imputed":
        return "(words put into a mouth)"
    words = " ".join(part.words.split()) if part else "nobody named"
    if not name:
        return words
    unsure = "?" if row.value("speaker_band") == SUGGESTION else ""
    return name + unsure if words == name else f"{words} -> {name}{unsure}"
