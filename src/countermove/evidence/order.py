"""One file to be read, and what came of it: the piece of work that `gathering` gives to its processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countermove.errors import ConflictError, Problem
from countermove.evidence.documents import read_reports
from countermove.evidence.reading import FULL, read_rows
from countermove.evidence.repair import unread

if TYPE_CHECKING:
    from countermove.evidence.actors import Actor
    from countermove.evidence.ledger import Source
    from countermove.evidence.rows import Row

__all__ = ["Gathered", "Order", "read_file"]

_SAID = ("id", "title", "author", "outlet", "date", "kind", "note", "origin")


@dataclass(frozen=True, slots=True)
class Order:
    """One file to be read. `known` are the sources that the ledger has of the very same file."""

    path: Path
    level: str = FULL
    said: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[Source, ...] = ()
    cast: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """One report that was read, or was in the ledger already (`again` is False and there are no rows).

    `problems` say why a file could not be read; then there is no source.
    """

    path: Path
    source: Source | None = None
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = field(default=(), repr=False)
    actors: tuple[Actor, ...] = field(default=(), repr=False)
    unread: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    again: bool = True


def read_file(order: Order) -> list[Gathered]:
    """Read all reports of a file; what is wrong with it is told, not raised."""
    try:
        return list(_reports(order))
    except ConflictError as error:
        problems = tuple(p if p.file else replace(p, file=str(order.path)) for p in error.problems)
        return [Gathered(order.path, problems=problems)]


def _reports(order: Order) -> Iterator[Gathered]:
    known = {source.text_sha256: source for source in order.known}
    said = dict(order.said)
    if len(known) == 1:
        (one,) = known.values()
        said = {**{name: getattr(one, name) for name in _SAID if getattr(one, name)}, **said}
    cast = list(order.cast)
    for report in read_reports(order.path, meta=said):
        before = known.get(report.source.text_sha256)
        if before is not None:
            about = {name: getattr(before, name) for name in _SAID if name not in order.said}
            report = replace(report, source=replace(report.source, **about))
        read = read_rows(report, order.level, cast)
        left = tuple((each.start, each.end, str(each)) for each in unread(read.passage, read.rows))
        cast = [*cast, *(actor for actor in read.actors if actor not in cast)]
        yield Gathered(order.path, report.source, report.notes, read.rows, read.actors, left)
