"""Sets of states, however many there are: what every engine answers with.

A set is counted, cut down by a statement, intersected, sampled and gone through in ascending order
without anybody knowing how it is kept: as a list of truth values beside the listed states, as bits
over all combinations of options, or as a decision diagram.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Protocol

from countermove.model.statements import Statement
from countermove.model.states import State

__all__ = ["StateSet"]


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
