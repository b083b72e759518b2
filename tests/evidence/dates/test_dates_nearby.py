"""Times that are told from the day of publication, Tuesday 19 August 2025."""

from __future__ import annotations

from datetime import date

import pytest

from evidence.dates.date_texts import dates, only, spans, values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met today.", "2025-08-19"),
        ("They met yesterday.", "2025-08-18"),
        ("They will meet tomorrow.", "2025-08-20"),
        ("They met on Monday.", "2025-08-18"),
        ("On Friday, they met.", "2025-08-15"),
        ("They met Friday.", "2025-08-15"),
        ("They said on Friday that all would be well.", "2025-08-15"),
        ("They will meet on Friday.", "2025-08-22"),
        ("When they meet on Friday, they will talk.", "2025-08-22"),
        ("A meeting like the one set for Monday had never been.", "2025-08-25"),
        ("It stays closed until Friday.", "2025-08-22"),
        ("They met on Tuesday.", "2025-08-19"),
        ("They met last Wednesday.", "2025-08-13"),
        ("They will meet next Wednesday.", "2025-08-20"),
        ("It ended on Tuesday of last week.", "2025-08-12"),
        ("They met on Friday night.", "2025-08-15TNI"),
        ("They met early Saturday.", "2025-08-16"),
        ("They met last night.", "2025-08-18TNI"),
        ("They met this morning.", "2025-08-19TMO"),
        ("They met last week.", "2025-W33"),
        ("They will meet next month.", "2025-09"),
        ("They met earlier this year.", "2025"),
        ("It was so at the end of last year.", "2024"),
        ("They will meet over the weekend.", "2025-W34-WE"),
        ("They met a week ago.", "2025-08-12"),
        ("They met six months ago.", "2025-02"),
        ("They met three years ago.", "2022"),
        ("It began three and a half years ago.", "2022-02"),
        ("It began a decade ago.", "2015"),
        ("In February they met.", "2025-02"),
        ("They will meet in February.", "2026-02"),
        ("It returned to power in January.", "2025-01"),
        ("They met last September.", "2024-09"),
        ("They met on March 3.", "2025-03-03"),
        ("They will meet on 31 December.", "2025-12-31"),
        ("They won in the third quarter.", "2025-Q3"),
        ("They lost in the last quarter.", "2025-Q2"),
        ("They met last summer.", "2024-SU"),
    ],
)
def test_it_is_resolved_from_publication_and_tense(text: str, value: str) -> None:
    assert only(text).value == value


def test_the_rule_names_the_day_it_starts_from() -> None:
    assert only("They met on Friday.").rule == "Friday before 19 August 2025"
    assert only("They will meet on Friday.").rule == "Friday after 19 August 2025"
    assert only("They met six months ago.").rule == "six months before 19 August 2025"
    assert only("They met on Tuesday.").rule == "the day of publication, 19 August 2025"


@pytest.mark.parametrize(
    "text",
    [
        "They met on Friday.",
        "They met yesterday.",
        "It began three years ago.",
        "They met in February.",
        "They met on March 3.",
        "They met last week.",
    ],
)
def test_without_a_day_of_publication_nothing_is_told(text: str) -> None:
    when = only(text, published=None)
    assert (when.value, when.band) == ("", "suggestion")
    assert "not known" in when.rule


def test_that_day_is_the_day_named_before() -> None:
    assert values("They met on Friday. They left on the same day.") == ["2025-08-15", "2025-08-15"]
    assert values("They left on the same day.") == []


def test_the_previous_and_the_next_day_count_from_the_day_named() -> None:
    assert values("They met on Friday. The previous day it rained.") == ["2025-08-15", "2025-08-14"]
    assert values("They met on Friday. The next day it rained.") == ["2025-08-15", "2025-08-16"]
    assert values("The next day it rained.") == []


def test_a_deadline_lies_ahead_unless_it_was_met() -> None:
    assert values("They want a deal by Friday.") == ["2025-08-22"]
    assert values("By Friday, twenty had died.") == ["2025-08-15"]


def test_a_vague_number_cannot_be_told() -> None:
    assert [(when.value, when.band) for when in dates("They met a few weeks ago.")] == [("", "suggestion")]


def test_a_year_that_the_sentence_gives_is_taken_over() -> None:
    first, last = dates("He spoke on March 3 and on June 5, 2014.")
    assert (first.value, first.band, last.value) == ("2014-03-03", "suggestion", "2014-06-05")


def test_spans_hold_no_mark_and_no_preposition() -> None:
    assert spans("On Friday night, they met; since Monday, all is well.") == ["Friday night", "Monday"]


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)])
def test_the_ends_of_the_calendar_do_no_harm(published: date) -> None:
    text = "Yesterday, tomorrow, last week, next year, 30 centuries ago, Friday, in May, March 3, last fall."
    assert all(when.value[:1] != "-" for when in dates(text, published))
