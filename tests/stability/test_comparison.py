"""Readings side by side: what they share, what only one has, and the statements responsible."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from countermove.errors import ModelError, NotApplicable
from countermove.files.case import read_case
from countermove.files.library import case_path
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal
from countermove.model.states import State
from countermove.stability import CONCEPTS, Concept, default_concepts
from countermove.stability.certificate import Certifier
from countermove.stability.comparison import Cause, Comparison, compare
from countermove.stability.concept import Replies
from oracle import Oracle, codes_of
from stability.proofs import FLAGSHIP, small_conflict
from stability.small import drawn, party, read_so

# -- random conflicts with readings ----------------------------------------------------------------


def by_statements(rng: random.Random, readings: Sequence[str]) -> Conflict:
    """A few decision makers with options; in every reading each wants other things in another order."""
    dms = tuple(
        DecisionMaker(f"d{i}", options=tuple(Option(f"o{i}{k}") for k in range(rng.randint(1, 2))))
        for i in range(rng.randint(2, 3))
    )
    literals = [f"{dm.id}.{option.id}" for dm in dms for option in dm.options]

    def wish() -> PrioritisedStatement:
        a, b = rng.choice(literals), rng.choice(literals)
        return PrioritisedStatement(
            rng.choice([a, f"not {a}", f"{a} iff {b}", f"{a} if {b}", f"{a} and not {b}"])
        )

    wishes = tuple(
        Preferences(dm.id, reading=name, statements=tuple(wish() for _ in range(rng.randint(1, 4))))
        for name in readings
        for dm in dms
    )
    outcomes = (Outcome("first", literals[0]), Outcome("last", literals[-1]))
    return Conflict("random", dms, wishes, outcomes=outcomes, readings=tuple(map(Reading, readings)))


def by_rankings(rng: random.Random, readings: Sequence[str]) -> Conflict:
    """A drawn graph; in every reading the states are ranked in another order, with ties."""
    seed = next(s for s in iter(lambda: rng.randrange(10**6), None) if small_conflict(s).form == "graph")
    conflict = small_conflict(seed)
    wishes = []
    for name in readings:
        for dm in conflict.decision_makers:
            groups: list[tuple[str, ...]] = []
            for state in rng.sample(conflict.states, len(conflict.states)):
                tie = groups and rng.random() < 0.2
                groups[-1:] = [(*groups[-1], state.id)] if tie else [*groups[-1:], (state.id,)]
            wishes.append(Preferences(dm.id, reading=name, ranking=tuple(groups)))
    return conflict.replace(preferences=tuple(wishes), readings=tuple(map(Reading, readings)))


def compared(seed: int, readings: Sequence[str] = ("one", "two")) -> tuple[Conflict, Comparison]:
    rng = random.Random(seed)
    conflict = (by_rankings if seed % 3 == 0 else by_statements)(rng, readings)
    return conflict, compare(conflict)


SEEDS = range(54)

# -- equilibria ------------------------------------------------------------------------------------


@pytest.mark.parametrize("readings", [("one", "two"), ("one", "two", "three")], ids=len)
def test_shared_and_own_equilibria_by_definition(readings: tuple[str, ...]) -> None:
    for seed in range(24):
        conflict, comparison = compared(seed, readings)
        oracles = {name: Oracle(conflict, name) for name in readings}
        codes = codes_of(comparison.model, oracles["one"])
        for concept in comparison.concepts:
            equilibria = {
                name: {
                    codes[s]
                    for s in oracle.all
                    if all(oracle.stable(concept.id, i, s) for i in range(len(oracle.dms)))
                }
                for name, oracle in oracles.items()
            }
            assert set(comparison.shared(concept)) == set.intersection(*equilibria.values())
            for name in readings:
                others = set.union(*(found for other, found in equilibria.items() if other != name))
                assert set(comparison.only(concept, name)) == equilibria[name] - others
                for other in readings:
                    assert set(comparison.lost(concept, name, other)) == equilibria[name] - equilibria[other]


def test_equilibria_are_listed_in_order_and_for_concept_ids_too() -> None:
    _, comparison = compared(1)
    for concept in comparison.concepts:
        for found in (list(comparison.shared(concept)), list(comparison.only(concept, "one"))):
            assert found == sorted(found)
        assert list(comparison.shared(concept.id)) == list(comparison.shared(concept))
        assert list(comparison.only(concept.id, "two")) == list(comparison.only(concept, "two"))


# -- causes ----------------------------------------------------------------------------------------


def pairs(comparison: Comparison) -> Iterator[tuple[Concept, str, str]]:
    for concept in comparison.concepts:
        for holds in comparison.readings:
            for falls in comparison.readings:
                if holds != falls:
                    yield concept, holds, falls


@pytest.mark.parametrize("part", range(3))
def test_every_lost_state_has_a_cause_and_every_cause_is_true(part: int) -> None:
    for seed in SEEDS[part::3]:
        conflict, comparison = compared(seed)
        for concept, holds, falls in pairs(comparison):
            check_causes(conflict, comparison, concept, holds, falls)


def test_causes_between_three_readings() -> None:
    for seed in range(6):
        conflict, comparison = compared(seed, ("one", "two", "three"))
        for concept, holds, falls in pairs(comparison):
            check_causes(conflict, comparison, concept, holds, falls)


def check_causes(
    conflict: Conflict, comparison: Comparison, concept: Concept, holds: str, falls: str
) -> None:
    judge = CauseJudge(conflict, comparison, concept, holds, falls)
    found = comparison.causes(concept, holds, falls)
    listed = {(cause.dm, state) for cause, states in found for state in states}
    assert sum(len(states) for _, states in found) == len(listed), "a state counts once for whoever leaves it"
    assert listed == judge.leaving(list(comparison.lost(concept, holds, falls)))
    assert {state for _, state in listed} == set(comparison.lost(concept, holds, falls))
    assert [len(states) for _, states in found] == sorted((len(states) for _, states in found), reverse=True)
    for cause, states in found:
        assert states == sorted(states)
        for state in states:
            judge.check(cause, state)


class CauseJudge:
    """What a cause says, looked up by the oracle: the first statements on which two states differ."""

    def __init__(
        self, conflict: Conflict, comparison: Comparison, concept: Concept, holds: str, falls: str
    ) -> None:
        self.concept = concept
        self.good, self.bad = Oracle(conflict, holds), Oracle(conflict, falls)
        self.codes = codes_of(comparison.model, self.good)
        self.place = {code: at for at, code in enumerate(self.codes)}
        self.certify_good = Certifier(comparison.tables[holds].model)
        self.certify_bad = Certifier(comparison.tables[falls].model)

    def leaving(self, states: Sequence[State]) -> set[tuple[int, State]]:
        return {
            (i, state)
            for state in states
            for i in range(len(self.bad.dms))
            if not self.bad.stable(self.concept.id, i, self.place[state])
        }

    @staticmethod
    def first(oracle: Oracle, i: int, a: int, b: int) -> int | None:
        """The first of i's statements on which two states differ; None where no statement does."""
        lines = oracle.wishes[i].statements
        differ = (k for k, line in enumerate(lines) if oracle.true(line.that, a) != oracle.true(line.that, b))
        return next(differ, None)

    def check(self, cause: Cause, state: State) -> None:
        i, s, place = cause.dm, self.place[state], self.place
        assert self.good.stable(self.concept.id, i, s) and not self.bad.stable(self.concept.id, i, s)
        undeterred = self.certify_bad.certificate(self.concept, i, state).undeterred
        assert undeterred is not None
        y = place[undeterred]
        assert self.bad.better(i, y, s) and y in self.bad.moves(i, s)
        assert cause.pull == self.first(self.bad, i, y, s)
        if not self.good.better(i, y, s):
            assert cause == Cause(i, cause.pull, anchor=self.first(self.good, i, s, y))
            return
        answer = dict(self.certify_good.certificate(self.concept, i, state).deterred)[undeterred]
        z = place[answer.lands]
        assert not self.good.better(i, z, s)
        assert cause.anchor == self.first(self.good, i, s, z)
        if self.concept.rule.replies is not Replies.MOVES:
            for step in answer.steps:
                a, b = place[step.source], place[step.target]
                assert self.good.better(step.dm, b, a)
                if not self.bad.better(step.dm, b, a):
                    assert (cause.deterrent, cause.gets_away) == (step.dm, False)
                    assert cause.breaks == self.first(self.bad, step.dm, a, b)
                    return
        assert cause.deterrent == i
        if self.bad.better(i, z, s):
            assert not cause.gets_away
            assert cause.breaks == self.first(self.bad, i, z, s)
            return
        assert cause.gets_away and self.concept.rule.hold is not None
        ways_out = [place[x] for x in answer.escapes if self.bad.better(i, place[x], s)]
        assert cause.breaks in {self.first(self.bad, i, x, s) for x in ways_out}


