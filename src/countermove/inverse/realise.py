"""The simplest way to make a change of preference: the states in question move to just below the state.

Everything else keeps its order. Whether the state is an equilibrium then can be looked up; under SEQ, SSEQ
and SIM that is worth doing, since a decision maker that thinks otherwise may also answer otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from countermove._numpy import np
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal
from countermove.model.states import State
from countermove.stability import analyse
from countermove.stability.concept import Concept

__all__ = ["confirmed", "places_between", "realised"]


def realised(model: GraphModel, state: State, crossing: Mapping[int, Iterable[State]]) -> GraphModel | None:
    """The model in which, for each decision maker in `crossing`, those states rank just below `state`.

    None where a preference is not a plain order over listed states.
    """
    preferences = list(model.preferences)
    for dm, states in crossing.items():
        old = preferences[dm]
        if not isinstance(old, Ordinal) or old.level is not None:
            return None
        rank, place = old.rank * 2, old.states.index
        rank[[place(each) for each in states]] = rank[place(state)] - 1
        dense = np.unique(rank, return_inverse=True)[1].astype(np.int64)
        preferences[dm] = Ordinal(old.states, dense)
    return replace(model, preferences=tuple(preferences), form=None)


def confirmed(
    model: GraphModel, state: State, concept: Concept, crossing: Mapping[int, Iterable[State]]
) -> bool | None:
    """Whether `state` is an equilibrium once the change is made so; None where that cannot be looked up."""
    changed = realised(model, state, crossing)
    if changed is None:
        return None
    return state in analyse(changed, [concept]).holding(concept)


def places_between(model: GraphModel, dm: int, first: State, second: State) -> int:
    """How many places of the ranking lie between two states; 0 where there is no such ranking."""
    preference = model.preferences[dm]
    if not isinstance(preference, Ordinal):
        return 0
    index = preference.states.index
    return abs(int(preference.rank[index(first)] - preference.rank[index(second)]))
