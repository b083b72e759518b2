"""Sets of states as decision diagrams: what the engine for very many states answers with.

The size of the set does not matter, the size of its diagram does. Members are found by going down the
diagram: towards the first option for the least state, by counts for a uniform sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from random import Random

from countermove.model.sets import StateSet
from countermove.model.statements import Statement
from countermove.model.states import State
from countermove.stability.symbolic.diagrams import Diagrams, Function

__all__ = ["DiagramSet"]


@dataclass(frozen=True, eq=False)
class DiagramSet:
    """A `StateSet`. Sets of engines that share their diagrams may be combined (`with_wishes`)."""

    diagrams: Diagrams
    function: Function

    @cached_property
    def count(self) -> int:
        """How many states there are, exactly."""
        return self.diagrams.count(self.function)

    def __repr__(self) -> str:
        return f"<set of {self.count:,} states>"

    def __bool__(self) -> bool:
        return bool(self.function.satisfiable())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DiagramSet):
            return NotImplemented
        return self.diagrams is other.diagrams and self.function == other.function

    def __hash__(self) -> int:
        return hash(self.function)

    def __contains__(self, state: State) -> bool:
        known = 0 <= state < 1 << len(self.diagrams.form.options)
        return known and self.diagrams.contains(self.function, state)

    # -- combining ---------------------------------------------------------------------------------

    def __and__(self, other: StateSet) -> DiagramSet:
        with self.diagrams.question("what two sets have in common"):
            return self._with(self.function & self._of(other))

    def __or__(self, other: StateSet) -> DiagramSet:
        with self.diagrams.question("two sets together"):
            return self._with(self.function | self._of(other))

    def __sub__(self, other: StateSet) -> DiagramSet:
        with self.diagrams.question("one set without another"):
            return self._with(self.function & ~self._of(other))

    def where(self, statement: Statement) -> DiagramSet:
        """The states of the set in which a statement (names resolved) holds."""
        with self.diagrams.question("where a statement holds"):
            return self._with(self.function & self.diagrams.fold(statement))

    def _with(self, function: Function) -> DiagramSet:
        return DiagramSet(self.diagrams, function)

    def _of(self, other: StateSet) -> Function:
        if not isinstance(other, DiagramSet) or other.diagrams is not self.diagrams:
            raise ValueError("the two sets are not of one engine; see SymbolicEngine.with_wishes")
        return other.function

    # -- members -----------------------------------------------------------------------------------

    def __iter__(self) -> Iterator[State]:
        """The states in ascending order of their codes, found while they are asked for."""
        waiting = [(self.function, len(self.diagrams.form.options), 0)]
        while waiting:
            rest, undecided, code = waiting.pop()
            if not rest.satisfiable():
                continue
            if undecided == 0:
                yield code
                continue
            k = undecided - 1  # the last option weighs most
            with self.diagrams.bounded():
                sides = [self.diagrams.with_option(rest, k, taken) for taken in (True, False)]
            waiting += [(sides[0], k, code | 1 << k), (sides[1], k, code)]

    def sample(self, many: int, random: Random) -> list[State]:
        """States drawn uniformly and independently; empty if the set is."""
        if not self:
            return []
        counts: dict[Function, int] = {}
        return [self._draw(random, counts) for _ in range(many)]

    def _draw(self, random: Random, counts: dict[Function, int]) -> State:
        """Each test on the way down is decided by how many combinations lie on its two sides."""
        state = random.getrandbits(len(self.diagrams.form.options))  # decides what is not tested
        node = self.function
        while (k := self.diagrams.tested(node)) is not None:
            sides = node.cofactors()
            assert sides is not None  # a node that tests has two sides
            for side in sides:
                if side not in counts:
                    counts[side] = self.diagrams.count(side)
            taken = random.randrange(counts[sides[0]] + counts[sides[1]]) < counts[sides[0]]
            node = sides[0] if taken else sides[1]
            state = state & ~(1 << k) | taken << k
        return state

    def nearest(self, state: State, most: int) -> list[State]:
        """Up to `most` states that differ from `state` in the fewest options, ties by ascending code."""
        found: list[State] = []
        rest, radius = self.function, 0
        with self.diagrams.question("the nearest states of a set"):
            while len(found) < most and rest.satisfiable():
                radius = self._least_radius(rest, state, radius)
                ball = self.diagrams.ball(state, radius)
                found += islice(self._with(rest & ball), most - len(found))
                rest, radius = rest & ~ball, radius + 1
        return found

    def _least_radius(self, rest: Function, state: State, low: int) -> int:
        """The distance of the nearest state, at least `low`: by ever longer steps, then halving."""
        step = 1
        while not self._meets(rest, state, low + step - 1):
            low, step = low + step, step * 2
        high = low + step - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._meets(rest, state, middle) else (middle + 1, high)
        return low

    def _meets(self, rest: Function, state: State, radius: int) -> bool:
        return bool((rest & self.diagrams.ball(state, radius)).satisfiable())
