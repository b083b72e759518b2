"""One model of an ensemble again: its ways, its changes, and its equilibria found by itself.

Nothing is taken over from the sweep but the digits: the conflict is changed, compiled and analysed
as if it were the only one, and what comes out is held against what the ensemble says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.errors import NotApplicable, Problem
from countermove.model.graph import GraphModel
from countermove.model.sets import StateSet
from countermove.model.variants import Change
from countermove.robustness.ensemble import Plan
from countermove.robustness.rows import Engine, Rows
from countermove.stability.engines import analyse
from countermove.stability.table import StabilityTable

__all__ = ["Replay", "replay"]


@dataclass(frozen=True)
class Replay:
    """A model by its place in the ensemble (from 0), its ways, and its own stability table.

    `differs` lists where the ensemble says otherwise, as (concept, what): nothing, unless something is
    wrong with the program or the file.
    """

    place: int
    digits: tuple[int, ...]
    ways: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    model: GraphModel
    table: StabilityTable
    differs: tuple[tuple[str, str], ...]


def replay(engine: Engine, plan: Plan, place: int, stored: Rows | None = None) -> Replay:
    """Do one model again. `stored` holds that model alone, as a file has it; by default it is swept.

    Raises `NotApplicable` for a place that the ensemble does not have.
    """
    if not 0 <= place < plan.count:
        what = f"there is no model {place + 1:,} among {plan.count:,}"
        raise NotApplicable(Problem(what, f"Give a number from 1 to {plan.count:,}."))
    models = engine.models
    digits = plan.digits(models, place, 1)
    chosen = tuple(int(way) for way in digits[0])
    model = models.factors.changed(chosen).graph(models.factors.reading(chosen))
    table = analyse(model, engine.concepts)
    told = engine.rows(digits, np.ones(1, np.int64))[0] if stored is None else stored
    factors = models.factors.factors
    return Replay(
        place,
        chosen,
        tuple((factor.id, factor.ways[way].name) for factor, way in zip(factors, chosen, strict=True)),
        tuple(change for at in models.order for change in factors[at].ways[chosen[at]].changes),
        model,
        table,
        tuple(_differences(engine, table, told)),
    )


def _differences(engine: Engine, table: StabilityTable, told: Rows) -> list[tuple[str, str]]:
    """Where the ensemble does not say what the model's own table says."""
    found = []
    for at, concept in enumerate(engine.concepts):
        held = table.holding(concept)
        if held.count != told.counts[at, 0]:
            found.append((concept.id, "the number of equilibria"))
        quo = table.model.status_quo
        if (quo is not None and quo in held) != told.quo[at, 0]:
            found.append((concept.id, "the status quo"))
        found += [(concept.id, name) for name in _wrong_outcomes(table, held, told, at)]
    return found


def _wrong_outcomes(table: StabilityTable, held: StateSet, told: Rows, at: int) -> list[str]:
    wrong = []
    for k, outcome in enumerate(table.model.outcomes):
        inside = held.where(outcome.statement).count
        if (inside > 0, 0 < inside == held.count) != (told.some[at, k, 0], told.every[at, k, 0]):
            wrong.append(outcome.id)
    return wrong
