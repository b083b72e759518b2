"""Expected visits and stationary shares of a Markov chain, by elimination without subtraction.

States are eliminated one at a time; the chain watched only while it is in the others is again a Markov
chain (Grassmann, Taksar and Heyman 1985). What leaves a state is added up and never taken as 1 minus what
stays, so no digits are lost however rarely a chain leaves where it is. The same lines serve for floating
point numbers and, in arrays of objects, for exact fractions.
"""

from __future__ import annotations

from typing import Any

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem

__all__ = ["expected_visits", "stationary"]

Array = Any  # (k,) or (k, k), of floats or of Fractions


def expected_visits(inside: Array, leaving: Array, inflow: Array) -> Array:
    """(k,) how often each of k states is visited, in expectation, before they are all left for good.

    `inside` (k, k) holds the probabilities of going from one to another (the diagonal is not read),
    `leaving` (k,) those of going elsewhere, `inflow` (k,) how often each is entered from outside. What is
    left to 1 in a row is the probability of staying.
    """
    inside, leaving, inflow = inside.copy(), leaving.copy(), inflow.copy()
    outs = _eliminate(inside, leaving, inflow)
    if not leaving[0]:
        raise _vanishes()
    return _substitute(inside, outs, inflow, inflow[0] / leaving[0])


def stationary(inside: Array) -> Array:
    """(k,) the share of time that an irreducible chain spends in each of its k states in the long run."""
    inside = inside.copy()
    nothing = inside[0] * 0
    outs = _eliminate(inside, nothing.copy(), nothing.copy())
    visits = _substitute(inside, outs, nothing, nothing[0] + 1)
    return visits / visits.sum()


def _eliminate(inside: Array, leaving: Array, inflow: Array) -> list[Any]:
    """Eliminate all states but the first, from the last on, in place; what left each at that time."""
    outs = [None] * len(inside)
    for at in range(len(inside) - 1, 0, -1):
        out = inside[at, :at].sum() + leaving[at]
        if not out:
            raise _vanishes()
        share, into = inside[at, :at] / out, inside[:at, at]
        inside[:at, :at] += np.outer(into, share)
        leaving[:at] += into * (leaving[at] / out)
        inflow[:at] += inflow[at] * share
        outs[at] = out
    return outs


def _substitute(inside: Array, outs: list[Any], inflow: Array, first: Any) -> Array:
    """Visits to the first state, and from them to the others in the order of their return."""
    visits = inflow * 0
    visits[0] = first
    for at in range(1, len(visits)):
        visits[at] = (inflow[at] + visits[:at] @ inside[:at, at]) / outs[at]
    return visits


def _vanishes() -> NotApplicable:
    what = "some ways out are so unlikely that floating point numbers cannot hold their probability"
    return NotApplicable(Problem(what, "Give a smaller rationality, or choose uniform or best."))
