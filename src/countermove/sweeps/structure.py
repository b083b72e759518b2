"""The structure of a conflict compiled for sweeps: everything that does not depend on preferences.

Preferences enter as *shortfalls* b_i(s), smaller for better states. With R_i[s] the states that i can move to
from s and s itself, and N(y) the states that the others can bring y to, y among them, state s is unstable
for i exactly if

    least over y in R_i[s] of max(b_i(y), w_i(y))  <  b_i(s),

where w_i(y) is how far the others can push i down from y: nothing for Nash; for GMR the greatest b_i over
N(y); for SMR the greatest over z in N(y) of the least b_i over R_i[z]; for SEQ and SSEQ the same with N(y)
reached by improvements only. (y itself may be counted among the sanctions, and s among its own moves: a y
that is no improvement cannot make the left side smaller than b_i(s).) N(y) is fixed but for SEQ and SSEQ, so
all else becomes a list of minima and maxima that is the same for every profile.

"Nobody twice in a row" is kept by nodes (state, last mover) where the others' movement is not transitive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.kernels.sweep import Builder, Network, Plan, Program
from countermove.model.graph import GraphModel
from countermove.model.listed import listed
from countermove.stability.concept import BETTER, NOT_BETTER, Concept, Replies

__all__ = ["MAX_MOVES", "Reach", "Structure", "refusal"]

#: A quarter of a kilobyte is taken for each move, in every thread.
MAX_MOVES = 1 << 20
#: One step: (node at its end, number of the arc).
Step = tuple[int, int]
Join = Callable[[Iterable[int]], int]


def refusal(concept: Concept) -> Problem | None:
    """Why a concept cannot be swept; None if it can."""
    rule = concept.rule
    usual = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.hold in (None, NOT_BETTER)
    if usual and rule.answer == BETTER and rule.replies is not Replies.JOINT_IMPROVEMENTS:
        return None
    what = f"{concept.id} cannot be computed for many profiles at once"
    return Problem(what, "Use Nash, GMR, SMR, SEQ or SSEQ, or analyse the profiles one by one.")


@dataclass(frozen=True)
class Reach:
    """Who can be reached from where, by any number of steps: nodes that reach each other form a part.

    `parts` are ordered so that each leads to earlier ones only; `onward` lists for each part the parts
    that it leads to directly, without those that it reaches through another.
    """

    parts: tuple[tuple[int, ...], ...]
    onward: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, steps: Sequence[Sequence[int]]) -> Reach:
        """From the nodes that each node has a step to."""
        parts = _strong_parts(steps)
        part_of = {node: at for at, part in enumerate(parts) for node in part}
        onward: list[tuple[int, ...]] = []
        reached: list[int] = []  # sets of parts as bits
        for at, part in enumerate(parts):
            below = {part_of[to] for node in part for to in steps[node]} - {at}
            found, kept = 1 << at, []
            for to in sorted(below, reverse=True):
                if not found >> to & 1:
                    kept.append(to)
                    found |= reached[to]
            onward.append(tuple(kept))
            reached.append(found)
        return cls(tuple(parts), tuple(onward))

    def joined(self, join: Join, cells: Sequence[int]) -> list[int]:
        """For each node the cell that joins the cells of all nodes it reaches, itself among them."""
        result = [0] * len(cells)
        by_part: list[int] = []
        for part, onward in zip(self.parts, self.onward, strict=True):
            by_part.append(join([*(cells[node] for node in part), *(by_part[to] for to in onward)]))
            for node in part:
                result[node] = by_part[-1]
        return result


def _strong_parts(steps: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Strongly connected components, each after all that it leads to (Tarjan 1972), without recursion."""
    number = [0] * len(steps)  # 0: not seen yet
    low, opened = [0] * len(steps), [-1] * len(steps)  # -1: not among the open nodes
    open_nodes: list[int] = []
    parts: list[tuple[int, ...]] = []
    count = 0
    for root in range(len(steps)):
        trail = [] if number[root] else [(root, 0)]
        while trail:
            node, at = trail.pop()
            if at == 0:
                count += 1
                number[node] = low[node] = count
                open_nodes.append(node)
                opened[node] = len(open_nodes) - 1
            elif opened[steps[node][at - 1]] >= 0:
                low[node] = min(low[node], low[steps[node][at - 1]])
            while at < len(steps[node]) and number[steps[node][at]]:
                if opened[steps[node][at]] >= 0:
                    low[node] = min(low[node], number[steps[node][at]])
                at += 1
            if at < len(steps[node]):
                trail += [(node, at + 1), (steps[node][at], 0)]
            elif low[node] == number[node]:
                first = opened[node]
                parts.append(tuple(open_nodes[first:]))
                del open_nodes[first:]
                for member in parts[-1]:
                    opened[member] = -1
    return parts


