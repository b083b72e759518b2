"""Numbers: every amount that is written in digits or in words, with its exact value.

``5,000``, ``1.5m``, ``twenty-five``, ``three and a half``, ``half a million``, ``two-thirds``, ``a dozen``,
``hundreds of thousands``. Ordinals, years, days of a month, clock times, fractions such as 9/11, phone and
version numbers and the numbers in names (Boeing 737, Article 5, F-16) are none. Values are fractions, so
that nothing is rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from countermove.evidence.figures.lexicon import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    FRACTIONS,
    MEASURES,
    NUMBER_WORDS,
    SCALE_MARKS,
    SCALES,
    TIMES,
    VAGUE,
)
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.words import word_set

__all__ = ["Number", "as_text", "number_at", "numbers_in"]

#: Longer runs of digits are serial numbers, not amounts.
_LONGEST = 24
_GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3),
           "⅔": Fraction(2, 3), "⅕": Fraction(1, 5), "⅛": Fraction(1, 8)}  # fmt: skip
_QUANTIFIERS = frozenset(("many", "several", "few", "untold", "countless", "some"))
#: After "1.5m" these say that metres are meant.
_LENGTHS = frozenset(("high", "tall", "long", "wide", "deep", "thick", "away", "below", "above", "x"))
_STARTS = frozenset((*NUMBER_WORDS, *VAGUE, *_GLYPHS, *_QUANTIFIERS, "a", "an", "half", "quarter"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number made of the tokens from `first` to `last` (excluded).

    `form` is "digits", "words", "fraction" (of something), or "vague" (an order of magnitude: the value is
    the least that it can mean). `scale` is what a word like million multiplies it by, `loose` tells whether
    a word like several or many belongs to it.
    """

    first: int
    last: int
    value: Fraction
    form: str
    scale: int = 1
    loose: bool = False


def as_text(value: Fraction) -> str:
    """A number with a point and no separators, exact; 2/3 where no decimal number is."""
    if value < 0:
        return f"-{as_text(-value)}"
    places, bottom = 0, value.denominator
    while bottom % 10 == 0:
        places, bottom = places + 1, bottom // 10
    while bottom % 2 == 0 or bottom % 5 == 0:
        places, bottom = places + 1, bottom // (2 if bottom % 2 == 0 else 5)
    if bottom != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return f"{whole}.{part}" if part else whole


def numbers_in(tokens: Tokens) -> list[Number]:
    """Every number of a text, in order."""
    found: list[Number] = []
    at, words = 0, tokens.words
    while at < tokens.count:
        word = words[at]
        number = number_at(tokens, at) if word in _STARTS or "0" <= word[0] <= "9" else None
        if number is not None and _alone(tokens, number, found):
            found.append(number)
        at = number.last if number else at + 1
    return found


def number_at(tokens: Tokens, at: int) -> Number | None:
    """The number that begins with a token, if one does."""
    word = tokens.words[at]
    if word[:1].isdigit() and word[:1].isascii():
        return _digits(tokens, at)
    if word in _GLYPHS:
        return _scaled(tokens, at, at + 1, _GLYPHS[word], "fraction")
    if tokens.glued(at) and tokens.words[at - 1] not in ("(", "“", '"', "‘", "—", "–", "[", "-", "’", "/"):
        return None
    return _fraction(tokens, at) or _spelled(tokens, at) or _vague(tokens, at)


def _alone(tokens: Tokens, number: Number, found: list[Number]) -> bool:
    """Whether a number is no link of a chain such as 12-11-2024; the second of two (69-75) may be one."""
    first, words = number.first, tokens.words
    if words[first][0].isdigit() and first > 1 and words[first - 1] in "-–" and tokens.glued(first):
        if not tokens.glued(first - 1):
            return True
        return bool(found) and found[-1].last == first - 1 and not _chained(tokens, number.last)
    return not (_chained(tokens, number.last) and _chained(tokens, number.last + 2))


def _chained(tokens: Tokens, at: int) -> bool:
    """Whether a hyphen and more digits follow without a space."""
    hyphen = tokens.words[at] in ("-", "–") and tokens.glued(at)
    return hyphen and tokens.glued(at + 1) and tokens.words[at + 1][:1].isdigit()


# digits ------------------------------------------------------------------------------------------------


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    grouped = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
    dotted = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
    comma = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
    return grouped, dotted, comma


def _plain(word: str, before_scale: bool) -> Fraction | None:
    """The value of digits with separators; a decimal comma only before a word like million or percent."""
    if len(word) > _LONGEST or (word[0] == "0" and word[1:2].isdigit()):
        return None
    grouped, dotted, comma = _shapes()
    if "," in word:
        if grouped.fullmatch(word):
            return Fraction(word.replace(",", ""))
        return Fraction(word.replace(",", ".")) if before_scale and comma.fullmatch(word) else None
    if word.count(".") > 1:
        return Fraction(word.replace(".", "")) if dotted.fullmatch(word) else None
    return Fraction(word)


