"""Conflicts of 2^16 to 2^28 states and more: engines against one another, and verdicts by certificate."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import cache

import numpy as np
import pytest

from countermove import case_path, read_case
from countermove.errors import NotApplicable, StateError, TooLarge
from countermove.kernels import native
from countermove.model.cube import CubeSpace
from countermove.model.feasible import Feasible
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSpace
from countermove.stability import CONCEPTS
from countermove.stability.certificate import Certifier
from countermove.stability.checker import Checker
from countermove.stability.comparison import compare
from countermove.stability.engines import analyse, analyse_all
from countermove.stability.explain import explain
from countermove.stability.plan import Plan, plan
from countermove.stability.table import ListedTable, StabilityTable
from stability.large import grown
from strategies import random_conflict

FIVE = [CONCEPTS[name] for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]
EUROPE = "washington-2025/europe"

needs_native = pytest.mark.skipif(native.load() is None, reason="built without a C compiler: too slow")


@cache
def europe() -> tuple[GraphModel, ...]:
    conflict = read_case(case_path(EUROPE)).conflict
    return tuple(conflict.graph(reading) for reading in conflict.reading_ids)


@cache
def europe_tables() -> tuple[StabilityTable, ...]:
    return tuple(analyse_all(europe(), FIVE))


# -- spaces that are not listed --------------------------------------------------------------------


def test_unlisted_spaces_say_what_lists_say() -> None:
    rng, seen = random.Random(4), 0
    while seen < 60:
        conflict = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)
        listed, cube = conflict.graph(keep="list").states, conflict.graph(keep="cube").states
        if not isinstance(cube, CubeSpace):
            continue  # coalesced states, bans and rankings need a list
        seen += 1
        assert isinstance(listed, ListedSpace) and cube.size == listed.size
        for number, state in enumerate(listed.all(), 1):
            assert (cube.number(state), cube.numbered(number)) == (number, state)
            assert cube.pattern(state) == listed.pattern(state) and cube.label(state) == listed.label(state)
            for text in (
                str(number),
                cube.pattern(state),
                "+".join(o.ref for o in cube.taken(state)) or "none",
            ):
                assert cube.find(text) == listed.find(text) == state
        lost = [code for code in range(1 << len(cube.options)) if not listed.has(code)]
        assert not any(cube.has(code) for code in [*lost, -1, 1 << len(cube.options)])
        for code in lost[:3]:
            with pytest.raises(StateError, match="is not a feasible state"):
                cube.number(code)
        assert cube.first(None, 5) == (listed.size, listed.all()[:5])


def test_counting_needs_no_list() -> None:
    """100 options in a chain: each may be taken only after the one before, by one of ten parties."""
    model = grown(2, (10,) * 10).replace(
        exclusions=(), preferences=tuple(p.__class__(p.dm) for p in grown(2, (10,) * 10).preferences)
    )
    states = model.graph().states
    assert isinstance(states, CubeSpace) and states.size == 2**100
    assert states.number((1 << 100) - 1) == 2**100 and states.numbered(2**99 + 1) == 1 << 99


def test_nothing_is_feasible_is_noticed_at_any_size() -> None:
    from countermove.model.conflict import Exclusion

    conflict = grown(2, (10,) * 6).replace(exclusions=(Exclusion(never="o0_0"), Exclusion(never="not o0_0")))
    (problem,) = [p for p in conflict.problems() if not p.warning]
    assert problem.what == "the exclusions contradict one another: no state is left"


def test_entangled_exclusions_are_refused_and_states_still_have_a_name() -> None:
    conflict = grown(3, (12,) * 8, exclusions=80)
    states = conflict.graph().states
    assert isinstance(states, CubeSpace)
    rng = random.Random(1)
    some = next(code for code in (rng.getrandbits(96) for _ in range(10_000)) if states.has(code))
    with pytest.raises(TooLarge, match="too entangled"):
        _ = Feasible(states.form).count
    assert states.name(some) == states.pattern(some) and len(states.name(some)) == 96


# -- engines against one another -------------------------------------------------------------------


@needs_native
@pytest.mark.parametrize("seed", range(6))
def test_all_engines_agree_on_65536_states(seed: int) -> None:
    shape = [(4, 4, 4, 4), (8, 3, 5), (2,) * 8, (6, 6, 4), (1, 5, 5, 5), (3, 3, 3, 3, 4)][seed]
    model = grown(seed, shape, exclusions=seed, irreversible=0.1 * seed).graph(keep="list")
    plain = analyse(model, FIVE, engine="sparse")
    for engine in ("tensor", "symbolic"):
        found = analyse(model, FIVE, engine=engine)
        assert isinstance(plain, ListedTable) and isinstance(found, ListedTable) and found.engine == engine
        for concept in FIVE:
            assert np.array_equal(found.stable[concept.id], plain.stable[concept.id]), (engine, concept)


@needs_native
@pytest.mark.parametrize(
    ("shape", "exclusions", "irreversible"),
    [((5, 5, 5, 5), 4, 0.2), ((7, 7, 6), 0, 0.0), ((6, 6, 6, 6), 3, 0.1), ((2,) * 12, 5, 0.1)],
)
def test_tensor_and_diagrams_agree_up_to_two_to_the_24(
    shape: tuple[int, ...], exclusions: int, irreversible: float
) -> None:
    model = grown(11, shape, exclusions, irreversible, statements=5).graph(keep="cube")
    tensor = analyse(model, FIVE, engine="tensor")
    diagrams = analyse(model, FIVE, engine="symbolic")
    assert tensor.where().count == diagrams.where().count == model.states.size
    rng = random.Random(1)
    for concept in FIVE:
        assert diagrams.exact(concept)
        first, second = tensor.holding(concept), diagrams.holding(concept)
        assert first.count == second.count
        assert tensor.count_by_outcome(concept) == diagrams.count_by_outcome(concept)
        assert all(state in second for state in first.sample(50, rng))
        assert all(state in first for state in second.sample(50, rng))
        assert first.nearest(0, 5) == second.nearest(0, 5)
        for dm in range(model.size):
            assert tensor.stable_for(concept, dm).count == diagrams.stable_for(concept, dm).count


@needs_native
def test_drawn_states_of_a_large_model_are_proven() -> None:
    model = grown(6, (5, 5, 5, 5, 4), 4, 0.2, statements=5).graph(keep="cube")
    table = analyse(model, FIVE)
    certifier, checker, rng = Certifier(model, 2_000), Checker(model), random.Random(3)
    seen = set()
    for concept in FIVE:
        states = [*table.where().sample(2, rng), *table.holding(concept).sample(2, rng)]
        for dm in range(model.size):
            for state in states:
                with suppress(TooLarge):  # more than 2,000 answers, which the checker finds one by one
                    proof = certifier.certificate(concept, dm, state)
                    assert proof.stable == table.is_stable(concept, dm, state)
                    assert checker.faults(proof) == []
                    seen.add((concept.id, proof.stable))
    assert len(seen) >= 2 * len(FIVE) - 1


def test_certificates_of_listed_and_unlisted_states_agree() -> None:
    rng, seen = random.Random(8), 0
    while seen < 40:
        conflict = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)
        listed, cube = conflict.graph(keep="list"), conflict.graph(keep="cube")
        if not isinstance(cube.states, CubeSpace):
            continue
        seen += 1
        plain, far, checker = Certifier(listed), Certifier(cube), Checker(cube)
        for concept in FIVE:
            for dm in range(cube.size):
                for state in listed.states.all():  # type: ignore[attr-defined]
                    proof = far.certificate(concept, dm, state)
                    assert checker.faults(proof) == []
                    assert proof.stable == plain.certificate(concept, dm, state).stable


# -- bounds, sets, choice --------------------------------------------------------------------------


def test_sequential_stability_beyond_reach_is_bounded() -> None:
    model = grown(5, (8,) * 6, 3, 0.1, statements=9).graph()
    table = analyse(model, [CONCEPTS["SEQ"], CONCEPTS["GMR"]], engine="symbolic", patience=1.0)
    assert not table.exact("SEQ") and table.exact("GMR")
    least, most = table.holding("SEQ"), table.at_most("SEQ")
    assert least.count <= most.count <= table.holding("GMR").count < 2**48
    assert (least - most).count == 0


def test_choice_of_an_engine_says_what_it_takes() -> None:
    small, middle = grown(1, (3, 3)).graph(), grown(1, (5, 5, 5, 5)).graph()
    large, vast = grown(1, (7, 7, 7, 7), statements=12).graph(), grown(1, (10,) * 8).graph()
    assert [plan(m).engine for m in (small, middle, large, vast)] == [
        "sparse",
        "tensor",
        "symbolic",
        "symbolic",
    ]
    assert plan(large).otherwise is not None and plan(vast).otherwise is None
    assert str(plan(middle)).startswith("Engine: tensor, 1,048,576 combinations of options, about 1 second")
    assert plan(large, memory=1 << 26).otherwise is None, "the tensor would not fit"
    assert plan(small).at_once and isinstance(plan(vast), Plan)
    with pytest.raises(NotApplicable, match="takes conflicts in option form"):
        plan(random_conflict(random.Random(1), form="graph").graph(), FIVE, "tensor")


@needs_native
def test_each_european_party_is_analysed_alike_by_two_engines() -> None:
    model = europe()[1]
    tensor = analyse(model, FIVE[:3], engine="tensor")
    for concept in FIVE[:3]:
        assert tensor.holding(concept).count == europe_tables()[1].holding(concept).count
    assert [europe_tables()[1].holding(c).count for c in FIVE] == [
        1,
        57_780_960,
        27_536_480,
        5_280_057,
        3_869_193,
    ]


@needs_native
def test_each_european_party_can_be_explained() -> None:
    model, table = europe()[1], europe_tables()[1]
    assert model.status_quo is not None
    checked = 0
    for dm in range(model.size):
        told = explain(model, CONCEPTS["SEQ"], dm, model.status_quo)
        assert told.certificate.stable == table.is_stable("SEQ", dm, model.status_quo)
        if told.certificate.stable or told.certificate.replies < 2_000:
            assert Checker(model).faults(told.certificate) == []
            checked += 1
    assert checked >= 5


@needs_native
def test_each_european_party_can_be_compared() -> None:
    comparison = compare(read_case(case_path(EUROPE)).conflict, FIVE)
    one, two = (comparison.tables[name].holding("SEQ") for name in ("sanger", "schwarz"))
    assert comparison.shared("SEQ").count == (one & two).count
    assert comparison.only("SEQ", "sanger").count == comparison.lost("SEQ", "sanger", "schwarz").count
    causes = comparison.causes(CONCEPTS["SEQ"], "schwarz", "sanger")
    assert causes and all(state in two and state not in one for _, states in causes for state in states)


def test_statement_cuts_a_set_of_any_engine() -> None:
    conflict = grown(9, (6, 6, 6), 2)
    model = conflict.graph(keep="cube")
    statement = next(o.statement for o in model.outcomes)
    for engine in ("tensor", "symbolic"):
        found = analyse(model, FIVE[:1], engine=engine).where(statement)
        assert all(model.states.holds(statement, state) for state in found.sample(50, random.Random(2)))
        assert found.count == model.states.first(statement, 0)[0]
