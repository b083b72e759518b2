"""Conditions, families, counts and changes against every ranking and every set of preferred states."""

from __future__ import annotations

import random
from math import factorial

import pytest

from countermove.inverse import Condition, Conditions, condition
from countermove.model.cube import CubeSpace
from inverse.literal import (
    Case,
    cases,
    codes,
    concepts_of,
    count_rankings,
    drawn_case,
    rankings_with,
    stable_sets,
    subsets,
)
from strategies import random_conflict


def conditions(case: Case) -> dict[str, Condition]:
    _, model, i, s = case
    state = model.states.numbered(s + 1)
    return {concept: condition(model, i, state, concept) for concept in concepts_of(model)}


@pytest.mark.parametrize("seed", range(3))
def test_condition_holds_for_exactly_the_stable_sets(seed: int) -> None:
    for case in cases(seed, 110, lambda m: m <= 7):
        o, model, i, s = case
        for concept, found in conditions(case).items():
            stable = stable_sets(o, concept, i, s)
            for better in subsets(q for q in o.all if q != s):
                assert found.holds(codes(model, better)) == (better in stable), (concept, case)


def test_families_are_all_the_maximal_stable_sets() -> None:
    entangled = 0
    for case in cases(11, 130, lambda m: 3 <= m <= 7):
        o, model, i, s = case
        for concept, found in conditions(case).items():
            stable = {codes(model, better) & found.relevant for better in stable_sets(o, concept, i, s)}
            maximal = {each for each in stable if not any(each < other for other in stable)}
            family = found.maximal_sets(1_000)
            assert family.complete
            assert len(family.sets) == len(set(family.sets))
            assert set(family.sets) == maximal
            assert {found.relevant - each for each in maximal} == set(found.least_conditions(1_000).sets)
            entangled += len(maximal) > 2
    assert entangled > 40


def test_family_ends_at_its_limit_and_says_so() -> None:
    cut = 0
    for case in cases(12, 90, lambda m: m >= 4):
        for found in conditions(case).values():
            everything = found.least_conditions(10_000)
            for limit in (1, len(everything.sets) - 1, len(everything.sets)):
                family = found.least_conditions(limit)
                assert family.sets == everything.sets[:limit]
                assert family.complete == (limit == len(everything.sets))
                cut += not family.complete
    assert cut > 50


def check_counts(case: Case) -> int:
    """How many counts there were that are neither none nor all."""
    o, _, i, s = case
    counts = {concept: count_rankings(o, concept, i, s) for concept in conditions(case)}
    assert {concept: found.count_rankings() for concept, found in conditions(case).items()} == counts
    return sum(0 < count < factorial(len(o.states)) for count in counts.values())


@pytest.mark.parametrize(
    ("states", "number", "partial"), [(2, 200, 40), (3, 800, 400), (4, 350, 450), (5, 60, 70), (6, 10, 10)]
)
def test_counts_are_those_of_all_rankings(states: int, number: int, partial: int) -> None:
    rng = random.Random(states)
    assert sum(check_counts(drawn_case(rng, states)) for _ in range(number)) > partial


def test_counts_are_those_of_all_rankings_with_options() -> None:
    assert sum(check_counts(case) for case in cases(22, 80, lambda m: m <= 5)) > 20


def test_counts_follow_from_the_stable_sets() -> None:
    """Larger models than rankings can be listed for: each stable set B stands for |B|! (m−1−|B|)! of them."""
    for case in cases(21, 25, lambda m: 8 <= m <= 10):
        o, _, i, s = case
        m = len(o.states)
        for concept, found in conditions(case).items():
            relevant = subsets(found.relevant)
            r = len(found.relevant) + 1
            sizes = [len(better) for better in relevant if found.holds(better)]
            assert found.count_relevant() == sum(rankings_with(b, r) for b in sizes)
            if concept in ("SMR", "SSEQ") and m <= 8:
                stable = stable_sets(o, concept, i, s)
                assert found.count_rankings() == sum(rankings_with(len(b), m) for b in stable)


