"""What an ensemble says: shares of models, what an answer hangs on, and what would flip it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod

import numpy as np

from countermove.model.listed import BoolArray, IntArray
from countermove.robustness.ensemble import Ensemble
from countermove.robustness.estimates import estimated, others_of
from countermove.robustness.flips import Flips, flips_of, nearby
from countermove.robustness.questions import DEGREES, Question, headlines
from countermove.robustness.rows import Rows
from countermove.robustness.sampling import interval
from countermove.robustness.variance import Index, Variance

__all__ = ["ConceptShares", "Findings", "Grounds", "Interaction", "Settled", "Share"]

#: Indices are estimated from so many models besides those of the sample, but from `_LEAST` rows.
_ESTIMATED_FROM = 50_000
_LEAST = 256
_MOST_PAIRED = 24  # doubts whose interactions are looked at two by two
_MOST_SETTLED = 64  # ways of a contested point, all its doubts together


@dataclass(frozen=True, slots=True)
class Share:
    """In how many models something is so, and how likely that is.

    `of` models were looked at. In a sample `probability` is an estimate, with its 95 % interval in `range`.
    """

    models: int
    of: int
    probability: Fraction
    range: tuple[float, float] | None = None


@dataclass(frozen=True)
class ConceptShares:
    """The shares for one concept, by named outcome and by state.

    `some` and `every`: models in which an equilibrium, or every one, belongs to the outcome. `counts`:
    how many equilibria there are, ascending, with the share of models in which there are so many.
    `states`: states (positions in the baseline) that are an equilibrium in some model; none are told
    where doubts add options, so that models do not have the same states.
    """

    concept: str
    some: dict[str, Share]
    every: dict[str, Share]
    status_quo: Share | None
    counts: tuple[tuple[int, Share], ...]
    states: tuple[tuple[int, Share], ...]

    @property
    def none(self) -> Share | None:
        """The models without any equilibrium; None if there are none."""
        return self.counts[0][1] if self.counts and self.counts[0][0] == 0 else None


@dataclass(frozen=True, slots=True)
class Interaction:
    """What two doubts (positions) explain together and neither alone, as a share of the variance."""

    first: int
    second: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of an answer if a doubt, or all doubts about one question, are settled.

    `factors` are their positions; `ways` gives for each way of settling them all the share of
    models in which the answer is yes, among those settled so. `index` belongs to all of them together.
    """

    issue: str
    factors: tuple[int, ...]
    index: Index | None
    ways: tuple[tuple[tuple[int, ...], Share], ...]


@dataclass(frozen=True)
class Grounds:
    """What the answer to a question hangs on.

    `before` is the baseline's answer. `doubts` holds each doubt alone, `issues` those of each question
    of the ledger together; indices are None where the answer is the same in all models looked at, or in
    a sample in so nearly all of them that nothing can be told.
    """

    question: Question
    before: bool
    share: Share
    doubts: tuple[Settled, ...]
    issues: tuple[Settled, ...]
    interactions: tuple[Interaction, ...]
    flips: Flips
    exact: bool

    @property
    def varies(self) -> bool:
        """Whether the answer is not the same in all models looked at."""
        return 0 < self.share.models < self.share.of

    @property
    def rests_on(self) -> tuple[int, ...]:
        """The doubts that can change the answer, weightiest first; in a sample those seen to."""
        some = [
            (each.index.total, each.factors[0]) for each in self.doubts if each.index and each.index.total
        ]
        return tuple(at for _, at in sorted(some, key=lambda pair: (-pair[0], pair[1])))

    @property
    def free_of(self) -> tuple[int, ...]:
        """The doubts that change nothing, however the others turn out: proven where `exact`."""
        known = [each for each in self.doubts if each.index is not None or not self.varies]
        return tuple(each.factors[0] for each in known if each.factors[0] not in self.rests_on)


