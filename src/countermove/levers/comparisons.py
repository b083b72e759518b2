"""Edited lists as variables, and what an edited list prefers as literals that are defined when needed.

Each line has variables for what is done with it (dropped, reversed, moved; or added), and every pair of
lines for which stands above. Lines that are not moved keep their order, so that the fewest moves are all
lines but the longest run that keeps its order. A state x is preferred to y if and only if a line that
favours x stands above every line that favours y; that is written as clauses for the comparisons that a
search asks for, once for all pairs of states on which the lines differ in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from countermove._numpy import np
from countermove.levers.arena import Arena
from countermove.levers.drafts import Costs, Draft
from countermove.levers.lines import Lines
from countermove.levers.optimiser import Assignment, Literal, Optimiser
from countermove.model.listed import BoolArray

__all__ = ["Comparisons"]


#: Which lines favour the first of two states and which the second, as bits: as they are, and reversed.
_Pattern = tuple[int, int, int, int]


class _List:
    """The variables of one decision maker's list."""

    def __init__(self, formula: Optimiser, lines: Lines, costs: Costs, states: int) -> None:
        self.formula = formula
        self.lines = lines
        own, size = range(lines.own), len(lines.all)
        self.dropped = [formula.paid(costs.drop) for _ in own]
        self.reversed = [formula.paid(costs.reverse) for _ in own]
        self.moved = [formula.paid(costs.move) for _ in own]
        self.added = [formula.paid(costs.add) for _ in range(lines.own, size)]
        self.present = [-literal for literal in self.dropped] + self.added
        self.touched = [self._touched(k) for k in own] + self.added
        self.above = [[0] * size for _ in range(size)]
        for a, b in combinations(range(size), 2):
            self.above[a][b] = formula.new()
            self.above[b][a] = -self.above[a][b]
        self._truth = _columns([line.truth for line in lines.all], states)
        self._contrary = _columns([line.contrary for line in lines.all[: lines.own]], states)
        self._better: dict[_Pattern, Literal] = {}
        self._tied: dict[_Pattern, Literal] = {}
        self._order()

    def _touched(self, k: int) -> Literal:
        """That something is done with an own line."""
        edits = self.dropped[k], self.reversed[k], self.moved[k]
        found = self.formula.new()
        self.formula.require(-found, *edits)
        for edit in edits:
            self.formula.require(found, -edit)
        return found

    def _order(self) -> None:
        """Unmoved lines keep their order; what stands above is transitive, own lines taking part.

        Circles among candidates alone are rare, and are forbidden when they occur (`draft`).
        """
        own = range(self.lines.own)
        for a, b in combinations(own, 2):
            self.formula.require(self.moved[a], self.moved[b], self.above[a][b])
            for c in range(b + 1, len(self.lines.all)):
                self._no_circle(a, b, c)
        for a in own:
            for b, c in combinations(range(self.lines.own, len(self.lines.all)), 2):
                self._no_circle(a, b, c)

    def _no_circle(self, a: int, b: int, c: int) -> None:
        """Three lines stand in some order."""
        ab, bc, ac = self.above[a][b], self.above[b][c], self.above[a][c]
        self.formula.require(-ab, -bc, ac)
        self.formula.require(ab, bc, -ac)

    # -- comparisons -----------------------------------------------------------------------------

    def pattern(self, x: int, y: int) -> _Pattern:
        """What the comparison of two states depends on."""
        first, second = self._truth[x], self._truth[y]
        turned, other = self._contrary[x], self._contrary[y]
        return first & ~second, second & ~first, turned & ~other, other & ~turned

    def _favouring(self, plain: int, turned: int) -> list[tuple[int, Literal]]:
        """The lines that favour a state, if present, each with what makes it so."""
        true = self.formula.true
        found = []
        for k in range(len(self.lines.all)):
            as_is, contrary = plain >> k & 1, turned >> k & 1
            if as_is and (contrary or k >= self.lines.own):
                found.append((k, true))
            elif as_is or contrary:
                found.append((k, -self.reversed[k] if as_is else self.reversed[k]))
        return found

    def better(self, pattern: _Pattern) -> Literal:
        """A literal which, where it holds, makes the first state preferred; false if none can."""
        if pattern not in self._better:
            for_, against, turned_for, turned_against = pattern
            opposing = self._favouring(against, turned_against)
            tops = [self._tops(k, f, opposing) for k, f in self._favouring(for_, turned_for)]
            found = self._better[pattern] = tops[0] if tops else -self.formula.true
            if len(tops) > 1:
                found = self._better[pattern] = self.formula.new()
                self.formula.require(-found, *tops)
        return self._better[pattern]

    def _tops(self, k: int, favours: Literal, opposing: Sequence[tuple[int, Literal]]) -> Literal:
        """That a line is present, favours the first state, and stands above all that favour the second."""
        found, above, present = self.formula.new(), self.above[k], self.present
        self.formula.require(-found, present[k])
        self.formula.require(-found, favours)
        self.formula.require_all(
            [-found, -present[other], -opposes, above[other]] for other, opposes in opposing if other != k
        )
        return found

    def tied(self, pattern: _Pattern) -> Literal:
        """A literal which, where it holds, makes both states equal."""
        first, second, turned, other = pattern
        if second > first or (first == second and other > turned):
            pattern = second, first, other, turned  # a tie has no sides
        if pattern not in self._tied:
            found = self._tied[pattern] = self.formula.new()
            sides = self._favouring(first, turned) + self._favouring(second, other)
            self.formula.require_all([-found, -self.present[k], -favours] for k, favours in sides)
        return self._tied[pattern]

    # -- solutions -------------------------------------------------------------------------------

    def draft(self, holds: Assignment) -> Draft | None:
        """The edited list of a solution; None if its candidates stood in a circle, forbidden from now on."""
        inside = [k for k in range(len(self.lines.all)) if holds(self.present[k])]
        new = [k for k in inside if k >= self.lines.own]
        circles = [t for t in combinations(new, 3) if self._circular(t, holds)]
        for circle in circles:
            self._no_circle(*circle)
        if circles:
            return None
        higher = {k: sum(holds(self.above[other][k]) for other in inside if other != k) for k in inside}
        ordered = sorted(inside, key=higher.__getitem__)
        own = self.lines.own
        return tuple((k, k < own and holds(self.reversed[k])) for k in ordered)

    def said(self, holds: Assignment) -> list[Literal]:
        """The literals that say, with those of the lines touched, which list a solution is."""
        inside = [k for k, literal in enumerate(self.present) if holds(literal)]
        return [*self.present, *self.reversed, *(self.above[a][b] for a, b in combinations(inside, 2))]

    def _circular(self, three: tuple[int, ...], holds: Assignment) -> bool:
        a, b, c = three
        return holds(self.above[a][b]) == holds(self.above[b][c]) != holds(self.above[a][c])


