"""Material: the rows of several reports with the sentences they stand in, ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from countermove.evidence.across.words import Worded
from countermove.evidence.ledger import Issue, Source
from countermove.evidence.rows import Row

__all__ = ["Material"]

#: A stretch longer than this is no sentence: of it, only the row's own words are compared.
_LONGEST = 2_000


@dataclass(frozen=True)
class Material:
    """Sources, issues and rows of a ledger; `texts` are those of the sources at hand, by id.

    Of a source that is not at hand, a row is known by its own words and those of its parts alone. `memo`
    is for what is made of the whole and asked for several times.
    """

    sources: tuple[Source, ...]
    issues: tuple[Issue, ...]
    rows: tuple[Row, ...]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    _worded: dict[tuple[str, str], Worded] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """The rows by id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def columns(self) -> tuple[Source, ...]:
        """The sources in the order in which they were published; those without a date come last."""
        order = {source.id: k for k, source in enumerate(self.sources)}
        return tuple(sorted(self.sources, key=lambda s: (s.date or date.max, order[s.id])))

    def sentence(self, row: Row) -> str:
        """The sentence that a row stands in, as far as the report is at hand and unchanged."""
        start, end = min(row.context[0], row.start), max(row.context[1], row.end)
        text = self.texts.get(row.source, "")
        if end - start <= _LONGEST and text[row.start : row.end] == row.words:
            return text[start:end]
        spans = sorted({(row.start, row.words), *((part.start, part.words) for part in row.parts)})
        return " ".join(words for _, words in spans)

    def of_sentence(self, row: Row) -> Worded:
        """The sentence of a row, by its words."""
        return self._kept("sentence", row, self.sentence)

    def of_words(self, row: Row) -> Worded:
        """The words of a row, and those that say what a figure is of, by their words."""
        return self._kept("words", row, _own_words)

    def _kept(self, which: str, row: Row, text: Callable[[Row], str]) -> Worded:
        key = (which, row.id)
        if key not in self._worded:
            self._worded[key] = Worded(text(row))
        return self._worded[key]


def _own_words(row: Row) -> str:
    roles = ("content", "of", "unit", "target")
    return " … ".join([row.words, *(part.words for part in row.parts if part.role in roles)])
