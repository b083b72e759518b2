"""Phrases: the nouns that a number counts, and the clause that it stands in, without a parser.

What is counted stands in the plural: "four economically strongest European *countries*". So the phrase
after a number runs to the first plural (or the last of several in a row), and is given up at the first
word that no noun phrase holds. Where a verb ends in -s it follows a singular, which a number does not.
"""

from __future__ import annotations

from countermove.evidence.figures.lexicon import INVARIANT, NOT_A_NOUN, NUMBER_WORDS, STOP
from countermove.evidence.figures.tokens import BREAK, Tokens

__all__ = ["clause_around", "counted", "is_plural"]

#: A noun phrase longer than this was misread.
_LONGEST = 9
_CLAUSE = 50
_OPENERS = frozenset(
    ("the", "its", "their", "his", "her", "our", "your", "my", "these", "those", "such", "all", "other")
)
_EDGES = frozenset((",", ";", ":", "(", ")", "—", "“", "”", '"', BREAK, "!", "?"))
#: Only these can part clauses.
_MARKS = _EDGES | {".", "-", "–"}


def is_plural(word: str) -> bool:
    """Whether a word, in lower case, looks like a noun in the plural."""
    if word in INVARIANT:
        return True
    if len(word) < 4 or word[-1] != "s" or word in NOT_A_NOUN or word in STOP:
        return False
    return not word.endswith(("ss", "us", "is"))


def counted(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The tokens of the noun phrase that a number before token `at` counts; its last word is the noun.

    "five *of its plants*" gives "plants", "thousands *of soldiers*" gives "soldiers". None if there is none.
    """
    words = tokens.words
    if words[at] in ("more", "new", "other", "additional", "further", "extra"):
        at += 1
    if words[at] == "of":
        at += 1
        if words[at] in _OPENERS:
            at += 1
        if words[at] in NUMBER_WORDS or words[at][:1].isdigit():
            at += 1
        if words[at] in ("which", "whom", "them", "us", "it"):
            return None
    head = _head(tokens, at)
    return (at, head + 1) if head is not None else None


def _head(tokens: Tokens, at: int) -> int | None:
    """The noun of the phrase that begins with a token: its first plural, or the last of several in a row."""
    words, here = tokens.words, at
    while here < min(at + _LONGEST, tokens.count):
        word = words[here]
        if is_plural(word) and words[here + 1] != "-":
            break
        if word.isdigit() and words[here + 1] == "s" and tokens.glued(here + 1):
            return here + 1
        if not _inside(tokens, here, at):
            return None
        here += 1
    else:
        return None
    while is_plural(words[here + 1]) and here + 1 < tokens.count and words[here + 1] not in INVARIANT:
        here += 1
    return here


def _inside(tokens: Tokens, here: int, at: int) -> bool:
    """Whether a word may stand before the noun in a noun phrase."""
    word = tokens.words[here]
    if tokens.glued(here) and (word in "-’'" or tokens.words[here - 1] in "-’'"):
        return True
    if word[0].isdigit():
        named = tokens.capital(here - 1) or tokens.glued(here) or len(word) == 3
        return here > at and named and "," not in word
    if len(word) == 1 and tokens.capital(here) and tokens.glued(here + 1):
        return True
    if word in ("and", "or", ","):
        follows = tokens.words[here + 1]
        return here > at and follows[:1].isalpha() and follows not in STOP and follows not in NUMBER_WORDS
    plain = word not in STOP and word not in NUMBER_WORDS
    return word[0].isalpha() and (plain or (len(word) > 1 and tokens.as_written(here).isupper()))


def clause_around(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The tokens of the clause that some tokens stand in: between commas, dashes, marks and stops."""
    words, start, end = tokens.words, first, last
    while start > max(0, first - _CLAUSE) and not _edge(tokens, start - 1):
        start -= 1
    while end < min(tokens.count, last + _CLAUSE) and not _edge(tokens, end):
        end += 1
    while start < first and words[start] in ("and", "but", "or", "while"):
        start += 1
    return start, end


def _edge(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    if word not in _MARKS:
        return False
    if word == ":" and tokens.glued(at + 1):
        return False
    if word in _EDGES or tokens.ends_sentence(at):
        return True
    return word in "-–" and not tokens.glued(at) and tokens.starts[at + 1] > tokens.ends[at]
