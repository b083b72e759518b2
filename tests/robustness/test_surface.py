"""The verb: what it prints, its JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import countermove
from countermove import robustness
from countermove.cli import verbs
from countermove.errors import ConflictError
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.files.write import write_model

SCHEMA = json.loads((Path(countermove.__file__).parent / "schemas/robustness.schema.json").read_text("utf-8"))

MODEL = """
countermove = 1
title = "Two fishing fleets"
status_quo = "a.fish + b.fish"

[[decision_makers]]
id = "a"
name = "Arden"
options = [{ id = "fish", does = "fish" }]

[[decision_makers]]
id = "b"
name = "Brook"
options = [{ id = "fish", does = "go fishing" }]

[[outcomes]]
id = "rest"
name = "Fish recover"
that = "not a.fish and not b.fish"

[[readings]]
id = "green"
weight = 1

[[readings]]
id = "trade"
weight = 3

[[preferences]]
reading = "green"
dm = "a"
statements = [{ that = "rest", says = "fish tomorrow" }, { that = "a.fish", says = "fish today" }]

[[preferences]]
reading = "trade"
dm = "a"
statements = ["a.fish", "not b.fish"]

[[preferences]]
reading = "green"
dm = "b"
statements = [{ that = "b.fish if a.fish" }, { that = "rest", says = "fish tomorrow" }, { that = "b.fish" }]

[[preferences]]
reading = "trade"
dm = "b"
statements = ["b.fish", "not a.fish"]

[[doubts]]
id = "today"
name = "Whether Arden minds"
dm = "a"
reading = "green"
order = ["rest", "a.fish"]
issue = "mind"

[[doubts]]
id = "boats"
name = "Whether Brook has boats"
option = "b.fish"
probability = 0.75

