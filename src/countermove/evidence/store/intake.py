"""Taking rows into the index: from lines of the rows files to lines of its tables."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from countermove.evidence.rows import Row
from countermove.evidence.store.aliases import AliasTable
from countermove.evidence.store.decisions import Decided
from countermove.evidence.store.rowsfile import Scan
from countermove.evidence.store.state import as_edited, status_of, who_of

__all__ = ["HAND", "Batch", "Intake"]

#: The file under which the extracts that people wrote into the ledger are kept.
HAND = ""
_AT_A_TIME = 5_000
#: The values that a row can be searched for, besides its words and parts.
_SEARCHED = ("speaker", "addressee", "actor", "target", "via")
_NOTHING = ("",) * len(_SEARCHED)


@dataclass
class Batch:
    """What is to be put into the tables of the same names; `first` is the number of its first row."""

    first: int = 0
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    names: list[tuple[Any, ...]] = field(default_factory=list)
    files: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, connection: sqlite3.Connection) -> None:
        """Put it in; of two rows with one id the first stays."""
        before, texts = connection.total_changes, self.texts
        connection.executemany(f"INSERT OR IGNORE INTO rows VALUES ({', '.join('?' * 13)})", self.rows)
        if connection.total_changes - before < len(self.rows):
            inside = {n for (n,) in connection.execute("SELECT n FROM rows WHERE n >= ?", (self.first,))}
            texts = [text for text in texts if text[0] in inside]
        connection.executemany("INSERT INTO texts(rowid, said, about) VALUES (?, ?, ?)", texts)
        connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", self.names)
        connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", self.files)


@dataclass
class Intake:
    """What has to be known to take rows in: decisions on them, aliases, and the numbers of the names.

    `by_hand` are the extracts of the ledger itself, as rows by their ids.
    """

    folder: Path
    by_hand: Mapping[str, Row]
    decided: Mapping[str, Decided] = field(default_factory=dict)
    table: AliasTable = field(default_factory=AliasTable)
    names: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def load_names(self, connection: sqlite3.Connection) -> None:
        """Learn the names that other programs have added."""
        (many,) = connection.execute("SELECT count(*) FROM names").fetchone()
        if many != len(self.names):
            asked = "SELECT words, antecedent, value, k FROM names"
            self.names = {(w, a, v): k for w, a, v, k in connection.execute(asked)}

    def take(self, connection: sqlite3.Connection, files: Sequence[tuple[str, str]]) -> None:
        """Put in the rows of some files, each with its stamp."""
        asked = "SELECT coalesce(max(last), 0) + 1, coalesce(max(f), 0) + 1 FROM files"
        first, f = connection.execute(asked).fetchone()
        batch = Batch(first)
        with _without_collector():
            for number, (file, stamped) in enumerate(files, f):
                first = self._take_file(batch, file, stamped, number, first)
                if len(batch.rows) >= _AT_A_TIME:
                    batch.write(connection)
                    batch = Batch(first)
            batch.write(connection)

    def _take_file(self, batch: Batch, file: str, stamped: str, f: int, first: int) -> int:
        """Put the rows of a file into a batch, numbered from `first`; gives the next number."""
        scan, n, rows, texts = Scan(self.folder / file), first, batch.rows, batch.texts
        for data, start, end in self._by_hand() if file == HAND else scan:
            columns, words, about = self.columns(data, batch)
            rows.append((n, data["id"], f, start, end, data["source"], data["band"], *columns))
            texts.append((n, words, about))
            n += 1
        batch.files.append((f, file, stamped, first, n - 1, json.dumps(scan.damaged)))
        return n

    def _by_hand(self) -> Iterator[tuple[dict[str, Any], int, int]]:
        return ((row.as_dict(), 0, 0) for row in self.by_hand.values())

    def columns(self, data: Mapping[str, Any], batch: Batch) -> tuple[tuple[Any, ...], str, str]:
        """Of a row as people left it kind, start, act, name, issue and status; and what is searched."""
        decided, edits, verdict = self.decided.get(data["id"]), None, ""
        if decided is not None:
            edits, verdict = decided.edits, decided.verdict
            data = as_edited(Row.from_dict(data), edits).as_dict()
        kind, words, values = data["kind"], data["words"], data["values"]
        roles = {role: said for role, _, _, said in reversed(data["parts"])}
        value = values.get
        name = self._name(who_of(kind, words, roles, values, edits), batch)
        about = {*roles.values(), *map(value, _SEARCHED, _NOTHING)}
        columns = (kind, data["start"], value("act", ""), name, value("issue", ""))
        return (*columns, status_of(data["band"], verdict, values)), words, " ".join(about)

    def _name(self, found: tuple[str, str, str], batch: Batch) -> int:
        """The number of what a name is looked up by."""
        k = self.names.get(found)
        if k is None:
            k = self.names[found] = len(self.names) + 1
            batch.names.append((k, *found, self.table.whose(*found)))
        return k


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the collector of cycles from going through what is only on its way, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
