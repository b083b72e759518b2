"""The two reports that the flagship was made from, where somebody has them; they are not ours to keep."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["FILES", "ROOT", "reports", "reports_folder"]

ROOT = Path(__file__).resolve().parents[2]
FILES = ("sanger-2025-08-17.txt", "schwarz-2025-08-19.txt")


def reports_folder() -> Path:
    """The folder with both reports; skips the test that asks where there is none."""
    named = os.environ.get("COUNTERMOVE_SOURCES")
    folder = Path(named) if named else ROOT.joinpath("..", "shared", "sources")
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        pytest.skip(f"not at hand: {', '.join(missing)}; name their folder in COUNTERMOVE_SOURCES")
    return folder


def reports() -> dict[str, str]:
    """The texts by file name, decoded as offsets count them."""
    folder = reports_folder()
    return {name: (folder / name).read_bytes().decode("utf-8") for name in FILES}
