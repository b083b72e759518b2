"""The lines of a decision maker's list, those that it has and those that it might have.

What a decision maker wants is a list of statements, most important first. An *own* line can be dropped,
reversed or moved; a *candidate* can be added anywhere. Candidates are what the same decision maker wants
in another reading, the named outcomes and their contraries, every option taken or not taken, and what the
analyst adds. One that holds in the same states as an own line, or as an earlier candidate, is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from countermove.errors import NotApplicable, Problem, StatementError, clip
from countermove.levers.arena import Arena
from countermove.model.conflict import Conflict, Preferences, PrioritisedStatement
from countermove.model.listed import BoolArray
from countermove.model.names import Names
from countermove.model.statements import Name, Not, print_name

__all__ = ["Line", "Lines", "lines_of", "movable"]


@dataclass(frozen=True)
class Line:
    """One line: its statement, where it comes from ("" for an own line), and where it holds.

    `truth` (S,) says where it holds, `contrary` (S,) where its reversal does: in coalesced states
    neither may.
    """

    statement: PrioritisedStatement
    origin: str
    truth: BoolArray
    contrary: BoolArray

    @property
    def text(self) -> str:
        """The condition."""
        return self.statement.that


@dataclass(frozen=True)
class Lines:
    """All lines of one decision maker: first its `own`, then the candidates."""

    dm: int
    all: tuple[Line, ...]
    own: int

    @property
    def candidates(self) -> tuple[Line, ...]:
        """The lines that may be added."""
        return self.all[self.own :]


def movable(arena: Arena) -> dict[int, Problem | None]:
    """For each decision maker why its list cannot be edited; None where it can."""
    conflict, reading = arena.model.conflict, arena.model.reading
    wishes = {w.dm: w for w in conflict.preferences if w.reading == reading}
    return {k: _refusal(name, wishes.get(name)) for k, name in enumerate(arena.model.decision_makers)}


def _refusal(name: str, wish: Preferences | None) -> Problem | None:
    if wish is None:
        return Problem(f'"{clip(name)}" has no wishes to change', "Write them as statements.", ("dm",))
    if wish.ranking or wish.rankings or wish.weights:
        what = f'the wishes of "{clip(name)}" are no list of statements'
        return Problem(what, "Ask for levers in states (--by states), or write statements.", ("dm",))
    texts = [" ".join(statement.that.split()) for statement in wish.statements]
    twice = next((text for k, text in enumerate(texts) if text in texts[:k]), None)
    if twice is not None:
        what = f'"{clip(name)}" has the statement "{clip(twice)}" twice'
        return Problem(what, "Delete the second: it decides nothing.", ("dm",))
    return None


@dataclass
class _Reader:
    """Reads conditions, each once; what cannot be read is an error of its author."""

    arena: Arena
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.arena.model.conflict)

    def line(self, statement: PrioritisedStatement, origin: str) -> Line:
        tree = self.names.condition(statement.that, ("levers", statement.that))
        problems = [problem for problem in self.names.problems if not problem.warning]
        if tree is None or problems:
            raise StatementError([Problem(p.what, p.cure) for p in problems])
        space = self.arena.space
        return Line(statement, origin, space.truth(tree), space.truth(Not(tree)))


def lines_of(arena: Arena, dm: int, *, add: bool = True, more: Sequence[str] = ()) -> Lines:
    """The lines of a decision maker; `more` are candidates besides, without `add` there are no others.

    Raises `NotApplicable` where its wishes are no list, `StatementError` for a candidate that cannot be
    read.
    """
    refusal = movable(arena)[dm]
    if refusal is not None:
        raise NotApplicable(refusal)
    reader = _Reader(arena)
    own = [reader.line(statement, "") for statement in arena.model.statements(dm)]
    known = {line.truth.tobytes() for line in own}
    candidates: list[Line] = []
    for statement, origin in _candidates(arena, dm, add, more):
        line = reader.line(statement, origin)
        if line.truth.tobytes() not in known and line.truth.any() and not line.truth.all():
            known.add(line.truth.tobytes())
            candidates.append(line)
    return Lines(dm, (*own, *candidates), len(own))


def _candidates(
    arena: Arena, dm: int, add: bool, more: Sequence[str]
) -> Iterator[tuple[PrioritisedStatement, str]]:
    for text in more:
        yield PrioritisedStatement(text), "asked"
    if add:
        conflict = arena.model.conflict
        yield from _elsewhere(conflict, conflict.decision_makers[dm].id, arena.model.reading)
        texts = [print_name(outcome.id) for outcome in conflict.outcomes]
        yield from _both_ways(texts, "outcome")
        options = [str(Name((option.owner, option.id))) for option in arena.space.options]
        yield from _both_ways(options, "option")


def _elsewhere(conflict: Conflict, dm: str, reading: str) -> Iterator[tuple[PrioritisedStatement, str]]:
    for wish in conflict.preferences:
        if wish.dm == dm and wish.reading != reading:
            for statement in wish.statements:
                yield statement, f"reading {wish.reading}"


def _both_ways(texts: Iterable[str], origin: str) -> Iterator[tuple[PrioritisedStatement, str]]:
    for text in texts:
        yield PrioritisedStatement(text), origin
        yield PrioritisedStatement(f"not {text}"), origin
