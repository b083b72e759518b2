"""The inverse problem by brute force: in how many preference profiles is each state an equilibrium?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

import numpy as np

from countermove.model.graph import GraphModel
from countermove.model.listed import IntArray
from countermove.model.preferences import Ordinal, rank_by_groups
from countermove.stability import analyse, named

__all__ = ["Profiles", "count_profiles"]

_CONCEPTS = tuple(named(concept) for concept in ("Nash", "GMR", "SMR", "SEQ"))


@dataclass(frozen=True)
class Profiles:
    """How many profiles there were, and for each concept (S,) in how many a state is an equilibrium."""

    number: int
    equilibria: Mapping[str, IntArray]


def count_profiles(model: GraphModel, vary: Mapping[int, Sequence[int]]) -> Profiles:
    """Every profile in which the positions first to last (from 1) of some rankings are permuted."""
    choices = [_rankings(model, dm, vary.get(dm)) for dm in range(model.size)]
    number, totals = 0, {c.id: np.zeros(model.states.size, dtype=np.int64) for c in _CONCEPTS}
    for profile in product(*choices):
        table = analyse(replace(model, preferences=profile), _CONCEPTS)
        number += 1
        for concept, total in totals.items():
            total += table.is_equilibrium(concept)
    return Profiles(number, totals)


def _rankings(model: GraphModel, dm: int, positions: Sequence[int] | None) -> list[Ordinal]:
    preference = model.preferences[dm]
    assert isinstance(preference, Ordinal)
    if positions is None:
        return [preference]
    assert len(set(preference.rank)) == model.states.size, "only strict rankings are permuted"
    first, last = positions
    best_first = [int(index) for index in np.argsort(-preference.rank)]
    before, middle, after = best_first[: first - 1], best_first[first - 1 : last], best_first[last:]
    orders = [[*before, *changed, *after] for changed in permutations(middle)]
    size = model.states.size
    return [Ordinal(model.states, rank_by_groups([[i] for i in order], size)) for order in orders]
