"""Decision makers merged into players, as published coalition tables have it.

A player of several members improves only if every member strictly does. How it moves is the table's
*reading*: by "joint changes" of any of its members' options at once, as GMCR+ and gmcr-py have it, or by
"legal sequences" of its members' own moves, as the literature has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial, reduce

import numpy as np

from countermove.model.graph import GraphModel
from countermove.model.moves import Movement, SubCube, merge_arcs
from countermove.model.preferences import Pairwise, Preference, Relation
from published.sequences import reached

__all__ = ["merged"]


def merged(model: GraphModel, players: Sequence[Sequence[str]], reading: str) -> GraphModel:
    """The graph model in which each group of decision makers is one player."""
    groups = [[model.decision_makers.index(member) for member in player] for player in players]
    assert sorted(dm for group in groups for dm in group) == list(range(model.size))
    return replace(
        model,
        movement=tuple(_movement(model, group, reading) for group in groups),
        preferences=tuple(_preference(model, group) for group in groups),
    )


def _movement(model: GraphModel, group: Sequence[int], reading: str) -> Movement:
    if len(group) == 1:
        return model.movement[group[0]]
    if reading == "joint changes":
        source, target = _joint(model, group).arcs()
        return merge_arcs(model.states, source, target)
    assert reading == "legal sequences", reading
    states = model.states
    steps = [partial(model.moves, dm) for dm in group]
    arcs = [(s, to) for s in states.all() for to in reached(s, steps)]
    return merge_arcs(states, [states.index(s) for s, _ in arcs], [states.index(to) for _, to in arcs])


def _joint(model: GraphModel, group: Sequence[int]) -> SubCube:
    """Any of the members' options at once, in the directions that are open to their owners."""
    cubes = [movement for dm in group if isinstance(movement := model.movement[dm], SubCube)]
    assert len(cubes) == len(group), "joint changes need option form"
    return reduce(
        lambda a, b: SubCube(
            model.states, a.own | b.own, a.stay_taken | b.stay_taken, a.stay_dropped | b.stay_dropped
        ),
        cubes,
    )


def _preference(model: GraphModel, group: Sequence[int]) -> Preference:
    if len(group) == 1:
        return model.preferences[group[0]]
    states = model.states.all()
    better = np.array([[all(model.prefers(dm, a, b) for dm in group) for b in states] for a in states])
    table = better.astype(np.int64) * int(Relation.BETTER) + better.T * int(Relation.WORSE)
    return Pairwise(model.states, table)
