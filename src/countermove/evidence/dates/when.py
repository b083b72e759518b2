"""A time that a report names, and what it was taken for."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.evidence.passage import Span

__all__ = ["When"]


@dataclass(frozen=True, slots=True)
class When:
    """A time. `span` is in clean offsets; `value` is in the manner of TIMEX3.

    Values: 2025-08-15, 2025-08, 2025, 2025-W33 (weeks as ISO 8601 counts them), 2025-Q3, 2025-SU (SP, SU,
    FA, WI), 199 (a decade), 18 (a century), FY2024, 2025-08-15TNI (MO, AF, EV, NI), 2025-08-15T16:58,
    P3Y6M and PT24H for spans of time, PXY for a vague one. `value` is empty if it cannot be told. `type` is
    "date", "time", "duration" or "set". `rule` says in words how the value was reached ("Friday before
    19 August 2025"); `name` is the rule's name; `band` is "found" or "suggestion".
    """

    span: Span
    value: str
    type: str
    rule: str
    name: str
    band: str
