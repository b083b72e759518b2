"""What a conflict's author should know before trusting an analysis: all mistakes and all warnings.

Beyond the mistakes that stop an analysis, it warns of what is probably not meant: an option that
nothing mentions, a statement that is always true or always false on the feasible states, the same
statement twice in one list, a condition that rules nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from countermove.errors import ModelError, Path, Problem, TooLarge
from countermove.model.build import Builder
from countermove.model.conflict import Conflict
from countermove.model.cube import CubeSpace
from countermove.model.doubts import doubt_conditions, factors
from countermove.model.feasible import Feasible
from countermove.model.listed import listed
from countermove.model.names import Names
from countermove.model.scales import check_scales
from countermove.model.scenarios import check_scenarios
from countermove.model.statements import Not, Statement
from countermove.model.states import StateSpace
from countermove.model.unread import Unread
from countermove.model.views import check_hypergames

__all__ = ["check_conflict"]


def check_conflict(conflict: Conflict, unread: Unread | None = None) -> tuple[Problem, ...]:
    """Every problem of the conflict, over all readings, each once.

    Nothing that is `unread` makes something else a mistake: a statement may name a decision maker
    whose id could not be read.
    """
    builder = Builder(conflict, unread or Unread(), keep="light")
    builder.status_quo()
    builder.names.add(_scale_problems(builder))
    try:
        for reading in conflict.reading_ids:
            builder.preferences(reading)
        if builder.states is not None:
            builder.names.add(_unlikely_statements(builder, builder.states))
    except TooLarge as error:
        builder.names.add(error.problems)
    if not builder.unread and not any(not problem.warning for problem in builder.problems):
        builder.names.add(_unused_options(builder))
        builder.names.add(replace(problem, warning=True) for problem in _variants(builder))
    return tuple(dict.fromkeys(builder.problems))


def _scale_problems(builder: Builder) -> Iterator[Problem]:
    conflict, names = builder.conflict, builder.names
    dms = [dm.id for dm in conflict.decision_makers]
    unsure = {"dm": not names.all_dms, "reading": not names.all_readings}
    for problem in check_scales(conflict.scales, dms, conflict.reading_ids):
        if not unsure.get(str(problem.path[-1])):
            yield problem
        if names.full:
            return


def _variants(builder: Builder) -> Iterator[Problem]:
    """What is wrong with scenarios, doubts and hypergames of a conflict that is sound itself.

    These are warnings: who rewords a wish that a scenario names can still have the conflict analysed.
    The verbs that need them refuse.
    """
    conflict = builder.conflict
    yield from check_scenarios(conflict)
    yield from check_hypergames(conflict)
    try:
        factors(conflict)
    except ModelError as error:
        yield from error.problems
        return
    names = Names(conflict)
    for k, doubt in enumerate(conflict.doubts):
        for path, text in doubt_conditions(doubt):
            names.condition(text, ("doubts", k, *path))
    yield from names.problems


def _unlikely_statements(builder: Builder, states: StateSpace) -> Iterator[Problem]:
    for i, outcome in enumerate(builder.conflict.outcomes):
        path: Path = ("outcomes", i, "that")
        tree = builder.names.condition(outcome.that, path)
        if tree is not None:
            yield from _constant(*_always_ever(builder, states, tree), "the outcome", path)
    for i, preferences in enumerate(builder.conflict.preferences):
        seen: dict[str, int] = {}
        for j, statement in enumerate(preferences.statements):
            path = ("preferences", i, "statements", j, "that")
            tree = builder.names.condition(statement.that, path)
            if tree is None:
                continue
            yield from _constant(*_always_ever(builder, states, tree), "the statement", path)
            if str(tree) in seen:
                what = f"the statement says the same as statement {seen[str(tree)]} of this list"
                yield Problem(what, "The later one has no effect; drop it.", path, warning=True)
            seen.setdefault(str(tree), j + 1)


def _always_ever(builder: Builder, states: StateSpace, tree: Statement) -> tuple[bool, bool]:
    """Whether a statement holds in every feasible state, and whether it holds in one."""
    if isinstance(states, CubeSpace):
        builder.names.spend(tree, 1 << min(len(states.options), 20))
        return not _possible(states, tree), _possible(states, Not(tree))
    space = listed(states)
    builder.names.spend(tree, len(space.member_codes))
    truth = space.truth(tree)
    return bool(truth.all()), bool(truth.any())


def _possible(states: CubeSpace, forbidden: Statement) -> bool:
    """Whether a feasible state is left when something more is forbidden; "yes" if that is hard to say."""
    try:
        return Feasible(replace(states.form, impossible=(*states.form.impossible, forbidden))).possible
    except TooLarge:
        return True


def _constant(always: bool, ever: bool, what: str, path: Path) -> Iterator[Problem]:
    if always or not ever:
        said = "true in every feasible state" if always else "true in no feasible state"
        yield Problem(f"{what} is {said}", "It distinguishes nothing; reword or drop it.", path, warning=True)


def _unused_options(builder: Builder) -> Iterator[Problem]:
    by_state = any(p.ranking or p.rankings for p in builder.conflict.preferences)
    if by_state or builder.conflict.form == "graph":
        return  # a ranking of states speaks of every option
    for i, dm in enumerate(builder.conflict.decision_makers):
        for j, option in enumerate(dm.options):
            if (dm.id, option.id) not in builder.names.used:
                yield Problem(
                    f'nothing in the model mentions the option "{dm.id}.{option.id}"',
                    "Say who cares about it, or drop it: every such option doubles the states.",
                    ("decision_makers", i, "options", j, "id"),
                    warning=True,
                )
