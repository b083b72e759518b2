"""WordPiece: a text in the pieces that a small language model was taught on, by its vocabulary.

The greedy way of Y. Wu et al., Google's neural machine translation system, arXiv:1609.08144 (2016), section
4.1, with the cleaning that uncased BERT models expect: small letters, no accents, marks apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = ["encoded", "pieces", "vocabulary_of"]

_WORDS = re.compile(r"[^\W_]+|[^\w\s]|_", re.UNICODE)
_LONGEST = 100  # letters of a word; a longer one is unknown


def vocabulary_of(text: str) -> dict[str, int]:
    """A vocabulary from its file, a piece a line: the number of a piece is that of its line, from 0."""
    return {piece: number for number, piece in enumerate(text.splitlines())}


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[str]:
    """The pieces of a text; a word that cannot be made of pieces is ``[UNK]``."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(
        sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Cc", "Cf") or sign.isspace()
    )
    return [piece for word in _WORDS.findall(plain) for piece in _of_word(word, vocabulary)]


def _of_word(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """The longest piece that a word begins with, then the longest that goes on, and so on."""
    found: list[str] = []
    start = 0
    while start < len(word) <= _LONGEST:
        sign = "##" if start else ""
        ends = (end for end in range(len(word), start, -1) if sign + word[start:end] in vocabulary)
        end = next(ends, 0)
        if not end:
            return ["[UNK]"]
        found.append(sign + word[start:end])
        start = end
    return found or ["[UNK]"]


def encoded(text: str, vocabulary: Mapping[str, int], most: int = 256) -> list[int]:
    """The numbers of a text's pieces between the marks of beginning and end, cut off at `most`."""
    unknown = vocabulary["[UNK]"]
    inner = [vocabulary.get(piece, unknown) for piece in pieces(text, vocabulary)[: most - 2]]
    return [vocabulary["[CLS]"], *inner, vocabulary["[SEP]"]]
