"""What a conflict can become from where it stands: reachability from the status quo, step by step.

Layer 0 is the start; layer t + 1 holds every *configuration* (state, last mover) that one admitted step
makes out of layer t, where nobody moves twice in a row (Li, Kilgour and Hipel 2005; Xu, Kilgour, Hipel
and Kemkes 2010 treat the same search as one over coloured arcs). The distance of a state is the layer
that first holds it. The state alone is not enough to go on from: who has just moved may not move again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from countermove.errors import Problem, TooLarge
from countermove.evolution.sequences import Nodes, Sequences, Shortest
from countermove.evolution.steps import By, SomeStates, Step, Terms, Ways, members_of, most_states, start_of
from countermove.model.graph import GraphModel
from countermove.model.states import State

__all__ = ["Evolution", "Progress", "explore"]

Progress = Callable[[str], None]


def explore(
    model: GraphModel,
    start: State | None = None,
    by: By | str = By.IMPROVEMENTS,
    *,
    free: Iterable[int] = (),
    against: int = 0,
    stops: SomeStates = (),
    until: SomeStates = (),
    most: int | None = None,
    whole: bool = True,
    ways: Ways | None = None,
    progress: Progress | None = None,
) -> Evolution:
    """What can be reached from `start` (the status quo) by steps of the kind `by`; see `steps` for them.

    No step leaves a state in `stops`. The search ends early, with the layer that first holds a state in
    `until`. It gives up at `most` states: with `TooLarge`, or, if it need not be `whole`, with what it
    knows by then, all layers up to the evolution's `horizon`. `ways` may be shared between questions.
    """
    terms = Terms(By(by), frozenset(free), against)
    search = _Search(ways or Ways(model), start_of(model, start), terms, stops)
    bound = most_states(model) if most is None else most
    horizon = search.run(until, bound, progress or (lambda _: None))
    if horizon is not None and whole and search.over:
        what = f"more than {bound:,} states can be reached from state {model.states.name(search.start)}"
        cure = (
            "Ask for fewer kinds of steps, or for the way to one state; or allow more states to be explored."
        )
        raise TooLarge(Problem(what, cure))
    return Evolution(model, search.start, terms, search.nodes, search.ways, stops, horizon, search.over)


class _Search:
    def __init__(self, ways: Ways, start: State, terms: Terms, stops: SomeStates) -> None:
        self.ways, self.start, self.terms, self.stops = ways, start, terms, stops
        self.nodes = Nodes([start], [0], [0], [0], [[]])
        self.place = {(start, 0, 0): 0}
        self.seen = {start}
        self.over = False

    def run(self, until: SomeStates, most: int, progress: Progress) -> int | None:
        """Layer after layer; the last one that is complete, None if there is nothing beyond it."""
        first, layer = 0, 0
        while first < len(self.nodes):
            if any(state in until for state in self.nodes.state[first:]):
                return layer
            stop = len(self.nodes)
            for at in range(first, stop):
                self._leave(at)
                if len(self.seen) > most:
                    self.over = True
                    self.nodes.cut(stop)
                    return layer
            first, layer = stop, layer + 1
            progress(f"{len(self.seen):,} states within {layer} steps")
        return None

    def _leave(self, at: int) -> None:
        nodes = self.nodes
        state, last, used = nodes.state[at], nodes.last[at], nodes.used[at]
        if state in self.stops:
            return
        steps = nodes.steps[at] + 1
        for movers, to, wanted in self.ways.steps(state, self.terms):
            spent = used + self.terms.charge(movers, wanted)
            if movers & last or spent > self.terms.against:
                continue
            node = self.place.setdefault((to, movers, spent), len(nodes))
            if node == len(nodes):
                nodes.add(to, movers, spent, steps)
                self.seen.add(to)
            if nodes.steps[node] == steps:
                nodes.before[node].append(at)


@dataclass(frozen=True)
class Evolution:
    """What can be reached from a start, on which terms, and by which shortest sequences.

    `horizon` is None where everything that can be reached is known; otherwise the number of steps up to
    which it is, because the search came upon what it was looking for or, if `cut_short`, grew too large.
    """

    model: GraphModel
    start: State
    terms: Terms
    nodes: Nodes = field(repr=False)
    ways: Ways = field(repr=False)
    stops: SomeStates = field(default=(), repr=False)
    horizon: int | None = None
    cut_short: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything that can be reached is known."""
        return self.horizon is None

    @cached_property
    def distances(self) -> Mapping[State, int]:
        """For each state reached the least number of steps to it; 0 for the start. In that order."""
        found: dict[State, int] = {}
        for state, steps in zip(self.nodes.state, self.nodes.steps, strict=True):
            found.setdefault(state, steps)
        return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))

    @property
    def states(self) -> tuple[State, ...]:
        """The states reached, nearest first."""
        return tuple(self.distances)

    def distance(self, state: State) -> int | None:
        """The least number of steps to a state; None if it is not reached."""
        return self.distances.get(state)

    def __contains__(self, state: State) -> bool:
        return state in self.distances

    @cached_property
    def _sequences(self) -> Sequences:
        return Sequences(self.nodes, self.ways)

    def last_movers(self, state: State) -> tuple[tuple[int, ...], ...]:
        """Who can make the last step of a shortest sequence to a state; nothing for the start."""
        ends = {self.nodes.last[node] for node in self._sequences.ends(state)}
        return tuple(sorted(members_of(last) for last in ends if last))

    def count(self, state: State) -> int:
        """How many shortest sequences there are to a state: exactly; 1 for the start, 0 if not reached."""
        return self._sequences.count(state)

    def paths(self, state: State) -> Iterator[tuple[Step, ...]]:
        """All shortest sequences to a state: by who moves first and to which state, then who moves next."""
        return self._sequences.listed(state)

    def paths_to(self, state: State, most: int = 20) -> Shortest:
        """The shortest sequences to a state: how many, and the first of them."""
        return self._sequences.shortest(state, most)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that some legal sequence makes between states reached, by source."""
        found = {
            (self.nodes.state[node], movers, to)
            for node in range(len(self.nodes))
            for movers, to, _ in self.leaving(node)
            if to in self.distances
        }
        return tuple(self.ways.step(*step) for step in sorted(found))

    def leaving(self, node: int) -> Iterator[tuple[int, State, int]]:
        """The steps that may be made from a configuration: movers, target, unwanted moves used by then."""
        state, last, used = self.nodes.state[node], self.nodes.last[node], self.nodes.used[node]
        if state in self.stops:
            return
        for movers, to, wanted in self.ways.steps(state, self.terms):
            spent = used + self.terms.charge(movers, wanted)
            if not movers & last and spent <= self.terms.against:
                yield movers, to, spent

    def boundary(self) -> tuple[Step, ...]:
        """Every unilateral move from a state reached to one that is not: where the evolution ends.

        Of each move `unwanted` says whether its mover does not want it. A wanted move is here only where
        nobody can make it in turn: whoever could has moved just before.
        """
        return tuple(
            self.ways.step(state, movers, to)
            for state in self.states
            for movers, to, _ in self.ways.moves(state)
            if to not in self.distances
        )
