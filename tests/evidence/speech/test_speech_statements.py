"""Statements by the parse: who said what, told once, and nothing that nobody said."""

from __future__ import annotations

import pytest

from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report
from countermove.evidence.speech import find_quotations, find_statements
from evidence.reports_at_hand import reports
from evidence.speech.speech_at_hand import Told, spans_of, statements

FOUND = [
    ("The envoy said the talks had failed.", ("The envoy", "said", "the talks had failed"), "asserts"),
    (
        "Ms. Ode suggested for the first time that trade would fall.",
        ("Ms. Ode", "suggested", "trade would fall"),
        "asserts",
    ),
    (
        "Ada Byron, who warned that the dam would fail, left the room.",
        ("Ada Byron", "warned", "the dam would fail"),
        "warns",
    ),
    (
        "The minister denied that troops had crossed the border.",
        ("The minister", "denied", "troops had crossed the border"),
        "denies",
    ),
    (
        "The talks, historians say, began with a mistake.",
        ("historians", "say", "The talks … began with a mistake"),
        "asserts",
    ),
    (
        "Talks would resume in May, the foreign ministry said on Monday.",
        ("the foreign ministry", "said", "Talks would resume in May"),
        "asserts",
    ),
    ("As the minister put it, the well is dry.", ("the minister", "put", "the well is dry"), "asserts"),
    (
        "According to two diplomats, who asked not to be named, the treaty is dead.",
        ("two diplomats", "According to", "the treaty is dead"),
        "asserts",
    ),
    (
        "The treaty is dead, according to a report by the Lund Institute.",
        ("the Lund Institute", "according to", "The treaty is dead"),
        "asserts",
    ),
    (
        "The statement by the two governments said that the border would open.",
        ("the two governments", "said", "the border would open"),
        "asserts",
    ),
    (
        "The president was quoted as saying that the war was lost.",
        ("The president", "saying", "the war was lost"),
        "asserts",
    ),
]

SUGGESTED = [
    (
        "The general rejected the accusation that his men had fired first.",
        ("The general", "rejected", "the accusation that his men had fired first"),
        "rejects",
    ),
    (
        "Governor Lind threatened to close the port unless the toll was lifted by Friday.",
        ("Governor Lind", "threatened", "to close the port unless the toll was lifted by Friday"),
        "threatens",
    ),
    (
        "The council called on all parties to stop fighting.",
        ("The council", "called", "to stop fighting"),
        "urges",
    ),
    ("Ms. Berg called for an end to the siege.", ("Ms. Berg", "called", "an end to the siege"), "urges"),
    (
        "The mayor accused the company of hiding the report.",
        ("The mayor", "accused", "hiding the report"),
        "accuses",
    ),
    (
        "He described the offer as “insulting and late.”",
        ("He", "described", "the offer as “insulting and late.”"),
        "asserts",
    ),
    ("They left what she called a “sinking” ship.", ("she", "called", "“sinking” ship"), "asserts"),
    (
        "Lund’s offer to pay for the bridge was turned down.",
        ("Lund’s", "offer", "to pay for the bridge"),
        "promises",
    ),
    (
        "By most accounts, the queen is in good health.",
        ("most accounts", "By", "the queen is in good health"),
        "asserts",
    ),
    (
        "The rebels refused to hand over their guns.",
        ("The rebels", "refused", "to hand over their guns"),
        "rejects",
    ),
    ("Officials hope that the talks will go on.", ("Officials", "hope", "the talks will go on"), "hopes"),
    (
        "The mayor does not believe that the bridge is safe.",
        ("The mayor", "not believe", "the bridge is safe"),
        "doubts",
    ),
]

UNSAID = [
    "The council never said that it would pay.",
    "Nobody said that the talks had failed.",
    "No minister said that the talks had failed.",
    "If the king says that he will come, the army will rally.",
    "Critics could say that the plan is too costly.",
    "He did not deny that he had been there.",
    "The mayor was going to have to admit that the town was poor.",
    "It remains unclear whether the king will agree to the terms.",
    "That fact would seem to suggest that the timing is bad.",
    "The move shows that Lund wants peace, and it means that war is near.",
    "The figures suggest that trade will fall.",
    "The war threatens to spread to the coast.",
    "The king supports the plan and welcomed the offer.",
]


def one(text: str) -> Told:
    (told,) = statements(text)
    return told


@pytest.mark.parametrize(("text", "short", "act"), FOUND)
def test_what_is_found(text: str, short: tuple[str, str, str], act: str) -> None:
    told = one(text)
    assert (told.short, told.made.act, told.made.band) == (short, act, "found")


@pytest.mark.parametrize(("text", "short", "act"), SUGGESTED)
def test_what_is_suggested(text: str, short: tuple[str, str, str], act: str) -> None:
    told = one(text)
    speaker, cue, content = told.short
    assert (speaker.removesuffix("’s"), cue, content) == (short[0].removesuffix("’s"), *short[1:])
    assert (told.made.act, told.made.band) == (act, "suggestion")


@pytest.mark.parametrize("text", UNSAID)
def test_what_nobody_said_is_nobodys(text: str) -> None:
    assert statements(text) == []


def test_a_verb_that_goes_on_begins_a_statement_of_the_same_speaker() -> None:
    text = "Prime Minister Ode said it was time to stop and urged both sides to return to the table."
    first, second = statements(text)
    assert first.short == ("Prime Minister Ode", "said", "it was time to stop")
    assert second.short == ("Prime Minister Ode", "urged", "to return to the table")
    assert second.words(second.made.addressee) == "both sides"


