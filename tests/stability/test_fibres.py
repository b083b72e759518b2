"""The sparse engine on fibres, and simultaneous stability, against the plain engines and the oracle."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from countermove.errors import TooLarge
from countermove.kernels import native, sparse
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal
from countermove.stability import CONCEPTS, sim
from countermove.stability.concept import Rule
from countermove.stability.fibres import FibreEngine
from countermove.stability.relations import RelationEngine
from countermove.stability.values import ValueEngine
from oracle import Oracle, codes_of
from strategies import random_conflict

needs_kernels = pytest.mark.skipif(not sparse.is_built(), reason="the native library was not built")
CLASSICAL = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
RULES = [CONCEPTS[name].rule for name in CLASSICAL]


def random_model(seed: int, most: int = 9) -> GraphModel:
    """Up to six decision makers and `most` options: irreversible ones, infeasible states, many ties."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(rng.randint(2, most))]
    owners: list[list[str]] = [[] for _ in range(rng.randint(1, 6))]
    for name in names:
        rng.choice(owners).append(name)
    ways = ("", "once taken", "once dropped") if rng.random() < 0.5 else ("",)
    makers = tuple(
        DecisionMaker(f"d{i}", options=tuple(Option(o, irreversible=rng.choice(ways)) for o in own))
        for i, own in enumerate(owners)
    )
    exclusions = tuple(Exclusion(never=pattern(rng, names, 3)) for _ in range(rng.randint(0, 3)))
    wishes = tuple(wish(rng, dm.id, names) for dm in makers)
    return Conflict("random", makers, wishes, exclusions=exclusions).graph(keep="list")


def pattern(rng: random.Random, names: list[str], most: int) -> str:
    chosen = rng.sample(names, min(len(names), rng.randint(2, most)))
    return " and ".join(rng.choice(("", "not ")) + name for name in chosen)


def wish(rng: random.Random, dm: str, names: list[str]) -> Preferences:
    lines = [pattern(rng, names, 3) for _ in range(rng.randint(0, 6))]
    if rng.random() < 0.3:
        return Preferences(dm, weights={line: rng.randint(-2, 2) for line in lines})
    return Preferences(dm, statements=tuple(PrioritisedStatement(line) for line in lines))


