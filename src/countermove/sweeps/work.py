"""A sweep cut into portions, and the portions done side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.kernels.sweep import BLOCK, Array, Given, Plan, Prepared
from countermove.model.listed import IntArray
from countermove.sweeps import plain
from countermove.sweeps.profiles import Profiles

__all__ = ["Found", "Work"]

_PORTION = 1 << 22  # cells (profiles × decision makers × states) of one portion
_MOST_PROFILES = 1 << 14  # of one portion


@dataclass(frozen=True)
class Found:
    """One portion: `counts` (rows, S), `bits` (tests, S, bytes) if they are kept."""

    profiles: int
    counts: IntArray
    bits: Array


@dataclass(frozen=True)
class Work:
    """What a sweep has to do. With `each`, rows for all tests and movers follow those of the tests."""

    plan: Plan
    profiles: Profiles
    each: bool
    keep: bool

    def run(self, threads: int, stop: Callable[[], bool]) -> Iterator[Found]:
        """The portions in their order; no new one is begun once `stop` says so."""
        _ = self._prepared  # once, before there are several threads
        with ThreadPoolExecutor(threads) as pool:
            waiting: deque[Future[Found]] = deque()
            for first, count in self._portions():
                if stop():
                    break
                waiting.append(pool.submit(self._portion, first, count))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _portions(self) -> Iterator[tuple[int, int]]:
        """(first, count): whole blocks but for the last one."""
        total, makers, states = self.profiles.shape
        most = min(_PORTION // max(makers * states, 1), _MOST_PROFILES)
        size = max(most // BLOCK, 1) * BLOCK
        for first in range(0, total, size):
            yield first, min(size, total - first)

    @cached_property
    def _prepared(self) -> Prepared | None:
        return self.plan.prepared(self.profiles.sources()) if self.profiles.shape[0] else None

    def _portion(self, first: int, count: int) -> Found:
        if self._prepared is not None:
            return self._native(self._prepared, first, count)
        ranks = self.profiles.ranks(np.arange(first, first + count))
        most = int(ranks.max(initial=0))
        prepared = self.plan.prepared([Given(ranks[:, dm], most) for dm in range(ranks.shape[1])])
        return self._plain(ranks) if prepared is None else self._native(prepared, 0, count)

    def _native(self, prepared: Prepared, first: int, count: int) -> Found:
        counts, words = prepared.run(first, count, self.profiles.first, each=self.each, keep=self.keep)
        tests = self.plan.tests
        bits = np.zeros(0, np.uint8) if words is None else words[:tests].astype("<u8").view(np.uint8)
        return Found(count, counts, bits[..., : -(-count // 8)])

    def _plain(self, ranks: IntArray) -> Found:
        passed = plain.run(self.plan, ranks)  # (tests, movers, S, profiles)
        together = np.logical_and.reduce(passed, axis=1)
        counts = together.sum(axis=-1)
        if self.each:
            counts = np.concatenate([counts, passed.sum(axis=-1).reshape(-1, self.plan.states)])
        bits = np.packbits(together, axis=-1, bitorder="little") if self.keep else np.zeros(0, np.uint8)
        return Found(len(ranks), counts, bits)
