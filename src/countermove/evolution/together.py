"""Steps that several decision makers make together: coalition improvements of every coalition at once.

A coalition H can bring the conflict from s to a state q if a legal sequence of its members' moves does,
q ∈ R_H(s), and makes that step if every member strictly prefers q to s (the classical coalition
improvement; see `countermove.coalition`). Here it does so only if it is no larger than the step needs:
if no smaller part of it could bring about q as well. A larger one would add nothing, since all members of
the smaller one want q too, and would only keep more decision makers from moving next. The moves on the
way are not steps of the sequence: nobody else comes in between, and what they would be worth to anybody
does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations

from countermove._numpy import np
from countermove.coalition.columns import Arcs, Mover, Words, pack, unpack, ways_to
from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace
from countermove.model.preferences import Ordinal, Pairwise, Relation, Uncertain
from countermove.model.states import State

__all__ = ["Together"]

#: Pairs of states compared, over all coalitions; and coalition improvements that are kept.
_MOST_PAIRS = 400_000_000
_MOST_STEPS = 5_000_000


class Together:
    """The coalition improvements of a model whose states are listed. Raises `TooLarge` for larger ones."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        coalitions = (1 << model.size) - model.size - 1
        if not isinstance(model.states, ListedSpace) or model.states.size**2 * coalitions > _MOST_PAIRS:
            what = (
                f"{coalitions:,} coalitions in {model.states.size:,} states are too many for coalition steps"
            )
            raise TooLarge(Problem(what, "Ask for moves, improvements or mixed sequences."))
        self.states = model.states

    def out_of(self, state: State) -> Iterator[tuple[tuple[int, ...], State]]:
        """The improvements of all coalitions of two or more from a state, smaller coalitions first."""
        at = self.states.index(state)
        for members, start, target in self._steps:
            for to in target[start[at] : start[at + 1]]:
                yield members, int(self.states.codes[to])

    @cached_property
    def _steps(self) -> list[tuple[tuple[int, ...], IntArray, IntArray]]:
        """For each coalition where each state's improvements start in the list of targets, and that list."""
        found, total = [], 0
        smaller: dict[tuple[int, ...], Words]
        smaller = {(dm,): self._reached((dm,)) for dm in range(self.model.size)}
        for size in range(2, self.model.size + 1):
            reached = {who: self._reached(who) for who in combinations(range(self.model.size), size)}
            for members, table in reached.items():
                parts = np.bitwise_or.reduce([smaller[part] for part in combinations(members, size - 1)])
                own = unpack(table & ~parts, self.states.size)
                source, target = np.nonzero(own & self._better(members))
                total += len(target)
                if total > _MOST_STEPS:
                    what = f"there are more than {_MOST_STEPS:,} coalition improvements"
                    raise TooLarge(Problem(what, "Ask for moves, improvements or mixed sequences."))
                start = np.searchsorted(source, np.arange(self.states.size + 1))
                found.append((members, start, target))
            smaller = reached
        return found

    def _reached(self, members: tuple[int, ...]) -> Words:
        """(s, q), packed: whether the coalition can bring the conflict from s to q."""
        movers = [Mover((dm,), self._moves[dm]) for dm in members]
        ends = pack(np.eye(self.states.size, dtype=bool))
        return ways_to(movers, ends, freely=self.model.transitive)

    def _better(self, members: tuple[int, ...]) -> BoolArray:
        """(s, q): whether every member strictly prefers q to s."""
        return np.asarray(np.logical_and.reduce([self._ahead[dm] for dm in members]))

    @cached_property
    def _moves(self) -> list[Arcs]:
        return [Arcs.of(*movement.arcs()) for movement in self.model.movement]

    @cached_property
    def _ahead(self) -> list[BoolArray]:
        return [_preferred(self.model, dm) for dm in range(self.model.size)]


def _preferred(model: GraphModel, dm: int) -> BoolArray:
    """(s, q): whether a decision maker strictly prefers q to s."""
    preference = model.preferences[dm]
    if isinstance(preference, Ordinal):
        return np.asarray(preference.rank[None, :] > preference.rank[:, None])
    if isinstance(preference, Uncertain):
        return np.asarray((preference.ranks[:, None, :] > preference.ranks[:, :, None]).all(axis=0))
    assert isinstance(preference, Pairwise)
    return np.isin(preference.table, [Relation.BETTER, Relation.GREATLY_BETTER]).T
