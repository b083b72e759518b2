"""Rows against their sources: on every load, each row that is shown is held against the text again.

A source that is not at hand, or whose file has changed, is told apart from a row whose words are not
where they should be; the first cannot be checked, the second is broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from countermove.evidence.ledger import Source
from countermove.evidence.rows import Row
from countermove.evidence.sources import Found, Shelf
from countermove.evidence.store.rowsfile import Header
from countermove.evidence.store.search import Wanted
from countermove.evidence.store.store import Store

__all__ = ["BROKEN", "CHANGED", "NOT_AT_HAND", "VERIFIED", "Checker", "RowsCheck"]

VERIFIED, BROKEN, CHANGED, NOT_AT_HAND = "verified", "broken", "changed", "not at hand"


@dataclass(frozen=True, slots=True)
class RowsCheck:
    """All rows of a source against its text. `state` is as in `SourceCheck`, `header` how it was read."""

    source: Source
    state: str
    found: Found
    header: Header | None
    rows: int
    broken: tuple[Row, ...] = field(default=())
    why: str = ""


class Checker:
    """Holds the rows of a store against the sources of its ledger."""

    def __init__(self, store: Store, sources: Iterable[Source], shelf: Shelf) -> None:
        self.store, self.shelf = store, shelf
        self.sources = {source.id: source for source in sources}
        self._headers: dict[str, Header | None] = {}

    def source(self, id: str) -> Found:
        """What is at hand of a source: its text, if that is what its rows were found in."""
        known = self.sources.get(id)
        if known is None:
            return Found(NOT_AT_HAND, why=f'the ledger names no source "{id}"')
        found, header = self.shelf.open(known), self.header(id)
        if header is not None and header.sha256 != known.sha256:
            return Found(CHANGED, found.path, why="its rows were found in another version of the file")
        return found

    def header(self, id: str) -> Header | None:
        """How a source was read; None if it was not."""
        if id not in self._headers:
            self._headers[id] = self.store.header(id)
        return self._headers[id]

    def text(self, row: Row) -> str | None:
        """The text that a row stands in, None if it is not at hand or not what it was."""
        found = self.source(row.source)
        return found.text if found.state == VERIFIED else None

    def verdict(self, row: Row) -> str:
        """Whether a row is verified or broken, or why it cannot be told: changed, not at hand, unreadable."""
        found = self.source(row.source)
        if found.state != VERIFIED:
            return found.state
        return VERIFIED if row.stands_in(found.text) else BROKEN

    def all(self) -> list[RowsCheck]:
        """Every source of the ledger with all its rows, then sources that only rows know of."""
        named = [*self.sources, *(id for id in self.store.counts() if id not in self.sources)]
        return [self.rows_of(id) for id in named]

    def rows_of(self, id: str) -> RowsCheck:
        """One source with all its rows, those in the tray and dropped ones too."""
        found, wanted = self.source(id), Wanted(sources=(id,))
        known = self.sources.get(id, Source(id, "", ""))
        if found.state != VERIFIED:
            many = len(self.store.ids(wanted))
            return RowsCheck(known, found.state, found, self.header(id), many, (), found.why)
        rows = list(self.store.rows(wanted, names=False))
        broken = tuple(row for row in rows if not row.stands_in(found.text))
        state = BROKEN if broken else VERIFIED
        return RowsCheck(known, state, found, self.header(id), len(rows), broken, found.why)
