"""Edited lists: how good they make each state, which edits they are, and as which changes they are written.

The edits of a list are read off the list: a line that is gone was dropped, a new one added, and of those
that stayed the fewest were moved that can have been (all but the longest run in the old order).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from countermove._numpy import np
from countermove.levers.arena import Arena
from countermove.levers.goals import spelled_pattern
from countermove.levers.lines import Line, Lines
from countermove.model.conflict import PrioritisedStatement
from countermove.model.listed import BoolArray, IntArray
from countermove.model.names import is_pattern
from countermove.model.preferences import rank_by_truth
from countermove.model.variants import Change

__all__ = [
    "Costs",
    "Draft",
    "Drafts",
    "Edit",
    "Placed",
    "changes_of",
    "edits_of",
    "inserted",
    "kept",
    "orders_of",
    "original",
    "price",
    "undone",
]


#: A line of an edited list by its position among all lines, and whether it is reversed.
Placed = tuple[int, bool]
#: An edited list, most important first.
Draft = tuple[Placed, ...]
#: The edited list of every decision maker whose list may be edited.
Drafts = dict[int, Draft]


@dataclass(frozen=True, slots=True)
class Costs:
    """What one edit costs, each at least 1."""

    drop: int = 1
    reverse: int = 1
    move: int = 1
    add: int = 1

    @property
    def least(self) -> int:
        """What any edit costs at the least."""
        return min(self.drop, self.reverse, self.move, self.add)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a list. `do` is "drop", "reverse", "move" or "add".

    `line` is its position among all lines. `place` is where it stands in the edited list, `was` where it
    stood in the old one, both from 1 and 0 where it does not or did not. `over` is the line right below
    it and `under` the one right above, in the edited list; None at the end and the top. `origin` says
    where an added line was taken from.
    """

    do: str
    dm: int
    line: int
    statement: PrioritisedStatement
    cost: int
    place: int = 0
    was: int = 0
    over: PrioritisedStatement | None = None
    under: PrioritisedStatement | None = None
    origin: str = ""


def original(lines: Lines) -> Draft:
    """The list as it is."""
    return tuple((k, False) for k in range(lines.own))


def orders_of(arena: Arena, lists: Mapping[int, Lines], drafts: Mapping[int, Draft]) -> list[IntArray]:
    """What everybody would prefer with the edited lists: ranks (S,), larger is better."""
    ranks = list(arena.orders)
    for dm, draft in drafts.items():
        rows = [_truth(lists[dm].all[k], turned) for k, turned in draft]
        ranks[dm] = rank_by_truth(np.array(rows, dtype=bool).reshape(len(rows), arena.size))
    return ranks


def _truth(line: Line, turned: bool) -> BoolArray:
    return line.contrary if turned else line.truth


# -- edits -----------------------------------------------------------------------------------------


def kept(draft: Draft, own: int) -> set[int]:
    """The own lines that count as unmoved: a longest run in the old order."""
    best: list[list[int]] = [[]]
    for k in (k for k, _ in draft if k < own):
        run = max((run for run in best if not run or run[-1] < k), key=len)
        best.append([*run, k])
    longest = max(best, key=len)
    return set(longest)


def edits_of(lines: Lines, draft: Draft, costs: Costs) -> list[Edit]:
    """What was done to a list, lines in their old order, what was added last."""
    place = {k: at for at, (k, _) in enumerate(draft, 1)}
    unmoved = kept(draft, lines.own)
    found: list[Edit] = []
    for k, line in enumerate(lines.all):
        was = k + 1 if k < lines.own else 0
        if k not in place:
            if was:
                found.append(Edit("drop", lines.dm, k, line.statement, costs.drop, was=was))
            continue
        at = place[k]
        over = lines.all[draft[at][0]].statement if at < len(draft) else None
        under = lines.all[draft[at - 2][0]].statement if at > 1 else None
        edit = Edit("add", lines.dm, k, line.statement, costs.add, at, was, over, under, line.origin)
        if not was:
            found.append(edit)
        if was and k not in unmoved:
            found.append(replace(edit, do="move", cost=costs.move))
        if was and draft[at - 1][1]:
            found.append(replace(edit, do="reverse", cost=costs.reverse))
    return found


