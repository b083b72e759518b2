"""Words of rows: what a row says, as stems that can be compared and as phrases that can be looked for.

A word with a hyphen counts as one word and as its parts (“cease-fire” meets “ceasefire”, “fire”), a
people counts as its country (“Russian” meets “Russia”). Words that say nothing about what is spoken of
("the", "said", "year") are in ``general.txt`` and count for nothing by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

from countermove.evidence.across.stems import stem
from countermove.evidence.actors.lexicon import nations

__all__ = ["Worded", "general", "key_of_word", "keys_of_phrase"]

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*|\d+(?:[.,]\d+)*", re.UNICODE)
_HYPHEN = re.compile("[-‐‑]")
_POSSESSIVE = re.compile("['’]s?$")
#: A text longer than this is compared by its beginning: no sentence is.
_LONGEST = 20_000
_SHORTEST = 3  # letters of a word that may be parted from another


@cache
def general() -> frozenset[str]:
    """Words of general English that do not tell what is spoken of, by their keys."""
    lines = files("countermove.evidence.across").joinpath("general.txt").read_text("utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(key for word in words for key in (word, key_of_word(word)))


@lru_cache(maxsize=200_000)
def key_of_word(word: str) -> str:
    """By what a word is compared: its stem, hyphens left out, a people as its country."""
    low = _HYPHEN.sub("", _POSSESSIVE.sub("", word.casefold())).replace("’", "'")
    country = nations().peoples.get(low) or nations().peoples.get(low.removesuffix("s")) or ""
    return stem(country.casefold() if country.isalpha() else low)


def keys_of_phrase(phrase: str) -> tuple[str, ...]:
    """The keys of the words of a phrase, in order."""
    return tuple(key_of_word(found[0]) for found in _WORD.finditer(phrase))


@dataclass(frozen=True)
class Worded:
    """A text by its words."""

    text: str

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where its words stand."""
        return tuple(found.span() for found in _WORD.finditer(self.text[:_LONGEST]))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of each word."""
        return tuple(key_of_word(self.text[start:end]) for start, end in self.spans)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """What it is compared by: the keys of words that are not general, and those of parted words."""
        empty = general()
        found = list(self.keys)
        if _HYPHEN.search(self.text[:_LONGEST]):
            words = (self.text[start:end] for start, end in self.spans)
            parted = (parts for word in words if len(parts := _HYPHEN.split(word)) > 1)
            found += [key_of_word(part) for parts in parted for part in parts]
        return tuple(term for term in found if term not in empty and len(term) > 1)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for k, key in enumerate(self.keys):
            places.setdefault(key, []).append(k)
        return places

    @cached_property
    def _joined(self) -> frozenset[str]:
        """Each two words that follow each other, written as one."""
        words = [self.text[start:end] for start, end in self.spans]
        short = [word for word in words if len(word) < 15]
        return frozenset((a + b).casefold() for a, b in pairwise(short))

    def holds(self, phrase: tuple[str, ...]) -> bool:
        """Whether the words of a phrase stand in it, one behind the other, in whatever form."""
        if not phrase:
            return False
        many = len(phrase)
        if any(self.keys[at : at + many] == phrase for at in self._places.get(phrase[0], ())):
            return True
        return many == 1 and self._holds_parted(phrase[0])

    def _holds_parted(self, key: str) -> bool:
        """Whether two words in it, written as one, would have a key: “cease fire” holds “ceasefire”."""
        if len(key) < 2 * _SHORTEST:
            return False
        return any(word.startswith(key[:_SHORTEST]) and key_of_word(word) == key for word in self._joined)
