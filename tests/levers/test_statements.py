"""Levers over statements against brute force: cost, possibility and proof, for every concept."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from countermove.errors import NotApplicable
from countermove.levers import Answer, Costs, Goal, LeversFinding, levers
from countermove.levers.arena import arena_of
from countermove.levers.clock import Clock
from countermove.levers.drafts import edits_of
from countermove.levers.lines import lines_of
from countermove.levers.search import Hunt
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict
from countermove.stability import named
from levers.literal import Judge, Lists, Wanted, candidates, least
from strategies import random_conflict

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")


def lists_of(conflict: Conflict) -> Lists:
    """Everybody's list, None where it is a ranking or weights."""
    wishes = {wish.dm: wish for wish in conflict.preferences}
    rows = [wishes[dm.id] for dm in conflict.decision_makers]
    return tuple(
        None if row.ranking or row.weights else tuple((line.that, False) for line in row.statements)
        for row in rows
    )


def draw(rng: random.Random, **wanted: object) -> Conflict:
    """A small conflict in which somebody's list can be edited."""
    while True:
        conflict = random_conflict(rng, preference="ordinal", **{"most_options": 4, **wanted})
        lists = lists_of(conflict)
        movable = [i for i, lines in enumerate(lists) if lines is not None]
        short = sum(len(lines or ()) for lines in lists) <= 5 and len(lists) <= 3
        twice = any(len({" ".join(t.split()) for t, _ in lines or ()}) < len(lines or ()) for lines in lists)
        patterns = any(set(t) <= set("YN- ") for lines in lists for t, _ in lines or ())
        if movable and short and not twice and not patterns and conflict.graph().states.size > 2:
            return conflict


def draw_goals(rng: random.Random, conflict: Conflict, count: int) -> list[tuple[Goal, Wanted]]:
    """Goals about random sets of states, each with what it says in the oracle's terms."""
    model = conflict.graph()
    goals = []
    for _ in range(count):
        size = rng.randint(1, min(3, model.states.size))
        places = sorted(rng.sample(range(model.states.size), size))
        concept, wanted = rng.choice(CONCEPTS), rng.random() < 0.6
        codes = tuple(model.states.all()[at] for at in places)
        made = Goal("?", wanted, named(concept), codes, "true")
        goals.append((made, (tuple(places), wanted, concept)))
    return goals


def check(
    conflict: Conflict, judge: Judge, goals: list[tuple[Goal, Wanted]], answer: Answer, **how: object
) -> None:
    """An answer is what brute force says, as far as that goes."""
    lists, upto = lists_of(conflict), int(str(how["upto"]))
    news = {
        i: candidates(judge, [t for t, _ in lists[i] or ()], bool(how["add"]), how["more"])  # type: ignore[arg-type]
        for i in answer.dms
    }
    wanted = [literal for _, literal in goals]
    costs = how["costs"]
    assert isinstance(costs, Costs)
    prices = {name: getattr(costs, name) for name in ("drop", "reverse", "move", "add")}
    truth = least(judge, wanted, lists, answer.dms, news.__getitem__, prices, upto)
    assert answer.proven, "no small question takes a minute"
    if truth.cost is None:
        assert answer.impossible or answer.lower > upto
    else:
        assert not answer.impossible and answer.best is not None
        assert answer.best.cost == answer.lower == truth.cost
    for solution in answer.solutions:
        changed = apply_changes(conflict, solution.changes)
        assert judge.met(wanted, lists_of(changed))
        assert solution.cost == answer.lower == sum(edit.cost for edit in solution.edits)
        for (made, _), states in zip(goals, solution.states, strict=True):
            assert bool(states) == made.wanted


def contradict(goals: list[Wanted]) -> bool:
    """Whether some states shall hold an equilibrium, and none of them one of the same kind."""
    made = [goal for goal in goals if goal[1]]
    broken = [goal for goal in goals if not goal[1]]
    return any(one[2] == other[2] and {*one[0]} <= {*other[0]} for one in made for other in broken)


@pytest.mark.parametrize("seed", range(35))
def test_the_least_cost_is_that_of_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(4):
        conflict = draw(rng)
        judge = Judge(conflict)
        goals = draw_goals(rng, conflict, rng.choice((1, 1, 2)))
        add = rng.random() < 0.5
        costs = Costs() if rng.random() < 0.7 else Costs(*(rng.randint(1, 3) for _ in range(4)))
        if contradict([literal for _, literal in goals]):
            with pytest.raises(NotApplicable, match="is wanted, and"):
                levers(conflict, "", [made for made, _ in goals])
            continue
        finding = levers(conflict, "", [made for made, _ in goals], add=add, costs=costs, seconds=600, most=3)
        assert finding.met == judge.met([literal for _, literal in goals], lists_of(conflict))
        short = not add and sum(len(lines or ()) for lines in lists_of(conflict)) <= 3
        how = {"add": add, "more": (), "costs": costs, "upto": 99 if short else 2 if add else 3}
        for answer in answers(finding):
            check(conflict, judge, goals, answer, **how)


