"""Answers in conflicts whose states are not listed: found by a compiled search from the move.

The search looks only at states that can be reached, so it serves any number of options up to 64. Where
the others may answer by any moves, what they do with options that do not matter to the decision maker
(`relevance`) is left aside: otherwise there would be billions of answers that are all the same to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove._numpy import np
from countermove.errors import Problem, TooLarge
from countermove.kernels.search import Board, Codes, Condition, Search, available
from countermove.kernels.tensor import close_up, positions
from countermove.model.option_form import OptionForm
from countermove.model.statements import Statement
from countermove.model.states import State
from countermove.stability.dense import truth_words, word_count
from countermove.stability.relevance import narrowed

__all__ = ["MOST_ANSWERS", "Far", "Reached", "too_many_answers"]

#: More answers than this to one move are not gone through.
MOST_ANSWERS = 5_000_000
_MOST_MENTIONED = 20  # options in one condition


class Far:
    """A conflict in option form, compiled for searches.

    If a `mask` is given, only its options are looked at, those that matter to the `judge`.
    """

    def __init__(self, form: OptionForm, mask: int | None = None, judge: int = -1) -> None:
        self._form = form if mask is None else narrowed(form, mask, judge)
        self._options = len(form.options)
        self._mask = (1 << len(form.options)) - 1 if mask is None else mask
        form = self._form
        self._board = Board(
            form.movers,
            [[self._condition(c) for c in wish.conditions] for wish in form.wishes],
            [wish.weights for wish in form.wishes],
            [self._condition(statement) for statement in form.impossible],
        )

    @staticmethod
    def takes(form: OptionForm) -> bool:
        """Whether the conflict can be compiled: 64 options, small conditions, weights of 63 bits."""
        conditions = [*form.impossible, *(c for wish in form.wishes for c in wish.conditions)]
        few = all(len({name.parts for name in c.names()}) <= _MOST_MENTIONED for c in conditions)
        exact = all(sum(map(abs, wish.weights or ())) < 1 << 62 for wish in form.wishes)
        return available() and len(form.options) <= 64 and len(form.movers) <= 64 and few and exact

    def _condition(self, statement: Statement) -> Condition:
        places = sorted({self._form.positions[name.parts] for name in statement.names()})
        by_parts = {parts: places.index(at) for parts, at in self._form.positions.items() if at in places}
        words = truth_words(statement, by_parts, 0, word_count(len(places)))
        truth = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), bitorder="little")
        return Condition(sum(1 << at for at in places), truth[: 1 << len(places)])

    def search(self, start: State, movers: Sequence[int], *, willing: bool) -> Reached:
        """What some decision makers can reach from a state."""
        return Reached(self, start, Search(self._board, self.inside(start), movers, willing=willing))

    def inside(self, state: State) -> int:
        """The settings of the options that the search looks at."""
        return close_up(state, positions(self._mask))

    def whole(self, setting: int, like: State) -> State:
        """The state with these settings, and all other options as in `like`."""
        return like & ~self._mask | spread(setting, self._mask)

    def all_whole(self, settings: Codes, like: State) -> list[State]:
        """The same for many settings."""
        if self._mask == (1 << self._options) - 1:
            return list(settings.tolist())
        made = np.full(len(settings), like & ~self._mask, dtype=np.uint64)
        for k, at in enumerate(positions(self._mask)):
            made |= (settings >> np.uint64(k) & np.uint64(1)) << np.uint64(at)
        return list(made.tolist())


class Reached:
    """What a search finds, as states of the conflict."""

    def __init__(self, far: Far, start: State, search: Search) -> None:
        self._far, self._start, self._search = far, start, search

    def compared(self, dm: int, state: State, most: int) -> Iterator[tuple[State, int]]:
        """Each place with how `dm` compares it with `state` (1 is better).

        Raises `TooLarge` beyond `most` of them.
        """
        found = 0
        for codes, signs in self._search.batches(dm, self._far.inside(state)):
            found += len(codes)
            if found > most:
                raise too_many_answers(most)
            yield from zip(self._far.all_whole(codes, self._start), signs.tolist(), strict=True)

    def way(self, state: State) -> list[tuple[int, State, State]]:
        """The shortest way to a place that was found: (decision maker, from, to) for each step."""
        steps, whole = self._search.way(self._far.inside(state)), self._far.whole
        return [(mover, whole(a, self._start), whole(b, self._start)) for mover, a, b in steps]


def too_many_answers(most: int) -> TooLarge:
    """The error for a proof that would have to go through too many answers."""
    what = f"the others can answer in more than {most:,} ways that matter"
    return TooLarge(Problem(what, "Ask about another concept, or exclude what cannot happen."))


def spread(setting: int, mask: int) -> int:
    """The bits of a setting laid out over the set bits of `mask`, lowest first."""
    return sum(1 << at for k, at in enumerate(positions(mask)) if setting >> k & 1)
