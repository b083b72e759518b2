"""How much of an answer hangs on which doubt: exact variance-based indices over all models.

An answer Y is 1 in some models and 0 in the others; the doubts are independent. With V(Y | A) the
variance of the mean of Y given the ways of a set A of doubts (Sobol 1993, Saltelli and others 2008):

    first-order index of i    V(Y | i) / V                  what settling i alone explains
    total index of i          1 - V(Y | all but i) / V      what cannot be explained without i
    interaction of i and j    (V(Y | i, j) - V(Y | i) - V(Y | j)) / V

The total index is 0 exactly if no model's answer changes with i alone, the others as they may be. For
a group of doubts the same is meant of all of them together. Everything is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

import numpy as np

from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.admissible import Admissible

__all__ = ["Index", "Variance"]

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Index:
    """The indices of a doubt, or of a group: shares of the variance, from 0 to 1.

    From a sample they are estimates, each with the 95 % interval of a bootstrap.
    """

    first: Fraction | float
    total: Fraction | float
    first_range: tuple[float, float] | None = None
    total_range: tuple[float, float] | None = None

    @property
    def interaction(self) -> Fraction | float:
        """What the doubt explains only together with others."""
        return self.total - self.first


class Variance:
    """The variance of an answer over all admissible models: `answer` (size,) bool, in their order."""

    def __init__(self, models: Admissible, answer: BoolArray) -> None:
        self._parts = [np.array(parts, object) for parts, _ in models.shares]
        self._whole = [whole for _, whole in models.shares]
        exact = models.whole < _LARGEST
        self._answer = answer.reshape(models.ways).astype(np.int64 if exact else object)
        self._known: dict[frozenset[int], Fraction] = {}

    @cached_property
    def mean(self) -> Fraction:
        """The probability that the answer is 1."""
        return Fraction(int(self._contracted(frozenset())), prod(self._whole))

    @cached_property
    def variance(self) -> Fraction:
        """The variance; 0 where nothing in doubt changes the answer."""
        return self.mean * (1 - self.mean)

    def explained(self, kept: Iterable[int]) -> Fraction:
        """V(Y | A): the variance of the mean of Y given the ways of some doubts."""
        chosen = frozenset(kept)
        if chosen not in self._known:
            self._known[chosen] = self._explained(chosen)
        return self._known[chosen]

    def _explained(self, kept: frozenset[int]) -> Fraction:
        sums = self._contracted(kept)
        rest = prod(whole for at, whole in enumerate(self._whole) if at not in kept)
        within = prod(self._whole[at] for at in kept)
        squares = np.asarray(sums, np.int64 if within * rest * rest < _LARGEST else object) ** 2
        for at in sorted(kept):
            squares = self._summed(squares, at, 0)
        return Fraction(int(squares), within * rest * rest) - self.mean**2

    def _contracted(self, kept: frozenset[int]) -> IntArray:
        """Sums over the ways of all doubts but some, each weighed by its probability's whole number."""
        found, axis = self._answer, 0
        for at in range(len(self._parts)):  # the first axis is the one that is summed over fastest
            if at in kept:
                axis += 1
            else:
                found = self._summed(found, at, axis)
        return found

    def _summed(self, values: IntArray, at: int, axis: int) -> IntArray:
        parts = self._parts[at]
        if all(part == 1 for part in parts):
            return np.asarray(values.sum(axis=axis))
        return np.asarray(np.tensordot(values, parts.astype(values.dtype), axes=(axis, 0)))

    def index(self, group: Sequence[int]) -> Index:
        """The indices of one doubt or of several together. The variance must not be 0."""
        others = [at for at in range(len(self._parts)) if at not in group]
        first = self.explained(group) / self.variance
        return Index(first, 1 - self.explained(others) / self.variance)

    def interaction(self, i: int, j: int) -> Fraction:
        """What two doubts explain together and neither alone."""
        both = self.explained((i, j)) - self.explained((i,)) - self.explained((j,))
        return both / self.variance