def _columns(rows: Sequence[BoolArray], states: int) -> list[int]:
    """For each state the rows that are true in it, as bits."""
    if not rows:
        return [0] * states
    packed = np.packbits(np.array(rows, dtype=bool), axis=0, bitorder="little")
    return [int.from_bytes(column.tobytes(), "little") for column in np.ascontiguousarray(packed.T)]


class Comparisons:
    """The literals "x is preferred to y", for every decision maker: fixed where its list is not edited.

    A literal that holds makes what it says true; that it does not hold says nothing. Clauses use them
    on the side that is wanted, so nothing more is needed to be exact.
    """

    def __init__(self, formula: Optimiser, arena: Arena, lists: Mapping[int, Lines], costs: Costs) -> None:
        self.formula = formula
        self.arena = arena
        self.lists = {dm: _List(formula, lines, costs, arena.size) for dm, lines in lists.items()}

    def better(self, dm: int, x: int, y: int) -> Literal:
        """That `dm` prefers x to y."""
        if dm in self.lists:
            each = self.lists[dm]
            return each.better(each.pattern(x, y))
        rank = self.arena.ranks[dm]
        return self.formula.true if rank[x] > rank[y] else -self.formula.true

    def not_better(self, dm: int, x: int, y: int) -> tuple[Literal, ...]:
        """That `dm` does not prefer x to y: one of these literals."""
        if dm in self.lists:
            each = self.lists[dm]
            turned = each.better(each.pattern(y, x))
            tied = each.tied(each.pattern(x, y))
            return (tied,) if turned == -self.formula.true else (turned, tied)
        return (-self.better(dm, x, y),)

    def drafts(self, holds: Assignment) -> dict[int, Draft] | None:
        """The edited lists of a solution; None if one of them is none and has been forbidden."""
        drafts = {dm: each.draft(holds) for dm, each in self.lists.items()}
        whole = {dm: draft for dm, draft in drafts.items() if draft is not None}
        return whole if len(whole) == len(drafts) else None

    def touched(self, holds: Assignment) -> frozenset[tuple[int, int]]:
        """The lines that a solution says are touched, each with whose it is."""
        return frozenset(
            (dm, k) for dm, each in self.lists.items() for k, x in enumerate(each.touched) if holds(x)
        )

    def forbid(self, holds: Assignment, *, whole: bool) -> None:
        """No further solution that touches just the same lines; with `whole`, none that is the same lists."""
        every = [literal for each in self.lists.values() for literal in each.touched]
        if whole:
            every += [literal for each in self.lists.values() for literal in each.said(holds)]
        self.formula.require(*(-literal if holds(literal) else literal for literal in every))
