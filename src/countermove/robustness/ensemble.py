"""The ensemble: all admissible models, or a sample of them, each with its equilibria.

Models go through in parts of a fixed size. A part is a function of the models, the plan and its own
number alone, so that parts can be stored, skipped and done again in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.admissible import Admissible
from countermove.robustness.rows import Engine, Rows, Totals
from countermove.robustness.sampling import drawn

__all__ = ["LIMIT", "PART", "Ensemble", "Part", "Plan", "Shelf", "plan_for", "run"]

Progress = Callable[[str], None]
#: So many models are gone through one by one unless told otherwise.
LIMIT = 200_000
#: Models in a part.
PART = 1 << 16
_MOST_BYTES = 3 << 30
_MOST_DRAWN = 1 << 32


@dataclass(frozen=True, slots=True)
class Plan:
    """Which models are looked at: all of them (`exact`), or `count` drawn with a seed."""

    exact: bool
    count: int
    seed: int = 0

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-self.count // PART)

    def digits(self, models: Admissible, first: int, count: int) -> IntArray:
        """(count, factors): the models from a place on."""
        if self.exact:
            return models.digits(np.arange(first, first + count))
        return drawn(models, self.seed, first, count)

    def weights(self, models: Admissible, digits: IntArray) -> IntArray:
        """(n,) whole numbers: what models weigh; in a sample all the same."""
        return models.weights(digits) if self.exact else np.ones(len(digits), np.int64)

    def whole(self, models: Admissible) -> int:
        """What the weights of all models add up to."""
        return models.whole if self.exact else self.count


def plan_for(models: Admissible, *, sample: int = 0, seed: int = 0, limit: int = LIMIT) -> Plan:
    """All models if they are not more than `limit`; otherwise `sample` of them, if told to.

    Raises `TooLarge` where there are too many and no sample is wanted.
    """
    if sample < 0 or sample > _MOST_DRAWN:
        raise NotApplicable(Problem(f"{sample:,} models cannot be drawn", f"Take 1 to {_MOST_DRAWN:,}."))
    if sample:
        return Plan(False, sample, seed)
    if models.size > limit:
        what = (
            f"the doubts admit {_many(models.size)} models, and up to {limit:,} are gone through one by one"
        )
        cure = "Draw some of them with --sample 100000, settle the reading with --reading, or raise --limit."
        raise TooLarge(Problem(what, cure))
    return Plan(True, models.size)


def _many(count: int) -> str:
    return f"{count:,}" if count < 10**12 else f"{count:.1e}"


@dataclass(frozen=True)
class Part:
    """What was found in one part: `number` counts parts from 0."""

    number: int
    rows: Rows
    totals: Totals


class Shelf(Protocol):
    """Where parts are kept while the work goes on."""

    def load(self, number: int) -> Part | None:
        """A part that is there already."""

    def keep(self, part: Part, digits: IntArray, weights: IntArray) -> None:
        """Store a part."""


@dataclass(frozen=True)
class Ensemble:
    """The models looked at and what was found about each.

    `weights` (n,) are whole numbers, parts of `plan.whole(models)`.
    """

    engine: Engine
    plan: Plan
    rows: Rows
    totals: Totals
    weights: IntArray

    @property
    def models(self) -> Admissible:
        """The admissible models."""
        return self.engine.models

    @property
    def different(self) -> int:
        """How many of the models differ in anything that matters: in a state, a move or a preference."""
        return len(np.unique(self.rows.kinds))

    def digits(self, first: int = 0, count: int | None = None) -> IntArray:
        """(n, factors): the ways the models take, by their place in the ensemble."""
        return self.plan.digits(self.models, first, self.plan.count - first if count is None else count)

    def rows_of(self, digits: IntArray) -> Rows:
        """What is found about other models."""
        parts = []
        for first in range(0, max(len(digits), 1), PART):
            some = np.asarray(digits[first : first + PART], np.int64)
            parts.append(self.engine.rows(some, np.zeros(len(some), np.int64))[0])
        return Rows.joined(parts)

    def weight(self, chosen: BoolArray) -> int:
        """What some of the models weigh together."""
        return int(self.weights[chosen].sum())


def run(
    engine: Engine, plan: Plan, *, shelf: Shelf | None = None, progress: Progress | None = None
) -> Ensemble:
    """Find the equilibria of all models of a plan.

    `shelf` keeps parts, and gives back those that are done; `progress` is told how far the work is,
    and may raise to stop it. Raises `TooLarge` for more than memory would hold.
    """
    _check_room(engine, plan)
    parts: list[Part] = []
    weights: list[IntArray] = []
    for number, digits in _parts(engine.models, plan):
        weighed = plan.weights(engine.models, digits)
        part = shelf.load(number) if shelf is not None else None
        if part is None:
            rows, totals = engine.rows(digits, weighed, progress)
            part = Part(number, rows, totals)
            if shelf is not None:
                shelf.keep(part, digits, weighed)
        parts.append(part)
        weights.append(weighed)
        if progress is not None:
            progress(f"{min((number + 1) * PART, plan.count):,} of {plan.count:,} models")
    return _joined(engine, plan, parts, weights)


def _joined(engine: Engine, plan: Plan, parts: Sequence[Part], weights: Sequence[IntArray]) -> Ensemble:
    totals = parts[0].totals.copy()
    for part in parts[1:]:
        totals.add(part.totals)
    rows = Rows.joined([part.rows for part in parts])
    return Ensemble(engine, plan, rows, totals, np.concatenate(weights))


def _parts(models: Admissible, plan: Plan) -> Iterator[tuple[int, IntArray]]:
    for number in range(plan.parts):
        first = number * PART
        yield number, plan.digits(models, first, min(PART, plan.count - first))


def _check_room(engine: Engine, plan: Plan) -> None:
    states = -(-engine.states.size // 8) if engine.keep else 0
    each = len(engine.concepts) * (5 + 2 * len(engine.outcomes) + states) + 16
    if each * plan.count > _MOST_BYTES:
        what = f"{plan.count:,} models take more than {_MOST_BYTES >> 30} gigabytes"
        raise TooLarge(Problem(what, "Look at fewer of them, or at fewer concepts with --concept."))
