"""State spaces that are too large to list: all combinations of options that no exclusion forbids.

Only single states are looked at, and counts are found without a list (`feasible`). Engines for many
states compile the space's `form` for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from countermove.errors import Problem, StateError, TooLarge
from countermove.model.feasible import Feasible
from countermove.model.option_form import OptionForm
from countermove.model.statements import Not, Statement
from countermove.model.states import NO_STATE, OptionRef, State, StateSpace

__all__ = ["CubeSpace"]

_MOST_TRIED = 1 << 16
_MOST_SHOWN = 1_000_000


@dataclass(frozen=True)
class CubeSpace(StateSpace):
    """The feasible states of an option form, unlisted; wishes play no part in it."""

    form: OptionForm

    @property
    def options(self) -> tuple[OptionRef, ...]:  # type: ignore[override]
        """The options, bit 0 first."""
        return self.form.options

    @cached_property
    def _feasible(self) -> Feasible:
        return Feasible(self.form)

    @cached_property
    def _known(self) -> dict[State, bool]:
        """What was asked before: explanations come back to the same states."""
        return {}

    @property
    def size(self) -> int:
        """How many states there are, exactly."""
        return self._feasible.count

    def has(self, state: State) -> bool:
        """Whether the code is that of a feasible state."""
        if state not in self._known:
            inside = 0 <= state < 1 << len(self.options)
            self._known[state] = inside and self.form.feasible(state)
        return self._known[state]

    def number(self, state: State) -> int:
        """The number people see, from 1."""
        if not self.has(state):
            raise StateError(Problem(f"{self._spell_code(state)} is not a feasible state"))
        return self._feasible.below(state) + 1

    def numbered(self, number: int) -> State:
        """The state with a number from 1 to `size`."""
        return self._feasible.at(number - 1)

    def members(self, state: State) -> list[int]:
        """A state is one combination of options."""
        if not self.has(state):
            raise StateError(Problem(f"{self._spell_code(state)} is not a feasible state"))
        return [state]

    def first(self, statement: Statement | None, most: int | None) -> tuple[int, list[State]]:
        """How many states a statement (names resolved; None: any) holds in, and the first of them.

        Raises `TooLarge` if more than a million are asked for.
        """
        more = () if statement is None else (Not(statement),)
        found = Feasible(replace(self.form, impossible=(*self.form.impossible, *more)))
        wanted = found.count if most is None else min(most, found.count)
        if wanted > _MOST_SHOWN:
            what = f"{wanted:,} states are too many for a list"
            raise TooLarge(Problem(what, "Choose among them with a condition (--where)."))
        return found.count, [found.at(place) for place in range(wanted)]

    def name(self, state: State) -> str:
        """Its number, or its pattern where the exclusions are too entangled for numbers."""
        try:
            return str(self.number(state))
        except TooLarge:
            return self.pattern(state)

    def _fitting(self, value: int, mask: int, signs: str) -> tuple[str, State | None]:
        free = [k for k in range(len(self.options)) if not mask >> k & 1]
        settings = (
            sum(1 << k for at, k in enumerate(free) if setting >> at & 1)
            for setting in range(min(1 << len(free), _MOST_TRIED))
        )
        found = list(islice((value | more for more in settings if self.has(value | more)), 2))
        return "several states" if found else NO_STATE, found[0] if len(found) == 1 else None

    def _containing(self, code: int) -> State | None:
        return code if self.has(code) else None
