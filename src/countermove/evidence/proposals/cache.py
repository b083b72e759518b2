"""The cache: what a model answered, so that the same question is never asked twice.

A file holds what passed the check and a tally of what did not; words that a server made up never reach
the disk. Whoever reads one checks it against the text again: files can be changed by anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import EvidenceError, Problem
from countermove.evidence.proposals.answers import KINDS, Offer, offers_in
from countermove.evidence.proposals.prompt import PROMPT
from countermove.evidence.proposals.tally import Tally
from countermove.evidence.store.disk import make_folder, write_whole

__all__ = ["Cache"]

_MOST_BYTES = 16_000_000


@dataclass(frozen=True, slots=True)
class Cache:
    """The answers kept beside a ledger, in ``NAME.ledger/proposals``."""

    ledger_folder: Path

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.ledger_folder / "proposals"

    def get(self, question: str) -> tuple[list[Offer], Tally] | None:
        """The offers of an answer, to be checked, and what was refused of it; None if there is none."""
        try:
            with self._file(question).open("rb") as opened:
                data = json.loads(opened.read(_MOST_BYTES + 1))
            if data["question"] != question or not isinstance(data["answer"], dict):
                return None
            tally = Tally.from_dict(data["tally"])
            return list(offers_in(data["answer"], tally)), tally
        except (OSError, KeyError, TypeError, ValueError, RecursionError):
            return None

    def put(self, question: str, model: str, offers: Iterable[Offer], tally: Tally) -> None:
        """Keep what passed of an answer. Raises `EvidenceError` if it cannot be written."""
        answer: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
        for offer in offers:
            answer[offer.kind].append(offer.as_dict())
        data = {
            "question": question,
            "model": model,
            "prompt": PROMPT,
            "answer": answer,
            "tally": tally.as_dict(),
        }
        make_folder(self.ledger_folder)
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError:
            cure = "Copy the ledger and its folder to a place that you may write to."
            raise EvidenceError(Problem("this folder cannot be made", cure, file=str(self.folder))) from None
        text = json.dumps(data, ensure_ascii=True, indent=1)
        write_whole(self._file(question), [text, "\n"], sure=False)

    def _file(self, question: str) -> Path:
        return self.folder / f"{question}.json"
