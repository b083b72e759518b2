"""The engines against the oracle, and against each other."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given

from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal, Relation
from countermove.stability import CONCEPTS, Concept, analyse
from countermove.stability.concept import NOT_BETTER, Replies, Rule
from countermove.stability.relations import RelationEngine
from countermove.stability.values import ValueEngine, _reach_freely, _reach_in_turn
from oracle import VERDICTS, Oracle, codes_of
from strategies import conflicts, examples, random_conflict

KINDS = [
    {"form": "option", "preference": "ordinal"},
    {"form": "graph", "preference": "ordinal"},
    {"form": "option", "preference": "unknown"},
    {"form": "graph", "preference": "unknown"},
    {"form": "option", "preference": "strength"},
    {"form": "graph", "preference": "strength"},
    {"form": "any", "preference": "any"},
]


def spelled(kind: dict[str, str]) -> str:
    return f"{kind['form']}-{kind['preference']}"


def applicable(model: GraphModel) -> list[Concept]:
    return [concept for concept in CONCEPTS.values() if concept.refusal(model) is None]


def check_against_oracle(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    codes = codes_of(model, oracle)
    table = analyse(model, applicable(model))
    for concept in table.concepts:
        for i in range(model.size):
            literal = [oracle.stable(concept.id, i, s) for s in oracle.all]
            engine = [table.is_stable(concept, i, code) for code in codes]
            assert engine == literal, f"{concept} for {oracle.dms[i]} in {conflict}"


def test_the_oracle_knows_every_concept() -> None:
    assert set(VERDICTS) == set(CONCEPTS)


@pytest.mark.parametrize("kind", KINDS, ids=spelled)
def test_engines_equal_the_oracle(kind: dict[str, str]) -> None:
    @examples(40)
    @given(conflict=conflicts(**kind))
    def check(conflict: Conflict) -> None:
        check_against_oracle(conflict)

    check()


@pytest.mark.parametrize("part", range(10))
def test_engines_equal_the_oracle_on_a_thousand_models(part: int) -> None:
    for seed in range(100 * part, 100 * part + 100):
        check_against_oracle(random_conflict(random.Random(seed), **KINDS[seed % len(KINDS)]))


def test_thousand_models_are_not_all_alike() -> None:
    """The bulk test would be empty if its models were trivial: both verdicts, every concept."""
    seen: dict[str, set[bool]] = {concept: set() for concept in CONCEPTS}
    intransitive = 0
    for seed in range(120):
        model = random_conflict(random.Random(seed), **KINDS[seed % len(KINDS)]).graph()
        table = analyse(model, applicable(model))
        intransitive += not model.transitive
        for concept in table.concepts:
            seen[concept.id] |= set(table.stable[concept.id].ravel().tolist())
    assert all(verdicts == {True, False} for verdicts in seen.values()), seen
    assert 20 < intransitive < 100


CLASSICAL = [c for c in CONCEPTS.values() if c.family == "classical" and c.stable is None]


@examples(100)
@given(conflict=conflicts(preference="ordinal"))
def test_value_engine_equals_relation_engine(conflict: Conflict) -> None:
    model = conflict.graph()
    values, relations = ValueEngine(model), RelationEngine(model)
    for concept in CLASSICAL:
        assert ValueEngine.answers(model, concept.rule)
        for dm in range(model.size):
            by_value = values.stable(dm, concept.rule)
            assert np.array_equal(by_value, relations.stable(dm, concept.rule)), concept


def test_value_engine_refuses_what_it_cannot_decide() -> None:
    """Without an order, or with a rule that is not in terms of "better", it must not answer."""
    unknown = random_conflict(random.Random(1), preference="unknown").graph()
    strength = random_conflict(random.Random(1), preference="strength").graph()
    great_steps = Rule(replies=Replies.IMPROVEMENTS, answer=frozenset({Relation.GREATLY_BETTER}))
    assert not ValueEngine.answers(strength, great_steps)
    for concept in CONCEPTS.values():
        assert not ValueEngine.answers(unknown, concept.rule)
        if concept.family == "strength" or concept.stable is not None:
            assert not ValueEngine.answers(strength, concept.rule)
        elif concept.family == "classical":
            assert ValueEngine.answers(strength, concept.rule)


@pytest.mark.parametrize("replies", [Replies.MOVES, Replies.IMPROVEMENTS])
def test_free_movement_equals_legal_sequences_where_moves_are_transitive(replies: Replies) -> None:
    """A return to the start is the only difference, and the start itself is never a sanction."""

    @examples(80)
    @given(conflict=conflicts(form="option", preference="ordinal", coalesced=False, banned=False))
    def check(conflict: Conflict) -> None:
        model = conflict.graph()
        assert model.transitive
        engine = ValueEngine(model)
        arcs = engine.moves if replies is Replies.MOVES else engine.improvements
        for dm in range(model.size):
            others = [arcs[j] for j in model.others(dm)]
            if others:
                rank = engine.rank[dm]
                free, in_turn = _reach_freely(others, rank), _reach_in_turn(others, rank)
                assert np.array_equal(np.minimum(free, rank), np.minimum(in_turn, rank))

    check()


@examples(60)
@given(conflict=conflicts(preference="ordinal"))
def test_shortcut_is_taken_only_where_every_movement_is_transitive(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    for i, movement in enumerate(model.movement):
        literal = all(
            c == a or c in oracle.moves(i, a)
            for a in oracle.all
            for b in oracle.moves(i, a)
            for c in oracle.moves(i, b)
        )
        assert movement.transitive == literal
    assert model.transitive == all(movement.transitive for movement in model.movement)


@examples(60)
@given(conflict=conflicts(preference="ordinal"))
def test_ranks_may_be_stretched(conflict: Conflict) -> None:
    """Only the order of ranks counts, not their distance (which the values must not rely on)."""
    model = conflict.graph()
    stretched = tuple(
        Ordinal(p.states, 7 * p.rank**2 + 3) for p in model.preferences if isinstance(p, Ordinal)
    )
    other = GraphModel(model.conflict, model.reading, model.states, model.movement, stretched)
    for concept in CLASSICAL:
        for dm in range(model.size):
            ours, theirs = ValueEngine(model), ValueEngine(other)
            assert np.array_equal(ours.stable(dm, concept.rule), theirs.stable(dm, concept.rule))


def test_a_lone_decision_maker_has_nash_stability_under_each_rule() -> None:
    lone = next(
        conflict
        for seed in range(1000)
        if len((conflict := random_conflict(random.Random(seed), preference="ordinal")).decision_makers) == 1
        and not ValueEngine(conflict.graph()).stable(0, Rule()).all()
    )
    engine = ValueEngine(lone.graph())
    nash = engine.stable(0, Rule())
    for replies in (Replies.MOVES, Replies.IMPROVEMENTS):
        for hold in (None, NOT_BETTER):
            assert np.array_equal(engine.stable(0, Rule(replies=replies, hold=hold)), nash)
