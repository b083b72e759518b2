"""Coalition improvements: what a coalition would rather have than stay.

q ∈ R_H(s) is a coalition improvement from s, q ∈ CI_H(s), in one of three kinds:

* **strict**, the default: every member strictly prefers q to s (Kilgour, Hipel, Fang and Peng 2001;
  Inohara and Hipel 2008).
* **pareto**: no member is worse off at q and one at least is better off (Zhu, Kilgour and Hipel).
* **jump**, an equilibrium jump: every member strictly prefers q, and both s and q are equilibria of the
  decision makers on their own, under a concept that is named. How the literature defines an equilibrium
  jump could not be checked; this is the project's own definition.

A comparison that is unknown counts neither as better nor as not worse: such improvements are certain.
A greatly preferred state is a preferred one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from countermove.coalition.members import Members, members_of
from countermove.coalition.movement import CoalitionMovement, Sequences, movement_of
from countermove.errors import NotApplicable, Problem, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability import Concept, named
from countermove.stability.certificate import Certifier

__all__ = ["JUMP_UNDER", "KINDS", "Improver", "improvements", "is_better"]

#: The kinds of coalition improvement, by name.
KINDS = ("strict", "pareto", "jump")
#: The concept of the individual equilibria between which a coalition jumps, unless another is named.
JUMP_UNDER = "SEQ"


def is_better(model: GraphModel, members: Members, kind: str, to: State, state: State) -> bool:
    """Whether `to` is better than `state` for a coalition, wherever it can move.

    Pareto: nobody worse off, somebody better off. Else: everybody strictly better off.
    """
    if kind != "pareto":
        return all(model.prefers(dm, to, state) for dm in members)
    relations = [model.compare(dm, to, state) for dm in members]
    return all(r.better or r is Relation.EQUAL for r in relations) and any(r.better for r in relations)


def checked_kind(kind: str) -> str:
    """The kind itself. Raises `NotApplicable` if there is none of this name."""
    if kind not in KINDS:
        raise NotApplicable(Problem(f'there is no kind of improvement "{kind}"', did_you_mean(kind, KINDS)))
    return kind


@dataclass(frozen=True)
class Improver:
    """Coalition improvements of one kind under one movement, state by state.

    Looks at single states only, so it works where states are not listed. `jump_under` names the concept
    of the individual equilibria that an equilibrium jump leads between.
    """

    model: GraphModel
    kind: str = "strict"
    movement: CoalitionMovement | None = None
    jump_under: str = JUMP_UNDER
    _holds: dict[State, bool] = field(default_factory=dict)
    _sequences: dict[tuple[Members, State], Sequences] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked_kind(self.kind)

    @cached_property
    def moves(self) -> CoalitionMovement:
        """The movement: legal sequences unless another one was given."""
        return self.movement or movement_of(self.model, "legal")

    def sequences(self, members: Members, state: State) -> Sequences:
        """R_H(s), with the ways there; searched once."""
        key = members, state
        if key not in self._sequences:
            self._sequences[key] = self.moves.sequences(members, state)
        return self._sequences[key]

    def searches(self) -> Collection[Sequences]:
        """The sequences that were searched for so far."""
        return self._sequences.values()

    def better(self, members: Members, to: State, state: State) -> bool:
        """Whether the coalition would rather be in `to` than in `state`."""
        return is_better(self.model, members, self.kind, to, state)

    def improvements(self, members: Members, state: State) -> tuple[State, ...]:
        """CI_H(s), ascending."""
        if self.kind == "jump" and not self.is_equilibrium(state):
            return ()
        found = [to for to in self.sequences(members, state).states if self.better(members, to, state)]
        return tuple(sorted(to for to in found if self.kind != "jump" or self.is_equilibrium(to)))

    def is_equilibrium(self, state: State) -> bool:
        """Whether every decision maker on its own would stay in a state, under `jump_under`."""
        if state not in self._holds:
            self._holds[state] = all(
                self._certifier.certificate(self._concept, dm, state).stable for dm in range(self.model.size)
            )
        return self._holds[state]

    @cached_property
    def _certifier(self) -> Certifier:
        return Certifier(self.model)

    @cached_property
    def _concept(self) -> Concept:
        concept = named(self.jump_under)
        refusal = concept.refusal(self.model)
        if refusal is not None:
            raise NotApplicable(refusal)
        return concept


def improvements(
    model: GraphModel, members: Collection[int], state: State, kind: str = "strict"
) -> tuple[State, ...]:
    """CI_H(s): the states that a coalition can reach by a legal sequence and would rather be in, ascending.

    `kind` is "strict", "pareto" or "jump" (between equilibria under SEQ; `Improver` takes another concept).
    Who asks for many states of one model had better keep one `Improver`. Raises `NotApplicable` for an
    unknown kind, `TooLarge` where the moves lead to more than 100,000 places.
    """
    return Improver(model, kind).improvements(members_of(model, members), state)
