"""Levers by brute force, word by word: every edited list is written down, and every verdict looked up.

Nothing is shared with the package but its types and the oracle's moves and truths. A list is a tuple of
texts; single edits are made one after another, cheapest lists first, until the goals are met.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from countermove.model.conflict import Conflict
from oracle import Oracle, legal_sequences

Lists = tuple[tuple[tuple[str, bool], ...] | None, ...]  # (text, reversed); None where nothing can be edited
Wanted = tuple[tuple[int, ...], bool, str]  # states, wanted, concept


class Judge:
    """Which states are equilibria, if everybody's list is what it is said to be."""

    def __init__(self, conflict: Conflict) -> None:
        self.oracle = oracle = Oracle(conflict)
        self.dms = range(len(oracle.dms))
        self.true = lru_cache(maxsize=None)(oracle.true)
        self.fixed = [[sum(oracle.better(i, s, t) for t in oracle.all) for s in oracle.all] for i in self.dms]
        self.verdicts: dict[object, bool] = {}

    def worth(self, i: int, lines: Sequence[tuple[str, bool]] | None) -> tuple[int, ...]:
        """How many states each state is preferred to."""
        if lines is None:
            return tuple(self.fixed[i])
        texts = [f"not ({text})" if turned else text for text, turned in lines]
        truth = [tuple(self.true(text, s) for text in texts) for s in self.oracle.all]
        order = {vector: at for at, vector in enumerate(sorted(set(truth)))}
        return tuple(order[vector] for vector in truth)

    def holds(self, concept: str, s: int, worths: tuple[tuple[int, ...], ...]) -> bool:
        key = concept, s, worths
        if key not in self.verdicts:
            self.verdicts[key] = all(self.stable(concept, i, s, worths) for i in self.dms)
        return self.verdicts[key]

    def stable(self, concept: str, i: int, s: int, worths: Sequence[Sequence[int]]) -> bool:
        moves = self.oracle.moves
        better = {x for x in self.oracle.all if worths[i][x] > worths[i][s]}
        others = [j for j in self.dms if j != i]

        def willing(j: int, x: int) -> list[int]:
            return [y for y in moves(j, x) if worths[j][y] > worths[j][x]]

        for q in moves(i, s):
            if q not in better:
                continue
            answers: set[int] = set()
            if concept != "Nash":
                answers = legal_sequences(willing if concept in ("SEQ", "SSEQ") else moves, others, q)
            hurt = answers - better
            if concept in ("SMR", "SSEQ"):
                hurt = {z for z in hurt if not better & set(moves(i, z))}
            if not hurt:
                return False
        return True

    def met(self, goals: Sequence[Wanted], lists: Lists) -> bool:
        worths = tuple(self.worth(i, lines) for i, lines in enumerate(lists))
        return all(
            any(self.holds(concept, s, worths) for s in states) == wanted for states, wanted, concept in goals
        )


def candidates(judge: Judge, own: Sequence[str], add: bool, more: Sequence[str]) -> list[str]:
    """What may be added to a list."""
    conflict, oracle = judge.oracle.conflict, judge.oracle
    texts = list(more)
    if add:
        named = [f'"{outcome.id}"' for outcome in conflict.outcomes]
        known = conflict.form == "option" or any(state.pattern for state in conflict.states)
        named += [f'"{dm}"."{option}"' for dm, option in oracle.options if known]
        texts += [text for name in named for text in (name, f"not {name}")]

    def where(text: str) -> tuple[bool, ...]:
        return tuple(judge.true(text, s) for s in oracle.all)

    seen = {where(text) for text in own} | {(True,) * len(oracle.all), (False,) * len(oracle.all)}
    found = []
    for text in texts:
        if where(text) not in seen:
            seen.add(where(text))
            found.append(text)
    return found


@dataclass(frozen=True)
class Least:
    """The cheapest lists that meet the goals, if they cost at most `upto`."""

    cost: int | None
    lists: frozenset[Lists]
    upto: int


def least(
    judge: Judge,
    goals: Sequence[Wanted],
    start: Lists,
    movable: Sequence[int],
    new: Callable[[int], Sequence[str]],
    costs: dict[str, int],
    upto: int,
) -> Least:
    """Every edited list up to a cost, the cheapest first."""
    waiting: list[tuple[int, int, Lists]] = [(0, 0, start)]
    done: set[Lists] = set()
    best: int | None = None
    found: set[Lists] = set()
    tick = 0
    while waiting and waiting[0][0] <= (upto if best is None else best):
        cost, _, lists = heapq.heappop(waiting)
        if lists in done:
            continue
        done.add(lists)
        if judge.met(goals, lists):
            best = cost
            found.add(lists)
        for i in movable:
            for extra, edited in edits(lists[i] or (), [t for t, _ in start[i] or ()], new(i), costs):
                if cost + extra <= upto:
                    tick += 1
                    heapq.heappush(waiting, (cost + extra, tick, (*lists[:i], edited, *lists[i + 1 :])))
    return Least(best, frozenset(found), upto)


def edits(
    lines: tuple[tuple[str, bool], ...], own: Sequence[str], new: Sequence[str], costs: dict[str, int]
) -> Iterator[tuple[int, tuple[tuple[str, bool], ...]]]:
    """Every list that is one edit away."""
    for at, (text, turned) in enumerate(lines):
        rest = lines[:at] + lines[at + 1 :]
        if text in own:
            yield costs["drop"], rest
            yield costs["reverse"], (*lines[:at], (text, not turned), *lines[at + 1 :])
            for to in range(len(lines)):
                yield costs["move"], (*rest[:to], (text, turned), *rest[to:])
    for text in new:
        if all(text != there for there, _ in lines):
            for to in range(len(lines) + 1):
                yield costs["add"], (*lines[:to], (text, False), *lines[to:])


def crossings(judge: Judge, goal: Wanted, upto: int) -> int | None:
    """The fewest states that must cross a state, for each decision maker by itself, others as they are."""
    states, wanted, concept = goal
    worths = [judge.worth(i, None) for i in judge.dms]
    totals = []
    for s in states:
        each = [_crossings(judge, concept, i, s, worths, wanted, upto) for i in judge.dms]
        if wanted:
            totals.append(None if None in each else sum(n for n in each if n is not None))
        else:
            totals.append(min((n for n in each if n is not None), default=None))
    known = [total for total in totals if total is not None]
    if wanted:
        return min(known, default=None)
    return None if None in totals else sum(known)


def _crossings(
    judge: Judge, concept: str, i: int, s: int, worths: list[tuple[int, ...]], wanted: bool, upto: int
) -> int | None:
    rest = [x for x in judge.oracle.all if x != s]
    better = {x for x in rest if worths[i][x] > worths[i][s]}
    for count in range(upto + 1):
        for crossing in combinations(rest, count):
            now = better ^ set(crossing)
            own = tuple(1 if x in now else 0 for x in judge.oracle.all)
            if judge.stable(concept, i, s, [*worths[:i], own, *worths[i + 1 :]]) == wanted:
                return count
    return None
