"""Names in a conflict: what the words of a statement stand for.

A bare option name is enough where only one decision maker has it; otherwise ``us.backstop`` is
needed. Named outcomes may be used in any statement and stand for their own statement; states of
graph form may be named too. `Names.condition` turns a person's text, a statement or a pattern such
as ``YN--``, into a tree that holds only options (as owner and option) and states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from countermove.errors import Path, Problem, StatementError, did_you_mean
from countermove.model.conflict import IRREVERSIBLE, Conflict
from countermove.model.statements import KEYWORDS, And, Constant, If, Iff, Name, Not, Or, Statement, parse
from countermove.model.states import OptionRef

__all__ = ["Names", "is_pattern"]


def is_pattern(text: str) -> bool:
    """Whether a condition is written as a pattern: only Y, N, - and spaces."""
    signs = text.replace(" ", "")
    return bool(signs) and set(signs) <= set("YN-")


class Names:
    """The names that a conflict declares, with every mistake among them in `problems`."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.problems: list[Problem] = []
        self.used: set[tuple[str, ...]] = set()
        self.options = tuple(
            OptionRef(i, dm.id, option.id)
            for i, dm in enumerate(conflict.decision_makers)
            for option in dm.options
        )
        self._refs = {(o.owner, o.id) for o in self.options}
        self._owners: dict[str, list[str]] = {}
        for option in self.options:
            self._owners.setdefault(option.id, []).append(option.owner)
        self._dms = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
        self._states = {state.id for state in conflict.states}
        self._outcomes = {outcome.id: i for i, outcome in enumerate(conflict.outcomes)}
        self._open: list[str] = []
        self._expanded: dict[str, Statement] = {}
        self._check_declarations()

    # -- declarations --------------------------------------------------------------------------

    def report(
        self, path: Path, what: str, cure: str = "", *, warning: bool = False, offset: int = 0
    ) -> None:
        """Note a mistake (or a warning) at a place in the conflict."""
        self.problems.append(Problem(what, cure, path, offset, warning=warning))

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
                        f'"{option.irreversible}" is no way to be irreversible',
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
                    f"the {kind}'s id {name!r} has a quotation mark, a plus sign or space around it",
                    "Use letters, digits, spaces inside, - and _.",
                )
            elif name.casefold() in KEYWORDS:
                self.report(path, f'"{name}" is a word of the statement language', "Choose another id.")
            elif counts[name] > 1 and name in seen:
                self.report(
                    path, f'there are {counts[name]} {kind}s called "{name}"', "Give each an id of its own."
                )
            seen.add(name)

    def _check_overlaps(self) -> None:
        for i, outcome in enumerate(self.conflict.outcomes):
            if outcome.id in self._owners:
                self.report(
                    ("outcomes", i, "id"),
                    f'the outcome "{outcome.id}" has the name of an option',
                    "Give one of them another id.",
                )

    def dm(self, name: str, path: Path) -> int | None:
        """The position of a decision maker, or None with a problem noted."""
        if name in self._dms:
            return self._dms[name]
        self.report(path, f'there is no decision maker "{name}"', did_you_mean(name, self._dms))
        return None

    # -- conditions ----------------------------------------------------------------------------

    def condition(self, text: str, path: Path) -> Statement | None:
        """The resolved tree of a statement or pattern, or None with every problem in it noted."""
        if is_pattern(text):
            return self._pattern(text, path)
        try:
            tree = parse(text)
        except StatementError as error:
            self.problems.extend(problem.within(path) for problem in error.problems)
            return None
        before = len(self.problems)
        resolved = self._resolve(tree, path)
        return resolved if len(self.problems) == before else None

    def _pattern(self, text: str, path: Path) -> Statement | None:
        signs = text.replace(" ", "")
        if len(signs) != len(self.options):
            self.report(
                path,
                f'the pattern "{text}" has {len(signs)} signs, the conflict has {len(self.options)} options',
                "Give one of Y, N, - for each: " + ", ".join(o.ref for o in self.options) + ".",
            )
            return None
        literals: list[Statement] = []
        for option, sign in zip(self.options, signs, strict=True):
            if sign != "-":
                self.used.add((option.owner, option.id))
                name = Name((option.owner, option.id))
                literals.append(name if sign == "Y" else Not(name))
        if not literals:
            return Constant(True)
        return literals[0] if len(literals) == 1 else And(tuple(literals))

    def _resolve(self, tree: Statement, path: Path) -> Statement:
        match tree:
            case Name():
                return self._resolve_name(tree, path)
            case Not(item):
                return Not(self._resolve(item, path))
            case And(items):
                return And(tuple(self._resolve(item, path) for item in items))
            case Or(items):
                return Or(tuple(self._resolve(item, path) for item in items))
            case If(then, condition):
                return If(self._resolve(then, path), self._resolve(condition, path))
            case Iff(left, right):
                return Iff(self._resolve(left, path), self._resolve(right, path))
            case _:
                return tree

    def _resolve_name(self, name: Name, path: Path) -> Statement:
        word = name.parts[-1]
        if len(name.parts) == 2:
            if name.parts in self._refs:
                self.used.add(name.parts)
                return Name(name.parts)
            return self._unknown(name, path)
        owners = self._owners.get(word, [])
        if len(owners) == 1:
            self.used.add((owners[0], word))
            return Name((owners[0], word))
        if len(owners) > 1:
            both = " or ".join(f"{owner}.{word}" for owner in owners)
            self.report(
                path,
                f'"{word}" is an option of {len(owners)} decision makers',
                f"Write {both}.",
                offset=name.offset,
            )
            return Constant(False)
        if word in self._outcomes:
            return self.outcome(word, path, name.offset)
        if word in self._states:
            return Name((word,))
        return self._unknown(name, path)

    def outcome(self, word: str, path: Path, offset: int = 0) -> Statement:
        """The expanded statement of a named outcome; a definition in a circle is a problem."""
        if word in self._expanded:
            return self._expanded[word]
        if word in self._open:
            circle = " → ".join([*self._open[self._open.index(word) :], word])
            self.report(
                path, f"the outcome is defined by itself: {circle}", "Break the circle.", offset=offset
            )
            return Constant(False)
        at = self._outcomes[word]
        self._open.append(word)
        tree = self.condition(self.conflict.outcomes[at].that, ("outcomes", at, "that"))
        self._open.pop()
        self._expanded[word] = tree if tree is not None else Constant(False)
        return self._expanded[word]

    def _unknown(self, name: Name, path: Path) -> Statement:
        written = ".".join(name.parts)
        if len(name.parts) == 2 and name.parts[0] in self._dms:
            mine = [o.id for o in self.options if o.owner == name.parts[0]]
            what, cure = (
                f'"{name.parts[0]}" has no option "{name.parts[1]}"',
                did_you_mean(name.parts[1], mine),
            )
        elif len(name.parts) == 2:
            what = f'"{written}": there is no decision maker "{name.parts[0]}"'
            cure = did_you_mean(name.parts[0], self._dms)
        else:
            what = f'"{written}" is no option, no named outcome and no state'
            known = [*self._owners, *(o.ref for o in self.options), *self._outcomes, *self._states]
            cure = did_you_mean(written, known, list_all=False) or "Options: " + (
                ", ".join(o.ref for o in self.options[:12])
                + (", ..." if len(self.options) > 12 else "")
                + "."
                if self.options
                else "none; states: " + ", ".join(sorted(self._states)[:12]) + "."
            )
        self.report(path, what, cure, offset=name.offset)
        return Constant(False)
