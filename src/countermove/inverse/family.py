"""The family of least conditions: smallest sets of states that must not be preferred.

They are the minimal sets N such that every clause has a way within N; where every way is a single state
these are the minimal transversals of the clauses. There may be exponentially many, so they are looked for
one after the other and the search ends at a limit, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from countermove.inverse.formula import Clause, Way
from countermove.model.states import State

__all__ = ["Family", "least_conditions"]

_MOST_WORK = 2_000_000  # ways looked at, a second's worth or two
_DEEPEST = 200  # choices one after the other


@dataclass(frozen=True, slots=True)
class Family:
    """Sets of states; `complete` if there are no others."""

    sets: tuple[frozenset[State], ...]
    complete: bool


def least_conditions(clauses: Sequence[Clause], limit: int) -> Family:
    """Up to `limit` of the minimal sets."""
    search = _Enumeration(clauses)
    found = tuple(islice(search.sets(), limit + 1))
    return Family(found[:limit], complete=len(found) <= limit and not search.gave_up)


class _Enumeration:
    """Choosing a way for one open clause after the other, each set being met on one path only.

    Below a choice the ways that come before it in its clause are forbidden: a set that contains one of
    them is met where that one is chosen.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = [clause.ways for clause in clauses]
        self._of: dict[State, list[tuple[Way, ...]]] = {}
        for ways in self._clauses:
            for state in frozenset().union(*ways):
                self._of.setdefault(state, []).append(ways)
        self._work = 0
        self.gave_up = False

    def sets(self) -> Iterator[frozenset[State]]:
        """The minimal sets, found while they are asked for."""
        demanded = frozenset().union(*(ways[0] for ways in self._clauses if len(ways) == 1))
        return self._below(demanded, (), 0)

    def _below(
        self, chosen: frozenset[State], forbidden: tuple[Way, ...], depth: int
    ) -> Iterator[frozenset[State]]:
        if self._work > _MOST_WORK or depth > _DEEPEST:
            self.gave_up = True
            return
        ways = next((w for w in self._clauses if not self._has_within(w, chosen)), None)
        if ways is None:
            if all(self._needs(chosen, state) for state in chosen):
                yield chosen
            return
        for k, way in enumerate(ways):
            wider, barred = chosen | way, forbidden + ways[:k]
            if not self._has_within(barred, wider) and self._may_need_all(wider):
                yield from self._below(wider, barred, depth + 1)

    def _needs(self, chosen: frozenset[State], state: State) -> bool:
        """Whether some clause holds by the chosen states and not without this one."""
        rest = chosen - {state}
        return any(not self._has_within(ways, rest) for ways in self._of[state])

    def _may_need_all(self, chosen: frozenset[State]) -> bool:
        """Whether no chosen state is superfluous already: more choices make none needed again."""
        return all(self._needs(chosen, state) for state in chosen)

    def _has_within(self, ways: Sequence[Way], states: frozenset[State]) -> bool:
        self._work += len(ways)
        return any(way <= states for way in ways)