class Findings:
    """Everything that can be asked of an ensemble; what is asked for is found when it is."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        ids = [concept.id for concept in ensemble.engine.concepts]
        self._degrees = tuple(ids.index(name) for name in DEGREES) if set(DEGREES) <= set(ids) else ()
        self._whole = ensemble.plan.whole(ensemble.models)

    @cached_property
    def _digits(self) -> IntArray:
        """(n, factors), column by column and in cells as small as hold them."""
        digits = self.ensemble.digits()
        return np.asfortranarray(digits.astype(np.min_scalar_type(-max(self.ensemble.models.ways))))

    # -- shares --------------------------------------------------------------------------------

    @cached_property
    def shares(self) -> tuple[ConceptShares, ...]:
        """The shares for every concept."""
        return tuple(self._concept(at) for at in range(len(self.ensemble.engine.concepts)))

    def _concept(self, at: int) -> ConceptShares:
        engine, rows = self.ensemble.engine, self.ensemble.rows
        names = engine.outcomes
        known = engine.written.status_quo is not None
        counts = [(int(k), self._share(rows.counts[at] == k)) for k in np.unique(rows.counts[at])]
        return ConceptShares(
            engine.concepts[at].id,
            {name: self._share(rows.some[at, k]) for k, name in enumerate(names)},
            {name: self._share(rows.every[at, k]) for k, name in enumerate(names)},
            self._share(rows.quo[at]) if known else None,
            tuple(counts),
            self._states(at),
        )

    def _states(self, at: int) -> tuple[tuple[int, Share], ...]:
        totals = self.ensemble.totals
        if not self.ensemble.models.same_states:
            return ()
        held = np.flatnonzero(totals.models[at])
        pairs = ((int(s), int(totals.models[at, s]), int(totals.weight[at, s])) for s in held)
        return tuple((state, self._made(hits, weight)) for state, hits, weight in pairs)

    def _share(self, chosen: BoolArray) -> Share:
        return self._made(int(chosen.sum()), self.ensemble.weight(chosen))

    def _made(self, hits: int, weight: int) -> Share:
        of = self.ensemble.plan.count
        between = None if self.ensemble.plan.exact else interval(hits, of)
        return Share(hits, of, Fraction(weight, self._whole), between)

    # -- grounds -------------------------------------------------------------------------------

    @cached_property
    def headlines(self) -> tuple[Grounds, ...]:
        """What the model as written says of the status quo and the named outcomes, with its grounds."""
        engine = self.ensemble.engine
        written = self.ensemble.rows_of(np.array([engine.models.baseline]))
        return tuple(self.grounds(each) for each in headlines(engine, written))

    def answers(self, question: Question) -> BoolArray:
        """(n,) bool: the answer in every model of the ensemble."""
        return question.answer(self.ensemble.rows, self._degrees)

    def answers_of(self, question: Question, digits: IntArray) -> BoolArray:
        """(n,) bool: the answer in other models."""
        return question.answer(self.ensemble.rows_of(digits), self._degrees)

    def grounds(self, question: Question) -> Grounds:
        """What the answer to a question hangs on."""
        models, answer = self.ensemble.models, self.answers(question)
        before = bool(self.answers_of(question, np.array([models.baseline]))[0])
        share = self._share(answer)
        doubts = [at for at, ways in enumerate(models.ways) if ways > 1]
        exact = self.ensemble.plan.exact
        singly: list[Index | None] = [None] * len(doubts)
        groups = self._groups(doubts, singly)
        together: list[Index | None] = [None] * len(groups)
        pairs: list[Interaction] = []
        if 0 < share.models < share.of and exact:
            variance = Variance(models, answer)
            singly = [variance.index([at]) for at in doubts]
            groups = self._groups(doubts, singly)
            together = [variance.index(group) for _, group in groups]
            pairs = self._pairs(variance, doubts, singly)
        elif 0 < share.models < share.of:
            singly = self._estimated(question, answer, doubts)
        digits, rows, searched = self._near
        flips = flips_of(models, question.answer(rows, self._degrees), digits, searched)
        return Grounds(
            question,
            before,
            share,
            tuple(self._settled("", (at,), index, answer) for at, index in zip(doubts, singly, strict=True)),
            tuple(self._settled(issue, group, index, answer)
                  for (issue, group), index in zip(groups, together, strict=True)),
            tuple(pairs),
            flips,
            exact,
        )  # fmt: skip

    def _estimated(self, question: Question, answer: BoolArray, doubts: Sequence[int]) -> list[Index | None]:
        rows = self._varied
        few = len(next(iter(rows.values()))) // self.ensemble.models.ways[doubts[0]]
        inside = {at: question.answer(rows[at], self._degrees) for at in doubts}
        return estimated(
            self.ensemble.models, self._digits[:few], answer[:few], inside, self.ensemble.plan.seed
        )

    @cached_property
    def _varied(self) -> dict[int, Rows]:
        """For each doubt the first models of the sample with each of its ways, the others as drawn."""
        models = self.ensemble.models
        doubts = [at for at, ways in enumerate(models.ways) if ways > 1]
        few = max(_ESTIMATED_FROM // sum(models.ways[at] for at in doubts), _LEAST)
        digits = self._digits[:few]
        return {at: self.ensemble.rows_of(others_of(models, digits, at)) for at in doubts}

    @cached_property
    def _near(self) -> tuple[IntArray, Rows, int]:
        """All models, or those that differ in few doubts from the baseline: ways, rows, in how many."""
        models = self.ensemble.models
        if self.ensemble.plan.exact:
            return self._digits, self.ensemble.rows, sum(ways > 1 for ways in models.ways)
        digits, searched = nearby(models)
        return digits, self.ensemble.rows_of(digits), searched

    def _pairs(
        self, variance: Variance, doubts: Sequence[int], indices: Sequence[Index | None]
    ) -> list[Interaction]:
        """The interactions of doubts that interact with any other, the greatest first."""
        some = [at for at, index in zip(doubts, indices, strict=True) if index and index.interaction]
        if len(some) > _MOST_PAIRED:
            return []
        found = [Interaction(i, j, variance.interaction(i, j)) for i, j in combinations(some, 2)]
        return sorted((each for each in found if each.share), key=lambda each: -each.share)

    def _groups(
        self, doubts: Sequence[int], indices: Sequence[Index | None]
    ) -> list[tuple[str, tuple[int, ...]]]:
        """The doubts that hang on the same question of the ledger, without those that change nothing.

        What changes nothing is kept where the others do not change anything either.
        """
        weighty = {at: index is None or index.total > 0 for at, index in zip(doubts, indices, strict=True)}
        issues: dict[str, list[int]] = {}
        for at in doubts:
            if issue := self.ensemble.models.factors.factors[at].issue:
                issues.setdefault(issue, []).append(at)
        return [
            (name, tuple(at for at in group if weighty[at]) or tuple(group)) for name, group in issues.items()
        ]

    def _settled(self, issue: str, group: tuple[int, ...], index: Index | None, answer: BoolArray) -> Settled:
        ways = [range(self.ensemble.models.ways[at]) for at in group]
        many = prod(len(each) for each in ways)
        chosen = list(product(*ways)) if many <= _MOST_SETTLED else []
        key = np.zeros(len(answer), np.int64)
        for at in group:
            key *= self.ensemble.models.ways[at]
            key += self._digits[:, at]
        told = tuple((each, self._among(key == k, answer)) for k, each in enumerate(chosen))
        return Settled(issue, group, index, told)

    def _among(self, chosen: BoolArray, answer: BoolArray) -> Share:
        hits, of = int((chosen & answer).sum()), int(chosen.sum())
        whole = self.ensemble.weight(chosen)
        likely = Fraction(self.ensemble.weight(chosen & answer), whole) if whole else Fraction(0)
        return Share(hits, of, likely, None if self.ensemble.plan.exact else interval(hits, of))
