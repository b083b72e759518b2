"""Tense: whether the words around a day that is not dated tell of the past or of what is to come.

The nearest sign decides: a preposition ("until Friday", "set for Monday"), else the nearest verb to the
left in the clause, else the nearest to the right.
"""

from __future__ import annotations

from countermove.evidence.figures.phrases import clause_around
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.words import word_set

__all__ = ["PAST", "TO_COME", "UNTOLD", "tense_around"]

PAST, UNTOLD, TO_COME = -1, 0, 1

_WINDOW = 25
_AHEAD = frozenset(("until", "till", "by", "ahead", "through"))
_SET_FOR = word_set(
    "set due scheduled planned slated expected plan plans ahead deadline invited meeting summit talks "
    "vote election elections before effective starting beginning"
)
_TO_COME = word_set(
    "will shall expected scheduled due planned slated upcoming going intends hopes aims would "
    "may might must tomorrow expects expect"
)
_WILL = ("ll",)
_PAST = word_set(
    "said was were had has have been told met came went took made gave left won lost held began spoke "
    "wrote rose fell flew sat saw became struck hit shot sent brought kept led felt found got did drew "
    "paid sold bought built fought broke chose drove grew heard knew ran rang sang sank stood swore "
    "taught thought threw understood woke arose withdrew undertook sought set put cut read quit shut wore "
    "forgave forbade shook stole spent lent bent slept swept dealt meant dug stuck swung bid beat burst "
    "cast cost hurt let spread"
)
_NO_VERB = word_set("united need speed feed seed indeed red bed proceed exceed succeed bleed breed armed")


def tense_around(tokens: Tokens, first: int, last: int) -> int:
    """`PAST`, `TO_COME` or `UNTOLD` for the tokens from `first` to `last`."""
    words = tokens.words
    before = words[first - 1] if first else ""
    if before in _AHEAD:
        return PAST if before == "by" and _sign_after(tokens, last, tokens.count) == PAST else TO_COME
    if before == "for" and first > 1 and words[first - 2] in _SET_FOR:
        return TO_COME
    if before in ("is", "are"):
        return TO_COME
    if before == "since":
        return PAST
    start, end = clause_around(tokens, first, last)
    for at in range(first - 1, max(start, first - _WINDOW) - 1, -1):
        if words[at] in _SAYING:
            return PAST if first - at <= 2 else UNTOLD
        if sign := _sign(tokens, at):
            return sign
    return _sign_after(tokens, last, end)


def _sign_after(tokens: Tokens, last: int, end: int) -> int:
    """What the first verb to the right tells, as far as the clause goes and then the sentence."""
    for at in range(last, min(tokens.count, last + _WINDOW)):
        if tokens.ends_sentence(at) or (at >= end and tokens.words[at] in ("”", "“")):
            break
        if sign := _sign(tokens, at):
            return sign
    return UNTOLD


#: Verbs that say when something was announced as often as when it is to be.
_SAYING = word_set("announced agreed called promised pledged proposed said told invited vowed set demanded")
#: In the present tense these speak of appointments.
_APPOINTED = word_set(
    "meet meets start starts begin begins open opens arrive arrives expire expires gather gathers visit "
    "visits convene convenes resume resumes travel travels depart departs host hosts ends votes leaves "
    "returns goes comes falls"
)


def _sign(tokens: Tokens, at: int) -> int:
    word = tokens.words[at]
    if word == "may" and tokens.capital(at):
        return UNTOLD
    if word == "won" and tokens.words[at + 1] in ("'", "’") and tokens.glued(at + 1):
        return TO_COME
    if word in _TO_COME or word in _APPOINTED or (word in _WILL and tokens.glued(at)):
        return TO_COME
    if word == "to" and tokens.words[at - 1] in ("is", "are") and at:
        return TO_COME
    if word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NO_VERB):
        return PAST
    return UNTOLD
