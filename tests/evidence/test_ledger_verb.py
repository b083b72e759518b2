"""`countermove ledger`: what it shows, what it decides, and how it goes through the tray."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from countermove.cli import ledger as ledger_module
from countermove.evidence.ledger import Issue
from countermove.evidence.rows import Part, Row
from countermove.files.ledger import put_issue, read_ledger
from countermove.reports.ledger import around, one_line
from evidence.ledger_verbs import data, run
from evidence.store.made import HARBOUR, RIVER, Made, harbour_rows, header, made, river_rows

DAM, VALLEY, FARMS, UNREST = river_rows()
DENIAL, OPEN, FERRIES = harbour_rows()


@pytest.fixture
def here(tmp_path: Path) -> Made:
    return made(tmp_path)


def show(here: Made, *words: str) -> str:
    ran = run("ledger", "show", str(here.path), *words)
    assert (ran.code, ran.err) == (0, "")
    return ran.told


# -- showing ---------------------------------------------------------------------------------------


def test_show_says_who_said_what_in_which_report_and_by_which_rule(here: Made) -> None:
    out = show(here)
    assert "Anna Berg" in out and "rejects (“said”)," in out and "We will not sell" in out
    assert "about 40 farms" in out and "found: quotation" in out
    assert "Mr. Cole" in out and VALLEY.id not in out
    assert "5 rows. In the tray: 2; go through them with countermove ledger tray." in out


def test_words_as_written_stand_beside_the_name(here: Made) -> None:
    assert "Anna Berg (“She”)" in show(here, "--tray")


def test_filters(here: Made) -> None:
    def ids(*words: str) -> list[str]:
        return [each["id"] for each in data("ledger", "show", str(here.path), *words)["rows"]]

    assert ids("--source", "river", "--kind", "statement") == [DAM.id]
    assert ids("--tray") == [FERRIES.id, VALLEY.id] and ids("--band", "suggestion", "--tray") == ids("--tray")
    assert ids("--speaker", "berg") == [DAM.id] and ids("--act", "denies") == [DENIAL.id]
    assert ids(FARMS.id, VALLEY.id) == [FARMS.id, VALLEY.id]
    put_issue(here.path, Issue("dam", words=("dam",)))
    assert ids("--issue", "dam") == [DAM.id]
    assert ids("--dropped") == []
    run("ledger", "drop", str(here.path), DAM.id)
    assert ids("--dropped") == [DAM.id] and DAM.id not in ids()


def test_unknown_names_are_told_all_at_once(here: Made) -> None:
    ran = run("ledger", "show", str(here.path), "--source", "rivr", "--kind", "poem", "--issue", "x")
    assert ran.code == 2 and ran.out == ""
    assert 'there is no source "rivr"\n    Did you mean "river"?' in ran.err
    assert 'there is no kind "poem"' in ran.err and 'there is no issue "x"' in ran.err


def test_a_broken_row_is_shown_broken(here: Made) -> None:
    text = RIVER.replace("sell", "sale")
    here.store.put("river", header("river", RIVER), [DAM, FARMS])
    (here.path.parent / "river.txt").write_bytes(text.encode())
    assert "SOURCE CHANGED" in show(here)
    here.path.write_text(
        here.path.read_text().replace(header("river", RIVER).sha256, header("river", text).sha256)
    )
    here.store.put("river", header("river", text), [DAM, FARMS])
    assert "BROKEN: the" in show(here)
    rows = data("ledger", "show", str(here.path), "--broken")["rows"]
    assert [(each["id"], each["verbatim"]) for each in rows] == [(DAM.id, "broken")]


def test_around_marks_with_signs_where_there_is_no_colour(here: Made) -> None:
    out = show(here, "--around", VALLEY.id)
    assert "<<Anna Berg>>" in out
    assert "<She> {warned} that [the valley — all of it — would run dry]." in out
    assert "[what was said] <who> {the verb} <<whom that means>>" in out


def test_around_marks_with_three_colours_on_a_terminal(here: Made) -> None:
    ran = run("ledger", "show", str(here.path), "--around", DAM.id, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[1;32mWe will not sell the dam\x1b[0m" in ran.out
    assert "\x1b[1;35msaid\x1b[0m" in ran.out and "\x1b[1;36mAnna Berg\x1b[0m" in ran.out


def test_without_the_source_the_words_alone_are_shown(here: Made) -> None:
    (here.path.parent / "river.txt").unlink()
    out = show(here, "--around", DAM.id)
    assert (
        "We will not sell the dam" in out
        and "(source not at hand: the words around it cannot be shown)" in out
    )


@pytest.mark.parametrize("text", ["", "a", RIVER, "\x1b[31mred\x07\u202e x" * 40, "word " * 5000, "x" * 5000])
def test_pieces_are_the_text_itself(text: str) -> None:
    """Sign for sign, but for what would steer the terminal; whatever spans a row claims."""
    end = len(text)
    for start, stop in ((0, min(3, end)), (end // 2, end // 2 + 5), (end, end + 9)):
        parts = (Part("speaker", max(start - 4, 0), start, "x"), Part("cue", stop, stop + 2, "y"))
        row = Row("r", "s", "statement", start, stop, "w", "rule", "found", parts)
        pieces = around(text, row)
        shown = "".join(piece for piece, _ in pieces)
        assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown
        clean = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
        assert shown in clean and len(shown) <= stop - start + 2 * 200 + 20


def test_hostile_words_do_not_reach_the_terminal(here: Made) -> None:
    assert one_line("a\x1b[2Jb\u202ec\r\nd") == "a [2Jb c d"


def test_a_ledger_may_be_named_by_its_folder_its_model_or_alone(here: Made) -> None:
    model = here.path.parent / "case.toml"
    model.write_text('countermove = 1\ntitle = "T"\nledger = "case.ledger.toml"\n')
    for words in (
        ("show", str(here.store.folder)),
        ("show", str(model)),
        (str(here.path),),
        (str(here.path), "show"),
    ):
        assert "5 rows." in run("ledger", *words).out
    ran = run("ledger", "shwo", str(here.path))
    assert ran.code == 2 and 'Did you mean "show"?' in ran.err
    assert run("ledger", "show", str(here.path) + "x.toml").code == 2


def test_extracts_written_by_hand_are_shown_and_a_case_has_an_address() -> None:
    found = data("ledger", "show", "washington-2025/summit", "--most", "2")
    assert len(found["rows"]) == 2 < found["found"]
    (hand,) = data("ledger", "show", "washington-2025/summit", "z-us-aid")["rows"]
    assert (found["rows"][0]["rule"], hand["rule"]) == ("author's own sentence", "by hand")


def test_search(here: Made) -> None:
    found = data("ledger", "search", str(here.path), "sell the dam")
    assert [(each["id"], each["snippet"]) for each in found["rows"]] == [
        (DAM.id, "We will not [sell the dam]"),
    ]
    assert "the [ferries]" not in run("ledger", "search", str(here.path), "berg", "--", "-dam").out
    assert "1 row." in run("ledger", "search", str(here.path), "berg", "--tray").out
    assert run("ledger", "search", str(here.path), "...").code == 2


# -- deciding --------------------------------------------------------------------------------------


def test_keep_drop_undo(here: Made) -> None:
    path = str(here.path)
    assert run("ledger", "keep", path, VALLEY.id, "--who", "Ada").out == f"{VALLEY.id}: kept by Ada.\n"
    assert run("ledger", "drop", path, DAM.id, FARMS.id, "--note", "no").out == "2 rows: dropped by tester.\n"
    assert [(d.who, d.deed, d.note) for d in here.store.history()] == [
        ("Ada", "keep", ""), ("tester", "drop", "no"), ("tester", "drop", "no")
    ]  # fmt: skip
    assert run("ledger", "undo", path).told.startswith("2 rows: no longer dropped (that was tester")
    assert run("ledger", "undo", path).told == "There is nothing to take back."
    assert run("ledger", "undo", path, VALLEY.id).told.startswith(
        f"{VALLEY.id}: no longer kept (that was Ada"
    )
    assert (
        run("ledger", "keep", path, "-", keys=f"{VALLEY.id}\n{FERRIES.id}\n").told
        == "2 rows: kept by tester."
    )
    assert run("ledger", "undo", path, "river-s1").code == 2


def test_edit(here: Made) -> None:
    path = str(here.path)
    out = run("ledger", "edit", path, VALLEY.id, "speaker=A. Colleague", "act=denies").told
    assert out.startswith(f"{VALLEY.id} is now A. Colleague (“She”): denies") and "“the valley" in out
    start = RIVER.index("the valley")
    out = run("ledger", "edit", path, VALLEY.id, f"end={start + 10}").told
    assert out.endswith("“the valley”")
    for wrong, said in (("speaker", "Write NAME=VALUE"), ("x=1", "nothing called"), ("end=0", "no stretch")):
        ran = run("ledger", "edit", path, VALLEY.id, wrong)
        assert ran.code == 2 and said in ran.err
    (here.path.parent / "river.txt").unlink()
    assert "--sources" in run("ledger", "edit", path, VALLEY.id, "start=1").err


def test_deeds_as_json(here: Made) -> None:
    path = str(here.path)
    (line,) = data("ledger", "keep", path, VALLEY.id)["decisions"]
    assert (line["row"], line["deed"], line["who"]) == (VALLEY.id, "keep", "tester")
    assert len(data("ledger", "edit", path, VALLEY.id, "act=asks", "when=2025")["decisions"]) == 2
    assert [each["deed"] for each in data("ledger", "undo", path)["decisions"]] == ["undo"]
    assert data("ledger", "undo", path, DAM.id)["decisions"] == []


# -- the tray --------------------------------------------------------------------------------------


def tray(here: Made, keys: str, *words: str) -> str:
    ran = run("ledger", "tray", str(here.path), *words, keys=keys)
    assert (ran.code, ran.err) == (0, "")
    return ran.told


def statuses(here: Made) -> dict[str, str]:
    store = here.again()
    return {each.id: store.state(each).status for each in store.rows()}


def test_one_key_for_each_suggestion(here: Made) -> None:
    out = tray(here, "k\nd\n")
    assert "1 of 2 He -> Mr. Cole?" in out and "2 of 2 She -> Anna Berg?" in out
    assert "<<Anna Berg>> arrived late" in out and "<She> {warned}" in out, "the antecedent is lit"
    assert out.endswith("1 kept, 1 dropped; 0 still in the tray.")
    assert statuses(here)[FERRIES.id] == "standing" and statuses(here)[VALLEY.id] == "dropped"
    assert tray(here, "") == "The tray is empty."


def test_undo_goes_back(here: Made) -> None:
    out = tray(here, "u\nd\nu\nk\ns\n")
    assert "There is nothing to take back." in out
    assert out.count("1 of 2") == 2 and out.endswith("1 kept, 0 dropped; 1 still in the tray.")
    assert statuses(here)[FERRIES.id] == "standing"


def test_end_of_input_and_q_lose_nothing(here: Made) -> None:
    assert tray(here, "K\n").endswith("1 kept, 0 dropped; 1 still in the tray.")
    assert tray(here, "q\nk\n").endswith("0 kept, 0 dropped; 1 still in the tray.")
    assert statuses(here)[VALLEY.id] == "tray"


def test_edit_in_the_tray(here: Made) -> None:
    keys = 'e\nspeaker="P. Cole" act=denies\ne\nnonsense\ne\n\nk\nq\n'
    ran = run("ledger", "tray", str(here.path), keys=keys)
    assert "He -> P. Cole?" in ran.out and '"nonsense" is no change' in ran.err
    row = here.again().row(FERRIES.id)
    assert (row.value("speaker"), row.value("act")) == ("P. Cole", "denies")
    assert statuses(here)[FERRIES.id] == "standing"


def test_more_of_the_text_and_unknown_keys(here: Made) -> None:
    out = tray(here, "o\n?\n\nq\n", "--source", "harbour")
    assert out.count("1 of 1 He") == 2 and out.count("k keep d drop") == 2


def test_on_a_terminal_a_key_is_enough(here: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.cli.ledger_tray._is_terminal", lambda: True)
    out = tray(here, "ke")
    assert "k keep d drop e edit" in out and "NAME=VALUE" in out
    assert out.endswith("1 kept, 0 dropped; 1 still in the tray.")


def test_tray_as_data(here: Made) -> None:
    assert [each["status"] for each in data("ledger", "tray", str(here.path))["rows"]] == ["tray", "tray"]


# -- who is who ------------------------------------------------------------------------------------


def test_actors_merge_split(here: Made) -> None:
    path = str(here.path)
    out = run("ledger", "merge", path, "Mr. Cole", "Minister Cole", "--into", "Peter Cole").told
    assert out == "Peter Cole: He, Minister Cole, Mr. Cole, Peter Cole; 3 rows."
    found = data("ledger", "actors", path)["actors"]
    assert [(each["name"], each["rows"]) for each in found] == [("Peter Cole", 3), ("Anna Berg", 2)]
    assert {"words": "Mr. Cole", "rows": 1, "by": "tester"} in found[0]["words"]
    assert run("ledger", "split", path, "Minister Cole", "--to", "Ida Cole").told == (
        "Ida Cole: Minister Cole, Ida Cole; 1 row."
    )
    out = run("ledger", "actors", path).told
    assert "Peter Cole He 1, Mr. Cole* 1" in out and out.endswith("3 actors.")
    assert run("ledger", "actors", path, "--most", "1").told.endswith("1 of 3 actors; --most 0 shows all.")
    assert run("ledger", "merge", path, "Nobody", "--into", "X").code == 2


# -- files -----------------------------------------------------------------------------------------


def test_check(here: Made) -> None:
    path = str(here.path)
    ran = run("ledger", "check", path)
    assert ran.code == 0 and "river: all 4 rows stand verbatim in" in ran.out
    assert [each["state"] for each in data("ledger", "check", path)["sources"]] == ["verified", "verified"]
    (here.path.parent / "harbour.txt").unlink()
    ran = run("ledger", "check", path)
    assert (
        ran.code == 0
        and "harbour: not at hand, 3 rows not checked; give its folder with --sources." in ran.out
    )
    here.store.put("river", header("river", RIVER), [Row.from_dict({**DAM.as_dict(), "words": "not so"})])
    here.store.decide([DAM.id], "keep", "me")
    ran = run("ledger", "check", path)
    assert ran.code == 2 and f"river: BROKEN, 1 of 1 row: {DAM.id}." in ran.out
    here.store.forget("river")
    assert f"Decided on, but rows no more: {DAM.id}." in run("ledger", "check", path).out


def test_check_tells_a_changed_source_and_damaged_files(here: Made) -> None:
    (here.path.parent / "river.txt").write_bytes(b"something else")
    with (here.store.folder / "rows" / "harbour.jsonl").open("a") as file:
        file.write("oops\n")
    found = data("ledger", "check", str(here.path), code=2)
    assert [each["state"] for each in found["sources"]] == ["changed", "verified"]
    assert found["problems"][0]["what"] == "lines cannot be read: 5"
    ran = run("ledger", "check", str(here.path))
    assert ran.code == 2 and "the source has changed since it was read; 4 rows not checked" in ran.out


def test_index(here: Made) -> None:
    assert run("ledger", "index", str(here.path)).out == "7 rows of 2 reports.\n"


def test_export_as_table_and_data(here: Made, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("ledger", "export", str(here.path)).out)))
    assert [each["id"] for each in rows] == [DENIAL.id, OPEN.id, DAM.id, FARMS.id, UNREST.id]
    dam = rows[2]
    assert RIVER[int(dam["start"]) : int(dam["end"])] == dam["words"] == DAM.words
    assert (dam["value.speaker"], dam["speaker_words"], dam["cue"]) == ("Anna Berg", "Anna Berg", "said")
    target = tmp_path / "out.json"
    assert "2 rows written" in run(
        "ledger", "export", str(here.path), str(target), "--to", "json", "--tray", "--act", "warns"
    ).out.replace("1 rows", "2 rows")
    assert VALLEY.id in target.read_text()


def test_exported_extracts_can_be_pasted(here: Made) -> None:
    here.store.decide([VALLEY.id], "keep", "Ada", note="heard it")
    ran = run("ledger", "export", str(here.path), "--to", "toml")
    before = read_ledger(here.path).by_id
    here.path.write_text(f"{here.path.read_text()}\n{ran.out}")
    pasted = read_ledger(here.path, rows=False).by_id
    assert pasted == before
    assert pasted[VALLEY.id].by == "Ada" and pasted[VALLEY.id].note == "heard it"
    assert "6 rows" in run("ledger", "show", str(here.path)).out
    assert "written in the ledger file itself" in run("ledger", "drop", str(here.path), DAM.id).err


def test_extracts_leave_out_what_is_broken_or_long(here: Made) -> None:
    text = "so " * 61
    long = Row("river-c0", "river", "claim", 0, len(text) - 1, text.strip(), "rule", "found")
    here.store.put("river", header("river", RIVER), [long, DAM])
    ran = run("ledger", "export", str(here.path), "--to", "toml", "--source", "river")
    assert "Left out, as broken or too long for an extract: river-c0." in ran.err
    assert f'id = "{DAM.id}"' in ran.out and "river-c0" not in ran.out


def test_an_empty_ledger(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger.toml"
    path.write_text("countermove_ledger = 1\nsources = []\n")
    for words in (("show",), ("actors",), ("tray",), ("check",), ("index",), ("export",)):
        ran = run("ledger", words[0], str(path))
        assert (ran.code, ran.err) == (0, "")
    assert run("ledger", "search", str(path), "peace").told == "0 rows."
    assert not (tmp_path / "case.ledger").exists(), "looking makes nothing"


def test_help_lists_what_is_there_without_loading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"show": ledger_module._PARTS["show"], "later": ("ledger_that_is_not_there", "Not yet.")}
    monkeypatch.setattr(ledger_module, "_PARTS", parts)
    out = run("ledger", "--help").out
    assert "show" in out and "later" not in out


def test_rows_of_the_harbour_are_as_the_text_has_them() -> None:
    """What the tests rest on."""
    assert all(each.stands_in(HARBOUR) for each in harbour_rows())
    assert all(each.stands_in(RIVER) for each in river_rows())
