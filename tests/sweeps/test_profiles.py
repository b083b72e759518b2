"""Profiles made from orders of statements: exact ranks, random orders, and their replay."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import factorial

import numpy as np
import pytest

from countermove.errors import NotApplicable
from countermove.kernels import native
from countermove.kernels.sweep import NEGATED, Lines, digit_groups
from countermove.model.conflict import Conflict, DecisionMaker, Option, Preferences, PrioritisedStatement
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import rank_by_truth
from countermove.sweeps import Batch, Orders, RandomOrders, Ranks, Wish, wishes_of
from countermove.sweeps.profiles import Profiles, dense_ranks
from sweeps.structures import assert_same, small

SWEPT = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
STATES = 16


def random_wishes(*statements: int, seed: int = 0) -> tuple[Wish, ...]:
    """Random truth tables with so many statements; 0 stands for a ranking."""
    rng = np.random.default_rng(seed)
    return tuple(
        Wish(truth=rng.random((k, STATES)) < 0.5) if k else Wish(rank=rng.integers(0, 9, STATES))
        for k in statements
    )


def everything(profiles: Profiles) -> IntArray:
    return profiles.ranks(np.arange(profiles.shape[0]))


def assert_swept_as_ranks(profiles: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the loops make of the statements is what comes of the ranks, and of NumPy."""
    batch = Batch(small(), SWEPT)
    found = batch.run(profiles, keep=True)
    assert_same(found, batch.run(Ranks(everything(profiles)), keep=True))
    monkeypatch.setattr(native, "load", lambda: None)
    assert_same(found, batch.run(profiles, keep=True))


# -- orders that are given -------------------------------------------------------------------------


def by_definition(truth: BoolArray, order: list[int], turned: BoolArray) -> IntArray:
    """Ranks from the rows of the truth table, turned round where wished, in the order."""
    return rank_by_truth(np.array([truth[j] ^ turned[j] for j in order if j >= 0]).reshape(-1, STATES))


