"""The index: what the files of a ledger say, in SQLite, so that rows are found at once.

It holds nothing that is not in the files and can be removed at any time. It knows by the stamps of the
files which of them changed, and takes in those alone; a damaged one is made anew, and where none can be
written it stands in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, TypeVar

from countermove.errors import EvidenceError, Problem
from countermove.evidence.ledger import Extract
from countermove.evidence.rows import Row
from countermove.evidence.store.aliases import AliasTable, read_aliases
from countermove.evidence.store.decisions import Decided, fold, read_decisions
from countermove.evidence.store.disk import stamp
from countermove.evidence.store.intake import HAND, Batch, Intake
from countermove.evidence.store.rowsfile import file_name, row_data
from countermove.evidence.store.state import row_of

__all__ = ["Index"]

T = TypeVar("T")

_VERSION = "2"
_HELD = 64_000_000  # bytes of new words that are held before they are sorted in
_SOON = 2_000_000_000  # ns: so coarse may be the clock of a file system
_BUSY = Problem("another program is changing the index of this ledger", "Try again when it is done.")
_TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files(f INTEGER PRIMARY KEY, file TEXT UNIQUE, stamp TEXT NOT NULL, first INT, last INT,
  damaged TEXT);
CREATE TABLE names(k INTEGER PRIMARY KEY, words TEXT, antecedent TEXT, value TEXT, who TEXT,
  UNIQUE(words, antecedent, value));
CREATE TABLE rows(n INTEGER PRIMARY KEY, id TEXT UNIQUE, f INT, a INT, b INT, source TEXT, band TEXT,
  kind TEXT, start INT, act TEXT, k INT, issue TEXT, status TEXT);
CREATE INDEX rows_by_place ON rows(source, start);
CREATE TABLE decided(row TEXT PRIMARY KEY, verdict TEXT, edits TEXT, by TEXT, at TEXT, note TEXT);
CREATE VIRTUAL TABLE texts USING fts5(said, about, tokenize = "porter unicode61 remove_diacritics 2");
"""


