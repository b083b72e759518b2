"""The order of the options in a decision diagram, on which its size depends most.

Options that are spoken of together should stand together. The order is found by FORCE (Aloul, Markov
and Sakallah 2003): every statement pulls its options towards their common centre, again and again, and
the order with the shortest statements is kept. Deterministic: the same conflict, the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from countermove.model.option_form import OptionForm
from countermove.model.statements import Statement

__all__ = ["force_order", "mentioned", "option_order"]

_STARTS = 10  # at 100 options the hardest of 6 random conflicts gained much against 1 start, easy ones lost
_MOST_STALE = 10


def option_order(form: OptionForm) -> list[int]:
    """The options (their bits) from the top of the diagrams to the bottom.

    That two options have one owner does not draw them together: measured, replies by any moves take up
    to ten times as long if it does (100 options), and replies by improvements gain as often as they lose.
    """
    statements = [condition for wish in form.wishes for condition in wish.conditions]
    return force_order(len(form.options), [mentioned(form, s) for s in (*statements, *form.impossible)])


def mentioned(form: OptionForm, statement: Statement) -> frozenset[int]:
    """The bits of the options in a statement."""
    return frozenset(form.positions[name.parts] for name in statement.names())


def force_order(size: int, edges: Sequence[Collection[int]]) -> list[int]:
    """An order of the numbers below `size` in which the members of each edge are near each other."""
    edges = [edge for edge in edges if len(edge) > 1]
    random = Random(0)
    starts = [list(range(size))]
    starts += [random.sample(range(size), size) for _ in range(_STARTS - 1)]
    return min(_settle(start, edges) for start in starts)[1]


def _settle(order: list[int], edges: Sequence[Collection[int]]) -> tuple[int, list[int]]:
    """The best order on the way from a first one, with the sum of its edges' lengths."""
    best, stale = (_length(order, edges), order), 0
    while stale < _MOST_STALE:
        order = _pull(order, edges)
        found = (_length(order, edges), order)
        stale = 0 if found[0] < best[0] else stale + 1
        best = min(best, found)
    return best


def _places(order: Sequence[int]) -> dict[int, int]:
    return {item: place for place, item in enumerate(order)}


def _length(order: Sequence[int], edges: Sequence[Collection[int]]) -> int:
    place = _places(order)
    return sum(max(place[k] for k in edge) - min(place[k] for k in edge) for edge in edges)


def _pull(order: Sequence[int], edges: Sequence[Collection[int]]) -> list[int]:
    """Each item moves to the mean of the centres of its edges."""
    place = _places(order)
    centres: list[list[float]] = [[] for _ in order]
    for edge in edges:
        centre = sum(place[k] for k in edge) / len(edge)
        for k in edge:
            centres[k].append(centre)
    wanted = [sum(c) / len(c) if c else place[k] for k, c in enumerate(centres)]
    return sorted(range(len(order)), key=lambda k: (wanted[k], k))
