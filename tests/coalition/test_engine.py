"""The engine and the single functions against the literal definitions, on thousands of random conflicts."""

from __future__ import annotations

import random
from itertools import product

import pytest

from coalition.literal import Literal, coalitions_of
from countermove.coalition import analyse_coalitions, improvements, reachable
from countermove.coalition.improving import KINDS, Improver
from countermove.coalition.movement import Sequences, movement_of
from countermove.errors import NotApplicable, TooLarge
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from oracle import Oracle
from strategies import random_conflict

CONCEPTS = ("CNash", "CGMR", "CSMR", "CSEQ")


def some_conflicts(seed: int, count: int, **wanted: object):  # type: ignore[no-untyped-def]
    rng = random.Random(seed)
    for _ in range(count):
        conflict = random_conflict(rng, **wanted)
        yield rng, conflict.graph(), Oracle(conflict)


def places(model: GraphModel, states) -> set[int]:  # type: ignore[no-untyped-def]
    return {model.states.number(state) - 1 for state in states}


@pytest.mark.parametrize("form", ["graph", "option"])
def test_reachable_states(form: str) -> None:
    for _, model, oracle in some_conflicts(1, 80, form=form, most_options=4):
        literal = Literal(oracle)
        for h in coalitions_of(range(model.size)):
            for at, state in enumerate(model.states.all()):
                assert places(model, reachable(model, h, state)) == literal.reached(h, at)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("preference", ["ordinal", "strength"])
def test_improvements(kind: str, preference: str) -> None:
    for _, model, oracle in some_conflicts(2, 40, preference=preference, most_options=3):
        literal = Literal(oracle, kind)
        for h in coalitions_of(range(model.size)):
            for at, state in enumerate(model.states.all()):
                assert places(model, improvements(model, h, state, kind)) == literal.improvements(h, at)


@pytest.mark.parametrize("kind", ["strict", "pareto"])
def test_unknown_comparisons_are_no_improvements(kind: str) -> None:
    for _, model, oracle in some_conflicts(3, 60, preference="unknown", most_options=3):
        literal = Literal(oracle, kind)
        for h in coalitions_of(range(model.size)):
            for at, state in enumerate(model.states.all()):
                assert places(model, improvements(model, h, state, kind)) == literal.improvements(h, at)


def test_joint_moves() -> None:
    different = 0
    for _, model, oracle in some_conflicts(4, 60, form="option", most_options=4, coalesced=False):
        literal = Literal(oracle, movement="joint")
        legal, joint = movement_of(model, "legal"), movement_of(model, "joint")
        for h in coalitions_of(range(model.size)):
            for at, state in enumerate(model.states.all()):
                found = joint.sequences(h, state).states
                assert places(model, found) == literal.reached(h, at)
                if len(h) == 1:
                    assert found == legal.sequences(h, state).states == set(model.moves(h[0], state))
                different += found != legal.sequences(h, state).states - {state}
    assert different > 20


@pytest.mark.parametrize(
    ("kind", "movement", "replies"), [*product(KINDS, ("legal", "joint"), ("individual", "coalition"))]
)
def test_stability(kind: str, movement: str, replies: str) -> None:
    option = {"form": "option", "coalesced": False} if movement == "joint" else {}
    seen = {(concept, verdict): 0 for concept in CONCEPTS for verdict in (True, False)}
    for rng, model, oracle in some_conflicts(
        5, 35 if movement == "joint" else 60, preference="strength", most_options=4, **option
    ):
        jump = rng.choice(("Nash", "SEQ", "GMR"))
        table = analyse_coalitions(
            model, improvement=kind, movement=movement, replies=replies, jump_under=jump
        )
        literal = Literal(oracle, kind, movement, replies, jump)
        assert list(table.coalitions) == coalitions_of(range(model.size))
        for concept, h in product(CONCEPTS, table.coalitions):
            for at, state in enumerate(model.states.all()):
                verdict = literal.stable(concept, h, at)
                assert table.is_stable(concept, h, state) == verdict, (concept, h, at)
                seen[concept, verdict] += 1
    assert all(count > (0 if kind == "jump" else 20) for count in seen.values()), seen


def test_some_states_and_some_coalitions() -> None:
    for rng, model, _ in some_conflicts(6, 20, preference="ordinal"):
        whole = analyse_coalitions(model)
        states = rng.sample(model.states.all(), rng.randint(1, model.states.size))
        coalitions = rng.sample(whole.coalitions, rng.randint(1, len(whole.coalitions)))
        part = analyse_coalitions(model, coalitions=coalitions, states=states)
        for concept, h, state in product(CONCEPTS, coalitions, states):
            assert part.is_stable(concept, h, state) == whole.is_stable(concept, h, state)


def test_improver_searches_once() -> None:
    for _, model, oracle in some_conflicts(7, 20, preference="ordinal"):
        improver, literal = Improver(model, "pareto"), Literal(oracle, "pareto")
        for h in coalitions_of(range(model.size)):
            for at, state in enumerate(model.states.all()):
                assert places(model, improver.improvements(h, state)) == literal.improvements(h, at)


# -- what is refused -------------------------------------------------------------------------------


def many(count: int) -> GraphModel:
    """So many decision makers with an option each, who do not mind."""
    names = [f"d{k}" for k in range(count)]
    dms = tuple(DecisionMaker(name, options=(Option(name),)) for name in names)
    wishes = tuple(Preferences(name, statements=(PrioritisedStatement("true"),)) for name in names)
    return Conflict("many", dms, wishes).graph()


def test_too_many_coalitions_are_refused_with_a_cure() -> None:
    with pytest.raises(TooLarge, match="8,191 coalitions"):
        analyse_coalitions(many(13))
    few = analyse_coalitions(many(13), coalitions=[(0, 1)], states=[0])
    assert all(few.is_stable(concept, (1, 0), 0) for concept in CONCEPTS)


def test_long_work_is_refused_before_it_is_begun() -> None:
    with pytest.raises(TooLarge, match="more than can be gone through in some minutes"):
        analyse_coalitions(many(12))
    with pytest.raises(TooLarge, match="can answer in more coalitions"):
        analyse_coalitions(many(12), replies="coalition", states=[0])


def test_long_search_from_one_state_is_refused() -> None:
    model = many(5)
    movers = [(dm,) for dm in range(5)]
    with pytest.raises(TooLarge, match="lead on to more than 20 places"):
        assert Sequences(movers, lambda who, at: model.moves(who[0], at), 0, most=20).states


@pytest.mark.parametrize("members", [(), (-1,), (0, 3)])
def test_no_such_coalition(members: tuple[int, ...]) -> None:
    model = many(3)
    for ask in (reachable, improvements):
        with pytest.raises(NotApplicable):
            ask(model, members, 0)


def test_progress_is_told_and_can_stop_the_work() -> None:
    told: list[str] = []
    analyse_coalitions(many(3), progress=told.append)
    assert told[0] == "d0" and told[-1] == "d0+d1+d2"

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse_coalitions(many(3), progress=stop)
