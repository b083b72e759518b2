"""Two reports, one actor: the actors of reports read before, and what a human wrote into the table."""

from __future__ import annotations

from countermove.evidence.actors import Actor
from evidence.actors.telling import actor_of, cast_of

FIRST = "Ms. Claire Duval, the president of France, met Otto Brandt. Duval spoke of peace. The NRF was asked."
DUVAL = Actor("Claire Duval", "person", ("French President Claire Duval", "Ms. Duval"))


def test_a_surname_in_the_next_report_is_the_person_of_the_first() -> None:
    known = cast_of(FIRST).actors
    second = "French President Duval refused on Friday. Brandt had asked her twice."
    assert actor_of(second, "French President Duval", known=known) == "Claire Duval"
    assert actor_of(second, "Brandt", known=known) == "Otto Brandt"


def test_a_fuller_name_in_the_next_report_keeps_the_name_known() -> None:
    known = (Actor("Duval", "person", ("President Duval", "French President Duval")),)
    text = "On Friday French President Claire Duval refused. Duval was angry."
    assert actor_of(text, "French President Claire Duval", known=known) == "Duval"


def test_another_given_name_country_or_gender_is_another_person() -> None:
    for text, words in (
        ("On Friday Marcel Duval refused.", "Marcel Duval"),
        ("On Friday Canadian President Duval refused.", "Canadian President Duval"),
        ("On Friday Mr. Duval refused.", "Mr. Duval"),
    ):
        assert actor_of(text, words, known=(DUVAL,)) != "Claire Duval"


def test_a_surname_that_two_bear_is_linked_to_neither() -> None:
    known = (DUVAL, Actor("Marcel Duval", "person", ("Mr. Duval",)))
    text = "On Friday Duval refused to sign."
    assert actor_of(text, "Duval", known=known) == "Duval"
    titled = "On Friday Mr. Duval refused to sign."
    assert actor_of(titled, "Mr. Duval", known=known) == "Marcel Duval"


def test_what_a_human_wrote_into_the_table_wins_word_for_word() -> None:
    known = (Actor("Odile Duval", "person", ("Minister Duval",)), DUVAL)
    text = "On Friday Claire Duval agreed. Minister Duval refused to sign."
    assert actor_of(text, "Claire Duval", known=known) == "Claire Duval"
    assert actor_of(text, "Minister Duval", known=known) == "Odile Duval"


def test_bodies_are_known_by_acronym_and_without_article() -> None:
    known = (Actor("Northern Relief Fund", "organisation", ("NRF",)),)
    text = "Workers of the NRF arrived. Later the Northern Relief Fund said more would come."
    assert actor_of(text, "NRF", known=known) == "Northern Relief Fund"
    assert actor_of(text, "Northern Relief Fund", known=known) == "Northern Relief Fund"


def test_an_office_told_in_one_report_is_recalled_in_the_next() -> None:
    first = "The NRF’s new secretary general, Otto Brandt, spoke on Monday."
    known = cast_of(first).actors
    second = "On Friday the Secretary General of the NRF refused to sign."
    mention = next(m for m in cast_of(second, known).mentions if m.form == "description")
    assert (mention.actor, mention.band) == ("Otto Brandt", "suggestion")


def test_a_former_office_is_not_recalled() -> None:
    first = "Otto Brandt, a former president of Peru, spoke on Monday."
    second = "On Friday the president of Peru refused to sign."
    assert actor_of(second, "the president of Peru", known=cast_of(first).actors) != "Otto Brandt"


def test_another_reports_smith_is_not_this_ones() -> None:
    known = (Actor("Ann Smith", "person", ("Ann Smith", "Smith", "Ms. Smith")),)
    text = "On Friday Peter Smith refused. Smith was angry, and Mr. Smith left."
    assert actor_of(text, "Smith", 1, known) == "Peter Smith"
    assert actor_of(text, "Mr. Smith", known=known) == "Peter Smith"
