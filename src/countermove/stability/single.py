"""The engine for few states: values that run along moves, state by state, without NumPy.

It does what the value engine does (`values`), for conflicts in option form of a few hundred states: they
are decided before NumPy would have been imported. SIM is taken from its definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import product

from countermove.model.graph import GraphModel
from countermove.model.sets import FewStates
from countermove.model.states import State
from countermove.stability.concept import Replies, Rule

__all__ = ["SingleEngine"]

_Arcs = list[list[int]]  # for each state's place the places of others


class SingleEngine:
    """Stability of every state, for known preferences by conditions on options."""

    def __init__(self, model: GraphModel) -> None:
        assert model.form is not None
        self.model, self.form = model, model.form
        self.states = model.states.first(None, None)[1]
        self._place = {state: at for at, state in enumerate(self.states)}
        self._value: dict[tuple[int, Replies, bool], list[int | None]] = {}

    @cached_property
    def everything(self) -> FewStates:
        """Every state."""
        return FewStates(self.model.states, tuple(self.states))

    @cached_property
    def score(self) -> list[list[int]]:
        """For each decision maker what each state is worth to it."""
        return [[self.form.score(dm, state) for state in self.states] for dm in range(self.model.size)]

    @cached_property
    def moves(self) -> list[_Arcs]:
        """R_i(s) for each decision maker and state."""
        return [[self._targets(dm, s) for s in self.states] for dm in range(self.model.size)]

    def _targets(self, dm: int, state: State) -> list[int]:
        return [self._place[to] for to in self.model.moves(dm, state)]

    @cached_property
    def improvements(self) -> list[_Arcs]:
        """R_i⁺(s) for each decision maker and state."""
        return [
            [[to for to in targets if score[to] > score[at]] for at, targets in enumerate(arcs)]
            for arcs, score in zip(self.moves, self.score, strict=True)
        ]

    def stable(self, dm: int, rule: Rule) -> FewStates:
        """The states that are stable for `dm` under the rule."""
        stays = self._meets_joint if rule.replies is Replies.JOINT_IMPROVEMENTS else self._is_held
        kept = [
            state
            for at, state in enumerate(self.states)
            if all(stays(dm, rule, at, move) for move in self.improvements[dm][at])
        ]
        return FewStates(self.model.states, tuple(kept))

    def _is_held(self, dm: int, rule: Rule, at: int, move: int) -> bool:
        """Whether the others can hold `dm` down to what it has, after a move."""
        lowest = self._held_down(dm, rule)[move]
        return lowest is not None and lowest <= self.score[dm][at]

    def _held_down(self, dm: int, rule: Rule) -> list[int | None]:
        """v_i: the least worth to which the others can hold `dm` down; None where they cannot answer."""
        key = dm, rule.replies, rule.hold is not None
        if key not in self._value:
            self._value[key] = self._spread(dm, rule)
        return self._value[key]

    def _spread(self, dm: int, rule: Rule) -> list[int | None]:
        score = self.score[dm]
        if rule.hold is None:
            value = list(score)
        else:
            value = [max([score[at], *(score[to] for to in self.moves[dm][at])]) for at in range(len(score))]
        if rule.replies is Replies.NONE:
            return [None] * len(score)
        arcs = self.moves if rule.replies is Replies.MOVES else self.improvements
        others = [arcs[j] for j in self.model.others(dm)]
        before: list[int] = []
        while value != before:
            before = list(value)
            for steps in others:
                value = [min([least, *(value[to] for to in steps[at])]) for at, least in enumerate(value)]
        return [_least(value[to] for steps in others for to in steps[at]) for at in range(len(value))]

    def _meets_joint(self, dm: int, rule: Rule, at: int, move: int) -> bool:
        """Whether improvements of the others, made at the same time as the move, leave `dm` no better off."""
        here, score = self.states[at], self.score[dm]
        choices = [
            [0, *(here ^ self.states[to] for to in self.improvements[j][at])] for j in self.model.others(dm)
        ]
        for changes in product(*choices):
            lands = self.states[move]
            for change in changes:
                lands ^= change
            if any(changes) and lands in self._place and score[self._place[lands]] <= score[at]:
                return True
        return False


def _least(values: Iterable[int]) -> int | None:
    return min(values, default=None)
