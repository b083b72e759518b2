"""The tensor kernels for machines on which no C compiler was to be had: the loops of ``tensor.h``, compiled
by Numba when they are first needed.

They compute the same cells, stamps and bits. A tile is copied out of the tensor: its rows are the
settings of the mover's own options, its columns some cells that are alike in them, neighbours where the
mover's options leave them neighbours. All loops then run along columns, which the compiler turns into
vector instructions; there is no swapping within vectors as in C.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from countermove.errors import NotApplicable, Problem
from countermove.kernels.tensor import close_up, positions, settings

if TYPE_CHECKING:
    from countermove.kernels.tensor import Cells, Tensor

__all__ = ["call"]

_Function = TypeVar("_Function", bound=Callable[..., Any])
_Places = np.ndarray[Any, np.dtype[np.int64]]

try:
    numba: Any = import_module("numba")
except ImportError:
    numba = None


def _compiled(function: _Function) -> _Function:
    """The function compiled for each type of cell when it is first called, and kept for the next start."""
    if numba is None:
        return function
    made: _Function
    try:
        made = numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # nowhere to keep it
        made = numba.njit(nogil=True)(function)
    return made


def call(tensor: Tensor, name: str, *arguments: Any) -> int:
    """Call the kernel of that name with the arguments of the one in C.

    Raises `NotApplicable` where Numba is not installed.
    """
    if numba is None:
        what = "this needs the native library, which was not built here, or Numba in its place"
        raise NotApplicable(Problem(what, 'Install it: pip install "countermove[jit]"'))
    return _CALLS[name](tensor, *arguments)


def _call_spread(
    tensor: Tensor,
    value: Cells,
    wishes: Cells,
    narrow: int,  # the type of the wishes' cells says it already
    willing: int,
    mover: Any,
    stamps: Any,
    *numbers: int,
) -> int:
    return int(_spread(value, wishes, bool(willing), _tiles(tensor, mover.own), stamps, *numbers))


def _call_best(tensor: Tensor, out: Cells, ranks: Cells, mover: Any, first: int, last: int) -> int:
    _best(out, ranks, _tiles(tensor, mover.own), first, last)
    return 0


def _call_verdict(
    tensor: Tensor, out: Any, value: Cells | None, ranks: Cells, mover: Any, first: int, last: int
) -> int:
    held = value is not None
    _verdict(out, value if held else ranks, held, ranks, _tiles(tensor, mover.own), first, last)
    return 0


def _call_ranks(
    tensor: Tensor,
    out: Cells,
    table: Cells,
    low: Any,
    above: ctypes.c_uint64,
    low_bits: int,
    shift: int,
    feasible: Any,
    first: int,
    last: int,
) -> int:
    some = np.zeros(0, np.uint8) if feasible is None else feasible
    bits = np.array(list(positions(above.value)), np.int64)
    _ranks(out, table, low, bits, low_bits, shift, some, first, last)
    return 0


_CALLS: dict[str, Callable[..., int]] = {
    "spread": _call_spread,
    "best": _call_best,
    "verdict": _call_verdict,
    "ranks": _call_ranks,
}


# -- geometry --------------------------------------------------------------------------------------

_COLUMN_BYTES = 128  # in a row of a tile, where there are so many columns
_ROOM = 1 << 15  # bytes of a tile, unless it has only one column
_SHORT = 8  # runs shorter than this are gone through cell by cell


class _Tiles(NamedTuple):
    """One mover's tiles: index bits as offsets.

    `rows` (R,) are the settings of its own options, those that go both ways in the `free` low bits of a
    row's number, and `stay_taken` and `stay_dropped` bits of that number. `columns` (W,) come in runs of
    `run` neighbours. `inside` are the tiles of a block, `highs` its granules, `apart` (bits of the index)
    tells blocks apart.
    """

    rows: _Places
    columns: _Places
    inside: _Places
    highs: _Places
    apart: _Places
    run: int
    bits: int
    free: int
    stay_taken: int
    stay_dropped: int
    granule_bits: int


def _tiles(tensor: Tensor, own: int) -> _Tiles:
    mover = next(mover for mover in tensor.movers if mover.own == own)
    masks = mover.own, mover.stay_taken & own, mover.stay_dropped & own
    return _shape(*masks, tensor.bits, tensor.granule, tensor.kind.itemsize)


@lru_cache(maxsize=256)
def _shape(own: int, stay_taken: int, stay_dropped: int, bits: int, granule: int, size: int) -> _Tiles:
    one_way, low = stay_taken | stay_dropped, (1 << granule) - 1
    order = [*positions(own & ~one_way), *positions(own & one_way)]
    wide = max(min(_COLUMN_BYTES, _ROOM >> len(order)) // size, 1)
    other = list(positions(low & ~own))
    across = other[: wide.bit_length() - 1]
    return _Tiles(
        rows=_offsets(order),
        columns=_offsets(across),
        inside=_offsets(other[len(across) :]),
        highs=_offsets(positions(own & ~low)),
        apart=np.array(list(positions(~own & ~low & ((1 << bits) - 1))), np.int64),
        run=1 << next((k for k, at in enumerate(across) if at != k), len(across)),
        bits=len(order),
        free=(own & ~one_way).bit_count(),
        stay_taken=close_up(stay_taken, order),
        stay_dropped=close_up(stay_dropped, order),
        granule_bits=granule,
    )


def _offsets(order: Iterable[int]) -> _Places:
    return settings(order).astype(np.int64)


@_compiled
def _origin(block: int, tiles: _Tiles) -> int:
    """Where a block begins: its number laid out over the bits that tell blocks apart."""
    origin = 0
    for k in range(len(tiles.apart)):
        origin |= (block >> k & 1) << tiles.apart[k]
    return origin


@_compiled
def _touched(stamps: Any, origin: int, tiles: _Tiles, since: int) -> bool:
    last = 0
    for high in tiles.highs:
        last = max(last, stamps[(origin + high) >> tiles.granule_bits])
    return last > since


@_compiled
def _stamp(stamps: Any, origin: int, tiles: _Tiles, now: int) -> None:
    for high in tiles.highs:
        stamps[(origin + high) >> tiles.granule_bits] = now


@_compiled
def _copy(tile: Any, cells: Any, base: int, tiles: _Tiles) -> None:
    """The cells of a tile, (rows, columns)."""
    for r in range(len(tiles.rows)):
        row = base + tiles.rows[r]
        if tiles.run < _SHORT:
            for w in range(len(tiles.columns)):
                tile[r, w] = cells[np.uint64(row + tiles.columns[w])]  # unsigned: no look for negative ones
            continue
        for w in range(0, len(tiles.columns), tiles.run):
            at = row + tiles.columns[w]
            source, target = cells[at : at + tiles.run], tile[r, w : w + tiles.run]
            for k in range(tiles.run):
                target[k] = source[k]


# -- what one decision maker can reach --------------------------------------------------------------


@_compiled
def _sink(tile: Any, tiles: _Tiles) -> None:
    """For each cell of a tile the least value that the mover can bring it to, itself included."""
    for b in range(tiles.bits):
        for r in range(len(tiles.rows)):
            if r >> b & 1:
                continue
            off, on = tile[r], tile[r | 1 << b]
            if not tiles.stay_dropped >> b & 1:
                _lower(off, on)
            if not tiles.stay_taken >> b & 1:
                _lower(on, off)


@_compiled
def _lower(row: Any, to: Any) -> None:
    for w in range(len(row)):
        stay, go = row[w], to[w]
        row[w] = go if go < stay else stay


@_compiled
def _rise(tile: Any, tiles: _Tiles) -> None:
    """The same for the greatest value."""
    _turn_over(tile.ravel())
    _sink(tile, tiles)
    _turn_over(tile.ravel())


@_compiled
def _turn_over(cells: Any) -> None:
    for k in range(len(cells)):
        cells[k] = ~cells[k]


@_compiled
def _twice(cells: Any, run: int) -> Any:
    """Each run of cells written twice, one after the other: a run can then be gone through from anywhere
    in it, round to where one began."""
    made = np.empty(2 * len(cells), cells.dtype)
    for first in range(0, len(cells), run):
        made[2 * first : 2 * first + run] = cells[first : first + run]
        made[2 * first + run : 2 * first + 2 * run] = cells[first : first + run]
    return made


@_compiled
def _sink_willingly(tile: Any, rank: Any, tiles: _Tiles, none: Any) -> None:
    """For each cell of a tile the least value among what the mover would rather have, itself included.

    What was there before is enough, as improvements are transitive. Rows whose one-way options agree
    are neighbours, and every row of such a run is compared with every row of another, or of the same:
    with the first below it, with the second below it and so on, a whole run at a time. `tile` and
    `rank` are flat, `none` is the highest number.
    """
    rows, width = 1 << tiles.free, len(tiles.columns)
    run = rows * width
    moved, wish = _twice(tile, run), _twice(rank, run)
    for k in range(len(tiles.rows) >> tiles.free):
        least, own = tile[k * run : (k + 1) * run], rank[k * run : (k + 1) * run]
        for to in range(len(tiles.rows) >> tiles.free):
            if (k & ~to) << tiles.free & tiles.stay_taken or (to & ~k) << tiles.free & tiles.stay_dropped:
                continue
            first, end = 2 * to * run, 2 * (to + 1) * run
            step = 1 if rows < 4 else 4
            for at in range(first, first + run, step * width):
                if step == 1:
                    _gain(least, own, moved[at:end], wish[at:end], none)
                else:
                    _gain_from_four(least, own, moved[at:end], wish[at:end], width, none)


# What is loaded only under a condition cannot be turned into vector instructions: first load, then choose.


@_compiled
def _gain(least: Any, own: Any, moved: Any, wish: Any, none: Any) -> None:
    """Lowers cells to what they can gain, each from another one."""
    for k in range(len(least)):
        before, mine, value, other = least[k], own[k], moved[k], wish[k]
        gain = value if other > mine else none
        least[k] = gain if gain < before else before


@_compiled
def _gain_from_four(least: Any, own: Any, moved: Any, wish: Any, width: int, none: Any) -> None:
    """The same from four cells each, `width` apart."""
    moved_1, moved_2, moved_3 = moved[width:], moved[2 * width :], moved[3 * width :]
    wish_1, wish_2, wish_3 = wish[width:], wish[2 * width :], wish[3 * width :]
    for k in range(len(least)):
        before, mine = least[k], own[k]
        a, b, c, d = moved[k], moved_1[k], moved_2[k], moved_3[k]
        wish_a, wish_b, wish_c, wish_d = wish[k], wish_1[k], wish_2[k], wish_3[k]
        a = a if wish_a > mine else none
        b = b if wish_b > mine else none
        c = c if wish_c > mine else none
        d = d if wish_d > mine else none
        a = a if a < b else b
        c = c if c < d else d
        a = a if a < c else c
        least[k] = a if a < before else before


# -- passes over the tensor -------------------------------------------------------------------------


@_compiled
def _store_run(target: Any, source: Any, rank: Any, never: Any) -> bool:
    """Write a run of neighbours back; whether that changes anything."""
    differs = False
    for k in range(len(target)):
        old, new = target[k], source[k]
        new = old if rank[k] == never else new
        differs |= new != old
        target[k] = new
    return differs


@_compiled
def _store(value: Any, tile: Any, rank: Any, base: int, tiles: _Tiles, never: Any) -> bool:
    """Write a tile back where its states can happen; whether that changes anything."""
    differs = False
    for r in range(len(tiles.rows)):
        row = base + tiles.rows[r]
        if tiles.run < _SHORT:
            for w in range(len(tiles.columns)):
                at, new = np.uint64(row + tiles.columns[w]), tile[r, w]
                old = value[at]
                new = old if rank[r, w] == never else new
                differs |= new != old
                value[at] = new
            continue
        for w in range(0, len(tiles.columns), tiles.run):
            at, end = row + tiles.columns[w], w + tiles.run
            differs |= _store_run(value[at : at + tiles.run], tile[r, w:end], rank[r, w:end], never)
    return differs


@_compiled
def _spread(
    value: Any,
    wishes: Any,
    willing: bool,
    tiles: _Tiles,
    stamps: Any,
    since: int,
    now: int,
    first: int,
    last: int,
) -> int:
    """Values after one more mover; returns how many tiles changed."""
    lowest = wishes.dtype.type(np.iinfo(wishes.dtype).min)
    highest = value.dtype.type(np.iinfo(value.dtype).max)
    tile = np.empty((len(tiles.rows), len(tiles.columns)), value.dtype)
    rank, changed = np.empty(tile.shape, wishes.dtype), 0
    for block in range(first, last):
        origin, before = _origin(block, tiles), changed
        if not _touched(stamps, origin, tiles, since):
            continue
        for offset in tiles.inside:
            base = origin + offset
            _copy(tile, value, base, tiles)
            _copy(rank, wishes, base, tiles)
            if willing:
                _sink_willingly(tile.ravel(), rank.ravel(), tiles, highest)
            else:
                _sink(tile, tiles)
            changed += _store(value, tile, rank, base, tiles, lowest)
        if changed > before:
            _stamp(stamps, origin, tiles, now)
    return changed


@_compiled
def _best(out: Any, ranks: Any, tiles: _Tiles, first: int, last: int) -> None:
    """For each state the best rank that the mover has or could move to."""
    limits = np.iinfo(out.dtype)
    lowest, highest = out.dtype.type(limits.min), out.dtype.type(limits.max)
    tile = np.empty((len(tiles.rows), len(tiles.columns)), out.dtype)
    for block in range(first, last):
        for offset in tiles.inside:
            base = _origin(block, tiles) + offset
            _copy(tile, ranks, base, tiles)
            _rise(tile, tiles)
            for r in range(len(tiles.rows)):
                for w in range(len(tiles.columns)):
                    at = np.uint64(base + tiles.rows[r] + tiles.columns[w])
                    out[at] = highest if ranks[at] == lowest else tile[r, w]


@_compiled
def _verdict(out: Any, value: Any, held: bool, ranks: Any, tiles: _Tiles, first: int, last: int) -> None:
    """A bit for each state that the mover would stay in."""
    lowest = ranks.dtype.type(np.iinfo(ranks.dtype).min)
    tile = np.empty((len(tiles.rows), len(tiles.columns)), ranks.dtype)
    rank = np.empty_like(tile)
    for block in range(first, last):
        for offset in tiles.inside:
            base = _origin(block, tiles) + offset
            _copy(rank, ranks, base, tiles)
            _copy(tile, value, base, tiles)
            if held:
                _lower(tile.ravel(), rank.ravel())
            _rise(tile, tiles)
            for r in range(len(tile)):
                for w in range(tile.shape[1]):
                    at = np.uint64(base + tiles.rows[r] + tiles.columns[w])
                    stays = tile[r, w] <= rank[r, w] and rank[r, w] != lowest
                    out[at >> np.uint64(3)] |= np.uint8(stays) << (at & np.uint64(7))


@_compiled
def _ranks(
    out: Any,
    table: Any,
    low: Any,
    above: _Places,
    low_bits: int,
    shift: int,
    feasible: Any,
    first: int,
    last: int,
) -> None:
    """Ranks looked up by the options that the wishes mention: those `above` the low bits by position."""
    lowest = out.dtype.type(np.iinfo(out.dtype).min)
    for part in range(first, last):
        begin, place = part << low_bits, 0
        for k in range(len(above)):
            place |= (part >> above[k] & 1) << (shift + k)
        for k in range(1 << low_bits):
            out[begin + k] = table[place + low[k]]
        if len(feasible):
            for at in range(begin, begin + (1 << low_bits)):
                if not feasible[at >> 3] >> (at & 7) & 1:
                    out[at] = lowest
