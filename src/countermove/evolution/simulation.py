"""Sample runs of the chain, where it is too large to be solved: told as what they are, with intervals.

The conduct is that of `conduct`, this project's own definition. The same seed gives the same runs.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist

from countermove.errors import NotApplicable, Problem
from countermove.evolution.conduct import Conduct, Turns
from countermove.evolution.steps import SomeStates, Ways, start_of
from countermove.model.graph import GraphModel
from countermove.model.states import State

__all__ = ["Simulation", "simulate", "wilson"]

#: A run that has not come to rest after so many turns is broken off.
MOST_TURNS = 1_000


@dataclass(frozen=True)
class Simulation:
    """Sample runs: in which states they ended, how many came to rest, after how many moves on average.

    `ends` counts the last states of all runs, `rested` those of the runs that came to rest: in a state
    that nobody will ever leave. The others were broken off after `most_turns`.
    """

    model: GraphModel
    start: State
    conduct: Conduct
    runs: int
    seed: int
    most_turns: int
    ends: Mapping[State, int]
    rested: Mapping[State, int]
    mean_moves: float

    def count(self, states: SomeStates) -> int:
        """How many runs ended in some states, at rest or not."""
        return sum(many for state, many in self.ends.items() if state in states)

    def interval(self, states: SomeStates, confidence: float = 0.95) -> tuple[float, float]:
        """Wilson's interval for the probability that a run ends in some states."""
        return wilson(self.count(states), self.runs, confidence)


def simulate(
    model: GraphModel,
    start: State | None = None,
    conduct: Conduct | None = None,
    *,
    runs: int = 1_000,
    seed: int = 1,
    most_turns: int = MOST_TURNS,
    ways: Ways | None = None,
    progress: Callable[[str], None] | None = None,
) -> Simulation:
    """Sample runs from `start` (the status quo), each decision maker behaving by `conduct`."""
    if runs < 1 or most_turns < 1:
        raise NotApplicable(Problem("a simulation needs at least one run and one turn", "Ask for more."))
    rule, here = conduct or Conduct(), start_of(model, start)
    sampler = _Sampler(Turns(ways or Ways(model), rule), random.Random(seed))
    ends: Counter[State] = Counter()
    rested: Counter[State] = Counter()
    moves = 0
    for run in range(runs):
        end, rests, made = sampler.run(here, most_turns)
        ends[end] += 1
        rested[end] += rests
        moves += made
        if progress and run % 20 == 0:
            progress(f"run {run:,} of {runs:,}")
    return Simulation(model, here, rule, runs, seed, most_turns, ends, +rested, moves / runs)


class _Sampler:
    def __init__(self, turns: Turns, rng: random.Random) -> None:
        self.turns, self.rng = turns, rng
        self.known: dict[State, tuple[list[State], list[float]]] = {}

    def run(self, state: State, most_turns: int) -> tuple[State, bool, int]:
        """The last state, whether the run came to rest there, and how many moves were made."""
        moves = 0
        for _ in range(most_turns):
            targets, bounds = self._row(state)
            if targets == [state]:
                return state, True, moves
            drawn = bisect_right(bounds, self.rng.random() * bounds[-1])
            to = targets[min(drawn, len(targets) - 1)]
            moves += to != state
            state = to
        return state, self._row(state)[0] == [state], moves

    def _row(self, state: State) -> tuple[list[State], list[float]]:
        if state not in self.known:
            merged: dict[State, float] = {}
            for (_, to), p in self.turns.row(state).items():
                merged[to] = merged.get(to, 0.0) + float(p)
            self.known[state] = list(merged), list(accumulate(merged.values()))
        return self.known[state]


def wilson(count: int, runs: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for a probability, from `count` of `runs` (Wilson 1927)."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p, shrink = count / runs, 1 + z * z / runs
    middle = (p + z * z / (2 * runs)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / runs + z * z / (4 * runs * runs))
    return (middle - half if count else 0.0), (middle + half if count < runs else 1.0)
