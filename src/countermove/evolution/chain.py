"""Where a conflict ends if decision makers take turns at random: an absorbing Markov chain on states.

The definition is this project's own (see `conduct`). States are explored from the start, as far as anything
leads to them. A *recurrent* class is a set of states that lead to one another and nowhere else: a single
state in which the conflict rests, or several among which it circles for ever. The probability of ending in
each class and the expected number of turns and moves before are found exactly: component by component in
the order in which they can come, by elimination within a component (`absorption`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.evolution.absorption import expected_visits, stationary
from countermove.evolution.components import components
from countermove.evolution.conduct import Choose, Conduct, Number, Row, Turns
from countermove.evolution.steps import SomeStates, Ways, most_states, start_of
from countermove.model.graph import GraphModel
from countermove.model.states import State

__all__ = ["Arc", "Chain", "Recurrent", "chain"]

#: Up to so many states the answer is given in exact fractions; and the most in one component.
_MOST_EXACT = 60
_MOST_TOGETHER = 1_200
#: How far visits may be from solving their equations, relative to what they add up.
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Arc:
    """A move of the chain: its probability at its source, and how often it is made, in expectation.

    `expected` counts up to the entry into a recurrent class, and is None within one.
    """

    source: State
    target: State
    dm: int
    probability: Number
    expected: Number | None


@dataclass(frozen=True, slots=True)
class Recurrent:
    """States that lead to one another and nowhere else, ascending.

    `probability` is that of ending there, `shares` how the time spent there divides in the long run.
    """

    states: tuple[State, ...]
    probability: Number
    shares: tuple[Number, ...]

    @property
    def rests(self) -> bool:
        """Whether it is a single state: the conflict comes to rest."""
        return len(self.states) == 1


@dataclass(frozen=True)
class Chain:
    """The end of a conflict at random: a finding, with the conduct it was found for.

    `recurrent` classes are ordered by probability. `turns` and `moves` are expected numbers before a
    recurrent class is entered: a turn in which nobody moves counts as a turn only. `visits` holds how
    often each transient state is visited. `exact` says whether all numbers are fractions; otherwise
    `residual` is the largest relative error found when the visits were put back into their equations.
    """

    model: GraphModel
    start: State
    conduct: Conduct
    states: tuple[State, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    recurrent: tuple[Recurrent, ...]
    turns: Number
    moves: Number
    visits: Mapping[State, Number] = field(repr=False)
    exact: bool
    residual: float

    def share(self, states: SomeStates) -> Number:
        """The probability of ending in some states; circling, the share of time spent in them."""
        return sum(
            (
                each.probability * part
                for each in self.recurrent
                for state, part in zip(each.states, each.shares, strict=True)
                if state in states
            ),
            Fraction(0) if self.exact else 0.0,
        )

    def ever(self, states: SomeStates) -> Number:
        """The probability that the conflict ever comes to one of some states, if only to pass through."""
        last: Row = {}
        rows = [last if state in states else row for state, row in zip(self.states, self.rows, strict=True)]
        solved = _Solver(self.states, rows, self.exact)
        hits = (each.probability for each in solved.recurrent if each.states[0] in states)
        return sum(hits, Fraction(0) if self.exact else 0.0)

    @cached_property
    def arcs(self) -> tuple[Arc, ...]:
        """The moves of the chain, by source, mover and target."""
        found = [
            Arc(state, to, dm, p, self.visits[state] * p if state in self.visits else None)
            for state, row in zip(self.states, self.rows, strict=True)
            for (dm, to), p in row.items()
            if to != state
        ]
        return tuple(sorted(found, key=lambda arc: (arc.source, arc.dm, arc.target)))


def chain(
    model: GraphModel,
    start: State | None = None,
    conduct: Conduct | None = None,
    *,
    exact: bool | None = None,
    most: int | None = None,
    ways: Ways | None = None,
    progress: Callable[[str], None] | None = None,
) -> Chain:
    """Where the conflict ends from `start` (the status quo), each decision maker behaving by `conduct`.

    `exact` asks for fractions; without it they are given where the states are few. Raises `TooLarge` for
    more than `most` states, or for too many that lead to one another; `NotApplicable` where the conduct
    has no meaning for the model.
    """
    rule, here = conduct or Conduct(), start_of(model, start)
    known, bound = ways or Ways(model), most_states(model) if most is None else most
    tell = progress or (lambda _: None)
    fractions = rule.choose is not Choose.LOGIT if exact is None else exact
    try:
        few = min(bound, _MOST_EXACT) if exact is None and fractions else bound
        states, rows = _explored(Turns(known, rule, exact=fractions), here, few, tell)
    except TooLarge:
        if few == bound:
            raise
        fractions = False
        states, rows = _explored(Turns(known, rule), here, bound, tell)
    tell(f"{len(states):,} states: solving")
    solved = _Solver(states, rows, fractions)
    return Chain(
        model,
        here,
        rule,
        tuple(states),
        tuple(rows),
        tuple(sorted(solved.recurrent, key=lambda each: (-each.probability, each.states))),
        solved.turns,
        solved.moves,
        solved.visits,
        fractions,
        solved.residual,
    )


def _explored(
    turns: Turns, start: State, most: int, tell: Callable[[str], None]
) -> tuple[list[State], list[Row]]:
    """The states that anything leads to, and what the next turn brings from each."""
    states, rows, seen = [start], list[Row](), {start}
    for state in states:  # grows while it is gone through
        row = turns.row(state)
        rows.append(row)
        fresh = [to for to in dict.fromkeys(to for _, to in row) if to not in seen]
        seen.update(fresh)
        states += fresh
        if len(states) > most:
            what = f"the chain has more than {most:,} state{'s' * (most > 1)}"
            cure = "Draw sample runs instead (--simulate 1000), or let everybody choose the best move."
            raise TooLarge(Problem(what, cure))
        if len(rows) % 1000 == 0:
            tell(f"{len(states):,} states")
    return states, rows


class _Solver:
    """Probabilities carried through the components, from those that come first to those that come last."""

    def __init__(self, states: Sequence[State], rows: Sequence[Row], exact: bool) -> None:
        self.states, self.exact = states, exact
        self.place = {state: at for at, state in enumerate(states)}
        self.rows = [self._merged(at, row) for at, row in enumerate(rows)]
        zero: Number = Fraction(0) if exact else 0.0
        self.inflow = [zero] * len(states)
        self.inflow[0] = zero + 1
        self.turns, self.moves, self.residual = zero, zero, 0.0
        self.visits: dict[State, Number] = {}
        self.recurrent: list[Recurrent] = []
        for group in reversed(components([list(row) for row in self.rows])):
            if any(self.inflow[at] for at in group):
                self._carry(group)
        self._check()

    def _merged(self, at: int, row: Row) -> dict[int, Number]:
        """The probabilities of going on to other states, whoever moves."""
        merged: dict[int, Number] = {}
        for (_, to), p in row.items():
            if self.place[to] != at:
                merged[self.place[to]] = merged.get(self.place[to], 0) + p
        return merged

    def _carry(self, group: list[int]) -> None:
        members = set(group)
        if not any(to not in members for at in group for to in self.rows[at]):
            self.recurrent.append(self._settled(group))
            return
        for at, visits in zip(group, self._visits(group, members), strict=True):
            self.visits[self.states[at]] = visits
            for to, p in self.rows[at].items():
                self.moves += visits * p
                if to not in members:
                    self.inflow[to] += visits * p
            self.turns += visits

    def _visits(self, group: list[int], members: set[int]) -> Sequence[Number]:
        if len(group) == 1:
            return [self.inflow[group[0]] / sum(self.rows[group[0]].values())]
        inside, inflow = self._block(group), self._vector(self.inflow[at] for at in group)
        leaving = self._vector(
            sum((p for to, p in self.rows[at].items() if to not in members), self.inflow[0] * 0)
            for at in group
        )
        visits = expected_visits(inside, leaving, inflow)
        if not self.exact:
            out = visits * (inside.sum(axis=1) + leaving)
            error = np.abs(out - visits @ inside - inflow) / (out + inflow)
            self.residual = max(self.residual, float(error.max()))
        return list(visits)

    def _settled(self, group: list[int]) -> Recurrent:
        zero = self.inflow[0] * 0
        probability = sum((self.inflow[at] for at in group), zero)
        shares: Sequence[Number] = [zero + 1]
        if len(group) > 1:
            shares = list(stationary(self._block(group)))
        found = sorted((self.states[at], share) for at, share in zip(group, shares, strict=True))
        return Recurrent(tuple(s for s, _ in found), probability, tuple(share for _, share in found))

    def _block(self, group: list[int]) -> Any:
        """(k, k) the probabilities of going from one state of a component to another."""
        if len(group) > _MOST_TOGETHER:
            what = (
                f"{len(group):,} states lead to one another, more than the {_MOST_TOGETHER:,} solved at once"
            )
            raise TooLarge(Problem(what, "Draw sample runs instead: --simulate 1000."))
        place = {at: k for k, at in enumerate(group)}
        block = self._empty((len(group), len(group)))
        for k, at in enumerate(group):
            for to, p in self.rows[at].items():
                if to in place:
                    block[k, place[to]] = p
        return block

    def _empty(self, shape: tuple[int, ...]) -> Any:
        return np.full(shape, Fraction(0), dtype=object) if self.exact else np.zeros(shape)

    def _vector(self, numbers: Iterator[Number]) -> Any:
        listed = list(numbers)
        vector = self._empty((len(listed),))
        vector[:] = listed
        return vector

    def _check(self) -> None:
        """Nothing may have got lost on the way. Raises `NotApplicable` where too many digits were."""
        total = sum(each.probability for each in self.recurrent)
        self.residual = max(self.residual, abs(float(total - 1)))
        if self.residual > _TOLERANCE:
            what = f"the linear equations are solved only up to an error of {self.residual:.1e}"
            raise NotApplicable(Problem(what, "Draw sample runs instead: --simulate 1000."))
