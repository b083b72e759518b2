"""Items: a text as a string of letters, one for each word that matters to the grammar of dates.

``on Friday night, Aug. 15, 2025`` is ``iWP,M.D,Y``. The grammar is a regular expression over these letters
(see `grammar`), so that it stays short and runs in linear time. Letters: M month, W weekday, Y year, D a
number of at most 31, N another number, O an ordinal (17th), o an ordinal word, K a decade (1990s),
I 2025-08-19, Z 17/8/2025, C 4:58, F FY2024, q Q3, S season; the others stand in `lexicon`; x is any other
word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from countermove.evidence.dates.lexicon import LETTERS, MONTHS, SEASONS, WEEKDAYS
from countermove.evidence.figures.numbers import Number, number_at
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.units import sign_before, unit_after
from countermove.evidence.figures.words import word_set

__all__ = ["Items", "items_of"]

_SHORT_DAYS = word_set("mon tue tues wed thu thur thurs fri sat sun")
_SHORT_MONTHS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")
_SEASON_CUES = word_set(
    "the last this next in by early late mid of since until past during every each coming following "
    "spring summer autumn winter"
)
_NUMBER_WORDS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety one a an half "
    "quarter"
)


#: Words that may be something else than their letter in the lexicon.
_SPECIAL = frozenset((*_NUMBER_WORDS, *MONTHS, *WEEKDAYS, *SEASONS, "q", "fy"))


@dataclass(frozen=True, slots=True)
class Items:
    """The letters of a text, and for each the tokens it stands for: `firsts[k]` to `lasts[k]` (excluded).

    `numbers` has the values of the items that are numbers.
    """

    tokens: Tokens = field(repr=False)
    letters: str
    firsts: list[int] = field(repr=False)
    lasts: list[int] = field(repr=False)
    numbers: dict[int, Number] = field(repr=False)

    def word(self, item: int) -> str:
        """The word of an item, in lower case; its first if it has several; nothing outside the text."""
        return self.tokens.words[self.firsts[item]] if 0 <= item < len(self.firsts) else ""

    def number(self, item: int) -> Fraction:
        """The value of an item that is a number, a year, a day or an ordinal in digits."""
        if item in self.numbers:
            return self.numbers[item].value
        return Fraction(self.tokens.words[self.firsts[item]])

    def written(self, item: int) -> str:
        """An item as it stands in the text."""
        return self.tokens.text[
            self.tokens.starts[self.firsts[item]] : self.tokens.ends[self.lasts[item] - 1]
        ]


def items_of(tokens: Tokens) -> Items:
    """The items of a text, a letter each."""
    letters: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    numbers: dict[int, Number] = {}
    at = 0
    while at < tokens.count:
        word = tokens.words[at]
        if word in _SPECIAL or "0" <= word[0] <= "9":
            letter, last, number = _item(tokens, at)
            if number:
                numbers[len(letters)] = number
        else:
            letter, last = LETTERS.get(word, "x"), at + 1
        letters.append(letter)
        firsts.append(at)
        lasts.append(last)
        at = last
    return Items(tokens, "".join(letters), firsts, lasts, numbers)


def _item(tokens: Tokens, at: int) -> tuple[str, int, Number | None]:
    """The item that begins with digits or a special word: its letter, the token after it, its value."""
    word = tokens.words[at]
    if "0" <= word[0] <= "9":
        return _digits(tokens, at)
    if word in _NUMBER_WORDS:
        number = number_at(tokens, at)
        if number is not None and not (word == "one" and tokens.words[at + 1] in ("of", "point")):
            return "N", number.last, number
    if word in MONTHS and _is_month(tokens, at):
        return "M", at + 1 + _dotted(tokens, at), None
    if word in WEEKDAYS and _is_weekday(tokens, at):
        return "W", at + 1 + _dotted(tokens, at), None
    if word in SEASONS and _is_season(tokens, at):
        return "S", at + 1, None
    if word == "q" and tokens.glued(at + 1) and tokens.words[at + 1] in ("1", "2", "3", "4"):
        return "q", at + 2, None
    if word == "fy" and tokens.words[at + 1].isdigit():
        return "F", at + 2, None
    return LETTERS.get(word, "x"), at + 1, None


def _is_weekday(tokens: Tokens, at: int) -> bool:
    after = tokens.words[at + 1]
    return tokens.capital(at) and (tokens.words[at] not in _SHORT_DAYS or after == "." or after[:1].isdigit())


def _dotted(tokens: Tokens, at: int) -> bool:
    """Whether a full stop after a token belongs to an abbreviation: Aug. 17."""
    short = tokens.words[at] in _SHORT_DAYS or tokens.words[at] in _SHORT_MONTHS
    return short and tokens.words[at + 1] == "." and not tokens.ends_sentence(at + 1)


def _is_month(tokens: Tokens, at: int) -> bool:
    if not tokens.capital(at):
        return False
    after = tokens.words[at + 1]
    return (
        tokens.words[at] not in _SHORT_MONTHS
        or after == "."
        or after[:1].isdigit()
        or tokens.as_written(at).isupper()
    )


def _is_season(tokens: Tokens, at: int) -> bool:
    """Spring is a season, "spring up" and "prices fall" are none."""
    before, after = tokens.words[at - 1] if at else "", tokens.words[at + 1]
    if len(after) == 4 and after.isdigit():
        return True
    if (
        tokens.capital(at)
        and before in ("its", "their", "a", "our", "his", "her")
        and not tokens.capital(at + 1)
    ):
        return True
    if before not in _SEASON_CUES or after in ("in", "from", "to"):
        return False
    return after != "of" or tokens.words[at + 2].isdigit()


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])(?![0-9]|-[0-9])"),
        re.compile(r"([0-3]?[0-9])([./-])([0-3]?[0-9])\2((?:19|20)?[0-9]{2})(?![0-9]|[./-][0-9])"),
        re.compile(r"([0-2]?[0-9]):([0-5][0-9])(?::[0-5][0-9])?(?![0-9]|:[0-9])"),
    )


def _digits(tokens: Tokens, at: int) -> tuple[str, int, Number | None]:
    """The item that begins with digits: a whole date, a time, an ordinal, a year, a day or a number."""
    word, after = tokens.words[at], tokens.words[at + 1]
    if tokens.glued(at) and tokens.words[at - 1] in "/:.+" and tokens.words[at - 2][:1].isdigit():
        return "x", at + 1, None
    if (after in "-/:" and tokens.glued(at + 1)) or word.count(".") == 2:
        for letter, shape in zip("IZC", _shapes(), strict=True):
            if match := shape.match(tokens.text, tokens.starts[at]):
                return letter, _token_at(tokens, at, match.end()), None
    if tokens.glued(at + 1) and after in ("st", "nd", "rd", "th"):
        return "O", at + 2, None
    if tokens.glued(at + 1) and after == "s" and len(word) in (2, 4) and word.endswith("0"):
        return "K", at + 2, None
    if tokens.glued(at + 1) and after in ("am", "pm", "p.m.", "a.m."):
        return "C", at + 1, None
    number = number_at(tokens, at)
    if number is None and len(word) == 4 and word[:2] in ("19", "20") and _bound_year(tokens, at):
        return "Y", at + 1, None
    if number is None and len(word) == 2 and tokens.glued(at) and tokens.words[at - 1] in ("'", "’", "‘"):
        return "N", at + 1, None
    if number is None:
        return ("D" if _day_of_range(tokens, at) else "x"), at + 1, None
    if number.last == at + 1 and word.isdigit():
        return _plain(tokens, at, number)
    return "N", number.last, number


def _bound_year(tokens: Tokens, at: int) -> bool:
    """The year of "mid-2022" and of "2025Updated", as pasted pages have it."""
    if tokens.glued(at):
        return tokens.words[at - 1] in ("-", "–") and tokens.words[at - 2] in (
            "mid",
            "early",
            "late",
            "pre",
            "post",
        )
    return tokens.glued(at + 1) and tokens.capital(at + 1)


def _token_at(tokens: Tokens, at: int, offset: int) -> int:
    while at < tokens.count and tokens.ends[at] <= offset:
        at += 1
    return at


def _day_of_range(tokens: Tokens, at: int) -> bool:
    """The leading zero of "July 02"; the second day of "3-4 May"."""
    word = tokens.words[at]
    return (
        len(word) <= 2
        and word.isdigit()
        and 0 < int(word) <= 31
        and not (tokens.glued(at + 1) and tokens.words[at + 1][0].isalnum())
    )


def _plain(tokens: Tokens, at: int, number: Number) -> tuple[str, int, Number | None]:
    word = tokens.words[at]
    if len(word) == 4 and "1000" <= word <= "2199" and not sign_before(tokens, at):
        unit = unit_after(tokens, at + 1, part=False)
        return ("N" if unit and unit.kind != "duration" else "Y"), at + 1, number
    return ("D" if len(word) <= 2 and 0 < int(word) <= 31 else "N"), at + 1, number
