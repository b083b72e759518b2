"""Spans of time, and what comes again and again."""

from __future__ import annotations

import pytest

from evidence.dates.date_texts import dates, only


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It lasted 76 years.", "P76Y"),
        ("It lasted three and a half years.", "P3Y6M"),
        ("It lasted 24 hours.", "PT24H"),
        ("It lasted 90 minutes.", "PT90M"),
        ("It lasted half an hour.", "PT30M"),
        ("It lasted a year and a half.", "P1Y6M"),
        ("It lasted more than four decades.", "P40Y"),
        ("It lasted for a quarter-century.", "P25Y"),
        ("It lasted well past three years.", "P3Y"),
        ("They signed a 27-year contract.", "P27Y"),
        ("It grew over the past decade.", "P10Y"),
        ("It will grow over the next four years.", "P4Y"),
        ("It lasted for over a year.", "P1Y"),
    ],
)
def test_spans_of_time(text: str, value: str) -> None:
    when = only(text)
    assert (when.value, when.type, when.band) == (value, "duration", "found")


@pytest.mark.parametrize(
    "text",
    [
        "It will end within 90 days.",
        "For years they tried.",
        "It will end in a few years.",
        "They left two weeks later.",
    ],
)
def test_spans_that_only_place_an_event_are_suggestions(text: str) -> None:
    assert [(when.type, when.band) for when in dates(text)] == [("duration", "suggestion")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They build 15 a year.", "P1Y"),
        ("It costs $3 billion a month.", "P1M"),
        ("They meet every year.", "P1Y"),
        ("They meet annually.", "P1Y"),
        ("They meet every two weeks.", "P2W"),
        ("They meet every Monday.", "XXXX-WXX-1"),
    ],
)
def test_what_comes_again(text: str, value: str) -> None:
    when = only(text)
    assert (when.value, when.type) == (value, "set")


def test_ages_are_no_spans() -> None:
    assert dates("A 34-year-old man came.") == []
