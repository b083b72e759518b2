"""Levers in states against brute force: every set of states that could cross."""

from __future__ import annotations

import random

import pytest

from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.levers import clock as clocks
from countermove.levers import goal, levers_in_states
from countermove.stability import named
from levers.literal import Judge, crossings
from levers.test_statements import draw_goals
from strategies import random_conflict

_MOST = 9


@pytest.mark.parametrize("seed", range(40))
def test_the_fewest_crossings_are_those_of_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    done = 0
    while done < 5:
        conflict = random_conflict(rng, preference="ordinal", most_options=3)
        model = conflict.graph()
        if not 2 < model.states.size < _MOST:
            continue
        done += 1
        judge = Judge(conflict)
        ((made, wanted),) = draw_goals(rng, conflict, 1)
        finding = levers_in_states(conflict, "", made)
        assert not finding.stopped
        lists = tuple(None for _ in judge.dms)
        assert finding.met == judge.met([wanted], lists)
        if finding.met:
            assert not finding.levers
            continue
        least = crossings(judge, wanted, _MOST)
        if made.wanted:
            assert [lever.cost for lever in finding.levers] == [least]
        else:
            assert (least is None) == bool(finding.hopeless)
            if least is not None:
                assert sum(lever.cost for lever in finding.levers) == least
                assert tuple(lever.state for lever in finding.levers) == finding.today
        for lever in finding.levers:
            if wanted[2] in ("Nash", "GMR", "SMR") or len(lever.crossings) == 1:
                assert lever.works


def test_elmira_state_two_takes_two_crossings_of_uniroyal() -> None:
    """In state 2 Uniroyal would leave for 8 and 9 only: it ranks 1 4 8 5 9 3 7 2 6 (theory of the case)."""
    conflict = read_model(case_path("xu2007/elmira")).conflict
    finding = levers_in_states(conflict, "", goal(conflict.graph(), "2", named("Nash")))
    (lever,) = finding.levers
    down = {crossing.dm: {state + 1 for state in crossing.states} for crossing in lever.crossings}
    model = conflict.graph()
    two = model.states.find("2")
    assert down == {
        dm: {state + 1 for state in model.improvements(dm, two)}
        for dm in range(model.size)
        if model.improvements(dm, two)
    }
    assert lever.works


def test_time_and_interrupts_leave_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    wanted = goal(conflict.graph("sanger"), "guaranteed", named("Nash"))
    told = 0

    def stop(_: str) -> None:
        nonlocal told
        told += 1
        if told > 5:
            raise KeyboardInterrupt

    finding = levers_in_states(conflict, "sanger", wanted, progress=stop)
    assert finding.stopped == "interrupt" and finding.looked_at == 5 and len(finding.levers) == 1
    ticks = iter(range(10**9))
    monkeypatch.setattr(clocks.time, "monotonic", lambda: float(next(ticks)))
    finding = levers_in_states(conflict, "sanger", wanted, seconds=30)
    assert finding.stopped == "time" and 0 < finding.looked_at < 192
