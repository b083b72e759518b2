"""The verb: what it prints, its JSON against the schema, and scenarios that can be pasted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import countermove
from countermove.cli import verbs
from countermove.errors import ConflictError
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.levers import Crossing, StateLever, StatesFinding, goal
from countermove.model.scenarios import scenario
from countermove.reports.levers import Teller
from countermove.stability import analyse, named

SCHEMA = Path(countermove.__file__).parent / "schemas" / "levers.schema.json"
SUMMIT = "washington-2025/summit"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(verbs, ["levers", *arguments], standalone_mode=False)
    if isinstance(result.exception, ConflictError):
        raise result.exception
    assert result.exception is None, result.output
    return result.output


def data(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


CALLS: list[Sequence[str]] = [
    (SUMMIT, "guaranteed", "-r", "sanger", "-c", "Nash", "--no-add"),
    (SUMMIT, "guaranteed", "-r", "sanger"),
    (SUMMIT, "-r", "sanger", "--break", "war", "-d", "ru", "--no-add"),
    (SUMMIT, "guaranteed", "-r", "schwarz", "--by", "options", "-c", "SEQ"),
    (SUMMIT, "guaranteed", "-r", "schwarz", "--by", "states", "-c", "Nash"),
    ("xu2007/elmira", "2", "--by", "states"),
    ("petersons2014/milk-river", "5", "--break", "1:Nash"),
    ("kinsara2014/elmira", "--break", "today:GMR", "--by", "states"),
]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_json_follows_its_schema(call: Sequence[str]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = data(*call)
    jsonschema.Draft202012Validator(schema).validate(found)
    by = call[call.index("--by") + 1] if "--by" in call else "statements"
    assert found["by"] == by and found["findings"]
    assert all(by in finding and len(finding["goals"]) >= 1 for finding in found["findings"])


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_text_tells_how_things_are_and_what_is_assumed(call: Sequence[str]) -> None:
    said = " ".join(run(*call).split())
    assert ("As things are, " in said and "Assumes: " in said and "own definition" in said) or "--by" in call


def test_what_would_bring_peace_with_guarantees() -> None:
    said = " ".join(run(SUMMIT, "guaranteed", "-r", "sanger", "-c", "Nash", "--no-add").split())
    assert (
        "In reading sanger, “Peace with guarantees” would have a Nash equilibrium if one thing changed"
        in said
    )
    assert "Russia no longer wanted to sign for land if nobody guards the rest" in said
    assert "“Peace will come when we achieve our goals”" in said
    assert "There is no smaller change." in said
    assert "No change of this kind in what Ukraine wants brings it about (proved)." in said


def test_two_edits_of_one_wish_are_told_as_one() -> None:
    said = " ".join(run(SUMMIT, "--break", "war", "-r", "sanger", "-d", "ru", "--no-add").split())
    assert "if two things changed: Russia wanted the opposite of this: no ceasefire" in said
    assert "and ranked it above “the alliance split" in said
    assert "Nothing smaller in what Russia wants does it (proved)." in said


def test_a_scenario_can_be_pasted_into_the_model(tmp_path: Path) -> None:
    said = run(SUMMIT, "guaranteed", "-r", "sanger", "-c", "Nash", "--no-add", "--scenario", "peace")
    text = said[said.index("[[scenarios]]") :]
    assert tomllib.loads(text)["scenarios"][0]["id"] == "peace"
    source = Path(case_path(SUMMIT)).read_text("utf-8").replace('ledger = "summit.ledger.toml"\n', "")
    file = tmp_path / "changed.toml"
    file.write_text(source + "\n" + text, "utf-8")
    changed = scenario(read_model(file).conflict, "peace").graph("sanger")
    assert goal(changed, "guaranteed", named("Nash")).met(analyse(changed, [named("Nash")]))


MISTAKES = [
    ((SUMMIT,), "not said what is wanted"),
    ((SUMMIT, "guaranteed", "--cost", "add=0"), "is no price"),
    ((SUMMIT, "guaranteed", "--cost", "bribe=1"), "is no price"),
    ((SUMMIT, "guaranteed", "-d", "fr", "-c", "Nash"), 'no decision maker "fr"'),
    ((SUMMIT, "peacefull"), "is no option"),
    ((SUMMIT, "guaranteed", "-c", "SIM"), "not for SIM"),
    (("washington-2025/europe", "war"), "states one by one"),
    (("xu2007/elmira", "2"), "list of statements"),
]


@pytest.mark.parametrize(("call", "what"), MISTAKES, ids=[" ".join(call) for call, _ in MISTAKES])
def test_mistakes_are_one_clear_message(call: Sequence[str], what: str) -> None:
    with pytest.raises(ConflictError, match=what) as caught:
        run(*call)
    assert all(problem.cure for problem in caught.value.problems)


IGNORED = [
    ((SUMMIT, "guaranteed", "--by", "states", "-d", "ru"), "--dm is about statements"),
    ((SUMMIT, "guaranteed", "--by", "options", "--no-add"), "--no-add is about statements"),
    ((SUMMIT, "guaranteed", "--by", "options", "--add", "ru.truce"), "--add is about statements"),
    ((SUMMIT, "guaranteed", "--by", "states", "--cost", "drop=2"), "--cost is about statements"),
    ((SUMMIT, "guaranteed", "--by", "states", "--scenario", "x"), "are no scenario"),
    ((SUMMIT, "guaranteed", "--json", "--scenario", "x"), "what programs read"),
    ((SUMMIT, "guaranteed", "--break", "war", "--by", "states"), "one goal at a time"),
]


@pytest.mark.parametrize(("call", "what"), IGNORED, ids=[" ".join(call) for call, _ in IGNORED])
def test_nothing_that_was_asked_for_is_ignored(call: Sequence[str], what: str) -> None:
    with pytest.raises(ConflictError, match=what):
        run(*call)


@pytest.mark.parametrize("by", ["statements", "options"])
def test_what_is_wanted_and_unwanted_is_refused(by: str) -> None:
    with pytest.raises(ConflictError, match='"44" is wanted, and "guaranteed" unwanted'):
        run(SUMMIT, "44", "--break", "guaranteed", "--by", by)
    said = run("petersons2014/milk-river", "1:Nash", "--break", "1:GMR", "--by", by, "--time", "5")
    assert "Assumes: " in said


def test_crossings_that_change_the_answers_are_not_said_to_do() -> None:
    """The crossings of several may spoil one another's answers; then no state is said to become one."""
    model = read_model(case_path(SUMMIT)).conflict.graph("sanger")
    wanted = goal(model, "1", named("SEQ"))
    cross = Crossing(0, (2, 3), down=True)
    teller = Teller(model)
    finding = StatesFinding(model, wanted, (), (), (), 1)
    fails = teller.state_lever(finding, StateLever(0, (cross,), works=False))
    assert "would be an SEQ equilibrium" not in fails and "they do not make it one" in fails
    works = teller.state_lever(finding, StateLever(0, (cross,), works=True))
    assert "would be an SEQ equilibrium" in works and "do not make it one" not in works
    assert "with the others' answers as they are, fewer do not do (proved)" in works


def test_what_is_proved_is_proved_of_those_who_were_asked_about() -> None:
    said = " ".join(run(SUMMIT, "--break", "war", "-r", "sanger", "-d", "ru", "--no-add").split())
    assert "Nothing smaller in what Russia wants does it (proved)." in said
    assert "Nothing is proved of other wishes." not in said
    said = " ".join(run("petersons2014/milk-river", "5", "--break", "1:Nash").split())
    assert "Nothing is proved of other wishes." in said
