"""Findings about a state and about an outcome: who must change, what it takes, and what is refused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from countermove.errors import NotApplicable, TooLarge
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.inverse import Condition, InverseFinding, inverse, inverse_of_outcome
from countermove.inverse.counting import share_of
from countermove.inverse.realise import places_between, realised
from countermove.model.conflict import Conflict, DecisionMaker, NamedState, Preferences
from countermove.model.graph import GraphModel
from countermove.model.statements import Constant, Statement
from countermove.stability import CONCEPTS, analyse, named
from inverse.literal import concepts_of, subsets
from strategies import random_conflict

EVERY = Constant(True)
INDEPENDENT = ("Nash", "GMR", "SMR")


def models(seed: int, number: int, least: int = 3) -> Iterator[GraphModel]:
    rng = random.Random(seed)
    found = 0
    while found < number:
        model = random_conflict(rng, preference="ordinal", most_options=4).graph("", keep="list")
        if model.states.size >= least:
            found += 1
            yield model


def findings(seed: int, number: int) -> Iterator[InverseFinding]:
    rng = random.Random(seed)
    for model in models(seed, number):
        yield inverse(model, model.states.numbered(rng.randint(1, model.states.size)))


def summit(reading: str = "schwarz") -> GraphModel:
    return read_model(case_path("washington-2025/summit")).conflict.graph(reading)


def wanted(model: GraphModel, outcome: str) -> Statement:
    return next(each.statement for each in model.outcomes if each.id == outcome)


def test_verdicts_are_those_of_the_engines() -> None:
    for found in findings(1, 80):
        assert [c.id for c in found.concepts] == sorted(concepts_of(found.model), key=list(CONCEPTS).index)
        table = analyse(found.model, found.concepts)
        for verdict in found.verdicts:
            concept = verdict.condition.concept
            assert verdict.holds == table.is_stable(concept, verdict.dm, found.state)
            assert (verdict.spoiling is None) or verdict.holds


def test_changes_made_together_do_it_where_nobody_rests_on_others() -> None:
    made = 0
    for found in findings(2, 80):
        for concept in found.concepts:
            result, failing = found.confirmed[concept.id], found.failing(concept)
            assert (result is None) == (not failing)
            if failing and (concept.id in INDEPENDENT or found.model.size == 1):
                assert result is True
                made += len(failing) > 1
    assert made > 15


def test_under_seq_changes_may_upset_somebody_else() -> None:
    """What Countermove says then is that they do not suffice, and not that they do."""
    results = [found.confirmed.get("SEQ") for found in findings(3, 120)]
    assert results.count(True) > 20
    assert results.count(False) > 0


def test_a_change_is_made_by_moving_states_to_just_below() -> None:
    rng = random.Random(4)
    for model in models(4, 60):
        states = model.states.all()  # type: ignore[attr-defined]
        state = rng.choice(states)
        moved = [x for x in states if model.prefers(0, x, state) and rng.random() < 0.5]
        changed = realised(model, state, {0: moved})
        assert changed is not None
        for x in states:
            assert changed.prefers(0, x, state) == (model.prefers(0, x, state) and x not in moved)
            for y in states:
                if x not in moved and y not in moved:
                    assert changed.compare(0, x, y) == model.compare(0, x, y)
                if x in moved and y not in moved and y != state:
                    assert changed.prefers(0, x, y) == model.prefers(0, state, y)
        assert changed.preferences[1:] == model.preferences[1:]


def test_least_of_equal_changes_is_nearest_in_the_ranking() -> None:
    compared = 0
    for found in findings(5, 40):
        model, state = found.model, found.state
        for verdict in found.verdicts:
            chosen = verdict.change.states
            if not chosen or len(verdict.now) > 8:
                continue
            rivals = [
                sum(places_between(model, verdict.dm, state, x) for x in out)
                for out in subsets(verdict.now)
                if len(out) == len(chosen) and verdict.condition.holds(verdict.now - out)
            ]
            assert sum(places_between(model, verdict.dm, state, x) for x in chosen) == min(rivals)
            compared += len(rivals) > 1
    assert compared > 10


def test_profiles_multiply_where_nobody_rests_on_others() -> None:
    for found in findings(6, 40):
        for concept in found.concepts:
            share = found.profiles(concept)
            assert (share is None) == (concept.id not in INDEPENDENT)
            if share is not None:
                expected = Fraction(1)
                for verdict in found.under(concept):
                    expected *= verdict.share.low
                assert share.exact
                assert share.low == expected


def test_some_decision_makers_only() -> None:
    model = summit()
    found = inverse(model, model.states.numbered(44), [named("GMR")], [3])
    assert [verdict.dm for verdict in found.verdicts] == [3]
    assert found.profiles(named("GMR")) is None
    assert found.confirmed == {"GMR": None}


# -- outcomes ----------------------------------------------------------------------------------------


def test_candidates_are_all_states_the_nearest_first() -> None:
    several = 0
    for model in models(11, 20):
        for concept in map(named, ("Nash", "SEQ", "SMR")):
            found = inverse_of_outcome(model, EVERY, concept)
            assert found.states == model.states.size
            assert sorted(c.state for c in found.candidates) == model.states.all()  # type: ignore[attr-defined]
            assert list(found.holding) == analyse(model, [concept]).equilibria(concept)
            costs = [candidate.cost for candidate in found.candidates]
            assert costs == sorted(costs)
            several += len(set(costs)) > 2
            for candidate in found.candidates:
                alone = inverse(model, candidate.state, [concept])
                needs = [(v.dm, v.change) for v in alone.failing(concept)]
                assert [(need.dm, need.change) for need in candidate.needs] == needs
                for need, verdict in zip(candidate.needs, alone.failing(concept), strict=True):
                    assert set(need.leaves_for) <= set(model.improvements(need.dm, candidate.state))
                    assert need.leaves_for == tuple(
                        clause.move for clause in verdict.condition.broken(verdict.now)
                    )
                if candidate.confirmed is not None:
                    assert candidate.confirmed == alone.confirmed[concept.id]
    assert several > 5


def test_candidates_for_which_only_some_change() -> None:
    left_out = 0
    for model in models(12, 40):
        everybody = inverse_of_outcome(model, EVERY, named("Nash"))
        for dm in range(model.size):
            found = inverse_of_outcome(model, EVERY, named("Nash"), [dm])
            alone = [c.state for c in everybody.candidates if {need.dm for need in c.needs} <= {dm}]
            assert [c.state for c in found.candidates] == alone
            assert found.states == everybody.states
            left_out += 0 < len(alone) < found.states
    assert left_out > 10


def test_the_nearest_guaranteed_peace() -> None:
    """In Schwarz's reading no peace with guarantees holds under SEQ; only Europe's wishes are in the way."""
    model = summit()
    found = inverse_of_outcome(model, wanted(model, "guaranteed"), named("SEQ"))
    assert not found.holding
    nearest = found.candidates[0]
    assert nearest.cost == (1, 2)
    assert nearest.confirmed
    (need,) = nearest.needs
    assert model.decision_makers[need.dm] == "eu"
    assert all(model.prefers(need.dm, x, nearest.state) for x in need.change.states)


# -- refusals ----------------------------------------------------------------------------------------


def test_unknown_preferences_are_refused() -> None:
    model = read_model(case_path("nuaagmcr2016/sustainable-development-unknown")).conflict.graph("")
    state = model.states.numbered(1)
    with pytest.raises(NotApplicable, match="unknown"):
        inverse(model, state)
    with pytest.raises(NotApplicable, match="unknown"):
        inverse(model, state, [named("GMR")])


@pytest.mark.parametrize("concept", [c.id for c in CONCEPTS.values() if c.family != "classical"])
def test_concepts_that_ask_for_more_are_refused(concept: str) -> None:
    model = read_model(case_path("nuaagmcr2016/sustainable-development")).conflict.graph("")
    with pytest.raises(NotApplicable, match="depends on more than"):
        inverse(model, model.states.numbered(1), [named(concept)])


def test_sim_is_refused_without_options() -> None:
    model = read_model(case_path("xu2007/elmira")).conflict.graph("")
    with pytest.raises(NotApplicable, match="several decision makers change options at once"):
        inverse(model, model.states.numbered(1), [named("SIM")])


def test_strength_of_preference_does_not_matter_to_the_classical_concepts() -> None:
    model = read_model(case_path("nuaagmcr2016/sustainable-development")).conflict.graph("")
    assert model.has_strength
    for state in model.states.all():  # type: ignore[attr-defined]
        found = inverse(model, state)
        assert {c.id for c in found.concepts} == {"Nash", "GMR", "SMR", "SEQ", "SSEQ"}
        table = analyse(model, found.concepts)
        for verdict in found.verdicts:
            assert verdict.holds == table.is_stable(verdict.condition.concept, verdict.dm, state)


def test_conflicts_of_many_states_answer_what_needs_no_answers() -> None:
    model = read_model(case_path("washington-2025/europe")).conflict.graph("schwarz")
    found = inverse(model, model.states.numbered(12))
    assert len(found.under(named("Nash"))) == model.size
    assert {refused.concept for refused in found.refused} == {"GMR", "SMR", "SEQ", "SSEQ", "SIM"}
    with pytest.raises(TooLarge, match="more than the 2,000"):
        inverse_of_outcome(model, wanted(model, "guaranteed"), named("SEQ"))
    verdict = found.verdicts[0]
    with pytest.raises(TooLarge, match="too many to be written down"):
        verdict.condition.count_rankings()
    assert verdict.condition.count_relevant() == verdict.share.low * _factorial(16)


def _factorial(number: int) -> int:
    return number * _factorial(number - 1) if number else 1


def test_nothing_is_wanted_where_nothing_is_feasible() -> None:
    model = summit()
    with pytest.raises(NotApplicable, match="no feasible state"):
        inverse_of_outcome(model, Constant(False), named("SEQ"))


def test_work_can_be_stopped() -> None:
    class Stop(Exception):
        pass

    def stop(_: str) -> None:
        raise Stop

    model = summit()
    with pytest.raises(Stop):
        inverse(model, model.states.numbered(1), progress=stop)
    with pytest.raises(Stop):
        inverse_of_outcome(model, EVERY, named("SEQ"), progress=stop)


def test_sample_is_drawn_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted exactly, no estimate is made; cut short, one is, the same for the same seed."""
    model = read_model(case_path("xu2007/elmira")).conflict.graph("")
    state, concept = model.states.numbered(1), named("SMR")
    found = inverse(model, state, [concept], sample=50)
    assert all(verdict.sample is None for verdict in found.verdicts)
    shares = [verdict.share.low for verdict in found.verdicts]
    monkeypatch.setattr(Condition, "share", lambda self: share_of(self.clauses, 0))
    drawn = [inverse(model, state, [concept], sample=5_000, random=random.Random(7)) for _ in range(2)]
    assert drawn[0].verdicts == drawn[1].verdicts
    for verdict, share in zip(drawn[0].verdicts, shares, strict=True):
        assert verdict.share.low <= share <= verdict.share.high
        assert verdict.sample is not None or verdict.share.exact
        if verdict.sample is not None:
            assert verdict.sample.low <= share <= verdict.sample.high
    assert any(verdict.sample for verdict in drawn[0].verdicts)


def test_graph_form_with_a_mover_that_comes_back() -> None:
    """The others bring the conflict back to where it was: nothing is gained (D2), so nothing is asked."""
    conflict = Conflict(
        "back",
        (DecisionMaker("a", moves=(("1", "2"),)), DecisionMaker("b", moves=(("2", "1"),))),
        form="graph",
        states=(NamedState("1"), NamedState("2")),
        preferences=(
            Preferences("a", ranking=(("2",), ("1",))),
            Preferences("b", ranking=(("1",), ("2",))),
        ),
    )
    model = conflict.graph("")
    found = inverse(model, model.states.find("1"))
    counts = {v.condition.concept: v.condition.count_rankings() for v in found.verdicts if v.dm == 0}
    assert counts == {"Nash": 1, "GMR": 2, "SMR": 1, "SEQ": 2, "SSEQ": 1}
