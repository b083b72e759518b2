"""Reachability against sequences that are walked one by one, over random conflicts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given

from countermove.errors import NotApplicable, StateError, TooLarge
from countermove.evolution import (
    By,
    Evolution,
    Terms,
    Ways,
    explore,
    fewest_unwanted,
    latest,
)
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from evolution.literal import NOBODY, Literal
from oracle import Oracle
from strategies import conflicts, examples, random_conflict

KINDS = ("moves", "improvements", "mixed free", "mixed against", "mixed both", "coalitions")


def pairs(
    seed: int, count: int, **wanted: object
) -> Iterator[tuple[Conflict, GraphModel, Oracle, random.Random]]:
    rng = random.Random(seed)
    for _ in range(count):
        conflict = random_conflict(rng, **wanted)
        yield conflict, conflict.graph(), Oracle(conflict), rng


def terms_of(kind: str, size: int, rng: random.Random) -> tuple[str, frozenset[int], int]:
    free = frozenset([rng.randrange(size)]) if kind in ("mixed free", "mixed both") else frozenset()
    against = rng.randint(1, 2) if kind in ("mixed against", "mixed both") else 0
    return kind.split()[0], free, against


def states_of(graph: GraphModel) -> dict[int, int]:
    """The oracle's position of each state."""
    return {graph.states.numbered(k + 1): k for k in range(graph.states.size)}


@pytest.mark.parametrize("kind", KINDS)
def test_evolution_is_what_walking_every_sequence_gives(kind: str) -> None:
    walked = 0
    for _, graph, oracle, rng in pairs(11 + KINDS.index(kind), 120):
        by, free, against = terms_of(kind, graph.size, rng)
        literal, place = Literal(oracle, by, free, against), states_of(graph)
        start = rng.choice(list(place))
        found = explore(graph, start, by, free=free, against=against)
        configurations = literal.configurations(place[start])
        assert {place[s] for s in found.states} == {state for state, _, _ in configurations}
        layers = literal.layers(place[start], max(found.distances.values()))
        for state, steps in found.distances.items():
            first = next(t for t, layer in enumerate(layers) if any(place[state] == s for s, _, _ in layer))
            assert steps == first
            movers = {m for s, m, _ in layers[first] if s == place[state] and m is not NOBODY}
            assert set(map(frozenset, found.last_movers(state))) == movers - {NOBODY}
        walked += _same_sequences(found, literal, place)
    assert walked > 85


def _same_sequences(found: Evolution, literal: Literal, place: dict[int, int]) -> bool:
    """Whether the sequences were few enough to be written out; asserts that they are the same."""
    try:
        deepest = max(found.distances.values())
        written = [literal.sequences(place[found.start], length) for length in range(deepest + 1)]
    except OverflowError:
        return False
    for state, steps in found.distances.items():
        wanted = [
            seq for seq in written[steps] if (seq[-1][1] if seq else place[found.start]) == place[state]
        ]
        listed = list(found.paths(state))
        spelled = [tuple((frozenset(step.movers), place[step.target]) for step in path) for path in listed]
        assert sorted(map(repr, spelled)) == sorted(map(repr, wanted))
        assert found.count(state) == len(wanted)
        order = [[(len(s.movers), s.movers, s.target) for s in path] for path in listed]
        assert order == sorted(order), "in canonical order"
        for path in listed:
            for step in path:
                unwanted = [
                    i
                    for i in step.movers
                    if not literal.oracle.better(i, place[step.target], place[step.source])
                ]
                assert list(step.unwanted) == unwanted
    return True


def test_steps_are_those_of_legal_sequences() -> None:
    for _, graph, oracle, rng in pairs(5, 80):
        place = states_of(graph)
        by, free, against = terms_of(rng.choice(KINDS), graph.size, rng)
        literal = Literal(oracle, by, free, against)
        start = rng.choice(list(place))
        found = explore(graph, start, by, free=free, against=against)
        wanted = {
            (at[0], *new[:2]) for at in literal.configurations(place[start]) for new in literal.after(at)
        }
        assert {(place[s.source], place[s.target], frozenset(s.movers)) for s in found.steps} == {
            (source, target, movers) for source, target, movers in wanted
        }


def test_longest_sequences() -> None:
    bounded = 0
    for _, graph, oracle, rng in pairs(6, 80):
        place = states_of(graph)
        by, free, against = terms_of(rng.choice(KINDS), graph.size, rng)
        literal = Literal(oracle, by, free, against)
        start = rng.choice(list(place))
        many = len(literal.configurations(place[start]))
        layers = literal.layers(place[start], 2 * many)
        for state, last in latest(explore(graph, start, by, free=free, against=against)).items():
            times = [t for t, layer in enumerate(layers) if any(s == place[state] for s, _, _ in layer)]
            # A sequence as long as there are configurations goes round a circle, and can do so again.
            assert last == (None if times[-1] >= many else times[-1])
            bounded += last is not None and last > 1
    assert bounded > 25


