"""Preferences: which of two states a decision maker would rather be in, and what decides it.

`compare(q, s)` answers with a `Relation`. Most preferences are *ordinal*: a rank for each state,
larger is better, ties allowed. They come from prioritised statements (truth vectors compared
lexicographically, most important statement first: Fang, Hipel and Kilgour's option prioritising),
from a direct ranking, or from option weights. A ranking may mark groups as *greatly* preferred
(strength of preference, Hamouda, Kilgour and Hipel). Where several rankings are admitted and
disagree the comparison is *unknown* (Li, Hipel, Kilgour and Fang 2004).

`decisive(q, s)` says what decides a comparison, so that an explanation can cite it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property

from countermove._numpy import np
from countermove.model.cube import CubeSpace
from countermove.model.listed import BoolArray, IntArray, ListedSpace
from countermove.model.option_form import Wish
from countermove.model.states import State

__all__ = [
    "Conditional",
    "Decisive",
    "Ordinal",
    "Pairwise",
    "Preference",
    "Relation",
    "Uncertain",
    "rank_by_groups",
    "rank_by_truth",
    "rank_by_value",
    "whole_weights",
]


class Relation(IntEnum):
    """How one state compares with another, for one decision maker."""

    GREATLY_WORSE = -2
    WORSE = -1
    EQUAL = 0
    BETTER = 1
    GREATLY_BETTER = 2
    UNKNOWN = 9

    @property
    def better(self) -> bool:
        """Strictly preferred, by whatever strength."""
        return self in (Relation.BETTER, Relation.GREATLY_BETTER)


@dataclass(frozen=True, slots=True)
class Decisive:
    """What decides between two states: the first statement on which they differ, if there is one.

    `statement` counts from 0 in the decision maker's list; None where a ranking or weights decide.
    `holds_in_first` says whether it is true in the first of the two states.
    """

    statement: int | None
    holds_in_first: bool = False


@dataclass(frozen=True)
class Ordinal:
    """A weak order: `rank` (S,) larger is better.

    `truth` (statements, S) is kept where the order comes from prioritised statements; `level` (S,)
    where strength is given: a better state on a higher level is greatly preferred. `wish` holds the
    conditions that the order comes from, if it comes from conditions on options.
    """

    states: ListedSpace
    rank: IntArray
    truth: BoolArray | None = None
    level: IntArray | None = None
    wish: Wish | None = None

    def compare(self, first: State, second: State) -> Relation:
        """How `first` compares with `second`."""
        a, b = self.states.index(first), self.states.index(second)
        sign = int(np.sign(self.rank[a] - self.rank[b]))
        greatly = sign != 0 and self.level is not None and self.level[a] != self.level[b]
        return Relation(2 * sign if greatly else sign)

    def decisive(self, first: State, second: State) -> Decisive:
        """What decides between two states."""
        if self.truth is None:
            return Decisive(None)
        a, b = self.states.index(first), self.states.index(second)
        differs = np.flatnonzero(self.truth[:, a] != self.truth[:, b])
        if not len(differs):
            return Decisive(None)
        return Decisive(int(differs[0]), bool(self.truth[differs[0], a]))


@dataclass(frozen=True)
class Conditional:
    """A weak order over states that are not listed: conditions are looked at in single states."""

    states: CubeSpace
    wish: Wish

    @cached_property
    def _truths(self) -> dict[State, tuple[bool, ...]]:
        return {}

    def _truth(self, state: State) -> tuple[bool, ...]:
        if state not in self._truths:
            holds = self.states.form.holds
            self._truths[state] = tuple(holds(condition, state) for condition in self.wish.conditions)
        return self._truths[state]

    def _score(self, state: State) -> int:
        return sum(value for value, holds in zip(self.wish.values, self._truth(state), strict=True) if holds)

    def compare(self, first: State, second: State) -> Relation:
        """How `first` compares with `second`."""
        a, b = self._score(first), self._score(second)
        return Relation((a > b) - (a < b))

    def decisive(self, first: State, second: State) -> Decisive:
        """What decides between two states."""
        if self.wish.weights is not None:
            return Decisive(None)
        pairs = zip(self._truth(first), self._truth(second), strict=True)
        for k, (in_first, in_second) in enumerate(pairs):
            if in_first != in_second:
                return Decisive(k, in_first)
        return Decisive(None)


@dataclass(frozen=True)
class Uncertain:
    """Several admitted orders, `ranks` (orders, S): known only where all of them agree."""

    states: ListedSpace
    ranks: IntArray

    def compare(self, first: State, second: State) -> Relation:
        """How `first` compares with `second`; `Relation.UNKNOWN` where the orders disagree."""
        a, b = self.states.index(first), self.states.index(second)
        signs = {int(sign) for sign in np.sign(self.ranks[:, a] - self.ranks[:, b])}
        return Relation(signs.pop()) if len(signs) == 1 else Relation.UNKNOWN

    def decisive(self, first: State, second: State) -> Decisive:
        """Rankings decide, no statement does."""
        return Decisive(None)


@dataclass(frozen=True)
class Pairwise:
    """Any relation, pair by pair, intransitive ones included: `table` (S, S) holds `Relation` numbers.

    The row's state is compared with the column's.
    """

    states: ListedSpace
    table: IntArray

    def compare(self, first: State, second: State) -> Relation:
        """How `first` compares with `second`."""
        return Relation(int(self.table[self.states.index(first), self.states.index(second)]))

    def decisive(self, first: State, second: State) -> Decisive:
        """The table decides, no statement does."""
        return Decisive(None)


Preference = Ordinal | Conditional | Uncertain | Pairwise


def rank_by_truth(truth: BoolArray) -> IntArray:
    """Ranks from a truth table (statements, S), most important statement first.

    The columns are compared lexicographically, 32 statements at a time, so that any number of
    statements is exact (powers of two in a fixed-width integer are not).
    """
    rank = np.zeros(truth.shape[1], dtype=np.int64)
    for start in range(0, len(truth), 32):
        for row in truth[start : start + 32]:
            rank = rank * 2 + row
        rank = np.unique(rank, return_inverse=True)[1].astype(np.int64)
    return rank


def rank_by_groups(groups: Sequence[Sequence[int]], size: int) -> IntArray:
    """Ranks from groups of positions, best group first."""
    rank = np.zeros(size, dtype=np.int64)
    for place, group in enumerate(groups):
        rank[list(group)] = len(groups) - 1 - place
    return rank


def rank_by_value(truth: BoolArray, weights: Sequence[Fraction]) -> IntArray:
    """Ranks from weights: each adds to the value of the states where its condition holds. Exact."""
    whole = whole_weights(weights)
    fits = sum(abs(value) for value in whole) < 2**62
    total = np.zeros(truth.shape[1], dtype=np.int64 if fits else object)
    for value, row in zip(whole, truth, strict=True):
        total = total + row.astype(total.dtype) * value
    return np.unique(total, return_inverse=True)[1].astype(np.int64)


def whole_weights(weights: Sequence[Fraction]) -> tuple[int, ...]:
    """The weights as integers in the same proportions."""
    scale = math.lcm(*(weight.denominator for weight in weights))
    return tuple(int(weight * scale) for weight in weights)
