"""Quotation marks come out even, whatever they look like; apostrophes are never taken for them."""

from __future__ import annotations

import pytest

from evidence.repair.passages import passage, words


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ('"We will stay," she said.', "“We will stay,” she said."),
        ("“We will stay,” she said.", "“We will stay,” she said."),
        ("’’We will stay,’’ she said.", "“We will stay,” she said."),
        ("''We will stay,'' she said.", "“We will stay,” she said."),
        ("``We will stay,'' she said.", "“We will stay,” she said."),
        ("«We will stay,» she said.", "“We will stay,” she said."),
        ("« We will stay », she said.", "“We will stay”, she said."),
        ("»We will stay«, she said.", "“We will stay”, she said."),
        ("„We will stay“, she said.", "“We will stay”, she said."),
        ("”We will stay,” she said.", "“We will stay,” she said."),
        ('"We will stay,” she said.', "“We will stay,” she said."),
        ('“We will stay,’’ she said, “and wait."', "“We will stay,” she said, “and wait.”"),
        ('She said:"We will stay."', "She said: “We will stay.”"),
        ('"We will stay,"she said.', "“We will stay,” she said."),
        ('She said: " We will stay. "', "She said: “We will stay.”"),
        ('The envoy ("a fox") left.', "The envoy (“a fox”) left."),
        ('The "hawk"-like envoy—"a fox"—left.', "The “hawk”-like envoy—“a fox”—left."),
        ('He said " yes " , " no " and " " .', "He said “yes” , “no” and “” ."),
        ('He read "War and Peace."', "He read “War and Peace.”"),
    ],
)
def test_double_marks(pasted: str, read: str) -> None:
    assert words(pasted) == [read]


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("‘We will stay,’ she said.", "“We will stay,” she said."),
        ("'We will stay,' she said.", "“We will stay,” she said."),
        ("The ‘special operation’ went on.", "The “special operation” went on."),
        ("The ‘allies’ plan’ failed.", "The “allies’ plan” failed."),
        ("‘It’s the allies’ fault,’ he said, ‘not ours.’", "“It’s the allies’ fault,” he said, “not ours.”"),
        ("The minister (‘a fox’) left.", "The minister (“a fox”) left."),
    ],
)
def test_single_marks_around_words(pasted: str, read: str) -> None:
    assert words(pasted) == [read]


@pytest.mark.parametrize(
    "text",
    [
        "The allies’ plan and the ministers' fears weren't new in the '90s.",
        "With 24 hours' notice, the envoys’ planes left at 5 o’clock.",
        "Rock 'n' roll and 'tis the season.",
        "O’Hara didn’t; D'Arcy’s did.",
        'He stood 6\'2" tall by a 40" screen.',
        "The post lies at 48°51'N.",
    ],
)
def test_apostrophes_and_measures_stay(text: str) -> None:
    assert words(text) == [text]


def test_single_marks_within_a_quotation_stay() -> None:
    text = "“He spoke of ‘severe steps’ and of ‘fear,’” she said."
    assert words(text) == [text]


def test_a_quotation_that_goes_on_over_paragraphs_keeps_its_marks() -> None:
    """Each paragraph opens anew, and only the last one closes."""
    assert words("“We stay. We wait.\n\n“We shall see,” he said. “Soon.”") == [
        "“We stay. We wait.",
        "“We shall see,” he said. “Soon.”",
    ]


def test_one_lost_mark_does_not_turn_the_next_paragraph() -> None:
    assert words('He said "no.\n\n"Yes," she said.')[1] == "“Yes,” she said."


def test_words_with_a_doubled_mark_at_their_edge_are_whole() -> None:
    read = passage("It’s ’’a mill,’’ he said.")
    start = read.text.index("“")
    assert read.words(start, read.text.index("”") + 1) == "’’a mill,’’"
    assert read.words(start + 1, read.text.index("”")) == "a mill,"