def _digits(tokens: Tokens, at: int) -> Number | None:
    words, word = tokens.words, tokens.words[at]
    after = words[at + 1]
    if not _free_before(tokens, at):
        return None
    if after == "/" and tokens.glued(at + 1):
        return _slashed(tokens, at)
    value = _plain(word, after in SCALES or after in SCALE_MARKS or after in ("%", "percent", "per"))
    if value is None or not _free_after(tokens, at):
        return None
    last = at + 1
    if after in SCALE_MARKS and tokens.glued(last) and not _is_length(tokens, at):
        return Number(at, last + 1, value * SCALE_MARKS[after], "digits", SCALE_MARKS[after])
    if after == "m" and words[at - 1] in CURRENCY_SIGNS:
        return Number(at, last + 1, value * SCALE_MARKS[after], "digits", SCALE_MARKS[after])
    value, last = _and_part(tokens, last, value)
    return _scaled(tokens, at, last, value, "digits")


def _free_before(tokens: Tokens, at: int) -> bool:
    """Whether digits are not the tail of a name, a time, a version or a phone number."""
    if not tokens.glued(at):
        return True
    before = tokens.words[at - 1]
    if before[-1:].isalpha():
        return before in CURRENCY_CODES
    if before in "#@_:/.*=’'":
        return False
    if before == "+":
        return not tokens.glued(at - 1) and not tokens.words[at + 1][:1].isdigit()
    if before in "-–—" and tokens.glued(at - 1):
        return (
            not tokens.words[at - 2][-1:].isalpha() or before == "—" or tokens.words[at - 2] in CURRENCY_CODES
        )
    return not (before == "[" and tokens.words[at + 1] == "]")


def _free_after(tokens: Tokens, at: int) -> bool:
    """Whether digits are not the head of an ordinal, a time, a name or a code."""
    after = tokens.words[at + 1]
    if not tokens.glued(at + 1):
        return True
    if after[:1].isalpha():
        known = after in SCALE_MARKS or after in MEASURES or after in CURRENCY_CODES or after in TIMES
        return known or after in ("pct", "percent") or (after == "c" and tokens.capital(at + 1))
    if after == ":":
        return not (tokens.glued(at + 2) and tokens.words[at + 2][:1].isdigit())
    return after not in ("_", "@", "=")


def _is_length(tokens: Tokens, at: int) -> bool:
    """Whether the m of "1.5m" is for metres."""
    return tokens.words[at + 1] == "m" and tokens.words[at + 2] in _LENGTHS


def _slashed(tokens: Tokens, at: int) -> Number | None:
    """1/2 and 3/4, but neither 9/11 nor 24/7."""
    top, bottom = tokens.words[at], tokens.words[at + 2]
    plain = len(top) == 1 and bottom in ("2", "3", "4", "5", "8") and not tokens.glued(at + 3)
    if not plain or not 0 < int(top) < int(bottom) or not tokens.glued(at + 2):
        return None
    return _scaled(tokens, at, at + 3, Fraction(int(top), int(bottom)), "fraction")


# words -------------------------------------------------------------------------------------------------


def _spelled(tokens: Tokens, at: int) -> Number | None:
    """Numbers in words: seven, twenty-five, a hundred and four thousand, three and a half million."""
    words = tokens.words
    if tokens.has(at, "a", "score", "of"):
        return Number(at, at + 2, Fraction(20), "words", 20)
    article = words[at] in ("a", "an") and words[at + 1] in SCALES and len(words[at + 1]) > 4
    if not article and words[at] not in NUMBER_WORDS:
        return None
    total, group, largest = 0, int(article), 10**15
    start = here = at + article
    last = at
    while here < tokens.count:
        word = words[here]
        size = SCALES.get(word, 0) if here > at else 0
        if word in NUMBER_WORDS and (here == start or _may_follow(group, NUMBER_WORDS[word], total)):
            group += NUMBER_WORDS[word]
        elif 0 < size < 1_000 and 0 < group < 100:
            group *= size
        elif 1_000 <= size < largest and group:
            total, group, largest = total + group * size, 0, size
        elif _joins(tokens, here, start):
            here += 1
            continue
        else:
            break
        here = last = here + 1
    value, last = _and_part(tokens, last, Fraction(total + group))
    number = _scaled(tokens, at, last, value, "words")
    scale = max(number.scale, largest if total else 1, group if article else 1)
    return Number(at, number.last, number.value, "words", scale)


def _may_follow(group: int, number: int, total: int) -> bool:
    """Twenty + five, two hundred + sixty, two thousand + four; but not nineteen + eighty."""
    tail = group % 100
    if number == 0:
        return False
    if tail == 0:
        return bool(group or total)
    return tail >= 20 and tail % 10 == 0 and number < 10


def _joins(tokens: Tokens, here: int, start: int) -> bool:
    """Whether a hyphen or an "and" stands inside a number in words."""
    word, after = tokens.words[here], tokens.words[here + 1]
    if here == start:
        return False
    if word == "-":
        return tokens.glued(here) and tokens.glued(here + 1) and (after in NUMBER_WORDS or after in SCALES)
    return word == "and" and after in NUMBER_WORDS and tokens.words[here - 1] in SCALES


