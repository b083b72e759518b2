"""Bounds where time runs out, interrupts, refusals, and what is read as what."""

from __future__ import annotations

import itertools
import random
from types import SimpleNamespace

import pytest

from countermove.errors import ConflictError, ModelError, NotApplicable, StatementError, TooLarge
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.levers import Costs, goal, levers, levers_in_options, levers_in_states, split_goal
from countermove.levers import clock as clocks
from countermove.levers.arena import arena_of
from countermove.levers.clock import Clock
from countermove.levers.lines import lines_of
from countermove.levers.optimiser import Optimiser
from countermove.levers.search import Hunt
from countermove.model.changes import apply_changes
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from countermove.stability import analyse, named
from levers.test_statements import answers, draw, draw_goals


def wishes(dm: str, *texts: str, reading: str = "") -> Preferences:
    return Preferences(dm, reading, tuple(PrioritisedStatement(text) for text in texts))


def dilemma() -> Conflict:
    """Two neighbours who both arm; peace is that neither does."""
    return Conflict(
        title="Two neighbours",
        decision_makers=(
            DecisionMaker("a", options=(Option("arm"),)),
            DecisionMaker("b", options=(Option("build"),)),
        ),
        outcomes=(Outcome("peace", "not a.arm and not b.build"),),
        preferences=(wishes("a", "not b.build", "a.arm"), wishes("b", "not a.arm", "b.build")),
    )


def flagship() -> Conflict:
    return read_model(case_path("washington-2025/summit")).conflict


