"""Status: whether an amount was paid, pledged, proposed or asked for, by the verb that governs it.

The verb is looked for to the left, as far as the sentence goes: "pledged a further €90 billion". Under
another verb ("committed *to spend* 5 percent") the outer one decides; under "will" an amount is pledged,
under "would" or "could" proposed. A participle close to the right counts as well: "€5 billion, pledged
in June".
"""

from __future__ import annotations

from functools import cache

from countermove.evidence.figures.lexicon import STATUS
from countermove.evidence.figures.phrases import is_plural
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.words import word_set

__all__ = ["status_of"]

#: Beyond these another clause has a verb of its own.
_CLOSERS = word_set("; ” — but if because when while although though unless whereas meaning")
_FARTHEST = 30
_AFTER = 7
#: How far a verb in -ing reaches.
_NEAR = 8
_MODALS = {"will": "pledged", "shall": "pledged", "would": "proposed", "could": "proposed", "may": "proposed",
           "might": "proposed", "should": "proposed", "must": "asked"}  # fmt: skip
_BE = word_set("is are was were be been being has have had 's")
#: Words that these may also be: nouns and adjectives after an article or an adjective.
_NOUNS = word_set(
    "offer plan request demand support fund loan grant need award appeal promise pledge vow send pay "
    "finance transfer approved ship"
)
_BEFORE_VERBS = word_set("to not also we they you i who and or")
_SUBJECTS = word_set("it he she who which that also now never")
_ARTICLES = word_set("a an the its their his her our this that any no new of in for more and with on")


@cache
def _verbs() -> dict[str, tuple[str, str]]:
    """Each form of a verb: its status and whether it is finite, bare ("provide") or in -ing."""
    forms: dict[str, tuple[str, str]] = {}
    for status, verbs in STATUS.items():
        for verb in verbs.split():
            past = (verb.endswith("ed") and verb not in ("need",)) or verb in _PAST
            forms[verb] = (status, "past" if past else "bare")
            if not past:
                stem = verb[:-1] if verb.endswith("e") else verb
                forms |= {verb + "s": (status, "present"), stem + "ing": (status, "ing")}
                forms[verb + verb[-1] + "ing"] = (status, "ing")
    return forms


_PAST = word_set("paid gave given spent sent bought lent undertook undertaken swore sworn sought")


#: Of these, only money is the object.
_MONEY_ONLY = word_set(
    "give gave given gives giving support supported supports supporting hand handed receive received "
    "receives agree agreed agrees consider considered needed need needs want wanted wants require "
    "required requires"
)


def status_of(tokens: Tokens, first: int, last: int, money: bool) -> tuple[str, tuple[int, int]] | None:
    """What was done with the amount from token `first` to `last`, and the words that say so.

    `money` tells whether it is money or a share: "gave 300 speeches" pays nothing.
    """
    made = _after(tokens, last) or _before(tokens, first)
    if made and not money and tokens.words[made[1][1] - 1] in _MONEY_ONLY:
        return None
    return made


def _after(tokens: Tokens, last: int) -> tuple[str, tuple[int, int]] | None:
    """A participle right after an amount: "pledged by", "was spent", "in aid promised to"."""
    words, verbs = tokens.words, _verbs()
    for at in range(last, min(last + _AFTER, tokens.count)):
        word = words[at]
        if (
            tokens.ends_sentence(at)
            or word in (";", "and", "but", "that", "which", "who", "to")
            or word[:1].isdigit()
        ):
            return None
        status, form = verbs.get(word, ("", ""))
        if form == "past":
            be = words[at - 1] in _BE
            agent = words[at + 1] in ("by", "in", "for", "on", "to", "last", "so", "since", "at")
            passive = be and words[at - 1] not in ("has", "have", "had")
            return (status, (at, at + 1)) if passive or (agent and not be) else None
    return None


def _before(tokens: Tokens, first: int) -> tuple[str, tuple[int, int]] | None:
    words, verbs = tokens.words, _verbs()
    inner: tuple[str, tuple[int, int]] | None = None
    for at in range(first - 1, max(-1, first - _FARTHEST), -1):
        word = words[at]
        if _closes(tokens, at):
            break
        status, form = verbs.get(word, ("", ""))
        if not form or _is_noun(tokens, at):
            continue
        if (inner is not None and status == "paid") or (form == "ing" and first - at > _NEAR):
            continue
        if form == "past" or status != "paid":
            return status, (at, at + 1)
        governed = _modal(tokens, at)
        if governed is not None:
            return governed, (at - 1, at + 1)
        if form == "present":
            return status, (at, at + 1)
        plain = form == "bare" and words[at - 1] != "to"
        inner = inner or (status, (at, at + 1)) if plain else inner or ("", (at, at + 1))
    return inner if inner and inner[0] else None


def _closes(tokens: Tokens, at: int) -> bool:
    """Whether the words to the left belong to another sentence."""
    return tokens.words[at] in _CLOSERS or tokens.ends_sentence(at)


def _is_noun(tokens: Tokens, at: int) -> bool:
    """A new *offer*, two *ships* say nothing of the amount that follows; "it *ships*" does."""
    word, before = tokens.words[at], tokens.words[at - 1] if at else ""
    if word[-1] == "s" and word[:-1] in _NOUNS:
        return before not in _SUBJECTS and not tokens.capital(at - 1)
    if word not in _NOUNS or word.endswith("ed"):
        return word in _NOUNS and before in _ARTICLES
    return not (before in _BEFORE_VERBS or before in _MODALS or is_plural(before))


def _modal(tokens: Tokens, at: int) -> str | None:
    """What a modal verb before a bare verb makes of it: will provide, would not pay."""
    back = at - 2 if tokens.words[at - 1] in ("not", "also", "only", "be") else at - 1
    return _MODALS.get(tokens.words[back]) if back >= 0 else None
