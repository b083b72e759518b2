"""Events: who did what to whom. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence.events import Event, find_events
from countermove.evidence.parsing import parse
from evidence.actors.telling import cast_of, passage_of_text

WORDS = [
    "France", "Mr.", "Brandt", "attacked", "threatened", "was", "by", "not", "will", "“", "”", "who",
    "that", "to", "with", "Spain", "he", ",", ".",
]  # fmt: skip


def events(text: str) -> list[Event]:
    return find_events(passage_of_text(text), parse(text), cast_of(text))


def only(text: str) -> Event:
    (event,) = events(text)
    return event


@pytest.mark.parametrize(
    ("text", "act", "actor", "target"),
    [
        ("Otto Brandt rejected Utopia Bank’s offer.", "reject", "Otto Brandt", "Utopia Bank"),
        ("Mr. Otto Brandt berated Karl Weber on Monday.", "accuse", "Otto Brandt", "Karl Weber"),
        ("France threatened Spain with tariffs.", "threaten", "France", "Spain"),
        (
            "Norwegian Prime Minister Anna Lindqvist met with Otto Brandt.",
            "consult",
            "Anna Lindqvist",
            "Otto Brandt",
        ),
        ("Brazil imposed sanctions on Chile.", "sanction", "Brazil", "Chile"),
        ("Peru invaded Bolivia in 1990.", "assault", "Peru", "Bolivia"),
        ("Kenya supplied weapons to Uganda.", "aid", "Kenya", "Uganda"),
        ("Kenya sided with Uganda.", "support", "Kenya", "Uganda"),
    ],
)
def test_who_does_what_to_whom(text: str, act: str, actor: str, target: str) -> None:
    event = only(text)
    assert (event.act, event.actor_name, event.target_name, event.mood) == (act, actor, target, "stated")


def test_the_plain_active_clause_is_found_and_all_else_a_suggestion() -> None:
    assert only("France threatened Spain with tariffs.").band == "found"
    for text in (
        "Spain was threatened by France.",
        "France may threaten Spain.",
        "France did not threaten Spain.",
        "Otto Brandt met Karl Weber. He threatened Spain.",
        "Karl Weber said that France threatened Spain.",
        "“France threatened Spain,” Karl Weber said.",
    ):
        told = next(event for event in events(text) if event.act == "threaten")
        assert told.band == "suggestion", text


def test_a_passive_turns_the_parties() -> None:
    event = only("Spain was threatened by France.")
    assert (event.actor_name, event.target_name) == ("France", "Spain")


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("France did not attack Spain.", "negated"),
        ("France will attack Spain.", "possible"),
        ("If France attacked Spain, nobody would come.", "possible"),
        ("France attacked Spain.", "stated"),
    ],
)
def test_moods(text: str, mood: str) -> None:
    assert next(event.mood for event in events(text) if event.act == "assault") == mood


def test_inside_speech() -> None:
    assert next(
        e for e in events("Karl Weber said that France attacked Spain.") if e.act == "assault"
    ).inside_speech
    assert next(
        e for e in events("“France attacked Spain,” Karl Weber said.") if e.act == "assault"
    ).inside_speech
    assert not only("France attacked Spain.").inside_speech


def test_spans_are_words_of_the_text() -> None:
    text = "On Friday, after talks, France threatened Spain with tariffs on Monday, and everybody left."
    event = next(e for e in events(text) if e.act == "threaten")
    assert text[slice(*event.verb)] == "threatened"
    assert event.actor is not None and text[slice(*event.actor)] == "France"
    assert event.target is not None and text[slice(*event.target)] == "Spain"
    assert text[slice(*event.span)].startswith("France threatened Spain")


def test_when() -> None:
    text = "France attacked Spain on Friday."
    event = only(text)
    assert event.when is not None
    assert text[slice(*event.when)] == "Friday"


def test_a_second_verb_has_the_same_actor() -> None:
    found = {event.act: event.actor_name for event in events("France condemned Spain and attacked Portugal.")}
    assert found == {"accuse": "France", "assault": "France"}


def test_nobody_does_nothing() -> None:
    assert events("") == []
    assert events("It rained. The attack was over.") == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_words(text: str) -> None:
    for event in events(text):
        for span in (event.span, event.verb, event.actor, event.target, event.when):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert event.span[0] <= event.verb[0] and event.verb[1] <= event.span[1]
        assert event.actor_name or event.target_name


def test_verbs_said_of_much_else_need_both_parties() -> None:
    assert events("Otto Brandt received a letter.") == []
    assert [event.act for event in events("Otto Brandt received Karl Weber on Monday.")] == ["consult"]
