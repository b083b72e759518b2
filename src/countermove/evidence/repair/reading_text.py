"""The passage of a report: its paragraphs told apart, joined, evened, and split into sentences."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from countermove.evidence.passage import Block, Passage, Span
from countermove.evidence.repair.heads import dateline_before, header_of
from countermove.evidence.repair.kinds import Kind, is_noise, kinds_of
from countermove.evidence.repair.lines import Line, Paragraph, lines_of, paragraphs_of
from countermove.evidence.repair.markup import without_markup
from countermove.evidence.repair.pages import joined_over_pages
from countermove.evidence.repair.quotes import with_even_marks
from countermove.evidence.repair.sentences import sentences_of
from countermove.evidence.repair.strands import Strand
from countermove.evidence.report import Report

__all__ = ["passage_of"]

#: What is part of the passage, and what of that has sentences.
_READ = {"body", "headline", "dateline"}
_TOLD = {"body", "headline"}
_PARTING = "\n\n"
#: How long a dateline within a paragraph may be, and among how many paragraphs it is looked for.
_LONGEST_DATELINE = 160
_FIRST = 6
#: How long the head of a message may be.
_MESSAGE_HEAD = 2_000


def passage_of(report: Report) -> Passage:
    """The text of a report as it should be read, with its blocks and sentences.

    Body, headlines and datelines are in it; bylines, captions, footers and noise are blocks only. Takes
    time in proportion to the length of the text.
    """
    whole = report.text
    lines = lines_of(whole)
    paragraphs = paragraphs_of(lines, _stands_alone)
    kinds = kinds_of(paragraphs, whole)
    _part_dateline(paragraphs, kinds, whole)
    parts: list[str] = []
    origin = array("q")
    sentences: list[Span] = []
    at = 0
    for paragraph, kind in joined_over_pages(paragraphs, kinds, whole):
        strand = _strand(paragraph, kind, whole)
        if not strand.text:
            continue
        if parts:
            parts.append(_PARTING)
            origin.extend([origin[-1]] * len(_PARTING))
            at += len(_PARTING)
        parts.append(strand.text)
        origin.extend(strand.origin)
        if kind.name in _TOLD:
            sentences += sentences_of(strand.text, at)
        at += len(strand.text)
    blocks = tuple(_blocks(paragraphs, kinds, len(whole)))
    return Passage(report, "".join(parts), origin, tuple(sentences), blocks)


def _stands_alone(line: Line) -> bool:
    """Whether a line is never joined to others: furniture of a page, or one of the head of a message."""
    return bool(is_noise(line.text)) or (line.start < _MESSAGE_HEAD and bool(header_of(line.text)[0]))


def _part_dateline(paragraphs: list[Paragraph], kinds: list[Kind], whole: str) -> None:
    """Part the place, day and agency before the first words of the body from these."""
    bodies = [i for i, kind in enumerate(kinds) if kind.name == "body"][:_FIRST]
    for i in bodies:
        start, end = paragraphs[i].pieces[0]
        length = dateline_before(whole[start : min(end, start + _LONGEST_DATELINE)])
        if 0 < length < end - start:
            rest = ((start + length, end), *paragraphs[i].pieces[1:])
            parted = [Paragraph(((start, start + length),)), Paragraph(rest, paragraphs[i].glue)]
            paragraphs[i : i + 1] = parted
            kinds.insert(i, Kind("dateline", "place, day or agency before the first words"))
            return


def _strand(paragraph: Paragraph, kind: Kind, whole: str) -> Strand:
    """The clean words of a paragraph; nothing if it is not read."""
    if kind.name not in _READ:
        return Strand("", [])
    return with_even_marks(without_markup(Strand.of(whole, paragraph)))


def _blocks(paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], length: int) -> Iterator[Block]:
    """The paragraphs as they stand in the report, each with the white space after it; they cover it."""
    if not paragraphs:
        yield from [Block(0, length, "noise", "a line without words")] if length else []
        return
    starts = [0, *(paragraph.start for paragraph in paragraphs[1:]), length]
    for start, end, kind in zip(starts, starts[1:], kinds, strict=False):
        yield Block(start, end, kind.name, kind.why)
