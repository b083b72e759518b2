"""Findings as plain data for JSON; the shapes are those of ``schemas/*.schema.json``.

States are given by their number, from 1; every finding says which version made it, from which model.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, Any

from countermove._numpy import np
from countermove._version import __version__
from countermove.errors import TooLarge
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSet
from countermove.model.scales import Position
from countermove.model.sets import StateSet
from countermove.model.states import State, StateSpace
from countermove.stability.concept import Concept
from countermove.stability.table import StabilityTable

if TYPE_CHECKING:
    from countermove.stability.comparison import Comparison
    from countermove.stability.explain import Explanation
    from countermove.stability.symbolic.satisfy import Search

__all__ = [
    "analysis_data",
    "comparison_data",
    "explanation_data",
    "head",
    "scales_data",
    "search_data",
    "state_data",
    "states_data",
]


#: Of more states than this, where they are not listed in the model either, only the number is given.
MOST_LISTED = 10_000


def head(verb: str, conflict: Conflict) -> dict[str, Any]:
    """What every finding begins with."""
    return {"countermove": __version__, "finding": verb, "title": conflict.title}


def state_data(model: GraphModel, state: State) -> dict[str, Any]:
    """A state: number, name or pattern, options taken, named outcomes."""
    states = model.states
    data: dict[str, Any] = {"number": _number_of(states, state), "label": states.label(state)}
    if states.graph_form:
        data["id"] = states.name(state)
    if states.options:
        data["pattern"] = states.pattern(state)
        data["taken"] = [option.ref for option in states.taken(state)]
    return data | {"outcomes": [outcome.id for outcome in model.outcomes_of(state)]}


def _number_of(states: StateSpace, state: State) -> int | None:
    """The state's number; None where the exclusions are too entangled for numbers."""
    try:
        return states.number(state)
    except TooLarge:
        return None


def states_data(model: GraphModel, chosen: Sequence[State]) -> dict[str, Any]:
    """Some states of a model."""
    return head("states", model.conflict) | {
        "count": model.states.size,
        "options": [option.ref for option in model.states.options],
        "status_quo": None if model.status_quo is None else model.states.number(model.status_quo),
        "states": [state_data(model, state) for state in chosen],
    }


def scales_data(conflict: Conflict, readings: Sequence[str]) -> dict[str, Any]:
    """The scales of a conflict with the positions of some readings."""
    return head("scales", conflict) | {
        "scales": [
            {
                "id": scale.id,
                "name": scale.name,
                "marks": [{"at": _number(mark.at), "means": mark.means} for mark in scale.marks],
                "positions": [_position(row) for row in scale.positions if row.reading in readings],
            }
            for scale in conflict.scales
        ]
    }