@pytest.mark.parametrize("statements", [0, 1, 4, 7, 8, 15, 16, 40, 70])
def test_ranks_of_orders_are_exact(statements: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(statements)
    truth = rng.random((statements, STATES)) < 0.5
    other = random_wishes(3, 0)
    order = np.array([rng.permutation(statements) for _ in range(150)]).astype(np.int64)
    order[rng.random(order.shape) < 0.2] = -1
    turned = rng.random((150, statements)) < 0.3
    profiles = Orders((Wish(truth=truth), *other), (order, None, None), (turned, None, None))
    ranks = everything(profiles)
    for row in range(150):
        assert np.array_equal(ranks[row, 0], by_definition(truth, order[row].tolist(), turned[row]))
        assert np.array_equal(ranks[row, 2], dense_ranks(np.asarray(other[1].rank)))
    assert_swept_as_ranks(profiles, monkeypatch)


def test_shorter_orders_leave_statements_out(monkeypatch: pytest.MonkeyPatch) -> None:
    wishes = random_wishes(5, 5, 5)
    short = np.array([[3, 1]] * 70)
    profiles = Orders(wishes, (short, None, short[:, :1]))
    truth = wishes[0].truth
    assert truth is not None
    assert np.array_equal(everything(profiles)[7, 0], rank_by_truth(truth[[3, 1]]))
    assert_swept_as_ranks(profiles, monkeypatch)


@pytest.mark.parametrize(
    ("order", "what"),
    [
        ([[0, 5]], "up to 5 places"),
        ([[-2]], "up to 5 places"),
        ([[0] * 6], "up to 5 places"),
        ([[1, 1]], "twice"),
    ],
)
def test_orders_that_make_no_sense(order: list[list[int]], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Orders(random_wishes(5), (np.array(order),))


def test_orders_that_do_not_fit_together() -> None:
    one, two = np.array([[0]]), np.array([[0], [1]])
    for wishes, orders in [((2, 2), (one, two)), ((2, 2), (one,)), ((2, 2), (None, None))]:
        with pytest.raises(ValueError, match="all of the same length"):
            Orders(random_wishes(*wishes), orders)
    with pytest.raises(ValueError, match="without statements"):
        Orders(random_wishes(0), (one,))
    with pytest.raises(ValueError, match="statements or ranks"):
        _ = Wish().states


# -- random orders ---------------------------------------------------------------------------------


@pytest.mark.parametrize("statements", [(1, 2, 3), (5, 5, 5), (7, 0, 6), (8, 3, 9), (15, 15, 1), (16, 2, 20)])
@pytest.mark.parametrize("chances", [(0.0, 0.0), (0.3, 0.2), (0.5, 0.5), (0.0, 1.0)])
def test_random_orders_are_what_they_say(
    statements: tuple[int, ...], chances: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    negate, omit = chances
    profiles = RandomOrders(random_wishes(*statements), 300, seed=7, negate=negate, omit=omit, first=1000)
    assert_swept_as_ranks(profiles, monkeypatch)


def test_any_row_is_replayed_alone() -> None:
    wishes, batch = random_wishes(5, 9, 4), Batch(small())
    profiles = RandomOrders(wishes, 1000, seed=2**70 + 1, negate=0.1)
    whole = batch.run(profiles, keep=True)
    for row in (0, 1, 255, 256, 700, 999):
        alone = profiles.alone(row)
        assert alone.shape == (1, 3, STATES)
        assert np.array_equal(everything(alone)[0], profiles.ranks(np.array([row]))[0])
        for name in batch.concepts:
            assert np.array_equal(batch.equilibria(alone, name)[0], whole.equilibria(name)[row])


def test_later_profiles_continue_earlier_ones() -> None:
    wishes, batch = random_wishes(5, 9, 4), Batch(small())
    whole = RandomOrders(wishes, 700, seed=3)
    parts = [replace(whole, count=300), replace(whole, first=300, count=400)]
    found = [batch.run(part) for part in parts]
    assert np.array_equal(found[0].counts + found[1].counts, batch.run(whole).counts)
    last = RandomOrders(wishes, 100, seed=3, first=2**32 - 100)
    assert batch.run(last).profiles == 100


def test_seeds_and_decision_makers_differ() -> None:
    truth = random_wishes(6)[0]
    profiles = RandomOrders((truth, truth), 200, seed=1)
    rows = np.arange(200)
    assert not np.array_equal(profiles.orders(0, rows), profiles.orders(1, rows))
    assert not np.array_equal(profiles.orders(0, rows), replace(profiles, seed=2).orders(0, rows))


def test_only_those_vary_who_should() -> None:
    wishes = random_wishes(4, 4, 0)
    ranks = everything(RandomOrders(wishes, 50, seed=1, vary=(1,)))
    truth = wishes[0].truth
    assert truth is not None
    assert (ranks[:, 0] == rank_by_truth(truth)).all()
    assert len(np.unique(ranks[:, 1], axis=0)) > 5
    assert (ranks[:, 2] == ranks[0, 2]).all()


@pytest.mark.parametrize("statements", [2, 3, 4, 5])
def test_every_order_is_equally_likely(statements: int) -> None:
    many, ways = 60_000, factorial(statements)
    orders = RandomOrders(random_wishes(statements), many, seed=11).orders(0, np.arange(many))
    found = Counter(map(tuple, orders.tolist()))
    assert len(found) == ways
    expected = many / ways
    chi = sum((count - expected) ** 2 / expected for count in found.values())
    assert chi < ways - 1 + 5 * (2 * (ways - 1)) ** 0.5  # five standard deviations


def test_long_orders_are_orders_and_place_everyone_everywhere() -> None:
    orders = RandomOrders(random_wishes(12), 24_000, seed=5).orders(0, np.arange(24_000))
    assert (np.sort(orders, axis=1) == np.arange(12)).all()
    often = np.array([np.bincount(column, minlength=12) for column in orders.T])
    assert (abs(often - 2000) < 5 * 2000**0.5).all()


def test_chances_are_kept() -> None:
    rows = np.arange(20_000)
    orders = RandomOrders(random_wishes(5), 20_000, seed=4, negate=0.3, omit=0.1).orders(0, rows)
    assert abs((orders == -1).mean() - 0.1) < 0.01
    assert abs((orders >= NEGATED).mean() - 0.3) < 0.01


def test_chances_and_numbers_that_make_no_sense() -> None:
    for wrong in ({"negate": -0.1}, {"omit": 1.1}, {"negate": 0.6, "omit": 0.6}):
        with pytest.raises(ValueError, match="chances lie between 0 and 1"):
            RandomOrders(random_wishes(2), 5, seed=1, **wrong)
    with pytest.raises(ValueError, match="2\\^32"):
        RandomOrders(random_wishes(2), 5, seed=1, first=2**32 - 4)


def test_digits_share_numbers_sparingly() -> None:
    groups = digit_groups(40)
    assert [base for group in groups for base in group] == list(range(2, 41))
    assert all(np.prod(group) <= 2**13 for group in groups)
    assert digit_groups(0) == digit_groups(1) == []


def test_columns_are_made_from_near_ones() -> None:
    """Each column follows from an earlier one by the lines that are added or taken back."""
    for seed in range(20):
        truth = np.random.default_rng(seed).random((5, 30)) < 0.5
        before, start, item, column = Lines(truth).columns
        made: list[BoolArray] = []
        for c, base in enumerate(before):
            now = made[base].copy() if base >= 0 else np.zeros(5, bool)
            for code in item[start[c] : start[c + 1]].tolist():
                assert now[code >> 1] == bool(code & 1)
                now[code >> 1] ^= True
            made.append(now)
        assert np.array_equal(np.array(made)[column].T, truth)


# -- the wishes of a model -------------------------------------------------------------------------


def conflict() -> Conflict:
    makers = (DecisionMaker("a", options=(Option("x"),)), DecisionMaker("b", options=(Option("y"),)))
    first = Preferences("a", statements=(PrioritisedStatement("y"), PrioritisedStatement("not x")))
    return Conflict("two", makers, preferences=(first, Preferences("b", ranking=(("1", "2"), ("3", "4")))))


def test_wishes_of_a_model() -> None:
    wishes = wishes_of(conflict().graph())
    assert wishes[0].truth is not None and wishes[0].truth.tolist() == [
        [False, False, True, True],
        [True, False] * 2,
    ]
    assert wishes[1].rank is not None and wishes[1].rank.tolist() == [1, 1, 0, 0]
    assert wishes[0].fixed_ranks.tolist() == [1, 0, 3, 2]


def test_unknown_preferences_have_no_wishes() -> None:
    unknown = Preferences("b", rankings=((("1", "2"), ("3", "4")), (("3", "4"), ("1", "2"))))
    model = conflict().replace(preferences=(conflict().preferences[0], unknown)).graph()
    with pytest.raises(NotApplicable, match="the preference of b is not known"):
        wishes_of(model)
    assert Batch(model).run(np.zeros((3, 2, 4), int)).counts.min() == 3
