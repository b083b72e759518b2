"""Formulas as a SAT solver reads them: clauses over numbered variables, built from statements.

Every part of a statement gets a variable of its own that is equivalent to it (Tseitin 1968). What is
constant is folded away, and equal parts share their variable. This module is the only one that
imports the solver (python-sat).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Timer
from typing import Any

from countermove.model.option_form import OptionForm
from countermove.model.statements import Name, Statement
from countermove.model.states import State
from countermove.stability.symbolic.budget import Budget, missing_library

__all__ = ["Formula"]

Literal = int


class Formula:
    """A growing formula over the options of a conflict, with a solver that remembers what it learnt.

    It is a kind of truth value (`model.statements.Truth`): statements fold into literals. Literal
    k + 1 says that option k is taken. Raises `NotApplicable` if the library is missing.
    """

    def __init__(self, form: OptionForm, budget: Budget) -> None:
        try:
            from pysat.solvers import Solver  # type: ignore[import-untyped]
        except ImportError:
            raise missing_library("python-sat") from None
        self.form = form
        self._budget = budget
        self._solver: Any = Solver(name="glucose4")
        self._size = len(form.options)
        self._parts: dict[tuple[Literal, Literal], Literal] = {}
        self._true = self._new()
        self.require(self._true)

    def close(self) -> None:
        """Free the solver's memory."""
        self._solver.delete()

    def _new(self) -> Literal:
        self._size += 1
        return self._size

    # -- truth -----------------------------------------------------------------------------------

    def constant(self, value: bool) -> Literal:
        """What always holds, or never."""
        return self._true if value else -self._true

    def negate(self, value: Literal) -> Literal:
        """The contrary."""
        return -value

    def either(self, left: Literal, right: Literal) -> Literal:
        """One of them, or both."""
        return -self.both(-left, -right)

    def both(self, left: Literal, right: Literal) -> Literal:
        """Both of them."""
        if left == -right or -self._true in (left, right):
            return -self._true
        if left in (right, self._true):
            return right
        if right == self._true:
            return left
        pair = (min(left, right), max(left, right))
        if pair not in self._parts:
            self._parts[pair] = part = self._new()
            self.require(-part, left)
            self.require(-part, right)
            self.require(part, -left, -right)
        return self._parts[pair]

    def fold(self, statement: Statement, moved: dict[int, bool] | None = None) -> Literal:
        """The literal of a statement (names resolved), some options being set beforehand."""
        fixed = moved or {}

        def taken(name: Name) -> Literal:
            k = self.form.positions[name.parts]
            return self.constant(fixed[k]) if k in fixed else k + 1

        return statement.fold(self, taken)

    # -- solving ---------------------------------------------------------------------------------

    def require(self, *literals: Literal) -> None:
        """One of the literals must hold."""
        self._solver.add_clause(literals)

    def solve(self, assumptions: Iterable[Literal] = ()) -> Callable[[Literal], bool] | None:
        """The truth of each literal in some solution; None if there is none. Raises `GaveUp`."""
        self._budget.check()
        remaining = self._budget.remaining
        if remaining is None:
            solved = self._solver.solve(assumptions=list(assumptions))
        else:
            alarm = Timer(remaining, self._solver.interrupt)
            alarm.start()
            solved = self._solver.solve_limited(assumptions=list(assumptions), expect_interrupt=True)
            alarm.cancel()
            alarm.join()
            self._solver.clear_interrupt()
        if solved is None:  # interrupted: nothing is proved
            raise self._budget.late()
        if not solved:
            return None
        holding = {literal for literal in self._solver.get_model() if literal > 0}
        return lambda literal: (abs(literal) in holding) == (literal > 0)

    def state(self, solution: Callable[[Literal], bool]) -> State:
        """The state that a solution describes."""
        return sum(1 << k for k in range(len(self.form.options)) if solution(k + 1))

    def literals(self, state: State, mask: int) -> list[Literal]:
        """That the options of the mask are as in a state."""
        options = [k for k in range(len(self.form.options)) if mask >> k & 1]
        return [k + 1 if state >> k & 1 else -(k + 1) for k in options]
