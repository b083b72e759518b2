"""The evolution of a conflict as plain data for JSON: rich enough to draw it as a graph or a time line.

Nodes are the states reached, arcs the steps between them with who makes them; the chain has arcs of its
own, with probabilities. Exact probabilities are given as text besides ("2/3").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from countermove.evolution import (
    Chain,
    Conduct,
    Evolution,
    Group,
    Simulation,
    Step,
    WhyNot,
    cut,
    latest,
)
from countermove.evolution.conduct import Number
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.reports.chances import Where
from countermove.reports.data import MOST_LISTED, head, state_data
from countermove.reports.story import Story

__all__ = ["evolution_data"]

#: Ways listed to each equilibrium, and equilibria for which it is told why they are not attained.
_MOST_WAYS = 20
_MOST_WHY = 200


def evolution_data(conflict: Conflict, stories: Sequence[Story]) -> dict[str, Any]:
    """Evolutions of some readings of one conflict."""
    model = stories[0].model
    return head("evolution", conflict) | {
        "decision_makers": list(model.decision_makers),
        "readings": [_story(story) for story in stories],
    }


def _story(story: Story) -> dict[str, Any]:
    attained, model = story.attained, story.model
    return {
        "reading": model.reading,
        "model": model.digest,
        "start": state_data(model, story.evolution.start),
        "by": story.evolution.terms.by.value,
        "free": [model.decision_makers[dm] for dm in sorted(story.evolution.terms.free)],
        "against": story.evolution.terms.against,
        "reached": _reached(story.evolution),
        "cut": _cut(story.evolution),
        "concept": attained.concept.id,
        "exact": attained.exact,
        "start_is_equilibrium": attained.rests,
        "equilibria": _group(story, attained.every),
        "outcomes": [_group(story, group) for group in attained.groups],
        "attained": [_attained(story, state) for state in attained.every.attained[:MOST_LISTED]],
        "not_attained": _not_attained(story),
        "wanted": _wanted(story),
        "chain": None if story.chain is None else _chain(story.chain),
        "simulation": None if story.simulation is None else _simulation(story.simulation),
        "refused": None if story.refused is None else str(story.refused.what),
    }


def _numbers(model: GraphModel, states: Sequence[State]) -> list[int]:
    return [model.states.number(state) for state in states]


def _reached(evolution: Evolution) -> dict[str, Any]:
    """The states reached and the steps between them; null where they are too many to be listed."""
    model, states = evolution.model, evolution.states
    layers = Counter(evolution.distances.values())
    few = len(states) <= MOST_LISTED
    longest = latest(evolution) if few and evolution.complete else {}
    steps = evolution.steps if few else ()
    return {
        "count": len(states),
        "complete": evolution.complete,
        "horizon": evolution.horizon,
        "by_steps": [layers[steps] for steps in range(max(layers) + 1)],
        "nodes": [
            {
                "state": model.states.number(state),
                "steps": evolution.distance(state),
                "ways": evolution.count(state),
                "last_movers": [_names(model, who) for who in evolution.last_movers(state)],
                "latest": longest.get(state),
            }
            for state in states
        ]
        if few
        else None,
        "arcs": [_step(model, step) for step in steps] if few and len(steps) <= MOST_LISTED else None,
    }


def _cut(evolution: Evolution) -> list[dict[str, Any]] | None:
    """The unilateral moves that would lead out of what is reached; null where that is not known whole."""
    if not evolution.complete:
        return None
    model = evolution.model
    return [
        {
            "dm": model.decision_makers[each.dm],
            "moves": each.moves,
            "unwanted": each.unwanted,
            "wishes": [
                {"place": None if k is None else k + 1, "that": _that(model, each.dm, k), "moves": many}
                for k, many in each.wishes
            ],
        }
        for each in cut(evolution)
    ]


def _that(model: GraphModel, dm: int, statement: int | None) -> str | None:
    return None if statement is None else model.statement(dm, statement).that


def _names(model: GraphModel, dms: Sequence[int]) -> list[str]:
    return [model.decision_makers[dm] for dm in dms]


def _step(model: GraphModel, step: Step) -> dict[str, Any]:
    return {
        "from": model.states.number(step.source),
        "to": model.states.number(step.target),
        "movers": _names(model, step.movers),
        "unwanted": _names(model, step.unwanted),
    }


def _way(model: GraphModel, path: Sequence[Step]) -> list[dict[str, Any]]:
    return [_step(model, step) for step in path]


def _group(story: Story, group: Group) -> dict[str, Any]:
    model = story.model
    steps = story.evolution.distance(group.attained[0]) if group.attained else None
    return {
        "outcome": None if group.outcome is None else group.outcome.id,
        "count": group.holding,
        "attained": len(group.attained),
        "unresting": group.unresting,
        "by_any_moves": group.movable,
        "steps": steps,
        "easiest": None if group.easiest is None else model.states.number(group.easiest),
        "unwanted": group.unwanted,
        "at_least": group.at_least,
    }


def _attained(story: Story, state: State) -> dict[str, Any]:
    ways = islice(story.evolution.paths(state), _MOST_WAYS)
    return {
        "state": story.model.states.number(state),
        "steps": story.evolution.distance(state),
        "ways": story.evolution.count(state),
        "listed": [_way(story.model, path) for path in ways],
    }


def _not_attained(story: Story) -> list[dict[str, Any]]:
    """Why the first equilibria that are not attained are not; of very many, those that were come across."""
    attained = story.attained
    few = attained.every.holding <= MOST_LISTED
    states = attained.holding if few else (s for s in attained.cheapest.states if s in attained.holding)
    missing = (state for state in states if state not in story.evolution)
    return [_why(story, story.why_not(state)) for state in islice(missing, _MOST_WHY)]


def _why(story: Story, why: WhyNot) -> dict[str, Any]:
    model = story.model
    return {
        "state": model.states.number(why.state),
        "obstacle": why.obstacle.name.casefold(),
        "closed": why.closed,
        "locks": [
            {
                "dm": model.decision_makers[k.dm],
                "option": model.states.options[k.option].ref,
                "taken": k.taken,
            }
            for k in why.locks
        ],
        "unwanted": why.unwanted,
        "at_least": why.at_least,
        "way": _way(model, why.way),
    }


def _wanted(story: Story) -> dict[str, Any] | None:
    """What was asked for, the nearest state of it that is reached, or why none is."""
    wanted = story.wanted
    if wanted is None:
        return None
    found = [state for state in story.evolution.states if state in wanted]
    why = None if found else story.why_nothing_wanted()
    chain = story.chain
    return {
        "condition": story.condition,
        "reached": [_attained(story, state) for state in found[:1]],
        "why_not": None if why is None else _why(story, why),
        "ever": None if chain is None else float(chain.ever(wanted)),
        "ends": None if chain is None else float(chain.share(wanted)),
    }


def _conduct(model: GraphModel, conduct: Conduct) -> dict[str, Any]:
    weights = conduct.weights or (Fraction(1),) * model.size
    return {
        "choose": conduct.choose.value,
        "weights": {name: float(weight) for name, weight in zip(model.decision_makers, weights, strict=True)},
        "willing": conduct.willing,
        "rationality": conduct.rationality,
    }


def _fraction(number: Number) -> str | None:
    return str(number) if isinstance(number, Fraction) else None


def _chain(chain: Chain) -> dict[str, Any]:
    model, few = chain.model, len(chain.arcs) <= MOST_LISTED
    classes = [
        {
            "states": _numbers(model, each.states) if len(each.states) <= MOST_LISTED else None,
            "probability": float(each.probability),
            "exactly": _fraction(each.probability),
            "shares": [float(share) for share in each.shares] if len(each.states) <= MOST_LISTED else None,
        }
        for each in chain.recurrent[:MOST_LISTED]
    ]
    return {
        "conduct": _conduct(model, chain.conduct),
        "states": len(chain.states),
        "recurrent": classes,
        "by_outcome": {o.id: _share(chain, model, o.statement) for o in model.outcomes},
        "turns": float(chain.turns),
        "moves": float(chain.moves),
        "exact": chain.exact,
        "residual": chain.residual,
        "arcs": [
            {
                "from": model.states.number(arc.source),
                "to": model.states.number(arc.target),
                "dm": model.decision_makers[arc.dm],
                "probability": float(arc.probability),
                "expected": None if arc.expected is None else float(arc.expected),
            }
            for arc in chain.arcs
        ]
        if few
        else None,
    }


def _share(chain: Chain, model: GraphModel, statement: Any) -> float:
    return float(chain.share(Where(model, statement)))


def _simulation(drawn: Simulation) -> dict[str, Any]:
    model = drawn.model
    return {
        "conduct": _conduct(model, drawn.conduct),
        "runs": drawn.runs,
        "seed": drawn.seed,
        "most_turns": drawn.most_turns,
        "rested": sum(drawn.rested.values()),
        "mean_moves": drawn.mean_moves,
        "confidence": 0.95,
        "ends": [
            {
                "state": model.states.number(state),
                "runs": count,
                "rested": drawn.rested.get(state, 0),
                "interval": list(drawn.interval({state})),
            }
            for state, count in sorted(drawn.ends.items(), key=lambda item: (-item[1], item[0]))[:MOST_LISTED]
        ],
    }
