"""Rows to take along: as a table, as data, and as extracts for a ledger file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from countermove.errors import ConflictError
from countermove.evidence.ledger import MOST_WORDS
from countermove.evidence.rows import VALUES, Row
from countermove.evidence.store import State
from countermove.evidence.store.check import BROKEN
from countermove.evidence.store.state import extract_of
from countermove.files.schema import LEDGER
from countermove.files.write import spell_table
from countermove.reports.ledger import head, row_data

__all__ = ["written"]

Listed = tuple[Row, State, str]
_COLUMNS = ("id", "source", "kind", "start", "end", "words", "band", "rule")
_STATE = ("status", "by", "at", "note")


def written(form: str, rows: Sequence[Listed], ledger: Path, issues: Container[str]) -> tuple[str, list[str]]:
    """Rows as "csv", "json" or "toml"; and the ids of those that had to be left out."""
    if form == "json":
        found = [row_data(row, state, verdict) for row, state, verdict in rows]
        data = head("rows", ledger) | {"found": len(rows), "rows": found}
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n", []
    if form == "csv":
        return _csv(rows), []
    return _toml(rows, issues)


def _csv(rows: Sequence[Listed]) -> str:
    """One row a line; `value.` stands before what was made of the words."""
    text = io.StringIO()
    used = {name for row, _, _ in rows for name in row.values}
    values = [name for name in VALUES if name in used]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [*_COLUMNS, "verbatim", *_STATE, "speaker_words", "cue", *(f"value.{name}" for name in values)]
    )
    for row, state, verdict in rows:
        parts = [part.words if (part := row.part(role)) else "" for role in ("speaker", "cue")]
        mine = [getattr(row, name) for name in _COLUMNS]
        theirs = [getattr(state, name) for name in _STATE]
        writer.writerow([*mine, verdict, *theirs, *parts, *(row.value(name) for name in values)])
    return text.getvalue()


def _toml(rows: Sequence[Listed], issues: Container[str]) -> tuple[str, list[str]]:
    tables, left = [], []
    for row, state, verdict in rows:
        if verdict == BROKEN or len(row.words.split()) > MOST_WORDS:
            left.append(row.id)
            continue
        try:
            tables.append(spell_table("extracts", dict(_filled(asdict(extract_of(row, state, issues))))))
        except ConflictError:  # signs that TOML cannot hold
            left.append(row.id)
    return "\n".join(tables), left


def _filled(extract: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What an extract says, in the order of the schema."""
    for key in LEDGER["extracts"]:
        value = extract[key.name]
        if value or key.required:
            yield key.name, list(value) if isinstance(value, tuple) else value
