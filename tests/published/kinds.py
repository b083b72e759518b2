"""The kinds of result that a source may print, each with its check against the engine.

A kind takes where to find the model, the states that are legible (None for all), and the value; it gives
every single statement in the value with the function that checks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from countermove.model.preferences import Ordinal, rank_by_groups
from published.labelled import Labelled
from published.sequences import reached

__all__ = ["KINDS", "Checks", "ModelOf", "check_stable", "fail", "ranks"]

ModelOf = Callable[[], Labelled]
Scope = Sequence[int] | None
Checks = Iterator[tuple[str, Callable[[], None]]]
Table = Mapping[str, Any]


def fail(key: str) -> None:
    """What a key that nobody knows comes to."""
    raise AssertionError(f"nobody knows how to check {key!r}")


def _equilibria(model: ModelOf, scope: Scope, value: Table) -> Checks:
    def check(concept: str, labels: Any) -> None:
        assert model().equilibria(concept) & model().named(scope or "all") == model().named(labels)

    for concept, labels in value.items():
        yield concept, partial(check, concept, labels)


def _equilibrium_counts(model: ModelOf, scope: Scope, value: Mapping[str, int]) -> Checks:
    def check(concept: str, count: int) -> None:
        assert len(model().equilibria(concept) & model().named(scope or "all")) == count

    for concept, count in value.items():
        yield concept, partial(check, concept, count)


def _stable(model: ModelOf, scope: Scope, value: Mapping[str, Table]) -> Checks:
    for dm, rows in value.items():
        for concept, labels in rows.items():
            yield f"{dm} {concept}", partial(check_stable, model, scope, dm, concept, labels)


def check_stable(model: ModelOf, scope: Scope, dm: str, concept: str, labels: Any) -> None:
    """The states that are stable for one decision maker are those listed."""
    found = model().where(model().stable(concept)[model().dm(dm)])
    assert found & model().named(scope or "all") == model().named(labels)


def ranks(model: Labelled, groups: Sequence[Any]) -> list[int]:
    """The rank of every state, in the order of the model, that a printed ranking gives it."""
    states = model.model.states
    listed = [group if isinstance(group, list) else [group] for group in groups]
    assert model.named([label for group in listed for label in group]) == model.named("all")
    indices = [[states.index(model.state[str(label)]) for label in group] for group in listed]
    return [int(rank) for rank in rank_by_groups(indices, states.size)]


def _ranking(model: ModelOf, scope: Scope, value: Mapping[str, Sequence[Any]]) -> Checks:
    def check(dm: str, groups: Sequence[Any]) -> None:
        preference = model().model.preferences[model().dm(dm)]
        assert isinstance(preference, Ordinal)
        assert list(preference.rank) == ranks(model(), groups)

    assert scope is None
    for dm, groups in value.items():
        yield dm, partial(check, dm, groups)


def _moves(model: ModelOf, scope: Scope, value: Mapping[str, Table], *, improving: bool = False) -> Checks:
    def check(dm: str, start: str, labels: Any) -> None:
        graph = model().model
        step = graph.improvements if improving else graph.moves
        found = step(model().dm(dm), model().state[start])
        assert {model().label[state] for state in found} == model().named(labels)

    for dm, rows in value.items():
        for start, labels in rows.items():
            yield f"{dm} {start}", partial(check, dm, start, labels)


_REACHED: Mapping[str, Callable[[set[str], set[str]], bool]] = {
    "reachable": lambda there, listed: there == listed,
    "reachable_by_improvements": lambda there, listed: there == listed,
    "reached_by_improvements": lambda there, listed: there >= listed,
    "not_reached_by_improvements": lambda there, listed: not there & listed,
}


def _evolution(model: ModelOf, scope: Scope, value: Table) -> Checks:
    def check_start() -> None:
        assert model().model.status_quo == model().state[str(value["status_quo"])]

    def check(key: str, labels: Any) -> None:
        graph, start = model().model, model().state[str(value["status_quo"])]
        step = graph.moves if key == "reachable" else graph.improvements
        there = {model().label[s] for s in reached(start, [partial(step, dm) for dm in range(graph.size)])}
        assert _REACHED[key](there, model().named(labels))

    assert scope is None
    yield "status_quo", check_start
    for key, labels in value.items():
        if key != "status_quo":
            yield key, partial(check, key, labels) if key in _REACHED else partial(fail, key)


KINDS: Mapping[str, Callable[[ModelOf, Scope, Any], Checks]] = {
    "equilibria": _equilibria,
    "equilibrium_counts": _equilibrium_counts,
    "stable": _stable,
    "ranking": _ranking,
    "moves": _moves,
    "improvements": partial(_moves, improving=True),
    "evolution": _evolution,
}
