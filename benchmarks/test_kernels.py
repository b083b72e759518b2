"""Micro benchmarks of the loops in which the time goes.

    python -m pytest benchmarks -n 0 --benchmark-only

Not part of the tests: how long something takes depends on the machine. What each of them finds is checked
all the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from countermove import CONCEPTS, GraphModel, case_path, read_case  # noqa: E402
from countermove.kernels.tensor import Bits, Cells, Tensor  # noqa: E402
from countermove.model.option_form import OptionForm  # noqa: E402
from countermove.stability.fibres import FibreEngine  # noqa: E402
from countermove.stability.symbolic import SymbolicEngine  # noqa: E402
from countermove.stability.tensor import RankTable, TensorEngine  # noqa: E402
from countermove.sweeps import Batch, RandomOrders, wishes_of  # noqa: E402
from stability.large import grown  # noqa: E402
from stability.symbolic.generator import structured  # noqa: E402

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")


def model_of(options: int, keep: str) -> GraphModel:
    """Four decision makers with equally many options."""
    conflict = grown(1, (options // 4,) * 4, exclusions=4, irreversible=0.15, statements=7)
    return conflict.graph(keep="list" if keep == "list" else "cube")


def form_of(options: int) -> OptionForm:
    form = model_of(options, "cube").form
    assert form is not None
    return form


def tensor_of(form: OptionForm) -> tuple[Tensor, Cells, Cells]:
    """The whole tensor and the ranks of the first two decision makers."""
    kind = np.dtype(np.int16)
    tensor = Tensor(len(form.options), form.movers, kind, 1)
    tables = [RankTable(wish, form.positions) for wish in form.wishes[:2]]
    first, second = (tensor.ranks(t.ranks(kind), t.mentioned, None) for t in tables)
    return tensor, first, second


@pytest.mark.parametrize("willing", [False, True], ids=["moves", "improvements"])
def test_tensor_spread(benchmark: BenchmarkFixture, willing: bool) -> None:
    """One pass of the second decision maker over the values of the first, 2^20 cells."""
    tensor, ranks, wishes = tensor_of(form_of(20))

    def fresh() -> tuple[tuple[Cells, Cells], dict[str, object]]:
        return (ranks.copy(), wishes if willing else ranks), {}

    def spread(value: Cells, marks: Cells) -> int:
        return tensor.spread(value, marks, 1, tensor.stamps(), willing=willing)

    assert benchmark.pedantic(spread, setup=fresh, rounds=20)


def test_tensor_verdict(benchmark: BenchmarkFixture) -> None:
    """Nash stability by one pass, 2^20 cells."""
    tensor, ranks, _ = tensor_of(form_of(20))
    bits: Bits = benchmark(tensor.verdict, None, ranks, 0)
    assert 0 < int(np.bitwise_count(bits).sum()) <= 1 << 20


@pytest.mark.parametrize("concept", CLASSICAL)
def test_tensor_engine(benchmark: BenchmarkFixture, concept: str) -> None:
    """One decision maker, 2^16 combinations."""
    form = form_of(16)
    found = benchmark(lambda: TensorEngine(form, threads=1).stable(0, CONCEPTS[concept].rule))
    assert 0 < found.count <= 1 << 16


@pytest.mark.parametrize("concept", CLASSICAL)
def test_fibres(benchmark: BenchmarkFixture, concept: str) -> None:
    """One decision maker, up to 2^16 states in a list; the fibres are there already."""
    model = model_of(16, "list")
    if not FibreEngine.takes(model):
        pytest.skip("built without a C compiler")
    engine = FibreEngine(model, threads=1)
    stable = benchmark(engine.stable, 0, CONCEPTS[concept].rule)
    assert len(stable) == model.states.size


def test_sweep(benchmark: BenchmarkFixture) -> None:
    """Four concepts under 4,096 orders of the statements, 36 states."""
    model = read_case(case_path("petersons2014/milk-river")).conflict.graph()
    batch, profiles = Batch(model, CLASSICAL), RandomOrders(wishes_of(model), 4096, seed=1)
    assert benchmark(lambda: batch.run(profiles, threads=1))


@pytest.mark.parametrize("concept", ("Nash", "GMR", "SMR"))
def test_symbolic(benchmark: BenchmarkFixture, concept: str) -> None:
    """One decision maker, 60 options, the first conflict of the suite; diagrams that exist are used again."""
    form = structured(60, seed=1)

    def fresh() -> tuple[tuple[SymbolicEngine], dict[str, object]]:
        return (SymbolicEngine(form, memory=1 << 30),), {}

    found = benchmark.pedantic(lambda e: e.stable(0, CONCEPTS[concept].rule), setup=fresh, rounds=3)
    assert found.count
