"""The engine against every result that a source prints, and the checks against themselves."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from published.expected import Expected, Fact, read_all

EXPECTED = {expected.address: expected for expected in read_all()}
FACTS = [fact for expected in EXPECTED.values() for fact in expected.facts()]


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_published_result(fact: Fact) -> None:
    fact.check()


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all lists of labels and all numbers within a value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for k, item in enumerate(value):
            yield from _leaves(item, (*path, k))
    elif isinstance(value, list | int) or value == "all":
        yield path


def _variants(value: Any, labels: list[int]) -> Iterator[Any]:
    """Other values of the same kind."""
    if isinstance(value, int):
        yield from (value + 1, value - 1)
    else:
        listed = labels if value == "all" else value
        yield listed[1:]
        yield from ([*listed, label] for label in labels if label not in listed)


def _spoilt(expected: Expected, path: tuple[str | int, ...]) -> Iterator[Expected]:
    inner: Any = expected.data
    for step in path:
        inner = inner[step]
    labels = [int(label) for label in expected.data.get("states", ["1", "2", "3", "4"])]
    for value in _variants(inner, labels):
        data = copy.deepcopy(dict(expected.data))
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        yield _same_model(expected, data)


def _same_model(expected: Expected, data: Mapping[str, Any]) -> Expected:
    other = Expected(expected.address, data, expected._counted)
    if "states" in expected.data:
        other.__dict__["model"] = expected.model
    return other


def _place(expected: Expected, path: tuple[str | int, ...]) -> str:
    """How the facts begin that a value is part of."""
    if len(path) > 1 and isinstance(path[1], int) and path[-1] != "number":
        return f"{path[0]} {expected.data[str(path[0])][path[1]].get('number', path[1] + 1)} "
    return str(path[0])


def _fails(expected: Expected, place: str) -> bool:
    try:
        for fact in expected.facts():
            if fact.at.startswith(place):
                fact.check()
    except (AssertionError, KeyError, IndexError, ValueError):
        return True
    return False


#: Values whose change another value would have to contradict, and none does.
_LOOSE = ("scope", "players", "printed")


@pytest.mark.parametrize("address", ["kinsara2014/elmira", "kinsara2014/syria-iraq", "rapoport1966/pack"])
def test_no_value_is_passed_over(address: str) -> None:
    """Whatever value of a file is changed, a check fails (of the games, two are enough)."""
    expected = EXPECTED[address]
    unnoticed = [
        path
        for path in _leaves(expected.data)
        if not set(_LOOSE) & set(path)
        and (path[0] != "games" or path[1] in (11, 60))
        and not any(_fails(spoilt, _place(expected, path)) for spoilt in _spoilt(expected, path))
    ]
    assert unnoticed == []


def test_no_key_is_passed_over() -> None:
    expected = EXPECTED["kinsara2014/syria-iraq"]
    places: list[tuple[str | int, ...]] = [(), *((s, 0) for s in ("published", "inverse", "disputed"))]
    places += [("published", 3, "evolution"), ("reference",)]
    for place in places:
        data: Any = copy.deepcopy(expected.data)
        inner = data
        for step in place:
            inner = inner[step]
        inner["odd"] = 1
        assert _fails(_same_model(expected, data), ""), place
