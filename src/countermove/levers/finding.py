"""What was found: which edits of whose lists are the smallest that do, and how far that is proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countermove.errors import Problem
from countermove.levers.drafts import Costs, Edit
from countermove.levers.goals import Goal
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.model.variants import Change

__all__ = ["Answer", "LeversFinding", "Solution"]


@dataclass(frozen=True, slots=True)
class Solution:
    """Edits that meet every goal, checked by stability analysis of the changed conflict.

    `changes` are the same edits as changes to the model. `states` lists for each goal the states of its
    kind that are equilibria then: none where it is unwanted.
    """

    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    cost: int
    states: tuple[tuple[State, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be done if the lists of `dms` may be edited, and no others.

    `solutions` all cost the same and touch different lines; `proven`: nothing cheaper does, or nothing at
    all (`impossible`). No edits that cost less than `lower` do. `complete`: there are no other lines by
    which it could be done at that cost. `stopped` is "", "time" or "interrupt".
    """

    dms: tuple[int, ...]
    solutions: tuple[Solution, ...]
    lower: int
    impossible: bool = False
    complete: bool = False
    stopped: str = ""

    @property
    def best(self) -> Solution | None:
        """The first of the cheapest solutions."""
        return self.solutions[0] if self.solutions else None

    @property
    def proven(self) -> bool:
        """Whether it is proved that nothing cheaper does."""
        return self.impossible or (self.best is not None and self.best.cost <= self.lower)


@dataclass(frozen=True)
class LeversFinding:
    """The smallest edits of statement lists that meet some goals in one reading.

    `today` lists for each goal the states of its kind that are equilibria already. `alone` answers for
    each decision maker that may be moved, `together` for all of these at once; both are empty where the
    goals are met today. `fixed` says whose lists cannot be edited, and why. `candidates` counts the
    statements that could be added.
    """

    model: GraphModel
    goals: tuple[Goal, ...]
    today: tuple[tuple[State, ...], ...]
    alone: tuple[Answer, ...]
    together: Answer | None
    costs: Costs
    fixed: Mapping[int, Problem]
    candidates: Mapping[int, int]

    @property
    def met(self) -> bool:
        """Whether every goal is met already."""
        return all(bool(states) == goal.wanted for goal, states in zip(self.goals, self.today, strict=True))
