"""Figures: amounts in a report, with unit, modifier and whether they were paid, pledged or proposed."""

from __future__ import annotations

from countermove.evidence.figures.figure import Figure
from countermove.evidence.figures.finder import find_figures

__all__ = ["Figure", "find_figures"]
