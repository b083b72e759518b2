"""The table of aliases: what the program proposes, what people change, and how rows follow."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.actors import Actor
from countermove.evidence.hypotheses.cells import read_cells
from countermove.evidence.store import AliasTable, Wanted
from countermove.evidence.store.aliases import key_of, read_aliases, write_aliases
from countermove.evidence.store.decisions import read_decisions
from evidence.store.made import Made, harbour_rows, made, river_rows

DENIAL, HARBOUR, FERRIES = (each.id for each in harbour_rows())
DAM, VALLEY, *_ = (each.id for each in river_rows())


def known(here: Made) -> None:
    here.store.propose_actors(
        [
            Actor("Anna Berg", "person", ("Anna Berg", "the envoy", "Berg")),
            Actor("Minister Cole", "person", ("Minister Cole",)),
            Actor("Mr. Cole", "person", ("Mr. Cole", "he")),
        ]
    )


def speakers(here: Made) -> dict[str, str]:
    return {each.id: each.value("speaker") for each in here.again().rows(Wanted(kinds=("statement",)))}


def test_a_proposal_is_a_table_without_pronouns(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    assert [actor.name for actor in here.store.known_actors()] == ["Anna Berg", "Minister Cole", "Mr. Cole"]
    assert here.store.known_actors()[0] == Actor("Anna Berg", "person", ("Anna Berg", "Berg", "the envoy"))
    text = (here.store.folder / "actors.csv").read_text()
    assert text.startswith("words,actor,kind,by,at\nAnna Berg,Anna Berg,person,,\n") and "he," not in text


def test_merge_updates_every_row(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    here.store.merge(["Minister Cole", "mr.  cole"], "Peter Cole", "me")
    found = speakers(here)
    assert {found[id] for id in (DENIAL, HARBOUR, FERRIES)} == {"Peter Cole"}
    assert found[DAM] == "Anna Berg"
    assert len(list(here.store.rows(Wanted(speaker="Peter Cole")))) == 3
    (cole,) = (actor for actor in here.store.known_actors() if actor.name == "Peter Cole")
    assert cole.kind == "person" and set(cole.aliases) == {"Minister Cole", "Mr. Cole", "Peter Cole"}


def test_split_updates_only_rows_with_these_words(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    here.store.merge(["Mr. Cole"], "Minister Cole", "me")
    here.store.split("Mr. Cole", "Mr. Cole", "me")
    assert speakers(here)[DENIAL] == "Minister Cole" and speakers(here)[HARBOUR] == "Mr. Cole"
    here.store.split("Anna Berg", "Another Berg", "me")
    assert speakers(here)[DAM] == "Another Berg"
    assert speakers(here)[VALLEY] == "Another Berg", "“She” goes back to these words"


def test_the_words_come_before_the_antecedent_and_that_before_the_name() -> None:
    table = AliasTable().proposed(
        [Actor("A", "", ("first",)), Actor("B", "", ("two",)), Actor("C", "", ("three",))]
    )
    assert table.whose("first", "two", "three") == "A"
    assert table.whose("he", "two", "three") == "B"
    assert table.whose("he", "it", "three") == "C"
    assert table.whose("he", "it", "Somebody") == "Somebody"
    assert table.whose("", "", "") == ""


def test_people_win_over_the_program(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    here.store.split("the envoy", "Carl Dorn", "me")
    for afresh in (False, True):
        here.store.propose_actors([Actor("Anna Berg", "person", ("the envoy", "A. Berg"))], afresh=afresh)
        table = here.store.aliases()
        assert table.meaning("The  Envoy") == "Carl Dorn" and table.meaning("A. Berg") == "Anna Berg"
    assert table.meaning("Berg") == "", "afresh forgets what earlier readings found"


def test_words_of_two_actors_mean_none() -> None:
    table = AliasTable().proposed(
        [Actor("Anna Berg", "", ("the president",)), Actor("Carl Dorn", "", ("the president",))]
    )
    assert table.meaning("the president") == "" and table.meaning("Carl Dorn") == "Carl Dorn"
    assert table.whose("the president", "", "Carl Dorn") == "Carl Dorn", "the row's own name decides"
    again = table.proposed([Actor("Anna Berg", "", ("the president",))])
    assert again.meaning("the president") == "", "once ambiguous, always"


def test_a_fuller_name_takes_the_shorter_along() -> None:
    table = AliasTable().proposed(
        [Actor("Berg", "person", ("Mrs. Berg",)), Actor("Anna Berg", "person", ("Berg",))]
    )
    assert {table.meaning(words) for words in ("Berg", "Mrs. Berg", "Anna Berg")} == {"Anna Berg"}
    assert [actor.name for actor in table.actors()] == ["Anna Berg"]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=12))
def test_whatever_is_merged_and_split_every_name_means_one_actor(deeds: list[tuple[bool, str, str]]) -> None:
    table = AliasTable().proposed([Actor(name, "", (f"the {name}",)) for name in "ABCDE"])
    for merge, one, other in deeds:
        table = (
            table.merged([one], other, "me", "t") if merge else table.split(f"the {one}", other, "me", "t")
        )
        assert table.meaning(one) == table.meaning(other) if merge else True
        if not merge:
            assert table.meaning(f"the {one}") == table.meaning(other)
    for name in "ABCDE":
        actor = table.meaning(name)
        assert actor and table.canonical(actor) == actor
    assert sum(len(rows) for rows in table.groups().values()) == len(table.rows)


def test_nobody_can_be_merged_who_is_not_there(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    with pytest.raises(EvidenceError) as caught:
        here.store.merge(["Anna Borg", "he", "zzz"], "Peter Cole", "me")
    assert [(p.what, p.cure) for p in caught.value.problems] == [
        ('nobody is called "Anna Borg"', 'Did you mean "Anna Berg"?'),
        ('"he" means different people in different sentences', "Leave it out."),
        ('nobody is called "zzz"', "ledger actors lists who is."),
    ]
    with pytest.raises(EvidenceError, match="means different people"):
        here.store.split("She", "Anna Berg", "me")
    for into in ("", " "):
        with pytest.raises(EvidenceError, match="needs a name"):
            here.store.merge(["Berg"], into, "me")


def test_names_that_only_rows_bear_can_be_merged(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.merge(["Mr. Cole", "Minister Cole"], "Peter Cole", "me")
    assert {speakers(here)[id] for id in (DENIAL, HARBOUR, FERRIES)} == {"Peter Cole"}


def test_a_part_of_a_name_will_do_if_it_is_of_one_actor_alone(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    assert here.store.speaker("Anna") == "Anna Berg" and here.store.speaker("Cole") == "Cole", (
        "two are called so"
    )
    here.store.merge(["Anna"], "Dr. Berg", "me")
    assert here.store.speaker("berg") == "Dr. Berg"


def test_counts_are_by_actor_and_words(tmp_path: Path) -> None:
    here = made(tmp_path)
    known(here)
    here.store.decide([DENIAL], "drop", "me")
    assert here.store.mentioned() == {
        ("Anna Berg", "Anna Berg"): 1,
        ("Anna Berg", "She"): 1,
        ("Mr. Cole", "Mr. Cole"): 1,
        ("Mr. Cole", "He"): 1,
    }


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=6))
def test_the_file_gives_back_the_table(
    tmp_path_factory: pytest.TempPathFactory, words: dict[str, str]
) -> None:
    table = AliasTable().proposed([Actor(name, "group", (alias,)) for alias, name in words.items()])
    path = tmp_path_factory.mktemp("actors") / "actors.csv"
    write_aliases(path, table)
    found = read_aliases(path)
    clean = {key: row for key, row in table.rows.items() if row.words == row.words.strip()}
    for key, row in clean.items():
        if row.actor == row.actor.strip() and "\r" not in row.words + row.actor:
            assert found.rows[key].actor == row.actor


def test_a_damaged_table_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_bytes(b"words,actor,kind,by,at\nBerg,Anna Berg\n\n,,,\n\xff\xfe,X,,me,\nonly\n")
    table = read_aliases(path)
    assert table.meaning("berg") == "Anna Berg" and table.meaning("only") == ""
    path.write_bytes(b"")
    assert read_aliases(path) == AliasTable()


def test_case_blanks_and_apostrophes_do_not_matter() -> None:
    assert key_of(" The\n Queen’s  MAN ") == key_of("the queen's man")


def test_a_table_that_cannot_be_read_is_told_and_never_written_anew(tmp_path: Path) -> None:
    """It may be open in a spreadsheet: what people put into it would be gone."""
    here = made(tmp_path)
    known(here)
    here.store.merge(["Anna Berg"], "The North", "Ada")
    table = here.store.folder / "actors.csv"
    kept = table.read_bytes()
    locked = patch.object(Path, "read_bytes", side_effect=PermissionError(13, "Permission denied"))
    with locked, pytest.raises(EvidenceError, match="cannot read"):
        here.store.propose_actors([Actor("Somebody", "person")])
    assert table.read_bytes() == kept


@pytest.mark.parametrize("name", ["actors.csv", "decisions.csv", "matrix.csv"])
def test_what_people_decided_is_read_or_the_reason_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    read = {"actors.csv": read_aliases, "decisions.csv": read_decisions}.get(name)
    with pytest.raises(EvidenceError, match="cannot read"):
        read(tmp_path / name) if read else read_cells(tmp_path)
