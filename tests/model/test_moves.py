"""Unilateral moves: sub-cubes, directions, bans, coalesced states and drawn arcs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import TooLarge
from countermove.model import moves
from countermove.model.conflict import (
    Ban,
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Preferences,
)
from countermove.model.graph import GraphModel
from countermove.model.moves import ArcMovement, Movement, SubCube, merge_arcs
from oracle import Oracle, codes_of
from strategies import conflicts, examples


def two_owners(*mine: Option, **more: object) -> GraphModel:
    owners = (DecisionMaker("a", options=mine), DecisionMaker("b", options=(Option("z"),)))
    return Conflict("t", owners, (Preferences("a"), Preferences("b"))).replace(**more).graph()


def patterns(model: GraphModel, dm: int, source: str) -> list[str]:
    """R_i(s) as patterns."""
    return [model.states.pattern(to) for to in model.moves(dm, model.states.find(source))]


# -- the three ways of asking agree, and agree with the definition -----------------------------------


@examples(150)
@given(conflict=conflicts())
def test_moves_are_those_of_the_definition(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    codes = codes_of(model, oracle)
    for i in range(model.size):
        for s in oracle.all:
            assert sorted(model.moves(i, codes[s])) == sorted(codes[q] for q in oracle.moves(i, s))


@examples(100)
@given(conflict=conflicts())
def test_targets_allows_and_arcs_agree(conflict: Conflict) -> None:
    model = conflict.graph()
    everywhere = model.states.all()
    for movement in model.movement:
        by_target = {(s, q) for s in everywhere for q in movement.targets(s)}
        by_pair = {(s, q) for s in everywhere for q in everywhere if movement.allows(s, q)}
        source, target = movement.arcs()
        by_arc = [(everywhere[a], everywhere[b]) for a, b in zip(source, target, strict=True)]
        assert by_target == by_pair == set(by_arc)
        assert by_arc == sorted(by_arc), "ascending, which the engines rely on"
        assert len(by_arc) == len(by_target)
        assert all(s != q for s, q in by_target)
        assert all(movement.targets(s) == sorted(movement.targets(s)) for s in everywhere)


@examples(60)
@given(conflict=conflicts(form="option", coalesced=False, banned=False))
def test_sub_cube_and_its_list_of_arcs_are_the_same_movement(conflict: Conflict) -> None:
    model = conflict.graph()
    for cube in model.movement:
        assert isinstance(cube, SubCube)
        listed = merge_arcs(model.states, *cube.arcs())
        assert isinstance(listed, ArcMovement)
        assert listed.transitive
        assert all(listed.targets(s) == cube.targets(s) for s in model.states.all())


# -- directions and feasibility --------------------------------------------------------------------


def test_all_own_options_change_in_one_move() -> None:
    """An infeasible combination in between does not block a decision maker."""
    only_together = (Exclusion(if_="x or y", then="x and y"),)
    model = two_owners(Option("x"), Option("y"), exclusions=only_together)
    assert patterns(model, 0, "NNN") == ["YYN"]
    assert patterns(model, 0, "YYN") == ["NNN"]
    assert patterns(model, 1, "YYN") == ["YYY"]


@pytest.mark.parametrize(
    ("irreversible", "from_not_taken", "from_taken"),
    [("", ["YN"], ["NN"]), ("once taken", ["YN"], []), ("once dropped", [], ["NN"])],
)
def test_direction(irreversible: str, from_not_taken: list[str], from_taken: list[str]) -> None:
    model = two_owners(Option("x", irreversible=irreversible))
    assert patterns(model, 0, "NN") == from_not_taken
    assert patterns(model, 0, "YN") == from_taken


def test_irreversible_option_does_not_bind_another_one() -> None:
    model = two_owners(Option("x", irreversible="once taken"), Option("y"))
    assert patterns(model, 0, "YNN") == ["YYN"]
    assert patterns(model, 0, "NYN") == ["NNN", "YNN", "YYN"]


# -- bans ------------------------------------------------------------------------------------------


def test_ban_binds_everybody_or_one() -> None:
    for dm, left in (("", []), ("a", []), ("b", ["YN"])):
        model = two_owners(Option("x"), bans=(Ban("not x", "x", dm=dm),))
        assert patterns(model, 0, "NN") == left
        assert patterns(model, 0, "YN") == ["NN"]
        assert patterns(model, 1, "NN") == ["NY"]


def test_ban_looks_at_the_whole_of_both_states() -> None:
    model = two_owners(Option("x"), Option("y"), bans=(Ban("NN-", "YYN"),))
    assert patterns(model, 0, "NNN") == ["YNN", "NYN"]
    assert patterns(model, 0, "NNY") == ["YNY", "NYY", "YYY"]


def test_ban_can_make_movement_intransitive() -> None:
    banned = two_owners(Option("x"), Option("y"), bans=(Ban("NN-", "YY-"),))
    assert [movement.transitive for movement in banned.movement] == [False, True]
    assert not banned.transitive
    assert two_owners(Option("x"), Option("y")).transitive


# -- coalesced states ------------------------------------------------------------------------------


@examples(60)
@given(conflict=conflicts(form="option", coalesced=False), data=st.data())
def test_coalesced_state_moves_as_its_members_do(conflict: Conflict, data: st.DataObject) -> None:
    apart = conflict.replace(preferences=tuple(Preferences(dm.id) for dm in conflict.decision_makers))
    before = apart.graph()
    chosen = data.draw(st.sampled_from(before.states.all()))
    when = " or ".join(f"({as_statement(before, s)})" for s in (chosen, before.states.all()[0]))
    after = apart.replace(coalesced=(Coalesced(when),)).graph()
    merged = {member: s for s in after.states.all() for member in after.states.members(s)}
    for i in range(before.size):
        drawn = {(merged[s], merged[q]) for s in before.states.all() for q in before.moves(i, s)}
        kept = {(s, q) for s in after.states.all() for q in after.moves(i, s)}
        assert kept == {(s, q) for s, q in drawn if s != q}


def as_statement(model: GraphModel, state: int) -> str:
    spelled = []
    for k, option in enumerate(model.states.options):
        name = f'"{option.owner}"."{option.id}"'
        spelled.append(name if state >> k & 1 else f"not {name}")
    return " and ".join(spelled)


def test_coalescing_can_make_movement_intransitive() -> None:
    """Through the merged state one option's worth of movement reaches where no single move does."""
    model = two_owners(Option("x"), coalesced=(Coalesced("z iff x"),))
    assert [model.states.pattern(s) for s in model.states.all()] == ["--", "YN", "NY"]
    assert patterns(model, 0, "YN") == ["--"]
    assert patterns(model, 0, "--") == ["YN", "NY"]
    assert not model.movement[0].transitive


