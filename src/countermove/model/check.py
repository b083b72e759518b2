"""What a conflict's author should know before trusting an analysis: all mistakes and all warnings.

Beyond the mistakes that stop an analysis, it warns of what is probably not meant: an option that
nothing mentions, a statement that is always true or always false on the feasible states, the same
statement twice in one list, a condition that rules nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import Path, Problem, TooLarge
from countermove.model.build import Builder
from countermove.model.conflict import Conflict
from countermove.model.states import StateSpace

__all__ = ["check_conflict"]


def check_conflict(conflict: Conflict) -> tuple[Problem, ...]:
    """Every problem of the conflict, over all readings, each once."""
    try:
        builder = Builder(conflict)
        for reading in conflict.reading_ids:
            builder.graph(reading)
    except TooLarge as error:
        return error.problems
    _check_readings(builder)
    if builder.states is not None:
        for problem in _unlikely_statements(builder, builder.states):
            builder.problems.append(problem)
    if not any(not problem.warning for problem in builder.problems):
        builder.problems.extend(_unused_options(builder))
    return tuple(dict.fromkeys(builder.problems))


def _check_readings(builder: Builder) -> None:
    known = builder.conflict.reading_ids
    for i, preferences in enumerate(builder.conflict.preferences):
        if preferences.reading in known:
            continue
        path: Path = ("preferences", i, "reading")
        if not preferences.reading:
            builder.names.report(
                ("preferences", i),
                "the conflict has readings, but these preferences name none",
                "Add reading = one of: " + ", ".join(known) + ".",
            )
        else:
            listed = ", ".join(k for k in known if k)
            cure = f"Readings: {listed}." if listed else "Add [[readings]], or drop the key."
            builder.names.report(path, f'there is no reading "{preferences.reading}"', cure)


def _unlikely_statements(builder: Builder, states: StateSpace) -> Iterator[Problem]:
    for i, outcome in enumerate(builder.outcomes):
        truth = states.truth(outcome.statement)
        yield from _constant(bool(truth.all()), bool(truth.any()), "the outcome", ("outcomes", i, "that"))
    before = list(builder.problems)
    for i, preferences in enumerate(builder.conflict.preferences):
        seen: dict[str, int] = {}
        for j, statement in enumerate(preferences.statements):
            path: Path = ("preferences", i, "statements", j, "that")
            tree = builder.names.condition(statement.that, path)
            if tree is None:
                continue
            truth = states.truth(tree)
            yield from _constant(bool(truth.all()), bool(truth.any()), "the statement", path)
            if str(tree) in seen:
                what = f"the statement says the same as statement {seen[str(tree)]} of this list"
                yield Problem(what, "The later one has no effect; drop it.", path, warning=True)
            seen.setdefault(str(tree), j + 1)
    builder.problems[:] = before


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
