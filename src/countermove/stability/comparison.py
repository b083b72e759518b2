"""Readings side by side: which equilibria they share, which only one has, and what is responsible.

For a state that holds in one reading and not in another, somebody leaves it in the other. The
*pull* is the preference statement that makes leaving attractive there. What holds it in the first
reading is either a statement under which the move is no gain (the *anchor*), or an answer of the
others that deters; then the first thing about that answer which differs in the other reading is
named. All of it is read off the certificates of both readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, sub
from random import Random

from countermove.errors import ModelError, Problem, TooLarge
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.sets import StateSet
from countermove.model.states import State
from countermove.stability.certificate import Answer, Certifier
from countermove.stability.concept import Concept, Replies
from countermove.stability.engines import Progress, analyse_all
from countermove.stability.plan import keeping
from countermove.stability.table import StabilityTable

__all__ = ["MOST_CAUSES", "SAMPLED", "Cause", "Comparison", "compare"]

#: Of more lost equilibria than this, causes are found for a sample; states of which the proof would go
#: through more answers to one move than this are passed over.
MOST_CAUSES = 5_000
SAMPLED = 24
MOST_ANSWERS = 20_000


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

    def exact(self, concept: Concept | str) -> bool:
        """Whether every reading's equilibria are known exactly; else sets here are the certain part."""
        return all(table.exact(concept) for table in self.tables.values())

    def shared(self, concept: Concept | str) -> StateSet:
        """The equilibria of every reading."""
        return reduce(and_, [table.holding(concept) for table in self.tables.values()])

    def only(self, concept: Concept | str, reading: str) -> StateSet:
        """The equilibria of this reading that are none in any other."""
        others = [table.at_most(concept) for name, table in self.tables.items() if name != reading]
        return reduce(sub, others, self.tables[reading].holding(concept))

    def lost(self, concept: Concept | str, holds: str, falls: str) -> StateSet:
        """The equilibria of reading `holds` that are none in reading `falls`."""
        return self.tables[holds].holding(concept) - self.tables[falls].at_most(concept)

    def causes(
        self, concept: Concept, holds: str, falls: str, states: Sequence[State] | None = None
    ) -> list[tuple[Cause, list[State]]]:
        """Why equilibria of reading `holds` are none in `falls`: each cause with its states, most first.

        A state counts once for every decision maker that leaves it. If none are named, all such states
        are looked into, or a sample of `SAMPLED` where there are more than `MOST_CAUSES`.
        """
        finder = _CauseFinder(self.tables[holds], self.tables[falls], concept)
        found: dict[Cause, list[State]] = {}
        for state in states if states is not None else self.looked_into(concept, holds, falls):
            for cause in finder.of(state):
                found.setdefault(cause, []).append(state)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[0].dm))

    def looked_into(self, concept: Concept | str, holds: str, falls: str) -> list[State]:
        """The states of `lost` that causes are found for: all, or a seeded sample, ascending."""
        lost = self.lost(concept, holds, falls)
        if lost.count <= MOST_CAUSES:
            return list(lost)
        return sorted(set(lost.sample(SAMPLED, Random(1))))

    def count_by_outcome(self, found: StateSet) -> dict[str, int]:
        """How many states of a set belong to each named outcome."""
        return {outcome.id: found.where(outcome.statement).count for outcome in self.model.outcomes}

    def outcomes(self, states: Iterable[State]) -> Counter[str]:
        """How many of some states belong to each named outcome."""
        return Counter(outcome.id for state in states for outcome in self.model.outcomes_of(state))


def compare(
    conflict: Conflict,
    concepts: Iterable[Concept] | None = None,
    *,
    engine: str | None = None,
    memory: int | None = None,
    patience: float | None = None,
    progress: Progress | None = None,
    before: Callable[[GraphModel], None] | None = None,
) -> Comparison:
    """Analyse every reading of a conflict; see `analyse` for the choice of an engine.

    `before` is called with the model of the first reading when the models are made.

    Raises `ModelError` if it has fewer than two readings.
    """
    if len(conflict.readings) < 2:
        raise ModelError(
            Problem(
                "there is nothing to compare: the conflict has one reading", "Add [[readings]] to the model."
            )
        )
    keep = keeping(engine or "auto")
    models = {reading.id: conflict.graph(reading.id, keep=keep) for reading in conflict.readings}
    chosen = None if concepts is None else tuple(concepts)
    if before is not None:
        before(next(iter(models.values())))
    tables = analyse_all(
        list(models.values()), chosen, engine=engine, memory=memory, patience=patience, progress=progress
    )
    return Comparison(dict(zip(models, tables, strict=True)), tables[0].concepts)


class _CauseFinder:
    """Finds, state by state, why an equilibrium of one reading is none in another."""

    def __init__(self, holds: StabilityTable, falls: StabilityTable, concept: Concept) -> None:
        self.holds, self.falls, self.concept = holds.model, falls.model, concept
        self._falling = falls
        self._certify_holding = Certifier(holds.model, MOST_ANSWERS)
        self._certify_falling = Certifier(falls.model, MOST_ANSWERS)

    def of(self, state: State) -> list[Cause]:
        """One cause for each decision maker that leaves the state in the reading where it falls.

        None for those whose proof would be too long.
        """
        leaving = [
            dm for dm in range(self.falls.size) if not self._falling.is_stable(self.concept, dm, state)
        ]
        found = []
        for dm in leaving:
            with suppress(TooLarge):
                found.append(self._cause(dm, state))
        return found

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
