"""Edited lists as clauses: comparisons can be had together if and only if some list has them."""

from __future__ import annotations

import random
from itertools import combinations, permutations, product

import pytest

from countermove.levers.arena import arena_of
from countermove.levers.clock import Clock
from countermove.levers.comparisons import Comparisons
from countermove.levers.drafts import Costs
from countermove.levers.lines import lines_of
from countermove.levers.optimiser import Optimiser
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Preferences,
    PrioritisedStatement,
)

OPTIONS = ("p", "q", "r")
#: Of every kind that lines can be of: literals, and conditions that overlap.
TEXTS = ("p", "q", "r", "p or q", "q and r", "p iff r", "not p or r")


def conflict_of(texts: list[str]) -> Conflict:
    return Conflict(
        "lists",
        (DecisionMaker("a", options=tuple(Option(name) for name in OPTIONS)),),
        (Preferences("a", statements=tuple(PrioritisedStatement(text) for text in texts)),),
    )


def fewest_edits(old: tuple[int, ...], new: tuple[tuple[int, bool], ...]) -> int:
    """Drops, reversals and additions, and all but the longest run of old lines in their old order."""
    stayed = [k for k, _ in new if k in old]
    runs = (run for size in range(len(stayed) + 1) for run in combinations(stayed, size))
    longest = max(len(run) for run in runs if list(run) == sorted(run))
    added = len(new) - len(stayed)
    return len(old) - len(stayed) + added + sum(turned for _, turned in new) + len(stayed) - longest


@pytest.mark.parametrize("seed", range(12))
def test_wanted_comparisons_cost_what_the_cheapest_list_costs(seed: int) -> None:
    rng = random.Random(seed)
    texts = rng.sample(TEXTS, 4)
    own = rng.choice((2, 3, 4))
    conflict = conflict_of(texts[:own])
    arena = arena_of(conflict.graph())
    lines = lines_of(arena, 0, add=False, more=texts[own:])
    every = [
        tuple(zip(order, turned, strict=True))
        for size in range(len(lines.all) + 1)
        for order in permutations(range(len(lines.all)), size)
        for turned in product((False, True), repeat=size)
        if not any(t and k >= lines.own for k, t in zip(order, turned, strict=True))
    ]
    rows = []
    for draft in every:
        columns = [lines.all[k].contrary if t else lines.all[k].truth for k, t in draft]
        worth = [tuple(bool(column[s]) for column in columns) for s in range(arena.size)]
        rows.append((fewest_edits(tuple(range(lines.own)), draft), worth))
    formula = Optimiser()
    comparisons = Comparisons(formula, arena, {0: lines}, Costs())
    clock = Clock.of(600)
    for _ in range(60):
        wanted = [(*rng.sample(range(arena.size), 2), rng.random() < 0.6) for _ in range(rng.randint(1, 5))]
        costs = [
            cost for cost, worth in rows if all((worth[x] > worth[y]) == better for x, y, better in wanted)
        ]
        switch = formula.new()
        for x, y, better in wanted:
            literals = (comparisons.better(0, x, y),) if better else comparisons.not_better(0, x, y)
            formula.require(-switch, *literals)
        found = next((most for most in range(9) if cheapest(formula, comparisons, switch, most, clock)), None)
        assert found == min(costs, default=None)
        formula.require(-switch)


def cheapest(formula: Optimiser, comparisons: Comparisons, switch: int, most: int, clock: Clock) -> bool:
    """Whether some list that costs so much has what a switch stands for."""
    while (holds := formula.solve(clock, most, [switch])) is not None:
        if comparisons.drafts(holds) is not None:
            return True
    return False
