"""What a person asks about, in words: a state, a condition, some decision makers of a model."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.errors import ModelError, Problem, StateError, StatementError, clip, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.names import Names, is_pattern
from countermove.model.statements import Statement
from countermove.model.states import State

__all__ = ["asked_condition", "asked_dm", "asked_dms", "asked_state", "asked_states"]

#: What the state of today may be called.
_TODAY = ("status-quo", "status quo", "sq", "today")


def asked_state(model: GraphModel, text: str) -> State:
    """The state with this number, name, pattern or options taken, or the status quo by that name.

    Raises `StateError` if there is no such state.
    """
    if text.strip().casefold() not in _TODAY:
        return model.states.find(text)
    if model.status_quo is None:
        raise StateError(Problem("the model names no status quo", "Name the state by number or by options."))
    return model.status_quo


def asked_condition(model: GraphModel, text: str) -> Statement:
    """A statement or a pattern with its names resolved. Raises `StatementError` with what is wrong."""
    names = Names(model.conflict)
    tree = names.condition(text, ())
    problems = [problem for problem in names.problems if not problem.warning]
    if tree is None or problems:
        raise StatementError(problems)
    return tree


def asked_states(model: GraphModel, text: str) -> State | Statement:
    """One state, or the states of a named outcome or of a condition: whichever the text can mean.

    A number, options joined by ``+``, a whole pattern, "none", "today" and the name of a state of graph
    form mean one state. Everything else is a condition, an option alone too.
    """
    for outcome in model.outcomes:
        if outcome.id == text.strip():
            return outcome.statement
    return asked_state(model, text) if _means_a_state(model, text.strip()) else asked_condition(model, text)


def _means_a_state(model: GraphModel, text: str) -> bool:
    named = model.states.graph_form and any(state.id == text for state in model.conflict.states)
    plain = text.isascii() and text.isdecimal()
    whole = is_pattern(text) and "-" not in text
    return named or plain or whole or "+" in text or text.casefold() in (*_TODAY, "none", "nothing")


def asked_dm(model: GraphModel, name: str) -> int:
    """The position of a decision maker, in any case of letters. Raises `ModelError` if there is none."""
    names = [dm.casefold() for dm in model.decision_makers]
    if name.strip().casefold() not in names:
        cure = did_you_mean(name, model.decision_makers)
        raise ModelError(Problem(f'there is no decision maker "{clip(name)}"', cure))
    return names.index(name.strip().casefold())


def asked_dms(model: GraphModel, wanted: Iterable[str]) -> list[int]:
    """The positions of some decision makers, as they were asked for; all, if none were."""
    return list(dict.fromkeys(asked_dm(model, name) for name in wanted)) or list(range(model.size))
