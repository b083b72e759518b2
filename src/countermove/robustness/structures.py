"""One structure of states and moves, and the equilibria of all models that share it.

Doubts about options, exclusions and decision makers change the structure; all others change only what
is wanted. The structure is compiled once, and the models in it go through a sweep together. Concepts
that cannot be swept, and preferences that are no orders, are analysed model after model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from countermove.errors import ConflictError, ModelError, Problem, TooLarge
from countermove.model.build import Builder
from countermove.model.changes import apply_changes
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace
from countermove.model.statements import Statement
from countermove.robustness.admissible import Admissible
from countermove.robustness.wishes import Pool, fingerprint, steps_of
from countermove.stability.concept import Concept, default_concepts
from countermove.stability.engines import analyse
from countermove.sweeps import Batch, Ranks
from countermove.sweeps.structure import refusal

__all__ = ["Structure", "check_size", "compiled"]

Progress = Callable[[str], None]
_MOST_TOLD = 6
_MIX = np.uint64(0x9E3779B97F4A7C15)


def check_size(model: GraphModel) -> None:
    """Raise `TooLarge` for a model whose states are not listed."""
    if not isinstance(model.states, ListedSpace):
        what = (
            f"the model's {model.states.size:,} states are too many to be gone through once for every doubt"
        )
        cure = "Exclude combinations that cannot happen, or compare a few readings with countermove compare."
        raise TooLarge(Problem(what, cure))


def compiled(models: Admissible, settled: dict[int, int]) -> Structure:
    """The structure of all models in which some factors take the ways given.

    Raises `ModelError` for one that makes no sense, and says which ways lead there.
    """
    places = [at for at in models.order if at in settled]
    ways = [models.factors.factors[at].ways[settled[at]] for at in places]
    try:
        conflict = apply_changes(models.conflict, [change for way in ways for change in way.changes])
        builder = Builder(conflict)
        model = builder.graph(conflict.reading_ids[0])
        wrong = [problem for problem in builder.problems if not problem.warning]
        if model is None or wrong:
            raise ModelError(wrong)
        check_size(model)
        pools = tuple(_pool(models, builder, dm, settled) for dm in model.decision_makers)
    except ConflictError as error:
        said = [f"{models.factors.factors[at].id} = {models.factors.factors[at].ways[settled[at]].name}"
                for at in places]  # fmt: skip
        raise type(error)(within(error, said)) from None
    return Structure(models, model, pools)


def within(error: ConflictError, ways: Sequence[str]) -> list[Problem]:
    """The problems of a model, which say in which ways it differs from the one as written."""
    if not ways:
        return list(error.problems)
    first = error.problems[0]
    told = ", ".join(ways[:_MOST_TOLD]) + (", ..." if len(ways) > _MOST_TOLD else "")
    what = f"with {told}: {first.what}"
    cure = first.cure or "Say of these doubts together how they may turn out, as alternatives of one doubt."
    return [Problem(what, cure)]


def _pool(models: Admissible, builder: Builder, dm: str, settled: dict[int, int]) -> Pool:
    names = {dm}
    changes = [c for at in models.order if at in settled
               for c in models.factors.factors[at].ways[settled[at]].changes]  # fmt: skip
    for change in reversed(changes):
        if change.do == "merge" and change.dm in names:
            names.update(change.of)
    return Pool(models, builder, dm, steps_of(models, settled, frozenset(names)))


@dataclass(frozen=True)
class Structure:
    """A structure: `model` is one of the models that share it, `pools` what each decision maker may want."""

    models: Admissible
    model: GraphModel
    pools: tuple[Pool, ...]

    @property
    def states(self) -> ListedSpace:
        """The states."""
        assert isinstance(self.model.states, ListedSpace)
        return self.model.states

    def find(self, digits: IntArray) -> IntArray:
        """(n, DMs) int64: which preference each decision maker has in each model."""
        try:
            return np.stack([pool.find(digits) for pool in self.pools], axis=1)
        except ModelError as error:
            raise ModelError(within(error, self._blamed(digits))) from None

    def _blamed(self, digits: IntArray) -> list[str]:
        """The ways of the first model that makes no sense, as far as they differ from what is written."""
        for row in digits:
            try:
                for pool in self.pools:
                    pool.find(row[None])
            except ModelError:
                pairs = zip(self.models.factors.factors, row.tolist(), strict=True)
                return [f"{factor.id} = {factor.ways[way].name}" for factor, way in pairs if way]
        return []

    def equilibria(
        self, profiles: IntArray, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> BoolArray:
        """(concepts, profiles, S) bool; `profiles` (n, DMs) as `find` gives them."""
        found = np.empty((len(concepts), len(profiles), self.states.size), bool)
        swept = [k for k, concept in enumerate(concepts) if self._ordinal and refusal(concept) is None]
        if swept:
            shares = self._batch(tuple(concepts[k] for k in swept)).run(self._ranks(profiles), keep=True)
            for k in swept:
                found[k] = shares.equilibria(concepts[k])
        alone = [k for k in range(len(concepts)) if k not in swept]
        for n, profile in enumerate(profiles if alone else ()):
            if progress is not None and n % 16 == 0:
                progress(f"model {n + 1:,} of {len(profiles):,}, one after another")
            table = analyse(self.alone(profile), [concepts[k] for k in alone])
            for k in alone:
                found[k, n] = np.isin(self.states.codes, list(table.holding(concepts[k])))
        return found

    def kinds(self, profiles: IntArray) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """(n,) uint64: a number that models of any structure share if they are the same."""
        found = np.full(len(profiles), self._print, np.uint64)
        for dm, pool in enumerate(self.pools):
            found = found * _MIX + pool.prints[profiles[:, dm]]
            found = (found ^ (found >> np.uint64(31))) * _MIX
        return found

    @cached_property
    def _print(self) -> int:
        """A number made of states, moves, outcomes and the status quo."""
        arcs = [array.tobytes() for movement in self.model.movement for array in movement.arcs()]
        parts = [
            self.states.codes.tobytes(),
            *arcs,
            self.outcomes.tobytes(),
            repr(self.model.status_quo).encode(),
        ]
        return fingerprint(b"/".join(parts))

    def alone(self, profile: IntArray) -> GraphModel:
        """One model, for analyses of single models."""
        wishes = [pool.preferences[int(k)] for pool, k in zip(self.pools, profile, strict=True)]
        return replace(self.model, preferences=tuple(wishes), form=None)

    def usual_concepts(self) -> tuple[Concept, ...]:
        """The concepts that have a meaning here, those that need no analysis one after another."""
        usual = default_concepts(self.alone(self.find(np.array([self.models.baseline]))[0]))
        swept = tuple(
            concept for concept in usual if refusal(concept) is None and concept.family == "classical"
        )
        return swept if swept and self._ordinal else usual

    def sets(self, statements: Sequence[Statement]) -> BoolArray:
        """(statements, S) bool: where each holds."""
        rows = [self.states.truth(statement) for statement in statements]
        return np.array(rows, bool).reshape(len(rows), self.states.size)

    @cached_property
    def outcomes(self) -> BoolArray:
        """(outcomes, S) bool: which states belong to which named outcome."""
        return self.sets([outcome.statement for outcome in self.model.outcomes])

    @property
    def _ordinal(self) -> bool:
        return all(pool.ordinal for pool in self.pools)

    def _ranks(self, profiles: IntArray) -> Ranks:
        ranks = [pool.ranks[profiles[:, dm]] for dm, pool in enumerate(self.pools)]
        return Ranks(np.stack(ranks, axis=1))

    @cached_property
    def _batches(self) -> dict[tuple[Concept, ...], Batch]:
        return {}

    def _batch(self, concepts: tuple[Concept, ...]) -> Batch:
        if concepts not in self._batches:
            self._batches[concepts] = Batch(self.model, concepts)
        return self._batches[concepts]
