"""Every verdict has a certificate, the certificate is a proof, and it survives a journey through JSON."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from countermove.errors import NotApplicable
from countermove.files.case import read_case
from countermove.files.library import Case, case_path, list_cases
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    NamedState,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.stability import CONCEPTS, Concept
from countermove.stability.certificate import MOST_EXAMPLES, Certificate, Certifier, Step
from countermove.stability.checker import Checker
from stability.proofs import applicable, check_all, flagship, random_models

#: The second Washington case has 201 million states: `test_many_states` draws from them.
CASES = [case for case in list_cases() if not case.address.startswith("washington-2025/")]
CLASSICAL = [concept for concept in CONCEPTS.values() if concept.family == "classical"]


@pytest.mark.parametrize("case", CASES, ids=[case.address for case in CASES])
def test_every_verdict_about_a_case_is_proven(case: Case) -> None:
    for address in case.members or (case.address,):
        conflict = read_case(case_path(address)).conflict
        for reading in conflict.reading_ids:
            model = conflict.graph(reading)
            assert check_all(model, applicable(model), Certifier(model), Checker(model))


@pytest.mark.parametrize("reading", ["sanger", "schwarz"])
@pytest.mark.parametrize("concept", CLASSICAL, ids=str)
def test_every_verdict_about_the_flagship_is_proven(concept: Concept, reading: str) -> None:
    model, certifier, checker = flagship(reading)
    assert check_all(model, [concept], certifier, checker) == 4 * 768


@pytest.mark.parametrize("part", range(20))
def test_every_verdict_about_a_thousand_models_is_proven(part: int) -> None:
    for model in random_models(range(50 * part, 50 * part + 50)):
        check_all(model, applicable(model), Certifier(model), Checker(model))


def test_thousand_models_need_every_kind_of_proof() -> None:
    """The bulk test would be empty without answers of several steps, escapes, and escaped answers."""
    seen: set[str] = set()
    for model in random_models(range(60)):
        certifier = Certifier(model)
        for concept in applicable(model):
            for dm in range(model.size):
                for state in model.states.all():
                    seen |= kinds(concept.id, certifier.certificate(concept, dm, state))
    assert {"Nash, unstable", "SMR, escapes", "SMR, escaped", "SSEQ, escaped", "SIM, stable"} <= seen
    assert {f"{name}, long" for name in ("GMR", "SMR", "SEQ", "SGMR", "GMR_a", "SEQ_d")} <= seen
    assert {f"{concept}, {verdict}" for concept in CONCEPTS for verdict in ("stable", "unstable")} <= seen


def kinds(concept: str, proof: Certificate) -> set[str]:
    found = {"stable" if proof.stable else "unstable"}
    if any(len(answer.steps) > 1 for _, answer in proof.deterred):
        found.add("long")
    if any(answer.escapes for _, answer in proof.deterred):
        found.add("escapes")
    if proof.escaped:
        found.add("escaped")
    return {f"{concept}, {kind}" for kind in found}


# -- what a certificate shows ----------------------------------------------------------------------


def chain(*dms: tuple[str, list[tuple[str, str]], str], states: str = "stuvw") -> Conflict:
    """A conflict in graph form: decision makers with arcs and rankings, best first."""
    return Conflict(
        "chain",
        tuple(DecisionMaker(name, moves=tuple(moves)) for name, moves, _ in dms),
        form="graph",
        states=tuple(NamedState(name) for name in states),
        preferences=tuple(
            Preferences(name, ranking=tuple((s,) for s in ranking)) for name, _, ranking in dms
        ),
    )


def test_answer_is_a_shortest_one() -> None:
    """Two ways lead down, one of one step: that is told."""
    model = chain(
        ("a", [("s", "t")], "tusvw"),
        ("b", [("t", "u"), ("t", "v")], "stuvw"),
        ("c", [("u", "w")], "stuvw"),
    ).graph()
    proof = Certifier(model).certificate(CONCEPTS["GMR"], 0, 0)
    assert proof.deterred[0][1].steps == (Step(1, 1, 3),)


def test_nobody_answers_twice_in_a_row() -> None:
    """Only b could lead from t by way of u to w, in two moves running: that is no answer."""
    conflict = chain(
        ("a", [("s", "t")], "tusvw"),
        ("b", [("t", "u"), ("u", "w")], "stuvw"),
    )
    model = conflict.graph()
    assert not Certifier(model).certificate(CONCEPTS["GMR"], 0, 0).stable
    with_help = chain(
        ("a", [("s", "t")], "tusvw"),
        ("b", [("t", "u"), ("v", "w")], "stuvw"),
        ("c", [("u", "v")], "stuvw"),
    ).graph()
    proof = Certifier(with_help).certificate(CONCEPTS["GMR"], 0, 0)
    assert [step.dm for step in proof.deterred[0][1].steps] == [1, 2]


def test_joint_answer_needs_all_its_movers() -> None:
    """Either of the others alone does a no harm; both at once do."""

    def party(name: str, *wishes: str) -> tuple[DecisionMaker, Preferences]:
        return DecisionMaker(name, options=(Option("go"),)), Preferences(
            name, statements=tuple(PrioritisedStatement(wish) for wish in wishes)
        )

    parties = [
        party("a", "not (b.go and c.go)", "a.go"),
        party("b", "b.go"),
        party("c", "c.go"),
    ]
    dms, wishes = zip(*parties, strict=True)
    model = Conflict("together", dms, wishes).graph()
    nobody = model.states.find("none")
    (row,) = Certifier(model).certificate(CONCEPTS["SIM"], 0, nobody).deterred
    assert [step.dm for step in row[1].steps] == [1, 2]
    assert {step.source for step in row[1].steps} == {nobody}
    assert model.states.pattern(row[1].lands) == "YYY"


def test_most_tempting_move_comes_first() -> None:
    model, certifier, _ = flagship("sanger")
    proof = certifier.certificate(CONCEPTS["SEQ"], 2, model.states.find("153"))
    moves = [to for to, _ in proof.deterred]
    assert len(moves) == 3
    assert not any(model.prefers(2, later, earlier) for earlier, later in pairwise(moves))


def test_no_more_than_a_dozen_escaped_answers_are_given_in_full() -> None:
    model, certifier, _ = flagship("sanger")
    proofs = [
        certifier.certificate(CONCEPTS["SMR"], dm, s) for dm in range(4) for s in model.states.all()[:200]
    ]
    longest = max(proofs, key=lambda proof: proof.escaped_count)
    assert longest.escaped_count > MOST_EXAMPLES == len(longest.escaped)


def test_one_move_is_deterred_even_where_another_is_not() -> None:
    """A state is stable where every tempting move is deterred; some states have moves of both sorts."""
    mixed = 0
    for model in random_models(range(40)):
        certifier = Certifier(model)
        for concept in applicable(model):
            for dm in range(model.size):
                for state in model.states.all():
                    proof = certifier.certificate(concept, dm, state)
                    tempting = certifier._tempting(concept.rule, dm, state)
                    deterred = {to for to in tempting if certifier.deters(concept, dm, state, to)}
                    assert proof.stable == (deterred == set(tempting))
                    assert proof.undeterred not in deterred
                    mixed += bool(deterred and not proof.stable)
    assert mixed


def test_certifier_refuses_concepts_without_meaning() -> None:
    model = next(iter(random_models([2])))
    assert model.has_unknown
    for name in ("SEQ", "SGMR"):
        with pytest.raises(NotApplicable, match=name):
            Certifier(model).certificate(CONCEPTS[name], 0, model.states.all()[0])


def test_certificates_are_values() -> None:
    _, certifier, _ = flagship("schwarz")
    proof = certifier.certificate(CONCEPTS["SEQ"], 1, 152)
    assert hash(proof) == hash(replace(proof)) and proof == replace(proof)
