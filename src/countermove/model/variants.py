"""What a conflict's author adds to say how it could be otherwise: changes, scenarios, doubts, views.

A `Change` alters one thing in a conflict. A `Scenario` names some changes ("a mediator comes in"). A
`Doubt` names alternatives of which one is true and nobody knows which; each alternative is again some
changes. A `Hypergame` says who sees the conflict how. All of it is plain data in the words of the
author, mirrors the model file key by key, and is carried out in `changes`, `scenarios`, `doubts` and
`views`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from countermove.model.conflict import Option, PrioritisedStatement

__all__ = ["Alternative", "Change", "Doubt", "Hypergame", "Scenario", "View"]

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a conflict; `do` says which, and which of the other fields it reads (`changes`).

    `dm` is whose options or wishes change, or the id of a decision maker that comes in. `reading`
    limits a change of wishes to one reading. `statement` is a condition that `dm` wants already, word
    for word; `place` counts its list from 1.
    """

    do: str
    dm: str = ""
    reading: str = ""
    statement: str = ""
    becomes: str = ""
    place: int = 0
    above: str = ""
    says: str = ""
    option: str = ""
    over: str = ""
    of: tuple[str, ...] = ()
    wants: str = ""
    name: str = ""
    in_text: str = ""
    plural: bool = False
    does: str = ""
    drops: str = ""
    irreversible: str = ""
    options: tuple[Option, ...] = ()
    statements: tuple[PrioritisedStatement, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    greatly_after: tuple[int, ...] = ()
    condition: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes with a name. `after` names a scenario whose changes are made first."""

    id: str
    name: str = ""
    because: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a doubt may turn out. No changes: as the model is written. `weight` 0 counts as 1
    where no alternative has a weight."""

    name: str = ""
    changes: tuple[Change, ...] = ()
    weight: Number = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the author is not sure of: the model as written is one of several.

    Exactly one way of saying it is used. `order`: statements of `dm` (or, in a ranking, neighbouring
    states) whose order among themselves is not sure, with `ties` also whether a ranking ties them.
    `statement` with `instead`: what it may be in place of that; with `probability`: how likely it
    holds, else `dm` does not mind. `option`, "us.backstop": it may not be there to take, `probability`
    that it is. `like`: readings, the wishes of `dm` are those of one of them. `strength`: where the
    groups may stand of which the ranking greatly prefers all above (`greatly_after`, one list for each
    possibility). `alternatives`: anything else, as changes; the model as written is one of them only
    if one has no changes. `weights` say how likely the ways are, in their order (as written first).
    `issue` is the question in the ledger on which it hangs.
    """

    id: str
    name: str = ""
    issue: str = ""
    dm: str = ""
    reading: str = ""
    order: tuple[str, ...] = ()
    ties: bool = False
    statement: str = ""
    instead: tuple[str, ...] = ()
    option: str = ""
    probability: Number | None = None
    like: tuple[str, ...] = ()
    strength: tuple[tuple[int, ...], ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    weights: tuple[Number, ...] = ()
    because: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """How one decision maker sees the conflict, and acts on it.

    `reading` gives what it takes everybody to want (itself included); `unseen` lists options it does
    not know of, `ignores` the states it does not reckon with; `changes` says what else is different in
    its eyes.
    """

    dm: str
    reading: str = ""
    unseen: tuple[str, ...] = ()
    ignores: str = ""
    changes: tuple[Change, ...] = ()
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Hypergame:
    """Who sees the conflict how. `reading` is what those see who have no view of their own."""

    id: str
    name: str = ""
    because: str = ""
    reading: str = ""
    views: tuple[View, ...] = ()
