"""Models drawn at random where there are too many to go through, and what a sample leaves open.

Row k of a sample is a function of the seed and of k alone: its ways come from the block of random
numbers that Philox (Salmon and others 2011) makes of the pair (seed, k). So any row can be drawn
again without the others, and a sample is the same however it is cut into portions.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import numpy as np

from countermove.errors import NotApplicable, Problem
from countermove.model.listed import IntArray
from countermove.robustness.admissible import Admissible

__all__ = ["CONFIDENCE", "drawn", "interval"]

#: Intervals hold with this probability.
CONFIDENCE = 0.95
_QUANTILE = 1.959963984540054  # of the normal distribution, for 95 %
_BLOCK = 4  # numbers of 64 bits that Philox makes at a time


def drawn(models: Admissible, seed: int, first: int, count: int, stream: int = 0) -> IntArray:
    """(count, factors) int64: the ways of the rows `first`, `first` + 1, ... of a sample.

    `stream` sets apart several samples of one seed. Raises `NotApplicable` for a seed that is negative
    or has more than 64 bits.
    """
    if not 0 <= seed < 2**64:
        raise NotApplicable(Problem(f"{seed} cannot be a seed", "Take a whole number from 0 to 2^64 - 1."))
    factors = len(models.ways)
    blocks = -(-factors // _BLOCK)
    source = np.random.Philox(key=[seed, stream], counter=[first * blocks, 0, 0, 0])
    numbers = source.random_raw(count * blocks * _BLOCK).reshape(count, -1)[:, :factors]
    digits = np.empty((count, factors), np.int64)
    for at, (parts, whole) in enumerate(models.shares):
        digits[:, at] = np.searchsorted(_bounds(parts, whole), numbers[:, at], side="right")
    return digits


def _bounds(parts: tuple[int, ...], whole: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """From which number of 64 bits on each way but the first is taken."""
    sums, bounds = 0, []
    for part in parts[:-1]:
        sums += part
        bounds.append(int(Fraction(sums, whole) * 2**64))
    return np.array(bounds, np.uint64)


def interval(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of Wilson (1927) for a share of which `hits` of `count` draws are an estimate."""
    if not count:
        return 0.0, 1.0
    share, square = hits / count, _QUANTILE**2
    middle = share + square / (2 * count)
    half = _QUANTILE * sqrt(share * (1 - share) / count + square / (4 * count**2))
    low, high = (middle - half) / (1 + square / count), (middle + half) / (1 + square / count)
    return (0.0 if hits == 0 else low), (1.0 if hits == count else high)
