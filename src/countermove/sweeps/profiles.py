"""Profiles: one preference for every decision maker, thousands of times, in the three ways they are made.

* `Ranks`: ranks of all states, given outright.
* `Orders`: prioritised statements in orders that are given, some of them turned round or left out.
* `RandomOrders`: prioritised statements in random orders. Every profile is a function of the seed and
  its own number, so that any one can be replayed without the others.

Larger ranks are better, as in `countermove.model.preferences`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from countermove.errors import NotApplicable, Problem
from countermove.kernels.sweep import NEGATED, Array, Given, Lines, Source, digit_groups, draws
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal

__all__ = ["Orders", "Profiles", "RandomOrders", "Ranks", "Wish", "dense_ranks", "wishes_of"]

_MOST_PROFILES = 1 << 32


class Profiles(Protocol):
    """A number of profiles over one list of states."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """(profiles, decision makers, states)."""

    @property
    def first(self) -> int:
        """The number of the first profile among those that could be drawn."""

    def sources(self) -> list[Source]:
        """The ranks of each decision maker, as a sweep takes them."""

    def ranks(self, rows: IntArray) -> IntArray:
        """(rows, DMs, S) int64: dense ranks of some profiles, counted from 0 within these."""


@dataclass(frozen=True)
class Ranks:
    """Profiles given outright: `values` (profiles, DMs, S), whole numbers, larger is better."""

    values: IntArray

    def __post_init__(self) -> None:
        if self.values.ndim != 3 or not np.issubdtype(self.values.dtype, np.integer):
            raise ValueError("ranks are an integer array (profiles, decision makers, states)")

    @property
    def first(self) -> int:
        """Given profiles are numbered from 0."""
        return 0

    @property
    def shape(self) -> tuple[int, int, int]:
        """(profiles, decision makers, states)."""
        many, makers, states = self.values.shape
        return many, makers, states

    def sources(self) -> list[Source]:
        """The values counted from 0, in cells as small as hold them."""
        if not self.values.size:
            return [Given(self.values[:, dm], 0) for dm in range(self.shape[1])]
        low, high = int(self.values.min()), int(self.values.max())
        if high - low > np.iinfo(np.int16).max:
            return [Given(self.values[:, dm], high - low) for dm in range(self.shape[1])]
        values = self.values
        if low != 0:
            values = (values if values.itemsize == 8 else values.astype(np.int64)) - values.dtype.type(low)
        values = values.astype(np.min_scalar_type(low - high - 1), copy=False)
        return [Given(values[:, dm], high - low) for dm in range(self.shape[1])]

    def ranks(self, rows: IntArray) -> IntArray:
        """Dense ranks."""
        return dense_ranks(self.values[rows])


@dataclass(frozen=True)
class Wish:
    """What does not change about one decision maker's preference.

    Either `truth` (statements, S): where its statements hold, most important first as its author has
    them; or `rank` (S,): its ranks, the same in all profiles.
    """

    truth: BoolArray | None = None
    rank: IntArray | None = None

    @property
    def states(self) -> int:
        """How many states there are."""
        return int((self._either).shape[-1])

    @property
    def _either(self) -> IntArray | BoolArray:
        found = self.rank if self.truth is None else self.truth
        if found is None:
            raise ValueError("a wish has statements or ranks")
        return found

    def fixed(self) -> Source:
        """The author's own preference, in every profile."""
        ranks = self.fixed_ranks[None]
        return Given(ranks, int(ranks.max(initial=0)))

    @property
    def fixed_ranks(self) -> IntArray:
        """(S,): the author's own preference as dense ranks."""
        if self.truth is None:
            return dense_ranks(np.asarray(self._either, np.int64))
        return np.asarray(by_orders(self.truth, np.arange(len(self.truth))[None])[0])


def wishes_of(model: GraphModel) -> tuple[Wish, ...]:
    """The wishes of a model's decision makers.

    Raises `NotApplicable` where a preference is partly unknown or not an order.
    """
    found = []
    for name, preference in zip(model.decision_makers, model.preferences, strict=True):
        if not isinstance(preference, Ordinal):
            what = f"the preference of {name} is not known as one order of the states"
            raise NotApplicable(Problem(what, "Give the profiles as ranks."))
        found.append(Wish(rank=preference.rank) if preference.truth is None else Wish(truth=preference.truth))
    return tuple(found)


