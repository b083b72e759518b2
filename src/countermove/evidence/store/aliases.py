"""The table of aliases: which words mean which actor, made by the program and mended by people.

The rows of the program (`by` is empty) are made anew; those of a person stay and win. An actor is a
name; where that name is itself an alias of another, it is the other that is meant, so one row merges two
actors with all their aliases. Words that the program found for several actors mean none by themselves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.errors import EvidenceError, Problem, clip, did_you_mean
from countermove.evidence.store.disk import read_whole, write_whole

if TYPE_CHECKING:
    from countermove.evidence.actors import Actor

__all__ = ["AliasRow", "AliasTable", "key_of", "read_aliases", "write_aliases"]

_COLUMNS = ("words", "actor", "kind", "by", "at")
#: These mean one person here and another there: no table can say whom.
_PRONOUNS = (
    "i", "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "yours", "he", "him", "his", "she",
    "her", "hers", "it", "its", "they", "them", "their", "theirs", "who", "whom", "whose", "which", "that",
    "this", "these", "those", "himself", "herself", "itself", "themselves", "one", "everyone", "nobody",
)  # fmt: skip


def key_of(words: str) -> str:
    """By what words are looked up: case, blanks and the form of apostrophes do not matter."""
    return " ".join(words.replace("’", "'").split()).casefold()


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Words and the actor they mean; no actor if the words were found for several.

    `by` is the person who said so, and `at` the time; both are empty for the program's rows.
    """

    words: str
    actor: str
    kind: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class AliasTable:
    """Rows by the key of their words. Every change gives a new table."""

    rows: Mapping[str, AliasRow] = field(default_factory=dict)

    def meaning(self, words: str) -> str:
        """The actor that words mean, "" if the table does not say."""
        row = self.rows.get(key_of(words)) if words else None
        return self.canonical(row.actor) if row is not None and row.actor else ""

    def meant(self, words: str) -> str:
        """Whom somebody means who types some words: the actor they mean, or the only one they are part of."""
        found = self.meaning(words)
        if found or not words.strip():
            return found
        asked = f" {key_of(words)} "
        names = {
            self.canonical(row.actor) for key, row in self.rows.items() if asked in f" {key} " and row.actor
        }
        return names.pop() if len(names) == 1 else ""

    def canonical(self, name: str) -> str:
        """The actor behind a name: itself, unless the name is an alias of another's."""
        passed: set[str] = set()
        while (key := key_of(name)) not in passed:
            passed.add(key)
            row = self.rows.get(key)
            if row is None or not row.actor:
                break
            name = row.actor
        return name

    def whose(self, words: str, antecedent: str, name: str) -> str:
        """Whom a row means: by its words, by what they go back to, or by the name that was found for it."""
        return self.meaning(words) or self.meaning(antecedent) or (self.canonical(name) if name else "")

    def groups(self) -> dict[str, list[AliasRow]]:
        """The rows of each actor, by its name."""
        found: dict[str, list[AliasRow]] = {}
        for row in self.rows.values():
            if row.actor:
                found.setdefault(self.canonical(row.actor), []).append(row)
        return found

    def actors(self) -> list[Actor]:
        """The actors with the words that mean them."""
        from countermove.evidence.actors import Actor  # a large package, which few need

        return [
            Actor(name, self._kind(name, rows), tuple(dict.fromkeys(row.words for row in rows)))
            for name, rows in self.groups().items()
        ]

    def _kind(self, name: str, rows: Sequence[AliasRow]) -> str:
        own = self.rows.get(key_of(name))
        return (own.kind if own else "") or next((row.kind for row in rows if row.kind), "")

    # -- what the program finds ----------------------------------------------------------------

    def proposed(self, actors: Iterable[Actor], *, afresh: bool = False) -> AliasTable:
        """The table with what a reading found; `afresh` forgets what earlier readings did."""
        rows = {key: row for key, row in self.rows.items() if row.by or not afresh}
        table = AliasTable(rows)
        for actor in actors:
            table._take(rows, actor)
        return table

    def _take(self, rows: dict[str, AliasRow], actor: Actor) -> None:
        """Put one actor's words into the rows: of the program's own ones the later win."""
        keys = {key_of(words): words for words in (actor.name, *actor.aliases)}
        known = self.meaning(actor.name)
        name = known or actor.name
        for key, words in keys.items():
            old = rows.get(key)
            if not key or key in _PRONOUNS or (old is not None and old.by):
                continue
            mine = old is None or (bool(old.actor) and key_of(self.canonical(old.actor)) == key_of(name))
            if not mine and old is not None and old.actor and key_of(old.actor) in keys:
                mine = True  # the fuller name of an actor that was known by a shorter one
            rows[key] = AliasRow(words, name if mine or key == key_of(name) else "", actor.kind)

    # -- what people do ------------------------------------------------------------------------

    def merged(self, words: Sequence[str], into: str, by: str, at: str) -> AliasTable:
        """The actors meant by some words are `into`, which may be a new name, with all their aliases.

        Raises `EvidenceError` if nobody is meant by some of the words.
        """
        _refuse_empty(into, by)
        into = self.meaning(into) or into
        problems = list(self._unknown(words))
        if problems:
            raise EvidenceError(problems)
        rows = dict(self.rows)
        old = rows.get(key_of(into))
        kind = old.kind if old else self._kind(into, self.groups().get(self.meant(words[0]), []))
        for name in dict.fromkeys(self.meant(each) for each in words):
            rows[key_of(name)] = AliasRow(name, into, kind, by, at)
        rows[key_of(into)] = AliasRow(into, into, kind, by, at)
        return AliasTable(rows)

    def split(self, words: str, to: str, by: str, at: str) -> AliasTable:
        """Only these words, and what has them for its name, mean `to`.

        Raises `EvidenceError` for words that mean somebody else in every sentence ("he").
        """
        _refuse_empty(to, by)
        _refuse_empty(words, by)
        if key_of(words) in _PRONOUNS:
            what = f'"{clip(words)}" means different people in different sentences'
            raise EvidenceError(
                Problem(what, "Edit the rows: countermove ledger edit LEDGER ROW speaker=NAME.")
            )
        old = self.rows.get(key_of(words))
        to = to if key_of(to) == key_of(words) else self.meaning(to) or to
        target = self.rows.get(key_of(to))
        kind = (target or old or AliasRow("", "")).kind
        rows = dict(self.rows)
        if target is None:
            rows[key_of(to)] = AliasRow(to, to, kind, by, at)
        rows[key_of(words)] = AliasRow(old.words if old else words, to, kind, by, at)
        return AliasTable(rows)

    def _unknown(self, words: Sequence[str]) -> Iterator[Problem]:
        names = [row.words for row in self.rows.values()]
        for each in words:
            if key_of(each) in _PRONOUNS:
                yield Problem(
                    f'"{clip(each)}" means different people in different sentences', "Leave it out."
                )
            elif not self.meant(each):
                cure = did_you_mean(each, names, list_all=False)
                yield Problem(f'nobody is called "{clip(each)}"', cure or "ledger actors lists who is.")

    def with_name(self, name: str) -> AliasTable:
        """The table with a name that rows bear and no alias does: so that it can be merged and split."""
        if not name or key_of(name) in self.rows:
            return self
        return replace(self, rows={**self.rows, key_of(name): AliasRow(name, name)})


