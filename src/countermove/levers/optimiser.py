"""Clauses that must hold and literals that cost something: the cheapest assignment, and the proof of it.

A cost is bounded by a totaliser (Bailleux and Boufkhad 2003): outputs that say "more than k is paid". To
ask for an assignment that costs at most k is to assume that one output is false; what the solver learns
serves every later question. That no assignment costs k or less is proved when the solver says so. This
module is the only one of the package that imports the solver (python-sat).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from countermove.errors import NotApplicable, Problem
from countermove.levers.clock import Clock

__all__ = ["Assignment", "Literal", "Optimiser"]

Literal = int
#: The truth of a literal.
Assignment = Callable[[Literal], bool]

_SLICE = 1_000  # conflicts between two looks at the clock
_HEADROOM = 4  # a totaliser is built for so much more than was asked, to be built seldom


class Optimiser:
    """A growing formula with costs. Raises `NotApplicable` without python-sat.

    The literal `true` always holds. `impossible`: it was proved that no assignment does, whatever it costs.
    """

    def __init__(self) -> None:
        try:
            from pysat.solvers import Solver  # type: ignore[import-untyped]
        except ImportError:
            what = "smallest changes are found with the library python-sat, which is not installed"
            raise NotApplicable(Problem(what, "pip install python-sat")) from None
        self._solver: Any = Solver(name="glucose4")
        self._size = 0
        self._costs: list[Literal] = []
        self._totaliser: Any = None
        self._fed = 0
        self.impossible = False
        self.true = self.new()
        self.require(self.true)

    def close(self) -> None:
        """Free the solver's memory."""
        self._solver.delete()
        if self._totaliser is not None:
            self._totaliser.delete()

    # -- the formula -----------------------------------------------------------------------------

    def new(self) -> Literal:
        """A literal that was not there before."""
        self._size += 1
        return self._size

    def paid(self, cost: int) -> Literal:
        """A new literal that costs something where it holds; the solver tries first without it."""
        literal = self.new()
        self._costs += [literal] * cost
        self._solver.set_phases([-literal])
        return literal

    def require(self, *literals: Literal) -> None:
        """One of the literals must hold."""
        self._solver.add_clause(literals)

    def require_all(self, clauses: Iterable[Sequence[Literal]]) -> None:
        """One of the literals of each clause must hold."""
        add = self._solver.add_clause
        for clause in clauses:
            add(clause)

    @property
    def total(self) -> int:
        """What everything costs together."""
        return len(self._costs)

    # -- answers ---------------------------------------------------------------------------------

    def solve(
        self, clock: Clock, most: int | None = None, assume: Sequence[Literal] = ()
    ) -> Assignment | None:
        """An assignment that costs at most `most`; None if it is proved that there is none.

        The literals of `assume` hold in it.
        Raises `Late` when the time is up before either is known.
        """
        assumed = [*assume, *([] if most is None else self._at_most(most))]
        while True:
            clock.check()
            self._solver.conf_budget(_SLICE)
            solved = self._solver.solve_limited(assumptions=assumed, expect_interrupt=True)
            if solved is not None:
                break
        if not solved:
            self.impossible = not self._solver.get_core()
            return None
        values = self._solver.get_model()
        known = len(values)

        def holds(literal: Literal) -> bool:
            at = abs(literal)
            return (at <= known and values[at - 1] > 0) == (literal > 0)

        return holds

    def _at_most(self, most: int) -> list[Literal]:
        """What to assume so that no more than `most` is paid."""
        if most >= len(self._costs):
            return []
        if self._totaliser is None:
            from pysat.card import ITotalizer  # type: ignore[import-untyped]

            bound = min(most + _HEADROOM, len(self._costs) - 1)
            self._totaliser = ITotalizer(lits=self._costs, ubound=bound, top_id=self._size)
        elif most > self._totaliser.ubound:
            bound = min(most + _HEADROOM, len(self._costs) - 1)
            self._totaliser.increase(ubound=bound, top_id=self._size)
        self._feed(self._totaliser.cnf.clauses)
        return [-self._totaliser.rhs[most]]

    def _feed(self, clauses: list[Iterable[Literal]]) -> None:
        """Hand over the clauses of the totaliser that the solver does not have yet."""
        for clause in clauses[self._fed :]:
            self._solver.add_clause(clause)
        self._fed = len(clauses)
        self._size = max(self._size, self._totaliser.top_id)
