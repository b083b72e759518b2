"""Simultaneous stability (SIM): improvements that fail if the others improve at the same time.

A state s is SIM stable for i iff for every y in R_i⁺(s) some combination of unilateral improvements
of the others *from s* (at least one of them moving), made together with i's own change, gives a
feasible state that i does not prefer to s. Fraser and Hipel (1984). It needs option form, where
changes can be made together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, listed
from countermove.model.preferences import Ordinal
from countermove.stability.concept import Concept, Replies, Rule, concept

__all__ = ["SIM", "stable"]

_BATCH = 2_000_000  # joint changes looked at in one array
_MOST = 500_000_000  # joint changes altogether, some minutes of work
_MOST_FAST = 20_000_000_000  # the same where they are looked at one by one, by compiled code
_MOST_AT_ONCE = 20_000_000  # for one improvement, about a gigabyte

FloatArray: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


@dataclass(frozen=True, slots=True)
class _Improvements:
    """Improvements: positions, what changes in the code, and where each state's begin."""

    source: IntArray
    target: IntArray
    change: IntArray
    start: IntArray


def stable(model: GraphModel, dm: int) -> BoolArray:
    """(S,) bool: the states that are SIM stable for `dm`.

    Raises `TooLarge` if there are too many combinations of the others' improvements, `NotApplicable` if
    preferences are not ranks.
    """
    from countermove.stability.fibres import FibreEngine  # late: every start imports this module

    if not FibreEngine.takes(model):
        return _by_lists(model, dm)
    options = len(model.states.options)
    found = FibreEngine.of(model).fibres.simultaneous(dm, options, _MOST_FAST)
    if found is None:
        raise _too_many(f"more than {_MOST_FAST:.0e}")
    return found


def _by_lists(model: GraphModel, dm: int) -> BoolArray:
    """The same from lists of all joint changes."""
    own = _improvements(model, dm)
    others = [_improvements(model, j) for j in model.others(dm)]
    joint = np.ones(model.states.size)
    for theirs in others:
        joint *= 1 + np.diff(theirs.start)
    joint = joint[own.source]
    _refuse_too_many(joint)
    joint = np.cumsum(joint)
    blocked = np.zeros(len(own.source), dtype=bool)
    batch = np.floor(joint / _BATCH)
    for number in sorted(set(batch.tolist())):
        rows = np.flatnonzero(batch == number)
        blocked[rows] = _blocked(model, _rank(model, dm), own.source[rows], own.target[rows], others)
    result = np.ones(model.states.size, dtype=bool)
    result[own.source[~blocked]] = False
    return result


def _refuse_too_many(joint: FloatArray) -> None:
    """Refuse what would take too long altogether, or too much memory for a single improvement."""
    if joint.sum() > _MOST or joint.max(initial=0) > _MOST_AT_ONCE:
        raise _too_many(f"{joint.sum():.1e}")


def _too_many(joint: str) -> TooLarge:
    what = f"SIM would look at {joint} joint changes, too many for this version"
    return TooLarge(Problem(what, "Leave SIM out, or give the decision makers fewer options."))


def _improvements(model: GraphModel, dm: int) -> _Improvements:
    source, target = model.movement[dm].arcs()
    rank, codes = _rank(model, dm), listed(model.states).codes
    better = rank[target] > rank[source]
    source, target = source[better], target[better]
    start = np.searchsorted(source, np.arange(model.states.size + 1))
    return _Improvements(source, target, codes[source] ^ codes[target], start)


def _rank(model: GraphModel, dm: int) -> IntArray:
    preference = model.preferences[dm]
    if not isinstance(preference, Ordinal):
        raise NotApplicable(Problem("SIM is computed for ranked preferences only", "Leave SIM out."))
    return preference.rank


def _blocked(
    model: GraphModel, rank: IntArray, source: IntArray, target: IntArray, others: list[_Improvements]
) -> BoolArray:
    """For each improvement source → target, whether some joint answer leaves its maker no better off."""
    codes = listed(model.states).codes
    arc, code = np.arange(len(source)), codes[target]  # one row for each joint change
    for theirs in others:
        first = theirs.start[source[arc]]
        many = theirs.start[source[arc] + 1] - first
        row = np.repeat(np.arange(len(arc)), many)
        before = np.repeat(np.cumsum(many) - many - first, many)
        change = theirs.change[np.arange(len(row)) - before]
        arc, code = np.concatenate([arc, arc[row]]), np.concatenate([code, code[row] ^ change])
    arc, code = arc[len(source) :], code[len(source) :]  # the first rows are those in which nobody answers
    at = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
    hurts = (codes[at] == code) & (rank[at] <= rank[source[arc]])
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
