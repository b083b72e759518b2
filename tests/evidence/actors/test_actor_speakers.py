"""Speakers: whom a statement's speaker's words mean. All names are invented."""

from __future__ import annotations

from evidence.actors.telling import place, speakers, statement


def test_a_name_is_found() -> None:
    text = "“We are late,” President Anna Lindqvist of Finland said on Monday."
    (found,) = speakers(text, statement(text, "We are late,", "President Anna Lindqvist of Finland"))
    assert (found.actor, found.by, found.band) == ("Anna Lindqvist", "named", "found")


def test_a_description_is_as_sure_as_its_mention() -> None:
    text = "One senior diplomat arrived. “We are late,” the diplomat said."
    (found,) = speakers(text, statement(text, "We are late,", "the diplomat"))
    assert (found.actor, found.by) == ("senior diplomat", "described") or found.actor == "diplomat"
    assert found.antecedent == place(text, "One senior diplomat")


def test_a_pronoun_shows_the_name_it_goes_back_to() -> None:
    text = "Otto Brandt met Karl Weber. “We are late,” he said."
    at = text.index("he said")
    (found,) = speakers(text, statement(text, "We are late,", (at, at + 2)))
    assert (found.actor, found.by, found.band) == ("Otto Brandt", "pronoun", "suggestion")
    assert found.antecedent == place(text, "Otto Brandt")


def test_a_quotation_goes_on_with_its_speaker() -> None:
    text = "“We are late,” Otto Brandt said. “Nobody waited for Karl Weber.”"
    found = speakers(
        text,
        statement(text, "We are late,", "Otto Brandt"),
        statement(text, "Nobody waited for Karl Weber.", None),
    )
    assert [(one.actor, one.by, one.band) for one in found] == [
        ("Otto Brandt", "named", "found"),
        ("Otto Brandt", "none", "found"),
    ]
    assert found[1].antecedent == place(text, "Otto Brandt")


def test_he_who_adds_is_he_who_spoke() -> None:
    text = (
        "“We are late,” Otto Brandt said. “Karl Weber knew it,” he added. Nobody knew that Karl Weber lied."
    )
    at = text.index("he added")
    found = speakers(
        text,
        statement(text, "We are late,", "Otto Brandt"),
        statement(text, "Karl Weber knew it,", (at, at + 2), cue="added"),
    )
    assert found[1].actor == "Otto Brandt"


def test_a_statement_speaks_for_whoever_issued_it() -> None:
    text = "Minister Anna Lindqvist issued a statement. The statement said that aid would come to Karl Weber."
    told = statement(text, "that aid would come", "The statement", cue="said that", speech="indirect")
    (found,) = speakers(text, told)
    assert (found.actor, found.by, found.band) == ("Anna Lindqvist", "described", "suggestion")


def test_figures_speak_for_whoever_made_them() -> None:
    text = "According to figures from the Delta Institute, aid fell. Karl Weber was not surprised."
    told = statement(text, "aid fell", "figures", cue="According to", speech="indirect")
    assert speakers(text, told)[0].actor == "Delta Institute"


def test_words_put_into_a_mouth_are_nobodys() -> None:
    text = "Otto Brandt might as well have said: “I own this.”"
    told = statement(text, "I own this.", "Otto Brandt", voice="imputed")
    assert speakers(text, told)[0].actor == ""


def test_words_that_mean_no_known_actor_stand_for_themselves() -> None:
    text = "Notices on the wall said that winter was near."
    told = statement(text, "winter was near", "Notices on the wall", speech="indirect")
    (found,) = speakers(text, told)
    assert (found.actor, found.band) == ("Notices on the wall", "suggestion")


def test_without_any_speaker_nobody_is_named() -> None:
    text = "It was said that winter was near. Karl Weber slept."
    told = statement(text, "winter was near", None, speech="indirect")
    assert speakers(text, told)[0].actor == ""


def test_statements_keep_their_order() -> None:
    text = "“One,” Otto Brandt said. “Two,” Anna Lindqvist said."
    one, two = statement(text, "One,", "Otto Brandt"), statement(text, "Two,", "Anna Lindqvist")
    assert [p.actor for p in speakers(text, two, one)] == ["Anna Lindqvist", "Otto Brandt"]


def test_a_country_before_a_thing_does_not_speak() -> None:
    text = "French stock indexes told of a gain on Friday. Germany slept."
    told = statement(text, "a gain", "French stock indexes", cue="told", speech="indirect")
    (found,) = speakers(text, told)
    assert found.actor != "France"
    assert found.band == "suggestion"


def test_offices_before_a_name_are_the_name() -> None:
    text = "“It is over,” said the vice president and chairman of Acme LLC Jim Preston."
    who = "the vice president and chairman of Acme LLC Jim Preston"
    assert speakers(text, statement(text, "It is over,", who))[0].actor == "Jim Preston"


def test_of_two_who_speak_the_first_is_given() -> None:
    text = "Otto Brandt and his special envoy Karl Weber said that peace was near."
    told = statement(
        text, "peace was near", "Otto Brandt and his special envoy Karl Weber", speech="indirect"
    )
    assert speakers(text, told)[0].actor == "Otto Brandt"


def test_who_speaks_in_a_relative_clause() -> None:
    text = "Anna Lindqvist, who said that peace was near, met Otto Brandt."
    told = statement(text, "peace was near", "who", speech="indirect")
    (found,) = speakers(text, told)
    assert (found.actor, found.by, found.band) == ("Anna Lindqvist", "pronoun", "found")


def test_in_a_statement_told_within_another_i_is_the_outer_speaker() -> None:
    text = "“I told them that I would leave,” Otto Brandt said."
    outer = statement(text, "I told them that I would leave,", "Otto Brandt")
    inner = statement(text, "I would leave", (1, 2), cue="told", speech="indirect", inside=0)
    assert [pointer.actor for pointer in speakers(text, outer, inner)] == ["Otto Brandt", "Otto Brandt"]
