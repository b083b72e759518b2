"""Blocking sets: the decision makers who, by staying out, keep every coalition from upsetting a state.

A state is upset by some coalitions. A set B of decision makers *blocks* them if each of them has a member
in B: while those in B do not join, nobody can upset the state. A minimum hitting set of the coalitions
is the least that must hold back; all minimum ones are found by going through every set of up to 12
decision makers, smallest first, which is also the proof that none is smaller. The word and the question
are the project's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from countermove.coalition.members import MOST_DECISION_MAKERS, Members, minimal
from countermove.errors import Problem, TooLarge

__all__ = ["blocking_sets"]


def blocking_sets(coalitions: Iterable[Members]) -> tuple[Members, ...]:
    """All smallest sets of decision makers of which every coalition has a member, ascending.

    The empty set alone, ``((),)``, where there is no coalition to block. Raises `TooLarge` if more than
    12 decision makers are involved.
    """
    needed = [set(each) for each in minimal(coalitions)]
    involved = sorted({dm for each in needed for dm in each})
    if len(involved) > MOST_DECISION_MAKERS:
        what = f"{len(involved)} decision makers form too many sets to go through"
        raise TooLarge(Problem(what, "Ask for fewer coalitions."))
    for size in range(len(involved) + 1):
        found = [b for b in combinations(involved, size) if all(not each.isdisjoint(b) for each in needed)]
        if found:
            return tuple(found)
    raise AssertionError("every coalition has a member")
