"""What is wanted: some state of a kind shall be an equilibrium, or none of them shall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem
from countermove.levers.arena import check_concept, check_size
from countermove.model.asked import asked_states
from countermove.model.conflict import Option
from countermove.model.graph import GraphModel
from countermove.model.listed import listed
from countermove.model.names import is_pattern
from countermove.model.statements import Name, Not, Statement, parse, print_name
from countermove.model.states import State
from countermove.stability.concept import CONCEPTS, Concept
from countermove.stability.table import StabilityTable

__all__ = ["Goal", "check_goals", "goal", "spelled_pattern", "split_goal", "split_reference"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Some of `states` shall be an equilibrium under `concept` (`wanted`), or none of them shall.

    `text` is what was asked for: the id of a named outcome, a condition or a state; `condition` says the
    same as a statement that can stand in a model.
    """

    text: str
    wanted: bool
    concept: Concept
    states: tuple[State, ...]
    condition: str
    outcome: str = ""

    @property
    def single(self) -> bool:
        """Whether one state was named."""
        return len(self.states) == 1 and not self.outcome

    def reached(self, table: StabilityTable) -> list[State]:
        """The states of the goal that are equilibria in a table."""
        holding = table.holding(self.concept)
        return [state for state in self.states if state in holding]

    def met(self, table: StabilityTable) -> bool:
        """Whether the goal is met in a table."""
        return bool(self.reached(table)) == self.wanted


def check_goals(goals: Sequence[Goal]) -> None:
    """Raise `NotApplicable` where what is wanted is unwanted at the same time, under the same concept."""
    for one, other in product(goals, goals):
        opposed = one.wanted and not other.wanted and one.concept == other.concept
        if opposed and set(one.states) <= set(other.states):
            what = f'"{one.text}" is wanted, and "{other.text}" unwanted, which takes all of it in'
            raise NotApplicable(Problem(what, "Ask for one of them, or for each under its own concept."))


def split_goal(text: str) -> tuple[str, str]:
    """``guaranteed:Nash`` as (``guaranteed``, ``Nash``); no concept if there is none behind a colon."""
    head, colon, tail = text.rpartition(":")
    known = {name.casefold() for name in CONCEPTS}
    return (head.strip(), tail.strip()) if colon and tail.strip().casefold() in known else (text.strip(), "")


def goal(model: GraphModel, text: str, concept: Concept, *, wanted: bool = True) -> Goal:
    """A goal by what a person typed: a named outcome, a state, or a condition.

    A state is given by its number, by the options taken (``us.press+eu.fund``), by its name in graph
    form, or as ``status-quo``. Raises `StatementError` or `StateError` for what is none of these,
    `NotApplicable` for a concept that levers do not know and for what cannot happen.
    """
    check_concept(concept)
    check_size(model)
    found = asked_states(model, text)
    if isinstance(found, State):
        return Goal(text, wanted, concept, (found,), _spelled(model, found))
    if text in (outcome.id for outcome in model.outcomes):
        return _held(model, text, concept, wanted, found, print_name(text), text)
    said = spelled_pattern(model, text) if is_pattern(text) else text
    return _held(model, text, concept, wanted, found, said, "")


def _held(
    model: GraphModel, text: str, concept: Concept, wanted: bool, tree: Statement, said: str, outcome: str
) -> Goal:
    space = listed(model.states)
    found = tuple(int(code) for code in space.codes[np.flatnonzero(space.truth(tree))])
    if not found:
        what = f'there is no feasible state in which "{text}" holds'
        raise NotApplicable(Problem(what, "An exclusion of the model may rule it out."))
    return Goal(text, wanted, concept, found, said, outcome)


def _spelled(model: GraphModel, state: State) -> str:
    """A condition that holds in one state only."""
    if model.states.graph_form:
        return print_name(model.states.name(state))
    return spelled_pattern(model, model.states.pattern(state))


def spelled_pattern(model: GraphModel, pattern: str) -> str:
    """A pattern such as ``Y-N`` as a statement, which can be a part of others."""
    literals = []
    for option, sign in zip(model.states.options, pattern.replace(" ", ""), strict=True):
        name = Name((option.owner, option.id))
        if sign != "-":
            literals.append(str(name if sign == "Y" else Not(name)))
    return " and ".join(literals) or "true"


def split_reference(model: GraphModel, text: str) -> tuple[int, Option]:
    """The owner and the option of a text such as ``us.press``."""
    wanted = parse(text)
    for dm, party in enumerate(model.conflict.decision_makers):
        for option in party.options:
            if wanted == Name((party.id, option.id)):
                return dm, option
    raise KeyError(text)
