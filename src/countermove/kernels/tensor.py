"""Passes over a tensor of values, one cell for each combination of options; bit k of the index is option k.

A `Tensor` holds nothing but the shape: which options each mover has and which of them can be changed
in one direction only. Arrays are flat, of a signed integer type; its lowest number marks a combination
that cannot happen, its highest a value that nothing holds down. The loops are C (``tensor.h``) or, where
the native library was not built, compiled by Numba (`jit`).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from countermove.kernels import native

__all__ = ["LOW_BITS", "Cells", "Direction", "Stamps", "Tensor", "cell_type"]

Cells = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]
Bits = np.ndarray[Any, np.dtype[np.uint8]]

#: Ranks are looked up in portions of 2^12 cells, and changes are stamped in granules of as many.
LOW_BITS = 12
#: Vectors of one tile, at the most where it has more than one column.
_ROOM, _ROOM_FOR_PAIRS = 256, 64
_PART = 24  # 2^24 cells take a fraction of a second
_ALONE = 18  # below 2^18 cells a second thread costs more than it gives


def _vector_bits() -> int:
    """The logarithm of a register's width in bytes, as the native library was compiled."""
    library = native.load()
    return 5 if library is None else int(library.countermove_vector_bits())


class Direction(Protocol):
    """What one decision maker can change: its options, and which of them in one direction only."""

    @property
    def own(self) -> int:
        """The bits of its options."""

    @property
    def stay_taken(self) -> int:
        """Those that cannot be dropped again."""

    @property
    def stay_dropped(self) -> int:
        """Those that cannot be taken again."""


def cell_type(levels: int) -> np.dtype[Any]:
    """The smallest type of cell for so many ranks, beside the two marks."""
    for kind in (np.int8, np.int16, np.int32):
        if levels <= 2 * np.iinfo(kind).max:
            return np.dtype(kind)
    raise ValueError(f"{levels} ranks are more than the tensor's cells can tell apart")


class _Mover(ctypes.Structure):
    """`mover` of ``tensor.c``."""

    _fields_ = [
        *[(name, ctypes.c_uint64) for name in ("own", "granule", "rows", "tiles", "highs")],
        *[(name, ctypes.c_uint64) for name in ("row_stay_taken", "row_stay_dropped")],
        *[(name, ctypes.c_void_p) for name in ("row", "high", "column")],
        ("across", ctypes.c_uint64),
        *[(name, ctypes.c_uint32) for name in ("lane_own", "lane_stay_taken", "lane_stay_dropped")],
        *[(name, ctypes.c_int32) for name in ("row_bits", "free_bits", "width")],
    ]


@dataclass
class Stamps:
    """When each granule of a tensor of values last changed, and when each mover last looked."""

    at: np.ndarray[Any, np.dtype[np.uint32]]
    seen: list[int]
    now: int = 1


