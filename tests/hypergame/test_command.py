"""The verb: what it prints, what it refuses, and its JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema
import pytest
from click.testing import CliRunner

from countermove.cli import verbs
from countermove.errors import ConflictError
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.hypergame import crossed, hypergame
from countermove.hypergame import finding as findings
from countermove.model.variants import Hypergame, View
from countermove.stability import named
from countermove.stability.certificate import certificate_from_dict
from countermove.stability.checker import Checker

SUMMIT = "washington-2025/summit"
SCHEMA = Path(case_path.__code__.co_filename).parents[1] / "schemas" / "hypergame.schema.json"

MODEL = """\
countermove = 1
title = "Deterrence"
status_quo = "none"
decision_makers = [
  { id = "a", name = "Aggressor", options = [{ id = "attack", does = "attack", drops = "break off" }] },
  { id = "b", name = "Border state", options = [{ id = "guard", does = "hit back", drops = "stand down" }] },
]
readings = [{ id = "firm" }, { id = "soft" }]
preferences = [
  { dm = "a", reading = "firm", statements = ["not (attack and guard)", "attack"] },
  { dm = "b", reading = "firm", statements = ["guard iff attack", "not attack"] },
  { dm = "a", reading = "soft", statements = ["not (attack and guard)", "attack"] },
  { dm = "b", reading = "soft", statements = ["not guard", "not attack"] },
]

[[hypergames]]
id = "bluff"
name = "A bluff that works"
because = "B is soft, and A takes it for firm."
reading = "soft"
views = [{ dm = "a", reading = "firm", assumption = "B speaks of nothing else." }]

