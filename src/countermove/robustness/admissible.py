"""The admissible models of a conflict: one way of every doubt, and how likely each model is.

A model is written as its *digits*: for each factor the position of the way it takes. Models are
numbered from 0 in the order of `Factors` (the last factor runs fastest), so that number and digits
say the same. Ways of probability 0 cannot be true, and are left out before anything is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import lcm, prod

import numpy as np

from countermove.errors import NotApplicable, Problem, clip, did_you_mean
from countermove.model.conflict import Conflict
from countermove.model.doubts import Factor, Factors, factors, neighbours
from countermove.model.listed import IntArray

__all__ = ["Admissible", "Asked", "admissible", "changed_wishes"]

_LARGEST = 2**62  # whole numbers below are exact in 64 bits, and so are sums that stay below
#: Changes of wishes that leave states and moves as they are.
_WISHES = (
    "add statement",
    "drop statement",
    "reverse statement",
    "reword statement",
    "move statement",
    "reorder statements",
    "want as in reading",
    "rank",
)  # fmt: skip

#: Changes after which there are other options.
_OPTIONS = ("add option", "add decision maker", "influence", "merge")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which models were asked for: the arguments of `admissible`."""

    with_neighbours: bool = False
    reading: str = ""
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Admissible:
    """All admissible models: `factors` without impossible ways, and the `baseline` flips start from.

    The baseline takes the first way of every factor, which is the model as it is written, unless
    other ways were given for it.
    """

    factors: Factors
    baseline: tuple[int, ...]
    asked: Asked = Asked()

    @property
    def conflict(self) -> Conflict:
        """The conflict as it is written."""
        return self.factors.conflict

    @cached_property
    def ways(self) -> tuple[int, ...]:
        """How many ways each factor has."""
        return tuple(len(factor.ways) for factor in self.factors.factors)

    @property
    def size(self) -> int:
        """How many models there are, the same model said in two ways counting twice."""
        return prod(self.ways)

    def digits(self, numbers: IntArray) -> IntArray:
        """(n, factors) int64: the ways that the models with some numbers take."""
        found = np.empty((len(numbers), len(self.ways)), np.int64)
        left = np.asarray(numbers, np.int64)
        for at in reversed(range(len(self.ways))):
            left, found[:, at] = np.divmod(left, self.ways[at])
        return found

    def number(self, digits: Sequence[int]) -> int:
        """The number of a model, from 0."""
        number = 0
        for way, ways in zip(digits, self.ways, strict=True):
            number = number * ways + int(way)
        return number

    @cached_property
    def as_written(self) -> bool:
        """Whether the baseline is the model as written, in its first reading."""
        conflict, baseline = self.factors.changed(self.baseline), self.baseline
        reading = self.factors.reading(baseline)
        if reading != self.conflict.reading_ids[0]:
            return False
        return _wanted(conflict, reading) == _wanted(self.conflict, reading) and all(
            getattr(conflict, name) == getattr(self.conflict, name)
            for name in ("decision_makers", "exclusions", "status_quo")
        )

    # -- probabilities -------------------------------------------------------------------------

    @cached_property
    def shares(self) -> tuple[tuple[tuple[int, ...], int], ...]:
        """For each factor its probabilities as whole numbers, and what these are parts of."""
        made = []
        for factor in self.factors.factors:
            whole = lcm(*(way.probability.denominator for way in factor.ways))
            made.append((tuple(int(way.probability * whole) for way in factor.ways), whole))
        return tuple(made)

    @cached_property
    def whole(self) -> int:
        """What the weights of all models add up to."""
        return prod(whole for _, whole in self.shares)

    @property
    def equal(self) -> bool:
        """Whether all models are equally likely."""
        return all(len(set(parts)) == 1 for parts, _ in self.shares)

    def weights(self, digits: IntArray) -> IntArray:
        """(n,) whole numbers: how likely models are, in parts of `whole`; exact however large."""
        kind = np.int64 if self.whole < _LARGEST else object
        found = np.ones(len(digits), kind)
        for at, (parts, _) in enumerate(self.shares):
            found = found * np.array(parts, kind)[digits[:, at]]
        return np.asarray(found)

    # -- what is changed -----------------------------------------------------------------------

    @cached_property
    def structural(self) -> tuple[int, ...]:
        """The factors that may change who there is, what can be done or what cannot happen."""
        return tuple(
            at
            for at, factor in enumerate(self.factors.factors)
            if any(change.do not in _WISHES for way in factor.ways for change in way.changes)
        )

    @cached_property
    def same_states(self) -> bool:
        """Whether a state of one model can be told in another: none has options that others have not."""
        dos = {change.do for factor in self.factors.factors for way in factor.ways for change in way.changes}
        return self.conflict.form == "graph" or not dos & set(_OPTIONS)

    @cached_property
    def reading_at(self) -> int | None:
        """The factor that chooses the reading, if there is one."""
        return next((at for at, factor in enumerate(self.factors.factors) if factor.is_reading), None)

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that are chosen among, by the digit of their factor; or the one that is settled."""
        if self.reading_at is None:
            return self.conflict.reading_ids[:1]
        return tuple(way.name for way in self.factors.factors[self.reading_at].ways)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The factors in the order in which their changes are made; the reading makes none."""
        places = range(len(self.ways))
        staged = sorted(places, key=lambda at: self.factors.factors[at].stage)
        return tuple(at for at in staged if at != self.reading_at)


