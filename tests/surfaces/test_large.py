"""Large conflicts at the command line: the choice of an engine, bounds on memory, and `find`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from countermove.files.write import write_model
from stability.large import grown
from surfaces.running import run, valid_json

EUROPE = "washington-2025/europe"


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def twenty(tmp_path: Path) -> str:
    path = tmp_path / "twenty.toml"
    path.write_text(write_model(grown(4, (5, 5, 5, 5), 2, 0.1)), "utf-8")
    return str(path)


def test_engines_say_what_they_take_and_find_the_same(twenty: str) -> None:
    said = {}
    for engine in ("auto", "sparse", "tensor", "symbolic"):
        result = run("analyse", twenty, "--engine", engine, "-c", "Nash", "-c", "SEQ", "-c", "GMR")
        assert result.code == 0
        said[engine] = re.sub(r" \*?$", "", result.out, flags=re.M)
        kind = "tensor" if engine == "auto" else engine
        assert result.err.startswith(f"Engine: {kind}, "), result.err
    assert len(set(said.values())) == 1


def test_memory_is_bounded_before_it_is_used(twenty: str) -> None:
    result = run("analyse", twenty, "--engine", "tensor", "--memory", "1M")
    assert result.code == 2 and not result.out
    assert "the tensor engine would take" in result.err and "1,048,576 combinations" in result.err
    assert "Allow more with --memory" in flat(result.err) and "--engine symbolic" in flat(result.err)
    for wrong in ("0", "-3G", "much", "1e999G"):
        result = run("analyse", twenty, "--memory", wrong)
        assert result.code == 2 and "is no amount of memory" in flat(result.err), wrong
    assert run("analyse", twenty, "--memory", "2gb", "-c", "Nash").code == 0


def test_wrong_engine_is_one_clear_mistake(twenty: str) -> None:
    result = run("analyse", twenty, "--engine", "tensr")
    assert (result.code, result.out) == (2, "")
    assert result.err == 'there is no engine "tensr"\n    Did you mean "tensor"?\n'
    result = run("analyse", "xu2007/elmira", "--engine", "tensor")
    assert result.code == 2 and "takes conflicts in option form" in result.err
    result = run("analyse", EUROPE, "--engine", "sparse")
    assert result.code == 2 and "feasible states" in result.err


def test_bounds_are_called_bounds(tmp_path: Path) -> None:
    path = tmp_path / "vast.toml"
    path.write_text(write_model(grown(5, (8,) * 6, 3, 0.1, statements=9)), "utf-8")
    words = ("--engine", "symbolic", "--patience", "0.5", "-c", "SEQ")
    out = flat(run("analyse", str(path), *words).out)
    assert "old once reached" not in out and "status quo holds" not in out, "of bounds nothing is said"
    assert re.search(r"all .* to \d\.\d\de\+1\d", out), out
    data = json.loads(run("analyse", str(path), *words, "--json").out)
    (row,) = data["readings"][0]["concepts"]
    assert row["count"] < row["at_most"] and row["equilibria"] is None and data["engine"] == "symbolic"


def test_json_of_many_states_gives_counts() -> None:
    data = valid_json("analyse", EUROPE, "-r", "schwarz", "-c", "Nash", "-c", "GMR")
    nash, gmr = data["readings"][0]["concepts"]
    assert (nash["count"], len(nash["equilibria"])) == (1, 1)
    assert (gmr["count"], gmr["equilibria"], gmr["by_outcome"]["carve_up"] > 0) == (57_780_960, None, True)
    assert data["states"] == 201_326_592 and len(data["equilibria"]) == 10_000


def test_states_of_a_large_conflict() -> None:
    out = flat(run("states", EUROPE, "--where", "carve_up and us.press and ua.buy").out)
    assert "of 201,326,592 feasible states" in out and "more; --all lists them" in out
    result = run("states", EUROPE, "--all")
    assert result.code == 2 and "too many for a list" in result.err


def test_explanations_of_a_large_conflict_are_proven() -> None:
    result = run("explain", EUROPE, "status-quo", "-r", "sanger", "--check")
    assert result.code == 0 and "All 10 certificates hold" in flat(result.out)
    data = valid_json("explain", EUROPE, "status-quo", "-r", "schwarz", "-c", "GMR", "-d", "ua")
    assert data["state"]["number"] == 75_420_109


# -- find ------------------------------------------------------------------------------------------


def test_find_tells_a_firm_state_or_that_there_is_none() -> None:
    out = flat(run("find", "washington-2025/summit", "war").out)
    assert "Firm is state 397 (us.press + us.supply + eu.fund). It belongs to: The war goes on." in out
    out = flat(run("find", EUROPE, "guaranteed").out)
    assert out.count("There is none: in every feasible state in which “guaranteed” holds") == 2
    assert "There is no feasible state" in flat(run("find", EUROPE, "truce and settle").out)
    assert "Firm is" in flat(run("find", "washington-2025/summit").out)


def test_find_agrees_with_the_analysis() -> None:
    analysed = valid_json("analyse", EUROPE, "-c", "Nash")
    found = valid_json("find", EUROPE)
    for whole, one in zip(analysed["readings"], found["readings"], strict=True):
        assert [one["state"]["number"]] == whole["concepts"][0]["equilibria"]
        assert one["proven"] and one["possible"] and one["guesses"] > 0


def test_find_refuses_what_it_cannot_search() -> None:
    result = run("find", "xu2007/elmira")
    assert result.code == 2 and "needs a conflict in option form" in result.err
    assert run("find", "washington-2025/summit", "nonsense").code == 2
