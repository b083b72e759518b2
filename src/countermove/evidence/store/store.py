"""The store: everything that stands beside a ledger, behind one door.

``NAME.ledger/`` beside ``NAME.ledger.toml`` holds the rows that were found (`rowsfile`), what people
decided (`decisions`), who is meant by which words (`aliases`), and an index of all that (`index`).
Several programs may work on one ledger at a time: nothing that one of them writes is lost to another.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countermove.errors import EvidenceError, Problem, clip, did_you_mean
from countermove.evidence.ledger import Extract, folder_of
from countermove.evidence.rows import Row
from countermove.evidence.store.aliases import AliasTable, key_of, read_aliases, write_aliases
from countermove.evidence.store.decisions import (
    DEEDS,
    Decided,
    Decision,
    add,
    fold,
    last_deed,
    now,
    read_decisions,
)
from countermove.evidence.store.disk import locked, make_folder, stamp
from countermove.evidence.store.index import Index
from countermove.evidence.store.places import add_place, read_places
from countermove.evidence.store.rowsfile import Header, Scan, file_name, read_header, read_rows, write_rows
from countermove.evidence.store.search import Hit, Wanted, places_of, search_places
from countermove.evidence.store.state import (
    STANDING,
    State,
    as_edited,
    cut,
    extract_of,
    named,
    plain_extract,
    problems_of_edit,
    span_value,
    state_of,
    status_of,
)

if TYPE_CHECKING:
    from countermove.evidence.actors import Actor

__all__ = ["Store"]


@dataclass
class Store:
    """Rows, decisions and aliases of one ledger. Rows come out as people left them."""

    folder: Path
    extracts: tuple[Extract, ...] = ()

    def __post_init__(self) -> None:
        self._index: Index | None = None
        self._decided: tuple[str, dict[str, Decided]] = ("", {})

    @classmethod
    def open(cls, ledger: str | os.PathLike[str], extracts: Iterable[Extract] = ()) -> Store:
        """The store of a ledger, by the ledger's path; nothing is made before something is written.

        `extracts` are those of the ledger itself, to be listed and searched along with the rows.
        """
        return cls(folder_of(ledger), tuple(extracts))

    @property
    def index(self) -> Index:
        """The index, opened when it is first asked."""
        if self._index is None:
            self._index = Index(self.folder, self.extracts)
        return self._index

    @property
    def is_empty(self) -> bool:
        """Whether no report was read into this ledger yet."""
        return not (self.folder / "rows").is_dir()

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    # -- what reading finds --------------------------------------------------------------------

    def put(self, source: str, header: Header | Mapping[str, Any], rows: Iterable[Row]) -> None:
        """Keep what was found in a source, in place of what an earlier reading found.

        A row that somebody kept or edited stays even if the reader no longer finds it. Raises
        `EvidenceError` if the file cannot be written.
        """
        make_folder(self.folder / "rows")
        told = header if isinstance(header, Header) else Header.from_dict({**header, "source": source})
        file, rows = self._rows_file(source), list(rows)
        there = {row.id for row in rows}
        mine = {id for id in self._decided_on(source) if id not in there}
        kept = [row for row in read_rows(file).rows if row.id in mine] if mine else []
        write_rows(file, told, sorted([*rows, *kept], key=lambda row: (row.start, row.id)) if kept else rows)

    def header(self, source: str) -> Header | None:
        """What the rows of a source were made from; None if it was never read."""
        return read_header(self._rows_file(source))

    def is_current(self, source: str, sha256: str, text_sha256: str, reader: str, level: str) -> bool:
        """Whether the rows of a source are those that reading it again would give."""
        header = self.header(source)
        return header is not None and header.covers(Header(source, sha256, text_sha256, reader, level))

    def forget(self, source: str) -> None:
        """Take away the rows of a source; decisions on them stay in the log."""
        self._rows_file(source).unlink(missing_ok=True)

    def _rows_file(self, source: str) -> Path:
        return self.folder / "rows" / file_name(source)

    def _decided_on(self, source: str) -> list[str]:
        """Rows of a source, by their ids, that somebody kept or edited."""
        stamped = stamp(self._log)
        if stamped != self._decided[0]:
            self._decided = stamped, fold(read_decisions(self._log)[0])
        found = self._decided[1].items()
        return [id for id, d in found if (d.verdict == "keep" or d.edits) and id.rpartition("-")[0] == source]

    # -- rows ----------------------------------------------------------------------------------

    def rows(self, wanted: Wanted | None = None, most: int = -1, *, names: bool = True) -> Iterator[Row]:
        """The rows that are wanted, all by default, by source and place; at most `most`, if that is given.

        Without `names` those of actors are left as they were found, which is faster.
        """
        index, asked = self.index, wanted or Wanted()
        found = index.query(lambda c: list(index.rows(places_of(c, asked, most))))
        decided = index.decided
        if names:
            return (self._seen(row, decided) for row in found)
        return (as_edited(row, decided[row.id].edits) if row.id in decided else row for row in found)

    def ids(self, wanted: Wanted | None = None) -> list[str]:
        """The ids of the rows that are wanted, in the same order; much faster than the rows."""
        return [id for id, *_ in self.index.query(lambda c: places_of(c, wanted or Wanted()))]

    def row(self, id: str) -> Row:
        """One row. Raises `EvidenceError` if there is none of that id."""
        return self._seen(self.found(id))

    def found(self, id: str) -> Row:
        """One row as the reader found it, whatever was edited. Raises `EvidenceError`."""
        self._refuse_unknown([id])
        (row,) = self._raw([id])
        return row

    def search(self, text: str, wanted: Wanted | None = None, most: int = 50) -> list[Hit]:
        """Rows by their words and by who said them, best first. Raises `EvidenceError`."""
        index, asked = self.index, wanted or Wanted()

        def ask(connection: Any) -> list[Hit]:
            found = search_places(connection, text, asked, most)
            rows = index.rows(place for place, _ in found)
            return [Hit(row, snippet) for row, (_, snippet) in zip(rows, found, strict=True)]

        return [Hit(self._seen(hit.row), hit.snippet) for hit in index.query(ask)]

    def state(self, row: Row) -> State:
        """Where a row stands, and who decided what on it."""
        return state_of(row, self.index.decided.get(row.id))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each source stand, are in the tray or were dropped."""
        asked = "SELECT source, status, count(*) FROM rows WHERE b > 0 GROUP BY source, status"
        found: dict[str, dict[str, int]] = {}
        for source, status, many in self.index.query(lambda c: c.execute(asked).fetchall()):
            found.setdefault(source, {})[status] = many
        return found

    def damaged(self) -> list[Problem]:
        """Lines of the folder's files that cannot be read, each with its cure."""
        asked = "SELECT file, damaged FROM files WHERE damaged != '[]' ORDER BY file"
        found = [
            Problem(f"lines cannot be read: {lines[1:-1]}", "Read the report again: countermove read.",
                    file=str(self.folder / "rows" / file))
            for file, lines in self.index.query(lambda c: c.execute(asked).fetchall())
        ]  # fmt: skip
        for line in read_decisions(self._log)[1]:
            cure = "Mend it, or take it out: the other decisions stand."
            found.append(Problem("this line is no decision", cure, file=str(self._log), line=line, column=1))
        return found

    def orphans(self) -> list[str]:
        """Ids that were decided on and are rows no more."""
        asked = "SELECT row FROM decided WHERE row NOT IN (SELECT id FROM rows) ORDER BY row"
        return [id for (id,) in self.index.query(lambda c: c.execute(asked).fetchall())]

    def places(self) -> list[Path]:
        """Folders in which this ledger's reports were when they were read."""
        return read_places(self.folder)

    def remember(self, place: Path) -> None:
        """Look for reports in a folder from now on."""
        add_place(self.folder, place)

    def standing(self, issues: Container[str] | None = None) -> Iterator[Extract]:
        """The rows that stand, as extracts; read from the files, without the index."""
        if self.is_empty:
            return
        decided, table = fold(read_decisions(self._log)[0]), read_aliases(self._aliases)
        whose = cache(table.whose)
        for file in sorted((self.folder / "rows").glob("*.jsonl")):
            for data, _, _ in Scan(file):
                about = decided.get(data["id"])
                if about is None:
                    if status_of(data["band"], "", data["values"]) == STANDING:
                        yield plain_extract(data, whose, issues)
                    continue
                row = Row.from_dict(data)
                state = state_of(row, about)
                if state.status == STANDING:
                    seen = named(as_edited(row, about.edits), table, about.edits)
                    yield extract_of(seen, state, issues)

    def _seen(self, row: Row, decided: Mapping[str, Decided] | None = None) -> Row:
        about = (self.index.decided if decided is None else decided).get(row.id)
        edits = about.edits if about else {}
        return named(as_edited(row, edits), self.index.table, edits)

    def _raw(self, ids: Sequence[str]) -> list[Row]:
        def ask(connection: Any) -> list[Row]:
            one = "SELECT id, f, a, b FROM rows WHERE id = ?"
            found = (connection.execute(one, (id,)).fetchone() for id in ids)
            return list(self.index.rows(place for place in found if place))

        return self.index.query(ask)

    # -- what people decide --------------------------------------------------------------------

    @property
    def _log(self) -> Path:
        return self.folder / "decisions.csv"

    def decide(
        self, rows: Iterable[str], deed: str, who: str, name: str = "", value: str = "", note: str = ""
    ) -> None:
        """Log a deed on some rows: keep, drop, edit (a value by its name) or undo (the last deed on each).

        Raises `EvidenceError` for unknown rows, deeds and names, and then logs nothing.
        """
        if deed not in DEEDS:
            raise EvidenceError(Problem(f'there is no deed "{clip(deed)}"', did_you_mean(deed, DEEDS)))
        ids = list(dict.fromkeys(rows))
        if deed == "undo":
            for id in ids:
                self.undo(who, id)
            return
        if deed == "edit":
            self._refuse_edit({name: value}, "")
        self._refuse_unknown(ids)
        self._refuse_by_hand(ids)
        at = now()
        add(self._log, [Decision(at, who, id, deed, name, value, note) for id in ids])

    def edit(
        self, row: str, changes: Mapping[str, str], who: str, *, note: str = "", text: str | None = None
    ) -> Row:
        """Put values in the place of what was found, all as one deed; gives the row as it is then.

        With `start` or `end` the words are taken anew from `text`, the source's. Raises `EvidenceError`.
        """
        found = self.row(row)
        self._refuse_by_hand([row])
        self._refuse_edit(changes, text)
        values = [(name, value) for name, value in changes.items() if name not in ("start", "end")]
        if "start" in changes or "end" in changes:
            start, end = int(changes.get("start", found.start)), int(changes.get("end", found.end))
            values.append(span_value(start, end, cut(text or "", start, end)))
        at = now()
        add(self._log, [Decision(at, who, row, "edit", name, value, note) for name, value in values])
        return self.row(row)

    def undo(self, who: str, row: str = "") -> list[Decision]:
        """Take back the last deed that still holds: on a row, or else the last of this person's.

        Gives what was taken back, nothing if there was nothing. What several rows share goes as one, but
        where a row is named only that row's part.
        """
        with locked(self.folder):
            decisions, _ = read_decisions(self._log)
        deeds = last_deed(decisions, row, "" if row else who)
        at = now()
        each = {deed.row: Decision(at, who, deed.row, "undo", value=deed.at) for deed in deeds}
        if each:
            add(self._log, list(each.values()))
        return deeds

    def history(self, row: str = "") -> list[Decision]:
        """The log, of all rows or of one, from first to last."""
        return [each for each in read_decisions(self._log)[0] if not row or each.row == row]

    def _refuse_unknown(self, ids: Sequence[str]) -> None:
        def ask(connection: Any) -> list[str]:
            one = "SELECT 1 FROM rows WHERE id = ?"
            return [id for id in ids if not connection.execute(one, (id,)).fetchone()]

        missing = self.index.query(ask)
        if missing:
            raise EvidenceError([Problem(f'there is no row "{clip(id)}"', self._near(id)) for id in missing])

    def _near(self, id: str) -> str:
        source = id.rpartition("-")[0]
        asked = "SELECT id FROM rows WHERE source = ? LIMIT 1000"
        known = self.index.query(lambda c: [i for (i,) in c.execute(asked, (source,))])
        return did_you_mean(id, known, list_all=False) or "countermove ledger show lists the rows."

    def _refuse_by_hand(self, ids: Sequence[str]) -> None:
        hand = {extract.id for extract in self.extracts}
        if wrong := [id for id in ids if id in hand]:
            cure = "Change it there."
            raise EvidenceError(
                [Problem(f'"{id}" is written in the ledger file itself', cure) for id in wrong]
            )

    def _refuse_edit(self, changes: Mapping[str, str], text: str | None) -> None:
        problems = list(problems_of_edit(changes))
        if not changes:
            problems.append(Problem("an edit changes nothing", 'Give values, such as speaker="A. Minister".'))
        if not text and {"start", "end"} & changes.keys():
            cure = "Give the folder it is in with --sources."
            problems.append(Problem("the words cannot be read anew: the source is not at hand", cure))
        if problems:
            raise EvidenceError(problems)

    # -- who is who ----------------------------------------------------------------------------

    @property
    def _aliases(self) -> Path:
        return self.folder / "actors.csv"

    def aliases(self) -> AliasTable:
        """The table of aliases."""
        return read_aliases(self._aliases)

    def known_actors(self) -> list[Actor]:
        """The actors of the table with the words that mean them, for a reader to start from."""
        return self.aliases().actors()

    def propose_actors(self, actors: Iterable[Actor], *, afresh: bool = False) -> None:
        """Take into the table what a reading found; `afresh` forgets first what earlier readings found."""
        with locked(self.folder):
            before = self.aliases()
            after = before.proposed(actors, afresh=afresh)
            if after != before:
                write_aliases(self._aliases, after)

    def merge(self, words: Sequence[str], into: str, who: str) -> AliasTable:
        """All that mean the actors of some words mean `into`. Raises `EvidenceError`."""
        return self._change(lambda table: table.merged(words, into, who, now()), (*words, into))

    def split(self, words: str, to: str, who: str) -> AliasTable:
        """Some words alone mean `to`. Raises `EvidenceError`."""
        return self._change(lambda table: table.split(words, to, who, now()), (words, to))

    def _change(self, change: Any, names: Sequence[str]) -> AliasTable:
        borne = self._borne(names)
        with locked(self.folder):
            table = before = self.aliases()
            for name in borne:
                table = table.with_name(name)
            changed: AliasTable = change(table)
            kept = {key: row for key, row in changed.rows.items() if key in before.rows or row.by}
            write_aliases(self._aliases, AliasTable(kept))
        return AliasTable(kept)

    def _borne(self, names: Sequence[str]) -> list[str]:
        """The names that rows bear of which some words are a part, spelt as there."""
        keys = [f" {key_of(name)} " for name in names]
        asked = "SELECT DISTINCT value FROM names WHERE value != ''"
        found = self.index.query(lambda c: [value for (value,) in c.execute(asked)])
        return [value for value in found if any(key in f" {key_of(value)} " for key in keys)]

    def speaker(self, words: str) -> str:
        """The actor that words mean, or that alone has them in its name; else the words themselves."""
        table = self.aliases()
        for name in self._borne([words]):
            table = table.with_name(name)
        return table.meant(words) or table.canonical(words)

    def mentioned(self) -> dict[tuple[str, str], int]:
        """How many rows there are for each actor by name and words as written."""
        asked = (
            "SELECT n.who, n.words, count(*) FROM rows r JOIN names n ON n.k = r.k "
            "WHERE n.who != '' AND r.status != 'dropped' GROUP BY n.who, n.words"
        )
        found = self.index.query(lambda c: c.execute(asked).fetchall())
        return {(who, words): many for who, words, many in found}
