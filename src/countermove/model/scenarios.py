"""Scenarios: named changes of a conflict, one on top of another, and what is wrong with them.

`scenario` gives the conflict that a scenario describes. It is a conflict like any other: it can be
analysed, written to a file, and changed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.errors import ModelError, Path, Problem, clip, did_you_mean
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict
from countermove.model.restructure import merged_options
from countermove.model.variants import Change, Scenario

__all__ = ["changes_of", "check_scenarios", "former_options", "scenario"]

Ref = tuple[str, str]


def scenario(conflict: Conflict, name: str) -> Conflict:
    """The conflict after the changes of a scenario, its title saying so.

    Raises `ModelError` if there is no such scenario, or a change of it does not fit.
    """
    at = _position(conflict, name)
    chosen = conflict.scenarios[at]
    changed = conflict
    for k, changes in _chain(conflict, at):
        changed = apply_changes(changed, changes, ("scenarios", k, "changes"))
    return changed.replace(title=f"{conflict.title}: {chosen.name or chosen.id}")


def changes_of(conflict: Conflict, name: str) -> tuple[Change, ...]:
    """All changes of a scenario in their order, those of the scenarios it comes after included."""
    return tuple(change for _, changes in _chain(conflict, _position(conflict, name)) for change in changes)


def former_options(conflict: Conflict, changes: Sequence[Change]) -> dict[Ref, Ref]:
    """For each option of a conflict after some changes, which one it was before; new ones are not there."""
    former = {ref: ref for ref in conflict.option_ids}
    for change in changes:
        if change.do == "merge":
            parts = [dm for dm in conflict.decision_makers if dm.id in change.of]
            renamed = merged_options(parts, change.dm)
            former = {renamed.get(ref, ref): old for ref, old in former.items()}
        conflict = apply_changes(conflict, [change])
    return former


def check_scenarios(conflict: Conflict) -> Iterator[Problem]:
    """Every mistake in the scenarios, and in the conflicts that they describe.

    A mistake in a changed conflict that the conflict has not itself is one of the scenario's changes.
    """
    ids = [each.id for each in conflict.scenarios]
    for k, each in enumerate(conflict.scenarios):
        path: Path = ("scenarios", k)
        if each.id in ids[:k]:
            what = f'there is another scenario called "{clip(each.id)}"'
            yield Problem(what, "Give each an id of its own.", (*path, "id"))
            continue
        try:
            changed = scenario(conflict, each.id)
        except ModelError as error:
            yield from error.problems
            continue
        yield from _in_changed(each, changed, path)


def _in_changed(each: Scenario, changed: Conflict, path: Path) -> Iterator[Problem]:
    """What is wrong with a changed conflict: told once, at the scenario."""
    errors = [problem for problem in changed.problems() if not problem.warning]
    for problem in errors[:1]:
        where = f" (in its {problem.where})" if problem.where else ""
        yield Problem(f"after these changes, {problem.what}{where}", problem.cure, (*path, "changes"))


def _position(conflict: Conflict, name: str) -> int:
    ids = [each.id for each in conflict.scenarios]
    if name not in ids:
        cure = did_you_mean(name, ids) or "The model has no scenarios; add [[scenarios]]."
        raise ModelError(Problem(f'there is no scenario "{clip(name)}"', cure))
    return ids.index(name)


def _chain(conflict: Conflict, at: int) -> Sequence[tuple[int, tuple[Change, ...]]]:
    """The scenarios that one builds on, first those it comes after, with their changes."""
    ids = [each.id for each in conflict.scenarios]
    chain = [at]
    while after := conflict.scenarios[chain[-1]].after:
        path: Path = ("scenarios", chain[-1], "after")
        if after not in ids:
            raise ModelError(Problem(f'there is no scenario "{clip(after)}"', did_you_mean(after, ids), path))
        if ids.index(after) in chain:
            raise ModelError(
                Problem(f'the scenario "{clip(after)}" comes after itself', "Break the circle.", path)
            )
        chain.append(ids.index(after))
    return [(k, conflict.scenarios[k].changes) for k in reversed(chain)]
