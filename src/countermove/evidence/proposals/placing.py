"""Placing: where words stand in a piece, sign by sign and as whole words, or that they do not.

Nothing is ever nearly right here: one sign that differs, and the words are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.evidence.passage import Span
from countermove.evidence.proposals.pieces import Piece

__all__ = ["apart", "gap", "iou", "nearest", "places", "unmarked"]

#: Of words that stand more often in a piece, only so many places are looked at.
_MOST_PLACES = 50
_MARKS = '“”"«»„'


def unmarked(words: str) -> str:
    """Words without quotation marks around them, and white space."""
    return words.strip().strip(_MARKS).strip()


def places(piece: Piece, words: str, paragraphs: Iterable[Span] | None = None) -> list[Span]:
    """The clean spans of words in the paragraphs of a piece, whole words alone."""
    text, found = piece.passage.text, list[Span]()
    for start, end in piece.paragraphs if paragraphs is None else paragraphs:
        at = text.find(words, start, end) if words else -1
        while at >= 0 and len(found) < _MOST_PLACES:
            span = at, at + len(words)
            if _whole(text, span):
                found.append(span)
            at = text.find(words, at + 1, end)
    return found


def _whole(text: str, span: Span) -> bool:
    """Whether a span neither begins nor ends inside a word."""
    start, end = span
    return not (_inside(text, start) or _inside(text, end))


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def gap(one: Span, other: Span) -> int:
    """How many characters stand between two spans; none if they overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def apart(one: Span, other: Span) -> bool:
    """Whether two spans share no character."""
    return one[1] <= other[0] or other[1] <= one[0]


def nearest(spans: Sequence[Span], anchor: Span) -> Span:
    """That of some spans which is nearest to another; of two alike the first."""
    return min(spans, key=lambda span: gap(span, anchor))


def iou(one: Span, other: Span) -> float:
    """What two spans share, of what they cover together: from 0 to 1."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (one[1] - one[0] + other[1] - other[0] - shared) if shared > 0 else 0.0
