"""Word lists: closed classes of English words, written as one text each."""

from __future__ import annotations

__all__ = ["word_list", "word_set"]


def word_list(text: str) -> list[str]:
    """The words of a text, in order."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for looking up."""
    return frozenset(text.split())
