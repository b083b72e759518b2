"""Counting, bounds, families and changes on entangled conditions, against every set of states."""

from __future__ import annotations

import random
from fractions import Fraction

from pytest import MonkeyPatch

from countermove.inverse import Clause, Condition
from countermove.inverse import change as change_module
from countermove.inverse.change import cheapest, cheapest_spoiling
from countermove.inverse.counting import share_of
from countermove.inverse.family import least_conditions
from countermove.inverse.formula import simplified
from countermove.inverse.sampling import sample_share
from inverse.entangled import entangled, holds, share
from inverse.literal import subsets

ALL = frozenset(range(9))


def test_simplified_says_the_same() -> None:
    shorter = 0
    for clauses in entangled(1, 250):
        simple = simplified(clauses)
        for better in subsets(range(9)):
            assert all(clause.holds(better) for clause in simple) == holds(clauses, better)
        again = simplified(simple)
        assert [(c.move, set(c.ways)) for c in again] == [(c.move, set(c.ways)) for c in simple]
        shorter += len(simple) < len(clauses)
    assert shorter > 50


def test_counts_are_exact() -> None:
    for clauses in entangled(2, 300):
        found = share_of(clauses)
        assert found.exact
        assert found.low == share(clauses)


def test_bounds_hold_however_little_is_looked_at() -> None:
    """Without effort, and with some, the share lies between the bounds; enough effort makes them meet."""
    loose = 0
    for clauses in entangled(3, 300):
        exact = share(clauses)
        for effort in (0, 20, 60):
            found = share_of(clauses, effort)
            assert 0 <= found.low <= exact <= found.high <= 1
            loose += not found.exact
    assert loose > 100


def test_large_conditions_are_bounded_or_counted_at_once() -> None:
    """As many states as no list of sets could hold, entangled: the bounds are there, and in order."""
    (clauses,) = entangled(4, 1, states=9)
    rng = random.Random(4)
    wide = [
        type(clauses[0])(k, tuple(frozenset(rng.sample(range(300), 2)) for _ in range(40))) for k in range(40)
    ]
    found = share_of(wide, 20_000)
    assert not found.exact
    assert 0 < found.low < found.high <= 1


def test_sample_is_near_the_share() -> None:
    rng, inside, drawn = random.Random(5), 0, 0
    for clauses in entangled(5, 60):
        sample = sample_share(clauses, 400, rng)
        drawn += 1
        inside += sample.low <= share(clauses) <= sample.high
        assert 0 <= sample.low <= sample.share <= sample.high <= 1
    assert inside >= 0.95 * drawn


def test_samples_are_repeatable() -> None:
    (clauses,) = entangled(6, 1)
    first, second, other = (sample_share(clauses, 200, random.Random(seed)) for seed in (1, 1, 2))
    assert first == second != other


def test_families() -> None:
    for clauses in entangled(7, 250):
        fulfilled = [out for out in subsets(range(9)) if holds(clauses, ALL - out)]
        least = {out for out in fulfilled if not any(other < out for other in fulfilled)}
        found = least_conditions(simplified(clauses), 10_000)
        assert found.complete
        assert len(found.sets) == len(least)
        assert set(found.sets) == least


def test_changes() -> None:
    rng, several = random.Random(8), 0
    for clauses in entangled(8, 300):
        now = frozenset(x for x in ALL if rng.random() < 0.7)
        weight = {x: rng.randrange(5) for x in ALL}

        def cost(
            states: frozenset[int] | tuple[int, ...], weight: dict[int, int] = weight
        ) -> tuple[int, int]:
            return len(states), sum(weight[x] for x in states)

        change = cheapest(clauses, now, weight.__getitem__)
        assert change.proven
        assert cost(change.states) == min(cost(out) for out in subsets(now) if holds(clauses, now - out))
        assert holds(clauses, now - set(change.states))
        several += len(change.states) > 1
        spoiling = cheapest_spoiling(simplified(clauses), now, weight.__getitem__)
        assert spoiling is not None
        assert spoiling.proven
        best = min(cost(more) for more in subsets(ALL - now) if not holds(clauses, now | more))
        assert cost(spoiling.states) == best
        assert not holds(clauses, now | set(spoiling.states))
    assert several > 50


def test_change_that_was_not_proven_says_so(monkeypatch: MonkeyPatch) -> None:
    """A search that is cut short gives a change that does it, and a bound that is one."""
    monkeypatch.setattr(change_module, "_MOST_WORK", 0)
    unproven = 0
    for clauses in entangled(9, 300):
        change = cheapest(clauses, ALL)
        assert holds(clauses, ALL - set(change.states))
        fewest = min(len(out) for out in subsets(ALL) if holds(clauses, ALL - out))
        assert change.least <= fewest <= len(change.states)
        unproven += not change.proven
    assert unproven > 10


def test_what_nobody_can_move_to_is_always_stable() -> None:
    nothing = Condition(0, 0, "Nash", 4, ())
    assert nothing.count_rankings() == 24
    assert nothing.count_relevant() == 1
    assert nothing.share().low == Fraction(1)
    assert nothing.smallest_change(frozenset({1})).states == ()
    assert nothing.smallest_spoiling(frozenset()) is None
    assert nothing.least_conditions().sets == (frozenset(),)


def test_long_chains_are_no_trouble() -> None:
    """Hundreds of moves, and three hundred clauses that hang together: answered, or bounded, at once."""
    apart = [Clause(k, (frozenset([k]),)) for k in range(800)]
    assert share_of(apart).low == Fraction(1, 801)
    assert least_conditions(apart, 5).sets == (frozenset(range(800)),)
    assert len(cheapest(apart, frozenset(range(800))).states) == 800
    chain = [Clause(k, (frozenset([k]), frozenset([k + 1]))) for k in range(300)]
    now = frozenset(range(301))
    change = cheapest(chain, now)
    assert change.least <= 150 <= len(change.states)
    assert all(clause.holds(now - set(change.states)) for clause in chain)
    found = share_of(chain)
    assert 0 < found.low <= found.high < 1
    family = least_conditions(chain, 5)
    assert not family.complete
    assert all(clause.holds(now - out) for out in family.sets for clause in chain)
