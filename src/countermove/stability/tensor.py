"""The tensor engine: stability of all combinations of options at once, feasible or not.

It computes what the value engine does (`values`), with one cell for each combination instead of a list
of states: movement is then a matter of the cell's index, and nothing is looked up. For each decision
maker i the value of a state starts at the rank it has for i (for symmetric concepts at the best that i
could move to), and the others lower it in turn, each through its moves or its improvements, until
nothing changes. As both kinds of step are transitive here, it need not be remembered who moved last.

Only options that are `relevant` to a verdict span the tensor; the verdict is then spread over the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from countermove.errors import NotApplicable, Problem
from countermove.kernels.tensor import Bits, Cells, Tensor, cell_type, gather
from countermove.model.option_form import OptionForm, Wish
from countermove.model.statements import Statement
from countermove.stability.concept import BETTER, NOT_BETTER, Replies, Rule
from countermove.stability.dense import DenseSet, Positions, Words, truth_words, word_count
from countermove.stability.relevance import narrowed, relevant

__all__ = ["RankTable", "TensorEngine", "answers"]

_ROWS = 1 << 14  # words that are put together at once
_MOST_MARKS = 1 << 24  # different scores that are marked in a table; more are sorted
_Scores = np.ndarray[Any, np.dtype[np.int64]]
Progress = Callable[[str], None]


def answers(rule: Rule) -> bool:
    """Whether the engine can decide the rule."""
    classical = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.hold in (None, NOT_BETTER)
    willing = rule.replies is not Replies.IMPROVEMENTS or rule.answer >= BETTER
    return classical and willing and rule.replies is not Replies.JOINT_IMPROVEMENTS


class TensorEngine:
    """Stability of every combination of options, for one decision maker and one rule at a time.

    `progress` is told, now and then, what is being done. `threads` of 0 leaves their number to the
    size of the tensor.
    """

    def __init__(self, form: OptionForm, *, threads: int = 0, progress: Progress | None = None) -> None:
        self.form = form
        self._threads = threads
        self._progress = progress or (lambda _: None)
        self._solver: tuple[int, _Solver] | None = None

    @cached_property
    def feasible(self) -> DenseSet:
        """Every state there is."""
        return DenseSet.feasible(len(self.form.options), self.form.positions, self.form.impossible)

    def stable(self, dm: int, rule: Rule) -> DenseSet:
        """The states that are stable for `dm` under the rule."""
        if not answers(rule):
            raise NotApplicable(Problem("the tensor engine does not know this concept"))
        mask = relevant(self.form, dm, rule)
        bits = self._solve(mask).stable(dm, self.form.wishes[dm], rule)
        words = lifted(bits, mask, len(self.form.options))
        if self.form.impossible or len(self.form.options) < 6:
            words &= self.feasible.words
        return DenseSet(len(self.form.options), self.form.positions, words)

    def _solve(self, mask: int) -> _Solver:
        """The solver for some options; the last one is kept, as the next verdict often needs it too."""
        if self._solver is None or self._solver[0] != mask:
            self._solver = None  # its arrays go before new ones come
            self._solver = mask, _Solver(narrowed(self.form, mask), self._threads, self._progress)
        return self._solver[1]


class _Solver:
    """The tensor over some options of a conflict; wishes of movers are kept for all that is asked of it."""

    def __init__(self, form: OptionForm, threads: int, progress: Progress) -> None:
        self.form = form
        self._threads, self._progress = threads, progress
        self._wishes: dict[int, Cells] = {}

    def _tensor(self, kind: np.dtype[Any]) -> Tensor:
        return Tensor(len(self.form.options), self.form.movers, kind, self._threads)

    @cached_property
    def _feasible(self) -> Bits | None:
        """A bit for each combination that can happen; None if all can."""
        if not self.form.impossible and len(self.form.options) >= 6:
            return None
        impossible = self.form.impossible
        return DenseSet.feasible(len(self.form.options), self.form.positions, impossible).words.view(np.uint8)

    def _wish(self, mover: int, values: np.dtype[Any]) -> Cells:
        """What orders the states that a mover can move between: one byte a cell, or as wide as the values."""
        table = self._tables[mover]
        kind = cell_type(table.levels)
        kind = kind if kind.itemsize == 1 else values
        if mover not in self._wishes or self._wishes[mover].dtype != kind:
            found = self._tensor(kind).ranks(table.ranks(kind), table.mentioned, self._feasible)
            self._wishes[mover] = found
        return self._wishes[mover]

    @cached_property
    def _tables(self) -> list[RankTable]:
        return [RankTable(wish, self.form.positions) for wish in self.form.wishes]

    def stable(self, dm: int, wish: Wish, rule: Rule) -> Bits:
        """A bit for each combination: whether it is stable for `dm`, who has the wish, under the rule."""
        table = RankTable(wish, self.form.positions)
        others = [j for j, mover in enumerate(self.form.movers) if j != dm and mover.own]
        willing = rule.replies is Replies.IMPROVEMENTS
        kind = cell_type(max([table.levels, *(self._tables[j].levels for j in others if willing)]))
        tensor = self._tensor(kind)
        ranks = tensor.ranks(table.ranks(kind), table.mentioned, self._feasible)
        if rule.replies is Replies.NONE or not others:
            return tensor.verdict(None, ranks, dm)
        value = tensor.best(ranks, dm) if rule.hold is not None else self._start(ranks)
        marks = {j: self._wish(j, kind) if willing else ranks for j in others}
        self._lower(tensor, value, marks, willing)
        return tensor.verdict(value, ranks, dm)

    def _lower(self, tensor: Tensor, value: Cells, marks: dict[int, Cells], willing: bool) -> None:
        """Lower values to the least to which the others can hold them down."""
        stamps, quiet, turn, others = tensor.stamps(), 0, 0, list(marks)
        while quiet < len(others):
            mover = others[turn % len(others)]
            self._progress(f"step {turn + 1} over {tensor.cells:,} combinations")
            changed = tensor.spread(value, marks[mover], mover, stamps, willing=willing)
            quiet, turn = 0 if changed else quiet + 1, turn + 1

    def _start(self, ranks: Cells) -> Cells:
        """The ranks, with the highest number for what cannot happen."""
        value = ranks.copy()
        if self._feasible is not None:
            limits = np.iinfo(value.dtype)
            for first in range(0, len(value), 1 << 20):
                part = value[first : first + (1 << 20)]
                part[part == limits.min] = limits.max
        return value


def lifted(bits: Bits, mask: int, options: int) -> Words:
    """Bits over the options of `mask` spread over all options: one for each combination."""
    low, high, above = mask & 63, mask >> 6, max(options - 6, 0)
    if mask == (1 << options) - 1 and above:
        return bits.view(np.uint64)
    words = _whole_words(bits, low, mask.bit_count())
    axes = [2 if high >> k & 1 else 1 for k in reversed(range(above))]
    return np.array(np.broadcast_to(words.reshape(axes), (2,) * above)).reshape(-1)


def _whole_words(bits: Bits, low: int, options: int) -> Words:
    """Each word of bits over all six lowest options, of which only those of `low` were kept."""
    inside = low.bit_count()
    if inside == 6:
        return bits.view(np.uint64)
    rows, order = 1 << (options - inside), gather(np.arange(64, dtype=np.uint32), low)
    words = np.empty(rows, dtype=np.uint64)
    for first in range(0, rows, _ROWS):
        last = min(first + _ROWS, rows)
        part = np.unpackbits(bits[(first << inside) // 8 : ((last << inside) + 7) // 8], bitorder="little")
        truth = part[: (last - first) << inside].reshape(-1, 1 << inside)
        word = np.ascontiguousarray(truth[:, order])
        words[first:last] = np.packbits(word, axis=1, bitorder="little").view(np.uint64).reshape(-1)
    return words


# -- ranks -----------------------------------------------------------------------------------------


class RankTable:
    """The rank of each setting of the options that a wish mentions; the others do not matter to it.

    `levels` is how many different ranks there are.
    """

    def __init__(self, wish: Wish, positions: Positions) -> None:
        named = {name.parts for condition in wish.conditions for name in condition.names()}
        places = sorted(positions[parts] for parts in named)
        by_place = {at: k for k, at in enumerate(places)}
        self.mentioned = sum(1 << at for at in places)
        self._options = len(places)
        self._positions = {parts: by_place[positions[parts]] for parts in named}
        self._score = self._scores(wish)
        self.levels = int(self._score.max()) + 1

    def ranks(self, kind: np.dtype[Any]) -> Cells:
        """Ranks for each setting, ascending from the second lowest number of the type."""
        return (self._score + (np.iinfo(kind).min + 1)).astype(kind)

    def _scores(self, wish: Wish) -> _Scores:
        """Dense scores from 0, one for each setting."""
        if wish.weights is not None:
            return self._weighed(wish.conditions, wish.weights)
        score, highest = np.zeros(1 << self._options, dtype=np.int64), 0
        for condition in wish.conditions:
            if highest >= _MOST_MARKS // 2:
                score = dense(score, highest)
                highest = int(score.max())
            score <<= 1
            score |= self._truth(condition)
            highest = 2 * highest + 1
        return dense(score, highest)

    def _weighed(self, conditions: Sequence[Statement], weights: Sequence[int]) -> _Scores:
        highest = sum(map(abs, weights))
        kind = np.dtype(np.int64) if highest < 1 << 62 else np.dtype(object)
        score = np.full(1 << self._options, -sum(weight for weight in weights if weight < 0), dtype=kind)
        for condition, weight in zip(conditions, weights, strict=True):
            score += self._truth(condition).astype(kind) * weight
        return dense(score, highest)

    def _truth(self, condition: Statement) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """(settings,) 0 or 1: where a condition holds."""
        words = truth_words(condition, self._positions, 0, word_count(self._options))
        bits = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), bitorder="little")
        return bits[: 1 << self._options]


def dense(score: _Scores, highest: int) -> _Scores:
    """The same order with the numbers that occur, from 0 on, without gaps."""
    if highest >= 2 * _MOST_MARKS:
        return np.unique(score, return_inverse=True)[1].astype(np.int64)
    occurs = np.zeros(highest + 1, dtype=bool)
    occurs[score] = True
    return (np.cumsum(occurs) - 1)[score]
