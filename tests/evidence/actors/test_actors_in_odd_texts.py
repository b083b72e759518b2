"""Odd and hostile texts: no crash, every span inside the text, nobody without a name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence.actors import Actor, Cast
from evidence.actors.telling import cast_of

WORDS = [
    "President", "Mr.", "Anna", "Smith", "Müller", "van", "der", "Berg", "Ukraine", "US", "U.S.", "NATO",
    "(EU)", "the", "he", "she", "they", "it", "who", "his", "“", "”", "’s", "said", ",", ".", "-", "–", "&",
    "of", "and", "German", "Kyiv", "officials", "leaders", "Bank", "Inc.", "3", "\n\n", "🙂", "שלום", "\x00",
    "McX", "O’Neil",
]  # fmt: skip


def sound(text: str, cast: Cast) -> None:
    actors = {actor.name for actor in cast.actors}
    for mention in cast.mentions:
        start, end = mention.span
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert mention.actor in actors
        assert mention.form in ("name", "description", "pronoun")
        assert mention.band in ("found", "suggestion")
        if mention.antecedent is not None:
            assert 0 <= mention.antecedent[0] < mention.antecedent[1] <= len(text)
    assert len(actors) == len(cast.actors)
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda mention: mention.span[0])


@pytest.mark.parametrize(
    "text",
    [
        "", "”", "Mr.", "'s", "A", "He", "The President", "Secretary of State", "\x00\x00", "🙂🙂 he said 🙂",
        "قال الرئيس",
        "U.S.", "of of of", "Smith " * 300, "the president " * 200, "he " * 300, "(EU) (EU) (EU)",
        "\n" * 50,
        "“" * 50, "A" * 5000, "Bank of Bank of Bank of Bank", "Mr. Mr. Mr. Smith",
        "European European European leaders",
    ],
)  # fmt: skip
def test_odd_texts(text: str) -> None:
    sound(text, cast_of(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_words_in_any_order(text: str) -> None:
    sound(text, cast_of(text))


ODD = [
    (Actor("", "person"),),
    (Actor("Mr.", "person", ("", " ")),),
    (Actor("Jr.", "person"), Actor("-", "group")),
]


@pytest.mark.parametrize("known", ODD)
def test_odd_actors_in_the_table(known: tuple[Actor, ...]) -> None:
    text = "Mr. Otto Brandt Jr. met officials."
    sound(text, cast_of(text, known))


def test_a_long_text_without_a_full_stop() -> None:
    text = "Anna Lindqvist told Otto Brandt that he and the president of France met officials and " * 250
    cast = cast_of(text)
    sound(text, cast)
    assert {"Anna Lindqvist", "Otto Brandt"} <= {actor.name for actor in cast.actors}
