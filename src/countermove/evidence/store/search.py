"""What is asked of the index: rows by what they are, and rows by their words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from countermove.errors import EvidenceError, Problem
from countermove.evidence.rows import Row
from countermove.evidence.store.state import DROPPED

__all__ = ["HIT", "Hit", "Place", "Wanted", "phrases", "places_of", "search_places"]

#: Where a row is found: id, number of its file, where its line begins and ends.
Place = tuple[str, int, int, int]

#: Around a word that was searched for, in the snippet of a hit.
HIT = ("\x02", "\x03")
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_MOST_RANKED = 5_000
_LONGEST = 400  # characters of a question that are looked at


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: each that is given must hold. `speaker` is whoever speaks or acts, by a canonical name.

    `status` are the states that will do: standing, tray, dropped. `words` are an issue's, of which a row
    must have one unless it was put under `issue` by name.
    """

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    speaker: str = ""
    act: str = ""
    issue: str = ""
    words: tuple[str, ...] = ()
    band: str = ""
    status: tuple[str, ...] = ()
    decided: bool = False

    def clause(self) -> tuple[str, list[str]]:
        """The condition in SQL, on tables rows and names, with its values."""
        found: list[tuple[str, Sequence[str]]] = [
            (f"r.{column} IN ({', '.join('?' * len(values))})", values)
            for column, values in (("source", self.sources), ("kind", self.kinds), ("status", self.status))
            if values
        ]
        found += [(f"r.{name} = ?", [value]) for name in ("act", "band") if (value := getattr(self, name))]
        if self.speaker:
            found.append(("r.k IN (SELECT k FROM names WHERE who = ? COLLATE NOCASE)", [self.speaker]))
        if self.decided:
            found.append(("r.id IN (SELECT row FROM decided)", []))
        if self.issue:
            found.append(self._of_issue())
        values = [value for _, mine in found for value in mine]
        return " AND ".join(text for text, _ in found) or "1", values

    def _of_issue(self) -> tuple[str, list[str]]:
        named = "(' ' || r.issue || ' ') LIKE ? ESCAPE '\\'"
        escaped = re.sub(r"([\\%_])", r"\\\1", self.issue)
        asked = " OR ".join(_quoted(phrase) for phrase in self.words if _says_something(phrase))
        if not asked:
            return named, [f"% {escaped} %"]
        return (
            f"({named} OR r.n IN (SELECT rowid FROM texts WHERE texts MATCH ?))",
            [f"% {escaped} %", f"said : ({asked})"],
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found by its words, and a snippet of it: what was asked for stands between `HIT`."""

    row: Row
    snippet: str


def places_of(connection: sqlite3.Connection, wanted: Wanted, most: int = -1) -> list[Place]:
    """Where the rows that are wanted stand, by source and place."""
    clause, values = wanted.clause()
    asked = f"SELECT r.id, r.f, r.a, r.b FROM rows r WHERE {clause} ORDER BY r.source, r.start, r.n LIMIT ?"
    return connection.execute(asked, (*values, most)).fetchall()


def search_places(
    connection: sqlite3.Connection, text: str, wanted: Wanted, most: int
) -> list[tuple[Place, str]]:
    """Where the rows that have some words stand, with snippets, the best first.

    Where very many have them they come as they stand in the index: a rank would say nothing then, and
    take long. Raises `EvidenceError` if nothing is asked for.
    """
    clause, values = wanted.clause()
    clause = clause if wanted.status else f"{clause} AND r.status != '{DROPPED}'"
    match = phrases(text)
    many = "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"
    (found,) = connection.execute(many, (match, _MOST_RANKED + 1)).fetchone()
    order = "ORDER BY rank" if found <= _MOST_RANKED else ""
    asked = (
        "SELECT r.id, r.f, r.a, r.b, snippet(texts, -1, ?, ?, '…', 30) FROM texts "
        f"CROSS JOIN rows r ON r.n = texts.rowid WHERE texts MATCH ? AND {clause} {order} LIMIT ?"
    )
    return [(row[:4], row[4]) for row in connection.execute(asked, (*HIT, match, *values, most))]


def phrases(text: str) -> str:
    """A question in the words of FTS5: all words, "a phrase", word* for beginnings, -word for none of it.

    Nothing else of its language gets through, so that no text can be a mistake in it.
    """
    want: list[str] = []
    avoid: list[str] = []
    for minus, phrase, word in _PIECE.findall(text[:_LONGEST].replace("\0", " ")):
        minus, word = ("-", word[1:]) if word.startswith("-") and len(word) > 1 else (minus, word)
        piece = phrase or word.rstrip("*")
        if _says_something(piece):
            asked = _quoted(piece) + ("*" if word.endswith("*") else "")
            (avoid if minus else want).append(asked)
    if not want:
        what = "there is no word in this to search for"
        raise EvidenceError(Problem(what, 'Give words, or a "phrase" in quotes; -word leaves out.'))
    asked = " AND ".join(want)
    return f"({asked}) NOT ({' OR '.join(avoid)})" if avoid else asked


def _says_something(piece: str) -> bool:
    return any(sign.isalnum() for sign in piece)


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', " ") + '"'
