"""Inverse findings as data for JSON, and in sentences: what must change for a state to hold.

States are given by their number, from 1. Shares are exact fractions, written as texts since they may have
hundreds of digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from countermove.errors import Problem
from countermove.inverse import (
    Candidate,
    Change,
    Clause,
    Condition,
    InverseFinding,
    Need,
    OutcomeFinding,
    Sample,
    Share,
    Verdict,
)
from countermove.inverse.condition import MOST_FACTORIAL
from countermove.inverse.formula import Way
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.reports.data import head, state_data
from countermove.stability.concept import Concept
from countermove.stability.wording import Words, join

__all__ = [
    "change_told",
    "clause_told",
    "inverse_data",
    "joint_told",
    "need_told",
    "outcome_data",
    "percent",
    "share_told",
    "spoiling_told",
]

_MOST_NAMED = 8
_MOST_DESCRIBED = 2
_MOST_SETS = 20
_MOST_IN_CLAUSES = 1_000


# -- numbers ----------------------------------------------------------------------------------------


def percent(share: Fraction | float) -> str:
    """``53.3%``; what is not quite nothing, or not quite all, never looks as if it were."""
    value = float(share) * 100
    if share in (0, 1):
        return f"{value:.0f}%"
    if value < 0.05:
        return "<0.1%"
    return f"{value:.1f}%" if value < 99.95 else ">99.9%"


def share_told(share: Share, sample: Sample | None = None) -> str:
    """A share for a table: exact, from where to where, or an estimate with its margin."""
    if share.exact:
        return percent(share.low)
    if sample is not None:
        return f"about {percent(sample.share)} ({percent(sample.low)} to {percent(sample.high)})"
    return f"{percent(share.low)} to {percent(share.high)}"


# -- sentences --------------------------------------------------------------------------------------


def change_told(model: GraphModel, condition: Condition, change: Change) -> str:
    """``Ukraine would only have to stop preferring states 12 and 40 to state 397.``

    "Only", since that is enough: where other changes are as small, this one is not necessary.
    """
    words = Words(model)
    few = len(change.states) <= _MOST_DESCRIBED
    what = join([words.described(x) for x in change.states]) if few else _states(model, change.states)
    least = "" if change.proven else f" Perhaps fewer would do, but no fewer than {change.least}."
    here = words.state(condition.state)
    return f"{words.Name(condition.dm)} would only have to stop preferring {what} to {here}.{least}"


def need_told(model: GraphModel, need: Need) -> str:
    """The same for a candidate's need."""
    return change_told(model, need.condition, need.change)


def spoiling_told(model: GraphModel, verdict: Verdict) -> str:
    """What would make a state fall that holds."""
    words, condition, spoiling = Words(model), verdict.condition, verdict.spoiling
    name, here = words.name(condition.dm), words.state(condition.state)
    if spoiling is None:
        return f"It holds for {name}, whatever {words.it(condition.dm)} may prefer."
    what = _states(model, spoiling.states)
    least = "" if spoiling.proven else f" Perhaps fewer would do, but no fewer than {spoiling.least}."
    also = f"if {words.it(condition.dm)} came to prefer {what} to {here} as well"
    return f"It holds for {name}. The least that would upset it: {also}.{least}"


def clause_told(model: GraphModel, condition: Condition, clause: Clause) -> str:
    """What would keep a decision maker from one move: every alternative, for as many as can be named."""
    words, dm = Words(model), condition.dm
    it, here = words.it(dm), words.state(clause.move)
    others = [way for way in clause.ways if clause.move not in way]
    move = words.move(dm, condition.state, clause.move)
    must = f"To keep {words.them(dm)} from a move to {move}, {it} must not"
    if not others:
        return f"{must} prefer {here} itself. No answer of the others would do."
    return f"{must} prefer {here} and at the same time {_answers(model, dm, others)}."


def _answers(model: GraphModel, dm: int, ways: list[Way]) -> str:
    """What may not be preferred at the same time as a move: something in every way."""
    it = Words(model).it(dm)
    if all(len(way) == 1 for way in ways):
        ends = sorted(min(way) for way in ways)
        if len(ends) == 1:
            return f"{_states(model, ends)}, to which the others could answer"
        return f"all of the {len(ends)} states to which the others could answer: {_names(model, ends)}"
    smallest: Way = min(ways, key=lambda way: (len(way), sorted(way)))
    shortest = _names(model, sorted(smallest))
    if len(ways) == 1:
        return (
            f"any of the states to which the others could answer and {it} could go on from there: {shortest}"
        )
    return (
        f"some state in each of {len(ways)} groups, a group being an answer of the others and what "
        f"{it} could go on to from there; the smallest is {shortest}"
    )


def joint_told(finding: InverseFinding, concept: Concept) -> str:
    """What the separate changes come to when they are made together; "" where nothing is to be said."""
    failing, made = finding.failing(concept), finding.confirmed.get(concept.id)
    if not failing or made is None:
        return ""
    many = "With this change" if len(failing) == 1 else "With these changes"
    if made:
        return f"{many} made, it is an equilibrium."
    return (
        f"{many} made, it is still no equilibrium: whoever thinks otherwise may also answer otherwise, and "
        "that upsets somebody else."
    )


def _states(model: GraphModel, states: Sequence[State]) -> str:
    """``state 12``, ``states 12 and 40``, ``12 states (3, 4, ...)``."""
    if len(states) == 1:
        return Words(model).state(states[0])
    if len(states) <= _MOST_NAMED:
        return f"states {join([model.states.name(state) for state in states])}"
    return f"{len(states)} states ({_names(model, states)})"