class Tensor:
    """The shape of a tensor of 2^n cells and the passes over it, for cells of one type."""

    def __init__(self, options: int, movers: Sequence[Direction], kind: np.dtype[Any], threads: int = 0):
        lanes = _vector_bits() - (kind.itemsize.bit_length() - 1)
        self.bits = max(options, 6)  # a few cells more than are asked for do no harm
        self.movers, self.kind, self.lanes = movers, kind, lanes
        self.granule = min(LOW_BITS, self.bits)
        self.threads = threads or (1 if self.bits < _ALONE else min(2, os.cpu_count() or 1))

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return 1 << self.bits

    def stamps(self) -> Stamps:
        """Fresh stamps: everything has changed, nobody has looked."""
        return Stamps(np.ones(self.cells >> self.granule, np.uint32), [0] * len(self.movers))

    # -- passes --------------------------------------------------------------------------------

    def spread(self, value: Cells, wishes: Cells, mover: int, stamps: Stamps, *, willing: bool) -> int:
        """Lower each value to the least the mover can bring it to; by its improvements only if `willing`.

        `wishes` orders what the mover can move between (cells of one byte, or like the values); its lowest
        number marks what cannot happen. Returns how many tiles changed.
        """
        narrow = int(wishes.itemsize < value.itemsize)
        tiles = (self._willing_structs if willing else self._structs)[mover]
        since, stamps.now = stamps.seen[mover], stamps.now + 1
        stamps.seen[mover] = stamps.now
        return sum(
            self._each_block(
                mover, "spread", value, wishes, narrow, int(willing), tiles, stamps.at, since, stamps.now
            )
        )

    def best(self, ranks: Cells, mover: int) -> Cells:
        """For each state the best rank that the mover has there or could move to."""
        out = np.empty_like(ranks)
        self._each_block(mover, "best", out, ranks, self._structs[mover])
        return out

    def verdict(self, value: Cells | None, ranks: Cells, mover: int) -> Bits:
        """Bits, lowest first: the states in which the mover stays, given what holds it down (or nothing)."""
        out = np.zeros(self.cells // 8, np.uint8)
        self._each_block(mover, "verdict", out, value, ranks, self._structs[mover])
        return out

    def ranks(self, table: Cells, mentioned: int, feasible: Bits | None) -> Cells:
        """Ranks looked up: `table` has one for each setting of the `mentioned` options, lowest bit first."""
        out = np.empty(self.cells, self.kind)
        low_bits = self.granule
        inside = mentioned & ((1 << low_bits) - 1)
        low = gather(np.arange(1 << low_bits, dtype=np.uint32), inside)
        above, shift = mentioned >> low_bits, inside.bit_count()
        self._parts(
            self.cells >> low_bits,
            lambda first, last: self._call(
                "ranks", out, table, low, ctypes.c_uint64(above), low_bits, shift, feasible, first, last
            ),
        )
        return out

    # -- calling the loops ---------------------------------------------------------------------

    def _each_block(self, mover: int, name: str, *arguments: Any) -> list[int]:
        high = (self.movers[mover].own >> self.granule).bit_count()
        blocks = 1 << (self.bits - self.granule - high)
        return self._parts(blocks, lambda first, last: self._call(name, *arguments, first, last))

    def _parts(self, total: int, call: Callable[[int, int], int]) -> list[int]:
        """Call for all of 0..total, in parts side by side if there is more than one thread.

        Parts are small enough for Ctrl-C to be heard between them; it drops those not begun.
        """
        threads = min(self.threads, total)
        many = max(min(total, self.cells >> _PART), 1 if threads == 1 else 4 * threads)
        ends = [total * k // many for k in range(many + 1)]
        if threads == 1:
            return [call(*part) for part in pairwise(ends)]
        parts = [_pool(threads).submit(call, *part) for part in pairwise(ends)]
        try:
            return [part.result() for part in parts]
        except BaseException:
            for part in parts:
                part.cancel()
            raise

    def _call(self, name: str, *arguments: Any) -> int:
        """Call a kernel: movers by their number, arrays by their address, other numbers as they are."""
        library = native.load()
        if library is None:
            from countermove.kernels import jit

            return jit.call(self, name, *arguments)
        function = library[f"{name}_{self.kind.itemsize}"]
        function.restype = ctypes.c_int64 if name == "spread" else ctypes.c_int
        plain = [self._plain(name, place, value) for place, value in enumerate(arguments)]
        result: int = function(*plain)
        if result < 0 and name != "ranks":
            raise MemoryError
        return result

    def _plain(self, name: str, place: int, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, np.ndarray):
            return ctypes.c_void_p(value.ctypes.data)
        if place == _MOVER_AT[name]:
            return ctypes.byref(value)
        return _NUMBERS[name].get(place, ctypes.c_uint64)(value) if isinstance(value, int) else value

    @cached_property
    def _structs(self) -> list[_Mover]:
        return [self._struct(mover, _ROOM) for mover in self.movers]

    @cached_property
    def _willing_structs(self) -> list[_Mover]:
        return [self._struct(mover, _ROOM_FOR_PAIRS) for mover in self.movers]

    def _struct(self, mover: Direction, room: int) -> _Mover:
        inside, lanes = (1 << self.granule) - 1, (1 << self.lanes) - 1
        above, one_way = mover.own & ~lanes, mover.stay_taken | mover.stay_dropped
        order = [*positions(above & ~one_way), *positions(above & one_way)]
        rows, highs = settings(order), settings(positions(mover.own & ~inside))
        between = list(positions(inside & ~lanes & ~mover.own))
        while between and len(rows) << len(between) > room:
            between.pop()
        across = sum(1 << at for at in between)
        columns = settings(between)
        self._kept.extend((rows, highs, columns))
        return _Mover(
            own=mover.own,
            granule=1 << self.granule,
            rows=len(rows),
            tiles=1 << (inside & ~lanes & ~mover.own & ~across).bit_count(),
            highs=len(highs),
            row_stay_taken=close_up(mover.stay_taken, order),
            row_stay_dropped=close_up(mover.stay_dropped, order),
            row=rows.ctypes.data,
            high=highs.ctypes.data,
            column=columns.ctypes.data,
            across=across | lanes,
            lane_own=mover.own & lanes,
            lane_stay_taken=mover.stay_taken & lanes,
            lane_stay_dropped=mover.stay_dropped & lanes,
            row_bits=len(order),
            free_bits=(above & ~one_way).bit_count(),
            width=len(columns),
        )

    @cached_property
    def _kept(self) -> list[Any]:
        """Arrays that structures point into."""
        return []


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads)


_MOVER_AT = {"spread": 4, "best": 2, "verdict": 3, "ranks": -1}
_NUMBERS: dict[str, dict[int, Any]] = {
    "spread": {2: ctypes.c_int, 3: ctypes.c_int, 6: ctypes.c_uint32, 7: ctypes.c_uint32},
    "best": {},
    "verdict": {},
    "ranks": {4: ctypes.c_int, 5: ctypes.c_int},
}


def positions(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, ascending."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def close_up(value: int, order: Iterable[int]) -> int:
    """The bits of `value` at some positions, closed up in their order."""
    return sum((value >> at & 1) << k for k, at in enumerate(order))


def gather(codes: np.ndarray[Any, Any], mask: int) -> np.ndarray[Any, Any]:
    """For each code its bits at the set bits of `mask`, closed up."""
    made = np.zeros_like(codes)
    for k, at in enumerate(positions(mask)):
        made |= (codes >> codes.dtype.type(at) & codes.dtype.type(1)) << codes.dtype.type(k)
    return made


def settings(order: Iterable[int]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Every setting of the bits at some positions: bit k of the place says whether the k-th is set."""
    made = np.zeros(1, np.uint64)
    for at in order:
        made = np.concatenate([made, made | np.uint64(1 << at)])
    return made
