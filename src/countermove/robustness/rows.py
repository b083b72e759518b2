"""What is found out about each admissible model: its equilibria, summed up so that millions fit.

`Engine.rows` takes models by their digits. Models of one structure go through together, equal ones
once; what comes out does not depend on how the models were put into portions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace
from countermove.robustness.admissible import Admissible
from countermove.robustness.structures import Structure, compiled
from countermove.stability.concept import Concept, named

__all__ = ["Engine", "Rows"]

Progress = Callable[[str], None]
_CELLS = 1 << 23  # models × states × concepts that are held at a time
_LARGEST = 2**62


@dataclass(frozen=True)
class Rows:
    """Models one after another. Concepts come first, then what is counted, then models.

    `counts` (C, n) int32: how many equilibria there are. `quo` (C, n) bool: whether the status quo is
    one. `some` (C, outcomes, n): whether one belongs to the outcome; `every`: whether there are
    equilibria, and all belong to it. `kinds` (n,) uint64: models with the same states, moves and
    preferences have the same number (others have another, but for one chance in 2^64). `states`
    (C, n, bytes) uint8 or None: which states of the baseline are equilibria, lowest bit first.
    """

    counts: IntArray
    quo: BoolArray
    some: BoolArray
    every: BoolArray
    kinds: np.ndarray[Any, np.dtype[np.uint64]]
    states: np.ndarray[Any, np.dtype[np.uint8]] | None = None

    def __len__(self) -> int:
        return int(self.counts.shape[1])

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Parts one after another."""
        made: dict[str, Any] = {}
        for each in fields(cls):
            values = [getattr(part, each.name) for part in parts]
            axis = 1 if each.name == "states" else -1
            made[each.name] = None if values[0] is None else np.concatenate(values, axis=axis)
        return cls(**made)

    def state(self, at: int) -> BoolArray:
        """(C, n) bool: whether one state of the baseline is an equilibrium."""
        if self.states is None:
            raise ValueError("states were not kept model by model")
        return np.asarray(self.states[:, :, at // 8] >> (at % 8) & 1, bool)


@dataclass
class Totals:
    """For each concept and state of the baseline: in how many models it is an equilibrium
    (`models`, (C, S)), and how much these weigh together (`weight`, (C, S), whole numbers)."""

    models: IntArray
    weight: IntArray

    def copy(self) -> Totals:
        """The same, to be added to."""
        return Totals(self.models.copy(), self.weight.copy())

    def add(self, other: Totals) -> None:
        """Add what was found in other models."""
        self.models = self.models + other.models
        self.weight = self.weight + other.weight


class Engine:
    """Finds the equilibria of admissible models.

    `concepts` are ids; by default those that have a meaning for the conflict and can be swept. `keep`
    keeps the states model by model. Raises `TooLarge` for a conflict whose states are not listed.
    """

    def __init__(
        self, models: Admissible, concepts: Iterable[Concept | str] | None = None, *, keep: bool = False
    ) -> None:
        self.models, self.keep = models, keep
        self._structures: dict[tuple[int, ...], Structure] = {}
        settled = [models.baseline[at] for at in models.structural]
        first = self.structure(tuple(settled))
        wanted = None if concepts is None else tuple(named(str(concept)) for concept in concepts)
        self.concepts = wanted or first.usual_concepts()
        self.written: GraphModel = first.alone(first.find(np.array([models.baseline]))[0])
        self.outcomes = tuple(outcome.id for outcome in self.written.outcomes)

    def structure(self, ways: tuple[int, ...]) -> Structure:
        """The structure of the models in which the structural factors take some ways."""
        if ways not in self._structures:
            settled = dict(zip(self.models.structural, ways, strict=True))
            self._structures[ways] = compiled(self.models, settled)
        return self._structures[ways]

    @cached_property
    def states(self) -> ListedSpace:
        """The states of the baseline: those that single states are told in."""
        assert isinstance(self.written.states, ListedSpace)
        return self.written.states

    def alone(self, digits: IntArray) -> GraphModel:
        """One model, by its digits (factors,)."""
        structure = self.structure(tuple(int(digits[at]) for at in self.models.structural))
        return structure.alone(structure.find(digits[None])[0])

    def rows(
        self, digits: IntArray, weights: IntArray, progress: Progress | None = None
    ) -> tuple[Rows, Totals]:
        """What is found about some models, and summed up over states too.

        `weights` (n,) are whole numbers, for the totals.
        """
        many = len(digits)
        rows = self._empty(many)
        shape = len(self.concepts), self.states.size
        totals = Totals(np.zeros(shape, np.int64), np.zeros(shape, weights.dtype))
        for ways, places in _grouped(digits[:, list(self.models.structural)]):
            structure = self.structure(ways)
            profiles = structure.find(digits[places])
            first, inverse = _distinct(profiles, [len(pool.preferences) for pool in structure.pools])
            heavy = np.zeros((2, len(first)), weights.dtype)
            np.add.at(heavy[0], inverse, 1)
            np.add.at(heavy[1], inverse, weights[places])
            rows.kinds[places] = structure.kinds(profiles[first])[inverse]
            self._fill(rows, totals, structure, profiles[first], inverse, places, heavy, progress)
        return rows, totals

    def _fill(
        self,
        rows: Rows,
        totals: Totals,
        structure: Structure,
        profiles: IntArray,
        inverse: IntArray,
        places: IntArray,
        heavy: IntArray,
        progress: Progress | None,
    ) -> None:
        size = max(_CELLS // (structure.states.size * len(self.concepts)), 1)
        made: list[Rows] = []
        place = self._places(structure)
        for start in range(0, len(profiles), size):
            found = structure.equilibria(profiles[start : start + size], self.concepts, progress)
            told = self._told(found, place)
            made.append(self._summed(structure, found, told))
            _add_states(totals, told, heavy[:, start : start + size])
        short = Rows.joined(made)
        rows.counts[:, places] = short.counts[:, inverse]
        rows.quo[:, places] = short.quo[:, inverse]
        rows.some[:, :, places] = short.some[:, :, inverse]
        rows.every[:, :, places] = short.every[:, :, inverse]
        if rows.states is not None and short.states is not None:
            rows.states[:, places] = short.states[:, inverse]

    def _empty(self, many: int) -> Rows:
        concepts, outcomes = len(self.concepts), len(self.outcomes)
        size = -(-self.states.size // 8)
        return Rows(
            np.zeros((concepts, many), np.int32),
            np.zeros((concepts, many), bool),
            np.zeros((concepts, outcomes, many), bool),
            np.zeros((concepts, outcomes, many), bool),
            np.zeros(many, np.uint64),
            np.zeros((concepts, many, size), np.uint8) if self.keep else None,
        )

    def _places(self, structure: Structure) -> IntArray:
        """(S,): the state of the baseline that each state of a structure is, -1 for none.

        States are the same if the same options are taken; options that the model as written does not
        have play no part.
        """
        if structure.states is self.states or np.array_equal(structure.states.codes, self.states.codes):
            return np.arange(structure.states.size)
        if structure.states.graph_form:
            ids = {name: at for at, name in enumerate(self.states.names)}
            return np.array([ids.get(name, -1) for name in structure.states.names], np.int64)
        if self._options(structure.states) != self._options(self.states):
            return np.full(structure.states.size, -1)
        starts = self.states.member_start
        owner = np.repeat(np.arange(self.states.size), np.diff([*starts, len(self.states.member_codes)]))
        by_code = dict(zip(self.states.member_codes.tolist(), owner.tolist(), strict=True))
        return np.array([by_code.get(code, -1) for code in structure.states.codes.tolist()], np.int64)

    @staticmethod
    def _options(states: ListedSpace) -> list[str]:
        return [option.ref for option in states.options]

    def _told(self, found: BoolArray, place: IntArray) -> BoolArray:
        """(C, n, S): the same in the states of the baseline."""
        if len(place) == self.states.size and np.array_equal(place, np.arange(len(place))):
            return found
        told = np.zeros((*found.shape[:2], self.states.size), bool)
        for at in np.flatnonzero(place >= 0):
            told[:, :, place[at]] |= found[:, :, at]
        return told

    def _summed(self, structure: Structure, found: BoolArray, told: BoolArray) -> Rows:
        inside = np.zeros((len(found), len(self.outcomes), found.shape[1]), bool)
        outside = inside.copy()
        for at, row in enumerate(structure.outcomes):
            inside[:, at] = found[:, :, row].any(axis=2)
            outside[:, at] = found[:, :, ~row].any(axis=2)
        quo = np.zeros(found.shape[:2], bool)
        if structure.model.status_quo is not None:
            quo = found[:, :, structure.states.index(structure.model.status_quo)]
        states = np.packbits(told, axis=2, bitorder="little") if self.keep else None
        counts = found.sum(axis=2, dtype=np.int32)
        return Rows(counts, quo, inside, inside & ~outside, np.zeros(found.shape[1], np.uint64), states)


def _grouped(ways: IntArray) -> Iterable[tuple[tuple[int, ...], IntArray]]:
    """Models with the same structural ways: the ways, and where the models stand."""
    if not ways.shape[1]:
        yield (), np.arange(len(ways))
        return
    kinds, group = np.unique(ways, axis=0, return_inverse=True)
    group = group.ravel()
    for k, kind in enumerate(kinds.tolist()):
        yield tuple(kind), np.flatnonzero(group == k)


def _distinct(profiles: IntArray, sizes: Sequence[int]) -> tuple[IntArray, IntArray]:
    """(first of each kind, kind of each): which profiles are the same."""
    key, whole = np.zeros(len(profiles), np.int64), 1
    for dm, size in enumerate(sizes):
        whole *= size
        if whole > _LARGEST:
            _, first, inverse = np.unique(profiles, axis=0, return_index=True, return_inverse=True)
            return first, inverse.ravel()
        key = key * size + profiles[:, dm]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse


def _add_states(totals: Totals, told: BoolArray, heavy: IntArray) -> None:
    """Add up, for each state, the models in which it is an equilibrium."""
    exact = heavy.dtype == np.int64 and int(heavy.sum()) < 2**53  # sums of whole numbers that floats hold
    sums = heavy.T.astype(float) if exact else heavy.T
    for k, rows in enumerate(told):
        both = rows.T.astype(sums.dtype) @ sums
        totals.models[k] += both[:, 0].astype(np.int64)
        totals.weight[k] += both[:, 1].astype(totals.weight.dtype)
