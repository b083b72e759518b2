"""Steps: who may bring the conflict from one state to another, on which terms.

A sequence of steps is *legal* if each step is a unilateral move of its mover and nobody moves twice in
a row (Li, Kilgour and Hipel 2005 trace the evolution of a conflict by them). The terms say which moves
may be made:

- *moves*: all unilateral moves;
- *improvements*: those that the mover strictly prefers to staying;
- *mixed*: improvements, and any moves of the decision makers that are `free`; besides, this project's
  own extension, at most `against` moves that their movers do not want;
- *coalitions*: improvements, and steps of several decision makers together that every one of them
  strictly prefers (classical coalition improvements), by no more of them than it takes. That consecutive
  steps share no member is this project's own rule; it makes "nobody twice in a row" mean the same for one
  mover and for many.

A move is *wanted* if its mover strictly prefers where it leads: a move to a state that is equally good,
or about which the mover is in doubt, is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from countermove.errors import NotApplicable, Problem, StateError
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.preferences import Conditional, Ordinal
from countermove.model.states import State
from countermove.stability.relevance import mask_of

if TYPE_CHECKING:
    from countermove.evolution.together import Together

__all__ = [
    "By",
    "Change",
    "SomeStates",
    "Step",
    "Terms",
    "Ways",
    "bits_of",
    "members_of",
    "most_states",
    "start_of",
]

#: A step as the searches keep it: its movers as bits, where it leads, whether all of them want it.
Change = tuple[int, State, bool]

#: How many states are explored unless more is asked for: listed ones, and ones made up on the way.
_MOST_LISTED = 200_000
_MOST_MADE = 2_000


class SomeStates(Protocol):
    """States that can be asked about one at a time: a set of them, a `StateSet`, or a condition."""

    def __contains__(self, state: State, /) -> bool: ...


class By(Enum):
    """Which moves make a sequence."""

    MOVES = "moves"
    IMPROVEMENTS = "improvements"
    MIXED = "mixed"
    COALITIONS = "coalitions"


@dataclass(frozen=True, slots=True)
class Terms:
    """Which steps may be made: see the module. `free` are decision makers by position."""

    by: By = By.IMPROVEMENTS
    free: frozenset[int] = frozenset()
    against: int = 0

    def __post_init__(self) -> None:
        if self.by is not By.MIXED and (self.free or self.against):
            what = f"only mixed sequences have free decision makers or unwanted moves, not {self.by.value}"
            raise NotApplicable(Problem(what, "Ask for mixed sequences."))
        if self.by is By.MIXED and not self.free and not self.against:
            what = "mixed sequences need somebody who may move freely, or a number of unwanted moves"
            raise NotApplicable(Problem(what, "Name a free decision maker, or allow one unwanted move."))

    def charge(self, movers: int, wanted: bool) -> int:
        """What a step takes from the allowance of unwanted moves: 0 or 1."""
        if wanted or self.by is By.MOVES:
            return 0
        return 0 if movers & ~bits_of(self.free) == 0 else 1

    def admit(self, movers: int, wanted: bool, last: int) -> bool:
        """Whether a step may be made at all, after one by the movers `last`."""
        return not movers & last and self.charge(movers, wanted) <= self.against


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sequence: who moves from where to where.

    `unwanted` are those of the movers who do not strictly prefer `target` to `source`.
    """

    source: State
    target: State
    movers: tuple[int, ...]
    unwanted: tuple[int, ...] = ()

    @property
    def mover(self) -> int:
        """The one who moves, or the first of a coalition."""
        return self.movers[0]


def members_of(bits: int) -> tuple[int, ...]:
    """The decision makers whose bits are set, ascending."""
    return tuple(dm for dm in range(bits.bit_length()) if bits >> dm & 1)


def bits_of(members: Iterable[int]) -> int:
    """The decision makers as bits."""
    return sum(1 << dm for dm in members)


def start_of(model: GraphModel, start: State | None) -> State:
    """Where a sequence starts: the state given, or the status quo.

    Raises `NotApplicable` if there is neither, `StateError` if the state is not feasible.
    """
    if start is None:
        if model.status_quo is None:
            what = "the model names no status quo to start from"
            raise NotApplicable(Problem(what, "Name the state to start from: --from STATE."))
        return model.status_quo
    if not model.states.has(start):
        raise StateError(Problem(f"the code {start} is not that of a feasible state"))
    return start


def most_states(model: GraphModel) -> int:
    """How many states are explored unless more is asked for."""
    return _MOST_MADE if isinstance(model.states, CubeSpace) else _MOST_LISTED


class Ways:
    """The steps out of each state of a model, looked up once and kept for all questions."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._ahead = [_ahead(model, dm) for dm in range(model.size)]
        self._moves: dict[State, tuple[Change, ...]] = {}
        self._joint: dict[State, tuple[Change, ...]] = {}

    def ahead(self, dm: int, to: State, state: State) -> bool:
        """Whether `dm` strictly prefers `to` to `state`."""
        return self._ahead[dm](to, state)

    def moves(self, state: State) -> tuple[Change, ...]:
        """All unilateral moves from a state, by decision maker and then by state."""
        if state not in self._moves:
            self._moves[state] = tuple(
                (1 << dm, to, self._ahead[dm](to, state))
                for dm, movement in enumerate(self.model.movement)
                for to in movement.targets(state)
            )
        return self._moves[state]

    def steps(self, state: State, terms: Terms) -> Iterator[Change]:
        """The steps that the terms admit from a state: single movers first, then coalitions by size."""
        yield from (each for each in self.moves(state) if terms.admit(each[0], each[2], 0))
        if terms.by is By.COALITIONS:
            yield from self.joint(state)

    def joint(self, state: State) -> tuple[Change, ...]:
        """The coalition improvements from a state, of every coalition of two or more."""
        if state not in self._joint:
            found = self._together.out_of(state)
            self._joint[state] = tuple((bits_of(members), to, True) for members, to in found)
        return self._joint[state]

    @cached_property
    def _together(self) -> Together:
        from countermove.evolution.together import Together

        return Together(self.model)

    def step(self, source: State, movers: int, target: State) -> Step:
        """A step in full."""
        who = members_of(movers)
        unwanted = tuple(dm for dm in who if not self._ahead[dm](target, source))
        return Step(source, target, who, unwanted)


def _ahead(model: GraphModel, dm: int) -> Callable[[State, State], bool]:
    """Whether a decision maker prefers its first state to its second, as fast as its preference allows."""
    preference = model.preferences[dm]
    if isinstance(preference, Ordinal):
        ranks = preference.rank.tolist()
        rank = dict(zip(preference.states.all(), ranks, strict=True))
        return lambda to, state: bool(rank[to] > rank[state])
    if isinstance(preference, Conditional):
        score = lru_cache(maxsize=None)(_kept_score(preference))
        return lambda to, state: score(to) > score(state)
    return lambda to, state: model.prefers(dm, to, state)


def _kept_score(preference: Conditional) -> Callable[[State], int]:
    """How good a state is; each condition is looked at once for each setting of the options it names."""
    form = preference.states.form
    worth = [
        (condition, value, mask_of(form, [condition]), dict[int, bool]())
        for condition, value in zip(preference.wish.conditions, preference.wish.values, strict=True)
    ]

    def score(state: State) -> int:
        total = 0
        for condition, value, mask, known in worth:
            setting = state & mask
            if setting not in known:
                known[setting] = form.holds(condition, state)
            total += value if known[setting] else 0
        return total

    return score
