"""Words for states, moves and wishes: how the parts of an explanation are said.

Everything is taken from the conflict as its author wrote it: the infinitives of options ("accept a
ceasefire"), the wishes of statements ("no ceasefire while its army gains ground"), the names inside
sentences ("the United States"). Where the author gave none, plain names stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from countermove.model.conflict import DecisionMaker, Option, PrioritisedStatement
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State

__all__ = ["Cite", "Words", "join", "no_citation"]

#: Turns the ids of extracts into words with their source; "" for none.
Cite = Callable[[Sequence[str]], str]


def join(parts: Sequence[str], word: str = "and") -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + f" {word} " + parts[-1]


def no_citation(_: Sequence[str]) -> str:
    """No quotations: the default."""
    return ""


@dataclass(frozen=True)
class Words:
    """The words for one model. `cite` adds quotations to wishes where evidence is at hand."""

    model: GraphModel
    cite: Cite = no_citation

    # -- decision makers -----------------------------------------------------------------------

    def _dm(self, dm: int) -> DecisionMaker:
        return self.model.conflict.decision_makers[dm]

    def title(self, dm: int) -> str:
        """The name for headings and tables."""
        return self._dm(dm).name or self._dm(dm).id

    def name(self, dm: int) -> str:
        """The name inside a sentence: ``the United States``."""
        return self._dm(dm).in_text or self.title(dm)

    def Name(self, dm: int) -> str:
        """The name at the start of a sentence."""
        name = self.name(dm)
        return name[:1].upper() + name[1:]

    def it(self, dm: int) -> str:
        """The pronoun: ``it``, or ``they`` for a plural name."""
        return "they" if self._dm(dm).plural else "it"

    def verb(self, dm: int, singular: str, plural: str) -> str:
        """The form of a verb that fits the decision maker."""
        return plural if self._dm(dm).plural else singular

    # -- states and moves ----------------------------------------------------------------------

    def state(self, state: State) -> str:
        """``state 5``; in graph form with the source's own name of it."""
        if self.model.states.graph_form:
            name = self.model.states.names[self.model.states.index(state)]
            return f"state {name}"
        return f"state {self.model.states.number(state)}"

    def label(self, state: State) -> str:
        """The options taken, or the state's name: for a table."""
        return self.model.states.label(state)

    def change(self, dm: int, source: State, target: State) -> str:
        """What a mover does, as an infinitive: ``stop pressing Kyiv and supply arms``."""
        options = [option for d in self.model.conflict.decision_makers for option in d.options]
        before, after = self.model.states.pattern(source), self.model.states.pattern(target)
        owners = [option.dm for option in self.model.states.options]
        done = [
            _does(option) if new == "Y" else _drops(option)
            for option, owner, old, new in zip(options, owners, before, after, strict=False)
            if owner == dm and old != new and new != "-"
        ]
        if not done or (self.model.states.graph_form and not before):
            return f"move to {self._described(target)}"
        return join(done)

    def choices(self, state: State) -> str:
        """Who does what: ``the United States chooses to supply arms; Europe to commit troops``."""
        taken = {option.ref for option in self.model.states.taken(state)}
        told: list[str] = []
        for dm, party in enumerate(self.model.conflict.decision_makers):
            does = [_does(option) for option in party.options if f"{party.id}.{option.id}" in taken]
            if does:
                chooses = "" if told else self.verb(dm, " chooses", " choose")
                told.append(f"{self.name(dm)}{chooses} to {join(does)}")
        return "; ".join(told) or "nobody does anything"

    def _described(self, state: State) -> str:
        label = self.label(state)
        plain = self.state(state)
        return plain if plain == f"state {label}" else f"{plain} ({label})"

    # -- wishes --------------------------------------------------------------------------------

    def wish(self, dm: int, index: int) -> str:
        """A wish in words, with what it rests on: ``the killing stopped [“…” (sanger)]``."""
        statement = self.model.statement(dm, index)
        cited = self.cite(statement.evidence)
        return _said(statement) + (f" [{cited}]" if cited else "")

    def because(self, dm: int, better: State, worse: State) -> str:
        """Why one state is better than another for a decision maker, as a clause; "" if unknown."""
        decisive = self.model.decisive(dm, better, worse)
        if decisive.statement is None:
            return ""
        wants = self.verb(dm, "wants", "want")
        return f"{self.it(dm)} {wants} {self.wish(dm, decisive.statement)}"

    def compared(self, dm: int, state: State, now: State) -> str:
        """How a state compares with now: ``worse off than now``, ``no better off than now``, ..."""
        said = {
            Relation.GREATLY_WORSE: "much worse off than now",
            Relation.WORSE: "worse off than now",
            Relation.EQUAL: "no better off than now",
            Relation.BETTER: "better off than now",
            Relation.GREATLY_BETTER: "much better off than now",
            Relation.UNKNOWN: "in a state that cannot be compared with now",
        }
        return said[self.model.compare(dm, state, now)]


def _does(option: Option) -> str:
    return option.does or f"choose “{option.name or option.id}”"


def _drops(option: Option) -> str:
    return option.drops or f"give up “{option.name or option.id}”"


def _said(statement: PrioritisedStatement) -> str:
    return statement.says or f"“{statement.that}”"
