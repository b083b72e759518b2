"""A passage: the text of a report as it should be read, every character mapped back to the original.

Pasted reports suffer: pages break inside sentences, quotation marks do not pair or are mixed,
captions and footers stand between paragraphs. A `Passage` is the repaired text. Whoever looks for
something searches `Passage.text` and says where it stands in *clean* offsets; `span` gives the place in
the untouched report, which is what a ledger keeps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from countermove.evidence.report import Report

__all__ = ["Block", "Passage", "Span"]

#: From (included) to (excluded), in Unicode code points.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the untouched text, from `start` to `end` (original offsets), and what it is.

    `kind` is "body", "headline", "byline", "dateline", "caption", "footer" or "noise"; only the body
    is read for statements. `why` says which rule took it for that. A block holds the white space after it.
    """

    start: int
    end: int
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Passage:
    """The text to be read. `origin[i]` is the place in the report of clean character i; it never decreases.

    Paragraphs of `text` are parted by two line ends, sentences of one paragraph by a space; quotation
    marks are “ and ”, apostrophes as they stood. Headlines, datelines and the body are in it; other blocks
    are not. `sentences` are clean spans, in order, of the body and of headlines. `blocks` cover the whole
    report.
    """

    report: Report
    text: str
    origin: Sequence[int] = field(repr=False)
    sentences: tuple[Span, ...] = field(repr=False, default=())
    blocks: tuple[Block, ...] = field(repr=False, default=())

    def span(self, start: int, end: int) -> Span:
        """The place in the report of the clean characters from `start` to `end`."""
        if start >= end:
            raise ValueError(f"an empty span: {start} to {end}")
        return self.origin[start], self.origin[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The words of the report, verbatim, where the clean characters from `start` to `end` come from."""
        first, last = self.span(start, end)
        return self.report.text[first:last]

    def clean(self, start: int, end: int) -> Span | None:
        """The clean characters that come from the report's characters from `start` to `end`, if any do."""
        first, last = bisect_left(self.origin, start), bisect_left(self.origin, end)
        while last > first and self.text[last - 1].isspace():  # what was put between paragraphs
            last -= 1
        return (first, last) if first < last else None

    def kind(self, at: int) -> str:
        """What the clean character at a place belongs to: "body", "headline" or "dateline"."""
        return self.blocks[bisect_right(self._starts, self.origin[at]) - 1].kind

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The clean spans of the paragraphs, in order."""
        spans, start = [], 0
        for words in self.text.split("\n\n"):
            if words:
                spans.append((start, start + len(words)))
            start += len(words) + 2
        return tuple(spans)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]
