"""Published counts; and present preferences meet a condition exactly where a state is stable."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import pytest

from countermove.files.library import case_path, list_addresses
from countermove.files.toml import read_model
from countermove.inverse import Condition, Conditions, condition
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal, rank_by_groups
from countermove.stability import analyse, named
from inverse.literal import concepts_of

SYRIA_IRAQ = case_path("kinsara2014/syria-iraq")
EXPECTED = tomllib.loads(SYRIA_IRAQ.with_name("syria-iraq.expected.toml").read_text(encoding="utf-8"))


def graph(address: str, reading: str | None = None) -> GraphModel:
    conflict = read_model(case_path(address)).conflict
    return conflict.graph(conflict.reading_ids[0] if reading is None else reading)


def rankings(model: GraphModel, dm: int, vary: list[int] | None) -> Iterator[list[int]]:
    """The ranking, or all in which the positions first to last are permuted; positions of states."""
    preference = model.preferences[dm]
    assert isinstance(preference, Ordinal)
    best_first = sorted(range(model.states.size), key=lambda s: -int(preference.rank[s]))
    first, last = vary or (1, 1)
    for middle in permutations(best_first[first - 1 : last]):
        yield [*best_first[: first - 1], *middle, *best_first[last:]]


def above(model: GraphModel, order: list[int], state: int) -> frozenset[int]:
    place = order.index(model.states.index(state))
    return frozenset(model.states.numbered(at + 1) for at in order[:place])


def with_ranking(model: GraphModel, dm: int, order: list[int]) -> GraphModel:
    rank = rank_by_groups([[at] for at in order], model.states.size)
    preferences = list(model.preferences)
    preferences[dm] = Ordinal(preferences[dm].states, rank)  # type: ignore[arg-type]
    return replace(model, preferences=tuple(preferences), form=None)


def count_profiles(desired: int, vary: dict[str, list[int]], concept: str) -> int:
    """In how many profiles the conditions of both decision makers hold, each given the other's ranking."""
    model = graph("kinsara2014/syria-iraq")
    state, count = model.states.numbered(desired), 0
    wanted = [vary.get(name) for name in model.decision_makers]
    known: dict[tuple[int, tuple[int, ...]], Condition] = {}
    for profile in product(*(list(rankings(model, dm, wanted[dm])) for dm in range(2))):
        for dm in range(2):
            key = dm, tuple(profile[1 - dm])
            if key not in known:
                known[key] = condition(with_ranking(model, 1 - dm, profile[1 - dm]), dm, state, concept)
            if not known[key].holds(above(model, profile[dm], state)):
                break
        else:
            count += 1
    return count


PUBLISHED = [
    pytest.param(
        row["desired"], row["vary"], concept, count, id=f"{row['desired']}-{len(row['vary'])}-{concept}"
    )
    for rows, key in ((EXPECTED["inverse"], "counts"), (EXPECTED["disputed"], "definition_gives"))
    for row in rows
    for concept, count in row.get(key, {}).items()
    if "desired" in row
]


@pytest.mark.parametrize(("desired", "vary", "concept", "count"), PUBLISHED)
def test_published_counts(desired: int, vary: Any, concept: str, count: int) -> None:
    assert count_profiles(desired, vary, concept) == count


@pytest.mark.parametrize(("concept", "count"), [("Nash", 240), ("SEQ", 384), ("GMR", 384), ("SMR", 300)])
def test_syria_iraq_by_counting(concept: str, count: int) -> None:
    """State 2 wanted, all 720 rankings of Syria: the source prints 240 and 300, and 420 where it is 384."""
    model = graph("kinsara2014/syria-iraq")
    found = condition(model, 0, model.states.numbered(2), concept)
    assert found.count_rankings() == count


def library() -> Iterator[tuple[str, str]]:
    """Every case of the library with ordinary preferences, each reading."""
    for address in list_addresses():
        if address.startswith("rapoport1966") and address[-1] not in "05":
            continue
        if address != "washington-2025/europe":
            conflict = read_model(case_path(address)).conflict
            yield from ((address, reading) for reading in conflict.reading_ids)


@pytest.mark.parametrize(("address", "reading"), list(library()))
def test_conditions_agree_with_the_engines(address: str, reading: str) -> None:
    model = graph(address, reading)
    if model.has_unknown:
        pytest.skip("nothing is settled where comparisons are unknown")
    step = 97 if model.states.size > 100 else 1  # of many states only some
    conditions, concepts = Conditions(model), concepts_of(model)
    table = analyse(model, [named(concept) for concept in concepts])
    for concept in concepts:
        for dm in range(model.size):
            for state in model.states.all()[::step]:  # type: ignore[attr-defined]
                found = conditions.condition(dm, state, concept)
                stable = table.is_stable(concept, dm, state)
                assert found.holds(conditions.now(found)) == stable, (concept, dm, state)
                assert (not found.broken(conditions.now(found))) == stable


@pytest.mark.parametrize("reading", ["sanger", "schwarz"])
def test_flagship_is_counted_exactly(reading: str) -> None:
    model = graph("washington-2025/summit", reading)
    conditions = Conditions(model)
    for state in (44, 397):
        for concept in concepts_of(model):
            for dm in range(model.size):
                assert conditions.condition(dm, model.states.numbered(state), concept).share().exact