[[doubts]]
id = "nothing"
name = "What makes no difference"
dm = "b"
reading = "trade"
statement = "not a.fish"
"""


@pytest.fixture
def model(tmp_path: Path) -> str:
    file = tmp_path / "fish.toml"
    file.write_text(MODEL, "utf-8")
    return str(file)


def called(*words: str) -> Result:
    return CliRunner().invoke(verbs, ["robust", *words], env={"COLUMNS": "200"})


def told(*words: str) -> str:
    result = called(*words)
    assert result.exit_code == 0, result.output
    return result.output if "--json" in words else " ".join(result.output.split())


def data(*words: str) -> Any:
    found = json.loads(told(*words, "--json"))
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def refused(*words: str) -> str:
    result = called(*words)
    assert isinstance(result.exception, ConflictError)
    return str(result.exception)


def test_everything_is_told(model: str) -> None:
    text = told(model, "-t", "rest")
    assert "16 admissible models" in text
    assert "4 doubts. Every model was analysed" in text
    assert "Whatever turns out:" in text or "rests on" in text
    assert "What matters most: Fish recover has an equilibrium under SEQ" in text
    assert "“Whether Arden minds”" in text
    assert "The answer flips if" in text
    assert "Assumes: the doubts are independent" in text


def test_probabilities_are_exact(model: str) -> None:
    found = data(model, "-t", "rest")
    assert found["exact"] and found["models"] == found["admissible"] == 16
    assert [way["probability"] for way in found["doubts"][0]["ways"]] == [0.25, 0.75]
    share = found["asked"]["share"]
    assert share["exactly"] and share["range"] is None
    assert found["different"] < 16
    assert "nothing" in found["asked"]["free_of"]
    assert sum(row["share"]["probability"] for row in found["concepts"][0]["counts"]) == pytest.approx(1)


@pytest.mark.parametrize(
    "words",
    [(), ("-r", "green"), ("-c", "SIM"), ("--sample", "40", "--seed", "3"), ("--neighbours",), ("-t", "2"),
     ("-t", "all:rest", "-c", "Nash"), ("--baseline", "reading=trade"), ("--replay", "5")],
)  # fmt: skip
def test_json_follows_the_schema(model: str, words: tuple[str, ...]) -> None:
    assert data(model, *words)["title"] == "Two fishing fleets"
    assert told(model, *words)


def test_a_settled_reading_leaves_the_others_doubts_out(model: str) -> None:
    found = data(model, "-r", "green")
    assert [doubt["id"] for doubt in found["doubts"]] == ["today", "boats"]
    found = data(model, "-r", "trade")
    assert [doubt["id"] for doubt in found["doubts"]] == ["boats", "nothing"]


def test_flips_start_from_the_baseline(model: str) -> None:
    here, there = (
        data(model, "-t", "rest", *words)["asked"] for words in ((), ("--baseline", "reading=trade"))
    )
    assert here["share"] == there["share"] and here["doubts"] == there["doubts"]
    assert here["flips"] != there["flips"]


def test_unequal_weights_are_told(model: str) -> None:
    assert ", weight " in told(model, "-c", "Nash")


def test_what_is_kept_is_told_again(model: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    file = str(tmp_path / "kept.parquet")
    first = json.loads(called(model, "--out", file, "--json").stdout)
    assert data(model, "--from", file) == first == data(model)
    assert "the file says the same" in told(model, "--from", file, "--replay", "3")
    found = data(model, "--from", file, "--query", "SELECT count(*) AS n, sum(probability) FROM models")
    assert found["columns"][0] == "n" and found["rows"] == [[16, 1.0]]
    assert "16" in told(model, "--from", file, "--query", "SELECT count(*) FROM models")
    changed = Path(model).read_text("utf-8").replace("probability = 0.75", "probability = 0.5")
    Path(model).write_text(changed, "utf-8")
    assert "other doubts" in refused(model, "--from", file) or "another model" in refused(
        model, "--from", file
    )


def test_a_sample_is_told_with_its_seed(model: str) -> None:
    text = told(model, "--sample", "50", "--seed", "9")
    assert "50 models were drawn with seed 9" in text
    assert "intervals are Wilson's, at 95%" in text
    assert data(model, "--sample", "50", "--seed", "9") == data(model, "--sample", "50", "--seed", "9")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--limit", "3"), "--sample"),
        (("-t", "peace"), 'there is no "peace"'),
        (("-r", "blue"), 'there is no reading "blue"'),
        (("--baseline", "boat=available"), "Did you mean"),
        (("--baseline", "boats=gone"), "cannot turn out"),
        (("--replay", "17"), "from 1 to 16"),
        (("--sample", "5", "--seed", "-1"), "seed"),
        (("-t", "rest", "-c", "Nosh"), "Nash"),
    ],
)
def test_mistakes_are_told_with_their_cure(model: str, words: tuple[str, ...], what: str) -> None:
    assert what in refused(model, *words)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--from", "x", "--reading", "green"), "leave out --reading"),
        (("--from", "x", "--sample", "5", "--seed", "2"), "leave out --sample and --seed"),
        (("--from", "x", "--out", "y"), "leave out --out"),
        (("--from", "x", "-c", "Nash"), "--concept goes with --target"),
        (("--exact", "--sample", "5"), "leave out --exact"),
        (("--resume",), "with --out"),
        (("--states",), "with --out or --target"),
        (("--seed", "3"), "with --sample"),
        (("--limit", "-5"), "from 1 upwards"),
        (("--replay", "0", "--query", "SELECT 1"), "leave out --query"),
    ],
)
def test_options_without_effect_are_refused(model: str, words: tuple[str, ...], what: str) -> None:
    result = called(model, *words)
    assert result.exit_code == 2 and what in " ".join(result.output.split())


def test_model_0_is_not_overlooked(model: str) -> None:
    assert "no model 0" in refused(model, "--replay", "0")


def test_a_slip_in_the_target_is_told_before_the_work(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(*_: object, **__: object) -> None:
        raise AssertionError("the work had begun")

    monkeypatch.setattr(robustness, "run", work)
    assert 'there is no "peace"' in refused(model, "-t", "peace")


def test_states_that_were_not_kept_cannot_be_asked_for(model: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    file = str(tmp_path / "kept.parquet")
    called(model, "--out", file)
    assert "not kept" in refused(model, "--from", file, "-t", "1")


FLEETS = """
countermove = 1
title = "Two fishing fleets"
status_quo = "a.fish + b.fish"
decision_makers = [
  { id = "a", name = "Arden", options = [{ id = "fish", does = "fish" }] },
  { id = "b", name = "Brook", options = [{ id = "fish", does = "fish" }] },
]
outcomes = [{ id = "rest", name = "Recovery", that = "not a.fish and not b.fish" }]

