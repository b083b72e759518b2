"""The symbolic engine against the oracle, and the pitfalls that were met on the way."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from countermove.errors import NotApplicable, TooLarge
from countermove.model.conflict import Conflict
from countermove.model.option_form import Mover, OptionForm, Wish
from countermove.stability import CONCEPTS
from countermove.stability.concept import BETTER
from countermove.stability.symbolic.budget import GaveUp
from countermove.stability.symbolic.engine import SymbolicEngine
from countermove.stability.symbolic.satisfy import find
from oracle import Oracle
from stability.symbolic.forms import free_options, option_form, random_option_conflict, say
from stability.symbolic.generator import structured

FIVE = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
SMALL = 1 << 22  # bytes


def code(combination: tuple[bool, ...]) -> int:
    return sum(taken << k for k, taken in enumerate(combination))


def check_against_oracle(conflict: Conflict) -> None:
    oracle, engine = Oracle(conflict), SymbolicEngine(option_form(conflict), memory=SMALL)
    codes = [code(members[0]) for members in oracle.states]
    assert list(engine.feasible) == codes
    for concept in FIVE:
        for i in range(len(oracle.dms)):
            literal = [codes[s] for s in oracle.all if oracle.stable(concept, i, s)]
            stable = engine.stable(i, CONCEPTS[concept].rule)
            assert list(stable) == literal, f"{concept} for {oracle.dms[i]} in {conflict}"
            assert stable.count == len(literal)


@pytest.mark.parametrize("batch", range(10))
def test_engine_equals_the_oracle(batch: int) -> None:
    for seed in range(40 * batch, 40 * batch + 40):
        check_against_oracle(random_option_conflict(random.Random(seed)))


@pytest.mark.parametrize("seed", range(12))
def test_engine_equals_the_oracle_on_more_options(seed: int) -> None:
    check_against_oracle(random_option_conflict(random.Random(1000 + seed), most_options=7))


@pytest.mark.parametrize("seed", range(40))
def test_bounds_are_sound(seed: int) -> None:
    engine = SymbolicEngine(structured(9, 4, seed=seed, ring=False), memory=SMALL)
    for concept in ("SEQ", "SSEQ"):
        for i in range(4):
            exact = engine.stable(i, CONCEPTS[concept].rule)
            last = 0
            for passes in (0, 1, 2, 20):
                lower, upper = engine.bounds(i, CONCEPTS[concept].rule, passes)
                assert not lower - exact and not exact - upper and lower.count >= last
                last = lower.count
            assert lower == exact == upper


def test_bounds_can_be_apart() -> None:
    found = [
        SymbolicEngine(structured(9, 4, seed=s), memory=SMALL).bounds(0, CONCEPTS["SEQ"].rule, 1)
        for s in range(9)
    ]
    assert any(lower != upper for lower, upper in found)


def test_bounds_are_found_where_the_exact_set_takes_too_long() -> None:
    engine = SymbolicEngine(structured(40, seed=1), memory=1 << 28, seconds=2)
    lower, upper = engine.bounds(0, CONCEPTS["SEQ"].rule, 1000)
    assert 0 < lower.count < upper.count and not lower - upper
    with pytest.raises(GaveUp):
        engine.stable(0, CONCEPTS["SEQ"].rule)


def test_bounds_of_other_rules_are_exact() -> None:
    engine = SymbolicEngine(structured(9, 4, seed=0), memory=SMALL)
    for concept in ("Nash", "GMR", "SMR"):
        rule = CONCEPTS[concept].rule
        assert engine.bounds(1, rule, 0) == (engine.stable(1, rule), engine.stable(1, rule))


# -- laws at sizes that nobody can list -----------------------------------------------------------


@pytest.mark.parametrize("ring", [True, False])
def test_implications_hold_among_very_many_states(ring: bool) -> None:
    engine = SymbolicEngine(structured(20, 4, seed=3, ring=ring), memory=1 << 26)
    for i in range(4):
        nash, gmr, smr, seq, sseq = (engine.stable(i, CONCEPTS[concept].rule) for concept in FIVE)
        assert not nash - sseq and not sseq - seq and not sseq - smr and not seq - gmr and not smr - gmr


def test_prioritised_statements_are_weights_of_powers_of_two() -> None:
    form = structured(14, 4, seed=5)
    weighted = [Wish(wish.conditions, tuple(3 * v for v in wish.values)) for wish in form.wishes]
    engine = SymbolicEngine(form, memory=1 << 26)
    other = engine.with_wishes(weighted)
    for concept in FIVE:
        assert all(
            engine.stable(i, CONCEPTS[concept].rule) == other.stable(i, CONCEPTS[concept].rule)
            for i in range(4)
        )


def test_closed_form_without_infeasible_states_and_irreversible_options() -> None:
    """GMR-stable is who has at least what it can secure if the others move last: its maximin."""
    form = structured(11, 3, seed=2, patterns=0)
    form = replace(form, movers=tuple(replace(m, stay_taken=0, stay_dropped=0) for m in form.movers))
    engine = SymbolicEngine(form, memory=SMALL)
    for i, mover in enumerate(form.movers):
        score = [form.score(i, s) for s in range(1 << 11)]
        worst: dict[int, int] = {}
        for s, value in enumerate(score):
            worst[s & mover.own] = min(value, worst.get(s & mover.own, value))
        secured = max(worst.values())
        expected = [s for s, value in enumerate(score) if value >= secured]
        assert list(engine.stable(i, CONCEPTS["GMR"].rule)) == expected


# -- pitfalls ----------------------------------------------------------------------------------------


def test_first_move_must_be_an_improvement_under_symmetric_concepts() -> None:
    """dm0 gains by taking o0, dm1 can answer by o1, and o0 cannot be dropped again.

    Whoever forgets that leaving must improve sees that dm0 could still choose where it stands, as long
    as it does not move, and calls it unstable.
    """
    form = free_options([0, 1], ["dm0.o0 iff not dm1.o1"], stay_taken=1)
    engine = SymbolicEngine(form, memory=SMALL)
    assert 0b00 in engine.stable(0, CONCEPTS["SMR"].rule)
    assert 0b00 not in engine.stable(0, CONCEPTS["Nash"].rule)


def test_values_flow_through_infeasible_states() -> None:
    """One mover may change two options at once though each alone is impossible; two movers may not."""
    forbidden = ("dm0.o0 and not {0}.o1", "{0}.o1 and not dm0.o0")
    one = free_options([0, 0], ["dm0.o0"], impossible=tuple(t.format("dm0") for t in forbidden))
    two = free_options([0, 1], ["dm0.o0"], impossible=tuple(t.format("dm1") for t in forbidden))
    nash = CONCEPTS["Nash"].rule
    assert list(SymbolicEngine(one, memory=SMALL).stable(0, nash)) == [0b11]
    assert list(SymbolicEngine(two, memory=SMALL).stable(0, nash)) == [0b00, 0b11]


def test_improving_replies_never_start_at_an_infeasible_state() -> None:
    """dm1's wish would be better served from an impossible state, where it can never be."""
    form = free_options(
        [0, 1, 2],
        ["dm0.o0 and not dm2.o2", "dm1.o1", "dm1.o1 and dm2.o2"],
        impossible=("dm0.o0 and dm1.o1 and not dm2.o2",),
    )
    engine = SymbolicEngine(form, memory=SMALL)
    # From 001 dm1 could take o1 only into the impossible 011, so dm2 never has a reason to take o2.
    assert 0b000 not in engine.stable(0, CONCEPTS["SEQ"].rule)


