"""Drafting: decision makers and options that the rows of a ledger speak of, for an analyst to finish."""

from __future__ import annotations

from countermove.evidence.drafting.draft import Draft, LeftOut, Maker, Wish, draft
from countermove.evidence.drafting.moves import Move

__all__ = ["Draft", "LeftOut", "Maker", "Move", "Wish", "draft"]
