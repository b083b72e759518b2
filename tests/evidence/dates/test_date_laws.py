"""What holds for every text: spans inside it, in order, not overlapping; no crash on anything."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.dates.date_texts import dates, values

_WORDS = (
    "Monday Friday May March August Aug. 5 17 17th 31 2025 1949 2025-08-17 17/8/2025 1990s FY2024 "
    "Q3 spring Spring today yesterday tomorrow last next this past the a an of in on since from to "
    "until between and few three half year years week decade century quarter weekend night morning "
    "ago later before after early late mid end every annually 4:58 p.m. ET UTC will was met , . ; ’ "
    "- – \n \n\n that same day first"
)
_PIECES = st.sampled_from(_WORDS.split(" "))
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=25).map(" ".join),
    st.lists(_PIECES, max_size=25).map("".join),
)
_DAYS = st.one_of(st.none(), st.dates())


@given(_TEXTS, _DAYS)
def test_spans_lie_in_the_text_in_order_and_apart(text: str, published: date | None) -> None:
    last = 0
    for when in dates(text, published):
        start, end = when.span
        assert last <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        last = end


@given(_TEXTS, _DAYS)
def test_what_has_no_value_is_no_finding_and_all_have_a_rule(text: str, published: date | None) -> None:
    for when in dates(text, published):
        assert when.rule
        assert when.name
        assert when.type in ("date", "time", "duration", "set")
        assert when.band == "suggestion" or when.value


@given(_TEXTS, st.dates())
def test_days_are_days_of_the_calendar(text: str, published: date) -> None:
    for when in dates(text, published):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", when.value):
            date.fromisoformat(when.value)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_found_in_three_spellings(day: date) -> None:
    for words in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert values(f"It was signed on {words}.") == [day.isoformat()]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_that_weekday_and_less_than_eight_days_away(published: date, number: int) -> None:
    name = f"{date(2025, 8, 18 + number):%A}"
    for text in (f"They met on {name}.", f"They will meet on {name}."):
        (value,) = values(text, published)
        found = date.fromisoformat(value)
        assert found.weekday() == number
        assert abs((found - published).days) < 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "“",
        "\0",
        "May",
        "q3",
        "fy",
        "a",
        "’82",
        "1:",
        "2024-99-99",
        "31/31/2024",
        "99:99 pm",
        "12:61 pm",
        "😀 Monday 😀",
        "שלום 2025",
        "3 billion years ago",
        "1-" * 500,
        "Monday and " * 300,
        "\n" * 1000,
        "\ud800 May 5",
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert all(0 <= when.span[0] < when.span[1] <= len(text) for when in dates(text))


def test_a_megabyte_without_a_full_stop() -> None:
    assert values("word " * 200_000 + "on 17 August 2025") == ["2025-08-17"]
    assert values("9" * 1_000_000) == []
