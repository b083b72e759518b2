"""Proposals: rows that a language model offers, each checked word for word against the report.

Nothing here runs unless a person names an endpoint and a model. A passage of a report is sent as data;
what comes back may be wrong, foolish or hostile. An offer becomes a row only if its words, its
speaker's words and its cue stand in that very passage, character by character; it is a suggestion then,
and waits in the tray. The rest is counted, with reasons, and forgotten.
"""

from __future__ import annotations

from countermove.evidence.proposals.asking import Asking, Limits, Unanswered
from countermove.evidence.proposals.endpoint import Endpoint, key_from, model_named
from countermove.evidence.proposals.prompt import PROMPT
from countermove.evidence.proposals.proposing import Link, Proposed, pieces_to_ask, propose
from countermove.evidence.proposals.subject import Subject, subject_of
from countermove.evidence.proposals.tray import put_in_tray, tidy, tray_file

__all__ = [
    "PROMPT", "Asking", "Endpoint", "Limits", "Link", "Proposed", "Subject", "Unanswered", "key_from",
    "model_named", "pieces_to_ask", "propose", "put_in_tray", "subject_of", "tidy", "tray_file",
]  # fmt: skip
