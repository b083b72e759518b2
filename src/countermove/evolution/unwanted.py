"""The fewest unwanted moves: how often somebody would have to move against its wish for a state to come.

Every unilateral move costs nothing if its mover wants it (strictly prefers where it leads) and 1 if not,
unless the mover is counted as free to move as it likes; the cost of a legal sequence is the sum. The
cheapest sequence to each state, the shortest among equally cheap ones, is found exactly (Dijkstra's
algorithm over configurations, ordered by cost and then by length). A state of cost 0 is reached by
improvements alone. The measure is this project's own.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from countermove.evolution.steps import Step, Ways, bits_of, most_states, start_of
from countermove.model.graph import GraphModel
from countermove.model.states import State

__all__ = ["Unwanted", "fewest_unwanted"]

#: Cost, steps, and the order of discovery, which settles ties.
_Entry = tuple[int, int, int]


@dataclass(frozen=True)
class Unwanted:
    """For the states found the cheapest sequence to each, nearest first.

    `found` gives for each state (unwanted moves, steps). `beyond` is None if all states that any moves
    lead to are found; otherwise every other state takes at least so many unwanted moves.
    """

    start: State
    found: Mapping[State, tuple[int, int]]
    beyond: int | None
    ways: Ways = field(repr=False)
    _came: Mapping[State, int] = field(repr=False)
    _nodes: tuple[tuple[State, int, int], ...] = field(repr=False)

    def path(self, state: State) -> tuple[Step, ...]:
        """One of the cheapest and then shortest sequences to a state. Raises `KeyError` if not found."""
        steps: list[Step] = []
        node = self._came[state]
        while node:
            to, movers, before = self._nodes[node]
            steps.append(self.ways.step(self._nodes[before][0], movers, to))
            node = before
        return tuple(reversed(steps))

    def least(self, state: State) -> int | None:
        """The least number of unwanted moves to a state; None if no sequence to it was found."""
        return self.found[state][0] if state in self.found else None

    @cached_property
    def states(self) -> tuple[State, ...]:
        """The states found, those that take fewest unwanted moves first."""
        return tuple(self.found)


def fewest_unwanted(
    model: GraphModel,
    start: State | None = None,
    *,
    free: Iterable[int] = (),
    most: int | None = None,
    ways: Ways | None = None,
    progress: Callable[[str], None] | None = None,
) -> Unwanted:
    """The cheapest legal sequences from `start` (the status quo) to all states that moves lead to.

    Moves of the decision makers in `free` cost nothing.
    The search ends at `most` states with what it knows by then.
    """
    search = _Search(ways or Ways(model), start_of(model, start), bits_of(free))
    tell, bound = progress or (lambda _: None), most_states(model) if most is None else most
    beyond = None
    for cost, settled in search:
        if settled > bound:
            beyond = cost
            break
        if settled % 1000 == 0:
            tell(f"{settled:,} states with up to {cost} unwanted moves")
    return Unwanted(search.start, search.found, beyond, search.ways, search.came, tuple(search.nodes))


class _Search:
    def __init__(self, ways: Ways, start: State, free: int) -> None:
        self.ways, self.start, self.free = ways, start, free
        self.nodes: list[tuple[State, int, int]] = [(start, 0, 0)]  # state, last movers, node before
        self.queue: list[_Entry] = [(0, 0, 0)]
        self.settled: set[tuple[State, int]] = set()
        self.best: dict[tuple[State, int], tuple[int, int]] = {}
        self.found: dict[State, tuple[int, int]] = {}
        self.came: dict[State, int] = {}

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Settle one configuration after another: its cost, and how many states are found by then."""
        while self.queue:
            cost, steps, node = heapq.heappop(self.queue)
            state, last, _ = self.nodes[node]
            if (state, last) in self.settled:
                continue
            yield cost, len(self.found) + (state not in self.found)
            self.settled.add((state, last))
            if state not in self.found:
                self.found[state], self.came[state] = (cost, steps), node
            self._leave(node, cost, steps + 1)

    def _leave(self, node: int, cost: int, steps: int) -> None:
        state, last, _ = self.nodes[node]
        for movers, to, wanted in self.ways.moves(state):
            if movers & last:
                continue
            entry = (cost + (not wanted and not movers & self.free), steps)
            if (to, movers) in self.best and self.best[to, movers] <= entry:
                continue
            self.best[to, movers] = entry
            self.nodes.append((to, movers, node))
            heapq.heappush(self.queue, (*entry, len(self.nodes) - 1))
