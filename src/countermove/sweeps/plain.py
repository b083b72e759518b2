"""The sections of a sweep run with NumPy: slower, the same findings, no compiler needed."""

from __future__ import annotations

import numpy as np

from countermove.kernels.sweep import LEAST, SETTLE, Network, Plan, Program
from countermove.model.listed import BoolArray, IntArray

__all__ = ["run"]


def run(plan: Plan, ranks: IntArray) -> BoolArray:
    """(tests, movers, S, profiles) bool: who passes which test where; `ranks` (profiles, movers, S)."""
    shortfalls = np.ascontiguousarray(ranks.max(initial=0) - ranks.transpose(1, 2, 0))
    mover, source, target = plan.arcs.T
    open_arcs = shortfalls[mover, target] < shortfalls[mover, source]
    passed = [
        _passed(plan, program, own, open_arcs) for program, own in zip(plan.programs, shortfalls, strict=True)
    ]
    return np.stack(passed, axis=1)


def _passed(plan: Plan, program: Program, own: IntArray, open_arcs: BoolArray) -> BoolArray:
    cells = np.empty((plan.states + len(program.items), own.shape[1]), own.dtype)
    cells[: plan.states] = own
    for kind, first, count in program.sections:
        if kind == SETTLE:
            _settle(cells[first : first + count], program.network, open_arcs)
            continue
        join = np.minimum if kind == LEAST else np.maximum
        for cell in range(first, first + count):
            join.reduce(cells[list(program.items[cell - plan.states])], axis=0, out=cells[cell])
    return np.asarray(cells[program.verdict] >= own)


def _settle(nodes: IntArray, network: Network, open_arcs: BoolArray) -> None:
    changed = True
    while changed:
        changed = False
        for node, arcs in enumerate(network.arcs):
            if not arcs:
                continue
            to, through = map(list, zip(*arcs, strict=True))
            pushed = np.where(open_arcs[through], nodes[to], 0).max(axis=0)  # no shortfall is below 0
            if (pushed > nodes[node]).any():
                np.maximum(nodes[node], pushed, out=nodes[node])
                changed = True
