"""Many settings of values over one fixed network of moves, compiled to a list of sections (see ``sweep.c``).

A `Builder` takes cells one after another, each the least or the greatest of earlier ones, and gives back
the number of the cell that holds the result: the same result is never computed twice. A `Plan` holds what
was built for every mover; `Prepared` runs it over blocks of profiles with the native library.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from countermove.kernels import native

__all__ = [
    "BLOCK",
    "GREATEST",
    "LEAST",
    "MOST_LINES",
    "NEGATED",
    "SETTLE",
    "Array",
    "Builder",
    "Given",
    "Lines",
    "Network",
    "Plan",
    "Program",
    "Source",
    "digit_groups",
    "draws",
]

Array = np.ndarray[Any, np.dtype[Any]]

LEAST, GREATEST, SETTLE = range(3)
#: No block of the native loops has more profiles, and all divide this number.
BLOCK = 256
#: Lines that fit into one cell of two bytes, and what is added to a line that is turned round.
MOST_LINES, NEGATED = 15, 0x4000
_MOST_PRODUCT = 1 << 13
#: So many different columns are compared in pairs to get by with cells of one byte.
_FEW = 40


# -- programs --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Network:
    """Nodes whose values settle: `arcs` of each node as pairs (node, number of the arc that must be open).

    `parts` says how many nodes belong to each part: nodes that lead to each other and to earlier parts.
    """

    arcs: tuple[tuple[tuple[int, int], ...], ...]
    parts: tuple[int, ...]

    @cached_property
    def flat(self) -> tuple[Array, Array, Array]:
        """(first node of each part, start, pairs): the arcs of all nodes one after another."""
        pairs = np.array([pair for arcs in self.arcs for pair in arcs], np.uint32).reshape(-1)
        return _starts(self.parts), _starts(map(len, self.arcs)), pairs


@dataclass(frozen=True)
class Program:
    """What is run for one mover: sections (kind, first cell, cells), the items of each cell, and for each
    test the cells (tests, S) that are held against the mover's own."""

    sections: tuple[tuple[int, int, int], ...]
    items: tuple[tuple[int, ...], ...]
    verdict: Array
    network: Network

    @cached_property
    def flat(self) -> tuple[Array, Array]:
        """(start, items): the items of all cells one after another."""
        return _starts(map(len, self.items)), np.array([k for items in self.items for k in items], np.uint32)


def _starts(lengths: Iterable[int]) -> Array:
    return np.cumsum([0, *lengths]).astype(np.uint32)


@dataclass
class Builder:
    """Takes down a program cell by cell; the first cells are the mover's own values."""

    states: int
    items: list[tuple[int, ...]] = field(default_factory=list)
    sections: list[list[int]] = field(default_factory=list)
    known: dict[tuple[int, frozenset[int]], int] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """How many cells there are by now."""
        return self.states + len(self.items)

    def least(self, items: Iterable[int]) -> int:
        """The cell that holds the least of some cells."""
        return self._joined(LEAST, frozenset(items))

    def greatest(self, items: Iterable[int]) -> int:
        """The cell that holds the greatest of some cells."""
        return self._joined(GREATEST, frozenset(items))

    def settled(self, begin: Sequence[int]) -> int:
        """The first of the cells for all nodes of the network, which begin with copies of some cells."""
        first = self.cells
        for item in begin:
            self._append(GREATEST, (item,))
        self.sections.append([SETTLE, first, len(begin)])
        return first

    def _joined(self, kind: int, items: frozenset[int]) -> int:
        if len(items) == 1:
            return next(iter(items))
        if (kind, items) not in self.known:
            self.known[kind, items] = self._append(kind, tuple(sorted(items)))
        return self.known[kind, items]

    def _append(self, kind: int, items: tuple[int, ...]) -> int:
        at = self.cells
        self.items.append(items)
        if self.sections and self.sections[-1][0] == kind:
            self.sections[-1][2] += 1
        else:
            self.sections.append([kind, at, 1])
        return at

    def program(self, verdict: Array, network: Network) -> Program:
        """What was taken down, with the cells that are tested."""
        sections = tuple((kind, first, count) for kind, first, count in self.sections)
        return Program(sections, tuple(self.items), verdict, network)


