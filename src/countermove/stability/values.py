"""The value engine: stability of all states at once, where preferences are known ranks.

It never compares pairs of states. With rank_i(s) larger for better states, and

    e_i(z) = rank_i(z), for symmetric concepts max(rank_i(z), max of rank_i over R_i(z)),
    v_i(y) = min of e_i over the states that the others can bring y to,

state s is unstable for i exactly if some improvement y of i has v_i(y) > rank_i(s): nothing that the
others can do from y holds i down to the rank of s. The minimum is taken to a fixpoint over the
others' moves. Where movement and preference are transitive, "no one twice in a row" changes nothing
and one value a state is enough; elsewhere a value is kept for each (state, last mover).
"""

from __future__ import annotations

from functools import cached_property

from countermove._numpy import np
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal, Relation
from countermove.stability.concept import BETTER, NOT_BETTER, Replies, Rule

__all__ = ["ValueEngine"]

_HIGHEST = np.iinfo(np.int64).max


class _Arcs:
    """Moves as arrays, grouped by the state they leave."""

    def __init__(self, source: IntArray, target: IntArray) -> None:
        self.source, self.target = source, target
        self.leaving, self.start = np.unique(source, return_index=True)

    def lowest(self, values: IntArray) -> IntArray:
        """For each state the least value one move away; the highest number where there is no move."""
        result = np.full(len(values), _HIGHEST)
        if len(self.target):
            result[self.leaving] = np.minimum.reduceat(values[self.target], self.start)
        return result

    def highest(self, values: IntArray) -> IntArray:
        """For each state the greatest value one move away; -1 where there is no move."""
        result = np.full(len(values), -1)
        if len(self.target):
            result[self.leaving] = np.maximum.reduceat(values[self.target], self.start)
        return result


class ValueEngine:
    """Stability by values; keeps the arcs of a model for all concepts that are asked of it."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self.rank = [p.rank for p in model.preferences if isinstance(p, Ordinal)]

    @staticmethod
    def answers(model: GraphModel, rule: Rule) -> bool:
        """Whether this engine can decide the rule on the model."""
        ordinal = all(isinstance(preference, Ordinal) for preference in model.preferences)
        classical = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.hold in (None, NOT_BETTER)
        willing = rule.replies is not Replies.IMPROVEMENTS or rule.answer - {Relation.UNKNOWN} == BETTER
        return ordinal and classical and willing and rule.replies is not Replies.JOINT_IMPROVEMENTS

    @cached_property
    def moves(self) -> list[_Arcs]:
        """R_i for every decision maker."""
        return [_Arcs(*movement.arcs()) for movement in self.model.movement]

    @cached_property
    def improvements(self) -> list[_Arcs]:
        """R_i⁺ for every decision maker."""
        found = []
        for arcs, rank in zip(self.moves, self.rank, strict=True):
            better = rank[arcs.target] > rank[arcs.source]
            found.append(_Arcs(arcs.source[better], arcs.target[better]))
        return found

    def stable(self, dm: int, rule: Rule) -> BoolArray:
        """(S,) bool: the states that are stable for `dm` under the rule."""
        rank, own = self.rank[dm], self.improvements[dm]
        held_down = self._held_down(dm, rule)
        free = held_down[own.target] > rank[own.source]
        result = np.ones(len(rank), dtype=bool)
        result[own.source[free]] = False
        return result

    def _held_down(self, dm: int, rule: Rule) -> IntArray:
        """v_i: the least rank to which the others can hold `dm` down, from each state."""
        rank = self.rank[dm]
        if rule.replies is Replies.NONE:
            return np.full(len(rank), _HIGHEST)
        effective = rank if rule.hold is None else np.maximum(rank, self.moves[dm].highest(rank))
        arcs = self.moves if rule.replies is Replies.MOVES else self.improvements
        others = [arcs[j] for j in self.model.others(dm)]
        if not others:
            return np.full(len(rank), _HIGHEST)
        if self.model.transitive:
            return _reach_freely(others, effective)
        return _reach_in_turn(others, effective)


def _reach_freely(others: list[_Arcs], effective: IntArray) -> IntArray:
    """Least effective value over all sequences of at least one move."""
    value, before = effective.copy(), None
    while before is None or not np.array_equal(value, before):
        before = value.copy()
        for arcs in others:
            np.minimum(value, arcs.lowest(value), out=value)
    return _least([arcs.lowest(value) for arcs in others])


def _reach_in_turn(others: list[_Arcs], effective: IntArray) -> IntArray:
    """The same over legal sequences: nobody moves twice in a row, so a value is kept per last mover."""
    values, changed = [effective.copy() for _ in others], True
    while changed:
        changed = False
        next_step = [arcs.lowest(value) for arcs, value in zip(others, values, strict=True)]
        for last, value in enumerate(values):
            rest = [step for mover, step in enumerate(next_step) if mover != last]
            lower = _least([value, *rest])
            if not np.array_equal(lower, value):
                values[last], changed = lower, True
    return _least([arcs.lowest(value) for arcs, value in zip(others, values, strict=True)])


def _least(arrays: list[IntArray]) -> IntArray:
    return np.asarray(np.min(arrays, axis=0))
