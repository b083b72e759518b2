"""Departures: every way and every answer is checked step by step, every verdict against the definitions."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from coalition.literal import Literal, coalitions_of, minimum_hitting_sets
from coalition.test_engine import CONCEPTS, places, some_conflicts
from countermove.coalition import COALITION_CONCEPTS, Setting, blocking_sets, departures_from
from countermove.coalition.departures import Departing, Departures
from countermove.coalition.improving import KINDS
from countermove.coalition.members import minimal, subcoalitions
from countermove.coalition.movement import LegalMovement, Way
from countermove.model.graph import GraphModel
from countermove.model.states import State

SETTINGS = [
    Setting(kind, movement, replies)
    for kind, movement, replies in product(KINDS, ("legal", "joint"), ("individual", "coalition"))
]


def check_way(model: GraphModel, way: Way, start: State, movement: str, literal: Literal) -> None:
    """A way of a coalition: its members' moves, nobody twice in a row; or one joint move."""
    at = start
    for k, step in enumerate(way):
        if movement == "joint":
            assert len(way) == 1
            assert places(model, [step.to]) <= literal.reached(step.movers, *places(model, [at]))
        else:
            (dm,) = step.movers
            assert step.to in model.moves(dm, at)
            assert k == 0 or way[k - 1].movers != step.movers
        at = step.to


def check_departures(found: Departures, model: GraphModel, setting: Setting, literal: Literal) -> None:
    h, (at,) = found.members, places(model, [found.state])
    concept = found.concept
    assert places(model, [d.to for d in found.found]) == literal.improvements(h, at)
    assert found.stable == literal.stable(concept.id, h, at)
    for departure in found.found:
        assert departure.way[-1].to == departure.to
        check_way(model, departure.way, found.state, setting.movement, literal)
        if departure.answer is not None:
            check_answer(departure.to, departure.answer.way, found, model, setting, literal)


def check_answer(
    start: State, way: Way, found: Departures, model: GraphModel, setting: Setting, literal: Literal
) -> None:
    (z,), (s,) = places(model, [way[-1].to]), places(model, [found.state])
    assert not literal.better(found.members, z, s)
    assert all(set(step.movers).isdisjoint(found.members) for step in way)
    assert all(set(a.movers).isdisjoint(b.movers) for a, b in pairwise(way))
    if found.concept.answers == "moves":
        check_way(model, way, start, setting.movement, literal)
    else:
        at = start
        kind = "pareto" if setting.improvement == "pareto" else "strict"
        for step in way:
            (x,), (y,) = places(model, [step.to]), places(model, [at])
            assert x in literal.reached(step.movers, y) and literal.better(step.movers, x, y, kind)
            at = step.to
    if found.concept.holds:
        assert not any(literal.better(found.members, x, s) for x in literal.reached(found.members, z))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.improvement}-{s.movement}-{s.replies}")
def test_departures(setting: Setting) -> None:
    wanted = {"form": "option", "coalesced": False} if setting.movement == "joint" else {}
    answered = survived = 0
    for _, model, oracle in some_conflicts(11, 20, preference="strength", most_options=3, **wanted):
        literal = Literal(oracle, setting.improvement, setting.movement, setting.replies)
        coalitions = coalitions_of(range(model.size))
        departing = Departing(model, setting)
        for state, concept in product(model.states.all(), COALITION_CONCEPTS.values()):
            for h in coalitions:
                found = departing.departures(concept, h, state)
                check_departures(found, model, setting, literal)
                survived += sum(d.survives for d in found.found)
                answered += sum(not d.survives for d in found.found)
    least = 0 if setting.improvement == "jump" else 20
    assert survived > least and answered > least


def test_ways_are_shortest() -> None:
    """No sequence with fewer steps ends in the same state: layer by layer over (state, last mover)."""
    several = 0
    for _, model, _ in some_conflicts(12, 40, preference="ordinal"):
        for state in model.states.all():
            everyone = tuple(range(model.size))
            (found,) = departures_from(model, COALITION_CONCEPTS["CNash"], [everyone], state)
            for departure in found.found:
                layer, steps = {(state, -1)}, 0
                while departure.to not in {at for at, last in layer if last >= 0}:
                    layer = {
                        (to, dm)
                        for at, last in layer
                        for dm in everyone
                        if dm != last
                        for to in model.moves(dm, at)
                    }
                    steps += 1
                assert len(departure.way) == steps
                several += steps > 1
    assert several > 10


def test_best_departure_survives_if_one_does() -> None:
    for _, model, _ in some_conflicts(13, 40, preference="ordinal"):
        for state, h in product(model.states.all(), subcoalitions(range(model.size))):
            (found,) = departures_from(model, COALITION_CONCEPTS["CSEQ"], [h], state)
            if found.best is not None:
                assert found.best.survives == (not found.stable)


def test_blocking_sets_against_every_set() -> None:
    for rng, model, _ in some_conflicts(14, 1):
        del model
        for _ in range(400):
            size = rng.randint(1, 6)
            coalitions = rng.sample(coalitions_of(range(size)), rng.randint(0, min(6, 2**size - 1)))
            assert set(blocking_sets(coalitions)) == minimum_hitting_sets(coalitions, range(size))


def test_blocking_sets_need_minimal_coalitions_only() -> None:
    assert minimal([(0, 1), (0, 1, 2), (2,), (1, 2)]) == ((2,), (0, 1))
    assert blocking_sets([(0, 1), (0, 1, 2), (2,)]) == ((0, 2), (1, 2))
    assert blocking_sets([]) == ((),)


def test_concepts_are_those_of_the_literal_analysis() -> None:
    assert tuple(COALITION_CONCEPTS) == CONCEPTS


def test_states_of_sequences_can_be_left_and_taken_up_again() -> None:
    """A search that somebody has had enough of goes on for whoever asks next."""
    for _, model, oracle in some_conflicts(15, 40, preference="ordinal"):
        literal, everyone = Literal(oracle), tuple(range(model.size))
        for at, state in enumerate(model.states.all()):
            sequences = LegalMovement(model).sequences(everyone, state)
            first = next(iter(sequences), None)
            assert places(model, sequences) == literal.reached(everyone, at)
            assert first is None or next(iter(sequences)) == first
            assert places(model, sequences.states) == literal.reached(everyone, at)
