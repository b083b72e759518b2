"""Questions that have an answer, yes or no, in every admissible model.

A headline says how firmly the status quo, or a named outcome at its best, holds in the model as
written: firmly (Nash), once it is reached (SEQ), by threats only (GMR) or not at all. In another model it
stands if that has the same degree there. The degrees are those of `countermove analyse`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.errors import NotApplicable, Problem, clip, did_you_mean
from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.rows import Engine, Rows
from countermove.stability.concept import Concept, named

__all__ = ["DEGREES", "Question", "headlines", "question"]

#: From the firmest degree on; one that reaches none of them never holds.
DEGREES = ("Nash", "SEQ", "GMR")
#: The subject of a question about the status quo.
STATUS_QUO = "status-quo"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every model.

    `kind` "quo" asks for the status quo, "some" whether an equilibrium belongs to the outcome with
    position `at`, "every" whether all do, "state" for the state with position `at`. `concept` is the
    position of the concept; -1 asks whether the degree (0 the firmest, 3 never) is `degree`. `id` and
    `concept_id` say the same in words.
    """

    id: str
    kind: str
    at: int
    concept: int
    concept_id: str = ""
    degree: int = -1

    def answer(self, rows: Rows, degrees: tuple[int, ...] = ()) -> BoolArray:
        """(n,) bool; `degrees` are the positions of the concepts of `DEGREES`."""
        holds = self._holds(rows)
        if self.concept >= 0:
            return np.asarray(holds[self.concept])
        return np.asarray(_degree(holds, degrees) == self.degree)

    def _holds(self, rows: Rows) -> BoolArray:
        """(concepts, n) bool."""
        if self.kind == "quo":
            return rows.quo
        if self.kind == "state":
            return rows.state(self.at)
        return np.asarray((rows.some if self.kind == "some" else rows.every)[:, self.at])


def _degree(holds: BoolArray, degrees: tuple[int, ...]) -> IntArray:
    ladder = np.stack([*(holds[at] for at in degrees), np.ones(holds.shape[1], bool)])
    return np.asarray(ladder.argmax(axis=0))


def headlines(engine: Engine, written: Rows) -> tuple[Question, ...]:
    """What the model as written says of the status quo and of every named outcome.

    `written` holds that model alone. Where the degrees are not all known it is asked whether the
    same is an equilibrium under the main concept.
    """
    subjects = [(STATUS_QUO, "quo", 0)] if engine.written.status_quo is not None else []
    subjects += [(outcome, "some", at) for at, outcome in enumerate(engine.outcomes)]
    ids = [concept.id for concept in engine.concepts]
    if set(DEGREES) <= set(ids):
        degrees = tuple(ids.index(name) for name in DEGREES)
        asked = [Question(name, kind, at, -1) for name, kind, at in subjects]
        found = [int(_degree(each._holds(written), degrees)[0]) for each in asked]
        return tuple(
            Question(each.id, each.kind, each.at, -1, "", degree)
            for each, degree in zip(asked, found, strict=True)
        )
    concept = ids.index(_main(engine.concepts).id)
    return tuple(Question(name, kind, at, concept, ids[concept]) for name, kind, at in subjects)


def question(engine: Engine, target: str, concept: str = "") -> Question:
    """The question a person asks: "status-quo", an outcome, "all:OUTCOME" or the number of a state.

    Raises `NotApplicable` where there is no such thing.
    """
    ids = [each.id for each in engine.concepts]
    chosen = named(concept).id if concept else _main(engine.concepts).id
    if chosen not in ids:
        raise NotApplicable(Problem(f"{chosen} was not looked at", f"Known here: {', '.join(ids)}."))
    where = ids.index(chosen)
    kind, _, name = target.rpartition(":")
    if target == STATUS_QUO and engine.written.status_quo is not None:
        return Question(STATUS_QUO, "quo", 0, where, chosen)
    if kind in ("", "all") and name in engine.outcomes:
        return Question(target, "every" if kind else "some", engine.outcomes.index(name), where, chosen)
    if target.isdecimal() and not engine.models.same_states:
        what = "a doubt adds options, so the models do not have the same states"
        raise NotApplicable(Problem(what, "Ask for the status quo, or for a named outcome."))
    if target.isdecimal() and not engine.keep:
        what = "it was not kept which states hold in which model"
        raise NotApplicable(Problem(what, "Run it again, with --states."))
    if target.isdecimal() and 1 <= int(target) <= engine.states.size:
        return Question(target, "state", int(target) - 1, where, chosen)
    known = [STATUS_QUO] * (engine.written.status_quo is not None) + list(engine.outcomes)
    cure = did_you_mean(name, known) or f"Name an outcome, or a state from 1 to {engine.states.size}."
    raise NotApplicable(Problem(f'there is no "{clip(target)}" to ask for', cure))


def _main(concepts: tuple[Concept, ...]) -> Concept:
    return next((each for each in concepts if each.id.startswith("SEQ")), concepts[-1])
