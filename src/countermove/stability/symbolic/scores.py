"""Scores: what a state is worth to a decision maker, as a list of truth values.

Two states are compared by their truth values, most important first; the first that differ decide.
For prioritised statements these are the truths of the statements themselves. Weighted conditions are
divided into groups such that no sum of the less important groups outweighs the least difference
between two sums of a more important one; the sum of a group is then written as a binary number.
Prioritised statements are the special case of one condition to a group.

Everything here is written for any kind of truth value: diagrams and the literals of a formula alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import TypeVar

from countermove.model.statements import Truth

__all__ = ["greater", "score_bits"]

T = TypeVar("T")


def score_bits(truth: Truth[T], conditions: Sequence[T], values: Sequence[int]) -> list[T]:
    """The score as truth values, most important first.

    `values` are what each condition adds where it holds; any sign, 0 included.
    """
    found: list[T] = []
    for group in _groups(values):
        unit = gcd(*(values[k] for k in group))
        found += _sum(truth, [(conditions[k], values[k] // unit) for k in group])
    return found


def greater(truth: Truth[T], first: Sequence[T], second: Sequence[T]) -> T:
    """Where the first score is greater than the second."""
    result = truth.constant(False)
    for mine, other in reversed(list(zip(first, second, strict=True))):
        above = truth.both(mine, truth.negate(other))
        not_below = truth.either(mine, truth.negate(other))
        result = truth.either(above, truth.both(not_below, result))
    return result


def _groups(values: Sequence[int]) -> list[list[int]]:
    """Positions of the values that count, in groups of falling importance."""
    groups: list[list[int]] = [[]]
    rest = sum(map(abs, values))
    for k in sorted((k for k, value in enumerate(values) if value), key=lambda k: -abs(values[k])):
        groups[-1].append(k)
        rest -= abs(values[k])
        # Two different sums of a group differ by its greatest common divisor at least.
        if gcd(*(values[j] for j in groups[-1])) > rest:
            groups.append([])
    return groups[:-1]


def _sum(truth: Truth[T], terms: Sequence[tuple[T, int]]) -> list[T]:
    """The weighted sum as a binary number, highest bit first, up to a constant."""
    total: list[T] = []
    for condition, weight in terms:
        # A negative weight is a positive one for the contrary, less a constant.
        counted = condition if weight > 0 else truth.negate(condition)
        total = _add(truth, total, counted, abs(weight))
    return total[::-1]


def _add(truth: Truth[T], total: Sequence[T], condition: T, weight: int) -> list[T]:
    """Binary numbers, lowest bit first: `total`, plus `weight` where the condition holds."""
    false = carry = truth.constant(False)
    result = []
    for k in range(max(len(total), weight.bit_length())):
        left = total[k] if k < len(total) else false
        right = condition if weight >> k & 1 else false
        half = _differ(truth, left, right)
        result.append(_differ(truth, half, carry))
        carry = truth.either(truth.both(left, right), truth.both(half, carry))
    return [*result, carry]


def _differ(truth: Truth[T], left: T, right: T) -> T:
    only_left = truth.both(left, truth.negate(right))
    return truth.either(only_left, truth.both(truth.negate(left), right))
