"""The inverse question about something wanted: which of its states is the nearest to being an equilibrium.

For each state of a named outcome, or of any condition: who would have to change its preferences, and how
many states would have to cross over from above to below it. The nearest come first: as few decision makers
as possible, then as few states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from countermove._version import __version__
from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.inverse.change import Change
from countermove.inverse.condition import Condition, Conditions
from countermove.inverse.finding import Progress, applicable, needed
from countermove.inverse.realise import confirmed
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.statements import Statement
from countermove.model.states import State
from countermove.stability import analyse
from countermove.stability.concept import Concept

__all__ = ["MOST_STATES", "Candidate", "Need", "OutcomeFinding", "inverse_of_outcome"]

#: Of more states than this no nearest is looked for.
MOST_STATES = 2_000
_CONFIRMED = 5

#: For each decision maker concerned the states that must cross over.
Crossing = tuple[tuple[int, tuple[State, ...]], ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a decision maker must change for a state to hold for it; `leaves_for` are moves it would make."""

    condition: Condition
    change: Change
    leaves_for: tuple[State, ...]

    @property
    def dm(self) -> int:
        """The decision maker's position."""
        return self.condition.dm


@dataclass(frozen=True, slots=True)
class Candidate:
    """A state that is wanted, and what it would take; nothing where it is an equilibrium.

    `confirmed`: whether it is one once the changes are made in the simplest way; None if not looked up.
    """

    state: State
    needs: tuple[Need, ...]
    confirmed: bool | None = None

    @property
    def cost(self) -> tuple[int, int]:
        """How many decision makers and how many states."""
        return len(self.needs), sum(len(need.change.states) for need in self.needs)

    @property
    def change(self) -> Crossing:
        """Who would have to stop preferring which states."""
        return tuple((need.dm, need.change.states) for need in self.needs)


@dataclass(frozen=True, slots=True)
class OutcomeFinding:
    """The states of an outcome under one concept, the nearest to being an equilibrium first.

    `states` is how many states the outcome has; those for which somebody would have to change who was not
    to are left out of the `candidates`.
    """

    model: GraphModel
    concept: Concept
    candidates: tuple[Candidate, ...]
    states: int
    version: str = __version__

    @property
    def holding(self) -> tuple[State, ...]:
        """Those that are equilibria already."""
        return tuple(candidate.state for candidate in self.candidates if not candidate.needs)


def inverse_of_outcome(
    model: GraphModel,
    wanted: Statement,
    concept: Concept,
    dms: Iterable[int] | None = None,
    *,
    progress: Progress | None = None,
) -> OutcomeFinding:
    """What it would take for one of the states in which `wanted` holds to be an equilibrium.

    Nobody but `dms` (by default everybody) may have to change. Every decision maker's change is the smallest
    for it, the others' preferences being as they are. The first few candidates are confirmed by making the
    changes. Raises `NotApplicable` where there is no such state or no condition under the concept,
    `TooLarge` for more than `MOST_STATES` states.
    """
    applicable(model, [concept])
    states = _wanted(model, wanted)
    conditions, leaves = Conditions(model), _leaving(model, concept)
    found: list[Candidate] = []
    for place, state in enumerate(states):
        if progress is not None:
            progress(f"{concept.id}, state {place + 1} of {len(states)}")
        found.append(Candidate(state, tuple(_needs(conditions, concept, state, leaves))))
    may_change = set(range(model.size) if dms is None else dms)
    found = [c for c in found if all(need.dm in may_change for need in c.needs)]
    found.sort(key=lambda candidate: (*candidate.cost, candidate.state))
    return OutcomeFinding(model, concept, tuple(_look_up(model, concept, found)), len(states))


def _wanted(model: GraphModel, wanted: Statement) -> list[State]:
    count, states = model.states.first(wanted, MOST_STATES)
    if not count:
        raise NotApplicable(Problem("there is no feasible state in which that holds", "Ask for another."))
    if count > MOST_STATES:
        raise TooLarge(
            Problem(
                f"that holds in {count:,} states, more than the {MOST_STATES:,} that can be looked at",
                "Ask about one state, or for something narrower.",
            )
        )
    return states


def _leaving(model: GraphModel, concept: Concept) -> Callable[[int, State], bool] | None:
    """Who leaves which state, looked up at once; None where states are too many to be listed."""
    if isinstance(model.states, CubeSpace):
        return None
    table = analyse(model, [concept])
    return lambda dm, state: not table.is_stable(concept, dm, state)


def _needs(
    conditions: Conditions,
    concept: Concept,
    state: State,
    leaves: Callable[[int, State], bool] | None,
) -> Iterator[Need]:
    model = conditions.model
    for dm in range(model.size):
        if leaves is None and not model.improvements(dm, state):
            continue
        if leaves is None or leaves(dm, state):
            condition = conditions.condition(dm, state, concept)
            now = conditions.now(condition)
            broken = condition.broken(now)
            if broken:
                change = needed(model, condition, now)
                yield Need(condition, change, tuple(clause.move for clause in broken))


def _look_up(model: GraphModel, concept: Concept, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, the first for each of the first few changes confirmed."""
    looked: set[Crossing] = set()
    for candidate in candidates:
        if candidate.needs and len(looked) < _CONFIRMED and candidate.change not in looked:
            looked.add(candidate.change)
            made = confirmed(model, candidate.state, concept, dict(candidate.change))
            candidate = replace(candidate, confirmed=made)
        yield candidate
