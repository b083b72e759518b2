"""The engine for few states says what the literal oracle says, and what the array engines say."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from countermove.model.graph import GraphModel
from countermove.model.sets import FewStates
from countermove.stability import CONCEPTS
from countermove.stability.engines import analyse
from countermove.stability.plan import keeping
from countermove.stability.single import SingleEngine
from countermove.stability.table import ListedTable, SetTable
from oracle import Oracle
from strategies import random_conflict

SIX = [CONCEPTS[name] for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")]


def models(seed: int, many: int) -> Iterator[GraphModel]:
    rng = random.Random(seed)
    while many:
        conflict = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)
        model = conflict.graph(keep=keeping(None))
        if model.form is not None:
            many -= 1
            yield model


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_literal_oracle(seed: int) -> None:
    seen = set()
    for model in models(seed, 25):
        oracle, engine = Oracle(model.conflict), SingleEngine(model)
        for concept in SIX:
            for dm in range(model.size):
                found = engine.stable(dm, concept.rule)
                verdicts = [state in found for state in engine.states]
                assert verdicts == [oracle.stable(concept.id, dm, s) for s in oracle.all], (concept.id, dm)
                seen |= {(concept.id, verdict) for verdict in verdicts}
    assert len(seen) == 2 * len(SIX)


def test_tables_of_the_command_line_and_of_scripts_agree() -> None:
    for model in models(50, 30):
        listed = model.conflict.graph(model.reading)
        light, whole = analyse(model), analyse(listed)
        assert isinstance(light, SetTable) and isinstance(whole, ListedTable)
        assert light.concepts == whole.concepts and light.engine == whole.engine == "sparse"
        for concept in light.concepts:
            assert light.equilibria(concept) == whole.equilibria(concept)
            assert light.count_by_outcome(concept) == whole.count_by_outcome(concept)


def test_few_states_are_a_set() -> None:
    model = next(model for model in models(3, 40) if model.states.size > 12)
    every = SingleEngine(model).everything
    rng = random.Random(5)
    some, others = (FewStates(every.space, tuple(sorted(rng.sample(every.states, 8)))) for _ in range(2))
    a, b = set(some), set(others)
    assert set(some & others) == a & b and set(some | others) == a | b and set(some - others) == a - b
    assert list(some | others) == sorted(a | b) and (some & others).count == len(a & b)
    assert set(every.sample(400, rng)) == set(every) and FewStates(every.space, ()).sample(3, rng) == []
    far = max(every, key=lambda code: (code ^ 0).bit_count())
    assert every.nearest(far, 1) == [far]
