"""Passages of our own making, and what is found in them, as words."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.passage import Passage, Span
from countermove.evidence.report import Report
from countermove.evidence.speech import Statement, find_quotations, find_statements

__all__ = ["Told", "passage", "quotations", "spans_of", "statements"]


@dataclass(frozen=True)
class Told:
    """A statement with the words of its spans."""

    made: Statement
    text: str

    def words(self, span: Span | None) -> str:
        return "" if span is None else self.text[slice(*span)]

    @property
    def content(self) -> str:
        return " … ".join(self.words(span) for span in self.made.spans)

    @property
    def speaker(self) -> str:
        return self.words(self.made.speaker)

    @property
    def cue(self) -> str:
        return self.words(self.made.cue)

    @property
    def short(self) -> tuple[str, str, str]:
        return self.speaker, self.cue, self.content


def passage(text: str) -> Passage:
    """A text as it is, nothing repaired."""
    return Passage(Report(Source("own", "own.txt", ""), text), text, range(len(text)), ((0, len(text)),))


def quotations(text: str) -> list[Told]:
    return [Told(made, text) for made in find_quotations(passage(text))]


def statements(text: str) -> list[Told]:
    return [Told(made, text) for made in find_statements(passage(text), parse(text))]


def spans_of(made: Statement) -> list[Span]:
    """Every span of a statement."""
    others = (made.speaker, made.cue, made.addressee, made.when, made.where, made.via)
    return [*made.spans, *(span for span in others if span is not None)]
