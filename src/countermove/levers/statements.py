"""Levers over statements: the fewest edits of what decision makers want that make it come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from countermove.errors import ModelError, NotApplicable, Problem, did_you_mean
from countermove.levers.arena import Arena, arena_of
from countermove.levers.clock import Clock
from countermove.levers.drafts import Costs, Drafts, changes_of, edits_of, original, price
from countermove.levers.finding import Answer, LeversFinding, Solution
from countermove.levers.goals import Goal, check_goals
from countermove.levers.lines import Lines, lines_of, movable
from countermove.levers.search import Hunt, Progress
from countermove.levers.single import Singles, single_edits
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.variants import Change
from countermove.stability import Concept, analyse
from countermove.stability.table import StabilityTable

__all__ = ["PATIENCE", "levers"]

#: Seconds that one question may take, unless told otherwise.
PATIENCE = 60.0
_FOR_SINGLES = 0.5  # the share of the time that trying single edits may take


def levers(
    conflict: Conflict,
    reading: str,
    goals: Sequence[Goal],
    *,
    dms: Sequence[str] = (),
    add: bool = True,
    more: Sequence[str] = (),
    costs: Costs | None = None,
    seconds: float = PATIENCE,
    most: int = 5,
    progress: Progress | None = None,
) -> LeversFinding:
    """The cheapest edits of statement lists with which every goal is met, and the proof that none is cheaper.

    `dms` says whose lists may be edited, by default everybody's that is one. A line can be dropped,
    reversed, moved anywhere, or added anywhere from the candidates (`lines`); `more` are candidates
    besides, without `add` there are no others. Each edit costs what `costs` says. Up to `most` solutions
    of least cost are given, which touch different lines. After `seconds`, or on an interrupt, the answer
    says what is known by then. Raises `NotApplicable` where there is no list to edit or goals contradict
    one another, and `TooLarge` for models with too many states.
    """
    check_goals(goals)
    model = conflict.graph(reading)
    problem = next((p for goal in goals if (p := goal.concept.refusal(model)) is not None), None)
    if problem is not None:
        raise NotApplicable(problem)
    arena = arena_of(model)
    fixed = {dm: problem for dm, problem in movable(arena).items() if problem is not None}
    chosen = _chosen(model, dms, fixed)
    lists = {dm: lines_of(arena, dm, add=add, more=more) for dm in chosen}
    work = _Work(arena, tuple(goals), lists, costs or Costs(), Clock.of(seconds), most, progress or _silent)
    today = arena.table(arena.orders, work.concepts)
    reached = tuple(tuple(goal.reached(today)) for goal in goals)
    alone, together = ((), None) if all(goal.met(today) for goal in goals) else work.answers()
    counts = {dm: len(lines.candidates) for dm, lines in lists.items()}
    return LeversFinding(model, tuple(goals), reached, alone, together, work.costs, fixed, counts)


def _silent(_: str) -> None:
    """Tell nobody."""


def _chosen(model: GraphModel, wanted: Sequence[str], fixed: Mapping[int, Problem]) -> list[int]:
    names = {name.casefold(): dm for dm, name in enumerate(model.decision_makers)}
    for name in wanted:
        if name.casefold() not in names:
            what = f'there is no decision maker "{name}"'
            raise ModelError(Problem(what, did_you_mean(name, model.decision_makers)))
        if names[name.casefold()] in fixed:
            raise NotApplicable(fixed[names[name.casefold()]])
    chosen = {names[name.casefold()] for name in wanted}
    free = [dm for dm in range(model.size) if dm not in fixed and (dm in chosen or not wanted)]
    if not free:
        what = "no decision maker has a list of statements to change"
        raise NotApplicable(Problem(what, "Ask for levers in states (--by states), or write statements."))
    return free


@dataclass
class _Work:
    """One question: single edits first, then whoever could do it alone, then all together."""

    arena: Arena
    goals: tuple[Goal, ...]
    lists: Mapping[int, Lines]
    costs: Costs
    clock: Clock
    most: int
    progress: Progress
    interrupted: bool = False
    singles: dict[int, Singles] = field(default_factory=dict)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that the goals are judged by."""
        return tuple(dict.fromkeys(goal.concept for goal in self.goals))

    def answers(self) -> tuple[tuple[Answer, ...], Answer]:
        """An answer for each decision maker alone, and for all of them together."""
        patience = self.clock.left * _FOR_SINGLES
        for k, (dm, lines) in enumerate(self.lists.items()):
            self.singles[dm] = self._single(dm, lines, self.clock.part(patience / (len(self.lists) - k)))
        hunts = []
        for k, dm in enumerate(self.lists):
            share = self.clock.left / (len(self.lists) - k + 1)
            hunts.append(self._hunt([dm], self.clock.part(share)))
        alone = tuple(self._answer(hunt) for hunt in hunts)
        if len(alone) == 1:
            return alone, alone[0]
        return alone, self._answer(self._hunt(list(self.lists), self.clock, hunts))

    def _single(self, dm: int, lines: Lines, clock: Clock) -> Singles:
        hunt = Hunt(self.arena, {dm: lines}, self.goals, self.costs, clock)
        try:
            if not self.interrupted:
                self.progress(f"single changes of what {self.arena.model.decision_makers[dm]} wants")
                found = single_edits(lines, self.costs, lambda draft: hunt.meets({dm: draft}), clock)
                self.interrupted = found.interrupted
                return found
        except KeyboardInterrupt:
            self.interrupted = True
        return Singles((), False, 0)

    def _start(self, dms: Sequence[int]) -> Drafts:
        return {dm: original(self.lists[dm]) for dm in dms}

    def _hunt(self, dms: Sequence[int], clock: Clock, alone: Sequence[Hunt] = ()) -> Hunt:
        """One search, which starts from what single edits and searches for fewer lists have shown."""
        lists = {dm: self.lists[dm] for dm in dms}
        known: list[Drafts] = [
            {**self._start(dms), dm: draft} for dm in dms for draft in self.singles[dm].drafts
        ]
        known += [{**self._start(dms), **hunt.best} for hunt in alone if hunt.best is not None]
        hunt = Hunt(self.arena, lists, self.goals, self.costs, clock, self.progress)
        known.sort(key=lambda drafts: price(lists, drafts, self.costs))
        if all(self.singles[dm].complete for dm in dms):
            least = price(lists, known[0], self.costs) if known else 2 * self.costs.least
            hunt.lower = min(least, 2 * self.costs.least)
            hunt.complete = bool(known) and least < 2 * self.costs.least
        if known:
            hunt.best = known[0]
            same = [d for d in known[1:] if price(lists, d, self.costs) == hunt.cost and d != known[0]]
            hunt.others = [drafts for k, drafts in enumerate(same) if drafts not in same[:k]]
        if not self.interrupted:
            hunt.run(self.most - 1)
        self.interrupted = self.interrupted or hunt.interrupted
        return hunt

    # -- answers -----------------------------------------------------------------------------------

    def _answer(self, hunt: Hunt) -> Answer:
        every = [] if hunt.best is None else [hunt.best, *hunt.others]
        stopped = "" if hunt.proven else "interrupt" if self.interrupted else "time"
        return Answer(
            tuple(hunt.lists),
            tuple(self._solution(drafts) for drafts in every[: self.most]),
            hunt.lower,
            hunt.impossible,
            hunt.complete and len(every) <= self.most,
            stopped,
        )

    def _solution(self, drafts: Drafts) -> Solution:
        """A solution, checked anew on the conflict with its changes made."""
        changes = changes_of(self.arena, self.lists, drafts)
        table = self._changed(changes)
        if not all(goal.met(table) for goal in self.goals):
            raise RuntimeError(f"the changes {changes} do not do what the search says they do")
        edits = [e for dm, draft in drafts.items() for e in edits_of(self.lists[dm], draft, self.costs)]
        reached = tuple(tuple(goal.reached(table)) for goal in self.goals)
        return Solution(tuple(edits), changes, price(self.lists, drafts, self.costs), reached)

    def _changed(self, changes: Sequence[Change]) -> StabilityTable:
        model = self.arena.model
        changed = apply_changes(model.conflict, changes).graph(model.reading, keep="list")
        return analyse(changed, self.concepts)
