"""Solution concepts: the contract they share, and the registry.

All concepts of the reply type fit one template. A decision maker i at state s leaves for every y it
likes well enough (`Rule.leave`). The move is deterred if the others, answering from y (`Rule.replies`),
can bring the conflict to some z that is bad enough for i compared with s (`Rule.sanction`), and, for
symmetric concepts, every further move of i from z stays bad enough (`Rule.hold`):

    s is stable for i  iff  for every y in L(s) there is z in Rep(y) with z in Sanc(s)
                            and (if Hold is given) R_i(z) ⊆ Hold(s).

The rule is the definition: the engines, the certificates and their checker all read it. A concept is
registered once, in its own module; the command line, the tables and the tests follow the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from countermove.errors import NotApplicable, Problem, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray
from countermove.model.preferences import Relation

__all__ = [
    "BETTER",
    "CONCEPTS",
    "NOT_BETTER",
    "Concept",
    "Replies",
    "Rule",
    "concept",
    "default_concepts",
    "named",
]

#: The relations of "strictly preferred" and of its negation, for known preferences.
BETTER = frozenset({Relation.BETTER, Relation.GREATLY_BETTER})
NOT_BETTER = frozenset({Relation.EQUAL, Relation.WORSE, Relation.GREATLY_WORSE})


class Replies(Enum):
    """How the others can answer a move."""

    NONE = "none"
    MOVES = "legal sequences of unilateral moves"
    IMPROVEMENTS = "legal sequences of unilateral improvements"
    JOINT_IMPROVEMENTS = "improvements from the original state, made at the same time as the move"


@dataclass(frozen=True, slots=True)
class Rule:
    """The template's four choices; relations compare a state with the original state s.

    `answer` holds the relations for which an opponent makes a step of its own (to the state it
    reaches, from the state it leaves) when replies are improvements.
    """

    leave: frozenset[Relation] = BETTER
    replies: Replies = Replies.NONE
    answer: frozenset[Relation] = BETTER
    sanction: frozenset[Relation] = NOT_BETTER
    hold: frozenset[Relation] | None = None


@dataclass(frozen=True)
class Concept:
    """A solution concept: its rule, its name in the field, and its meaning for a newcomer.

    `plainly` finishes the sentence "a state holds if ...".
    `family` is "classical", "unknown" or "strength": which preferences the concept speaks of.
    `cites` are keys of ``references.bib``. `stable` replaces the template where a concept does not
    follow it array by array.
    """

    id: str
    title: str
    plainly: str
    rule: Rule
    cites: tuple[str, ...]
    family: str = "classical"
    stable: Callable[[GraphModel, int], BoolArray] | None = None
    needs_options: bool = False

    def __str__(self) -> str:
        return self.id

    def refusal(self, model: GraphModel) -> Problem | None:
        """Why the concept has no meaning for a model; None where it has."""
        if self.needs_options and (model.states.graph_form or model.coalesced):
            kind = "coalesced states" if model.coalesced else "graph form"
            return Problem(
                f"{self.id} lets several decision makers change options at once, which {kind} does not know",
                "Use another concept, or state the conflict by options.",
            )
        if self.family == "classical" and model.has_unknown:
            return Problem(
                f"{self.id} needs known preferences, and some comparisons here are unknown",
                f"Use {self.id}_a, {self.id}_b, {self.id}_c or {self.id}_d.",
            )
        if self.family == "strength" and not model.has_strength:
            return Problem(
                f"{self.id} speaks of strongly preferred states, and the conflict marks none",
                "Mark groups of a ranking with greatly_after.",
            )
        return None


#: Every registered concept by id, in the order of the field's tables.
CONCEPTS: dict[str, Concept] = {}


def concept(new: Concept) -> Concept:
    """Register a concept (once: an id may not be taken twice) and return it."""
    if new.id in CONCEPTS:
        raise ValueError(f"the concept {new.id} is registered twice")
    CONCEPTS[new.id] = new
    return new


def named(name: str) -> Concept:
    """The concept with an id, in any case of letters. Raises `NotApplicable` with the known ones."""
    folded = {known.casefold(): found for known, found in CONCEPTS.items()}
    folded["r"] = CONCEPTS["Nash"]
    if name.casefold() not in folded:
        raise NotApplicable(Problem(f'there is no concept "{name}"', did_you_mean(name, CONCEPTS)))
    return folded[name.casefold()]


def default_concepts(*models: GraphModel) -> tuple[Concept, ...]:
    """The concepts that have a meaning for all of the models, classical ones where preferences are known."""
    usable = [found for found in CONCEPTS.values() if all(found.refusal(model) is None for model in models)]
    if any(model.has_unknown for model in models):
        return tuple(found for found in usable if found.family == "unknown")
    return tuple(found for found in usable if found.family in ("classical", "strength"))
