"""Unilateral moves: from which state to which a decision maker can move the conflict alone.

R_i(s) is the set of states that decision maker i can reach from s in one move. In option form a
mover may change any of its own options at once, within the feasible states and the directions that
irreversible options leave open: its *sub-cube*. That is kept as two bit masks, never as a matrix of
states by states. Hand-drawn arcs, coalesced states and bans are kept as lists of arcs.

"No decision maker moves twice in a row" matters only where some movement is not transitive
(theory: two consecutive moves through a transitive relation are one move, or none); `transitive`
says which is the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from countermove._numpy import np
from countermove.errors import Problem, TooLarge
from countermove.model.listed import IntArray, ListedSpace, listed
from countermove.model.states import State, StateSpace

__all__ = ["MAX_ARCS", "ArcMovement", "Movement", "SubCube", "merge_arcs"]

#: More arcs than this (of one decision maker) are not listed.
MAX_ARCS = 30_000_000


class Movement(Protocol):
    """The unilateral moves of one decision maker."""

    @property
    def transitive(self) -> bool:
        """Whether two moves in a row always amount to one move (or to none)."""

    def targets(self, state: State) -> list[State]:
        """R_i(s): the states reached from `state` in one move, ascending, without `state` itself."""

    def allows(self, state: State, to: State) -> bool:
        """Whether `to` is in R_i(`state`)."""

    def arcs(self) -> tuple[IntArray, IntArray]:
        """All moves as (sources, targets): positions in the state space, ascending by source."""


@dataclass(frozen=True)
class SubCube:
    """Movement made from options: change any of `own`'s bits, as far as directions allow.

    `stay_taken` and `stay_dropped` are the bits that cannot be dropped, or taken, again.
    """

    states: StateSpace
    own: int
    stay_taken: int = 0
    stay_dropped: int = 0

    @property
    def transitive(self) -> bool:
        """Always: the composition of two changes of one's own options is such a change."""
        return True

    def _direction_open(self, state: int, to: int) -> bool:
        return not (state & ~to & self.stay_taken or to & ~state & self.stay_dropped)

    def targets(self, state: State) -> list[State]:
        """R_i(s), by going through the settings of the mover's own options."""
        rest, found, setting = state & ~self.own, [], self.own
        while True:
            to = rest | setting
            if to != state and self._direction_open(state, to) and self.states.has(to):
                found.append(to)
            if setting == 0:
                return found[::-1]
            setting = (setting - 1) & self.own

    def allows(self, state: State, to: State) -> bool:
        """Whether only own options differ, in directions that are open, between feasible states."""
        differs = state ^ to
        return (
            differs != 0
            and differs & ~self.own == 0
            and self._direction_open(state, to)
            and self.states.has(state)
            and self.states.has(to)
        )

    def arcs(self) -> tuple[IntArray, IntArray]:
        """All moves, fibre by fibre: states that differ only in the mover's own options."""
        return self._arcs

    @cached_property
    def _arcs(self) -> tuple[IntArray, IntArray]:
        codes = listed(self.states).codes
        key = codes & ~np.int64(self.own)
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.append(True, np.diff(key[order]) != 0))
        sizes = np.diff(np.append(starts, len(codes)))
        _refuse_too_many(int((sizes * (sizes - 1)).sum()))
        pairs = [
            self._pairs(order, starts[sizes == size], size)
            for size in sorted(set(sizes.tolist()))
            if size > 1
        ]
        source = np.concatenate([a for a, _ in pairs] or [np.zeros(0, np.int64)])
        target = np.concatenate([b for _, b in pairs] or [np.zeros(0, np.int64)])
        shut = (codes[source] & ~codes[target] & self.stay_taken) | (
            codes[target] & ~codes[source] & self.stay_dropped
        )
        return _sorted_arcs(source[shut == 0], target[shut == 0])

    @staticmethod
    def _pairs(order: IntArray, starts: IntArray, size: int) -> tuple[IntArray, IntArray]:
        fibres = order[starts[:, None] + np.arange(size)]  # (fibres, size)
        left, right = np.nonzero(~np.eye(size, dtype=bool))
        return fibres[:, left].ravel(), fibres[:, right].ravel()


@dataclass(frozen=True)
class ArcMovement:
    """Movement given arc by arc: hand-drawn graphs, coalesced states, banned moves."""

    states: ListedSpace
    source: IntArray
    target: IntArray
    transitive: bool = False

    @cached_property
    def _start(self) -> IntArray:
        return np.searchsorted(self.source, np.arange(self.states.size + 1))

    def targets(self, state: State) -> list[State]:
        """R_i(s), read off the list."""
        at = self.states.index(state)
        reached = self.target[self._start[at] : self._start[at + 1]]
        return [int(code) for code in self.states.codes[reached]]

    def allows(self, state: State, to: State) -> bool:
        """Whether the arc is in the list."""
        return to in self.targets(state)

    def arcs(self) -> tuple[IntArray, IntArray]:
        """The list itself."""
        return self.source, self.target


def merge_arcs(states: ListedSpace, source: Iterable[int], target: Iterable[int]) -> ArcMovement:
    """A movement from arcs in any order: loops and repeats are dropped, transitivity is looked up."""
    a = np.fromiter(source, dtype=np.int64)
    b = np.fromiter(target, dtype=np.int64)
    arcs = np.unique(np.stack([a[a != b], b[a != b]]), axis=1)
    return ArcMovement(states, arcs[0], arcs[1], _is_transitive(arcs[0], arcs[1], states.size))


def _is_transitive(source: IntArray, target: IntArray, size: int) -> bool:
    """Whether every two-step way a → b → c (a ≠ c) is an arc; "no" where that is too long to find out."""
    starts = np.searchsorted(source, np.arange(size + 1))
    degree = np.diff(starts)
    if int(degree[target].sum()) > MAX_ARCS // 10:
        return False
    first = np.repeat(np.arange(len(source)), degree[target])
    offset = np.arange(len(first)) - np.repeat(np.cumsum(degree[target]) - degree[target], degree[target])
    end = target[starts[target[first]] + offset]
    a, c = source[first], end
    return bool(np.isin(a[a != c] * size + c[a != c], source * size + target).all())


def _sorted_arcs(source: IntArray, target: IntArray) -> tuple[IntArray, IntArray]:
    order = np.lexsort((target, source))
    return source[order], target[order]


def _refuse_too_many(count: int) -> None:
    if count > MAX_ARCS:
        raise TooLarge(
            Problem(
                f"one decision maker has {count:,} moves, more than the {MAX_ARCS:,} that this version lists",
                "Exclude combinations that cannot happen, or give the decision maker fewer options.",
            )
        )