[[preferences]]
dm = "a"
statements = [{ that = "a.fish", says = "fish today" }, { that = "rest", says = "fish tomorrow" }]

[[preferences]]
dm = "b"
statements = ["b.fish if a.fish", "rest"]
"""


def fleets(folder: Path, *doubts: str) -> str:
    """A small model with some doubts; Recovery hangs on the order of what Arden wants."""
    file = folder / "fleets.toml"
    file.write_text(FLEETS + "".join(f"[[doubts]]\n{each}\n" for each in doubts), encoding="utf-8")
    return str(file)


PATIENCE = 'id = "patience"\ndm = "a"\norder = ["a.fish", "rest"]\n'
ENVY = 'id = "envy"\ndm = "b"\nstatement = "b.fish if a.fish"\n'


def test_a_baseline_that_is_not_as_written_is_not_called_so(tmp_path: Path) -> None:
    assert "What the model as written says" in told(fleets(tmp_path, PATIENCE, ENVY))
    assert "What the baseline says" in told(fleets(tmp_path, PATIENCE + "weights = [0, 1]", ENVY))
    other = told(fleets(tmp_path, PATIENCE, ENVY), "--baseline", "patience=rest over a.fish")
    assert "What the baseline says" in other and "as written says" not in other


def test_doubts_that_can_turn_out_in_one_way_only_are_told_as_such(tmp_path: Path) -> None:
    said = refused(fleets(tmp_path, ENVY + "probability = 1"))
    assert "in one way only" in said and "Declare" not in said


def test_what_no_drawn_model_shows_is_told_where_it_was_looked_for(tmp_path: Path) -> None:
    file = fleets(tmp_path, PATIENCE + "weights = [999999, 1]", ENVY)
    text = told(file, "--sample", "40", "-c", "SEQ", "-t", "rest")
    assert "0 of 40 models drawn" in text and "some that were not drawn do" in text
    assert "The answer flips if Arden ranks “fish tomorrow” above “fish today”" in text
    assert "Nothing in doubt was seen to change it" not in text
    assert "in the models drawn; others may have fewer or more" in text


def test_models_that_do_not_differ_are_not_said_to(tmp_path: Path) -> None:
    same = ENVY + 'instead = ["b.fish or not a.fish"]'
    text = told(fleets(tmp_path, same), "-c", "SEQ", "-t", "all:rest")
    assert "none differs from another" in text
    assert "so in none of 2 models, as in the baseline" in text


def test_a_wish_that_may_be_none_is_told_as_none(tmp_path: Path) -> None:
    text = told(fleets(tmp_path, PATIENCE.replace('order = ["a.fish", "rest"]', 'statement = "a.fish"')
                       + 'instead = [""]'), "-c", "SEQ", "-t", "rest")  # fmt: skip
    assert "Arden has no such wish as “fish today”" in text and "“true”" not in text


def test_a_model_without_doubts_is_refused() -> None:
    assert "nothing in this model is in doubt" in refused("xu2007/elmira")


def test_a_model_too_large_is_refused_at_once() -> None:
    assert "201,326,592 states" in refused("washington-2025/europe", "--neighbours")


def test_neighbours_need_no_doubts(tmp_path: Path) -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    file = tmp_path / "sure.toml"
    file.write_text(write_model(conflict.replace(doubts=())), encoding="utf-8")
    ledger = case_path("washington-2025/summit").with_name(conflict.ledger)
    (tmp_path / conflict.ledger).write_bytes(ledger.read_bytes())
    found = data(str(file), "-r", "sanger", "--neighbours", "-c", "Nash", "--limit", "10000")
    assert found["models"] == 9680