@dataclass(frozen=True)
class _Others:
    """The moves of a decision maker's opponents as a network: `state` of each node, nodes without a last
    mover at `entry` (S,), and the steps of each node."""

    state: list[int]
    entry: list[int]
    steps: list[list[Step]]

    @cached_property
    def reach(self) -> Reach:
        """Who can be reached from where by the opponents' moves."""
        return Reach.of([[to for to, _ in steps] for steps in self.steps])

    def ordered(self) -> _Others:
        """The same with nodes in the order of their parts: those at the end of all ways come first.

        Found again in the new order the parts are the same, one after another, as a search that
        begins at the first node finds the first part complete.
        """
        order = [node for part in self.reach.parts for node in part]
        place = {node: at for at, node in enumerate(order)}
        steps = [[(place[to], arc) for to, arc in self.steps[node]] for node in order]
        return _Others([self.state[node] for node in order], [place[node] for node in self.entry], steps)


def _refuse_too_many(arcs: int) -> None:
    if arcs > MAX_MOVES:
        what = f"the model has {arcs:,} moves, and a sweep takes up to {MAX_MOVES:,}"
        raise TooLarge(Problem(what, "Exclude combinations that cannot happen, or analyse single profiles."))


class Structure:
    """The states and moves of a model, compiled for the decision makers one by one.

    Raises `TooLarge` where states are not listed or there are more than `MAX_MOVES` moves.
    """

    def __init__(self, model: GraphModel) -> None:
        self.size = listed(model.states).size
        self.transitive = [movement.transitive for movement in model.movement]
        moves = [movement.arcs() for movement in model.movement]
        _refuse_too_many(sum(len(source) for source, _ in moves))
        self.arcs = np.concatenate(
            [np.stack([np.full(len(a), dm), a, b], axis=1) for dm, (a, b) in enumerate(moves)]
        ).astype(np.int64)
        self._steps: list[list[list[Step]]] = [[[] for _ in range(self.size)] for _ in moves]
        for arc, (dm, source, target) in enumerate(self.arcs.tolist()):
            self._steps[dm][source].append((target, arc))

    def plan(self, concepts: Sequence[Concept]) -> Plan:
        """The programs of all decision makers for some concepts.

        Raises `NotApplicable` for a concept that cannot be swept.
        """
        problems = [problem for concept in concepts if (problem := refusal(concept)) is not None]
        if problems:
            raise NotApplicable(problems)
        programs = tuple(self._program(dm, concepts) for dm in range(len(self.transitive)))
        willing = any(concept.rule.replies is Replies.IMPROVEMENTS for concept in concepts)
        return Plan(self.size, len(concepts), self.arcs if willing else self.arcs[:0], programs)

    def _program(self, dm: int, concepts: Sequence[Concept]) -> Program:
        build, others = Builder(self.size), self._others(dm)
        verdict = [self._tested(dm, build, others, concept) for concept in concepts]
        arcs = tuple(tuple(steps) for steps in others.steps)
        network = Network(arcs, tuple(map(len, others.reach.parts)))
        return build.program(np.array(verdict, np.int64).reshape(-1, self.size), network)

    def _tested(self, dm: int, build: Builder, others: _Others, concept: Concept) -> list[int]:
        """For each state the cell that must not be less than the state's own."""
        states, rule = list(range(self.size)), concept.rule
        if rule.replies is Replies.NONE:
            return self._best(dm, build, states)
        held = states if rule.hold is None else self._best(dm, build, states)
        begin = [held[state] for state in others.state]
        if rule.replies is Replies.MOVES:
            pushed = others.reach.joined(build.greatest, begin)
        elif any(others.steps):
            first = build.settled(begin)
            pushed = list(range(first, first + len(begin)))
        else:
            pushed = begin
        at = [pushed[node] for node in others.entry]
        if rule.hold is not None:
            at = [build.greatest([cell, state]) for state, cell in enumerate(at)]
        return self._best(dm, build, at)

    def _best(self, dm: int, build: Builder, cells: Sequence[int]) -> list[int]:
        """For each state the cell with the least over all the decision maker's moves and staying."""
        steps = [[to for to, _ in steps] for steps in self._steps[dm]]
        if self.transitive[dm]:
            return self._own_reach(dm).joined(build.least, cells)
        return [build.least([cells[s], *(cells[to] for to in steps[s])]) for s in range(self.size)]

    def _own_reach(self, dm: int) -> Reach:
        if dm not in self._reaches:
            self._reaches[dm] = Reach.of([[to for to, _ in steps] for steps in self._steps[dm]])
        return self._reaches[dm]

    @cached_property
    def _reaches(self) -> dict[int, Reach]:
        return {}

    def _others(self, dm: int) -> _Others:
        movers = [other for other in range(len(self.transitive)) if other != dm]
        states = list(range(self.size))
        if all(self.transitive[mover] for mover in movers):
            steps = [[step for mover in movers for step in self._steps[mover][s]] for s in states]
            return _Others(states, states, steps).ordered()
        return self._in_turn(movers).ordered()

    def _in_turn(self, movers: Sequence[int]) -> _Others:
        """Nodes (state, last mover): a last mover of -1 before anyone has moved."""
        keys = [(state, -1) for state in range(self.size)]
        arrived = {(to, mover) for mover in movers for steps in self._steps[mover] for to, _ in steps}
        keys += sorted(arrived)
        place = {key: at for at, key in enumerate(keys)}
        steps = [
            [(place[to, j], arc) for j in movers if j != last for to, arc in self._steps[j][s]]
            for s, last in keys
        ]
        return _Others([state for state, _ in keys], list(range(self.size)), steps)
