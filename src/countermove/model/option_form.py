"""Option form without states: what is needed to ask about a conflict whose states cannot be listed.

A conflict in option form is given whole by its options, the directions in which each can be changed,
the combinations that are impossible, and the wishes of each decision maker as conditions on options.
Engines for many states compile this; `feasible`, `score` and `moves` answer about single states, whose
codes are ints of any length (bit k is option k).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from countermove.model.statements import Name, Statement, holds
from countermove.model.states import OptionRef, State

__all__ = ["Mover", "OptionForm", "Wish"]


@dataclass(frozen=True, slots=True)
class Mover:
    """What one decision maker can change: bit masks over the options.

    `own` are its options; those in `stay_taken` cannot be dropped again, those in `stay_dropped` not
    be taken again.
    """

    own: int
    stay_taken: int = 0
    stay_dropped: int = 0

    def open(self, state: State, to: State) -> bool:
        """Whether a change of own options from `state` to `to` goes in open directions only."""
        return not (state & ~to & self.stay_taken or to & ~state & self.stay_dropped)


@dataclass(frozen=True, slots=True)
class Wish:
    """One decision maker's preference as conditions on options (names resolved to owner and option).

    Without `weights` the conditions are prioritised statements, most important first: states are
    compared lexicographically. With `weights` (integers, one for each condition) a state is worth the
    sum of the weights of the conditions that hold in it. More is better, equal is a tie.
    """

    conditions: tuple[Statement, ...]
    weights: tuple[int, ...] | None = None

    @property
    def values(self) -> tuple[int, ...]:
        """What each condition adds to the score of a state: its weight, or a power of two."""
        if self.weights is not None:
            return self.weights
        return tuple(1 << k for k in reversed(range(len(self.conditions))))


@dataclass(frozen=True)
class OptionForm:
    """Options, movers, wishes (one of each for every decision maker) and what is impossible."""

    options: tuple[OptionRef, ...]
    movers: tuple[Mover, ...]
    wishes: tuple[Wish, ...]
    impossible: tuple[Statement, ...] = ()

    @cached_property
    def positions(self) -> Mapping[tuple[str, ...], int]:
        """The bit of each option, by owner and id."""
        return {(option.owner, option.id): k for k, option in enumerate(self.options)}

    def holds(self, statement: Statement, state: State) -> bool:
        """Whether a statement is true in a state."""

        def taken(name: Name) -> bool:
            return bool(state >> self.positions[name.parts] & 1)

        return holds(statement, taken)

    def feasible(self, state: State) -> bool:
        """Whether the combination of options can happen."""
        return not any(self.holds(statement, state) for statement in self.impossible)

    def score(self, dm: int, state: State) -> int:
        """How good a state is for a decision maker: exact, comparable between states only."""
        wish = self.wishes[dm]
        pairs = zip(wish.conditions, wish.values, strict=True)
        return sum(value for condition, value in pairs if self.holds(condition, state))

    def moves(self, dm: int, state: State) -> Iterator[State]:
        """R_i(s), descending: the feasible states that differ in own options, in open directions."""
        mover = self.movers[dm]
        rest, setting = state & ~mover.own, mover.own
        while True:
            to = rest | setting
            if to != state and mover.open(state, to) and self.feasible(to):
                yield to
            if setting == 0:
                return
            setting = (setting - 1) & mover.own