def test_a_participle_goes_on_with_what_was_said() -> None:
    first, second = statements("The envoy said the talks had failed, adding that no date had been set.")
    assert first.content == "the talks had failed"
    assert second.short == ("The envoy", "adding", "no date had been set")


def test_conditions_are_kept_and_remarks_after_a_dash_left_out() -> None:
    first = one("She promised to send grain, as long as the city paid for it.")
    assert first.content == "to send grain, as long as the city paid for it"
    second = one("He assured the queen that the gate would stay shut — a view that his father took, too.")
    assert second.content == "the gate would stay shut"
    assert second.words(second.made.addressee) == "the queen"


def test_speech_within_speech_is_told_in_it() -> None:
    outer, inner = statements(
        "The spokeswoman said that the minister had told parliament that the money was gone."
    )
    assert inner.short == ("the minister", "told", "the money was gone")
    assert (outer.made.inside, inner.made.inside) == (None, 0)


def test_a_paraphrase_is_put_into_a_mouth() -> None:
    told = list(statements("He smiled, essentially telling the small town to give up its claims."))
    assert [(one.made.voice, one.speaker) for one in told] == [("imputed", "")]


def test_circumstances_are_spans_of_their_own() -> None:
    told = one("“We go,” Ms. Ode told reporters in Berlin on Friday.")
    parts = told.made.addressee, told.made.where, told.made.when
    assert [told.words(part) for part in parts] == ["reporters", "Berlin", "Friday"]
    told = one("Ms. Ode said in a letter that the well was dry.")
    assert told.words(told.made.via) == "a letter"


def test_a_document_speaks_for_who_issued_it() -> None:
    told = one("Mayor Ida Berg issued a statement that praised the crew for saving the ship.")
    assert (told.speaker, told.words(told.made.via)) == ("Mayor Ida Berg", "a statement")


def test_reported_speech_that_runs_on_is_a_suggestion() -> None:
    first, second = statements("The army would not go in, he said. If it did, it would need more boats.")
    assert second.content == "If it did, it would need more boats"
    assert (second.speaker, second.made.band, second.made.cue) == (first.speaker, "suggestion", None)


def test_a_headline_without_a_verb_for_the_parse() -> None:
    assert one("Miner Boliden plans to close 1,100 shops").short[1:] == ("plans", "to close 1,100 shops")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "“",
        "” said",
        "said that",
        "it said that that said that",
        "according to",
        "As if",
        "X, said",
        "\0“\0,” he said",
        "😀 said 😀 that “😀.”",
        "قال إن “نعم” he said that لا",
        "\n\n\n",
        "by most accounts",
        "in the words of",
        "— — —",
    ],
)
def test_odd_texts_are_read(text: str) -> None:
    for told in statements(text):
        assert all(0 <= start < end <= len(text) for start, end in spans_of(told.made))


@pytest.mark.parametrize(
    "piece", ["he said that ", "according to the man ", "“Go on,” he said, ", "x — he said "]
)
def test_a_text_without_a_full_stop_is_read(piece: str) -> None:
    text = piece * (8_000 // len(piece))
    for told in statements(text):
        assert all(0 <= start < end <= len(text) for start, end in spans_of(told.made))


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[str, list[Told]]]:
    """The statements of the two reports, by file name."""
    found = {}
    for name, text in reports().items():
        passage = passage_of(Report(Source(name, name, ""), text))
        made = find_statements(passage, parse(passage.text, passage.sentences))
        found[name] = passage.text, [Told(one, passage.text) for one in made]
    return found


def test_laws_of_the_reports(told: dict[str, tuple[str, list[Told]]]) -> None:
    for text, all_told in told.values():
        made = [one.made for one in all_told]
        assert [one.content[0] for one in made] == sorted(one.content[0] for one in made)
        assert len({(one.content, one.cue) for one in made}) == len(made)
        for one in made:
            assert all(0 <= start < end <= len(text) for start, end in spans_of(one))
            assert one.voice == "attributed" or one.speaker is None
            assert one.band == "suggestion" or one.speaker is not None
            if one.inside is not None:
                assert one.cue is not None
                assert any(a <= one.cue[0] < b for a, b in made[one.inside].spans)


def test_the_reports_hold_what_their_readers_find(told: dict[str, tuple[str, list[Told]]]) -> None:
    schwarz, sanger = (told[name][1] for name in sorted(told, reverse=True))
    assert len([one for one in schwarz + sanger if one.made.speech == "direct" and one.speaker]) == 12
    acts = {(one.made.act, one.content[:20]) for one in schwarz + sanger}
    assert ("rejects", "the deployment of it") in acts
    assert ("threatens", "to impose secondary ") in acts
    assert not [one for one in schwarz if "dictator here" in one.content and one.speaker]
    assert not [one for one in sanger if "bend to the demands" in one.content and one.speaker]


def test_both_views_agree_on_quotations_with_a_verb(told: dict[str, tuple[str, list[Told]]]) -> None:
    for name, text in reports().items():
        passage = passage_of(Report(Source(name, name, ""), text))
        quick = {one.spans for one in find_quotations(passage) if one.band == "found"}
        assert quick <= {one.made.spans for one in told[name][1]}
