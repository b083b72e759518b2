"""Figures of the two reports of the flagship case, where somebody has them; only numbers are quoted."""

from __future__ import annotations

from countermove.evidence.figures import Figure, find_figures
from countermove.evidence.ledger import Source
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report
from evidence.reports_at_hand import reports


def found(name: str) -> list[Figure]:
    passage = passage_of(Report(Source("report", name, ""), reports()[name]))
    return find_figures(passage)


def test_every_sum_of_money_with_its_status() -> None:
    sums = [(f.amount, f.unit, f.status) for f in found("schwarz-2025-08-19.txt") if f.kind == "money"]
    assert sums == [
        ("167000000000", "EUR", "paid"),
        ("90000000000", "EUR", "pledged"),
        ("114000000000", "EUR", "paid"),
        ("4000000000", "EUR", "pledged"),
        ("100000000000", "USD", "proposed"),
        ("50000000000", "USD", "proposed"),
    ]


def test_percent_with_modifier_and_status() -> None:
    shares = [(f.amount, f.modifier, f.status) for f in found("sanger-2025-08-17.txt") if f.kind == "percent"]
    assert shares == [("5", "", "pledged"), ("1.5", "", ""), ("20", "about", "")]
    shares = [
        (f.amount, f.modifier, f.status) for f in found("schwarz-2025-08-19.txt") if f.kind == "percent"
    ]
    assert shares == [("69", "", ""), ("24", "", "")]


def test_spans_of_time_that_measure_something() -> None:
    spans = [
        (f.amount, f.unit, f.modifier)
        for name in ("sanger-2025-08-17.txt", "schwarz-2025-08-19.txt")
        for f in found(name)
        if f.rule.startswith("duration") and f.band == "found"
    ]
    for span in (
        ("25", "years", "nearly"),
        ("3", "years", "more than"),
        ("24", "hours", ""),
        ("76", "years", ""),
    ):
        assert span in spans
