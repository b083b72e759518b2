"""Amounts that words hold: numerals and plain number words, with a word such as million behind them.

It only has to confirm what a model says: an amount that is not among these does not follow from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

__all__ = ["amounts_in", "has_number"]

_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BEHIND = re.compile(r"[\s-]?([A-Za-z]+)")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 40  # digits: no report has more

_ONES = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
         "seventeen eighteen nineteen")  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = (
    {word: k for k, word in enumerate(_ONES.split(), 1)}
    | {word: 10 * k for k, word in enumerate(_TENS.split(), 2)}
    | {"a": 1, "an": 1, "dozen": 12}
)
#: Powers of ten.
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
           "k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12}  # fmt: skip
#: Words that name a number without being one that can be told.
_VAGUE = """
    half third thirds quarter quarters fifth fifths tenth tenths double triple twice once dozens score scores
    hundreds thousands millions billions trillions several many few couple
"""
_NAMES_NUMBER = frozenset([*_NUMBERS, *_SCALES, *_VAGUE.split()]) - {"a", "an", "k", "m", "mn", "bn", "tn"}


def has_number(words: str) -> bool:
    """Whether words hold a digit or a word that names a number."""
    return any(sign.isdigit() for sign in words) or not _NAMES_NUMBER.isdisjoint(_tokens(words))


def amounts_in(words: str) -> frozenset[Decimal]:
    """The amounts that words may mean."""
    return frozenset((*_of_numerals(words), *_of_words(_tokens(words))))


def _tokens(words: str) -> list[str]:
    return _WORD.findall(words.lower())


def _of_numerals(words: str) -> Iterator[Decimal]:
    for found in _NUMERAL.finditer(words):
        if len(found[0]) <= _LONGEST:
            behind = _BEHIND.match(words, found.end())
            scale = _SCALES.get(behind[1].lower().removesuffix("s"), 0) if behind else 0
            yield Decimal(found[0].replace(",", "")).scaleb(scale)


def _of_words(tokens: list[str]) -> Iterator[Decimal]:
    """``twenty five million``: a number of one or two words, and a scale or two behind it."""
    for k, word in enumerate(tokens):
        if word not in _NUMBERS:
            continue
        number, at = _NUMBERS[word], k + 1
        if number >= 20 and at < len(tokens) and _NUMBERS.get(tokens[at], 99) < 10:
            number, at = number + _NUMBERS[tokens[at]], at + 1
        if word not in ("a", "an"):  # these count before a scale alone
            yield Decimal(number)
        for scale in tokens[at : at + 2]:
            times = 12 if scale == "dozen" else 10 ** _SCALES.get(scale, 0)
            if times == 1:
                break
            number *= times
            yield Decimal(number)
