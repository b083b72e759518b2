"""Dates: times that a report names, resolved from the day it was published."""

from __future__ import annotations

from countermove.evidence.dates.finder import find_dates
from countermove.evidence.dates.when import When

__all__ = ["When", "find_dates"]
