"""Decisions: what people made of the rows, in a log to which is only ever added.

Each line says when and who, which row, and the deed: keep, drop, edit (one value) or undo. The state of a
row is what its lines amount to when they are read from first to last. Reading a report again touches
none of this.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from countermove.errors import EvidenceError, Problem
from countermove.evidence.store.disk import append_lines, locked, read_whole

__all__ = ["DEEDS", "Decided", "Decision", "add", "fold", "last_deed", "now", "read_decisions"]

DEEDS = ("keep", "drop", "edit", "undo")
_COLUMNS = ("at", "who", "row", "deed", "name", "value", "note")
_HEAD = ",".join(_COLUMNS) + "\n"
# a line of the log is a line of the file, so that a torn one takes no other with it
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
_ESCAPED = re.compile(r"\\[\\nr0]")
_BACK = {escape: sign for sign, escape in _ESCAPES.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: `at` in UTC, as ISO writes it. For an edit `name` and `value` say what is to stand.

    For undo `value` is the `at` of the deed that is taken back.
    """

    at: str
    who: str
    row: str
    deed: str
    name: str = ""
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the decisions on a row amount to. `verdict` is "keep", "drop" or "" if neither was said.

    `edits` are values by name; `by` and `at` are those of the last deed that holds.
    """

    verdict: str = ""
    edits: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    note: str = ""


def now() -> str:
    """The time, to the millionth of a second: deeds with the same time were done as one."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def add(path: Path, decisions: Sequence[Decision]) -> None:
    """Append decisions, all of them or none; when this returns they are on the disk.

    Raises `EvidenceError` if the file cannot be written, or if nobody is said to have decided.
    """
    if not all(each.who.strip() for each in decisions):
        raise EvidenceError(Problem("a decision needs the name of who decides", "Give it: --who NAME."))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_escaped(getattr(each, name)) for name in _COLUMNS] for each in decisions)
    with locked(path.parent):
        append_lines(path, _HEAD, text.getvalue())


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _BACK[found[0]], text)


def read_decisions(path: Path) -> tuple[list[Decision], list[int]]:
    """The decisions in a log, from first to last, and the numbers of the lines that cannot be read.

    Raises `EvidenceError` if the log is there and cannot be opened.
    """
    data = read_whole(path)
    found: list[Decision] = []
    damaged: list[int] = []
    text = data.decode("utf-8", errors="surrogatepass" if _is_text(data) else "replace")
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip() or (number == 1 and line.startswith("at,who,")):
            continue
        decision = _decision(line)
        if decision is None:
            damaged.append(number)
        else:
            found.append(decision)
    return found, damaged


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _decision(line: str) -> Decision | None:
    try:
        (cells,) = csv.reader([line], strict=True)
    except (csv.Error, ValueError):
        return None
    if len(cells) != len(_COLUMNS):
        return None
    decision = Decision(*map(_unescaped, cells))
    return decision if decision.deed in DEEDS and decision.row else None


def _standing(decisions: Iterable[Decision]) -> Iterator[tuple[str, list[Decision]]]:
    """For each row its deeds that were not taken back."""
    by_row: dict[str, list[Decision]] = {}
    for each in decisions:
        mine = by_row.setdefault(each.row, [])
        if each.deed == "undo":
            mine[:] = [other for other in mine if other.at != each.value]
        else:
            mine.append(each)
    return ((row, deeds) for row, deeds in by_row.items() if deeds)


def fold(decisions: Iterable[Decision]) -> dict[str, Decided]:
    """What has been decided on each row, where anything stands."""
    return {row: _decided(deeds) for row, deeds in _standing(decisions)}


def _decided(deeds: Sequence[Decision]) -> Decided:
    verdicts = [each.deed for each in deeds if each.deed in ("keep", "drop")]
    edits = {each.name: each.value for each in deeds if each.deed == "edit"}
    note = next((each.note for each in reversed(deeds) if each.note), "")
    return Decided(verdicts[-1] if verdicts else "", edits, deeds[-1].who, deeds[-1].at, note)


def last_deed(decisions: Iterable[Decision], row: str = "", who: str = "") -> list[Decision]:
    """What an undo takes back: everything done at the last time that still holds, on a row or by somebody."""
    deeds = [
        each
        for name, mine in _standing(decisions)
        if not row or name == row
        for each in mine
        if not who or each.who == who
    ]
    last = max((each.at for each in deeds), default="")
    return [each for each in deeds if each.at == last]
