"""Levers as plain data for JSON, in the shape of ``schemas/levers.schema.json``, and as scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from countermove.files.write import spell_table
from countermove.levers import (
    Answer,
    Edit,
    Goal,
    LeversFinding,
    OptionLever,
    OptionsFinding,
    Solution,
    StatesFinding,
)
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.variants import Change
from countermove.reports.data import head, state_data

__all__ = ["Finding", "finding_changes", "levers_data", "scenario_text"]

Finding = LeversFinding | StatesFinding | OptionsFinding


def finding_changes(finding: Finding) -> tuple[Change, ...]:
    """The changes of the first thing that was found to do; none where nothing was, or for states."""
    if isinstance(finding, LeversFinding) and finding.together and finding.together.best:
        return finding.together.best.changes
    if isinstance(finding, OptionsFinding):
        found = (*finding.singles, *finding.threats, *finding.pairs)
        return found[0].changes if found else ()
    return ()


def scenario_text(name: str, title: str, changes: Sequence[Change]) -> str:
    """Changes as a scenario that can be put into a model file."""
    rows = [_change_data(change) for change in changes]
    return spell_table("scenarios", {"id": name, "name": title, "changes": rows})


def _change_data(change: Change) -> dict[str, Any]:
    return {each.name: value for each in fields(change) if (value := getattr(change, each.name))}


def levers_data(conflict: Conflict, by: str, findings: Sequence[Finding]) -> dict[str, Any]:
    """What was found for each reading and concept; `by` is "statements", "states" or "options"."""
    return head("levers", conflict) | {"by": by, "findings": [_finding(each) for each in findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    model = finding.model
    goals = (finding.goal,) if isinstance(finding, StatesFinding) else finding.goals
    today = (finding.today,) if isinstance(finding, StatesFinding) else finding.today
    data = {
        "reading": model.reading,
        "model": model.digest,
        "met": finding.met,
        "goals": [_goal(model, goal, len(found)) for goal, found in zip(goals, today, strict=True)],
    }
    if isinstance(finding, LeversFinding):
        return data | {"statements": _statements(finding)}
    if isinstance(finding, StatesFinding):
        return data | {"states": _states(finding)}
    return data | {"options": _options(finding)}


def _goal(model: GraphModel, goal: Goal, today: int) -> dict[str, Any]:
    return {
        "text": goal.text,
        "outcome": goal.outcome,
        "wanted": goal.wanted,
        "concept": goal.concept.id,
        "states": len(goal.states),
        "equilibria": today,
    }


def _statements(finding: LeversFinding) -> dict[str, Any]:
    names, costs = finding.model.decision_makers, finding.costs
    return {
        "costs": {each.name: getattr(costs, each.name) for each in fields(costs)},
        "candidates": {names[dm]: count for dm, count in finding.candidates.items()},
        "fixed": {names[dm]: problem.what for dm, problem in finding.fixed.items()},
        "alone": [_answer(finding.model, answer) for answer in finding.alone],
        "together": None if finding.together is None else _answer(finding.model, finding.together),
    }


def _answer(model: GraphModel, answer: Answer) -> dict[str, Any]:
    return {
        "decision_makers": [model.decision_makers[dm] for dm in answer.dms],
        "cost": None if answer.best is None else answer.best.cost,
        "at_least": None if answer.impossible else answer.lower,
        "proven": answer.proven,
        "impossible": answer.impossible,
        "complete": answer.complete,
        "stopped": answer.stopped,
        "solutions": [_solution(model, solution) for solution in answer.solutions],
    }


def _solution(model: GraphModel, solution: Solution) -> dict[str, Any]:
    return {
        "cost": solution.cost,
        "edits": [_edit(model, edit) for edit in solution.edits],
        "changes": [_change_data(change) for change in solution.changes],
        "equilibria": [
            {"count": len(states), "first": None if not states else state_data(model, states[0])}
            for states in solution.states
        ],
    }


def _edit(model: GraphModel, edit: Edit) -> dict[str, Any]:
    return {
        "do": edit.do,
        "dm": model.decision_makers[edit.dm],
        "statement": edit.statement.that,
        "says": edit.statement.says,
        "evidence": list(edit.statement.evidence),
        "assumption": edit.statement.assumption,
        "origin": edit.origin,
        "was": edit.was or None,
        "place": edit.place or None,
        "cost": edit.cost,
    }


def _states(finding: StatesFinding) -> dict[str, Any]:
    model = finding.model
    return {
        "looked_at": finding.looked_at,
        "stopped": finding.stopped,
        "hopeless": [state_data(model, state) for state in finding.hopeless],
        "levers": [
            {
                "state": state_data(model, lever.state),
                "cost": lever.cost,
                "works": lever.works,
                "crossings": [
                    {
                        "dm": model.decision_makers[each.dm],
                        "down": each.down,
                        "states": [model.states.number(state) for state in each.states],
                    }
                    for each in lever.crossings
                ],
            }
            for lever in finding.levers
        ],
    }


def _options(finding: OptionsFinding) -> dict[str, Any]:
    model = finding.model
    kinds: Mapping[str, Sequence[OptionLever]] = {
        "singles": finding.singles,
        "threats": finding.threats,
        "pairs": finding.pairs,
    }
    return {
        "tried": dict(finding.tried),
        "stopped": finding.stopped,
        "skipped": [
            {"changes": [_change_data(change) for change in changes], "because": problem.what}
            for changes, problem in finding.skipped
        ],
    } | {name: [_option_lever(model, lever) for lever in found] for name, found in kinds.items()}


def _option_lever(model: GraphModel, lever: OptionLever) -> dict[str, Any]:
    names = model.decision_makers
    return {
        "kind": lever.kind,
        "dm": names[lever.dm] if lever.dm >= 0 else None,
        "against": names[lever.against] if lever.against >= 0 else None,
        "changes": [_change_data(change) for change in lever.changes],
        "equilibria": list(lever.counts),
        "ruled_out": lever.ruled_out,
    }
