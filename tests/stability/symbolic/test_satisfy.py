"""The SAT engine against the oracle."""

from __future__ import annotations

from random import Random
from time import monotonic

import pytest

from countermove.model.conflict import Conflict
from countermove.model.statements import Not
from countermove.stability import CONCEPTS
from countermove.stability.symbolic.budget import GaveUp
from countermove.stability.symbolic.engine import SymbolicEngine
from countermove.stability.symbolic.satisfy import find, find_all
from oracle import Oracle
from stability.symbolic.forms import free_options, option_form, random_option_conflict, say
from stability.symbolic.generator import structured


def equilibria(conflict: Conflict) -> list[int]:
    oracle = Oracle(conflict)
    stable = [s for s in oracle.all if all(oracle.stable("Nash", i, s) for i in range(len(oracle.dms)))]
    return [sum(taken << k for k, taken in enumerate(oracle.states[s][0])) for s in stable]


@pytest.mark.parametrize("batch", range(10))
def test_equilibria_are_the_oracles(batch: int) -> None:
    for seed in range(30 * batch, 30 * batch + 30):
        conflict = random_option_conflict(Random(seed))
        form, expected = option_form(conflict), equilibria(conflict)
        assert sorted(find_all(form)) == expected, conflict
        search = find(form)
        assert search.proven and search.possible
        assert search.state in expected if expected else search.state is None


@pytest.mark.parametrize("seed", range(80))
def test_the_statement_is_satisfied(seed: int) -> None:
    conflict = random_option_conflict(Random(seed))
    form = option_form(conflict)
    owner, option = conflict.option_ids[0]
    wanted = say(f'"{owner}"."{option}"')
    expected = equilibria(conflict)
    for statement in (wanted, Not(wanted)):
        fitting = [s for s in expected if form.holds(statement, s)]
        search = find(form, statement)
        assert search.proven and (search.state in fitting if fitting else search.state is None)
        assert search.possible == any(
            form.feasible(s) and form.holds(statement, s) for s in range(1 << len(form.options))
        )
        assert sorted(find_all(form, statement)) == fitting


@pytest.mark.parametrize("ring", [True, False])
def test_what_is_found_among_very_many_states_is_an_equilibrium(ring: bool) -> None:
    form = structured(60, seed=2, ring=ring)
    search = find(form)
    assert search.state is not None and form.feasible(search.state)
    for i in range(len(form.movers)):
        score = form.score(i, search.state)
        assert all(form.score(i, to) <= score for to in form.moves(i, search.state))


def test_both_engines_agree_that_there_is_none() -> None:
    pennies = ["dm0.o0 iff dm1.o1", "not (dm0.o0 iff dm1.o1)"]
    form = free_options([0, 1, 2, 2], pennies)
    search = find(form)
    assert (search.state, search.proven, search.possible) == (None, True, True)
    assert search.guesses <= 5
    assert list(find_all(form)) == []
    assert not find(form, say("dm0.o0 and not dm0.o0")).possible


def test_time_is_bounded() -> None:
    form = structured(100, seed=1)
    begun = monotonic()
    search = find(form, seconds=0.02)
    assert monotonic() - begun < 2
    assert (search.state, search.proven) == (None, False)
    with pytest.raises(GaveUp, match="gave up on a further Nash equilibrium"):
        next(find_all(form, seconds=0.0))


def test_progress_is_told() -> None:
    heard: list[str] = []
    find(structured(20, seed=1), progress=heard.append)
    assert heard[0] == "a Nash equilibrium" and heard[1] == "a Nash equilibrium: guess 1"


def test_every_equilibrium_is_counted_alike() -> None:
    form = structured(16, 4, seed=4)
    engine = SymbolicEngine(form, memory=1 << 24)
    together = engine.feasible
    for i in range(4):
        together = together & engine.stable(i, CONCEPTS["Nash"].rule)
    assert sorted(find_all(form)) == list(together)
