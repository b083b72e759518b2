"""Sets of states, however many there are: what every engine answers with.

A set is counted, cut down by a statement, intersected, sampled and gone through in ascending order
without anybody knowing how it is kept: as a list of truth values beside the listed states, as bits
over all combinations of options, or as a decision diagram.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from random import Random
from typing import Protocol

from countermove.model.statements import Statement
from countermove.model.states import State, StateSpace

__all__ = ["FewStates", "StateSet"]


class StateSet(Protocol):
    """Feasible states of one model. Two sets may be combined if they are sets of one state space."""

    @property
    def count(self) -> int:
        """How many states there are, exactly (`len` would fail beyond 2^63)."""

    def __contains__(self, state: State) -> bool: ...

    def __iter__(self) -> Iterator[State]:
        """The states in ascending order of their codes, found while they are asked for."""

    def __and__(self, other: StateSet) -> StateSet: ...

    def __or__(self, other: StateSet) -> StateSet: ...

    def __sub__(self, other: StateSet) -> StateSet: ...

    def where(self, statement: Statement) -> StateSet:
        """The states of the set in which a statement (names resolved) holds."""

    def sample(self, many: int, random: Random) -> list[State]:
        """States drawn uniformly and independently; empty if the set is."""

    def nearest(self, state: State, most: int) -> list[State]:
        """Up to `most` states that differ from `state` in the fewest options, ties by ascending code."""


@dataclass(frozen=True)
class FewStates:
    """A set of so few states that they are simply kept, in ascending order."""

    space: StateSpace
    states: tuple[State, ...]

    @property
    def count(self) -> int:
        """How many states there are."""
        return len(self.states)

    def __contains__(self, state: State) -> bool:
        return state in self.states

    def __iter__(self) -> Iterator[State]:
        return iter(self.states)

    def _kept(self, states: set[State]) -> FewStates:
        return FewStates(self.space, tuple(sorted(states)))

    def __and__(self, other: StateSet) -> FewStates:
        return self._kept({state for state in self.states if state in other})

    def __or__(self, other: StateSet) -> FewStates:
        return self._kept({*self.states, *other})

    def __sub__(self, other: StateSet) -> FewStates:
        return self._kept({state for state in self.states if state not in other})

    def where(self, statement: Statement) -> FewStates:
        """The states of the set in which a statement holds."""
        return self._kept({state for state in self.states if self.space.holds(statement, state)})

    def sample(self, many: int, random: Random) -> list[State]:
        """States drawn uniformly and independently; empty if the set is."""
        return [random.choice(self.states) for _ in range(many)] if self.states else []

    def nearest(self, state: State, most: int) -> list[State]:
        """Up to `most` states that differ from `state` in the fewest options, ties by ascending code."""
        return nsmallest(most, self.states, key=lambda code: ((code ^ state).bit_count(), code))
