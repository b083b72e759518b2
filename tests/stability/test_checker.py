"""The checker believes no forged certificate, and says calmly what is wrong with it."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from countermove.errors import ModelError
from countermove.stability import CONCEPTS
from countermove.stability.certificate import Certificate, Certifier, certificate_from_dict
from countermove.stability.checker import Checker
from stability.forging import LIES, WAYS, Forger, Way, forged
from stability.proofs import Judge, applicable, flagship, small_conflict

JUDGED = range(160)
A_CONFLICT = 14  # certificates that are forged for each


def sample(judge: Judge, certifier: Certifier, rng: random.Random) -> Iterator[Certificate]:
    """Certificates of one model, those with something in them first."""
    model = judge.model
    found = [
        certifier.certificate(concept, dm, state)
        for concept in applicable(model)
        for dm in range(model.size)
        for state in model.states.all()
    ]
    rng.shuffle(found)
    found.sort(key=lambda c: -len(c.deterred) - len(c.escaped))
    yield from found[: A_CONFLICT // 2]
    yield from found[A_CONFLICT // 2 :: max(len(found) // A_CONFLICT * 2, 1)]


@pytest.mark.parametrize("part", range(8))
def test_checker_believes_a_forgery_only_if_it_is_still_a_proof(part: int) -> None:
    for seed in JUDGED[part::8]:
        judge, rng = Judge(small_conflict(seed)), random.Random(seed)
        certifier, checker = Certifier(judge.model), Checker(judge.model)
        forger = Forger(judge.model, certifier, rng)
        for true in sample(judge, certifier, rng):
            assert judge.is_proof(true) and not checker.faults(true)
            for way in WAYS:
                for made in forged(way, forger, true):
                    assert (not checker.faults(made)) == judge.is_proof(made), (way.__name__, true, made)


def test_every_way_of_forging_makes_lies_that_are_found() -> None:
    """Otherwise the test above would not say much. Some ways also make what is still a proof."""
    found: Counter[str] = Counter()
    for seed in range(40):
        judge, rng = Judge(small_conflict(seed)), random.Random(seed)
        certifier, checker = Certifier(judge.model), Checker(judge.model)
        forger = Forger(judge.model, certifier, rng)
        for true in sample(judge, certifier, rng):
            for way in WAYS:
                for made in forged(way, forger, true):
                    found[f"{way.__name__} {'rejected' if checker.faults(made) else 'believed'}"] += 1
    honest = {"order_moves_anew"}
    missing = [w.__name__ for w in WAYS if w.__name__ not in honest and not found[f"{w.__name__} rejected"]]
    assert not missing, found
    assert found["order_moves_anew believed"] and found["splice_in_a_step believed"], found
    assert not [way.__name__ for way in LIES if found[f"{way.__name__} believed"]], found


@pytest.mark.parametrize("way", LIES, ids=lambda way: way.__name__)
@pytest.mark.parametrize("concept", ["GMR", "SMR", "SEQ", "SSEQ", "SIM"])
def test_lies_about_the_flagship_are_rejected(way: Way, concept: str) -> None:
    model, certifier, checker = flagship("sanger")
    rng = random.Random(concept)
    forger = Forger(model, certifier, rng)
    for _ in range(12):
        true = certifier.certificate(CONCEPTS[concept], rng.randrange(4), rng.choice(model.states.all()))
        lies = list(forged(way, forger, true))
        for made in rng.sample(lies, min(len(lies), 12)):
            assert checker.faults(made), (way.__name__, true, made)


def test_faults_are_told_in_words() -> None:
    model, certifier, checker = flagship("sanger")
    proof = certifier.certificate(CONCEPTS["SEQ"], 1, model.states.find("153"))
    (row,) = proof.deterred
    to, answer = row
    told = {
        "there is no concept nash": replace(proof, concept="nash"),
        "the certificate is about another model": replace(proof, model="x"),
        "there is no such decision maker or state": replace(proof, dm=4),
        "the moves listed are not exactly those the decision maker would leave for": replace(
            proof, deterred=()
        ),
        "the steps of an answer do not join": replace(
            proof, deterred=((to, replace(answer, steps=answer.steps[::-1] + answer.steps)),)
        ),
        "an answer has no step": replace(proof, deterred=((to, replace(answer, steps=())),)),
        "escapes are listed, but the concept does not look at them": replace(
            proof, deterred=((to, replace(answer, escapes=(to,))),)
        ),
    }
    for fault, made in told.items():
        assert fault in checker.faults(made)


def test_certificate_of_another_reading_is_not_believed() -> None:
    model, certifier, _ = flagship("sanger")
    _, _, other = flagship("schwarz")
    proof = certifier.certificate(CONCEPTS["Nash"], 0, model.states.all()[0])
    assert other.faults(proof) == ["the certificate is about another model"]


# -- malformed data --------------------------------------------------------------------------------

ODD: tuple[Any, ...] = (None, True, 0, -1, 10**30, 1.5, float("nan"), "x", "", [], [[]], [None], {}, {"x": 1})


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in nested data."""
    yield path
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in rows:
        yield from places(value, (*path, key))


