"""The ledger: verbatim words from reports, each with its place, and what they bear on.

An `Extract` is a span of a source: offsets count Unicode code points of the file, decoded as UTF-8,
whose SHA-256 the source records. Nothing is paraphrased; a model cites extracts by id. Whether the
words really stand there is checked by `sources` when the user has the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from countermove.errors import Problem, did_you_mean
from countermove.evidence.rows import KINDS

__all__ = ["MOST_WORDS", "Extract", "Issue", "Ledger", "Source", "folder_of"]

#: An extract is a sentence or less: longer ones are refused, so that no report is copied piece by piece.
MOST_WORDS = 60


def folder_of(ledger: str | os.PathLike[str]) -> Path:
    """``case.ledger/`` for ``case.ledger.toml``; a ledger of another name gets the ending ``.ledger``."""
    path = Path(ledger)
    name = path.name.removesuffix(".toml")
    return path.with_name(name if name.endswith(".ledger") else f"{name}.ledger")


@dataclass(frozen=True, slots=True)
class Source:
    """A report: who wrote it, where and when it appeared, and the fingerprint of its text.

    `origin` is where it came from, an address as a rule. For a file that is not plain text `text_sha256`
    is the fingerprint of the text that was taken out of it, by `extractor` (name and version).
    """

    id: str
    file: str
    sha256: str
    author: str = ""
    title: str = ""
    outlet: str = ""
    date: date | None = None
    kind: str = ""
    note: str = ""
    origin: str = ""
    text_sha256: str = ""
    extractor: str = ""

    @property
    def citation(self) -> str:
        """``David E. Sanger, The New York Times, 17 August 2025``."""
        when = f"{self.date.day} {self.date:%B %Y}" if self.date else ""
        return ", ".join(part for part in (self.author, self.outlet, when) if part) or self.id


@dataclass(frozen=True, slots=True)
class Issue:
    """Something the reports speak of; `question` is how a difference between them is put.

    `words` are words and phrases by which a row is known to bear on it.
    """

    id: str
    name: str = ""
    question: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Verbatim words: text[start:end] of the source. `speaker` is empty for the author's own claims.

    What the words are is said as in `rows`: `kind`, `speech`, `act`, and for figures `amount` to `status`;
    `speaker_words` are the words by which the report names the speaker ("he"). `rule` names what found
    them; `by` has reviewed them, `on` a day.
    """

    id: str
    source: str
    start: int
    end: int
    words: str
    speaker: str = ""
    issues: tuple[str, ...] = ()
    note: str = ""
    kind: str = ""
    speech: str = ""
    act: str = ""
    speaker_words: str = ""
    addressee: str = ""
    via: str = ""
    when: str = ""
    amount: str = ""
    high: str = ""
    unit: str = ""
    modifier: str = ""
    status: str = ""
    rule: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Ledger:
    """Sources, issues and extracts of one case."""

    sources: tuple[Source, ...] = ()
    issues: tuple[Issue, ...] = ()
    extracts: tuple[Extract, ...] = field(default=())

    @cached_property
    def by_id(self) -> dict[str, Extract]:
        """The extracts by the id that models cite."""
        return {extract.id: extract for extract in self.extracts}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.sources}

    def quote(self, extract_id: str, *, with_source: bool = True) -> str:
        """The words with who said them and where: for a sentence in a report.

        Marks that belong to the file and not to the words (Markdown's backslash, quotation marks at
        the edges) are left off here; the extract itself stays verbatim.
        """
        extract = self.by_id[extract_id]
        words = _unquoted(extract.words.replace("\\$", "$")).replace("“", "‘").replace("”", "’")
        if not with_source:
            return f"“{words}”" + (f" ({extract.speaker})" if extract.speaker else "")
        speaker = f"{extract.speaker}, in " if extract.speaker else ""
        return f"“{words}” ({speaker}{extract.source})"

    def coverage(self) -> dict[str, dict[str, list[Extract]]]:
        """For each issue and source, the extracts that bear on it."""
        table: dict[str, dict[str, list[Extract]]] = {
            issue.id: {source.id: [] for source in self.sources} for issue in self.issues
        }
        for extract in self.extracts:
            for issue in extract.issues:
                if issue in table and extract.source in table[issue]:
                    table[issue][extract.source].append(extract)
        return table

    def problems(self) -> list[Problem]:
        """Mistakes that can be seen without the reports: ids, references, offsets, lengths."""
        return [*self._repeated(), *self._source_problems(), *self._extract_problems()]

    def _repeated(self) -> Iterator[Problem]:
        for section in ("sources", "issues", "extracts"):
            seen: set[str] = set()
            for i, row in enumerate(getattr(self, section)):
                if row.id in seen:
                    what = f'there is another {section[:-1]} called "{row.id}"'
                    yield Problem(what, "Give each an id of its own.", (section, i, "id"))
                seen.add(row.id)

    def _source_problems(self) -> Iterator[Problem]:
        for i, source in enumerate(self.sources):
            if not re.fullmatch("[0-9a-f]{64}", source.sha256):
                yield Problem(
                    "a SHA-256 has 64 hexadecimal digits, in small letters",
                    "Run: sha256sum FILE.",
                    ("sources", i, "sha256"),
                )
            if source.text_sha256 and not re.fullmatch("[0-9a-f]{64}", source.text_sha256):
                yield Problem(
                    "a SHA-256 has 64 hexadecimal digits, in small letters",
                    "Leave it out for plain text; countermove read fills it in.",
                    ("sources", i, "text_sha256"),
                )

    def _extract_problems(self) -> Iterator[Problem]:
        issues = {issue.id for issue in self.issues}
        for i, row in enumerate(self.extracts):
            if row.source not in self.source_by_id:
                cure = did_you_mean(row.source, self.source_by_id)
                yield Problem(f'there is no source "{row.source}"', cure, ("extracts", i, "source"))
            for j, issue in enumerate(row.issues):
                if issue not in issues:
                    cure = did_you_mean(issue, issues)
                    yield Problem(f'there is no issue "{issue}"', cure, ("extracts", i, "issues", j))
            if row.start < 0 or row.end - row.start != len(row.words):
                span = row.end - row.start
                said = f"{row.start} to {row.end} spans {span} characters, the words have {len(row.words)}"
                yield Problem(said, "Correct the offsets or the words.", ("extracts", i, "end"))
            if row.kind and row.kind not in KINDS:
                cure = did_you_mean(row.kind, KINDS)
                yield Problem(f'there is no kind "{row.kind}" of words', cure, ("extracts", i, "kind"))
            if len(row.words.split()) > MOST_WORDS:
                yield Problem(
                    f"an extract holds more than {MOST_WORDS} words",
                    "Cite a sentence or less; the report itself stays where it is.",
                    ("extracts", i, "words"),
                )


def _unquoted(words: str) -> str:
    """Words without the quotation marks around them, or the one that was cut off from its partner."""
    words = words.strip(",. ")
    opened, closed = words.count("“"), words.count("”")
    around = words.startswith("“") and words.endswith("”") and words.find("”") == len(words) - 1
    if words.startswith("“") and (around or opened > closed):
        words = words[1:]
    if words.endswith("”") and (around or closed > opened):
        words = words[:-1]
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1]
    return words.strip(",. ")
