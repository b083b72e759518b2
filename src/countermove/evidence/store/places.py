"""Places: the folders in which the reports of a ledger were when they were read.

They are written down as seen from the ledger, a line each, so that a folder that is moved as a whole
stays whole. A file in one of them counts only if its SHA-256 is the right one.
"""

from __future__ import annotations

import os
from pathlib import Path

from countermove.evidence.store.disk import append_lines, locked

__all__ = ["add_place", "read_places"]

_FILE = "places.txt"


def read_places(folder: Path) -> list[Path]:
    """The folders that the file in a ledger's folder names."""
    try:
        lines = (folder / _FILE).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [
        Path(os.path.normpath(folder.parent / line)) for line in lines if line.strip() and "\0" not in line
    ]


def add_place(folder: Path, place: Path) -> None:
    """Name one more folder, unless it is looked into anyway. Raises `EvidenceError`."""
    known = (folder.parent, folder.parent / "sources", *read_places(folder))
    if place.resolve() in [each.resolve() for each in known]:
        return
    try:
        line = os.path.relpath(place, folder.parent)
    except ValueError:  # another drive
        line = str(place.resolve())
    with locked(folder):
        append_lines(folder / _FILE, "", f"{line}\n")