# -- time ----------------------------------------------------------------------------------------------


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second."""
    ticks = itertools.count()
    monkeypatch.setattr(clocks, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))


@pytest.mark.usefixtures("ticking")
def test_the_optimum_lies_between_the_bounds_whenever_the_time_is_up() -> None:
    unproven, cut_with_best = 0, 0
    for seed in range(12):
        rng = random.Random(seed)
        conflict = draw(rng)
        goals = [made for made, _ in draw_goals(rng, conflict, 2)]
        costs = Costs(2, 2, 3, 2)
        whole = levers(conflict, "", goals, costs=costs, seconds=1e9)
        if whole.together is None:
            continue
        for seconds in (5, 40, 120, 300, 700):
            short = levers(conflict, "", goals, costs=costs, seconds=seconds)
            for answer, truth in zip(answers(short), answers(whole), strict=True):
                assert truth.proven
                unproven += not answer.proven
                if answer.proven:
                    assert answer.impossible == truth.impossible and not answer.stopped
                else:
                    assert answer.stopped == "time"
                if truth.best is not None:
                    assert answer.lower <= truth.best.cost and not answer.impossible
                if answer.best is not None:
                    assert truth.best is not None and truth.best.cost <= answer.best.cost
                    cut_with_best += not answer.proven
    assert unproven > 20 and cut_with_best > 0


def test_an_interrupt_gives_what_is_known() -> None:
    conflict = flagship()
    wanted = goal(conflict.graph("schwarz"), "guaranteed", named("SEQ"))

    def stop(what: str) -> None:
        if "eu" in what:
            raise KeyboardInterrupt

    finding = levers(conflict, "schwarz", [wanted], add=False, progress=stop)
    together = finding.together
    assert together is not None and together.best is not None
    assert together.stopped in ("", "interrupt") and finding.alone[3].stopped == "interrupt"
    assert finding.alone[3].best is None and not finding.alone[3].proven


def test_the_optimiser_finds_the_cheapest_assignment() -> None:
    rng = random.Random(7)
    for _ in range(150):
        prices = [rng.randint(1, 3) for _ in range(6)]
        clauses = [[rng.choice((-1, 1, 1)) * rng.randint(1, 6) for _ in range(3)] for _ in range(5)]
        totals = [
            sum(price for price, paid in zip(prices, bits, strict=True) if paid)
            for bits in itertools.product((False, True), repeat=6)
            if all(any(bits[abs(x) - 1] == (x > 0) for x in clause) for clause in clauses)
        ]
        formula = Optimiser()
        paid = [formula.paid(price) for price in prices]
        assert formula.total == sum(prices)
        for clause in clauses:
            formula.require(*(paid[abs(x) - 1] if x > 0 else -paid[abs(x) - 1] for x in clause))
        clock = Clock.of(60)
        fits = [most for most in range(20) if formula.solve(clock, most) is not None]
        assert fits == [most for most in range(20) if totals and most >= min(totals)]
        formula.close()


# -- what is asked -----------------------------------------------------------------------------------


def test_goals_are_outcomes_states_and_conditions() -> None:
    model = flagship().graph("sanger")
    seq = named("SEQ")
    assert goal(model, "guaranteed", seq).outcome == "guaranteed"
    assert len(goal(model, "guaranteed", seq).states) == 192
    assert goal(model, "397", seq).single and goal(model, "397", seq).states == (model.states.numbered(397),)
    assert goal(model, "us.press+eu.fund", seq).states == (model.states.find("us.press+eu.fund"),)
    assert goal(model, "today", seq).states == (model.status_quo,)
    some = goal(model, "us.press and ru.settle", seq)
    assert not some.single and all(state & 0b100100 for state in some.states)
    assert goal(model, "Y---------", seq).condition == "us.sanction"
    assert split_goal("guaranteed:Nash") == ("guaranteed", "Nash")
    assert split_goal("guaranteed") == ("guaranteed", "") == split_goal("guaranteed ")


def test_mistakes_are_told_with_their_cure() -> None:
    conflict, seq = flagship(), named("SEQ")
    model = conflict.graph("sanger")
    wanted = goal(model, "guaranteed", named("Nash"))
    cases = [
        (StatementError, lambda: goal(model, "peace", seq)),
        (NotApplicable, lambda: goal(model, "ru.truce and ru.settle", seq)),
        (NotApplicable, lambda: goal(model, "guaranteed", named("SIM"))),
        (ModelError, lambda: levers(conflict, "sanger", [wanted], dms=["fr"])),
        (StatementError, lambda: levers(conflict, "sanger", [wanted], more=["us.nothing"])),
    ]
    for kind, call in cases:
        with pytest.raises(kind) as caught:
            call()
        assert all(problem.what and problem.cure for problem in caught.value.problems)


def test_large_conflicts_and_rankings_are_refused_with_a_reason() -> None:
    europe = read_model(case_path("washington-2025/europe")).conflict
    with pytest.raises(TooLarge, match="states one by one"):
        goal(europe.graph(), "1", named("Nash"))
    elmira = read_model(case_path("xu2007/elmira")).conflict
    wanted = goal(elmira.graph(), "2", named("SEQ"))
    with pytest.raises(NotApplicable, match="states"):
        levers(elmira, "", [wanted])
    with pytest.raises(NotApplicable, match="option form"):
        levers_in_options(elmira, "", [wanted])
    assert levers_in_states(elmira, "", wanted).levers


def test_a_list_with_a_statement_twice_is_refused() -> None:
    conflict = dilemma()
    twice = conflict.replace(preferences=(wishes("a", "a.arm", "a.arm"), conflict.preferences[1]))
    wanted = goal(twice.graph(), "peace", named("Nash"))
    with pytest.raises(NotApplicable, match="twice"):
        levers(twice, "", [wanted], dms=["a"])
    assert list(levers(twice, "", [wanted]).fixed) == [0]


# -- what is answered --------------------------------------------------------------------------------


def test_the_dilemma_takes_a_change_on_both_sides() -> None:
    conflict = dilemma()
    finding = levers(conflict, "", [goal(conflict.graph(), "peace", named("Nash"))], add=False, most=20)
    assert finding.together is not None and finding.together.best is not None
    assert finding.together.best.cost == 2 and finding.together.complete and finding.together.proven
    assert all(answer.impossible for answer in finding.alone)
    assert {edit.dm for edit in finding.together.best.edits} == {0, 1}
    assert not finding.met and finding.today == ((),)


def test_patterns_are_reversed_in_words() -> None:
    conflict = dilemma().replace(preferences=(wishes("a", "YY"), wishes("b", "not a.arm", "b.build")))
    wanted = goal(conflict.graph(), "b.build and not a.arm", named("Nash"))
    finding = levers(conflict, "", [wanted], add=False)
    assert finding.together is not None and finding.together.best is not None
    twisted = apply_changes(conflict, finding.together.best.changes).graph()
    assert wanted.met(analyse(twisted, [wanted.concept]))


def test_candidates_come_from_other_readings_outcomes_options_and_the_analyst() -> None:
    conflict = dilemma().replace(
        readings=(Reading("one"), Reading("two")),
        preferences=(
            wishes("a", "not b.build", "a.arm", reading="one"),
            wishes("b", "b.build", reading="one"),
            wishes("a", "b.build if a.arm", reading="two"),
            wishes("b", "b.build", reading="two"),
        ),
    )
    never = goal(conflict.graph("one"), "a.arm", named("Nash"), wanted=False)
    finding = levers(conflict, "one", [never], dms=["a"], more=["a.arm iff b.build"])
    # Asked, one of the other reading, peace and not peace, not a.arm, b.build; the rest it has.
    assert finding.candidates == {0: 6}
    bare = levers(conflict, "one", [never], dms=["a"], add=False)
    assert bare.candidates == {0: 0}
    free = levers(conflict, "one", [never], dms=["a"], add=False, more=["not a.arm"])
    assert free.candidates == {0: 1} and free.alone == (free.together,)


def test_progress_is_told() -> None:
    told: list[str] = []
    conflict = flagship()
    goals = [goal(conflict.graph("sanger"), "war", named("SEQ"), wanted=False)]
    finding = levers(conflict, "sanger", goals, dms=["ru"], add=False, progress=told.append)
    assert finding.together is not None and finding.together.best is not None
    assert finding.together.best.cost == 2 and finding.together.proven
    assert "single changes of what ru wants" in told and any("proposal" in what for what in told)


def test_refusals_are_conflict_errors() -> None:
    with pytest.raises(ConflictError):
        levers(dilemma(), "nowhere", [])


def test_an_answer_that_is_no_longer_given_deters_no_longer() -> None:
    """A stays only because b would answer; that b no longer would is what makes it leave."""
    conflict = dilemma().replace(
        preferences=(wishes("a", "not b.build", "a.arm"), wishes("b", "b.build iff a.arm"))
    )
    unwanted = goal(conflict.graph(), "none", named("SEQ"), wanted=False)
    arena = arena_of(conflict.graph())
    costs = Costs(reverse=5)  # else b itself could be made to leave, as cheaply
    hunt = Hunt(arena, {1: lines_of(arena, 1, add=False)}, [unwanted], costs, Clock.of(60))
    hunt.run(5)
    assert hunt.proven and hunt.cost == 1 and not hunt.impossible
