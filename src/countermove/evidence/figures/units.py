"""Units: what the number before or after some words is a number of.

Money by sign, code or name (``US$ 40 billion``, ``EUR 5m``, ``5 million euros``), percent in all
spellings, measures and spans of time. What is merely counted is left to `phrases`.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.evidence.figures.lexicon import (
    CENTS,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DOLLARS,
    MEASURES,
    PER_UNITS,
    SIGNED,
    TIMES,
)
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.words import word_set

__all__ = ["Unit", "sign_before", "unit_after"]

#: Adjectives that belong to a measure: square kilometres, metric tons.
_SHAPES = word_set("square cubic nautical metric statute")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by name, its `kind` ("money", "percent", "measure" or "duration") and its tokens."""

    name: str
    kind: str
    first: int
    last: int


def sign_before(tokens: Tokens, at: int) -> Unit | None:
    """The currency that stands before the number that begins with token `at`."""
    words = tokens.words
    if at == 0:
        return None
    before = words[at - 1]
    if before in CURRENCY_SIGNS:
        name, first = CURRENCY_SIGNS[before], at - 1
        if (
            before == "$"
            and first
            and words[first - 1] in DOLLARS
            and tokens.starts[first] == tokens.ends[first - 1]
        ):
            first -= 1
            name = DOLLARS[words[first]]
        return Unit(name, "money", first, at)
    if before == "rs" and tokens.capital(at - 1):
        return Unit("rupees", "money", at - 1, at)
    if before in CURRENCY_CODES and tokens.as_written(at - 1).isupper():
        return Unit("CNY" if before == "rmb" else before.upper(), "money", at - 1, at)
    return None


def unit_after(tokens: Tokens, at: int, part: bool) -> Unit | None:
    """The unit that begins with token `at`, right after a number; a hyphen may part them.

    `part` tells whether the number is a fraction, after which "a" or "of a" may stand: half a percent.
    """
    words = tokens.words
    if (words[at] == "-" and tokens.glued(at) and tokens.glued(at + 1)) or (
        words[at] == "of"
        and words[at + 1]
        in (
            "dollars",
            "euros",
            "pounds",
            "miles",
            "kilometres",
            "kilometers",
            "tons",
            "tonnes",
            "years",
            "hours",
            "acres",
            "hectares",
            "gallons",
            "barrels",
            "rubles",
            "yen",
        )
    ):
        at += 1
    elif (
        part
        and words[at] in ("of", "a", "an")
        and (words[at + 1] in ("percent", "per", "a", "%") or words[at + 1] in TIMES)
    ):
        at += 2 if words[at] == "of" and words[at + 1] == "a" else 1
    return _percent(tokens, at) or _money(tokens, at) or _time(tokens, at) or _measure(tokens, at)


def _percent(tokens: Tokens, at: int) -> Unit | None:
    words = tokens.words
    if words[at] in ("%", "percent", "pct"):
        return Unit("percent", "percent", at, at + 1)
    if words[at] == "per" and words[at + 1] == "cent":
        return Unit("percent", "percent", at, at + 2)
    name = {"percentage": "percentage points", "basis": "basis points"}.get(words[at], "")
    gap = 1 if words[at + 1] == "-" else 0
    if name and words[at + 1 + gap] in ("point", "points"):
        return Unit(name, "percent", at, at + 2 + gap)
    return None


def _money(tokens: Tokens, at: int) -> Unit | None:
    words = tokens.words
    word = words[at]
    if word in CURRENCY_SIGNS and word != "$":
        return Unit(CURRENCY_SIGNS[word], "money", at, at + 1)
    if word in CURRENCY_CODES and tokens.as_written(at).isupper():
        return Unit("CNY" if word == "rmb" else word.upper(), "money", at, at + 1)
    if word in CENTS:
        return Unit(
            word if word == "pence" else "cents" if word in ("cent", "cents") else word, "money", at, at + 1
        )
    if name := _currency(word):
        return Unit(name, "money", at, at + 1)
    last = at + 3 if (word, words[at + 1]) == ("hong", "kong") else at + 2
    name = SIGNED.get((word, _singular(words[last - 1]))) or SIGNED.get((word, words[last - 1])) or ""
    if word == "hong" and not words[last - 1].startswith("dollar"):
        name = ""
    return Unit(name, "money", at, last) if name else None


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _currency(word: str) -> str:
    return CURRENCY_WORDS.get(word) or CURRENCY_WORDS.get(_singular(word), "")


def _time(tokens: Tokens, at: int) -> Unit | None:
    words = tokens.words
    if words[at] in (
        "calendar",
        "straight",
        "consecutive",
        "full",
        "whole",
        "long",
        "more",
        "successive",
        "working",
    ):
        at += 1
    if words[at] not in TIMES or (
        words[at] in ("second", "seconds") and words[at + 1] in ("term", "half", "time")
    ):
        return None
    return Unit(TIMES[words[at]], "duration", at, at + 1)


def _measure(tokens: Tokens, at: int) -> Unit | None:
    words, first, shape = tokens.words, at, ""
    if words[at] in _SHAPES:
        shape, at = words[at] + " ", at + 1
    word = words[at]
    if word == "m" and not shape:
        name = "metres"
    elif word == "c" and tokens.glued(at):
        name = "degrees"
    elif word == "°":
        at += words[at + 1] in ("c", "f")
        name = "degrees"
    else:
        name = MEASURES.get(word, "")
    if not name or (word in _AMBIGUOUS and words[at + 1][:1].isalpha() and words[at + 1] in _NOT_THEN):
        return None
    last, per = at + 1, ""
    if words[last] in ("per", "a", "an", "/") and words[last + 1] in PER_UNITS | {"h", "s"}:
        per = " per " + {"h": "hour", "s": "second"}.get(words[last + 1], words[last + 1])
        last += 2
    return Unit(shape + name + per, "measure", first, last)


#: "five foot soldiers", "two yard sales": no measures.
_AMBIGUOUS = word_set("foot yard degree point oz ha")
_NOT_THEN = word_set("soldiers patrols sales programmes programs men plan plans agenda")
