"""Statements: all that is reported as said in a passage, by marks and by the parse, each told once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from countermove.evidence.passage import Passage, Span
from countermove.evidence.speech.choosing import chosen, nested
from countermove.evidence.speech.circumstances import circumstances
from countermove.evidence.speech.clauses import Sentence, clauses_of
from countermove.evidence.speech.headlines import headlines_of
from countermove.evidence.speech.marks import Quote, quotes_in
from countermove.evidence.speech.phrases import according_to, nouns_of, tags_of
from countermove.evidence.speech.quotations import quotations_of
from countermove.evidence.speech.running import going_on
from countermove.evidence.speech.sources import voice_of
from countermove.evidence.speech.statement import ATTRIBUTED, Statement
from countermove.evidence.speech.titles import titles_of
from countermove.evidence.speech.tree import is_somebody, own_subject, phrase

__all__ = ["find_statements"]


def find_statements(passage: Passage, doc: Any) -> list[Statement]:
    """Every statement in a passage, in the order of the text; `doc` is the parse of `passage.text`."""
    quotes = quotes_in(passage.text)
    places = [token.idx for token in doc]
    quoted = [_bettered(made, doc, places, quotes) for made in quotations_of(passage.text, quotes)]
    told = nested(chosen(quoted, list(_spoken(passage.text, doc, quotes))))
    titles = list(titles_of(passage, told))
    return nested(chosen(told, titles)) if titles else told


def _spoken(text: str, doc: Any, quotes: Sequence[Quote]) -> Iterator[Statement]:
    """Indirect speech, sentence by sentence; one that tells nothing may go on with what the last one told."""
    last: tuple[list[Statement], Sentence] | None = None
    for sentence in _sentences(text, doc, quotes):
        told = list(_of_sentence(sentence))
        if last is not None and not told and "\n" not in doc[last[1].end - 1 : sentence.start + 1].text:
            more = going_on(*last, sentence)
            if more is not None:
                yield more
        yield from told
        last = told, sentence


def _of_sentence(sentence: Sentence) -> Iterator[Statement]:
    yield from clauses_of(sentence)
    yield from tags_of(sentence)
    yield from according_to(sentence)
    yield from nouns_of(sentence)
    yield from headlines_of(sentence)


def _sentences(text: str, doc: Any, quotes: Sequence[Quote]) -> Iterator[Sentence]:
    """The sentences of the parse, each with the quotations that touch it."""
    first = 0
    for span in doc.sents:
        start, end = span.start_char, span.end_char
        while first < len(quotes) and quotes[first].last <= start:
            first += 1
        near = []
        for quote in quotes[first:]:
            if quote.left >= end:
                break
            near.append(quote)
        yield Sentence(doc, text, span.start, span.end, tuple(near))


def _bettered(made: Statement, doc: Any, places: Sequence[int], quotes: Sequence[Quote]) -> Statement:
    """A quotation with what the parse knows of its tag: the speaker's words, to whom, when and where."""
    if made.voice != ATTRIBUTED or not len(doc):
        return made
    if made.cue is None:
        return replace(made, speaker=_before_colon(made, doc, places, quotes))
    verb = doc[max(0, bisect_right(places, made.cue[0]) - 1)]
    voice = voice_of(verb)
    where = circumstances(verb)
    hearer = next(
        (c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP" and is_somebody(c)), None
    )
    hearer = hearer or _told_to(verb)
    hearer = None if hearer is None or (made.speaker and phrase(hearer)[0] == made.speaker[0]) else hearer
    trusted = own_subject(verb) is not None or made.speaker is None or verb.tag_ == "VBG"
    speaker = voice.speaker if trusted and voice.speaker and _outside(voice.speaker, quotes) else made.speaker
    return replace(
        made, speaker=speaker, addressee=_free(None if hearer is None else phrase(hearer), quotes),
        when=_free(where.when, quotes), where=_free(where.where, quotes), 
        via=_free(voice.via or where.via, quotes),
    )  # fmt: skip


def _before_colon(made: Statement, doc: Any, places: Sequence[int], quotes: Sequence[Quote]) -> Span | None:
    """Who acts in the clause that ends in a colon before a quotation: The mayor shook his head: “…”"""
    at = bisect_right(places, made.content[0]) - 1
    for token in reversed(list(doc[max(0, at - 40) : max(0, at)])):
        own = own_subject(token) if token.pos_ in ("VERB", "AUX") else None
        if own is not None and is_somebody(own) and token.tag_ in ("VBD", "VBZ", "VBP", "VBN"):
            return _free(phrase(own), quotes)
        if token.is_sent_start:
            break
    return None


def _told_to(verb: Any) -> Any | None:
    for child in verb.rights:
        if child.dep_ in ("prep", "dative") and child.lower_ == "to":
            return next((c for c in child.children if c.dep_ == "pobj" and is_somebody(c)), None)
    return None


def _free(span: Span | None, quotes: Sequence[Quote]) -> Span | None:
    return span if span is not None and _outside(span, quotes) else None


def _outside(span: Span, quotes: Sequence[Quote]) -> bool:
    """Whether a span stands in no quotation."""
    at = bisect_right(quotes, span[0], key=lambda quote: quote.left)
    return not any(q.start < span[1] and span[0] < q.end for q in quotes[max(0, at - 3) : at + 1])
