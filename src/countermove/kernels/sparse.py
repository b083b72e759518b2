"""Loops over a list of feasible states, in C (``sparse.c``): movement is never listed.

For each decision maker the states fall into fibres, alike in everything that is not its own, and a fibre
into classes, alike in its one-way options as well. `Fibres` holds for every state the class in which it
stands and its rank there, and for every class its members by rank: about 20 bytes for each state and
decision maker, and everything is set up in linear time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.kernels import native

if TYPE_CHECKING:
    from countermove.kernels.tensor import Direction

__all__ = ["Fibres", "is_built"]

_Codes = np.ndarray[Any, np.dtype[np.int64]]
_Numbers = np.ndarray[Any, np.dtype[np.int32]]
_Bools = np.ndarray[Any, np.dtype[np.bool_]]

_MOST_DENSE = 26  # options: a table of ranks by code then takes a quarter of a gigabyte
_SPARSEST = 32  # combinations for each state up to which such a table is worth its memory


def is_built() -> bool:
    """Whether the native library is there and has these loops."""
    library = native.load()
    return library is not None and hasattr(library, "sparse_simultaneous")


class _Mover(ctypes.Structure):
    """`mover` of ``sparse.c``."""

    _fields_ = [
        *[(name, ctypes.c_uint64) for name in ("stay_taken", "stay_dropped")],
        ("classes", ctypes.c_int64),
        *[(name, ctypes.c_void_p) for name in ("member", "start", "fibre", "pattern")],
    ]


class _Fibres(ctypes.Structure):
    """`fibres` of ``sparse.c``."""

    _fields_ = [
        *[(name, ctypes.c_int64) for name in ("states", "movers")],
        *[(name, ctypes.c_void_p) for name in ("code", "place", "mover")],
    ]


@dataclass(frozen=True, slots=True)
class _Classes:
    """The classes of one decision maker; see `mover` in ``sparse.c``.

    `order` (S,) are the states in ascending rank, `member` (S, 2) the same with their ranks, class by
    class from `start` (C + 1,) on. `fibre` (C + 1,) and `pattern` (C,) are kept where there are one-way
    options.
    """

    order: _Numbers
    member: _Numbers
    start: _Numbers
    fibre: _Numbers | None
    pattern: _Codes | None


class Fibres:
    """States, movement made from options, and ranks; asks for the native library.

    `codes` (S,) ascending, fewer than 2^31; for each decision maker what it can change, and `ranks` (S,)
    from 0 on, not many more than there are states.
    """

    def __init__(self, codes: _Codes, movers: Sequence[Direction], ranks: Sequence[_Codes]) -> None:
        self.codes = np.ascontiguousarray(codes)
        self.movers = tuple(movers)
        self._place = np.empty((len(codes), len(movers), 2), np.int32)
        self._classes = [self._sorted(dm, rank) for dm, rank in enumerate(ranks)]

    @property
    def states(self) -> int:
        """How many states there are."""
        return len(self.codes)

    def stable(self, dm: int, replies: int, *, hold: bool) -> _Bools:
        """(S,) where `dm` stays: nobody answers (0), or the others do with moves (1) or improvements (2).

        With `hold` an answer only counts as far as `dm` could not move on to something better.
        """
        out = np.empty(self.states, dtype=bool)
        order = None if hold else _at(self._classes[dm].order)
        if _kernel("sparse_stable")(_at(out), ctypes.byref(self._struct), _whole(dm), replies, order) < 0:
            raise MemoryError
        return out

    def simultaneous(self, dm: int, options: int, most: int) -> _Bools | None:
        """(S,) where every improvement of `dm` can be met by the others improving at the same moment.

        None if more than `most` joint changes would have to be looked at.
        """
        out = np.empty(self.states, dtype=bool)
        dense = self._rank_by_code(dm, options)
        call, most = _kernel("sparse_simultaneous"), max(most, 0)
        looked = call(_at(out), ctypes.byref(self._struct), _whole(dm), _at(dense), _whole(most))
        if looked < 0:
            raise MemoryError
        return None if looked > most else out

    def _rank_by_code(self, dm: int, options: int) -> _Numbers | None:
        """The rank of each combination, the highest number for what cannot happen; None if too sparse."""
        if options > _MOST_DENSE or 1 << options > max(_SPARSEST * self.states, 1 << 16):
            return None
        table = np.full(1 << options, np.iinfo(np.int32).max, np.int32)
        table[self.codes] = self._place[:, dm, 1]
        return table

    # -- setting up ----------------------------------------------------------------------------

    def _sorted(self, dm: int, ranks: _Codes) -> _Classes:
        mover, states = self.movers[dm], self.states
        one_way = (mover.stay_taken | mover.stay_dropped) & mover.own
        rank = ranks.astype(np.int32)
        order, room = np.empty(states, np.int32), np.empty(states, np.int32)
        levels = int(rank.max(initial=0)) + 1
        begin = np.zeros(levels + 1, np.int32)
        _kernel("sparse_order")(_at(order), _at(rank), _at(begin), _whole(states), _whole(levels))
        by_class = order.copy()
        for mask in (one_way, self._used & ~mover.own):
            _kernel("sparse_sort")(_at(by_class), _at(room), _at(self.codes), _whole(states), _mask(mask))
        member, start = self._grouped(dm, by_class, rank, self._used & ~mover.own | one_way)
        if not one_way:
            return _Classes(order, member, start, None, None)
        first = self.codes[member[start[:-1], 0]]
        begins = np.append(True, np.diff(first & ~np.int64(mover.own)) != 0)
        fibre = np.append(np.flatnonzero(begins)[np.cumsum(begins) - 1], -1).astype(np.int32)
        return _Classes(order, member, start, fibre, first & np.int64(one_way))

    def _grouped(self, dm: int, by_class: _Numbers, rank: _Numbers, mask: int) -> tuple[_Numbers, _Numbers]:
        """The members of classes and where each class begins; notes the class of each state."""
        start, member = np.empty(self.states + 1, np.int32), np.empty((self.states, 2), np.int32)
        places, stride = self._place[:, dm], _whole(len(self.movers))
        states = _at(by_class), _at(rank), _at(self.codes), _whole(self.states), _mask(mask)
        many = _kernel("sparse_classes")(_at(member), _at(start), _at(places), stride, *states)
        return member, start[: many + 1].copy()

    @cached_property
    def _used(self) -> int:
        """The bits that are set in some code."""
        return int(np.bitwise_or.reduce(self.codes, initial=0))

    @cached_property
    def _struct(self) -> _Fibres:
        self._movers = (_Mover * len(self.movers))(
            *[
                _Mover(
                    mover.stay_taken,
                    mover.stay_dropped,
                    len(kept.start) - 1,
                    *map(_at, (kept.member, kept.start, kept.fibre, kept.pattern)),
                )
                for mover, kept in zip(self.movers, self._classes, strict=True)
            ]
        )
        movers = ctypes.cast(self._movers, ctypes.c_void_p)
        return _Fibres(self.states, len(self.movers), _at(self.codes), _at(self._place), movers)


_whole, _mask = ctypes.c_int64, ctypes.c_uint64


def _at(array: np.ndarray[Any, Any] | None) -> ctypes.c_void_p | None:
    """The address of an array's first entry."""
    return None if array is None else ctypes.c_void_p(array.ctypes.data)


def _kernel(name: str) -> Any:
    """A function of the native library; those that return a count return 64 bits."""
    library = native.load()
    assert library is not None  # see `is_built`
    function = library[name]
    function.restype = ctypes.c_int if name == "sparse_stable" else ctypes.c_int64
    return function
