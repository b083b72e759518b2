"""The ledger file: TOML in, `Ledger` out, with every mistake at its line."""

from __future__ import annotations

import os
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import EvidenceError
from countermove.evidence.ledger import Extract, Issue, Ledger, Source
from countermove.files.schema import LEDGER
from countermove.files.toml import follows_from, load_toml, placed, read_text

__all__ = ["read_ledger"]


def read_ledger(path: str | os.PathLike[str]) -> Ledger:
    """Read a ledger. Raises `EvidenceError` with every mistake, each with its line and column."""
    text = read_text(FilePath(path))
    _, clean, problems = load_toml(text, str(path), LEDGER)
    ledger = _ledger(clean)
    told = {problem.path for problem in problems}
    problems.extend(problem for problem in ledger.problems() if not follows_from(problem, told))
    if problems:
        raise EvidenceError(placed(problems, text, str(path)))
    return ledger


def _ledger(t: dict[str, Any]) -> Ledger:
    return Ledger(
        sources=tuple(Source(**{"id": "", "file": "", "sha256": "", **row}) for row in t.get("sources", [])),
        issues=tuple(Issue(**{"id": "", **row}) for row in t.get("issues", [])),
        extracts=tuple(_extract(row) for row in t.get("extracts", [])),
    )


def _extract(t: dict[str, Any]) -> Extract:
    filled = {"id": "", "source": "", "start": 0, "end": 0, "words": "", **t}
    if not {"start", "end", "words"} <= t.keys():  # told already; do not complain of the length as well
        filled["end"] = filled["start"] + len(filled["words"])
    return Extract(**{**filled, "issues": tuple(filled.get("issues", ()))})