def _names(model: GraphModel, states: Sequence[State]) -> str:
    names = [model.states.name(state) for state in states[:_MOST_NAMED]]
    more = len(states) - len(names)
    return ", ".join(names) + f" and {more} more" if more else join(names)


# -- JSON -------------------------------------------------------------------------------------------


def inverse_data(
    conflict: Conflict, wanted: str, findings: Sequence[InverseFinding], *, every: bool = False
) -> dict[str, Any]:
    """What would have to be preferred for one state to hold, in some readings.

    Clauses that name thousands of states are left out unless `every` clause is wanted.
    """
    return _head(conflict, wanted, "state") | {
        "readings": [
            {
                "reading": found.model.reading,
                "model": found.model.digest,
                "state": state_data(found.model, found.state),
                "states": found.model.states.size,
                "concepts": [_concept_data(found, concept, every) for concept in found.concepts],
            }
            for found in findings
        ]
    }


def outcome_data(
    conflict: Conflict, wanted: str, findings: Sequence[tuple[GraphModel, Sequence[OutcomeFinding]]]
) -> dict[str, Any]:
    """The states of an outcome, the nearest to being an equilibrium first, in some readings."""
    return _head(conflict, wanted, "outcome") | {
        "readings": [
            {
                "reading": model.reading,
                "model": model.digest,
                "concepts": [
                    {
                        "id": found.concept.id,
                        "title": found.concept.title,
                        "states": found.states,
                        "equilibria": _numbers(model, found.holding),
                        "candidates": [_candidate_data(model, c) for c in found.candidates if c.needs],
                    }
                    for found in by_concept
                ],
            }
            for model, by_concept in findings
        ]
    }


def _head(conflict: Conflict, wanted: str, about: str) -> dict[str, Any]:
    return head("inverse", conflict) | {"wanted": wanted, "about": about}


def _concept_data(finding: InverseFinding, concept: Concept, every: bool) -> dict[str, Any]:
    model, profiles = finding.model, finding.profiles(concept)
    verdicts = finding.under(concept)
    rows = {v.dm: _verdict_data(model, v, every) for v in verdicts}
    rows |= {r.dm: _refused(model, r.dm, r.problem) for r in finding.refused if r.concept == concept.id}
    return {
        "id": concept.id,
        "title": concept.title,
        "others_as_they_are": any(v.condition.on_others for v in verdicts),
        "decision_makers": [rows[dm] for dm in finding.dms],
        "confirmed": finding.confirmed.get(concept.id),
        "profiles": None if profiles is None else _share(profiles),
    }


def _refused(model: GraphModel, dm: int, problem: Problem) -> dict[str, Any]:
    return {"dm": model.decision_makers[dm], "refused": f"{problem.what}. {problem.cure}"}


def _verdict_data(model: GraphModel, verdict: Verdict, every: bool) -> dict[str, Any]:
    condition, share, spoiling = verdict.condition, verdict.share, verdict.spoiling
    family = condition.least_conditions(_MOST_SETS)
    return {
        "dm": model.decision_makers[verdict.dm],
        "holds": verdict.holds,
        "share": _share(share),
        "rankings": _rankings(share, condition.states),
        "relevant": len(condition.relevant),
        "relevant_rankings": _rankings(share, len(condition.relevant) + 1),
        "sample": None if verdict.sample is None else _sample(verdict.sample),
        "preferred": _numbers(model, sorted(verdict.now)),
        "clauses": _clauses(model, verdict) if every or _is_short(condition) else None,
        "least": {
            "sets": [_numbers(model, sorted(each)) for each in family.sets],
            "complete": family.complete,
        },
        "change": _change(model, verdict.change),
        "spoiling": None if spoiling is None else _change(model, spoiling),
    }


def _is_short(condition: Condition) -> bool:
    return sum(len(way) for clause in condition.clauses for way in clause.ways) <= _MOST_IN_CLAUSES


def _clauses(model: GraphModel, verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {
            "move": model.states.number(clause.move),
            "holds": clause.holds(verdict.now),
            "ways": [_numbers(model, sorted(way)) for way in clause.ways],
        }
        for clause in verdict.condition.clauses
    ]


def _candidate_data(model: GraphModel, candidate: Candidate) -> dict[str, Any]:
    needs = [
        {
            "dm": model.decision_makers[need.dm],
            "leaves_for": _numbers(model, need.leaves_for),
            "change": _change(model, need.change),
        }
        for need in candidate.needs
    ]
    return {
        "state": state_data(model, candidate.state),
        "needs": needs,
        "crossing": candidate.cost[1],
        "confirmed": candidate.confirmed,
    }


def _share(share: Share) -> dict[str, Any]:
    def fraction(value: Fraction) -> dict[str, str]:
        return {"numerator": str(value.numerator), "denominator": str(value.denominator)}

    return {"exact": share.exact, "low": fraction(share.low), "high": fraction(share.high)}


def _rankings(share: Share, states: int) -> str | None:
    """How many strict rankings of so many states a share stands for; None where that is not known."""
    if not share.exact or states > MOST_FACTORIAL:
        return None
    return str(int(share.low * factorial(states)))


def _sample(sample: Sample) -> dict[str, Any]:
    return {"number": sample.number, "share": sample.share, "low": sample.low, "high": sample.high}


def _change(model: GraphModel, change: Change) -> dict[str, Any]:
    return {"states": _numbers(model, change.states), "at_least": change.least}


def _numbers(model: GraphModel, states: Iterable[State]) -> list[int]:
    return [model.states.number(state) for state in states]
