"""Single edits, all of them: most questions are answered by one, and no solver is as quick at that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countermove.levers.clock import Clock, Late
from countermove.levers.drafts import Costs, Draft, edits_of, original
from countermove.levers.lines import Lines
from countermove.levers.settle import milder

__all__ = ["Singles", "single_edits"]


@dataclass(frozen=True, slots=True)
class Singles:
    """The lists with one edit that meet the goals: for each line the cheapest and mildest, cheapest first.

    `complete`: all edits were tried. `tried` says how many.
    """

    drafts: tuple[Draft, ...]
    complete: bool
    tried: int
    interrupted: bool = False


def single_edits(lines: Lines, costs: Costs, meets: Callable[[Draft], bool], clock: Clock) -> Singles:
    """Try every single edit of one list, line by line, until the time is up."""
    found: list[tuple[int, Draft]] = []
    tried = 0
    try:
        for k in range(len(lines.all)):
            for cost, draft in _edits(lines, costs, k):
                clock.check()
                tried += 1
                if meets(draft):
                    found.append((cost, draft))
                    break
    except Late:
        return Singles(_ordered(found), False, tried)
    except KeyboardInterrupt:
        return Singles(_ordered(found), False, tried, True)
    return Singles(_ordered(found), True, tried)


def _ordered(found: list[tuple[int, Draft]]) -> tuple[Draft, ...]:
    return tuple(draft for _, draft in sorted(found, key=lambda row: row[0]))


def _edits(lines: Lines, costs: Costs, k: int) -> Iterator[tuple[int, Draft]]:
    """The single edits of one line with what they cost, the cheapest first and of these the mildest."""
    rows = []
    for draft in milder(lines, original(lines), k):
        edits = edits_of(lines, draft, costs)
        if len(edits) == 1 and edits[0].line == k:  # two neighbours that change places count as one of them
            rows.append((edits[0].cost, draft))
    yield from sorted(rows, key=lambda row: row[0])
