"""The sparse engine: the values of `values`, on the list of feasible states, without a list of moves.

Where every decision maker moves by changing its own options, its moves need not be listed: a state can
be left for those of its *fibre*, the states that differ only in the mover's options. Values are given
out in ascending order, from the states where they start back to those from which the others can come
there, so that each state gets its value once and the whole takes time linear in the states
(``kernels/sparse.c``).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from weakref import WeakValueDictionary

import numpy as np

from countermove.kernels import sparse
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, listed
from countermove.model.moves import SubCube
from countermove.model.preferences import Ordinal
from countermove.stability.concept import Replies, Rule
from countermove.stability.values import ValueEngine

__all__ = ["FibreEngine"]

_ALONE = 1 << 18  # below so many states a second thread costs more than it gives
_REPLIES = {Replies.NONE: 0, Replies.MOVES: 1, Replies.IMPROVEMENTS: 2}


class FibreEngine:
    """Stability by values that run along fibres; keeps the fibres of a model for all concepts."""

    def __init__(self, model: GraphModel, threads: int = 0) -> None:
        self.model = model
        states = model.states.size
        self.threads = threads or (1 if states < _ALONE else min(2, os.cpu_count() or 1))
        movers = [movement for movement in model.movement if isinstance(movement, SubCube)]
        ranks = [_closed_up(p.rank) for p in model.preferences if isinstance(p, Ordinal)]
        self.fibres = sparse.Fibres(listed(model.states).codes, movers, ranks)

    @classmethod
    def of(cls, model: GraphModel) -> FibreEngine:
        """The engine of a model: the same one as long as someone keeps it."""
        found = _engines.get(id(model))
        if found is None or found.model is not model:
            _engines[id(model)] = found = cls(model)
        return found

    @staticmethod
    def takes(model: GraphModel) -> bool:
        """Whether states, movement and preferences are such as this engine needs, and it is built here."""
        moved_by_options = all(isinstance(movement, SubCube) for movement in model.movement)
        ranked = all(isinstance(preference, Ordinal) for preference in model.preferences)
        return moved_by_options and ranked and sparse.is_built()

    @staticmethod
    def answers(model: GraphModel, rule: Rule) -> bool:
        """Whether this engine can decide the rule on the model."""
        return FibreEngine.takes(model) and ValueEngine.answers(model, rule)

    def stable(self, dm: int, rule: Rule) -> BoolArray:
        """(S,) bool: the states that are stable for `dm` under the rule."""
        return self.fibres.stable(dm, _REPLIES[rule.replies], hold=rule.hold is not None)

    def stable_for_all(self, rules: Sequence[Rule]) -> list[BoolArray]:
        """For each rule (N, S) bool: the states that are stable for each decision maker."""
        found = [np.empty((self.model.size, self.model.states.size), dtype=bool) for _ in rules]

        def fill(wanted: tuple[int, int]) -> None:
            dm, k = wanted
            found[k][dm] = self.stable(dm, rules[k])

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(fill, product(range(self.model.size), range(len(rules)))))
        return found


#: Engines in use, by the identity of their model.
_engines: WeakValueDictionary[int, FibreEngine] = WeakValueDictionary()


def _closed_up(rank: IntArray) -> IntArray:
    """The same order with numbers from 0 on, where they are not such already."""
    if len(rank) and (rank.min() < 0 or rank.max() > 2 * len(rank)):
        return np.unique(rank, return_inverse=True)[1].astype(np.int64)
    return rank
