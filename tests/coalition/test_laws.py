"""Laws of coalition stability, and implications that do not hold: a seeded search must find a witness."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from coalition.literal import Literal, coalitions_of
from countermove.coalition import analyse_coalitions, reachable
from countermove.coalition.movement import movement_of
from countermove.model.conflict import (
    Ban,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from countermove.model.listed import listed
from countermove.model.moves import ArcMovement
from countermove.model.preferences import Pairwise
from countermove.stability import CONCEPTS, analyse
from oracle import BETTER, EQUAL, WORSE, Oracle
from strategies import random_conflict

SINGLE = {"CNash": "Nash", "CGMR": "GMR", "CSMR": "SMR", "CSEQ": "SEQ"}


def models(seed: int, count: int, **wanted: object) -> Iterator[tuple[random.Random, GraphModel]]:
    rng = random.Random(seed)
    for _ in range(count):
        yield rng, random_conflict(rng, preference="ordinal", **wanted).graph()


def tables(model: GraphModel, **setting: str) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    return dict(analyse_coalitions(model, **setting).stable)  # type: ignore[arg-type]


def intransitive(rng: random.Random, model: GraphModel, oracle: Oracle) -> GraphModel:
    """The same moves with preferences by the toss of a coin for each pair, in the model and the oracle."""
    count, preferences = model.states.size, []
    for i in range(model.size):
        table = np.zeros((count, count), dtype=np.int64)
        for a in range(count):
            for b in range(a):
                table[a, b] = rng.choice((-1, 0, 1))
                table[b, a] = -table[a, b]
        said = {-1: WORSE, 0: EQUAL, 1: BETTER}
        oracle._relations[i] = [[said[int(cell)] for cell in row] for row in table]
        preferences.append(Pairwise(model.states, table))
    return replace(model, preferences=tuple(preferences))


@pytest.mark.parametrize("replies", ["individual", "coalition"])
def test_intransitive_preferences(replies: str) -> None:
    rng = random.Random(20)
    for _ in range(50):
        conflict = random_conflict(rng, preference="ordinal", most_options=3)
        oracle = Oracle(conflict)
        model = intransitive(rng, conflict.graph(), oracle)
        table, literal = analyse_coalitions(model, replies=replies), Literal(oracle, replies=replies)
        for concept, h, (at, state) in product(SINGLE, table.coalitions, enumerate(model.states.all())):
            assert table.is_stable(concept, h, state) == literal.stable(concept, h, at)


@pytest.mark.parametrize("improvement", ["strict", "pareto"])
def test_coalition_of_one(improvement: str) -> None:
    for _, model in models(21, 50):
        single = analyse(model, [CONCEPTS[name] for name in SINGLE.values()])
        table = analyse_coalitions(model, improvement=improvement)
        for concept, name in SINGLE.items():
            for dm in range(model.size):
                assert list(table.stable_for(concept, [dm])) == list(single.stable_for(name, dm))


def test_implications() -> None:
    settings = product(("strict", "pareto", "jump"), ("legal", "joint"), ("individual", "coalition"))
    for improvement, movement, replies in settings:
        form = {"form": "option", "coalesced": False} if movement == "joint" else {}
        for _, model in models(22, 15, **form):
            table = tables(model, improvement=improvement, movement=movement, replies=replies)
            assert (table["CNash"] <= table["CSMR"]).all()
            assert (table["CSMR"] <= table["CGMR"]).all()
            assert (table["CNash"] <= table["CSEQ"]).all()


@pytest.mark.parametrize("replies", ["individual", "coalition"])
def test_willing_answers_are_answers(replies: str) -> None:
    """CSEQ ⇒ CGMR by legal sequences, transitive movement or not, thanks to the guard."""
    intransitively = 0
    for _, model in models(23, 70):
        table = tables(model, replies=replies)
        assert (table["CSEQ"] <= table["CGMR"]).all()
        intransitively += not model.transitive
    assert intransitively > 20


def test_willing_answers_of_coalitions_include_those_of_single_ones() -> None:
    for improvement in ("strict", "pareto"):
        for _, model in models(24, 40):
            alone = tables(model, improvement=improvement, replies="individual")["CSEQ"]
            jointly = tables(model, improvement=improvement, replies="coalition")["CSEQ"]
            assert (alone <= jointly).all()


def test_kinds_are_nested() -> None:
    """Jumps are strict improvements, these are Pareto improvements, and what hurts is nested as well."""
    for _, model in models(25, 50):
        strict, pareto = tables(model), tables(model, improvement="pareto")
        jump = tables(model, improvement="jump")
        for concept in SINGLE:
            assert (pareto[concept] <= strict[concept]).all()
            assert (strict[concept] <= jump[concept]).all()


def test_grand_coalition_is_not_answered() -> None:
    for _, model in models(26, 40):
        table = tables(model, replies="coalition")
        for stable in table.values():
            assert (stable[-1] == table["CNash"][-1]).all()


def test_joint_moves_reach_no_less_without_bans() -> None:
    """Where no ban applies one joint change does what a legal sequence does."""
    for _, model in models(27, 50, form="option", coalesced=False, banned=False):
        legal, joint = tables(model)["CNash"], tables(model, movement="joint")["CNash"]
        assert (joint <= legal).all()


def test_decision_maker_without_moves_changes_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)
    for _, model in models(28, 25, form="graph"):
        idle = ArcMovement(listed(model.states), none, none, transitive=True)
        wider = replace(
            model,
            movement=(*model.movement, idle),
            preferences=(*model.preferences, model.preferences[0]),
        )
        for replies in ("individual", "coalition"):
            few = analyse_coalitions(model, replies=replies)
            many = analyse_coalitions(wider, replies=replies, coalitions=few.coalitions)
            for concept in SINGLE:
                assert (few.stable[concept] == many.stable[concept]).all()


# -- what does not follow --------------------------------------------------------------------------


def test_stability_for_a_coalition_says_nothing_of_its_parts() -> None:
    found: set[tuple[str, bool]] = set()
    for _, model in models(31, 40):
        table = analyse_coalitions(model)
        for concept, (a, small), (b, large) in product(
            SINGLE, enumerate(table.coalitions), enumerate(table.coalitions)
        ):
            if set(small) < set(large):
                one, other = table.stable[concept][a], table.stable[concept][b]
                found |= {(concept, True)} if (one & ~other).any() else set()
                found |= {(concept, False)} if (other & ~one).any() else set()
    assert found == set(product(SINGLE, (True, False)))


def test_answers_of_groups_can_keep_what_single_ones_cannot() -> None:
    """CSEQ for {i} with answers of coalitions does not imply SEQ for i."""
    assert any(
        (tables(model, replies="coalition")["CSEQ"] & ~tables(model)["CSEQ"])[: model.size].any()
        for _, model in models(32, 400, form="graph")
    )


def test_guard_is_needed() -> None:
    """Without it CSEQ would not imply CGMR, where movement is not transitive."""
    rng = random.Random(33)
    for _ in range(4_000):
        conflict = random_conflict(rng, form="graph", preference="ordinal")
        if len(conflict.decision_makers) < 3 or conflict.graph().transitive:
            continue
        oracle = Oracle(conflict)
        loose = Literal(oracle, replies="coalition", guarded=False)
        guarded = Literal(oracle, replies="coalition")
        for h, s in product(coalitions_of(range(len(oracle.dms))), oracle.all):
            if loose.stable("CSEQ", h, s) and not loose.stable("CGMR", h, s):
                assert not guarded.stable("CSEQ", h, s)
                return
    raise AssertionError("no witness")


def test_group_answers_by_pareto_improvements_go_further() -> None:
    """With answers of coalitions CSEQ for Pareto improvements does not imply CSEQ for strict ones."""
    assert any(
        (
            tables(m, improvement="pareto", replies="coalition")["CSEQ"]
            & ~tables(m, replies="coalition")["CSEQ"]
        ).any()
        for _, m in models(34, 400)
    )


# -- counterexamples that the theory keeps ---------------------------------------------------------


def by_hand(states: int, arcs: list[list[tuple[int, int]]], rankings: list[str]) -> GraphModel:
    """A conflict in graph form: for each decision maker its arcs and its ranking, best first."""
    dms = tuple(
        DecisionMaker(f"d{i}", moves=tuple((str(a), str(b)) for a, b in each)) for i, each in enumerate(arcs)
    )
    wishes = tuple(
        Preferences(f"d{i}", ranking=tuple((name,) for name in ranking.split()))
        for i, ranking in enumerate(rankings)
    )
    listed = tuple(NamedState(str(k)) for k in range(states))
    return Conflict("by hand", dms, wishes, form="graph", states=listed).graph()


def test_nash_equilibrium_is_not_strong() -> None:
    """DM0 1→0, DM1 0→2, DM2 cannot move: state 1 is a Nash equilibrium that DM0 and DM1 leave for 2."""
    model = by_hand(3, [[(1, 0)], [(0, 2)], []], ["2 1 0", "0 2 1", "2 1 0"])
    assert 1 in analyse(model, [CONCEPTS["Nash"]]).equilibria("Nash")
    table = analyse_coalitions(model)
    assert table.upsetting("CNash", 1) == ((0, 1),)
    assert 1 not in table.holding("CNash")
    assert 1 in table.holding("CNash", size=1)


def test_group_answers_are_wider() -> None:
    """DM0 2→0, DM1 0→1, DM2 0→2: DM2 stays at 0 only if DM0 and DM1 answer together."""
    model = by_hand(3, [[(2, 0)], [(0, 1)], [(0, 2)]], ["1 2 0", "1 2 0", "2 0 1"])
    assert not analyse_coalitions(model, replies="individual").is_stable("CSEQ", [2], 0)
    assert analyse_coalitions(model, replies="coalition").is_stable("CSEQ", [2], 0)
    assert not analyse(model, [CONCEPTS["SEQ"]]).is_stable("SEQ", 2, 0)


INDIFFERENT = tuple(Preferences(name, statements=(PrioritisedStatement("true"),)) for name in "ab")


def test_joint_move_past_what_cannot_happen() -> None:
    """Two options, {YN, NY} impossible: no legal sequence leaves NN, a joint move reaches YY."""
    dms = tuple(DecisionMaker(name, options=(Option(name),)) for name in "ab")
    never = (Exclusion(never="YN"), Exclusion(never="NY"))
    model = Conflict("both or none", dms, INDIFFERENT, exclusions=never).graph()
    both = tuple(range(2))
    assert reachable(model, both, 0) == ()
    assert movement_of(model, "joint").sequences(both, 0).states == {3}


def test_bans_and_joint_moves() -> None:
    """A ban on a member's moves bars joint moves in which that member changes something, and no others."""
    dms = tuple(DecisionMaker(name, options=(Option(name),)) for name in "ab")
    conflict = Conflict("ban", dms, INDIFFERENT, bans=(Ban("--", "Y-", dm="b"),))
    joint = movement_of(conflict.graph(), "joint")
    assert joint.sequences((0, 1), 0).states == {1, 2}  # YN by a alone, NY; not YY, where b moves
    everybody = movement_of(conflict.replace(bans=(Ban("--", "Y-"),)).graph(), "joint")
    assert everybody.sequences((0, 1), 0).states == {2}


def test_irreversible_options_and_joint_moves() -> None:
    """Each option that changes has to change in a direction that is open to it."""
    dms = (
        DecisionMaker("a", options=(Option("a", irreversible="once taken"),)),
        DecisionMaker("b", options=(Option("b", irreversible="once dropped"),)),
    )
    joint = movement_of(Conflict("one way", dms, INDIFFERENT).graph(), "joint")
    assert joint.sequences((0, 1), 0).states == {1}
    assert joint.sequences((0, 1), 3).states == {1}
    assert joint.sequences((0, 1), 1).states == frozenset()
