"""Quotation marks: pairs of every kind, quotations over paragraphs, marks without a partner."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence.speech.marks import balanced, quotes_in

_SIGNS = st.text(alphabet="aB ,.!“”\"'’‘«»`\n", max_size=80)


def inner(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotes_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“We go,” she said.",
        '"We go," she said.',
        "``We go,'' she said.",
        "«We go,» she said.",
        "‘We go,’ she said.",
        "'We go,' she said.",
        "“We go,'' she said.",
        '"We go,” she said.',
        "“We go,’’ she said.",
    ],
)
def test_every_pair_of_marks(text: str) -> None:
    assert inner(text) == ["We go,"]


@pytest.mark.parametrize(
    "text",
    [
        "The council’s plan and the mayors’ votes",
        "Don't go, it's the '90s",
        "rock 'n' roll",
        "He is 6' 2\" tall",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert inner(text) == []


def test_nested_marks_stand_within() -> None:
    text = "“He said ‘never’ to me,” she said."
    assert inner(text) == ["He said ‘never’ to me,", "never"]
    assert [quote.nested for quote in quotes_in(text)] == [False, True]


def test_a_quotation_goes_on_over_paragraphs_that_open_with_a_mark() -> None:
    text = "“First things.\n\n“Second things,” she said."
    (quote,) = quotes_in(text)
    assert text[quote.start : quote.end] == "First things."
    assert [text[slice(*span)] for span in quote.more] == ["Second things,"]
    assert quote.last == text.index("” she") + 1


def test_a_page_break_within_a_quotation() -> None:
    text = "“It could have\n\nbeen worse,” Ms. Ode said."
    (quote,) = quotes_in(text)
    assert [text[slice(*span)] for span in quote.more] == ["been worse,"]


def test_a_mark_without_a_partner_is_no_quotation() -> None:
    assert inner("“This never ends.\n\nAnother paragraph, and “this does,” she said.") == ["this does,"]


def test_balanced_takes_the_rest_of_a_quotation_that_a_span_ends_in() -> None:
    text = "called it “a long farce” again"
    quotes = quotes_in(text)
    start, end = text.index("it"), text.index("farce")
    assert text[slice(*balanced(quotes, start, end))] == "it “a long farce”"


@given(_SIGNS)
def test_quotations_lie_in_the_text_and_do_not_cross(text: str) -> None:
    quotes = quotes_in(text)
    assert [quote.left for quote in quotes] == sorted(quote.left for quote in quotes)
    outer = [quote for quote in quotes if not quote.nested]
    for quote in quotes:
        assert 0 <= quote.left <= quote.start < quote.end <= quote.right <= len(text)
        assert all(quote.right <= a < b <= len(text) for a, b in quote.more)
    assert all(one.right <= other.left for one, other in itertools.pairwise(outer))
    for quote in quotes:
        if quote.nested:
            assert any(one.start <= quote.left and quote.right <= one.last for one in outer)