@dataclass(frozen=True)
class Orders:
    """Profiles by the order of prioritised statements, most important first.

    `orders` holds for each decision maker (profiles, places): the statements (numbers from 0 in its
    `Wish.truth`) by place, -1 for a place left empty; or None for its author's own order. A statement
    that is not named counts for nothing. `turned` holds (profiles, statements) bool or None: which
    statements are wished to be false.
    """

    wishes: tuple[Wish, ...]
    orders: tuple[IntArray | None, ...]
    turned: tuple[BoolArray | None, ...] = ()

    def __post_init__(self) -> None:
        given = {len(order) for order in self.orders if order is not None}
        if len(self.orders) != len(self.wishes) or len(given) != 1:
            raise ValueError("there is one array of orders for each decision maker, all of the same length")
        for wish, order in zip(self.wishes, self.orders, strict=True):
            if order is not None:
                _check_order(wish, order)

    @property
    def first(self) -> int:
        """Given profiles are numbered from 0."""
        return 0

    @property
    def shape(self) -> tuple[int, int, int]:
        """(profiles, decision makers, states)."""
        many = next(len(order) for order in self.orders if order is not None)
        return many, len(self.wishes), self.wishes[0].states

    @cached_property
    def _codes(self) -> list[Array | None]:
        """The orders with turned statements marked."""
        turned = self.turned or (None,) * len(self.orders)
        pairs = zip(self.orders, turned, strict=True)
        return [None if order is None else _coded(order, signs) for order, signs in pairs]

    def sources(self) -> list[Source]:
        """Statements and orders."""
        return [
            wish.fixed()
            if codes is None or wish.truth is None
            else Lines(wish.truth, orders=_filled(codes, len(wish.truth)))
            for wish, codes in zip(self.wishes, self._codes, strict=True)
        ]

    def ranks(self, rows: IntArray) -> IntArray:
        """Dense ranks."""
        return _stacked(self.wishes, [None if c is None else c[rows] for c in self._codes], len(rows))


