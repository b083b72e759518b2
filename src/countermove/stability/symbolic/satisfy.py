"""The SAT engine: one equilibrium that satisfies a statement, or the proof that there is none.

A solver guesses a feasible state in which the statement holds. Each decision maker's best move there
is found; if it improves, the guess is no Nash equilibrium, and the solver learns more than that: in no
equilibrium is this very setting of the decision maker's options open, feasible and an improvement.
Then it guesses again (counterexample-guided refinement, the best response substituted). There are
finitely many settings, so it comes to an end.

What is found is a Nash equilibrium, hence an equilibrium by GMR, SMR, SEQ and SSEQ too. That there is
none says nothing about those: they let more states be stable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermove.model.option_form import OptionForm
from countermove.model.statements import Constant, Statement
from countermove.model.states import State
from countermove.stability.symbolic.budget import Budget, GaveUp
from countermove.stability.symbolic.formula import Formula, Literal
from countermove.stability.symbolic.order import mentioned
from countermove.stability.symbolic.scores import greater, score_bits

__all__ = ["Search", "find", "find_all"]


@dataclass(frozen=True, slots=True)
class Search:
    """How a search for a Nash equilibrium ended.

    `state` is one that was found and verified. Without one, `proven` says that there is none (and
    `possible` whether any feasible state satisfies the statement), else the time was over.
    `guesses` were looked at.
    """

    state: State | None
    proven: bool
    guesses: int
    possible: bool


def find(
    form: OptionForm,
    wanted: Statement | None = None,
    *,
    seconds: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Search:
    """A Nash equilibrium in which a statement (names resolved) holds, or the proof that there is none.

    A state that is found is an equilibrium by GMR, SMR, SEQ and SSEQ too; the proof of none is for
    Nash alone. Raises `NotApplicable` if python-sat is missing.
    """
    budget = Budget(seconds, progress)
    equilibria = _Equilibria(form, wanted, budget)
    try:
        with budget.question("a Nash equilibrium"):
            state = equilibria.next()
        return Search(state, True, equilibria.guesses, equilibria.guesses > 0)
    except GaveUp:
        return Search(None, False, equilibria.guesses, equilibria.guesses > 0)
    finally:
        equilibria.close()


def find_all(
    form: OptionForm,
    wanted: Statement | None = None,
    *,
    seconds: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> Iterator[State]:
    """The Nash equilibria in which a statement holds, one after another, in no particular order.

    The time limit is for each of them; raises `GaveUp`.
    """
    budget = Budget(seconds, progress)
    equilibria = _Equilibria(form, wanted, budget)
    try:
        while True:
            with budget.question("a further Nash equilibrium"):
                state = equilibria.next()
            if state is None:
                return
            yield state
            equilibria.skip(state)
    finally:
        equilibria.close()


class _Equilibria:
    """The guessing solver, which learns, beside the solver that looks for best moves."""

    def __init__(self, form: OptionForm, wanted: Statement | None, budget: Budget) -> None:
        self.form, self.budget, self.guesses = form, budget, 0
        self.guess, self.moves = Formula(form, budget), Formula(form, budget)
        for statement in form.impossible:
            self.guess.require(-self.guess.fold(statement))
            self.moves.require(-self.moves.fold(statement))
        self.guess.require(self.guess.fold(wanted or Constant(True)))
        self.wishes = [self._own_wish(dm) for dm in range(len(form.movers))]
        self.scores = [self._score(wish, self.moves) for wish in self.wishes]

    def _own_wish(self, dm: int) -> list[tuple[Statement, int]]:
        """The conditions that own moves can change, and their values: enough to compare along them."""
        wish, own = self.form.wishes[dm], self.form.movers[dm].own
        pairs = zip(wish.conditions, wish.values, strict=True)
        return [(c, value) for c, value in pairs if any(own >> k & 1 for k in mentioned(self.form, c))]

    def close(self) -> None:
        self.guess.close()
        self.moves.close()

    def skip(self, state: State) -> None:
        """Never guess this state again."""
        self.guess.require(*(-literal for literal in self.guess.literals(state, -1)))

    def next(self) -> State | None:
        """A Nash equilibrium, unless there is none."""
        while True:
            solution = self.guess.solve()
            if solution is None:
                return None
            state = self.guess.state(solution)
            self.guesses += 1
            self.budget.tell(f"guess {self.guesses}")
            refuted = [dm for dm in range(len(self.form.movers)) if self._refute(dm, state)]
            if not refuted:
                return state

    def _refute(self, dm: int, state: State) -> bool:
        """Learn from the best move of a decision maker, if it is an improvement."""
        best = self._best(dm, state)
        if self.form.score(dm, best) <= self.form.score(dm, state):
            return False
        self._learn(dm, best)
        return True

    # -- best moves ------------------------------------------------------------------------------

    def _best(self, dm: int, state: State) -> State:
        """A best one of the states that the decision maker can move to, or stay in."""
        mover, moves = self.form.movers[dm], self.moves
        fixed = ~mover.own | mover.stay_taken & state | mover.stay_dropped & ~state
        known = moves.literals(state, fixed)
        best = moves.solve(known)
        assert best is not None  # a feasible state: staying is possible
        for bit in self.scores[dm]:
            better = best if best(bit) else moves.solve([*known, bit])
            known.append(bit if better else -bit)
            best = better or best
        return moves.state(best)

    @staticmethod
    def _score(
        wish: list[tuple[Statement, int]], formula: Formula, moved: dict[int, bool] | None = None
    ) -> list[Literal]:
        """The score that conditions and their values give, some options being set beforehand."""
        literals = [formula.fold(condition, moved) for condition, _ in wish]
        return score_bits(formula, literals, [value for _, value in wish])

    # -- learning --------------------------------------------------------------------------------

    def _learn(self, dm: int, best: State) -> None:
        """In no equilibrium may setting the own options as in `best` be open, feasible and better."""
        mover, guess = self.form.movers[dm], self.guess
        moved = {k: bool(best >> k & 1) for k in range(len(self.form.options)) if mover.own >> k & 1}
        closed = guess.literals(~best, mover.stay_taken & ~best | mover.stay_dropped & best)
        impossible = [
            guess.fold(statement, moved)
            for statement in self.form.impossible
            if mentioned(self.form, statement) & moved.keys()
        ]
        wish = self.wishes[dm]
        better = greater(guess, self._score(wish, guess, moved), self._score(wish, guess))
        guess.require(*closed, *impossible, -better)