def _refuse_empty(name: str, by: str) -> None:
    if not by.strip():  # it would be taken for the program's
        raise EvidenceError(Problem("a change needs the name of who makes it", "Give it: --who NAME."))
    if not name.strip():
        raise EvidenceError(Problem("an actor needs a name", "Give one, in quotes."))


def read_aliases(path: Path) -> AliasTable:
    """The table in a file, empty if there is none; lines that say nothing are passed over.

    Raises `EvidenceError` if the file cannot be read.
    """
    text = read_whole(path).decode("utf-8", errors="replace").removeprefix("\ufeff")
    rows: dict[str, AliasRow] = {}
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        row = AliasRow(*(str(cells.get(name) or "").strip() for name in _COLUMNS))
        key = key_of(row.words)
        if key and (row.by or key not in rows or not rows[key].by):
            rows[key] = row
    return AliasTable(rows)


def write_aliases(path: Path, table: AliasTable) -> None:
    """Write the table, sorted by actor, so that two versions can be compared. Raises `EvidenceError`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    rows = sorted(
        table.rows.values(), key=lambda row: (key_of(table.canonical(row.actor)), key_of(row.words))
    )
    writer.writerows([getattr(row, name) for name in _COLUMNS] for row in rows)
    write_whole(path, [text.getvalue()])
