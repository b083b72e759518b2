"""Levers over options against brute force: every single change, every pair, every threat."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from itertools import combinations

import pytest

from countermove.errors import ModelError, NotApplicable
from countermove.levers import Goal, OptionLever, goal, levers_in_options
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict, Exclusion
from countermove.model.variants import Change
from countermove.stability import named
from levers.literal import Judge
from levers.test_statements import CONCEPTS
from oracle import Oracle
from strategies import random_conflict

Deed = tuple[str, str, str]  # decision maker, option, what happens to it
DEEDS = ("once taken", "once dropped", "removed", "settled")


def with_deed(conflict: Conflict, deed: Deed) -> Conflict:
    """The conflict with an option changed, word by word."""
    dm, option, what = deed
    if what in ("removed", "settled"):
        ref = f'"{dm}"."{option}"'
        never = Exclusion(never=ref if what == "removed" else f"not {ref}")
        return conflict.replace(exclusions=(*conflict.exclusions, never))
    return conflict.replace(
        decision_makers=tuple(
            replace(
                each,
                options=tuple(
                    replace(o, irreversible=what) if (each.id, o.id) == (dm, option) else o
                    for o in each.options
                ),
            )
            for each in conflict.decision_makers
        )
    )


def deeds(conflict: Conflict) -> list[Deed]:
    return [
        (dm.id, option.id, what)
        for dm in conflict.decision_makers
        for option in dm.options
        for what in DEEDS
        if option.irreversible != what
    ]


def deed_of(change: Change) -> Deed:
    return (
        change.dm,
        change.option,
        change.irreversible or {"remove option": "removed"}.get(change.do, "settled"),
    )


def does(conflict: Conflict, goals: list[Goal]) -> bool:
    """Whether the goals are met, by the definitions; a conflict without states meets none."""
    if not Oracle(conflict.replace(preferences=())).states:
        return False
    judge = Judge(conflict)
    everybody = tuple(None for _ in judge.dms)
    wanted = [
        (tuple(s for s in judge.oracle.all if judge.true(each.condition, s)), each.wanted, each.concept.id)
        for each in goals
    ]
    return judge.met(wanted, everybody)


def draw(rng: random.Random) -> tuple[Conflict, list[Goal]]:
    """A conflict by options whose preferences speak of no state by its number, and a goal."""
    while True:
        conflict = random_conflict(
            rng, form="option", preference="ordinal", most_options=4, coalesced=False, banned=False
        )
        if any(wish.ranking for wish in conflict.preferences):
            continue
        model = conflict.graph()
        dm, option = rng.choice(conflict.option_ids)
        text = rng.choice(("", "not ")) + f'"{dm}"."{option}"'
        concept, wanted = named(rng.choice(CONCEPTS)), rng.random() < 0.7
        with suppress(NotApplicable):  # nothing of the kind may be feasible
            return conflict, [goal(model, text, concept, wanted=wanted)]


@pytest.mark.parametrize("seed", range(25))
def test_what_does_is_what_does_by_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(3):
        conflict, goals = draw(rng)
        finding = levers_in_options(conflict, "", goals)
        assert finding.met == does(conflict, goals) and not finding.stopped
        if finding.met:
            assert finding.tried == {"single": 0, "threat": 0, "pair": 0}
            continue
        every = deeds(conflict)
        singles = {deed for deed in every if does(with_deed(conflict, deed), goals)}
        assert {deed_of(lever.changes[0]) for lever in finding.singles} == singles
        assert finding.tried["single"] == len(every)
        check_threats(conflict, goals, finding.threats)
        if singles or finding.threats:
            assert not finding.tried["pair"]
            continue
        pairs = [(a, b) for a, b in combinations(every, 2) if a[:2] != b[:2]]
        assert finding.tried["pair"] == len(pairs)
        assert {tuple(map(deed_of, lever.changes)) for lever in finding.pairs} == {
            (a, b) for a, b in pairs if does(with_deed(with_deed(conflict, a), b), goals)
        }


def check_threats(conflict: Conflict, goals: list[Goal], found: tuple[OptionLever, ...]) -> None:
    """Every threat, written as changes in full, does if and only if it was found."""
    (made,) = goals
    known = {(lever.dm, lever.against, lever.kind) for lever in found}
    for k, maker in enumerate(conflict.decision_makers):
        for j, target in enumerate(conflict.decision_makers):
            for kind in ("threat first", "threat last") if j != k else ():
                ref = f'"{maker.id}".threat'
                contrary = f"not ({made.condition})" if made.wanted else f"({made.condition})"
                use, place = f"{ref} iff ({contrary})", int(kind == "threat first")
                changes = [
                    Change("add option", dm=maker.id, option="threat"),
                    Change("add statement", dm=target.id, statement=f"not {ref}", place=1),
                    Change("add statement", dm=maker.id, statement=use, place=place),
                ]
                try:
                    changed = apply_changes(conflict, changes)
                except ModelError:  # weights are no list
                    assert (k, j, kind) not in known
                    continue
                assert does(changed, goals) == ((k, j, kind) in known)
