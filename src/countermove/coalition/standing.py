"""How one state stands up to coalitions: who would leave it, who is tempted and deterred, who blocks.

Where states are listed every coalition is asked, by the engine, and departures are looked up for the
minimal ones only. Where they are not, the coalitions to ask have to be named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from countermove.coalition.blocking import blocking_sets
from countermove.coalition.concept import COALITION_CONCEPTS, CoalitionConcept
from countermove.coalition.departures import Departing, Departures
from countermove.coalition.members import Members, members_of, minimal, refuse_unlisted
from countermove.coalition.table import DEFAULT, Setting, analyse_coalitions
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability import named
from countermove.stability.certificate import Certifier

__all__ = ["Standing", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One state against coalitions under one concept.

    `leaves` are the decision makers who would leave it alone, under the single form of the concept. `by`
    holds the departures of the minimal coalitions that upset it, `deterred` those of the minimal ones
    whose improvements are all answered, `idle` the coalitions asked for that have no improvement.
    `blocked_by` are the smallest sets whose staying out keeps the state up. `every` says whether all
    coalitions were asked.
    """

    concept: CoalitionConcept
    state: State
    leaves: Members
    by: tuple[Departures, ...]
    deterred: tuple[Departures, ...]
    idle: tuple[Members, ...]
    blocked_by: tuple[Members, ...]
    every: bool


def standing(
    model: GraphModel,
    concepts: Iterable[CoalitionConcept],
    state: State,
    setting: Setting = DEFAULT,
    coalitions: Iterable[Collection[int]] | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> tuple[Standing, ...]:
    """How a state stands up to coalitions under each concept: to all of them, or to those that are named.

    Raises `TooLarge` where states are not listed and no coalition is named, or where joint moves lead on
    to too many places; else as `analyse_coalitions` does.
    """
    departing, chosen = Departing(model, setting), tuple(concepts)
    if coalitions is not None:
        groups = tuple(dict.fromkeys(members_of(model, each) for each in coalitions))
        return tuple(_to_some(departing, concept, state, groups) for concept in chosen)
    refuse_unlisted(model)
    asked = dict.fromkeys((COALITION_CONCEPTS["CNash"], *chosen))
    table = analyse_coalitions(
        model,
        asked,
        setting.improvement,
        setting.movement,
        setting.replies,
        states=[state],
        jump_under=setting.jump_under,
        progress=progress,
    )
    tempted = table.leaving("CNash", state)
    return tuple(_to_all(departing, c, state, tempted, table.leaving(c, state)) for c in chosen)


def _to_all(
    departing: Departing,
    concept: CoalitionConcept,
    state: State,
    tempted: tuple[Members, ...],
    leaving: tuple[Members, ...],
) -> Standing:
    upset = minimal(leaving)
    deterred = minimal(set(tempted) - set(leaving))
    found = {each: departing.departures(concept, each, state) for each in (*upset, *deterred)}
    return Standing(
        concept,
        state,
        _leaves(departing.model, concept, state),
        tuple(found[each] for each in upset),
        tuple(found[each] for each in deterred),
        (),
        blocking_sets(upset),
        every=True,
    )


def _to_some(
    departing: Departing, concept: CoalitionConcept, state: State, groups: tuple[Members, ...]
) -> Standing:
    found = [departing.departures(concept, members, state) for members in groups]
    leaving = [each for each in found if not each.stable]
    return Standing(
        concept,
        state,
        _leaves(departing.model, concept, state),
        tuple(leaving),
        tuple(each for each in found if each.stable and each.found),
        tuple(each.members for each in found if not each.found),
        blocking_sets(each.members for each in leaving),
        every=False,
    )


def _leaves(model: GraphModel, concept: CoalitionConcept, state: State) -> Members:
    """The decision makers who would leave a state alone."""
    certifier, single = Certifier(model), named(concept.single)
    return tuple(dm for dm in range(model.size) if not certifier.certificate(single, dm, state).stable)
