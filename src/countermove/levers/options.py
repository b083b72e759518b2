"""Levers over options: a commitment, an option that goes or is settled, or a threat that is new.

Every single change of one kind is tried, then, if none of them does, every two of them at different
options. So that nothing smaller does is proved by exhaustion. A *threat* is this project's own family: a
decision maker k gets an option that another, j, minds above everything else, and that k wants to use
exactly where the goal is not met, above everything else or, in a second variant, below everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from countermove.errors import ConflictError, NotApplicable, Problem
from countermove.levers.arena import arena_of
from countermove.levers.clock import Clock, Late
from countermove.levers.goals import Goal, check_goals, goal
from countermove.model.changes import apply_changes
from countermove.model.conflict import IRREVERSIBLE, Conflict
from countermove.model.graph import GraphModel
from countermove.model.restructure import reference
from countermove.model.states import State
from countermove.model.variants import Change
from countermove.stability import Concept, analyse

__all__ = ["OptionLever", "OptionsFinding", "levers_in_options"]


@dataclass(frozen=True, slots=True)
class OptionLever:
    """Changes of options that meet every goal.

    `kind` is "change", "threat first" or "threat last"; a threat is made by `dm` against `against`.
    `states` lists for each goal the states of its kind that are equilibria then, in the changed model's
    codes, `counts` how many; `ruled_out`: a goal is met because no state of its kind is feasible any more.
    """

    kind: str
    changes: tuple[Change, ...]
    counts: tuple[int, ...]
    ruled_out: bool = False
    dm: int = -1
    against: int = -1


@dataclass(frozen=True)
class OptionsFinding:
    """Which changes of options meet some goals: single ones and threats, or else pairs.

    `tried` counts what was tried of each kind: "single", "threat", "pair". `skipped` gives those of them
    that do not fit the model, and why: they may leave no state, or states that a ranking speaks of may
    be gone. `stopped` is "", "time" or "interrupt".
    """

    model: GraphModel
    goals: tuple[Goal, ...]
    today: tuple[tuple[State, ...], ...]
    singles: tuple[OptionLever, ...]
    threats: tuple[OptionLever, ...]
    pairs: tuple[OptionLever, ...]
    tried: dict[str, int]
    skipped: tuple[tuple[tuple[Change, ...], Problem], ...]
    stopped: str = ""

    @property
    def met(self) -> bool:
        """Whether every goal is met already."""
        return all(bool(states) == goal.wanted for goal, states in zip(self.goals, self.today, strict=True))


def levers_in_options(
    conflict: Conflict,
    reading: str,
    goals: Sequence[Goal],
    *,
    seconds: float = 60.0,
    progress: Callable[[str], None] | None = None,
) -> OptionsFinding:
    """Which changes of options meet every goal.

    Raises `NotApplicable` in graph form, where decision makers have no options to change, and for goals
    that contradict one another.
    """
    check_goals(goals)
    if conflict.form != "option":
        what = "levers over options need a conflict in option form"
        raise NotApplicable(Problem(what, "Ask for levers in states (--by states), or over statements."))
    arena = arena_of(conflict.graph(reading))
    work = _Work(arena.model, tuple(goals), Clock.of(seconds), progress or (lambda _: None))
    table = arena.table(arena.orders, work.concepts)
    today = tuple(tuple(each.reached(table)) for each in goals)
    stopped = ""
    if not all(each.met(table) for each in goals):
        try:
            work.run()
        except Late:
            stopped = "time"
        except KeyboardInterrupt:
            stopped = "interrupt"
    return OptionsFinding(
        arena.model, work.goals, today, tuple(work.found["single"]), tuple(work.found["threat"]),
        tuple(work.found["pair"]), work.tried, tuple(work.skipped), stopped,
    )  # fmt: skip


def _kinds() -> dict[str, list[OptionLever]]:
    return {"single": [], "threat": [], "pair": []}


@dataclass
class _Work:
    model: GraphModel
    goals: tuple[Goal, ...]
    clock: Clock
    progress: Callable[[str], None]
    found: dict[str, list[OptionLever]] = field(default_factory=_kinds)
    tried: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_kinds(), 0))
    skipped: list[tuple[tuple[Change, ...], Problem]] = field(default_factory=list)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that the goals are judged by."""
        return tuple(dict.fromkeys(each.concept for each in self.goals))

    def run(self) -> None:
        """Single changes, threats, and pairs of changes if no single one does."""
        singles = list(single_changes(self.model.conflict))
        for change in singles:
            self._try("single", (change,))
        for dm, against, kind, changes in self._threats():
            self._try("threat", changes, kind, dm, against)
        if not self.found["single"] and not self.found["threat"]:
            for first, second in combinations(singles, 2):
                if (first.dm, first.option) != (second.dm, second.option):
                    self._try("pair", (first, second))

    def _try(
        self, of: str, changes: tuple[Change, ...], kind: str = "change", dm: int = -1, against: int = -1
    ) -> None:
        self.clock.check()
        self.tried[of] += 1
        if self.tried[of] % 10 == 0:
            self.progress(f"{of} changes of options, {self.tried[of]:,} tried")
        try:
            model = apply_changes(self.model.conflict, changes).graph(self.model.reading, keep="list")
            reached = self._reached(model)
        except ConflictError as error:
            self.skipped.append((changes, error.problems[0]))
            return
        if all(bool(states) == each.wanted for each, states in zip(self.goals, reached, strict=True)):
            counts = tuple(len(states or ()) for states in reached)
            self.found[of].append(OptionLever(kind, changes, counts, None in reached, dm, against))

    def _reached(self, model: GraphModel) -> list[list[State] | None]:
        """For each goal the equilibria of its kind; None where no state of its kind is feasible."""
        table = analyse(model, self.concepts)
        found: list[list[State] | None] = []
        for each in self.goals:
            try:
                again = goal(model, each.outcome or each.condition, each.concept, wanted=each.wanted)
                found.append(again.reached(table))
            except NotApplicable:
                found.append(None)
        return found

    # -- threats ---------------------------------------------------------------------------------

    def _threats(self) -> Iterator[tuple[int, int, str, tuple[Change, ...]]]:
        for dm in range(self.model.size):
            for against in self.model.others(dm):
                for kind in ("threat first", "threat last"):
                    yield dm, against, kind, self._threat(dm, against, first=kind == "threat first")

    def _threat(self, dm: int, against: int, *, first: bool) -> tuple[Change, ...]:
        """A new option of `dm`, what `against` thinks of it, and when `dm` wants to use it."""
        names, reading = self.model.decision_makers, self.model.reading
        taken = {option.id for option in self.model.conflict.decision_makers[dm].options}
        name = next(n for k in range(len(taken) + 1) if (n := f"threat{k or ''}") not in taken)
        ref = reference(names[dm], name)
        parts = [f"({each.condition})" if each.wanted else f"not ({each.condition})" for each in self.goals]
        met = parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"
        when = met.removeprefix("not ") if met.startswith("not ") else f"not {met}"
        use = Change("add statement", dm=names[dm], reading=reading, statement=f"{ref} iff {when}")
        mind = Change("add statement", dm=names[against], reading=reading, statement=f"not {ref}", place=1)
        return (
            Change("add option", dm=names[dm], option=name, name="A threat", does="carry out its threat"),
            mind,
            replace(use, place=1) if first else use,
        )


def single_changes(conflict: Conflict) -> Iterator[Change]:
    """Every option made irreversible in either direction, removed, or taken for good."""
    for dm in conflict.decision_makers:
        for option in dm.options:
            for way in IRREVERSIBLE:
                if option.irreversible != way:
                    yield Change("make irreversible", dm=dm.id, option=option.id, irreversible=way)
            yield Change("remove option", dm=dm.id, option=option.id)
            yield Change("fix option", dm=dm.id, option=option.id)
