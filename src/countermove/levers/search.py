"""The search: the solver proposes the cheapest edits, stability analysis judges them, until both agree.

Clauses that a proposal violates are added, and the solver proposes again. As every clause follows from the
goals, what the solver proves of its clauses is true of the goals: no edits that cost less meet them, or
none at all do. As the judge is the analysis itself, what it accepts meets them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from countermove.levers.arena import Arena
from countermove.levers.clock import Clock, Late
from countermove.levers.comparisons import Comparisons
from countermove.levers.demands import Demands
from countermove.levers.drafts import Costs, Drafts, edits_of, orders_of, price, undone
from countermove.levers.goals import Goal
from countermove.levers.lines import Lines
from countermove.levers.optimiser import Assignment, Optimiser
from countermove.levers.settle import settled
from countermove.model.listed import IntArray
from countermove.stability.table import StabilityTable

__all__ = ["Hunt", "Progress"]

Progress = Callable[[str], None]
_MOST_APART = 40  # lists ruled out one by one
_FIRST = 0.5  # seconds for the first attempt; each is twice as long as the one before


@dataclass(frozen=True, slots=True)
class _Proposal:
    """Lists that meet the goals, and the solver's assignment that says them."""

    drafts: Drafts
    holds: Assignment


@dataclass
class Hunt:
    """One search: the cheapest edits of some lists that meet some goals.

    `best` are the first lists of least cost that were found, `others` more of that cost that touch other
    lines. No edits cost less than `lower`. `impossible`: it is proved that no edits meet the goals;
    `complete`: that there are no others.
    """

    arena: Arena
    lists: Mapping[int, Lines]
    goals: Sequence[Goal]
    costs: Costs
    clock: Clock
    progress: Progress = lambda _: None
    best: Drafts | None = None
    others: list[Drafts] = field(default_factory=list)
    lower: int = 1
    impossible: bool = False
    complete: bool = False
    interrupted: bool = False
    rounds: int = 0
    _formula: Optimiser = field(init=False)
    _apart: int = field(init=False, default=_MOST_APART)

    def run(self, most_others: int) -> None:
        """Search until the least cost is proved or the time is up, then for others of that cost.

        What is known already is built on: `best`, `others`, `lower` and `complete`.
        """
        if self.proven and (self.complete or len(self.others) >= most_others):
            return
        self._formula = Optimiser()
        try:
            self._comparisons = Comparisons(self._formula, self.arena, self.lists, self.costs)
            self._demands = Demands(self.arena, self._comparisons, self.goals)
            self._find()
            self._find_others(most_others)
        except KeyboardInterrupt:
            self.interrupted = True
        except Late:
            pass
        finally:
            self._formula.close()

    @property
    def cost(self) -> int:
        """What the best lists cost; -1 where none were found."""
        return -1 if self.best is None else self._price(self.best)

    def _price(self, drafts: Drafts) -> int:
        return price(self.lists, drafts, self.costs)

    @property
    def proven(self) -> bool:
        """Whether it is proved that the best lists are, or that there are none."""
        return self.impossible or self.cost == self.lower

    # -- judging -----------------------------------------------------------------------------------

    def table(self, drafts: Drafts) -> StabilityTable:
        """What stability analysis says of edited lists."""
        return self._judged(orders_of(self.arena, self.lists, drafts))

    def _judged(self, orders: Sequence[IntArray]) -> StabilityTable:
        concepts = tuple(dict.fromkeys(goal.concept for goal in self.goals))
        return self.arena.table(orders, concepts)

    def meets(self, drafts: Drafts) -> bool:
        """Whether edited lists meet every goal."""
        table = self.table(drafts)
        return all(goal.met(table) for goal in self.goals)

    # -- proposing ---------------------------------------------------------------------------------

    def _find(self) -> None:
        """By turns from below (what does k cost, and no more?) and anywhere, as long as nothing was found."""
        patience = _FIRST
        while not self.proven:
            self.clock.check()
            self._try(self._from_below, patience)
            if self.best is None and not self.proven:
                self._try(self._anywhere, patience)
            patience *= 2

    def _try(self, way: Callable[[Clock], None], patience: float) -> None:
        try:
            way(self.clock.part(patience))
        except Late:
            self.clock.check()

    def _from_below(self, clock: Clock) -> None:
        while not self.proven:
            found = self._proposed(clock, self.lower)
            if found is not None:
                self._forbid(found)
                self.best = self._settled(found.drafts)
            elif self._formula.impossible or self._formula.total <= self.lower:
                self.impossible = True
            else:
                self.lower += 1

    def _anywhere(self, clock: Clock) -> None:
        found = self._proposed(clock, None)
        if found is None:
            self.impossible = True
        else:
            self.best = self._settled(self._shrunk(found.drafts))

    def _proposed(self, clock: Clock, most: int | None) -> _Proposal | None:
        """Lists that meet the goals and cost at most so much; None if it is proved that there are none."""
        while True:
            self.rounds += 1
            self.progress(f"proposal {self.rounds:,}; the price is {self.lower} at the least")
            holds = self._formula.solve(clock, most)
            if holds is None:
                return None
            drafts = self._comparisons.drafts(holds)
            if drafts is None:
                continue
            orders = orders_of(self.arena, self.lists, drafts)
            if self._demands.refine(holds, [order.tolist() for order in orders], self._judged(orders)):
                return _Proposal(drafts, holds)

    def _shrunk(self, drafts: Drafts) -> Drafts:
        """Lists with no edit that could simply be left out."""
        for smaller in self._smaller(drafts):
            if self.meets(smaller):
                return self._shrunk(smaller)
        return drafts

    def _smaller(self, drafts: Drafts) -> Iterator[Drafts]:
        for dm, draft in drafts.items():
            for less in undone(self.lists[dm], draft):
                yield {**drafts, dm: less}

    def _settled(self, drafts: Drafts) -> Drafts:
        touched = self._lines(drafts)

        def meets(changed: Drafts) -> bool:
            return self._lines(changed) <= touched and self.meets(changed)

        return settled(self.lists, drafts, self._price, meets)

    def _forbid(self, found: _Proposal) -> None:
        """No other proposal that touches the same lines.

        Where two neighbours change places the solver may have moved the other one than is told: then
        only these very lists are ruled out, since its line may be touched by an edit of another kind.
        Where that happens too often the others that are found are not said to be all.
        """
        whole = self._comparisons.touched(found.holds) != self._lines(found.drafts)
        self._apart -= whole
        self._comparisons.forbid(found.holds, whole=whole and self._apart >= 0)

    def _find_others(self, most: int) -> None:
        """Lists of the same cost that touch other lines."""
        if self.best is None or not self.proven:
            return
        known = {self._lines(drafts) for drafts in (self.best, *self.others)}
        while len(self.others) < most:
            found = self._proposed(self.clock, self.lower)
            if found is None:
                self.complete = self._apart >= 0
                return
            self._forbid(found)
            drafts = self._settled(found.drafts)
            if self._lines(drafts) not in known:
                known.add(self._lines(drafts))
                self.others.append(drafts)

    def _lines(self, drafts: Drafts) -> frozenset[tuple[int, int]]:
        """The lines that are touched."""
        every = (edits_of(self.lists[dm], draft, self.costs) for dm, draft in drafts.items())
        return frozenset((edit.dm, edit.line) for edits in every for edit in edits)
