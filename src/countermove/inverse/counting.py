"""The share of rankings that fulfil a condition, exactly, without listing rankings or sets of states.

Draw a strict ranking of all states at random. Given that the state s stands so high that a random other
state is above it with probability p, every other state is above it with probability p independently, and
p is uniform on [0, 1]. So the share of rankings under which s is stable is

    the integral over p from 0 to 1 of P(p),    P(p) = the probability that the condition holds,

and P is a polynomial in p with whole coefficients: the sum over stable sets B of p^|B| (1−p)^(r−|B|), which
integrates to |B|! (r−|B|)! / (r+1)! for each of them. States that do not occur in the condition vanish.

P is found by model counting. States that occur in exactly the same ways, and ways that occur in exactly
the same clauses, act as one; what shares no state is independent, and its probabilities are multiplied;
what remains is split by whether one state is preferred or not. Where that takes too long the share is
bounded. All clauses are decreasing events, and so positively associated (Harris 1960), for each p and then
for p itself, in which the chance of each of them falls (Chebyshev): the product of their shares is a bound
from below, the least of them one from above. The same holds for the ways of a clause, turned round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import groupby
from math import prod

from countermove.inverse.formula import Clause, least_sets
from countermove.inverse.polynomial import ONE, RISING, ZERO, Polynomial, complement, multiply, plus

__all__ = ["EFFORT", "Share", "share_of"]

#: Products of two coefficients that a count may take, some seconds' worth.
EFFORT = 2_000_000
_DEEPEST = 150  # cases within cases
_WIDEST = 600  # states in a bound

_Way = frozenset[int]
_Clause = frozenset[_Way]
_Formula = frozenset[_Clause]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of all strict rankings: at least `low`, at most `high`."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        """Whether it is known exactly."""
        return self.low == self.high


class _GaveUp(Exception):
    """The count has taken all the effort it was allowed."""


def share_of(clauses: Sequence[Clause], effort: int = EFFORT) -> Share:
    """The share of all strict rankings that fulfil a condition; `effort` bounds the work."""
    number: dict[int, int] = {}
    formula = frozenset(
        frozenset(frozenset(number.setdefault(x, len(number)) for x in way) for way in clause.ways)
        for clause in clauses
    )
    counter = _Counter(len(number), effort)
    counted, bounds = ONE, list[Share]()
    for part in _components(formula):
        try:
            counted = multiply(counted, counter.probability(part))
        except _GaveUp:
            counter.start_again()
            bounds.append(_bounds(part))
    exact = counted.integral()
    low = prod((each.low for each in bounds), start=exact)
    return Share(low, min([exact, *(each.high for each in bounds)]))


class _Counter:
    """Counts conditions over the same states. A *unit* is a state or several that act as one; `clear` says
    how likely it is that it forbids nothing: that the state is not preferred."""

    def __init__(self, states: int, effort: int) -> None:
        self._clear: list[Polynomial] = [complement(RISING)] * states
        self._merged: dict[tuple[bool, frozenset[int]], int] = {}
        self._known: dict[_Formula, Polynomial] = {}
        self._effort = effort
        self._depth = 0

    def probability(self, formula: _Formula) -> Polynomial:
        """How likely it is that every clause holds. Raises `_GaveUp` when that takes too long."""
        formula = self._merge(formula)
        if formula not in self._known:
            parts = _components(formula)
            apart = len(parts) > 1
            found = self._product(map(self.probability, parts)) if apart else self._split(formula)
            self._known[formula] = found
        return self._known[formula]

    def _split(self, formula: _Formula) -> Polynomial:
        """A connected formula: by its only unit, or by whether one unit is clear or not."""
        if not formula:
            return ONE
        if frozenset() in formula:  # a clause that no way is left for
            return ZERO
        units = [unit for clause in formula for way in clause for unit in way]
        if len(units) == 1:
            return self._clear[units[0]]
        self._spend(len(units))
        often = Counter(units)
        unit = max(sorted(often), key=often.__getitem__)
        clear = self._clear[unit]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _GaveUp
        above, below = self.probability(_with(formula, unit)), self.probability(_without(formula, unit))
        self._depth -= 1
        return plus(self._times(clear, above), self._times(complement(clear), below))

    def start_again(self) -> None:
        """Be ready for another part after giving up on one; the effort that is left is for all of them."""
        self._depth = 0

    def _spend(self, work: int) -> None:
        self._effort -= work
        if self._effort < 0:
            raise _GaveUp

    # -- units that act as one -----------------------------------------------------------------

    def _merge(self, formula: _Formula) -> _Formula:
        """The formula with units joined that occur in the same ways, or alone in the same clauses."""
        while True:
            self._spend(sum(map(len, formula)) + len(formula) ** 2)  # clauses are compared with one another
            formula = _least(formula)
            joined = self._join_alternatives(self._join_within(formula))
            if joined == formula:
                return formula
            formula = joined

    def _join_within(self, formula: _Formula) -> _Formula:
        """One unit for all that occur in exactly the same ways: clear if each of them is."""
        ways = sorted({way for clause in formula for way in clause}, key=sorted)
        places: dict[int, list[int]] = {}
        for k, way in enumerate(ways):
            for unit in way:
                places.setdefault(unit, []).append(k)
        name = self._named_groups(places, together=True)
        new = {way: frozenset(name.get(unit, unit) for unit in way) for way in ways}
        return frozenset(frozenset(new[way] for way in clause) for clause in formula)

    def _join_alternatives(self, formula: _Formula) -> _Formula:
        """One unit for all that are ways by themselves in exactly the same clauses: clear if one is."""
        clauses = sorted(formula, key=lambda clause: sorted(map(sorted, clause)))
        places: dict[int, list[int]] = {}
        shared = {unit for clause in clauses for way in clause if len(way) > 1 for unit in way}
        for k, clause in enumerate(clauses):
            for way in clause:
                if len(way) == 1 and not way & shared:
                    places.setdefault(min(way), []).append(k)
        name = self._named_groups(places, together=False)
        return frozenset(
            frozenset(frozenset(name.get(unit, unit) for unit in way) for way in clause) for clause in clauses
        )

    def _named_groups(self, places: dict[int, list[int]], *, together: bool) -> dict[int, int]:
        """For the units that stand in the same places as others, the unit that replaces them."""
        ordered = sorted(places, key=lambda unit: (places[unit], unit))
        groups = [frozenset(group) for _, group in groupby(ordered, key=places.__getitem__)]
        return {unit: self._unit(together, group) for group in groups if len(group) > 1 for unit in group}

    def _unit(self, together: bool, group: frozenset[int]) -> int:
        key = together, group
        if key not in self._merged:
            clear = [self._clear[unit] for unit in sorted(group)]
            if together:
                merged = self._product(clear)
            else:
                merged = complement(self._product(complement(each) for each in clear))
            self._clear.append(merged)
            self._merged[key] = len(self._clear) - 1
        return self._merged[key]

    # -- arithmetic ----------------------------------------------------------------------------

    def _times(self, first: Polynomial, second: Polynomial) -> Polynomial:
        self._spend(len(first.terms) * len(second.terms))
        return multiply(first, second)

    def _product(self, factors: Iterable[Polynomial]) -> Polynomial:
        return reduce(self._times, sorted(factors, key=lambda each: len(each.terms)), ONE)


# -- bounds -----------------------------------------------------------------------------------------


def _bounds(formula: _Formula) -> Share:
    """Proven bounds without looking further: see the module's text."""
    shares = [_clause_bounds(clause) for clause in formula]
    return Share(prod((s.low for s in shares), start=Fraction(1)), min(s.high for s in shares))


