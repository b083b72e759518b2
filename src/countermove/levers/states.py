"""Levers in states: how many states must cross a state, in somebody's order, to make it hold or fall.

Whether s is stable for i depends on i's own preferences only through B_i(s), the states that i prefers to
s (and under SEQ and SSEQ on the others' improvements, which are held as they are). The price of a change
is |B_i(s) Δ B'|, added up over the decision makers: how many states move from above s to below it, or the
other way. To make s an equilibrium every decision maker for which it is unstable must be won, each at its
own price; to break it one is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from countermove.levers.arena import Arena, Ranks, arena_of
from countermove.levers.clock import Clock, Late
from countermove.levers.goals import Goal
from countermove.levers.optimiser import Assignment, Literal, Optimiser
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.listed import IntArray
from countermove.model.states import State
from countermove.stability.concept import Rule

__all__ = ["Crossing", "StateLever", "StatesFinding", "levers_in_states"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """States that `dm` must come to rank below a state (`down`), or above it."""

    dm: int
    states: tuple[State, ...]
    down: bool


@dataclass(frozen=True, slots=True)
class StateLever:
    """The fewest crossings that make one state hold, or fall.

    `works`: with the crossing states put right below (or above) the state and nothing else moved,
    stability analysis says the same. It need not where answers of the others depend on their own
    crossings (SEQ, SSEQ).
    """

    state: State
    crossings: tuple[Crossing, ...]
    works: bool

    @property
    def cost(self) -> int:
        """How many states cross, over all decision makers."""
        return sum(len(crossing.states) for crossing in self.crossings)


@dataclass(frozen=True)
class StatesFinding:
    """What crossings meet a goal: for a wanted one the cheapest of its states, else every equilibrium.

    `today` are the states of the goal that are equilibria. `looked_at` counts the states for which the
    fewest crossings are known: all that matter, unless the search was `stopped` ("time", "interrupt").
    `hopeless` are equilibria that no crossing can undo.
    """

    model: GraphModel
    goal: Goal
    today: tuple[State, ...]
    levers: tuple[StateLever, ...]
    hopeless: tuple[State, ...]
    looked_at: int
    stopped: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is met already."""
        return bool(self.today) == self.goal.wanted


def levers_in_states(
    conflict: Conflict,
    reading: str,
    goal: Goal,
    *,
    seconds: float = 60.0,
    progress: Callable[[str], None] | None = None,
) -> StatesFinding:
    """The fewest crossings that meet a goal, with the proof that fewer do not.

    Raises `TooLarge` for a model with too many states and `NotApplicable` where preferences are unknown.
    """
    arena = arena_of(conflict.graph(reading))
    today = tuple(goal.reached(arena.table(arena.orders, [goal.concept])))
    work = _Work(arena, goal, Clock.of(seconds), progress or (lambda _: None))
    if bool(today) == goal.wanted:
        return StatesFinding(arena.model, goal, today, (), (), 0)
    return work.make() if goal.wanted else work.undo(today)


