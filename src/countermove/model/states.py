"""States: which combinations of options can happen, and how people and code name them.

In code a state is an `int`: in option form its bit pattern (bit k is option k, the first option
lowest), in graph form its position. People see numbers from 1 in ascending order of that code, a
pattern such as ``YN-``, or the options taken. Only this module converts between them.

A state can stand for several combinations (`StateSpace.members`): coalesced states, and states of
graph form whose pattern has a dash. A statement is true there if it is true in every member; where
members differ it is *undetermined* and counts as not true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from countermove.errors import MOST_PROBLEMS, Problem, StateError, TooLarge, clip, did_you_mean
from countermove.model.statements import Name, Statement, holds

__all__ = [
    "MAX_STATES",
    "BoolArray",
    "IntArray",
    "OptionRef",
    "State",
    "StateSpace",
    "feasible_codes",
    "options_taken",
    "refuse_too_many",
]

State = int
# Spelled out, as importing numpy.typing costs every start a few milliseconds.
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]
IntArray = np.ndarray[Any, np.dtype[np.int64]]

#: More feasible states than this are refused before memory is touched.
MAX_STATES = 1 << 20
_MAX_OPTIONS = 62  # codes are kept as 64-bit integers


@dataclass(frozen=True, slots=True)
class OptionRef:
    """An option with its owner's position, as a state space knows it."""

    dm: int
    owner: str
    id: str

    @property
    def ref(self) -> str:
        """``us.press``: the name that is unambiguous in every statement."""
        return f"{self.owner}.{self.id}"


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
class StateSpace:
    """The feasible states of a conflict.

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

    @property
    def graph_form(self) -> bool:
        """Whether states were listed by name rather than made from options."""
        return bool(self.names)

    @cached_property
    def _positions(self) -> dict[tuple[str, ...], int]:
        return {(option.owner, option.id): k for k, option in enumerate(self.options)}

    @cached_property
    def _named(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.names)}

    @cached_property
    def _member_state(self) -> IntArray:
        """For each member, the index of the state it belongs to."""
        counts = np.diff(np.append(self.member_start, len(self.member_codes)))
        return np.repeat(np.arange(self.size), counts)

    # -- codes, indices, numbers ---------------------------------------------------------------

    @cached_property
    def _index(self) -> dict[State, int]:
        return {int(code): at for at, code in enumerate(self.codes)}

    def index(self, state: State) -> int:
        """The position of a state in arrays. Raises `StateError` if it is not feasible."""
        try:
            return self._index[state]
        except KeyError:
            raise StateError(Problem(f"{self._spell_code(state)} is not a feasible state")) from None

    def has(self, state: State) -> bool:
        """Whether the code is that of a feasible state."""
        return state in self._index

    def number(self, state: State) -> int:
        """The number people see, from 1."""
        return self.index(state) + 1

    def all(self) -> list[State]:
        """Every state, in ascending order."""
        return [int(code) for code in self.codes]

    def members(self, state: State) -> list[int]:
        """The combinations of options that the state stands for, as bit patterns."""
        at = self.index(state)
        stop = self.member_start[at + 1] if at + 1 < self.size else len(self.member_codes)
        return [int(code) for code in self.member_codes[self.member_start[at] : stop]]

    # -- words ---------------------------------------------------------------------------------

    def _spell_code(self, code: int) -> str:
        if not self.options or self.graph_form:
            return f"number {code + 1}"
        return self._spell_bits(code)

    def pattern(self, state: State) -> str:
        """``YN-``: one sign for each option; - where the state's members differ."""
        members = self.members(state)
        first, union, meet = members[0], 0, -1
        for code in members:
            union, meet = union | code, meet & code
        return "".join(
            "-" if (union ^ meet) >> k & 1 else "Y" if first >> k & 1 else "N"
            for k in range(len(self.options))
        )

    def taken(self, state: State) -> list[OptionRef]:
        """The options taken in every member of the state."""
        return [o for o, sign in zip(self.options, self.pattern(state), strict=True) if sign == "Y"]

    def label(self, state: State) -> str:
        """A name for a table: the state's own name, or the options taken."""
        if self.graph_form:
            at = self.index(state)
            return self.titles[at] or self.names[at]
        at = self.index(state)
        if self.titles and self.titles[at]:
            return self.titles[at]
        return " + ".join(option.ref for option in self.taken(state)) or "no option taken"

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

    def holds(self, statement: Statement, state: State) -> bool:
        """Whether a statement is true in one state."""
        at = self.index(state)

        def in_member(code: int) -> bool:
            def value(name: Name) -> bool:
                if name.parts in self._positions:
                    return bool(code >> self._positions[name.parts] & 1)
                return self._named[name.parts[0]] == at

            return holds(statement, value)

        return all(in_member(code) for code in self.members(state))

    # -- finding a state by what a person typed ------------------------------------------------

    def find(self, text: str) -> State:
        """The state that a person names: by number, by name, by pattern or by the options taken.

        ``12``; ``YN--`` (must fit exactly one state); ``us.press+us.supply+eu.fund`` (all others not
        taken); ``none`` (no option taken). Raises `StateError` with what would put it right.
        """
        wanted = text.strip()
        if not wanted:
            raise StateError(
                Problem("no state is named", "Give its number, its pattern, or the options taken.")
            )
        if self.graph_form and wanted in self._named:
            return int(self.codes[self._named[wanted]])
        if wanted.isascii() and wanted.isdecimal() and len(wanted) < 20:
            return self._by_number(int(wanted))
        signs = wanted.replace(" ", "")
        if signs and set(signs) <= set("YN-") and self.options:
            return self._by_pattern(signs)
        if self.graph_form and not self.options:
            raise StateError(Problem(f'there is no state "{clip(wanted)}"', did_you_mean(wanted, self.names)))
        try:
            return self._by_options(text)
        except StateError:
            near = did_you_mean(wanted, self.names, list_all=False)
            if not near:
                raise
            raise StateError(Problem(f'there is no state "{clip(wanted)}"', near)) from None

    def _by_number(self, number: int) -> State:
        if not 1 <= number <= self.size:
            raise StateError(
                Problem(f"there is no state {number}", f"States are numbered 1 to {self.size:,}.")
            )
        return int(self.codes[number - 1])

    def _by_pattern(self, signs: str) -> State:
        if len(signs) != len(self.options):
            raise StateError(
                Problem(
                    f'the pattern "{clip(signs)}" has {len(signs)} signs for {len(self.options)} options',
                    "Give one of Y, N, - for each: " + ", ".join(clip(o.ref) for o in self.options) + ".",
                )
            )
        value = sum(1 << k for k, sign in enumerate(signs) if sign == "Y")
        mask = sum(1 << k for k, sign in enumerate(signs) if sign != "-")
        fits = np.unique(self._member_state[(self.member_codes & mask) == value])
        if len(fits) == 1:
            return int(self.codes[fits[0]])
        merged = len(self.member_codes) > self.size  # only a state of several members has dashes
        exact = [s for s in (int(self.codes[i]) for i in fits if merged) if self.pattern(s) == signs]
        if len(exact) == 1:
            return exact[0]
        said = "no feasible state" if len(fits) == 0 else f"{len(fits)} states"
        cure = (
            "Write Y or N in place of each dash."
            if len(fits)
            else "List the feasible ones: countermove states."
        )
        raise StateError(Problem(f'the pattern "{signs}" fits {said}', cure))

    def _by_options(self, text: str) -> State:
        code = options_taken(text, self.options)
        fits = np.flatnonzero(self.member_codes == code)
        if not len(fits):
            raise StateError(
                Problem(
                    f'the state "{clip(text.strip())}" ({self._spell_bits(code)}) is not feasible',
                    "An exclusion of the model rules it out.",
                )
            )
        return int(self.codes[self._member_state[fits[0]]])

    def _spell_bits(self, code: int) -> str:
        return "".join("Y" if code >> k & 1 else "N" for k in range(len(self.options)))


