"""Whose words they are: the speaker's words beside a cue, and the document that they came by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.tree import agent, is_somebody, own_subject, phrase, subject

__all__ = ["NO_VOICE", "Voice", "voice_of", "voice_of_noun"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: the token of the head, the span of the words, and the span of the document, if one."""

    token: Any | None
    speaker: Span | None
    via: Span | None = None


NO_VOICE = Voice(None, None)


def voice_of(verb: Any) -> Voice:
    """Whose words a verb of saying reports."""
    noun = subject(verb)
    if (
        noun is None
        and verb.tag_ in ("VBD", "VBZ", "VBP")
        and verb.dep_ != "relcl"
        and own_subject(verb) is None
    ):
        noun = _named_before(verb)
    if noun is None or noun.dep_ == "expl" or noun.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"):
        return NO_VOICE
    if noun.lower_ == "it" and any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return NO_VOICE
    return voice_of_noun(noun)


def _named_before(verb: Any) -> Any | None:
    """The subject that the parse has lost, before an aside in commas: Ada Byron, the chair, said."""
    doc, start = verb.doc, verb.i
    while start > max(0, verb.i - 60) and not doc[start].is_sent_start:
        start -= 1
    last = verb.i - 1
    while last > start and doc[last].pos_ in ("ADV", "AUX"):
        last -= 1
    if doc[last].text == ",":
        before = [token.i for token in doc[start:last] if token.text == ","]
        last = before[-1] - 1 if before else start
    noun = doc[last]
    while noun.dep_ in ("compound", "amod", "det", "poss") and noun.head.i <= last:
        noun = noun.head
    return noun if noun.pos_ == "PROPN" and last > start else None


def voice_of_noun(noun: Any) -> Voice:
    """The voice behind a noun. A document speaks for those who made it, where the text says who they are."""
    made = listed("documents") | listed("data")
    if noun.lemma_.lower() not in made or noun.pos_ != "NOUN":
        return Voice(noun, phrase(noun))
    via = phrase(noun)
    maker = _maker(noun)
    if maker is None:
        return Voice(noun, via, via)
    return Voice(maker, phrase(maker), _without(noun, maker, via))


def _maker(noun: Any) -> Any | None:
    """Who made a document: a statement by the council, the council's statement, issued a statement that …"""
    for child in noun.children:
        if child.dep_ == "poss" and child.tag_ != "PRP$":
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next(
                (c for c in child.children if c.dep_ == "pobj" and c.ent_type_ not in ("DATE", "TIME")), None
            )
    holder = noun.head
    if noun.dep_ == "dobj" and holder.lemma_ in listed("light") and own_subject(holder) is not None:
        return _writer(holder)
    if noun.dep_ == "pobj" and holder.lower_ in ("in", "with") and holder.head.pos_ == "VERB":
        return _writer(holder.head)
    released = next((child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN"), None)
    return agent(released) if released is not None else None


def _writer(verb: Any) -> Any | None:
    maker = subject(verb)
    return maker if maker is not None and maker.pos_ != "DET" and is_somebody(maker) else None


def _without(noun: Any, maker: Any, via: Span) -> Span:
    """The words for a document, without those for its maker."""
    start, _ = phrase(maker)
    if via[0] <= start < via[1]:
        return (noun.idx, via[1]) if start < noun.idx else (via[0], noun.idx + len(noun.text))
    return via
