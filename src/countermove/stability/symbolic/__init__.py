"""Engines for conflicts whose states are too many to list: decision diagrams, and a SAT solver.

`SymbolicEngine` finds all stable states, as sets that are counted, combined and sampled; `find` finds one
equilibrium in far larger conflicts yet, or proves that there is none. Each needs a library beyond those
of the package (oxidd, python-sat), imported when first used.
"""

from countermove.stability.symbolic.budget import GaveUp
from countermove.stability.symbolic.engine import SymbolicEngine
from countermove.stability.symbolic.satisfy import Search, find, find_all
from countermove.stability.symbolic.sets import DiagramSet

__all__ = ["DiagramSet", "GaveUp", "Search", "SymbolicEngine", "find", "find_all"]