def _number(value: int | Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _position(row: Position) -> dict[str, Any]:
    ranges = {
        name: [_number(end) for end in getattr(row, name)] for name in ("position", "salience", "influence")
    }
    about = {"evidence": list(row.evidence), "assumption": row.assumption}
    return {"reading": row.reading, "dm": row.dm} | ranges | about


def _concept(concept: Concept) -> dict[str, Any]:
    return {
        "id": concept.id,
        "title": concept.title,
        "plainly": concept.plainly,
        "cites": list(concept.cites),
    }


def analysis_data(tables: Sequence[StabilityTable]) -> dict[str, Any]:
    """The stability tables of some readings of one conflict."""
    model = tables[0].model
    found = [table.holding(concept) for table in tables for concept in table.concepts]
    everything = reduce(or_, found)
    return head("analysis", model.conflict) | {
        "question": model.conflict.question,
        "decision_makers": list(model.decision_makers),
        "engine": tables[0].engine,
        "states": tables[0].where().count,
        "status_quo": None if model.status_quo is None else model.states.number(model.status_quo),
        "outcomes": [
            {"id": o.id, "name": o.name, "states": tables[0].where(o.statement).count} for o in model.outcomes
        ],
        "readings": [_reading(table) for table in tables],
        "equilibria": [state_data(model, state) for state in islice(everything, MOST_LISTED)],
    }


def _reading(table: StabilityTable) -> dict[str, Any]:
    names = table.model.decision_makers
    rows = []
    for concept in table.concepts:
        stable = {name: table.stable_for(concept, dm) for dm, name in enumerate(names)}
        rows.append(
            _concept(concept)
            | {
                "count": table.holding(concept).count,
                "at_most": table.at_most(concept).count,
                "equilibria": _numbers(table.model, table.holding(concept)),
                "by_outcome": table.count_by_outcome(concept),
                "stable": {name: _numbers(table.model, found) for name, found in stable.items()},
            }
        )
    return {"reading": table.model.reading, "model": table.model.digest, "concepts": rows}


def _numbers(model: GraphModel, found: StateSet) -> list[int] | None:
    """The numbers of the states of a set; None where they are more than anybody would read."""
    if isinstance(found, ListedSet):
        return [int(at) + 1 for at in np.flatnonzero(found.truth)]
    return [model.states.number(state) for state in found] if found.count <= MOST_LISTED else None


def explanation_data(
    model: GraphModel,
    state: State,
    told: Sequence[tuple[str, Concept, Sequence[tuple[GraphModel, Explanation]]]],
) -> dict[str, Any]:
    """Explanations of one state: for each reading and concept, one for each decision maker asked about."""
    return head("explanation", model.conflict) | {
        "state": state_data(model, state),
        "readings": [
            {
                "reading": reading,
                "concept": concept.id,
                "decision_makers": [
                    {
                        "dm": graph.decision_makers[explanation.certificate.dm],
                        "stable": explanation.certificate.stable,
                        "verdict": explanation.verdict,
                        "reasons": list(explanation.reasons),
                        "certificate": explanation.certificate.to_dict(graph),
                    }
                    for graph, explanation in rows
                ],
            }
            for reading, concept, rows in told
        ],
    }


def search_data(
    conflict: Conflict, wanted: str, found: Sequence[tuple[GraphModel, Search]]
) -> dict[str, Any]:
    """For each reading the firm state that was found, or that there is none."""
    return head("search", conflict) | {
        "wanted": wanted,
        "readings": [
            {
                "reading": model.reading,
                "model": model.digest,
                "state": None if search.state is None else state_data(model, search.state),
                "proven": search.proven,
                "possible": search.possible,
                "guesses": search.guesses,
            }
            for model, search in found
        ],
    }


def comparison_data(comparison: Comparison, concept: Concept) -> dict[str, Any]:
    """Readings side by side: shared and own equilibria under each concept, causes under one."""
    model = comparison.model
    rows = []
    for each in comparison.concepts:
        own = {name: _numbers(model, comparison.only(each, name)) for name in comparison.readings}
        rows.append({"id": each.id, "shared": _numbers(model, comparison.shared(each)), "only": own})
    pairs = [(a, b) for a in comparison.readings for b in comparison.readings if a != b]
    return head("comparison", model.conflict) | {
        "readings": list(comparison.readings),
        "concepts": rows,
        "causes": [row for a, b in pairs for row in _causes(comparison, concept, a, b)],
    }


def _causes(comparison: Comparison, concept: Concept, holds: str, falls: str) -> list[dict[str, Any]]:
    good, bad = comparison.tables[holds].model, comparison.tables[falls].model
    number = good.states.number

    def said(model: GraphModel, dm: int | None, index: int | None) -> dict[str, Any] | None:
        if dm is None or index is None:
            return None
        statement = model.statement(dm, index)
        return {
            "dm": model.decision_makers[dm],
            "reading": model.reading,
            "place": index + 1,
            "that": statement.that,
            "says": statement.says,
            "evidence": list(statement.evidence),
            "assumption": statement.assumption,
        }

    return [
        {
            "concept": concept.id,
            "holds_in": holds,
            "falls_in": falls,
            "leaves": good.decision_makers[cause.dm],
            "pull": said(bad, cause.dm, cause.pull),
            "anchor": said(good, cause.dm, cause.anchor),
            "deterrent": None if cause.deterrent is None else good.decision_makers[cause.deterrent],
            "breaks": said(bad, cause.deterrent, cause.breaks),
            "gets_away": cause.gets_away,
            "states": [number(state) for state in states],
        }
        for cause, states in comparison.causes(concept, holds, falls)
    ]
