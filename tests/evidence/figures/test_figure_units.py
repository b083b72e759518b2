"""Units, ranges and modifiers: what an amount is an amount of."""

from __future__ import annotations

import pytest

from evidence.figures.figure_texts import figures, only, part, words


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("It is worth €167 billion today.", "167000000000", "EUR"),
        (r"It is worth \$100 billion today.", "100000000000", "USD"),
        ("It is worth US$ 40 billion today.", "40000000000", "USD"),
        ("It is worth 5 million euros today.", "5000000", "EUR"),
        ("It is worth £3.2bn today.", "3200000000", "GBP"),
        ("It is worth 1.5m dollars today.", "1500000", "USD"),
        ("It is worth C$20 today.", "20", "CAD"),
        ("It is worth EUR 12m today.", "12000000", "EUR"),
        ("It is worth 500 Swiss francs today.", "500", "CHF"),
        ("It is worth 9.9 billion yuan today.", "9900000000", "CNY"),
        ("It is worth $249 USD today.", "249", "USD"),
        ("It is worth 26 cents today.", "26", "cents"),
        ("It is worth billions of dollars today.", "1000000000", "USD"),
    ],
)
def test_money_in_all_spellings(text: str, amount: str, unit: str) -> None:
    figure = only(text)
    assert (figure.amount, figure.unit, figure.kind, figure.band) == (amount, unit, "money", "found")


@pytest.mark.parametrize(
    ("text", "amount", "unit", "kind"),
    [
        ("Prices rose 69 percent.", "69", "percent", "percent"),
        ("Prices rose 8.4 per cent.", "8.4", "percent", "percent"),
        ("Prices rose 0.25%.", "0.25", "percent", "percent"),
        ("Prices rose half a percent.", "0.5", "percent", "percent"),
        ("Prices rose three percentage points.", "3", "percentage points", "percent"),
        ("They walked 300 km.", "300", "kilometres", "measure"),
        ("They walked 1.2 nautical miles.", "1.2", "nautical miles", "measure"),
        ("They sold 2 million barrels a day.", "2000000", "barrels per day", "measure"),
        ("They own 603,628 square kilometres.", "603628", "square kilometres", "measure"),
        ("They hold 500km of wire.", "500", "kilometres", "measure"),
        ("They served for 76 years.", "76", "years", "measure"),
        ("They gave 24 hours' notice.", "24", "hours", "measure"),
        ("They served for a quarter-century.", "25", "years", "measure"),
    ],
)
def test_percent_and_measures(text: str, amount: str, unit: str, kind: str) -> None:
    figure = only(text)
    assert (figure.amount, figure.unit, figure.kind, figure.band) == (amount, unit, kind, "found")


@pytest.mark.parametrize(
    ("text", "amount", "unit", "span"),
    [
        ("They sent 5,000 northern soldiers home.", "5000", "soldiers", "5,000 northern soldiers"),
        (
            "The four wealthiest coastal provinces agreed.",
            "4",
            "provinces",
            "four wealthiest coastal provinces",
        ),
        ("They closed five of its plants.", "5", "plants", "five of its plants"),
        (
            "They lost hundreds of thousands of hectares.",
            "100000",
            "hectares",
            "hundreds of thousands of hectares",
        ),
        ("They lost 18 aircraft.", "18", "aircraft", "18 aircraft"),
        ("They bought 24 A320s.", "24", "A320s", "24 A320s"),
        ("They cut 10,000 office jobs.", "10000", "jobs", "10,000 office jobs"),
        ("Half of the tanks broke down.", "0.5", "tanks", "Half of the tanks"),
    ],
)
def test_what_is_counted_is_the_plural_after_the_number(text: str, amount: str, unit: str, span: str) -> None:
    figure = only(text)
    assert (figure.amount, figure.unit, words(text)) == (amount, unit, [span])


@pytest.mark.parametrize(
    ("text", "amount", "high", "unit"),
    [
        ("It lasted for 1,500 to 2,000 metres.", "1500", "2000", "metres"),
        ("They lost 69-75 boats.", "69", "75", "boats"),
        ("They lost 69–75 boats.", "69", "75", "boats"),
        ("They lost between three and seven percent.", "3", "7", "percent"),
        ("It costs $3-4 billion.", "3000000000", "4000000000", "USD"),
        ("It costs $3 million to $4 million.", "3000000", "4000000", "USD"),
        ("It costs between 2 and 3 million euros.", "2000000", "3000000", "EUR"),
        ("They lost two or three boats.", "2", "3", "boats"),
    ],
)
def test_a_range_is_one_figure(text: str, amount: str, high: str, unit: str) -> None:
    figure = only(text)
    assert (figure.amount, figure.high, figure.unit) == (amount, high, unit)


