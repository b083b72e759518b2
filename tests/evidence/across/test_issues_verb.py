"""`countermove ledger issues` and `compare`, as a user calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.files.ledger import read_ledger
from evidence.invented import GUNBOATS, HARBOUR, row, rows, written
from evidence.ledger_verbs import data, run


def test_a_ledger_without_issues_says_where_to_start(tmp_path: Path) -> None:
    ledger = str(written(tmp_path))
    assert "names no issue yet" in run("ledger", "issues", ledger).told
    told = run("ledger", "compare", ledger).told
    assert "names no issue yet" in told
    assert "Do daily and herald measure the same" in told, "questions need no issue"


def test_proposals_are_shown_and_accepted(tmp_path: Path) -> None:
    ledger = written(tmp_path)
    before = ledger.read_text()
    told = run("ledger", "issues", str(ledger), "--propose").told
    assert "harbour" in told and "--accept 1" in told
    assert ledger.read_text() == before, "a proposal is not put in"
    proposed = data("ledger", "issues", str(ledger), "--propose")["proposals"]
    ran = run("ledger", "issues", str(ledger), "--accept", "1")
    assert f'The issue "{proposed[0]["id"]}" is in' in ran.err
    (issue,) = read_ledger(ledger).issues
    assert (issue.id, list(issue.words)) == (proposed[0]["id"], proposed[0]["words"])
    assert issue.id in run("ledger", "issues", str(ledger)).told


def test_an_issue_of_ones_own_is_put_in_and_changed(tmp_path: Path) -> None:
    ledger = str(written(tmp_path))
    run("ledger", "issues", ledger, "--add", "ships", "--words", "gunboats, barges", "--words", "river")
    run("ledger", "issues", ledger, "--add", "ships", "--question", "Whose ships may sail?")
    (issue,) = read_ledger(ledger).issues
    assert issue.words == ("gunboats", "barges", "river") and issue.question == "Whose ships may sail?"
    (listed,) = data("ledger", "issues", ledger)["issues"]
    assert {each["by"] for each in listed["rows"]} == {"gunboats", "barges", "river"}


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--accept", "99"], 'there is no proposal "99"'),
        (["--accept", "nonsense"], 'there is no proposal "nonsense"'),
        (["--add", "x"], "has no words"),
        (["--words", "x"], "which issue is meant?"),
    ],
)
def test_mistakes_have_a_cure_and_change_nothing(tmp_path: Path, words: list[str], what: str) -> None:
    ledger = written(tmp_path)
    before = ledger.read_text()
    ran = run("ledger", "issues", str(ledger), *words)
    assert ran.code == 2 and what in ran.err and len(ran.err.splitlines()) >= 2
    assert ledger.read_text() == before


def test_reports_side_by_side(tmp_path: Path) -> None:
    ledger = str(written(tmp_path, HARBOUR, GUNBOATS))
    told = run("ledger", "compare", ledger).told
    assert told.index("daily, 1 March 1898") < told.index("herald, 4 March 1898")
    assert "In both Count Hentzau and Zubrowka" in told
    assert "Only in daily silent on this" in told, "of the gunboats"
    assert "Count Hentzau rejects in daily and accepts in herald: is it the same thing" in told
    found = data("ledger", "compare", ledger)
    assert [report["id"] for report in found["reports"]] == ["daily", "herald"]
    assert [issue["id"] for issue in found["issues"]] == ["harbour", "gunboats"]
    assert found["issues"][1]["silent"] == ["daily"]
    for question in found["questions"]:
        assert question["question"].endswith("?")
        for span in question["spans"]:
            text = (tmp_path / f"{span['source']}.txt").read_text()
            assert text[span["start"] : span["end"]] == span["words"]


def test_one_issue_with_its_own_questions(tmp_path: Path) -> None:
    ledger = str(written(tmp_path, HARBOUR, GUNBOATS))
    found = data("ledger", "compare", ledger, "--issue", "gunboats")
    assert [issue["id"] for issue in found["issues"]] == ["gunboats"] and found["questions"] == []
    ran = run("ledger", "compare", ledger, "--issue", "gunboat")
    assert ran.code == 2 and 'Did you mean "gunboats"?' in ran.err


def test_like_rows(tmp_path: Path) -> None:
    ledger = str(written(tmp_path))
    first = rows()[0].id
    assert "the harbour treaty of last spring" in run("ledger", "compare", ledger, "--like", first).told
    found = data("ledger", "compare", ledger, "--like", first, "--most", "2")
    assert found["row"]["id"] == first and len(found["like"]) == 2
    ran = run("ledger", "compare", ledger, "--like", "daily-s999999")
    assert ran.code == 2 and "there is no row" in ran.err


def test_reports_that_are_not_at_hand_are_named(tmp_path: Path) -> None:
    ledger = str(written(tmp_path, HARBOUR))
    (tmp_path / "herald.txt").unlink()
    ran = run("ledger", "compare", ledger)
    assert ran.code == 0 and "Not at hand: herald" in ran.told


def test_suggestions_are_not_compared_until_they_are_kept(tmp_path: Path) -> None:
    guess = row("daily", "to speak about the harbour dues", band="suggestion", act="agrees")
    ledger = str(written(tmp_path, HARBOUR, more=[guess]))
    ids = {each["row"] for each in data("ledger", "issues", ledger)["issues"][0]["rows"]}
    assert guess.id not in ids
    assert run("ledger", "keep", ledger, guess.id).code == 0
    assert guess.id in {each["row"] for each in data("ledger", "issues", ledger)["issues"][0]["rows"]}


def test_what_would_steer_a_terminal_is_not_printed(tmp_path: Path) -> None:
    evil = row("daily", "to speak about the harbour dues", act="agrees", speaker="Rupert\x1b[31m\u202e")
    ledger = str(written(tmp_path, HARBOUR, more=[evil]))
    for words in (["compare", ledger], ["compare", ledger, "--like", rows()[7].id], ["issues", ledger]):
        ran = run("ledger", *words)
        assert ran.code == 0 and not {"\x1b", "\u202e"} & set(ran.out)
    assert "Rupert" in run("ledger", "compare", ledger).out
