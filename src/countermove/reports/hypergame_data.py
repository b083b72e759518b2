"""Hypergames as plain data for JSON; the shape is that of ``schemas/hypergame.schema.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove._numpy import np
from countermove.hypergame.crossing import Crossing
from countermove.hypergame.finding import CLASSES, HypergameFinding
from countermove.hypergame.surprises import Surprises, surprises_at
from countermove.model.changes import said_of
from countermove.model.listed import ListedSet
from countermove.model.states import State
from countermove.reports.data import head, state_data
from countermove.reports.hypergame import Teller, Told
from countermove.stability.concept import Concept

__all__ = ["crossing_data", "hypergame_data"]


def _numbers(found: ListedSet) -> list[int]:
    return [int(at) + 1 for at in np.flatnonzero(found.truth)]


def _concept(concept: Concept) -> dict[str, Any]:
    return {
        "id": concept.id,
        "title": concept.title,
        "plainly": concept.plainly,
        "cites": list(concept.cites),
    }


def crossing_data(crossing: Crossing) -> dict[str, Any]:
    """Every assignment of readings, with its equilibria under every concept."""
    names = crossing.model.decision_makers
    rows = []
    for row in crossing.rows:
        concepts = [
            {
                "id": each.id,
                "equilibria": _numbers(row.holding[each.id]),
                "by_outcome": crossing.count_by_outcome(row.holding[each.id]),
                "new": _numbers(crossing.new(each, row)),
                "recognised_by_all": _numbers(row.recognised[each.id]),
                "true": _numbers(row.true[each.id]),
                "by_mistake": _numbers(row.by_mistake(each)),
                "missed": _numbers(row.missed(each)),
            }
            for each in crossing.concepts
        ]
        readings = [{"dm": dm, "reading": reading} for dm, reading in zip(names, row.readings, strict=True)]
        rows.append({"readings": readings, "concepts": concepts})
    return head("hypergame", crossing.conflict) | {
        "crossing": {
            "readings": list(crossing.tables),
            "who": [names[dm] for dm in crossing.who],
            "otherwise": crossing.otherwise,
            "concepts": [_concept(each) for each in crossing.concepts],
            "assignments": rows,
        }
    }


def hypergame_data(teller: Teller, state: State | None = None) -> dict[str, Any]:
    """A hypergame: views, equilibria under every concept, mistakes under one; and one state if asked."""
    finding = teller.finding
    game = finding.perception.game
    quo = finding.model.status_quo
    data = {
        "id": game.id,
        "name": game.name,
        "because": game.because,
        "states": finding.perception.states.size,
        "views": [_view_data(teller, dm) for dm in range(finding.size)],
        "concepts": [_concept_data(finding, each) for each in finding.concepts],
        "explained": teller.concept.id,
        "mistakes": [row for stays in (True, False) for row in _mistakes_data(teller, stays)],
        "surprises": [_surprise_data(finding, each) for each in finding.surprises if each.any],
        "status_quo": None if quo is None else finding.model.states.number(quo),
        "departures": [] if quo is None else _departures_data(teller, quo),
    }
    more = {} if state is None else {"state": _state_data(teller, state)}
    return head("hypergame", finding.perception.conflict) | {"game": data} | more


def _view_data(teller: Teller, dm: int) -> dict[str, Any]:
    p = teller.finding.perception
    view = p.view(dm)
    return {
        "dm": p.truth.decision_makers[dm],
        "reading": p.models[dm].reading,
        "unseen": [p.states.options[k].ref for k in p.unseen_options(dm)],
        "ignores": view.ignores,
        "changes": [said_of(change) for change in view.changes],
        "evidence": list(view.evidence),
        "assumption": view.assumption,
        "states": int(p.seen[dm].sum()),
        "model": p.models[dm].digest,
    }


def _concept_data(finding: HypergameFinding, each: Concept) -> dict[str, Any]:
    holding = finding.holding(each)
    return (
        _concept(each)
        | {
            "equilibria": _numbers(holding),
            "by_outcome": {o.id: holding.where(o.statement).count for o in finding.model.outcomes},
            "for_those_who_see": _numbers(finding.holding_for_those_who_see(each)),
            "true": _numbers(finding.truly_holding(each)),
            "by_mistake": _numbers(finding.stable_by_mistake(each)),
            "missed": _numbers(finding.unstable_by_mistake(each)),
            "views": [
                {
                    "dm": name,
                    "stays": _numbers(finding.stable_for(each, dm)),
                    "recognised": _numbers(finding.recognised_by(each, dm)),
                }
                for dm, name in enumerate(finding.model.decision_makers)
            ],
        }
        | {name.replace(" ", "_"): _numbers(finding.in_class(each, name)) for name in CLASSES}
    )


def _mistakes_data(teller: Teller, stays: bool) -> Iterator[dict[str, Any]]:
    names, number = teller.finding.model.decision_makers, teller.finding.model.states.number
    for mistake, states, told in teller.mistakes(stays=stays):
        yield {
            "dm": names[mistake.dm],
            "stays": stays,
            "kind": mistake.kind,
            "other": None if mistake.other is None else names[mistake.other],
            "told": told,
            "states": [number(state) for state in states],
        }


def _surprise_data(finding: HypergameFinding, each: Surprises) -> dict[str, Any]:
    names, options = finding.model.decision_makers, finding.model.states.options
    return {
        "observer": names[each.observer],
        "mover": names[each.mover],
        "unseen": each.unseen,
        "beyond": each.beyond,
        "by_option": [{"option": options[k].ref, "moves": count} for k, count in each.by_option],
        "imagined": each.imagined,
        "unexpected": each.unexpected,
        "in_vain": each.in_vain,
    }


def _departures_data(teller: Teller, state: State) -> list[dict[str, Any]]:
    names, number = teller.finding.model.decision_makers, teller.finding.model.states.number
    return [
        {
            "dm": names[each.dm],
            "to": number(each.target),
            "taken": [{"dm": names[other], "how": how} for other, how in each.expected],
            "by_mistake": each.by_mistake,
            "told": teller.departure(each, state),
        }
        for each in teller.finding.departures(teller.concept, state)
    ]


def _state_data(teller: Teller, state: State) -> dict[str, Any]:
    finding, concept = teller.finding, teller.concept
    names, number = finding.model.decision_makers, finding.model.states.number
    at = finding.perception.states.index(state)
    return state_data(finding.model, state) | {
        "equilibrium": state in finding.holding(concept),
        "true_equilibrium": state in finding.truly_holding(concept),
        "recognised_by": [names[dm] for dm in finding.recognisers(concept, state)],
        "decision_makers": [
            {
                "dm": names[told.dm],
                "sees": told.explanation is not None,
                "stable": bool(finding.own(concept)[told.dm, at]),
                "stable_in_truth": bool(finding.true[concept.id][told.dm, at]),
                **_explained(teller, told),
                "in_truth": told.in_truth,
            }
            for told in teller.state(state)
        ],
        "departures": _departures_data(teller, state),
        "surprises": [
            {"observer": names[s.observer], "mover": names[s.mover], "to": number(s.target), "kind": s.kind}
            for s in surprises_at(finding.perception, state)
        ],
    }


def _explained(teller: Teller, told: Told) -> dict[str, Any]:
    found = told.explanation
    if found is None:
        return {"verdict": told.blind, "reasons": [], "certificate": None}
    spoken = teller.finding.perception.spoken(told.dm)
    proof = found.certificate.to_dict(spoken)
    return {"verdict": found.verdict, "reasons": list(found.reasons), "certificate": proof}
