"""Indirect speech: the statements that verbs of saying make, by the parse.

A clause of a plain verb of saying is *found*; infinitives, noun phrases and what somebody is said to hope or
think are suggestions. What was not said (“never said that”), may be said (“could say that”) or is only put
as saying (“essentially telling them to”) is nobody's, and mostly left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.rows import FOUND, SUGGESTION
from countermove.evidence.speech.circumstances import circumstances
from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.frames import Content, content_of, cues_of, has_to
from countermove.evidence.speech.limits import clause_end, trimmed
from countermove.evidence.speech.marks import Quote
from countermove.evidence.speech.reality import DENIED, IMPUTED_WORDS, SAID, UNSAID, denial, reality
from countermove.evidence.speech.sources import NO_VOICE, Voice, voice_of
from countermove.evidence.speech.statement import IMPUTED, IMPUTING, Statement
from countermove.evidence.speech.tree import chars, is_passive, is_somebody, own_subject, phrase

__all__ = ["Sentence", "clauses_of"]

_RULES = {
    "that": "clause of a verb of saying",
    "obj_inf": "infinitive: what somebody is to do",
    "inf": "infinitive: what the speaker is to do",
    "name": "what something is called",
    "as": "what something is described as",
    "noun": "noun phrase as content",
}
# What it comes to if somebody does not hope or think a thing; what they do not say comes to nothing.
_NEGATED = {"hopes": "rejects", "decides": "rejects", "thinks": "doubts"}
_NOBODY = frozenset(("nobody", "none", "no-one", "neither", "few"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the parse: its tokens from `start` to `end`, the text of all and the quotations."""

    doc: Any
    text: str
    start: int
    end: int
    quotes: tuple[Quote, ...]

    @property
    def tokens(self) -> Any:
        """Its tokens, a spaCy `Span`."""
        return self.doc[self.start : self.end]

    def span(self, first: int, last: int) -> Span | None:
        """The characters of the tokens from `first` to `last` (excluded), trimmed; None if none are left."""
        first, last = max(first, self.start), min(last, self.end)
        if first >= last:
            return None
        start, end = chars(self.doc[first], self.doc[last - 1])
        return trimmed(self.text, start, end, list(self.quotes))

    def has_marks(self, span: Span) -> bool:
        """Whether words of a span stand between marks."""
        return any(quote.start < span[1] and span[0] < quote.end for quote in self.quotes)


def clauses_of(sentence: Sentence) -> Iterator[Statement]:
    """The statements of the verbs of a sentence that have their content after them."""
    for verb in sentence.tokens:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        cues = cues_of(verb)
        content = content_of(verb, cues) if cues else None
        if content is not None and content.head.i < sentence.end:
            made = _statement(sentence, verb, content)
            if made is not None:
                yield made


def _statement(sentence: Sentence, verb: Any, content: Content) -> Statement | None:
    real = reality(verb)
    act = _act(content, real)
    if not act:
        return None
    voice = _voice(sentence, verb)
    if not _can_say(verb, content, voice) or _own_words(sentence, verb, voice, content):
        return None
    end = clause_end(verb, content.first, content.head, sentence.end)
    span = sentence.span(content.first.i, end)
    if span is None or not _enough(sentence.text[slice(*span)], content):
        return None
    speech = "partial" if sentence.has_marks(span) else "indirect"
    if real == IMPUTED_WORDS:
        return Statement(span, speech, act, IMPUTING, SUGGESTION, cue=chars(verb, verb), voice=IMPUTED)
    where = circumstances(verb, content)
    band = FOUND if _is_sure(sentence, verb, content, voice, real) else SUGGESTION
    return Statement(
        span, speech, act, _RULES.get(content.frame, f"what stands after “{content.frame}”"),
        band, voice.speaker, _cue(verb, real),
        None if content.addressee is None else phrase(content.addressee), where.when, where.where,
        voice.via or where.via,
    )  # fmt: skip


def _act(content: Content, real: str) -> str:
    """What is done by saying it; nothing if it was not said."""
    if real == DENIED and content.cue.manner == "attitude":
        return _NEGATED.get(content.cue.act, "")
    return "" if real in (DENIED, UNSAID) else content.cue.act


def _cue(verb: Any, real: str) -> Span:
    no = denial(verb) if real == DENIED else None
    return chars(verb if no is None else no, verb)


def _voice(sentence: Sentence, verb: Any) -> Voice:
    """Whose words they are; not somebody's within a quotation that the verb only stands beside.

    She said: “We hold on,” and denied it – the subject of the second verb is that of the first.
    """
    voice = voice_of(verb)
    if (
        voice.token is None
        or _within_quotation(sentence, verb)
        or not _within_quotation(sentence, voice.token)
    ):
        return voice
    for token in reversed(sentence.doc[max(sentence.start, verb.i - 80) : verb.i]):
        if token.pos_ == "VERB" and own_subject(token) is not None and not _within_quotation(sentence, token):
            return voice_of(token)
    return NO_VOICE


def _within_quotation(sentence: Sentence, verb: Any) -> bool:
    return any(quote.start <= verb.idx < quote.end for quote in sentence.quotes)


def _own_words(sentence: Sentence, verb: Any, voice: Voice, content: Content) -> bool:
    """Whether a verb within a quotation is what its speaker does by speaking: “We ask them to stay.”

    What they say in it that they said or think is told: “We believe that …”
    """
    if not _within_quotation(sentence, verb):
        return False
    told = content.frame == "that" or content.cue.manner == "attitude"
    return voice.token is None or (voice.token.lower_ in ("i", "we", "you", "me", "us") and not told)


def _enough(words: str, content: Content) -> bool:
    if content.frame in ("that", "name", "inf", "obj_inf"):
        return True
    return len(words.split()) >= (1 if content.cue.plain or content.cue.act == "announces" else 2)


def _can_say(verb: Any, content: Content, voice: Voice) -> bool:
    """Whether the subject of a verb can have said it. Numbers suggest and proposals demand without speech."""
    own = own_subject(verb)
    if own is not None and (own.lower_ in _NOBODY or any(child.lower_ == "no" for child in own.lefts)):
        return False
    if content.cue.plain and content.frame == "that":
        return voice.token is None or voice.token.lower_ not in ("this", "these", "those", "there", "nothing")
    if is_passive(verb):
        return voice.token is None or is_somebody(voice.token)
    if (
        content.cue.plain
        and own is not None
        and verb.lemma_ not in listed("loose")
        and voice.token is not None
    ):
        return voice.token.lower_ not in ("this", "these", "those", "there", "nothing", "that", "which")
    if voice.token is None:
        return False
    # Only somebody hopes or refuses, whatever the parse takes the subject for.
    animate = verb.lemma_ in listed("animate") and (voice.token.lower_ == "it" or voice.token.pos_ == "PROPN")
    return animate or is_somebody(voice.token)


def _is_sure(sentence: Sentence, verb: Any, content: Content, voice: Voice, real: str) -> bool:
    """Whether the rule is right nine times in ten: a clause of a finite verb of saying that has a subject."""
    said = content.frame == "that" and content.cue.manner in ("speech", "weak") and real == SAID
    return said and voice.speaker is not None and not has_to(verb) and not _within_quotation(sentence, verb)
