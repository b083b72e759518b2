"""A report: the text of a source, untouched, with what is known about it.

Everything that is found in a report is a span of `Report.text`. For a plain text file that is the
file decoded, its line ends as they stand; for other formats it is the text that was taken out of the
file, which has a fingerprint of its own (`Source.text_sha256`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from countermove.evidence.ledger import Source

__all__ = ["Report", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Report:
    """A source and its text. `notes` say what had to be guessed or was not read, a sentence each."""

    source: Source
    text: str
    notes: tuple[str, ...] = field(default=())


def fingerprint(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal: of its UTF-8 bytes, line ends as they stand."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
