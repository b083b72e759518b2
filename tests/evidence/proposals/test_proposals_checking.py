"""What may become a row: honest offers do, and no lie does, whatever its form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countermove.evidence.proposals import Asking, propose
from countermove.evidence.rows import SUGGESTION, Part
from evidence.proposals.fake_model import chat, fake_model, says
from evidence.proposals.gazette import KNOWN, TEXT, row_at, subject
from evidence.proposals.offering import HONEST, NO_WORDS, QUICK, offered, statement


def test_an_honest_statement(tmp_path: Path) -> None:
    found = offered(tmp_path, statements=[HONEST])
    (row,) = found.rows
    assert (row.kind, row.band, row.rule) == ("statement", SUGGESTION, "model:m/1")
    assert row.words == HONEST["words"] and row.stands_in(TEXT)
    assert [(part.role, part.words) for part in row.parts] == [("speaker", "The miller"), ("cue", "said")]
    assert row.values == {
        "speech": "indirect", "act": "asserts", "speaker": "The miller", "speaker_by": "named",
        "speaker_band": "suggestion",
    }  # fmt: skip
    assert TEXT[slice(*row.context)] == "The miller said that they were seen with spades before."
    assert not found.tally.refused and not found.tally.left_out


def test_the_nearest_place_is_meant(tmp_path: Path) -> None:
    """“seen with spades” stands twice in the paragraph; the cue tells which."""
    (row,) = offered(
        tmp_path, statements=[statement("they were seen with spades", "The miller", "said that")]
    ).rows
    assert row.start == TEXT.index("they were seen")
    (row,) = offered(tmp_path, statements=[statement("seen with spades", "The miller", "said that")]).rows
    assert row.start == TEXT.rindex("seen with spades")


def test_words_that_stand_twice_and_nothing_tells(tmp_path: Path) -> None:
    text = "“We go,” and “We go,” was all. Then said nobody anything."
    found = offered(tmp_path, text, statements=[statement("We go,")])
    assert not found.rows
    assert found.tally.refused == {
        "the words stand there more than once, and nothing tells which are meant": 1
    }


def test_marks_around_a_quotation_are_taken_off(tmp_path: Path) -> None:
    (row,) = offered(tmp_path, statements=[statement("“We shall measure it,”", "she", "said")]).rows
    assert row.words == "We shall measure it,"
    assert row.values == {"speech": "direct", "speaker_by": "pronoun", "speaker_band": "suggestion"}


def test_partial_speech(tmp_path: Path) -> None:
    words = "The farmers, he said, could have the water “when the wheel stands still”"
    assert not offered(tmp_path, statements=[statement(words, "he", "said")]).rows  # cue and speaker inside
    words = "could have the water “when the wheel stands still"
    (row,) = offered(tmp_path, statements=[statement(words, "he", "said")]).rows
    assert row.value("speech") == "partial"


def test_a_quotation_that_goes_on_needs_no_speaker(tmp_path: Path) -> None:
    (row,) = offered(tmp_path, statements=[statement("We shall measure it")]).rows
    assert row.parts == () and "speaker" not in row.values


NO_SPEAKER = "the speaker does not stand by the words"
NO_CUE = "the cue does not stand by the words"
LIES = [
    *(({"words": words}, NO_WORDS) for words in (
        "the miller is a thief",
        "they were seen with spades Before",
        "they were seen with spade before",
        "they were seen  with spades before",
        "they were ... before",
        "hey were seen with spades before",
        "they were seen with spades befor",
        "each day.\n\nAnna Weir, the mayor",
        "the miller\u2019s dog",
        "…",
    )),
    *(({"speaker": speaker}, NO_SPEAKER) for speaker in (
        "Anna Weir",  # another paragraph
        "the mayor",
        "Two of the farmers",  # another sentence
        "the miller",  # another sentence: it begins with a small letter there
        "Donald",
        "he",
        "they",  # in the very words
        "miller's",
    )),
    *(({"cue": cue}, NO_CUE) for cue in ("swore", "told", "aid", "could say", "seen", "SAID")),
    ({"words": "old and deaf", "cue": "", "speaker": ""}, "nothing in the text says that somebody said it"),
    ({"cue": "said that they were seen with spades before. No"}, "too many words for a cue or a speaker"),
    ({"speaker": "The miller " * 11}, "too many words for a cue or a speaker"),
    ({"words": "before"}, "one word is no statement"),
    ({"words": "where they went"}, NO_CUE),  # said in another sentence
]  # fmt: skip


@pytest.mark.parametrize(("lie", "reason"), LIES)
def test_a_lie_is_refused_with_its_reason(lie: dict[str, str], reason: str, tmp_path: Path) -> None:
    found = offered(tmp_path, statements=[HONEST | lie, HONEST])
    assert [row.words for row in found.rows] == [HONEST["words"]]
    assert found.tally.refused == {reason: 1}


@pytest.mark.parametrize("at", range(len(HONEST["words"])))
def test_one_sign_that_differs_is_too_many(at: int, tmp_path: Path) -> None:
    words = HONEST["words"]
    wrong = words[:at] + ("x" if words[at] != "x" else "y") + words[at + 1 :]
    assert not offered(tmp_path, statements=[HONEST | {"words": wrong}]).rows


def test_look_alikes_are_no_words(tmp_path: Path) -> None:
    for wrong in ("the\u00a0water", "thе water", "the\u200b water", "the wa\u0301ter"):
        assert not offered(tmp_path, statements=[statement(wrong, "he", "said")]).rows


def test_an_act_of_its_own_making_is_left_out(tmp_path: Path) -> None:
    found = offered(tmp_path, statements=[HONEST | {"act": "confesses to murder"}])
    assert "act" not in found.rows[0].values
    assert found.tally.left_out == {"an unknown act": 1}


def test_an_addressee_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    for hearer in ("the council", "the king", "farmers"):  # the last in the sentence before
        found = offered(tmp_path, statements=[HONEST | {"addressee": hearer}])
        assert found.rows[0].part("addressee") is None
        assert found.tally.left_out == {"words (addressee) that do not stand by the others": 1}


def test_what_rules_found_is_known(tmp_path: Path) -> None:
    known = statement("the river belongs to nobody", "Anna Weir", "told", "asserts", "the council")
    found = offered(
        tmp_path,
        statements=[
            known,
            known | {"words": "the river belongs"},
            known | {"words": "river belongs to nobody"},
        ],
    )
    assert not found.rows and found.known == 3


def test_less_than_half_of_it_is_not(tmp_path: Path) -> None:
    found = offered(tmp_path, statements=[statement("to nobody", "Anna Weir", "told")])
    assert len(found.rows) == 1 and not found.known


def test_unless_it_is_a_part_by_the_same_cue(tmp_path: Path) -> None:
    at = TEXT.index("told")
    known = replace(KNOWN[0], parts=(*KNOWN[0].parts, Part("cue", at, at + 4, "told")))
    one, folder = subject(tmp_path, TEXT, [known])
    offer = statement("to nobody", "Anna Weir", "told")
    with fake_model(says(chat({"statements": [offer, offer | {"cue": "told the council"}]}))) as fake:
        found = propose(one, Asking(fake.endpoint, "m", limits=QUICK), folder)
    (row,) = found.rows
    assert found.known == 1 and row.parts[1].words == "told the council"


def test_the_speaker_is_whom_the_rules_take_him_for(tmp_path: Path) -> None:
    """“he” speaks in a row of the rules; so it is known whom the same word means in a proposal."""
    who = TEXT.index("he said")
    while TEXT[who - 1].isalpha():
        who = TEXT.index("he said", who + 1)
    he, miller = Part("speaker", who, who + 2, "he"), Part("antecedent", 4, 10, "miller")
    values = {"speaker": "The miller of the valley", "speaker_by": "pronoun", "speaker_band": "found"}
    farmers = row_at(TEXT, "The farmers,", "statement", **values)
    one, folder = subject(tmp_path, TEXT, [replace(farmers, parts=(he, miller))])
    offer = statement("when the wheel stands still", "he", "said")
    with fake_model(says(chat({"statements": [offer]}))) as fake:
        (row,) = propose(one, Asking(fake.endpoint, "m", limits=QUICK), folder).rows
    assert row.value("speaker") == "The miller of the valley"
    assert row.value("speaker_band") == SUGGESTION and row.part("antecedent") == miller


def test_a_pronoun_that_the_rules_do_not_know_is_left_to_people(tmp_path: Path) -> None:
    (row,) = offered(tmp_path, statements=[statement("when the wheel stands still", "he", "said")]).rows
    assert "speaker" not in row.values and row.value("speaker_by") == "pronoun"


def test_duplicates_are_one(tmp_path: Path) -> None:
    found = offered(tmp_path, statements=[HONEST, HONEST, HONEST | {"words": "seen with spades before"}])
    assert len(found.rows) == 1
    assert found.tally.refused == {"the same as another of this call": 2}


# -- figures and links -----------------------------------------------------------------------------


def figure(words: str, **more: object) -> dict[str, object]:
    return {"words": words, **more}


def test_an_honest_figure(tmp_path: Path) -> None:
    of = "for a new dam"
    found = offered(
        tmp_path,
        figures=[figure("1.5 million crowns", amount=1_500_000, unit="crowns", of=of, status="pledged")],
    )
    (row,) = found.rows
    assert (row.kind, row.words) == ("figure", "1.5 million crowns")
    assert row.values == {"amount": "1500000", "unit": "crowns", "status": "pledged"}
    assert [(part.role, part.words) for part in row.parts] == [("unit", "crowns"), ("of", of)]
    assert not found.tally.left_out


@pytest.mark.parametrize(
    "amount",
    [
        "15",
        "1500001",
        "1.5e400",
        "NaN",
        "-1.5",
        "Infinity",
        "a lot",
        "9" * 3000,
        "１５０００００",
        "1_500_000",
    ],
)
def test_an_amount_that_does_not_follow_is_left_out(amount: str, tmp_path: Path) -> None:
    (row,) = offered(tmp_path, figures=[figure("1.5 million crowns", amount=amount)]).rows
    assert row.value("amount") in ("", "1500000")  # the last two are other spellings of the same number
    assert amount in ("１５０００００", "1_500_000") or not row.value("amount")


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("$3.2bn", "3200000000"),
        ("1,500 men", "1500"),
        ("40 billion", "40000000000"),
        ("2-million", "2000000"),
        ("7", "7"),
        ("twenty-five million men", "25000000"),
        ("two hundred thousand", "200000"),
        ("three dozen", "36"),
        ("a dozen barges", "12"),
        ("an hundred", "100"),
        ("One barge", "1"),
        ("some 300 to four hundred", "400"),
    ],
)
def test_amounts_are_read_off_the_words(words: str, amount: str, tmp_path: Path) -> None:
    found = offered(tmp_path, f"They spoke of {words}, and left.", figures=[figure(words, amount=amount)])
    assert [row.value("amount") for row in found.rows] == [amount]


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("two barges", "3"),
        ("a barge or two", "1"),
        ("twenty-five", "205"),
        ("hundreds of men", "100"),
        ("half", "0.5"),
    ],
)
def test_and_not_off_anything_else(words: str, amount: str, tmp_path: Path) -> None:
    found = offered(tmp_path, f"They spoke of {words}, and left.", figures=[figure(words, amount=amount)])
    assert [row.value("amount") for row in found.rows] == [""]


def test_a_figure_needs_a_number(tmp_path: Path) -> None:
    found = offered(
        tmp_path,
        figures=[figure("the miller", amount="3"), figure("300 crowns"), figure("Two of the farmers")],
    )
    assert [row.words for row in found.rows] == ["Two of the farmers"] and found.known == 1
    assert found.tally.refused == {"a figure without a number": 1}


def test_a_figure_around_or_inside_a_known_one_is_known(tmp_path: Path) -> None:
    found = offered(tmp_path, figures=[figure("wants 300 crowns for each day"), figure("300")])
    assert not found.rows and found.known == 2


def test_a_figure_inside_a_statement_says_so(tmp_path: Path) -> None:
    text = "The mayor said that nine barges would come."
    rows = [row_at(text, "nine barges would come", "statement")]
    one, folder = subject(tmp_path, text, rows)
    with fake_model(says(chat({"figures": [figure("nine barges")]}))) as fake:
        found = propose(one, Asking(fake.endpoint, "m", limits=QUICK), folder)
    assert found.rows[0].value("inside") == rows[0].id


def test_links(tmp_path: Path) -> None:
    found = offered(
        tmp_path, statements=[HONEST],
        links=[
            {"words": "they were seen with spades before", "issue": "weir"},
            {"words": "seen with spades before", "issue": "water"},
            {"words": "the river belongs to nobody", "issue": "water"},
            {"words": "Nobody could say where they went", "issue": "weir"},
            {"words": "Nobody could say where they went", "issue": "water"},
            {"words": "Nobody could say where they went", "issue": "no-such"},
            {"words": "Nobody said where they went", "issue": "weir"},
        ],
    )  # fmt: skip
    assert [(row.kind, row.value("issue")) for row in found.rows] == [
        ("statement", "weir water"),
        ("claim", "weir water"),
    ]
    assert [(link.row, link.issue, link.issues) for link in found.links] == [(KNOWN[0].id, "water", "water")]
    assert found.tally.refused == {"there is no such issue in the ledger": 1, NO_WORDS: 1}
