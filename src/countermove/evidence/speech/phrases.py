"""Speech reported without a clause after the verb: tags in commas, “according to”, nouns of saying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.rows import FOUND, SUGGESTION
from countermove.evidence.speech.circumstances import circumstances
from countermove.evidence.speech.clauses import Sentence
from countermove.evidence.speech.cues import Cue, listed, nouns
from countermove.evidence.speech.frames import clause_by_word, cues_of, has_to
from countermove.evidence.speech.limits import clause_end
from countermove.evidence.speech.reality import SAID, reality
from countermove.evidence.speech.sources import NO_VOICE, Voice, voice_of, voice_of_noun
from countermove.evidence.speech.statement import Statement
from countermove.evidence.speech.tree import chars, own_subject, phrase

__all__ = ["according_to", "nouns_of", "tags_of"]

_OPENERS = frozenset(("but", "and", "so", "yet", "or", "still", "however", "meanwhile"))
_VIEWS = frozenset(("words", "view", "opinion", "judgment", "judgement", "telling"))
_ACCOUNTS = re.compile(r"^(?:most|some|all|many|several)$")


def tags_of(sentence: Sentence) -> Iterator[Statement]:
    """What stands around a tag in commas: The talks, she said, had failed."""
    for verb in sentence.tokens:
        cues = [cue for cue in cues_of(verb) if "quote" in cue.frames] if verb.pos_ == "VERB" else []
        if not cues or reality(verb) != SAID:
            continue
        tag = _tag(sentence, verb) if _is_aside(verb) else None
        if tag is None:
            continue
        spans = _around(sentence, *tag, whole=False)
        voice = voice_of(verb)
        if spans and voice.speaker is not None and _is_clause(sentence, spans):
            where = circumstances(verb)
            yield Statement(
                spans[0], _speech(sentence, spans), cues[0].act, "clause around a tag", FOUND, voice.speaker,
                chars(verb, verb), when=where.when, where=where.where,
                via=voice.via or where.via, more=spans[1:],
            )  # fmt: skip


def _is_aside(verb: Any) -> bool:
    """Whether the parse takes a verb for an aside, or for one whose clause stands before it."""
    if verb.dep_ in ("parataxis", "advcl") or (verb.dep_ == "ccomp" and verb.head.i > verb.i):
        return verb.dep_ != "advcl" or any(child.lower_ == "as" for child in verb.lefts)
    return any(child.dep_ in ("ccomp", "parataxis") and child.i < verb.i for child in verb.children)


def _speech(sentence: Sentence, spans: tuple[Span, ...]) -> str:
    return "partial" if any(sentence.has_marks(span) for span in spans) else "indirect"


def _tag(sentence: Sentence, verb: Any) -> tuple[int, int] | None:
    """The tokens of a tag with the commas around it, if a verb stands in one."""
    own = own_subject(verb)
    if own is None or abs(own.i - verb.i) > 12:
        return None
    first, last = min(own.left_edge.i, verb.i), max(own.right_edge.i, verb.i)
    doc = sentence.doc
    if first > sentence.start and doc[first - 1].lower_ == "as":
        first -= 1
    leads = doc[first].lower_ == "as" and first == sentence.start
    if not leads and (first <= sentence.start or doc[first - 1].text not in (",", "—", "–")):
        return None
    if first > sentence.start + 1 and doc[first - 2].lower_ in ("not", "n't", "n’t"):
        return None  # not, as they say, a gift: they say that it is one
    while last + 1 < sentence.end and (child := _circumstance(doc[last + 1], verb)) is not None:
        last = child.right_edge.i
    if (
        last + 1 < sentence.end and doc[last + 1].text not in (",", ".", "—", "–", "!", "?", ";", "”")
    ) or last >= sentence.end:
        return None
    mark = doc[max(0, first - 1)].idx
    if any(abs(quote.right - mark - 0.5) < 2 for quote in sentence.quotes):
        return None
    return (first if leads else first - 1), last + 1


def _circumstance(token: Any, verb: Any) -> Any | None:
    for child in verb.rights:
        if child.left_edge.i <= token.i <= child.right_edge.i and child.dep_ in (
            "prep", "advmod", "npadvmod", "dative", "dobj", "prt"
        ):  # fmt: skip
            return child
    return None


def _around(sentence: Sentence, first: int, last: int, *, whole: bool) -> tuple[Span, ...]:
    """The spans before and after the tokens of a phrase that a clause is broken by, the longest first.

    `whole`: what follows a clause with a verb is no part of it, but an aside on the source (according to
    Ada Byron, a daughter of the house).
    """
    start = sentence.start
    while start < first and (sentence.doc[start].lower_ in _OPENERS or sentence.doc[start].is_space):
        start += 1
    end = sentence.end
    for token in sentence.doc[last:end]:
        if token.text == ";":
            end = token.i
            break
    parts = [(start, first), (last, end)]
    aside = whole or any(token.tag_ == "VBG" for token in sentence.doc[last + 1 : last + 2])
    if aside and _is_finite(sentence.doc[start:first]) and not _is_finite(sentence.doc[last:end]):
        parts = parts[:1]
    spans = [span for span in (sentence.span(*part) for part in parts) if span is not None]
    spans = [span for span in spans if any(sign.isalnum() for sign in sentence.text[slice(*span)])]
    return tuple(sorted(spans, key=lambda span: span[0] - span[1]))


def _is_clause(sentence: Sentence, spans: tuple[Span, ...]) -> bool:
    """Whether there is a verb in the spans, so that they can be a thing said."""
    return _is_finite(t for t in sentence.tokens if any(start <= t.idx < end for start, end in spans))


def _is_finite(tokens: Iterable[Any]) -> bool:
    return any(
        token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in tokens
    )


def according_to(sentence: Sentence) -> Iterator[Statement]:
    """According to the council, …; by most accounts, …; in the words of the mayor, …"""
    for token in sentence.tokens:
        found = _according(token) or _by_accounts(token) or _in_words_of(token)
        if found is None:
            continue
        first, source, last = found
        spans = _scope(sentence, first, last)
        if not spans or not _is_clause(sentence, spans):
            continue
        voice = voice_of_noun(source)
        plain = token.lower_ == "according"
        speaker = voice.speaker
        if plain and speaker is not None:
            whole = (speaker[0], chars(source, source.doc[last - 1])[1])
            speaker = speaker if "," in sentence.text[speaker[0] : whole[1]] else max(speaker, whole)
        yield Statement(
            spans[0], _speech(sentence, spans), "asserts", "according to" if plain else "by whose account",
            FOUND if plain else SUGGESTION, speaker, chars(token, token.nbor(1) if plain else token),
            via=voice.via, more=spans[1:],
        )  # fmt: skip


def _according(token: Any) -> tuple[int, Any, int] | None:
    if token.lower_ != "according" or token.i + 2 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return None
    to = token.nbor(1)
    source = next((c for c in to.children if c.dep_ == "pobj"), None)
    if source is None or source.i < to.i:
        source = next(
            (t for t in token.doc[to.i + 1 : to.i + 8] if t.pos_ in ("NOUN", "PROPN", "PRON")), None
        )
    if source is None:
        return None
    first = source.doc[source.left_edge.i]
    return (token.i, source, _phrase_stop(source)) if first.i > token.i else None


def _phrase_stop(source: Any) -> int:
    """The token after the words for a source: a comma, or the end of its phrase."""
    edge = source.right_edge.i + 1
    for token in source.doc[source.i + 1 : edge]:
        if token.text == ",":
            asides = [
                c for c in source.rights if c.dep_ in ("relcl", "appos") and c.left_edge.i <= token.i + 2
            ]
            after = max((c.right_edge.i + 1 for c in asides if c.i > token.i), default=0)
            closed = after and after < len(source.doc) and source.doc[after].text == ","
            return int(after if closed else token.i)
    return _past_torn_off(source.doc, int(edge))


def _past_torn_off(doc: Any, edge: int) -> int:
    """Past the rest of a name that the parse hangs elsewhere: the Institute | for Ports, about …"""
    if edge >= len(doc) or doc[edge].lower_ not in ("for", "of"):
        return edge
    for token in doc[edge + 1 : edge + 7]:
        if token.text == ",":
            return int(token.i)
        if token.pos_ not in ("PROPN", "NOUN", "DET", "ADJ", "CCONJ", "ADP"):
            break
    return edge


def _by_accounts(token: Any) -> tuple[int, Any, int] | None:
    if token.lower_ != "by" or token.i + 2 >= len(token.doc):
        return None
    many, noun = token.nbor(1), token.nbor(2)
    fits = _ACCOUNTS.match(many.lower_) and noun.lemma_.lower() in ("account", "estimate", "measure")
    return (token.i, noun, noun.i + 1) if fits else None


def _in_words_of(token: Any) -> tuple[int, Any, int] | None:
    if token.lower_ != "in" or token.i + 4 >= len(token.doc):
        return None
    view = next((child for child in token.children if child.dep_ == "pobj" and child.lower_ in _VIEWS), None)
    owner = (
        next((c for c in view.children if c.dep_ == "poss" and c.tag_ != "PRP$"), None)
        if view is not None
        else None
    )
    if view is not None and owner is not None:
        return token.i, owner, view.i + 1
    the, words, of = token.nbor(1), token.nbor(2), token.nbor(3)
    if (the.lower_, of.lower_) != ("the", "of") or words.lower_ not in (
        "words",
        "view",
        "opinion",
        "judgment",
    ):
        return None
    source = next((c for c in of.children if c.dep_ == "pobj"), None)
    return (token.i, source, _phrase_stop(source)) if source is not None else None


def _scope(sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
    """What a phrase of source holds of: the clause after it at the start of a sentence, else that before."""
    doc = sentence.doc
    before = [
        t for t in doc[sentence.start : first] if not (t.lower_ in _OPENERS or t.is_punct or t.is_space)
    ]
    ends = last >= sentence.end or doc[last].text in (".", "”", "!", "?")
    if before and not ends and doc[last].text != ",":
        last = min(last, sentence.end)
    return _around(sentence, first, last, whole=True)


def nouns_of(sentence: Sentence) -> Iterator[Statement]:
    """What nouns of saying name: her demand that …, a promise to …, threats of …"""
    for noun in sentence.tokens:
        cues = nouns().get(noun.lemma_.lower(), ()) if noun.pos_ == "NOUN" else ()
        for cue in cues:
            made = _said_by_noun(sentence, noun, cue)
            if made is not None:
                yield made
                break


def _said_by_noun(sentence: Sentence, noun: Any, cue: Cue) -> Statement | None:
    found = _noun_content(noun, cue)
    if found is None:
        return None
    first, head = found
    end = clause_end(noun, first, head, sentence.end)
    span = sentence.span(first.i, end)
    if span is None:
        return None
    voice = _voice_of_noun_cue(noun)
    if voice.speaker is None and (head.dep_ in ("pobj", "pcomp") or has_to(head)):
        return None
    return Statement(span, _speech(sentence, (span,)), cue.act, "content of a noun of saying", SUGGESTION,
                     voice.speaker, chars(noun, noun))  # fmt: skip


def _noun_content(noun: Any, cue: Cue) -> tuple[Any, Any] | None:
    for child in noun.rights:
        if (
            "that" in cue.frames
            and child.dep_ in ("acl", "ccomp", "relcl", "appos")
            and _opens_with_that(child)
        ):
            return next(c for c in child.lefts if c.lower_ == "that").nbor(1), child
        if "inf" in cue.frames and child.dep_ in ("acl", "xcomp", "relcl") and has_to(child):
            return next(c for c in child.lefts if c.lower_ == "to"), child
        if child.dep_ == "prep" and child.lower_ in cue.frames:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None and inner.pos_ in ("NOUN", "VERB", "PROPN") and inner.i > child.i:
                return child.nbor(1), inner
    return clause_by_word(noun) if "that" in cue.frames else None


def _opens_with_that(clause: Any) -> bool:
    """“that” as a mark, not as the subject or object of the clause: the claim that he made."""
    return any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.lefts)


def _voice_of_noun_cue(noun: Any) -> Voice:
    """Whose demand it is: the owner's, the one's who makes it (“issued a demand”), or that “by” somebody."""
    for child in noun.children:
        if child.dep_ == "poss":
            return Voice(child, phrase(child))
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None:
                return Voice(inner, phrase(inner))
    holder = noun.head
    if noun.dep_ == "dobj" and holder.lemma_ in listed("light") and reality(holder) == SAID:
        return voice_of(holder)
    return NO_VOICE
