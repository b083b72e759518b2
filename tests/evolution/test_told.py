"""What `countermove evolve` prints: sentences that say what the analysis found, and JSON by its schema."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import click
import jsonschema
import pytest

import countermove
from countermove.cli.evolve import command
from countermove.errors import ConflictError
from countermove.evolution import attainable, chain, explore
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.reports.evolution import Teller
from countermove.reports.story import Story
from countermove.stability import analyse, named

SCHEMA = json.loads(
    (Path(countermove.__file__).parent / "schemas" / "evolution.schema.json").read_text(encoding="utf-8")
)
FLAGSHIP = "washington-2025/summit"


def told(*words: str) -> str:
    """What the verb prints, on one line a paragraph."""
    out = io.StringIO()
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "100", "NO_COLOR": "1"}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        command(list(words), standalone_mode=False)
    return " ".join(out.getvalue().split())


def data(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*words, "--json"))
    jsonschema.validate(found, SCHEMA)
    return found


def test_status_quo_that_nobody_leaves() -> None:
    text = told(FLAGSHIP, "-r", "sanger")
    assert "Nothing leads out of the status quo, state 397" in text
    assert "All 23 moves out of it are unwanted" in text
    assert "Of the 156 states that hold under SEQ, only the one where the conflict stands is attained" in text
    assert (
        "Russia would accept a ceasefire, although it wants no ceasefire while its army gains ground" in text
    )
    assert "the conflict stays where it is" in text
    assert "this project's own definitions" in text


def test_equilibrium_that_is_attained() -> None:
    text = told(FLAGSHIP, "-r", "schwarz")
    assert "lead to 128 of the 767 other states, in up to 7 steps" in text
    assert "First Ukraine would buy American arms" in text and "one of 2 ways of that length" in text
    assert "it is certain to end in state 685 (The war goes on and Europe alone)" in text


def test_elmira_reads_aloud() -> None:
    text = told("xu2007/elmira")
    assert "The local government would insist on the first control order. That is state 5." in text
    assert "State 8 (softened order accepted, insisted on): takes one unwanted move. First the local" in text
    assert "would modify the control order, although it would be worse off, then Uniroyal would end" in text
    assert "after one move." in text


def test_steps_together() -> None:
    text = told("xu2007/elmira", "--by", "coalitions", "--to", "8")
    assert (
        "then the Ministry of the Environment and Uniroyal would together move to state 8"
        " (softened order accepted, insisted on)" in text
    )
    assert "no party twice in a row" in text
    assert "On the way the conflict could come to rest in state 5, which holds as well." in text


def test_what_nobody_can_bring_about() -> None:
    text = told("xu2007/elmira", "--from", "9")
    assert "State 5 (delay, insisted on): nobody can bring it about." in text
    assert "No move leads out of state 9." in text
    assert "Whatever is done, only 3 states can come about" in told("xu2007/elmira", "--from", "8")


def test_asked_for_a_condition() -> None:
    text = told(FLAGSHIP, "-r", "schwarz", "--to", "guaranteed")
    assert "Peace with guarantees can be reached in 3 steps." in text
    ever = chain(read_model(case_path(FLAGSHIP)).conflict.graph("schwarz"))
    assert f"a probability of {100 * float(ever.ever(_guaranteed())):.1f} %" in text
    assert "“us.press”: so it is where the conflict stands." in told(
        FLAGSHIP, "-r", "schwarz", "--to", "us.press"
    )
    assert told(FLAGSHIP, "-r", "schwarz", "--to", "685", "--all").count("Or: ") == 1
    assert "“us.press and not us.press”: there is no such state." in told(
        FLAGSHIP, "-r", "sanger", "--to", "us.press and not us.press"
    )


def _guaranteed() -> set[int]:
    graph = read_model(case_path(FLAGSHIP)).conflict.graph("schwarz")
    statement = next(o.statement for o in graph.outcomes if o.id == "guaranteed")
    return {s for s in explore(graph, by="moves").states if graph.states.holds(statement, s)}


def test_chance() -> None:
    assert "it never rests: it circles among 768 states" in told(
        FLAGSHIP, "-r", "sanger", "--choose", "logit"
    )
    text = told(FLAGSHIP, "-r", "schwarz", "--simulate", "50", "--seed", "3")
    assert "told from 50 sample runs (seed 3): 50 came to rest" in text and "95 % intervals" in text
    assert "turns come by weight (the United States 2, Russia 1" in told(FLAGSHIP, "--acts", "us=2")
    assert "of those who have a move they want" in told("xu2007/elmira", "--acts", "willing")


def test_attained_equilibria_are_listed() -> None:
    text = told(FLAGSHIP, "-r", "schwarz", "--all")
    assert "685 us.press + us.supply + ua.buy + eu.force + eu.fund 2 2" in text
    assert "all are attained" in told(FLAGSHIP, "-r", "sanger", "--against", "1")


def test_every_wish_in_the_way_is_told() -> None:
    text = told(FLAGSHIP, "-r", "sanger", "--all")
    assert "Russia wants: no ceasefire while its army gains ground (1); to sign for land" in text


@pytest.mark.parametrize(
    "words",
    [
        (FLAGSHIP,),
        (FLAGSHIP, "--to", "guaranteed", "--choose", "best"),
        (FLAGSHIP, "-r", "schwarz", "--choose", "logit", "--rationality", "20"),
        ("xu2007/elmira", "--by", "coalitions"),
        ("xu2007/elmira", "--from", "9", "--simulate", "5"),
        ("petersons2014/milk-river", "--free", "us", "--against", "1", "--acts", "us=0"),
        ("nuaagmcr2016/sustainable-development-unknown", "--from", "1"),
        ("washington-2025/europe", "-r", "schwarz", "--most", "100", "--by", "moves"),
    ],
    ids=" ".join,
)
def test_json_follows_the_schema(words: tuple[str, ...]) -> None:
    found = data(*words)
    for reading in found["readings"]:
        nodes = reading["reached"]["nodes"]
        assert reading["reached"]["count"] == len(nodes) == sum(reading["reached"]["by_steps"])
        states = {node["state"] for node in nodes}
        assert all(arc["from"] in states and arc["to"] in states for arc in reading["reached"]["arcs"] or [])
        assert {row["state"] for row in reading["attained"]} <= states
        assert all(row["obstacle"] != "nothing" for row in reading["not_attained"])
        if reading["chain"]:
            assert sum(each["probability"] for each in reading["chain"]["recurrent"]) == pytest.approx(1)


def test_json_says_what_the_sentences_say() -> None:
    (found,) = data("xu2007/elmira")["readings"]
    assert [(node["state"], node["steps"], node["ways"]) for node in found["reached"]["nodes"]] == [
        (1, 0, 1),
        (5, 1, 1),
    ]
    assert found["equilibria"]["count"] == 3 and found["equilibria"]["attained"] == 1
    assert [(row["state"], row["unwanted"]) for row in found["not_attained"]] == [(8, 1), (9, 1)]
    assert found["chain"]["recurrent"] == [
        {"states": [5], "probability": 1.0, "exactly": "1", "shares": [1.0]}
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--free", "nobody"), "no decision maker"),
        (("--acts", "us=often"), "how often"),
        (("--acts", "us=0", "--acts", "ru=0", "--acts", "ua=0", "--acts", "eu=0"), "not all 0"),
        (("--rationality", "3"), "only logit"),
        (("--choose", "logit", "--rationality", "-1"), "no meaning"),
        (("--by", "moves", "--against", "1"), "only mixed"),
        (("--by", "mixed"), "free decision maker"),
        (("--acts", "us=1e400"), "how often"),
        (("--acts", "us=1e999999999"), "how often"),
        (("--acts", "us=99999999999999"), "too large or too small"),
        (("--seed", "3"), "only sample runs have a seed"),
        (("--concept", "SEQU"), "no concept"),
        (("--from", "999"), "no state 999"),
        (("--to", "guarantee"), "guarantee"),
        (("--reading", "snager"), "no reading"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_mistakes_say_what_is_wrong(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConflictError, match=said) as caught:
        told(FLAGSHIP, *words)
    assert all(problem.cure for problem in caught.value.problems)


def test_unknown_choices_are_usage_errors() -> None:
    with pytest.raises(click.UsageError):
        told(FLAGSHIP, "--by", "magic")


LOCKS = """
countermove = 1
title = "Locks"
status_quo = "a.x"
[[decision_makers]]
id = "a"
name = "Anna"
[[decision_makers.options]]
id = "x"
irreversible = "once taken"
[[decision_makers.options]]
id = "y"
[[decision_makers]]
id = "b"
name = "Ben"
[[decision_makers.options]]
id = "z"
[[decision_makers]]
id = "c"
name = "Idle"
[[outcomes]]
id = "odd"
name = "Odd"
that = "not a.x or (a.y and b.z)"
[[preferences]]
dm = "a"
statements = ["y or not y"]
[[preferences]]
dm = "b"
statements = ["z or not z"]
[[preferences]]
dm = "c"
statements = ["z"]
"""


@pytest.fixture
def locks(tmp_path: Path) -> str:
    path = tmp_path / "locks.toml"
    path.write_text(LOCKS, encoding="utf-8")
    return str(path)


def test_what_bars_one_state_is_not_told_of_all(locks: str) -> None:
    """The first state of the condition would need x undone; another one is two moves away."""
    text = told(locks, "--to", "odd", "--most", "1")
    assert "Odd: not found among the states explored. It takes at least one unwanted move." in text
    assert "nobody can bring" not in text
    assert "Not found among the states explored: Odd." in told(locks, "--most", "1")
    assert "Odd: takes 2 unwanted moves. First Anna would" in told(locks, "--to", "odd")
    (found,) = data(locks, "--to", "odd", "--most", "1")["readings"]
    assert found["wanted"]["why_not"]["obstacle"] == "unknown"


def test_what_bars_all_states_is_told(locks: str) -> None:
    for most in ((), ("--most", "1")):
        text = told(locks, "--to", "not a.x", *most)
        assert "nobody can bring about a state in which it holds. Anna has taken “x”, and that cannot" in text
        assert "By chance, as told below, it never comes about." in text


def test_unwanted_moves_that_are_not_known() -> None:
    """What wanted moves attain takes no unwanted ones, though the cheapest ways were not all found."""
    text = told(FLAGSHIP, "-r", "schwarz", "--most", "20")
    assert "Europe alone 1 1 2 0" in text
    text = told(FLAGSHIP, "-r", "schwarz", "--most", "1")
    assert "within 0 steps are known: one state." in text
    assert "Europe alone 1 - - not known" in text


def test_counts_of_one_and_two(locks: str, tmp_path: Path) -> None:
    assert "Both moves out of it are unwanted" in told(locks)
    single = tmp_path / "single.toml"
    single.write_text(
        'countermove = 1\ntitle = "One"\nstatus_quo = "none"\n[[decision_makers]]\nid = "us"\nname = "Us"\n'
        '[[decision_makers.options]]\nid = "a"\n[[preferences]]\ndm = "us"\nstatements = ["a"]\n',
        encoding="utf-8",
    )
    assert "lead to the one other state, in one step." in told(str(single))
    assert "The one state that holds under SEQ is where the conflict stands" in told(
        str(single), "--from", "2"
    )


def test_no_equilibrium_has_no_table() -> None:
    text = told("nau2004/no-pure-equilibrium", "--from", "1", "--concept", "Nash")
    assert "No state holds under Nash." in text and "unwanted moves ─" not in text
    assert "0 0" not in text


def test_runs_that_do_not_come_to_rest() -> None:
    text = told("rapoport1966/game-12", "--from", "1", "--simulate", "20", "--choose", "logit")
    assert "none came to rest within 1,000 turns; until the end there were 270 moves on average." in text
    assert "They were then in, with 95 % intervals" in text and "e+" not in text
    text = told("petersons2014/milk-river", "--simulate", "30", "--choose", "logit", "--rationality", "1")
    assert re.search(r"%\), and [0-9]+ more\.", text)


def test_every_reason_or_how_many_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.reports.evolution.MOST_WHY", 10)
    assert "and 30 more; --all tells the first 10." in told("petersons2014/milk-river")
    assert "and 24 more, of which no reason is told." in told("petersons2014/milk-river", "--all")


def test_free_moves_are_not_called_unwanted_ones(locks: str) -> None:
    """A way with a move that costs nothing, since its mover is free, does not count it."""
    text = told("petersons2014/milk-river", "--free", "us", "--to", "8")
    assert "takes 2 unwanted moves, those of the United States not counted. First" in text


def test_bounds_are_told_as_bounds() -> None:
    model = read_model(case_path("xu2007/elmira")).conflict.graph()
    exact = attainable(explore(model), analyse(model, [named("SEQ")]), named("SEQ"))
    sure, rough = Teller(Story(exact)), Teller(Story(replace(exact, exact=False)))
    assert "there may be more" in rough.attained() and "there may be more" not in sure.attained()
