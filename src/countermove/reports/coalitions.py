"""Coalition findings as plain data for JSON; the shape is that of ``schemas/coalitions.schema.json``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from countermove.coalition.concept import CoalitionConcept
from countermove.coalition.departures import Departing, Departure, Departures
from countermove.coalition.movement import Step
from countermove.coalition.standing import Standing
from countermove.coalition.table import Setting
from countermove.coalition.upsets import Alliances, Survey, Upset, upset_of
from countermove.errors import TooLarge
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.reports.data import head, state_data
from countermove.reports.departing import Telling, assumptions

__all__ = ["alliances_data", "standing_data", "survey_data"]


def survey_data(found: Sequence[Survey], setting: Setting) -> dict[str, Any]:
    """The equilibria of each reading against every coalition."""
    return _head(found[0].table.model, setting) | {
        "readings": [
            _reading(each.table.model, [_surveyed(each, c) for c in each.table.concepts]) for each in found
        ]
    }


def _surveyed(found: Survey, concept: CoalitionConcept) -> dict[str, Any]:
    model, table = found.table.model, found.table
    departing = Departing(model, table.setting)
    whole = len(table.states) == model.states.size
    return _concept(concept) | {
        "equilibria": _numbers(model, found.equilibria[concept.id]),
        "holding": _numbers(model, found.holding(concept)),
        "universal": _numbers(model, table.holding(concept)) if whole else None,
        "stable": [
            {"members": _ids(model, each), "states": _numbers(model, table.stable_for(concept, each))}
            for each in table.coalitions
        ],
        "upsets": [
            _upset(model, upset_of(found, departing, concept, state))
            for state in found.equilibria[concept.id]
            if found.upset_by(concept, state)
        ],
    }


def _upset(model: GraphModel, upset: Upset) -> dict[str, Any]:
    return {
        "state": model.states.number(upset.state),
        "by": [_departures(model, each, most=1) for each in upset.by],
        "blocked_by": [_ids(model, block) for block in upset.blocked_by],
    }


def alliances_data(found: Sequence[Alliances], setting: Setting) -> dict[str, Any]:
    """The equilibria of each reading by which alliances upset them."""
    model = found[0].survey.table.model
    return _head(model, setting) | {
        "alliances": [_ids(model, each) for each in found[0].alliances],
        "readings": [
            _reading(each.survey.table.model, [_allied(each, c) for c in each.survey.table.concepts])
            for each in found
        ],
    }


def _allied(found: Alliances, concept: CoalitionConcept) -> dict[str, Any]:
    model, survey = found.survey.table.model, found.survey
    departing = Departing(model, survey.table.setting)
    return _concept(concept) | {
        "equilibria": _numbers(model, survey.equilibria[concept.id]),
        "parts": [
            {"upset_by": [_ids(model, each) for each in by], "states": _numbers(model, states)}
            for by, states in found.parted(concept).items()
        ],
        "falls": [
            {"state": model.states.number(state)}
            | _departures(model, departing.departures(concept, alliance, state), most=1)
            for alliance in found.alliances
            for state in found.fallen(concept, alliance)
        ],
    }


def standing_data(
    state: State, found: Sequence[tuple[GraphModel, Sequence[Standing]]], setting: Setting
) -> dict[str, Any]:
    """One state against coalitions, in each reading."""
    model = found[0][0]
    return _head(model, setting) | {
        "state": state_data(model, state),
        "readings": [
            _reading(graph, [_standing(graph, each, setting) for each in rows]) for graph, rows in found
        ],
    }


def _standing(model: GraphModel, found: Standing, setting: Setting) -> dict[str, Any]:
    telling = Telling(model, setting)
    return _concept(found.concept) | {
        "leaves_alone": _ids(model, found.leaves),
        "every_coalition": found.every,
        "coalitions": [
            _departures(model, each) | {"told": telling.departure(each, each.found[0])}
            for each in (*found.by, *found.deterred)
        ],
        "without_improvement": [_ids(model, each) for each in found.idle],
        "blocked_by": [_ids(model, block) for block in found.blocked_by],
    }


def _departures(model: GraphModel, found: Departures, most: int | None = None) -> dict[str, Any]:
    return {
        "members": _ids(model, found.members),
        "upsets": not found.stable,
        "improvements": len(found.found),
        "surviving": sum(departure.survives for departure in found.found),
        "departures": [_departure(model, departure) for departure in found.found[:most]],
    }


def _departure(model: GraphModel, departure: Departure) -> dict[str, Any]:
    answer = departure.answer
    return {
        "to": _number_of(model, departure.to),
        "way": _way(model, departure.way),
        "answer": None
        if answer is None
        else {"way": _way(model, answer.way), "hurts": _ids(model, answer.hurts)},
    }


def _way(model: GraphModel, way: Sequence[Step]) -> list[dict[str, Any]]:
    return [{"movers": _ids(model, step.movers), "to": _number_of(model, step.to)} for step in way]


def _head(model: GraphModel, setting: Setting) -> dict[str, Any]:
    return head("coalitions", model.conflict) | {
        "decision_makers": list(model.decision_makers),
        "assumes": assumptions(setting),
        "setting": {
            "improvement": setting.improvement,
            "movement": setting.movement,
            "replies": setting.replies,
            "jump_under": setting.jump_under if setting.improvement == "jump" else None,
        },
    }


def _reading(model: GraphModel, concepts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"reading": model.reading, "model": model.digest, "concepts": concepts}


def _concept(concept: CoalitionConcept) -> dict[str, Any]:
    return {
        "id": concept.id,
        "title": concept.title,
        "single": concept.single,
        "plainly": concept.plainly,
    }


def _ids(model: GraphModel, members: Sequence[int]) -> list[str]:
    return [model.decision_makers[dm] for dm in members]


def _numbers(model: GraphModel, states: Iterable[State]) -> list[int]:
    return [model.states.number(state) for state in states]


def _number_of(model: GraphModel, state: State) -> int | None:
    """The state's number; None where the exclusions are too entangled for numbers."""
    try:
        return model.states.number(state)
    except TooLarge:
        return None