# -- drawn arcs ------------------------------------------------------------------------------------


def drawn(*arcs: tuple[str, str]) -> Movement:
    owners = (DecisionMaker("a", moves=arcs),)
    states = tuple(NamedState(name) for name in "pqrs")
    return Conflict("t", owners, (Preferences("a"),), form="graph", states=states).graph().movement[0]


def test_repeated_arcs_and_loops_are_dropped() -> None:
    source, target = drawn(("q", "p"), ("p", "q"), ("p", "q"), ("r", "r")).arcs()
    assert (source.tolist(), target.tolist()) == ([0, 1], [1, 0])


@pytest.mark.parametrize(
    ("arcs", "transitive"),
    [
        ([], True),
        ([("p", "q")], True),
        ([("p", "q"), ("q", "p")], True),  # returning to the start needs no arc
        ([("p", "q"), ("q", "r")], False),
        ([("p", "q"), ("q", "r"), ("p", "r")], True),
        ([("p", "q"), ("q", "r"), ("p", "r"), ("r", "s")], False),
        ([*pairwise("pqrsp")], False),
    ],
)
def test_transitivity_of_drawn_arcs(arcs: list[tuple[str, str]], transitive: bool) -> None:
    assert drawn(*arcs).transitive == transitive


def test_no_moves() -> None:
    none = drawn()
    assert none.targets(0) == []
    assert not none.allows(0, 1)
    assert [len(part) for part in none.arcs()] == [0, 0]


def test_common_moves_belong_to_both() -> None:
    owners = (DecisionMaker("a", moves=(("p", "q"),)), DecisionMaker("b", moves=(("p", "q"),)))
    states = (NamedState("p"), NamedState("q"))
    model = Conflict("t", owners, (Preferences("a"), Preferences("b")), form="graph", states=states).graph()
    assert model.moves(0, 0) == model.moves(1, 0) == [1]


# -- size ------------------------------------------------------------------------------------------


def test_too_many_arcs_are_refused_before_they_are_listed() -> None:
    """One decision maker with 2^15 settings has 2^30 moves."""
    lone = DecisionMaker("a", options=tuple(Option(f"o{k}") for k in range(15)))
    model = Conflict("t", (lone,), (Preferences("a"),)).graph()
    assert len(model.moves(0, 0)) == 2**15 - 1
    with pytest.raises(TooLarge, match="one decision maker has 1,073,709,056 moves"):
        model.movement[0].arcs()


def test_transitivity_is_not_claimed_where_it_is_too_long_to_find_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = two_owners(Option("x"), Option("y"))
    listed = model.movement[0].arcs()
    assert merge_arcs(model.states, *listed).transitive
    monkeypatch.setattr(moves, "MAX_ARCS", 10)
    assert not merge_arcs(model.states, *listed).transitive
    assert np.array_equal(merge_arcs(model.states, *listed).source, listed[0])
