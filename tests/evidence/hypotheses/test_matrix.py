"""Evidence against hypotheses: counts, what they hang on, and what tells hypotheses apart, by definition."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence.hypotheses import Cell, Cells, Hypothesis, Matrix, build
from countermove.evidence.hypotheses.matrix import hypotheses_of
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from evidence.invented import rows

ROWS = {row.id: row for row in rows()}
IDS = list(ROWS)[:5]
NAMES = ["war", "peace", "truce"]
VERDICT = st.sampled_from(["consistent", "inconsistent", "not applicable", ""])
GRID = st.dictionaries(st.tuples(st.sampled_from(NAMES), st.sampled_from(IDS)), VERDICT)


def matrix(grid: dict[tuple[str, str], str], names: list[str] = NAMES) -> Matrix:
    cells = {key: Cell(*key, verdict) for key, verdict in grid.items() if verdict}
    return build([Hypothesis(name, name) for name in names], Cells(cells), ROWS)


@given(GRID)
def test_scores_count_inconsistencies(grid: dict[tuple[str, str], str]) -> None:
    made = matrix(grid)
    for k, name in enumerate(NAMES):
        assert made.scores()[k] == sum(grid.get((name, row)) == "inconsistent" for row in IDS)
        judged = {row for (_, row), verdict in grid.items() if verdict}
        assert made.blanks()[k] == sum(not grid.get((name, row)) for row in judged)


@given(GRID)
def test_swings_are_the_rows_without_which_the_least_differ(grid: dict[tuple[str, str], str]) -> None:
    made = matrix(grid)
    expected = set()
    for row in {row for (_, row), verdict in grid.items() if verdict}:
        without = matrix({key: verdict for key, verdict in grid.items() if key[1] != row})
        if without.least() != made.least() and "inconsistent" in [grid.get((n, row)) for n in NAMES]:
            expected.add((row, without.least()))
    assert {(swing.row, swing.then) for swing in made.swings()} == expected


@given(GRID)
def test_diagnosticity_is_the_share_of_pairs_told_apart(grid: dict[tuple[str, str], str]) -> None:
    for line in matrix(grid).lines:
        verdicts = [grid.get((name, line.id), "") for name in NAMES]
        pairs = [sorted(pair) == ["consistent", "inconsistent"] for pair in combinations(verdicts, 2)]
        assert line.diagnosticity == pytest.approx(sum(pairs) / len(pairs))


def test_consistent_evidence_speaks_for_nobody() -> None:
    fits_all = {(name, IDS[0]): "consistent" for name in NAMES}
    assert matrix(fits_all).least() == tuple(NAMES)
    assert matrix(fits_all).lines[0].diagnosticity == 0
    assert matrix({**fits_all, ("war", IDS[1]): "inconsistent"}).least() == ("peace", "truce")


def test_nothing_judged_nothing_found() -> None:
    assert matrix({}).least() == () and matrix({}).swings() == () and matrix({}).lines == ()
    assert build([], Cells(), ROWS).least() == ()
    assert matrix({("war", IDS[0]): "consistent"}, ["war"]).lines[0].diagnosticity == 0, "one has no pair"


def test_rows_that_do_not_stand_are_shown_and_do_not_count() -> None:
    made = matrix({("war", "daily-s9999"): "inconsistent", ("war", IDS[0]): "consistent"})
    assert [line.id for line in made.lines] == [IDS[0], "daily-s9999"]
    assert made.lines[1].row is None and made.scores() == (0, 0, 0)


def test_lines_come_in_the_order_of_the_reports_and_more_may_be_wanted() -> None:
    made = build([Hypothesis("war", "")], Cells(), ROWS, [IDS[3], IDS[0], IDS[3]])
    assert [line.id for line in made.lines] == [IDS[0], IDS[3]]


def test_hypotheses_of_a_model() -> None:
    wish = PrioritisedStatement("arm", evidence=(IDS[1], IDS[2]))
    conflict = Conflict(
        "t",
        (DecisionMaker("a", options=(Option("arm"),)),),
        (Preferences("a", reading="r", statements=(wish,)),),
        readings=(Reading("r", name="As it is told"), Reading("s")),
        outcomes=(Outcome("war", "arm", means="there is war"),),
    )
    own = Cells(own={"h1": "Nobody means it", "war": "taken"})
    assert [(h.id, h.text, h.kind) for h in hypotheses_of(conflict, own)] == [
        ("war", "there is war", "outcome"),
        ("h1", "Nobody means it", "own"),
    ]
    readings = hypotheses_of(conflict, own, ("reading",))
    assert [(h.id, h.text) for h in readings] == [("reading:r", "As it is told"), ("reading:s", "s")]
    made = build(readings, Cells(), ROWS)
    assert [(line.id, line.hints) for line in made.lines] == [
        (IDS[1], ("cited by reading:r: statement 1 of a",)),
        (IDS[2], ("cited by reading:r: statement 1 of a",)),
    ]
    assert not any(any(line.verdicts) for line in made.lines), "a citation is a hint and no judgement"
