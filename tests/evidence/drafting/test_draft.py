"""Drafts: decision makers and options from rows, and the way from a draft to a model that runs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ModelError
from countermove.evidence.drafting import draft
from countermove.evidence.rows import Row
from countermove.files.case import read_case
from countermove.reports.drafting import draft_toml
from evidence.invented import SOURCES, rows, written
from evidence.ledger_verbs import data, run

NAMES = {name: name for name in ("Ruritania", "Zubrowka", "Mediator")} | {"The mediator": "Mediator"}


def test_who_could_do_what() -> None:
    made = draft(SOURCES, rows(), NAMES)
    found = {maker.name: [move.id for move in maker.options] for maker in made.makers}
    assert found["Zubrowka"] == ["lower_dues", "withdraw_gunboats"]
    assert set(found["Ruritania"]) == {"open_harbour", "close_river_barges"}, (
        "a demand is an option of the addressee"
    )
    assert found["Mediator"] == ["send_observers_river"]
    cited = {id for maker in made.makers for move in maker.options for id in move.rows}
    assert cited <= {row.id for row in rows()}


def test_who_only_speaks_is_left_out_and_said_to_be() -> None:
    made = draft(SOURCES, rows(), NAMES)
    assert "Colonel Sapt" not in {maker.name for maker in made.makers}
    more = [replace(rows()[11], id=f"herald-s{k}") for k in range(3)]
    left = {each.name: each.why for each in draft(SOURCES, (*rows(), *more), NAMES).left_out}
    assert "no row says what it could do" in left["Colonel Sapt"]


def test_no_more_than_wanted_the_rest_is_listed() -> None:
    made = draft(SOURCES, rows(), NAMES, most_makers=2, most_options=1)
    assert len(made.makers) == 2 and all(len(maker.options) == 1 for maker in made.makers)
    every = draft(SOURCES, rows(), NAMES, most_makers=30, most_options=30)
    left = " ".join(each.name for each in made.left_out)
    for maker in every.makers[2:]:
        assert maker.name in left


def test_moves_of_the_same_are_one_option() -> None:
    again = replace(rows()[8], id="herald-s7", words="to lower its dues")
    (zubrowka,) = [m for m in draft(SOURCES, (*rows(), again), NAMES).makers if m.name == "Zubrowka"]
    assert zubrowka.options[0].id == "lower_dues" and len(zubrowka.options[0].rows) == 2


def test_a_reading_for_each_report_if_there_are_several() -> None:
    assert [source.id for source in draft(SOURCES, rows(), NAMES).readings] == ["herald", "daily"]
    one = [row for row in rows() if row.source == "daily"]
    assert draft(SOURCES, one, NAMES).readings == ()
    assert draft(SOURCES, []).makers == ()


# -- the file --------------------------------------------------------------------------------------


def drafted(tmp_path: Path) -> Path:
    out = tmp_path / "harbour.toml"
    assert run("draft", str(written(tmp_path)), "-o", str(out)).code == 0
    return out


def finished(text: str) -> str:
    """The smallest thing that an analyst can do: one statement in each block of preferences."""
    head, _, tail = text.partition("# ---- Who wants what")
    (first,) = re.findall(r'^# status_quo = "([^"]+)"', head, re.M)
    tail = "\n".join(line.removeprefix("#").removeprefix(" ") for line in tail.split("\n")[1:])
    return head + tail.replace('that = ""', f'that = "{first}"').replace(
        'assumption = ""', 'assumption = "ours"'
    )


def test_every_option_and_decision_maker_cites_rows(tmp_path: Path) -> None:
    model = tomllib.loads(drafted(tmp_path).read_text())
    known = {row.id for row in rows()}
    for maker in model["decision_makers"]:
        for part in (maker, *maker["options"]):
            assert part["evidence"] and set(part["evidence"]) <= known
    assert model["ledger"] == "harbour.ledger.toml" and "preferences" not in model


def test_quotations_in_remarks_are_short_and_verbatim(tmp_path: Path) -> None:
    text = drafted(tmp_path).read_text()
    remarks = " ".join(
        re.sub(r"^[ #]+", "", line) for line in text.split("\n") if line.strip().startswith("#")
    )
    said = re.findall("“([^”]*)”", remarks)
    whole = " ".join((tmp_path / f"{name}.txt").read_text() for name in ("daily", "herald"))
    assert len(said) > 10
    for words in said:
        assert len(words.split()) <= 26 and words.removesuffix(" …") in whole


def test_validate_says_that_preferences_are_missing_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        read_case(drafted(tmp_path))
    assert [problem.what for problem in caught.value.problems] == ['"preferences" is missing']


def test_from_reports_to_a_model_that_runs(tmp_path: Path) -> None:
    file = drafted(tmp_path)
    file.write_text(finished(file.read_text()), encoding="utf-8")
    case = read_case(file)
    assert case.ledger is not None
    assert {check.state for check in case.check_sources([])} == {"verified"}
    ran = run("analyse", str(file))
    assert ran.code == 0 and "Nash" in ran.out
    assert "is sound" in run("validate", str(file)).out


def test_half_finished_it_says_whose_preferences_are_missing(tmp_path: Path) -> None:
    file = drafted(tmp_path)
    text = finished(file.read_text())
    blocks = text.split("[[preferences]]")
    file.write_text("[[preferences]]".join(blocks[:-1]), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_case(file)
    assert [re.sub('"[^"]*"', "X", problem.what) for problem in caught.value.problems] == [
        "X has no preferences in reading X"
    ]


def test_no_preference_is_ever_written_out(tmp_path: Path) -> None:
    text = drafted(tmp_path).read_text()
    after = text.partition("# ---- Who wants what")[2]
    assert all(line.startswith("#") or not line for line in after.split("\n")[1:])
    assert text.count("[[preferences]]") == 8 and 'that = ""' in after
    assert "not count_hentzau" in after, "what is rejected is offered as the opposite"


ANY = st.text(max_size=60)


def said(source: str, words: str, act: str, speaker: str) -> Row:
    values = {"act": act, "speaker": speaker}
    return Row(f"{source}-s1", source, "statement", 0, len(words), words, "r", "found", (), values)


@given(ANY, ANY, ANY)
def test_whatever_reports_say_the_file_stays_a_file(words: str, speaker: str, other: str) -> None:
    made = [
        Row(
            "d-s1",
            "daily",
            "statement",
            0,
            len(words),
            words,
            "r",
            "found",
            (),
            {"act": "promises", "speaker": speaker},
        ),
        Row(
            "h-s1",
            "herald",
            "statement",
            0,
            len(words),
            f"to {words}",
            "r",
            "found",
            (),
            {"act": "rejects", "speaker": other},
        ),
    ]
    text = draft_toml(draft(SOURCES, made), "x.ledger.toml")
    model = tomllib.loads(text)
    for maker in model.get("decision_makers", []):
        assert re.fullmatch("[a-z][a-z0-9_]*", maker["id"])


def test_a_report_cannot_write_into_the_model() -> None:
    evil = "to pay\n[[preferences]]\ndm = 'x'\n#"
    row = Row(
        "d-s1",
        "daily",
        "statement",
        0,
        len(evil),
        evil,
        "r",
        "found",
        (),
        {"act": "promises", "speaker": "X\n[[a]]"},
    )
    text = draft_toml(draft(SOURCES, [row]), "x.ledger.toml")
    assert set(tomllib.loads(text)) == {"countermove", "title", "ledger", "decision_makers"}
    tail = "\n".join(
        line.removeprefix("#").removeprefix(" ")
        for line in text.partition("# ---- Who wants")[2].split("\n")[1:]
    )
    assert len(tomllib.loads(tail)["preferences"]) == 1, (
        "nor into what is left when the first # is taken away"
    )


# -- the verb --------------------------------------------------------------------------------------


def test_on_the_screen_and_as_json(tmp_path: Path) -> None:
    ledger = str(written(tmp_path))
    assert tomllib.loads(run("draft", ledger).out)["countermove"] == 1
    found = data("draft", ledger)
    assert found["file"] == "" and found["readings"] == ["herald", "daily"]
    blocks = 2 * len(found["decision_makers"])
    assert f"{blocks} blocks at the end of the file" in found["missing"]


def test_a_file_is_not_written_over(tmp_path: Path) -> None:
    file = drafted(tmp_path)
    ledger = str(tmp_path / "harbour.ledger.toml")
    assert run("draft", ledger, "-o", str(file)).code == 2
    assert run("draft", ledger, "-o", str(file), "--replace").code == 0
    before = Path(ledger).read_text()
    assert run("draft", ledger, "-o", ledger, "--replace").code == 2
    assert Path(ledger).read_text() == before
    (tmp_path / "elsewhere").mkdir()
    ran = run("draft", ledger, "-o", str(tmp_path / "elsewhere" / "m.toml"))
    assert ran.code == 2 and "Write it there" in ran.err


def test_nothing_that_stands_nothing_to_draft(tmp_path: Path) -> None:
    ledger = str(written(tmp_path))
    run("ledger", "drop", ledger, *(row.id for row in rows()))
    ran = run("draft", ledger)
    assert ran.code == 2 and "no row that stands says what anybody could do" in ran.err
