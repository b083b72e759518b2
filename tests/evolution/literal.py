"""Evolution taken literally: sequences walked one by one, equations solved whole, in exact fractions.

Nothing is shared with the package. States are positions of the oracle; a step is (movers, state) with
movers a frozenset of positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from oracle import Oracle, legal_sequences

__all__ = ["Literal", "absorbed", "classes"]

Movers = frozenset[int]
Configuration = tuple[int, Movers, int]  # state, who moved last, unwanted moves so far
Sequence = tuple[tuple[Movers, int], ...]
Rows = list[dict[int, Fraction]]

NOBODY: Movers = frozenset()


@dataclass
class Literal:
    """The steps of one kind in one reading of a conflict."""

    oracle: Oracle
    by: str
    free: frozenset[int] = frozenset()
    against: int = 0

    def steps(self, state: int) -> Iterator[tuple[Movers, int, int]]:
        """Movers, target, and 1 if the step takes from the allowance of unwanted moves."""
        o = self.oracle
        for i in range(len(o.dms)):
            for q in o.moves(i, state):
                wanted = o.better(i, q, state)
                cost = 0 if wanted or self.by == "moves" or i in self.free else 1
                if cost == 0 or self.by == "mixed":
                    yield frozenset([i]), q, cost
        if self.by == "coalitions":
            yield from ((h, q, 0) for h, q in self.joint(state))

    def joint(self, state: int) -> Iterator[tuple[Movers, int]]:
        o = self.oracle
        for size in range(2, len(o.dms) + 1):
            for members in combinations(range(len(o.dms)), size):
                for q in legal_sequences(o.moves, members, state) - {state}:
                    needed = not any(q in self.alone(part, state) for part in _parts(members))
                    if needed and all(o.better(i, q, state) for i in members):
                        yield frozenset(members), q

    def alone(self, members: tuple[int, ...], state: int) -> set[int]:
        """What a coalition can bring about without anybody else."""
        return legal_sequences(self.oracle.moves, members, state)

    def after(self, at: Configuration) -> Iterator[Configuration]:
        state, last, used = at
        for movers, q, cost in self.steps(state):
            if not movers & last and used + cost <= self.against:
                yield q, movers, used + cost

    def layers(self, start: int, count: int) -> list[set[Configuration]]:
        """The configurations after exactly 0, 1, ..., `count` steps."""
        found = [{(start, NOBODY, 0)}]
        for _ in range(count):
            found.append({new for at in found[-1] for new in self.after(at)})
        return found

    def configurations(self, start: int) -> set[Configuration]:
        found = {(start, NOBODY, 0)}
        waiting = list(found)
        while waiting:
            fresh = set(self.after(waiting.pop())) - found
            found |= fresh
            waiting += fresh
        return found

    def sequences(self, start: int, length: int) -> list[Sequence]:
        """Every legal sequence of exactly this length, written out."""
        found: list[tuple[Sequence, int]] = [((), 0)]
        for _ in range(length):
            longer = []
            for sequence, used in found:
                here = sequence[-1][1] if sequence else start
                last = sequence[-1][0] if sequence else NOBODY
                for q, movers, spent in self.after((here, last, used)):
                    longer.append(((*sequence, (movers, q)), spent))
            found = longer
            if len(found) > 20_000:
                raise OverflowError
        return [sequence for sequence, _ in found]

    def cheapest(self, start: int) -> dict[int, tuple[int, int]]:
        """The fewest unwanted moves and then the fewest steps to each state, until nothing changes."""
        o = self.oracle
        best: dict[tuple[int, int], tuple[int, int]] = {(start, -1): (0, 0)}
        changed = True
        while changed:
            changed = False
            for (state, last), (cost, steps) in list(best.items()):
                for i in range(len(o.dms)):
                    for q in o.moves(i, state) if i != last else ():
                        unwanted = not o.better(i, q, state) and i not in self.free
                        new = (cost + unwanted, steps + 1)
                        if (q, i) not in best or new < best[q, i]:
                            best[q, i], changed = new, True
        found: dict[int, tuple[int, int]] = {}
        for (state, _), value in best.items():
            found[state] = min(value, found.get(state, value))
        return found

    # -- chains --------------------------------------------------------------------------------

    def row(
        self, state: int, weights: list[Fraction], choices: Callable[[int, int], list[int]], willing: bool
    ) -> dict[int, Fraction]:
        able = {i: choices(i, state) for i in range(len(weights))}
        drawn = {i: weights[i] for i in able if able[i] or not willing}
        total = sum(drawn.values(), Fraction(0))
        row: dict[int, Fraction] = {}
        for i, weight in drawn.items() if total else ():
            for q in able[i] or [state]:
                row[q] = row.get(q, Fraction(0)) + weight / total / max(len(able[i]), 1)
        return {q: p for q, p in row.items() if p} or {state: Fraction(1)}

    def best(self, i: int, state: int) -> list[int]:
        better = self.oracle.improvements(i, state)
        return [q for q in better if not any(self.oracle.better(i, r, q) for r in better)]


def _parts(members: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(members)):
        yield from combinations(members, size)


def _reach(rows: Rows) -> list[set[int]]:
    reach = [{s, *row} for s, row in enumerate(rows)]
    for k in range(len(rows)):
        for s in range(len(rows)):
            if k in reach[s]:
                reach[s] |= reach[k]
    return reach


def classes(rows: Rows, start: int) -> list[frozenset[int]]:
    """The recurrent classes that the start leads to."""
    reach = _reach(rows)
    return sorted(
        {frozenset(reach[s]) for s in reach[start] if all(s in reach[q] for q in reach[s])},
        key=sorted,
    )


def absorbed(rows: Rows, start: int) -> tuple[dict[frozenset[int], Fraction], Fraction, Fraction]:
    """The probability of each recurrent class; the expected turns and moves before one is entered."""
    found = classes(rows, start)
    ends = frozenset().union(*found)
    transient = sorted(s for s in _reach(rows)[start] if s not in ends)
    place = {s: k for k, s in enumerate(transient)}

    def solved(right: Callable[[int], Fraction]) -> Fraction:
        matrix = [
            [Fraction(s == q) - rows[s].get(q, Fraction(0)) for q in transient] + [right(s)]
            for s in transient
        ]
        return _solve(matrix)[place[start]]

    if start in ends:
        return {each: Fraction(start in each) for each in found}, Fraction(0), Fraction(0)
    into = {
        each: solved(lambda s, each=each: sum((p for q, p in rows[s].items() if q in each), Fraction(0)))
        for each in found
    }
    moves = solved(lambda s: 1 - rows[s].get(s, Fraction(0)))
    return into, solved(lambda s: Fraction(1)), moves


def _solve(matrix: list[list[Fraction]]) -> list[Fraction]:
    """Gauss and Jordan."""
    for k in range(len(matrix)):
        pivot = next(r for r in range(k, len(matrix)) if matrix[r][k])
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        matrix[k] = [value / matrix[k][k] for value in matrix[k]]
        for r in range(len(matrix)):
            if r != k and matrix[r][k]:
                factor = matrix[r][k]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[k], strict=True)]
    return [row[-1] for row in matrix]
