"""What the tests of sweeps share."""

from __future__ import annotations

import numpy as np

from countermove.model.conflict import Conflict, DecisionMaker, Option, Preferences
from countermove.model.graph import GraphModel
from countermove.sweeps import Shares

__all__ = ["assert_same", "small"]


def small() -> GraphModel:
    """Three decision makers, four options, one of them irreversible: 16 states."""
    makers = (
        DecisionMaker("a", options=(Option("x"), Option("y", irreversible="once taken"))),
        DecisionMaker("b", options=(Option("z"),)),
        DecisionMaker("c", options=(Option("w"),)),
    )
    nothing = tuple(Preferences(dm.id) for dm in makers)
    return Conflict("small", makers, preferences=nothing).graph()


def assert_same(first: Shares, second: Shares) -> None:
    """The same findings, profile by profile."""
    assert first.profiles == second.profiles
    assert np.array_equal(first.counts, second.counts)
    assert first.bits is not None
    assert np.array_equal(first.bits, second.bits)