# -- sources of ranks ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """Ranks of one mover: (profiles, S), or (1, S) for the same in all profiles; from 0 to `most`."""

    ranks: Array
    most: int


@dataclass(frozen=True)
class Lines:
    """Ranks from lines in an order of importance: `truth` (lines, S) says where each holds.

    The order is given by `orders` (profiles, lines), most important first, `NEGATED` added to a line
    that is turned round and -1 for an empty place; or drawn with `keys`, one for each number of 32 bits that
    is drawn. `omit` and `negate` are chances of a line in 2^32.
    """

    truth: Array
    orders: Array | None = None
    keys: Array | None = None
    omit: int = 0
    negate: int = 0

    @property
    def most(self) -> int:
        """The highest rank there can be, as the native loops count them."""
        columns = len(self.columns[0])
        return columns - 1 if columns <= _FEW else (1 << len(self.truth)) - 1

    @cached_property
    def columns(self) -> tuple[Array, Array, Array, Array]:
        """(from, start, item, column of each state): every column of `truth` made from the nearest one."""
        unique, column = np.unique(self.truth.T, axis=0, return_inverse=True)
        before, items = [], []
        for c, wanted in enumerate(unique):
            bases = np.vstack([np.zeros((1, len(wanted)), bool), unique[:c]])
            nearest = int((bases ^ wanted).sum(axis=1).argmin())
            before.append(nearest - 1)
            items.append([2 * int(j) + int(not wanted[j]) for j in np.flatnonzero(bases[nearest] ^ wanted)])
        flat = np.array([item for some in items for item in some], np.uint32)
        return np.array(before, np.int32), _starts(map(len, items)), flat, column.ravel().astype(np.uint32)


Source = Given | Lines


def digit_groups(lines: int) -> list[list[int]]:
    """The bases 2 ... `lines` of a random order's digits, in groups that share one number of 32 bits."""
    groups: list[list[int]] = []
    product = _MOST_PRODUCT + 1
    for base in range(2, lines + 1):
        product *= base
        if product > _MOST_PRODUCT:
            groups.append([])
            product = base
        groups[-1].append(base)
    return groups


def _mixed(x: Array) -> Array:
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    return np.asarray(x ^ (x >> np.uint32(16)))


def draws(key: int, numbers: Array) -> Array:
    """(n,) uint32: what is drawn with a key (64 bits) for the profiles with these numbers."""
    low, high = np.uint32(key & 0xFFFFFFFF), np.uint32(key >> 32)
    return _mixed(_mixed(numbers.astype(np.uint32) + low) ^ high)


# -- structures for C ------------------------------------------------------------------------------


def _structure(name: str, fields: str) -> type[ctypes.Structure]:
    """A structure whose fields are written as in C: ``u`` 32 bits, ``q`` 64 bits, ``p`` an address."""
    kinds = {"u": ctypes.c_uint32, "q": ctypes.c_uint64, "p": ctypes.c_void_p}
    pairs = [part.split(":") for part in fields.split()]
    return type(name, (ctypes.Structure,), {"_fields_": [(field, kinds[kind]) for field, kind in pairs]})


_NETWORK = "parts:u part:p start:p arc:p"
_Network = _structure("_Network", _NETWORK)
_Plan = _structure("_Plan", "states:u movers:u tests:u cells:u arcs:u each:u arc:p programs:p")
_Source = _structure(
    "_Source",
    "ranks:p stride:q lines:u columns:u from_:p start:p item:p column:p orders:p keys:p omit:q negate:q",
)


class _Program(ctypes.Structure):
    _fields_ = [
        ("sections", ctypes.c_uint32),
        *[(name, ctypes.c_void_p) for name in ("section", "start", "item", "verdict")],
        ("net", _Network),
    ]


def _address(array: Array | None) -> int | None:
    return None if array is None else array.ctypes.data


