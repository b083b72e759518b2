"""Tables of states × states as packed bits, and the search for ways backwards along moves.

A table has a row for each state z of the model and a column for each state s that is asked about; its
cell says something of z as seen from s. 64 columns share one machine word, so one step backwards along
all moves is one OR over the words of the moves' targets. That is how "the others can bring the conflict
from y to a state that is bad enough compared with s" is found for all y and s together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from countermove._numpy import np
from countermove.coalition.members import Members
from countermove.model.listed import BoolArray, IntArray

__all__ = ["Arcs", "Mover", "Words", "diagonal", "pack", "step_back", "unpack", "ways_to"]

#: (states, words) uint64: a bool table of states × columns, packed.
Words: TypeAlias = "np.ndarray[Any, np.dtype[np.uint64]]"

_MOST_CELLS = 1 << 22  # words gathered at a time


@dataclass(frozen=True)
class Arcs:
    """Steps between listed states, grouped by the state they leave: `leaving` (L,), `start` (L,)."""

    target: IntArray
    leaving: IntArray
    start: IntArray

    @classmethod
    def of(cls, source: IntArray, target: IntArray) -> Arcs:
        """Steps from pairs of positions, ascending by source."""
        leaving, start = np.unique(source, return_index=True)
        return cls(target, leaving, start)


@dataclass(frozen=True)
class Mover:
    """Who makes some steps (several together where they are joint), and the steps."""

    members: Members
    arcs: Arcs


def pack(table: BoolArray) -> Words:
    """A (states, columns) bool table as words; columns are filled up to a multiple of 64."""
    rows, columns = table.shape
    bits = np.zeros((rows, -(-columns // 64) * 8), dtype=np.uint8)
    packed = np.packbits(table, axis=1)
    bits[:, : packed.shape[1]] = packed
    return bits.view(np.uint64)


def unpack(words: Words, columns: int) -> BoolArray:
    """The (states, columns) bool table that was packed."""
    return np.unpackbits(words.view(np.uint8), axis=1, count=columns).astype(bool)


def diagonal(words: Words, places: IntArray) -> BoolArray:
    """(columns,) bool: the cell of each column in the row of its own state, `places` (columns,)."""
    column = np.arange(len(places))
    held = words.view(np.uint8)[places, column // 8]
    return np.asarray((held >> (7 - column % 8)) & 1 == 1)


def step_back(arcs: Arcs, table: Words) -> Words:
    """Where one step leads to a row whose cell is true."""
    result = np.zeros_like(table)
    if not len(arcs.target):
        return result
    most = max(1, _MOST_CELLS // len(arcs.target))
    for at in range(0, table.shape[1], most):
        gathered = table[:, at : at + most][arcs.target]
        result[arcs.leaving, at : at + most] = np.bitwise_or.reduceat(gathered, arcs.start, axis=0)
    return result


def ways_to(movers: Sequence[Mover], table: Words, *, freely: bool) -> Words:
    """From where a sequence of at least one step ends in a row whose cell is true.

    Consecutive movers share no member. `freely` does without that rule, and a good deal sooner: for
    movers one by one whose steps are transitive it changes nothing but the way back to the start.
    """
    if not movers:
        return np.zeros_like(table)
    if len(movers) == 1:
        return step_back(movers[0].arcs, table)
    return _freely(movers, table) if freely else _in_turn(movers, table)


def _freely(movers: Sequence[Mover], table: Words) -> Words:
    reached, changed = table.copy(), True
    while changed:
        changed = False
        for mover in movers:
            wider = step_back(mover.arcs, reached) | reached
            changed = changed or not np.array_equal(wider, reached)
            reached = wider
    return _any([step_back(mover.arcs, reached) for mover in movers])


def _in_turn(movers: Sequence[Mover], table: Words) -> Words:
    """The same where each place remembers its last movers: who may not step next."""
    after = [
        [k for k, later in enumerate(movers) if set(later.members).isdisjoint(mover.members)]
        for mover in movers
    ]
    reached, fresh = [table.copy() for _ in movers], True
    steps = [step_back(mover.arcs, table) for mover in movers]
    while fresh:
        changed = []
        for last in range(len(movers)):
            wider = _any([reached[last], *(steps[k] for k in after[last])])
            if not np.array_equal(wider, reached[last]):
                reached[last] = wider
                changed.append(last)
        for last in changed:
            steps[last] = step_back(movers[last].arcs, reached[last])
        fresh = bool(changed)
    return _any(steps)


def _any(tables: Sequence[Words]) -> Words:
    result = tables[0].copy()
    for table in tables[1:]:
        result |= table
    return result
