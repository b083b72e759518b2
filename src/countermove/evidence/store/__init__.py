"""The store of a ledger: rows that were found, what people decided on them, who is who, and an index."""

from __future__ import annotations

from countermove.evidence.store.aliases import AliasRow, AliasTable
from countermove.evidence.store.decisions import Decided, Decision
from countermove.evidence.store.rowsfile import FULL, QUICK, Header, RowsFile
from countermove.evidence.store.search import HIT, Hit, Wanted
from countermove.evidence.store.state import BY_HAND, DROPPED, EDITABLE, STANDING, TRAY, State
from countermove.evidence.store.store import Store

__all__ = [
    "BY_HAND", "DROPPED", "EDITABLE", "FULL", "HIT", "QUICK", "STANDING", "TRAY", "AliasRow", "AliasTable",
    "Decided", "Decision", "Header", "Hit", "RowsFile", "State", "Store", "Wanted",
]  # fmt: skip
