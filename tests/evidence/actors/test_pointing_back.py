"""Descriptions and pronouns: whom they go back to. All names are invented."""

from __future__ import annotations

import pytest

from evidence.actors.telling import actor_of, cast_of, place


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Miriam Okafor, the foreign minister of Nigeria, arrived.",
            "the foreign minister of Nigeria",
            "Miriam Okafor",
        ),
        ("The Kremlin spokesman, Ivan Orlov, said no.", "The Kremlin spokesman", "Ivan Orlov"),
        ("Acme chief executive Lena Fischer resigned.", "chief executive", "Lena Fischer"),
    ],
)
def test_a_description_beside_a_name(text: str, words: str, actor: str) -> None:
    mention = next(m for m in cast_of(text).mentions if m.span == place(text, words))
    assert (mention.actor, mention.form, mention.band) == (actor, "description", "found")


def test_an_office_with_its_country_is_found() -> None:
    text = (
        "French President Claire Duval met Spanish President Luis Ortega. They spoke for an hour. "
        "The French president was angry, and the Spanish president left."
    )
    assert actor_of(text, "The French president") == "Claire Duval"
    assert actor_of(text, "the Spanish president") == "Luis Ortega"


def test_an_office_alone_is_a_suggestion_if_two_hold_it() -> None:
    text = (
        "French President Claire Duval met Spanish President Luis Ortega. Ortega smiled. The president left."
    )
    mention = next(m for m in cast_of(text).mentions if m.span == place(text, "The president"))
    assert (mention.actor, mention.band) == ("Luis Ortega", "suggestion")
    assert mention.antecedent is not None


def test_somebody_unnamed_is_an_actor_and_stays_the_same() -> None:
    text = "One senior Canadian diplomat, who asked not to be named, was worried. The diplomat left early."
    assert actor_of(text, "One senior Canadian diplomat") == "Canadian diplomat"
    assert actor_of(text, "The diplomat") == "Canadian diplomat"
    assert actor_of(text, "who") == "Canadian diplomat"


@pytest.mark.parametrize("words", ["several Baltic leaders", "the Baltic leaders", "Baltic leaders"])
def test_groups_have_one_name_by_their_head(words: str) -> None:
    text = f"On Monday {words} met in Riga."
    groups = [actor.name for actor in cast_of(text).actors if actor.kind == "group"]
    assert groups == ["Baltic leaders"]


def test_the_officials_are_those_named_before() -> None:
    text = "Iranian officials rejected the demand. The officials said they were ready."
    assert actor_of(text, "The officials") == "Iranian officials"
    assert actor_of(text, "they") == "Iranian officials"


def test_a_government_is_an_actor_of_its_own() -> None:
    text = "The Peruvian government agreed on Friday. The government will vote."
    assert actor_of(text, "The government") == "Peruvian government"


@pytest.mark.parametrize(
    ("text", "pronoun", "actor"),
    [
        ("Anna Lindqvist met Otto Brandt. She was late.", "She", "Anna Lindqvist"),
        ("Anna Lindqvist met Otto Brandt. He was late.", "He", "Otto Brandt"),
        ("Otto Brandt met Karl Weber. He was late.", "He", "Otto Brandt"),
        ("When Otto Brandt asked again, Karl Weber dismissed him.", "him", "Otto Brandt"),
        ("In his letter to the bank, Otto Brandt refused.", "his", "Otto Brandt"),
        ("Otto Brandt told Karl Weber he was free to go.", "he", "Karl Weber"),
        ("Otto Brandt told Karl Weber that he had won.", "he", "Otto Brandt"),
        ("Acme Corp. said on Monday that it would close a plant.", "it", "Acme Corp."),
        ("Otto Brandt praised Karl Weber for his courage.", "his", "Karl Weber"),
    ],
)
def test_pronouns(text: str, pronoun: str, actor: str) -> None:
    span = (text.index(f" {pronoun} ") + 1,) if f" {pronoun} " in text else (text.rindex(pronoun),)
    found = {m.span[0]: m for m in cast_of(text).mentions if m.form == "pronoun"}
    assert found[span[0]].actor == actor
    assert found[span[0]].antecedent is not None


def test_a_pronoun_is_found_only_where_nobody_else_can_be_meant() -> None:
    one = "Anna Lindqvist met Otto Brandt. She was late."
    two = "Otto Brandt met Karl Weber. He was late."
    bands = [next(m.band for m in cast_of(t).mentions if m.form == "pronoun") for t in (one, two)]
    assert bands == ["found", "suggestion"]


def test_it_may_mean_nothing() -> None:
    text = "Acme Corp. closed a plant. It is hard to say why."
    assert not [m for m in cast_of(text).mentions if m.form == "pronoun"]


def test_who_is_in_a_quotation_is_not_who_speaks_of_it() -> None:
    text = "Minister Otto Brandt was calm. “Nobody wants Karl Weber to suffer,” he said."
    assert actor_of(text, "he", text[: text.rindex("he said")].count("he")) == "Otto Brandt"
