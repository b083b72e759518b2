"""Sweeps against the analysis of one model after another, and against the oracle."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from countermove.errors import NotApplicable, TooLarge
from countermove.kernels import native
from countermove.model.conflict import Conflict, DecisionMaker, NamedState, Preferences
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal
from countermove.stability import CONCEPTS, analyse
from countermove.sweeps import Batch, RandomOrders, Ranks, wishes_of
from oracle import Oracle, codes_of
from strategies import random_conflict
from sweeps.structures import assert_same, small

SWEPT = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")


@pytest.fixture(params=["native", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """With the native library, where there is one, and without."""
    if request.param == "native" and native.load() is None:
        pytest.skip("the native library was not built")
    if request.param == "plain":
        monkeypatch.setattr(native, "load", lambda: None)
    yield request.param


def with_ranks(model: GraphModel, ranks: IntArray) -> GraphModel:
    """The model with other preferences; `ranks` (DMs, S)."""
    assert model.states.size == ranks.shape[1]
    wishes = tuple(Ordinal(model.states, row.astype(np.int64) - ranks.min()) for row in ranks)  # type: ignore[arg-type]
    return replace(model, preferences=wishes, form=None)


def one_by_one(model: GraphModel, ranks: IntArray) -> BoolArray:
    """(concepts, profiles, DMs, S): who stays where, every profile analysed alone."""
    made = []
    for profile in ranks:
        single = with_ranks(model, profile)
        table = analyse(single, [CONCEPTS[name] for name in SWEPT])
        codes = model.states.all()
        rows = [[list(table.stable_for(c, i)) for i in range(model.size)] for c in table.concepts]
        made.append([[np.isin(codes, found) for found in row] for row in rows])
    return np.array(made).transpose(1, 0, 2, 3)


def check(model: GraphModel, ranks: IntArray) -> None:
    wanted = one_by_one(model, ranks)
    shares = Batch(model, SWEPT).run(ranks, by_dm=True, keep=True)
    assert shares.profiles == len(ranks)
    for at, name in enumerate(SWEPT):
        together = wanted[at].all(axis=1)
        assert np.array_equal(shares.equilibria(name), together), f"{name} in {model.conflict}"
        assert np.array_equal(shares.count(name), together.sum(axis=0))
        for i in range(model.size):
            assert np.array_equal(shares.stable_count(name, i), wanted[at, :, i].sum(axis=0))


@pytest.mark.parametrize("form", ["option", "graph"])
def test_every_profile_is_as_if_analysed_alone(form: str, way: str) -> None:
    not_transitive = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        model = random_conflict(random.Random(seed), form=form).graph()
        not_transitive += not model.transitive
        many = int(rng.integers(1, 6))
        levels = int(rng.choice([1, 2, 4, 12, 200]))  # 200 takes cells of two bytes
        check(model, rng.integers(0, levels, (many, model.size, model.states.size)))
    assert not_transitive > 5 or form == "option"


@pytest.mark.parametrize("form", ["option", "graph"])
def test_equilibria_equal_the_oracle(form: str, way: str) -> None:
    for seed in range(40):
        conflict = random_conflict(random.Random(1000 + seed), form=form, preference="ordinal")
        model, oracle = conflict.graph(), Oracle(conflict)
        ranks = np.array([p.rank for p in model.preferences if isinstance(p, Ordinal)])[None]
        shares = Batch(model, SWEPT).run(ranks, keep=True)
        place = [model.states.all().index(code) for code in codes_of(model, oracle)]
        for name in SWEPT:
            literal = [all(oracle.stable(name, i, s) for i in range(model.size)) for s in oracle.all]
            assert shares.equilibria(name)[0, place].tolist() == literal, f"{name} in {conflict}"


# -- particular structures -------------------------------------------------------------------------


def chain(*moves: tuple[tuple[str, str], ...], states: int = 4) -> GraphModel:
    """Graph form: the moves of each decision maker, as drawn."""
    makers = tuple(DecisionMaker(f"dm{k}", moves=arcs) for k, arcs in enumerate(moves))
    names = tuple(NamedState(f"s{k}") for k in range(states))
    wishes = tuple(Preferences(dm.id, ranking=(tuple(s.id for s in names),)) for dm in makers)
    return Conflict("chain", makers, form="graph", states=names, preferences=wishes).graph()


def every_ranking(makers: int, states: int, many: int = 40) -> IntArray:
    return np.random.default_rng(5).integers(0, states, (many, makers, states))


def test_one_decision_maker(way: str) -> None:
    check(chain((("s0", "s1"), ("s1", "s2"), ("s0", "s2"))), every_ranking(1, 4))


def test_decision_maker_without_moves(way: str) -> None:
    check(chain((("s0", "s1"), ("s1", "s0")), ()), every_ranking(2, 4))


def test_nobody_can_move(way: str) -> None:
    shares = Batch(chain((), ())).run(every_ranking(2, 4))
    assert all((shares.count(name) == 40).all() for name in shares.concepts)


def test_nobody_moves_twice_in_a_row(way: str) -> None:
    """dm1 could only get to s3 by two moves in a row, which no legal sequence has."""
    model = chain((("s0", "s1"),), (("s1", "s2"), ("s2", "s3")))
    check(model, every_ranking(2, 4))
    ranks = np.array([[[1, 3, 2, 0], [0, 0, 0, 0]]])
    assert not Batch(model).equilibria(ranks, "GMR")[0, 0]


def test_more_than_64_nodes_in_a_ring(way: str) -> None:
    """Values that have to travel far: three decision makers take turns around a ring of 70 states."""
    arcs = [(f"s{k}", f"s{(k + 1) % 70}") for k in range(70)]
    model = chain(*(tuple(arcs[k::3]) for k in range(3)), states=70)
    check(model, np.random.default_rng(1).integers(0, 70, (3, 3, 70)))
    ascending = np.tile(np.arange(70), (1, 3, 1))
    check(model, ascending)


# -- portions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [0, 1, 63, 64, 127, 129, 257, 1000])
@pytest.mark.parametrize("levels", [9, 1000])
def test_any_number_of_profiles(many: int, levels: int) -> None:
    """Each profile finds the same, however many others are in its block."""
    model, rng = small(), np.random.default_rng(many)
    ranks = rng.integers(0, levels, (many, model.size, model.states.size))
    batch = Batch(model)
    whole = batch.run(ranks, keep=True)
    for name in batch.concepts:
        held = whole.equilibria(name)
        assert held.shape == (many, 16)
        assert np.array_equal(held.sum(axis=0), whole.count(name))
        for row in range(0, many, 50):
            assert np.array_equal(batch.equilibria(ranks[row : row + 1], name)[0], held[row])


def test_portions_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch(small())
    ranks = np.random.default_rng(2).integers(0, 16, (3000, 3, 16))
    whole = batch.run(ranks, keep=True, threads=1)
    monkeypatch.setattr("countermove.sweeps.work._MOST_PROFILES", 512)
    seen: list[tuple[int, int]] = []
    cut = batch.run(ranks, keep=True, threads=3, progress=lambda done, of: seen.append((done, of)))
    assert np.array_equal(cut.counts, whole.counts)
    assert np.array_equal(cut.bits, whole.bits)
    assert seen == [(done, 3000) for done in (512, 1024, 1536, 2048, 2560, 3000)]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_was_finished_is_kept(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.sweeps.work._MOST_PROFILES", 256)
    batch, enough = Batch(small()), threading.Event()
    ranks = np.random.default_rng(3).integers(0, 16, (5000, 3, 16))

    def progress(done: int, _: int) -> None:
        if done >= 1024:
            enough.set()

    part = batch.run(ranks, keep=True, threads=threads, progress=progress, stop=enough.is_set)
    assert 1024 <= part.profiles < 5000
    assert_same(part, batch.run(ranks[: part.profiles], keep=True))


def test_stopped_before_it_began() -> None:
    shares = Batch(small()).run(np.zeros((5, 3, 16), int), stop=lambda: True)
    assert shares.profiles == 0
    assert not shares.counts.any()
    assert np.isnan(shares.share("Nash")).all()


def test_numbers_of_any_size(way: str) -> None:
    """Negative, spread over more than two bytes, or as large as they come: only their order counts."""
    model = small()
    ranks = np.random.default_rng(4).integers(0, 16, (50, 3, 16))
    wanted = Batch(model).run(ranks, keep=True)
    big = [ranks - 8, ranks * 10_000 - 70_000, ranks * 2**58, ranks.astype(np.int8), ranks.astype(np.uint64)]
    big += [(ranks * 13 - 100).astype(np.int8), ranks + 2**60, ranks.astype(np.uint64) + np.uint64(2**63)]
    for values in [*big, np.asfortranarray(ranks), np.repeat(ranks, 2, axis=0)[::2]]:
        assert_same(Batch(model).run(Ranks(values), keep=True), wanted)


# -- mistakes --------------------------------------------------------------------------------------


def test_concept_that_cannot_be_swept() -> None:
    with pytest.raises(NotApplicable, match="SIM cannot be computed for many profiles at once"):
        Batch(small(), ["Nash", "SIM"])
    with pytest.raises(NotApplicable, match="there is no concept"):
        Batch(small(), ["Nosh"])


def test_states_that_are_not_listed() -> None:
    with pytest.raises(TooLarge, match="needs a list of all states"):
        Batch(small().conflict.graph(keep="cube"))


def test_too_many_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.sweeps.structure.MAX_MOVES", 10)
    with pytest.raises(TooLarge, match="64 moves, and a sweep takes up to 10"):
        Batch(small())


def test_profiles_of_another_model() -> None:
    with pytest.raises(ValueError, match="decision makers and states"):
        Batch(small()).run(np.zeros((5, 3, 15), int))
    with pytest.raises(ValueError, match="integer array"):
        Batch(small()).run(np.zeros((5, 3, 16)))


def test_what_was_not_asked_for() -> None:
    shares = Batch(small()).run(np.zeros((5, 3, 16), int))
    with pytest.raises(ValueError, match="by_dm=True"):
        shares.stable_count("Nash", 0)
    with pytest.raises(ValueError, match="keep=True"):
        shares.equilibria("Nash")


def test_concepts_by_other_names() -> None:
    shares = Batch(small(), [CONCEPTS["SEQ"], "gmr"]).run(RandomOrders(wishes_of(small()), 10, 1))
    assert shares.concepts == ("SEQ", "GMR")
    assert (shares.share("seq") == 1).all()  # nobody wishes for anything
