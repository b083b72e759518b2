"""The smallest change of preference that makes a state stable, or that makes it unstable.

A clause that does not hold is mended by any one of its ways: the states of the way that are preferred now
must no longer be. What must change in all is the union of one choice for each broken clause; the least
such union is a minimum hitting set where every way is a single state. It is found by branch and bound:
groups of clauses that share no state are solved apart, and the clauses that share none with one another
give a bound from below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field

from countermove.inverse.formula import Clause, Way, least_sets
from countermove.model.states import State

__all__ = ["Change", "cheapest", "cheapest_spoiling"]

_MOST_WORK = 1_000_000  # ways looked at in one search, some seconds' worth
_DEEPEST = 200  # choices one after the other

Weight = Callable[[State], int]


@dataclass(frozen=True, slots=True)
class Change:
    """States that must cross over. No fewer than `least` would do; `proven` if that is how many they are."""

    states: tuple[State, ...]
    least: int

    @property
    def proven(self) -> bool:
        """Whether it was proven that no fewer states would do."""
        return self.least == len(self.states)


def cheapest(clauses: Iterable[Clause], now: Set[State], weight: Weight | None = None) -> Change:
    """The fewest of the states `now` without which every clause holds, the lightest of several."""
    broken = [clause for clause in clauses if not clause.holds(now)]
    return _change([[way & now for way in clause.ways] for clause in broken], weight)


def cheapest_spoiling(
    clauses: Iterable[Clause], now: Set[State], weight: Weight | None = None
) -> Change | None:
    """The fewest states which, together with `now`, break some clause; None if there is no clause.

    A clause is broken when every one of its ways has a state that is preferred.
    """
    found: list[Change] = []
    for clause in sorted(clauses, key=lambda each: len(each.ways)):
        unhurt = [way for way in clause.ways if way.isdisjoint(now)]
        found.append(_change([[frozenset([state]) for state in way] for way in unhurt], weight))
    if not found:
        return None
    best = min(found, key=lambda change: (len(change.states), _heaviness(change.states, weight)))
    return Change(best.states, min(change.least for change in found))


def _heaviness(states: Iterable[State], weight: Weight | None) -> int:
    return sum(weight(state) for state in states) if weight else 0


def _change(choices: Sequence[Sequence[Way]], weight: Weight | None) -> Change:
    """The cheapest union of one way from each of the choices."""
    involved = {state for ways in choices for way in ways for state in way}
    weighed = {state: weight(state) if weight else 0 for state in involved}
    unit = sum(weighed.values()) + 1  # one state more outweighs everything else
    cost = {state: unit + weighed[state] for state in involved}
    states, least = set[State](), 0
    for group in _groups([_useful(ways, cost) for ways in choices]):
        search = _Search(cost)
        search.run(group)
        states |= search.best
        least += len(search.best) if search.finished else -(-search.bound(group, frozenset()) // unit)
    return Change(tuple(sorted(states)), least)


def _useful(ways: Sequence[Way], cost: dict[State, int]) -> list[Way]:
    """The ways of a clause that do not contain another, the cheapest first."""
    return sorted(least_sets(ways), key=lambda way: (sum(cost[x] for x in way), sorted(way)))


def _groups(choices: Sequence[list[Way]]) -> list[list[list[Way]]]:
    """The clauses in groups that share no state with one another."""
    groups: list[tuple[set[State], list[list[Way]]]] = []
    for ways in choices:
        states = {state for way in ways for state in way}
        touched = [group for group in groups if group[0] & states]
        groups = [group for group in groups if not group[0] & states]
        merged = [each for _, clauses in touched for each in clauses]
        groups.append((states.union(*(seen for seen, _ in touched)), [*merged, ways]))
    return [clauses for _, clauses in groups]


@dataclass(slots=True)
class _Search:
    """Branch and bound over one group; `best` is what was found, the optimum if it `finished`."""

    cost: dict[State, int]
    best: frozenset[State] = frozenset()
    best_cost: int = -1
    finished: bool = True
    work: int = field(default=0)

    def run(self, clauses: Sequence[list[Way]]) -> None:
        """Look for the cheapest union."""
        lone = _without_spare(clauses, self.cost)
        self._go(lone, frozenset(), 0, 0)

    def _go(self, clauses: Sequence[list[Way]], chosen: frozenset[State], paid: int, depth: int) -> None:
        open_ = [ways for ways in clauses if not any(way <= chosen for way in ways)]
        if not open_:
            if self.best_cost < 0 or paid < self.best_cost:
                self.best, self.best_cost = chosen, paid
            return
        if self.best_cost >= 0 and paid + self.bound(open_, chosen) >= self.best_cost:
            return
        self.work += sum(map(len, open_))
        if self.work > _MOST_WORK or depth > _DEEPEST:
            self.finished = False
            self._finish(open_, chosen)
            return
        ways = min(open_, key=len)
        for way in sorted(ways, key=lambda each: self._extra(each, chosen)):
            self._go(open_, chosen | way, paid + self._extra(way, chosen), depth + 1)

    def _finish(self, clauses: Sequence[list[Way]], chosen: frozenset[State]) -> None:
        """Some way out, without looking for a better one."""
        if self.best_cost < 0:
            for ways in clauses:
                chosen = chosen.union(ways[0])
            self.best, self.best_cost = chosen, sum(self.cost[state] for state in chosen)

    def _extra(self, way: Way, chosen: frozenset[State]) -> int:
        return sum(self.cost[state] for state in way if state not in chosen)

    def bound(self, clauses: Sequence[list[Way]], chosen: frozenset[State]) -> int:
        """What the open clauses cost at the least: those that share no state with one another, added up."""
        taken, total = set(chosen), 0
        for ways in sorted(clauses, key=len):
            states = {state for way in ways for state in way} - chosen
            if states.isdisjoint(taken):
                taken |= states
                total += min(self._extra(way, chosen) for way in ways)
        return total


def _without_spare(clauses: Sequence[list[Way]], cost: dict[State, int]) -> list[list[Way]]:
    """The clauses without ways for which another does everywhere, and is no dearer.

    Going another way saves at least the states that only the first one asks for.
    """
    where: dict[Way, set[int]] = {}
    for k, ways in enumerate(clauses):
        for way in ways:
            where.setdefault(way, set()).add(k)
    asked = Counter(state for way in where for state in way)
    price = {way: sum(cost[x] for x in way) for way in where}
    saving = {way: sum(cost[x] for x in way if asked[x] == 1) for way in where}
    kept: dict[frozenset[int], int] = {}  # for the places of a way that is kept the lowest price
    spare: set[Way] = set()
    for way in sorted(where, key=lambda each: (-len(where[each]), price[each], sorted(each))):
        places = frozenset(where[way])
        if any(places <= other and paid <= saving[way] for other, paid in kept.items()):
            spare.add(way)
        else:
            kept[places] = min(price[way], kept.get(places, price[way]))
    return [[way for way in ways if way not in spare] for ways in clauses]
