"""Times that are written out: days, months, years, decades, seasons, quarters and hours."""

from __future__ import annotations

import pytest

from evidence.dates.date_texts import dates, only, spans, values


@pytest.mark.parametrize(
    "words",
    [
        "Aug. 17, 2025",
        "August 17, 2025",
        "17 August 2025",
        "the 17th of August 2025",
        "August 17th, 2025",
        "Sunday, August 17, 2025",
        "Sunday, 17 August 2025",
        "2025-08-17",
        "17/8/2025",
        "8/17/2025",
        "17.08.2025",
    ],
)
def test_a_day_in_all_spellings(words: str) -> None:
    when = only(f"It was signed on {words}.", published=None)
    assert (when.value, when.type, when.rule, when.band) == ("2025-08-17", "date", "as written", "found")
    assert spans(f"It was signed on {words}.") == [words]


def test_a_day_in_figures_that_could_be_two_days_is_a_suggestion() -> None:
    when = only("It was signed on 3/4/2025.")
    assert when.band == "suggestion"
    assert "3 April 2025" in when.rule
    assert "4 March 2025" in when.rule


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("in August 2025", "2025-08"),
        ("in early August 2025", "2025-08"),
        ("in Spring 2024", "2024-SP"),
        ("in the winter of 2022", "2022-WI"),
        ("in the 1990s", "199"),
        ("in the early 2000s", "200"),
        ("in the 19th century", "18"),
        ("in late 2023", "2023"),
        ("in mid-2023", "2023"),
        ("at the end of 2023", "2023"),
        ("in FY2024", "FY2024"),
        ("in fiscal 2024", "FY2024"),
        ("in the third quarter of 2024", "2024-Q3"),
        ("in Q3 2024", "2024-Q3"),
        ("in the first half of 2024", "2024-H1"),
        ("in the last week of March 2025", "2025-W13"),
        ("since 1949", "1949"),
        ("in 1812", "1812"),
    ],
)
def test_larger_times(words: str, value: str) -> None:
    when = only(f"They met {words}.", published=None)
    assert (when.value, when.band) == (value, "found")


def test_years_from_and_to_are_two_rows_that_name_each_other() -> None:
    first, last = dates("He served from 2009 to 2013.")
    assert (first.value, last.value) == ("2009", "2013")
    assert "2013" in first.rule
    assert "2009" in last.rule
    assert values("It lies between 2014 and 2016.") == ["2014", "2016"]
    assert values("They met on May 3-5, 2024.") == ["2024-05-03", "2024-05-05"]
    assert values("They met on 3 and 4 May 2024.") == ["2024-05-03", "2024-05-04"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It began on 17 August 2025 at 4:58 p.m. ET.", "2025-08-17T16:58"),
        ("It began on Friday at 18:00 UTC.", "2025-08-15T18:00Z"),
        ("It began at 5 a.m. and lasted.", "2025-08-19T05:00"),
        ("It began at 12:30 a.m. and lasted.", "2025-08-19T00:30"),
    ],
)
def test_a_time_on_the_clock_takes_the_day_beside_it(text: str, value: str) -> None:
    assert [when.value for when in dates(text) if "T" in when.value] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "She said she may come.",
        "They march on.",
        "April Jones sat down.",
        "The score was 3:10.",
        "It cost $2000 and took 2000 men.",
        "Room 1984 is free.",
        "It is open 24/7.",
        "The attacks of 9/11 came.",
        "The September 11 attacks came.",
        "On February 30 it rained.",
        "Prices fall and spring up again.",
        "After the meeting they left.",
        "The Sunday Times wrote it.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert values(text) == []
