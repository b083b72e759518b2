"""What was taken out of a file: a text, what is known of it, and by what it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.errors import ConflictError, Problem
from countermove.evidence.documents.details import Details

__all__ = ["Taken", "missing", "named"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A text out of a file; `extractor` is empty if it is the file itself, `part` names one of several."""

    text: str
    details: Details = field(default_factory=Details)
    extractor: str = ""
    part: str = ""


def named(package: str) -> str:
    """A package with its version, as the ledger keeps it: ``pypdf 7.1.0``."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


def missing(package: str, sort: str, reason: ImportError) -> ConflictError:
    """The error that says which library is needed and how to get it."""
    what = f"{sort} cannot be read: {package} does not load ({' '.join(str(reason).split())})"
    return ConflictError(Problem(what, 'Run: pip install "countermove[read]".'))
