"""Legal sequences: one decision maker moves after another, and nobody twice in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from countermove.model.states import State

__all__ = ["reached"]


def reached(start: State, steps: Sequence[Callable[[State], list[State]]]) -> set[State]:
    """The states that end a legal sequence of at least one step; `steps` has one function a mover."""
    found: set[tuple[State, int]] = set()
    ends = [(start, -1)]
    while ends:
        state, last = ends.pop()
        for mover, step in enumerate(steps):
            if mover != last:
                new = {(to, mover) for to in step(state)} - found
                found |= new
                ends.extend(new)
    return {state for state, _ in found}
