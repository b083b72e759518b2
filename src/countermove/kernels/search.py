"""Breadth-first search over single states of option form, in C (``search.c``).

A `Board` holds the players: what each can change, and what each wants, as truth tables over the few
options that a condition mentions. A `Search` finds states while they are asked for.
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from countermove.kernels import native
from countermove.kernels.tensor import Direction

__all__ = ["Board", "Codes", "Condition", "Search", "available"]

Codes = np.ndarray[Any, np.dtype[np.uint64]]
Signs = np.ndarray[Any, np.dtype[np.int8]]

_FIRST_BATCH, _BATCH = 256, 1 << 16


@dataclass(frozen=True)
class Condition:
    """Something that holds in some states: `truth` (2^k,) for each setting of the k options of `mask`."""

    mask: int
    truth: np.ndarray[Any, np.dtype[np.uint8]]


class _Condition(ctypes.Structure):
    _fields_ = [("mask", ctypes.c_uint64), ("truth", ctypes.c_void_p)]


class _Player(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_uint64) for name in ("own", "stay_taken", "stay_dropped")],
        ("wishes", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("count", ctypes.c_int64),
    ]


class _Conflict(ctypes.Structure):
    _fields_ = [
        ("players", ctypes.c_void_p),
        ("impossible", ctypes.c_void_p),
        ("players_count", ctypes.c_int64),
        ("impossible_count", ctypes.c_int64),
    ]


def available() -> bool:
    """Whether the native library was built."""
    return native.load() is not None


class Board:
    """The players of a conflict and what cannot happen, as the search sees them.

    `wishes` and `weights` (None for prioritised ones) are given for each player.
    """

    def __init__(
        self,
        movers: Sequence[Direction],
        wishes: Sequence[Sequence[Condition]],
        weights: Sequence[Sequence[int] | None],
        impossible: Sequence[Condition],
    ) -> None:
        self._kept: list[Any] = []
        players = [
            _Player(m.own, m.stay_taken, m.stay_dropped, self._conditions(w), self._weights(v), len(w))
            for m, w, v in zip(movers, wishes, weights, strict=True)
        ]
        self.struct = _Conflict(
            self._array(_Player, players), self._conditions(impossible), len(players), len(impossible)
        )

    def _conditions(self, conditions: Sequence[Condition]) -> int:
        self._kept.extend(conditions)
        return self._array(_Condition, [_Condition(c.mask, c.truth.ctypes.data) for c in conditions])

    def _weights(self, weights: Sequence[int] | None) -> int | None:
        if weights is None:
            return None
        array = np.array(weights, dtype=np.int64)
        self._kept.append(array)
        return int(array.ctypes.data)

    def _array(self, kind: type[ctypes.Structure], items: Sequence[ctypes.Structure]) -> int:
        array = (kind * max(len(items), 1))(*items)
        self._kept.append(array)
        return ctypes.addressof(array)


class Search:
    """What some players can reach from a state, each place once, the nearest first, without the start.

    With `willing` every step must improve on the state it leaves, for its mover. Raises `MemoryError`
    when there is no room for what was found.
    """

    def __init__(self, board: Board, start: int, movers: Sequence[int], *, willing: bool) -> None:
        self._board, self._library = board, native.load()
        assert self._library is not None
        self._declare()
        mask = sum(1 << j for j in movers)
        self._search = self._library.search_open(ctypes.byref(board.struct), start, mask, int(willing))
        if not self._search:
            raise MemoryError
        weakref.finalize(self, self._library.search_close, self._search)

    def _declare(self) -> None:
        library: Any = self._library
        pointer, number = ctypes.c_void_p, ctypes.c_uint64
        library.search_open.restype = pointer
        library.search_open.argtypes = [pointer, number, number, ctypes.c_int32]
        library.search_close.argtypes = [pointer]
        library.search_close.restype = None
        library.search_more.restype = library.search_place.restype = ctypes.c_int64
        library.search_more.argtypes = library.search_place.argtypes = [pointer, number]
        library.search_read.argtypes = [pointer, number, number, ctypes.c_int64, number, pointer, pointer]
        library.search_read.restype = None
        library.search_parent.argtypes = [pointer, number, ctypes.POINTER(ctypes.c_uint8)]
        library.search_parent.restype = ctypes.c_uint32

    def batches(self, player: int, state: int) -> Iterator[tuple[Codes, Signs]]:
        """The places found, in portions, with how `player` compares each with `state` (1 is better)."""
        library: Any = self._library
        done, wanted = 1, _FIRST_BATCH
        while True:
            known = library.search_more(self._search, wanted)
            if known < 0:
                raise MemoryError
            if known == done:
                return
            codes, signs = np.empty(known - done, np.uint64), np.empty(known - done, np.int8)
            library.search_read(
                self._search, done, known, player, state, codes.ctypes.data, signs.ctypes.data
            )
            yield codes, signs
            done, wanted = known, known + min(known, _BATCH)

    def way(self, code: int) -> list[tuple[int, int, int]]:
        """The shortest way to a place that was found: (player, from, to) for each step."""
        library: Any = self._library
        place, steps, mover = library.search_place(self._search, code), [], ctypes.c_uint8()
        while place > 0:
            before = library.search_parent(self._search, place, ctypes.byref(mover))
            steps.append((mover.value, self._code(before), self._code(place)))
            place = before
        return steps[::-1]

    def _code(self, place: int) -> int:
        code, sign = ctypes.c_uint64(), ctypes.c_int8()
        library: Any = self._library
        library.search_read(self._search, place, place + 1, 0, 0, ctypes.byref(code), ctypes.byref(sign))
        return code.value
