"""The ledger for people and for programs: rows with the words around them, as text pieces and as JSON.

The shapes of the JSON are those of ``schemas/ledger.schema.json`` and ``schemas/sources.schema.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from countermove._version import __version__
from countermove.errors import Problem
from countermove.evidence.ledger import Source
from countermove.evidence.rows import FOUND, SUGGESTION, Row
from countermove.evidence.store import Decision, State
from countermove.evidence.store.check import RowsCheck

__all__ = [
    "ActorLine",
    "Piece",
    "actor_data",
    "around",
    "check_data",
    "decision_data",
    "found_by",
    "head",
    "how",
    "one_line",
    "problem_data",
    "row_data",
    "source_data",
    "who",
]

#: A stretch of text, and what it is of a row: content, speaker, cue, antecedent, or "" for the rest.
Piece = tuple[str, str]

_ROLES = ("antecedent", "speaker", "cue")
_LINE = 100  # characters that make a line of a report, for "two lines around"


def head(about: str, ledger: Path) -> dict[str, Any]:
    """What every finding about a ledger begins with."""
    return {"countermove": __version__, "finding": "ledger", "about": about, "ledger": str(ledger)}


# -- rows in words ---------------------------------------------------------------------------------


def _shown(text: str) -> str:
    """A text sign for sign, without what would steer a terminal or turn its direction."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def one_line(text: str) -> str:
    """Words of a report on one line."""
    return " ".join(_shown(text).split())


def who(row: Row) -> str:
    """``Marco Rubio (“he”)``: the one who speaks or acts, and the words as written where they differ."""
    name = row.value("speaker") or row.value("actor")
    part = row.part("speaker") or row.part("actor")
    words = one_line(part.words) if part else ""
    if not name:
        return words
    return name if not words or words == name else f"{name} (“{words}”)"


def how(row: Row) -> str:
    """``rejects (“turned down”), indirect, to the envoy``: what is done by it, or what a figure says."""
    if row.kind == "figure":
        return _figure(row)
    cue = row.part("cue")
    said = f"(“{one_line(cue.words)}”)" if cue else ""
    act = " ".join(part for part in (row.value("act") or row.value("type") or row.kind, said) if part)
    to = f"to {row.value('addressee')}" if row.value("addressee") else ""
    on = f"towards {row.value('target')}" if row.value("target") else ""
    via = f"via {row.value('via')}" if row.value("via") else ""
    told = f"told in {row.value('inside')}" if row.value("inside") else ""
    return ", ".join(part for part in (act, row.value("speech"), to, on, via, told) if part)


def _figure(row: Row) -> str:
    amount = " to ".join(value for value in (row.value("amount"), row.value("high")) if value)
    parts = (row.value("modifier"), amount, row.value("unit"), row.value("status"))
    return " ".join(part for part in parts if part) or row.kind


def found_by(row: Row, state: State, verdict: str = "") -> str:
    """``found: quotation with a verb of saying``, and what people made of it."""
    band = row.band if row.band in (FOUND, SUGGESTION) else "found"
    told = {"keep": "kept", "drop": "dropped"}.get(state.verdict, "edited" if state.edits else "")
    people = f"; {told} by {state.by}, {state.at[:10]}" if told else ""
    broken = {"broken": "BROKEN: the words do not stand there; ", "changed": "SOURCE CHANGED; "}.get(
        verdict, ""
    )
    return f"{broken}{band}: {row.rule}{people}"


def around(text: str, row: Row, lines: int = 2) -> list[Piece]:
    """The sentence of a row with about so many lines before and after, in pieces by what they are."""
    start, end = row.context if row.context[1] > row.context[0] else (row.start, row.end)
    spans = [(row.start, row.end), *((part.start, part.end) for part in row.parts if part.role in _ROLES)]
    start, end = min(start, *(a for a, _ in spans)), max(end, *(b for _, b in spans))
    first, last = _wider(text, max(start, 0), min(end, len(text)), lines * _LINE)
    roles = [""] * (last - first)
    marks = [("content", row.start, row.end)]
    marks += [(part.role, part.start, part.end) for role in _ROLES for part in row.parts if part.role == role]
    for role, a, b in marks:
        for at in range(max(a, first) - first, min(b, last) - first):
            roles[at] = role
    shown = _shown(text[first:last])
    runs = groupby(range(len(shown)), key=lambda at: roles[at])
    return [("".join(shown[at] for at in run), role) for role, run in runs]


