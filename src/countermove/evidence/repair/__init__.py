"""Repair: from the untouched text of a report to the passage that is read.

Pasted reports break sentences over pages, mix their quotation marks and carry captions, bylines and
footers. `passage_of` tells the kinds of paragraph apart, joins what belongs together, evens the
marks and finds the sentences; every character of the passage keeps its place in the untouched text.
`unread` says what no row rests on.
"""

from __future__ import annotations

from countermove.evidence.repair.leftover import Unread, unread
from countermove.evidence.repair.reading_text import passage_of

__all__ = ["Unread", "passage_of", "unread"]
