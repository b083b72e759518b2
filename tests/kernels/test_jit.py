"""The kernels compiled by Numba against those in C, bit for bit on random tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from countermove.errors import NotApplicable
from countermove.kernels import native
from countermove.kernels.tensor import Cells, Tensor

needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="Numba is not installed")
needs_native = pytest.mark.skipif(native.load() is None, reason="the native library was not built")


@dataclass(frozen=True)
class Changes:
    """What a decision maker can change."""

    own: int
    stay_taken: int
    stay_dropped: int


@dataclass(frozen=True)
class Case:
    """A random tensor: up to four movers, some options one way, some combinations infeasible."""

    tensor: Tensor
    tables: list[Cells]
    mentioned: int
    feasible: np.ndarray[Any, np.dtype[np.uint8]] | None


def random_case(seed: int, kind: type, threads: int = 1, options: int = 0) -> Case:
    rng = np.random.default_rng(seed)
    options, size = options or int(rng.integers(2, 16)), int(rng.integers(1, 5))
    owner = rng.integers(0, size, options)
    if rng.random() < 0.5:
        owner.sort()
    way = rng.choice(["both", "taken", "dropped"], options, p=[0.7, 0.15, 0.15])

    def bits(chosen: Any) -> int:
        return sum(1 << int(k) for k in np.flatnonzero(chosen))

    movers = [
        Changes(
            bits(owner == i), bits((owner == i) & (way == "taken")), bits((owner == i) & (way == "dropped"))
        )
        for i in range(size)
    ]
    tensor = Tensor(options, movers, np.dtype(kind), threads)
    mentioned, levels = int(rng.integers(0, 1 << options)), 200 if kind is np.int8 else 3000
    lowest = np.iinfo(kind).min + 1
    many = 1 << mentioned.bit_count()
    tables = [(rng.integers(0, levels, many) + lowest).astype(kind) for _ in movers]
    feasible = rng.integers(0, 256, (2, max(tensor.cells // 8, 8)), np.uint8)
    return Case(tensor, tables, mentioned, feasible[0] | feasible[1] if rng.random() < 0.7 else None)


def narrow(ranks: Cells) -> Cells:
    """Some order in cells of one byte, with what cannot happen where it was."""
    limits = np.iinfo(ranks.dtype)
    return np.where(ranks == limits.min, -128, (ranks.astype(np.int64) - limits.min) % 50).astype(np.int8)


def passes(case: Case, *, narrowed: bool = False) -> Iterator[Any]:
    """What all kernels make of a case, array by array."""
    tensor = case.tensor
    ranks = [tensor.ranks(table, case.mentioned, case.feasible) for table in case.tables]
    wishes = [narrow(r) for r in ranks] if narrowed else ranks
    yield from ranks
    for i, own in enumerate(ranks):
        best = tensor.best(own, i)
        yield from (best, tensor.verdict(None, own, i), tensor.verdict(best, own, i))
        for willing in (False, True):
            yield from spreads(tensor, best.copy(), wishes, i, willing)


def spreads(tensor: Tensor, value: Cells, wishes: list[Cells], i: int, willing: bool) -> Iterator[Any]:
    stamps = tensor.stamps()
    for mover in [j for _ in range(3) for j in range(len(wishes)) if j != i]:
        changed = tensor.spread(value, wishes[mover], mover, stamps, willing=willing)
        yield from (value.copy(), stamps.at.copy(), changed > 0)


@pytest.fixture
def without_native(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the package was built without a C compiler."""
    monkeypatch.setenv("COUNTERMOVE_NATIVE", "0")
    native.load.cache_clear()
    yield
    native.load.cache_clear()


def both(monkeypatch: pytest.MonkeyPatch, case: Case, **how: bool) -> Iterator[tuple[Any, Any]]:
    in_c = list(passes(case, **how))
    with monkeypatch.context() as patch:
        patch.setattr(native, "load", lambda: None)
        yield from zip(in_c, passes(case, **how), strict=True)


@needs_native
@needs_numba
@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32])
def test_numba_gives_what_c_gives(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(60):
        for k, (ours, theirs) in enumerate(both(monkeypatch, random_case(seed, kind))):
            assert np.array_equal(ours, theirs), (seed, k)


@needs_native
@needs_numba
def test_numba_gives_what_c_gives_where_wishes_are_narrower(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(40):
        case = random_case(seed, np.int16)
        for k, (ours, theirs) in enumerate(both(monkeypatch, case, narrowed=True)):
            assert np.array_equal(ours, theirs), (seed, k)


@needs_native
@needs_numba
def test_two_threads_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(5):
        alone, together = (random_case(seed, np.int8, threads, options=16) for threads in (1, 2))
        for ours, theirs in zip(passes(alone), both(monkeypatch, together), strict=True):
            assert np.array_equal(ours, theirs[0])
            assert np.array_equal(ours, theirs[1])


@needs_numba
def test_the_tensor_turns_to_numba_where_there_is_no_native_library(without_native: None) -> None:
    case = random_case(3, np.int8)
    assert sum(1 for _ in passes(case)) > 3


def test_without_numba_one_is_told_what_to_install(
    without_native: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from countermove.kernels import jit

    monkeypatch.setattr(jit, "numba", None)
    with pytest.raises(NotApplicable, match="Numba") as refused:
        list(passes(random_case(3, np.int8)))
    assert "countermove[jit]" in str(refused.value)
