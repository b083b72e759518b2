"""Rows under issues, proposals for issues, and the table of one issue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermove.evidence.across.issues import HOW, place_rows
from countermove.evidence.across.material import Material
from countermove.evidence.across.proposing import propose_issues
from countermove.evidence.across.table import AUTHOR, UNDECIDED, issue_tables
from countermove.evidence.ledger import Issue
from evidence.invented import DAILY, GUNBOATS, HARBOUR, SOURCES, material, row, rows


def test_rows_fall_under_an_issue_by_their_words() -> None:
    placed = place_rows(material(HARBOUR, GUNBOATS), like=False)
    assert {each.how for each in placed["harbour"]} <= {"words", "sentence"}
    by_words = {each.row.words for each in placed["harbour"] if each.how == "words"}
    assert "We will not open the harbour" in by_words
    assert [each.row.words for each in placed["gunboats"]] == ["Zubrowka must withdraw its gunboats"]
    assert placed["gunboats"][0].by == "gunboats"


def test_rows_that_somebody_put_there_come_first_by_name() -> None:
    mine = replace(rows()[-1], values={"issue": "gunboats harbour"})
    placed = place_rows(Material(SOURCES, (GUNBOATS,), (mine,)))
    assert [(each.row, each.how) for each in placed["gunboats"]] == [(mine, "named")]


def test_words_of_the_sentence_count_less_than_own_words() -> None:
    figure = rows()[4]
    issue = Issue("repair", words=("paid", "repair"))
    (how,) = {each.how for each in place_rows(material(issue), like=False)["repair"] if each.row == figure}
    assert how == "words", "what a figure is of is its own"
    (how,) = {each.how for each in place_rows(material(Issue("x", words=("has paid",))), like=False)["x"]
              if each.row == figure}  # fmt: skip
    assert how == "sentence"


def test_an_issue_without_words_has_no_rows_but_named_ones() -> None:
    assert place_rows(material(Issue("bare"))) == {"bare": []}
    assert place_rows(material()) == {}


def test_like_rows_are_suggested_apart_and_never_by_words() -> None:
    treaty = Issue("treaty", words=("rejects", "lower the dues", "accepts", "open the harbour"))
    placed = place_rows(material(treaty))["treaty"]
    firm = [each for each in placed if each.how != "like"]
    like = [each for each in placed if each.how == "like"]
    assert placed == [*firm, *like] and {each.how for each in placed} <= set(HOW)
    assert not {each.row.id for each in like} & {each.row.id for each in firm}
    assert all(each.score >= 0.3 for each in like)


# -- proposals -------------------------------------------------------------------------------------


def test_proposals_are_words_that_several_reports_share() -> None:
    proposals = propose_issues(material())
    words = {word for each in proposals for word in each.issue.words}
    assert any("harbour" in word for word in words)
    assert not words & {"Ruritania", "Zubrowka", "Hentzau", "the", "said", "spring"}
    for each in proposals:
        assert len(set(each.issue.words)) == len(each.issue.words)
        assert set(each.rows) == {"daily", "herald"}
        placed = place_rows(material(each.issue), like=False)[each.issue.id]
        assert {p.row.id for p in placed} >= {id for ids in each.rows.values() for id in ids}


def test_proposals_leave_out_what_is_named_already() -> None:
    first = propose_issues(material())[0].issue
    again = propose_issues(material(first), known=[first])
    assert first.id not in {each.issue.id for each in again}
    assert not {word for each in again for word in each.issue.words} & set(first.words)


def test_one_report_alone_proposes_nothing() -> None:
    one = [each for each in rows() if each.source == "daily"]
    assert propose_issues(Material(SOURCES, (), tuple(one), {"daily": DAILY})) == []
    assert propose_issues(Material((), (), ())) == []


def test_as_many_as_wanted_and_always_the_same() -> None:
    proposals = propose_issues(material(), 1)
    assert len(proposals) == 1 and proposals == propose_issues(material(), 1)
    scores = [each.score for each in propose_issues(material())]
    assert scores == sorted(scores, reverse=True)
    ids = [each.issue.id for each in propose_issues(material())]
    assert len(set(ids)) == len(ids)


# -- the table -------------------------------------------------------------------------------------


def test_columns_stand_by_day_of_publication() -> None:
    (table,) = issue_tables(material(HARBOUR))
    assert [column.id for column in table.columns] == ["daily", "herald"]
    undated = Material((replace(SOURCES[0], date=None), SOURCES[1]), (HARBOUR,), rows())
    assert [column.id for column in undated.columns] == ["daily", "herald"]


def test_lines_say_who_is_in_which_report() -> None:
    (table,) = issue_tables(material(HARBOUR))
    assert {line.speaker for line in table.shared()} == {"Count Hentzau", "Zubrowka"}
    assert [line.speaker for line in table.only_in("herald")] == ["Mediator"]
    assert table.only_in("daily") == () and table.silent == ()
    assert table.lines[-1].speaker == AUTHOR, "the author's own comes last"
    (hentzau,) = [line for line in table.lines if line.speaker == "Count Hentzau"]
    assert [len(hentzau.cells[source]) for source in ("daily", "herald")] == [2, 1]


def test_a_figure_within_a_statement_is_not_listed_again() -> None:
    (table,) = issue_tables(material(HARBOUR))
    listed = [each.row for line in table.lines for cell in line.cells.values() for each in cell]
    assert not [each for each in listed if each.kind == "figure"]
    assert len({each.id for each in listed}) == len(listed)


def test_a_report_that_is_silent_is_said_to_be() -> None:
    (table,) = issue_tables(material(GUNBOATS))
    assert table.silent == ("daily",)


def test_a_figure_belongs_to_the_one_in_whose_words_it_stands() -> None:
    told = rows()[9]
    figure = replace(rows()[10], start=0, end=5, values={**rows()[10].values, "inside": told.id})
    (table,) = issue_tables(Material(SOURCES, (Issue("f", words=("crowns",)),), (told, figure)))
    assert {line.speaker for line in table.lines} == {"Mediator"}


def test_a_figure_in_words_that_wait_in_the_tray_is_not_the_authors() -> None:
    figure = replace(rows()[10], values={**rows()[10].values, "inside": "herald-s99999"})
    (table,) = issue_tables(Material(SOURCES, (Issue("f", words=("crowns",)),), (figure,)))
    assert [line.speaker for line in table.lines] == [UNDECIDED]
    assert table.only_in("herald") == () and table.silent == ("daily",)


@pytest.mark.parametrize("kind", ["statement", "claim"])
def test_a_statement_of_nobody_known_shows_the_words(kind: str) -> None:
    one = row("daily", "to send observers to the river", kind, [("speaker", "The mediator")])
    (table,) = issue_tables(Material(SOURCES, (Issue("o", words=("observers",)),), (one,)))
    assert table.lines[0].speaker == ("“The mediator”" if kind == "statement" else AUTHOR)