@dataclass
class _Work:
    arena: Arena
    goal: Goal
    clock: Clock
    progress: Callable[[str], None]

    @property
    def _rule(self) -> Rule:
        return self.goal.concept.rule

    def make(self) -> StatesFinding:
        """The state that the fewest crossings make an equilibrium."""
        best: StateLever | None = None
        looked_at, stopped = 0, ""
        try:
            for state in self.goal.states:
                self.progress(f"{looked_at:,} of {len(self.goal.states):,} states")
                found = self._made(state, None if best is None else best.cost)
                best = found or best
                looked_at += 1
        except Late:
            stopped = "time"
        except KeyboardInterrupt:
            stopped = "interrupt"
        levers = () if best is None else (best,)
        return StatesFinding(self.arena.model, self.goal, (), levers, (), looked_at, stopped)

    def _made(self, state: State, less_than: int | None) -> StateLever | None:
        """The fewest crossings that make one state hold; None if they are not fewer than those known."""
        at = self.arena.space.index(state)
        crossings: list[Crossing] = []
        for dm in range(self.arena.model.size):
            down = fewest_down(self.arena, self._rule, dm, at, self.arena.ranks, self.clock)
            if down:
                crossings.append(self._crossing(dm, down, down=True))
            if less_than is not None and sum(len(each.states) for each in crossings) >= less_than:
                return None
        return self._lever(state, crossings)

    def undo(self, today: Sequence[State]) -> StatesFinding:
        """For every equilibrium the decision maker that the fewest crossings make leave it."""
        levers: list[StateLever] = []
        hopeless: list[State] = []
        stopped = ""
        try:
            for state in today:
                self.progress(f"{len(levers):,} of {len(today):,} equilibria")
                found = self._undone(state)
                if found is None:
                    hopeless.append(state)
                else:
                    levers.append(found)
        except Late:
            stopped = "time"
        except KeyboardInterrupt:
            stopped = "interrupt"
        seen = len(levers) + len(hopeless)
        model = self.arena.model
        return StatesFinding(model, self.goal, tuple(today), tuple(levers), tuple(hopeless), seen, stopped)

    def _undone(self, state: State) -> StateLever | None:
        at = self.arena.space.index(state)
        found = []
        for dm in range(self.arena.model.size):
            up = fewest_up(self.arena, self._rule, dm, at, self.arena.ranks, self.clock)
            if up is not None:
                found.append(self._crossing(dm, up, down=False))
        best = min(found, key=lambda crossing: len(crossing.states), default=None)
        return None if best is None else self._lever(state, [best])

    def _crossing(self, dm: int, places: Sequence[int], *, down: bool) -> Crossing:
        return Crossing(dm, tuple(int(self.arena.space.codes[x]) for x in places), down)

    def _lever(self, state: State, crossings: Sequence[Crossing]) -> StateLever:
        """With the orders in which the crossing states stand right beside the state, is it so?"""
        orders: list[IntArray] = [order * 2 for order in self.arena.orders]
        at = self.arena.space.index(state)
        for each in crossings:
            places = [self.arena.space.index(x) for x in each.states]
            orders[each.dm][places] = orders[each.dm][at] + (-1 if each.down else 1)
        table = self.arena.table(orders, [self.goal.concept])
        holds = state in table.holding(self.goal.concept)
        return StateLever(state, tuple(crossings), holds == self.goal.wanted)


# -- one decision maker, one state -----------------------------------------------------------------


def fewest_down(arena: Arena, rule: Rule, dm: int, state: int, ranks: Ranks, clock: Clock) -> tuple[int, ...]:
    """The fewest states that `dm` must no longer prefer to `state` for it to be stable; () if it is."""
    rank = ranks[dm]
    broken = list(arena.undeterred(rule, dm, state, ranks))
    if not broken:
        return ()
    formula = Optimiser()
    leaves: dict[int, Literal] = {}

    def gone(x: int) -> Literal:
        """That x is not preferred."""
        if rank[x] <= rank[state]:
            return formula.true
        if x not in leaves:
            leaves[x] = formula.paid(1)
        return leaves[x]

    def sanctions(z: int) -> Literal:
        if rule.hold is None:
            return gone(z)
        both = formula.new()
        for x in (z, *arena.moves[dm][z]):
            formula.require(-both, gone(x))
        return both

    for sweep in broken:
        formula.require(gone(sweep.start), *(sanctions(z) for z in sweep.states))
    return _cheapest(formula, leaves, clock) or ()


def fewest_up(
    arena: Arena, rule: Rule, dm: int, state: int, ranks: Ranks, clock: Clock
) -> tuple[int, ...] | None:
    """The fewest states that `dm` must come to prefer to `state` to leave it; None if none would do."""
    rank = ranks[dm]
    formula = Optimiser()
    enters: dict[int, Literal] = {}

    def better(x: int) -> Literal:
        """That x is preferred."""
        if x == state:
            return -formula.true
        if rank[x] > rank[state]:
            return formula.true
        if x not in enters:
            enters[x] = formula.paid(1)
        return enters[x]

    outs: list[Literal] = []
    for to in arena.moves[dm][state]:
        out = formula.new()
        outs.append(out)
        formula.require(-out, better(to))
        for z in arena.replies(rule, dm, to, ranks).states:
            escapes = () if rule.hold is None else arena.moves[dm][z]
            formula.require(-out, better(z), *(better(x) for x in escapes))
    formula.require(*outs)
    return _cheapest(formula, enters, clock)


def _cheapest(formula: Optimiser, crossing: dict[int, Literal], clock: Clock) -> tuple[int, ...] | None:
    """The fewest crossings that the clauses allow, from below; None if they allow none."""
    try:
        holds: Assignment | None = formula.solve(clock)
        if holds is None:
            return None
        for most in range(len(crossing) + 1):
            holds = formula.solve(clock, most)
            if holds is not None:
                return tuple(sorted(x for x, literal in crossing.items() if holds(literal)))
        return None
    finally:
        formula.close()
