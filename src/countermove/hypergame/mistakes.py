"""Mistakes: what a decision maker is wrong about where it stays, or leaves, and would not if it knew.

Both models say the same of its own wishes, so the two verdicts differ for one of few reasons: it does not
see a move, or imagines one; or it expects an answer that would not come, or does not expect one that would;
or it is wrong about whether it could get away from the answer. All is read off the certificates: the
reason told is the first that is found in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermove.hypergame.perception import Perception
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability.certificate import Answer, Certifier, Step
from countermove.stability.concept import Concept, Replies, Rule

__all__ = ["Flaw", "Kind", "Mistake", "MistakeFinder", "allows", "flaw"]

#: What a decision maker is wrong about: a *state* that it does not see; a tempting *move* of its own that
#: it does not see or only imagines; an answer that another would *want* in one model only, or *can* make in
#: one only; an answer made at once by several, which would *land* in a state that it does not see; or an
#: *escape* of its own from an answer.
Kind = Literal["state", "move", "want", "can", "land", "escape"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What decision maker `dm` is wrong about, at a state where it `stays` or leaves by mistake.

    `pull` counts into its own statements: why a move tempts that it makes, or does not see. `other` is the
    one whose step it misjudges; `why` counts into the statements of `other` in the model in which it would
    take the step, `why_not` in the one in which it would not. None stands for no such thing, a tie or a
    ranking.
    """

    dm: int
    stays: bool
    kind: Kind
    pull: int | None = None
    other: int | None = None
    why: int | None = None
    why_not: int | None = None


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first thing about an answer that does not hold in another model."""

    kind: Kind
    step: Step | None = None
    escape: State | None = None


class MistakeFinder:
    """Finds, state by state, what decision makers are wrong about under one concept."""

    def __init__(self, perception: Perception, concept: Concept) -> None:
        self.perception, self.concept = perception, concept
        self._truth = Certifier(perception.truth)
        by_model = {id(model): Certifier(model) for model in perception.models}
        self._views = [by_model[id(model)] for model in perception.models]

    def of(self, dm: int, state: State, *, stays: bool) -> Mistake:
        """The mistake of a decision maker that stays (or leaves, or does not see the state) wrongly."""
        if not self.perception.sees(dm, state):
            return Mistake(dm, stays, "state")
        view, truth = self._views[dm], self._truth
        believing, other = (view, truth) if stays else (truth, view)  # where it stays, where it leaves
        move = other.certificate(self.concept, dm, state).undeterred
        assert move is not None
        pull = other.model.decisive(dm, move, state).statement
        answers = dict(believing.certificate(self.concept, dm, state).deterred)
        if move not in answers:
            return Mistake(dm, stays, "move", pull)
        found = flaw(self.concept.rule, dm, state, answers[move], other.model)
        assert found is not None  # an answer that is sound in both models would deter in both
        return self._told(dm, stays, pull, found, believing.model, other.model)

    def _told(
        self, dm: int, stays: bool, pull: int | None, found: Flaw, good: GraphModel, bad: GraphModel
    ) -> Mistake:
        step, pull = found.step, None if stays else pull
        if step is None:
            return Mistake(dm, stays, found.kind, pull)
        willing = found.kind == "want"
        return Mistake(
            dm,
            stays,
            found.kind,
            pull,
            step.dm,
            good.decisive(step.dm, step.target, step.source).statement if willing else None,
            bad.decisive(step.dm, step.source, step.target).statement if willing else None,
        )


def flaw(rule: Rule, dm: int, state: State, answer: Answer, model: GraphModel) -> Flaw | None:
    """Why an answer that deters in one model fails in another; None if it deters there as well."""
    for step in answer.steps:
        if not allows(model, step.dm, step.source, step.target):
            return Flaw("can", step)
        willing = model.compare(step.dm, step.target, step.source) in rule.answer
        if rule.replies is not Replies.MOVES and not willing:
            return Flaw("want", step)
    if not model.states.has(answer.lands):
        return Flaw("land")
    for to in model.moves(dm, answer.lands) if rule.hold is not None else ():
        if model.compare(dm, to, state) not in (rule.hold or ()):
            return Flaw("escape", escape=to)
    return None


def allows(model: GraphModel, dm: int, source: State, target: State) -> bool:
    """Whether a model has both states and the move between them."""
    states = model.states
    return states.has(source) and states.has(target) and model.movement[dm].allows(source, target)
