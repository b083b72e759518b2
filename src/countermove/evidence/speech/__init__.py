"""Speech: who is reported to have said what, found by rules over marks and the parse."""

from __future__ import annotations

from countermove.evidence.speech.finding import find_statements
from countermove.evidence.speech.quotations import find_quotations
from countermove.evidence.speech.statement import Statement

__all__ = ["Statement", "find_quotations", "find_statements"]
