"""The stability table: concepts × decision makers × states, and the equilibria.

An *equilibrium* under a concept is a state that is stable for every decision maker under it. Whatever
engine found it, a table answers with sets of states (`StateSet`) that can be counted, cut down by a
statement and gone through; where all states are listed there are arrays besides (`ListedTable`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_
from typing import TYPE_CHECKING

from countermove._numpy import np
from countermove._version import __version__
from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.sets import StateSet
from countermove.model.states import State

if TYPE_CHECKING:
    from countermove.model.listed import BoolArray, ListedSet, ListedSpace
    from countermove.model.statements import Statement
    from countermove.stability.concept import Concept

__all__ = ["ListedTable", "SetTable", "StabilityTable"]

_MOST_LISTED = 1 << 24


class StabilityTable(ABC):
    """Which states are stable for whom: a finding, with what it was found from.

    `engine` says how it was computed. Where an engine reached its limit and a concept is not `exact`,
    `holding` and `stable_for` are sets of states that certainly hold, `at_most` those that could.
    """

    model: GraphModel
    concepts: tuple[Concept, ...]
    engine: str
    version: str

    @abstractmethod
    def where(self, statement: Statement | None = None) -> StateSet:
        """The feasible states in which a statement holds (names resolved), or all."""

    @abstractmethod
    def stable_for(self, concept: Concept | str, dm: int) -> StateSet:
        """The states that are stable for one decision maker."""

    @abstractmethod
    def holding(self, concept: Concept | str) -> StateSet:
        """The equilibria under a concept."""

    def at_most(self, concept: Concept | str) -> StateSet:
        """The states that may be equilibria: the same as `holding` wherever the engine is exact."""
        return self.holding(concept)

    def exact(self, concept: Concept | str) -> bool:
        """Whether the equilibria under a concept are known exactly."""
        return True

    def equilibria(self, concept: Concept | str) -> list[State]:
        """The equilibria under a concept, ascending. Raises `TooLarge` for more than 2^24 of them."""
        found = self.holding(concept)
        if found.count > _MOST_LISTED:
            what = f"{found.count:,} equilibria under {concept} are too many for a list"
            raise TooLarge(Problem(what, "Count them, or cut them down by a statement first."))
        return list(found)

    def is_stable(self, concept: Concept | str, dm: int, state: State) -> bool:
        """Whether one state is stable for one decision maker."""
        return state in self.stable_for(concept, dm)

    def count_by_outcome(self, concept: Concept | str) -> dict[str, int]:
        """For each named outcome, how many equilibria belong to it."""
        found = self.holding(concept)
        return {o.id: found.where(o.statement).count for o in self.model.outcomes}

    def __repr__(self) -> str:
        counts = ", ".join(f"{c} {self.holding(c).count}" for c in self.concepts)
        return f"<StabilityTable {self.model.conflict.title!r}: equilibria {counts}>"


@dataclass(frozen=True, repr=False)
class ListedTable(StabilityTable):
    """A table over listed states.

    `stable` holds for each concept's id a (decision makers, states) bool array.
    """

    model: GraphModel
    concepts: tuple[Concept, ...]
    stable: Mapping[str, BoolArray]
    engine: str = "sparse"
    version: str = __version__

    @cached_property
    def _space(self) -> ListedSpace:
        from countermove.model.listed import listed

        return listed(self.model.states)

    def _set(self, truth: BoolArray) -> ListedSet:
        from countermove.model.listed import ListedSet

        return ListedSet(self._space, truth)

    def where(self, statement: Statement | None = None) -> ListedSet:
        """The feasible states in which a statement holds (names resolved), or all."""
        return self._space.where(statement)

    def stable_for(self, concept: Concept | str, dm: int) -> ListedSet:
        """The states that are stable for one decision maker."""
        return self._set(self.stable[str(concept)][dm])

    def holding(self, concept: Concept | str) -> ListedSet:
        """The equilibria under a concept."""
        return self._set(self.is_equilibrium(concept))

    def is_equilibrium(self, concept: Concept | str) -> BoolArray:
        """(S,) bool: the states that are stable for every decision maker."""
        return np.asarray(self.stable[str(concept)].all(axis=0))


@dataclass(frozen=True, repr=False)
class SetTable(StabilityTable):
    """A table of sets: for each concept's id one for each decision maker.

    `upper` holds, for concepts that are not exact, the states that may be stable besides.
    """

    model: GraphModel
    concepts: tuple[Concept, ...]
    feasible: StateSet
    sets: Mapping[str, Sequence[StateSet]]
    engine: str
    upper: Mapping[str, Sequence[StateSet]] = field(default_factory=dict)
    version: str = __version__

    def where(self, statement: Statement | None = None) -> StateSet:
        """The feasible states in which a statement holds (names resolved), or all."""
        return self.feasible if statement is None else self.feasible.where(statement)

    def stable_for(self, concept: Concept | str, dm: int) -> StateSet:
        """The states that are stable for one decision maker."""
        return self.sets[str(concept)][dm]

    @cached_property
    def _holding(self) -> dict[tuple[str, bool], StateSet]:
        return {}

    def _meet(self, concept: str, upper: bool) -> StateSet:
        key = concept, upper
        if key not in self._holding:
            rows = (self.upper if upper else self.sets)[concept]
            self._holding[key] = reduce(and_, rows, self.feasible)
        return self._holding[key]

    def holding(self, concept: Concept | str) -> StateSet:
        """The equilibria under a concept; where it is not exact, those that certainly are."""
        return self._meet(str(concept), upper=False)

    def at_most(self, concept: Concept | str) -> StateSet:
        """The states that may be equilibria."""
        return self._meet(str(concept), upper=not self.exact(concept))

    def exact(self, concept: Concept | str) -> bool:
        """Whether the equilibria under a concept are known exactly."""
        return str(concept) not in self.upper
