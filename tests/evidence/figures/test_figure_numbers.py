"""Numbers in digits and in words, each with its exact value, and the numbers that are no amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from countermove.evidence.figures.numbers import as_text, numbers_in
from countermove.evidence.figures.tokens import tokens_of


def values(text: str) -> list[str]:
    return [as_text(number.value) for number in numbers_in(tokens_of(text))]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("5,000 men", "5000"),
        ("1,234,567.5 litres", "1234567.5"),
        ("1.5m people", "1500000"),
        ("3.2bn", "3200000000"),
        ("12 dozen eggs", "144"),
        ("2 1/2 tonnes", "2.5"),
        ("2½ tonnes", "2.5"),
        ("0.1 percent", "0.1"),
        ("1,5 million", "1500000"),
        ("1.000.000 marks", "1000000"),
        ("seven boats", "7"),
        ("twenty-five boats", "25"),
        ("two hundred and five boats", "205"),
        ("one hundred and twenty thousand men", "120000"),
        ("two million three hundred thousand men", "2300000"),
        ("three and a half years", "3.5"),
        ("two-and-a-half years", "2.5"),
        ("one and a half million men", "1500000"),
        ("half a million men", "500000"),
        ("a quarter of a million men", "250000"),
        ("a dozen boats", "12"),
        ("a score of boats", "20"),
        ("a hundred boats", "100"),
        ("two-thirds of them", "2/3"),
        ("a fifth of the fleet", "0.2"),
        ("half of the fleet", "0.5"),
        ("hundreds of thousands of men", "100000"),
        ("several hundred men", "100"),
        ("many thousands of men", "1000"),
    ],
)
def test_a_number_has_its_exact_value(words: str, value: str) -> None:
    assert values(f"There were {words}.") == [value]


@pytest.mark.parametrize(
    "words",
    [
        "the F-16 came",
        "an A330 came",
        "the 5th corps came",
        "in the 1990s it was so",
        "since 9/11 it was so",
        "open 24/7 as ever",
        "version 1.1.1 came",
        "see [12] on that",
        "in the second half of the game",
        "by the thousands",
        "call 12-11-2024 please",
        "a room of 320x240",
        "since '82 it was so",
        "the third man came",
        "agent 007 came",
    ],
)
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    assert values(words) == []


def test_numbers_in_a_row_stay_apart() -> None:
    assert values("one and two, nineteen eighty-four") == ["1", "2", "19", "84"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 8), "0.125"),
        (Fraction(123456, 100), "1234.56"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(100), "100"),
    ],
)
def test_text_is_exact_and_without_separators(value: Fraction, text: str) -> None:
    assert as_text(value) == text
