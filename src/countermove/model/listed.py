"""Listed state spaces: every feasible state as an entry of an array, in ascending order of its code.

Feasible states are found by adding options one at a time and applying each exclusion as soon as its
options are there, so the 2^n combinations are never listed. A listed space can hold anything: coalesced
states, states of graph form, states with several members.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, TypeAlias

from countermove._numpy import np
from countermove.errors import Problem, StateError, TooLarge
from countermove.model.sets import StateSet
from countermove.model.statements import Name, Statement
from countermove.model.states import NO_STATE, OptionRef, State, StateSpace

__all__ = [
    "MAX_STATES",
    "BoolArray",
    "IntArray",
    "ListedSet",
    "ListedSpace",
    "feasible_codes",
    "listed",
    "refuse_too_many",
]

# As texts, so that NumPy is not needed before there are arrays.
BoolArray: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
IntArray: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

#: More feasible states than this are refused before memory is touched.
MAX_STATES = 1 << 23
_MAX_OPTIONS = 62  # codes are kept as 64-bit integers
_MOST_IN_DICT = 1 << 17  # a dict finds a state sooner than a search, but takes a hundred bytes for each


class _Columns:
    """Truth as a bool array over many codes at once."""

    def __init__(self, length: int) -> None:
        self.length = length

    def constant(self, value: bool) -> BoolArray:
        return np.full(self.length, value)

    def negate(self, value: BoolArray) -> BoolArray:
        return ~value

    def both(self, left: BoolArray, right: BoolArray) -> BoolArray:
        return left & right

    def either(self, left: BoolArray, right: BoolArray) -> BoolArray:
        return left | right


def _bit(codes: IntArray, position: int) -> BoolArray:
    """Whether the option at a position is taken, for each code."""
    return np.asarray((codes >> position) & 1 == 1)


def _option_columns(
    codes: IntArray, positions: dict[tuple[str, ...], int], statement: Statement
) -> BoolArray:
    def column(name: Name) -> BoolArray:
        return _bit(codes, positions[name.parts])

    return statement.fold(_Columns(len(codes)), column)


def feasible_codes(
    options: Sequence[OptionRef], impossible: Iterable[Statement], limit: int | None = None
) -> IntArray:
    """The codes of all states in which none of the `impossible` statements holds, ascending.

    Options are added one at a time and each statement is applied as soon as its last option is
    there, so the 2^n combinations are never listed. Raises `TooLarge` when more than `limit`
    combinations would have to be kept.
    """
    limit = MAX_STATES if limit is None else limit
    positions: dict[tuple[str, ...], int] = {(o.owner, o.id): k for k, o in enumerate(options)}
    due: list[list[Statement]] = [[] for _ in range(len(options) + 1)]
    for statement in impossible:
        last = max((positions[name.parts] for name in statement.names()), default=-1)
        due[last + 1].append(statement)
    refuse_too_many(options)
    codes = _without(np.zeros(1, dtype=np.int64), positions, due[0])
    for k in range(len(options)):
        if len(codes) * 2 > max(limit, 2) * 2:
            raise _too_large(f"more than {limit:,} feasible states", f"{k} of {len(options)} options read")
        codes = _without(np.concatenate([codes, codes | np.int64(1 << k)]), positions, due[k + 1])
    if len(codes) > limit:
        raise _too_large(f"{len(codes):,} feasible states", f"the limit is {limit:,}")
    return codes


def refuse_too_many(options: Sequence[OptionRef]) -> None:
    """Raise `TooLarge` if there are more options than a code has bits for."""
    if len(options) > _MAX_OPTIONS:
        raise _too_large(
            f"{len(options)} options", f"this version lists states of up to {_MAX_OPTIONS} options"
        )


def _without(codes: IntArray, positions: dict[tuple[str, ...], int], due: list[Statement]) -> IntArray:
    for statement in due:
        codes = codes[~_option_columns(codes, positions, statement)]
    return codes


def _too_large(what: str, detail: str) -> TooLarge:
    return TooLarge(
        Problem(
            f"the conflict has {what} ({detail})",
            "Exclude combinations that cannot happen, or model fewer options.",
            path=("decision_makers",),
        )
    )


@dataclass(frozen=True)
class ListedSpace(StateSpace):
    """The feasible states of a conflict, listed.

    `codes` (S,) ascending; `member_codes` (M,) with `member_start` (S,) says which combinations of
    options each state stands for; `names` are the ids of graph form, "" elsewhere.
    """

    options: tuple[OptionRef, ...]
    codes: IntArray
    member_codes: IntArray
    member_start: IntArray
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.codes)

    @cached_property
    def _member_state(self) -> IntArray:
        """For each member, the index of the state it belongs to."""
        counts = np.diff(np.append(self.member_start, len(self.member_codes)))
        return np.repeat(np.arange(self.size), counts)

    # -- codes, indices, numbers ---------------------------------------------------------------

    def _place(self, state: State) -> int:
        """Where the state stands in the list, -1 if it is not feasible."""
        if self.size <= _MOST_IN_DICT:
            return self._places.get(state, -1)
        if not 0 <= state <= self._highest:
            return -1
        at = int(np.searchsorted(self.codes, state))
        return at if int(self.codes[at]) == state else -1

    @cached_property
    def _places(self) -> dict[State, int]:
        return {int(code): at for at, code in enumerate(self.codes)}

    @cached_property
    def _highest(self) -> int:
        return int(self.codes[-1])

    def index(self, state: State) -> int:
        """The position of a state in arrays. Raises `StateError` if it is not feasible."""
        at = self._place(state)
        if at < 0:
            raise StateError(Problem(f"{self._spell_code(state)} is not a feasible state"))
        return at

    def places_of(self, combinations: IntArray) -> IntArray:
        """The positions of the states that some feasible combinations of options belong to."""
        order = np.argsort(self.member_codes)
        return np.asarray(self._member_state[order[np.searchsorted(self.member_codes[order], combinations)]])

    def has(self, state: State) -> bool:
        """Whether the code is that of a feasible state."""
        return self._place(state) >= 0

    def number(self, state: State) -> int:
        """The number people see, from 1."""
        return self.index(state) + 1

    def numbered(self, number: int) -> State:
        """The state with a number from 1 to `size`."""
        return int(self.codes[number - 1])

    def all(self) -> list[State]:
        """Every state, in ascending order."""
        return [int(code) for code in self.codes]

    def members(self, state: State) -> list[int]:
        """The combinations of options that the state stands for, as bit patterns."""
        at = self.index(state)
        stop = self.member_start[at + 1] if at + 1 < self.size else len(self.member_codes)
        return [int(code) for code in self.member_codes[self.member_start[at] : stop]]

    def title(self, state: State) -> str:
        """The name of its own that a state has, or nothing."""
        at = self.index(state)
        return (self.titles[at] if self.titles else "") or (self.names[at] if self.names else "")

    def first(self, statement: Statement | None, most: int | None) -> tuple[int, list[State]]:
        """How many states a statement (names resolved; None: any) holds in, and the first of them."""
        found = self.codes if statement is None else self.codes[self.truth(statement)]
        return len(found), [int(code) for code in found[:most]]

    def name(self, state: State) -> str:
        """What a person calls the state by: its number, in graph form the source's own name of it."""
        return self.names[self.index(state)] if self.names else str(self.number(state))

    def _fitting(self, value: int, mask: int, signs: str) -> tuple[str, State | None]:
        fits = np.unique(self._member_state[(self.member_codes & mask) == value])
        found = [int(code) for code in self.codes[fits]]
        if len(found) > 1 and len(self.member_codes) > self.size:  # only merged states have dashes
            exact = [state for state in found if self.pattern(state) == signs]
            found = exact if len(exact) == 1 else found
        return f"{len(found)} states" if found else NO_STATE, found[0] if len(found) == 1 else None

    def _containing(self, code: int) -> State | None:
        fits = np.flatnonzero(self.member_codes == code)
        return int(self.codes[self._member_state[fits[0]]]) if len(fits) else None

    # -- statements ----------------------------------------------------------------------------

    def _member_truth(self, statement: Statement) -> BoolArray:
        def column(name: Name) -> BoolArray:
            if name.parts in self._positions:
                return _bit(self.member_codes, self._positions[name.parts])
            return np.asarray(self._member_state == self._named[name.parts[0]])

        return statement.fold(_Columns(len(self.member_codes)), column)

    def truth(self, statement: Statement) -> BoolArray:
        """(S,) bool: where the statement holds (in every member). Names must be resolved."""
        truth = self._member_truth(statement)
        if len(truth) == self.size:
            return truth
        return np.logical_and.reduceat(truth, self.member_start)

    def undetermined(self, statement: Statement) -> BoolArray:
        """(S,) bool: where the statement holds in some members and not in others."""
        truth = self._member_truth(statement)
        some = np.logical_or.reduceat(truth, self.member_start)
        return some & ~np.logical_and.reduceat(truth, self.member_start)

    def where(self, statement: Statement | None = None) -> ListedSet:
        """The states in which a statement holds (in every member), or all."""
        truth = np.ones(self.size, dtype=bool) if statement is None else self.truth(statement)
        return ListedSet(self, truth)


