"""Sets of states as diagrams: counted, walked, sampled and searched as lists are."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from time import monotonic

import pytest

from countermove.model.statements import Or
from countermove.stability.symbolic.engine import SymbolicEngine
from countermove.stability.symbolic.sets import DiagramSet
from stability.symbolic.forms import free_options, say
from stability.symbolic.generator import structured

SMALL = 1 << 22


def spread(seed: int) -> tuple[DiagramSet, list[int]]:
    """A set of a tenth to a half of 2^8 combinations, with its members listed by hand."""
    form = structured(8, 3, seed=seed, patterns=4)
    engine = SymbolicEngine(form, memory=SMALL)
    either = Or(form.wishes[0].conditions[:3])
    expected = [s for s in range(256) if form.feasible(s) and form.holds(either, s)]
    return engine.holding(either), expected


@pytest.mark.parametrize("seed", range(30))
def test_a_set_is_its_list(seed: int) -> None:
    found, expected = spread(seed)
    assert list(found) == expected
    assert found.count == len(expected) and bool(found) == bool(expected)
    assert [s in found for s in range(-1, 300)] == [s in expected for s in range(-1, 300)]


@pytest.mark.parametrize("seed", range(30))
def test_nearest_are_the_nearest(seed: int) -> None:
    found, expected = spread(seed)
    for state, most in ((0, 1), (255, 4), (0b10101010, 300), (seed, 0)):
        ordered = sorted(expected, key=lambda s: ((s ^ state).bit_count(), s))
        assert found.nearest(state, most) == ordered[:most]


def test_samples_are_uniform_members() -> None:
    found, expected = spread(3)
    drawn = Counter(found.sample(200 * len(expected), Random(5)))
    assert sorted(drawn) == expected
    chi_squared = sum((drawn[s] - 200) ** 2 / 200 for s in expected)
    assert chi_squared < len(expected) + 5 * (2 * len(expected)) ** 0.5
    assert found.sample(5, Random(1)) == found.sample(5, Random(1))


def test_the_empty_set_has_nothing() -> None:
    found, _ = spread(0)
    empty = found - found
    assert (empty.count, list(empty), empty.sample(3, Random(0)), empty.nearest(7, 3)) == (0, [], [], [])
    assert not empty and repr(empty) == "<set of 0 states>"


def test_huge_sets_are_quick() -> None:
    engine = SymbolicEngine(free_options([0] * 60 + [1] * 60), memory=SMALL)
    begun = monotonic()
    assert list(islice(engine.feasible, 4)) == [0, 1, 2, 3]
    top = 1 << 119
    assert engine.feasible.nearest(top, 3) == [top, 0, top + 1]
    assert len({s.bit_count() for s in engine.feasible.sample(50, Random(0))}) > 5
    assert monotonic() - begun < 2


def test_few_states_far_away_are_found() -> None:
    taken = " and ".join(f"dm{k // 60}.o{k}" for k in range(119))
    engine = SymbolicEngine(free_options([0] * 60 + [1] * 60), memory=SMALL)
    begun = monotonic()
    found = engine.holding(say(taken))
    assert found.nearest(0, 5) == [2**119 - 1, 2**120 - 1] == list(found)
    assert monotonic() - begun < 2


def test_sets_are_equal_if_their_members_are() -> None:
    engine = SymbolicEngine(free_options([0, 1]), memory=SMALL)
    one, other = engine.holding(say("not (dm0.o0 or dm1.o1)")), engine.holding(say("not dm0.o0"))
    assert one == other.where(say("not dm1.o1")) and hash(one) == hash(one & other)
    assert one != other and one != [0]
