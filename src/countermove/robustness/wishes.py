"""What one decision maker may want in one structure of states and moves, as a pool of preferences.

Admissible models differ in many wishes, and each decision maker has few of them. So a model's wishes
are found by walking the doubts one by one: a table says for each list of wishes met so far, and each
way of the next doubt, which list comes out. Only steps that some model takes are carried out, each
once; lists that are equal are one list, and preferences with equal ranks one preference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from countermove.errors import ModelError, Problem
from countermove.model.build import Builder
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict, Preferences
from countermove.model.listed import BoolArray, IntArray, ListedSpace, listed
from countermove.model.preferences import Ordinal, Preference
from countermove.model.rankings import build_preference
from countermove.model.variants import Change
from countermove.robustness.admissible import Admissible, changed_wishes
from countermove.sweeps.profiles import by_orders, dense_ranks

__all__ = ["Pool", "Step", "fingerprint", "steps_of"]

_AT_ONCE = 1 << 22  # cells of ranks that are made together
#: Changes that touch nobody's wishes.
_NO_WISHES = ("forbid", "remove option", "fix option", "make irreversible")


@dataclass(frozen=True)
class Step:
    """One factor's changes: for each way, or for the one way that the structure has settled.

    `factor` is None where the way is settled.
    """

    factor: int | None
    ways: tuple[tuple[Change, ...], ...]


def steps_of(models: Admissible, settled: dict[int, int], names: frozenset[str]) -> list[Step]:
    """The steps that lead to the wishes of a decision maker that is, or was, called one of `names`.

    `settled` holds the ways of the factors that change the structure; their changes are always made.
    """
    steps = []
    for at in models.order:
        factor = models.factors.factors[at]
        if at in settled:
            changes = tuple(c for c in factor.ways[settled[at]].changes if c.do not in _NO_WISHES)
            steps += [Step(None, (changes,))] if changes else []
        elif changed_wishes(factor) & names:
            steps.append(Step(at, tuple(way.changes for way in factor.ways)))
    return steps


def fingerprint(text: bytes) -> int:
    """64 bits that tell one text from another."""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


class _Table:
    """Grows row by row: which number comes after (number, way). Unknown entries are made on demand."""

    def __init__(self, ways: int, make: Callable[[int, int], int]) -> None:
        self._next = np.full((0, ways), -1, np.int64)
        self._make = make

    def after(self, numbers: IntArray, ways: IntArray) -> IntArray:
        grown = int(numbers.max(initial=-1)) + 1 - len(self._next)
        if grown > 0:
            room = np.full((max(grown, len(self._next)), self._next.shape[1]), -1, np.int64)
            self._next = np.concatenate([self._next, room])
        found = self._next[numbers, ways]
        if (found < 0).any():
            missing = np.unique(numbers[found < 0] * self._next.shape[1] + ways[found < 0])
            for pair in missing.tolist():
                number, way = divmod(pair, self._next.shape[1])
                self._next[number, way] = self._make(number, way)
            found = self._next[numbers, ways]
        return np.asarray(found)


class Pool:
    """The preferences that one decision maker may have, found as models ask for them.

    `ranks` (P, S) are dense ranks of each preference, larger is better; `ordinal` says whether they say
    all there is to say, or whether some comparisons are unknown.
    """

    def __init__(self, models: Admissible, builder: Builder, dm: str, steps: Sequence[Step]) -> None:
        self._builder, self._dm, self._steps = builder, dm, steps
        self._reading_at = models.reading_at
        self._readings = models.readings
        names = frozenset({dm}.union(*(_spoken_of(step) for step in steps)))
        self._levels = [_Level(names) for _ in range(len(steps) + 1)]
        self._levels[0].number(models.conflict.replace(doubts=(), scenarios=(), status_quo=""))
        self._tables = [self._table(k) for k in range(len(steps))]
        self._wish_of = _Table(len(self._readings), self._wish)
        self._wishes: dict[object, int] = {}
        self._listed: list[Preferences] = []
        self._preference_of = np.zeros(0, np.int64)
        self.preferences: list[Preference] = []
        self._known: dict[bytes, int] = {}
        self._truth: dict[str, int] = {}
        self._rows: list[BoolArray] = []
        self.ranks: IntArray = np.zeros((0, self._space.size), np.int8)
        self.prints = np.zeros(0, np.uint64)

    @property
    def ordinal(self) -> bool:
        """Whether every preference is an order of the states."""
        return all(isinstance(preference, Ordinal) for preference in self.preferences)

    @property
    def _space(self) -> ListedSpace:
        assert self._builder.states is not None
        return listed(self._builder.states)

    def find(self, digits: IntArray) -> IntArray:
        """(n,) int64: which preference of the pool each model has."""
        numbers = np.zeros(len(digits), np.int64)
        for step, table in zip(self._steps, self._tables, strict=True):
            ways = np.zeros(len(digits), np.int64) if step.factor is None else digits[:, step.factor]
            numbers = table.after(numbers, ways)
        readings = np.zeros(len(digits), np.int64)
        if self._reading_at is not None:
            readings = digits[:, self._reading_at]
        wishes = self._wish_of.after(numbers, readings)
        if len(self._preference_of) < len(self._listed):
            self._compile()
        return np.asarray(self._preference_of[wishes])

    # -- lists of wishes -----------------------------------------------------------------------

    def _table(self, k: int) -> _Table:
        here, onward, step = self._levels[k], self._levels[k + 1], self._steps[k]
        return _Table(
            len(step.ways),
            lambda number, way: onward.number(apply_changes(here.conflicts[number], step.ways[way])),
        )

    def _wish(self, number: int, reading: int) -> int:
        conflict = self._levels[-1].conflicts[number]
        name = self._readings[reading]
        for wish in conflict.preferences:
            if wish.dm == self._dm and wish.reading == name:
                if (key := _key(wish)) not in self._wishes:
                    self._wishes[key] = len(self._listed)
                    self._listed.append(wish)
                return self._wishes[key]
        raise ModelError(
            Problem(f'"{self._dm}" has no preferences in reading "{name}"', "Add [[preferences]].")
        )

    # -- preferences ---------------------------------------------------------------------------

    def _compile(self) -> None:
        """Preferences for the lists of wishes that have none yet."""
        new = self._listed[len(self._preference_of) :]
        numbers = np.empty(len(new), np.int64)
        plain = [k for k, wish in enumerate(new) if not (wish.ranking or wish.rankings or wish.weights)]
        size = max(_AT_ONCE // max(self._space.size, 1), 1)
        for first in range(0, len(plain), size):
            part = plain[first : first + size]
            ranks = self._by_statements([new[k] for k in part])
            numbers[part] = [self._intern(rank.tobytes(), Ordinal(self._space, rank)) for rank in ranks]
        for k in sorted(set(range(len(new))) - set(plain)):
            numbers[k] = self._single(new[k])
        self._preference_of = np.concatenate([self._preference_of, numbers])
        fresh = self.preferences[len(self.ranks) :]
        rows = [p.rank if isinstance(p, Ordinal) else np.zeros(self._space.size) for p in fresh]
        made = np.array(rows, np.int64).reshape(len(rows), self._space.size)
        kind = np.promote_types(self.ranks.dtype, np.min_scalar_type(-1 - int(made.max(initial=0))))
        self.ranks = np.concatenate([self.ranks.astype(kind), made.astype(kind)])
        self.prints = np.array([fingerprint(key) for key in self._known], np.uint64)

    def _by_statements(self, wishes: Sequence[Preferences]) -> IntArray:
        """(wishes, S) dense ranks: all lists at once, as orders of the statements that occur in any."""
        rows = [[self._truth_of(statement.that) for statement in wish.statements] for wish in wishes]
        codes = np.full((len(rows), max(map(len, rows), default=0)), -1, np.int64)
        for k, row in enumerate(rows):
            codes[k, : len(row)] = row
        truth = np.array(self._rows, bool).reshape(len(self._rows), self._space.size)
        if not len(truth):
            return np.zeros((len(rows), self._space.size), np.int64)
        return by_orders(truth, codes)

    def _truth_of(self, text: str) -> int:
        if text not in self._truth:
            names = self._builder.names
            tree = names.condition(text, ("doubts", self._dm, text))
            self._refuse_mistakes()
            assert tree is not None
            self._truth[text] = len(self._rows)
            self._rows.append(self._space.truth(tree))
        return self._truth[text]

    def _single(self, wish: Preferences) -> int:
        path = ("doubts", self._dm, len(self._known))
        made = build_preference(self._builder.names, self._builder.states, wish, path)
        self._refuse_mistakes()
        assert made is not None
        if isinstance(made, Ordinal) and made.level is None:
            return self._intern(dense_ranks(made.rank).tobytes(), made)
        return self._intern(repr(_key(wish)).encode(), made)

    def _intern(self, key: bytes, preference: Preference) -> int:
        if key not in self._known:
            self._known[key] = len(self.preferences)
            self.preferences.append(preference)
        return self._known[key]

    def _refuse_mistakes(self) -> None:
        wrong = [problem for problem in self._builder.problems if not problem.warning]
        if wrong:
            raise ModelError([Problem(problem.what, problem.cure) for problem in wrong])


class _Level:
    """The different conflicts after some steps, told apart by the wishes that matter here."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._known: dict[object, int] = {}
        self.conflicts: list[Conflict] = []

    def number(self, conflict: Conflict) -> int:
        key = tuple(_key(wish) for wish in conflict.preferences if wish.dm in self._names)
        if key not in self._known:
            self._known[key] = len(self.conflicts)
            self.conflicts.append(conflict)
        return self._known[key]


def _spoken_of(step: Step) -> set[str]:
    """The decision makers that a step's changes name."""
    changes = [change for way in step.ways for change in way]
    return {name for change in changes for name in (change.dm, change.over, *change.of) if name}


def _key(wish: Preferences) -> object:
    """What tells wishes apart: all but the words in which they are said."""
    statements = tuple(statement.that for statement in wish.statements)
    weights = tuple((text, str(number)) for text, number in wish.weights.items())
    return wish.dm, wish.reading, statements, wish.ranking, wish.greatly_after, wish.rankings, weights
