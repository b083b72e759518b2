"""Departures: each coalition improvement from one state, the way there, and what answers it.

Looks at single states only, by the definitions (`concept`), so that it serves states that are not
listed, as far as the searches stay small; a search that does not stay small refuses to answer. It is
also where every sentence about a coalition comes from: a way to the improvement, and either a sanction
with the way of the opponents to it, or none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from countermove.coalition.concept import CoalitionConcept, refuse_unknown
from countermove.coalition.improving import Improver
from countermove.coalition.members import Members, opponents, subcoalitions
from countermove.coalition.movement import Sequences, Way, movement_of
from countermove.coalition.table import DEFAULT, Setting
from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSpace
from countermove.model.states import State

__all__ = ["Answer", "Departing", "Departure", "Departures", "departures_from"]

#: Where states are not listed no more places than these are gone through for all answers together.
_MOST_IN_ALL = 150_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A sanction: the way of the opponents to it, and the members whom it leaves no better off."""

    way: Way
    hurts: Members

    @property
    def to(self) -> State:
        """The state that the answer ends in."""
        return self.way[-1].to


@dataclass(frozen=True, slots=True)
class Departure:
    """A coalition improvement: the way to it, and the answer that deters it; None if nothing does."""

    to: State
    way: Way
    answer: Answer | None = None

    @property
    def survives(self) -> bool:
        """Whether nothing that the others would do takes it away."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Departures:
    """All improvements of one coalition from one state under one concept, those that survive first."""

    concept: CoalitionConcept
    members: Members
    state: State
    found: tuple[Departure, ...]

    @property
    def stable(self) -> bool:
        """Whether the state is stable for the coalition."""
        return all(not departure.survives for departure in self.found)

    @property
    def best(self) -> Departure | None:
        """The departure to tell of: surviving if one does, by the fewest steps; None if there is none."""
        return self.found[0] if self.found else None


@dataclass(frozen=True)
class Departing:
    """Finds departures in one model under one setting; keeps what it has searched for the next question."""

    model: GraphModel
    setting: Setting = DEFAULT
    _willing: dict[tuple[Members, State], Sequences] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_unknown(self.model)

    @cached_property
    def own(self) -> Improver:
        """What coalitions leave for."""
        moves = movement_of(self.model, self.setting.movement)
        return Improver(self.model, self.setting.improvement, moves, self.setting.jump_under)

    @cached_property
    def _answering(self) -> Improver:
        """What coalitions answer with: jumps are answered by strict improvements."""
        kind = "pareto" if self.setting.improvement == "pareto" else "strict"
        return Improver(self.model, kind, self.own.moves)

    def departures(self, concept: CoalitionConcept, members: Members, state: State) -> Departures:
        """All improvements of a coalition from a state, and what answers each under a concept."""
        sequences = self.own.sequences(members, state)
        found = [
            Departure(to, sequences.way(to), self._answer(concept, members, state, to))
            for to in self.own.improvements(members, state)
        ]
        found.sort(key=lambda d: (not d.survives, len(d.way), (d.to ^ state).bit_count(), d.to))
        return Departures(concept, members, state, tuple(found))

    def _answer(self, concept: CoalitionConcept, members: Members, state: State, to: State) -> Answer | None:
        if concept.answers == "none" or len(members) == self.model.size:
            return None
        self._refuse_long_search()
        replies = self._replies(concept, opponents(self.model, members), to)
        for end in replies:
            if self.own.better(members, end, state):
                continue
            if concept.holds and self._escapes(members, end, state):
                continue
            hurts = tuple(dm for dm in members if not self.model.prefers(dm, end, state))
            return Answer(replies.way(end), hurts or members)
        return None

    def _refuse_long_search(self) -> None:
        """Raise `TooLarge` where states are not listed and the searches so far went through too many."""
        if not isinstance(self.model.states, ListedSpace):
            found = chain(self.own.searches(), self._willing.values())
            if sum(sequences.places for sequences in found) > _MOST_IN_ALL:
                what = f"the answers to joint moves lead on to more than {_MOST_IN_ALL:,} places"
                raise TooLarge(Problem(what, "Ask for one smaller coalition, under CNash or CSEQ."))

    def _escapes(self, members: Members, end: State, state: State) -> bool:
        return any(self.own.better(members, on, state) for on in self.own.sequences(members, end))

    def _replies(self, concept: CoalitionConcept, others: Members, to: State) -> Sequences:
        """Where the opponents can bring a state, nearest first."""
        if concept.answers == "moves":
            return self.own.sequences(others, to)
        key = others, to
        if key not in self._willing:
            self._willing[key] = self._willing_answers(others, to)
        return self._willing[key]

    def _willing_answers(self, others: Members, to: State) -> Sequences:
        if self.setting.replies == "individual":
            steps = self.model.improvements
            return Sequences([(dm,) for dm in others], lambda movers, at: steps(movers[0], at), to)
        return Sequences([*subcoalitions(others)], self._answering.improvements, to)


def departures_from(
    model: GraphModel,
    concept: CoalitionConcept,
    coalitions: Iterable[Members],
    state: State,
    setting: Setting = DEFAULT,
) -> tuple[Departures, ...]:
    """For each coalition its improvements from a state, and what answers them under a concept.

    Raises `NotApplicable` where a comparison is unknown, `TooLarge` where joint moves lead on to too
    many places.
    """
    departing = Departing(model, setting)
    return tuple(departing.departures(concept, members, state) for members in coalitions)
