"""Random conditions, more entangled than those of small models, and the plain truth about them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from math import factorial

from countermove.inverse import Clause
from inverse.literal import subsets

__all__ = ["entangled", "holds", "share"]


def entangled(seed: int, number: int, states: int = 9) -> Iterator[list[Clause]]:
    """Conditions on so many states, each with up to six clauses of up to five ways of up to three states."""
    rng = random.Random(seed)
    for _ in range(number):
        widest = rng.choice((1, 2, 3))
        yield [_clause(rng, states, widest) for _ in range(rng.randint(1, 6))]


def _clause(rng: random.Random, states: int, widest: int) -> Clause:
    move = rng.randrange(states)
    ways = [frozenset(rng.sample(range(states), rng.randint(1, widest))) for _ in range(rng.randint(0, 4))]
    return Clause(move, (frozenset([move]), *ways))


def holds(clauses: list[Clause], better: frozenset[int]) -> bool:
    """Every clause has a way without any of the states."""
    return all(any(not (way & better) for way in clause.ways) for clause in clauses)


def share(clauses: list[Clause], states: int = 9) -> Fraction:
    """The share of rankings, summed over all sets of states that may be above."""
    sizes = [len(better) for better in subsets(range(states)) if holds(clauses, better)]
    return Fraction(sum(factorial(b) * factorial(states - b) for b in sizes), factorial(states + 1))
