"""Crossed readings: what happens if one decision maker acts on one reading and another on another.

Every way in which readings fall to decision makers is a hypergame of its own. Whether i stays depends on
its own reading alone, so the hypergame equilibria of all of them come from one analysis of each reading:
those of an assignment a are ⋂ S_i(a_i). What is true there, everybody wanting what it wants in its own
reading, takes an analysis of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import and_, or_

from countermove._numpy import np
from countermove._version import __version__
from countermove.errors import ModelError, Problem, TooLarge, did_you_mean
from countermove.hypergame.finding import table_of
from countermove.hypergame.perception import space_of
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSet
from countermove.model.variants import Hypergame, View
from countermove.model.views import true_conflict
from countermove.stability.concept import Concept, default_concepts
from countermove.stability.engines import Progress
from countermove.stability.table import ListedTable

__all__ = ["MOST_ASSIGNMENTS", "Assignment", "Crossing", "crossed", "game_of"]

#: More assignments of readings than this are refused: each takes an analysis.
MOST_ASSIGNMENTS = 1_024


@dataclass(frozen=True)
class Assignment:
    """The hypergame in which decision maker i acts on reading `readings[i]`; sets under each concept's id."""

    readings: tuple[str, ...]
    holding: Mapping[str, ListedSet]
    recognised: Mapping[str, ListedSet]
    true: Mapping[str, ListedSet]

    @property
    def crossed(self) -> bool:
        """Whether there are two that act on different readings."""
        return len(set(self.readings)) > 1

    def by_mistake(self, concept: Concept | str) -> ListedSet:
        """The hypergame equilibria that somebody would leave who knew the truth."""
        return self.holding[str(concept)] - self.true[str(concept)]

    def missed(self, concept: Concept | str) -> ListedSet:
        """The equilibria of the truth that somebody leaves in its own reading."""
        return self.true[str(concept)] - self.holding[str(concept)]


@dataclass(frozen=True)
class Crossing:
    """Every assignment of readings to the decision makers in `who`; the others act on `otherwise`."""

    conflict: Conflict
    tables: Mapping[str, ListedTable]
    concepts: tuple[Concept, ...]
    who: tuple[int, ...]
    otherwise: str
    rows: tuple[Assignment, ...]
    version: str = __version__

    @cached_property
    def model(self) -> GraphModel:
        """The graph model of the first reading: the states are the same in all."""
        return next(iter(self.tables.values())).model

    def row(self, readings: Sequence[str]) -> Assignment:
        """The assignment that gives each decision maker a reading, in the order of the conflict."""
        return next(row for row in self.rows if row.readings == tuple(readings))

    def in_some_reading(self, concept: Concept | str) -> ListedSet:
        """The equilibria of any reading, everybody agreeing on it."""
        return reduce(or_, [table.holding(concept) for table in self.tables.values()])

    def new(self, concept: Concept | str, row: Assignment) -> ListedSet:
        """The hypergame equilibria that are equilibria in no reading."""
        return row.holding[str(concept)] - self.in_some_reading(concept)

    def count_by_outcome(self, found: ListedSet) -> dict[str, int]:
        """How many states of a set belong to each named outcome."""
        return {outcome.id: found.where(outcome.statement).count for outcome in self.model.outcomes}


def crossed(
    conflict: Conflict,
    concepts: Iterable[Concept] | None = None,
    *,
    who: Sequence[str] = (),
    otherwise: str = "",
    progress: Progress | None = None,
) -> Crossing:
    """Every assignment of readings to decision makers; only those in `who` vary, if some are named.

    The others act on reading `otherwise`, by default the first. Raises `ModelError` where there is one
    reading only, `TooLarge` for more than `MOST_ASSIGNMENTS` or where states are not listed.
    """
    _check(conflict, who, otherwise)
    fixed = otherwise or conflict.reading_ids[0]
    dms = [dm.id for dm in conflict.decision_makers]
    varying = tuple(k for k, dm in enumerate(dms) if not who or dm in who)
    choices = [conflict.reading_ids if k in varying else (fixed,) for k in range(len(dms))]
    _refuse_too_many(len(conflict.reading_ids) ** len(varying))
    models = {reading: conflict.graph(reading) for reading in conflict.reading_ids}
    for model in models.values():
        space_of(model)
    chosen = tuple(concepts) if concepts is not None else default_concepts(*models.values())
    tables = {reading: table_of(model, chosen) for reading, model in models.items()}
    rows = []
    for k, readings in enumerate(product(*choices)):
        if progress is not None:
            progress(f"assignment {k + 1:,}: {', '.join(readings)}")
        rows.append(_assignment(conflict, tables, chosen, readings))
    return Crossing(conflict, tables, chosen, varying, fixed, tuple(rows))


def game_of(conflict: Conflict, readings: Sequence[str]) -> Hypergame:
    """The hypergame in which each decision maker acts on a reading, in the order of the conflict."""
    pairs = zip(conflict.decision_makers, readings, strict=True)
    return Hypergame("crossed", views=tuple(View(dm.id, reading) for dm, reading in pairs))


def _assignment(
    conflict: Conflict,
    tables: Mapping[str, ListedTable],
    concepts: tuple[Concept, ...],
    readings: tuple[str, ...],
) -> Assignment:
    if len(set(readings)) == 1:
        true = tables[readings[0]]
    else:
        true = table_of(true_conflict(conflict, game_of(conflict, readings)).graph(), concepts)
    space = space_of(tables[readings[0]].model)
    holding, recognised = {}, {}
    for concept in concepts:
        own = [tables[reading].stable[concept.id][dm] for dm, reading in enumerate(readings)]
        known = [tables[reading].is_equilibrium(concept) for reading in readings]
        holding[concept.id] = ListedSet(space, np.logical_and.reduce(own))
        recognised[concept.id] = reduce(and_, [ListedSet(space, each) for each in known])
    return Assignment(readings, holding, recognised, {c.id: true.holding(c) for c in concepts})


def _check(conflict: Conflict, who: Sequence[str], otherwise: str) -> None:
    if len(conflict.readings) < 2:
        what = "there is nothing to cross: the conflict has one reading"
        raise ModelError(Problem(what, "Add [[readings]] to the model, or name views: --sees, --unseen."))
    dms = [dm.id for dm in conflict.decision_makers]
    for name in who:
        if name not in dms:
            raise ModelError(Problem(f'there is no decision maker "{name}"', did_you_mean(name, dms)))
    if otherwise and otherwise not in conflict.reading_ids:
        cure = did_you_mean(otherwise, conflict.reading_ids)
        raise ModelError(Problem(f'there is no reading "{otherwise}"', cure))


def _refuse_too_many(count: int) -> None:
    if count > MOST_ASSIGNMENTS:
        what = f"{count:,} ways in which readings fall to decision makers are more than {MOST_ASSIGNMENTS:,}"
        raise TooLarge(
            Problem(what, "Name the decision makers whose reading matters: --cross us --cross eu.")
        )
