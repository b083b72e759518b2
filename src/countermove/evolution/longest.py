"""How long a conflict can go on: the longest legal sequence to each state.

The published status quo tables say of a state that it can be reached at step t *but not later*: what
comes after it cannot come back to it. That is so exactly where no configuration on the way to it lies on
a cycle.
"""

from __future__ import annotations

from collections.abc import Mapping

from countermove.evolution.components import components
from countermove.evolution.explore import Evolution
from countermove.model.states import State

__all__ = ["latest"]


def latest(evolution: Evolution) -> Mapping[State, int | None]:
    """For each state reached the length of the longest legal sequence to it; None where there is no bound.

    Only for evolutions that are known to their end.
    """
    successors = _successors(evolution)
    longest = _longest(successors)
    found: dict[State, int | None] = {}
    for state, steps in zip(evolution.nodes.state, longest, strict=True):
        known = found.get(state, 0)
        found[state] = None if known is None or steps is None else max(known, steps)
    return found


def _successors(evolution: Evolution) -> list[list[int]]:
    nodes = evolution.nodes
    keys = zip(nodes.state, nodes.last, nodes.used, strict=True)
    place = {key: node for node, key in enumerate(keys)}
    return [
        [place[to, movers, used] for movers, to, used in evolution.leaving(node)]
        for node in range(len(nodes))
    ]


def _longest(successors: list[list[int]]) -> list[int | None]:
    """For each node the length of the longest way to it from the first; None if there is no bound."""
    longest: list[int | None] = [0] * len(successors)
    for group in reversed(components(successors)):
        if len(group) > 1 or group[0] in successors[group[0]]:
            for node in group:
                longest[node] = None
        for node in group:
            here = longest[node]
            for child in successors[node]:
                there = longest[child]
                longest[child] = None if here is None or there is None else max(there, here + 1)
    return longest
