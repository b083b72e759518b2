"""States: which combinations of options can happen, and how people and code name them.

In code a state is an `int`: in option form its bit pattern (bit k is option k, the first option
lowest), in graph form its position. People see numbers from 1 in ascending order of that code, a
pattern such as ``YN-``, or the options taken. Only this module converts between them.

A state can stand for several combinations (`StateSpace.members`): coalesced states, and states of
graph form whose pattern has a dash. A statement is true there if it is true in every member; where
members differ it is *undetermined* and counts as not true.

A space is kept as a list (`listed.ListedSpace`) or, where the states are too many for that, only as the
conditions that they fulfil (`cube.CubeSpace`). What is here asks neither.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from countermove.errors import MOST_PROBLEMS, Problem, StateError, clip, did_you_mean
from countermove.model.statements import Name, Statement, holds

__all__ = ["OptionRef", "State", "StateSpace", "options_taken"]

State = int
NO_STATE = "no feasible state"


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


class StateSpace(ABC):
    """The feasible states of a conflict: how many there are, what they are called, what holds in them.

    `names` are the ids of graph form, `titles` names for some states; both may be empty.
    """

    options: tuple[OptionRef, ...]
    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    # -- what the ways to keep a space differ in -------------------------------------------------

    @property
    @abstractmethod
    def size(self) -> int:
        """How many states there are."""

    @abstractmethod
    def has(self, state: State) -> bool:
        """Whether the code is that of a feasible state."""

    @abstractmethod
    def number(self, state: State) -> int:
        """The number people see, from 1, ascending with the code. Raises `StateError` if not feasible."""

    @abstractmethod
    def numbered(self, number: int) -> State:
        """The state with a number from 1 to `size`."""

    @abstractmethod
    def members(self, state: State) -> list[int]:
        """The combinations of options that the state stands for, as bit patterns."""

    @abstractmethod
    def first(self, statement: Statement | None, most: int | None) -> tuple[int, list[State]]:
        """How many states a statement (names resolved; None: any) holds in, and the first of them."""

    @abstractmethod
    def _fitting(self, value: int, mask: int, signs: str) -> tuple[str, State | None]:
        """What fits a pattern, the bits of `value` at those of `mask`: in words; the state if it is one."""

    @abstractmethod
    def _containing(self, code: int) -> State | None:
        """The state that a combination of options belongs to, if it is feasible."""

    def title(self, state: State) -> str:
        """The name of its own that a state has, or nothing."""
        return ""

    def name(self, state: State) -> str:
        """What a person calls the state by: its number, in graph form the source's own name of it."""
        return str(self.number(state))

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
        return self.title(state) or " + ".join(o.ref for o in self.taken(state)) or "no option taken"

    # -- statements ----------------------------------------------------------------------------

    def holds(self, statement: Statement, state: State) -> bool:
        """Whether a statement is true in one state (in every member)."""

        def in_member(code: int) -> bool:
            def value(name: Name) -> bool:
                if name.parts in self._positions:
                    return bool(code >> self._positions[name.parts] & 1)
                return self._named[name.parts[0]] == state  # in graph form a state is its place

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
            return self._named[wanted]
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
        return self.numbered(number)

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
        said, found = self._fitting(value, mask, signs)
        if found is not None:
            return found
        cure = (
            "Write Y or N in place of each dash."
            if said != NO_STATE
            else "List the feasible ones: countermove states."
        )
        raise StateError(Problem(f'the pattern "{signs}" fits {said}', cure))

    def _by_options(self, text: str) -> State:
        code = options_taken(text, self.options)
        found = self._containing(code)
        if found is None:
            raise StateError(
                Problem(
                    f'the state "{clip(text.strip())}" ({self._spell_bits(code)}) is not feasible',
                    "An exclusion of the model rules it out.",
                )
            )
        return found

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
