"""The symbolic engine: stability in conflicts whose states are far too many to list.

It follows the value engine (`stability.values`) without listing states. Beside the options x stand
thresholds y, one for each bit of a decision maker's score, and the relation

    W_i(x, y)  iff  the others can bring x to a state z with e_i(z) ≤ y

is grown to a fixpoint, where e_i(z) is the score of z, for symmetric concepts the best score that i
can have at z or one move away. State s is unstable for i exactly if some own move leads to a state s1
with score(s1) > score(s) and not W_i(s1, score(s)). (The first half is no consequence of the second:
e_i may exceed the score, and s1 must be an improvement itself.) Replies by moves need quantifiers
over options only; replies by improvements compare the replier's scores before and after its move.

"Nobody moves twice in a row" changes nothing here: moves in option form and preferences by scores are
transitive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from countermove.errors import NotApplicable, Problem
from countermove.model.option_form import OptionForm, Wish
from countermove.model.preferences import Relation
from countermove.model.statements import Statement
from countermove.stability.concept import BETTER, NOT_BETTER, Replies, Rule
from countermove.stability.symbolic.budget import Budget, GaveUp
from countermove.stability.symbolic.diagrams import Diagrams, Function
from countermove.stability.symbolic.moves import Comparison, Side
from countermove.stability.symbolic.sets import DiagramSet

__all__ = ["SymbolicEngine"]


class SymbolicEngine:
    """Sets of stable states as decision diagrams.

    `memory` in bytes bounds the diagrams, `seconds` each question (a single operation on diagrams is
    not interrupted, so a question may end somewhat later); both raise `GaveUp`. `progress` is told
    what is being computed, and may raise to cancel. Raises `NotApplicable` if OxiDD is missing.
    """

    def __init__(
        self,
        form: OptionForm,
        *,
        memory: int = 2 << 30,
        seconds: float | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        diagrams = Diagrams(form, memory, Budget(seconds, progress))
        pairs = zip(form.movers, form.wishes, strict=True)
        self.form, self._diagrams = form, diagrams
        self._sides = tuple(Side(diagrams, mover, wish) for mover, wish in pairs)
        with diagrams.question("the feasible states"):
            possible = diagrams.constant(True)
            for statement in form.impossible:
                possible = diagrams.both(possible, ~diagrams.fold(statement))
        #: All states that can happen.
        self.feasible = DiagramSet(diagrams, possible)

    def with_wishes(self, wishes: Sequence[Wish]) -> SymbolicEngine:
        """An engine for other wishes over the same options; its sets can be combined with these."""
        other = copy(self)
        other.form = replace(self.form, wishes=tuple(wishes))
        other._sides = tuple(
            side if side.wish == wish else replace(side, wish=wish)
            for side, wish in zip(self._sides, wishes, strict=True)
        )
        return other

    def holding(self, statement: Statement) -> DiagramSet:
        """The feasible states in which a statement (names resolved) holds."""
        return self.feasible.where(statement)

    # -- stability -----------------------------------------------------------------------------------

    @staticmethod
    def answers(rule: Rule) -> bool:
        """Whether this engine can decide a rule: Nash, GMR, SMR, SEQ and SSEQ."""
        classical = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.hold in (None, NOT_BETTER)
        willing = rule.replies is not Replies.IMPROVEMENTS or rule.answer - {Relation.UNKNOWN} == BETTER
        return classical and willing and rule.replies is not Replies.JOINT_IMPROVEMENTS

    def stable(self, dm: int, rule: Rule) -> DiagramSet:
        """The states that are stable for a decision maker under a rule, exactly.

        Raises `NotApplicable` for a rule that is none of the five, `GaveUp` where a bound is hit.
        """
        self._refuse(rule)
        with self._diagrams.question(self._name(dm, rule)):
            *_, held_down = self._held_down(dm, rule)
            return self._not_free(dm, rule, held_down)

    def bounds(self, dm: int, rule: Rule, passes: int = 10) -> tuple[DiagramSet, DiagramSet]:
        """States that are stable for certain, and states outside of which none is.

        Where replies are improvements, only so many rounds of replies are looked at, and only for half
        of the time or until the memory is used up: some sanctions are missed. Who is not stable even
        against replies by any moves is not stable. Both sets are the exact one where no round adds
        anything, and for the other rules. Raises as `stable` does.
        """
        self._refuse(rule)
        with self._diagrams.question(self._name(dm, rule)):
            if rule.replies is not Replies.IMPROVEMENTS:
                return (exact := self.stable(dm, rule)), exact
            upper = self.stable(dm, replace(rule, replies=Replies.MOVES))
            held_down, closed = self._cut_short(dm, rule, passes)
            lower = self._not_free(dm, rule, held_down)
            return lower, lower if closed else upper

    def _refuse(self, rule: Rule) -> None:
        if not self.answers(rule):
            what = "only Nash, GMR, SMR, SEQ and SSEQ can be decided without listing the states"
            raise NotApplicable(Problem(what, "Use one of them, or model fewer options."))

    def _name(self, dm: int, rule: Rule) -> str:
        owner = next((option.owner for option in self.form.options if option.dm == dm), f"number {dm + 1}")
        symmetric = ", none of them to be escaped" if rule.hold is not None else ""
        return f"stability for {owner} (replies: {rule.replies.value}{symmetric})"

    def _compared(self, dm: int, rule: Rule) -> Comparison:
        # Where thresholds stand best was measured. Below the options, improving replies mostly take two
        # thirds of the time that they take near them (30 options), and replies by any moves up to three
        # times as long (60 options).
        side = self._sides[dm]
        return side.below if rule.replies is Replies.IMPROVEMENTS else side.near

    def _not_free(self, dm: int, rule: Rule, held_down: Function) -> DiagramSet:
        """The feasible states without an improvement from which the others cannot hold `dm` down."""
        compared = self._compared(dm, rule)
        free = self._sides[dm].back(compared.above & ~held_down)
        return DiagramSet(self._diagrams, self.feasible.function & ~compared.against_itself(free))

    def _cut_short(self, dm: int, rule: Rule, passes: int) -> tuple[Function, bool]:
        """W_i or as much of it as there is time for, and whether it is all."""
        held_down, steps = None, passes * sum(1 for j, s in enumerate(self._sides) if j != dm and s.own)
        try:
            with self._diagrams.bounded(), self._diagrams.budget.within(0.5):
                for done, held_down in enumerate(self._held_down(dm, rule)):
                    if done > steps:
                        return held_down, False
        except GaveUp:
            if held_down is None:
                raise
            return held_down, False
        assert held_down is not None  # it begins before any reply
        return held_down, True

    def _held_down(self, dm: int, rule: Rule) -> Iterator[Function]:
        """W_i as it grows, one decision maker's replies at a time; the last one is W_i."""
        if rule.replies is Replies.NONE:
            yield self._diagrams.constant(False)
            return
        above = self._compared(dm, rule).above
        down = ~above if rule.hold is None else ~self._sides[dm].back(above)
        yield down
        others = [other for j, other in enumerate(self._sides) if j != dm and other.own]
        moves = [s.back if rule.replies is Replies.MOVES else s.back_improving for s in others]
        unchanged, done = 0, 0
        while unchanged < len(moves):
            wider = down | moves[done % len(moves)](down)
            unchanged = unchanged + 1 if wider == down else 0
            down, done = wider, done + 1
            self._diagrams.budget.tell(f"round {done // len(moves) + 1}")
            yield down
