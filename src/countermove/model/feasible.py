"""How many states are feasible, and which is the n-th, without listing them.

Options are decided one after another, the last one first, as codes are compared. What the exclusions
still forbid of the undecided options is all that matters for the rest, and few different remainders
occur: they are the nodes of a decision diagram in the order of the options. Counts are exact ints.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from countermove.errors import Problem, TooLarge
from countermove.model.option_form import OptionForm
from countermove.model.statements import And, Constant, Name, Not, Or, Statement
from countermove.model.states import State

__all__ = ["Feasible"]

_MOST_NODES = 50_000  # some seconds of work
_Node = tuple[int, ...]  # what is still forbidden, as places in `Feasible._forbidden`


class Feasible:
    """The feasible states of an option form, counted.

    Raises `TooLarge` from every question if the exclusions are too entangled to be counted.
    """

    def __init__(self, form: OptionForm) -> None:
        self._options = len(form.options)
        self._positions = form.positions
        self._forbidden: list[Statement] = []
        self._place: dict[Statement, int] = {}
        self._assumed: dict[tuple[int, int, bool], int | None] = {}
        self._children: dict[tuple[int, _Node], tuple[_Node | None, _Node | None]] = {}
        self._living: dict[tuple[int, _Node], bool] = {}
        self._counts: dict[tuple[int, _Node], int] = {}
        self._root = self._node(
            [self._decided(statement, lambda name: name) for statement in form.impossible]
        )

    @cached_property
    def count(self) -> int:
        """How many feasible states there are."""
        return self._count(self._options, self._root)

    @cached_property
    def possible(self) -> bool:
        """Whether there is a feasible state at all; found sooner than the count."""
        return self._alive(self._options, self._root)

    def _alive(self, level: int, node: _Node | None) -> bool:
        if not node:
            return node is not None
        key = level, node
        if key not in self._living:
            without, taken = self._step(level, node)
            self._living[key] = self._alive(level - 1, without) or self._alive(level - 1, taken)
        return self._living[key]

    def below(self, state: State) -> int:
        """How many feasible states have a smaller code."""
        found, node = 0, self._root
        for bit in reversed(range(self._options)):
            without, taken = self._step(bit + 1, node)
            if state >> bit & 1:
                found += self._count(bit, without)
                node = taken
            else:
                node = without
            if node is None:
                break
        return found

    def at(self, place: int) -> State:
        """The feasible state before which there are `place` others."""
        state, node = 0, self._root
        for bit in reversed(range(self._options)):
            without, taken = self._step(bit + 1, node)
            smaller = self._count(bit, without)
            if place < smaller:
                node = without
            else:
                state, place, node = state | 1 << bit, place - smaller, taken
        return state

    # -- the diagram ---------------------------------------------------------------------------

    def _count(self, level: int, node: _Node | None) -> int:
        """How many settings of the first `level` options are feasible in a node."""
        if not node:
            return 0 if node is None else 1 << level
        key = level, node
        if key not in self._counts:
            without, taken = self._step(level, node)
            self._counts[key] = self._count(level - 1, without) + self._count(level - 1, taken)
        return self._counts[key]

    def _step(self, level: int, node: _Node | None) -> tuple[_Node | None, _Node | None]:
        """The nodes after the option below `level` is not taken, and after it is."""
        if not node:
            return node, node
        key = level, node
        if key not in self._children:
            if len(self._children) >= _MOST_NODES:
                raise TooLarge(Problem("the exclusions are too entangled to count the feasible states"))
            self._children[key] = self._assume(node, level - 1, False), self._assume(node, level - 1, True)
        return self._children[key]

    def _assume(self, node: _Node, bit: int, value: bool) -> _Node | None:
        left = []
        for place in node:
            key = place, bit, value
            if key not in self._assumed:
                self._assumed[key] = self._assumed_place(place, bit, value)
            rest = self._assumed[key]
            if rest == _ALWAYS:
                return None
            if rest is not None:
                left.append(rest)
        return tuple(sorted(set(left)))

    def _assumed_place(self, place: int, bit: int, value: bool) -> int | None:
        def decided(name: Name) -> Statement:
            return Constant(value) if self._positions[name.parts] == bit else name

        return self._interned(self._decided(self._forbidden[place], decided))

    @staticmethod
    def _decided(statement: Statement, value_of: Callable[[Name], Statement]) -> Statement:
        return statement.fold(_Remainders(), value_of)

    def _node(self, forbidden: list[Statement]) -> _Node | None:
        places = [self._interned(statement) for statement in forbidden]
        if _ALWAYS in places:
            return None
        return tuple(sorted({place for place in places if place is not None}))

    def _interned(self, forbidden: Statement) -> int | None:
        """The place of a statement; None where it never holds, `_ALWAYS` where it does."""
        if isinstance(forbidden, Constant):
            return _ALWAYS if forbidden.value else None
        if forbidden not in self._place:
            self._place[forbidden] = len(self._forbidden)
            self._forbidden.append(forbidden)
        return self._place[forbidden]


_ALWAYS = -1


class _Remainders:
    """Truth as what is left of a statement when some options are decided."""

    def constant(self, value: bool) -> Statement:
        return Constant(value)

    def negate(self, value: Statement) -> Statement:
        if isinstance(value, Constant):
            return Constant(not value.value)
        return value.item if isinstance(value, Not) else Not(value)

    def both(self, left: Statement, right: Statement) -> Statement:
        if isinstance(left, Constant):
            return right if left.value else left
        if isinstance(right, Constant):
            return left if right.value else right
        return left if left == right else And((left, right))

    def either(self, left: Statement, right: Statement) -> Statement:
        if isinstance(left, Constant):
            return left if left.value else right
        if isinstance(right, Constant):
            return right if right.value else left
        return left if left == right else Or((left, right))
