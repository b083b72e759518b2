"""From an offer that passed to a row: a suggestion, in offsets of the untouched report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from countermove.evidence.passage import Passage, Span
from countermove.evidence.proposals.checking import Placed
from countermove.evidence.proposals.prompt import PROMPT
from countermove.evidence.rows import SUGGESTION, Part, Row

__all__ = ["row_made", "rule_of"]

_PRONOUNS = (
    "he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "this", "these", "those", "one",
    "him", "her", "them", "us",
)  # fmt: skip


def rule_of(model: str) -> str:
    """The rule that a row of a model names: ``model:NAME/VERSION``, the version being that of the prompt."""
    return f"model:{model}/{PROMPT}"


def row_made(placed: Placed, passage: Passage, model: str, known: Iterable[Row]) -> Row:
    """The row, with no id yet: whoever keeps it gives it one."""
    start, end = passage.span(*placed.span)
    parts = tuple(_part(passage, role, span) for role, span in placed.parts)
    values = {name: value for name, value in placed.values.items() if value}
    speaker = next((part for part in parts if part.role == "speaker"), None)
    if speaker is not None:
        antecedent, named = _who(speaker, known)
        parts, values = (*parts, *antecedent), {**values, **named}
    if placed.kind == "figure" and (inside := _inside((start, end), known)):
        values["inside"] = inside
    return Row(
        id="", source=passage.report.source.id, kind=placed.kind, start=start, end=end,
        words=passage.report.text[start:end], rule=rule_of(model), band=SUGGESTION, parts=parts,
        values=values, context=_context(passage, placed.span),
    )  # fmt: skip


def _part(passage: Passage, role: str, span: Span) -> Part:
    start, end = passage.span(*span)
    return Part(role, start, end, passage.report.text[start:end])


def _who(speaker: Part, known: Iterable[Row]) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Whom a speaker's words mean: what the rules found for the very same words, or the words themselves.

    Pronouns of which the rules know nothing are left for a person.
    """
    for row in known:
        told = row.part("speaker")
        if told == speaker and row.value("speaker"):
            antecedent = row.part("antecedent")
            names = {name: row.value(name) for name in ("speaker", "speaker_by") if row.value(name)}
            return (antecedent,) if antecedent else (), {**names, "speaker_band": SUGGESTION}
    if speaker.words.lower() in _PRONOUNS:
        return (), {"speaker_by": "pronoun", "speaker_band": SUGGESTION}
    by = "named" if any(word[:1].isupper() for word in speaker.words.split()) else "described"
    return (), {"speaker": speaker.words, "speaker_by": by, "speaker_band": SUGGESTION}


def _inside(span: Span, known: Iterable[Row]) -> str:
    around = [(row.end - row.start, row.id) for row in known
              if row.kind == "statement" and row.start <= span[0] and span[1] <= row.end]  # fmt: skip
    return min(around)[1] if around else ""


def _context(passage: Passage, span: Span) -> Span:
    """The sentences that a span touches, in the untouched report."""
    sentences = passage.sentences
    at = bisect_right(sentences, span[0], key=lambda sentence: sentence[1])
    start, end = span
    while at < len(sentences) and sentences[at][0] < span[1]:
        start, end = min(start, sentences[at][0]), max(end, sentences[at][1])
        at += 1
    return passage.span(start, end)