def test_every_kind_of_cause_occurs() -> None:
    """The checks above would say little if the random readings differed in one way only."""
    kinds = set()
    for seed in SEEDS:
        _, comparison = compared(seed)
        for concept, holds, falls in pairs(comparison):
            for cause, _ in comparison.causes(concept, holds, falls):
                deterrent = (
                    "nobody"
                    if cause.deterrent is None
                    else "self"
                    if cause.deterrent == cause.dm
                    else "other"
                )
                kinds.add(f"{deterrent}, {'gets away' if cause.gets_away else 'is not hurt'}")
    assert kinds == {"nobody, is not hurt", "self, is not hurt", "other, is not hurt", "self, gets away"}


def test_causes_of_chosen_states_only() -> None:
    comparison = flagship()
    seq = CONCEPTS["SEQ"]
    few = list(comparison.lost(seq, "sanger", "schwarz"))[:5]
    found = comparison.causes(seq, "sanger", "schwarz", few)
    assert {state for _, states in found for state in states} == set(few)


# -- conflicts made by hand ------------------------------------------------------------------------

AB = (party("a", "arm"), party("b", "build"))


def test_move_that_is_no_gain_in_the_other_reading() -> None:
    conflict = read_so(AB, calm={"a": ["not a.arm"], "b": []}, keen={"a": ["b.build", "a.arm"], "b": []})
    comparison = compare(conflict)
    none = comparison.model.states.find("none")
    assert none in comparison.only("Nash", "calm")
    causes = comparison.causes(CONCEPTS["Nash"], "calm", "keen", [none])
    assert causes == [(Cause(0, pull=1, anchor=0), [none])]