@pytest.fixture
def without_kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the package was built without a C compiler."""
    monkeypatch.setenv("COUNTERMOVE_NATIVE", "0")
    native.load.cache_clear()
    yield
    native.load.cache_clear()


def test_random_models_are_not_all_alike() -> None:
    """The tests below would be empty if their models were trivial."""
    models = [random_model(seed) for seed in range(100)]
    seen = {name: {bool(x) for m in models for x in ValueEngine(m).stable(0, rule)}
            for name, rule in zip(CLASSICAL, RULES, strict=True)}  # fmt: skip
    assert all(verdicts == {True, False} for verdicts in seen.values())
    assert sum(m.states.size < 1 << len(m.states.options) for m in models) > 30
    assert sum(any(mover.stay_taken | mover.stay_dropped for mover in m.movement) for m in models) > 30
    assert sum(len(set(p.rank.tolist())) < m.states.size for m in models for p in m.preferences) > 100


@needs_kernels
@pytest.mark.parametrize("part", range(6))
def test_fibres_equal_the_plain_engine(part: int) -> None:
    for seed in range(200 * part, 200 * part + 200):
        model = random_model(seed)
        plain, fast = ValueEngine(model), FibreEngine(model)
        for rule in RULES:
            assert FibreEngine.answers(model, rule)
            for dm in range(model.size):
                assert np.array_equal(fast.stable(dm, rule), plain.stable(dm, rule)), (seed, dm, rule)


@needs_kernels
def test_fibres_equal_the_oracle() -> None:
    for seed in range(80):
        conflict = random_conflict(random.Random(seed), form="option", coalesced=False, banned=False,
                                   preference="ordinal")  # fmt: skip
        model, oracle = conflict.graph(), Oracle(conflict)
        fast, codes = FibreEngine(model), codes_of(model, oracle)
        for name, rule in zip(CLASSICAL, RULES, strict=True):
            for dm in range(model.size):
                found = dict(zip(model.states.all(), fast.stable(dm, rule).tolist(), strict=True))
                literal = [oracle.stable(name, dm, s) for s in oracle.all]
                assert [found[code] for code in codes] == literal, (seed, name, dm)


@needs_kernels
def test_two_threads_give_what_one_gives() -> None:
    model = random_model(7)
    alone, together = FibreEngine(model, threads=1), FibreEngine(model, threads=2)
    for one, two, rule in zip(
        alone.stable_for_all(RULES), together.stable_for_all(RULES), RULES, strict=True
    ):
        assert np.array_equal(one, two)
        assert all(np.array_equal(row, alone.stable(dm, rule)) for dm, row in enumerate(one))


@needs_kernels
def test_only_the_order_of_ranks_counts() -> None:
    for seed in range(60):
        model = random_model(seed)
        stretched = tuple(Ordinal(p.states, 10**12 * p.rank - 3) for p in model.preferences)
        other = GraphModel(model.conflict, model.reading, model.states, model.movement, stretched)
        for rule in RULES:
            for dm in range(model.size):
                ours, theirs = FibreEngine(model).stable(dm, rule), FibreEngine(other).stable(dm, rule)
                assert np.array_equal(ours, theirs)


@needs_kernels
def test_many_options_of_which_few_combinations_are_feasible() -> None:
    """Sixty options: the sort of states by their codes takes several passes."""
    rng = np.random.default_rng(5)
    near = rng.integers(0, 1 << 60, 40)[rng.integers(0, 40, 300)]
    codes = np.unique(near ^ (1 << rng.integers(0, 60, 300)))
    own = [(1 << 60) // 8 - 1, (1 << 60) - (1 << 60) // 8]
    for taken in (0, 0b111 << 55):
        movers = [Changes(own[0], 0b1011), Changes(own[1], taken & own[1])]
        ranks = [rng.integers(0, 9, len(codes)) for _ in own]
        fibres = sparse.Fibres(codes, movers, ranks)
        for dm in range(2):
            open_ = (codes[:, None] & ~codes & movers[dm].stay_taken) == 0
            moves = ((codes[:, None] ^ codes) & ~own[dm] == 0) & open_
            improves = moves & (ranks[dm] > ranks[dm][:, None])
            assert np.array_equal(fibres.stable(dm, 0, hold=False), ~improves.any(axis=1))


class Changes:
    """What a decision maker can change."""

    def __init__(self, own: int, stay_taken: int) -> None:
        self.own, self.stay_taken, self.stay_dropped = own, stay_taken, 0


def test_an_engine_is_kept_as_long_as_it_is_in_use() -> None:
    if not sparse.is_built():
        pytest.skip("the native library was not built")
    model, other = random_model(1), random_model(2)
    engine = FibreEngine.of(model)
    assert FibreEngine.of(model) is engine
    assert FibreEngine.of(other) is not engine


def test_what_the_engine_does_not_take() -> None:
    for wanted in ({"form": "graph"}, {"preference": "unknown"}):
        model = random_conflict(random.Random(3), **wanted).graph()
        assert not FibreEngine.answers(model, Rule())
    model = random_model(3)
    assert not FibreEngine.answers(model, CONCEPTS["SIM"].rule)


def test_without_a_compiler_the_plain_engine_answers(without_kernels: None) -> None:
    model = random_model(3)
    assert not FibreEngine.takes(model)
    assert not FibreEngine.answers(model, Rule())
    assert ValueEngine.answers(model, Rule())


# -- simultaneous stability ------------------------------------------------------------------------


@needs_kernels
@pytest.mark.parametrize("part", range(5))
def test_sim_equals_its_plain_version(part: int) -> None:
    for seed in range(200 * part, 200 * part + 200):
        model = random_model(seed, most=7)
        for dm in range(model.size):
            assert np.array_equal(sim.stable(model, dm), sim._by_lists(model, dm)), (seed, dm)


@needs_kernels
def test_sim_by_hashing_equals_sim_by_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [[sim.stable(model, dm) for dm in range(model.size)] for model in map(random_model, range(200))]
    monkeypatch.setattr(sparse, "_MOST_DENSE", 0)
    for seed, rows in enumerate(found):
        model = random_model(seed)
        for dm, row in enumerate(rows):
            assert np.array_equal(sim.stable(model, dm), row), (seed, dm)


@needs_kernels
def test_sim_equals_the_oracle() -> None:
    for seed in range(60):
        conflict = random_conflict(random.Random(seed), form="option", coalesced=False, banned=False,
                                   preference="ordinal")  # fmt: skip
        model, oracle = conflict.graph(), Oracle(conflict)
        codes = codes_of(model, oracle)
        for dm in range(model.size):
            found = dict(zip(model.states.all(), sim.stable(model, dm).tolist(), strict=True))
            assert [found[c] for c in codes] == [oracle.stable("SIM", dm, s) for s in oracle.all], (seed, dm)


def test_sim_without_a_compiler(without_kernels: None) -> None:
    model = random_model(11)
    for dm in range(model.size):
        assert np.array_equal(sim.stable(model, dm), sim._by_lists(model, dm))


def test_sim_by_lists_where_moves_are_banned() -> None:
    model = next(
        model
        for seed in range(100)
        if not FibreEngine.takes(
            model := random_conflict(
                random.Random(seed), form="option", coalesced=False, preference="ordinal"
            ).graph()
        )
    )
    assert sim.stable(model, 0).shape == (model.states.size,)


@needs_kernels
def test_sim_gives_up_on_too_many_joint_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    model = next(m for m in map(random_model, range(100)) if not sim.stable(m, 0).all() and m.size > 2)
    monkeypatch.setattr(sim, "_MOST_FAST", 1)
    with pytest.raises(TooLarge, match="joint changes"):
        sim.stable(model, 0)


def test_values_and_relations_agree_on_the_random_models() -> None:
    """The plain engine is itself held against the definition by pairs of states."""
    for seed in range(0, 60, 3):
        model = random_model(seed, most=6)
        for rule in RULES:
            for dm in range(model.size):
                ours, theirs = ValueEngine(model), RelationEngine(model)
                assert np.array_equal(ours.stable(dm, rule), theirs.stable(dm, rule))
