"""Small conflicts made by hand, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    NamedState,
    Option,
    Preferences,
    PrioritisedStatement,
    Reading,
)

__all__ = ["drawn", "party", "read_so", "wants"]


def drawn(**parties: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> Conflict:
    """A conflict in graph form over states of one letter.

    Each party has arcs ("st tu": from s to t, from t to u), a ranking ("t s=u": best first, ties with
    =; "t s|s t": several rankings, "t>>s": greatly preferred) and what else `DecisionMaker` takes.
    States that a ranking leaves out come last, as a tie.
    """
    owners = []
    for name, (arcs, _, *more) in parties.items():
        moves = tuple((arc[0], arc[1]) for arc in arcs.split())
        owners.append(DecisionMaker(name, moves=moves, **(more[0] if more else {})))
    letters = sorted(
        {letter for arcs, ranking, *_ in parties.values() for letter in arcs + ranking} - set(" =|>")
    )
    wishes = tuple(_ranked(name, ranking, letters) for name, (_, ranking, *_) in parties.items())
    states = tuple(NamedState(letter) for letter in letters)
    return Conflict("drawn", tuple(owners), wishes, form="graph", states=states)


def _ranked(name: str, text: str, letters: Sequence[str]) -> Preferences:
    if "|" in text:
        return Preferences(name, rankings=tuple(_groups(part, letters) for part in text.split("|")))
    better, great, rest = text.partition(">>")
    marks = (len(better.split()),) if great else ()
    return Preferences(name, ranking=_groups(f"{better} {rest}", letters), greatly_after=marks)


def _groups(text: str, letters: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    last = tuple(letter for letter in letters if letter not in text)
    return tuple(tuple(group.split("=")) for group in text.split()) + ((last,) if last else ())


def party(id: str, options: str, **more: Any) -> DecisionMaker:
    """A decision maker with options named in one string."""
    return DecisionMaker(id, options=tuple(Option(option) for option in options.split()), **more)


def wants(name: str, *conditions: str, reading: str = "") -> Preferences:
    """Prioritised statements, most important first."""
    lines = tuple(PrioritisedStatement(condition) for condition in conditions)
    return Preferences(name, reading=reading, statements=lines)


def read_so(parties: Sequence[DecisionMaker], **readings: dict[str, Sequence[str]]) -> Conflict:
    """A conflict with several readings: for each, what every party wants."""
    wishes = [
        wants(dm.id, *said.get(dm.id, ()), reading=reading)
        for reading, said in readings.items()
        for dm in parties
    ]
    return Conflict("read", tuple(parties), tuple(wishes), readings=tuple(Reading(name) for name in readings))
