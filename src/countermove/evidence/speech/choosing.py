"""One statement for each thing said: of two rules that found the same words, the better one wins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from countermove.evidence.passage import Span
from countermove.evidence.rows import FOUND
from countermove.evidence.speech.statement import ATTRIBUTED, Statement

__all__ = ["chosen", "nested"]

_ORDER = (
    "clause of a verb of saying",
    "clause around a tag",
    "according to",
    "infinitive",
    "what",
    "noun",
    "content",
)


def chosen(quoted: Sequence[Statement], spoken: Sequence[Statement]) -> list[Statement]:
    """Quotations and indirect speech without what tells the same words twice, in the order of the text."""
    ranked = sorted([*quoted, *spoken], key=_rank)
    kept: list[Statement] = []
    starts: list[int] = []
    for made in ranked:
        at = bisect_left(starts, made.content[0])
        near = kept[max(0, at - 12) : at + 12]
        if any(_clashes(made, other) for other in near):
            continue
        starts.insert(at, made.content[0])
        kept.insert(at, made)
    return kept


def _rank(made: Statement) -> tuple[int, int]:
    """Whole quotations first; clauses before the words in marks within them; then as sure as the rule is."""
    if made.rule == "words in marks within a clause":
        return 9, made.content[0]
    if made.rule.startswith(("quotation", "words put")):
        return (0 if made.band == FOUND else 1), made.content[0]
    kind = next((k for k, name in enumerate(_ORDER) if made.rule.startswith(name)), len(_ORDER))
    return 2 + kind, made.content[0]


def _clashes(made: Statement, better: Statement) -> bool:
    """Whether a statement tells what a better one tells already."""
    if made.cue is not None and made.cue == better.cue and made.rule != "quotation going on":
        return True
    shared = sum(_overlap(one, other) for one in made.spans for other in better.spans)
    if not shared:
        return False
    size, other = _size(made), _size(better)
    if _told_in(made, better) or _told_in(better, made):
        return better.voice != ATTRIBUTED
    if shared * 2 > size + other - shared:
        return True
    return shared < max(size, other) and (shared < size or made.rule.startswith("words in marks"))


def _told_in(made: Statement, holder: Statement) -> bool:
    """Whether a statement is told within another: its verb stands there, and its speaker is another."""
    within = made.cue is not None and any(start <= made.cue[0] < end for start, end in holder.spans)
    return within and made.speaker is not None and made.speaker != holder.speaker


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _size(made: Statement) -> int:
    return sum(end - start for start, end in made.spans)


def nested(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, each with the one that it is told in: the smallest whose content holds its verb."""
    found = []
    for k, made in enumerate(statements):
        holder = None
        for j in range(max(0, k - 12), min(len(statements), k + 4)):
            other = statements[j]
            holds = made.cue is not None and any(
                a <= made.cue[0] and made.cue[1] <= b for a, b in other.spans
            )
            if j != k and holds and (holder is None or _size(other) < _size(statements[holder])):
                holder = j
        found.append(replace(made, inside=holder))
    return found
