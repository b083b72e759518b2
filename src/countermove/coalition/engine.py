"""The engine: coalition stability of many listed states at once, for one coalition after another.

It follows the definitions (`concept`) with tables of every state against the states asked about
(`columns`), so any relation will do as a preference, intransitive ones included, and any movement. With

    B = [z is better than s for H],   D = [the others can answer y with a z not better than s]

s is unstable for H iff H can bring the conflict from s to a y with B and not D. Only states that a
coalition would leave at all are followed up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from countermove._numpy import np
from countermove.coalition.columns import Arcs, Mover, Words, diagonal, pack, unpack, ways_to
from countermove.coalition.concept import CoalitionConcept
from countermove.coalition.joint import JointMovement
from countermove.coalition.members import Members, opponents, subcoalitions
from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal, Pairwise

__all__ = ["Engine"]

_MOST_BYTES = 1 << 28  # for the tables of one batch of columns
_MOST_STEPS = 8_000_000  # coalition improvements that are kept as steps
_MOST_GROUPED = 1 << 13  # states, and pairs of coalitions times states, with which groups may answer
_MOST_ANSWERS = 1 << 25
_MOST_WORK = 2e10  # words looked at; some minutes


@dataclass(frozen=True)
class Engine:
    """Decides coalition stability on one model, under one kind of improvement, movement and replies.

    `equilibria` (S,) bool says where jumps start and end; None for the other kinds.
    """

    model: GraphModel
    kind: str = "strict"
    joint: JointMovement | None = None
    replies: str = "individual"
    equilibria: BoolArray | None = None
    progress: Callable[[str], None] | None = None
    _steps: dict[tuple[str, Members], Arcs] = field(default_factory=dict)

    def stable(self, concepts: tuple[CoalitionConcept, ...], members: Members, places: IntArray) -> BoolArray:
        """(concepts, places) bool: which of the states at `places` are stable for the coalition."""
        result = np.ones((len(concepts), len(places)), dtype=bool)
        width = self._width(members)
        for at in range(0, len(places), width):
            self._tell(members)
            part = slice(at, at + width)
            result[:, part] = self._batch(concepts, members, places[part])
        return result

    def refuse_long_work(self, coalitions: int, concepts: tuple[CoalitionConcept, ...], columns: int) -> None:
        """Raise `TooLarge` if it would take more than some minutes to decide."""
        size = self.model.states.size
        answers = size << 2 * self.model.size
        grouped = self.replies == "coalition" and any(each.answers == "willing" for each in concepts)
        if grouped and (size > _MOST_GROUPED or answers > _MOST_ANSWERS):
            who = f"{self.model.size} decision makers over {size:,} states"
            what = f"{who} can answer in more coalitions than can be gone through"
            raise TooLarge(Problem(what, "Let the others answer one by one: --replies individual."))
        arcs = sum(len(each.target) for each in self._moves)
        work = arcs * -(-columns // 64) * 8.0 * coalitions * max(1, len(concepts))
        if work > _MOST_WORK:
            what = (
                f"{coalitions:,} coalitions at {columns:,} of {size:,} states are more than"
                " can be gone through in some minutes"
            )
            cure = "Name the coalitions that matter (--together a+b), one concept, or one state."
            raise TooLarge(Problem(what, cure))

    # -- the definitions -----------------------------------------------------------------------

    def _batch(self, concepts: tuple[CoalitionConcept, ...], members: Members, places: IntArray) -> BoolArray:
        better = pack(self._better(members, places, self.kind))
        leaves = self._leaves(members, better, places)
        result = np.tile(~leaves, (len(concepts), 1))
        if not leaves.any() or not opponents(self.model, members):
            return result
        followed = np.flatnonzero(leaves)
        places = places[followed]
        better = pack(self._better(members, places, self.kind))
        for row, concept in enumerate(concepts):
            if concept.answers != "none":
                free = better & ~self._deterred(concept, members, better)
                result[row, followed] = ~self._leaves(members, free, places)
        return result

    def _leaves(self, members: Members, wanted: Words, places: IntArray) -> BoolArray:
        """(places,) bool: whether the coalition can bring about a state with a true cell in its column."""
        if self.equilibria is not None:
            wanted = np.where(self.equilibria[:, None], wanted, np.uint64(0))
        leaves = diagonal(self._ways(members, wanted), places)
        return leaves if self.equilibria is None else leaves & self.equilibria[places]

    def _deterred(self, concept: CoalitionConcept, members: Members, better: Words) -> Words:
        """(y, s): whether the opponents can answer y with a sanction of leaving s."""
        hurts = ~better
        if concept.holds:
            hurts &= ~self._ways(members, better)
        others = opponents(self.model, members)
        if concept.answers == "moves":
            return self._ways(others, hurts)
        if self.replies == "individual":
            willing = [Mover((dm,), self._improving((dm,))) for dm in others]
            return ways_to(willing, hurts, freely=self._freely)
        willing = [Mover(group, self._improving(group)) for group in subcoalitions(others)]
        return ways_to(willing, hurts, freely=False)

    def _ways(self, members: Members, table: Words) -> Words:
        """From where the coalition can reach a row whose cell is true."""
        if self.joint is not None:
            return ways_to([Mover(members, self._joint_moves(members))], table, freely=False)
        movers = [Mover((dm,), self._moves[dm]) for dm in members]
        return ways_to(movers, table, freely=self.model.transitive)

    # -- steps ---------------------------------------------------------------------------------

    @cached_property
    def _moves(self) -> list[Arcs]:
        return [Arcs.of(*movement.arcs()) for movement in self.model.movement]

    @cached_property
    def _freely(self) -> bool:
        """Whether improvements in turn lead no other way than improvements at will."""
        return self.model.transitive and all(isinstance(p, Ordinal) for p in self.model.preferences)

    def _joint_moves(self, members: Members) -> Arcs:
        assert self.joint is not None
        key = "joint", members
        if key not in self._steps:
            self._steps[key] = Arcs.of(*self.joint.arcs(members))
        return self._steps[key]

    def _improving(self, members: Members) -> Arcs:
        """CI_C(x) for all x as steps: how a group answers willingly. Jumps are answered strictly."""
        key = "improving", members
        if key not in self._steps:
            kept = sum(len(arcs.target) for (kind, _), arcs in self._steps.items() if kind == "improving")
            self._steps[key] = self._improvements(members, _MOST_STEPS - kept)
        return self._steps[key]

    def _improvements(self, members: Members, most: int) -> Arcs:
        size, kind = self.model.states.size, "pareto" if self.kind == "pareto" else "strict"
        width = max(64, _MOST_BYTES // (4 * size))
        pairs: list[tuple[IntArray, IntArray]] = []
        for at in range(0, size, width):
            self._tell(members)
            places = np.arange(at, min(at + width, size))
            ways = unpack(self._ways(members, pack(np.arange(size)[:, None] == places)), len(places))
            source, column = np.nonzero(ways & self._better(members, places, kind, than_rows=True))
            pairs.append((source, places[column]))
            if sum(len(one) for one, _ in pairs) > most:
                what = f"the improvements of coalitions that could answer are more than {_MOST_STEPS:,}"
                raise TooLarge(Problem(what, "Let opponents answer one by one: --replies individual."))
        source, target = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
        order = np.argsort(source, kind="stable")
        return Arcs.of(source[order], target[order])

    # -- preference ----------------------------------------------------------------------------

    def _better(self, members: Members, places: IntArray, kind: str, *, than_rows: bool = False) -> BoolArray:
        """(z, s): whether z is better for the coalition than the state s at each of `places`.

        With `than_rows` the other way about: whether s is better than z.
        """
        compared = [self._compared(dm, places, than_rows) for dm in members]
        above = np.array([better for better, _ in compared])
        if kind != "pareto":
            return np.asarray(above.all(axis=0))
        no_worse = above | np.array([equal for _, equal in compared])
        return np.asarray(no_worse.all(axis=0) & above.any(axis=0))

    def _compared(self, dm: int, places: IntArray, than_rows: bool) -> tuple[BoolArray, BoolArray]:
        """(z, s) twice: where the one is better for `dm` than the other, and where they are equal."""
        preference = self.model.preferences[dm]
        if isinstance(preference, Pairwise):
            table = preference.table[places].T if than_rows else preference.table[:, places]
            return np.asarray(table > 0), np.asarray(table == 0)
        assert isinstance(preference, Ordinal)  # the others were refused
        row, column = preference.rank[:, None], preference.rank[None, places]
        return np.asarray(column > row if than_rows else row > column), np.asarray(row == column)

    # -- bounds --------------------------------------------------------------------------------

    def _width(self, members: Members) -> int:
        """How many columns are looked at together: a multiple of 64."""
        movers = 2 ** len(opponents(self.model, members)) if self.replies == "coalition" else self.model.size
        table = self.model.states.size / 8
        return max(64, int(_MOST_BYTES / (table * (2 * movers + 16 * len(members) + 16))) // 64 * 64)

    def _tell(self, members: Members) -> None:
        if self.progress is not None:
            self.progress("+".join(self.model.decision_makers[dm] for dm in members))
