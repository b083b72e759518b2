"""The index: always right, whatever happens to its file; and what can be searched for."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.ledger import Extract
from countermove.evidence.rows import Row
from countermove.evidence.store import HIT, Store, Wanted
from countermove.evidence.store import index as index_module
from countermove.evidence.store.search import phrases
from evidence.store.made import HARBOUR, RIVER, harbour_rows, header, made, river_rows

ALL = [each.id for each in [*harbour_rows(), *river_rows()]]
DAM, VALLEY, FARMS, UNREST = river_rows()


def ids(store: Store, **asked: object) -> list[str]:
    return [each.id for each in store.rows(Wanted(**asked))]  # type: ignore[arg-type]


def hits(store: Store, text: str, **asked: object) -> list[str]:
    return [hit.row.id for hit in store.search(text, Wanted(**asked))]  # type: ignore[arg-type]


DAMAGE = {
    "removed": lambda file: file.unlink(),
    "emptied": lambda file: file.write_bytes(b""),
    "no database": lambda file: file.write_bytes(b"hello, I am no database at all" * 200),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[: len(file.read_bytes()) // 3]),
    "overwritten inside": lambda file: file.write_bytes(
        file.read_bytes()[:5000] + b"\0" * 20000 + file.read_bytes()[25000:]
    ),
    "of another version": lambda file: _other_version(file),
    "some other database": lambda file: _other_database(file),
}


def _other_version(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE meta SET value = 'x' WHERE name = 'version'")
    connection.commit()
    connection.close()


def _other_database(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE meta(a)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_made_anew(damage: str, tmp_path: Path) -> None:
    here = made(tmp_path)
    assert ids(here.store) == ALL
    here.store.close()
    DAMAGE[damage](here.store.folder / "index.sqlite")
    store = here.again()
    assert ids(store) == ALL
    assert hits(store, "dam") == [DAM.id]


def test_index_follows_the_files(tmp_path: Path) -> None:
    here = made(tmp_path)
    other = here.again()
    assert ids(other) == ALL
    here.store.put("harbour", header("harbour", HARBOUR), harbour_rows()[:1])
    assert ids(other) == [harbour_rows()[0].id, *(each.id for each in river_rows())]
    assert hits(other, "ferries") == []
    here.store.put("third", replace(header("river", RIVER), source="third"), [])
    here.store.forget("river")
    assert ids(other) == [harbour_rows()[0].id]
    here.store.put("harbour", header("harbour", HARBOUR), harbour_rows())
    assert ids(other) == [each.id for each in harbour_rows()] and hits(other, "ferries")


def test_what_one_program_decides_another_sees(tmp_path: Path) -> None:
    here = made(tmp_path)
    other = here.again()
    assert ids(other) == ids(here.store) == ALL
    here.store.decide([DAM.id], "drop", "me")
    assert here.store.state(DAM).status == "dropped", "and it has brought the index up to date"
    assert other.state(DAM).status == "dropped" and ids(other, status=("dropped",)) == [DAM.id]
    other.merge(["Anna Berg"], "Dr. Berg", "me")
    assert ids(other, speaker="Dr. Berg") == ids(here.store, speaker="Dr. Berg") == [DAM.id, VALLEY.id]
    assert here.store.row(DAM.id).value("speaker") == "Dr. Berg"


def test_where_nothing_can_be_written_the_index_stands_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = made(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    store = here.again()
    assert ids(store) == ALL and hits(store, "dam") == [DAM.id]
    assert not (here.store.folder / "index.sqlite").exists()


def test_an_index_that_another_program_holds_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = made(tmp_path)
    assert ids(here.store) == ALL
    held = sqlite3.connect(here.store.folder / "index.sqlite", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(index_module.sqlite3, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0}))
    assert ids(here.again()) == ALL, "this one stands in memory"
    here.store.index.connection.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(EvidenceError, match="another program"):
        ids(here.store)
    held.execute("COMMIT")
    assert ids(here.store) == ALL


def test_rebuilt_it_says_the_same(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.edit(VALLEY.id, {"speaker": "The envoy"}, "me")
    here.store.decide([DAM.id], "drop", "me")
    before = [(each, here.store.state(each)) for each in here.store.rows()]
    here.store.index.rebuild()
    assert [(each, here.store.state(each)) for each in here.store.rows()] == before
    assert ids(here.store, speaker="The envoy") == [VALLEY.id]


def test_extracts_of_the_ledger_stand_among_the_rows(tmp_path: Path) -> None:
    here = made(tmp_path)
    start = RIVER.index("since May")
    own = Extract("my-own", "river", start, start + 9, "since May", "A. Farmer", ("drought",))
    pasted = Extract(
        DAM.id, "river", DAM.start, DAM.end, DAM.words, "Dr. Berg", rule=DAM.rule, kind="statement"
    )
    assert ids(here.store) == ALL, "an index from before they were written"
    store = Store.open(here.path, [own, pasted])
    assert sorted(ids(store)) == sorted([*ALL, "my-own"])
    assert hits(store, "farmer") == ["my-own"] and ids(store, issue="drought") == ["my-own"]
    assert store.row(DAM.id).value("speaker") == "Dr. Berg", "the extract stands in the place of its row"
    with pytest.raises(EvidenceError, match="written in the ledger file itself"):
        store.decide(["my-own"], "drop", "me")
    assert ids(here.again()) == ALL and here.again().row(DAM.id) == DAM
    assert store.counts() == here.store.counts() or store.counts()["river"]["standing"] == 2


# -- filters ---------------------------------------------------------------------------------------


def test_filters(tmp_path: Path) -> None:
    store = made(tmp_path).store
    assert ids(store, sources=("river",)) == [each.id for each in river_rows()]
    assert ids(store, kinds=("figure", "claim")) == [FARMS.id, UNREST.id]
    assert ids(store, speaker="anna berg") == [DAM.id, VALLEY.id]
    assert ids(store, act="warns") == [VALLEY.id]
    assert ids(store, band="suggestion") == [harbour_rows()[2].id, VALLEY.id]
    assert ids(store, status=("tray",), sources=("river",)) == [VALLEY.id]
    assert ids(store, speaker="nobody") == []


def test_rows_of_an_issue_have_its_words_or_were_put_there(tmp_path: Path) -> None:
    store = made(tmp_path).store
    assert ids(store, issue="water", words=("valley", "a bridge", 'a "quoted" (thing')) == [VALLEY.id]
    store.edit(FARMS.id, {"issue": "land water"}, "me")
    assert ids(store, issue="water", words=("valley",)) == [VALLEY.id, FARMS.id]
    assert ids(store, issue="wate") == ids(store, issue="%") == ids(store, issue="land_water") == []


# -- search ----------------------------------------------------------------------------------------


def test_search(tmp_path: Path) -> None:
    store = made(tmp_path).store
    assert hits(store, "sell dam") == [DAM.id]
    assert hits(store, "selling DAMS") == [DAM.id], "by their stems"
    assert hits(store, '"sell the dam"') == [DAM.id] and hits(store, '"dam sell"') == []
    assert hits(store, "vall*") == [VALLEY.id]
    assert set(hits(store, "berg")) == {DAM.id, VALLEY.id}, "by who said it"
    assert hits(store, "berg -dam") == [VALLEY.id]
    assert hits(store, "berg", status=("tray",)) == [VALLEY.id]
    store.decide([DAM.id], "drop", "me")
    assert hits(store, "dam") == [] and hits(store, "dam", status=("dropped",)) == [DAM.id]


def test_snippets_mark_what_was_found(tmp_path: Path) -> None:
    (hit,) = made(tmp_path).store.search("dam")
    assert hit.snippet == f"We will not sell the {HIT[0]}dam{HIT[1]}"


def test_very_many_hits_come_unranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.evidence.store.search._MOST_RANKED", 1)
    store = made(tmp_path).store
    assert set(hits(store, "berg")) == {DAM.id, VALLEY.id}
    assert len(store.search("berg", most=1)) == 1


@pytest.mark.parametrize("nothing", ["", " ", "-", "***", '""', '"', "-dam", "…", "\0"])
def test_a_question_without_a_word_is_refused(nothing: str, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no word in this"):
        made(tmp_path).store.search(nothing)


@given(st.text(max_size=40))
def test_no_question_is_a_mistake_in_the_language_of_the_index(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
    try:
        asked = phrases(text)
    except EvidenceError:
        return
    connection.execute("SELECT * FROM t WHERE t MATCH ?", (asked,)).fetchall()


DEEDS = st.sampled_from(["drop", "keep", "undo", "edit", "put", "merge"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(DEEDS, st.integers(0, 6)), max_size=8))
def test_an_old_index_and_a_new_one_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]]
) -> None:
    """However the files came to be what they are."""
    here = made(tmp_path_factory.mktemp("index"))
    rows = [*harbour_rows(), *river_rows()]
    for deed, at in deeds:
        _do(here.store, deed, rows[at])
        list(here.store.rows())
    fresh = Store(here.store.folder)
    old = [(each, here.store.state(each)) for each in here.store.rows()]
    fresh.index.rebuild()
    assert old == [(each, fresh.state(each)) for each in fresh.rows()]
    assert here.store.mentioned() == fresh.mentioned() and here.store.counts() == fresh.counts()
    standing = [each.id for each in fresh.rows(Wanted(status=("standing",)))]
    assert sorted(standing) == sorted(extract.id for extract in fresh.standing())


def _do(store: Store, deed: str, row: Row) -> None:
    there = {each.id for each in store.rows()}
    if deed == "put":
        text = RIVER if row.source == "river" else HARBOUR
        store.put(row.source, header(row.source, text), [row])
    elif deed == "merge":
        if there >= {row.id, DAM.id}:
            store.merge([row.value("speaker") or "Anna Berg"], "Somebody", "me")
    elif row.id in there and deed == "edit":
        store.edit(row.id, {"act": "asks", "speaker": "X"}, "me")
    elif row.id in there:
        store.decide([row.id], deed, "me")
