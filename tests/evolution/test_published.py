"""What is printed about evolution from the status quo, against this package's own search."""

from __future__ import annotations

import pytest

from countermove.evolution import explore, fewest_unwanted, latest
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.model.graph import GraphModel
from published.expected import Expected, read_all


def load(address: str, reading: str = "") -> GraphModel:
    return read_model(case_path(address)).conflict.graph(reading)


def by_name(graph: GraphModel, found: dict[int, int]) -> dict[int, int]:
    return {int(graph.states.name(state)): number for state, number in found.items() if number}


def test_elmira_by_steps() -> None:
    """The status quo table of Elmira: which state is first reached at which step."""
    graph = load("xu2007/elmira")
    moves = by_name(graph, dict(explore(graph, by="moves").distances))
    assert moves == {5: 1, 2: 1, 3: 1, 9: 1, 4: 2, 6: 2, 7: 2, 8: 3}
    assert by_name(graph, dict(explore(graph).distances)) == {5: 1}


def test_elmira_jump_takes_the_ministry_and_uniroyal_together() -> None:
    """From 5 only the coalition of the two leads to 8, and each of them alone would move against its wish."""
    graph = load("xu2007/elmira")
    together = explore(graph, by="coalitions")
    five, eight = graph.states.find("5"), graph.states.find("8")
    assert by_name(graph, dict(together.distances)) == {5: 1, 8: 2}
    assert [[step.movers for step in path] for path in together.paths(eight)] == [[(2,), (0, 1)]]
    alone = fewest_unwanted(graph, five)
    assert alone.least(eight) == 1
    assert [step.movers for step in alone.path(eight)] == [(0,), (1,)]


def test_elmira_goes_on_for_six_moves_at_most() -> None:
    graph = load("xu2007/elmira")
    longest = latest(explore(graph, by="moves"))
    assert max(steps for steps in longest.values() if steps is not None) == 6
    assert None not in longest.values()


EVOLUTIONS = [
    (expected, printed["evolution"])
    for expected in read_all()
    for printed in expected.data.get("published", [])
    if "evolution" in printed
]


@pytest.mark.parametrize(("expected", "printed"), EVOLUTIONS, ids=lambda value: getattr(value, "address", ""))
def test_printed_evolutions(expected: Expected, printed: dict[str, object]) -> None:
    labelled = expected.model
    graph, start = labelled.model, labelled.state[str(printed["status_quo"])]
    reached = {
        by: {labelled.label[s] for s in explore(graph, start, by).states if s != start}
        for by in ("moves", "improvements")
    }
    for key, labels in printed.items():
        if key == "status_quo":
            continue
        wanted = labelled.named(labels) - {labelled.label[start]}
        found = reached["moves" if key == "reachable" else "improvements"]
        if key.startswith("reachable"):
            assert found == wanted
        elif key == "reached_by_improvements":
            assert found >= wanted
        else:
            assert key == "not_reached_by_improvements" and not found & wanted


def test_there_are_such_tables() -> None:
    assert {expected.address for expected, _ in EVOLUTIONS} >= {
        "xu2007/elmira",
        "kinsara2014/elmira",
        "kinsara2014/syria-iraq",
    }
