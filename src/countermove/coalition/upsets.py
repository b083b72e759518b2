"""Who can upset which equilibrium, and who holds it together.

An *individual equilibrium* under a concept X is a state that no decision maker leaves alone. A coalition
*upsets* it if the state is not stable for the coalition under the coalition form of X: CNash for Nash,
CGMR for GMR, CSMR for SMR, CSEQ for SEQ. So each equilibrium is asked about by the foresight under which
it holds. Told are the minimal coalitions, those without a smaller one inside that upsets the state too,
and the sets of decision makers that block them all (`blocking`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from countermove.coalition.blocking import blocking_sets
from countermove.coalition.concept import CoalitionConcept, refuse_unknown
from countermove.coalition.departures import Departing, Departures
from countermove.coalition.improving import JUMP_UNDER
from countermove.coalition.members import Members, members_of, refuse_unlisted
from countermove.coalition.table import DEFAULT, CoalitionTable, Setting, analyse_coalitions
from countermove.errors import NotApplicable, Problem
from countermove.model.graph import GraphModel
from countermove.model.sets import FewStates
from countermove.model.states import State
from countermove.stability import analyse, named

__all__ = [
    "Alliances",
    "Survey",
    "Upset",
    "individual_equilibria",
    "survey",
    "together",
    "upset_of",
    "upsets",
]


@dataclass(frozen=True, slots=True)
class Upset:
    """How one equilibrium stands up to coalitions, under one concept.

    `by` holds for each minimal coalition that upsets it all its departures; `blocked_by` the smallest sets
    of decision makers whose staying out keeps it up (the empty set, if nobody upsets it).
    """

    concept: CoalitionConcept
    state: State
    by: tuple[Departures, ...]
    blocked_by: tuple[Members, ...]

    @property
    def holds(self) -> bool:
        """Whether no coalition upsets it."""
        return not self.by


def individual_equilibria(
    model: GraphModel,
    concepts: Iterable[CoalitionConcept],
    progress: Callable[[str], None] | None = None,
) -> dict[str, FewStates]:
    """For each concept's id the equilibria of decision makers on their own under its single form."""
    chosen = tuple(concepts)
    table = analyse(model, [named(each.single) for each in chosen], progress=progress)
    return {each.id: FewStates(model.states, tuple(table.equilibria(each.single))) for each in chosen}


@dataclass(frozen=True)
class Survey:
    """Equilibria under each concept against every coalition: the table, and what is read off it."""

    table: CoalitionTable
    equilibria: dict[str, FewStates]

    def upset_by(self, concept: CoalitionConcept, state: State) -> tuple[Members, ...]:
        """The minimal coalitions that upset an equilibrium."""
        return self.table.upsetting(concept, state)

    def holding(self, concept: CoalitionConcept) -> FewStates:
        """The equilibria that no coalition upsets."""
        return self.equilibria[concept.id] & self.table.holding(concept)

    def tally(self, concept: CoalitionConcept) -> list[tuple[Members, tuple[State, ...]]]:
        """Each minimal coalition with the equilibria that it upsets, most of them first."""
        upset: dict[Members, list[State]] = {}
        for state in self.equilibria[concept.id]:
            for members in self.upset_by(concept, state):
                upset.setdefault(members, []).append(state)
        rows = [(members, tuple(states)) for members, states in upset.items()]
        return sorted(rows, key=lambda row: (-len(row[1]), len(row[0]), row[0]))

    def blocks(self, concept: CoalitionConcept) -> list[tuple[Members, tuple[State, ...]]]:
        """Each smallest blocking set with the equilibria that it holds together, most of them first."""
        held: dict[Members, list[State]] = {}
        for state in self.equilibria[concept.id]:
            coalitions = self.upset_by(concept, state)
            for block in blocking_sets(coalitions) if coalitions else ():
                held.setdefault(block, []).append(state)
        rows = [(members, tuple(states)) for members, states in held.items()]
        return sorted(rows, key=lambda row: (-len(row[1]), len(row[0]), row[0]))


def survey(
    model: GraphModel,
    concepts: Iterable[CoalitionConcept],
    setting: Setting = DEFAULT,
    *,
    coalitions: Iterable[Collection[int]] | None = None,
    whole: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Survey:
    """The individual equilibria under each concept against coalitions, all of them by default.

    `whole` asks about every state, not about the equilibria only. Raises as `analyse_coalitions` does.
    """
    chosen = tuple(concepts)
    if not chosen:
        raise NotApplicable(Problem("no concept is asked for", "Name one, such as CSEQ."))
    refuse_unknown(model)
    refuse_unlisted(model)
    equilibria = individual_equilibria(model, chosen, progress)
    states = None if whole else {state for found in equilibria.values() for state in found}
    table = analyse_coalitions(
        model,
        chosen,
        setting.improvement,
        setting.movement,
        setting.replies,
        coalitions,
        states=states,
        jump_under=setting.jump_under,
        progress=progress,
    )
    return Survey(table, equilibria)


def upsets(
    model: GraphModel,
    concept: CoalitionConcept,
    improvement: str = "strict",
    movement: str = "legal",
    replies: str = "individual",
    *,
    jump_under: str = JUMP_UNDER,
    progress: Callable[[str], None] | None = None,
) -> tuple[Upset, ...]:
    """Every individual equilibrium under a concept, with who can upset it and who holds it together.

    In ascending order of states. Raises as `analyse_coalitions` does.
    """
    setting = Setting(improvement, movement, replies, jump_under)
    found = survey(model, [concept], setting, whole=False, progress=progress)
    departing = Departing(model, setting)
    return tuple(upset_of(found, departing, concept, s) for s in found.equilibria[concept.id])


def upset_of(found: Survey, departing: Departing, concept: CoalitionConcept, state: State) -> Upset:
    """How one state of a survey stands up to coalitions."""
    coalitions = found.upset_by(concept, state)
    by = tuple(departing.departures(concept, members, state) for members in coalitions)
    return Upset(concept, state, by, blocking_sets(coalitions))


# -- alliances -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alliances:
    """Which individual equilibria fall when some alliances act together, each acting as one coalition."""

    survey: Survey
    alliances: tuple[Members, ...]

    def fallen(self, concept: CoalitionConcept, alliance: Members) -> tuple[State, ...]:
        """The equilibria that one alliance upsets."""
        stable = self.survey.table.is_stable
        return tuple(s for s in self.survey.equilibria[concept.id] if not stable(concept, alliance, s))

    def parted(self, concept: CoalitionConcept) -> dict[tuple[Members, ...], tuple[State, ...]]:
        """The equilibria by exactly which of the alliances upset them; under ``()`` those that none does."""
        parts: dict[tuple[Members, ...], list[State]] = {}
        stable = self.survey.table.is_stable
        for state in self.survey.equilibria[concept.id]:
            by = tuple(each for each in self.alliances if not stable(concept, each, state))
            parts.setdefault(by, []).append(state)
        return {by: tuple(states) for by, states in sorted(parts.items(), key=lambda p: (-len(p[0]), p[0]))}


def together(
    model: GraphModel,
    alliances: Iterable[Collection[int]],
    concepts: Iterable[CoalitionConcept],
    setting: Setting = DEFAULT,
    *,
    progress: Callable[[str], None] | None = None,
) -> Alliances:
    """Which individual equilibria fall when alliances act together; one after another, not all at once.

    Raises as `analyse_coalitions` does.
    """
    groups = tuple(dict.fromkeys(members_of(model, each) for each in alliances))
    found = survey(model, concepts, setting, coalitions=groups, whole=False, progress=progress)
    return Alliances(found, groups)
