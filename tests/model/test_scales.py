"""Scales: what is wrong with them is said, what is right survives the file, and all of it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from countermove.cli import verbs
from countermove.errors import Path as Place
from countermove.files.case import read_case
from countermove.files.edit import write_model
from countermove.files.library import case_path
from countermove.files.toml import conflict_from_toml
from countermove.model.scales import Mark, Position, Scale, check_scales

GOOD = Position("us", (20, 70), (10, 50), (60, 100))

MISTAKES: list[tuple[str, Scale, str, Place]] = [
    (
        "mark above",
        Scale("g", marks=(Mark(101, "x"),)),
        "not between 0 and 100",
        ("scales", 0, "marks", 0, "at"),
    ),
    (
        "marks fall",
        Scale("g", marks=(Mark(5, "x"), Mark(5, "y"))),
        "do not rise",
        ("scales", 0, "marks", 1, "at"),
    ),
    (
        "unknown party",
        Scale("g", positions=(Position("uk", (0, 1), (0, 1), (0, 1)),)),
        'no decision maker "uk"',
        ("scales", 0, "positions", 0, "dm"),
    ),
    (
        "unknown reading",
        Scale("g", positions=(Position("us", (0, 1), (0, 1), (0, 1), reading="x"),)),
        'no reading "x"',
        ("scales", 0, "positions", 0, "reading"),
    ),
    (
        "backwards",
        Scale("g", positions=(Position("us", (30, 20), (0, 1), (0, 1)),)),
        "runs backwards",
        ("scales", 0, "positions", 0, "position"),
    ),
    (
        "salience above",
        Scale("g", positions=(Position("us", (0, 1), (0, 101), (0, 1)),)),
        "not between 0 and 100",
        ("scales", 0, "positions", 0, "salience"),
    ),
    (
        "influence below",
        Scale("g", positions=(Position("us", (0, 1), (0, 1), (-1, 1)),)),
        "not 0 or more",
        ("scales", 0, "positions", 0, "influence"),
    ),
    ("twice", Scale("g", positions=(GOOD, GOOD)), "a position twice", ("scales", 0, "positions", 1, "dm")),
]


@pytest.mark.parametrize(("scale", "what", "path"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_said_at_its_place(scale: Scale, what: str, path: Place) -> None:
    problems = list(check_scales([scale], ["us", "ru"], [""]))
    assert [(what in problem.what, problem.path) for problem in problems] == [(True, path)]


def test_two_scales_of_one_name_are_a_mistake() -> None:
    problems = list(check_scales([Scale("g"), Scale("g")], ["us"], [""]))
    assert [problem.path for problem in problems] == [("scales", 1, "id")]


def test_influence_may_exceed_a_hundred() -> None:
    assert not list(
        check_scales([Scale("g", positions=(Position("us", (0, 1), (0, 1), (0, 900)),))], ["us"], [""])
    )


def test_scales_survive_writing_and_reading() -> None:
    conflict = read_case(case_path("washington-2025/summit")).conflict
    again, problems = conflict_from_toml(write_model(conflict), "again")
    assert again is not None
    assert again.scales == conflict.scales != ()
    assert not problems


def test_the_flagship_scales_give_every_party_in_both_readings_a_supported_range() -> None:
    case = read_case(case_path("washington-2025/summit"))
    guarantee, order = case.conflict.scales
    assert [mark.at for mark in guarantee.marks] == [0, 20, 35, 50, 70, 85, 100]
    assert [mark.at for mark in order.marks] == [0, 100]
    for scale in case.conflict.scales:
        assert {(row.reading, row.dm) for row in scale.positions} == {
            (reading, dm) for reading in ("sanger", "schwarz") for dm in ("us", "ru", "ua", "eu")
        }
        assert all(row.evidence or row.assumption for row in scale.positions)


def test_the_verb_shows_ranges_and_words() -> None:
    shown = CliRunner().invoke(verbs, ["scales", "washington-2025/summit", "--reading", "schwarz"])
    assert shown.exit_code == 0
    assert "50 to 85" in shown.output
    assert "tripwire" in shown.output
    assert "Keeping America on side" not in shown.output


def test_the_verb_gives_json() -> None:
    shown = CliRunner().invoke(verbs, ["scales", "washington-2025/summit", "--json"])
    data = json.loads(shown.output)
    assert [scale["id"] for scale in data["scales"]] == ["guarantee", "order"]
    assert len(data["scales"][0]["positions"]) == 8


def test_a_mistake_in_a_file_has_its_line(tmp_path: Path) -> None:
    text = case_path("washington-2025/summit").read_text(encoding="utf-8")
    broken = text.replace("position = [20, 70]", "position = [70, 20]").replace(
        "at = 35, means", 'at = "35", means'
    )
    _, problems = conflict_from_toml(broken, "summit.toml")
    lines = broken.splitlines()
    assert sorted(problem.line for problem in problems if not problem.warning) == sorted(
        i + 1 for i, line in enumerate(lines) if "[70, 20]" in line or 'at = "35"' in line
    )
