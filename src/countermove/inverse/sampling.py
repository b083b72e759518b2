"""Estimating the share of rankings that fulfil a condition, for conditions too entangled to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from random import Random

from countermove.inverse.formula import Clause

__all__ = ["CONFIDENCE", "Sample", "sample_share"]

#: How surely the share lies within the interval of a sample.
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Sample:
    """An estimate from `number` rankings, `held` of which fulfilled the condition.

    The interval is that of Hoeffding's inequality: it holds with a confidence of 95 % at least, whatever
    the share is.
    """

    number: int
    held: int

    @property
    def share(self) -> float:
        """The estimate."""
        return self.held / self.number

    @property
    def _margin(self) -> float:
        return sqrt(log(2 / (1 - CONFIDENCE)) / (2 * self.number))

    @property
    def low(self) -> float:
        """The lower end of the confidence interval."""
        return max(0.0, self.share - self._margin)

    @property
    def high(self) -> float:
        """The upper end."""
        return min(1.0, self.share + self._margin)


def sample_share(clauses: Sequence[Clause], number: int, random: Random) -> Sample:
    """The estimate from `number` strict rankings drawn at random; only the relevant states are placed."""
    states = sorted({state for clause in clauses for state in clause.states})
    held = 0
    for _ in range(number):
        place = random.random()  # of the state itself; another is above it with this probability
        better = {state for state in states if random.random() < place}
        held += all(clause.holds(better) for clause in clauses)
    return Sample(number, held)
