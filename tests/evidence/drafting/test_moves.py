"""What a row shows that somebody could do: whose option it is, and why it counts."""

from __future__ import annotations

import pytest

from countermove.evidence.drafting.moves import People, sighting
from countermove.evidence.rows import Part, Row

PEOPLE = People(
    {name: name for name in ("Ruritania", "Zubrowka", "Sapt")} | {"Strelsau": "Ruritania", "he": "Sapt"}
)
NEEDED, READY = "said by Sapt to be needed of it", "said to be ready for it"


def told(words: str, act: str, addressee: str = "", kind: str = "statement", **more: str) -> Row:
    parts = (Part("addressee", 0, len(addressee), addressee),) if addressee else ()
    values = {"act": act, "speaker": "Sapt", **more}
    return Row("d-s1", "d", kind, 0, len(words), words, "r", "found", parts, values)


@pytest.mark.parametrize(
    ("row", "owner", "doing", "how"),
    [
        # promised, threatened, offered: the speaker's
        (told("to open the harbour", "promises"), "Sapt", "open the harbour", "promised"),
        (told("to close the river, if need be", "threatens"), "Sapt", "close the river", "threatened"),
        (told("continued support", "promises"), "Sapt", "", "promised"),
        (told("to lower the dues", "agrees"), "Sapt", "lower the dues", "agreed to"),
        (told("the landing of troops", "rejects"), "Sapt", "", "rejected"),
        (told("We will open the harbour", "asserts"), "Sapt", "open the harbour", "promised"),
        (told("We will open the harbour", "asserts", "Zubrowka"), "Sapt", "open the harbour", "promised"),
        (told("I will never open the harbour", "asserts"), "Sapt", "open the harbour", "refused"),
        (told("he was ready to talk", "asserts"), "Sapt", "talk", "promised"),
        # demanded: of the one who is asked, or who stands at its head
        (told("to open the harbour", "urges", "Ruritania"), "Ruritania", "open the harbour", "urged by Sapt"),
        (told("to open the harbour", "urges", "Strelsau"), "Ruritania", "open the harbour", "urged by Sapt"),
        (told("Ruritania open the port", "demands"), "Ruritania", "open the port", "demanded by Sapt"),
        (told("Ruritania to open the port", "urges"), "Ruritania", "open the port", "urged by Sapt"),
        (told("that", "demands", "Ruritania"), "", "", ""),
        (told("Zubrowka must sail away", "demands"), "Zubrowka", "sail away", "demanded by Sapt"),
        (told("Zubrowka must withdraw", "asserts"), "Zubrowka", "withdraw", NEEDED),
        (told("the Strelsau is prepared to accept dues", "asserts"), "Ruritania", "accept dues", READY),
        (told("Ruritania and some other powers were ready to pay", "asserts"), "Ruritania", "pay", READY),
        # proposed of another
        (told("Zubrowka should pay for it", "proposes"), "Zubrowka", "pay for it", NEEDED),
    ],
)  # fmt: skip
def test_whose_option_it_is(row: Row, owner: str, doing: str, how: str) -> None:
    seen = sighting(row, PEOPLE)
    if not owner:
        assert seen is None
        return
    assert seen is not None
    assert (seen.owner, seen.doing, seen.how, seen.remark) == (owner, doing, how, "")


def test_a_demand_of_nobody_known_is_the_speakers_with_a_remark() -> None:
    seen = sighting(told("an end of the blockade", "demands"), PEOPLE)
    assert seen is not None and seen.owner == "Sapt" and "put it where it belongs" in seen.remark


@pytest.mark.parametrize(
    "row",
    [
        told("the harbour is open", "asserts"),
        told("Ruritania is rich", "asserts"),
        told("Ruritania must be punished", "asserts"),
        told("a cease-fire must come first", "agrees"),
        told("the treaty was signed", "announces"),
        told("the new treaty", "announces"),
        told("to open the harbour", "promises", speaker=""),
        told("to open the harbour", "promises", voice="imputed"),
        told("to open the harbour", "promises", kind="claim"),
        told("40 million", "promises"),
        told("", "promises"),
        told("he was free to come", "asserts", addressee="Zubrowka"),
        told("\0\0 🕊️ to", "demands"),
    ],
)
def test_what_shows_nothing(row: Row) -> None:
    assert sighting(row, PEOPLE) is None


def test_names_at_the_head() -> None:
    assert PEOPLE.at_head("the  Ruritania must") == ("Ruritania", " must")
    assert PEOPLE.at_head("Ruritanians must") == ("", "Ruritanians must")
    assert PEOPLE.at_head("he must") == ("", "he must"), "a pronoun means somebody else in every sentence"
    assert PEOPLE.named("strelsau") == "Ruritania" and PEOPLE.named("Graustark") == ""
