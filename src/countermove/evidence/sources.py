"""Sources at hand: are the files there, are they the same files, and do the words stand in them?

A source file is looked for by name, and failing that by its SHA-256 among the files of its kind in the
folders given. A row whose words are not in the file at its offsets is broken, and said to be. Where the
file is not plain text the text is taken out of it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from countermove.errors import ConflictError
from countermove.evidence.ledger import Extract, Ledger, Source
from countermove.evidence.report import fingerprint

__all__ = ["Found", "Shelf", "SourceCheck", "check_sources", "find_source"]

_MOST_BYTES = 50_000_000
_MOST_FILES = 2_000
_LONGEST_LIST = 8
_KEPT = 16  # texts that are held for the next question


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What was found out about one source: its file, and the extracts that do not stand in it.

    `state` is "verified", "not at hand", "changed" (a file of that name has another SHA-256),
    "unreadable" (the right file, but its text cannot be taken out here; `why` says why) or "broken"
    (the file is the right one, and some words are not where they should be).
    """

    source: Source
    state: str
    path: Path | None = None
    extracts: int = 0
    broken: tuple[Extract, ...] = field(default=())
    why: str = ""

    def __str__(self) -> str:
        name = f"{self.source.id} ({self.source.citation})"
        many = "1 extract" if self.extracts == 1 else f"{self.extracts} extracts"
        if self.state == "not at hand":
            return f"{name}: source not at hand, {many} not checked; give its folder with --sources"
        if self.state == "changed":
            return f"{name}: {self.path} is not the file the extracts were taken from (its SHA-256 differs)"
        if self.state == "unreadable":
            return f"{name}: {many} not checked: {self.why}"
        if self.broken:
            ids = ", ".join(extract.id for extract in self.broken[:_LONGEST_LIST])
            more = ", ..." if len(self.broken) > _LONGEST_LIST else ""
            return f"{name}: {len(self.broken)} of {many} not verbatim: {ids}{more}" + _because(self.why)
        stand = "the one extract stands" if self.extracts == 1 else f"all {many} stand"
        return f"{name}: {stand} verbatim in {self.path}"


def _because(why: str) -> str:
    return f"; {why}" if why else ""


@dataclass(frozen=True, slots=True)
class Found:
    """A source as it is at hand: `state` as in `SourceCheck`, and its text if that is "verified".

    `why` says what else is to be known: why the text cannot be had, or that it is not quite the same.
    """

    state: str
    path: Path | None = None
    text: str = ""
    why: str = ""


class Shelf:
    """Folders in which sources are looked for. Each file is fingerprinted once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = list(dict.fromkeys(folders))
        self._sha256: dict[Path, str] = {}
        self._by_sha256: dict[tuple[Path, str], dict[str, Path]] = {}
        self._texts: dict[tuple[str, str, str], Found] = {}

    def find(self, source: Source) -> tuple[Path | None, bool]:
        """The file of a source and whether it is the right one; (None, False) if there is none."""
        wrong: Path | None = None
        for folder in self.folders:
            named = folder / source.file if _stays_inside(source.file) else None
            if named is not None and named.is_file():
                if self._fingerprint(named) == source.sha256:
                    return named, True
                wrong = wrong or named
            for ending in dict.fromkeys((".txt", Path(source.file).suffix.lower() or ".txt")):
                if found := self._listed(folder, ending).get(source.sha256):
                    return found, True
        return wrong, False

    def _fingerprint(self, path: Path) -> str:
        if path not in self._sha256:
            self._sha256[path] = _sha256(path)
        return self._sha256[path]

    def _listed(self, folder: Path, ending: str) -> dict[str, Path]:
        """The files of a folder with some ending, by their fingerprints."""
        if (folder, ending) not in self._by_sha256:
            found = {self._fingerprint(path): path for path in reversed(list(_files(folder, ending)))}
            self._by_sha256[folder, ending] = found
        return self._by_sha256[folder, ending]

    def open(self, source: Source) -> Found:
        """The text of a source, if it is at hand and what it was."""
        key = (source.file, source.sha256, source.text_sha256)
        if key not in self._texts:
            while len(self._texts) >= _KEPT:
                del self._texts[next(iter(self._texts))]
            self._texts[key] = self._open(source)
        return self._texts[key]

    def _open(self, source: Source) -> Found:
        path, right = self.find(source)
        if path is None or not right:
            return Found("changed" if path else "not at hand", path)
        try:
            # newline="" would be lost by read_text; offsets count the file's own line ends
            text = path.read_bytes().decode("utf-8", errors="replace")
            if not source.text_sha256 or fingerprint(text) == source.text_sha256:
                return Found("verified", path, text)
            return _taken_out(source, path)
        except OSError as error:
            return Found("unreadable", path, why=f"{path}: {error.strerror or error}")
        except ConflictError as error:
            return Found("unreadable", path, why=f"{path}: {error.problems[0].what}")


def _taken_out(source: Source, path: Path) -> Found:
    """The text of a file that is not plain text; of several in one file the right one."""
    from countermove.evidence import documents

    several = getattr(documents, "read_reports", None)
    reports = list(several(path)) if several else [documents.read_report(path)]
    for report in reports:
        if fingerprint(report.text) == source.text_sha256:
            return Found("verified", path, report.text)
    if len(reports) != 1:
        return Found("unreadable", path, why=f"{path} no longer yields the text that was read")
    now = reports[0].source.extractor
    by = f" by {now}, then by {source.extractor}" if now and now != source.extractor else ""
    return Found("verified", path, reports[0].text, f"the text taken out of the file differs{by}")


def _stays_inside(file: str) -> bool:
    """Whether a file's name leads to nowhere outside the folder."""
    path = PurePosixPath(file)
    return (
        bool(file)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in file
        and ":" not in file
    )


def find_source(source: Source, folders: Iterable[Path]) -> tuple[Path | None, bool]:
    """The file of a source and whether it is the right one; (None, False) if there is none."""
    return Shelf(folders).find(source)


def _files(folder: Path, ending: str) -> Iterator[Path]:
    if folder.is_dir():
        mine = (path for path in folder.iterdir() if path.suffix.lower() == ending and path.is_file())
        yield from sorted(mine)[:_MOST_FILES]


def _sha256(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def check_sources(ledger: Ledger, folders: Iterable[Path]) -> list[SourceCheck]:
    """Each source of a ledger against its file, if one of the folders has it."""
    shelf = Shelf(folders)
    mine: dict[str, list[Extract]] = {source.id: [] for source in ledger.sources}
    for extract in ledger.extracts:
        mine.setdefault(extract.source, []).append(extract)
    return [_check(source, mine[source.id], shelf) for source in ledger.sources]


def _check(source: Source, mine: list[Extract], shelf: Shelf) -> SourceCheck:
    found = shelf.open(source)
    if found.state != "verified":
        return SourceCheck(source, found.state, found.path, len(mine), why=found.why)
    broken = tuple(e for e in mine if found.text[e.start : e.end] != e.words)
    state = "broken" if broken else "verified"
    return SourceCheck(source, state, found.path, len(mine), broken, found.why)
