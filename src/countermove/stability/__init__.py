"""Stability: which states nobody leaves, under which idea of foresight, and the proof of each verdict.

Importing the package registers every concept, in the order of the field's tables.
"""

from countermove.stability import nash, gmr, smr, seq, sseq, sim, unknown, strength  # noqa: F401, I001
from countermove.stability.concept import CONCEPTS, Concept, default_concepts, named
from countermove.stability.engines import analyse
from countermove.stability.table import ListedTable, StabilityTable

__all__ = ["CONCEPTS", "Concept", "ListedTable", "StabilityTable", "analyse", "default_concepts", "named"]
