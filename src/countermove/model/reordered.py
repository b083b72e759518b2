"""Rankings of states with some neighbouring groups in another order, or tied, as a doubt may have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from countermove.model.conflict import Preferences
from countermove.model.variants import Alternative, Change

__all__ = ["are_neighbours", "reordered"]

Order = tuple[tuple[str, ...], ...]


def are_neighbours(wish: Preferences, states: Sequence[str]) -> bool:
    """Whether some states stand in groups of a ranking next to each other, each in one of its own."""
    places = _places(wish, states)
    return len(places) == len(states) and places == list(range(places[0], places[-1] + 1))


def _places(wish: Preferences, states: Sequence[str]) -> list[int]:
    return sorted(k for k, group in enumerate(wish.ranking) for state in states if state in group)


def reordered(wishes: Sequence[Preferences], states: Sequence[str], ties: bool) -> Iterator[Alternative]:
    """Every order of some states that are neighbours in all of these rankings; with `ties` their tie too.

    The first is that of the first ranking: it is called "as written", and changes none of them.
    """
    first = wishes[0]
    written = [state for k in _places(first, states) for state in first.ranking[k] if state in states]
    yield Alternative("as written")
    orders: list[Order] = [tuple((state,) for state in each) for each in permutations(written)]
    for order in (*orders[1:], *([(tuple(written),)] if ties else [])):
        name = " over ".join("=".join(group) for group in _whole(first, order))
        yield Alternative(name, tuple(_ranked(wish, order) for wish in wishes))


def _whole(wish: Preferences, order: Order) -> Order:
    """The groups of a ranking in which some states stand, in the order of these."""
    groups = {state: group for group in wish.ranking for state in group}
    return tuple(tuple(member for state in tied for member in groups[state]) for tied in order)


def _ranked(wish: Preferences, order: Order) -> Change:
    """A ranking with other neighbours. Marks of strength count groups: a tie leaves fewer of them."""
    at = _places(wish, [state for tied in order for state in tied])
    lost = len(at) - len(order)
    kept = [mark for mark in wish.greatly_after if not (lost and at[0] < mark <= at[-1])]
    ranking = (*wish.ranking[: at[0]], *_whole(wish, order), *wish.ranking[at[-1] + 1 :])
    marks = tuple(mark if mark <= at[0] else mark - lost for mark in kept)
    return Change("rank", wish.dm, wish.reading, ranking=ranking, greatly_after=marks)
