"""The verb `inverse`: what it prints, what it takes for a state or for an outcome, and its JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from math import factorial
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import countermove
from countermove.cli import verbs
from countermove.errors import ConflictError
from countermove.inverse import Condition
from countermove.inverse.counting import share_of

SCHEMA = json.loads(
    (Path(countermove.__file__).parent / "schemas" / "inverse.schema.json").read_text(encoding="utf-8")
)
SUMMIT, EUPHRATES = "washington-2025/summit", "kinsara2014/syria-iraq"


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(verbs, ["inverse", *words])


def told(*words: str) -> str:
    """What is printed, its lines joined."""
    result = run(*words)
    assert result.exit_code == 0, result.exception
    return " ".join(result.output.split())


def data(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.exception
    found = json.loads(result.output)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def refused(*words: str) -> str:
    result = run(*words)
    assert isinstance(result.exception, ConflictError), result.output
    return str(result.exception)


def test_state() -> None:
    text = told(EUPHRATES, "2")
    assert "Out of the 6! = 720 strict rankings of the 6 feasible states." in text
    assert "no, 384 (53.3%)" in text
    assert "Under Nash and SIM > Syria would only have to stop preferring state 1 (no option taken)" in text
    assert "With this change made, it is an equilibrium." in text
    assert "Assumes: " in text
    assert "Kinsara" in text
    assert "project's own" in text


def test_state_however_it_is_named() -> None:
    same = [told(EUPHRATES, name) for name in ("2", "YNN", "release + syria.release")]
    assert len(set(same)) == 1
    assert told(EUPHRATES, "status-quo") == told(EUPHRATES, "none") == told(EUPHRATES, "1")


def test_outcome_pattern_and_condition() -> None:
    assert "Wanted: Peace with guarantees. What would it take for that to hold?" in told(SUMMIT, "guaranteed")
    several = told(EUPHRATES, "Y--", "-c", "Nash")
    assert "of its 2 states" in several
    bracketed = told(EUPHRATES, "(release)", "-c", "Nash")
    assert bracketed.replace("(release)", "Y--") == several


def test_outcome_for_one_decision_maker() -> None:
    text = told(SUMMIT, "guaranteed", "-r", "schwarz", "--dm", "EU")
    assert "None of its 192 states is an equilibrium now." in text
    assert "Europe would only have to stop preferring" in text
    assert "Russia would only have" not in text
    assert "States 48, 92, 96, 140, 144, 188, 192, 419 and 23 more ask for the same." in text


def test_clauses_are_told_for_the_concepts_asked_for() -> None:
    one = told(EUPHRATES, "2", "-c", "GMR")
    assert "state 6, to which the others could answer" in one
    assert "1 more move is deterred as things are." in one
    assert "SEQ" not in one
    every = told(EUPHRATES, "2", "--all")
    assert every.count("To keep it from a move") > told(EUPHRATES, "2").count("To keep it from a move")


def test_symmetric_clauses_name_what_could_be_gone_on_to() -> None:
    text = told(EUPHRATES, "2", "-c", "SMR")
    assert (
        "any of the states to which the others could answer and it could go on from there: 4, 5 and 6" in text
    )


def test_nothing_else_would_do() -> None:
    assert "No answer of the others would do." in told("xu2007/elmira", "1")


def test_joint_failure_is_said() -> None:
    text = told(SUMMIT, "591", "-r", "sanger", "-c", "SEQ")
    assert "it is still no equilibrium: whoever thinks otherwise may also answer otherwise" in text


def test_bounds_and_estimates_are_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Condition, "share", lambda self: share_of(self.clauses, 0))
    words = ("xu2007/elmira", "1", "-c", "SMR", "--dm", "uniroyal")
    assert re.search(r"yes, \d+\.\d% to \d+\.\d%", told(*words))
    sampled = [told(*words, "--sample", "4001", "--seed", seed) for seed in ("1", "1", "3")]
    assert re.search(r"yes, about \d+\.\d% \(\d+\.\d% to \d+\.\d%\)", sampled[0])
    assert sampled[0] == sampled[1] != sampled[2]
    (row,) = data(*words, "--sample", "400")["readings"][0]["concepts"][0]["decision_makers"]
    assert row["rankings"] is None
    assert row["sample"]["number"] == 400


def test_many_states() -> None:
    text = told("washington-2025/europe", "12", "-r", "schwarz")
    assert "too large under GMR, SMR, SEQ, SSEQ and SIM" in text
    assert "strict rankings of the 201,326,592 feasible states" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((EUPHRATES, "7"), "there is no state 7"),
        ((EUPHRATES, "release+escalate"), "is not feasible"),
        ((EUPHRATES, "relese and attack"), "relese"),
        ((EUPHRATES, "2", "--dm", "iran"), 'no decision maker "iran"'),
        ((EUPHRATES, "2", "-c", "XYZ"), 'no concept "XYZ"'),
        ((EUPHRATES, "2", "-r", "x"), 'no reading "x"'),
        ((EUPHRATES, "release and escalate"), "no feasible state"),
        ((EUPHRATES, ""), "the statement is empty"),
        (("washington-2025/europe", "guaranteed"), "more than the 2,000"),
        (("nuaagmcr2016/sustainable-development-unknown", "1"), "unknown"),
    ],
)
def test_mistakes(words: tuple[str, ...], said: str) -> None:
    assert said in refused(*words)


@pytest.mark.parametrize(
    "address",
    [EUPHRATES, "xu2007/elmira", "nuaagmcr2016/sustainable-development", "rapoport1966/game-12"],
)
def test_json_of_a_state(address: str) -> None:
    found = data(address, "1", "--all")
    assert (found["finding"], found["about"], found["wanted"]) == ("inverse", "state", "1")
    for concept in found["readings"][0]["concepts"]:
        for row in concept["decision_makers"]:
            check_verdict(row, found["readings"][0]["states"])


def check_verdict(row: dict[str, Any], states: int) -> None:
    """The numbers agree with one another, and the clauses with what is said to follow from them."""
    share = Fraction(int(row["share"]["low"]["numerator"]), int(row["share"]["low"]["denominator"]))
    assert row["share"]["exact"]
    assert int(row["rankings"]) == share * factorial(states)
    assert int(row["relevant_rankings"]) == share * factorial(row["relevant"] + 1)
    named = {state for clause in row["clauses"] for way in clause["ways"] for state in way}
    assert len(named) == row["relevant"]
    now = set(row["preferred"])
    assert all(clause["holds"] == meets(clause, now) for clause in row["clauses"])
    assert row["holds"] == all(clause["holds"] for clause in row["clauses"]) == (not row["change"]["states"])
    assert all(meets(clause, now - set(row["change"]["states"])) for clause in row["clauses"])
    if row["spoiling"] is not None:
        assert not all(meets(clause, now | set(row["spoiling"]["states"])) for clause in row["clauses"])
    for out in row["least"]["sets"]:
        assert all(meets(clause, named - set(out)) for clause in row["clauses"])


def meets(clause: dict[str, Any], better: set[int]) -> bool:
    return any(better.isdisjoint(way) for way in clause["ways"])


def test_json_of_a_large_state_leaves_long_clauses_out() -> None:
    found = data(SUMMIT, "44", "-r", "schwarz", "-c", "SMR", "-c", "Nash")
    nash, smr = ({c["id"]: c for c in found["readings"][0]["concepts"]}[name] for name in ("Nash", "SMR"))
    assert all(row["clauses"] is not None for row in nash["decision_makers"])
    assert all(row["clauses"] is None for row in smr["decision_makers"])


def test_json_of_an_outcome() -> None:
    found = data(SUMMIT, "guaranteed")
    assert found["about"] == "outcome"
    for reading in found["readings"]:
        (concept,) = reading["concepts"]
        assert len(concept["equilibria"]) + len(concept["candidates"]) == concept["states"] == 192
        for candidate in concept["candidates"]:
            crossing = sum(len(need["change"]["states"]) for need in candidate["needs"])
            assert crossing == candidate["crossing"]


def test_json_of_what_is_too_large() -> None:
    found = data("washington-2025/europe", "12", "-r", "schwarz", "-c", "Nash", "-c", "GMR")
    nash, gmr = found["readings"][0]["concepts"]
    assert all(row["rankings"] is None and row["share"]["exact"] for row in nash["decision_makers"])
    assert all("too many" in row["refused"] for row in gmr["decision_makers"])


def test_who_could_not_be_told_of_is_named() -> None:
    text = told(
        "washington-2025/europe", "status-quo", "-r", "sanger", "-c", "Nash", "-c", "SEQ", "-c", "SSEQ"
    )
    assert "could not be told" not in text  # told in full, concept by concept
    text = told("washington-2025/europe", "status-quo", "-r", "sanger")
    assert "Under SSEQ = It holds for everybody who was asked about, but of Russia and Ukraine it" in text
    assert "Under Nash and SIM = It holds for everybody who was asked about. " in text


def test_the_only_state_and_what_nobody_asked_about_could_do(tmp_path: Path) -> None:
    wishes = "".join(
        f'[[preferences]]\ndm = "{dm}"\nstatements = [{{ that = "{dm}.arm" }}]\n' for dm in ("a", "b")
    )
    both = ", ".join(f'{{ id = "{dm}", options = [{{ id = "arm" }}] }}' for dm in ("a", "b"))
    file = tmp_path / "two.toml"
    head = f'countermove = 1\ntitle = "Two"\ndecision_makers = [{both}]\n'
    outcomes = '[[outcomes]]\nid = "peace"\nthat = "not a.arm and not b.arm"\n'
    outcomes += '[[outcomes]]\nid = "war"\nthat = "a.arm and b.arm"\n[[outcomes]]\nid = "a"\nthat = "a.arm"\n'
    file.write_text(head + outcomes + wishes, "utf-8")
    text = told(str(file), "peace", "-c", "Nash", "--dm", "a")
    assert "Its only state is no equilibrium now." in text
    assert "For 1 of them somebody would have to change who was not asked about." not in text
    assert "For it somebody would have to change who was not asked about." in text
    assert "Its only state is an equilibrium now: 4." in told(str(file), "war", "-c", "Nash")
    assert "1 of its 2 states is an equilibrium now: 4." in told(str(file), "a", "-c", "Nash")


def test_what_was_not_looked_up_is_said() -> None:
    text = told(SUMMIT, "guaranteed", "-r", "schwarz", "-c", "SEQ", "--all")
    assert "Whether it would be an equilibrium then was not looked up." in text
    assert "not looked up" not in told(SUMMIT, "guaranteed", "-r", "schwarz", "-c", "SEQ")
    assert "not looked up" not in told(SUMMIT, "guaranteed", "-r", "schwarz", "-c", "GMR", "--all")