class Index:
    """The index of one folder. `refresh` brings it up to date; then `query` asks it."""

    def __init__(self, folder: Path, extracts: Sequence[Extract] = ()) -> None:
        self.folder, self.extracts = folder, tuple(extracts)
        by_hand = {extract.id: row_of(extract) for extract in self.extracts}
        self._intake = Intake(folder / "rows", by_hand)
        self._loaded: dict[str, str] = {}
        self._seen: tuple[str, ...] = ()
        self._hand = blake2b(repr(self.extracts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._file = folder / "index.sqlite"
        self.connection = self._connected()

    @property
    def decided(self) -> Mapping[str, Decided]:
        """What is decided on rows by now, by their ids."""
        if self._loaded.get("decisions") != stamp(self.folder / "decisions.csv"):
            self.query(lambda _: None)
        return self._intake.decided

    @property
    def table(self) -> AliasTable:
        """The table of aliases, then."""
        return self._intake.table

    # -- the file ------------------------------------------------------------------------------

    def _connected(self) -> sqlite3.Connection:
        if not (self.folder.is_dir() and os.access(self.folder, os.W_OK)):
            return _prepared(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
        for last in (False, True):
            try:
                made = sqlite3.connect(self._file, timeout=60, isolation_level=None, check_same_thread=False)
                return _prepared(made)
            except sqlite3.DatabaseError as error:
                if last or _is_busy(error):
                    break
                self._remove()
        return _prepared(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))

    def _remove(self) -> None:
        for file in self.folder.glob("index.sqlite*"):
            with suppress(OSError):
                file.unlink()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def rebuild(self) -> None:
        """Make everything anew."""
        self.connection.close()
        self._remove()
        self._seen = ()
        self._intake.names.clear()
        self.connection = self._connected()
        self.refresh()

    def query(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """The answer of the index as the files stand now; once, if it turns out damaged, of a new one."""
        try:
            self.refresh()
            return ask(self.connection)
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise EvidenceError(_BUSY) from None
            self.rebuild()
            return ask(self.connection)

    # -- keeping up ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in what changed since; nothing is read if nothing did."""
        rows = self.folder / "rows"
        seen = (stamp(rows), stamp(self.folder / "decisions.csv"), stamp(self.folder / "actors.csv"))
        if seen == self._seen:
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            self._intake.load_names(self.connection)
            self._take_decisions(seen[1])
            self._take_files()
            self._take_aliases(seen[2])
        except BaseException:
            self._intake.names.clear()
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        self._seen = () if _is_fresh(rows, *self.folder.glob("*.csv")) else seen

    def _meta(self, name: str) -> str:
        found = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def _set_meta(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _take_files(self) -> None:
        known = dict(self.connection.execute("SELECT file, stamp FROM files"))
        there = {HAND: self._hand}
        with suppress(OSError), os.scandir(self.folder / "rows") as listed:
            for entry in listed:
                if entry.name.endswith(".jsonl"):
                    found = entry.stat()
                    there[entry.name] = f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}"
        shadowed = self._beside_hand() if known.get(HAND, self._hand) != self._hand else set()
        gone = [file for file in known if known[file] != there.get(file) or file in shadowed]
        new = sorted(file for file in there if known.get(file) != there[file] or file in shadowed)
        self._forget(gone)
        self._intake.take(self.connection, [(file, there[file]) for file in new])

    def _beside_hand(self) -> set[str]:
        """The files with rows of the sources from which extracts were written into the ledger, then or now.

        An extract may bear the id of a row, and is then shown in its place.
        """
        asked = "SELECT DISTINCT source FROM rows JOIN files USING (f) WHERE file = ''"
        then = {source for (source,) in self.connection.execute(asked)}
        sources = then | {extract.source for extract in self.extracts}
        return {file_name(source) for source in sources}

    def _forget(self, files: Sequence[str]) -> None:
        known = self.connection.execute("SELECT count(*) FROM files").fetchone()[0]
        if files and len(files) == known:  # many times faster than row by row
            for name in ("texts", "rows", "files"):
                self.connection.execute(f"DELETE FROM {name}")
            return
        for file in files:
            asked = "SELECT first, last FROM files WHERE file = ?"
            first, last = self.connection.execute(asked, (file,)).fetchone()
            self.connection.execute("DELETE FROM texts WHERE rowid BETWEEN ? AND ?", (first, last))
            self.connection.execute("DELETE FROM rows WHERE n BETWEEN ? AND ?", (first, last))
            self.connection.execute("DELETE FROM files WHERE file = ?", (file,))

    def rows(self, places: Iterable[tuple[str, int, int, int]]) -> Iterator[Row]:
        """The rows at some places, as the reader found them.

        Raises `sqlite3.DatabaseError` if a file has changed meanwhile; then a query is asked again.
        """
        opened: IO[bytes] | None = None
        last = -1
        try:
            for id, f, start, end in places:
                if not end:  # a line has an end: this is an extract that a person wrote
                    yield self._intake.by_hand[id]
                    continue
                if f != last or opened is None:
                    if opened is not None:
                        opened.close()
                    opened, last = self._open(f), f
                opened.seek(start)
                data = row_data(opened.read(end - start))
                if data is None or data["id"] != id:
                    raise sqlite3.DatabaseError("a file changed while it was read")
                yield Row.from_dict(data)
        except OSError:
            raise sqlite3.DatabaseError("a file went while it was read") from None
        finally:
            if opened is not None:
                opened.close()

    def _open(self, f: int) -> IO[bytes]:
        (name,) = self.connection.execute("SELECT file FROM files WHERE f = ?", (f,)).fetchone()
        return (self.folder / "rows" / str(name)).open("rb")

    # -- decisions and aliases -----------------------------------------------------------------

    def _take_decisions(self, stamped: str) -> None:
        if self._loaded.get("decisions") != stamped:
            self._intake.decided = fold(read_decisions(self.folder / "decisions.csv")[0])
            self._loaded["decisions"] = stamped
        if self._meta("decisions") == stamped:
            return
        asked = self.connection.execute("SELECT * FROM decided").fetchall()
        decided = self._intake.decided
        before = {row: Decided(verdict, json.loads(edits), *more) for row, verdict, edits, *more in asked}
        changed = [row for row in {**before, **decided} if before.get(row) != decided.get(row)]
        self.connection.executemany("DELETE FROM decided WHERE row = ?", [(row,) for row in changed])
        found = [(row, decided[row]) for row in changed if row in decided]
        self.connection.executemany(
            "INSERT INTO decided VALUES (?, ?, ?, ?, ?, ?)",
            [(row, d.verdict, json.dumps(dict(d.edits)), d.by, d.at, d.note) for row, d in found],
        )
        for row in changed:
            self._again(row)
        self._set_meta("decisions", stamped)

    def _again(self, id: str) -> None:
        """Index one row as it stands after a decision."""
        asked = "SELECT r.n, r.id, r.f, r.a, r.b, file FROM rows r JOIN files USING (f) WHERE id = ?"
        found = self.connection.execute(asked, (id,)).fetchone()
        if found is None or found[-1] == HAND:
            return
        try:
            (row,) = self.rows([found[1:5]])
        except sqlite3.DatabaseError:  # the file has changed, and is taken in anew in a moment
            return
        batch = Batch()
        columns, *searched = self._intake.columns(row.as_dict(), batch)
        batch.write(self.connection)
        names = "kind = ?, start = ?, act = ?, k = ?, issue = ?, status = ?"
        self.connection.execute(f"UPDATE rows SET {names} WHERE n = ?", (*columns, found[0]))
        self.connection.execute("UPDATE texts SET said = ?, about = ? WHERE rowid = ?", (*searched, found[0]))

    def _take_aliases(self, stamped: str) -> None:
        if self._loaded.get("actors") != stamped:
            self._intake.table = read_aliases(self.folder / "actors.csv")
            self._loaded["actors"] = stamped
        if self._meta("actors") == stamped:
            return
        found = self.connection.execute("SELECT k, words, antecedent, value, who FROM names").fetchall()
        changed = [(now, k) for k, w, a, v, old in found if (now := self.table.whose(w, a, v)) != old]
        self.connection.executemany("UPDATE names SET who = ? WHERE k = ?", changed)
        self._set_meta("actors", stamped)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, its tables made if it is new. Raises `sqlite3.DatabaseError` if it is no such index."""
    connection.execute("PRAGMA synchronous = OFF")  # what is lost in a crash is made again
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("BEGIN IMMEDIATE")
    try:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
        if not there:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO texts(texts, rank) VALUES ('hashsize', ?)", (_HELD,))
            connection.execute("INSERT INTO meta VALUES ('version', ?)", (_VERSION,))
        found = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        connection.execute("COMMIT")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    if found != (_VERSION,):
        connection.close()
        raise sqlite3.DatabaseError("an index of another version")
    return connection


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether another process holds the index: then it is not damaged."""
    return "locked" in str(error)


def _is_fresh(*files: Path) -> bool:
    """Whether a file was changed so lately that a further change might bear the same time."""
    now = time.time_ns()
    for file in files:
        with suppress(OSError):
            if now - file.stat().st_mtime_ns < _SOON:
                return True
    return False
