"""Before and after: equilibria of the changed conflict, told as states of the conflict as it was."""

from __future__ import annotations

import random
from typing import Any

import pytest

from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.model.conflict import Conflict
from countermove.model.scenarios import scenario
from countermove.model.variants import Change, Scenario
from countermove.stability import named
from countermove.stability.effect import effect
from oracle import Oracle
from strategies import random_conflict

CONCEPTS = tuple(named(name) for name in ("Nash", "GMR", "SMR", "SEQ"))


def changed_by(conflict: Conflict, *changes: Change) -> Conflict:
    return conflict.replace(scenarios=(Scenario("it", changes=changes),))


def sample(seed: int, **wanted: Any) -> Conflict:
    while True:
        found = random_conflict(random.Random(seed), preference="ordinal", coalesced=False, **wanted)
        if not any(wish.ranking for wish in found.preferences):
            return found
        seed += 1000


@pytest.mark.parametrize("seed", range(40))
def test_an_option_that_nobody_minds_gains_and_loses_nothing(seed: int) -> None:
    conflict = sample(seed, form="option", banned=False)
    dm = conflict.decision_makers[0].id
    found = effect(changed_by(conflict, Change("add option", dm, option="brand-new")), "it", "", CONCEPTS)
    for concept in CONCEPTS:
        before, after = found.counts(concept)
        assert (found.lost(concept), found.gained(concept)) == ([], [])
        assert found.kept(concept) == found.told_before(concept) == found.before.equilibria(concept)
        assert after == 2 * before


@pytest.mark.parametrize("seed", range(60))
def test_what_is_kept_lost_and_gained_follows_from_the_definitions(seed: int) -> None:
    """With one option gone: both models by the oracle, compared as sets of options taken."""
    conflict = sample(seed, form="option")
    dm, option = conflict.option_ids[seed % len(conflict.option_ids)]
    change = Change("remove option", dm, option=option)
    at = conflict.option_ids.index((dm, option))
    if all(state[at] for (state,) in Oracle(conflict).states):
        return  # nothing would be left
    whole = changed_by(conflict, change)
    found = effect(whole, "it", "", CONCEPTS)
    before, after = Oracle(conflict), Oracle(scenario(whole, "it"))
    for concept in CONCEPTS:
        was, now = (
            {oracle.states[s][0] for s in oracle.all if _is_equilibrium(oracle, concept.id, s)}
            for oracle in (before, after)
        )
        spelled = [
            {_taken(found.before.model.states, s) for s in states}
            for states in (found.kept(concept), found.lost(concept), found.gained(concept))
        ]
        assert spelled == [was & now, was - now, now - was]


def _is_equilibrium(oracle: Oracle, concept: str, state: int) -> bool:
    return all(oracle.stable(concept, i, state) for i in range(len(oracle.dms)))


def _taken(states: Any, state: int) -> tuple[bool, ...]:
    return tuple(sign == "Y" for sign in states.pattern(state))


def test_in_graph_form_states_keep_their_names() -> None:
    elmira = read_model(case_path("xu2007/elmira")).conflict
    best = ("5", "1", "2", "3", "4", "6", "7", "8", "9")
    change = Change("rank", "moe", ranking=tuple((state,) for state in best))
    found = effect(changed_by(elmira, change), "it", "", CONCEPTS)
    assert found.seen_as is not None
    assert set(found.kept(CONCEPTS[0])) | set(found.lost(CONCEPTS[0])) == set(found.before.equilibria("Nash"))


def test_without_a_list_of_states_only_numbers_are_told() -> None:
    europe = read_model(case_path("washington-2025/europe")).conflict
    dm, option = europe.option_ids[0]
    nash = (named("Nash"),)
    change = Change("remove option", dm, option=option)
    found = effect(changed_by(europe, change), "it", "", nash)
    assert found.seen_as is None and found.kept(nash[0]) == []
    assert found.counts(nash[0]) == tuple(t.holding(nash[0]).count for t in (found.before, found.after))


@pytest.mark.parametrize("name", ["threat", "west", "signed", "tribute", "observers"])
def test_the_scenarios_of_the_flagship_do_something(name: str) -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    found = effect(conflict, name, "sanger")
    assert any(found.lost(concept) or found.gained(concept) for concept in found.concepts)
