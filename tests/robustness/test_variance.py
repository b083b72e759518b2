"""Indices and flip sets against the formulas and the definition, taken literally with fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

import numpy as np
import pytest

from countermove.model.conflict import Conflict
from countermove.model.doubts import Factor, Factors, Way
from countermove.model.listed import BoolArray
from countermove.robustness.admissible import Admissible
from countermove.robustness.estimates import estimated, others_of
from countermove.robustness.flips import flips_of, nearby
from countermove.robustness.sampling import drawn
from countermove.robustness.variance import Variance


def made(rng: random.Random, most: int = 4, large: bool = False) -> Admissible:
    """Factors with ways of random probabilities; with `large` their denominators are past 64 bits."""
    factors = []
    for k in range(rng.randint(1, most)):
        parts = [rng.randint(1, 10**9 if large else 3) for _ in range(rng.randint(1, 3))]
        ways = tuple(Way(f"w{j}", Fraction(part, sum(parts))) for j, part in enumerate(parts))
        factors.append(Factor(f"f{k}", f"f{k}", ways))
    baseline = tuple(rng.randrange(len(factor.ways)) for factor in factors)
    return Admissible(Factors(Conflict("none", ()), tuple(factors)), baseline)


def answers(rng: random.Random, models: Admissible) -> BoolArray:
    """Random answers, or such as hang on some of the doubts only, or on all of some together."""
    kind = rng.random()
    if kind < 0.2:
        apart = models.digits(np.arange(models.size)) != np.array(models.baseline)
        return np.asarray(apart[:, [rng.random() < 0.8 for _ in models.ways]].all(axis=1))
    if kind < 0.5:
        return np.array([rng.random() < 0.5 for _ in range(models.size)])
    chosen = [at for at in range(len(models.ways)) if rng.random() < 0.6]
    table = {ways: rng.random() < 0.5 for ways in product(*(range(models.ways[at]) for at in chosen))}
    return np.array([table[tuple(digits[at] for at in chosen)] for digits in models.factors])


class Literal:
    def __init__(self, models: Admissible, answer: BoolArray) -> None:
        self.models = models
        self.rows = [(digits, models.factors.probability(digits), Fraction(int(y)))
                     for digits, y in zip(models.factors, answer, strict=True)]  # fmt: skip

    @cached_property
    def mean(self) -> Fraction:
        return sum((p * y for _, p, y in self.rows), Fraction(0))

    @cached_property
    def variance(self) -> Fraction:
        return sum((p * (y - self.mean) ** 2 for _, p, y in self.rows), Fraction(0))

    def explained(self, kept: tuple[int, ...]) -> Fraction:
        """Var(E[Y | kept])."""
        found = Fraction(0)
        for ways in product(*(range(self.models.ways[at]) for at in kept)):
            inside = [(p, y) for digits, p, y in self.rows if tuple(digits[at] for at in kept) == ways]
            likely = sum((p for p, _ in inside), Fraction(0))
            mean = sum((p * y for p, y in inside), Fraction(0)) / likely
            found += likely * (mean - self.mean) ** 2
        return found

    def left(self, group: tuple[int, ...]) -> Fraction:
        """E[Var(Y | all but the group)]."""
        others = [at for at in range(len(self.models.ways)) if at not in group]
        found = Fraction(0)
        for ways in product(*(range(self.models.ways[at]) for at in others)):
            inside = [(p, y) for digits, p, y in self.rows if tuple(digits[at] for at in others) == ways]
            likely = sum((p for p, _ in inside), Fraction(0))
            mean = sum((p * y for p, y in inside), Fraction(0)) / likely
            found += sum((p * (y - mean) ** 2 for p, y in inside), Fraction(0))
        return found


@pytest.mark.parametrize("large", [False, True])
def test_indices_are_those_of_the_definition(large: bool) -> None:
    seen = 0
    for seed in range(70):
        rng = random.Random(seed)
        models = made(rng, large=large)
        answer = answers(rng, models)
        literal, found = Literal(models, answer), Variance(models, answer)
        assert found.mean == literal.mean
        assert found.variance == literal.variance
        if not found.variance:
            assert len(set(answer.tolist())) == 1
            continue
        seen += 1
        places = range(len(models.ways))
        for size in range(1, len(places) + 1):
            for group in combinations(places, size):
                index = found.index(group)
                assert index.first == literal.explained(group) / literal.variance
                assert index.total == literal.left(group) / literal.variance
                assert 0 <= index.first <= index.total <= 1
        for i, j in combinations(places, 2):
            both = literal.explained((i, j)) - literal.explained((i,)) - literal.explained((j,))
            assert found.interaction(i, j) == both / literal.variance
    assert seen > 35


def test_total_index_is_zero_exactly_where_a_doubt_changes_nothing() -> None:
    zeros = others = 0
    for seed in range(200):
        rng = random.Random(seed)
        models = made(rng)
        answer = answers(rng, models)
        found = Variance(models, answer)
        if not found.variance:
            continue
        table = answer.reshape(models.ways)
        for at in range(len(models.ways)):
            changes = bool((table != np.take(table, [0], axis=at)).any())
            assert (found.index([at]).total > 0) == changes
            zeros, others = zeros + (not changes), others + changes
    assert zeros > 50 and others > 120


def minimal_sets(models: Admissible, answer: BoolArray) -> dict[tuple[int, ...], set[tuple[int, ...]]]:
    """Set by set from the definition: what flips, and no part of which does."""
    by_digits = dict(zip(models.factors, answer.tolist(), strict=True))
    before, found = by_digits[models.baseline], {}
    for size in range(1, len(models.ways) + 1):
        for chosen in combinations(range(len(models.ways)), size):
            if any(set(smaller) <= set(chosen) for smaller in found):
                continue
            others = [[w for w in range(models.ways[at]) if w != models.baseline[at]] for at in chosen]
            flipping = set()
            for ways in product(*others):
                digits = list(models.baseline)
                for at, way in zip(chosen, ways, strict=True):
                    digits[at] = way
                if by_digits[tuple(digits)] != before:
                    flipping.add(ways)
            if flipping:
                found[chosen] = flipping
    return found


def test_flip_sets_are_all_minimal_sets() -> None:
    sizes = set()
    for seed in range(300):
        rng = random.Random(seed)
        models = made(rng, most=5)
        answer = answers(rng, models)
        digits = models.digits(np.arange(models.size))
        wanted = minimal_sets(models, answer)
        free = sum(ways > 1 for ways in models.ways)
        found = flips_of(models, answer, digits, free)
        assert {flip.factors: set(flip.ways) for flip in found.found} == wanted
        assert not found.more
        lengths = [len(flip.factors) for flip in found.found]
        assert lengths == sorted(lengths)
        sizes.update(lengths)
        order = np.random.default_rng(seed).permutation(models.size)  # in whatever order they come
        assert flips_of(models, answer[order], digits[order], free) == found
    assert {1, 2, 3} <= sizes


def test_nearby_models_are_those_that_differ_in_few_doubts() -> None:
    for seed in range(60):
        models = made(random.Random(seed), most=5)
        most = random.Random(seed).choice((1, 5, 20, 10_000))
        digits, size = nearby(models, most)
        assert len(digits) <= max(most, 1)
        apart = (models.digits(np.arange(models.size)) != np.array(models.baseline)).sum(axis=1)
        assert len(digits) == (apart <= size).sum()
        assert len(set(map(tuple, digits.tolist()))) == len(digits)
        assert len(digits) + (apart == size + 1).sum() > most or size == sum(w > 1 for w in models.ways)


def test_estimates_come_near_the_exact_indices() -> None:
    """With the interval of a bootstrap at 95 %, most of some hundred intervals hold the exact value."""
    held = of = 0
    for seed in range(30):
        rng = random.Random(seed)
        models = made(rng, most=4)
        answer = answers(rng, models)
        exact = Variance(models, answer)
        if exact.variance < Fraction(1, 20):
            continue
        digits = drawn(models, seed, 0, 1500)
        doubts = [at for at, ways in enumerate(models.ways) if ways > 1]

        def told(rows: np.ndarray, table: BoolArray = answer, by: Admissible = models) -> BoolArray:
            return table[[by.number(row) for row in rows]]

        others = {at: told(others_of(models, digits, at)) for at in doubts}
        for at, index in zip(doubts, estimated(models, digits, told(digits), others, seed), strict=True):
            wanted = exact.index([at])
            assert abs(index.first - float(wanted.first)) < 0.15
            assert abs(index.total - float(wanted.total)) < 0.15
            assert (index.total == 0) == (wanted.total == 0)
            assert index.total_range is not None and index.first_range is not None
            low, high = index.total_range
            held, of = held + (low - 0.01 <= wanted.total <= high + 0.01), of + 1
    assert of > 25 and held > 0.85 * of


def test_flips_of_more_doubts_than_bits() -> None:
    half = (Way("a", Fraction(1, 2)), Way("b", Fraction(1, 2)))
    factors = tuple(Factor(f"f{k}", f"f{k}", half) for k in range(70))
    models = Admissible(Factors(Conflict("none", ()), factors), (0,) * 70)
    digits, size = nearby(models)
    assert size == 2 and len(digits) == 1 + 70 + 70 * 69 // 2
    answer = (digits[:, 69] == 1) | ((digits[:, 3] == 1) & (digits[:, 68] == 1))
    found = flips_of(models, answer, digits, size)
    assert [flip.factors for flip in found.found] == [(69,), (3, 68)] and found.searched == 2


def _two_doubts() -> Admissible:
    ways = (Way("no", Fraction(1, 2)), Way("yes", Fraction(1, 2)))
    both = tuple(Factor(name, name, ways) for name in "ab")
    return Admissible(Factors(Conflict("none", ()), both), (0, 0))


def test_what_was_never_seen_to_matter_is_not_ruled_out() -> None:
    """A bootstrap of rows in which a doubt changes nothing would bound its total index by 0."""
    models = _two_doubts()
    digits = drawn(models, 5, 0, 100)
    answer = digits[:, 0] == 1
    others = {at: others_of(models, digits, at)[:, 0] == 1 for at in (0, 1)}
    first, second = estimated(models, digits, answer, others, 5)
    assert first is not None and first.total == pytest.approx(1, abs=0.05)
    assert second is not None and second.total == 0 and second.total_range is not None
    assert second.total_range[0] == 0 and 0.02 < second.total_range[1] < 0.06


def test_indices_are_not_known_where_the_answer_does_not_vary() -> None:
    models = _two_doubts()
    digits = drawn(models, 5, 0, 100)
    never = {at: np.zeros(200, bool) for at in (0, 1)}
    assert estimated(models, digits, np.zeros(100, bool), never, 5) == [None, None]
