"""The inverse problem word by word: every ranking is made, and the definitions are followed under each.

What a decision maker would rather have is put into a copy of the oracle; nothing of the package is used.
States are positions in `Oracle.states`.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, permutations
from math import factorial

from countermove.model.conflict import Conflict, DecisionMaker, NamedState, Preferences
from countermove.model.graph import GraphModel
from countermove.model.states import State
from oracle import BETTER, EQUAL, WORSE, Oracle
from strategies import random_conflict

__all__ = [
    "CONCEPTS",
    "Case",
    "cases",
    "codes",
    "concepts_of",
    "count_rankings",
    "drawn_case",
    "random_case",
    "rankings_with",
    "stable_sets",
    "subsets",
]

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")
Case = tuple[Oracle, GraphModel, int, int]  # the model twice, a decision maker and a state's position


def with_relations(o: Oracle, i: int, table: list[list[str]]) -> Oracle:
    """The same conflict with other preferences of decision maker i.

    What was found of answers *to* i is kept: its own preferences take no part in them.
    """
    changed = copy.copy(o)
    changed._relations = [*o._relations[:i], table, *o._relations[i + 1 :]]
    changed._sequences = {key: found for key, found in o._sequences.items() if key[1] == i}
    o._sequences = changed._sequences
    return changed


def judge(o: Oracle, concept: str, i: int, s: int, better: Iterable[int]) -> bool:
    """Whether s is stable for i if it prefers exactly these states to it, and finds all others equal."""
    above = set(better)
    worth = [int(q in above) for q in o.all]
    table = [[BETTER if a > b else WORSE if a < b else EQUAL for b in worth] for a in worth]
    return with_relations(o, i, table).stable(concept, i, s)


def subsets(items: Iterable[int]) -> Iterator[frozenset[int]]:
    """Every subset, the smallest first."""
    items = list(items)
    for size in range(len(items) + 1):
        yield from map(frozenset, combinations(items, size))


def stable_sets(o: Oracle, concept: str, i: int, s: int) -> set[frozenset[int]]:
    """Every set of states that may be preferred to s while it is stable."""
    return {b for b in subsets(q for q in o.all if q != s) if judge(o, concept, i, s, b)}


def count_rankings(o: Oracle, concept: str, i: int, s: int) -> int:
    """In how many of the m! strict rankings s is stable for i."""
    count = 0
    for order in permutations(o.all):
        place = {state: at for at, state in enumerate(order)}
        table = [[_compared(place[q], place[t]) for t in o.all] for q in o.all]
        count += with_relations(o, i, table).stable(concept, i, s)
    return count


def _compared(first: int, second: int) -> str:
    return EQUAL if first == second else BETTER if first < second else WORSE


def rankings_with(b: int, m: int) -> int:
    """How many strict rankings of m states put exactly b given ones above one other."""
    return factorial(b) * factorial(m - 1 - b)


def random_case(rng: random.Random, fits: Callable[[int], bool]) -> Case:
    """A random model with a number of states that fits, one of its decision makers and of its states."""
    while True:
        conflict = random_conflict(rng, preference="ordinal")
        o = Oracle(conflict)
        if fits(len(o.states)):
            model = conflict.graph("")
            return o, model, rng.randrange(len(o.dms)), rng.randrange(len(o.states))


def drawn_case(rng: random.Random, m: int) -> Case:
    """The same with m states, hand-drawn moves and rankings with ties."""
    ids = [f"s{k}" for k in range(m)]
    density = rng.choice((0.2, 0.4, 0.7))
    movers = tuple(
        DecisionMaker(
            name, moves=tuple((a, b) for a in ids for b in ids if a != b and rng.random() < density)
        )
        for name in "abcd"[: rng.choice((2, 2, 3, 4))]
    )
    wishes = tuple(Preferences(dm.id, ranking=_ranking(rng, ids)) for dm in movers)
    conflict = Conflict("drawn", movers, form="graph", states=tuple(map(NamedState, ids)), preferences=wishes)
    return Oracle(conflict), conflict.graph(""), rng.randrange(len(movers)), rng.randrange(m)


def _ranking(rng: random.Random, ids: list[str]) -> tuple[tuple[str, ...], ...]:
    places = [rng.randrange(len(ids)) for _ in ids]
    groups = [tuple(name for name, at in zip(ids, places, strict=True) if at == k) for k in range(len(ids))]
    return tuple(group for group in groups if group)


def cases(seed: int, number: int, fits: Callable[[int], bool]) -> Iterator[Case]:
    """So many random cases."""
    rng = random.Random(seed)
    for _ in range(number):
        yield random_case(rng, fits)


def concepts_of(model: GraphModel) -> list[str]:
    """The concepts that have a meaning for a model: SIM needs options that can be changed together."""
    joint = not model.states.graph_form and not model.coalesced
    return [concept for concept in CONCEPTS if joint or concept != "SIM"]


def codes(model: GraphModel, positions: Iterable[int]) -> frozenset[State]:
    """The states at some positions."""
    return frozenset(model.states.numbered(at + 1) for at in positions)
