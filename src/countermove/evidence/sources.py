"""Sources at hand: are the files there, are they the same files, and do the words stand in them?

A source file is looked for by name, and failing that by its SHA-256 among the text files of the
folders given. A row whose words are not in the file at its offsets is broken, and said to be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from countermove.evidence.ledger import Extract, Ledger, Source

__all__ = ["SourceCheck", "check_sources", "find_source"]

_MOST_BYTES = 50_000_000
_MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What was found out about one source: its file, and the extracts that do not stand in it.

    `state` is "verified", "not at hand", "changed" (a file of that name has another SHA-256) or
    "broken" (the file is the right one, and some words are not where they should be).
    """

    source: Source
    state: str
    path: Path | None = None
    extracts: int = 0
    broken: tuple[Extract, ...] = field(default=())

    def __str__(self) -> str:
        name = f"{self.source.id} ({self.source.citation})"
        many = "1 extract" if self.extracts == 1 else f"{self.extracts} extracts"
        if self.state == "not at hand":
            return f"{name}: source not at hand, {many} not checked; give its folder with --sources"
        if self.state == "changed":
            return f"{name}: {self.path} is not the file the extracts were taken from (its SHA-256 differs)"
        if self.broken:
            ids = ", ".join(extract.id for extract in self.broken[:8])
            more = ", ..." if len(self.broken) > 8 else ""
            return f"{name}: {len(self.broken)} of {many} not verbatim: {ids}{more}"
        stand = "the one extract stands" if self.extracts == 1 else f"all {many} stand"
        return f"{name}: {stand} verbatim in {self.path}"


def find_source(source: Source, folders: Iterable[Path]) -> tuple[Path | None, bool]:
    """The file of a source and whether it is the right one; (None, False) if there is none."""
    wrong: Path | None = None
    for folder in folders:
        named = folder / source.file if source.file == Path(source.file).name else None
        if named is not None and named.is_file():
            if _sha256(named) == source.sha256:
                return named, True
            wrong = wrong or named
        for path in _texts(folder):
            if _sha256(path) == source.sha256:
                return path, True
    return wrong, False


def _texts(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.glob("*.txt") if path.is_file())[:_MOST_FILES]


def _sha256(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def check_sources(ledger: Ledger, folders: Iterable[Path]) -> list[SourceCheck]:
    """Each source of a ledger against its file, if one of the folders has it."""
    folders = list(folders)
    return [_check(source, ledger, folders) for source in ledger.sources]


def _check(source: Source, ledger: Ledger, folders: list[Path]) -> SourceCheck:
    mine = [extract for extract in ledger.extracts if extract.source == source.id]
    path, right = find_source(source, folders)
    if path is None or not right:
        return SourceCheck(source, "changed" if path else "not at hand", path, len(mine))
    # newline="" would be lost by read_text; offsets count the file's own line ends
    text = path.read_bytes().decode("utf-8", errors="replace")
    broken = tuple(extract for extract in mine if text[extract.start : extract.end] != extract.words)
    return SourceCheck(source, "broken" if broken else "verified", path, len(mine), broken)
