"""Passages for the tests of figures: a text as it stands, nothing repaired."""

from __future__ import annotations

from countermove.evidence.figures import Figure, find_figures
from countermove.evidence.ledger import Source
from countermove.evidence.passage import Passage
from countermove.evidence.report import Report

__all__ = ["figures", "only", "part", "passage", "words"]


def passage(text: str) -> Passage:
    return Passage(Report(Source("test", "test.txt", ""), text), text, range(len(text)))


def figures(text: str) -> list[Figure]:
    return find_figures(passage(text))


def only(text: str) -> Figure:
    (figure,) = figures(text)
    return figure


def words(text: str) -> list[str]:
    return [text[slice(*figure.span)] for figure in figures(text)]


def part(text: str, role: str) -> list[str]:
    return [text[slice(*span)] for figure in figures(text) for name, span in figure.parts if name == role]
