"""Verbs of saying that the parse takes for nouns: Lund plans to close the port; Rice hopes this will do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.rows import SUGGESTION
from countermove.evidence.speech.clauses import Sentence
from countermove.evidence.speech.cues import Cue, verbs
from countermove.evidence.speech.statement import Statement
from countermove.evidence.speech.tree import chars

__all__ = ["headlines_of"]

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def headlines_of(sentence: Sentence) -> Iterator[Statement]:
    """What a plural noun says that is a verb by its place: after a name, with nothing else for a verb."""
    for noun in sentence.tokens[1:-1]:
        if noun.tag_ in _FINITE:
            return  # the sentence has its verb
        speaker = _name_before(sentence, noun) if noun.tag_ == "NNS" and noun.lower_.endswith("s") else None
        cue = _cue(noun)
        span = sentence.span(noun.i + 1, sentence.end)
        if speaker is None or cue is None or span is None:
            continue
        speech = "partial" if sentence.has_marks(span) else "indirect"
        yield Statement(
            span, speech, cue.act, "verb taken for a noun", SUGGESTION, speaker, chars(noun, noun)
        )
        return


def _cue(noun: Any) -> Cue | None:
    """The verb that a noun is, by what follows it: an infinitive, a clause with a pronoun, a noun phrase."""
    after = noun.nbor(1)
    if after.pos_ in ("ADP", "CCONJ", "AUX") or after.is_punct or after.tag_ in ("VBN", "VBG"):
        return None
    frame = "inf" if after.lower_ == "to" else "that" if after.pos_ in ("PRON", "SCONJ", "DET") else "noun"
    return next((cue for cue in verbs().get(noun.lemma_.lower(), ()) if frame in cue.frames), None)


def _name_before(sentence: Sentence, noun: Any) -> Span | None:
    """The name right before a noun; at the beginning of a sentence also one that is taken for a verb."""
    named = [c for c in noun.lefts if c.dep_ in ("compound", "nmod", "amod") and c.pos_ == "PROPN"]
    if named and named[-1].i == noun.i - 1 and _is_headline(sentence, noun):
        return chars(named[0].left_edge, named[-1])
    first = sentence.doc[sentence.start]
    if (
        noun.i == sentence.start + 1
        and first.tag_ == "VB"
        and noun.head.i == first.i
        and first.text.istitle()
    ):
        return chars(first, first) if noun.nbor(1).pos_ in ("PRON", "SCONJ", "PART", "DET") else None
    return None


def _is_headline(sentence: Sentence, noun: Any) -> bool:
    return not any(token.tag_ in _FINITE for token in sentence.doc[noun.i : sentence.end])
