"""A figure: an amount that a report names, and the words around that say what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.evidence.passage import Span

__all__ = ["Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount. Spans are clean offsets of a passage; numbers are texts, with a point, exact.

    `span` covers the amount with its modifier and unit. `kind` is "money", "percent", "count",
    "measure" (spans of time too) or "ratio". `amount` is a decimal number, or a fraction such as 2/3 where
    no decimal is exact; of a vague number ("hundreds of thousands") it is the least that it can mean.
    `unit` is a currency code, "percent", a measure in the plural, or the noun that is counted, as written.
    `parts` are ("modifier" | "unit" | "of" | "status", span): the words that say so; "of" is the clause
    that says what is measured, and words such as "a further" are modifier parts without a `modifier`.
    `status` is "paid", "pledged", "proposed", "asked" or "". `rule` names what found it; `band` is
    "found" or "suggestion".
    """

    span: Span
    amount: str
    unit: str
    kind: str
    rule: str
    band: str
    high: str = ""
    modifier: str = ""
    status: str = ""
    parts: tuple[tuple[str, Span], ...] = field(default=())
