"""Attainability, and proofs that something is not attained, which are checked without the search."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from countermove.errors import TooLarge
from countermove.evolution import (
    Evolution,
    Obstacle,
    WhyNot,
    attainable,
    chain,
    cheapest_ways,
    cut,
    explore,
    resting_places,
    why_not,
)
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.model.conflict import Conflict, DecisionMaker, Option, Preferences, PrioritisedStatement
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSpace
from countermove.stability import Concept, analyse, default_concepts, named
from strategies import random_conflict

BY = ("moves", "improvements", "coalitions")


def models(seed: int, count: int, **wanted: object) -> Iterator[tuple[GraphModel, random.Random]]:
    rng = random.Random(seed)
    for _ in range(count):
        yield random_conflict(rng, **wanted).graph(), rng


def pick(graph: GraphModel, rng: random.Random) -> tuple[int, Concept]:
    concepts = [c for c in default_concepts(graph) if c.id != "SIM"]
    return graph.states.numbered(rng.randint(1, graph.states.size)), rng.choice(concepts)


def test_groups_count_what_is_reached() -> None:
    attained = missed = 0
    for graph, rng in models(1, 120):
        start, concept = pick(graph, rng)
        evolution = explore(graph, start, rng.choice(BY))
        table = analyse(graph, [concept])
        found = attainable(evolution, table, concept)
        moves, holding = set(explore(graph, start, "moves").states), set(table.holding(concept))
        assert found.rests is (start in holding) and found.exact
        assert set(found.every.attained) == holding & set(evolution.states)
        for group, outcome in zip(found.groups, graph.outcomes, strict=True):
            members = {s for s in holding if graph.states.holds(outcome.statement, s)}
            assert group.outcome is outcome and group.holding == len(members)
            assert set(group.attained) == members & set(evolution.states)
            assert group.movable == len(members & moves)
            least = [found.cheapest.found[s] for s in members & moves]
            assert group.unwanted == (min(least)[0] if least else None)
            assert group.at_least is None
        distances = [evolution.distance(s) for s in found.every.attained]
        assert distances == sorted(distances, key=lambda d: -1 if d is None else d)
        assert found.every.unresting == len(_first_rests(evolution, holding))
        attained += bool(found.every.attained)
        missed += len(found.every.attained) < len(holding)
    assert attained > 30 and missed > 30


def _first_rests(evolution: Evolution, holding: set[int]) -> set[int]:
    """The equilibria that a sequence comes to which has not left an equilibrium before."""
    found: set[int] = set()
    seen = {0}
    waiting = [0]
    place = {
        key: node
        for node, key in enumerate(
            zip(evolution.nodes.state, evolution.nodes.last, evolution.nodes.used, strict=True)
        )
    }
    for node in waiting:
        state = evolution.nodes.state[node]
        if state in holding:
            found.add(state)
            continue
        for movers, to, used in evolution.leaving(node):
            after = place[to, movers, used]
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def test_every_no_comes_with_a_proof() -> None:
    told: Counter[Obstacle] = Counter()
    for graph, rng in models(2, 120):
        start, _ = pick(graph, rng)
        evolution = explore(graph, start, rng.choice(BY))
        cheapest = cheapest_ways(evolution)
        for state in graph.states.first(None, None)[1]:
            why = why_not(evolution, state, cheapest)
            assert (why.obstacle is Obstacle.NOTHING) is (state in evolution)
            _check(graph, evolution, why)
            told[why.obstacle] += 1
    assert all(told[obstacle] > 3 for obstacle in Obstacle if obstacle is not Obstacle.UNKNOWN), told
    assert not told[Obstacle.UNKNOWN]


def _check(graph: GraphModel, evolution: Evolution, why: WhyNot) -> None:
    start, to = evolution.start, why.state
    everywhere = graph.states.first(None, None)[1]
    movable = explore(graph, start, "moves").states
    if why.obstacle is Obstacle.IRREVERSIBLE:
        options = [o for dm in graph.conflict.decision_makers for o in dm.options]
        for lock in why.locks:
            assert options[lock.option].irreversible == ("once taken" if lock.taken else "once dropped")
            assert bool(start >> lock.option & 1) is lock.taken is not bool(to >> lock.option & 1)
        assert to not in movable
    elif why.obstacle is Obstacle.NO_WAY_IN:
        assert not any(to in graph.moves(dm, s) for dm in range(graph.size) for s in everywhere)
    elif why.obstacle is Obstacle.NO_SEQUENCE:
        assert to not in movable and why.closed == len(movable)
    elif why.obstacle is Obstacle.WISHES:
        assert why.unwanted == sum(bool(step.unwanted) for step in why.way) > 0
        assert why.way[-1].target == to and why.way[0].source == start
        for step in why.way:
            assert step.target in graph.moves(step.mover, step.source)
            assert bool(step.unwanted) is not graph.prefers(step.mover, step.target, step.source)


def test_irreversible_options_are_named() -> None:
    wishes = tuple(Preferences(dm, statements=(PrioritisedStatement(f"{dm}.x"),)) for dm in "ab")
    owners = (
        DecisionMaker("a", options=(Option("x", irreversible="once taken"),)),
        DecisionMaker("b", options=(Option("x", irreversible="once dropped"),)),
    )
    graph = Conflict("pair", owners, wishes, status_quo="a.x").graph()
    why = why_not(explore(graph, by="moves"), graph.states.find("b.x"))
    assert [(lock.dm, lock.option, lock.taken) for lock in why.locks] == [(0, 0, True), (1, 1, False)]


def test_cut_counts_every_move_out() -> None:
    for graph, rng in models(3, 200):
        start, _ = pick(graph, rng)
        evolution = explore(graph, start)
        out = [
            (dm, s, q)
            for s in evolution.states
            for dm in range(graph.size)
            for q in graph.moves(dm, s)
            if q not in evolution
        ]
        found = {each.dm: each for each in cut(evolution)}
        assert {dm: each.moves for dm, each in found.items()} == Counter(dm for dm, _, _ in out)
        for dm, each in found.items():
            unwanted = [(s, q) for who, s, q in out if who == dm and not graph.prefers(dm, q, s)]
            assert each.unwanted == len(unwanted)
            assert dict(each.wishes) == Counter(graph.decisive(dm, s, q).statement for s, q in unwanted)


def test_resting_places_are_those_left() -> None:
    graph = read_model(case_path("washington-2025/summit")).conflict.graph("schwarz")
    evolution = explore(graph)
    path = next(evolution.paths(graph.states.numbered(685)))
    states = [graph.states.number(step.source) for step in path]
    assert states == [397, 493]
    assert resting_places(path, {path[1].source}) == (path[1].source,)
    assert resting_places(path, {path[1].target}) == ()


def test_together_refuses_unlisted_states() -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    with pytest.raises(TooLarge, match="coalition"):
        explore(conflict.graph(keep="cube"), by="coalitions")


@pytest.mark.parametrize("reading", ["sanger", "schwarz"])
def test_listed_and_unlisted_states_evolve_alike(reading: str) -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    listed, made = conflict.graph(reading), conflict.graph(reading, keep="cube")
    assert isinstance(listed.states, ListedSpace) and not isinstance(made.states, ListedSpace)
    first, second = explore(listed), explore(made)
    assert first.distances == second.distances
    assert [first.count(s) for s in first.states] == [second.count(s) for s in first.states]
    assert cheapest_ways(first).found == cheapest_ways(second).found
    assert chain(listed).moves == pytest.approx(chain(made).moves)
    concept = named("SEQ")
    one, two = (attainable(e, analyse(e.model, [concept]), concept) for e in (first, second))
    assert one.every == two.every
    assert [g.attained for g in one.groups] == [g.attained for g in two.groups]


def test_large_conflict_is_answered_as_far_as_it_is_explored() -> None:
    conflict = read_model(case_path("washington-2025/europe")).conflict
    graph = conflict.graph("schwarz")
    with pytest.raises(TooLarge):
        explore(graph, most=200)
    part = explore(graph, most=200, whole=False)
    assert part.cut_short and part.horizon == 2
    assert all(graph.states.has(s) for s in part.states)
    far = why_not(part, graph.states.numbered(1))
    assert far.obstacle is Obstacle.UNKNOWN and far.at_least == 0
