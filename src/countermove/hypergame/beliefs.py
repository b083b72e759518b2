"""What happens at a state: who would leave it first, in its own eyes, and whether the others expect that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermove.hypergame.mistakes import allows
from countermove.hypergame.perception import Perception
from countermove.model.states import State
from countermove.stability.certificate import Certifier
from countermove.stability.concept import Concept

__all__ = ["Departure", "Expectation", "departures"]

#: Somebody who sees a move coming: it is *expected*, or others were expected to *deter* it. Or who does not:
#: it was taken for *no gain*, the move or the state it leads to is *unseen*, or the state left is *nowhere*
#: in the observer's model.
Expectation = Literal["expected", "deterred", "no gain", "unseen", "nowhere"]


@dataclass(frozen=True, slots=True)
class Departure:
    """A move that a decision maker would make, in its own eyes.

    `expected` says for each other decision maker how it takes the move; `by_mistake` whether the mover
    would stay if it knew the truth.
    """

    dm: int
    target: State
    expected: tuple[tuple[int, Expectation], ...]
    by_mistake: bool


def departures(perception: Perception, concept: Concept, state: State) -> tuple[Departure, ...]:
    """The decision makers that see a state and would leave it, in their own models."""
    found = []
    for dm, model in enumerate(perception.models):
        if not perception.sees(dm, state):
            continue
        proof = Certifier(model).certificate(concept, dm, state)
        if proof.undeterred is None:
            continue
        move = proof.undeterred
        expected = tuple(
            (other, _expectation(perception, concept, other, dm, state, move)) for other in model.others(dm)
        )
        in_truth = Certifier(perception.truth).certificate(concept, dm, state)
        found.append(Departure(dm, move, expected, in_truth.stable))
    return tuple(found)


def _expectation(
    p: Perception, concept: Concept, observer: int, mover: int, state: State, move: State
) -> Expectation:
    view = p.models[observer]
    if not p.sees(observer, state):
        return "nowhere"
    if not allows(view, mover, state, move):
        return "unseen"
    if view.compare(mover, move, state) not in concept.rule.leave:
        return "no gain"
    return "deterred" if Certifier(view).deters(concept, mover, state, move) else "expected"
