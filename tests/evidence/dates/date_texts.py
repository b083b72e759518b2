"""Passages for the tests of dates: a text as it stands, published on Tuesday 19 August 2025."""

from __future__ import annotations

from datetime import date

from countermove.evidence.dates import When, find_dates
from countermove.evidence.ledger import Source
from countermove.evidence.passage import Passage
from countermove.evidence.report import Report

__all__ = ["PUBLISHED", "dates", "only", "spans", "values"]

PUBLISHED = date(2025, 8, 19)


def dates(text: str, published: date | None = PUBLISHED) -> list[When]:
    passage = Passage(Report(Source("test", "test.txt", ""), text), text, range(len(text)))
    return find_dates(passage, published)


def only(text: str, published: date | None = PUBLISHED) -> When:
    (when,) = dates(text, published)
    return when


def values(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [when.value for when in dates(text, published)]


def spans(text: str) -> list[str]:
    return [text[slice(*when.span)] for when in dates(text)]