def _and_part(tokens: Tokens, at: int, value: Fraction) -> tuple[Fraction, int]:
    """A number with the "and a half", "1/2" or "½" that follows it."""
    words = tokens.words
    if words[at] in _GLYPHS:
        return value + _GLYPHS[words[at]], at + 1
    if words[at][:1].isdigit() and words[at + 1] == "/" and not tokens.glued(at):
        part = _slashed(tokens, at)
        return (value + part.value, part.last) if part and part.value < 1 else (value, at)
    step = 1 if words[at] == "-" else 0
    if words[at + step] != "and" or words[at + 2 * step + 1] not in ("a", "one", "three"):
        return value, at
    end = at + 3 * step + 2
    kind = words[end]
    if kind not in ("half", "quarter", "third", "quarters") or (step == 0 and tokens.glued(end)):
        return value, at
    top = 3 if words[at + 2 * step + 1] == "three" else 1
    return value + Fraction(top, FRACTIONS[kind]), end + 1


def _scaled(tokens: Tokens, first: int, last: int, value: Fraction, form: str) -> Number:
    """A number with the words like million that follow it."""
    start, scale = last, 1
    while last < tokens.count and last - start < 4:
        step = 1 if tokens.words[last] == "-" and tokens.glued(last) else 0
        word = tokens.words[last + step]
        if word not in SCALES:
            break
        scale, last = scale * SCALES[word], last + step + 1
    if last > start and form == "fraction":
        form = "digits"
    return Number(first, last, value * scale, form, scale)


def _fraction(tokens: Tokens, at: int) -> Number | None:
    """Half, a fifth of, two-thirds, three quarters, half a million, a quarter of a billion."""
    words, here = tokens.words, at
    top = 1
    if words[at] in ("a", "an", "one"):
        here += 1
    elif words[at] in NUMBER_WORDS and 1 < NUMBER_WORDS[words[at]] < 10:
        top, here = NUMBER_WORDS[words[at]], at + 1
    elif words[at] not in ("half", "quarter"):
        return None
    if here > at and words[here] == "-" and tokens.glued(here):
        here += 1
    kind = words[here]
    if kind not in FRACTIONS or (top > 1) != (kind[-1:] == "s" or kind == "halves"):
        return None
    value, last = Fraction(top, FRACTIONS[kind]), here + 1
    return _of_a_scale(tokens, at, last, value) or _of_something(tokens, at, last, value, here)


def _of_a_scale(tokens: Tokens, at: int, last: int, value: Fraction) -> Number | None:
    """Half a million, half-million, a quarter of a million, half a dozen."""
    words = tokens.words
    for gap in (("of", "a"), ("of", "one"), ("a",), ("-",), ()):
        end = last + len(gap)
        if tokens.has(last, *gap) and words[end] in SCALES and SCALES[words[end]] >= 12:
            return Number(at, end + 1, value * SCALES[words[end]], "words", SCALES[words[end]])
    return None


def _of_something(tokens: Tokens, at: int, last: int, value: Fraction, here: int) -> Number | None:
    words = tokens.words
    after = words[last]
    whole = words[here][-1:] == "s"
    spans = after in TIMES or (after in ("a", "an", "-") and words[last + 1] in TIMES)
    share = after in ("percent", "per", "%") or (
        after in ("a", "-") and words[last + 1] in ("percent", "per")
    )
    measured = after in ("a", "of") and words[last + 1 + (after == "of")] in MEASURES
    part_of = after == "of" and words[last + 1] != "which"
    if words[here] in ("half", "quarter") and here == at:
        part_of = part_of and words[at] == "half" and words[at - 1] not in _ORDER
    halved = words[here] == "half" and after in ("the", "their", "its", "his", "her", "our", "all")
    majority = (after == "-" and words[last + 1] == "majority") or after == "majority"
    if spans and words[here] not in ("half", "quarter"):
        return None
    by = words[at - 1] == "by" and at > 0
    if not (whole or spans or share or measured or part_of or halved or majority or by):
        return None
    return Number(at, last, value, "fraction")


#: "The second half of" is no amount.
_ORDER = word_set("first second other latter last this that next better best third fourth the")


def _vague(tokens: Tokens, at: int) -> Number | None:
    """Thousands, hundreds of thousands, many thousands, several hundred, a few thousand."""
    words, here, loose = tokens.words, at, False
    if words[here] == "a" and words[here + 1] in ("few", "couple"):
        here += 1
    if words[here] in _QUANTIFIERS or words[here] == "couple":
        loose, here = True, here + 1 + (words[here + 1] == "of")
        if words[here] in SCALES and len(words[here]) > 3 and words[at] != "some":
            number = _scaled(tokens, at, here, Fraction(1), "vague")
            return Number(at, number.last, number.value, "vague", number.scale, loose=True)
    if words[here] not in VAGUE or words[here - 1] in ("by", "the", "-"):
        return None
    value, last = Fraction(VAGUE[words[here]]), here + 1
    if words[last] == "of" and words[last + 1] in VAGUE:
        value, last = value * VAGUE[words[last + 1]], last + 2
    if words[here] in ("tens", "scores") and words[last] != "of" and last == here + 1:
        return None
    return Number(at, last, value, "vague", value.numerator, loose)
