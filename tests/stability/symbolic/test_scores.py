"""Scores as truth values order states as the sums of values do; the order of options is sound."""

from __future__ import annotations

from random import Random

import pytest

from countermove.stability.symbolic.order import force_order, option_order
from countermove.stability.symbolic.scores import greater, score_bits
from stability.symbolic.generator import structured


class Booleans:
    def constant(self, value: bool) -> bool:
        return value

    def negate(self, value: bool) -> bool:
        return not value

    def both(self, left: bool, right: bool) -> bool:
        return left and right

    def either(self, left: bool, right: bool) -> bool:
        return left or right


def bits(held: int, values: list[int]) -> list[bool]:
    return score_bits(Booleans(), [bool(held >> k & 1) for k in range(len(values))], values)


@pytest.mark.parametrize("seed", range(60))
def test_bits_compare_as_sums_do(seed: int) -> None:
    random = Random(seed)
    choices = [0, 1, 2, -1, 3, 3, 7, -8, 10, 10**30, -(10**30), 6 * 10**10]
    values = [random.choice(choices) for _ in range(random.randint(0, 6))]
    states = range(1 << len(values))
    worth = [sum(value for k, value in enumerate(values) if s >> k & 1) for s in states]
    for s in states:
        for t in states:
            assert greater(Booleans(), bits(s, values), bits(t, values)) == (worth[s] > worth[t])


def test_prioritised_statements_are_their_own_bits() -> None:
    values = [1 << k for k in reversed(range(20))]
    for held in (0, 1, 0b1011 << 9, 2**20 - 1):
        found = bits(held, values)
        assert [b for b in found if b] == [True] * held.bit_count()
    assert len(bits(0, [5, 3 * 10**6, 10**6])) <= 6


def test_order_draws_together_what_is_spoken_of_together() -> None:
    far = [{k, (k + 10) % 20} for k in range(10)]
    order = force_order(20, far)
    assert sorted(order) == list(range(20))
    assert all(abs(order.index(a) - order.index(b)) <= 3 for a, b in map(sorted, far))
    assert force_order(3, []) == [0, 1, 2] and force_order(0, []) == []


def test_order_is_the_same_every_time() -> None:
    assert option_order(structured(40, seed=1)) == option_order(structured(40, seed=1))
