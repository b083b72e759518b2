"""The JSON of every verb follows its schema and says what the engine says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import countermove
from countermove.files.case import CaseFile, read_case
from countermove.files.library import case_path, list_addresses, list_cases
from countermove.model.graph import GraphModel
from countermove.stability import CONCEPTS, analyse
from countermove.stability.certificate import certificate_from_dict
from countermove.stability.checker import Checker
from countermove.stability.comparison import compare
from surfaces.running import PACKAGE, run, schema, valid_json

FLAGSHIP = "washington-2025/summit"
FINDINGS = {
    "analysis",
    "explanation",
    "comparison",
    "states",
    "scales",
    "search",
    "validation",
    "cases",
    "evolution",
    "coalitions",
    "inverse",
    "levers",
    "robustness",
    "hypergame",
    "scenarios",
    "reading",
    "ledger",
    "sources",
    "across",
    "matrix",
    "draft",
}

SCHEMAS = sorted((PACKAGE / "schemas").glob("*.schema.json"))
#: Of every kind: options, coalesced states in graph form, unknown and strong preference, a game.
KINDS = (
    FLAGSHIP,
    "kinsara2014/elmira",
    "xu2007/elmira",
    "nuaagmcr2016/sustainable-development",
    "nuaagmcr2016/sustainable-development-unknown",
    "rapoport1966/game-12",
    "gambit2026/three-by-three-by-three",
)

# -- the schemas themselves ------------------------------------------------------------------------


def parts(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object schema within a schema, with its place."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield place, node
        for key, value in node.items():
            yield from parts(value, f"{place}/{key}")
    elif isinstance(node, list):
        for k, value in enumerate(node):
            yield from parts(value, f"{place}/{k}")


def test_there_is_a_schema_for_every_finding() -> None:
    assert {path.name.removesuffix(".schema.json") for path in SCHEMAS} >= FINDINGS


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schema_is_one_and_describes_everything(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"] and found["description"]
    for place, part in parts(found):
        assert part.get("description"), f"{path.name}{place} is not described"
        assert "additionalProperties" in part, f"{path.name}{place} lets anything through"
        if "properties" in part:
            assert part["additionalProperties"] is False
            for name, field in part["properties"].items():
                assert field.get("description", "").endswith("."), f"{path.name}{place}/{name}"
            assert set(part["required"]) <= set(part["properties"])


def test_schemas_refuse_what_is_wrong() -> None:
    """A schema that lets everything through would make the tests below worthless."""
    data = valid_json("states", "kinsara2014/syria-iraq")
    check = jsonschema.Draft202012Validator(schema("states"))
    for wrong in (
        {**data, "more": 1},
        {**data, "count": "6"},
        {**data, "states": [{}]},
        {**data, "status_quo": 0},
        {**data, "finding": "analysis"},
        {key: value for key, value in data.items() if key != "options"},
    ):
        assert not check.is_valid(wrong)


# -- what verbs print ------------------------------------------------------------------------------


@cache
def case(address: str) -> CaseFile:
    return read_case(case_path(address))


@cache
def graphs(address: str) -> tuple[GraphModel, ...]:
    conflict = case(address).conflict
    return tuple(conflict.graph(reading) for reading in conflict.reading_ids)


@pytest.mark.parametrize("address", KINDS)
def test_analysis(address: str) -> None:
    data = valid_json("analyse", address)
    assert data["countermove"] == countermove.__version__
    assert data["title"] == case(address).conflict.title
    listed = set()
    for model, reading in zip(graphs(address), data["readings"], strict=True):
        table = analyse(model)
        number = model.states.number
        assert (reading["reading"], reading["model"]) == (model.reading, model.digest)
        assert data["states"] == model.states.size
        for concept, row in zip(table.concepts, reading["concepts"], strict=True):
            assert row["id"] == concept.id
            assert row["equilibria"] == [number(state) for state in table.equilibria(concept)]
            assert row["by_outcome"] == table.count_by_outcome(concept)
            for dm, name in enumerate(model.decision_makers):
                stable = [s for s in model.states.all() if table.is_stable(concept, dm, s)]
                assert row["stable"][name] == [number(state) for state in stable]
            listed.update(row["equilibria"])
    assert [state["number"] for state in data["equilibria"]] == sorted(listed)


def test_analysis_of_chosen_readings_and_concepts() -> None:
    data = valid_json("analyse", FLAGSHIP, "--reading", "schwarz", "-c", "seq", "-c", "Nash")
    (reading,) = data["readings"]
    assert reading["reading"] == "schwarz"
    assert [row["id"] for row in reading["concepts"]] == ["SEQ", "Nash"]


@pytest.mark.parametrize("address", KINDS)
def test_states(address: str) -> None:
    data = valid_json("states", address)
    model = graphs(address)[0]
    assert data["count"] == model.states.size == len(data["states"])
    for code, state in zip(model.states.all(), data["states"], strict=True):
        assert state["number"] == model.states.number(code)
        assert state["label"] == model.states.label(code)
        assert state["outcomes"] == [outcome.id for outcome in model.outcomes_of(code)]
        assert ("id" in state) == model.states.graph_form
        assert ("pattern" in state) == ("taken" in state) == bool(model.states.options)
        if "pattern" in state:
            assert state["pattern"] == model.states.pattern(code)
            assert len(state["taken"]) == state["pattern"].count("Y")


def test_chosen_states() -> None:
    data = valid_json("states", FLAGSHIP, "--where", "ru.settle and not ua.cede")
    assert data["count"] == 768
    assert len(data["states"]) == 128
    assert all("ru.settle" in s["taken"] and "ua.cede" not in s["taken"] for s in data["states"])
    assert valid_json("states", FLAGSHIP, "--where", "false")["states"] == []


@pytest.mark.parametrize("address", KINDS)
@pytest.mark.parametrize("number", [1, 4])
def test_explanation_carries_proofs(address: str, number: int) -> None:
    """What --json prints can be checked by whoever reads it."""
    concepts = [concept for concept in CONCEPTS.values() if concept.refusal(graphs(address)[0]) is None]
    state = graphs(address)[0].states
    name = state.names[number - 1] if state.graph_form else str(number)
    data = valid_json("explain", address, name, *(w for c in concepts for w in ("-c", c.id)))
    assert data["state"]["number"] == number
    by_reading = {model.reading: model for model in graphs(address)}
    assert [(row["reading"], row["concept"]) for row in data["readings"]] == [
        (reading, concept.id) for reading in by_reading for concept in concepts
    ]
    for row in data["readings"]:
        model = by_reading[row["reading"]]
        checker = Checker(model)
        assert [told["dm"] for told in row["decision_makers"]] == list(model.decision_makers)
        for told in row["decision_makers"]:
            proof = certificate_from_dict(told["certificate"], model)
            assert not checker.faults(proof)
            assert (proof.concept, proof.stable) == (row["concept"], told["stable"])
            assert model.states.number(proof.state) == number
            assert model.decision_makers[proof.dm] == told["dm"]


def test_explanation_for_chosen_decision_makers() -> None:
    data = valid_json("explain", FLAGSHIP, "status-quo", "-d", "EU", "-d", "us", "-r", "sanger")
    (row,) = data["readings"]
    assert [told["dm"] for told in row["decision_makers"]] == ["eu", "us"]
    assert row["concept"] == "SEQ"


@pytest.mark.parametrize(("words", "concept"), [((), "SEQ"), (("-c", "GMR"), "GMR")])
def test_comparison(words: tuple[str, ...], concept: str) -> None:
    data = valid_json("compare", FLAGSHIP, *words)
    comparison = compare(case(FLAGSHIP).conflict)
    number = comparison.model.states.number
    for row in data["concepts"]:
        assert row["shared"] == [number(state) for state in comparison.shared(row["id"])]
        for reading, own in row["only"].items():
            assert own == [number(state) for state in comparison.only(row["id"], reading)]
    assert {cause["concept"] for cause in data["causes"]} == {concept}
    for holds, falls in (("sanger", "schwarz"), ("schwarz", "sanger")):
        causes = [c for c in data["causes"] if (c["holds_in"], c["falls_in"]) == (holds, falls)]
        states = {state for cause in causes for state in cause["states"]}
        assert states == {number(state) for state in comparison.lost(concept, holds, falls)}
        for cause in causes:
            for role, reading in (("pull", falls), ("anchor", holds), ("breaks", falls)):
                if cause[role] is not None:
                    check_statement(cause[role], reading)


def check_statement(said: dict[str, Any], reading: str) -> None:
    assert said["reading"] == reading
    (wish,) = (p for p in case(FLAGSHIP).conflict.preferences if (p.reading, p.dm) == (reading, said["dm"]))
    statement = wish.statements[said["place"] - 1]
    assert (said["that"], said["says"]) == (statement.that, statement.says)
    assert said["evidence"] == list(statement.evidence)


def test_demo_is_the_comparison_of_the_flagship() -> None:
    assert valid_json("demo") == valid_json("compare", FLAGSHIP)


@pytest.mark.parametrize("readings", [(), ("schwarz",)], ids=["all", "one"])
def test_scales(readings: tuple[str, ...]) -> None:
    data = valid_json("scales", FLAGSHIP, *(word for reading in readings for word in ("-r", reading)))
    conflict = case(FLAGSHIP).conflict
    assert [row["id"] for row in data["scales"]] == [scale.id for scale in conflict.scales]
    for row, scale in zip(data["scales"], conflict.scales, strict=True):
        wanted = [p for p in scale.positions if not readings or p.reading in readings]
        assert [(p["reading"], p["dm"]) for p in row["positions"]] == [(p.reading, p.dm) for p in wanted]
        assert [tuple(p["position"]) for p in row["positions"]] == [p.position for p in wanted]


@pytest.mark.parametrize("address", KINDS)
def test_validation(address: str) -> None:
    data = valid_json("validate", address)
    assert data["sound"] and data["problems"] == []
    assert data["title"] == case(address).conflict.title


def test_validation_of_a_broken_model(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('countermove = 1\ntitle = "t"\n[[decision_makers]]\nid = 3\n', encoding="utf-8")
    data = valid_json("validate", str(path), code=2)
    assert not data["sound"] and data["title"] is None
    assert {problem["kind"] for problem in data["problems"]} == {"error"}
    assert {problem["file"] for problem in data["problems"]} == {str(path)}
    assert (4, 6) in {(problem["line"], problem["column"]) for problem in data["problems"]}


def test_validation_of_a_file_that_is_not_there() -> None:
    (problem,) = valid_json("validate", "nowhere.toml", code=2)["problems"]
    assert (problem["what"], problem["line"]) == ("there is no such file", 0)


def test_validation_with_a_changed_report(tmp_path: Path) -> None:
    (tmp_path / "sanger-2025-08-17.txt").write_text("something else", encoding="utf-8")
    data = valid_json("validate", FLAGSHIP, "--sources", str(tmp_path), code=2)
    assert data["sound"], "the model is; its evidence is not what it was"
    states = {source["id"]: source["state"] for source in data["sources"]}
    assert states["sanger"] == "changed"


def test_cases() -> None:
    data = valid_json("cases", "list")
    assert [row["address"] for row in data["cases"]] == [c.address for c in list_cases()]
    addresses = {address for row in data["cases"] for address in row["members"] or [row["address"]]}
    assert addresses == set(list_addresses())


@pytest.mark.parametrize("verb", ["demo", "analyse", "explain", "compare", "states", "validate"])
def test_json_is_the_same_on_every_terminal(verb: str) -> None:
    words = [verb] + ([FLAGSHIP] if verb != "demo" else []) + (["1"] if verb == "explain" else [])
    usual = run(*words, "--json")
    for odd in (
        run(*words, "--json", COLUMNS="20", FORCE_COLOR="1"),
        run(*words, "--json", encoding="ascii"),
    ):
        assert json.loads(odd.out) == json.loads(usual.out)