def test_deterrent_that_fails() -> None:
    """In one reading b would build in answer to arms; in the other it would rather not."""
    wary = {"a": ["not b.build", "a.arm"], "b": ["b.build iff a.arm"]}
    comparison = compare(read_so(AB, wary=wary, meek={**wary, "b": ["b.build", "not b.build"]}))
    none = comparison.model.states.find("none")
    seq = CONCEPTS["SEQ"]
    meek = compare(read_so(AB, wary=wary, meek={**wary, "b": ["not b.build"]}))
    assert meek.causes(seq, "wary", "meek", [none]) == [
        (Cause(0, pull=1, anchor=0, deterrent=1, breaks=0), [none])
    ]
    assert none not in comparison.shared(seq)


def test_answer_that_does_not_hurt() -> None:
    wary = {"a": ["not b.build", "a.arm"], "b": ["b.build iff a.arm"]}
    bold = {"a": ["a.arm", "not b.build"], "b": ["b.build iff a.arm"]}
    comparison = compare(read_so(AB, wary=wary, bold=bold))
    none = comparison.model.states.find("none")
    assert comparison.causes(CONCEPTS["SEQ"], "wary", "bold", [none]) == [
        (Cause(0, pull=0, anchor=0, deterrent=0, breaks=0), [none])
    ]


def test_readings_by_rankings_have_no_statement_to_name() -> None:
    base = drawn(a=("st", "t s"), b=("ts", "s t"))
    (a, b) = base.preferences
    calm = (replace(a, reading="calm", ranking=(("s",), ("t",))), replace(b, reading="calm"))
    keen = (replace(a, reading="keen"), replace(b, reading="keen"))
    conflict = base.replace(preferences=(*calm, *keen), readings=(Reading("calm"), Reading("keen")))
    comparison = compare(conflict)
    assert list(comparison.only("Nash", "calm")) == [0]
    assert comparison.causes(CONCEPTS["Nash"], "calm", "keen") == [(Cause(0, None), [0])]


def test_three_readings() -> None:
    said = {"b": ["b.build"]}
    conflict = read_so(
        AB, one={"a": ["a.arm"], **said}, two={"a": ["a.arm"], **said}, three={"a": ["not a.arm"], **said}
    )
    comparison = compare(conflict)
    both = comparison.model.states.find("a.arm + b.build")
    build = comparison.model.states.find("b.build")
    assert comparison.readings == ("one", "two", "three")
    assert list(comparison.shared("Nash")) == []
    assert list(comparison.only("Nash", "one")) == [] == list(comparison.only("Nash", "two"))
    assert list(comparison.only("Nash", "three")) == [build]
    assert (
        list(comparison.lost("Nash", "one", "three"))
        == [both]
        == list(comparison.lost("Nash", "two", "three"))
    )
    assert list(comparison.lost("Nash", "one", "two")) == []
    assert comparison.causes(CONCEPTS["Nash"], "one", "three") == [(Cause(0, 0, 0), [both])]