@dataclass(frozen=True)
class RandomOrders:
    """Profiles with the statements of each decision maker in a random order, every order equally likely.

    `vary` lists the decision makers whose statements are put in random orders (all of them unless
    given); the others keep their authors' order. `negate` and `omit` are the chances of each
    statement of theirs to be turned round and to be left out. Profile n of a seed is always the same one;
    these are the profiles `first` to `first` + `count` - 1. Each order's probability is meant to be
    within one part in 100,000 of 1 / k! for k up to 15 statements (orders are split off numbers of 32 bits);
    chances are kept as whole numbers in 2^32.
    """

    wishes: tuple[Wish, ...]
    count: int
    seed: int
    vary: tuple[int, ...] | None = None
    negate: float = 0.0
    omit: float = 0.0
    first: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.first + self.count <= _MOST_PROFILES:
            raise ValueError("profiles are numbered from 0 to 2^32 - 1")
        if min(self.negate, self.omit) < 0 or self.negate + self.omit > 1:
            raise ValueError("chances lie between 0 and 1, and so does their sum")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(profiles, decision makers, states)."""
        return self.count, len(self.wishes), self.wishes[0].states

    def varies(self, dm: int) -> bool:
        """Whether the preference of a decision maker differs from profile to profile."""
        return self.wishes[dm].truth is not None and (self.vary is None or dm in self.vary)

    def sources(self) -> list[Source]:
        """Statements and keys."""
        return [self._lines(dm) if self.varies(dm) else wish.fixed() for dm, wish in enumerate(self.wishes)]

    def _lines(self, dm: int) -> Lines:
        truth = self.wishes[dm].truth
        assert truth is not None
        return Lines(truth, None, self._keys(dm), *self._chances)

    @property
    def _chances(self) -> tuple[int, int]:
        return round(self.omit * 2**32), round(self.negate * 2**32)

    def _keys(self, dm: int) -> Array:
        """One key for each number that is drawn: those of the order, then one for each statement."""
        truth = self.wishes[dm].truth
        assert truth is not None
        many = len(digit_groups(len(truth))) + len(truth)
        return np.random.SeedSequence(self.seed, spawn_key=(dm,)).generate_state(max(many, 1), np.uint64)

    def orders(self, dm: int, rows: IntArray) -> IntArray:
        """(rows, statements): the order in some profiles, as `Orders` takes it but for turned statements:
        `NEGATED` is added to those."""
        truth = self.wishes[dm].truth
        assert truth is not None
        numbers, keys = self.first + np.asarray(rows, np.int64), iter(self._keys(dm).tolist())
        place = _random_places(len(truth), numbers, keys)
        codes = np.broadcast_to(np.arange(len(truth)), place.shape).copy()
        omit, negate = self._chances
        for j in range(len(truth) if omit + negate else 0):
            drawn = draws(next(keys), numbers).astype(np.int64)
            codes[drawn < omit + negate, j] = j + NEGATED
            codes[drawn < omit, j] = -1
        made = np.empty_like(codes)
        np.put_along_axis(made, place, codes, axis=1)
        return made

    def ranks(self, rows: IntArray) -> IntArray:
        """Dense ranks: the replay of some profiles."""
        codes = [self.orders(dm, rows) if self.varies(dm) else None for dm in range(len(self.wishes))]
        return _stacked(self.wishes, codes, len(rows))

    def alone(self, row: int) -> RandomOrders:
        """One of the profiles, as a sweep of its own."""
        return replace(self, first=self.first + row, count=1)


# -- ranks from orders -----------------------------------------------------------------------------


def dense_ranks(values: IntArray) -> IntArray:
    """Dense ranks along the last axis: equal numbers share a rank, the least is 0."""
    order = np.argsort(values, axis=-1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=-1)
    rises = np.zeros(values.shape, np.int64)
    rises[..., 1:] = ascending[..., 1:] != ascending[..., :-1]
    ranks = np.empty(values.shape, np.int64)
    np.put_along_axis(ranks, order, np.cumsum(rises, axis=-1), axis=-1)
    return ranks


def by_orders(truth: BoolArray, codes: IntArray) -> IntArray:
    """(profiles, S): dense ranks from coded orders (profiles, places); exact for any number of places."""
    rank = np.zeros((len(codes), truth.shape[1]), np.int64)
    for at, column in enumerate(codes.T):
        if at % 32 == 0:
            rank = dense_ranks(rank)
        holds = truth[np.where(column < 0, 0, column & (NEGATED - 1))] ^ (column >= NEGATED)[:, None]
        rank = rank * 2 + (holds & (column >= 0)[:, None])
    return dense_ranks(rank)


def _stacked(wishes: Sequence[Wish], codes: Sequence[IntArray | None], many: int) -> IntArray:
    made = []
    for wish, order in zip(wishes, codes, strict=True):
        if order is None or wish.truth is None:
            made.append(np.broadcast_to(wish.fixed_ranks, (many, wish.states)))
        else:
            made.append(by_orders(wish.truth, order))
    return np.stack(made, axis=1)


def _random_places(lines: int, numbers: IntArray, keys: Iterator[int]) -> IntArray:
    """(rows, lines): the place of each line, 0 the most important; drawn as ``shuffle`` in sweep.c does."""
    above = np.zeros((len(numbers), lines), np.int64)  # how many lines are less important
    for bases in digit_groups(lines):
        left = draws(next(keys), numbers).astype(np.uint64)
        for base in bases:
            split = left * np.uint64(base)
            digit = (split >> np.uint64(32)).astype(np.int64)
            left = split & np.uint64(0xFFFFFFFF)
            before = above[:, : base - 1]
            before += before >= digit[:, None]
            above[:, base - 1] = digit
    return lines - 1 - above


def _check_order(wish: Wish, order: IntArray) -> None:
    if wish.truth is None:
        raise ValueError("a decision maker without statements has no order of them")
    lines = len(wish.truth)
    if order.ndim != 2 or order.shape[1] > lines or ((order < -1) | (order >= lines)).any():
        raise ValueError(f"an order has up to {lines} places, for statements 0 to {lines - 1} or -1 for none")
    ascending = np.sort(order, axis=1)
    if ((ascending[:, 1:] == ascending[:, :-1]) & (ascending[:, 1:] >= 0)).any():
        raise ValueError("an order names a statement twice")


def _coded(order: IntArray, turned: BoolArray | None) -> Array:
    codes = order.astype(np.int16)
    if turned is not None:
        signs = np.take_along_axis(turned, np.maximum(order, 0).astype(np.int64), axis=1)
        codes[signs & (order >= 0)] += NEGATED
    return codes


def _filled(codes: Array, lines: int) -> Array:
    """With empty places at the end, as many as there are lines."""
    empty = np.full((len(codes), lines - codes.shape[1]), -1, codes.dtype)
    return np.concatenate([codes, empty], axis=1)