def test_fewest_unwanted_moves() -> None:
    costly = 0
    for _, graph, oracle, rng in pairs(7, 160):
        place = states_of(graph)
        start = rng.choice(list(place))
        free = frozenset([rng.randrange(graph.size)]) if rng.random() < 0.3 else frozenset()
        found = fewest_unwanted(graph, start, free=free)
        assert {place[s]: value for s, value in found.found.items()} == Literal(oracle, "", free).cheapest(
            place[start]
        )
        assert found.beyond is None
        assert list(found.found.values()) == sorted(found.found.values())
        for state in found.states:
            path = found.path(state)
            _legal(graph, start, path)
            assert (path[-1].target if path else start) == state
            charged = sum(bool(step.unwanted) and step.mover not in free for step in path)
            assert (charged, len(path)) == found.found[state]
            costly += charged > 1
    assert costly > 5


def _legal(graph: GraphModel, start: int, path: tuple[object, ...]) -> None:
    here, last = start, -1
    for step in path:
        assert step.source == here and step.mover != last
        assert step.target in graph.moves(step.mover, here)
        assert bool(step.unwanted) is not graph.prefers(step.mover, step.target, here)
        here, last = step.target, step.mover


@given(conflicts())
@examples(80)
def test_what_terms_allow_more_of_reaches_more(conflict: Conflict) -> None:
    graph = conflict.graph()
    start = graph.states.numbered(1)
    moves, wishes = explore(graph, start, "moves"), explore(graph, start)
    everybody = explore(graph, start, "mixed", free=range(graph.size))
    once, twice = (explore(graph, start, "mixed", against=k) for k in (1, 2))
    assert everybody.distances == moves.distances
    assert all(everybody.count(state) == moves.count(state) for state in moves.states)
    assert set(wishes.states) <= set(once.states) <= set(twice.states) <= set(moves.states)
    least = fewest_unwanted(graph, start)
    for k, evolution in enumerate((wishes, once, twice)):
        assert set(evolution.states) == {s for s, (cost, _) in least.found.items() if cost <= k}
    assert all(not step.unwanted for step in wishes.steps)
    reached = set(wishes.states)
    assert all(step.source in reached and step.target not in reached for step in wishes.boundary())


def test_boundary_of_improvements_is_unwanted_where_movement_is_transitive() -> None:
    """What was reached by improvements is closed: every move out of it is unwanted by its mover."""
    left = 0
    for _, graph, _, rng in pairs(8, 100, form="option", preference="ordinal", coalesced=False, banned=False):
        start = rng.choice(graph.states.first(None, None)[1])
        for step in explore(graph, start).boundary():
            assert step.unwanted == step.movers
            left += 1
    assert left > 200


def test_stops_are_never_left() -> None:
    for _, graph, _, rng in pairs(9, 100):
        listed = graph.states.first(None, None)[1]
        start, stops = rng.choice(listed), set(rng.sample(listed, rng.randint(0, len(listed) // 2)))
        found = explore(graph, start, "moves", stops=stops)
        assert all(step.source not in stops for step in found.steps)
        free = explore(graph, start, "moves")
        assert set(found.states) <= set(free.states)
        if not stops & set(found.states):
            assert found.states == free.states


def test_search_may_end_early() -> None:
    for _, graph, _, rng in pairs(10, 100):
        listed = graph.states.first(None, None)[1]
        start, wanted = rng.choice(listed), rng.choice(listed)
        whole = explore(graph, start, "moves")
        part = explore(graph, start, "moves", until={wanted})
        assert part.distance(wanted) == whole.distance(wanted)
        assert part.count(wanted) == whole.count(wanted)
        assert list(part.paths(wanted)) == list(whole.paths(wanted))
        if part.horizon is not None:
            assert not part.cut_short and part.horizon == whole.distance(wanted)
            within = {s: d for s, d in whole.distances.items() if d <= part.horizon}
            assert part.distances == within


def test_too_many_states_are_refused_or_told() -> None:
    graph = next(
        g
        for _, g, _, _ in pairs(12, 50, form="option")
        if len(explore(g, g.states.numbered(1), "moves").states) > 8
    )
    start = graph.states.numbered(1)
    with pytest.raises(TooLarge, match="more than 3 states"):
        explore(graph, start, "moves", most=3)
    part = explore(graph, start, "moves", most=3, whole=False)
    whole = explore(graph, start, "moves")
    assert part.cut_short and part.horizon is not None and not part.complete
    assert part.distances == {s: d for s, d in whole.distances.items() if d <= part.horizon}
    few = fewest_unwanted(graph, start, most=3)
    all_of_them = fewest_unwanted(graph, start)
    assert few.beyond is not None and len(few.found) == 3
    assert all(all_of_them.found[s] == value for s, value in few.found.items())
    assert all(cost >= few.beyond for s, (cost, _) in all_of_them.found.items() if s not in few.found)


def test_mistakes() -> None:
    graph = next(pairs(1, 1))[1]
    with pytest.raises(NotApplicable, match="no status quo"):
        explore(graph)
    with pytest.raises(StateError):
        explore(graph, 10**6)
    for wrong in (
        {"free": {0}},
        {"against": 1},
        {"by": By.MIXED},
    ):
        with pytest.raises(NotApplicable):
            Terms(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="guesses"):
        explore(graph, graph.states.numbered(1), "guesses")


def test_a_model_is_asked_once_for_its_moves() -> None:
    graph = next(pairs(2, 1))[1]
    ways, start = Ways(graph), graph.states.numbered(1)
    first = explore(graph, start, "moves", ways=ways)
    assert all(ways.moves(s) is ways.moves(s) for s in first.states)
    assert explore(graph, start, "moves", ways=ways).distances == first.distances
    assert list(islice(first.paths(start), 2)) == [()]
