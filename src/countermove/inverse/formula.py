"""Conditions on what may be preferred to a state, in conjunctive form.

A *way* is a set of states of which none may be preferred. A *clause* belongs to a move and lists the ways
in which that move can be deterred; one of them must hold. A condition is a list of clauses, all of which
must hold. Every way only forbids, so a condition is *antitone*: what fulfils it goes on fulfilling it
when fewer states are preferred.

Simplified means: in no clause does one way contain another, no clause follows from another, and a
clause that always holds is left out; what one clause demands outright is not repeated in the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from countermove.model.states import State

__all__ = ["Clause", "Way", "least_sets", "simplified"]

#: States of which none may be preferred.
Way = frozenset[State]


@dataclass(frozen=True, slots=True)
class Clause:
    """What deters one move: at least one of the `ways` must hold. The first of them is the move itself."""

    move: State
    ways: tuple[Way, ...]

    def holds(self, better: Set[State]) -> bool:
        """Whether the move is deterred if exactly the states `better` are preferred."""
        return any(way.isdisjoint(better) for way in self.ways)

    @property
    def states(self) -> frozenset[State]:
        """Every state that the clause names."""
        return frozenset().union(*self.ways)


def least_sets(sets: Iterable[frozenset[State]]) -> list[frozenset[State]]:
    """The sets that contain no other of them, the smallest first, in an order that is always the same."""
    kept: dict[State, list[frozenset[State]]] = {}  # by one member: a set inside another has it in common
    least: list[frozenset[State]] = []
    for each in sorted(set(sets), key=lambda found: (len(found), min(found, default=0))):
        if not each:
            return [each]
        if not any(smaller <= each for state in each for smaller in kept.get(state, ())):
            kept.setdefault(next(iter(each)), []).append(each)
            least.append(each)
    return least


def simplified(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The same condition without what follows from the rest."""
    reduced = _propagated([Clause(clause.move, _with_move_first(clause)) for clause in clauses])
    kept: list[tuple[Clause, frozenset[Way]]] = []
    for clause in sorted(reduced, key=lambda each: (len(each.ways), each.move)):
        ways = frozenset(clause.ways)
        if clause.ways[0] and not any(_implies(other, ways) for other, _ in kept):
            kept = [(other, theirs) for other, theirs in kept if not _implies(clause, theirs)]
            kept.append((clause, ways))
    return tuple(sorted((clause for clause, _ in kept), key=lambda each: each.move))


def _propagated(clauses: list[Clause]) -> list[Clause]:
    """The clauses, where what one of them demands by its only way is not asked for again by the others."""
    done = frozenset[State]()
    while True:
        demanded = frozenset().union(*(clause.ways[0] for clause in clauses if len(clause.ways) == 1))
        if demanded <= done:
            return clauses
        done |= demanded
        clauses = [
            clause
            if len(clause.ways) == 1
            else Clause(clause.move, _with_move_first(Clause(clause.move, _less(clause.ways, demanded))))
            for clause in clauses
        ]


def _less(ways: Iterable[Way], states: frozenset[State]) -> tuple[Way, ...]:
    return tuple(way - states for way in ways)


def _with_move_first(clause: Clause) -> tuple[Way, ...]:
    ways = least_sets(clause.ways)
    own = frozenset([clause.move])
    return (own, *(way for way in ways if way != own)) if own in ways else tuple(ways)


def _implies(first: Clause, second: frozenset[Way]) -> bool:
    """Whether each way of the first clause brings one of the second's about."""
    return all(way in second or (len(way) > 1 and any(other < way for other in second)) for way in first.ways)
