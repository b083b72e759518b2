"""Decisions: the log keeps everything, its fold says what holds, and two programs lose nothing."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.store import Wanted
from countermove.evidence.store.decisions import Decision, add, fold, last_deed, read_decisions
from evidence.store.made import RIVER, harbour_rows, made, river_rows
from evidence.store.programs import decide_often

FIRST, SECOND, FIGURE, CLAIM = river_rows()
ENCODABLE = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


DEEDS = st.sampled_from(["keep", "edit"])
DECISIONS = st.builds(
    Decision, ENCODABLE, ENCODABLE.filter(str.strip), ENCODABLE.filter(bool), DEEDS, *[ENCODABLE] * 3
)


@given(st.lists(DECISIONS, min_size=1, max_size=4))
def test_log_gives_back_every_sign(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]
) -> None:
    """Commas, quotes, line ends, zeros and backslashes are kept; each decision has one line of the file."""
    path = tmp_path_factory.mktemp("log") / "decisions.csv"
    add(path, decisions)
    assert read_decisions(path) == (decisions, [])
    assert path.read_bytes().count(b"\n") == len(decisions) + 1


def test_verdicts_and_edits_amount_to_what_was_said_last() -> None:
    log = [
        Decision("1", "a", "r", "keep", note="sure"),
        Decision("2", "b", "r", "edit", "speaker", "X"),
        Decision("3", "b", "r", "drop"),
        Decision("4", "a", "r", "edit", "speaker", "Y"),
    ]
    found = fold(log)["r"]
    assert (found.verdict, found.edits, found.by, found.at, found.note) == (
        "drop", {"speaker": "Y"}, "a", "4", "sure"
    )  # fmt: skip
    undone = [*log, Decision("5", "a", "r", "undo", value="4"), Decision("6", "a", "r", "undo", value="3")]
    assert (fold(undone)["r"].verdict, fold(undone)["r"].edits) == ("keep", {"speaker": "X"})
    everything = [*log, *(Decision("9", "a", "r", "undo", value=str(n)) for n in range(1, 5))]
    assert fold(everything) == {}


def test_undo_takes_what_was_done_as_one() -> None:
    log = [Decision("1", "a", "r", "keep"), Decision("2", "b", "s", "edit", "act", "x"),
           Decision("2", "b", "s", "edit", "when", "y"), Decision("1", "a", "t", "keep")]  # fmt: skip
    assert [each.name for each in last_deed(log, row="s")] == ["act", "when"]
    assert [each.row for each in last_deed(log, who="a")] == ["r", "t"]
    assert last_deed(log, who="nobody") == last_deed([], row="r") == []


def test_states_follow_deeds(tmp_path: Path) -> None:
    store = made(tmp_path).store
    states = {each.id: store.state(each).status for each in store.rows()}
    assert (states[FIRST.id], states[SECOND.id]) == ("standing", "tray")
    store.decide([FIRST.id], "drop", "me", note="not hers")
    store.decide([SECOND.id], "keep", "you")
    state = store.state(FIRST)
    assert (state.status, state.verdict, state.by, state.note) == ("dropped", "drop", "me", "not hers")
    assert store.state(SECOND).status == "standing"
    dropped = store.rows(Wanted(status=("dropped",)))
    assert [each.id for each in dropped] == [FIRST.id]
    assert [each.row for each in store.undo("me")] == [FIRST.id]
    assert store.state(store.row(FIRST.id)).status == "standing"
    store.decide([SECOND.id], "undo", "anybody")
    assert [each.id for each in store.rows(Wanted(sources=("river",), status=("tray",)))] == [SECOND.id]
    assert store.undo("me") == [], "there is nothing left of mine"
    assert len(store.history()) == 4, "the log itself forgets nothing"


def test_what_was_decided_together_is_undone_together(tmp_path: Path) -> None:
    store = made(tmp_path).store
    store.decide([FIRST.id, FIGURE.id], "drop", "me")
    assert {each.row for each in store.undo("me")} == {FIRST.id, FIGURE.id}
    assert not list(store.rows(Wanted(status=("dropped",))))


def test_edits_stand_in_place_of_what_was_found(tmp_path: Path) -> None:
    here = made(tmp_path)
    edited = here.store.edit(SECOND.id, {"speaker": "The envoy", "act": "threatens", "kind": "claim"}, "me")
    assert (edited.value("speaker"), edited.value("act"), edited.kind) == ("The envoy", "threatens", "claim")
    assert here.again().row(SECOND.id) == edited
    assert here.store.found(SECOND.id) == SECOND, "what the reader found stays to be seen"
    assert [each.id for each in here.store.rows(Wanted(act="threatens"))] == [SECOND.id]
    assert [each.id for each in here.store.rows(Wanted(speaker="The envoy"))] == [SECOND.id]
    assert here.store.state(edited).status == "tray", "an edit decides nothing"
    here.store.undo("me")
    assert here.store.row(SECOND.id) == SECOND
    assert not list(here.store.rows(Wanted(act="threatens")))


def test_another_span_takes_its_words_from_the_source(tmp_path: Path) -> None:
    here = made(tmp_path)
    start = RIVER.index("the valley")
    edited = here.store.edit(SECOND.id, {"end": str(start + 10)}, "me", text=RIVER)
    assert (edited.words, edited.start, edited.end) == ("the valley", start, start + 10)
    over = RIVER.index("\r\n", start)
    edited = here.store.edit(SECOND.id, {"start": str(over - 4), "end": str(over + 7)}, "me", text=RIVER)
    assert edited.words == "dry.\r\nAbout" and here.again().row(SECOND.id) == edited
    assert [hit.row.id for hit in here.store.search("About dry")] == [SECOND.id]


MISTAKES = {
    "name": ({"speeker": "X"}, 'a row has nothing called "speeker"'),
    "kind": ({"kind": "poem"}, '"poem" is no kind'),
    "speech": ({"speech": "loud"}, '"loud" is no speech'),
    "number": ({"amount": "1,5"}, '"1,5" is no number'),
    "infinite": ({"high": "inf"}, '"inf" is no number'),
    "offset": ({"start": "-4"}, '"-4" is no offset'),
    "outside": ({"end": "99999"}, "is no stretch of the source"),
    "backwards": ({"start": "20", "end": "10"}, "20 to 10 is no stretch"),
    "nothing": ({}, "an edit changes nothing"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_edits_that_make_no_sense_are_refused(mistake: str, tmp_path: Path) -> None:
    changes, said = MISTAKES[mistake]
    store = made(tmp_path).store
    with pytest.raises(EvidenceError, match=said.replace("(", "\\(")):
        store.edit(FIRST.id, changes, "me", text=RIVER)
    assert store.history() == []


def test_words_cannot_be_read_anew_without_the_source(tmp_path: Path) -> None:
    store = made(tmp_path).store
    with pytest.raises(EvidenceError, match="the source is not at hand"):
        store.edit(FIRST.id, {"start": "3"}, "me")
    with pytest.raises(EvidenceError, match="the source is not at hand"):
        store.decide([FIRST.id], "edit", "me", "start", "3")
    with pytest.raises(EvidenceError, match='no deed "kepe"'):
        store.decide([FIRST.id], "kepe", "me")


@pytest.mark.parametrize("who", ["", " "])
def test_nobody_decides_nothing(who: str, tmp_path: Path) -> None:
    store = made(tmp_path).store
    deeds = (
        lambda: store.decide([FIRST.id], "keep", who),
        lambda: store.edit(FIRST.id, {"act": "asks"}, who),
        lambda: store.merge(["Anna Berg"], "B", who),
        lambda: store.split("Anna Berg", "B", who),
    )
    for deed in deeds:
        with pytest.raises(EvidenceError, match="needs the name of who"):
            deed()
    assert store.history() == [] and store.aliases().rows == {}


def test_a_torn_line_takes_no_other_with_it(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.decide([FIRST.id], "drop", "me")
    log = here.store.folder / "decisions.csv"
    log.write_bytes(log.read_bytes() + b'2026,me,"riv')
    here.store.decide([FIGURE.id], "drop", "me")
    found, damaged = read_decisions(log)
    assert [each.row for each in found] == [FIRST.id, FIGURE.id] and damaged == [3]


def test_a_log_that_went_through_a_spreadsheet_is_read(tmp_path: Path) -> None:
    log = tmp_path / "decisions.csv"
    log.write_bytes("\ufeffat,who,row,deed,name,value,note\r\n1,Ärger,r,keep,,,\r\n\r\n".encode())
    assert read_decisions(log) == ([Decision("1", "Ärger", "r", "keep")], [])
    log.write_bytes(b"at,who,row,deed,name,value,note\n1,\xc4rger,r,keep,,,\n")
    assert [each.row for each in read_decisions(log)[0]] == ["r"]


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    here = made(tmp_path)
    ids = [FIRST.id, harbour_rows()[0].id]
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=decide_often, args=(here.path, who, ids, 25)) for who in ("a", "b")]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
        assert program.exitcode == 0
    log = here.store.history()
    assert [sum(each.who == who for each in log) for who in ("a", "b")] == [50, 50]
    assert here.store.damaged() == []
