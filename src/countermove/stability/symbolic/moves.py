"""Moves as operations on decision diagrams: from where can a set of states be reached?

A decision maker changes any of its own options at once. The state it lands in must be feasible; what
lies between need not be. Only the exclusions that mention its own options are looked at (`Side.local`):
the others hold or fail alike along all its moves, so from a feasible state they hold. What is computed
for infeasible states is wrong, and never used: whoever could land there has an exclusion of its own
against it. Keeping the exclusions apart in this way took about a tenth of the time that one conjunction
of them all takes (60 options, 7 exclusions).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from countermove.model.option_form import Mover, Wish
from countermove.stability.symbolic.diagrams import Diagrams, Function, Substitution
from countermove.stability.symbolic.order import mentioned
from countermove.stability.symbolic.scores import greater, score_bits

__all__ = ["Comparison", "Side"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """The score of the state, bit by bit, beside as many thresholds."""

    diagrams: Diagrams
    score: list[Function]
    thresholds: list[Function]

    @cached_property
    def above(self) -> Function:
        """Pairs of a state and thresholds that its score exceeds (not: equals)."""
        return greater(self.diagrams, self.score, self.thresholds)

    def against_itself(self, pairs: Function) -> Function:
        """The states that are in the pairs with their own score as thresholds."""
        pairing = zip(self.thresholds, self.score, strict=True)
        return pairs.substitute(self.diagrams.replace(pairing))


@dataclass(frozen=True, eq=False)
class Side:
    """One decision maker: its moves and its wishes over the diagrams of a conflict."""

    diagrams: Diagrams
    mover: Mover
    wish: Wish

    # -- moves -----------------------------------------------------------------------------------

    @cached_property
    def own(self) -> list[int]:
        """The bits of its own options that it can change in one direction at least."""
        fixed = self.mover.stay_taken & self.mover.stay_dropped
        return [k for k in range(len(self.diagrams.options)) if (self.mover.own & ~fixed) >> k & 1]

    @cached_property
    def local(self) -> Function:
        """Where no exclusion that mentions an own option is broken."""
        form, result = self.diagrams.form, self.diagrams.constant(True)
        for statement in form.impossible:
            if mentioned(form, statement) & set(self.own):
                result = result & ~self.diagrams.fold(statement)
        return result

    def back(self, goal: Function) -> Function:
        """The states from which a move, or staying, leads into the goal; right where feasible."""
        diagrams = self.diagrams
        one_way = self.mover.stay_taken | self.mover.stay_dropped
        free = diagrams.cube(diagrams.options[k] for k in self.own if not one_way >> k & 1)
        result = diagrams.some(goal, self.local, free)
        for k in self.own:
            if one_way >> k & 1:
                # Reached by the one change that is open: below its end, above its beginning.
                end = bool(self.mover.stay_taken >> k & 1)
                changed = diagrams.with_option(result, k, end)
                result = result | (diagrams.literal(k, not end) & changed)
        return result

    # -- wishes ----------------------------------------------------------------------------------

    @cached_property
    def score(self) -> list[Function]:
        """The bits of the score, most important first."""
        return self._bits([True] * len(self.wish.conditions))

    @cached_property
    def own_score(self) -> list[Function]:
        """The same from the conditions that its own moves can change: enough to compare along them."""
        own = self.diagrams.cube(self.diagrams.options[k] for k in self.own)
        return self._bits([truth.exists(own) != truth for truth in self._conditions])

    @cached_property
    def _conditions(self) -> list[Function]:
        return [self.diagrams.fold(condition) for condition in self.wish.conditions]

    def _bits(self, counted: list[bool]) -> list[Function]:
        values = [value if use else 0 for value, use in zip(self.wish.values, counted, strict=True)]
        found: list[Function] = []
        for bit in score_bits(self.diagrams, self._conditions, values):
            # A bit that more important ones decide cannot be the first that differs.
            if bit.node_var() is not None and bit not in found and ~bit not in found:
                found.append(bit)
        return found

    @cached_property
    def near(self) -> Comparison:
        """Its score compared with thresholds that stand near where each bit of it is decided."""
        return Comparison(self.diagrams, self.score, self.diagrams.thresholds_near(self.score))

    @cached_property
    def below(self) -> Comparison:
        """Its score compared with thresholds that stand below all options."""
        return Comparison(self.diagrams, self.score, self.diagrams.thresholds_below(len(self.score)))

    # -- improvements ------------------------------------------------------------------------------

    def back_improving(self, goal: Function) -> Function:
        """The states from which an improvement of its own leads into the goal; right where feasible."""
        there = goal.substitute(self._to_moved)
        return self.diagrams.some(self._improves, there, self._moved)

    @cached_property
    def _to_moved(self) -> Substitution:
        diagrams = self.diagrams
        return diagrams.replace((diagrams.options[k], diagrams.moved[k]) for k in self.own)

    @cached_property
    def _moved(self) -> Function:
        return self.diagrams.cube(self.diagrams.moved[k] for k in self.own)

    @cached_property
    def _improves(self) -> Function:
        """Pairs of a state and the own options after a move that is open and improves on it."""
        diagrams, mover = self.diagrams, self.mover
        after = [bit.substitute(self._to_moved) for bit in self.own_score]
        result = greater(diagrams, after, self.own_score) & self.local.substitute(self._to_moved)
        for k in self.own:
            before, then = diagrams.options[k], diagrams.moved[k]
            if mover.stay_taken >> k & 1:
                result = result & (~before | then)
            if mover.stay_dropped >> k & 1:
                result = result & (before | ~then)
        return result
