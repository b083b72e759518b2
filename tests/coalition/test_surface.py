"""The verb `coalitions`: what it prints, its JSON, and what it refuses."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import countermove
from countermove.cli import verbs
from countermove.coalition import COALITION_CONCEPTS, analyse_coalitions, survey
from countermove.errors import ConflictError, ModelError, NotApplicable, StateError, TooLarge
from countermove.files.case import read_case
from countermove.files.library import case_path

FLAGSHIP = "washington-2025/summit"
SCHEMA = json.loads((Path(countermove.__file__).parent / "schemas/coalitions.schema.json").read_text("utf-8"))


def shown(*words: str) -> str:
    result = CliRunner(env={"COLUMNS": "100"}).invoke(verbs, ["coalitions", *words])
    if isinstance(result.exception, ConflictError):
        raise result.exception
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@cache
def data(*words: str) -> Any:
    found = json.loads(shown(*words, "--json"))
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


def test_overview_of_the_flagship() -> None:
    out = flat(shown(FLAGSHIP))
    conflict = read_case(case_path(FLAGSHIP)).conflict
    for reading in conflict.reading_ids:
        model = conflict.graph(reading)
        found = survey(model, COALITION_CONCEPTS.values())
        for concept in found.table.concepts:
            alone = found.equilibria[concept.id]
            pairs = (alone & found.table.holding(concept, 2)).count
            row = f"{concept.single} / {concept.id} {alone.count} {pairs} {found.holding(concept).count}"
            assert row in out
    assert "Assumes: " in out and "could not be checked" in out
    assert "121 of the 156 states that hold under SEQ could be upset by a coalition (CSEQ):" in out
    assert "As long as the United States joins no coalition, nobody could upset 119 of these 121." in out
    assert "The one state that holds under SEQ holds against every coalition (CSEQ)." in out


def test_alliances_of_the_flagship() -> None:
    out = flat(shown(FLAGSHIP, "--together", "us+eu", "--together", "eu+ua", "-r", "sanger"))
    assert "156 states hold under SEQ when everybody acts alone. 28 of them fall when" in out
    assert "none falls when Ukraine and Europe act together" in out
    assert "Both would rather be there: the United States wants" in out
    assert "only us + eu - 92 - 28" in out


def test_alliance_against_one_equilibrium() -> None:
    out = flat(shown(FLAGSHIP, "-t", "us+eu", "-t", "eu+ua", "-r", "schwarz"))
    assert (
        "One state holds under SEQ when everybody acts alone. It stands when the United States and Europe"
        " act together and when Ukraine and Europe act together." in out
    )


def test_state_that_is_upset() -> None:
    out = flat(shown("xu2007/elmira", "5", "-c", "CNash"))
    assert (
        "> The Ministry of the Environment and Uniroyal together could leave it for state 8 (softened order"
        " accepted, insisted on): the Ministry of the Environment could modify the control order (state 6),"
        " then Uniroyal could end the appeal and accept the control order (state 8). Both would rather be"
        " there." in out
    )
    assert "It holds as long as one of them joins no coalition against it" in out


def test_deterred_coalition_is_told_with_its_answer() -> None:
    out = flat(shown(FLAGSHIP, "195", "-r", "sanger"))
    assert "= Europe alone could leave it" in out
    assert "But then the United States would rather withdraw from the security guarantees" in out


def test_strong_equilibrium() -> None:
    out = flat(shown(FLAGSHIP, "status-quo", "-r", "sanger"))
    assert "This is the status quo." in out
    assert "No coalition at all could bring about anything that all its members would rather have." in out


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_long_lists_are_cut(words: tuple[str, ...]) -> None:
    out = shown("petersons2014/milk-river", "--improvement", "pareto", *words)
    assert ("more; --all lists them" in out) == (not words)


@pytest.mark.parametrize(
    "words",
    [
        ("--improvement", "pareto"),
        ("--improvement", "jump", "--jump-under", "GMR"),
        ("--movement", "joint"),
        ("--replies", "coalition"),
        ("status-quo", "--movement", "joint", "--replies", "coalition", "--concept", "CSMR"),
        ("--together", "us+canada+ijc", "--improvement", "pareto", "--concept", "cgmr", "--concept", "nash"),
    ],
)
def test_definitions_can_be_chosen(words: tuple[str, ...]) -> None:
    model = "petersons2014/milk-river"
    assert shown(model, *words) != shown(model, *[w for w in words if w == "status-quo"])


CALLS = [
    (FLAGSHIP, "-r", "sanger", "-c", "CSEQ"),
    (FLAGSHIP, "-r", "schwarz", "--together", "us+eu", "--together", "eu+ua"),
    (FLAGSHIP, "195", "-r", "sanger"),
    (FLAGSHIP, "195", "--together", "us+ru", "--movement", "joint", "--concept", "CGMR"),
    ("xu2007/elmira", "--improvement", "jump"),
    ("xu2007/elmira", "5", "--replies", "coalition"),
    ("rapoport1966/game-12",),
    ("nuaagmcr2016/sustainable-development",),
    ("gambit2026/three-by-three-by-three", "--improvement", "pareto"),
]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_json_follows_the_schema(words: tuple[str, ...]) -> None:
    assert data(*words)["finding"] == "coalitions"
    assert shown(*words)


def test_json_refuses_what_is_wrong() -> None:
    found = data("xu2007/elmira", "--improvement", "jump")
    check = jsonschema.Draft202012Validator(SCHEMA)
    for wrong in (
        {**found, "more": 1},
        {**found, "readings": []},
        {**found, "setting": {**found["setting"], "movement": "leap"}},
    ):
        assert not check.is_valid(wrong)


def test_json_says_what_the_table_says() -> None:
    found = data(FLAGSHIP, "-r", "sanger", "-c", "CSEQ")
    model = read_case(case_path(FLAGSHIP)).conflict.graph("sanger")
    table = analyse_coalitions(model, [COALITION_CONCEPTS["CSEQ"]])
    (row,) = found["readings"][0]["concepts"]
    assert row["universal"] == [model.states.number(s) for s in table.holding("CSEQ")]
    for each in row["stable"]:
        members = [model.decision_makers.index(dm) for dm in each["members"]]
        assert each["states"] == [model.states.number(s) for s in table.stable_for("CSEQ", members)]
    for upset in row["upsets"]:
        state = model.states.numbered(upset["state"])
        told = [tuple(model.decision_makers.index(dm) for dm in by["members"]) for by in upset["by"]]
        assert tuple(told) == table.upsetting("CSEQ", state)


@pytest.mark.parametrize(
    ("error", "what", "words"),
    [
        (NotApplicable, "there is no kind of improvement", (FLAGSHIP, "--improvement", "stirct")),
        (NotApplicable, "there is no movement of coalitions", (FLAGSHIP, "--movement", "jiont")),
        (NotApplicable, "there is no kind of replies", (FLAGSHIP, "--replies", "all")),
        (NotApplicable, "there is no concept of coalition stability", (FLAGSHIP, "-c", "CSQE")),
        (
            NotApplicable,
            'there is no concept "SQE"',
            (FLAGSHIP, "--improvement", "jump", "--jump-under", "SQE"),
        ),
        (NotApplicable, "only equilibrium jumps", (FLAGSHIP, "--jump-under", "GMR")),
        (ModelError, 'there is no decision maker "eux"', (FLAGSHIP, "--together", "us+eux")),
        (StateError, "there is no state 769", (FLAGSHIP, "769")),
        (StateError, "names no status quo", ("rapoport1966/game-12", "status-quo")),
        (
            NotApplicable,
            "coalition stability needs known preferences",
            ("nuaagmcr2016/sustainable-development-unknown",),
        ),
        (NotApplicable, "graph form", ("xu2007/elmira", "--movement", "joint")),
        (TooLarge, "201,326,592", ("washington-2025/europe", "-r", "sanger")),
        (TooLarge, "201,326,592", ("washington-2025/europe", "status-quo", "-r", "sanger")),
        (TooLarge, "201,326,592", ("washington-2025/europe", "-t", "us+de", "-r", "sanger")),
    ],
)
def test_what_is_refused(error: type[ConflictError], what: str, words: tuple[str, ...]) -> None:
    with pytest.raises(error) as caught:
        shown(*words)
    assert what in str(caught.value)
    assert caught.value.problems[0].cure


def test_one_state_among_many() -> None:
    """Where states are not listed a named state and named coalitions are answered for exactly."""
    out = flat(shown("washington-2025/europe", "status-quo", "-r", "sanger", "-t", "us+ec", "-t", "de+fr"))
    assert "The United States and the European Commission together could bring about nothing" in out
    assert "None of the coalitions asked about could upset it, under CSEQ." in out


def test_some_coalitions_do_not_say_who_holds_a_state_together() -> None:
    """State 1 of Elmira does not hold at all: the local government leaves it alone."""
    out = flat(shown("xu2007/elmira", "1", "-t", "moe+local"))
    assert "It holds as long as" not in out
    assert "The coalitions asked about could not upset it if one of them stays out: the Ministry" in out
    assert "No other coalition was asked about." in out
    out = flat(shown("xu2007/elmira", "1"))
    assert "It holds as long as the local government leaves it neither alone nor with others." in out


def test_strong_equilibria_are_those_of_strict_improvements() -> None:
    out = flat(shown("petersons2014/milk-river"))
    assert "do better: state 1, state 5, state 8, state 9, state 13, state 16 and 11 more." in out
    out = flat(shown("rapoport1966/game-12", "--improvement", "pareto"))
    assert "States from which no coalition has a Pareto improvement: none." in out
    assert "strong equilibrium" not in out


def test_joint_moves_name_those_who_move() -> None:
    out = flat(shown("petersons2014/milk-river", "--movement", "joint", "-c", "CGMR"))
    assert (
        "the United States and the task force acting at the same moment, and Canada needs only let it happen"
        in out
    )
    out = flat(shown("petersons2014/milk-river", "7", "--movement", "joint"))
    assert "for state 1 (no option taken), all at the same moment." in out


def test_one_decision_maker(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'countermove = 1\ntitle = "One"\n[[decision_makers]]\nid = "us"\nname = "Us"\n'
        '[[decision_makers.options]]\nid = "a"\n[[preferences]]\ndm = "us"\nstatements = ["a"]\n',
        encoding="utf-8",
    )
    out = flat(shown(str(path)))
    assert "coalitions of one decision maker, 2 feasible states" in out
    assert "SEQ / CSEQ 1 1" in out
    assert "Nobody is left to answer." in flat(shown(str(path), "1"))
