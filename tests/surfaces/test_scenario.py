"""`countermove scenario`, and MODEL@SCENARIO for every verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.model.scenarios import scenario
from countermove.stability.effect import effect
from surfaces.running import run, valid_json

FLAGSHIP = "washington-2025/summit"


def test_all_scenarios_side_by_side() -> None:
    out = run("scenario", FLAGSHIP).out
    assert "5 scenarios beside the conflict as it is" in out
    assert "What is signed is kept" in out and "as it is   threat   west" in out


def test_one_scenario_says_what_changes_and_what_that_does() -> None:
    out = " ".join(run("scenario", FLAGSHIP, "west", "-r", "sanger").out.split())
    assert "The United States and Europe act as one, the West." in out
    assert "equilibria before after kept lost gained" in out
    assert "Now possible as an equilibrium (SEQ): Alliance intact." in out


def test_json_says_what_the_analysis_says() -> None:
    data = valid_json("scenario", FLAGSHIP, "signed", "threat")
    assert [each["id"] for each in data["scenarios"]] == ["signed", "threat"]
    conflict = read_model(case_path(FLAGSHIP)).conflict
    found = effect(conflict, "signed", "schwarz")
    reading = next(each for each in data["scenarios"][0]["readings"] if each["reading"] == "schwarz")
    told = {concept["id"]: concept for concept in reading["concepts"]}
    number = found.before.model.states.number
    for concept in found.concepts:
        before, after = found.counts(concept)
        assert told[concept.id]["equilibria"] == {"before": before, "after": after}
        assert told[concept.id]["lost"] == [number(state) for state in found.lost(concept)]
        assert told[concept.id]["gained"] == [number(state) for state in found.gained(concept)]


@pytest.mark.parametrize(
    "words", [("states",), ("analyse",), ("explain", "397", "-r", "sanger"), ("compare",), ("scales",)]
)
def test_every_verb_takes_a_scenario(words: tuple[str, ...]) -> None:
    verb, *rest = words
    result = run(verb, f"{FLAGSHIP}@west", *rest)
    assert result.code == 0, result.err


def test_a_scenario_can_be_written_to_a_file_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "west.toml"
    result = run("scenario", FLAGSHIP, "west", "--write", str(target))
    assert result.code == 0 and "summit.ledger.toml" in result.err
    (tmp_path / "summit.ledger.toml").write_bytes(
        case_path(FLAGSHIP).with_name("summit.ledger.toml").read_bytes()
    )
    conflict = read_model(case_path(FLAGSHIP)).conflict
    assert read_model(target).conflict == scenario(conflict, "west")
    again = run("scenario", FLAGSHIP, "west", "--write", str(target))
    assert again.code == 2 and "there already" in again.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenario", FLAGSHIP, "peace"), 'there is no scenario "peace"'),
        (("scenario", "xu2007/elmira"), "the model has no scenarios"),
        (("analyse", f"{FLAGSHIP}@wset"), 'Did you mean "west"?'),
        (("scenario", FLAGSHIP, "--write", "x.toml"), "one file holds one model"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_scenario_without_changes_says_so(tmp_path: Path) -> None:
    file = tmp_path / "same.toml"
    text = case_path("xu2007/elmira").read_text("utf-8")
    file.write_text(text + '\n[[scenarios]]\nid = "same"\nchanges = []\n', encoding="utf-8")
    assert "Nothing is changed." in run("scenario", str(file), "same").out
    assert valid_json("scenario", str(file), "same")["scenarios"][0]["changes"] == []
