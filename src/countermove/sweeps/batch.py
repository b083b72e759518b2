"""A sweep: the stability of every state under thousands of profiles of preferences at once.

States and moves are those of one model; its own preferences play no part. Profiles go through the native
loops in blocks, several portions at a time; where there is no native library NumPy does the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

import countermove.stability  # noqa: F401 (registers the concepts)
from countermove.kernels.sweep import Array
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.stability.concept import Concept, named
from countermove.sweeps.profiles import Profiles, Ranks
from countermove.sweeps.structure import Structure
from countermove.sweeps.work import Found, Work

__all__ = ["Batch", "Shares"]

#: Told how many profiles are done, and of how many.
Progress = Callable[[int, int], None]
#: Asked between portions whether to stop.
Stop = Callable[[], bool]

_CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")


@dataclass(frozen=True)
class Shares:
    """What a sweep found out about its first `profiles` profiles, which are all unless it was stopped.

    `counts` (concepts, S) int64: in how many profiles each state is an equilibrium. If asked for,
    `stable_counts` (concepts, DMs, S): in how many it is stable for each decision maker; `bits`
    (concepts, S, bytes) uint8: the equilibria profile by profile, lowest bit first.
    """

    concepts: tuple[str, ...]
    profiles: int
    counts: IntArray
    stable_counts: IntArray | None = None
    bits: Array | None = None

    def count(self, concept: Concept | str) -> IntArray:
        """(S,) int64: in how many profiles each state is an equilibrium."""
        return np.asarray(self.counts[self._row(concept)])

    def share(self, concept: Concept | str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """(S,) float: the same as a share of the profiles; not a number where there is none."""
        return np.asarray(self.count(concept) / (self.profiles or np.nan))

    def stable_count(self, concept: Concept | str, dm: int) -> IntArray:
        """(S,) int64: in how many profiles each state is stable for one decision maker."""
        if self.stable_counts is None:
            raise ValueError("the sweep did not count by decision maker; run it with by_dm=True")
        return np.asarray(self.stable_counts[self._row(concept), dm])

    def equilibria(self, concept: Concept | str) -> BoolArray:
        """(profiles, S) bool: which states are equilibria in which profile."""
        if self.bits is None:
            raise ValueError("the sweep did not keep its profiles apart; run it with keep=True")
        rows = np.unpackbits(self.bits[self._row(concept)], axis=-1, count=self.profiles, bitorder="little")
        return np.ascontiguousarray(rows.T).view(np.bool_)

    def _row(self, concept: Concept | str) -> int:
        return self.concepts.index(named(str(concept)).id)


class Batch:
    """A model's states and moves, compiled once for any number of profiles.

    `concepts` are ids or concepts: any of Nash, GMR, SMR, SEQ (the default) and SSEQ. Raises
    `NotApplicable` for a concept that cannot be swept, `TooLarge` for a model whose states are not listed or
    whose moves are too many.
    """

    def __init__(self, model: GraphModel, concepts: Sequence[Concept | str] = _CLASSICAL) -> None:
        self.model = model
        chosen = [named(str(concept)) for concept in concepts]
        self.concepts = tuple(concept.id for concept in chosen)
        self._plan = Structure(model).plan(chosen)

    def run(
        self,
        profiles: Profiles | IntArray,
        *,
        by_dm: bool = False,
        keep: bool = False,
        threads: int = 0,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Shares:
        """Sweep over profiles: `Ranks`, `Orders`, `RandomOrders`, or ranks (profiles, DMs, S).

        `by_dm` counts stability for each decision maker too; `keep` keeps every profile's equilibria (a
        bit for each profile, state and concept). `threads` is at most two unless given. If
        `stop` says so between two portions, what was finished until then is returned.
        """
        wanted = Ranks(profiles) if isinstance(profiles, np.ndarray) else profiles
        self._refuse(wanted)
        work = Work(self._plan, wanted, by_dm, keep)
        found: list[Found] = []
        done = 0
        for part in work.run(threads or min(2, os.cpu_count() or 1), stop or (lambda: False)):
            found.append(part)
            done += part.profiles
            if progress is not None:
                progress(done, wanted.shape[0])
        return self._shares(found, done, by_dm, keep)

    def equilibria(self, profiles: Profiles | IntArray, concept: Concept | str) -> BoolArray:
        """(profiles, S) bool: which states are equilibria under one concept in which profile."""
        return self.run(profiles, keep=True).equilibria(concept)

    def _refuse(self, profiles: Profiles) -> None:
        expected = (self.model.size, self._plan.states)
        if profiles.shape[1:] != expected:
            found = profiles.shape[1:]
            raise ValueError(f"profiles are for {found} decision makers and states, not {expected}")

    def _shares(self, found: Sequence[Found], done: int, by_dm: bool, keep: bool) -> Shares:
        plan = self._plan
        rows = plan.rows if by_dm else plan.tests
        zero = np.zeros((rows, plan.states), np.int64)
        counts = reduce(np.add, (part.counts for part in found), zero)
        each = counts[plan.tests :].reshape(plan.tests, -1, plan.states) if by_dm else None
        nothing = np.zeros((plan.tests, plan.states, 0), np.uint8)
        bits = np.concatenate([nothing, *(part.bits for part in found)], axis=-1) if keep else None
        return Shares(self.concepts, done, counts[: plan.tests], each, bits)
