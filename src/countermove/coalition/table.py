"""The coalition table: coalitions × states under each concept, and who could upset what.

A state is *coalitionally stable* for H if H would not leave it; *universally* so if no coalition would.
A state that is CNash for every coalition, single decision makers included, is a strong equilibrium
(Aumann). Stability for a coalition says nothing of its parts, nor of coalitions that contain it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from countermove._numpy import np
from countermove._version import __version__
from countermove.coalition.concept import (
    COALITION_CONCEPTS,
    REPLIES,
    CoalitionConcept,
    refuse_unknown,
)
from countermove.coalition.engine import Engine
from countermove.coalition.improving import JUMP_UNDER, checked_kind
from countermove.coalition.joint import JointMovement
from countermove.coalition.members import Members, all_coalitions, members_of, minimal
from countermove.coalition.movement import MOVEMENTS
from countermove.errors import NotApplicable, Problem, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, listed
from countermove.model.sets import FewStates
from countermove.model.states import State
from countermove.stability import analyse, named

__all__ = ["DEFAULT", "CoalitionTable", "Setting", "analyse_coalitions", "setting_of"]


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose definitions are followed: improvement, movement, replies, and the concept that jumps go by."""

    improvement: str = "strict"
    movement: str = "legal"
    replies: str = "individual"
    jump_under: str = JUMP_UNDER


#: Strict improvements by legal sequences, answered one by one.
DEFAULT = Setting()


@dataclass(frozen=True, repr=False)
class CoalitionTable:
    """Which states are stable for which coalitions: a finding, with what it was found from.

    `stable` holds for each concept's id a (coalitions, states) bool array; `states` are those that were
    asked about, ascending.
    """

    model: GraphModel
    concepts: tuple[CoalitionConcept, ...]
    setting: Setting
    coalitions: tuple[Members, ...]
    states: tuple[State, ...]
    stable: Mapping[str, BoolArray]
    version: str = __version__

    @cached_property
    def _row(self) -> dict[Members, int]:
        return {coalition: row for row, coalition in enumerate(self.coalitions)}

    @cached_property
    def _column(self) -> dict[State, int]:
        return {state: column for column, state in enumerate(self.states)}

    def is_stable(self, concept: CoalitionConcept | str, members: Collection[int], state: State) -> bool:
        """Whether one state is stable for one coalition."""
        row = self._row[members_of(self.model, members)]
        return bool(self.stable[str(concept)][row, self._column[state]])

    def stable_for(self, concept: CoalitionConcept | str, members: Collection[int]) -> FewStates:
        """The states that are stable for one coalition."""
        return self._set(self.stable[str(concept)][self._row[members_of(self.model, members)]])

    def holding(self, concept: CoalitionConcept | str, size: int | None = None) -> FewStates:
        """The states that are stable for every coalition, or for every one of some number of members.

        Under CNash and for every coalition they are the strong equilibria.
        """
        rows = [row for each, row in self._row.items() if size is None or len(each) == size]
        return self._set(np.asarray(self.stable[str(concept)][rows].all(axis=0)))

    def leaving(self, concept: CoalitionConcept | str, state: State) -> tuple[Members, ...]:
        """The coalitions that would leave a state, smaller ones first."""
        column = self.stable[str(concept)][:, self._column[state]]
        return tuple(each for each, stays in zip(self.coalitions, column, strict=True) if not stays)

    def upsetting(self, concept: CoalitionConcept | str, state: State) -> tuple[Members, ...]:
        """The coalitions that would leave a state while none within them would; worked out once."""
        key = str(concept), state
        if key not in self._minimal:
            self._minimal[key] = minimal(self.leaving(concept, state))
        return self._minimal[key]

    @cached_property
    def _minimal(self) -> dict[tuple[str, State], tuple[Members, ...]]:
        return {}

    def _set(self, truth: BoolArray) -> FewStates:
        kept = tuple(state for state, holds in zip(self.states, truth, strict=True) if holds)
        return FewStates(self.model.states, kept)

    def __repr__(self) -> str:
        counts = ", ".join(f"{c} {self.holding(c).count}" for c in self.concepts)
        return (
            f"<CoalitionTable {self.model.conflict.title!r}: {len(self.coalitions)} coalitions,"
            f" {len(self.states)} states, stable for all of them {counts}>"
        )


def setting_of(improvement: str, movement: str, replies: str, jump_under: str = JUMP_UNDER) -> Setting:
    """A setting by names. Raises `NotApplicable` with the known ones."""
    for name, known, what in (
        (movement, MOVEMENTS, "movement of coalitions"),
        (replies, REPLIES, "kind of replies"),
    ):
        if name not in known:
            raise NotApplicable(Problem(f'there is no {what} "{name}"', did_you_mean(name, known)))
    return Setting(checked_kind(improvement), movement, replies, named(jump_under).id)


def analyse_coalitions(
    model: GraphModel,
    concepts: Iterable[CoalitionConcept] | None = None,
    improvement: str = "strict",
    movement: str = "legal",
    replies: str = "individual",
    coalitions: Iterable[Collection[int]] | None = None,
    *,
    states: Iterable[State] | None = None,
    jump_under: str = JUMP_UNDER,
    progress: Callable[[str], None] | None = None,
) -> CoalitionTable:
    """Which states are stable for which coalitions, under each concept of coalition stability.

    `concepts` are all four by default, `coalitions` all of them (of up to 12 decision makers), `states`
    all feasible ones. `improvement` is a kind of `KINDS`, `movement` one of `MOVEMENTS`, `replies` of
    `REPLIES`; `jump_under` is the concept that equilibrium jumps go by. `progress` is told which
    coalition is looked at, and may raise to stop the work.

    Raises `NotApplicable` where a comparison is unknown or a setting has no meaning for the model,
    `TooLarge` where states are not listed or the work would take more than some minutes.
    """
    setting = setting_of(improvement, movement, replies, jump_under)
    refuse_unknown(model)
    space = listed(model.states)
    chosen = tuple(COALITION_CONCEPTS.values()) if concepts is None else tuple(concepts)
    groups = all_coalitions(model) if coalitions is None else _distinct(model, coalitions)
    asked = tuple(space.all()) if states is None else tuple(sorted(set(states)))
    engine = _engine(model, setting, progress)
    engine.refuse_long_work(len(groups), chosen, len(asked))
    places = np.array([space.index(state) for state in asked], dtype=np.int64)
    rows = [engine.stable(chosen, group, places) for group in groups]
    stable = {concept.id: np.array([row[k] for row in rows]) for k, concept in enumerate(chosen)}
    return CoalitionTable(model, chosen, setting, groups, asked, stable)


def _distinct(model: GraphModel, coalitions: Iterable[Collection[int]]) -> tuple[Members, ...]:
    return tuple(dict.fromkeys(members_of(model, each) for each in coalitions))


def _engine(model: GraphModel, setting: Setting, progress: Callable[[str], None] | None) -> Engine:
    equilibria: BoolArray | None = None
    if setting.improvement == "jump":
        holding = analyse(model, [named(setting.jump_under)]).holding(setting.jump_under)
        equilibria = np.array([state in holding for state in listed(model.states).all()], dtype=bool)
    joint = JointMovement(model) if setting.movement == "joint" else None
    return Engine(model, setting.improvement, joint, setting.replies, equilibria, progress)
