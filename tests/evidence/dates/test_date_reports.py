"""Dates of the two reports of the flagship case, where somebody has them; only days are quoted."""

from __future__ import annotations

from datetime import date

from countermove.evidence.dates import When, find_dates
from countermove.evidence.ledger import Source
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report
from evidence.reports_at_hand import reports


def found(name: str, published: date) -> list[tuple[str, When]]:
    passage = passage_of(Report(Source("report", name, ""), reports()[name]))
    return [(passage.text[slice(*when.span)], when) for when in find_dates(passage, published)]


def test_weekdays_before_the_meeting() -> None:
    days = found("sanger-2025-08-17.txt", date(2025, 8, 17))
    assert {when.value for words, when in days if words == "Monday"} == {"2025-08-18"}
    assert {when.value for words, when in days if words == "Sunday"} == {"2025-08-17"}
    assert {when.value for words, when in days if words == "Saturday"} == {"2025-08-16"}
    assert {when.value for words, when in days if words.casefold() == "last wednesday"} == {"2025-08-13"}
    assert {when.value for words, when in days if words == "Friday night"} == {"2025-08-15TNI"}
    assert {"1949", "2009", "2013", "2023"} <= {when.value for _, when in days}


def test_weekdays_after_the_meeting() -> None:
    days = found("schwarz-2025-08-19.txt", date(2025, 8, 19))
    assert {when.value for words, when in days if words == "Monday"} == {"2025-08-18"}
    assert {when.value for words, when in days if words == "Friday"} == {"2025-08-15"}
    assert {"2022-02", "2022", "2025-02", "P76Y", "PT24H"} <= {when.value for _, when in days}
