"""Reported speech that runs on without a verb of saying: He was late, she said. It would be too dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.rows import SUGGESTION
from countermove.evidence.speech.clauses import Sentence
from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.statement import ATTRIBUTED, Statement
from countermove.evidence.speech.tree import phrase

__all__ = ["going_on"]

_TELLING = frozenset(("asserts", "predicts", "replies", "announces", "warns", "accepts"))
_PRONOUNS = listed("running_pronouns")


def going_on(before: Sequence[Statement], last: Sentence, sentence: Sentence) -> Statement | None:
    """A sentence in the tense of reported speech after one that reports some: a suggestion.

    `before` are the statements of the sentence `last`, of the same paragraph. The tense is that of “would”,
    or that of “had” with the speaker as its subject.
    """
    told = [made for made in before if made.act in _TELLING and made.voice == ATTRIBUTED and made.speaker]
    told = [made for made in told if made.inside is None and _is_past(made, last)]
    if not told or any(not quote.nested for quote in sentence.quotes):
        return None
    root = next((token for token in sentence.tokens if token.dep_ == "ROOT"), None)
    speaker = None if root is None else _speaker(root, told[-1], last)
    if speaker is None:
        return None
    span = sentence.span(sentence.start, sentence.end)
    if span is None:
        return None
    return Statement(span, "indirect", "asserts", "sentence going on in reported speech", SUGGESTION, speaker)


def _is_past(made: Statement, last: Sentence) -> bool:
    cue = next((token for token in last.tokens if made.cue is not None and token.idx == made.cue[0]), None)
    return cue is not None and cue.tag_ in ("VBD", "VBN")


def _speaker(root: Any, told: Statement, last: Sentence) -> Span | None:
    """The words for the speaker, if the main verb is in the tense of reported speech."""
    verbs = {child.lower_ for child in root.lefts if child.dep_ == "aux"}
    if "would" in verbs or told.speaker is None:
        return told.speaker
    own = next((child for child in root.lefts if child.dep_ == "nsubj"), None)
    if "had" not in verbs or root.tag_ != "VBN" or own is None:
        return None
    start, end = told.speaker
    words = {token.lemma_.lower() for token in last.tokens if start <= token.idx < end}
    if own.lower_ in _PRONOUNS:
        return told.speaker
    return phrase(own) if own.lemma_.lower() in words else None
