"""For tests of actors: passages of invented texts, and statements put together by hand."""

from __future__ import annotations

from typing import Any

from countermove.evidence.actors import Actor, Cast, Pointer, find_cast, speakers_of
from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.passage import Passage, Span
from countermove.evidence.report import Report
from countermove.evidence.speech import Statement

__all__ = ["actor_of", "cast_of", "passage_of_text", "place", "speakers", "statement"]


def passage_of_text(text: str) -> Passage:
    """A text as its own passage."""
    report = Report(Source(id="told", file="told.txt", sha256="0" * 64), text)
    return Passage(report, text, range(len(text)), ((0, len(text)),) if text else ())


def cast_of(text: str, known: tuple[Actor, ...] = ()) -> Cast:
    return find_cast(passage_of_text(text), parse(text), known)


def place(text: str, words: str, nth: int = 0) -> Span:
    """Where words stand, the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def actor_of(text: str, words: str, nth: int = 0, known: tuple[Actor, ...] = ()) -> str:
    """Whom words of a text mean; the mention must be exactly these words."""
    span = place(text, words, nth)
    found = {mention.span: mention.actor for mention in cast_of(text, known).mentions}
    return found.get(span, "")


def statement(
    text: str,
    content: str,
    speaker: str | Span | None,
    cue: str = "said",
    speech: str = "direct",
    **more: Any,
) -> Statement:
    who = place(text, speaker) if isinstance(speaker, str) else speaker
    return Statement(
        place(text, content), speech, "asserts", "by hand", "found", who, place(text, cue), **more
    )


def speakers(text: str, *statements: Statement) -> list[Pointer]:
    passage, doc = passage_of_text(text), parse(text)
    return speakers_of(passage, doc, find_cast(passage, doc), list(statements))