@pytest.mark.parametrize("readings", [(), (Reading("alone"),)], ids=["none", "one"])
def test_fewer_than_two_readings(readings: tuple[Reading, ...]) -> None:
    conflict = read_so(AB, alone={}) if readings else Conflict("none", AB)
    with pytest.raises(ModelError) as caught:
        compare(conflict)
    (problem,) = caught.value.problems
    assert problem.what == "there is nothing to compare: the conflict has one reading"
    assert problem.cure == "Add [[readings]] to the model."


def test_concepts_must_have_a_meaning_in_every_reading() -> None:
    """One reading with unknown preferences: all are compared by the concepts for them."""
    known, unknown = drawn(a=("st", "t s"), b=("ts", "s")), drawn(a=("st", "t s|s t"), b=("ts", "s"))
    wishes = [replace(p, reading="sure") for p in known.preferences]
    wishes += [replace(p, reading="unsure") for p in unknown.preferences]
    conflict = known.replace(preferences=tuple(wishes), readings=(Reading("sure"), Reading("unsure")))
    comparison = compare(conflict)
    assert {concept.family for concept in comparison.concepts} == {"unknown"}
    assert list(comparison.lost("Nash_b", "unsure", "sure")) == [0]
    assert comparison.causes(CONCEPTS["Nash_b"], "unsure", "sure") == [(Cause(0, None), [0])]
    with pytest.raises(NotApplicable, match="SEQ needs known preferences"):
        compare(conflict, [CONCEPTS["SEQ"]])
    graph = conflict.graph("sure")
    assert "Nash" in {concept.id for concept in default_concepts(graph)}
    assert {c.family for c in default_concepts(graph, conflict.graph("unsure"))} == {"unknown"}


# -- the flagship ----------------------------------------------------------------------------------


def flagship() -> Comparison:
    return compare(read_case(case_path(FLAGSHIP)).conflict)


def test_flagship() -> None:
    """The causes of the flagship are checked like those of random conflicts, by certificates anew."""
    comparison = flagship()
    for concept in comparison.concepts:
        one, two = (set(table.equilibria(concept)) for table in comparison.tables.values())
        assert set(comparison.shared(concept)) == one & two
        assert (
            set(comparison.only(concept, "sanger"))
            == one - two
            == set(comparison.lost(concept, "sanger", "schwarz"))
        )
        assert set(comparison.only(concept, "schwarz")) == two - one
    assert list(comparison.only("SEQ", "sanger")) and list(comparison.only("SEQ", "schwarz"))


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM"])
@pytest.mark.parametrize(("holds", "falls"), [("sanger", "schwarz"), ("schwarz", "sanger")])
def test_causes_in_the_flagship(concept: str, holds: str, falls: str) -> None:
    comparison = flagship()
    good, bad = comparison.tables[holds].model, comparison.tables[falls].model
    certify_good, certify_bad = Certifier(good), Certifier(bad)
    lost = list(comparison.lost(concept, holds, falls))
    found = comparison.causes(CONCEPTS[concept], holds, falls)
    assert {state for _, states in found for state in states} == set(lost)
    for cause, states in found:
        for state in states:
            move = certify_bad.certificate(CONCEPTS[concept], cause.dm, state).undeterred
            assert move is not None
            check_first(bad, cause.dm, cause.pull, better=move, worse=state)
            proof = certify_good.certificate(CONCEPTS[concept], cause.dm, state)
            assert proof.stable
            answer = dict(proof.deterred).get(move)
            if answer is None:
                assert not good.prefers(cause.dm, move, state)
                check_first(good, cause.dm, cause.anchor, better=state, worse=move)
            else:
                check_first(good, cause.dm, cause.anchor, better=state, worse=answer.lands)
                assert cause.deterrent is not None


def check_first(model: GraphModel, dm: int, index: int | None, *, better: State, worse: State) -> None:
    """The statement holds in the better state and not in the worse, and all before it agree on them."""
    preference = model.preferences[dm]
    assert isinstance(preference, Ordinal) and preference.truth is not None
    truth = preference.truth
    a, b = model.states.index(better), model.states.index(worse)
    if index is None:
        assert (truth[:, a] == truth[:, b]).all()
        return
    assert truth[index, a] and not truth[index, b]
    assert (truth[:index, a] == truth[:index, b]).all()


def test_outcomes_are_counted() -> None:
    comparison = flagship()
    states = list(comparison.only("SEQ", "sanger"))
    counts = comparison.outcomes(states)
    for outcome in comparison.model.outcomes:
        truth = comparison.model.states.truth(outcome.statement)
        assert counts[outcome.id] == sum(bool(truth[comparison.model.states.index(s)]) for s in states)
