"""When, where and by what way something was said, as far as the clause of the verb tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.frames import Content
from countermove.evidence.speech.tree import chars, phrase

__all__ = ["Circumstances", "circumstances"]

_TIME = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|yesterday|today|tonight|week|month|year|day|morning|evening|afternoon|night|ago|"
    r"later|earlier|weekend|[12]\d{3})s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Spans of the words that say when, where and by what way."""

    when: Span | None = None
    where: Span | None = None
    via: Span | None = None


def circumstances(verb: Any, content: Content | None = None) -> Circumstances:
    """The circumstances that hang to a verb itself, outside what it says."""
    when = where = via = None
    for child in _own(verb, content):
        if when is None and _is_time(child):
            when = chars(child.left_edge, child.right_edge)
            continue
        noun = next((c for c in child.children if c.dep_ == "pobj"), None) if child.dep_ == "prep" else None
        if noun is None:
            continue
        if when is None and _is_time(noun):
            when = phrase(noun, joined=False)
        elif via is None and _is_medium(child, noun):
            via = phrase(noun, joined=False)
        elif where is None and child.lower_ in ("in", "at") and _is_place(noun):
            where = phrase(noun, joined=False)
    return Circumstances(when, where, via)


def _own(verb: Any, content: Content | None) -> Iterator[Any]:
    """The adverbials of a verb outside what it says, with those of their nouns (at a talk on Sunday)."""
    first = content.first.i if content is not None else len(verb.doc)
    for child in verb.children:
        if child.dep_ not in ("prep", "npadvmod", "advmod") or first <= child.i <= (
            content.head.right_edge.i if content else 0
        ):
            continue
        yield child
        for noun in child.children:
            if noun.dep_ == "pobj":
                yield from (c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("on", "in", "at"))


def _is_time(token: Any) -> bool:
    return bool(_TIME.match(token.text)) and token.dep_ in ("pobj", "npadvmod", "advmod")


def _is_medium(preposition: Any, noun: Any) -> bool:
    word = preposition.lower_
    if noun.lemma_.lower() in listed("media") and word in (
        "in",
        "on",
        "at",
        "during",
        "by",
        "via",
        "through",
    ):
        return True
    return (
        word in ("on", "via")
        and noun.pos_ == "PROPN"
        and noun.ent_type_ not in ("DATE", "TIME", "GPE", "PERSON")
    )


def _is_place(noun: Any) -> bool:
    return noun.ent_type_ in ("GPE", "LOC", "FAC") or noun.lemma_ in (
        "conference",
        "meeting",
        "summit",
        "rally",
        "court",
    )
