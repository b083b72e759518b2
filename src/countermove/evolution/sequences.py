"""Shortest sequences: all of them, kept as a graph of predecessors, counted exactly and listed in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from countermove.evolution.steps import Step, Ways
from countermove.model.states import State

__all__ = ["Nodes", "Sequences", "Shortest"]


@dataclass(frozen=True, slots=True)
class Nodes:
    """Configurations in the order in which a search by layers finds them.

    For each its `state`, the `last` movers as bits, how many unwanted moves were `used`, how many `steps`
    lead to it, and the nodes one step `before` it on shortest sequences.
    """

    state: list[State]
    last: list[int]
    used: list[int]
    steps: list[int]
    before: list[list[int]]

    def __len__(self) -> int:
        return len(self.state)

    def add(self, state: State, last: int, used: int, steps: int) -> None:
        """One more configuration, so far without a predecessor."""
        self.state.append(state)
        self.last.append(last)
        self.used.append(used)
        self.steps.append(steps)
        self.before.append([])

    def cut(self, size: int) -> None:
        """Forget all but the first nodes."""
        for column in (self.state, self.last, self.used, self.steps, self.before):
            del column[size:]


@dataclass(frozen=True, slots=True)
class Shortest:
    """The shortest sequences to a state: how long they are, how many there are, the first of them.

    `length` is None where the state is not reached.
    """

    state: State
    length: int | None
    count: int
    listed: tuple[tuple[Step, ...], ...]


class Sequences:
    """The shortest sequences to every state that a search has found."""

    def __init__(self, nodes: Nodes, ways: Ways) -> None:
        self.nodes, self.ways = nodes, ways

    @cached_property
    def _ends(self) -> dict[State, list[int]]:
        """The configurations in which a state is first reached."""
        found: dict[State, list[int]] = {}
        for node, state in enumerate(self.nodes.state):
            ends = found.setdefault(state, [])
            if not ends or self.nodes.steps[ends[0]] == self.nodes.steps[node]:
                ends.append(node)
        return found

    @cached_property
    def _counts(self) -> list[int]:
        counts = [1]
        for before in self.nodes.before[1:]:
            counts.append(sum(counts[node] for node in before))
        return counts

    def ends(self, state: State) -> list[int]:
        """The nodes that end a shortest sequence to a state."""
        return self._ends.get(state, [])

    def count(self, state: State) -> int:
        """How many shortest sequences there are to a state."""
        return sum(self._counts[node] for node in self.ends(state))

    def shortest(self, state: State, most: int) -> Shortest:
        """How many shortest sequences there are, and the first of them."""
        ends = self.ends(state)
        length = self.nodes.steps[ends[0]] if ends else None
        return Shortest(state, length, self.count(state), tuple(islice(self.listed(state), most)))

    def listed(self, state: State) -> Iterator[tuple[Step, ...]]:
        """The shortest sequences in order: by the first step's movers and target, then by the second's."""
        ends = set(self.ends(state))
        after = self._after(ends)
        waiting = [(0, ())] if ends else []  # type: list[tuple[int, tuple[int, ...]]]
        while waiting:
            node, path = waiting.pop()
            if node in ends:
                yield self._spelled((*path, node))
                continue
            waiting.extend((child, (*path, node)) for child in reversed(after[node]))

    def _after(self, ends: set[int]) -> dict[int, list[int]]:
        """The nodes one step on, as far as they lie on the way to the ends, in order."""
        after: dict[int, list[int]] = {}
        waiting = list(ends)
        while waiting:
            node = waiting.pop()
            for earlier in self.nodes.before[node]:
                if earlier not in after:
                    after[earlier] = []
                    waiting.append(earlier)
                after[earlier].append(node)
        for children in after.values():
            children.sort(key=self._place)
        return after

    def _place(self, node: int) -> tuple[int, int, State]:
        last = self.nodes.last[node]
        return last.bit_count(), last, self.nodes.state[node]

    def _spelled(self, path: tuple[int, ...]) -> tuple[Step, ...]:
        nodes = self.nodes
        return tuple(self.ways.step(nodes.state[a], nodes.last[b], nodes.state[b]) for a, b in pairwise(path))