@pytest.mark.parametrize("seed", range(40))
def test_the_search_alone_finds_the_least_cost(seed: int) -> None:
    """Without the single edits that are tried first: every cost comes from the solver."""
    rng = random.Random(900 + seed)
    for _ in range(4):
        conflict = draw(rng)
        judge, start = Judge(conflict), lists_of(conflict)
        goals = draw_goals(rng, conflict, rng.choice((1, 2, 2)))
        if seed % 2 and len(start) > 2:  # credible answers that must cease
            goals = [(replace(g, wanted=False, concept=named("SEQ")), (w[0], False, "SEQ")) for g, w in goals]
        wanted = [literal for _, literal in goals]
        if judge.met(wanted, start):
            continue
        arena = arena_of(conflict.graph())
        movable = [i for i, lines in enumerate(start) if lines is not None]
        movable = rng.choice((movable, [rng.choice(movable)]))
        lists = {i: lines_of(arena, i, add=False) for i in movable}
        hunt = Hunt(arena, lists, [made for made, _ in goals], Costs(), Clock.of(600))
        hunt.run(0)
        prices = {"drop": 1, "reverse": 1, "move": 1, "add": 1}
        truth = least(judge, wanted, start, movable, lambda _: [], prices, 3)
        assert hunt.proven
        assert hunt.cost == truth.cost if truth.cost is not None else hunt.impossible or hunt.lower > 3


@pytest.mark.parametrize("seed", range(20))
def test_other_solutions_touch_other_lines_and_none_is_left_out(seed: int) -> None:
    """Where all are said to be given, brute force knows of no other set of lines."""
    rng = random.Random(500 + seed)
    checked = 0
    while checked < 3:
        conflict = draw(rng)
        judge, goals = Judge(conflict), draw_goals(rng, conflict, 1)
        finding = levers(conflict, "", [made for made, _ in goals], add=False, seconds=600, most=50)
        answer = finding.together
        if answer is None or answer.best is None or answer.best.cost > 3:
            continue
        checked += 1
        assert answer.complete
        start = lists_of(conflict)
        prices = {"drop": 1, "reverse": 1, "move": 1, "add": 1}
        wanted = [literal for _, literal in goals]
        truth = least(judge, wanted, start, answer.dms, lambda _: [], prices, 3)
        given = [{(e.dm, e.statement.that) for e in s.edits} for s in answer.solutions]
        assert all(one not in given[:k] for k, one in enumerate(given))
        found = [lists_of(apply_changes(conflict, solution.changes)) for solution in answer.solutions]
        for lists in truth.lists:
            ways = touched(start, lists)
            if len(ways) == 1:  # nothing but these very lines comes to the same
                assert min(ways) in given
            assert any(one in ways for one in given) or any(
                ways & touched(start, plain(start, x)) for x in found
            )


@pytest.mark.parametrize("seed", range(16))
def test_the_search_alone_leaves_no_other_lines_out(seed: int) -> None:
    """Two neighbours that change places are told as one of them; other edits of either are others."""
    rng = random.Random(700 + seed)
    checked = 0
    while checked < 3:
        conflict = draw(rng)
        judge, start = Judge(conflict), lists_of(conflict)
        goals = draw_goals(rng, conflict, 1)
        wanted = [literal for _, literal in goals]
        movable = [i for i, lines in enumerate(start) if lines is not None]
        prices = {"drop": 1, "reverse": 1, "move": 1, "add": 1}
        truth = least(judge, wanted, start, movable, lambda _: [], prices, 2)
        if not truth.cost:
            continue
        arena = arena_of(conflict.graph())
        lists = {i: lines_of(arena, i, add=False) for i in movable}
        hunt = Hunt(arena, lists, [made for made, _ in goals], Costs(), Clock.of(600))
        hunt.run(60)
        assert hunt.cost == truth.cost
        checked += hunt.complete
        given = [
            {(e.dm, e.statement.that) for i, draft in d.items() for e in edits_of(lists[i], draft, Costs())}
            for d in (hunt.best, *hunt.others)
        ]
        assert all(one not in given[:k] for k, one in enumerate(given))
        for ways in (touched(start, found) for found in truth.lists if hunt.complete):
            assert len(ways) > 1 or min(ways) in given


def plain(start: Lists, lists: Lists) -> Lists:
    """Changed lists with what is reversed marked, as brute force writes them."""

    def line(text: str, own: list[str]) -> tuple[str, bool]:
        return (text, False) if text in own else (text.removeprefix("not (")[:-1], True)

    return tuple(
        None if lines is None else tuple(line(text, [t for t, _ in old or ()]) for text, _ in lines)
        for old, lines in zip(start, lists, strict=True)
    )


def touched(start: Lists, lists: Lists) -> set[frozenset[tuple[int, str]]]:
    """The sets of lines by whose edits alone lists come about, least sets only."""
    every: list[set[tuple[int, str]]] = [set()]
    for dm, (old, new) in enumerate(zip(start, lists, strict=True)):
        if old is None or new is None:
            continue
        texts, stand = [text for text, _ in old], [text for text, _ in new]
        sure = {(dm, t) for t in texts if t not in stand} | {(dm, t) for t, turned in new if turned}
        runs = [
            run
            for size in range(len(stand) + 1)
            for run in combinations(stand, size)
            if list(run) == sorted(run, key=texts.index)
        ]
        longest = max(len(run) for run in runs)
        moved = [{(dm, t) for t in stand if t not in run} for run in runs if len(run) == longest]
        every = [before | sure | more for before in every for more in moved]
    return {frozenset(each) for each in every}


def answers(finding: LeversFinding) -> list[Answer]:
    return [*finding.alone, *([finding.together] if finding.together else [])]
