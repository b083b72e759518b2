"""What holds for every text: spans inside it, in order, not overlapping; no crash on anything."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.figures.figure_texts import figures, words

_WORDS = (
    "5 12 1,500 2.5 2019 one two twenty hundred thousand million half third quarter a an of and to "
    "- – between from $ € % percent per cent dollars euros km years soldiers ships pledged paid "
    "will about more than over at least , . ; : “ ” ( ) / + ½ F-16 G7 9/11 May Monday \n \n\n "
    "several dozens hundreds"
)
_PIECES = st.sampled_from(_WORDS.split(" "))
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=25).map(" ".join),
    st.lists(_PIECES, max_size=25).map("".join),
)


@given(_TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found, last = figures(text), 0
    for figure in found:
        start, end = figure.span
        assert last <= start < end <= len(text)
        last = end
        for role, (first, after) in figure.parts:
            assert role in ("modifier", "unit", "of", "status")
            assert 0 <= first < after <= len(text)


@given(_TEXTS)
def test_amounts_are_numbers_and_ranges_go_up(text: str) -> None:
    for figure in figures(text):
        assert Fraction(figure.amount) >= 0 or figure.kind == "percent"
        assert not figure.high or Fraction(figure.high) > Fraction(figure.amount)
        assert figure.kind in ("money", "percent", "count", "measure", "ratio")
        assert figure.band in ("found", "suggestion")
        assert figure.modifier in ("", "about", "at least", "at most", "more than", "less than", "nearly")
        assert figure.status in ("", "paid", "pledged", "proposed", "asked")


@given(st.integers(0, 10**12), st.sampled_from(["", "about ", "at least "]))
def test_grouped_digits_keep_their_value(number: int, before: str) -> None:
    (figure,) = figures(f"It cost {before}€{number:,} then.")
    assert (figure.amount, figure.unit) == (str(number), "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "$",
        "½",
        "“",
        "\0",
        "5\ud800",
        "😀 5 😀 boats",
        "שלום 5 boats",
        "٥ boats",
        "twenty-",
        "hundreds of",
        "between",
        "5" * 50,
        "1-" * 500,
        "one hundred " * 300,
        "thousands of " * 300,
        "$5 " * 300,
        "\n" * 1000,
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert all(piece in text for piece in words(text))


def test_a_megabyte_without_a_full_stop() -> None:
    text = "word " * 200_000 + "and 300 boats"
    assert words(text)[-1] == "300 boats"
    assert words("9" * 1_000_000) == []
