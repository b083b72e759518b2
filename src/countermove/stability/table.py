"""The stability table: concepts × decision makers × states, and the equilibria.

An *equilibrium* under a concept is a state that is stable for every decision maker under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from countermove._version import __version__
from countermove.errors import NotApplicable
from countermove.model.graph import GraphModel
from countermove.model.states import BoolArray, State
from countermove.stability.concept import Concept, default_concepts
from countermove.stability.relations import RelationEngine
from countermove.stability.values import ValueEngine

__all__ = ["StabilityTable", "analyse"]


@dataclass(frozen=True)
class StabilityTable:
    """Which states are stable for whom: a finding, with what it was found from.

    `stable` holds for each concept's id a (decision makers, states) bool array.
    """

    model: GraphModel
    concepts: tuple[Concept, ...]
    stable: Mapping[str, BoolArray]
    version: str = __version__

    def equilibria(self, concept: Concept | str) -> list[State]:
        """The equilibria under a concept, ascending."""
        return [int(code) for code in self.model.states.codes[self.is_equilibrium(concept)]]

    def is_equilibrium(self, concept: Concept | str) -> BoolArray:
        """(S,) bool: the states that are stable for every decision maker."""
        return np.asarray(self.stable[str(concept)].all(axis=0))

    def is_stable(self, concept: Concept | str, dm: int, state: State) -> bool:
        """Whether one state is stable for one decision maker."""
        return bool(self.stable[str(concept)][dm, self.model.states.index(state)])

    def count_by_outcome(self, concept: Concept | str) -> dict[str, int]:
        """For each named outcome, how many equilibria belong to it."""
        truth = self.is_equilibrium(concept)
        states = self.model.states
        return {o.id: int((truth & states.truth(o.statement)).sum()) for o in self.model.outcomes}

    def __repr__(self) -> str:
        counts = ", ".join(f"{c} {int(self.is_equilibrium(c).sum())}" for c in self.concepts)
        return f"<StabilityTable {self.model.conflict.title!r}: equilibria {counts}>"


def analyse(model: GraphModel, concepts: Iterable[Concept] | None = None) -> StabilityTable:
    """The stability of every state for every decision maker, under each concept.

    Raises `NotApplicable` for a concept that has no meaning for the model, `TooLarge` for a model
    that is larger than the engines take.
    """
    chosen = tuple(concepts) if concepts is not None else default_concepts(model)
    refusals = [problem for concept in chosen if (problem := concept.refusal(model)) is not None]
    if refusals:
        raise NotApplicable(refusals)
    values = ValueEngine(model)
    relations: RelationEngine | None = None
    stable: dict[str, BoolArray] = {}
    for concept in chosen:
        if concept.stable is not None:
            rows = [concept.stable(model, dm) for dm in range(model.size)]
        elif ValueEngine.answers(model, concept.rule):
            rows = [values.stable(dm, concept.rule) for dm in range(model.size)]
        else:
            relations = relations or RelationEngine(model)
            rows = [relations.stable(dm, concept.rule) for dm in range(model.size)]
        stable[concept.id] = np.array(rows)
    return StabilityTable(model, chosen, stable)
