"""Chains against exact solutions of the whole system, against sample runs, and against laws."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest

from countermove._numpy import np
from countermove.errors import NotApplicable, TooLarge
from countermove.evolution import Choose, Conduct, chain, explore, simulate, wilson
from countermove.evolution.absorption import expected_visits, stationary
from countermove.evolution.components import components
from countermove.evolution.conduct import Turns
from countermove.evolution.steps import Ways
from countermove.model.conflict import Conflict, DecisionMaker, NamedState, Preferences
from countermove.model.graph import GraphModel
from countermove.stability import analyse, named
from evolution.literal import Literal, absorbed
from oracle import Oracle
from strategies import random_conflict


def models(seed: int, count: int, **wanted: object) -> Iterator[tuple[GraphModel, Oracle, random.Random]]:
    rng = random.Random(seed)
    for _ in range(count):
        conflict = random_conflict(rng, **wanted)
        yield conflict.graph(), Oracle(conflict), rng


def some_conduct(graph: GraphModel, rng: random.Random) -> Conduct:
    choose = rng.choice((Choose.UNIFORM, Choose.BEST))
    weights = tuple(Fraction(rng.randint(0, 3)) for _ in range(graph.size)) if rng.random() < 0.6 else ()
    if weights and not any(weights):
        weights = ()
    return Conduct(choose, weights, willing=rng.random() < 0.4)


def literal_rows(graph: GraphModel, oracle: Oracle, conduct: Conduct) -> list[dict[int, Fraction]]:
    literal = Literal(oracle, "improvements")
    choices = literal.best if conduct.choose is Choose.BEST else oracle.improvements
    weights = list(conduct.weights or [Fraction(1)] * graph.size)
    return [literal.row(s, weights, choices, conduct.willing) for s in oracle.all]


def test_absorption_is_that_of_the_whole_system_in_exact_fractions() -> None:
    several = circling = 0
    for graph, oracle, rng in models(1, 250):
        conduct, at = some_conduct(graph, rng), rng.randrange(graph.states.size)
        rows = literal_rows(graph, oracle, conduct)
        found = chain(graph, graph.states.numbered(at + 1), conduct)
        into, turns, moves = absorbed(rows, at)
        place = {graph.states.numbered(k + 1): k for k in oracle.all}
        assert found.exact
        assert {
            frozenset(place[s] for s in each.states): each.probability for each in found.recurrent
        } == into
        assert (found.turns, found.moves) == (turns, moves)
        for row, state in zip(found.rows, found.states, strict=True):
            merged: Counter[int] = Counter()
            for (_, to), p in row.items():
                merged[place[to]] += p
            assert merged == rows[place[state]]
        _same_in_floating_point(graph, found.start, conduct, found.recurrent, turns, moves)
        _shares_are_stationary(rows, place, found)
        several += len(into) > 1
        circling += any(not each.rests for each in found.recurrent)
    assert several > 10 and circling > 3


def _same_in_floating_point(graph, start, conduct, recurrent, turns, moves) -> None:  # type: ignore[no-untyped-def]
    found = chain(graph, start, conduct, exact=False)
    assert not found.exact and found.residual < 1e-12
    wanted = {each.states: float(each.probability) for each in recurrent}
    assert {each.states: each.probability for each in found.recurrent} == pytest.approx(wanted, rel=1e-12)
    assert found.turns == pytest.approx(float(turns), rel=1e-12)
    assert found.moves == pytest.approx(float(moves), rel=1e-12)


def _shares_are_stationary(rows, place, found) -> None:  # type: ignore[no-untyped-def]
    for each in found.recurrent:
        share = {place[s]: part for s, part in zip(each.states, each.shares, strict=True)}
        assert sum(share.values()) == 1
        for state, part in share.items():
            assert part == sum(share[q] * rows[q].get(state, 0) for q in share)
            assert set(rows[state]) <= set(share), "a recurrent class is closed"


def test_arcs_and_visits_add_up() -> None:
    for graph, _, rng in models(2, 120):
        found = chain(
            graph, graph.states.numbered(rng.randint(1, graph.states.size)), some_conduct(graph, rng)
        )
        assert all(sum(row.values()) == 1 for row in found.rows)
        made = [arc.expected for arc in found.arcs if arc.expected is not None]
        assert sum(made, Fraction(0)) == found.moves
        assert sum(found.visits.values(), Fraction(0)) == found.turns
        assert sum(each.probability for each in found.recurrent) == 1
        assert found.share(found.states) == 1
        for arc in found.arcs:
            assert arc.target in graph.improvements(arc.dm, arc.source)
        for state in found.states:
            into = sum(
                (a.expected for a in found.arcs if a.target == state and a.expected is not None), Fraction(0)
            )
            if state in found.visits:
                stays = 1 - sum(a.probability for a in found.arcs if a.source == state)
                assert found.visits[state] * (1 - stays) == into + (state == found.start)


def test_ever_is_the_chance_of_coming_by() -> None:
    """By first-step analysis on the whole system, the wanted states made absorbing."""
    for graph, oracle, rng in models(3, 100):
        conduct, at = some_conduct(graph, rng), rng.randrange(graph.states.size)
        wanted = {s for s in oracle.all if rng.random() < 0.3}
        rows = [
            {s: Fraction(1)} if s in wanted else row
            for s, row in enumerate(literal_rows(graph, oracle, conduct))
        ]
        into, _, _ = absorbed(rows, at)
        found = chain(graph, graph.states.numbered(at + 1), conduct)
        probability = sum((p for each, p in into.items() if each <= wanted), Fraction(0))
        assert found.ever({graph.states.numbered(s + 1) for s in wanted}) == probability


def test_resting_states_are_nash_equilibria_and_no_others() -> None:
    rests = 0
    for graph, _, rng in models(4, 120, preference="ordinal"):
        start = graph.states.numbered(rng.randint(1, graph.states.size))
        nash = analyse(graph, [named("Nash")]).holding("Nash")
        for choose in (Choose.UNIFORM, Choose.BEST):
            found = chain(graph, start, Conduct(choose))
            for each in found.recurrent:
                if each.rests:
                    assert each.states[0] in nash
                else:
                    assert not any(state in nash for state in each.states)
                rests += each.rests
            assert {s for s in found.states if s in nash} == {
                each.states[0] for each in found.recurrent if each.rests
            }
    assert rests > 150


def test_uniform_chain_goes_where_improvements_at_will_go() -> None:
    """The chain forgets who moved: where movement and preference are transitive that makes no difference."""
    for graph, _, rng in models(5, 60, form="option", preference="ordinal", coalesced=False, banned=False):
        start = graph.states.numbered(rng.randint(1, graph.states.size))
        assert set(chain(graph, start).states) == set(explore(graph, start).states)


def test_turns_for_the_willing_change_nothing_but_the_turns() -> None:
    for graph, _, rng in models(6, 80):
        start = graph.states.numbered(rng.randint(1, graph.states.size))
        choose = rng.choice((Choose.UNIFORM, Choose.BEST))
        anybody, willing = (
            chain(graph, start, Conduct(choose)),
            chain(graph, start, Conduct(choose, willing=True)),
        )
        assert {e.states: e.probability for e in anybody.recurrent} == {
            e.states: e.probability for e in willing.recurrent
        }
        assert anybody.moves == willing.moves == willing.turns <= anybody.turns


# -- logit -----------------------------------------------------------------------------------------


def test_logit_rows_follow_the_formula() -> None:
    for graph, oracle, rng in models(7, 80, preference="ordinal"):
        rationality = rng.choice((0.0, 0.5, 3.0, 20.0))
        turns = Turns(Ways(graph), Conduct(Choose.LOGIT, rationality=rationality))
        worth = [utilities(oracle, i) for i in range(graph.size)]
        for s in oracle.all:
            wanted: Counter[int] = Counter()
            for i in range(graph.size):
                menu = [s, *oracle.moves(i, s)]
                total = sum(math.exp(rationality * worth[i][q]) for q in menu)
                for q in menu:
                    wanted[q] += math.exp(rationality * worth[i][q]) / total / graph.size
            row: Counter[int] = Counter()
            for (_, to), p in turns.row(graph.states.numbered(s + 1)).items():
                row[graph.states.number(to) - 1] += float(p)
            assert dict(row) == pytest.approx(dict(wanted))


def utilities(oracle: Oracle, i: int) -> list[float]:
    """How many groups of equally good states are worse, as a share of the most that can be."""

    def alike(q: int) -> frozenset[int]:
        return frozenset(x for x in oracle.all if not oracle.better(i, x, q) and not oracle.better(i, q, x))

    groups = {q: alike(q) for q in oracle.all}
    below = [len({groups[r] for r in oracle.all if oracle.better(i, q, r)}) for q in oracle.all]
    return [number / max(1, *below) for number in below]


def test_logit_shares_balance() -> None:
    for graph, _, rng in models(8, 60, preference="ordinal"):
        start = graph.states.numbered(rng.randint(1, graph.states.size))
        found = chain(graph, start, Conduct(Choose.LOGIT, rationality=rng.choice((0.0, 2.0, 30.0))))
        assert set(found.states) == set(explore(graph, start, "moves").states) or not graph.transitive
        for each in found.recurrent:
            share = dict(zip(each.states, each.shares, strict=True))
            flow: Counter[int] = Counter()
            for state, row in zip(found.states, found.rows, strict=True):
                for (_, to), p in row.items():
                    flow[to] += share.get(state, 0.0) * p
            assert {s: flow[s] for s in share} == pytest.approx(share, rel=1e-9, abs=1e-12)


def test_very_rational_choice_is_hardly_left() -> None:
    """Staying is 10^30 times as likely as leaving; no digits are lost over that."""
    inside = np.array([[0.0, 1e-30], [3e-30, 0.0]])
    visits = expected_visits(inside, np.array([2e-30, 0.0]), np.array([1.0, 0.0]))
    assert visits == pytest.approx([1 / 2e-30, 1 / 6e-30], rel=1e-14)
    assert stationary(inside) == pytest.approx([0.75, 0.25], rel=1e-14)


# -- samples ---------------------------------------------------------------------------------------


def test_sample_runs_agree_with_the_solution() -> None:
    """In a 99.9 % interval each: with so many of them a few may lie outside, and no more."""
    outside = tried = 0
    for graph, _, rng in models(9, 60):
        start, conduct = graph.states.numbered(rng.randint(1, graph.states.size)), some_conduct(graph, rng)
        solved = chain(graph, start, conduct)
        if len(solved.states) == 1 or any(not each.rests for each in solved.recurrent):
            continue
        drawn = simulate(graph, start, conduct, runs=600, seed=rng.randrange(10**6))
        assert sum(drawn.ends.values()) == 600 and drawn.ends == drawn.rested
        for each in solved.recurrent:
            low, high = drawn.interval(each.states, 0.999)
            tried += 1
            outside += not low - 1e-9 <= each.probability <= high + 1e-9
        assert drawn.mean_moves == pytest.approx(float(solved.moves), rel=0.4, abs=0.3)
    assert tried > 30 and outside <= 1


def test_same_seed_gives_the_same_runs() -> None:
    graph = next(g for g, _, _ in models(10, 200) if len(chain(g, g.states.numbered(1)).recurrent) > 1)
    start = graph.states.numbered(1)
    first, again = (simulate(graph, start, runs=50, seed=7) for _ in range(2))
    assert first.ends == again.ends
    assert any(simulate(graph, start, runs=50, seed=k).ends != first.ends for k in range(20))


def test_wilson_interval() -> None:
    """The textbook example of 10 successes in 100: (0.0552, 0.1744)."""
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 10)[0] == 0 and wilson(10, 10)[1] == 1


# -- limits ----------------------------------------------------------------------------------------


def line(length: int) -> GraphModel:
    """Two decision makers take turns along a line of states, the last of which is best for both."""
    names = [str(k) for k in range(length)]
    steps = list(pairwise(names))
    owners = tuple(DecisionMaker(dm, moves=tuple(steps[k::2])) for k, dm in enumerate("ab"))
    wishes = tuple(Preferences(dm, ranking=tuple((name,) for name in reversed(names))) for dm in "ab")
    return Conflict(
        "line", owners, wishes, form="graph", states=tuple(map(NamedState, names)), status_quo="0"
    ).graph()


def test_long_chain_is_solved_without_recursion() -> None:
    found = chain(line(2_000), conduct=Conduct(Choose.BEST))
    assert [each.probability for each in found.recurrent] == [1]
    assert found.moves == pytest.approx(1_999) and found.turns == pytest.approx(2 * 1_999)
    evolution = explore(line(2_000))
    assert evolution.count(1_999) == 1 and len(next(evolution.paths(1_999))) == 1_999


def test_too_large_is_refused_with_a_cure() -> None:
    with pytest.raises(TooLarge, match="simulate"):
        chain(line(50), most=10)


def test_components_are_mutual_reachability() -> None:
    rng = random.Random(3)
    for _ in range(300):
        size = rng.randint(1, 9)
        graph = [[q for q in range(size) if rng.random() < 0.25] for _ in range(size)]
        reach = [{s} for s in range(size)]
        for _ in range(size):
            for s in range(size):
                for q in graph[s]:
                    reach[s] |= reach[q]
        found = components(graph)
        assert sorted(map(tuple, found)) == sorted(
            {tuple(q for q in range(size) if q in reach[s] and s in reach[q]) for s in range(size)}
        )
        place = {s: k for k, group in enumerate(found) for s in group}
        assert all(place[q] <= place[s] for s in range(size) for q in graph[s]), "those led to come first"


def test_mistakes() -> None:
    for wrong in (
        {"weights": (Fraction(-1), Fraction(2))},
        {"weights": (Fraction(0), Fraction(0))},
        {"rationality": math.inf},
        {"rationality": -1.0},
        {"choose": Choose.LOGIT, "willing": True},
    ):
        with pytest.raises(NotApplicable):
            Conduct(**wrong)  # type: ignore[arg-type]
    graph = line(4)
    with pytest.raises(NotApplicable, match="fractions"):
        chain(graph, conduct=Conduct(Choose.LOGIT), exact=True)
    with pytest.raises(NotApplicable, match="unlikely"):
        chain(graph, conduct=Conduct(Choose.LOGIT, rationality=10_000.0))
    with pytest.raises(NotApplicable, match="at least one run"):
        simulate(graph, runs=0)
    unknown = next(g for g, _, _ in models(11, 50, preference="unknown"))
    with pytest.raises(NotApplicable, match="order of all states"):
        chain(unknown, unknown.states.numbered(1), Conduct(Choose.LOGIT))