def spoiled(data: Any) -> Iterator[Any]:
    """The data with one place replaced, removed, or with something added."""
    for path in places(data):
        for odd in ODD:
            made = {"": copy.deepcopy(data)}
            inner: Any = made
            for key in ("", *path)[:-1]:
                inner = inner[key]
            last = ("", *path)[-1]
            inner[last] = odd
            yield made[""]
        if path:
            made = {"": copy.deepcopy(data)}
            inner = made
            for key in ("", *path)[:-1]:
                inner = inner[key]
            del inner[path[-1]]
            yield made[""]


def written() -> list[tuple[Any, Any, Checker]]:
    """Certificates with all that can be in one, as data."""
    model, certifier, checker = flagship("sanger")
    found = []
    for name in ("Nash", "SEQ", "SMR", "SIM"):
        for dm, number in ((1, 153), (0, 153), (3, 397)):
            proof = certifier.certificate(CONCEPTS[name], dm, model.states.find(str(number)))
            found.append((proof.to_dict(model), model, checker))
    return found


def test_malformed_data_are_refused_or_rejected_but_never_crash() -> None:
    refused, rejected = 0, 0
    for data, model, checker in written():
        for odd in spoiled(data):
            try:
                proof = certificate_from_dict(odd, model)
            except ModelError as error:
                (problem,) = error.problems
                assert problem.what and problem.where.startswith("certificate")
                refused += 1
                continue
            if proof != certificate_from_dict(data, model):
                assert checker.faults(proof), odd
                rejected += 1
    assert refused > 1000 and rejected > 10


def test_mistake_in_data_is_told_with_its_place() -> None:
    model, certifier, _ = flagship("sanger")
    data = certifier.certificate(CONCEPTS["SEQ"], 1, model.states.find("153")).to_dict(model)
    data = json.loads(json.dumps(data))
    data["deterred"][0]["answer"]["steps"][0]["dm"] = "eurp"
    with pytest.raises(ModelError) as caught:
        certificate_from_dict(data, model)
    (problem,) = caught.value.problems
    assert problem.where == "certificate.deterred[1].answer.steps[1].dm"
    assert problem.what == 'there is no decision maker "eurp"'
    data["deterred"][0]["answer"]["steps"][0]["dm"] = "eu"
    data["deterred"][0]["answer"]["lands"] = 769
    with pytest.raises(ModelError, match="there is no state 769"):
        certificate_from_dict(data, model)
    del data["deterred"]
    with pytest.raises(ModelError, match='"deterred" is missing'):
        certificate_from_dict(data, model)
    with pytest.raises(ModelError, match="this should be a table"):
        certificate_from_dict([], model)
    with pytest.raises(ModelError, match='"undetered" has no meaning here'):
        certificate_from_dict({**data, "deterred": [], "undetered": 3}, model)