def listed(space: StateSpace) -> ListedSpace:
    """The space as a list. Raises `TooLarge` where the states are too many to be listed."""
    if not isinstance(space, ListedSpace):
        what = f"this needs a list of all states, and the model's {space.size:,} are not listed"
        raise TooLarge(Problem(what, "Exclude combinations that cannot happen."))
    return space


@dataclass(frozen=True)
class ListedSet:
    """A set of listed states: `truth` (S,) says which."""

    space: ListedSpace
    truth: BoolArray

    @property
    def count(self) -> int:
        """How many states there are."""
        return int(self.truth.sum())

    def __contains__(self, state: State) -> bool:
        return self.space.has(state) and bool(self.truth[self.space.index(state)])

    def __iter__(self) -> Iterator[State]:
        return (int(code) for code in self.space.codes[self.truth])

    def __and__(self, other: StateSet) -> ListedSet:
        return ListedSet(self.space, self.truth & self._of(other))

    def __or__(self, other: StateSet) -> ListedSet:
        return ListedSet(self.space, self.truth | self._of(other))

    def __sub__(self, other: StateSet) -> ListedSet:
        return ListedSet(self.space, self.truth & ~self._of(other))

    def _of(self, other: StateSet) -> BoolArray:
        if not isinstance(other, ListedSet) or len(other.truth) != len(self.truth):
            raise ValueError("two sets of different state spaces cannot be combined")
        return other.truth

    def where(self, statement: Statement) -> ListedSet:
        """The states of the set in which a statement holds."""
        return ListedSet(self.space, self.truth & self.space.truth(statement))

    def sample(self, many: int, random: Random) -> list[State]:
        """States drawn uniformly and independently; empty if the set is."""
        places = np.flatnonzero(self.truth)
        return [int(self.space.codes[random.choice(places)]) for _ in range(many) if len(places)]

    def nearest(self, state: State, most: int) -> list[State]:
        """The states that differ from `state` in the fewest options; in graph form the first ones."""
        if self.space.graph_form:
            return [code for code, _ in zip(self, range(most), strict=False)]
        return heapq.nsmallest(most, self, key=lambda code: ((code ^ state).bit_count(), code))