# a short word before a full stop is an abbreviation more often than not
_END = r"(?:(?<=\w{4})|(?<=[”’\"')]))[.!?][”’\"')\]]*"
_ENDS = re.compile(rf"{_END}(?=\s)|\n")
_BEGINS = re.compile(rf"{_END}\s+|\n+")
_BLANKS = re.compile(r"\s")


def _wider(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """A stretch made wider on both sides: by whole sentences, or else by whole words."""
    first, last = max(start - most, 0), min(end + most, len(text))
    if first and (begin := _BEGINS.search(text, first, start) or _BLANKS.search(text, first, start)):
        first = begin.end()
    if last < len(text):
        ends = [found.end() for found in _ENDS.finditer(text, end, last)]
        blanks = [found.start() for found in _BLANKS.finditer(text, end, last)]
        last = max(ends or blanks, default=last)
    return first, last


# -- rows as data ----------------------------------------------------------------------------------


def row_data(row: Row, state: State, verdict: str, snippet: str = "") -> dict[str, Any]:
    """A row as people left it, with its state and whether it stands verbatim in its source."""
    data = {
        "id": row.id, "source": row.source, "kind": row.kind, "start": row.start, "end": row.end,
        "words": row.words, "rule": row.rule, "band": row.band, "status": state.status, "verbatim": verdict,
        "values": dict(row.values),
        "parts": [{"role": p.role, "start": p.start, "end": p.end, "words": p.words} for p in row.parts],
        "verdict": state.verdict, "edited": dict(state.edits), "by": state.by, "at": state.at,
        "note": state.note,
    }  # fmt: skip
    return data | ({"snippet": snippet} if snippet else {})


def decision_data(decision: Decision) -> dict[str, str]:
    """A line of the log."""
    return {name: getattr(decision, name) for name in ("at", "who", "row", "deed", "name", "value", "note")}


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor of the table: its rows; its words, each with how many rows have it and who said so."""

    name: str
    kind: str
    rows: int
    words: tuple[tuple[str, int, str], ...]


def actor_data(line: ActorLine) -> dict[str, Any]:
    """An actor."""
    words = [{"words": words, "rows": rows, "by": by} for words, rows, by in line.words]
    return {"name": line.name, "kind": line.kind, "rows": line.rows, "words": words}


def check_data(check: RowsCheck) -> dict[str, Any]:
    """All rows of a source against its text."""
    return {
        "source": check.source.id,
        "state": check.state,
        "file": None if check.found.path is None else str(check.found.path),
        "rows": check.rows,
        "broken": [row.id for row in check.broken],
        "why": check.why,
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """Something that cannot be read, with its place."""
    return {"file": problem.file, "line": problem.line, "what": problem.what, "cure": problem.cure}


def source_data(
    source: Source, check: RowsCheck, counts: dict[str, int], unread: Sequence[str]
) -> dict[str, Any]:
    """A source with what was found in it; `unread` are words that were not read, beside each reason."""
    about = (
        "id",
        "author",
        "title",
        "outlet",
        "kind",
        "origin",
        "note",
        "sha256",
        "text_sha256",
        "extractor",
    )
    header = check.header
    stretches: Iterable[tuple[int, int, str]] = header.unread if header else ()
    return {name: getattr(source, name) for name in about} | {
        "date": source.date.isoformat() if source.date else None,
        "citation": source.citation,
        "file": source.file,
        "path": None if check.found.path is None else str(check.found.path),
        "state": check.state,
        "why": check.why,
        "level": header.level if header else None,
        "rows": {status: counts.get(status, 0) for status in ("standing", "tray", "dropped")},
        "broken": [row.id for row in check.broken],
        "unread": [
            {"start": start, "end": end, "why": why, "words": words}
            for (start, end, why), words in zip(stretches, unread, strict=True)
        ],
    }
