"""Names in a conflict: what the words of a statement stand for.

A bare option name is enough where only one decision maker has it; otherwise ``us.backstop`` is
needed. Named outcomes may be used in any statement and stand for their own statement; states of
graph form may be named too. `Names.condition` turns a person's text, a statement or a pattern such
as ``YN--``, into a tree that holds only options (as owner and option) and states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermove.errors import (
    MOST_PROBLEMS,
    Path,
    Problem,
    StateError,
    StatementError,
    TooLarge,
    clip,
    did_you_mean,
)
from countermove.model.conflict import IRREVERSIBLE, Conflict
from countermove.model.statements import (
    KEYWORDS,
    And,
    Constant,
    If,
    Iff,
    Name,
    Not,
    Or,
    Statement,
    parse,
    print_name,
)
from countermove.model.states import OptionRef, options_taken
from countermove.model.unread import Unread

__all__ = ["Names", "is_pattern"]

_GIVE_PATTERNS = "Give every state a pattern of Y, N and -, one sign for each option."
_MOST_HINTS = 100  # the nearest name is looked up for so many mistakes; more would take too long
_MOST_NAMES = 10_000  # in one statement, named outcomes written out
_MOST_LEVELS = 150
_MOST_WORK = 10**10  # options looked up in states: less than a minute
_MOST_NESTED = 20  # levels above the outcome that is being written out: each takes room on the stack


def is_pattern(text: str) -> bool:
    """Whether a condition is written as a pattern: only Y, N, - and spaces."""
    signs = text.replace(" ", "")
    return bool(signs) and set(signs) <= set("YN-")


@dataclass(slots=True)
class _Extent:
    """How large a statement becomes when the named outcomes in it are written out."""

    names: int = 0
    levels: int = 0
    failed: bool = False


class Names:
    """The names that a conflict declares, with every mistake among them in `problems`.

    What is `unread` may declare names too, so an unknown name is no mistake where it could be one of
    those.
    """

    def __init__(self, conflict: Conflict, unread: Unread | None = None) -> None:
        self.conflict = conflict
        self.unread = unread or Unread()
        self.problems: list[Problem] = []
        self._counts = {False: 0, True: 0}  # of mistakes and of warnings
        self.used: set[tuple[str, ...]] = set()
        self.options = tuple(
            OptionRef(i, dm.id, option.id)
            for i, dm in enumerate(conflict.decision_makers)
            for option in dm.options
        )
        self._refs = {(o.owner, o.id) for o in self.options}
        self._owners: dict[str, list[str]] = {}
        for option in self.options:
            owners = self._owners.setdefault(option.id, [])
            if option.owner not in owners[-1:]:
                owners.append(option.owner)
        self._dms = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
        self._states = {state.id for state in conflict.states}
        self._outcomes = {outcome.id: i for i, outcome in enumerate(conflict.outcomes)}
        self._open: list[str] = []
        self._level = 0
        self._extent = _Extent()
        self._outcome_extents: dict[str, _Extent] = {}
        self._expanded: dict[str, Statement] = {}
        self._conditions: dict[Path, Statement | None] = {}
        self._hints = 0
        self._work = 0
        self._note_what_is_known()
        self._check_declarations()

    def _note_what_is_known(self) -> None:
        unread = self.unread
        self.all_dms = not unread.ids("decision_makers")
        self._open_dms = {
            self.conflict.decision_makers[i].id
            for i in {path[1] for path in unread.paths if path[0] == "decision_makers" and len(path) > 1}
            if isinstance(i, int) and unread.ids("decision_makers", i, "options")
        }
        rows_read = not unread.at("decision_makers") and not any(
            len(path) == 2 and path[0] == "decision_makers" for path in unread.paths
        )
        self.all_options = rows_read and not self._open_dms
        self.all_readings = not unread.ids("readings")
        undrawn = self.conflict.form == "graph" and not self.conflict.states
        self.all_states = not (undrawn or unread.ids("states"))
        self._options_in_states = (
            self.conflict.form != "graph"
            or undrawn
            or any(state.pattern for state in self.conflict.states)
            or unread.inside("states")
        )
        self._all_words = self.all_options and self.all_states and not unread.ids("outcomes")

    # -- declarations --------------------------------------------------------------------------

    def report(
        self, path: Path, what: str, cure: str = "", *, warning: bool = False, offset: int = -1
    ) -> None:
        """Note a mistake (or a warning) at a place in the conflict."""
        self.add([Problem(what, cure, path, offset, warning=warning)])

    def add(self, problems: Iterable[Problem]) -> None:
        """Note problems that were found elsewhere: so many mistakes, and as many warnings."""
        for problem in problems:
            self._counts[problem.warning] += 1
            if self._counts[problem.warning] <= MOST_PROBLEMS:
                self.problems.append(problem)

    @property
    def full(self) -> bool:
        """Whether so many mistakes were found that no more are noted."""
        return self._counts[False] >= MOST_PROBLEMS

    @property
    def warned_enough(self) -> bool:
        """Whether so many warnings were noted that there is no need to look for more."""
        return self._counts[True] >= MOST_PROBLEMS

    def nearest(self, word: str, known: Iterable[str], *, list_all: bool = True) -> str:
        """A cure for a misspelt name; nothing after the first hundred of them."""
        self._hints += 1
        return did_you_mean(word, known, list_all=list_all) if self._hints <= _MOST_HINTS else ""

    def _check_declarations(self) -> None:
        c = self.conflict
        if not c.decision_makers:
            self.report(
                ("decision_makers",), "the conflict has no decision maker", "Add [[decision_makers]]."
            )
        self._check_ids("decision_makers", [dm.id for dm in c.decision_makers], "decision maker")
        self._check_ids("outcomes", [outcome.id for outcome in c.outcomes], "outcome")
        self._check_ids("readings", [reading.id for reading in c.readings], "reading")
        self._check_ids("states", [state.id for state in c.states], "state")
        for i, dm in enumerate(c.decision_makers):
            self._check_ids(("decision_makers", i, "options"), [o.id for o in dm.options], "option")
            for j, option in enumerate(dm.options):
                if option.irreversible and option.irreversible not in IRREVERSIBLE:
                    self.report(
                        ("decision_makers", i, "options", j, "irreversible"),
                        f'"{clip(option.irreversible)}" is no way to be irreversible',
                        'Write "once taken" or "once dropped".',
                    )
        self._check_overlaps()

    def _check_ids(self, section: str | Path, ids: Sequence[str], kind: str) -> None:
        where = (section,) if isinstance(section, str) else section
        counts = Counter(ids)
        seen: set[str] = set()
        for i, name in enumerate(ids):
            path = (*where, i, "id")
            if not name.strip():
                self.report(path, f"the {kind}'s id is empty", "Give it a short name.")
            elif '"' in name or "\n" in name or "+" in name or name != name.strip():
                self.report(
                    path,
                    f"the {kind}'s id {clip(name)} has a quotation mark, a plus sign or space around it",
                    "Use letters, digits, spaces inside, - and _.",
                )
            elif name.casefold() in KEYWORDS:
                self.report(path, f'"{name}" is a word of the statement language', "Choose another id.")
            elif counts[name] > 1 and name in seen:
                self.report(
                    path,
                    f'there are {counts[name]} {kind}s called "{clip(name)}"',
                    "Give each an id of its own.",
                )
            seen.add(name)

    def _check_overlaps(self) -> None:
        for i, state in enumerate(self.conflict.states):
            if state.id in self._owners or state.id in self._outcomes:
                self.report(
                    ("states", i, "id"),
                    f'the state "{clip(state.id)}" has the name of an option or an outcome',
                    "Give one of them another id.",
                )
        for i, outcome in enumerate(self.conflict.outcomes):
            if outcome.id in self._owners:
                self.report(
                    ("outcomes", i, "id"),
                    f'the outcome "{clip(outcome.id)}" has the name of an option',
                    "Give one of them another id.",
                )

    def dm(self, name: str, path: Path) -> int | None:
        """The position of a decision maker, or None with a problem noted."""
        if name in self._dms:
            return self._dms[name]
        if self.all_dms:
            self.report(path, f'there is no decision maker "{clip(name)}"', self.nearest(name, self._dms))
        return None

    # -- conditions ----------------------------------------------------------------------------

    def condition(self, text: str, path: Path) -> Statement | None:
        """The resolved tree of a statement or pattern, or None with every problem in it noted.

        What was once read at a path is remembered, so a mistake is noted once however often it is met.
        """
        if path not in self._conditions:
            outer, self._extent = self._extent, _Extent()
            tree = self._read(text, path)
            self._conditions[path] = None if self._extent.failed else tree
            self._extent = outer
        return self._conditions[path]

    def _read(self, text: str, path: Path) -> Statement:
        if self.unread and self.unread.at(*path):
            self._extent.failed = True
            return Constant(False)
        return self._pattern(text, path) if is_pattern(text) else self._statement(text, path)

    def _statement(self, text: str, path: Path) -> Statement:
        try:
            tree = parse(text)
        except StatementError as error:
            self.add(problem.within(path) for problem in error.problems)
            self._extent.failed = True
            return Constant(False)
        resolved = self._resolve(tree, path, 1)
        too_long = self._extent.names > _MOST_NAMES or self._extent.levels > _MOST_LEVELS
        if too_long and not self._extent.failed:
            self._fail(path, "the statement is too long", "Say it in fewer words, or in several outcomes.")
        return resolved

    def _fail(self, path: Path, what: str, cure: str = "", offset: int = -1) -> Constant:
        self._extent.failed = True
        self.report(path, what, cure, offset=offset)
        return Constant(False)

    def _pattern(self, text: str, path: Path) -> Statement:
        signs = text.replace(" ", "")
        if len(signs) != len(self.options):
            if not self.all_options or self.full:
                self._extent.failed = True
                return Constant(False)
            return self._fail(path, *self.wrong_length(signs), 0)
        if not self._options_in_states:
            return self._fail(path, f'"{clip(signs)}" is a pattern, but no state has one', _GIVE_PATTERNS)
        literals: list[Statement] = []
        for option, sign in zip(self.options, signs, strict=True):
            if sign != "-":
                self.used.add((option.owner, option.id))
                name = Name((option.owner, option.id))
                literals.append(name if sign == "Y" else Not(name))
        if not literals:
            return Constant(True)
        return literals[0] if len(literals) == 1 else And(tuple(literals))

    def wrong_length(self, signs: str) -> tuple[str, str]:
        """What is wrong with a pattern that has too many or too few signs, and the cure."""
        return (
            f'the pattern "{clip(signs)}" has {_count(len(signs), "sign")}, '
            f"the conflict has {_count(len(self.options), 'option')}",
            f"Give one of Y, N, - for each: {self._some_options()}." if self.options else "",
        )

    def _some_options(self) -> str:
        first = ", ".join(clip(option.ref) for option in self.options[:12])
        return first + (", ..." if len(self.options) > 12 else "")

    def _resolve(self, tree: Statement, path: Path, level: int) -> Statement:
        if level > _MOST_LEVELS or self._extent.names > _MOST_NAMES:
            self._extent.levels = max(self._extent.levels, level)
            return tree  # too long: there is no need to know what else is in it
        match tree:
            case Name():
                self._extent.names += 1
                self._extent.levels = max(self._extent.levels, level)
                return self._resolve_name(tree, path, level)
            case Not(item):
                return Not(self._resolve(item, path, level + 1))
            case And(items):
                return And(tuple(self._resolve(item, path, level + 1) for item in items))
            case Or(items):
                return Or(tuple(self._resolve(item, path, level + 1) for item in items))
            case If(then, condition):
                return If(self._resolve(then, path, level + 1), self._resolve(condition, path, level + 1))
            case Iff(left, right):
                return Iff(self._resolve(left, path, level + 1), self._resolve(right, path, level + 1))
            case _:
                return tree

    def _resolve_name(self, name: Name, path: Path, level: int) -> Statement:
        word = name.parts[-1]
        if len(name.parts) == 2:
            return self._option(name, path) if name.parts in self._refs else self._unknown(name, path)
        owners = self._owners.get(word, [])
        if len(owners) == 1:
            return self._option(Name((owners[0], word), name.offset), path)
        if len(owners) > 1:
            what = f'"{clip(word)}" is an option of {len(owners)} decision makers'
            both = " or ".join(f"{print_name(clip(o))}.{print_name(clip(word))}" for o in owners[:12])
            return self._fail(path, what, f"Write {both}.", name.offset)
        if word in self._outcomes:
            return self.outcome(word, path, name.offset, level)
        if word in self._states:
            return Name((word,))
        return self._unknown(name, path)

    def _option(self, name: Name, path: Path) -> Statement:
        """An option in a statement; in graph form only the states' patterns say where it is taken."""
        self.used.add(name.parts)
        if self._options_in_states:
            return name
        what = f'"{clip(name.parts[-1])}" is an option, but no state says whether it is taken'
        return self._fail(path, what, _GIVE_PATTERNS, name.offset)

    def outcome(self, word: str, path: Path, offset: int = -1, level: int = 0) -> Statement:
        """The expanded statement of a named outcome; a definition in a circle is a problem."""
        if word not in self._expanded:
            if word in self._open:
                circle = [*self._open[self._open.index(word) :], word]
                said = " → ".join(clip(name) for name in (circle if len(circle) < 12 else circle[-12:]))
                return self._fail(
                    path, f"the outcome is defined by itself: {said}", "Break the circle.", offset
                )
            if self._level + level > _MOST_NESTED:
                return self._fail(path, "too many outcomes are defined by one another", "", offset)
            self._level += level
            self._expand(word)
            self._level -= level
        extent = self._outcome_extents[word]
        self._extent.failed |= extent.failed
        self._extent.names += extent.names
        self._extent.levels = max(self._extent.levels, level + extent.levels)
        return self._expanded[word]

    def _expand(self, word: str) -> None:
        at = self._outcomes[word]
        here: Path = ("outcomes", at, "that")
        outer, self._extent = self._extent, _Extent()
        self._open.append(word)
        tree = self._read(self.conflict.outcomes[at].that, here)
        self._open.pop()
        self._outcome_extents[word], self._extent = self._extent, outer
        failed = self._outcome_extents[word].failed
        self._expanded[word] = Constant(False) if failed else tree
        self._conditions[here] = None if failed else tree

    def _unknown(self, name: Name, path: Path) -> Statement:
        self._extent.failed = True
        if self.full:
            return Constant(False)
        owner, word = name.parts[0], name.parts[-1]
        if len(name.parts) == 2 and owner in self._dms:
            if owner not in self._open_dms:
                mine = [o.id for o in self.options if o.owner == owner]
                what = f'"{clip(owner)}" has no option "{clip(word)}"'
                self.report(path, what, self.nearest(word, mine), offset=name.offset)
        elif len(name.parts) == 2:
            if self.all_dms:
                what = f'"{clip(owner)}.{clip(word)}": there is no decision maker "{clip(owner)}"'
                self.report(path, what, self.nearest(owner, self._dms), offset=name.offset)
        elif self._all_words:
            what = f'"{clip(word)}" is no option, no named outcome and no state'
            self.report(path, what, self._nearest_word(word), offset=name.offset)
        return Constant(False)

    def _nearest_word(self, word: str) -> str:
        known = [*self._owners, *(o.ref for o in self.options), *self._outcomes, *self._states]
        near = self.nearest(word, known, list_all=False)
        if near or self._hints > _MOST_HINTS:
            return near
        if self.options:
            return f"Options: {self._some_options()}."
        return "States: " + ", ".join(clip(name) for name in sorted(self._states)[:12]) + "."

    def spend(self, tree: Statement, combinations: int) -> None:
        """Count the work of evaluating a statement. Raises `TooLarge` before it takes minutes."""
        for _ in tree.names():
            self._work += combinations
            if self._work > _MOST_WORK:
                raise TooLarge(
                    Problem(
                        f"the statements are too long and too many for {combinations:,} states",
                        "Exclude combinations that cannot happen, or write fewer statements.",
                    )
                )

    # -- states, before they are known ------------------------------------------------------------

    def check_state(self, text: str, path: Path) -> None:
        """Note what is wrong with the words for a state, as far as that shows without the states."""
        wanted, signs = text.strip(), text.replace(" ", "")
        if self.conflict.form == "graph" and (wanted in self._states or not self.all_states):
            return
        if (wanted.isascii() and wanted.isdecimal()) or not self.all_options:
            return
        if is_pattern(signs):
            if len(signs) != len(self.options):
                self.report(path, *self.wrong_length(signs))
        elif self.conflict.form == "graph" and not self.options:
            self.report(path, f'there is no state "{clip(wanted)}"', self.nearest(wanted, self._states))
        elif self.all_dms:
            try:
                options_taken(text, self.options)
            except StateError as error:
                self.add(problem.within(path) for problem in error.problems)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
