"""Readings side by side: which equilibria they share, which only one has, and what is responsible.

For a state that holds in one reading and not in another, somebody leaves it in the other. The
*pull* is the preference statement that makes leaving attractive there. What holds it in the first
reading is either a statement under which the move is no gain (the *anchor*), or an answer of the
others that deters; then the first thing about that answer which differs in the other reading is
named. All of it is read off the certificates of both readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.errors import ModelError, Problem
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability.certificate import Answer, Certifier
from countermove.stability.concept import Concept, Replies, default_concepts
from countermove.stability.table import StabilityTable, analyse

__all__ = ["Cause", "Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a state that holds in one reading falls in another: decision maker and statements.

    `pull` counts into the statements of `dm` in the reading where it leaves; `anchor` into those of
    the reading that holds: what it would lose there by the move, or by the answer to it. Where the
    move tempts in both and the others deter it in one, `deterrent` is the decision maker because of
    whom the answer fails in the other: one that would not make it, or `dm` itself, which it would not
    hurt, or which would get away from it (`gets_away`). `breaks` counts into the statements of the
    deterrent there: why it would rather not, or what makes up for the hurt. None stands for "no
    statement": a tie, a ranking, or no such thing.
    """

    dm: int
    pull: int | None
    anchor: int | None = None
    deterrent: int | None = None
    breaks: int | None = None
    gets_away: bool = False


@dataclass(frozen=True)
class Comparison:
    """The stability tables of several readings of one conflict, and why they differ."""

    tables: dict[str, StabilityTable]
    concepts: tuple[Concept, ...]

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings' ids."""
        return tuple(self.tables)

    @cached_property
    def model(self) -> GraphModel:
        """The graph model of the first reading: the states are the same in all."""
        return next(iter(self.tables.values())).model

    def shared(self, concept: Concept | str) -> list[State]:
        """The equilibria of every reading."""
        holds = np.logical_and.reduce([table.is_equilibrium(concept) for table in self.tables.values()])
        return [int(code) for code in self.model.states.codes[holds]]

    def only(self, concept: Concept | str, reading: str) -> list[State]:
        """The equilibria of this reading that are none in any other."""
        holds = self.tables[reading].is_equilibrium(concept).copy()
        for other, table in self.tables.items():
            if other != reading:
                holds &= ~table.is_equilibrium(concept)
        return [int(code) for code in self.model.states.codes[holds]]

    def lost(self, concept: Concept | str, holds: str, falls: str) -> list[State]:
        """The equilibria of reading `holds` that are none in reading `falls`."""
        first, second = self.tables[holds], self.tables[falls]
        lost = first.is_equilibrium(concept) & ~second.is_equilibrium(concept)
        return [int(code) for code in self.model.states.codes[lost]]

    def causes(
        self, concept: Concept, holds: str, falls: str, states: Sequence[State] | None = None
    ) -> list[tuple[Cause, list[State]]]:
        """Why equilibria of reading `holds` are none in `falls`: each cause with its states, most first.

        A state counts once for every decision maker that leaves it. All such states are looked into,
        if none are named.
        """
        finder = _CauseFinder(self.tables[holds], self.tables[falls], concept)
        found: dict[Cause, list[State]] = {}
        for state in states if states is not None else self.lost(concept, holds, falls):
            for cause in finder.of(state):
                found.setdefault(cause, []).append(state)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[0].dm))

    def outcomes(self, states: Iterable[State]) -> Counter[str]:
        """How many of the states belong to each named outcome."""
        return Counter(outcome.id for state in states for outcome in self.model.outcomes_of(state))


def compare(conflict: Conflict, concepts: Iterable[Concept] | None = None) -> Comparison:
    """Analyse every reading of a conflict. Raises `ModelError` if it has fewer than two."""
    if len(conflict.readings) < 2:
        raise ModelError(
            Problem(
                "there is nothing to compare: the conflict has one reading", "Add [[readings]] to the model."
            )
        )
    models = {reading.id: conflict.graph(reading.id) for reading in conflict.readings}
    chosen = tuple(concepts) if concepts is not None else default_concepts(*models.values())
    return Comparison({name: analyse(model, chosen) for name, model in models.items()}, chosen)


class _CauseFinder:
    """Finds, state by state, why an equilibrium of one reading is none in another."""

    def __init__(self, holds: StabilityTable, falls: StabilityTable, concept: Concept) -> None:
        self.holds, self.falls, self.concept = holds.model, falls.model, concept
        self._falling = falls
        self._certify_holding = Certifier(holds.model)
        self._certify_falling = Certifier(falls.model)

    def of(self, state: State) -> list[Cause]:
        """One cause for each decision maker that leaves the state in the reading where it falls."""
        leaving = [
            dm for dm in range(self.falls.size) if not self._falling.is_stable(self.concept, dm, state)
        ]
        return [self._cause(dm, state) for dm in leaving]

    def _cause(self, dm: int, state: State) -> Cause:
        move = self._certify_falling.certificate(self.concept, dm, state).undeterred
        assert move is not None
        pull = self.falls.decisive(dm, move, state).statement
        answers = dict(self._certify_holding.certificate(self.concept, dm, state).deterred)
        if move not in answers:  # no temptation where the state holds
            return Cause(dm, pull, anchor=self.holds.decisive(dm, state, move).statement)
        return self._failed_answer(dm, state, pull, answers[move])

    def _failed_answer(self, dm: int, state: State, pull: int | None, answer: Answer) -> Cause:
        """The first thing about an answer of one reading that is different in the other."""
        rule, falls = self.concept.rule, self.falls
        anchor = self.holds.decisive(dm, state, answer.lands).statement
        for step in answer.steps if rule.replies is not Replies.MOVES else ():
            if falls.compare(step.dm, step.target, step.source) not in rule.answer:
                why = falls.decisive(step.dm, step.source, step.target).statement
                return Cause(dm, pull, anchor, deterrent=step.dm, breaks=why)
        if falls.compare(dm, answer.lands, state) not in rule.sanction:
            why = falls.decisive(dm, answer.lands, state).statement
            return Cause(dm, pull, anchor, deterrent=dm, breaks=why)
        way_out = next(x for x in answer.escapes if falls.compare(dm, x, state) not in (rule.hold or ()))
        why = falls.decisive(dm, way_out, state).statement
        return Cause(dm, pull, anchor, deterrent=dm, breaks=why, gets_away=True)
