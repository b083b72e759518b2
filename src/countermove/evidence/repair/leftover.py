"""What was not read: blocks left out, paragraphs without a row, quotation marks without a statement.

A reader of rows should know what no rule looked at or found anything in. The list is kept in the header
of the file of rows and shown with them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import Row

__all__ = ["KINDS", "Unread", "unread"]

#: Why something was not read, in the words for people.
KINDS = {
    "byline": "who signs the report",
    "caption": "a caption",
    "footer": "what stands below the report",
    "noise": "no words of the report",
    "paragraph": "a paragraph in which nothing was found",
    "quotation": "a sentence with a quotation mark and no statement",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """Some words of the report, text[start:end], that no row rests on.

    `kind` is one of `KINDS`; `why` says which rule left them out, if one did.
    """

    start: int
    end: int
    kind: str
    why: str = ""

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} ({self.why})" if self.why else KINDS[self.kind]

    def as_dict(self) -> dict[str, Any]:
        """For the header of a rows file."""
        return {"start": self.start, "end": self.end, "kind": self.kind, "why": self.why}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Unread:
        """As read from a header. Raises `KeyError`, `TypeError` or `ValueError` if it is none."""
        return cls(int(data["start"]), int(data["end"]), str(data["kind"]), str(data["why"]))


def unread(passage: Passage, rows: Iterable[Row]) -> list[Unread]:
    """What of a report was not read, in order: blocks left out, and what no row of `rows` stands in.

    `rows` are those of this report, of any kind and band; a statement is looked for where a sentence
    has a quotation mark.
    """
    rows = list(rows)
    anything = _merged((row.start, row.end) for row in rows)
    statements = _merged((row.start, row.end) for row in rows if row.kind == "statement")
    found = [*_left_out(passage), *_empty(passage, anything), *_unspoken(passage, statements)]
    return sorted(found, key=lambda item: (item.start, item.end))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _touches(span: Span, merged: Sequence[Span]) -> bool:
    """Whether one of some merged spans has a character in common with a span."""
    at = bisect_left(merged, (span[1], -1)) - 1
    return at >= 0 and merged[at][1] > span[0]


def _left_out(passage: Passage) -> Iterator[Unread]:
    whole = passage.report.text
    for block in passage.blocks:
        words = whole[block.start : block.end]
        if block.kind in KINDS and words.strip():
            start = block.start + len(words) - len(words.lstrip())
            yield Unread(start, start + len(words.strip()), block.kind, block.why)


def _empty(passage: Passage, rows: Sequence[Span]) -> Iterator[Unread]:
    for start, end in passage.paragraphs:
        span = passage.span(start, end)
        if passage.kind(start) == "body" and not _touches(span, rows):
            yield Unread(*span, "paragraph")


def _unspoken(passage: Passage, statements: Sequence[Span]) -> Iterator[Unread]:
    for start, end in passage.sentences:
        words = passage.text[start:end]
        if ("“" in words or "”" in words) and not _touches(passage.span(start, end), statements):
            yield Unread(*passage.span(start, end), "quotation")
