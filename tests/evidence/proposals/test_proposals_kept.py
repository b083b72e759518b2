"""What is kept on disk: the cache, the tray's file, and what is done when the work is cut short."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from countermove.errors import EvidenceError
from countermove.evidence.proposals import (
    Asking,
    Limits,
    Proposed,
    Subject,
    pieces_to_ask,
    propose,
    put_in_tray,
    subject_of,
    tidy,
    tray_file,
)
from countermove.evidence.store import Store, Wanted
from countermove.evidence.store.rowsfile import read_rows
from evidence.proposals.fake_model import FakeModel, chat, fake_model, says
from evidence.proposals.gazette import ISSUES, KNOWN, TEXT, folder_with, report_of, row_at, subject

KEY = "sk-hidden-0123456789"
QUICK = Limits(seconds=20, most_bytes=100_000, tries=2, pause=0)
HONEST = {
    "words": "they were seen with spades before",
    "speaker": "The miller",
    "cue": "said",
    "act": "asserts",
}
LIE = {"words": f"the key is {KEY}", "speaker": "The miller", "cue": "said"}


def ask(one: Subject, folder: Path, fake: FakeModel, **more: Any) -> Proposed:
    return propose(one, Asking(fake.endpoint, "m", KEY, QUICK), folder, **more)


def everything_in(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


# -- the cache -------------------------------------------------------------------------------------


def test_the_same_question_is_never_asked_twice(tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": [HONEST, LIE]}))) as fake:
        first = ask(one, folder, fake)
        assert (first.asked, first.cached, len(fake.heard)) == (1, 0, 1)
        assert not pieces_to_ask(one, "m", folder)
        again = ask(one, folder, fake)
        assert (again.asked, again.cached, len(fake.heard)) == (0, 1, 1)
    assert again.rows == first.rows and again.tally == first.tally


def test_the_cache_needs_no_server(tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        ask(one, folder, fake)
    assert len(ask(one, folder, fake).rows) == 1  # the server is gone


def test_another_model_another_text_and_other_issues_are_other_questions(tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": []}))) as fake:
        ask(one, folder, fake)
        propose(one, Asking(fake.endpoint, "n", KEY, QUICK), folder)
        ask(replace(one, issues=ISSUES[:1]), folder, fake)
        smaller = replace(one, budget=40)
        pieces = len(pieces_to_ask(smaller, "m", folder))
        ask(smaller, folder, fake)
    assert len(fake.heard) == len(list((folder / "proposals").glob("*.json"))) == 3 + pieces > 4


def test_nothing_that_a_server_made_up_reaches_the_disk(tmp_path: Path) -> None:
    """An endpoint that sends the key back in every field: none of them is kept."""
    echo = {"words": KEY, "speaker": KEY, "cue": KEY}
    half = HONEST | {"addressee": KEY, "act": KEY, KEY: KEY}
    figure = {
        "words": "1.5 million crowns",
        "amount": KEY,
        "unit": KEY,
        "of": KEY,
        "status": KEY,
        "modifier": KEY,
    }
    link = {"words": "Nobody could say where they went", "issue": KEY}
    one, folder = subject(tmp_path)
    body = chat({"statements": [echo, half], "figures": [figure], "links": [link], KEY: KEY}, **{KEY: KEY})
    with fake_model(says(body)) as fake:
        found = ask(one, folder, fake)
        put_in_tray(folder, one.passage.report, found.rows)
        assert ask(one, folder, fake).rows == found.rows
    assert len(found.rows) == 2 and len(fake.heard) == 1
    assert KEY not in everything_in(folder) and KEY not in str(found)


def test_a_cached_answer_is_checked_against_the_text(tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        ask(one, folder, fake)
    (file,) = (folder / "proposals").glob("*.json")
    file.write_text(file.read_text("utf-8").replace("spades", "knives"), "utf-8")
    found = ask(one, folder, fake)
    assert not found.rows and found.cached == 1
    assert found.tally.refused == {"the words are not in the passage as they were given": 1}


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"null", b"[]", b"{}", b"\xff\xff", b"[" * 100_000,
        b'{"question": "other", "answer": {}, "tally": {"refused": {}, "left_out": {}}}',
    ],
)  # fmt: skip
def test_a_damaged_cache_is_asked_anew(damage: bytes, tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        ask(one, folder, fake)
        (file,) = (folder / "proposals").glob("*.json")
        file.write_bytes(damage)
        found = ask(one, folder, fake)
    assert found.asked == 1 and len(found.rows) == 1 and len(fake.heard) == 2


@pytest.mark.parametrize(
    "tally",
    [3, {}, {"refused": {}}, *({"refused": each, "left_out": {}} for each in (
        3, {"a": "b"}, {"a": -1}, {"a": True}, {"a" * 999: 1}, {str(k): 1 for k in range(99)},
    ))],
)  # fmt: skip
def test_a_tally_that_is_none_makes_no_answer(tally: object, tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        ask(one, folder, fake)
        (file,) = (folder / "proposals").glob("*.json")
        file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"tally": tally}), "utf-8")
        assert ask(one, folder, fake).asked == 1


def test_what_is_no_answer_is_not_kept(tmp_path: Path) -> None:
    one, folder = subject(tmp_path)
    with fake_model(says(b"<html>", chat({"statements": [HONEST]}))) as fake:
        assert ask(one, folder, fake).failed
        assert len(ask(one, folder, fake).rows) == 1


# -- cut short -------------------------------------------------------------------------------------


def pieces(tmp_path: Path, many: int = 6) -> tuple[Subject, Path]:
    text = "\n\n".join(f"Speaker {k} said that dam number {k} would stand for long." for k in range(many))
    one, folder = subject(tmp_path, text, ())
    return replace(one, budget=15), folder


def honest(handler: Any, heard: Any) -> None:
    number = heard.text.split()[1]
    words = {"words": f"dam number {number} would stand", "speaker": f"Speaker {number}", "cue": "said"}
    says(chat({"statements": [words]}))(handler, heard)


def test_an_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    one, folder = pieces(tmp_path)

    def tell(what: str) -> None:
        if what == "passage 4 of 6":
            raise KeyboardInterrupt

    with fake_model(honest) as fake:
        found = ask(one, folder, fake, tell=tell)
        assert found.interrupted and len(found.rows) == found.asked == 3
        whole = ask(one, folder, fake)
    assert (whole.cached, whole.asked, len(whole.rows), len(fake.heard)) == (3, 3, 6, 6)


def test_an_interrupt_while_waiting_for_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, folder = pieces(tmp_path)
    with fake_model(honest) as fake:
        asking = Asking(fake.endpoint, "m", KEY, QUICK)
        plain = asking.ask

        def interrupted(messages: list[dict[str, str]]) -> bytes:
            if len(fake.heard) == 2:
                raise KeyboardInterrupt
            return plain(messages)

        monkeypatch.setattr(asking, "ask", interrupted)
        found = propose(one, asking, folder)
    assert found.interrupted and len(found.rows) == 2
    assert len(list((folder / "proposals").glob("*.json"))) == 2


@pytest.mark.parametrize("status", [401, 429, 302, 404])
def test_what_would_fail_every_time_ends_the_work(status: int, tmp_path: Path) -> None:
    one, folder = pieces(tmp_path)

    def twice(handler: Any, heard: Any) -> None:
        honest(handler, heard) if len(fake.heard) < 3 else says(b"", status=status)(handler, heard)

    with fake_model(twice) as fake:
        found = ask(one, folder, fake)
    assert len(found.rows) == 2 and found.stopped is not None and [n for n, _ in found.failed] == [3]


def test_one_bad_answer_does_not_end_the_work_and_three_in_a_row_do(tmp_path: Path) -> None:
    one, folder = pieces(tmp_path)
    bad = {1, 3, 4, 5}

    def sometimes(handler: Any, heard: Any) -> None:
        number = int(heard.text.split()[1])
        says(b"no")(handler, heard) if number in bad else honest(handler, heard)

    with fake_model(sometimes) as fake:
        found = ask(one, folder, fake)
        assert [n for n, _ in found.failed] == [2, 4, 5, 6] and found.stopped is not None
        assert len(found.rows) == 2
        bad.clear()
        assert len(ask(one, folder, fake).rows) == 6


def test_no_more_than_so_many_are_sent_in_a_call(tmp_path: Path) -> None:
    one, folder = pieces(tmp_path)
    with fake_model(honest) as fake:
        found = ask(one, folder, fake, most=4)
        assert (found.asked, found.left, len(fake.heard)) == (4, 2, 4) and not found.failed
        found = ask(one, folder, fake, most=1)
        assert (found.asked, found.cached, found.left) == (1, 4, 1)


def test_a_cancel_ends_the_work(tmp_path: Path) -> None:
    one, folder = pieces(tmp_path)
    with fake_model(honest) as fake:
        asking = Asking(fake.endpoint, "m", KEY, QUICK)
        found = propose(
            one, asking, folder, tell=lambda what: asking.cancelled.set() if "3" in what else None
        )
    assert found.stopped is not None and len(found.rows) == 2


# -- the tray --------------------------------------------------------------------------------------


def filled(tmp_path: Path) -> tuple[Subject, Path, tuple[str, ...]]:
    one, folder = subject(tmp_path)
    link = {"words": "Nobody could say where they went", "issue": "weir"}
    with fake_model(says(chat({"statements": [HONEST], "links": [link]}))) as fake:
        rows = put_in_tray(folder, one.passage.report, ask(one, folder, fake).rows)
    return one, folder, tuple(row.id for row in rows)


def store(folder: Path) -> Store:
    return Store.open(folder.with_name(f"{folder.name}.toml"))


def test_the_store_has_proposals_in_its_tray(tmp_path: Path) -> None:
    _, folder, ids = filled(tmp_path)
    one = store(folder)
    assert ids == ("gazette-ps394", "gazette-pc429")
    assert {row.id for row in one.rows(Wanted(status=("tray",)))} == set(ids)
    one.decide([ids[0]], "keep", "ann")
    one.decide([ids[1]], "drop", "ann")
    assert {extract.id for extract in one.standing()} == {ids[0], *(row.id for row in KNOWN)}
    assert one.state(one.row(ids[1])).status == "dropped"
    one.close()


def test_reading_anew_leaves_the_proposals(tmp_path: Path) -> None:
    one, folder, ids = filled(tmp_path)
    folder_with(tmp_path, one.passage.report, KNOWN[:1])
    assert [row.id for row in read_rows(tray_file(folder, "gazette")).rows] == list(ids)


def test_asking_again_adds_and_repeats_nothing(tmp_path: Path) -> None:
    one, folder, ids = filled(tmp_path)
    again = subject_of(one.passage.report, folder, ISSUES)
    assert {row.id for row in again.waiting} == set(ids)
    more = {"words": "We shall measure it", "speaker": "she", "cue": "said"}
    with fake_model(says(chat({"statements": [HONEST, more]}))) as fake:
        found = propose(again, Asking(fake.endpoint, "other", "", QUICK), folder)
    assert found.again == 1 and [row.rule for row in found.rows] == ["model:other/1"]
    (new,) = put_in_tray(folder, one.passage.report, found.rows)
    assert {row.id for row in read_rows(tray_file(folder, "gazette")).rows} == {*ids, new.id}


def test_what_another_call_put_there_meanwhile_stays_and_is_not_repeated(tmp_path: Path) -> None:
    one, folder, ids = filled(tmp_path)
    rows = read_rows(tray_file(folder, "gazette")).rows
    other = replace(rows[0], end=rows[0].start + 4, words="they", parts=())
    put = put_in_tray(folder, one.passage.report, [rows[0], other, rows[1]])
    assert [row.id for row in put] == [f"{ids[0]}b"]
    assert len(read_rows(tray_file(folder, "gazette")).rows) == 3


def test_tidying_takes_out_what_rules_find_by_now(tmp_path: Path) -> None:
    _, folder, ids = filled(tmp_path)
    assert tidy(folder, "gazette", KNOWN, TEXT) == 0
    found = row_at(TEXT, "that they were seen with spades before", "statement")
    assert tidy(folder, "gazette", [*KNOWN, found]) == 1
    assert [row.id for row in read_rows(tray_file(folder, "gazette")).rows] == [ids[1]]


def test_tidying_leaves_what_somebody_decided_on(tmp_path: Path) -> None:
    _, folder, ids = filled(tmp_path)
    kept = store(folder)
    kept.decide([ids[0]], "keep", "ann")
    kept.close()
    found = row_at(TEXT, "they were seen with spades before", "statement")
    assert tidy(folder, "gazette", [found]) == 0
    other = "Quite another text, in which no words of either stand."
    assert tidy(folder, "gazette", [], other) == 1
    assert [row.id for row in read_rows(tray_file(folder, "gazette")).rows] == [ids[0]]


def test_tidying_where_nothing_was_proposed(tmp_path: Path) -> None:
    assert tidy(tmp_path, "gazette", KNOWN, TEXT) == 0 and not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", ["", "{}\n", "not a header\n"])
def test_a_damaged_tray_is_not_written_over(damage: str, tmp_path: Path) -> None:
    one, folder, _ = filled(tmp_path)
    file = tray_file(folder, "gazette")
    rows = read_rows(file).rows
    file.write_text(damage, "utf-8")
    for write in (
        lambda: put_in_tray(folder, one.passage.report, rows),
        lambda: subject_of(one.passage.report, folder),
    ):
        with pytest.raises(EvidenceError, match="cannot all be read"):
            write()
    assert file.read_text("utf-8") == damage


def test_a_damaged_line_is_not_lost(tmp_path: Path) -> None:
    one, folder, _ = filled(tmp_path)
    file = tray_file(folder, "gazette")
    rows = read_rows(file).rows
    before = file.read_text("utf-8") + '{"id": "half a li\n'
    file.write_text(before, "utf-8")
    with pytest.raises(EvidenceError):
        put_in_tray(folder, one.passage.report, [replace(rows[0], start=0, end=10, words=TEXT[:10])])
    assert file.read_text("utf-8") == before


# -- the subject -----------------------------------------------------------------------------------


def test_a_report_must_have_been_read(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="not read yet"):
        subject_of(report_of(TEXT), tmp_path / "case.ledger")


def test_and_must_be_the_same_still(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, report_of(TEXT), KNOWN)
    with pytest.raises(EvidenceError, match="not the text"):
        subject_of(report_of(TEXT + "!"), folder)


def test_rows_written_by_hand_are_known(tmp_path: Path) -> None:
    report = report_of(TEXT)
    folder = folder_with(tmp_path, report, ())
    hand = row_at(TEXT, "they were seen with spades before", "statement")
    one = subject_of(report, folder, (), [hand, replace(hand, source="other")])
    assert one.known == (hand,)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        found = ask(one, folder, fake)
    assert not found.rows and found.known == 1
