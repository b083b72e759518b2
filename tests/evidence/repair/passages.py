"""Passages out of short texts, for the tests of repair."""

from __future__ import annotations

from countermove.evidence.ledger import Source
from countermove.evidence.passage import Passage
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report

__all__ = ["kinds", "passage", "sentences", "words"]


def passage(text: str) -> Passage:
    """The passage of a text."""
    return passage_of(Report(Source("test", "test.txt", "0" * 64), text))


def words(text: str) -> list[str]:
    """The paragraphs as they are read."""
    read = passage(text)
    return [read.text[start:end] for start, end in read.paragraphs]


def sentences(text: str) -> list[str]:
    """The sentences as they are read."""
    read = passage(text)
    return [read.text[start:end] for start, end in read.sentences]


def kinds(text: str) -> list[tuple[str, str]]:
    """What each block is, with its words, without white space around them."""
    return [(block.kind, text[block.start : block.end].strip()) for block in passage(text).blocks]
