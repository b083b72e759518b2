"""Surprises: moves of one decision maker that are not in another's picture of it, or not as they are.

A move of the truth that somebody's model lacks takes it unawares. Where its model has the move, it may be
wrong about whether it is wanted: an improvement for the mover, in the mover's own eyes, is *unexpected* if
it is none in the observer's model; one of the observer's model that is none in the mover's own eyes is
expected *in vain*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from countermove._numpy import np
from countermove.hypergame.mistakes import allows
from countermove.hypergame.perception import Perception
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal, Pairwise, Preference, Uncertain
from countermove.model.states import State

__all__ = ["Surprise", "Surprises", "surprises", "surprises_at"]

#: A move that is *unseen*, one that is only *imagined*, an improvement that is *unexpected*, or one that is
#: expected *in vain*.
SurpriseKind = Literal["unseen", "imagined", "unexpected", "in vain"]


@dataclass(frozen=True, slots=True)
class Surprises:
    """How many moves of `mover` there are about which `observer` is wrong. Moves count by their two states.

    `unseen`: moves of the truth, from states that the observer sees, that its model lacks; `beyond`: those
    from states that it does not see. `by_option` tells the unseen ones by the mover's options that change
    and that are taken in no state the observer sees. `imagined`: moves of its model that are not in the
    truth. `unexpected` and `in_vain` count among the moves that the observer's model has.
    """

    observer: int
    mover: int
    unseen: int
    beyond: int
    by_option: tuple[tuple[int, int], ...]
    imagined: int
    unexpected: int
    in_vain: int

    @property
    def any(self) -> bool:
        """Whether there is something that the observer is wrong about."""
        return any((self.unseen, self.beyond, self.imagined, self.unexpected, self.in_vain))


@dataclass(frozen=True, slots=True)
class Surprise:
    """One move from a state about which an observer is wrong."""

    observer: int
    mover: int
    target: State
    kind: SurpriseKind


def surprises(perception: Perception) -> tuple[Surprises, ...]:
    """For every observer and every other decision maker as the mover, in their order."""
    counter = _Counter(perception)
    everyone = range(perception.size)
    return tuple(counter.of(i, j) for i in everyone for j in everyone if i != j)


class _Counter:
    """Counts over whole sets of moves. A move is a number: position of its source × S + its target's.

    The moves of one mover, in the truth or in anybody's model, are listed once, ascending; each model then
    says by truth values which of them it has, and which are improvements in it.
    """

    def __init__(self, perception: Perception) -> None:
        self.p = perception
        self._codes = perception.states.codes
        self._all: dict[int, IntArray] = {}
        self._told: dict[tuple[int, int], tuple[BoolArray, BoolArray]] = {}

    def of(self, observer: int, mover: int) -> Surprises:
        everything = self._moves(mover)
        true, _ = self._in_model(-1, mover)
        _, wanted = self._in_model(mover, mover)
        pictured, expected = self._in_model(observer, mover)
        lacking = true & ~pictured
        visible = self.p.seen[observer][everything // len(self._codes)]
        return Surprises(
            observer,
            mover,
            unseen=int((lacking & visible).sum()),
            beyond=int((lacking & ~visible).sum()),
            by_option=tuple(self._by_option(observer, mover, everything[lacking & visible])),
            imagined=int((pictured & ~true).sum()),
            unexpected=int((wanted & pictured & ~expected).sum()),
            in_vain=int((expected & ~wanted).sum()),
        )

    def _moves(self, mover: int) -> IntArray:
        """The moves of `mover` in the truth and in all models."""
        if mover not in self._all:
            listed = self._keys(-1, mover)
            for viewer in range(self.p.size):
                keys = self._keys(viewer, mover)
                if not np.array_equal(keys, listed):
                    listed = np.union1d(listed, keys)
            self._all[mover] = listed
        return self._all[mover]

    def _model(self, viewer: int) -> GraphModel:
        """The model that somebody has; that of the truth for -1."""
        return self.p.truth if viewer < 0 else self.p.models[viewer]

    def _keys(self, viewer: int, mover: int) -> IntArray:
        source, target = self._model(viewer).movement[mover].arcs()
        if viewer >= 0 and not self.p.seen[viewer].all():
            source, target = self.p.places[viewer][source], self.p.places[viewer][target]
        return np.asarray(source * len(self._codes) + target)

    def _in_model(self, viewer: int, mover: int) -> tuple[BoolArray, BoolArray]:
        """Which of all moves of `mover` a model has, and which of them are improvements in it."""
        model = self._model(viewer)
        if (id(model), mover) not in self._told:
            everything, keys = self._moves(mover), self._keys(viewer, mover)
            better = _better(model.preferences[mover], *model.movement[mover].arcs())
            at = np.searchsorted(everything, keys)
            has, improves = (np.zeros(len(everything), dtype=bool) for _ in range(2))
            has[at], improves[at] = True, better
            self._told[id(model), mover] = has, improves
        return self._told[id(model), mover]

    def _by_option(self, observer: int, mover: int, moves: IntArray) -> Iterator[tuple[int, int]]:
        options = self.p.states.options
        changed = self._codes[moves // len(self._codes)] ^ self._codes[moves % len(self._codes)]
        for k in self.p.unseen_options(observer):
            count = int((changed >> k & 1).sum())
            if options[k].dm == mover and count:
                yield k, count


def _better(preference: Preference, source: IntArray, target: IntArray) -> BoolArray:
    """Which of some moves are improvements for certain."""
    if isinstance(preference, Pairwise):
        return np.isin(preference.table[target, source], (1, 2))
    if isinstance(preference, Uncertain):
        return np.asarray((preference.ranks[:, target] > preference.ranks[:, source]).all(axis=0))
    assert isinstance(preference, Ordinal)  # conditions on unlisted states never come here
    return np.asarray(preference.rank[target] > preference.rank[source])


def surprises_at(perception: Perception, state: State) -> tuple[Surprise, ...]:
    """The moves from a state about which somebody is wrong that sees the state, by observer and mover."""
    everyone = range(perception.size)
    return tuple(
        Surprise(observer, mover, target, kind)
        for observer in everyone
        if perception.sees(observer, state)
        for mover in everyone
        if mover != observer
        for target, kind in _from(perception, observer, mover, state)
    )


def _from(p: Perception, observer: int, mover: int, state: State) -> Iterator[tuple[State, SurpriseKind]]:
    view, own = p.models[observer], p.models[mover]
    here = set(view.moves(mover, state))
    for to in sorted(here | set(p.truth.moves(mover, state))):
        if to not in here:
            yield to, "unseen"
            continue
        if not allows(p.truth, mover, state, to):
            yield to, "imagined"
        wants = allows(own, mover, state, to) and own.prefers(mover, to, state)
        if wants != view.prefers(mover, to, state):
            yield to, "unexpected" if wants else "in vain"
