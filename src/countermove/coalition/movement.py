"""Joint movement: where the members of a coalition can bring the conflict together.

A *legal sequence* of a coalition H is a chain of unilateral moves of its members in which nobody moves
twice in a row; R_H(s) is every state that ends one (Kilgour, Hipel, Fang and Peng 2001). A member may
move again after another one has: only consecutive moves are barred, so the search goes over pairs of a
state and its last mover. Steps need not be improvements.

Two ways to move are known by name:

* **legal**, the default: R_H(s) as above. It may contain s itself, where a sequence leads back.
* **joint**: all members change their options at the same moment, once. A state is reached if it is
  feasible and differs from s in options of members only, every changed option in a direction that is
  open to it, and no ban applies: a ban on everybody's moves, or on those of a member that changes an
  option here. States on the way do not matter. This is a choice of peer programs, not of the literature.

For a coalition of one both are R_i(s). The same search serves the answers of opponents, whose steps are
moves, improvements, or improvements of coalitions: consecutive steps share no member.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from countermove.coalition.members import Members, members_of
from countermove.errors import NotApplicable, Problem, TooLarge, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.states import State

__all__ = [
    "MOST_PLACES",
    "MOVEMENTS",
    "CoalitionMovement",
    "LegalMovement",
    "Sequences",
    "Step",
    "Way",
    "movement_of",
    "reachable",
]

#: More pairs of a state and its last mover than this are not gone through from one state.
MOST_PLACES = 100_000

#: The ways to move together, by name.
MOVEMENTS = ("legal", "joint")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sequence: who makes it (several at once in a joint step), and where it leads."""

    movers: Members
    to: State


#: A sequence of steps.
Way: TypeAlias = tuple[Step, ...]
#: Where some movers can step from a state.
Steps: TypeAlias = Callable[[Members, State], Iterable[State]]


class Sequences:
    """The states that end a sequence of at least one step from `start`, nearest first, found as asked for.

    `movers` may step where `steps` says; consecutive movers share no member. Raises `TooLarge` from the
    search if it would go through more than `most` pairs of a state and its last movers.
    """

    def __init__(
        self, movers: Sequence[Members], steps: Steps, start: State, most: int = MOST_PLACES
    ) -> None:
        self.movers, self.steps, self.start, self.most = movers, steps, start, most
        self._before: dict[tuple[State, Members], tuple[State, Members] | None] = {}
        self._first: dict[State, tuple[State, Members]] = {}
        self._order: list[State] = []
        self._waiting: list[tuple[State, Members] | None] = [None]
        self._left = 0

    def __iter__(self) -> Iterator[State]:
        """Each state once, after the fewest steps that lead to it."""
        at = 0
        while at < len(self._order) or self._search():
            if at < len(self._order):
                yield self._order[at]
                at += 1

    @property
    def places(self) -> int:
        """How many pairs of a state and its last movers were gone through so far."""
        return len(self._before)

    @cached_property
    def states(self) -> frozenset[State]:
        """All of them."""
        while self._search():
            pass
        return frozenset(self._order)

    def way(self, state: State) -> Way:
        """A shortest sequence to a state of the set."""
        while state not in self._first and self._search():
            pass
        at: tuple[State, Members] | None = self._first[state]
        steps: list[Step] = []
        while at is not None:
            steps.append(Step(at[1], at[0]))
            at = self._before[at]
        return tuple(reversed(steps))

    def _search(self) -> bool:
        """Leave one more place; False if none is left to leave."""
        if self._left == len(self._waiting):
            return False
        place = self._waiting[self._left]
        self._left += 1
        for movers in self.movers:
            if place is None or set(place[1]).isdisjoint(movers):
                self._step(place, movers)
        if len(self._before) > self.most:
            what = f"joint moves from one state lead on to more than {self.most:,} places"
            raise TooLarge(Problem(what, "Ask for a smaller coalition, or model fewer options."))
        return True

    def _step(self, place: tuple[State, Members] | None, movers: Members) -> None:
        for to in self.steps(movers, self.start if place is None else place[0]):
            if (to, movers) not in self._before:
                self._before[to, movers] = place
                self._waiting.append((to, movers))
                if to not in self._first:
                    self._first[to] = to, movers
                    self._order.append(to)


class CoalitionMovement(Protocol):
    """R_H: how coalitions move."""

    def sequences(self, members: Members, state: State) -> Sequences:
        """R_H(s), with the ways there."""


@dataclass(frozen=True)
class LegalMovement:
    """Legal sequences of the members' own moves."""

    model: GraphModel

    @cached_property
    def _moves(self) -> dict[tuple[Members, State], list[State]]:
        return {}

    def steps(self, movers: Members, state: State) -> list[State]:
        """R_i(s), for a mover on its own; looked up once."""
        key = movers, state
        if key not in self._moves:
            self._moves[key] = self.model.moves(movers[0], state)
        return self._moves[key]

    def sequences(self, members: Members, state: State) -> Sequences:
        """R_H(s), with the ways there."""
        return Sequences([(dm,) for dm in members], self.steps, state)


def movement_of(model: GraphModel, name: str) -> CoalitionMovement:
    """The movement of coalitions that has a name. Raises `NotApplicable` where it has no meaning."""
    if name == "legal":
        return LegalMovement(model)
    if name == "joint":
        from countermove.coalition.joint import JointMovement

        return JointMovement(model)
    what = f'there is no joint movement "{name}"'
    raise NotApplicable(Problem(what, did_you_mean(name, MOVEMENTS)))


def reachable(model: GraphModel, members: Collection[int], state: State) -> tuple[State, ...]:
    """R_H(s): the states that end a legal sequence of the members' moves from `state`, ascending.

    `state` is among them if a sequence leads back to it. Works on states that are not listed, too.
    Raises `TooLarge` beyond 100,000 pairs of a state and its last mover.
    """
    movement = LegalMovement(model)
    return tuple(sorted(movement.sequences(members_of(model, members), state).states))
