"""The moves of a model as plain lists of positions: what a search asks ten thousand times.

Here states are positions in the list of states, and a preference is an array of ranks, so that the same
arena serves every edited preference. What follows a move is asked of *ranks*: which moves nothing deters,
which states the others can bring about, and by which steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.listed import IntArray, ListedSpace, listed
from countermove.model.preferences import Ordinal
from countermove.stability import Concept, analyse
from countermove.stability.concept import BETTER, NOT_BETTER, Replies, Rule
from countermove.stability.table import StabilityTable

__all__ = ["MOST_STATES", "Arc", "Arena", "Ranks", "Sweep", "arena_of", "check_concept", "check_size"]

#: Models with more states than this are refused: levers look at the states one by one.
MOST_STATES = 1 << 15

#: For each decision maker the rank of every state, larger is better; lists, as single ranks are looked up.
Ranks = Sequence[Sequence[int]]
#: A move: who, from where, to where.
Arc = tuple[int, int, int]
_Node = tuple[int, int]  # a state, and who moved last


@dataclass(frozen=True)
class Sweep:
    """What the others of one decision maker can bring about from a state.

    `before` holds each (state, last mover) that they reach with the one they came from. `open` are the
    moves of theirs that would lead to what they do not reach.
    """

    start: int
    before: dict[_Node, _Node | None]
    open: tuple[Arc, ...] = ()

    @cached_property
    def states(self) -> dict[int, _Node]:
        """The states reached, without the start: there is nothing new to be said of that."""
        found: dict[int, _Node] = {}
        for node in self.before:
            if node[0] != self.start:
                found.setdefault(node[0], node)
        return found

    def steps(self, state: int) -> list[Arc]:
        """The moves by which a state is reached."""
        node, steps = self.states[state], []
        while (came := self.before[node]) is not None:
            steps.append((node[1], came[0], node[0]))
            node = came
        return steps


@dataclass(frozen=True)
class Arena:
    """The moves and the present preferences of one model."""

    model: GraphModel
    space: ListedSpace
    orders: tuple[IntArray, ...]

    @cached_property
    def ranks(self) -> Ranks:
        """The present preferences."""
        return [order.tolist() for order in self.orders]

    @property
    def size(self) -> int:
        """How many states there are."""
        return self.space.size

    @cached_property
    def others(self) -> tuple[tuple[int, ...], ...]:
        """The opponents of each decision maker."""
        return tuple(self.model.others(dm) for dm in range(self.model.size))

    @cached_property
    def moves(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each decision maker and state the states it can move to."""
        found = []
        for movement in self.model.movement:
            source, target = movement.arcs()
            starts = np.searchsorted(source, np.arange(self.size + 1)).tolist()
            ends = target.tolist()
            found.append(tuple(tuple(ends[a:b]) for a, b in pairwise(starts)))
        return tuple(found)

    def table(self, orders: Iterable[IntArray], concepts: Sequence[Concept]) -> StabilityTable:
        """What the stability engine says of the model with other preferences, as arrays of ranks (S,)."""
        preferences = tuple(Ordinal(self.space, order) for order in orders)
        return analyse(replace(self.model, preferences=preferences, form=None), concepts)

    # -- what the others can do ----------------------------------------------------------------

    @cached_property
    def _reached(self) -> dict[_Node, Sweep]:
        return {}

    def replies(self, rule: Rule, dm: int, start: int, ranks: Ranks) -> Sweep:
        """What can answer a move of `dm` to `start`: R_K⁺, R_K or nothing, as the rule has it."""
        if rule.replies is Replies.IMPROVEMENTS:
            return self._sweep(dm, start, ranks)
        if rule.replies is Replies.NONE:
            return Sweep(start, {})
        if (dm, start) not in self._reached:
            self._reached[dm, start] = self._sweep(dm, start, None)
        return self._reached[dm, start]

    def _sweep(self, dm: int, start: int, ranks: Ranks | None) -> Sweep:
        """Breadth first, by improvements or by any moves.

        Who moved last matters only where some movement is not transitive; elsewhere a state is enough.
        """
        apart = not self.model.transitive
        before: dict[_Node, _Node | None] = {(start, dm): None}
        seen: set[_Node | int] = {(start, dm) if apart else start}
        shut: list[Arc] = []
        waiting = [(start, dm)]
        for node in waiting:
            state, last = node
            for mover in self.others[dm]:
                if apart and mover == last:
                    continue
                rank = None if ranks is None else ranks[mover]
                for to in self.moves[mover][state]:
                    place = (to, mover) if apart else to
                    if place in seen:
                        continue
                    if rank is not None and rank[to] <= rank[state]:
                        shut.append((mover, state, to))
                        continue
                    seen.add(place)
                    before[to, mover] = node
                    waiting.append((to, mover))
        left = [arc for arc in shut if ((arc[2], arc[0]) if apart else arc[2]) not in seen]
        return Sweep(start, before, tuple(dict.fromkeys(left)))

    # -- what deters -----------------------------------------------------------------------------

    def sanction(self, rule: Rule, dm: int, state: int, sweep: Sweep, ranks: Ranks) -> int | None:
        """A state among the answers that deters a move from `state`; None if there is none."""
        rank = ranks[dm]
        here = rank[state]
        for z in sweep.states:
            if rank[z] > here:
                continue
            if rule.hold is None or not any(rank[x] > here for x in self.moves[dm][z]):
                return z
        return None

    def undeterred(self, rule: Rule, dm: int, state: int, ranks: Ranks) -> Iterator[Sweep]:
        """For each move with which `dm` would leave `state`, what the others can bring about then."""
        rank = ranks[dm]
        for to in self.moves[dm][state]:
            if rank[to] > rank[state]:
                sweep = self.replies(rule, dm, to, ranks)
                if self.sanction(rule, dm, state, sweep, ranks) is None:
                    yield sweep


def check_size(model: GraphModel) -> None:
    """Raise `TooLarge` for a model with more states than can be looked at one by one."""
    if isinstance(model.states, CubeSpace) or model.states.size > MOST_STATES:
        what = f"levers look at states one by one, and {model.states.size:,} are more than {MOST_STATES:,}"
        cure = "Exclude combinations that cannot happen, or leave out options that do not matter here."
        raise TooLarge(Problem(what, cure, ("decision_makers",)))


def arena_of(model: GraphModel) -> Arena:
    """The arena of a model. Raises `TooLarge` or `NotApplicable` where levers cannot be found exactly."""
    check_size(model)
    ranks: list[IntArray] = []
    for preference in model.preferences:
        if not isinstance(preference, Ordinal):
            what = "levers need known preferences, and some comparisons here are unknown"
            raise NotApplicable(Problem(what, "Give one ranking for each decision maker."))
        ranks.append(preference.rank)
    return Arena(model, listed(model.states), tuple(ranks))


def check_concept(concept: Concept) -> Rule:
    """The rule of a concept that levers know. Raises `NotApplicable` for another."""
    rule = concept.rule
    known = concept.family == "classical" and concept.stable is None and not concept.needs_options
    plain = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.hold in (None, NOT_BETTER)
    if known and plain and rule.replies is not Replies.JOINT_IMPROVEMENTS:
        return rule
    what = f"levers are found for Nash, GMR, SMR, SEQ and SSEQ, not for {concept.id}"
    raise NotApplicable(Problem(what, "Use one of those."))
