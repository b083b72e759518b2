"""What a goal demands of edited lists, clause by clause, as proposals show that a clause is missing.

Write b(x) for "i prefers x to s" and K for the opponents of i. The state s is stable for i if and only if
for every move q of i from s

    Nash        ¬b(q)
    GMR, SMR    ¬b(q) ∨ some z ∈ R_K(q) sanctions
    SEQ, SSEQ   ¬b(q) ∨ some z ∈ Z sanctions ∨ some arc that leaves Z is an improvement of its mover

where z sanctions if ¬b(z), under SMR and SSEQ also ¬b(x) for every x ∈ R_i(z), and Z is any set of (state,
last mover) around q: the clause holds for each Z, and all of them together are the definition. Z is taken
to be what K can reach by improvements under the lists that were proposed. Dually s is unstable if for some
i some q holds out: b(q), and no z that K reach from q sanctions; one clause for each z and, under SEQ and
SSEQ, for each sequence of steps by which it is reached, one of which may cease to improve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from countermove.levers.arena import Arena, Ranks, Sweep
from countermove.levers.comparisons import Comparisons
from countermove.levers.goals import Goal
from countermove.levers.optimiser import Assignment, Literal
from countermove.stability.concept import Replies, Rule
from countermove.stability.table import StabilityTable

__all__ = ["Demands"]

_MOST_AT_ONCE = 25  # equilibria to be undone that one proposal is charged with


@dataclass
class Demands:
    """The clauses of some goals, over the comparisons of a formula.

    `chosen` has for each goal that is wanted a literal for each of its states: this one shall hold.
    `clauses` counts what was demanded so far.
    """

    arena: Arena
    comparisons: Comparisons
    goals: Sequence[Goal]
    chosen: dict[int, dict[int, Literal]] = field(default_factory=dict)
    clauses: int = 0
    _outs: dict[tuple[Rule, int], dict[tuple[int, int], Literal]] = field(default_factory=dict)
    _sanctions: dict[tuple[int, int, int], Literal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        formula = self.comparisons.formula
        for k, goal in enumerate(self.goals):
            if goal.wanted:
                self.chosen[k] = {self.arena.space.index(state): formula.new() for state in goal.states}
                formula.require(*self.chosen[k].values())
                for state, literal in self.chosen[k].items():
                    if self._lost(goal.concept.rule, state):
                        formula.require(-literal)

    def _lost(self, rule: Rule, state: int) -> bool:
        """Whether somebody leaves a state whose list is not edited, and no answer depends on lists."""
        return rule.replies is not Replies.IMPROVEMENTS and any(
            True
            for dm in range(self.arena.model.size)
            if dm not in self.comparisons.lists
            for _ in self.arena.undeterred(rule, dm, state, self.arena.ranks)
        )

    def refine(self, holds: Assignment, ranks: Ranks, table: StabilityTable) -> bool:
        """Whether a proposal meets every goal; if not, it is ruled out by clauses that it violates."""
        met, before = True, self.clauses
        for k, goal in enumerate(self.goals):
            if goal.met(table):
                continue
            met = False
            if goal.wanted:
                for state, literal in self.chosen[k].items():
                    if holds(literal):
                        self._hold(goal.concept.rule, state, literal, ranks)
            else:
                for code in goal.reached(table)[:_MOST_AT_ONCE]:
                    self._undo(goal.concept.rule, self.arena.space.index(code), holds, ranks)
        if not met and self.clauses == before:  # or the same proposal would come for ever
            raise RuntimeError("stability analysis and the search disagree on what is stable")
        return met

    # -- a state shall hold ----------------------------------------------------------------------

    def _hold(self, rule: Rule, state: int, chosen: Literal, ranks: Ranks) -> None:
        """Every move that somebody would leave the state with must be deterred, or be no gain."""
        for dm in range(self.arena.model.size):
            for sweep in self.arena.undeterred(rule, dm, state, ranks):
                self._require([-chosen, *self._deterred(rule, dm, state, sweep)])

    def _deterred(self, rule: Rule, dm: int, state: int, sweep: Sweep) -> Iterator[Literal]:
        better = self.comparisons.better
        yield from self.comparisons.not_better(dm, sweep.start, state)
        for z in sweep.states:
            yield from self._sanction(rule, dm, state, z)
        for mover, source, target in sweep.open:
            yield better(mover, target, source)

    def _sanction(self, rule: Rule, dm: int, state: int, z: int) -> tuple[Literal, ...]:
        """One of these literals makes z a sanction."""
        not_better = self.comparisons.not_better
        if rule.hold is None:
            return not_better(dm, z, state)
        key = dm, state, z
        if key not in self._sanctions:
            found = self._sanctions[key] = self.comparisons.formula.new()
            for x in (z, *self.arena.moves[dm][z]):
                if x != state:
                    self._require([-found, *not_better(dm, x, state)])
        return (self._sanctions[key],)

    # -- a state shall not hold ------------------------------------------------------------------

    def _undo(self, rule: Rule, state: int, holds: Assignment, ranks: Ranks) -> None:
        """Some move of somebody must hold out; those that are said to and do not, must by other means."""
        if (rule, state) not in self._outs:
            outs = self._outs[rule, state] = dict(self._ways_out(state))
            self._require([*outs.values()])
            return
        for (dm, to), literal in self._outs[rule, state].items():
            if holds(literal):
                self._hold_out(rule, dm, state, to, literal, ranks)

    def _ways_out(self, state: int) -> Iterator[tuple[tuple[int, int], Literal]]:
        formula = self.comparisons.formula
        for dm in range(self.arena.model.size):
            for to in self.arena.moves[dm][state]:
                better = self.comparisons.better(dm, to, state)
                if better != -formula.true:
                    literal = formula.new()
                    formula.require(-literal, better)
                    yield (dm, to), literal

    def _hold_out(self, rule: Rule, dm: int, state: int, to: int, literal: Literal, ranks: Ranks) -> None:
        """A sanction of the move must hurt no more, be escaped, or not come about."""
        sweep = self.arena.replies(rule, dm, to, ranks)
        z = self.arena.sanction(rule, dm, state, sweep, ranks)
        if z is None:
            return
        better, not_better = self.comparisons.better, self.comparisons.not_better
        clause = [-literal, better(dm, z, state)]
        if rule.hold is not None:
            clause += [better(dm, x, state) for x in self.arena.moves[dm][z]]
        if rule.replies is Replies.IMPROVEMENTS:
            for mover, source, target in sweep.steps(z):
                clause += not_better(mover, target, source)
        self._require(clause)

    def _require(self, clause: Sequence[Literal]) -> None:
        """A clause, without what cannot hold; none at all if something in it always does."""
        true = self.comparisons.formula.true
        if true not in clause:
            self.clauses += 1
            self.comparisons.formula.require(*dict.fromkeys(x for x in clause if x != -true))
