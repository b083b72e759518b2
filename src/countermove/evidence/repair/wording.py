"""The general wording by which repair tells reports from what stands around them; kept in wording.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["phrases", "plain", "wording"]


@cache
def _tables() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("wording.toml").read_text("utf-8")
    return {name: frozenset(plain(word) for word in words) for name, words in tomllib.loads(text).items()}


def wording(name: str) -> frozenset[str]:
    """One of the lists of wording.toml, each of its entries as `plain` leaves it."""
    return _tables()[name]


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The same as a tuple, the longest first: for beginnings and endings."""
    return tuple(sorted(wording(name), key=len, reverse=True))


def plain(text: str) -> str:
    """Lower case, apostrophes straight, spaces single: for looking words up."""
    return " ".join(text.replace("’", "'").replace("‘", "'").casefold().split())
