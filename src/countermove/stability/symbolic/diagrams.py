"""Decision diagrams: sets of combinations of options as graphs that share their equal parts.

A diagram tests one option after another, in an order that is fixed for all of them (`order`); a set
of 10^30 states can have a diagram of a few thousand nodes. Beside each option k stand two further
kinds of variables: k *after a move*, for relations between two states, and *thresholds*, the bits of
a score with which states are compared.

The library is OxiDD, whose counts are exact integers. This module is the only one that imports it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from countermove.model.option_form import OptionForm
from countermove.model.statements import Name, Statement
from countermove.model.states import State
from countermove.stability.symbolic.budget import Budget, missing_library
from countermove.stability.symbolic.order import mentioned, option_order

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction, BCDDSubstitution

__all__ = ["Diagrams", "Function", "Substitution"]

#: A diagram, and what to put in the place of variables.
Function: TypeAlias = "BCDDFunction"
Substitution: TypeAlias = "BCDDSubstitution"

# Measured: a node takes 32 bytes with its place in the table of nodes, a remembered result 20.
_BYTES_PER_NODE = 32
_BYTES_PER_RESULT = 20
_MOST_NODES = 1 << 31
_MOST_RESULTS = 1 << 23
_PARTS = 6  # levels at which a long operation is split


class Diagrams:
    """The diagrams over the options of one conflict, with a bound on memory (bytes) and time.

    It is a kind of truth value (`model.statements.Truth`): statements fold into diagrams.
    Raises `NotApplicable` if the library is missing, `GaveUp` when the bound is hit.
    """

    def __init__(self, form: OptionForm, memory: int, budget: Budget) -> None:
        try:
            from oxidd.bcdd import BCDDManager
            from oxidd.util import BooleanOperator, DDMemoryError
        except ImportError:
            raise missing_library("oxidd") from None
        results = min(memory // 8 // _BYTES_PER_RESULT, _MOST_RESULTS)
        nodes = min((memory - results * _BYTES_PER_RESULT) // _BYTES_PER_NODE, _MOST_NODES)
        self.form = form
        self.budget = budget
        self.memory = memory
        self._both = BooleanOperator.AND
        self._memory_error = DDMemoryError
        self._manager = BCDDManager(nodes, results, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        """Place the variables: each option, the option after a move, then the thresholds decided there.

        Comparing scores with thresholds that stand where their conditions end takes a diagram that
        remembers one difference; below all options it would remember every condition.
        """
        order = option_order(self.form)
        self._level = {k: level for level, k in enumerate(order)}
        self._now, self._then = [0] * len(order), [0] * len(order)
        self._slots: list[list[int]] = []
        room = self._room_for_thresholds()
        for level, k in enumerate(order):
            self._now[k], self._then[k], *slots = self._manager.add_vars(2 + room[level])
            self._slots.append(slots)
        self._slots.append([])
        self.options = [self._manager.var(number) for number in self._now]
        self.moved = [self._manager.var(number) for number in self._then]
        self._option = {number: k for k, number in enumerate(self._now)}
        # From each level on downwards all options: what a set does not test if quantifying changes nothing.
        self._lower = [self.cube(self.options[k] for k in order[level:]) for level in range(len(order) + 1)]

    def _room_for_thresholds(self) -> list[int]:
        """For each level of options the most conditions of one decision maker that end there."""
        room = [0] * len(self.form.options)
        for wish in self.form.wishes:
            ends = [self._last_level(condition) for condition in wish.conditions]
            room = [max(most, ends.count(level)) for level, most in enumerate(room)]
        return room

    def _last_level(self, statement: Statement) -> int:
        return max((self._level[k] for k in mentioned(self.form, statement)), default=-1)

    @contextmanager
    def question(self, doing: str) -> Iterator[None]:
        """Everything inside is one question to the budget. Raises `GaveUp`."""
        with self.budget.question(doing), self.bounded():
            yield

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Raises `GaveUp` when the memory is used up inside."""
        try:
            yield
        except self._memory_error:
            why = f"{self.memory / 2**20:,.0f} MiB were not enough"
            raise self.budget.gave_up(why, "Allow more memory") from None

    # -- truth -----------------------------------------------------------------------------------

    def constant(self, value: bool) -> Function:
        """Every combination, or none."""
        return self._manager.true() if value else self._manager.false()

    def negate(self, value: Function) -> Function:
        """The combinations not in the set."""
        return ~value

    def both(self, left: Function, right: Function) -> Function:
        """The combinations in both sets."""
        self.budget.check()
        return left & right

    def either(self, left: Function, right: Function) -> Function:
        """The combinations in one of the sets."""
        self.budget.check()
        return left | right

    def fold(self, statement: Statement) -> Function:
        """The combinations in which a statement (names resolved) holds."""

        def taken(name: Name) -> Function:
            return self.options[self.form.positions[name.parts]]

        return statement.fold(self, taken)

    # -- variables -------------------------------------------------------------------------------

    def thresholds_near(self, bits: Iterable[Function]) -> list[Function]:
        """A variable for each bit of a score, no two the same, near the level where the bit is decided."""
        free = [list(slots) for slots in self._slots]
        return [self._manager.var(self._slot(free, self._depth(bit))) for bit in bits]

    def thresholds_below(self, many: int) -> list[Function]:
        """So many variables below all options, the first of them on top."""
        missing = max(0, many - len(self._slots[-1]))
        self._slots[-1] += self._manager.add_vars(missing)
        return [self._manager.var(number) for number in self._slots[-1][:many]]

    def _slot(self, free: list[list[int]], depth: int) -> int:
        for slots in free[max(depth, 0) :]:
            if slots:
                return slots.pop(0)
        # A score of more bits than the first wishes had: its room is at the bottom.
        (number,) = self._manager.add_vars(1)
        self._slots[-1].append(number)
        return number

    def _depth(self, value: Function) -> int:
        """The level of the last option that a diagram tests; -1 if it tests none."""
        untested = bisect_left(self._lower, True, key=lambda cube: value.exists(cube) == value)
        return untested - 1

    def replace(self, pairs: Iterable[tuple[Function, Function]]) -> Substitution:
        """A substitution, to be used with `substitute` as often as wanted: each variable, and what for."""
        top = self._manager.true()
        return top.make_substitution([(self._number(variable), value) for variable, value in pairs])

    @staticmethod
    def _number(variable: Function) -> int:
        number = variable.node_var()
        assert number is not None  # a variable is no constant
        return number

    def cube(self, variables: Iterable[Function]) -> Function:
        """The conjunction of variables: what quantifiers take."""
        result = self._manager.true()
        for variable in variables:
            result = result & variable
        return result

    # -- operations with a quantifier --------------------------------------------------------------

    def some(self, left: Function, right: Function, cube: Function, parts: int = _PARTS) -> Function:
        """Where for some setting of the variables of the cube both hold.

        By far the longest operation: it is done in parts, split at the topmost variables, so that the
        time limit is looked at between them.
        """
        self.budget.check()
        tops = [level for level in (left.node_level(), right.node_level()) if level is not None]
        if parts == 0 or len(tops) < 2:
            return left.apply_exists(self._both, right, cube)
        top = self._manager.var(self._manager.level_to_var(min(tops)))
        sides = zip(self._split(left, min(tops)), self._split(right, min(tops)), strict=True)
        taken, dropped = (self.some(*side, cube, parts - 1) for side in sides)
        quantified = not (cube & ~top).satisfiable()
        return taken | dropped if quantified else top.ite(taken, dropped)

    @staticmethod
    def _split(value: Function, level: int) -> tuple[Function, Function]:
        """The function where the variable of a level is true, and where it is false."""
        halves = value.cofactors() if value.node_level() == level else None
        return halves or (value, value)

    # -- single combinations -----------------------------------------------------------------------

    def contains(self, value: Function, state: State) -> bool:
        """Whether a combination of options is in the set."""
        return value.eval([(number, bool(state >> k & 1)) for k, number in enumerate(self._now)])

    def count(self, value: Function) -> int:
        """How many combinations of options are in the set, exactly."""
        return value.sat_count(len(self._now))

    def tested(self, value: Function) -> int | None:
        """The option that the top node of a set of combinations tests; None for a constant."""
        number = value.node_var()
        return None if number is None else self._option[number]

    def literal(self, k: int, taken: bool) -> Function:
        """The combinations in which option k is taken, or not."""
        return self.options[k] if taken else ~self.options[k]

    def with_option(self, value: Function, k: int, taken: bool) -> Function:
        """The set as it is where option k is taken, or not; option k itself no longer counts."""
        self.budget.check()
        return value.apply_exists(self._both, self.literal(k, taken), self.options[k])

    def ball(self, centre: State, radius: int) -> Function:
        """The combinations that differ from a state in at most `radius` options."""
        within = [self._manager.true()] * (radius + 1)  # by the differences still allowed
        for k in sorted(self._level, key=self._level.__getitem__, reverse=True):
            same = self.literal(k, bool(centre >> k & 1))
            fewer = [self._manager.false(), *within[:-1]]
            within = [same.ite(here, there) for here, there in zip(within, fewer, strict=True)]
        return within[-1]
