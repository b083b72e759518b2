"""Rows files and the store: what is put in comes out, and reading again loses nothing that people decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.rows import FOUND, KINDS, SUGGESTION, Part, Row
from countermove.evidence.store import FULL, QUICK, Header, Store, Wanted
from countermove.evidence.store.rowsfile import Scan, file_name, read_header, read_rows, row_data, write_rows
from evidence.store.made import HARBOUR, RIVER, harbour_rows, header, made, river_rows, row

texts = st.text(max_size=30)
rows = st.builds(
    Row,
    id=texts,
    source=st.just("s"),
    kind=st.sampled_from(KINDS),
    start=st.integers(0, 50),
    end=st.integers(50, 99),
    words=texts,
    rule=texts,
    band=st.sampled_from([FOUND, SUGGESTION]),
    parts=st.lists(st.builds(Part, texts, st.integers(0, 9), st.integers(0, 9), texts), max_size=3).map(
        tuple
    ),
    values=st.dictionaries(texts, texts, max_size=3),
    context=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)


@given(st.lists(rows, max_size=5, unique_by=lambda each: each.id))
def test_whatever_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, listed: list[Row]) -> None:
    path = tmp_path_factory.mktemp("rows") / "s.jsonl"
    head = Header("s", "0" * 64, "f" * 64, "3", QUICK, ((0, 4, "caption"),))
    write_rows(path, head, listed)
    found = read_rows(path)
    assert (found.header, list(found.rows), found.damaged) == (head, listed, ())
    assert read_header(path) == head
    lines = path.read_bytes()
    for data, start, end in Scan(path):
        assert row_data(lines[start:end]) == data


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "[" * 3000,
        json.dumps({"id": "x"}),
        json.dumps(river_rows()[0].as_dict() | {"kind": "poem"}),
        json.dumps(river_rows()[0].as_dict() | {"band": "sure"}),
        json.dumps(river_rows()[0].as_dict() | {"start": -1}),
        json.dumps(river_rows()[0].as_dict() | {"start": "1"}),
        json.dumps(river_rows()[0].as_dict() | {"parts": [["speaker"]]}),
        json.dumps(river_rows()[0].as_dict() | {"values": []}),
        json.dumps(river_rows()[0].as_dict() | {"context": [1]}),
        json.dumps(river_rows()[0].as_dict() | {"source": "other"}),
        json.dumps(river_rows()[1].as_dict()),
    ],
)
def test_a_damaged_line_is_told_and_the_others_are_read(line: str, tmp_path: Path) -> None:
    """The last of these is sound, but its id is there already."""
    path = tmp_path / "river.jsonl"
    first, second = river_rows()[:2]
    write_rows(path, header("river", RIVER), [first, second])
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, line + "\n"]), encoding="utf-8")
    found = read_rows(path)
    assert found.rows == (first, second) and found.damaged == (4,)


def test_without_a_header_there_are_no_rows(tmp_path: Path) -> None:
    for text in ("", "\n", "{}\n", '{"source": "a", "sha256": "b", "unread": [1]}\n'):
        (tmp_path / "x.jsonl").write_text(text)
        assert read_rows(tmp_path / "x.jsonl").damaged == (1,)
    assert read_rows(tmp_path / "none.jsonl").damaged == (1,) and read_header(tmp_path / "none.jsonl") is None


def test_every_id_has_a_file_of_its_own_inside_the_folder() -> None:
    ids = ["a", "a/b", "../a", "a\\b", ".", "..", "con", "a b", "ä", "a\0", "A" * 500]
    names = [file_name(id) for id in ids]
    assert len(set(names)) == len(ids)
    assert not [name for name in names if set(name) & set('/\\\0:*?"<>|')]
    assert all(len(name) <= 255 for name in names)


def test_rows_come_out_by_source_and_place(tmp_path: Path) -> None:
    store = made(tmp_path).store
    assert [each.id for each in store.rows()] == [each.id for each in [*harbour_rows(), *river_rows()]]
    only = store.rows(Wanted(sources=("river",), kinds=("figure",)))
    assert [each.words for each in only] == ["About 40 farms"]
    assert len(list(store.rows(most=2))) == 2


def test_a_reading_is_current_until_something_changes(tmp_path: Path) -> None:
    store = made(tmp_path).store
    sha256 = header("river", RIVER).sha256
    assert store.is_current("river", sha256, "", "1", FULL)
    assert store.is_current("river", sha256, "", "1", QUICK), "a full reading has all that a quick one finds"
    assert not store.is_current("river", sha256, "", "2", FULL)
    assert not store.is_current("river", "0" * 64, "", "1", FULL)
    assert not store.is_current("other", sha256, "", "1", FULL)
    store.put("river", {"sha256": sha256, "reader": "1", "level": QUICK}, [])
    assert not store.is_current("river", sha256, "", "1", FULL)


def test_reading_again_keeps_every_decision(tmp_path: Path) -> None:
    store = made(tmp_path).store
    first, second, third, fourth = river_rows()
    store.decide([second.id], "keep", "me")
    store.decide([first.id], "drop", "me")
    store.edit(third.id, {"amount": "41"}, "me")
    store.put("river", header("river", RIVER, reader="2"), [first])
    found = {each.id: store.state(each) for each in store.rows(Wanted(sources=("river",)))}
    assert set(found) == {first.id, second.id, third.id}, "what somebody kept or edited stays"
    assert found[first.id].status == "dropped" and found[second.id].status == "standing"
    assert store.row(third.id).value("amount") == "41"
    store.put("river", header("river", RIVER, reader="3"), river_rows())
    assert [each.id for each in store.rows(Wanted(sources=("river",)))] == [
        first.id, second.id, third.id, fourth.id
    ]  # fmt: skip
    assert store.state(first).status == "dropped"


def test_decisions_on_rows_that_went_are_told(tmp_path: Path) -> None:
    store = made(tmp_path).store
    first = river_rows()[0]
    store.decide([first.id], "drop", "me")
    store.put("river", header("river", RIVER), [])
    assert store.orphans() == [first.id]


def test_unknown_rows_are_refused_with_the_nearest(tmp_path: Path) -> None:
    store = made(tmp_path).store
    right = river_rows()[0].id
    with pytest.raises(EvidenceError) as caught:
        store.decide([right, right + "x", "nowhere"], "keep", "me")
    assert [problem.cure for problem in caught.value.problems] == [
        f'Did you mean "{right}"?',
        "countermove ledger show lists the rows.",
    ]
    assert store.history() == [], "nothing is logged then"


def test_nothing_is_written_before_there_is_something_to_write(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "case.ledger.toml")
    assert store.is_empty and not list(store.rows()) and not list(store.standing())
    assert store.known_actors() == [] and store.history() == []
    assert not (tmp_path / "case.ledger").exists()


def test_what_can_be_made_again_is_not_kept_under_version_control(tmp_path: Path) -> None:
    here = made(tmp_path)
    assert (here.store.folder / ".gitignore").read_text().split() == ["index.sqlite*", ".lock"]
    assert not (here.store.folder / "rows" / ".gitignore").exists()


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "case.ledger").write_text("a file is in the way")
    store = Store.open(tmp_path / "case.ledger.toml")
    assert list(store.rows()) == []
    for deed in (lambda: store.put("river", header("river", RIVER), []), lambda: store.propose_actors([])):
        with pytest.raises(EvidenceError, match="cannot write"):
            deed()


def test_places_are_remembered_as_seen_from_the_ledger(tmp_path: Path) -> None:
    here = made(tmp_path)
    away = tmp_path / "reports" / "May"
    away.mkdir(parents=True)
    for _ in range(2):
        here.store.remember(away)
    here.store.remember(tmp_path)
    assert here.again().places() == [away]
    assert (here.store.folder / "places.txt").read_text() == "reports/May\n"


def test_lines_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    here = made(tmp_path)
    file = here.store.folder / "rows" / "river.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    here.store.decide([harbour_rows()[0].id], "keep", "me")
    with (here.store.folder / "decisions.csv").open("a") as log:
        log.write("what is this\n")
    problems = here.again().damaged()
    assert [(Path(p.file).name, p.line) for p in problems] == [("river.jsonl", 0), ("decisions.csv", 3)]
    assert "5" in problems[0].what, "the line is named"


def test_same_place_twice_makes_two_rows(tmp_path: Path) -> None:
    here = made(tmp_path)
    one = row("harbour", HARBOUR, "it")
    here.store.put("harbour", header("harbour", HARBOUR), [one, one])
    assert len(list(here.store.rows(Wanted(sources=("harbour",))))) == 1
    assert here.store.damaged()
