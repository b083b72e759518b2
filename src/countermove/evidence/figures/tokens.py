"""Tokens: the words, numbers and marks of a text, each with its place.

The finders of figures and of dates are grammars over words, not over characters: a text is cut once, in
linear time, into runs of letters, runs of digits with their separators, abbreviations such as ``U.S.``
and single marks. An apostrophe, a hyphen and a currency sign are tokens of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from countermove.evidence.figures.words import word_set

__all__ = ["BREAK", "Tokens", "tokens_of"]

#: The word that stands where one paragraph ends and another begins.
BREAK = "\n"

#: Texts up to this length are cut once for both finders.
_SHORT = 200_000
#: A line shorter than this that ends without a full stop is a headline or a date line, not wrapped prose.
_WRAPPED = 60


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: token i is ``text[starts[i]:ends[i]]``, in lower case `words[i]`.

    `words` and `starts` have empty tokens beyond their ends, so that a grammar may look a little ahead
    (`count` is the number of true ones) and, by index -1, behind.
    """

    text: str = field(repr=False)
    words: list[str]
    starts: list[int]
    ends: list[int]
    count: int

    def glued(self, at: int) -> bool:
        """Whether a token follows the one before it without a space."""
        return 0 < at < self.count and self.starts[at] == self.ends[at - 1] and self.words[at - 1] != BREAK

    def as_written(self, at: int) -> str:
        """A token as it stands in the text."""
        return self.text[self.starts[at] : self.ends[at]]

    def capital(self, at: int) -> bool:
        """Whether a token begins with a capital letter."""
        return 0 <= at < self.count and self.text[self.starts[at]].isupper()

    def ends_sentence(self, at: int) -> bool:
        """Whether a token is a full stop, question or exclamation mark that ends a sentence."""
        word = self.words[at]
        if word in ("!", "?", BREAK):
            return True
        if word != "." or (0 < at + 1 < self.count and self.glued(at + 1)):
            return word == "." and self.words[at + 1] in ("”", '"', "’", BREAK)
        before = self.words[at - 1] if at else ""
        if before in _BEFORE_NUMBERS:
            return not self.words[at + 1][:1].isdigit()
        return not (before in _ABBREVIATIONS or (len(before) == 1 and self.capital(at - 1)))

    def has(self, at: int, *phrase: str) -> bool:
        """Whether these words stand at a place."""
        return self.words[at : at + len(phrase)] == list(phrase)


#: Words that a full stop follows inside a sentence.
_ABBREVIATIONS = word_set(
    "mr mrs ms dr st gen sen rep lt col capt sgt maj gov prof rev hon jr sr jan feb mar apr jun jul aug "
    "sep sept oct nov dec no nos approx vs inc corp co ltd ft mt art fig vol"
)
#: Words that a full stop follows only before a number: No. 10.
_BEFORE_NUMBERS = word_set("no nos art fig vol")
#: Empty tokens at the end, for looking ahead.
_AHEAD = 8


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"[0-9]+(?:[.,][0-9]+)*"  # 5,000 and 1.5
        r"|[^\W\d_](?:\.[^\W\d_]\b)+\.?"  # U.S. and p.m.
        r"|[^\W\d_]+"
        r"|\n\s*"
        r"|[^\w\s]|_"
    )


def tokens_of(text: str) -> Tokens:
    """The tokens of a text; a `BREAK` stands between paragraphs and after lines that are not wrapped."""
    return _kept(text) if len(text) <= _SHORT else _cut(text)


@lru_cache(maxsize=2)
def _kept(text: str) -> Tokens:
    # the finders of figures and of dates read the same passage one after the other
    return _cut(text)


def _cut(text: str) -> Tokens:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _token().finditer(text):
        start, end = match.span()
        word = match.group()
        if word[0] == "\n":
            if not _parts(text, start, end, word):
                continue
            word = BREAK
        words.append(word.lower())
        starts.append(start)
        ends.append(end)
    count = len(words)
    size = len(text)
    return Tokens(text, words + [""] * _AHEAD, starts + [size] * _AHEAD, ends + [size] * _AHEAD, count)


def _parts(text: str, start: int, end: int, gap: str) -> bool:
    """Whether a line end parts two paragraphs: an empty line, or a line too short to have been wrapped."""
    if "\n" in gap[1:] or end >= len(text):
        return True
    long = "\n" not in text[max(0, start - _WRAPPED) : start] and start >= _WRAPPED
    return not long and not text[end].islower()
