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

    def them(self, dm: int) -> str:
        """The pronoun as an object: ``it``, or ``them``."""
        return "them" if self._dm(dm).plural else "it"

    def its(self, dm: int) -> str:
        """The possessive: ``its``, or ``their``."""
        return "their" if self._dm(dm).plural else "its"

    def verb(self, dm: int, singular: str, plural: str) -> str:
        """The form of a verb that fits the decision maker."""
        return plural if self._dm(dm).plural else singular

    # -- states and moves ----------------------------------------------------------------------

    def state(self, state: State) -> str:
        """``state 5``; in graph form with the source's own name of it."""
        name = self.model.states.name(state)
        return f"state {name}" if len(name.split()) == 1 else f"state “{name}”"

    def label(self, state: State) -> str:
        """The options taken, or the state's name: for a table."""
        return self.model.states.label(state)

    def described(self, state: State) -> str:
        """``state 153 (us.press + us.supply)``: its number, and its label where that says more."""
        label = self.label(state)
        known = label == self.model.states.name(state)
        return self.state(state) if known else f"{self.state(state)} ({label})"

    def change(self, dm: int, source: State, target: State) -> str:
        """What a mover does, as an infinitive: ``stop pressing Kyiv and supply arms``."""
        return join(self._changed(dm, source, target)) or f"move to {self.described(target)}"

    def move(self, dm: int, source: State, target: State) -> str:
        """The same with the state it leads to: ``supply arms (state 13)``."""
        done = self._changed(dm, source, target)
        return f"{join(done)} ({self.state(target)})" if done else self.change(dm, source, target)

    def _changed(self, dm: int, source: State, target: State) -> list[str]:
        """The mover's options that change; none where they do not tell the move.

        An option that no longer matters in one of the states (a dash) is told only if it is taken.
        An arc that was drawn by hand may change options of others: no infinitive would be true then.
        """
        states = self.model.states
        options = [option for d in self.model.conflict.decision_makers for option in d.options]
        changes = [
            (ref.dm, option, old, new)
            for ref, option, old, new in zip(
                states.options, options, states.pattern(source), states.pattern(target), strict=False
            )
            if old != new
        ]
        if any(owner != dm and "-" not in (old, new) for owner, _, old, new in changes):
            return []
        return [
            _does(option) if new == "Y" else _drops(option)
            for owner, option, old, new in changes
            if owner == dm and (new == "Y" or (old, new) == ("Y", "N"))
        ]

    def choices(self, state: State) -> str:
        """Who does what: ``the United States would supply arms; Europe would commit troops``."""
        taken = {option.ref for option in self.model.states.taken(state)}
        told: list[str] = []
        for dm, party in enumerate(self.model.conflict.decision_makers):
            does = [_does(option) for option in party.options if f"{party.id}.{option.id}" in taken]
            if does:
                told.append(f"{self.name(dm)} would {join(does)}")
        return "; ".join(told) or "nobody would do anything"

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

    def standing(self, relation: Relation) -> str:
        """``better off``, ``much worse off``, ...; to be completed with "than"."""
        return _STANDING[relation]

    def compared(self, dm: int, state: State, now: State) -> str:
        """How a state compares with now: ``worse off than now``, ``no better off than now``, ..."""
        return f"{self.standing(self.model.compare(dm, state, now))} than now"


_STANDING = {
    Relation.GREATLY_WORSE: "much worse off",
    Relation.WORSE: "worse off",
    Relation.EQUAL: "no better off",
    Relation.BETTER: "better off",
    Relation.GREATLY_BETTER: "much better off",
    Relation.UNKNOWN: "either better or worse off",
}


def _does(option: Option) -> str:
    return option.does or f"choose “{option.name or option.id}”"


def _drops(option: Option) -> str:
    return option.drops or f"give up “{option.name or option.id}”"


def _said(statement: PrioritisedStatement) -> str:
    return statement.says or f"“{statement.that}”"
