"""Events: who is reported to have done what, to whom, by types of action."""

from __future__ import annotations

from countermove.evidence.events.finding import find_events
from countermove.evidence.events.findings import Event

__all__ = ["Event", "find_events"]
