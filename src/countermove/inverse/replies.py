"""Where the opponents of a decision maker can bring the conflict after a move, whatever it thinks of that.

R_K(q) is the set of states that end a legal sequence of unilateral moves of the opponents K from q, with
nobody moving twice in a row; R_K⁺(q) the same with unilateral improvements. Neither depends on the
preferences of the decision maker whose move is answered, and that is what makes the inverse problem local.
States are looked at one by one, so that it does not matter how the model keeps them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import product
from math import prod

from countermove.errors import Problem, TooLarge
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability.concept import Replies
from countermove.stability.wording import Words

__all__ = ["MOST_REPLIES", "MOST_UNLISTED", "ReplyFinder"]

#: No more answers to one move than this are listed; fewer where the model's states are not listed either.
MOST_REPLIES, MOST_UNLISTED = 20_000, 1_000
_MOST_JOINT = 200_000  # combinations of the others' improvements
_MOST_KEPT = 2_000_000  # in all, some hundred megabytes


class ReplyFinder:
    """The answers to moves, each found once for all conditions that ask for them."""

    def __init__(self, model: GraphModel) -> None:
        self._model = model
        self._most = MOST_REPLIES if _is_quick(model) else MOST_UNLISTED
        self._refused: set[tuple[Replies, int]] = set()
        self._steps: dict[tuple[int, State, bool], list[State]] = {}
        self._found: dict[tuple[Replies, int, State, State], frozenset[State]] = {}
        self._kept = 0

    def replies(self, kind: Replies, dm: int, state: State, move: State) -> frozenset[State]:
        """The states to which the opponents of `dm` can answer its `move` from `state`.

        Raises `TooLarge` if there are too many to be listed.
        """
        if (kind, dm) in self._refused:
            raise self._too_many(kind, dm)
        at_once = kind is Replies.JOINT_IMPROVEMENTS
        key = kind, dm, state if at_once else -1, move  # only joint answers depend on where one came from
        if key not in self._found:
            found = self._joint(dm, state, move) if at_once else self._landing(kind, dm, move)
            self._keep(key, frozenset(self._counted(kind, dm, found)))
        return self._found[key]

    def _keep(self, key: tuple[Replies, int, State, State], found: frozenset[State]) -> None:
        if self._kept > _MOST_KEPT:
            self._found.clear()
            self._kept = 0
        self._found[key] = found
        self._kept += len(found)

    def _counted(self, kind: Replies, dm: int, found: Iterator[State]) -> Iterator[State]:
        for count, state in enumerate(found):
            if count == self._most:
                raise self._too_many(kind, dm)
            yield state

    def _too_many(self, kind: Replies, dm: int) -> TooLarge:
        self._refused.add((kind, dm))
        who = Words(self._model).name(dm)
        return TooLarge(
            Problem(
                f"the others can answer a move of {who} in more than {self._most:,} ways, too many to tell",
                "Ask for Nash stability, which needs no answers, or exclude combinations that cannot happen.",
            )
        )

    def _landing(self, kind: Replies, dm: int, start: State) -> Iterator[State]:
        """The ends of legal sequences, breadth first over (state, last mover), each once.

        A state that was reached by two different last movers is left by each mover once: by the first
        of them all others may go on, by the second the first one.
        """
        movers = () if kind is Replies.NONE else self._model.others(dm)
        willing = kind is Replies.IMPROVEMENTS
        queue: deque[tuple[State, int]] = deque([(start, -1)])
        reached, landed, left = set[tuple[State, int]](), set[State](), set[tuple[State, int]]()
        while queue:
            state, last = queue.popleft()
            for mover in movers:
                if mover == last or (state, mover) in left:
                    continue
                left.add((state, mover))
                fresh = [to for to in self._steps_of(mover, state, willing) if (to, mover) not in reached]
                reached.update((to, mover) for to in fresh)
                queue.extend((to, mover) for to in fresh)
                yield from (to for to in fresh if to not in landed)
                landed.update(fresh)

    def _steps_of(self, mover: int, state: State, willing: bool) -> list[State]:
        key = mover, state, willing
        if key not in self._steps:
            model = self._model
            self._steps[key] = model.improvements(mover, state) if willing else model.moves(mover, state)
        return self._steps[key]

    def _joint(self, dm: int, state: State, move: State) -> Iterator[State]:
        """Feasible states where improvements of the others from `state` are made together with the move."""
        choices = [
            [0, *(state ^ to for to in self._steps_of(j, state, True))] for j in self._model.others(dm)
        ]
        if prod(map(len, choices)) > _MOST_JOINT:
            raise self._too_many(Replies.JOINT_IMPROVEMENTS, dm)
        landed: set[State] = set()
        for changes in product(*choices):
            lands = move
            for change in changes:
                lands ^= change
            if any(changes) and lands not in landed and self._model.states.has(lands):
                landed.add(lands)
                yield lands


def _is_quick(model: GraphModel) -> bool:
    """Whether all states could be looked at: they are listed, or as few as may be answers."""
    if not isinstance(model.states, CubeSpace):
        return True
    try:
        return model.states.size <= MOST_REPLIES
    except TooLarge:  # not to be counted, so entangled are the exclusions
        return False
