"""Which words name whom: titles, spellings, acronyms, surnames shared. All names are invented."""

from __future__ import annotations

import pytest

from evidence.actors.telling import actor_of, cast_of


def names(text: str) -> dict[str, str]:
    """The actors that a text names, with their kinds."""
    cast = cast_of(text)
    named = {mention.actor for mention in cast.mentions if mention.form == "name"}
    return {actor.name: actor.kind for actor in cast.actors if actor.name in named}


@pytest.mark.parametrize(
    "words",
    [
        "President Anna Lindqvist",
        "Lindqvist",
        "Ms. Lindqvist",
        "Finnish President Lindqvist",
        "Anna Lindqvist",
    ],
)
def test_a_surname_with_any_title_is_the_full_name(words: str) -> None:
    text = f"President Anna Lindqvist spoke on Monday. Later {words} left for the airport."
    assert actor_of(text, words, text.count(words) - 1) == "Anna Lindqvist"


def test_two_given_names_of_one_surname_stay_two_people() -> None:
    text = "Peter Smith and Ann Smith spoke. Mr. Smith agreed. Ms. Smith refused."
    assert actor_of(text, "Mr. Smith") == "Peter Smith"
    assert actor_of(text, "Ms. Smith") == "Ann Smith"
    assert set(names(text)) == {"Peter Smith", "Ann Smith"}


def test_a_surname_said_once_for_two() -> None:
    text = "Peter and Ann Smith arrived on Monday. Later Ann Smith spoke first."
    assert actor_of(text, "Peter") == "Peter Smith"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yurii Shevchuk", "Yuriy Shevchuk"),
        ("Jürgen Müller", "Jurgen Mueller"),
        ("Robert Hale", "Bob Hale"),
        ("James K. Polder", "James Polder"),
        ("Joseph R. Marlow Jr.", "Joe Marlow"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    text = f"The envoy met {one} on Monday. On Tuesday the envoy met {other} again."
    assert actor_of(text, one) == actor_of(text, other)


@pytest.mark.parametrize(("one", "other"), [("Jan Novak", "Jana Novak"), ("Paul Weber", "Karl Weber")])
def test_names_that_differ(one: str, other: str) -> None:
    text = f"The envoy met {one} on Monday. On Tuesday the envoy met {other} again."
    assert actor_of(text, one) == one
    assert actor_of(text, other) == other


def test_an_acronym_is_its_name() -> None:
    text = "The Northern Relief Fund (NRF) said on Monday that aid was late. The NRF has offices in Oslo."
    assert actor_of(text, "NRF", 1) == "Northern Relief Fund"
    assert names(text)["Northern Relief Fund"] == "organisation"


def test_a_council_of_a_union_is_not_the_union() -> None:
    text = "The United Nations (UN) agreed. The UN Security Council met on Friday."
    assert actor_of(text, "UN") == "United Nations"
    assert actor_of(text, "UN Security Council") == "UN Security Council"


def test_a_company_without_its_suffix() -> None:
    text = "Acme Corp. will close a plant. Workers at Acme were told on Friday."
    assert actor_of(text, "Acme", 1) == actor_of(text, "Acme Corp.") == "Acme"


def test_titles_are_no_part_of_a_name_but_of_the_mention() -> None:
    text = "On Monday U.S. Secretary of Defense Robert Hale met Utopia Bank chief Lena Fischer."
    assert actor_of(text, "U.S. Secretary of Defense Robert Hale") == "Robert Hale"
    assert actor_of(text, "Lena Fischer") == "Lena Fischer"
    assert names(text)["Robert Hale"] == "person"


@pytest.mark.parametrize("country", ["the United States", "the U.S.", "America"])
def test_a_country_has_one_name(country: str) -> None:
    text = f"Officials of {country} met on Monday."
    assert names(text) == {"United States": "country"}


def test_a_capital_that_acts_is_a_suggestion() -> None:
    text = "Pyongyang rejected the offer. The delegates flew to Oslo."
    mentions = [m for m in cast_of(text).mentions if m.form == "name"]
    assert [(m.actor, m.band, m.rule) for m in mentions] == [("North Korea", "suggestion", "capital")]


@pytest.mark.parametrize(
    "text",
    [
        "Monday was cold in March.",
        "However, nobody came. Then it rained.",
        "STORMS ARRIVE TONIGHT EVERYWHERE",
    ],
)
def test_capitals_of_grammar_name_nobody(text: str) -> None:
    assert names(text) == {}


def test_aliases_are_words_that_mean_one_actor_only() -> None:
    text = "Peter Smith met Ann Smith. Mr. Smith smiled. Later Smith left. Ms. Smith stayed."
    aliases = {actor.name: set(actor.aliases) for actor in cast_of(text).actors}
    assert "Mr. Smith" in aliases["Peter Smith"]
    assert "Ms. Smith" in aliases["Ann Smith"]
    assert not aliases["Peter Smith"] & aliases["Ann Smith"]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Defense Minister Park Jun-ho spoke. Later Park left.", "Park", "Park Jun-ho"),
        ("Majed al-Ansari spoke on Monday. Al-Ansari thanked Egypt.", "Al-Ansari", "Majed al-Ansari"),
        ("Ludwig van der Berg spoke on Monday. Van der Berg left.", "Van der Berg", "Ludwig van der Berg"),
        ("The opposition Labour Party met. Labour said no.", "Labour", "Labour Party"),
        ("Officials met Theresa Mayhew in May. Mayhew smiled.", "Mayhew", "Theresa Mayhew"),
    ],
)
def test_short_forms(text: str, words: str, actor: str) -> None:
    assert actor_of(text, words, text.count(words) - 1) == actor


def test_words_that_point_are_no_aliases() -> None:
    text = "Acme thanked its Baltic allies. A spokesman refused. The Peruvian government met Baltic leaders."
    aliases = {words for actor in cast_of(text).actors for words in actor.aliases}
    assert {"The Peruvian government", "Baltic leaders"} <= aliases
    assert not aliases & {"A spokesman", "its Baltic allies"}
