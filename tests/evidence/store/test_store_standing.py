"""Rows as extracts: the quick way from a line of the file and the long way by the row agree."""

from __future__ import annotations

from countermove.evidence.actors import Actor
from countermove.evidence.rows import Row
from countermove.evidence.store import AliasTable
from countermove.evidence.store.state import extract_of, named, plain_extract, row_of, state_of
from evidence.store.made import harbour_rows, river_rows, row

TABLE = AliasTable().proposed(
    [Actor("Dr. Berg", "person", ("Anna Berg",)), Actor("Peter Cole", "", ("Mr. Cole",))]
)
TEXT = "The Quay says that ships of the North fired at the town, and it regrets that."
ROWS = [
    *river_rows(),
    *harbour_rows(),
    row("s", TEXT, "ships of the North fired at the town", "event", actor="the North", target="the town"),
    row("s", TEXT, "it regrets that", speaker_="The Quay", issue="war peace", via="x", when="2025"),
    row("s", TEXT, "The Quay says", speaker="It", addressee_="the town", addressee="Anna Berg", act="asks"),
    row("s", TEXT, "ships of", addressee="Somebody"),
    row("s", TEXT, "The Quay", "mention", actor="The Quay"),
]


def test_both_ways_agree() -> None:
    for each in ROWS:
        for issues in (None, (), ("war",)):
            long = extract_of(named(each, TABLE), state_of(each, None), issues)
            assert plain_extract(each.as_dict(), TABLE.whose, issues) == long


def test_an_extract_and_its_row_say_the_same() -> None:
    for each in ROWS:
        extract = extract_of(each, state_of(each, None))
        said = each.part("speaker") if each.kind == "statement" else None
        speaker = each.value("speaker") or (said.words if said else "")
        back = row_of(extract)
        assert isinstance(back, Row) and extract_of(back, state_of(back, None)).words == each.words
        assert (back.id, back.kind, back.value("speaker"), back.value("issue")) == (
            each.id, each.kind, speaker, each.value("issue")
        )  # fmt: skip
