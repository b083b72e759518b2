"""The same indices estimated from a sample, each with the interval of a bootstrap.

The first-order index is the spread of the answer's mean over the ways of a doubt, less the part of it
that chance alone would give. For the total index every drawn model is looked at with all other ways
of the doubt besides: the mean variance within these is V(Y) - V(Y | all but i). Intervals are the 2.5
and 97.5 percentiles of estimates from rows drawn again with replacement (Efron 1979).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.admissible import Admissible
from countermove.robustness.sampling import interval
from countermove.robustness.variance import Index

__all__ = ["REPEATS", "estimated", "others_of"]

#: How often rows are drawn again.
REPEATS = 200
FloatArray = np.ndarray[Any, np.dtype[np.float64]]


def others_of(models: Admissible, digits: IntArray, at: int) -> IntArray:
    """(n × ways, factors): every model with each way of one doubt, the models one after another."""
    ways = models.ways[at]
    made = np.repeat(digits, ways, axis=0)
    made[:, at] = np.tile(np.arange(ways), len(digits))
    return made


@dataclass(frozen=True)
class _Draws:
    """How often each row is drawn: all once, then again and again with replacement."""

    times: FloatArray  # (1 + repeats, n)

    @classmethod
    def of(cls, rows: int, seed: int) -> _Draws:
        chance = np.random.Generator(np.random.Philox(key=[seed, 99]))
        again = chance.multinomial(rows, np.full(rows, 1 / rows), size=REPEATS)
        return cls(np.concatenate([np.ones((1, rows)), again]))

    def mean(self, values: FloatArray) -> FloatArray:
        """(1 + repeats, ...) means of values (n, ...)."""
        return np.asarray(self.times @ values / self.times.shape[1])


def estimated(
    models: Admissible,
    digits: IntArray,
    answer: BoolArray,
    others: Mapping[int, BoolArray],
    seed: int,
) -> list[Index | None]:
    """The indices of some doubts from drawn models (n) and their answers.

    `others` holds for each doubt the answers of the models that `others_of` gives. Where the answer does
    not vary among those drawn, no index is known. Where no row's answer varies with a doubt, a bootstrap
    would be sure that none does; the total index is then bounded by how many rows may vary unseen
    (Wilson), each by 1/4 at most.
    """
    draws = _Draws.of(len(digits), seed)
    values = answer.astype(float)
    mean = draws.mean(values)
    variance = mean * (1 - mean)
    found: list[Index | None] = []
    for at, answers in others.items():
        first = _spread(models, draws, digits[:, at], values, at)
        inside = answers.reshape(len(digits), -1).astype(float)
        share = inside @ _likely(models, at)
        total = draws.mean(share * (1 - share))
        found.append(_index(first, total, variance, len(digits)))
    return found


def _likely(models: Admissible, at: int) -> FloatArray:
    parts, whole = models.shares[at]
    return np.array([part / whole for part in parts])


def _spread(models: Admissible, draws: _Draws, ways: IntArray, values: FloatArray, at: int) -> FloatArray:
    """(1 + repeats,): the variance of the mean of the answer over the ways, less what is chance."""
    chosen = (ways[:, None] == np.arange(models.ways[at])).astype(float)
    share = draws.mean(chosen)
    hits = draws.mean(chosen * values[:, None])
    mean = np.divide(hits, share, out=np.zeros_like(hits), where=share > 0)
    likely = np.where(share > 0, _likely(models, at), 0)
    likely /= likely.sum(axis=1, keepdims=True)
    middle = (likely * mean).sum(axis=1, keepdims=True)
    count = np.maximum(share * len(values), 2)
    noise = (likely * (1 - likely) * mean * (1 - mean) / (count - 1)).sum(axis=1)
    return np.asarray((likely * (mean - middle) ** 2).sum(axis=1) - noise)


def _index(first: FloatArray, total: FloatArray, variance: FloatArray, rows: int) -> Index | None:
    known = variance > 0
    if not known[0]:
        return None
    firsts = np.clip(first[known] / variance[known], 0, 1)
    totals = np.clip(total[known] / variance[known], 0, 1)
    between = _range(totals) if totals[0] else (0.0, min(interval(0, rows)[1] / 4 / float(variance[0]), 1.0))
    return Index(float(firsts[0]), float(totals[0]), _range(firsts), between)


def _range(values: FloatArray) -> tuple[float, float]:
    low, high = np.percentile(values[1:], [2.5, 97.5])
    return float(low), float(high)