def price(lists: Mapping[int, Lines], drafts: Mapping[int, Draft], costs: Costs) -> int:
    """What the edits of some lists cost."""
    return sum(edit.cost for dm, draft in drafts.items() for edit in edits_of(lists[dm], draft, costs))


def inserted(rest: Draft, placed: Placed, at: int) -> Draft:
    """A list with one more line, at a place from 0."""
    return (*rest[:at], placed, *rest[at:])


def undone(lines: Lines, draft: Draft) -> list[Draft]:
    """The lists with one edit less."""
    place = {k: at for at, (k, _) in enumerate(draft)}
    unmoved = kept(draft, lines.own)
    found: list[Draft] = []
    for k in range(len(lines.all)):
        if k not in place:
            if k < lines.own:
                found.append(_put_back(draft, (k, False), unmoved))
            continue
        at, turned = place[k], draft[place[k]][1]
        without = draft[:at] + draft[at + 1 :]
        if k >= lines.own:
            found.append(without)
        elif k not in unmoved:
            found.append(_put_back(without, (k, turned), unmoved))
        if turned:
            found.append((*draft[:at], (k, False), *draft[at + 1 :]))
    return found


def _put_back(draft: Draft, line: Placed, unmoved: set[int]) -> Draft:
    """The list with a line where it stood: right above the first unmoved one that stood below it."""
    below = [at for at, (k, _) in enumerate(draft) if k in unmoved and k > line[0]]
    at = below[0] if below else len(draft)
    return inserted(draft, line, at)


# -- changes ---------------------------------------------------------------------------------------


def changes_of(arena: Arena, lists: Mapping[int, Lines], drafts: Mapping[int, Draft]) -> tuple[Change, ...]:
    """The edits as changes to the model, in an order in which they can be made."""
    return tuple(
        change for dm, draft in sorted(drafts.items()) for change in _changes(arena, lists[dm], draft)
    )


def _changes(arena: Arena, lines: Lines, draft: Draft) -> list[Change]:
    """Drops first; then what is moved or added, from the end up; what is reversed last."""
    who = Change("", dm=arena.model.decision_makers[lines.dm], reading=arena.model.reading)
    inside, unmoved = {k for k, _ in draft}, kept(draft, lines.own)
    gone = [lines.all[k].text for k in range(lines.own) if k not in inside]
    stay = lines.own - len(gone)
    found = [replace(who, do="drop statement", statement=text) for text in gone]
    for at in reversed(range(len(draft))):
        k, line = draft[at][0], lines.all[draft[at][0]].statement
        above = lines.all[draft[at + 1][0]].text if at + 1 < len(draft) else ""
        if k >= lines.own:
            found.append(replace(_added(who, line), above=above))
        elif k not in unmoved:
            to = replace(who, do="move statement", statement=line.that, above=above)
            found.append(to if above else replace(to, place=stay))
    turned = sorted((k for k, reverse in draft if reverse), reverse=True)
    return found + [_reversed(arena, who, lines.all[k].text) for k in turned]


def _added(who: Change, line: PrioritisedStatement) -> Change:
    return replace(
        who, do="add statement", statement=line.that, says=line.says,
        evidence=line.evidence, assumption=line.assumption,
    )  # fmt: skip


def _reversed(arena: Arena, who: Change, text: str) -> Change:
    """A pattern cannot stand inside "not (...)": it is spelled out."""
    if not is_pattern(text):
        return replace(who, do="reverse statement", statement=text)
    becomes = f"not ({spelled_pattern(arena.model, text)})"
    return replace(who, do="reword statement", statement=text, becomes=becomes)
