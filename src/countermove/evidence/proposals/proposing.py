"""Proposing: a report asked about piece by piece, and what came of it.

What was answered once comes from the cache, and is checked all the same. Whatever stops the work, what
was done is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from countermove.evidence.passage import Span
from countermove.evidence.proposals.answers import Offer, offers_in, read_content
from countermove.evidence.proposals.asking import Asking, Unanswered
from countermove.evidence.proposals.cache import Cache
from countermove.evidence.proposals.checking import Placed, checked
from countermove.evidence.proposals.pieces import Piece, pieces_of
from countermove.evidence.proposals.placing import iou
from countermove.evidence.proposals.prompt import messages, question_id
from countermove.evidence.proposals.rowmaking import row_made
from countermove.evidence.proposals.subject import Subject
from countermove.evidence.proposals.tally import Tally
from countermove.evidence.proposals.tray import ALIKE, same
from countermove.evidence.rows import Row

__all__ = ["Link", "Proposed", "pieces_to_ask", "propose"]

#: After so many pieces in a row without an answer the others are not asked.
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A row that is there already, and an issue that the model says it bears on.

    `issues` are those that the row has, and this one, as the value of a row has them.
    """

    row: str
    issue: str
    issues: str


@dataclass
class Proposed:
    """What came of it. `rows` have no ids yet; `failed` says of pieces (from 1) why they have no answer.

    `known` counts offers that rules or people had found, `again` those that were in the tray before.
    `left` are the pieces beyond those that might be asked in one call.
    `stopped` says what ended the work before all was asked, and `interrupted` that a person did.
    """

    rows: list[Row] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    known: int = 0
    again: int = 0
    pieces: int = 0
    asked: int = 0
    cached: int = 0
    left: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    stopped: Unanswered | None = None
    interrupted: bool = False


def pieces_to_ask(subject: Subject, model: str, folder: Path) -> list[Piece]:
    """The pieces whose answers are not in the cache: what a call would send."""
    cache, pieces = Cache(folder), pieces_of(subject.passage, subject.budget)
    return [piece for piece in pieces if cache.get(_question(subject, model, piece)[0]) is None]


def propose(
    subject: Subject, asking: Asking, folder: Path, *, most: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Proposed:  # fmt: skip
    """Ask about a report. `most` is how many pieces may be sent; `tell` hears what is being done.

    An interrupt from the keyboard ends the work and is noted, so that the caller can keep what is done.
    Raises `EvidenceError` if the cache cannot be written.
    """
    run = _Run(subject, asking, Cache(folder), Proposed())
    try:
        run.all(most, tell or (lambda what: None))
    except KeyboardInterrupt:
        run.found.interrupted = True
    return run.found


def _question(subject: Subject, model: str, piece: Piece) -> tuple[str, list[dict[str, str]]]:
    asked = messages(piece.text, subject.issues)
    return question_id(model, asked), asked


@dataclass
class _Run:
    """One report being asked about."""

    subject: Subject
    asking: Asking
    cache: Cache
    found: Proposed

    def all(self, most: int | None, tell: Callable[[str], None]) -> None:
        """Every piece, until something ends it."""
        pieces = pieces_of(self.subject.passage, self.subject.budget)
        self.found.pieces = len(pieces)
        failures = 0
        for number, piece in enumerate(pieces, 1):
            tell(f"passage {number} of {len(pieces)}")
            try:
                self._piece(piece, most)
                failures = 0
            except Unanswered as error:
                self.found.failed.append((number, error.what))
                failures += 1
                if error.fatal or failures == _MOST_FAILURES:
                    self.found.stopped = error
                    break

    def _piece(self, piece: Piece, most: int | None) -> None:
        question, asked = _question(self.subject, self.asking.model, piece)
        kept = self.cache.get(question)
        if kept is not None:
            self.found.cached += 1
            self._take(self._passing(piece, *kept), kept[1])
            return
        if most is not None and self.found.asked >= most:
            self.found.left += 1
            return
        self.found.asked += 1
        tally = Tally()
        passing = self._passing(piece, offers_in(read_content(self.asking.ask(asked)), tally), tally)
        self.cache.put(question, self.asking.model, [placed.offer(offer) for offer, placed in passing], tally)
        self._take(passing, tally)

    def _passing(self, piece: Piece, offers: Iterable[Offer], tally: Tally) -> list[tuple[Offer, Placed]]:
        return list(checked(piece, offers, [issue.id for issue in self.subject.issues], tally))

    # -- what passed ---------------------------------------------------------------------------

    def _take(self, passing: Sequence[tuple[Offer, Placed]], tally: Tally) -> None:
        self.found.tally.add(tally)
        for offer, placed in passing:
            row = row_made(placed, self.subject.passage, self.asking.model, self.subject.known)
            if offer.kind == "links":
                self._link(row)
            else:
                self._row(row)

    def _row(self, row: Row) -> None:
        """A row, unless it is there."""
        if any(_knows(other, row) for other in self.subject.known):
            self.found.known += 1
        elif any(same(row, other) for other in self.subject.waiting):
            self.found.again += 1
        elif any(same(row, other) for other in self.found.rows):
            self.found.tally.refused["the same as another of this call"] += 1
        else:
            self.found.rows.append(row)

    def _link(self, claim: Row) -> None:
        """Words that bear on an issue: a new row takes it on, an old one is told, else they are a claim."""
        issue, span = claim.value("issue"), (claim.start, claim.end)
        for k, row in enumerate(self.found.rows):
            if row.kind in _TOLD and _covers(row, span):
                issues = dict.fromkeys((*row.value("issue").split(), issue))
                self.found.rows[k] = replace(row, values={**row.values, "issue": " ".join(issues)})
                return
        there = [row for row in (*self.subject.known, *self.subject.waiting)
                 if row.kind in _TOLD and _covers(row, span)]  # fmt: skip
        if not there:
            self.found.rows.append(claim)
            return
        row = min(there, key=lambda row: row.end - row.start)
        borne = row.value("issue").split()
        link = Link(row.id, issue, " ".join([*borne, issue]))
        if issue in borne:
            self.found.known += 1
        elif link not in self.found.links:
            self.found.links.append(link)


#: The kinds of rows that say something, and so bear on an issue.
_TOLD = ("statement", "claim")


def _knows(known: Row, row: Row) -> bool:
    """Whether a row is one that is known: of a statement in several stretches any one tells.

    So does a part of a known statement by the same cue, and a figure around or inside a known one.
    """
    if known.kind != row.kind:
        return False
    span = (row.start, row.end)
    spans = [(known.start, known.end), *((p.start, p.end) for p in known.parts if p.role == "content")]
    if any(iou(span, each) >= ALIKE for each in spans):
        return True
    if row.kind == "figure":
        return _within(span, spans[0]) or _within(spans[0], span)
    return row.part("cue") == known.part("cue") is not None and any(_within(span, each) for each in spans)


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _covers(row: Row, span: Span) -> bool:
    mine = (row.start, row.end)
    return _within(span, mine) or iou(mine, span) >= ALIKE
