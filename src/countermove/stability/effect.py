"""Before and after: what named changes of a conflict do to its equilibria.

The states of the changed conflict are told in those of the conflict as it was: an option that is new
is left out of account, so that several states after may be one before. Equilibria are then *kept*,
*lost* or *gained* as states of the conflict as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove._numpy import np
from countermove.errors import TooLarge
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace, listed
from countermove.model.scenarios import changes_of, former_options, scenario
from countermove.model.states import State
from countermove.model.variants import Change
from countermove.stability.concept import Concept, default_concepts
from countermove.stability.engines import Progress, analyse
from countermove.stability.table import StabilityTable

__all__ = ["Effect", "effect"]


@dataclass(frozen=True)
class Effect:
    """The stability tables of one reading before and after some changes.

    `seen_as` gives for each listed state after the position of the state before that it is; None where
    states are not listed, or the conflict is in graph form with other states.
    """

    before: StabilityTable
    after: StabilityTable
    changes: tuple[Change, ...]
    concepts: tuple[Concept, ...]
    seen_as: IntArray | None

    @property
    def exact(self) -> bool:
        """Whether the equilibria of all concepts are known exactly, before and after."""
        return all(table.exact(concept) for table in (self.before, self.after) for concept in self.concepts)

    def counts(self, concept: Concept) -> tuple[int, int]:
        """How many equilibria there are before and after."""
        return self.before.holding(concept).count, self.after.holding(concept).count

    def kept(self, concept: Concept) -> list[State]:
        """Equilibria before that are still equilibria, in some state of what is new."""
        return self._listed(concept, lambda was, now: was & now)

    def lost(self, concept: Concept) -> list[State]:
        """Equilibria before that are none after."""
        return self._listed(concept, lambda was, now: was & ~now)

    def gained(self, concept: Concept) -> list[State]:
        """States that were no equilibrium before and are one after, in some state of what is new."""
        return self._listed(concept, lambda was, now: now & ~was)

    def told_before(self, concept: Concept) -> list[State] | None:
        """The equilibria after, as states of the conflict as it was; None if they cannot be told so."""
        return None if self.seen_as is None else self._listed(concept, lambda was, now: now)

    def _listed(self, concept: Concept, pick: Callable[[BoolArray, BoolArray], Any]) -> list[State]:
        if self.seen_as is None:
            return []
        space = self._space
        was = np.zeros(space.size, dtype=bool)
        was[[space.index(state) for state in self.before.holding(concept)]] = True
        after = listed(self.after.model.states)
        now = np.zeros(space.size, dtype=bool)
        now[[self.seen_as[after.index(state)] for state in self.after.holding(concept)]] = True
        return [int(code) for code in space.codes[pick(was, now)]]

    @cached_property
    def _space(self) -> ListedSpace:
        return listed(self.before.model.states)


def effect(
    conflict: Conflict,
    name: str,
    reading: str = "",
    concepts: Sequence[Concept] | None = None,
    *,
    progress: Progress | None = None,
    **limits: Any,
) -> Effect:
    """What a scenario does to the equilibria of one reading.

    Raises `ModelError` if there is no such scenario or it cannot be carried out.
    """
    changes = changes_of(conflict, name)
    models = conflict.graph(reading), scenario(conflict, name).graph(reading)
    chosen = tuple(concepts or default_concepts(*models))
    before, after = (analyse(model, chosen, progress=progress, **limits) for model in models)
    return Effect(before, after, changes, chosen, _seen_as(conflict, changes, *models))


def _seen_as(
    conflict: Conflict, changes: Sequence[Change], before: GraphModel, after: GraphModel
) -> IntArray | None:
    """For each state after, the position of the state before that it is without what is new."""
    try:
        old, new = listed(before.states), listed(after.states)
    except TooLarge:
        return None
    if before.states.graph_form:
        same = [old.name(s) for s in old.all()] == [new.name(s) for s in new.all()]
        return np.arange(old.size, dtype=np.int64) if same else None
    former = former_options(conflict, changes)
    place = {(option.owner, option.id): k for k, option in enumerate(old.options)}
    codes = np.zeros(new.size, dtype=np.int64)
    for k, option in enumerate(new.options):
        if (option.owner, option.id) in former:
            codes |= ((new.codes >> k) & 1) << place[former[option.owner, option.id]]
    return old.places_of(codes)