def options_taken(text: str, options: Sequence[OptionRef]) -> int:
    """The bits of the options in a text such as ``us.press+fund``; "none" takes no option.

    Raises `StateError` with every word that is no option, each at its place in the text.
    """
    if text.strip().casefold() in ("none", "nothing"):
        return 0
    refs = {option.ref: [k] for k, option in enumerate(options)}
    bits: dict[str, list[int]] = {}
    for k, option in enumerate(options):
        bits.setdefault(option.id, []).append(k)
    bits |= refs
    code, at = 0, 0
    problems: list[Problem] = []
    for part in text.split("+"):
        word, offset = part.strip(), at + len(part) - len(part.lstrip())
        at += len(part) + 1
        if len(bits.get(word, ())) == 1:
            code |= 1 << bits[word][0]
        elif len(problems) < MOST_PROBLEMS:
            what, cure = _no_option(word, bits, options)
            problems.append(Problem(what, cure, offset=offset))
    if problems:
        raise StateError(problems)
    return code


def _no_option(word: str, bits: dict[str, list[int]], options: Sequence[OptionRef]) -> tuple[str, str]:
    if word in bits:
        both = " or ".join(clip(options[k].ref) for k in bits[word])
        return f'"{clip(word)}" is an option of several decision makers', f"Write {both}."
    what = f'"{clip(word)}" is no option' if word else "an option's name is missing beside a +"
    first = ", ".join(clip(option.ref) for option in options[:12]) + (", ..." if len(options) > 12 else "")
    return what, did_you_mean(word, bits, list_all=False) or (f"Options: {first}." if options else "")
