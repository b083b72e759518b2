"""Scenarios in words and as plain data: what changes, and what that does to the equilibria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from countermove.model.changes import said_of
from countermove.model.conflict import Conflict
from countermove.model.variants import Change
from countermove.reports.data import head
from countermove.stability.concept import Concept
from countermove.stability.effect import Effect

__all__ = ["scenarios_data", "told_changes", "told_effect"]


def told_changes(conflict: Conflict, changes: tuple[Change, ...]) -> Iterator[str]:
    """Each change as a sentence; a scenario without changes says so."""
    if not changes:
        yield "Nothing is changed."
    names = {dm.id: dm.in_text or dm.name or dm.id for dm in conflict.decision_makers}
    options = {(dm.id, o.id): o.name or o.id for dm in conflict.decision_makers for o in dm.options}
    for change in changes:
        if change.do in ("add decision maker", "merge"):
            names[change.dm] = change.in_text or change.name or change.dm
        called = change.name or options.get((change.dm, change.option), "")
        told = said_of(replace(change, name=called), lambda dm: names.get(dm, dm))
        says = f" ({change.says})" if change.says else _brings(change)
        yield told[:1].upper() + told[1:] + says + "."


def _brings(change: Change) -> str:
    """What a decision maker that comes in can do and wants."""
    if change.do != "add decision maker":
        return ""
    can = " or ".join(option.does or option.name or option.id for option in change.options)
    wants = ", then ".join(statement.says or f'"{statement.that}"' for statement in change.statements)
    return f" and can {can}" + (f"; wants {wants}" if wants else "")


def told_effect(effect: Effect, concept: Concept) -> str:
    """What the changes do to the named outcomes under one concept, in a sentence or two."""
    model = effect.before.model
    before, after = (table.count_by_outcome(concept) for table in (effect.before, effect.after))
    was, now = effect.before.exact(concept), effect.after.exact(concept)
    new = [o.name for o in model.outcomes if was and not before[o.id] and after.get(o.id)]
    gone = [o.name for o in model.outcomes if now and before[o.id] and not after.get(o.id)]
    said = []
    if new:
        said.append(f"Now possible as an equilibrium ({concept.id}): {', '.join(new)}.")
    if gone:
        said.append(f"No longer an equilibrium ({concept.id}): {', '.join(gone)}.")
    if not said and not (was and now):
        return f"Under {concept.id}, not all equilibria are known: what changes cannot be told for certain."
    if not said:
        same = "the same named outcomes have equilibria as before" if model.outcomes else "see the counts"
        said.append(f"Under {concept.id}, {same}.")
    return " ".join(said)


def scenarios_data(conflict: Conflict, found: dict[str, dict[str, Effect]]) -> dict[str, Any]:
    """The effects of some scenarios, in each reading, as data."""
    return head("scenarios", conflict) | {
        "scenarios": [_scenario_data(conflict, name, effects) for name, effects in found.items()]
    }


def _scenario_data(conflict: Conflict, name: str, effects: dict[str, Effect]) -> dict[str, Any]:
    chosen = next(each for each in conflict.scenarios if each.id == name)
    first = next(iter(effects.values()))
    return {
        "id": name,
        "name": chosen.name,
        "because": chosen.because,
        "changes": list(told_changes(conflict, first.changes)) if first.changes else [],
        "readings": [{"reading": reading} | _reading_data(effect) for reading, effect in effects.items()],
    }


def _reading_data(effect: Effect) -> dict[str, Any]:
    return {
        "states": _pair(effect.before.model.states.size, effect.after.model.states.size),
        "exact": effect.exact,
        "comparable": effect.seen_as is not None,
        "concepts": [{"id": concept.id} | _concept_data(effect, concept) for concept in effect.concepts],
    }


def _concept_data(effect: Effect, concept: Concept) -> dict[str, Any]:
    model = effect.before.model
    by_outcome = [table.count_by_outcome(concept) for table in (effect.before, effect.after)]
    data: dict[str, Any] = {
        "equilibria": _pair(*effect.counts(concept)),
        "by_outcome": {
            outcome.id: _pair(*(counts.get(outcome.id, 0) for counts in by_outcome))
            for outcome in model.outcomes
        },
    }
    if effect.seen_as is not None:
        for word, states in (
            ("kept", effect.kept(concept)),
            ("lost", effect.lost(concept)),
            ("gained", effect.gained(concept)),
        ):
            data[word] = [model.states.number(state) for state in states]
    return data


def _pair(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after}
