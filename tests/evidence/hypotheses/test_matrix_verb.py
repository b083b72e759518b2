"""`countermove ledger matrix`, as a user calls it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from evidence.invented import HARBOUR, TEXTS, rows, written
from evidence.ledger_verbs import data, run

FIRST, SECOND = rows()[0].id, rows()[7].id
MODEL = f"""countermove = 1
title = "The harbour"
ledger = "harbour.ledger.toml"
[[decision_makers]]
id = "ruritania"
[[decision_makers.options]]
id = "open"
evidence = ["{FIRST}"]
[[outcomes]]
id = "opened"
that = "open"
means = "the harbour is open"
[[outcomes]]
id = "closed"
that = "not open"
[[readings]]
id = "daily"
[[preferences]]
dm = "ruritania"
reading = "daily"
[[preferences.statements]]
that = "not open"
evidence = ["{FIRST}"]
"""


@pytest.fixture
def case(tmp_path: Path) -> tuple[str, str]:
    ledger = written(tmp_path, HARBOUR)
    (tmp_path / "harbour.toml").write_text(MODEL, encoding="utf-8")
    return str(ledger), str(tmp_path / "harbour.toml")


def test_without_hypotheses_it_says_how_to_name_some(case: tuple[str, str]) -> None:
    ran = run("ledger", "matrix", case[0])
    assert ran.code == 2 and "--model" in ran.err and "--add" in ran.err


def test_cells_are_set_by_people_only(case: tuple[str, str]) -> None:
    ledger, model = case
    empty = data("ledger", "matrix", ledger, "--model", model)
    assert [h["id"] for h in empty["hypotheses"]] == ["opened", "closed"]
    assert empty["rows"] == [] and empty["least_inconsistent"] == []
    ran = run("ledger", "matrix", ledger, "--model", model, "--set", FIRST, "opened", "inconsistent",
              "--set", FIRST, "closed", "consistent", "--who", "ann", "--note", "he says so")  # fmt: skip
    assert "Fewest inconsistencies, no row against: closed." in ran.told
    assert f"It hangs on {FIRST}" in ran.told
    found = data("ledger", "matrix", ledger, "--model", model)
    (line,) = found["rows"]
    assert line["cells"]["opened"]["verdict"] == "inconsistent"
    assert {cell["who"] for cell in line["cells"].values()} == {"ann"}
    assert TEXTS["daily"][line["start"] : line["end"]] == line["words"], "the span behind every cell"
    assert found["swings"] == [{"row": FIRST, "now": ["closed"], "without_it": []}]


def test_what_a_reading_cites_is_a_hint_and_no_judgement(case: tuple[str, str]) -> None:
    found = data("ledger", "matrix", case[0], "--model", case[1], "--readings")
    assert [h["id"] for h in found["hypotheses"]] == ["reading:daily"]
    (line,) = found["rows"]
    assert line["hints"] == ["cited by reading:daily: statement 1 of ruritania"] and line["cells"] == {}


def test_hypotheses_of_ones_own_and_rows_of_an_issue(case: tuple[str, str]) -> None:
    ledger = case[0]
    run("ledger", "matrix", ledger, "--add", "Nobody means to open it")
    run("ledger", "matrix", ledger, "--add", "Nobody means to open it")
    found = data("ledger", "matrix", ledger, "--issue", "harbour")
    assert [(h["id"], h["text"]) for h in found["hypotheses"]] == [("h1", "Nobody means to open it")]
    assert FIRST in [line["id"] for line in found["rows"]]
    run("ledger", "matrix", ledger, "--add", "It is all about the dues")
    assert len(data("ledger", "matrix", ledger)["hypotheses"]) == 2


def test_csv_has_the_span_of_every_row(case: tuple[str, str], tmp_path: Path) -> None:
    ledger, model = case
    out = tmp_path / "matrix.csv"
    cells = ["--set", SECOND, "opened", "c", "--set", SECOND, "closed", "i"]
    run("ledger", "matrix", ledger, "--model", model, *cells, "--csv", str(out))
    lines = list(csv.DictReader(io.StringIO(out.read_text())))
    (line,) = lines[:-1]
    assert line["words"] == TEXTS["herald"][int(line["start"]) : int(line["end"])]
    assert (line["row"], line["source"], line["opened"], line["closed"]) == (
        SECOND,
        "herald",
        "consistent",
        "inconsistent",
    )
    assert (lines[-1]["row"], lines[-1]["opened"], lines[-1]["closed"]) == ("inconsistent", "0", "1")


def test_what_people_judged_is_not_written_over(case: tuple[str, str], tmp_path: Path) -> None:
    ledger = case[0]
    run("ledger", "matrix", ledger, "--add", "It is about the dues")
    kept = tmp_path / "harbour.ledger" / "matrix.csv"
    before = kept.read_text()
    ran = run("ledger", "matrix", ledger, "--csv", str(kept))
    assert ran.code == 2 and "not written over" in ran.err and kept.read_text() == before
    ran = run("ledger", "matrix", ledger, "--csv", str(tmp_path / "nowhere" / "m.csv"))
    assert ran.code == 2 and "cannot write" in ran.err


def test_no_cell_of_the_csv_is_a_formula(case: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    run("ledger", "matrix", case[0], "--add", "=1+1", "--csv", str(out))
    run("ledger", "matrix", case[0], "--model", case[1], "--readings", "--csv", str(out))
    cells = [cell for line in csv.reader(io.StringIO(out.read_text())) for cell in line]
    assert cells and not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_a_row_that_was_dropped_no_longer_counts(case: tuple[str, str]) -> None:
    ledger, model = case
    run("ledger", "matrix", ledger, "--model", model, "--set", FIRST, "opened", "inconsistent")
    run("ledger", "drop", ledger, FIRST)
    ran = run("ledger", "matrix", ledger, "--model", model)
    assert "does not stand" in ran.told
    found = data("ledger", "matrix", ledger, "--model", model)
    assert found["hypotheses"][0]["inconsistent"] == 0 and not found["rows"][0]["stands"]


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (("daily-s99999", "opened", "c"), 'there is no row "daily-s99999"'),
        ((FIRST, "openend", "c"), 'there is no hypothesis "openend"'),
        ((FIRST, "opened", "maybe"), '"maybe" is no verdict'),
    ],
)
def test_mistakes_are_told_together_and_nothing_is_set(
    case: tuple[str, str], cell: tuple[str, str, str], what: str
) -> None:
    ledger, model = case
    ran = run("ledger", "matrix", ledger, "--model", model, "--set", *cell, "--set", FIRST, "closed", "c")
    assert ran.code == 2 and what in ran.err
    assert data("ledger", "matrix", ledger, "--model", model)["rows"] == []
