"""Coalitions: which groups of decision makers there are, and what a person calls one.

A coalition H is a non-empty set of decision makers; its opponents are all the others, K = N∖H. In
code it is a tuple of positions, ascending. A single decision maker is a coalition of one, and all of
them are the *grand coalition*, which has no opponents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, combinations
from typing import TypeAlias

from countermove.errors import ModelError, NotApplicable, Problem, TooLarge, clip, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSpace

__all__ = [
    "MOST_DECISION_MAKERS",
    "Members",
    "all_coalitions",
    "members_of",
    "minimal",
    "named_coalition",
    "opponents",
    "refuse_unlisted",
    "subcoalitions",
]

#: A coalition: the positions of its members, ascending.
Members: TypeAlias = tuple[int, ...]

#: With more decision makers than this the coalitions (4,095 of 12) are not gone through.
MOST_DECISION_MAKERS = 12


def members_of(model: GraphModel, members: Collection[int]) -> Members:
    """The coalition of some decision makers. Raises `NotApplicable` if it is empty or not of this model."""
    found = tuple(sorted(set(members)))
    if not found:
        raise NotApplicable(Problem("a coalition has one member at least", "Name a decision maker."))
    if found[0] < 0 or found[-1] >= model.size:
        what = f"there is no decision maker {found[0] if found[0] < 0 else found[-1]}"
        raise NotApplicable(Problem(what, f"They are numbered 0 to {model.size - 1}."))
    return found


def named_coalition(model: GraphModel, text: str) -> Members:
    """The coalition that a person writes as ``us+eu``. Raises `ModelError` with every unknown name."""
    known = {dm.casefold(): place for place, dm in enumerate(model.decision_makers)}
    names = [part.strip() for part in text.split("+")]
    problems = [
        Problem(f'there is no decision maker "{clip(name)}"', did_you_mean(name, model.decision_makers))
        for name in names
        if name.casefold() not in known
    ]
    if problems:
        raise ModelError(problems)
    return members_of(model, [known[name.casefold()] for name in names])


def opponents(model: GraphModel, members: Members) -> Members:
    """K: the decision makers outside the coalition."""
    return tuple(dm for dm in range(model.size) if dm not in members)


def subcoalitions(members: Iterable[int]) -> Iterator[Members]:
    """Every coalition within some decision makers, smaller ones first."""
    everyone = tuple(members)
    return chain.from_iterable(combinations(everyone, size) for size in range(1, len(everyone) + 1))


def all_coalitions(model: GraphModel) -> tuple[Members, ...]:
    """Every coalition, smaller ones first. Raises `TooLarge` for more than 12 decision makers."""
    if model.size > MOST_DECISION_MAKERS:
        what = (
            f"{model.size} decision makers form {2**model.size - 1:,} coalitions,"
            f" and this version goes through those of {MOST_DECISION_MAKERS}"
        )
        raise TooLarge(Problem(what, "Name the coalitions that matter: --together a+b."))
    return tuple(subcoalitions(range(model.size)))


def minimal(coalitions: Iterable[Members]) -> tuple[Members, ...]:
    """The coalitions that contain no other one of them, smaller ones first."""
    kept: list[Members] = []
    for coalition in sorted(set(coalitions), key=lambda each: (len(each), each)):
        if not any(set(smaller) <= set(coalition) for smaller in kept):
            kept.append(coalition)
    return tuple(kept)


def refuse_unlisted(model: GraphModel) -> None:
    """Raise `TooLarge` where states are not listed: every state and coalition cannot be gone through."""
    if not isinstance(model.states, ListedSpace):
        what = (
            f"going through coalitions needs a list of all states, and {model.states.size:,} are not listed"
        )
        raise TooLarge(Problem(what, "Name one state, and the coalitions that matter: --together a+b."))
