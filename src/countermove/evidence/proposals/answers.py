"""Answers: from what a server sent to offers, typed and of bounded size; nothing in them is believed yet.

An answer may be anything. What is no JSON of the form asked for is no answer; an entry of another form
is refused by itself, and the others are read on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.evidence.proposals.asking import Unanswered
from countermove.evidence.proposals.tally import Tally

__all__ = ["KINDS", "MOST_OFFERS", "Offer", "offers_in", "read_content", "read_object"]

#: The lists of an answer, and the fields of their entries besides `words`.
KINDS: Mapping[str, tuple[str, ...]] = {
    "statements": ("speaker", "cue", "addressee", "act"),
    "figures": ("amount", "unit", "of", "modifier", "status"),
    "links": ("issue",),
}
#: So many entries of a list are looked at.
MOST_OFFERS = 20
_LONGEST = 4_000  # characters of a field
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)  # numbers stay as they were written
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry of an answer: the list it stood in, its words and its other fields, all as texts."""

    kind: str
    words: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A field, or nothing."""
        return self.fields.get(name, "")

    def as_dict(self) -> dict[str, str]:
        """The entry as it stood in the answer."""
        return {"words": self.words, **self.fields}


def read_content(body: bytes) -> Mapping[str, Any]:
    """What the model answered, from the body of a server's answer. Raises `Unanswered`."""
    if not body.strip():
        raise Unanswered("the answer is empty")
    try:
        choice = json.loads(body, parse_int=str)["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError, ValueError, RecursionError):
        raise Unanswered("the answer is not of the form of chat completions") from None
    if not isinstance(content, str) or not content.strip():
        raise Unanswered("the model said nothing")
    cut = isinstance(choice, dict) and choice.get("finish_reason") == "length"
    return read_object(content, "the model's answer was cut off" if cut else "the model's answer is no JSON")


def read_object(content: str, otherwise: str) -> Mapping[str, Any]:
    """The JSON object in a text, whatever stands around it. Raises `Unanswered`, saying `otherwise`."""
    told = _THOUGHT.sub("", content, count=1)
    at = told.find("{")
    try:
        found = _DECODER.raw_decode(told, at)[0] if at >= 0 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() & KINDS.keys():
        raise Unanswered(otherwise)
    return found


def offers_in(answer: Mapping[str, Any], tally: Tally) -> Iterator[Offer]:
    """The offers of an answer; what is none is counted by the reason."""
    for kind, names in KINDS.items():
        entries = answer.get(kind) or []
        if not isinstance(entries, list):
            tally.refused["not of the form asked for"] += 1
            continue
        if len(entries) > MOST_OFFERS:
            tally.refused[f"more than {MOST_OFFERS} of a kind in one passage"] += len(entries) - MOST_OFFERS
        for entry in entries[:MOST_OFFERS]:
            offer = _offer(kind, names, entry)
            if offer is None:
                tally.refused["not of the form asked for"] += 1
            else:
                yield offer


def _offer(kind: str, names: tuple[str, ...], entry: object) -> Offer | None:
    if not isinstance(entry, dict):
        return None
    values = {name: entry.get(name) for name in ("words", *names)}
    texts = {name: "" if value is None else value for name, value in values.items()}
    if any(not isinstance(text, str) or len(text) > _LONGEST for text in texts.values()):
        return None
    plain = {name: text.strip() for name, text in texts.items()}
    words = plain.pop("words")
    return Offer(kind, words, {name: text for name, text in plain.items() if text}) if words else None
