"""Pieces: the body of a report cut into passages that a model is asked about, one at a time.

A piece is a run of whole paragraphs under a budget of tokens. A paragraph that is longer is cut between
sentences, and a sentence that is longer still between words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.evidence.passage import Passage, Span

__all__ = ["BUDGET", "Piece", "pieces_of"]

#: Tokens in a piece, at most.
BUDGET = 1000
#: English has some four characters a token; the estimate need not be exact.
_CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage, in clean offsets, with the paragraphs (or parts of such) that make it up."""

    passage: Passage
    paragraphs: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where it begins in the clean text."""
        return self.paragraphs[0][0]

    @property
    def text(self) -> str:
        """Its words, paragraphs parted by an empty line."""
        return "\n\n".join(self.passage.text[start:end] for start, end in self.paragraphs)


def pieces_of(passage: Passage, budget: int = BUDGET) -> tuple[Piece, ...]:
    """The pieces of the body of a report, in order."""
    most = max(1, budget) * _CHARACTERS_A_TOKEN
    pieces: list[Piece] = []
    held: list[Span] = []
    size = 0
    for start, end in _parts(passage, most):
        if held and size + end - start > most:
            pieces.append(Piece(passage, tuple(held)))
            held, size = [], 0
        held.append((start, end))
        size += end - start
    return (*pieces, Piece(passage, tuple(held))) if held else tuple(pieces)


def _parts(passage: Passage, most: int) -> Iterator[Span]:
    """Paragraphs of the body, the overlong ones in parts."""
    sentences = list(passage.sentences)
    at = 0
    for start, end in passage.paragraphs:
        while at < len(sentences) and sentences[at][1] <= start:
            at += 1
        if passage.kind(start) != "body":
            continue
        if end - start <= most:
            yield start, end
            continue
        stops = []
        while at < len(sentences) and sentences[at][1] <= end:
            stops.append(sentences[at][1])
            at += 1
        yield from _cut(passage.text, start, end, stops, most)


def _cut(text: str, start: int, end: int, stops: list[int], most: int) -> Iterator[Span]:
    """A long paragraph in parts, cut after the last sentence that fits, or else the last word."""
    k = 0
    while end - start > most:
        best = start
        while k < len(stops) and stops[k] <= start + most:
            best = stops[k]
            k += 1
        if best <= start:
            best = text.rfind(" ", start + 1, start + most)
            best = best if best > start else start + most
        if text[start:best].strip():
            yield start, best
        start = best
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
