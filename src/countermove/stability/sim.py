"""Simultaneous stability (SIM): improvements that fail if the others improve at the same time.

A state s is SIM stable for i iff for every y in R_i⁺(s) some combination of unilateral improvements
of the others *from s* (at least one of them moving), made together with i's own change, gives a
feasible state that i does not prefer to s. Fraser and Hipel (1984). It needs option form, where
changes can be made together.
"""

from __future__ import annotations

import numpy as np

from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal
from countermove.model.states import BoolArray, IntArray
from countermove.stability.concept import Concept, Replies, Rule, concept

__all__ = ["SIM", "stable"]

_BATCH = 2_000_000  # joint changes looked at in one array
_MOST = 500_000_000  # joint changes altogether, some minutes of work


def stable(model: GraphModel, dm: int) -> BoolArray:
    """(S,) bool: the states that are SIM stable for `dm`.

    Raises `TooLarge` if there are too many combinations of the others' improvements.
    """
    changes = {j: _improvement_arcs(model, j) for j in range(model.size)}
    source, target = changes[dm]
    counts = np.ones(model.states.size, dtype=np.float64)
    for j in model.others(dm):
        counts *= 1 + np.bincount(changes[j][0], minlength=model.states.size)
    joint = counts[source]
    if joint.sum() > _MOST:
        raise TooLarge(
            Problem(
                f"SIM would look at {joint.sum():.1e} joint changes, more than {_MOST:.0e}",
                "Leave SIM out, or give the decision makers fewer options.",
            )
        )
    blocked = np.zeros(len(source), dtype=bool)
    batch = np.floor(np.cumsum(joint) / _BATCH)
    for number in np.unique(batch):
        rows = np.flatnonzero(batch == number)
        blocked[rows] = _blocked(model, dm, source[rows], target[rows], changes)
    result = np.ones(model.states.size, dtype=bool)
    result[source[~blocked]] = False
    return result


def _improvement_arcs(model: GraphModel, dm: int) -> tuple[IntArray, IntArray]:
    source, target = model.movement[dm].arcs()
    rank = _rank(model, dm)
    better = rank[target] > rank[source]
    return source[better], target[better]


def _rank(model: GraphModel, dm: int) -> IntArray:
    preference = model.preferences[dm]
    if not isinstance(preference, Ordinal):
        raise NotApplicable(Problem("SIM is computed for ranked preferences only", "Leave SIM out."))
    return preference.rank


def _blocked(
    model: GraphModel,
    dm: int,
    source: IntArray,
    target: IntArray,
    changes: dict[int, tuple[IntArray, IntArray]],
) -> BoolArray:
    """For each improvement source → target, whether some joint answer leaves `dm` no better off."""
    codes = model.states.codes
    arc, code = np.arange(len(source)), codes[target]
    alone = np.ones(len(source), dtype=bool)
    for j in model.others(dm):
        their_source, their_target = changes[j]
        start = np.searchsorted(their_source, source[arc])
        many = np.searchsorted(their_source, source[arc], side="right") - start
        copy = np.repeat(np.arange(len(arc)), many)
        offset = np.arange(len(copy)) - np.repeat(np.cumsum(many) - many, many)
        theirs = start[copy] + offset
        change = codes[their_source[theirs]] ^ codes[their_target[theirs]]
        code = np.concatenate([code, code[copy] ^ change])
        alone = np.concatenate([alone, np.zeros(len(copy), dtype=bool)])
        arc = np.concatenate([arc, arc[copy]])
    at = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
    rank = _rank(model, dm)
    hurts = ~alone & (codes[at] == code) & (rank[at] <= rank[source[arc]])
    return np.bincount(arc[hurts], minlength=len(source)) > 0


SIM = concept(
    Concept(
        id="SIM",
        title="simultaneous stability",
        plainly="anyone who could do better would be hurt if the others improved at the same moment",
        rule=Rule(replies=Replies.JOINT_IMPROVEMENTS),
        cites=("fraser1984",),
        stable=stable,
        needs_options=True,
    )
)
