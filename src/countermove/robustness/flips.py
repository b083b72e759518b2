"""The smallest sets of doubts that, turning out otherwise than in the baseline, flip an answer.

A set is *minimal* if it flips the answer in some of its other ways, and no part of it does in any. All
models known, minimal sets are read off; otherwise models are looked at in the order of how many
doubts differ, as far as there is patience.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.admissible import Admissible

__all__ = ["MOST_LOOKED_AT", "MOST_SETS", "Flip", "Flips", "flips_of", "nearby"]

#: So many minimal sets are given, the smallest first.
MOST_SETS = 100
#: So many models are looked at in a search.
MOST_LOOKED_AT = 30_000


@dataclass(frozen=True, slots=True)
class Flip:
    """A minimal set: the positions of its doubts, and their ways, each tuple of which flips the answer."""

    factors: tuple[int, ...]
    ways: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """Minimal sets, smallest first. All sets of up to `searched` doubts were looked at; `more` says
    whether there are minimal sets beyond the first `MOST_SETS`."""

    found: tuple[Flip, ...]
    searched: int
    more: bool = False


def flips_of(models: Admissible, answer: BoolArray, digits: IntArray, searched: int) -> Flips:
    """The minimal sets, from the answers (n,) of some models and their digits (n, factors).

    All models in which up to `searched` doubts turn out otherwise than in the baseline must be there,
    the baseline among them.
    """
    free = [at for at, ways in enumerate(models.ways) if ways > 1]
    differs = digits[:, free] != np.array(models.baseline)[free]
    before = bool(answer[np.flatnonzero(~differs.any(axis=1))[0]])
    flipped, masks = digits[answer != before], _masks(differs[answer != before])
    found, more = _minimal(np.unique(masks))
    sets = []
    for mask in found:
        factors = tuple(at for k, at in enumerate(free) if mask >> k & 1)
        ways = flipped[masks == mask][:, list(factors)]
        sets.append(Flip(factors, tuple(sorted(set(map(tuple, ways.tolist()))))))
    return Flips(tuple(sets), searched, more)


def _masks(differs: BoolArray) -> IntArray:
    """(n,) sets of columns as bits, whole numbers of any size where there are many columns."""
    kind = np.int64 if differs.shape[1] < 63 else object
    found = np.zeros(len(differs), kind)
    for k in range(differs.shape[1]):
        found += differs[:, k].astype(kind) * (1 << k)
    return found


def _minimal(masks: IntArray) -> tuple[list[int], bool]:
    """The sets (as bits) that contain no other, smallest first; and whether there are more."""
    sizes = np.array([int(mask).bit_count() for mask in masks])
    left = masks[np.argsort(sizes, kind="stable")]
    found: list[int] = []
    while len(left) and len(found) < MOST_SETS:
        found.append(int(left[0]))
        left = left[(left & left[0]) != left[0]]
    return found, bool(len(left))


def nearby(models: Admissible, most: int = MOST_LOOKED_AT) -> tuple[IntArray, int]:
    """(digits, size): the models in which up to `size` doubts turn out otherwise than in the baseline.

    `size` is as large as it can be without more than `most` models.
    """
    free = [at for at, ways in enumerate(models.ways) if ways > 1]
    made, size = [np.array([models.baseline], np.int64)], 0
    while size < len(free) and sum(map(len, made)) + _models(models, free, size + 1) <= most:
        size += 1
        made += [_turned(models, chosen) for chosen in combinations(free, size)]
    return np.concatenate(made), size


def _models(models: Admissible, free: Sequence[int], size: int) -> int:
    """In how many models exactly so many doubts turn out otherwise."""
    counts = [1] + [0] * size
    for at in free:
        for k in range(size, 0, -1):
            counts[k] += counts[k - 1] * (models.ways[at] - 1)
    return counts[size]


def _turned(models: Admissible, chosen: Sequence[int]) -> IntArray:
    """The models in which exactly these doubts turn out otherwise."""
    others = [[way for way in range(models.ways[at]) if way != models.baseline[at]] for at in chosen]
    ways = np.array(list(product(*others)), np.int64)
    digits = np.tile(np.array(models.baseline, np.int64), (len(ways), 1))
    digits[:, list(chosen)] = ways
    return digits
