"""What was found out about the evolution of one reading: the material of its telling and of its JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from countermove.errors import Problem
from countermove.evolution import (
    Attainability,
    Chain,
    Evolution,
    Group,
    Simulation,
    WhyNot,
    why_none,
    why_not,
)
from countermove.evolution.steps import SomeStates
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.reports.chances import Where

__all__ = ["Story"]

#: States of an outcome or a condition that are gone through for what keeps all of them from being attained.
_MOST_TRIED = 20_000


@dataclass(frozen=True)
class Story:
    """What was found out about one reading.

    `wanted` is what was asked for instead of equilibria (`--to`), `condition` its words. `refused` says
    why there is neither a chain nor sample runs.
    """

    attained: Attainability
    chain: Chain | None = None
    simulation: Simulation | None = None
    refused: Problem | None = None
    wanted: set[State] | Where | None = None
    condition: str = ""

    @property
    def evolution(self) -> Evolution:
        """What can be reached."""
        return self.attained.evolution

    @property
    def model(self) -> GraphModel:
        """The reading's model."""
        return self.attained.evolution.model

    def why_not(self, state: State) -> WhyNot:
        """Why one state is not attained."""
        return why_not(self.evolution, state, self.attained.cheapest)

    def why_nothing_wanted(self) -> WhyNot | None:
        """Why nothing that was asked for is attained; None if there is no such state."""
        wanted: SomeStates = self.wanted if self.wanted is not None else ()
        nearest = next((state for state in self.attained.cheapest.states if state in wanted), None)
        if nearest is not None:
            return self.why_not(nearest)
        if isinstance(self.wanted, Where):
            count, states = self.model.states.first(self.wanted.statement, 1)
            if 1 < count <= _MOST_TRIED:
                states = self.model.states.first(self.wanted.statement, _MOST_TRIED)[1]
        else:
            states = sorted(self.wanted or ())
            count = len(states)
        return self._why_none(states, count) if states else None

    def why_no_group(self, group: Group) -> WhyNot:
        """Why no equilibrium of a named outcome is attained, where there are some."""
        if group.easiest is not None or group.outcome is None:
            assert group.easiest is not None
            return self.why_not(group.easiest)
        members = self.attained.holding.where(group.outcome.statement)
        most = _MOST_TRIED if group.holding <= _MOST_TRIED else 1
        return self._why_none(list(islice(members, most)), group.holding)

    def missing(self) -> Iterator[State]:
        """The equilibria that are not attained, ascending."""
        return (state for state in self.attained.holding if state not in self.evolution)

    def _why_none(self, states: list[State], count: int) -> WhyNot:
        whole = count == len(states)
        return why_none(self.evolution, states, self.attained.cheapest, whole=whole)
