"""Hypergames from their definition, by brute force; nothing shared with the package but its types.

A view is the oracle of the whole conflict with its owner's picture of everybody's wishes and moves, in
which only the states that it sees are gone through.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from countermove.model.conflict import Conflict, Preferences
from countermove.model.variants import Change, Hypergame, View
from oracle import Oracle

__all__ = ["LiteralHypergame", "LiteralView"]


class LiteralView(Oracle):
    """The conflict as one sees it. States have the positions that they have in the whole conflict."""

    def __init__(self, conflict: Conflict, reading: str, hidden: list[str]) -> None:
        self.hidden = hidden
        super().__init__(conflict, reading)

    def hidden_members(self, s: int) -> list[bool]:
        """For each combination that a state stands for, whether it is hidden."""
        return [any(self.true_in_combination(text, m) for text in self.hidden) for m in self.states[s]]

    @cached_property
    def visible(self) -> list[int]:
        return [s for s in range(len(self.states)) if not any(self.hidden_members(s))]

    @property
    def cut(self) -> bool:
        """Whether a part of a state is seen and another is not."""
        return any(any(parts) and not all(parts) for parts in map(self.hidden_members, self.all))

    def _list_moves(self, i: int, s: int) -> list[int]:
        if s not in self.visible:
            return []
        return [q for q in super()._list_moves(i, s) if q in self.visible]

    def joint_answers(self, i: int, s: int, y: int):  # type: ignore[no-untyped-def]
        return (z for z in super().joint_answers(i, s, y) if z in self.visible)

    def stays(self, concept: str, i: int, s: int) -> bool:
        return s in self.visible and self.stable(concept, i, s)


class LiteralHypergame:
    """A hypergame: one view for each decision maker, and the truth."""

    def __init__(self, conflict: Conflict, game: Hypergame) -> None:
        self.dms = [dm.id for dm in conflict.decision_makers]
        self.everyone = range(len(self.dms))
        self.views = [_view(conflict, game, dm) for dm in self.dms]
        wishes = [
            replace(view.wishes[i], reading="", dm=dm)
            for i, (dm, view) in enumerate(zip(self.dms, self.views, strict=True))
        ]
        self.truth = LiteralView(conflict.replace(preferences=tuple(wishes), readings=()), "", [])
        self.all = self.truth.all

    def sees(self, i: int, s: int) -> bool:
        return s in self.views[i].visible

    def holds(self, concept: str, s: int) -> bool:
        return all(self.sees(i, s) and self.views[i].stays(concept, i, s) for i in self.everyone)

    def holds_for_those_who_see(self, concept: str, s: int) -> bool:
        seeing = [i for i in self.everyone if self.sees(i, s)]
        return bool(seeing) and all(self.views[i].stays(concept, i, s) for i in seeing)

    def recognises(self, concept: str, i: int, s: int) -> bool:
        return all(self.views[i].stays(concept, j, s) for j in self.everyone)

    def truly_holds(self, concept: str, s: int) -> bool:
        return all(self.truth.stays(concept, j, s) for j in self.everyone)

    def class_of(self, concept: str, s: int) -> str:
        knowing = [i for i in self.everyone if self.recognises(concept, i, s)]
        if not self.holds(concept, s):
            return "imagined" if knowing else ""
        if len(knowing) == len(self.dms):
            return "understood"
        return "partly understood" if knowing else "blind"

    # -- surprises -----------------------------------------------------------------------------

    def kinds(self, observer: int, mover: int, s: int, q: int) -> set[str]:
        """What the observer is wrong about in the move of somebody from s to q."""
        view, own = self.views[observer], self.views[mover]
        real, pictured = q in self.truth.moves(mover, s), q in view.moves(mover, s)
        found = set()
        if real and not pictured:
            found.add("unseen" if self.sees(observer, s) else "beyond")
        if pictured and not real:
            found.add("imagined")
        wants = q in own.improvements(mover, s)
        if pictured and wants and q not in view.improvements(mover, s):
            found.add("unexpected")
        if q in view.improvements(mover, s) and not wants:
            found.add("in vain")
        return found


def _view(conflict: Conflict, game: Hypergame, dm: str) -> LiteralView:
    view = next((view for view in game.views if view.dm == dm), View(dm))
    reading = view.reading or game.reading or "one"
    hidden = [f'"{owner}"."{option}"' for owner, option in (text.split(".") for text in view.unseen)]
    hidden += [view.ignores] if view.ignores else []
    for change in view.changes:
        if change.do == "forbid":
            hidden.append(change.condition)
        elif change.do == "remove option":
            hidden.append(f'"{change.dm}"."{change.option}"')
        else:
            conflict = _changed(conflict, change)
    return LiteralView(conflict, reading, hidden)


def _changed(conflict: Conflict, change: Change) -> Conflict:
    if change.do == "make irreversible":
        dms = [
            replace(dm, options=tuple(replace(o, irreversible=change.irreversible) if
                    (dm.id, o.id) == (change.dm, change.option) else o for o in dm.options))
            for dm in conflict.decision_makers
        ]  # fmt: skip
        return conflict.replace(decision_makers=tuple(dms))
    return conflict.replace(preferences=tuple(_reworded(wish, change) for wish in conflict.preferences))


def _reworded(wish: Preferences, change: Change) -> Preferences:
    if (wish.dm, wish.reading) != (change.dm, change.reading):
        return wish
    at = [s.that for s in wish.statements].index(change.statement)
    old = wish.statements[at]
    new = [replace(old, that=f"not ({old.that})")] if change.do == "reverse statement" else []
    return replace(wish, statements=(*wish.statements[:at], *new, *wish.statements[at + 1 :]))
