"""A case at hand: a model file with its ledger, read and checked together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import ConflictError, ModelError, Problem
from countermove.evidence.ledger import Ledger
from countermove.evidence.links import check_links
from countermove.evidence.sources import SourceCheck, check_sources
from countermove.files.ledger import read_ledger
from countermove.files.toml import conflict_from_toml, placed, read_text
from countermove.model.conflict import Conflict

__all__ = ["CaseFile", "read_case"]


@dataclass(frozen=True)
class CaseFile:
    """A conflict as read from a file, the ledger it cites, and the warnings about both."""

    path: Path
    conflict: Conflict
    ledger: Ledger | None
    warnings: tuple[Problem, ...]

    def check_sources(self, folders: list[Path]) -> list[SourceCheck]:
        """The ledger against the reports, looked for in the folders and beside the model."""
        if self.ledger is None:
            return []
        beside = [self.path.parent, self.path.parent / "sources"]
        return check_sources(self.ledger, [*folders, *beside])


def read_case(path: str | os.PathLike[str]) -> CaseFile:
    """Read a model and its ledger. Raises `ModelError` with every mistake in either."""
    file = Path(path)
    text = read_text(file)
    conflict, problems = conflict_from_toml(text, str(path))
    ledger: Ledger | None = None
    if conflict is not None:
        ledger, more = _ledger_of(conflict, file)
        if not more:
            more = check_links(conflict, ledger)
        problems = placed([*problems, *more], text, str(path))
    errors = [problem for problem in problems if not problem.warning]
    if conflict is None or errors:
        raise ModelError(errors)
    return CaseFile(file, conflict, ledger, tuple(problem for problem in problems if problem.warning))


def _ledger_of(conflict: Conflict, file: Path) -> tuple[Ledger | None, list[Problem]]:
    if not conflict.ledger:
        return None, []
    if Path(conflict.ledger).name != conflict.ledger or "\\" in conflict.ledger:
        what = "the ledger must be a file in the model's own folder"
        return None, [Problem(what, "Give its name without a folder.", ("ledger",))]
    place = file.with_name(conflict.ledger)
    if not place.is_file():
        what = f'there is no file "{conflict.ledger}" beside the model'
        return None, [Problem(what, "Put the ledger there, or drop the key.", ("ledger",))]
    try:
        return read_ledger(place), []
    except ConflictError as error:
        return None, list(error.problems)