def test_from_and_to_after_a_change_are_two_figures() -> None:
    both = figures("The rate rose from 5 percent to 7 percent.")
    assert [(figure.amount, figure.high) for figure in both] == [("5", ""), ("7", "")]


@pytest.mark.parametrize(
    ("words_before", "modifier"),
    [
        ("about", "about"),
        ("some", "about"),
        ("roughly", "about"),
        ("an estimated", "about"),
        ("nearly", "nearly"),
        ("almost", "nearly"),
        ("at least", "at least"),
        ("no fewer than", "at least"),
        ("up to", "at most"),
        ("as many as", "at most"),
        ("more than", "more than"),
        ("over", "more than"),
        ("just under", "less than"),
        ("fewer than", "less than"),
    ],
)
def test_modifiers_before(words_before: str, modifier: str) -> None:
    text = f"They lost {words_before} 300 boats."
    assert only(text).modifier == modifier
    assert words(text) == [f"{words_before} 300 boats"]
    assert part(text, "modifier") == [words_before]


@pytest.mark.parametrize("words_after", ["300 or more boats", "300+ boats", "300-plus boats"])
def test_modifiers_after(words_after: str) -> None:
    figure = only(f"They lost {words_after}.")
    assert (figure.amount, figure.modifier, figure.unit) == ("300", "at least", "boats")


def test_a_further_is_kept_as_words_and_changes_nothing() -> None:
    text = "They lost a further 300 boats."
    assert only(text).modifier == ""
    assert part(text, "modifier") == ["a further"]


def test_over_says_more_than_only_where_it_measures() -> None:
    assert only("It was the best in over six years.").modifier == "more than"
    assert only("It grew steadily over six years.").modifier == ""


@pytest.mark.parametrize(
    "text",
    [
        "It falls under Article 5.",
        "A Boeing 737 landed.",
        "The G7 met in 2019.",
        "It ended on August 17, 2025, at 4:58 p.m.",
        "It ended on 17 August.",
        "He lives at No. 10.",
        "It was on page 12.",
        "Call 555-1234-77.",
        "Nearly all of them came.",
        "One of them came at one point.",
        "The new 787 Dreamliner landed.",
        "1. First of all",
        "The first two-state talks failed in May 2020.",
    ],
)
def test_names_dates_and_headings_are_no_figures(text: str) -> None:
    assert [figure for figure in figures(text) if figure.band == "found"] == []


def test_what_is_a_name_once_is_a_name_throughout() -> None:
    text = "They flew a Boeing 787 out. The 787 landed. They own 787 boats."
    assert [figure.unit for figure in figures(text)] in ([], ["boats"])


@pytest.mark.parametrize(
    "text",
    [
        "Many thousands of soldiers came.",
        "A 34-year-old man came.",
        "One in five voters came.",
        "They met three years ago.",
        "One soldier died.",
        "A two-state plan began.",
        "They won by 52 to 48.",
    ],
)
def test_vague_numbers_ages_and_ratios_are_suggestions(text: str) -> None:
    assert {figure.band for figure in figures(text)} == {"suggestion"}


@pytest.mark.parametrize(
    ("text", "amount", "unit", "modifier"),
    [
        ("Shares moved -5.2% then.", "-5.2", "percent", ""),
        ("Shares moved +5.2% then.", "5.2", "percent", ""),
        ("Losses exceeded 1 million, they say.", "1000000", "", "more than"),
        ("It closed at 2045 then.", "2045", "", ""),
        ("They cut costs for 2000 workers.", "2000", "workers", ""),
        ("They cut the fleet by a third.", "1/3", "", ""),
        ("Of 100 Boeing 737s and", "100", "737s", ""),
        ("They paid Rs 500 crore then.", "5000000000", "rupees", ""),
    ],
)
def test_signs_levels_and_round_numbers(text: str, amount: str, unit: str, modifier: str) -> None:
    figure = only(text)
    assert (figure.amount, figure.unit, figure.modifier) == (amount, unit, modifier)


def test_a_number_out_of_another_keeps_its_own_span() -> None:
    text = "They shot down 12 of the 15 drones."
    assert words(text) == ["12", "15 drones"]
    assert [figure.unit for figure in figures(text)] == ["drones", "drones"]


def test_the_clause_shows_what_is_measured() -> None:
    text = "After the storm, the town lost 300 boats, and the mayor left."
    assert part(text, "of") == ["the town lost 300 boats"]