def test_irreversible_options_go_one_way() -> None:
    wishes = ["dm0.o0"], ["not dm0.o0"]
    for stay, wish, stable in (
        ("stay_taken", wishes[0], [0b1]),
        ("stay_taken", wishes[1], [0b0, 0b1]),
        ("stay_dropped", wishes[0], [0b0, 0b1]),
        ("stay_dropped", wishes[1], [0b0]),
    ):
        engine = SymbolicEngine(free_options([0], wish, **{stay: 1}), memory=SMALL)
        for concept in FIVE:
            assert list(engine.stable(0, CONCEPTS[concept].rule)) == stable


def test_counts_are_exact() -> None:
    free = SymbolicEngine(free_options([0] * 40 + [1] * 40), memory=SMALL)
    assert free.feasible.count == 2**80
    all_taken = " and ".join(f"dm{k // 40}.o{k}" for k in range(80))
    engine = SymbolicEngine(free_options([0] * 40 + [1] * 40, impossible=(all_taken,)), memory=SMALL)
    assert engine.feasible.count == 2**80 - 1
    assert engine.holding(say("dm0.o0")).count == 2**79 - 1


def test_equal_scores_are_a_sanction() -> None:
    """dm0 improves by o0; dm1 answers with o1, which only takes the gain away."""
    form = free_options([0, 1], ["dm0.o0 and not dm1.o1", "dm1.o1"])
    engine = SymbolicEngine(form, memory=SMALL)
    assert 0b00 in engine.stable(0, CONCEPTS["GMR"].rule)
    assert 0b00 not in engine.stable(0, CONCEPTS["Nash"].rule)


