"""Stems: the forms of a word brought together, so that “deployed” and “deployment” count as one.

The rules are those of M. F. Porter, An algorithm for suffix stripping, Program 14 (1980), 130–137. A stem
is for comparing, never for showing.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["stem"]

_HAS_VOWEL = re.compile(r"[aeiou]|(?<=.)y")
_MANY = 40  # no English word is longer: what is gets no stem of its own

_STEP2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("iser", "ize"), ("abli", "able"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("isation", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
    ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"),
    ("biliti", "ble"),
)  # fmt: skip
_STEP3 = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("alise", "al"), ("iciti", "ic"), ("ical", "ic"),
    ("ful", ""), ("ness", ""),
)  # fmt: skip
_STEP4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ise", "al", "er", "ic", "ou",
)  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a word in small letters; words of one or two letters, and numbers, are their own."""
    if len(word) < 3 or len(word) > _MANY or not word.isascii() or not word.isalpha():
        return word
    word = _step1(word)
    word = _swapped(_swapped(word, _STEP2), _STEP3)
    return _step5(_step4(word))


def _consonant(word: str, i: int) -> bool:
    if word[i] in "aeiou":
        return False
    return word[i] != "y" or i == 0 or not _consonant(word, i - 1)


def _measure(word: str) -> int:
    """How often a vowel is followed by a consonant: Porter's m."""
    kinds = "".join("c" if _consonant(word, i) else "v" for i in range(len(word)))
    return len(re.findall("v+c+", kinds))


def _has_vowel(word: str) -> bool:
    return _HAS_VOWEL.search(word) is not None


def _ends_short(word: str) -> bool:
    """Whether a word ends consonant, vowel, consonant, the last not w, x or y: Porter's *o."""
    if len(word) < 3 or word[-1] in "wxy":
        return False
    last = len(word) - 1
    return _consonant(word, last) and not _consonant(word, last - 1) and _consonant(word, last - 2)


def _step1(word: str) -> str:
    """Plurals, -ed and -ing, and y behind a consonant."""
    if word.endswith("sses") or word.endswith("ies"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _measure(word[:-3]) else word
    else:
        for ending in ("ed", "ing"):
            if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
                word = _mended(word[: -len(ending)])
                break
    # y stays behind a vowel, as Porter himself mended it later: deploy, deployed
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" and _consonant(word, len(word) - 2) else word


def _mended(word: str) -> str:
    """What is left of a form in -ed or -ing, with the e that it lost or without the letter it doubled."""
    if word.endswith(("at", "bl", "iz", "is")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_short(word) else word


def _swapped(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, other in endings:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + other if _measure(rest) else word
    return word


def _step4(word: str) -> str:
    for ending in _STEP4:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return rest if _measure(rest) > 1 else word
    if word.endswith("ion") and word[:-3].endswith(("s", "t")) and _measure(word[:-3]) > 1:
        return word[:-3]
    return word


def _step5(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _ends_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
