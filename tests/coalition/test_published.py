"""Coalition numbers of the Elmira conflict: the published jump, and what the theory page records.

The rankings of the case are recalled; they reproduce the published equilibria and the jump from 5 to 8.
"""

from __future__ import annotations

import pytest

from countermove.coalition import (
    COALITION_CONCEPTS,
    analyse_coalitions,
    improvements,
    reachable,
    survey,
    together,
    upsets,
)
from countermove.coalition.members import subcoalitions
from countermove.coalition.movement import Sequences
from countermove.files.case import read_case
from countermove.files.library import case_path
from countermove.model.graph import GraphModel

MOE, UNIROYAL, LOCAL = 0, 1, 2
BOTH = (MOE, UNIROYAL)


@pytest.fixture(scope="module")
def elmira() -> GraphModel:
    return read_case(case_path("xu2007/elmira")).conflict.graph()


@pytest.fixture(scope="module")
def summit() -> dict[str, GraphModel]:
    conflict = read_case(case_path("washington-2025/summit")).conflict
    return {reading: conflict.graph(reading) for reading in conflict.reading_ids}


def names(model: GraphModel, states) -> list[str]:  # type: ignore[no-untyped-def]
    return [model.states.name(state) for state in states]


def test_elmira_is_ordered_as_expected(elmira: GraphModel) -> None:
    assert elmira.decision_makers == ("moe", "uniroyal", "local")


def test_reachable_together(elmira: GraphModel) -> None:
    find = elmira.states.find
    assert names(elmira, reachable(elmira, BOTH, find("5"))) == ["6", "7", "8", "9"]
    assert names(elmira, reachable(elmira, [UNIROYAL, LOCAL], find("1"))) == ["3", "5", "7", "9"]
    willing = Sequences([(1,), (2,)], lambda who, at: elmira.improvements(who[0], at), find("2"))
    assert names(elmira, sorted(willing.states)) == ["4", "6", "8", "9"]


def test_only_the_ministry_and_uniroyal_leave_state_five(elmira: GraphModel) -> None:
    five, eight = elmira.states.find("5"), elmira.states.find("8")
    found = {h: improvements(elmira, h, five) for h in subcoalitions(range(3))}
    assert {h: to for h, to in found.items() if to} == {BOTH: (eight,)}
    assert improvements(elmira, BOTH, five, "jump") == (eight,)


def test_coalition_nash(elmira: GraphModel) -> None:
    table = analyse_coalitions(elmira)
    assert names(elmira, table.stable_for("CNash", BOTH)) == ["1", "3", "4", "7", "8", "9"]
    assert names(elmira, table.holding("CNash") & table.holding("CSEQ")) == ["8", "9"]


def test_who_upsets_elmira(elmira: GraphModel) -> None:
    for concept in COALITION_CONCEPTS.values():
        upset = [each for each in upsets(elmira, concept) if not each.holds]
        assert names(elmira, [each.state for each in upset]) == ["5"]
        (by,) = upset[0].by
        assert by.members == BOTH and by.best is not None
        assert names(elmira, [step.to for step in by.best.way]) == ["6", "8"]
        assert [step.movers for step in by.best.way] == [(MOE,), (UNIROYAL,)]
        assert upset[0].blocked_by == ((MOE,), (UNIROYAL,))


def test_two_alliances_at_the_summit(summit: dict[str, GraphModel]) -> None:
    """Which sequentially stable states fall: 28 of 156 to the United States with Europe, by Sanger."""
    us, _, ua, eu = range(4)
    concepts = (COALITION_CONCEPTS["CSEQ"],)
    fallen = {}
    for reading, model in summit.items():
        assert model.decision_makers == ("us", "ru", "ua", "eu")
        found = together(model, [(us, eu), (ua, eu)], concepts)
        parted = found.parted(concepts[0])
        fallen[reading] = {by: len(states) for by, states in parted.items()}
        assert sum(fallen[reading].values()) == found.survey.equilibria["CSEQ"].count
    assert fallen == {"sanger": {((us, eu),): 28, (): 128}, "schwarz": {(): 1}}


def test_survey_of_the_summit_is_of_one_piece(summit: dict[str, GraphModel]) -> None:
    """Tally, blocking sets and what holds against everybody account for every equilibrium."""
    for model in summit.values():
        concepts = tuple(COALITION_CONCEPTS.values())
        found = survey(model, concepts)
        for concept in concepts:
            tally, blocks = dict(found.tally(concept)), dict(found.blocks(concept))
            upset = {state for states in tally.values() for state in states}
            assert upset == {state for states in blocks.values() for state in states}
            assert upset == set(found.equilibria[concept.id]) - set(found.holding(concept))
            for members, states in tally.items():
                assert not any(found.table.is_stable(concept, members, state) for state in states)
            for block, states in blocks.items():
                outside = [dm for dm in range(model.size) if dm not in block]
                for state in states:
                    assert all(found.table.is_stable(concept, h, state) for h in subcoalitions(outside))