def test_repeated_statements_change_nothing() -> None:
    form = structured(12, 3, seed=8)
    engine = SymbolicEngine(form, memory=1 << 26)
    doubled = [Wish(tuple(c for c in wish.conditions for _ in range(2))) for wish in form.wishes]
    other = engine.with_wishes(doubled)
    for concept in FIVE:
        rule = CONCEPTS[concept].rule
        assert all(engine.stable(i, rule) == other.stable(i, rule) for i in range(3))


# -- several wishes, refusals, bounds on time and memory -----------------------------------------------


def test_readings_share_one_space() -> None:
    form = structured(12, 3, seed=1)
    engine = SymbolicEngine(form, memory=1 << 26)
    wishes = structured(12, 3, seed=1, statements=(16, 20)).wishes
    other = engine.with_wishes(wishes)
    alone = SymbolicEngine(replace(form, wishes=wishes), memory=1 << 26)
    for concept in FIVE:
        rule = CONCEPTS[concept].rule
        mine, theirs = engine.stable(0, rule), other.stable(0, rule)
        assert list(theirs) == list(alone.stable(0, rule))
        assert sorted({*mine} & {*theirs}) == list(mine & theirs)
        assert sorted({*mine} | {*theirs}) == list(mine | theirs)
        assert sorted({*mine} - {*theirs}) == list(mine - theirs)
    with pytest.raises(ValueError, match="with_wishes"):
        engine.feasible & alone.feasible


def test_other_rules_are_refused() -> None:
    engine = SymbolicEngine(free_options([0, 1]), memory=SMALL)
    strong = replace(CONCEPTS["SEQ"].rule, sanction=BETTER)
    for rule in (CONCEPTS["SIM"].rule, CONCEPTS["SGMR"].rule, strong):
        with pytest.raises(NotApplicable, match="only Nash"):
            engine.stable(0, rule)
        with pytest.raises(NotApplicable):
            engine.bounds(0, rule)


def test_time_is_bounded() -> None:
    with pytest.raises(GaveUp, match="gave up on the feasible states") as caught:
        SymbolicEngine(structured(60, seed=1), memory=SMALL, seconds=0.0)
    assert isinstance(caught.value, TooLarge)
    engine = SymbolicEngine(structured(40, seed=1), memory=1 << 26, seconds=0.3)
    with pytest.raises(GaveUp, match=r"stability for dm0 .*improvements.*0\.3 s"):
        engine.stable(0, CONCEPTS["SEQ"].rule)
    assert len(engine.feasible.sample(2, random.Random(0))) == 2  # the engine can still be asked


def test_memory_is_bounded() -> None:
    engine = SymbolicEngine(structured(40, seed=1), memory=1 << 20)
    with pytest.raises(GaveUp, match="1 MiB"):
        engine.stable(0, CONCEPTS["SEQ"].rule)
    assert engine.feasible.count > 2**30


def test_progress_is_told_and_can_cancel() -> None:
    class CancelledError(Exception):
        pass

    heard: list[str] = []

    def listen(what: str) -> None:
        heard.append(what)
        if "round 2" in what:
            raise CancelledError

    engine = SymbolicEngine(structured(20, seed=1), memory=1 << 26, progress=listen)
    with pytest.raises(CancelledError):
        engine.stable(0, CONCEPTS["SEQ"].rule)
    assert heard[0] == "the feasible states" and heard[-1].startswith("stability for dm0")


def test_libraries_are_imported_when_needed_and_missed_politely(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, countermove.stability.symbolic;"
        "sys.exit(any(name in sys.modules for name in ('oxidd', 'pysat')))"
    )
    assert subprocess.run([sys.executable, "-c", code], env=_environment(), check=False).returncode == 0
    monkeypatch.setitem(sys.modules, "oxidd.bcdd", None)
    with pytest.raises(NotApplicable, match="pip install oxidd"):
        SymbolicEngine(free_options([0]))
    monkeypatch.setitem(sys.modules, "pysat.solvers", None)
    with pytest.raises(NotApplicable, match="pip install python-sat"):
        find(free_options([0]))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_conflicts_without_options_or_wishes() -> None:
    nothing = SymbolicEngine(OptionForm((), (Mover(0),), (Wish(()),)), memory=SMALL)
    assert (list(nothing.feasible), nothing.feasible.sample(1, random.Random(0))) == ([0], [0])
    engine = SymbolicEngine(free_options([0], []), memory=SMALL)
    for concept in FIVE:
        assert list(engine.stable(0, CONCEPTS[concept].rule)) == [0, 1]
    assert [engine.feasible.nearest(1, 5), list(engine.feasible.where(say("dm0.o0")))] == [[1, 0], [1]]
