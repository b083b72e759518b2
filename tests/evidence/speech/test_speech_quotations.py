"""Quotations without a parser: words, speaker, verb; what is no statement."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.reports_at_hand import reports
from evidence.speech.speech_at_hand import quotations, spans_of

WITH_A_TAG = [
    ("“We go,” she said.", "she", "said", "We go,"),
    ("“We go,” said Ada Byron, the mayor of Lund.", "Ada Byron", "said", "We go,"),
    ("“We go,” Ada Byron, the mayor of Lund, said.", "Ada Byron", "said", "We go,"),
    (
        "“We go,” Ms. Ode of the water board told reporters on Friday.",
        "Ms. Ode of the water board",
        "told",
        "We go,",
    ),
    ("“We go,” he insisted to Ida Berg on the radio.", "he", "insisted", "We go,"),
    ("“We go,” Gen. Per Lind wrote on his page early Sunday.", "Gen. Per Lind", "wrote", "We go,"),
    ("Ada Byron said, “We go.”", "Ada Byron", "said", "We go."),
    ("On Friday, Ada Byron told the Courier after the vote in Lund: “We go.”", "Ada Byron", "told", "We go."),
    (
        "At the meeting, Ms. Ode rebuked the mayor, saying “you have no plan” for the town.",
        "Ms. Ode",
        "saying",
        "you have no plan",
    ),
    ("“Who goes?” asked the captain.", "the captain", "asked", "Who goes?"),
    (
        "“Ada and Ida go,” Ada Byron and Ida Berg announced.",
        "Ada Byron and Ida Berg",
        "announced",
        "Ada and Ida go,",
    ),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content"), WITH_A_TAG)
def test_a_tag_beside_a_quotation(text: str, speaker: str, cue: str, content: str) -> None:
    (told,) = quotations(text)
    assert told.short == (speaker, cue, content)
    assert told.made.band == "found"


def test_a_quotation_that_a_tag_breaks_is_one() -> None:
    (told,) = quotations("“It is a mill,” he added, “and it has more to grind.”")
    assert told.content == "It is a mill, … and it has more to grind."


def test_a_quotation_after_the_full_stop_of_a_tag_goes_on() -> None:
    first, second = quotations("“We go,” said Ada Byron, packing her bags. “Nobody stays.”")
    assert (first.content, second.content) == ("We go,", "Nobody stays.")
    assert second.made.rule == "quotation going on"
    assert (second.speaker, second.made.band) == ("Ada Byron", "found")


def test_a_paragraph_that_is_a_quotation_goes_on_with_the_one_before() -> None:
    first, second = quotations("“We go,” she said.\n\n“Nobody stays.”")
    assert second.speaker == first.speaker == "she"


def test_each_speaker_has_their_own_words() -> None:
    text = "One aide said, “He is tired.” Another said, “He is ill.”\n\n“Both are wrong,” said Ms. Ode."
    assert [(told.speaker, told.content) for told in quotations(text)] == [
        ("One aide", "He is tired."),
        ("Another", "He is ill."),
        ("Ms. Ode", "Both are wrong,"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “night watch” unit was sent home.",
        "It opened in the “old town” last year.",
        "She sang on the programme “Good Morning Lund.”",
        "The “United Front” states its aims.",
        "“",
        "” he said",
        "“”",
    ],
)
def test_terms_and_titles_are_no_statements(text: str) -> None:
    assert quotations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He had brought the soldiers into town to demonstrate: “I am the master here.”",
        "As if to say “we own this place,” the soldiers parked on the lawn.",
        "She never said, “We own this place.”",
        "Critics might say, “We own this place.”",
    ],
)
def test_words_put_into_a_mouth_are_nobodys(text: str) -> None:
    (told,) = quotations(text)
    assert told.made.voice == "imputed"
    assert (told.speaker, told.made.band) == ("", "suggestion")


def test_words_in_marks_within_a_clause_are_a_suggestion() -> None:
    (told,) = quotations("The statement said that the two were ready to “send a small force to the hills.”")
    assert (told.made.speech, told.made.band) == ("partial", "suggestion")
    assert told.content == "send a small force to the hills."


def test_a_name_that_looks_like_a_verb_is_none() -> None:
    (told,) = quotations("She urged talks with the United States “as soon as that is possible.”")
    assert told.cue == "urged"


@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "’",
                "said",
                "he",
                "Ada",
                ",",
                ".",
                " ",
                "\n\n",
                ":",
                "to",
                "é",
                "😀",
                "ق",
                "\0",
                "never",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_text_can_be_looked_through(text: str) -> None:
    for told in quotations(text):
        assert all(0 <= start < end <= len(text) for start, end in spans_of(told.made))
        assert told.made.voice == "attributed" or told.made.speaker is None


@pytest.mark.parametrize("piece", ["“", "“” ", "'a' ", "‘a ", '" ', "“Go,” he said, ", "“a\n\n", "a’ ‘b "])
def test_hostile_repetition_is_looked_through(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert all(end <= len(text) for told in quotations(text) for _, end in spans_of(told.made))


def test_no_parser_is_loaded() -> None:
    code = (
        "import sys; from countermove.evidence.speech import find_quotations; print('spacy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_the_reports_hold_quotations_of_their_speakers() -> None:
    """Every mark of a whole quotation in the two reports has a speaker; the imputed one has none."""
    for text in reports().values():
        told = quotations(text.replace("\n", "\n\n"))
        direct = [one for one in told if one.made.speech == "direct" and one.made.voice == "attributed"]
        assert len(direct) >= 2
        assert all(one.speaker and one.made.band == "found" for one in direct)
        assert all(not one.speaker for one in told if one.made.voice == "imputed")