class _Kept:
    """Structures that point into arrays, and the arrays, so that they are not thrown away."""

    def __init__(self) -> None:
        self.arrays: list[Array] = []

    def at(self, values: Any, kind: Any) -> int:
        array = np.ascontiguousarray(values, kind)
        self.arrays.append(array)
        return array.ctypes.data

    def program(self, program: Program) -> _Program:
        start, item = program.flat
        places = [self.at(part, np.uint32) for part in program.network.flat]
        net = _Network(len(program.network.parts), *places)
        parts = (program.sections, start, item, program.verdict)
        return _Program(len(program.sections), *(self.at(part, np.uint32) for part in parts), net)

    def source(self, source: Source, kind: Array) -> ctypes.Structure:
        if isinstance(source, Given):
            ranks = self._as_is(source.ranks.astype(kind.dtype, copy=False))
            stride = 0 if len(ranks) == 1 else ranks.strides[0] // ranks.itemsize
            return _Source(ranks=ranks.ctypes.data, stride=stride)
        before, start, item, column = source.columns
        return _Source(
            lines=len(source.truth),
            columns=len(before),
            from_=self.at(before, np.int32),
            start=self.at(start, np.uint32),
            item=self.at(item, np.uint32),
            column=self.at(column, np.uint32),
            orders=None if source.orders is None else self.at(source.orders, np.int16),
            keys=None if source.keys is None else self.at(source.keys, np.uint64),
            omit=source.omit,
            negate=source.negate,
        )

    def _as_is(self, ranks: Array) -> Array:
        """The ranks of each profile in one piece; profiles may be apart."""
        whole = ranks if ranks.strides[1] == ranks.itemsize else np.ascontiguousarray(ranks)
        self.arrays.append(whole)
        return whole


# -- running ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Programs for every mover over S states; `arcs` (n, 3) are all moves as (mover, from, to)."""

    states: int
    tests: int
    arcs: Array
    programs: tuple[Program, ...]

    @property
    def rows(self) -> int:
        """Rows of a finding in which each mover has rows of its own."""
        return self.tests * (1 + len(self.programs))

    @property
    def cells(self) -> int:
        """The largest number of cells of a program."""
        return self.states + max(len(program.items) for program in self.programs)

    def prepared(self, sources: Sequence[Source]) -> Prepared | None:
        """The sources made ready for the native loops; None where they cannot take them."""
        library = native.load()
        most = max(source.most for source in sources)
        long = any(isinstance(source, Lines) and len(source.truth) > MOST_LINES for source in sources)
        if library is None or long or most > np.iinfo(np.int16).max:
            return None
        return Prepared(self, library, sources, np.dtype(np.int8 if most <= 127 else np.int16))


class Prepared:
    """A plan and its sources as the native loops take them."""

    def __init__(self, plan: Plan, library: ctypes.CDLL, sources: Sequence[Source], kind: Any) -> None:
        self.plan, self._kept = plan, _Kept()
        self._sources = (_Source * len(sources))(
            *(self._kept.source(source, np.empty(0, kind)) for source in sources)
        )
        self._programs = (_Program * len(plan.programs))(*map(self._kept.program, plan.programs))
        self._arcs = self._kept.at(plan.arcs, np.uint32)
        self._call = library[f"sweep_{kind.itemsize}"]

    def run(
        self, first: int, count: int, offset: int, *, each: bool, keep: bool
    ) -> tuple[Array, Array | None]:
        """(counts, bits) of `count` profiles from place `first`; `offset` is added for random draws.

        counts (rows, S) int64; bits, if they are to be kept, (rows, S, words) uint64, a bit a profile. Rows
        are the tests and, with `each`, (tests, movers) after them. Other threads run meanwhile.
        """
        plan = self.plan
        rows = plan.rows if each else plan.tests
        counts = np.zeros((rows, plan.states), np.int64)
        words = -(-count // BLOCK) * (BLOCK // 64)
        bits = np.zeros((rows, plan.states, words), np.uint64) if keep else None
        shape = _Plan(
            states=plan.states,
            movers=len(plan.programs),
            tests=plan.tests,
            cells=plan.cells,
            arcs=len(plan.arcs),
            each=int(each),
            arc=self._arcs,
            programs=ctypes.addressof(self._programs),
        )
        numbers = [ctypes.c_uint64(number) for number in (first, count, offset)]
        places = [ctypes.c_void_p(_address(counts)), ctypes.c_void_p(_address(bits)), ctypes.c_uint64(words)]
        if self._call(ctypes.byref(shape), self._sources, *numbers, *places) < 0:
            raise MemoryError
        return counts, bits
