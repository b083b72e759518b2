"""Evidence against hypotheses: a matrix that people fill in, and what follows from it."""

from __future__ import annotations

from countermove.evidence.hypotheses.cells import (
    CONSISTENT,
    INCONSISTENT,
    NOT_APPLICABLE,
    VERDICTS,
    Cell,
    Cells,
)
from countermove.evidence.hypotheses.matrix import Hypothesis, Line, Matrix, Swing, build

__all__ = [
    "CONSISTENT", "INCONSISTENT", "NOT_APPLICABLE", "VERDICTS", "Cell", "Cells", "Hypothesis", "Line",
    "Matrix", "Swing", "build",
]  # fmt: skip