[[hypergames]]
id = "blind"
name = "An answer that A does not think of"
reading = "firm"
views = [{ dm = "a", unseen = ["b.guard"] }]
"""


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "deterrence.toml"
    path.write_text(MODEL, encoding="utf-8")
    return str(path)


def said(*words: str) -> str:
    """What the verb prints, on one line, so that it does not matter where lines break."""
    with patch.dict(os.environ, {"COLUMNS": "80"}):
        result = CliRunner().invoke(verbs, ["hypergame", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def data(*words: str) -> Any:
    found = json.loads(
        CliRunner().invoke(verbs, ["hypergame", *words, "--json"], catch_exceptions=False).output
    )
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    return found


def test_a_bluff_in_sentences(model: str) -> None:
    told = said(model, "bluff")
    assert "Deterrence: A bluff that works" in told
    assert "Aggressor acts on reading firm. Assumed: B speaks of nothing else." in told
    assert "this project's own definition" in told
    assert (
        "Aggressor stays in state 1 because it takes Border state to want “guard iff attack”, and expects it "
        "to answer. In truth Border state would not answer so, for it wants “not guard”." in told
    )
    assert "Nobody would leave the status quo, as everybody sees it." in told
    assert (
        "Aggressor does not expect 1 move of Border state that it wants to make and expects 1 that it does "
        "not want to make." in told
    )


def test_one_state_in_everybody_s_eyes(model: str) -> None:
    told = said(model, "bluff", "--state", "status-quo")
    assert "Everybody stays, in its own eyes (SEQ); if everybody knew the truth, it would not hold." in told
    assert "Taken for an equilibrium by: Aggressor." in told
    assert "But then Border state would rather hit back" in told
    assert (
        "In truth Border state would not answer so, for it wants “not guard”. If it knew, it would leave"
        in told
    )
    blind = said(model, "blind", "--state", "none")
    assert "It does not know that Border state could hit back." in blind
    assert "It does not see how Border state could answer that. If it knew, it would stay." in blind
    assert "Aggressor would attack (state 2)" in blind
    unseen = said(model, "blind", "--state", "guard")
    assert (
        "? Aggressor does not see this state: it does not know that Border state could hit back. "
        "! If it knew the truth, it would stay." in unseen
    )


def test_views_from_the_command_line(model: str) -> None:
    as_named = data(model, "bluff")["game"]
    as_said = data(model, "--reading", "soft", "--sees", "A=firm")["game"]
    assert as_named["concepts"] == as_said["concepts"] and as_named["mistakes"] == as_said["mistakes"]
    unseen = data(model, "--unseen", "a:guard")["game"]
    assert unseen["views"][0]["unseen"] == ["b.guard"] and unseen["views"][0]["states"] == 2
    assert unseen["concepts"] == data(model, "blind")["game"]["concepts"]


def test_overview_names_the_hypergames_of_the_model(model: str) -> None:
    told = said(model)
    assert "Deterrence: 4 ways to cross the readings" in told
    assert "bluff A bluff that works" in told and "blind An answer" in told
    assert "4 soft soft" in told


def test_overview_of_the_flagship() -> None:
    told = said(SUMMIT)
    assert "16 ways to cross the readings" in told
    assert (
        "Alliance intact can hold in no reading, but does in 6 of the 14 ways of crossing readings; most "
        "with schwarz for the United States, Russia and Ukraine, sanger for Europe (24 states)." in told
    )
    assert "Carve-up never holds." in told
    two = said(SUMMIT, "--cross", "us", "--cross", "EU", "--reading", "schwarz")
    assert "4 ways" in two and "2 sanger schwarz schwarz schwarz 1" in two
    assert len(said(SUMMIT, "--all")) > len(told)


def test_json_of_the_overview_says_what_the_engine_says() -> None:
    crossing = crossed(read_model(case_path(SUMMIT)).conflict)
    told = data(SUMMIT)["crossing"]
    assert len(told["assignments"]) == 16 and told["who"] == ["us", "ru", "ua", "eu"]
    number = crossing.model.states.number
    for row, shown in zip(crossing.rows, told["assignments"], strict=True):
        assert tuple(each["reading"] for each in shown["readings"]) == row.readings
        for concept, found in zip(crossing.concepts, shown["concepts"], strict=True):
            assert found["equilibria"] == [number(s) for s in row.holding[concept.id]]
            assert found["new"] == [number(s) for s in crossing.new(concept, row)]
            assert found["by_mistake"] == [number(s) for s in row.by_mistake(concept)]
            assert found["missed"] == [number(s) for s in row.missed(concept)]


def test_json_of_a_hypergame_says_what_the_engine_says() -> None:
    conflict = read_model(case_path(SUMMIT)).conflict
    view = View("eu", "schwarz", unseen=("us.backstop",))
    finding = hypergame(conflict, Hypergame("asked", views=(view,)))
    told = data(SUMMIT, "--sees", "eu=schwarz", "--unseen", "eu:us.backstop", "--state", "685")
    number = finding.model.states.number
    for concept, shown in zip(finding.concepts, told["game"]["concepts"], strict=True):
        assert shown["equilibria"] == [number(s) for s in finding.holding(concept)]
        assert shown["true"] == [number(s) for s in finding.truly_holding(concept)]
        assert shown["blind"] == [number(s) for s in finding.in_class(concept, "blind")]
        assert shown["imagined"] == [number(s) for s in finding.in_class(concept, "imagined")]
    state = told["state"]
    assert (state["number"], state["equilibrium"], state["true_equilibrium"]) == (685, True, False)
    for k, why in enumerate(state["decision_makers"]):
        spoken = finding.perception.spoken(k)
        proof = certificate_from_dict(why["certificate"], spoken)
        assert not Checker(finding.perception.models[k]).faults(proof)
        assert number(proof.state) == 685 and proof.stable == why["stable"]
    assert [why["stable_in_truth"] for why in state["decision_makers"]] == [True, True, False, True]


def test_json_where_nothing_is_wrong_and_where_a_state_is_unseen(model: str) -> None:
    alike = data(model, "--sees", "a=firm")["game"]
    assert not alike["surprises"] and not alike["mistakes"]
    unseen = data(model, "blind", "--state", "guard")["state"]
    assert [why["sees"] for why in unseen["decision_makers"]] == [False, True]
    assert unseen["decision_makers"][0]["certificate"] is None


@pytest.mark.parametrize(
    "address", ["kinsara2014/syria-iraq", "petersons2014/milk-river", "kinsara2014/elmira"]
)
def test_other_cases(address: str) -> None:
    conflict = read_model(case_path(address)).conflict
    dm = conflict.decision_makers[0].id
    owner, option = conflict.option_ids[-1]
    told = said(address, "--unseen", f"{dm}:{owner}.{option}")
    assert "does not know that" in told and "Assumes" in told
    assert data(address, "--unseen", f"{dm}:{owner}.{option}")["game"]["views"][0]["unseen"]


MISTAKES = [
    (["xu2007/elmira", "--unseen", "local:moe.modify"], "only in option form"),
    (["xu2007/elmira"], "there is nothing to cross: the conflict has one reading"),
    ([SUMMIT, "no-such"], 'there is no hypergame "no-such"'),
    ([SUMMIT, "--sees", "sanger"], '"sanger" does not say who sees what'),
    ([SUMMIT, "--sees", "eu=sange"], 'there is no reading "sange"'),
    ([SUMMIT, "--sees", "uk=sanger"], 'there is no decision maker "uk"'),
    ([SUMMIT, "--unseen", "eu:us.back"], 'there is no option "us.back"'),
    ([SUMMIT, "--cross", "uk"], 'there is no decision maker "uk"'),
    ([SUMMIT, "--cross", "us", "--sees", "eu=schwarz"], "--cross is for the overview"),
    ([SUMMIT, "--state", "1"], "it is not said in which hypergame the state stands"),
    ([SUMMIT, "--sees", "eu=schwarz", "--state", "9999"], "there is no state 9999"),
    ([SUMMIT, "-c", "SGMR", "--sees", "eu=schwarz"], "SGMR speaks of strongly preferred states"),
    (["washington-2025/europe", "--unseen", "us:fr.troops"], "are not listed"),
    (["washington-2025/europe"], "are not listed"),
]


@pytest.mark.parametrize(("words", "what"), MISTAKES)
def test_mistakes_end_with_a_clear_message(words: list[str], what: str) -> None:
    with pytest.raises(ConflictError) as raised:
        CliRunner().invoke(verbs, ["hypergame", *words], catch_exceptions=False)
    (problem, *_) = raised.value.problems
    assert what in problem.what
    assert problem.cure


def test_several_hypergames_and_one_reading(tmp_path: Path) -> None:
    text = MODEL.replace('readings = [{ id = "firm" }, { id = "soft" }]\n', "")
    lines = [
        line.replace(', reading = "firm"', "") for line in text.splitlines() if 'reading = "soft"' not in line
    ]
    path = tmp_path / "one.toml"
    path.write_text("\n".join(line for line in lines if line != 'reading = "firm"'), encoding="utf-8")
    with pytest.raises(ConflictError, match="not said which hypergame"):
        said(str(path))
    assert named("SEQ").id in said(str(path), "blind")


def test_as_many_states_are_drawn_as_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_LOOKED_INTO", 50)
    monkeypatch.setattr(findings, "SAMPLED", 40)
    conflict = read_model(case_path("washington-2025/summit")).conflict
    finding = hypergame(conflict, Hypergame("asked"), [named("SEQ")])
    drawn = finding.looked_into(finding.holding("SEQ"))
    assert len(set(drawn)) == 40 and all(state in finding.holding("SEQ") for state in drawn)


def test_one_who_does_not_know_its_own_option_is_not_said_to_mind_it(tmp_path: Path) -> None:
    """It wants what the move leads to, and does not see the move."""
    file = tmp_path / "fleets.toml"
    file.write_text(FLEETS, encoding="utf-8")
    result = CliRunner().invoke(verbs, ["hypergame", str(file), "own"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert "moves of Arden that it would not make, as it sees things" in result.output
    assert "does not want to make" not in result.output


def test_a_reading_for_the_others_needs_others() -> None:
    result = CliRunner().invoke(verbs, ["hypergame", "washington-2025/summit", "--reading", "schwarz"])
    assert result.exit_code == 2 and "--cross" in result.output


FLEETS = """
countermove = 1
title = "Two fishing fleets"
decision_makers = [
  { id = "a", name = "Arden", options = [{ id = "fish", does = "fish" }] },
  { id = "b", name = "Brook", options = [{ id = "fish", does = "fish" }] },
]
preferences = [{ dm = "a", statements = ["a.fish"] }, { dm = "b", statements = ["b.fish"] }]
hypergames = [{ id = "own", views = [{ dm = "a", unseen = ["a.fish"] }] }]
"""
