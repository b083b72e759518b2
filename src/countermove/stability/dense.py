"""Sets of states as bits, one for each combination of options: 2^n bits whatever the exclusions are.

Bit `code` of the array says whether the state is in the set. A statement is evaluated 64 combinations
at a time: the options of the low six bits of a code are fixed patterns of a word, those above are words
of all ones or all zeros.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from random import Random
from typing import Any

import numpy as np

from countermove.model.sets import StateSet
from countermove.model.statements import Name, Statement
from countermove.model.states import State

__all__ = ["CHUNK", "DenseSet", "Positions", "Words", "truth_words", "word_count"]

Words = np.ndarray[Any, np.dtype[np.uint64]]
Positions = Mapping[tuple[str, ...], int]

#: Words that are looked at together: 2^20 combinations, small enough for a processor's cache.
CHUNK = 1 << 14
_ALL = np.uint64(2**64 - 1)
#: For the six lowest options: the combinations of one word in which each is taken.
_PATTERNS = [sum(1 << k for k in range(64) if k >> bit & 1) for bit in range(6)]
_NEAR = 200_000  # states looked at one by one around a given one, before all of a set are
_BLOCK = 512  # words that are counted together for sampling


class _WordTruth:
    """Truth as the bits of words."""

    def constant(self, value: bool) -> Words:
        return np.array([_ALL if value else 0], dtype=np.uint64)

    def negate(self, value: Words) -> Words:
        return ~value

    def both(self, left: Words, right: Words) -> Words:
        return left & right

    def either(self, left: Words, right: Words) -> Words:
        return left | right


def word_count(options: int) -> int:
    """How many words hold a bit for each combination of so many options."""
    return 1 << max(options - 6, 0)


def truth_words(statement: Statement, positions: Positions, first: int, count: int) -> Words:
    """The words from place `first` on (a multiple of `count`, a power of two): where a statement holds."""

    def column(name: Name) -> Words:
        bit = positions[name.parts]
        if bit < 6:
            return np.array([_PATTERNS[bit]], dtype=np.uint64)
        if 1 << (bit - 6) >= count:
            return np.array([_ALL if first >> (bit - 6) & 1 else 0], dtype=np.uint64)
        taken = np.arange(count, dtype=np.uint64) >> np.uint64(bit - 6) & np.uint64(1)
        return np.where(taken == 1, _ALL, np.uint64(0))

    return np.broadcast_to(statement.fold(_WordTruth(), column), (count,))


@dataclass(frozen=True, eq=False)
class DenseSet:
    """A set of states of `options` options: `words` holds a bit for each combination, in order of code."""

    options: int
    positions: Positions
    words: Words

    @classmethod
    def feasible(cls, options: int, positions: Positions, impossible: Iterable[Statement]) -> DenseSet:
        """Every combination in which none of the statements holds."""
        words = np.full(word_count(options), _ALL, dtype=np.uint64)
        if options < 6:
            words[0] = np.uint64((1 << (1 << options)) - 1)
        found = cls(options, positions, words)
        for statement in impossible:
            found._cut(statement, keep=False)
        return found

    def _cut(self, statement: Statement, *, keep: bool) -> None:
        """Drop the states in which a statement holds, or all others."""
        size = min(CHUNK, len(self.words))
        for first in range(0, len(self.words), size):
            truth = truth_words(statement, self.positions, first, size)
            self.words[first : first + size] &= truth if keep else ~truth

    @cached_property
    def count(self) -> int:
        """How many states there are."""
        size = 1 << 20
        parts = (self.words[first : first + size] for first in range(0, len(self.words), size))
        return sum(int(np.bitwise_count(part).sum(dtype=np.int64)) for part in parts)

    def __contains__(self, state: State) -> bool:
        inside = 0 <= state < 1 << self.options
        return inside and bool(int(self.words[state >> 6]) >> (state & 63) & 1)

    def __iter__(self) -> Iterator[State]:
        for first in range(0, len(self.words), CHUNK):
            part = self.words[first : first + CHUNK]
            if part.any():
                yield from (first * 64 + at for at in _places(part).tolist())

    def __and__(self, other: StateSet) -> DenseSet:
        return DenseSet(self.options, self.positions, self.words & self._of(other))

    def __or__(self, other: StateSet) -> DenseSet:
        return DenseSet(self.options, self.positions, self.words | self._of(other))

    def __sub__(self, other: StateSet) -> DenseSet:
        return DenseSet(self.options, self.positions, self.words & ~self._of(other))

    def _of(self, other: StateSet) -> Words:
        if not isinstance(other, DenseSet) or other.options != self.options:
            raise ValueError("two sets of different state spaces cannot be combined")
        return other.words

    def where(self, statement: Statement) -> DenseSet:
        """The states of the set in which a statement holds."""
        found = DenseSet(self.options, self.positions, self.words.copy())
        found._cut(statement, keep=True)
        return found

    # -- single members ------------------------------------------------------------------------

    @cached_property
    def _before(self) -> list[int]:
        """How many states come before each block of words, and how many there are."""
        size = min(_BLOCK, len(self.words))
        counts = np.bitwise_count(self.words).reshape(-1, size).sum(axis=1, dtype=np.int64)
        return [0, *np.cumsum(counts).tolist()]

    def sample(self, many: int, random: Random) -> list[State]:
        """States drawn uniformly and independently; empty if the set is."""
        return [self._at(random.randrange(self.count)) for _ in range(many)] if self.count else []

    def _at(self, place: int) -> State:
        """The state before which there are `place` others."""
        block = bisect_right(self._before, place) - 1
        first = block * min(_BLOCK, len(self.words))
        inside = _places(self.words[first : first + _BLOCK])
        return first * 64 + int(inside[place - self._before[block]])

    def nearest(self, state: State, most: int) -> list[State]:
        """The states that differ from `state` in the fewest options, ties by ascending code."""
        found: list[State] = []
        looked = 0
        for distance in range(self.options + 1):
            looked += _choices(self.options, distance)
            if looked > _NEAR:
                break
            ring = (state ^ sum(1 << k for k in bits) for bits in combinations(range(self.options), distance))
            found += sorted(near for near in ring if near in self)
            if len(found) >= most or len(found) == self.count:
                return found[:most]
        return self._nearest_of_all(state, most)

    def _nearest_of_all(self, state: State, most: int) -> list[State]:
        """The same by going through the whole set, a chunk at a time."""
        best: list[tuple[int, State]] = []
        for first in range(0, len(self.words), CHUNK):
            codes = _places(self.words[first : first + CHUNK]) + first * 64
            distance = np.bitwise_count(codes ^ state)
            order = np.lexsort((codes, distance))[:most]
            best = heapq.nsmallest(
                most, [*best, *zip(distance[order].tolist(), codes[order].tolist(), strict=True)]
            )
        return [code for _, code in best]


def _places(words: Words) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The places of the bits that are set."""
    return np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))


def _choices(options: int, many: int) -> int:
    made = 1
    for k in range(many):
        made = made * (options - k) // (k + 1)
    return made
