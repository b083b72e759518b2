"""What a hypergame comes to: which states hold, who understands that, and who is mistaken.

Whether decision maker i stays at s is judged in its own model G_i. A state is a *hypergame equilibrium*
if everybody sees it and stays, each in its own model: s ∈ ⋂S_i, stable for each i in G_i. That is the
core which this project proposes; the literature's finer classes are not followed, as their boundaries
could not be verified. Beside it stand the equilibria of each G_i, which its owner *recognises*, and those
of the truth: an equilibrium of the hypergame that is none of the truth is stable *by mistake*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from countermove._numpy import np
from countermove._version import __version__
from countermove.hypergame.beliefs import Departure, departures
from countermove.hypergame.mistakes import Mistake, MistakeFinder
from countermove.hypergame.perception import Perception, perceive
from countermove.hypergame.surprises import Surprises, surprises
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, ListedSet
from countermove.model.states import State
from countermove.model.variants import Hypergame
from countermove.stability import analyse
from countermove.stability.concept import Concept, default_concepts
from countermove.stability.engines import Progress
from countermove.stability.table import ListedTable

__all__ = ["CLASSES", "MOST_LOOKED_INTO", "SAMPLED", "HypergameFinding", "hypergame", "table_of"]

#: How a state stands that holds, or that somebody takes for one that holds. These are this project's own.
CLASSES = ("understood", "partly understood", "blind", "imagined")

#: In more states than this, mistakes are told from a sample of them.
MOST_LOOKED_INTO = 1_000
SAMPLED = 200


@dataclass(frozen=True)
class HypergameFinding:
    """The stability of every state in the eyes of everybody, and in truth.

    `stable` holds for each concept's id a (views, decision makers, S) bool array over the states of the
    truth: whether a decision maker stays, in the model that the owner of a view has; false where the
    owner does not see the state. `true` (decision makers, S) is the same for the model of the truth.
    """

    perception: Perception
    concepts: tuple[Concept, ...]
    stable: Mapping[str, BoolArray]
    true: Mapping[str, BoolArray]
    version: str = __version__

    @property
    def model(self) -> GraphModel:
        """The model of the conflict there is; its states are those of every set here."""
        return self.perception.truth

    @property
    def size(self) -> int:
        """How many decision makers there are."""
        return self.perception.size

    def _set(self, truth: Any) -> ListedSet:
        return ListedSet(self.perception.states, np.asarray(truth, dtype=bool))

    # -- sets of states ------------------------------------------------------------------------

    def own(self, concept: Concept | str) -> BoolArray:
        """(decision makers, S): whether each stays, in its own model."""
        everyone = np.arange(self.size)
        return np.asarray(self.stable[str(concept)][everyone, everyone])

    def stable_for(self, concept: Concept | str, dm: int) -> ListedSet:
        """The states that a decision maker sees and stays at, in its own model."""
        return self._set(self.own(concept)[dm])

    def holding(self, concept: Concept | str) -> ListedSet:
        """The hypergame equilibria: everybody sees them, and stays in its own model."""
        return self._set(self.own(concept).all(axis=0))

    def holding_for_those_who_see(self, concept: Concept | str) -> ListedSet:
        """The states that somebody sees, and at which everybody stays who sees them."""
        seen = self.perception.seen
        return self._set((self.own(concept) | ~seen).all(axis=0) & seen.any(axis=0))

    def recognised_by(self, concept: Concept | str, dm: int) -> ListedSet:
        """The equilibria of the model that a decision maker has."""
        return self._set(self._recognised(concept)[dm])

    def _recognised(self, concept: Concept | str) -> BoolArray:
        """(views, S): the equilibria of each model."""
        return np.asarray(self.stable[str(concept)].all(axis=1))

    def recognised_by_all(self, concept: Concept | str) -> ListedSet:
        """The equilibria of every model: everybody expects everybody to stay."""
        return self._set(self._recognised(concept).all(axis=0))

    def recognisers(self, concept: Concept | str, state: State) -> tuple[int, ...]:
        """In whose models a state is an equilibrium."""
        column = self._recognised(concept)[:, self.perception.states.index(state)]
        return tuple(int(dm) for dm in np.flatnonzero(column))

    def truly_holding(self, concept: Concept | str) -> ListedSet:
        """The equilibria of the conflict there is."""
        return self._set(self.true[str(concept)].all(axis=0))

    def stable_by_mistake(self, concept: Concept | str) -> ListedSet:
        """The hypergame equilibria that somebody would leave who knew the truth."""
        return self.holding(concept) - self.truly_holding(concept)

    def unstable_by_mistake(self, concept: Concept | str) -> ListedSet:
        """The equilibria of the truth that somebody leaves, or does not see, in its own model."""
        return self.truly_holding(concept) - self.holding(concept)

    def in_class(self, concept: Concept | str, name: str) -> ListedSet:
        """The states of one of `CLASSES`; every equilibrium of the hypergame or of a view is in one.

        A hypergame equilibrium is *understood* if all recognise it, *partly understood* if some do, and
        *blind* if nobody does. A state is *imagined* if somebody takes it for an equilibrium and it is none.
        """
        holds, known = self.own(concept).all(axis=0), self._recognised(concept)
        found = {
            "understood": holds & known.all(axis=0),
            "partly understood": holds & known.any(axis=0) & ~known.all(axis=0),
            "blind": holds & ~known.any(axis=0),
            "imagined": ~holds & known.any(axis=0),
        }
        return self._set(found[name])

    # -- why -----------------------------------------------------------------------------------

    def mistakes(
        self, concept: Concept, states: Iterable[State], *, stays: bool
    ) -> list[tuple[Mistake, list[State]]]:
        """Why states are stable (`stays`) or unstable by mistake: each mistake with its states, most first.

        A state counts once for each decision maker that is mistaken there.
        """
        finder = MistakeFinder(self.perception, concept)
        found: dict[Mistake, list[State]] = {}
        for state in states:
            for dm in self.mistaken(concept, state, stays=stays):
                found.setdefault(finder.of(dm, state, stays=stays), []).append(state)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[0].dm))

    def looked_into(self, found: ListedSet) -> list[State]:
        """The states of a set that mistakes are looked for in: all, or a seeded sample of many."""
        states = list(found)
        return states if len(states) <= MOST_LOOKED_INTO else sorted(Random(1).sample(states, SAMPLED))

    def mistaken(self, concept: Concept | str, state: State, *, stays: bool) -> list[int]:
        """Who stays and would leave if it knew the truth; or leaves (or does not see), and would stay."""
        at = self.perception.states.index(state)
        own, true = self.own(concept)[:, at], self.true[str(concept)][:, at]
        wrong = own & ~true if stays else true & ~own
        return [int(dm) for dm in np.flatnonzero(wrong)]

    @cached_property
    def surprises(self) -> tuple[Surprises, ...]:
        """For every pair of decision makers, the moves of one that the other does not expect.

        Raises `TooLarge` where somebody has more moves than are listed.
        """
        return surprises(self.perception)

    def departures(self, concept: Concept, state: State) -> tuple[Departure, ...]:
        """Who would leave a state first, in its own eyes; and whether the others expect it."""
        return departures(self.perception, concept, state)

    def __repr__(self) -> str:
        counts = ", ".join(f"{c} {self.holding(c).count}" for c in self.concepts)
        return f"<HypergameFinding {self.model.conflict.title!r}: hypergame equilibria {counts}>"


def hypergame(
    conflict: Conflict,
    game: Hypergame,
    concepts: Iterable[Concept] | None = None,
    *,
    progress: Progress | None = None,
) -> HypergameFinding:
    """The stability of a hypergame, under concepts that have a meaning for every model in it.

    Raises `ModelError` for a view that makes no sense, `NotApplicable` for a concept that has no meaning
    for one of the models, `TooLarge` where states are not listed.
    """
    perception = perceive(conflict, game)
    models = (perception.truth, *perception.models)
    chosen = tuple(concepts) if concepts is not None else default_concepts(*models)
    tables = _tables(models, perception.truth.decision_makers, chosen, progress or (lambda _: None))
    stable, true = {}, {}
    for concept in chosen:
        rows = np.zeros((perception.size, perception.size, perception.states.size), dtype=bool)
        for row, table, at in zip(rows, tables[1:], perception.places, strict=True):
            row[:, at] = table.stable[concept.id]
        stable[concept.id], true[concept.id] = rows, tables[0].stable[concept.id]
    return HypergameFinding(perception, chosen, stable, true)


def _tables(
    models: Sequence[GraphModel], names: Sequence[str], concepts: tuple[Concept, ...], progress: Progress
) -> list[ListedTable]:
    """A table for each model; models that several share are analysed once."""
    by_model: dict[int, ListedTable] = {}
    for who, model in zip(("the truth", *(f"the view of {name}" for name in names)), models, strict=True):
        progress(who)
        if id(model) not in by_model:
            by_model[id(model)] = table_of(model, concepts)
    return [by_model[id(model)] for model in models]


def table_of(model: GraphModel, concepts: Iterable[Concept]) -> ListedTable:
    """The stability of listed states, as arrays."""
    table = analyse(model, concepts)
    assert isinstance(table, ListedTable)  # the states of every model here are listed
    return table