def _wanted(conflict: Conflict, reading: str) -> list[object]:
    """What everybody wants in a reading, whatever words it is told in."""
    return [
        (w.dm, [s.that for s in w.statements], w.ranking, w.greatly_after, w.rankings, w.weights)
        for w in conflict.preferences
        if w.reading == reading
    ]


def changed_wishes(factor: Factor) -> frozenset[str]:
    """The decision makers whose wishes a factor may change."""
    return frozenset(change.dm for way in factor.ways for change in way.changes)


def admissible(
    conflict: Conflict,
    *,
    with_neighbours: bool = False,
    reading: str = "",
    given: Iterable[tuple[str, str]] = (),
) -> Admissible:
    """The admissible models of a conflict, as its doubts say.

    `with_neighbours` adds for each list of statements the doubt about the order of neighbours.
    `reading` settles the reading: doubts about whose wishes count are settled with it, and those
    about other readings dropped. `given` are pairs (factor, way) that the baseline takes.

    Raises `ModelError` for doubts that make no sense, `NotApplicable` for names that are not known
    and for a conflict in which nothing is in doubt.
    """
    found = factors(conflict, neighbours(conflict) if with_neighbours else ())
    if reading:
        found = _settled(found, reading)
    possible = tuple(replace(f, ways=tuple(w for w in f.ways if w.probability)) for f in found.factors)
    asked = Asked(with_neighbours, reading, tuple(given))
    made = Admissible(Factors(found.conflict, possible), (0,) * len(possible), asked)
    if made.size < 2:
        raise NotApplicable(_nothing(conflict, asked))
    return replace(made, baseline=_baseline(made, asked.given))


def _nothing(conflict: Conflict, asked: Asked) -> Problem:
    """That there is one admissible model only, and what would make it more."""
    lists = any(len(wish.statements) > 1 for wish in conflict.preferences)
    more = ", or vary the order of neighbouring wishes with --neighbours" * (
        lists and not asked.with_neighbours
    )
    if asked.reading:
        what = f"with reading {asked.reading} settled, nothing in this model is in doubt"
        return Problem(what, f"Leave out --reading{more}.")
    if conflict.doubts:
        what = "nothing in this model is in doubt, for each of its doubts can turn out in one way only"
        return Problem(what, f"Give another way a probability above 0{more}.")
    return Problem("nothing in this model is in doubt", f"Declare [[doubts]] in the model file{more}.")


def _settled(found: Factors, reading: str) -> Factors:
    known = [each for each in found.conflict.reading_ids if each]
    if reading not in known:
        cure = did_you_mean(reading, known) or "The conflict has no readings of its own."
        raise NotApplicable(Problem(f'there is no reading "{clip(reading)}"', cure))
    rest = found.only(reading)
    kept = tuple(f for f in rest.factors if not _decided(f, reading) and _matters(f, rest.factors, reading))
    return Factors(rest.conflict, kept)


def _decided(factor: Factor, reading: str) -> bool:
    """Whether a factor says whose wishes count, and the reading may be it."""
    return factor.doubt is not None and reading in factor.doubt.like


def _matters(factor: Factor, others: Sequence[Factor], reading: str) -> bool:
    """Whether a factor changes anything in one reading, or in another whose wishes may be taken over."""
    changes = [change for way in factor.ways for change in way.changes]
    elsewhere = {c.reading for c in changes if c.do in _WISHES and c.reading and c.reading != reading}
    if not changes or any(c.do not in _WISHES or c.reading in ("", reading) for c in changes):
        return True
    taken = {
        c.wants for other in others if not _decided(other, reading) for w in other.ways for c in w.changes
    }
    return bool(elsewhere & taken)


def _baseline(made: Admissible, given: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    ids = [factor.id for factor in made.factors.factors]
    chosen = [0] * len(ids)
    for name, way in given:
        if name not in ids:
            raise NotApplicable(Problem(f'there is no doubt "{clip(name)}"', did_you_mean(name, ids)))
        names = [each.name for each in made.factors.factors[ids.index(name)].ways]
        if way not in names:
            what = f'"{clip(name)}" cannot turn out as "{clip(way)}"'
            raise NotApplicable(Problem(what, did_you_mean(way, names)))
        chosen[ids.index(name)] = names.index(way)
    return tuple(chosen)
