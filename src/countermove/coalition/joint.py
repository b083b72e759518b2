"""Joint moves: all members of a coalition change their options at the same moment.

GMCR+ and gmcr-py let a coalition move like this. Compared with legal sequences (`movement`) it
reaches states whose way there would lead through what cannot happen, and misses states that are only
reached in turns (one member moving before and after another, where a ban forbids the direct way).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from countermove._numpy import np
from countermove.coalition.members import Members
from countermove.coalition.movement import Sequences
from countermove.errors import NotApplicable, Problem
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace, listed
from countermove.model.moves import SubCube
from countermove.model.names import Names
from countermove.model.states import State

__all__ = ["JointMovement"]


@dataclass(frozen=True)
class _Ban:
    """A ban over listed states: whose moves (None: everybody's), from where, to where."""

    dm: int | None
    source: BoolArray
    target: BoolArray


@dataclass(frozen=True)
class JointMovement:
    """One simultaneous change of the members' options. Raises `NotApplicable` where states have none."""

    model: GraphModel

    def __post_init__(self) -> None:
        if self.model.states.graph_form or self.model.coalesced:
            kind = "coalesced states" if self.model.coalesced else "graph form"
            what = f"simultaneous joint moves change options, which {kind} does not know"
            raise NotApplicable(Problem(what, "Use legal sequences, or state the conflict by options."))
        listed(self.model.states)

    def sequences(self, members: Members, state: State) -> Sequences:
        """The states that one joint move reaches, each by a way of one step."""
        return Sequences([members], self.targets, state)

    def targets(self, members: Members, state: State) -> list[State]:
        """R_H(s) under joint moves, ascending."""
        codes = self._space.codes
        own, taken, dropped = self._masks(members)
        differs = codes ^ state
        reached = (differs != 0) & (differs & ~own == 0)
        reached &= (state & ~codes & taken == 0) & (codes & ~state & dropped == 0)
        places = np.flatnonzero(reached)
        here = np.full(len(places), self._space.index(state))
        return [int(code) for code in codes[places[~self._banned(members, here, places)]]]

    def arcs(self, members: Members) -> tuple[IntArray, IntArray]:
        """All joint moves of a coalition as (sources, targets): positions, ascending by source."""
        source, target = SubCube(self._space, *self._masks(members)).arcs()
        free = ~self._banned(members, source, target)
        return source[free], target[free]

    @property
    def _space(self) -> ListedSpace:
        return listed(self.model.states)

    @cached_property
    def _shut(self) -> dict[str, int]:
        """The options that cannot be changed back, as bits, by how they are irreversible."""
        options = [option for dm in self.model.conflict.decision_makers for option in dm.options]
        bits: dict[str, int] = {}
        for k, option in enumerate(options):
            bits[option.irreversible] = bits.get(option.irreversible, 0) | 1 << k
        return bits

    def _own(self, members: Iterable[int]) -> int:
        among = set(members)
        return sum(1 << k for k, option in enumerate(self._space.options) if option.dm in among)

    def _masks(self, members: Members) -> tuple[int, int, int]:
        """The members' options, those of them that stay taken, those that stay dropped."""
        own = self._own(members)
        return own, own & self._shut.get("once taken", 0), own & self._shut.get("once dropped", 0)

    @cached_property
    def _bans(self) -> tuple[_Ban, ...]:
        names, found = Names(self.model.conflict), []
        for k, ban in enumerate(self.model.conflict.bans):
            source = names.condition(ban.from_, ("bans", k, "from"))
            target = names.condition(ban.to, ("bans", k, "to"))
            assert source is not None and target is not None  # or there would be no model
            dm = self.model.decision_makers.index(ban.dm) if ban.dm else None
            found.append(_Ban(dm, self._space.truth(source), self._space.truth(target)))
        return tuple(found)

    def _banned(self, members: Members, source: IntArray, target: IntArray) -> BoolArray:
        """Which of some moves a ban forbids: one on everybody, or on a member that changes an option."""
        banned = np.zeros(len(source), dtype=bool)
        differs = self._space.codes[source] ^ self._space.codes[target]
        for ban in self._bans:
            if ban.dm is None:
                banned |= ban.source[source] & ban.target[target]
            elif ban.dm in members:
                moves = differs & self._own((ban.dm,)) != 0
                banned |= moves & ban.source[source] & ban.target[target]
        return banned