def _clause_bounds(clause: _Clause) -> Share:
    """Bounds for one clause: from below by ways that share no state, from above as if no two of them did."""
    apart = _apart(clause)
    low = 1 - _all_held(len(way) for way in apart).integral()
    if len(apart) == len(clause):
        return Share(low, low)
    return Share(low, 1 - prod((Fraction(len(way), len(way) + 1) for way in clause), start=Fraction(1)))


def _all_held(sizes: Iterable[int]) -> Polynomial:
    """How likely it is that each of some sets of so many states, all different, has one that is preferred."""
    none = complement(RISING)
    return reduce(multiply, (complement(reduce(multiply, [none] * size, ONE)) for size in sorted(sizes)), ONE)


# -- formulas ---------------------------------------------------------------------------------------


def _with(formula: _Formula, unit: int) -> _Formula:
    """What remains where a unit is clear."""
    own = frozenset([unit])
    left = (frozenset(way - own for way in clause) for clause in formula)
    return frozenset(clause for clause in left if frozenset() not in clause)


def _without(formula: _Formula, unit: int) -> _Formula:
    """What remains where a unit is not clear."""
    return frozenset(frozenset(way for way in clause if unit not in way) for clause in formula)


def _least(formula: _Formula) -> _Formula:
    """Without ways that contain another of their clause, and without clauses that follow from another."""
    clauses = sorted({frozenset(least_sets(clause)) for clause in formula}, key=len)
    kept: list[_Clause] = []
    for clause in clauses:
        if not any(_implies(other, clause) for other in kept):
            kept.append(clause)
    return frozenset(kept)


def _implies(first: _Clause, second: _Clause) -> bool:
    return all(way in second or any(other < way for other in second) for way in first)


def _components(formula: _Formula) -> list[_Formula]:
    """The clauses in groups that share no unit."""
    groups: list[tuple[set[int], set[_Clause]]] = []
    for clause in formula:
        units, members = {unit for way in clause for unit in way}, {clause}
        apart = []
        for seen, clauses in groups:
            if seen.isdisjoint(units):
                apart.append((seen, clauses))
            else:
                units |= seen
                members |= clauses
        groups = [*apart, (units, members)]
    return [frozenset(members) for _, members in groups]


def _apart(ways: Iterable[_Way]) -> list[_Way]:
    """Some of the ways, the smallest first, that share no unit with one another and are not too many."""
    taken: set[int] = set()
    chosen: list[_Way] = []
    for way in sorted(ways, key=lambda each: (len(each), sorted(each))):
        if taken.isdisjoint(way) and len(taken) + len(way) <= _WIDEST:
            taken |= way
            chosen.append(way)
    return chosen
