"""Gathering: many reports read into one ledger, over all cores, so that nothing done is lost.

A report that is in the ledger as it is now is not read again. What people said of a report (its author,
its day) and decided on its rows stays. The rows of a report are kept as soon as it is read; whoever
stops the work loses at most the reports that were under way.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countermove.errors import EvidenceError, Problem
from countermove.evidence.order import Gathered, Order, read_file
from countermove.evidence.reading import FULL, READER
from countermove.evidence.store import Header, Store

if TYPE_CHECKING:
    from countermove.evidence.actors import Actor
    from countermove.evidence.ledger import Source
    from countermove.evidence.rows import Row

__all__ = ["MOST_KNOWN", "Gatherer"]

#: No more actors than this are shown to a reader: a ledger of many more tells of many stories.
MOST_KNOWN = 1_000


class Gatherer:
    """Reads files into the ledger at `ledger`, with `put_sources` to write reports into its file.

    `sources` are those that the ledger has; `said` is what the user says of the reports to come.
    """

    def __init__(
        self,
        ledger: Path,
        sources: Iterable[Source],
        put_sources: Callable[[Path, list[Source]], None],
        level: str = FULL,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        self.ledger = ledger
        self.store = Store.open(ledger)
        self._put_sources = put_sources
        self._level = level
        self._said = dict(said or {})
        self._by_sha256: dict[str, list[Source]] = {}
        self._by_id: dict[str, Source] = {}
        self._files: dict[str, Source] = {}
        for source in sources:
            self._know(source)
        self._waiting: list[Gathered] = []
        self._known: tuple[Actor, ...] | None = None
        self._has_proposals = any(self.store.folder.glob("rows/*.proposed.jsonl"))
        self._flushed = time.monotonic()
        self._pause = 1.0

    def gather(self, paths: Sequence[Path], jobs: int = 1, *, anew: bool = False) -> Iterator[Gathered]:
        """Read files, each report told as soon as its rows are kept. Raises `EvidenceError` if the
        ledger cannot be written."""
        jobs = min(jobs, len(paths))
        orders = self._orders(paths, anew, jobs > 1)
        try:
            with _workers(jobs) as (work, ahead):
                yield from self._done(orders, work, ahead)
        finally:
            self._flush()

    def _done(self, orders: Iterator[Order | Gathered], work: _Work, ahead: int) -> Iterator[Gathered]:
        waiting: deque[Future[list[Gathered]] | list[Gathered]] = deque()
        for order in orders:
            waiting.append([order] if isinstance(order, Gathered) else work(order))
            while len(waiting) >= ahead:
                yield from self._kept(waiting.popleft())
        while waiting:
            yield from self._kept(waiting.popleft())

    def _orders(self, paths: Sequence[Path], anew: bool, together: bool) -> Iterator[Order | Gathered]:
        for path in paths:
            try:
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            except OSError:  # the reader says what is wrong with the file
                sha256 = ""
            known = tuple(self._by_sha256.get(sha256, ()))
            if known and not anew and not self._said and all(self._is_current(source) for source in known):
                yield from (Gathered(path, source, again=False) for source in known)
                continue
            if (problem := self._changed(path, sha256)) is not None:
                yield Gathered(path, problems=(problem,))
                continue
            yield Order(path, self._level, self._said, known, self._cast(together))

    def _is_current(self, source: Source) -> bool:
        return self.store.is_current(source.id, source.sha256, source.text_sha256, READER, self._level)

    def _changed(self, path: Path, sha256: str) -> Problem | None:
        """The rows of a report point into the text that was read: another text is another report."""
        before = self._files.get(self._name(path))
        if before is None or not sha256 or before.sha256 == sha256:
            return None
        what = f'the file is not the one that was read as "{before.id}": it has changed since'
        cure = "Put the old file back; or give the new one another name, and both are reports of the ledger."
        return Problem(what, cure, file=str(path))

    def _cast(self, together: bool) -> tuple[Actor, ...]:
        """Who is known already. Reports read at the same time do not know of one another, whichever is
        done first: so that the same is found every time."""
        if self._known is None or not together:
            self._take_names()
            known = tuple(self.store.known_actors())
            self._known = known if len(known) <= MOST_KNOWN else ()
        return self._known

    # -- keeping -------------------------------------------------------------------------------

    def _kept(self, done: Future[list[Gathered]] | list[Gathered]) -> Iterator[Gathered]:
        try:
            found = done if isinstance(done, list) else done.result()
        except BrokenProcessPool as ended:
            what = "a process that read reports was ended from outside, perhaps for want of memory"
            raise EvidenceError(Problem(what, "Run it again with --jobs 1: it goes on here.")) from ended
        for each in found:
            if each.source is None or not each.again:
                yield each
                continue
            kept = self._named(each)
            assert kept.source is not None
            self._put(kept, kept.source)
            yield kept
        if time.monotonic() - self._flushed > self._pause:
            self._flush()

    def _put(self, read: Gathered, source: Source) -> None:
        header = Header(source.id, source.sha256, source.text_sha256, READER, self._level, read.unread)
        self.store.put(source.id, header, read.rows)
        self._tidy(source, read.rows)
        if "/" not in source.file and read.path.resolve().parent != self.ledger.resolve().parent:
            self.store.remember(read.path.resolve().parent)
        self._know(source)
        self._waiting.append(read)

    def _tidy(self, source: Source, rows: Sequence[Row]) -> None:
        """Take out of the tray what a model proposed and the rules find now."""
        if self._has_proposals:
            from countermove.evidence.proposals.tray import tidy

            tidy(self.store.folder, source.id, rows)

    def _know(self, source: Source) -> None:
        if source.id not in self._by_id:
            self._by_sha256.setdefault(source.sha256, []).append(source)
        self._by_id[source.id] = source
        self._files[source.file] = source

    def _named(self, read: Gathered) -> Gathered:
        """With the file's name as the ledger tells it, and an id that no other report has."""
        source = read.source
        assert source is not None
        source = replace(source, file=self._name(read.path))
        other = self._by_id.get(source.id)
        if other is None or (other.sha256, other.text_sha256) == (source.sha256, source.text_sha256):
            return replace(read, source=source)
        number = next(n for n in range(2, len(self._by_id) + 3) if f"{source.id}-{n}" not in self._by_id)
        new = f"{source.id}-{number}"
        rows = tuple(_renamed(row, source.id, new) for row in read.rows)
        return replace(read, source=replace(source, id=new), rows=rows)

    def _name(self, path: Path) -> str:
        """A file inside the ledger's folder by its way from there, another by its bare name."""
        try:
            return path.resolve().relative_to(self.ledger.resolve().parent).as_posix()
        except ValueError:
            return path.name

    def _take_names(self) -> None:
        found = [actor for read in self._waiting for actor in read.actors]
        if found:
            self.store.propose_actors(found)
            self._waiting = [replace(read, actors=()) for read in self._waiting]

    def _flush(self) -> None:
        """Write the reports into the ledger's file. It is written whole, so not for each of thousands."""
        start = time.monotonic()
        self._take_names()
        if self._waiting:
            self._put_sources(self.ledger, [read.source for read in self._waiting if read.source])
            self._waiting = []
        self._flushed = time.monotonic()
        self._pause = max(1.0, 10 * (self._flushed - start))


_Work = Callable[[Order], "Future[list[Gathered]] | list[Gathered]"]


@contextmanager
def _workers(jobs: int) -> Iterator[tuple[_Work, int]]:
    """How to have an order done, and how many may be under way: here, or by so many processes."""
    if jobs <= 1:
        yield read_file, 1
        return
    pool = ProcessPoolExecutor(jobs, initializer=_quiet)
    try:
        yield lambda order: pool.submit(read_file, order), 4 * jobs
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def _quiet() -> None:
    """A worker leaves Ctrl-C to the program that called it, and takes one core."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _renamed(row: Row, old: str, new: str) -> Row:
    """A row of a report that got another id."""
    values = dict(row.values)
    if "inside" in values:
        values["inside"] = new + values["inside"].removeprefix(old)
    return replace(row, id=new + row.id.removeprefix(old), source=new, values=values)
