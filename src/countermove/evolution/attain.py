"""Attainability: which equilibria a conflict can come to from where it stands, and why not the others.

That a state is an equilibrium says that it holds once it is reached. Here it is asked whether it *is*
reached. A no is given with what proves it: an option that cannot be undone; a set of states out of which no
move leads; or, where only wishes stand in the way, the cheapest sequence of moves all the same, each
unwanted move of it with whoever would have to make it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from countermove._numpy import np
from countermove.evolution.explore import Evolution, explore
from countermove.evolution.steps import By, SomeStates, Step
from countermove.evolution.unwanted import Unwanted, fewest_unwanted
from countermove.model.graph import GraphModel, NamedOutcome
from countermove.model.listed import ListedSpace
from countermove.model.moves import SubCube
from countermove.model.sets import StateSet
from countermove.model.states import State
from countermove.stability.concept import Concept
from countermove.stability.table import StabilityTable

__all__ = [
    "Attainability",
    "Blocked",
    "Group",
    "Lock",
    "Obstacle",
    "WhyNot",
    "attainable",
    "cheapest_ways",
    "cut",
    "resting_places",
    "undoing",
    "why_none",
    "why_not",
]


class Obstacle(Enum):
    """What keeps a state from being attained."""

    NOTHING = "nothing"
    IRREVERSIBLE = "an option that cannot be undone would have to be"
    NO_WAY_IN = "no move leads into it"
    NO_SEQUENCE = "no sequence of moves leads to it"
    WISHES = "somebody would have to move against its wish"
    UNKNOWN = "too many states to be explored"


@dataclass(frozen=True, slots=True)
class Lock:
    """An option (its position among all) that is as it should not be, and stays so.

    `taken` says that it is taken and cannot be dropped; otherwise it is dropped and cannot be taken.
    """

    dm: int
    option: int
    taken: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a state is not attained.

    `closed` is the number of states reached: no step that the terms admit leads out of them. `locks` are
    the options that would have to be undone. `way` is a sequence of unilateral moves to the state with the
    fewest unwanted moves, and `unwanted` how many it has; where none is known, every way has at least
    `at_least` of them.
    """

    state: State
    obstacle: Obstacle
    closed: int
    locks: tuple[Lock, ...] = ()
    way: tuple[Step, ...] = ()
    unwanted: int | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The moves of one decision maker out of what is reached: how many, and how many it does not want.

    `wishes` says how many are decided against by which of its statements, counted from 0, most first; None
    stands for rankings and weights, and for moves by which it would gain nothing.
    """

    dm: int
    moves: int
    unwanted: int
    wishes: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True)
class Group:
    """The equilibria of one named outcome, or all of them (`outcome` None).

    `attained` are those reached, nearest first; `unresting` how many of them are reached without passing
    through another equilibrium first, None where that is not known. `movable` is how many any moves lead
    to. `easiest` is the one that takes fewest unwanted moves, `unwanted` how many; where none was found,
    each takes at least `at_least`.
    """

    outcome: NamedOutcome | None
    holding: int
    attained: tuple[State, ...]
    unresting: int | None
    movable: int | None
    easiest: State | None
    unwanted: int | None
    at_least: int | None


@dataclass(frozen=True)
class Attainability:
    """Which equilibria under one concept are attained: all together, and by named outcome.

    `rests` says whether the start itself is an equilibrium: then nothing need ever happen. Where the
    table is not `exact` for the concept, only states that certainly are equilibria count.
    """

    evolution: Evolution
    concept: Concept
    holding: StateSet
    exact: bool
    rests: bool
    cheapest: Unwanted
    every: Group
    groups: tuple[Group, ...]


def attainable(
    evolution: Evolution,
    table: StabilityTable,
    concept: Concept,
    *,
    cheapest: Unwanted | None = None,
    progress: Callable[[str], None] | None = None,
) -> Attainability:
    """Which equilibria of a stability table the evolution attains, and what the others would take.

    `cheapest` may be given if it is known, from `cheapest_ways` of the same evolution.
    """
    known = cheapest or cheapest_ways(evolution, progress)
    holding = table.holding(concept)
    unresting = _unresting(evolution, holding)
    model = evolution.model

    def group(outcome: NamedOutcome | None) -> Group:
        members = holding if outcome is None else holding.where(outcome.statement)
        return _group(outcome, members, evolution, unresting, known)

    return Attainability(
        evolution,
        concept,
        holding,
        table.exact(concept),
        evolution.start in holding,
        known,
        group(None),
        tuple(group(outcome) for outcome in model.outcomes),
    )


def cheapest_ways(
    evolution: Evolution, progress: Callable[[str], None] | None = None, most: int | None = None
) -> Unwanted:
    """The ways with fewest unwanted moves, from the same start and with the same free decision makers.

    Where improvements alone already lead to too many states to be followed, the search is not begun: it
    would see the same states again and end before it came to any unwanted move.
    """
    hopeless = evolution.cut_short and evolution.terms.by is By.IMPROVEMENTS
    return fewest_unwanted(
        evolution.model,
        evolution.start,
        free=evolution.terms.free,
        most=1 if hopeless else most,
        ways=evolution.ways,
        progress=progress,
    )


def _unresting(evolution: Evolution, holding: StateSet) -> Evolution | None:
    """The same evolution where every equilibrium is the end; None where that is not known to its end."""
    terms = evolution.terms
    found = explore(
        evolution.model,
        evolution.start,
        terms.by,
        free=terms.free,
        against=terms.against,
        stops=holding,
        most=len(evolution.states) if evolution.complete else None,
        whole=False,
        ways=evolution.ways,
    )
    return found if found.complete else None


def _group(
    outcome: NamedOutcome | None,
    members: StateSet,
    evolution: Evolution,
    unresting: Evolution | None,
    cheapest: Unwanted,
) -> Group:
    attained = tuple(state for state in evolution.states if state in members)
    found = [state for state in cheapest.states if state in members]
    whole = cheapest.beyond is None
    easiest, unwanted = (found[0], cheapest.found[found[0]][0]) if found else (None, None)
    if attained and easiest is None and evolution.terms.by is By.IMPROVEMENTS:
        easiest, unwanted = attained[0], 0  # nothing takes less, and the cheapest ways are not all known
    return Group(
        outcome,
        members.count,
        attained,
        None if unresting is None else sum(state in unresting for state in attained),
        len(found) if whole else None,
        easiest,
        unwanted,
        None if whole or unwanted is not None else cheapest.beyond,
    )


def cut(evolution: Evolution) -> tuple[Blocked, ...]:
    """The moves that would lead out of what is reached, by the decision maker who does not want to make them.

    That these are all of them, and every one unwanted, proves for improvements that nothing more is reached.
    """
    found: dict[int, list[Step]] = {}
    for step in evolution.boundary():
        found.setdefault(step.mover, []).append(step)
    return tuple(_blocked(evolution.model, dm, steps) for dm, steps in sorted(found.items()))


def _blocked(model: GraphModel, dm: int, steps: Sequence[Step]) -> Blocked:
    wishes: Counter[int | None] = Counter()
    for step in steps:
        if step.unwanted:
            wishes[model.decisive(dm, step.source, step.target).statement] += 1
    return Blocked(dm, len(steps), sum(wishes.values()), tuple(wishes.most_common()))


def resting_places(path: Sequence[Step], holding: SomeStates) -> tuple[State, ...]:
    """The states in `holding` that a sequence leaves: where the conflict would rest before its end."""
    return tuple(step.source for step in path if step.source in holding)


def why_not(evolution: Evolution, state: State, cheapest: Unwanted | None = None) -> WhyNot:
    """Why the evolution does not attain a state; `Obstacle.NOTHING` if it does.

    `cheapest` may be given if it is known, from `cheapest_ways` of the same evolution.
    """
    if state in evolution:
        return WhyNot(state, Obstacle.NOTHING, len(evolution.states))
    closed = len(evolution.states)
    locks = undoing(evolution.model, evolution.start, state)
    if locks:
        return WhyNot(state, Obstacle.IRREVERSIBLE, closed, locks)
    known = cheapest or cheapest_ways(evolution)
    least = known.least(state)
    if least is not None:
        obstacle = Obstacle.WISHES if evolution.complete else Obstacle.UNKNOWN
        return WhyNot(state, obstacle, closed, way=known.path(state), unwanted=least)
    if known.beyond is not None:
        return WhyNot(state, Obstacle.UNKNOWN, closed, at_least=known.beyond)
    obstacle = Obstacle.NO_WAY_IN if _has_no_way_in(evolution.model, state) else Obstacle.NO_SEQUENCE
    return WhyNot(state, obstacle, len(known.found))


def why_none(
    evolution: Evolution, states: Sequence[State], cheapest: Unwanted | None = None, *, whole: bool = True
) -> WhyNot:
    """Why the evolution attains none of some states, told of the one that takes fewest unwanted moves.

    Where no way leads to any of them, an obstacle is told only if it keeps all of them from being attained:
    options that would have to be undone for each, or that everything any moves lead to is known. `whole`
    says whether the states are all that are meant, and not the first of them.
    """
    known, wanted = cheapest or cheapest_ways(evolution), set(states)
    nearest = next((state for state in known.states if state in wanted), None)
    if nearest is not None or (len(states) == 1 and whole):
        return why_not(evolution, states[0] if nearest is None else nearest, known)
    locks = set(undoing(evolution.model, evolution.start, states[0])) if whole else set()
    for state in states[1:]:
        locks = locks and locks & set(undoing(evolution.model, evolution.start, state))
    if locks:
        shared = tuple(sorted(locks, key=lambda lock: lock.option))
        return WhyNot(states[0], Obstacle.IRREVERSIBLE, len(evolution.states), shared)
    if known.beyond is not None:
        return WhyNot(states[0], Obstacle.UNKNOWN, len(evolution.states), at_least=known.beyond)
    return WhyNot(states[0], Obstacle.NO_SEQUENCE, len(known.found))


def undoing(model: GraphModel, start: State, state: State) -> tuple[Lock, ...]:
    """The irreversible options that would have to be undone between two states of option form."""
    found: list[Lock] = []
    for dm, movement in enumerate(model.movement):
        if isinstance(movement, SubCube):
            dropped = start & ~state & movement.stay_taken
            taken = ~start & state & movement.stay_dropped
            options = range((dropped | taken).bit_length())
            found += [Lock(dm, k, bool(dropped >> k & 1)) for k in options if (dropped | taken) >> k & 1]
    return tuple(found)


def _has_no_way_in(model: GraphModel, state: State) -> bool:
    """Whether nobody has a move to the state from anywhere."""
    if not isinstance(model.states, ListedSpace):
        return False
    at = model.states.index(state)
    return not any(bool(np.any(movement.arcs()[1] == at)) for movement in model.movement)