def test_only_states_that_matter_are_named() -> None:
    """For each state named there is a set of preferred states to which it makes the difference."""
    for case in cases(31, 120, lambda m: m <= 7):
        for concept, found in conditions(case).items():
            for state in found.relevant if concept not in ("SMR", "SSEQ") else ():
                rest = found.relevant - {state}
                assert any(found.holds(b) != found.holds(b | {state}) for b in subsets(rest))
            assert found.state not in found.relevant


def test_smallest_changes_are_the_smallest() -> None:
    rng, changes, spoiled = random.Random(5), 0, 0
    for case in cases(41, 140, lambda m: m <= 8):
        for found in conditions(case).values():
            now = frozenset(x for x in found.relevant if rng.random() < 0.7)
            change = found.smallest_change(now)
            fewest = min(len(out) for out in subsets(now) if found.holds(now - out))
            assert (len(change.states), change.least, change.proven) == (fewest, fewest, True)
            assert found.holds(now - set(change.states)) and now >= set(change.states)
            changes += fewest > 1
            spoiling = found.smallest_spoiling(now)
            added = [len(more) for more in subsets(found.relevant - now) if not found.holds(now | more)]
            assert (spoiling is None) == (not added) == (not found.clauses)
            if spoiling is not None:
                assert (len(spoiling.states), spoiling.proven) == (min(added), True)
                assert not found.holds(now | set(spoiling.states))
                assert now.isdisjoint(spoiling.states)
                spoiled += min(added) > 1
    assert changes > 40 and spoiled > 3


def test_lightest_of_the_smallest_changes() -> None:
    rng = random.Random(6)
    for case in cases(42, 80, lambda m: 4 <= m <= 8):
        for found in conditions(case).values():
            weight = {x: rng.randrange(4) for x in sorted(found.relevant)}
            change = found.smallest_change(found.relevant, weight.__getitem__)
            rivals = [out for out in subsets(found.relevant) if found.holds(found.relevant - out)]
            best = min((len(out), sum(weight[x] for x in out)) for out in rivals)
            assert (len(change.states), sum(weight[x] for x in change.states)) == best


def test_stronger_concepts_hold_in_fewer_rankings() -> None:
    stricter = 0
    for case in cases(51, 150, lambda m: m >= 3):
        share = {concept: found.share() for concept, found in conditions(case).items()}
        assert all(each.exact for each in share.values())
        value = {concept: each.low for concept, each in share.items()}
        assert value["Nash"] <= value["SSEQ"] <= value["SEQ"] <= value["GMR"]
        assert value["SSEQ"] <= value["SMR"] <= value["GMR"]
        stricter += value["Nash"] < value["GMR"]
        if "SIM" in value:
            assert value["Nash"] <= value["SIM"]
    assert stricter > 40


def test_fewer_preferred_states_never_hurt() -> None:
    rng = random.Random(7)
    for case in cases(61, 100, lambda m: m >= 3):
        for found in conditions(case).values():
            more = frozenset(x for x in found.relevant if rng.random() < 0.6)
            fewer = frozenset(x for x in more if rng.random() < 0.6)
            assert found.holds(fewer) >= found.holds(more)
            assert found.holds(frozenset())


def test_states_need_not_be_listed() -> None:
    """The condition is the same, however the model keeps its states."""
    rng, compared = random.Random(8), 0
    while compared < 30:
        conflict = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)
        listed = conflict.graph("", keep="list")
        if listed.form is None:
            continue
        implied, compared = conflict.graph("", keep="cube"), compared + 1
        assert isinstance(implied.states, CubeSpace)
        state = rng.choice(listed.states.all())  # type: ignore[attr-defined]
        for concept in ("Nash", "SMR", "SEQ", "SIM"):
            for dm in range(listed.size):
                one, other = (condition(model, dm, state, concept) for model in (listed, implied))
                assert one == other
                assert Conditions(listed).now(one) == Conditions(implied).now(other)
